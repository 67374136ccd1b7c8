//! The results of `test` blocks as `carecheck.tests/1`.

use serde::Serialize;

use super::super::json::{At, indented, instant};
use super::{Run, changes};
use crate::cases::Comparison;
use crate::evaluate::{Applies, Failure, Line, Outcome, RuleRef, TestResult};
use crate::time::{Edge, Stretch, tzdb_version};

/// The results as indented JSON with a line end.
#[must_use]
pub fn json(run: &Run<'_>) -> String {
    let results = run.results;
    let failed = results.iter().filter(|result| !result.passed()).count();
    indented(&Root {
        schema: "carecheck.tests/1",
        tzdb: tzdb_version(),
        tests: results.iter().map(test).collect(),
        stored: run.stored.iter().map(stored).collect(),
        summary: Summary {
            tests: results.len(),
            passed: results.len() - failed,
            failed,
            expectations: results.iter().map(|result| result.expectations).sum(),
            broken: results.iter().map(|result| result.failures.len()).sum(),
            stored: run.stored.len(),
            changed: run.stored.iter().filter(|one| !one.is_same()).count(),
        },
    })
}

#[derive(Serialize)]
struct Root<'r> {
    schema: &'static str,
    tzdb: &'static str,
    tests: Vec<Test<'r>>,
    stored: Vec<Stored<'r>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    tests: usize,
    passed: usize,
    failed: usize,
    expectations: usize,
    broken: usize,
    stored: usize,
    changed: usize,
}

/// A sheet and what is stored of it.
#[derive(Serialize)]
struct Stored<'r> {
    sheet: &'r str,
    stored_in: &'r str,
    same: bool,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct Test<'r> {
    name: &'r str,
    at: Place<'r>,
    treated: String,
    passed: bool,
    expectations: usize,
    failures: Vec<Failed<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    file: &'r str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Failed<'r> {
    at: Place<'r>,
    written: &'r str,
    asked: Option<String>,
    target: Option<&'r str>,
    expected: Option<Expected>,
    actual: Option<Actual>,
    because: Vec<Because<'r>>,
    missing: &'r [String],
}

#[derive(Serialize)]
struct Expected {
    answer: &'static str,
    until: Option<Until>,
}

/// Equal unless the test gives a range; `null` is open.
#[derive(Serialize)]
struct Until {
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Serialize)]
struct Actual {
    answer: &'static str,
    possible: Vec<&'static str>,
    until: Option<String>,
    next: Option<&'static str>,
}

#[derive(Serialize)]
struct Because<'r> {
    rule: &'r str,
    name: Option<&'r str>,
    source: Option<&'r str>,
    at: At<'r>,
}

fn stored(one: &Comparison) -> Stored<'_> {
    Stored { sheet: &one.sheet, stored_in: &one.stored_in, same: one.is_same(), changes: changes(one) }
}

fn test(result: &TestResult) -> Test<'_> {
    Test {
        name: &result.name,
        at: place(&result.at),
        treated: instant(&result.treated),
        passed: result.passed(),
        expectations: result.expectations,
        failures: result.failures.iter().map(failed).collect(),
    }
}

fn place(line: &Line) -> Place<'_> {
    Place { file: &line.file, line: line.line, column: line.column }
}

fn failed(failure: &Failure) -> Failed<'_> {
    let nothing = Failed {
        at: place(&failure.at),
        written: &failure.written,
        asked: failure.asked.as_ref().map(instant),
        target: None,
        expected: None,
        actual: None,
        because: Vec::new(),
        missing: &[],
    };
    match &failure.outcome {
        Outcome::Answer { target, expected, expected_until, actual, .. } => Failed {
            target: Some(target),
            expected: Some(Expected { answer: expected.word(), until: expected_until.as_ref().map(until) }),
            actual: Some(Actual {
                answer: actual.answer.word(),
                possible: actual.possible.iter().map(|answer| answer.word()).collect(),
                until: edge(&actual.until),
                next: actual.next.map(|next| next.word()),
            }),
            because: actual.because.iter().map(|reason| because(&reason.rule)).collect(),
            missing: &actual.missing,
            ..nothing
        },
        Outcome::Contraindicated { expected, actual, because: rules, missing } => {
            let word = |so| if so { "contraindicated" } else { "not contraindicated" };
            let possible = match actual {
                Applies::Yes => vec![word(true)],
                Applies::No => vec![word(false)],
                Applies::Depends => vec![word(true), word(false)],
            };
            let answer = if let [only] = possible.as_slice() { only } else { "depends" };
            Failed {
                expected: Some(Expected {
                    answer: match expected {
                        Applies::Yes => word(true),
                        Applies::No => word(false),
                        Applies::Depends => "depends",
                    },
                    until: None,
                }),
                actual: Some(Actual { answer, possible, until: None, next: None }),
                because: rules.iter().map(because).collect(),
                missing,
                ..nothing
            }
        }
        Outcome::Stated { expected, actual, because: rules, missing } => {
            let word = |so| if so { "said" } else { "not said" };
            let possible = match actual {
                Applies::Yes => vec![word(true)],
                Applies::No => vec![word(false)],
                Applies::Depends => vec![word(true), word(false)],
            };
            let answer = if let [only] = possible.as_slice() { only } else { "depends" };
            Failed {
                expected: Some(Expected { answer: word(*expected), until: None }),
                actual: Some(Actual { answer, possible, until: None, next: None }),
                because: rules.iter().map(because).collect(),
                missing,
                ..nothing
            }
        }
        Outcome::Part { part, expected } => {
            let word = |so| if so { "in part" } else { "not in part" };
            let answer = word(!expected);
            Failed {
                target: Some(part),
                expected: Some(Expected { answer: word(*expected), until: None }),
                actual: Some(Actual { answer, possible: vec![answer], until: None, next: None }),
                ..nothing
            }
        }
        Outcome::NoInstant { missing } => Failed { missing, ..nothing },
    }
}

fn because(rule: &RuleRef) -> Because<'_> {
    Because { rule: &rule.id, name: rule.name.as_deref(), source: rule.source.as_deref(), at: At::of(rule) }
}

fn until(stretch: &Stretch) -> Until {
    Until { earliest: edge(&stretch.start), latest: edge(&stretch.end) }
}

fn edge(edge: &Edge) -> Option<String> {
    edge.instant().map(instant)
}
