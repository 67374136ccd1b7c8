//! Mending files: what changes on the disk, what is said, and what is left alone.

use super::program::program;

const SLIPS: &str = "activity sauna \"saunas\"\navoid suana until 48h\n";
const MENDED: &str = "activity sauna \"saunas\"\navoid sauna until +48h\n";

#[test]
fn what_has_a_mend_is_mended_and_the_rest_is_said() {
    let text = program("fix a.care")
        .file("a.care", &format!("{SLIPS}avoid picking\n"))
        .stdout(
            "\
a.care:2:19: mended[C0120]: write `+48h`
a.care:2:7: mended[C0201]: write `sauna`
a.care:3:7: warning[C0201]: `picking` is not declared
2 findings mended in 1 file; 1 remains
",
        )
        .file_after("a.care");
    assert_eq!(text, format!("{MENDED}avoid picking\n"));
    program("fix").file("a.care", MENDED).stdout("nothing to mend; none remains\n").run();
}

#[test]
fn the_exit_code_is_that_of_check_for_what_remains() {
    program("fix a.care").file("a.care", "avoid until\n").stdout_contains("nothing to mend; 1 remains").status(3).run();
    program("fix a.care").file("a.care", "use \"no.care\"\n").stdout_contains("nothing to mend").status(1).run();
    program("fix no.care").stderr("error: cannot read `no.care`: there is no such file or folder\n").status(3).run();
}

#[test]
fn a_dry_run_prints_what_would_change_and_changes_nothing() {
    let text = program("fix --dry-run a.care")
        .file("a.care", SLIPS)
        .stdout(
            "\
--- a.care
+++ a.care
@@ -1,2 +1,2 @@
 activity sauna \"saunas\"
-avoid suana until 48h
+avoid sauna until +48h
",
        )
        .stderr("2 findings would be mended in 1 file; none remains\n")
        .status(1)
        .file_after("a.care");
    assert_eq!(text, SLIPS);
    program("fix --dry-run a.care").file("a.care", MENDED).stderr("nothing to mend; none remains\n").run();
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    program("fix -").stdin(SLIPS).stdout(MENDED).stderr_contains("2 findings mended in 1 file").run();
    program("fix --dry-run -")
        .stdin(SLIPS)
        .stdout_contains("+avoid sauna until +48h")
        .stderr_contains("2 findings")
        .status(1)
        .run();
    program("fix -").stdin("\u{7}").stderr_contains("-:1:1: error[C0002]").status(3).run();
    program("fix - a.care")
        .file("a.care", "")
        .stderr_contains("error: standard input cannot be mended")
        .status(2)
        .run();
}

#[test]
fn what_a_file_uses_is_mended_only_if_it_is_asked_for() {
    let words = "activity sauna \"saunas\" is warmth\nactivity warmht \"heat\"\n";
    let sheet = "use \"../words.care\"\navoid sauna until 48h\n";
    let run = |arguments: &str, status: i32| {
        let run = program(arguments).file("words.care", words).file("sheets/a.care", sheet);
        run.stdout_contains("mended[C0120]").status(status).file_after("words.care")
    };
    assert_eq!(run("fix sheets/a.care", 1), words);
    assert_eq!(run("fix .", 0), words.replace("is warmth", "is warmht"));
    let run = program("fix sheets").file("words.care", words).file("sheets/a.care", sheet).status(1);
    assert_eq!(run.stdout_contains("lies outside the folder").file_after("words.care"), words);
}

#[test]
fn a_byte_order_mark_stays() {
    let text = program("fix a.care")
        .file("a.care", &format!("\u{FEFF}{SLIPS}"))
        .stdout_contains("2 findings")
        .file_after("a.care");
    assert_eq!(text, format!("\u{FEFF}{MENDED}"));
}

#[cfg(unix)]
#[test]
fn a_byte_order_mark_of_standard_input_stays() {
    program("fix -").stdin(&format!("\u{FEFF}{SLIPS}")).stdout(&format!("\u{FEFF}{MENDED}")).stderr_contains("2").run();
}

#[test]
fn permissions_and_links_stay() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    let run = program("fix link.care").file("a.care", SLIPS).link("link.care", "a.care").stdout_contains("2 findings");
    let (file, link) = (run.place("a.care"), run.place("link.care"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions for the test");
    let folder = run.run();
    assert_eq!(fs::metadata(&file).expect("the file is there").permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).expect("the link is there").is_symlink());
    assert_eq!(fs::read_to_string(&file).expect("the file is text"), MENDED);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder is there").count(), 2, "nothing is left beside them");
    fs::write(&file, SLIPS).expect("a file for the test");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).expect("permissions for the test");
    program("fix a.care").inside(&folder).stderr("error: cannot write `a.care`: it is read-only\n").status(3).run();
    assert_eq!(fs::read_to_string(&file).expect("the file is text"), SLIPS);
}
