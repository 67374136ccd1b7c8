//! `snapshot`, and what `test` makes of what it stores: only a change of meaning fails, and only what is accepted is written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use super::program::{Folder, program};
use std::fs;

const PEEL: &str = "\
treatment peel \"Peel\"
activity heat \"heat\"
activity sauna \"saunas\" is heat
avoid heat until +48h
";

const NOTHING: &str = "1 stored plan: nothing has changed\n";

/// A folder with a sheet whose plan is stored.
fn stored() -> Folder {
    let folder =
        program("snapshot").file("peel.care", PEEL).stdout("stored snapshots/peel.plan\n1 sheet: 1 new\n").run();
    program("test").inside(&folder).stdout(NOTHING).run();
    folder
}

fn write(folder: &Folder, file: &str, text: &str) {
    fs::write(folder.path().join(file), text).unwrap();
}

fn read(folder: &Folder, file: &str) -> String {
    fs::read_to_string(folder.path().join(file)).unwrap()
}

#[test]
fn a_change_of_meaning_fails_until_it_is_accepted() {
    let folder = stored();
    let before = read(&folder, "snapshots/peel.plan");
    write(&folder, "peel.care", &PEEL.replace("+48h", "+24h"));
    let changed = "\
changed peel.care, compared with snapshots/peel.plan
  looser: `heat` is not stated from +24h to +48h, and was avoided (and sauna)
    treated on Tuesday 24 November 2026, 14:00 (Europe/Paris): from Wednesday 25 November 2026, 14:00 to Thursday 26 November 2026, 14:00
";
    let test = "\n1 stored plan: 1 changed; `carecheck snapshot --review` shows and stores what is meant\n";
    program("test").inside(&folder).stdout(&format!("{changed}{test}")).status(1).run();
    let open = "1 sheet: 1 changed; `--review` asks for each whether it is meant, `--accept` stores all\n";
    program("snapshot").inside(&folder).stdout(&format!("{changed}{open}")).status(1).run();
    assert_eq!(read(&folder, "snapshots/peel.plan"), before);
    program("snapshot --accept").inside(&folder).stdout(&format!("{changed}1 sheet: 1 accepted\n")).run();
    assert_eq!(
        read(&folder, "snapshots/peel.plan"),
        before
            .replace("+2d 14", "+1d 14")
            .replace("+48h", "+24h")
            .replace("+2d 15", "+1d 15")
            .replace("+2d 13", "+1d 13")
            .replace("# `+1d", "# `+2d")
    );
    program("test").inside(&folder).stdout(NOTHING).run();
}

#[test]
fn names_layout_comments_and_labels_are_no_change_and_nothing_is_written() {
    let folder = stored();
    let before = read(&folder, "snapshots/peel.plan");
    fs::remove_file(folder.path().join("peel.care")).unwrap();
    write(&folder, "names.care", "# Names\nactivity sauna \"steam\" is heat activity heat \"heat\"");
    write(&folder, "other.care", "avoid heat\n  until +48h # two days\nuse \"names.care\" treatment peel \"Peeling\"");
    program("test other.care").inside(&folder).stdout(NOTHING).run();
    program("snapshot --accept").inside(&folder).stdout("1 sheet: 1 as stored\n").run();
    assert_eq!(read(&folder, "snapshots/peel.plan"), before);
}

#[test]
fn another_treatment_and_no_rules_are_a_change() {
    for text in [PEEL.replace("peel", "laser"), PEEL.replace("avoid heat until +48h", "")] {
        let folder = stored();
        write(&folder, "peel.care", &text.replace("+48h", "+47h"));
        program("test").inside(&folder).stdout_contains("changed peel.care").status(1).run();
    }
}

#[test]
fn sheets_of_one_treatment_have_a_plan_each() {
    let folder = stored();
    write(&folder, "clinic.care", &PEEL.replace("+48h", "+24h"));
    program("snapshot clinic.care").inside(&folder).stdout("stored snapshots/peel.clinic.plan\n1 sheet: 1 new\n").run();
    program("test").inside(&folder).stdout("2 stored plans: nothing has changed\n").run();
    // Both are renamed at once.
    for (old, new) in [("clinic.care", "a.care"), ("peel.care", "b.care")] {
        fs::rename(folder.path().join(old), folder.path().join(new)).unwrap();
    }
    program("test").inside(&folder).stdout("2 stored plans: nothing has changed\n").run();
    fs::remove_file(folder.path().join("a.care")).unwrap();
    program("snapshot")
        .inside(&folder)
        .stdout("1 sheet: 1 as stored\n")
        .stderr("note: `snapshots/peel.clinic.plan` is of `clinic.care`, which is not there any more; delete it\n")
        .run();
}

#[test]
fn a_sheet_without_a_plan_is_no_failure_and_a_vocabulary_has_none() {
    let folder = stored();
    write(&folder, "wax.care", "treatment wax \"Wax\"\navoid sauna until +1d\n");
    write(&folder, "words.care", "activity sauna \"saunas\"\n");
    let others = "; `carecheck snapshot` stores that of the other sheet";
    program("test").inside(&folder).stdout(&NOTHING.replace('\n', &format!("{others}\n"))).run();
    program("test --filter wax").inside(&folder).stderr_contains("error: there is no test to run").status(1).run();
    program("snapshot words.care")
        .inside(&folder)
        .stderr("error: there is no sheet with rules in a file here\n")
        .status(1)
        .run();
}

#[test]
fn nobody_is_asked_where_nobody_is() {
    program("snapshot --review")
        .file("peel.care", PEEL)
        .stderr_contains("error: there is no terminal on which to ask\n")
        .status(2)
        .run();
}

#[test]
fn what_is_damaged_is_told_and_written_again_when_that_is_wanted() {
    let folder = stored();
    write(&folder, "snapshots/peel.plan", "<<<<<<< HEAD\n");
    let damaged = "\
damaged snapshots/peel.plan
  it is not a stored plan, or one of another version of carecheck
  `carecheck snapshot --accept` writes it again, as the sheet is today
";
    program("test").inside(&folder).stdout_contains(damaged).status(1).run();
    program("snapshot --accept").inside(&folder).stdout(&format!("{damaged}1 sheet: 1 accepted\n")).run();
    program("test").inside(&folder).stdout(NOTHING).run();
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_not_written() {
    program("snapshot --accept")
        .file("peel.care", PEEL)
        .file("precious.txt", "precious")
        .file("snapshots/other.txt", "")
        .link("snapshots/peel.plan", "../precious.txt")
        .stdout_contains("damaged")
        .stderr_contains("it is a link")
        .status(3)
        .run();
}

#[test]
fn programs_are_told_too() {
    let folder = stored();
    write(&folder, "peel.care", &PEEL.replace("+48h", "+24h"));
    program("test --format json")
        .inside(&folder)
        .stdout_contains("\"stored_in\": \"snapshots/peel.plan\"")
        .stdout_contains("\"looser: `heat` is not stated from +24h to +48h, and was avoided (and sauna)\"")
        .status(1)
        .run();
    program("test --format junit")
        .inside(&folder)
        .stdout_contains("<testsuite name=\"peel.care\" tests=\"1\" failures=\"1\">")
        .stdout_contains("<testcase name=\"the stored plan\" classname=\"peel.care\">")
        .status(1)
        .run();
}
