//! Writing files anew in their layout: what changes on the disk, what is said, and what is left alone.

use super::program::program;

const UNTIDY: &str = "avoid   sauna\n\n\n  until +48h   # hot\nactivity sauna\"saunas\"";
const NEAT: &str = "avoid sauna until +48h  # hot\nactivity sauna \"saunas\"\n";
const BROKEN: &str = "avoid   sauna until 48h\n";

#[test]
fn files_are_written_in_their_layout_and_counted() {
    for arguments in ["fmt", "fmt --write a.care b.care"] {
        let text = program(arguments)
            .file("a.care", UNTIDY)
            .file("b.care", NEAT)
            .stdout("1 file formatted, 1 in the layout already\n")
            .file_after("a.care");
        assert_eq!(text, NEAT);
    }
    program("fmt").file("a.care", NEAT).stdout("1 file in the layout already\n").run();
}

#[test]
fn a_check_names_the_files_and_changes_nothing() {
    let text = program("fmt --check")
        .file("a.care", UNTIDY)
        .file("b.care", NEAT)
        .stdout("would format `a.care`\n")
        .stderr("1 file would be formatted, 1 in the layout already\n")
        .status(1)
        .file_after("a.care");
    assert_eq!(text, UNTIDY);
    program("fmt --check").file("a.care", NEAT).stderr("1 file in the layout already\n").run();
}

#[test]
fn a_diff_prints_what_would_change_and_changes_nothing() {
    let text = program("fmt --diff --check")
        .file("a.care", "avoid  sauna\n")
        .stdout("--- a.care\n+++ a.care\n@@ -1 +1 @@\n-avoid  sauna\n+avoid sauna\n")
        .stderr("1 file would be formatted\n")
        .status(1)
        .file_after("a.care");
    assert_eq!(text, "avoid  sauna\n");
    program("fmt --diff a.care").file("a.care", NEAT).stderr("1 file in the layout already\n").run();
}

#[test]
fn what_cannot_be_read_is_left_as_it_is_and_the_rest_is_written() {
    let run = |arguments: &str| program(arguments).file("a.care", UNTIDY).file("b.care", BROKEN).status(3);
    assert_eq!(run("fmt").stdout("1 file formatted\n").stderr_contains("b.care:1:21").file_after("b.care"), BROKEN);
    assert_eq!(run("fmt").stdout("1 file formatted\n").stderr_contains("C0120").file_after("a.care"), NEAT);
    program("fmt -").stdin(BROKEN).stderr_contains("C0120").status(3).run();
    program("fmt none.care")
        .stderr("error: cannot read `none.care`: there is no such file or folder\n")
        .status(3)
        .run();
    // What a file uses is not asked about.
    program("fmt a.care")
        .file("a.care", "use \"b.care\"\n")
        .file("b.care", BROKEN)
        .stdout("1 file in the layout already\n")
        .run();
}

#[test]
fn standard_input_is_laid_out_on_standard_output() {
    program("fmt -").stdin(UNTIDY).stdout(NEAT).run();
    program("fmt -").stdin("\u{FEFF}avoid  x\r\n").stdout("\u{FEFF}avoid x\r\n").run();
    program("fmt - --check --stdin-filename new.care")
        .stdin(UNTIDY)
        .stdout("would format `new.care`\n")
        .stderr("1 file would be formatted\n")
        .status(1)
        .run();
    program("fmt - --diff")
        .stdin("avoid  x\n")
        .stdout_contains("-avoid  x\n+avoid x\n")
        .stderr_contains("1 file")
        .status(1)
        .run();
    program("fmt - --write")
        .stdin("")
        .stderr("error: standard input cannot be written\n  help: leave out `--write`\n")
        .status(2)
        .run();
    program("fmt - a.care").stdin("").file("a.care", NEAT).stderr_contains("together with files").status(2).run();
}

#[test]
fn what_is_accepted_stays_accepted() {
    let untidy = "activity sauna\n \"saunas\"\n\n\navoid sauna\nuntil # about\n  +48h\nallow   sauna from +24h\naccept contradiction\n\n\"569m-2hz8ah\" because \"Both are meant.\"\n";
    let said = "no findings in 1 file, 1 accepted\n";
    program("check a.care").file("a.care", untidy).stdout(said).run();
    let neat = program("fmt a.care").file("a.care", untidy).stdout("1 file formatted\n").file_after("a.care");
    assert_ne!(neat, untidy);
    program("check a.care").file("a.care", &neat).stdout(said).run();
}
