//! `test`: what failed is drawn, for people and for build servers; an empty run is no success; files are watched.

use super::program::program;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

const SHEET: &str = "\
treatment peel \"Peel\" day 1
activity heat \"heat\"
activity sauna \"saunas\" is heat
activity makeup \"makeup\"
activity cream \"numbing cream\"
fact sore \"your skin is sore\" : yes/no
avoid heat until +48h
avoid sauna until +3d..+5d
avoid makeup from day 2 through day 4 when sore
allow makeup from day 5
allow cream before treatment

test \"a day\" treated 2026-11-23 14:00 Europe/Paris given sore = no {
  at +1h: heat avoided until +24h, sauna avoided until +3d
  at day 3 10:00: makeup avoided, cream allowed
  at day 9 10:00: sauna avoided, makeup allowed
}

test \"another\" treated 2026-11-23 14:00 Europe/Paris { at +1h: heat avoided }
";

#[test]
fn a_failure_is_drawn_on_the_line_of_time() {
    let output = program("test peel.care").file("peel.care", SHEET).output();
    insta::assert_snapshot!(output);
}

#[test]
fn a_rule_of_which_nobody_knows_whether_it_applies_says_its_condition() {
    let sheet = SHEET.replace("Europe/Paris given sore = no", "Europe/Paris");
    let output = program("test peel.care --filter day").file("peel.care", &sheet).output();
    assert!(output.contains("begins: peel.care:9 avoid makeup, if your skin is sore"), "{output}");
}

#[test]
fn a_filter_takes_names_of_tests_files_and_treatments() {
    let run = |filter: &str| {
        program(&format!("test --filter {filter}"))
            .file("peel.care", "treatment peel \"Peel\"\ntest \"one\" treated 2026-11-23 14:00 { at treatment: not contraindicated }\n")
            .file("other.care", "treatment wax \"Wax\"\ntest \"two\" treated 2026-11-23 14:00 { at treatment: not contraindicated }\n")
            .stdout("1 test in 2 files: all pass (1 expectation)\n")
            .run();
    };
    for filter in ["one", "wax", "other.care"] {
        run(filter);
    }
}

#[test]
fn an_empty_run_is_an_error_that_says_the_way_out() {
    let words = "activity sauna \"saunas\"\n";
    program("test")
        .file("words.care", words)
        .stderr_contains("error: there is no test to run")
        .stderr_contains("--allow-empty")
        .status(1)
        .run();
    program("test --filter nothing peel.care")
        .file("peel.care", SHEET)
        .stderr(
            "error: no test has `nothing` in its name, file or treatment\n  help: leave `--filter` out to run them all, or allow this with `--allow-empty`\n",
        )
        .status(1)
        .run();
    program("test --allow-empty").file("words.care", words).stdout("no tests in 1 file\n").run();
}

#[test]
fn build_servers_get_a_suite_for_each_file() {
    let xml = program("test peel.care --format junit").file("peel.care", SHEET).output();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(["name", "tests", "failures"].map(|name| suite.attribute(name).unwrap()), ["peel.care", "2", "1"]);
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.attribute("message"), Some("peel.care:14: at +1h: heat avoided until +24h"));
    assert!(failure.text().unwrap().contains("expected to end here"), "{xml}");
}

#[test]
fn standard_input_cannot_be_watched() {
    program("test - --watch").stdin(SHEET).stderr_contains("error: standard input cannot be watched").status(2).run();
}

