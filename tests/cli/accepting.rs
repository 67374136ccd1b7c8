//! Findings that stay: accepted in the text, or listed in a baseline.

use super::program::program;
use std::fs;

const CLASH: &str = "\
activity sauna \"saunas\"
avoid sauna until +48h
allow sauna from +24h
";
const ACCEPTED: &str = "accept contradiction \"569m-2hz8ah\" because \"Both are meant.\"\n";
const SHORT: &str = "a.care:3:7: error[C0401]: `sauna` is both allowed and avoided from +24h to +48h\n";

fn accepted() -> String {
    CLASH.to_owned() + ACCEPTED
}

#[test]
fn a_finding_says_how_to_keep_it() {
    program("check a.care")
        .file("a.care", CLASH)
        .stdout_contains("\n  keep: accept contradiction \"569m-2hz8ah\" because \"…\"\n")
        .status(1)
        .run();
    program("check --format plain a.care")
        .file("a.care", CLASH)
        .stdout_contains("\n  to keep it: accept contradiction \"569m-2hz8ah\" because \"…\"\n")
        .status(1)
        .run();
    program("check --format json a.care")
        .file("a.care", CLASH)
        .stdout_contains("\"digest\": \"569m-2hz8ah\"")
        .stdout_contains(r#""accept": "accept contradiction \"569m-2hz8ah\" because \"…\"""#)
        .status(1)
        .run();
}

#[test]
fn what_is_accepted_is_counted_apart_and_listed_on_demand() {
    program("check --fail-on note a.care")
        .file("a.care", &accepted())
        .stdout("no findings in 1 file, 1 accepted\n")
        .run();
    program("check --format short a.care").file("a.care", &accepted()).stdout("").run();
    program("check --format short --show-accepted a.care")
        .file("a.care", &accepted())
        .stdout(&SHORT.replace('\n', " (accepted: Both are meant.)\n"))
        .run();
    program("check --show-accepted a.care")
        .file("a.care", &accepted())
        .stdout_contains("\n  kept: Both are meant.\n")
        .stdout_contains("no findings in 1 file, 1 accepted\n")
        .run();
    let json = program("check --format json a.care").file("a.care", &accepted()).output();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
    assert_eq!(json["findings"], serde_json::json!([]));
    assert_eq!(json["accepted"][0]["reason"], "Both are meant.");
    assert_eq!(json["summary"]["accepted"], 1);
}

#[test]
fn what_is_accepted_changes_no_plan_and_no_answer() {
    for verb in ["eval a.care", "ask a.care sauna"] {
        let arguments = format!("{verb} --treated 2026-11-23T14:00 --now 2026-11-24T14:00 --tz Europe/Paris");
        let arguments = if verb.starts_with("ask") { arguments.replace("--now", "--at") } else { arguments };
        let plain = program(&arguments).file("a.care", CLASH).output();
        assert_eq!(program(&arguments).file("a.care", &accepted()).output(), plain);
        assert!(!plain.is_empty());
    }
}

#[test]
fn a_baseline_holds_back_what_it_lists() {
    let wrote = "note: wrote 1 finding to `known.json`\n";
    let folder =
        program("check --format short --write-baseline known.json a.care").file("a.care", CLASH).stderr(wrote).run();
    program("check --format short --baseline known.json a.care")
        .inside(&folder)
        .stderr("note: 1 finding of `known.json` is not reported\n")
        .run();
    // It can be written again, and holds the same.
    program("check --format short --write-baseline known.json a.care").inside(&folder).stderr(wrote).run();
    // Another layout is the same finding, another time is not.
    program("check --format short --baseline known.json a.care")
        .inside(&folder)
        .file("a.care", "# All of it\nallow sauna from +24h\nactivity sauna \"hot rooms\"\navoid sauna until +48h\n")
        .stderr("note: 1 finding of `known.json` is not reported\n")
        .run();
    program("check --format short --baseline known.json a.care")
        .inside(&folder)
        .file("a.care", &CLASH.replace("+48h", "+72h"))
        .stdout(&SHORT.replace("+48h", "+72h"))
        .stderr(
            "note: `known.json` lists what is not found any more; write it anew with `--write-baseline known.json`\n  \
             contradiction 569m-2hz8ah\n",
        )
        .status(1)
        .run();
}

#[test]
fn a_baseline_is_one_and_replaces_nothing_else() {
    program("check --baseline none.json a.care")
        .file("a.care", CLASH)
        .stderr_contains("error: cannot read the baseline `none.json`: there is no such file or folder\n")
        .status(3)
        .run();
    for text in ["", "{}", "[1", r#"{"schema": "carecheck.baseline/1", "findings": [{}]}"#] {
        program("check --baseline known.json a.care")
            .file("a.care", CLASH)
            .file("known.json", text)
            .stderr_contains("error: cannot read the baseline `known.json`: it is no baseline: ")
            .status(3)
            .run();
    }
    program("check --baseline known.json a.care")
        .file("a.care", CLASH)
        .file("known.json", r#"{"schema": "carecheck.baseline/9", "findings": []}"#)
        .stderr_contains("its schema is `carecheck.baseline/9`, not `carecheck.baseline/1`\n")
        .status(3)
        .run();
    program("check --write-baseline a.care a.care")
        .file("a.care", CLASH)
        .stderr_contains("error: `a.care` exists and is no baseline; it is left as it is\n")
        .status(2)
        .run();
    program("check --format short --write-baseline known.json a.care")
        .file("a.care", "avoid sauna until 48h\n")
        .stdout_contains("C0120")
        .stderr("note: no baseline is written, because not everything could be read\n")
        .status(3)
        .run();
}

#[test]
fn a_baseline_reads_as_what_it_is() {
    let folder = program("check --write-baseline known.json a.care")
        .file("a.care", CLASH)
        .stdout("no findings in 1 file\n")
        .stderr("note: wrote 1 finding to `known.json`\n")
        .run();
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("known.json")).unwrap_or_default(), @r#"
    {
      "schema": "carecheck.baseline/1",
      "findings": [
        {
          "finding": "contradiction",
          "digest": "569m-2hz8ah",
          "message": "`sauna` is both allowed and avoided from +24h to +48h"
        }
      ]
    }
    "#);
}

#[test]
fn what_accepts_nothing_is_removed_with_its_line() {
    let lapsed = format!("{ACCEPTED}activity sauna \"saunas\"\navoid sauna until +48h\n");
    let text =
        program("fix a.care").file("a.care", &lapsed).stdout_contains("mended[C0420]: remove it").file_after("a.care");
    assert_eq!(text, "activity sauna \"saunas\"\navoid sauna until +48h\n");
}

#[test]
fn a_name_is_guessed_only_where_it_is_near() {
    let guess = |name: &str| format!("{CLASH}accept {name} \"569m-2hz8ah\" because \"Both are meant.\"\n");
    program("check --format short a.care")
        .file("a.care", &guess("contradicton"))
        .stdout_contains("did you mean `contradiction`?")
        .status(1)
        .run();
    program("check --format short a.care")
        .file("a.care", &guess("foo"))
        .stdout_contains("`foo` is no finding that can be accepted\n")
        .status(1)
        .run();
}
