//! Real sheets as their readers see them: what `check` finds in each, and the plan for a treatment on a Monday afternoon
//! in Paris. The findings are the sheets' own; nothing is smoothed over.
#![cfg(test)]

use assert_cmd::Command;

fn carecheck(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("carecheck")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn findings_and_plan(file: &str) -> String {
    let findings = carecheck(&["check", "--format", "short", file]);
    let plan = carecheck(&["eval", file, "--treated", "2026-11-23T14:00", "--tz", "Europe/Paris"]);
    format!("# check\n\n{findings}\n# eval\n\n{plan}")
}

#[test]
fn every_sheet_has_its_findings_and_its_plan() {
    insta::glob!("sheets/*.care", |path| {
        let file = format!("tests/sheets/{}", path.file_name().unwrap().to_str().unwrap());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("sheet", findings_and_plan(&file));
        });
    });
}

#[test]
fn the_seed_has_its_findings_and_its_plan() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("sheet@default.care", findings_and_plan("rules/default.care"));
    });
}

#[test]
fn every_protocol_of_the_rules_has_its_findings_and_its_plan() {
    for file in ["laser_hair_removal.care", "permanent_brows.care"] {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("sheet@{file}"), findings_and_plan(&format!("rules/{file}")));
        });
    }
}

#[test]
fn the_rules_are_clean_but_for_the_one_open_place_of_the_seed() {
    insta::assert_snapshot!(carecheck(&["check", "--format", "short", "--deny-warnings", "rules"]), @"rules/default.care:125:21: note[C0404]: nothing is said about `makeup` between +48h, when the ban ends, and day 5, from when it is allowed");
}

#[test]
fn the_tests_in_the_rules_and_sheets_pass() {
    insta::assert_snapshot!(carecheck(&["test", "rules", "tests/sheets"]), @"
    30 tests in 30 files: all pass (188 expectations)
    3 stored plans: nothing has changed; `carecheck snapshot` stores those of the other sheets
    ");
}
