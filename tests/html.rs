//! The patient's page of the sheet in `rules/`, as a browser gets it, and what it must never have: a script, an address
//! that is asked, a rule's name. How it looks and prints is tested in a browser (`tests/page`).
#![cfg(test)]

use std::process::Command;

fn eval(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_carecheck"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args(["eval", "rules/default.care", "--treated", "2026-11-23T14:00", "--tz", "Europe/Paris"])
        .args(arguments.split_whitespace())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page without the style and the picture, which are tested by looking at them.
fn words(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (body, rest) = rest.split_once("<section class=\"picture\"").unwrap();
    let (_, foot) = rest.split_once("</section>").unwrap();
    format!("{head}{}{}", body.trim_start(), foot.trim_start())
}

#[test]
fn the_page_of_the_default_sheet() {
    let page = eval("--format html --clinic tests/page/clinic.toml");
    insta::assert_snapshot!(words(&page));
}

#[test]
fn the_page_on_the_day_after() {
    insta::assert_snapshot!(words(&eval("--format html --now 2026-11-24T09:00")));
}

#[test]
fn the_picture_of_the_default_sheet() {
    insta::assert_snapshot!(eval("--format svg --now 2026-11-24T09:00"));
}

#[test]
fn a_page_asks_nobody_and_runs_nothing() {
    for arguments in ["--format html", "--format html --view clinician --clinic tests/page/clinic.toml"] {
        let page = eval(arguments);
        for word in ["<script", "src=", "url(http", "@import", "<link", "<img", "<form", "<iframe"] {
            assert!(!page.contains(word), "{arguments}: {word}");
        }
        assert!(!page.split(" on").skip(1).any(is_handler), "{arguments}");
        assert!(page.contains("default-src 'none'"));
    }
}

/// Whether what follows `on` is the rest of an attribute that runs a script.
fn is_handler(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_ascii_lowercase()).starts_with('=')
}

#[test]
fn a_patient_sees_no_rule_and_a_clinician_sees_each() {
    let (patient, clinician) = (eval("--format html"), eval("--format html --view clinician"));
    let text = eval("--format text --view clinician");
    for name in ["first_48h", "rules/default.care:", "--given"] {
        assert!(!words(&patient).contains(name), "{name}");
        assert!(words(&clinician).contains(name), "{name}");
        assert!(text.contains(name), "{name}");
    }
    assert!(!patient.contains("default.care"));
}