#[test]
fn a_changed_file_is_tested_again() {
    let folder =
        program("test --allow-empty").file("sheets/peel.care", SHEET).stdout_contains("1 fails").status(1).run();
    let file = folder.path().join("sheets/peel.care");
    let mut watching = Command::new(env!("CARGO_BIN_EXE_carecheck"))
        .args(["test", "sheets/peel.care", "--watch"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut remarks = BufReader::new(watching.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(remarks.any(|line| line.contains("waiting for a rule file to change")));
    std::fs::write(&file, SHEET.replace("until +24h", "until +48h")).unwrap();
    assert!(remarks.any(|line| line == "note: `peel.care` has changed"));
    assert!(remarks.any(|line| line.contains("waiting for a rule file to change")));
    watching.kill().unwrap();
    let output = watching.wait_with_output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let counts: Vec<&str> = output.lines().filter(|line| line.contains("expectations)")).collect();
    assert_eq!(
        counts,
        [
            "2 tests in 1 file: 1 passes, 1 fails (4 of 7 expectations)",
            "2 tests in 1 file: 1 passes, 1 fails (3 of 7 expectations)"
        ]
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
}

const COVERED: &str = "\
treatment peel \"Peel\" day 1
activity heat \"heat\"
activity shower \"showers\" is heat
fact sore \"your skin is sore\" : yes/no
avoid heat until +48h except shower
allow heat from day 5
  when sore
test \"a day\" treated 2026-11-23 14:00 Europe/Paris given sore = yes {
  at +47h: heat avoided
}
";

#[test]
fn coverage_says_what_is_not_asked_about_and_the_line_that_would() {
    program("test --coverage a.care")
        .file("a.care", COVERED)
        .stdout(
            "1 test in 1 file: all pass (1 expectation)\n
coverage
  rules          1 of 2     50 %
  boundaries     0 of 2      0 %
  exceptions     0 of 1      0 %
  conditions     0 of 1      0 %
  all            1 of 6     16 %

not covered
  a.care:5: avoid heat: the end of `until +48h`
    no test asks from it on; add
      in \"a day\" (line 8): at +48h: heat not stated
  a.care:5: avoid heat: the exception `shower`
    no test asks inside it; add
      in \"a day\" (line 8): at treatment: shower not stated
  a.care:6: allow heat
    no test asks about it while it applies; add
      in \"a day\" (line 8): at day 5 00:00: heat allowed
  a.care:6: allow heat: its condition
    no test asks while it is true; add
      in \"a day\" (line 8): at day 5 00:00: heat allowed
    no test asks while it is false, and none has a case for it
  a.care:6: allow heat: the start of `from day 5`
    no test asks just before it; add
      in \"a day\" (line 8): at day 4 23:59: heat not stated
    no test asks from it on; add
      in \"a day\" (line 8): at day 5 00:00: heat allowed
",
        )
        .run();
}

#[test]
fn coverage_is_shown_of_tests_that_fail_too_and_stays_out_of_what_programs_read() {
    let failing = COVERED.replace("at +47h: heat avoided", "at +47h: heat allowed");
    program("test --coverage a.care").file("a.care", &failing).stdout_contains("not covered").status(1).run();
    program("test --coverage --format json a.care")
        .file("a.care", COVERED)
        .stdout_contains("carecheck.tests/1")
        .stderr_contains("not covered")
        .run();
}

#[test]
fn too_little_coverage_fails() {
    program("test --threshold 17 a.care")
        .file("a.care", COVERED)
        .stdout_contains("all pass")
        .stderr("error: 16 % of what counts is covered, and 17 % is asked for\n  help: `--coverage` says what is not covered\n")
        .status(1)
        .run();
    program("test --threshold 16 a.care").file("a.care", COVERED).stdout_contains("all pass").run();
    program("test --threshold 101 a.care").file("a.care", COVERED).stderr_contains("101").status(2).run();
}

#[test]
fn lcov_has_a_line_for_each_place_and_a_branch_for_each_side() {
    let written = program("test --lcov out.info a.care")
        .file("a.care", COVERED)
        .stdout_contains("all pass")
        .file_after("out.info");
    assert_eq!(
        written,
        "TN:\nSF:a.care\nBRDA:5,0,0,1\nBRDA:5,0,1,0\nBRDA:5,1,0,0\nBRDA:6,0,0,-\nBRDA:6,0,1,-\nBRDA:6,1,0,-\nBRDA:6,1,1,-\n\
         BRF:7\nBRH:1\nDA:5,2\nDA:6,0\nLF:2\nLH:1\nend_of_record\n"
    );
}
