//! Sheets as a clinic writes them, a treatment and what is known → the answers and the plan.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on may stop")]

#[path = "evaluate/sheet.rs"]
mod sheet;

use sheet::{Sheet, rules};

/// Every `test` block of the rules that come with carecheck holds.
#[test]
fn the_rules_that_come_with_it_mean_what_their_tests_say() {
    let sheet = rules("default.care");
    assert!(sheet.model.tests.len() > 10);
    for test in &sheet.model.tests {
        let result = carecheck::evaluate::run_test(&sheet.model, &sheet.sources, test).unwrap();
        assert!(result.passed(), "{}: {:#?}", result.name, result.failures);
    }
}

#[test]
fn elapsed_hours_and_calendar_days_part_at_a_clock_change() {
    let sheet = Sheet::new("avoid sauna until +48h\navoid jacuzzi until +2d");
    let case = sheet.case("2026-03-07T10:00[America/New_York]", "");
    insta::assert_snapshot!(sheet.ask(&case, "sauna", "+1h"), @"avoided until 2026-03-09T11:00:00-04:00[America/New_York], then not stated; rules 1");
    insta::assert_snapshot!(sheet.ask(&case, "jacuzzi", "+1h"), @"avoided until 2026-03-09T10:00:00-04:00[America/New_York], then not stated; rules 2");
}
