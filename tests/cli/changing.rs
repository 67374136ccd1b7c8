//! `--change`, and files that change a sheet: what the command line makes of them.

use super::program::program;

const LONGER: &str = "replace first_48h for sauna because \"deep setting today\" with avoid sauna until +72h";
const TREATED: &str = "--treated 2026-11-23T14:00 --tz Europe/Paris";
const SHEET: &str = "treatment peel \"Peel\"\nactivity sauna \"saunas\"\nno_sauna: avoid sauna until +48h\n";

/// `eval` of the project's own sheet.
fn eval(arguments: &str, change: Option<&str>) -> String {
    let sheet = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/default.care");
    let run = program(&format!("eval {sheet} {TREATED} {arguments}"));
    match change {
        Some(change) => run.argument("--change").argument(change).output(),
        None => run.output(),
    }
}

/// The lines that only one of two texts has.
fn difference(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changes.map(|change| format!("{}{change}", change.tag())).collect()
}

#[test]
fn one_line_changes_and_says_why() {
    insta::assert_snapshot!(difference(&eval("", None), &eval("", Some(LONGER))), @"
    -  ✗ Avoid strenuous exercise, jacuzzis and hot tubs, saunas, steam baths, makeup
    -    and sun exposure until Wednesday 25 November, 14:00.
    +  ✗ Avoid strenuous exercise, jacuzzis and hot tubs, steam baths, makeup and sun
    +    exposure until Wednesday 25 November, 14:00.
    +  ✗ Avoid saunas until Thursday 26 November, 14:00. Changed for this visit: deep
    +    setting today.
    +Changed for this visit
    +  The sheet says: Avoid saunas until Wednesday 25 November, 14:00. Replaced:
    +  deep setting today.
    +
    ");
}

/// In the plan as data, one entry is another, and all that is not about the change is as it was.
#[test]
fn in_json_one_entry_changes() {
    let read = |text: String| -> serde_json::Value { serde_json::from_str(&text).expect("JSON") };
    let (before, after) = (read(eval("--format json", None)), read(eval("--format json", Some(LONGER))));
    let entries = |plan: &serde_json::Value| plan["guidance"].as_array().cloned().unwrap_or_default();
    let (was, is) = (entries(&before), entries(&after));
    assert_eq!(was.len(), is.len());
    let other: Vec<_> = was.iter().filter(|one| !is.contains(one)).collect();
    let [old] = other.as_slice() else { panic!("{other:#?}") };
    let new: Vec<_> = is.iter().filter(|one| !was.contains(one)).collect();
    let [new] = new.as_slice() else { panic!("{new:#?}") };
    let differs: Vec<&String> = new
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, value)| old[key.as_str()] != **value)
        .map(|(key, _)| key)
        .collect();
    assert_eq!(differs, ["at", "changed", "end", "rule", "source", "text"]);
    assert_eq!(new["changed"]["because"], "deep setting today");
    assert_eq!(new["at"]["file"], "--change");
    assert_eq!(after["changes"][0]["was"]["file"], old["at"]["file"]);
    assert_eq!(after["changes"][0]["text"], format!("The sheet says: {}", old["text"].as_str().unwrap_or_default()));
    for part in ["treatments", "screening", "course", "missing"] {
        assert_eq!(before[part], after[part], "{part}");
    }
}

#[test]
fn the_calendar_says_so_in_its_entry() {
    let calendar = eval("--format ics --now 2026-11-20T09:00", Some(LONGER)).replace("\r\n ", "").replace("\\n", "\n");
    assert!(
        calendar
            .contains("Avoid saunas until Thursday 26 November\\, 14:00. Changed for this visit: deep setting today."),
        "{calendar}"
    );
    assert!(
        calendar.contains(
            "The sheet says: Avoid saunas until Wednesday 25 November\\, 14:00. Replaced: deep setting today."
        )
    );
}

#[test]
fn slips_are_shown_as_those_of_a_file() {
    program(&format!("eval a.care {TREATED}"))
        .file("a.care", SHEET)
        .argument("--change")
        .argument("replace no_sauna with avoid sauna until 72h")
        .stderr_contains("[--change:1:9]")
        .stderr_contains("this change gives no reason")
        .stderr_contains("`72h` is a duration")
        .status(3)
        .run();
    program(&format!("ask a.care sauna {TREATED} --change"))
        .file("a.care", SHEET)
        .argument("drop no_saunas because \"x\"")
        .stderr_contains("the sheet has no rule called `no_saunas`; did you mean `no_sauna`?")
        .status(1)
        .run();
}

/// Nobody checks what is written for one visit, so what it loosens is said where the plan is made.
#[test]
fn what_a_visit_loosens_is_told_with_the_plan() {
    program(&format!("eval a.care {TREATED}"))
        .file("a.care", SHEET)
        .argument("--change")
        .argument("drop no_sauna because \"mild\"")
        .stdout_contains("14:00. Left out:\n  mild.")
        .stderr_contains("warning[C0415] loosened")
        .run();
    program(&format!("eval clinic.care {TREATED}"))
        .file("a.care", SHEET)
        .file("clinic.care", "use \"a.care\"\ndrop no_sauna because \"We cover the skin.\"\n")
        .stdout_contains("Changed by the clinic (clinic.care)")
        .stderr("note: 1 warning; `carecheck check clinic.care` says more\n")
        .run();
}

#[test]
fn check_looks_at_the_sheet_and_at_the_change() {
    program("check a.care --format short --change")
        .file("a.care", SHEET)
        .argument("drop no_sauna because \"mild\"")
        .stdout("--change:1:1: warning[C0415]: `sauna` is avoided until +48h on the sheet, and no longer here\n")
        .run();
}

#[test]
fn with_several_sheets_the_rule_says_which_is_meant() {
    let other = SHEET.replace("peel", "laser").replace("no_sauna", "cool");
    let run = |change: &str| {
        program("check a.care b.care c.care --format short --change")
            .file("a.care", SHEET)
            .file("b.care", &other)
            .file("c.care", &other)
            .argument(change)
    };
    run("replace no_sauna because \"deep\" with avoid sauna until +72h").run();
    run("drop cool because \"x\"")
        .stderr(
            "error: --change: `cool` is a rule of `b.care` and `c.care`\n  help: write a file that uses the sheet that is meant, and put the change there\n",
        )
        .status(2)
        .run();
    run("drop warm because \"x\"")
        .stderr(
            "error: --change: no sheet has a rule called `warm`\n  help: name a rule where it stands, as in `no_sauna: avoid sauna until +48h`\n",
        )
        .status(2)
        .run();
}

/// What is written on the command line ends in a terminal, a calendar and a file like all that a sheet says.
#[test]
fn a_hostile_change_orders_nothing() {
    let text = eval("--format ics --now 2026-11-20T09:00", Some("drop first_48h because \"a\\nBEGIN:VALARM, b; c\""));
    assert!(text.lines().all(|line| line != "BEGIN:VALARM, b; c"), "{text}");
    program(&format!("eval a.care {TREATED} --change"))
        .file("a.care", SHEET)
        .argument("drop no_sauna because \"\u{1b}[2J\"")
        .stderr_contains("the control character U+001B cannot stand in a rule file")
        .status(3)
        .run();
}
