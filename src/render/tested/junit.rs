//! The results of `test` blocks as JUnit's XML, which build servers show: a suite for each file, a case for each test and one
//! for what is stored.

use super::{Run, changes, plainly};
use crate::evaluate::TestResult;
use crate::render::findings::{escaped_xml, one_line};
use std::fmt::Write as _;

/// The whole document, with a line end.
#[must_use]
pub fn junit(run: &Run<'_>) -> String {
    let mut suites: Vec<(&str, Suite)> = Vec::new();
    let mut add = |file, name: &str, failure| {
        let index = suites.iter().position(|(known, _)| *known == file).unwrap_or_else(|| {
            suites.push((file, Suite::default()));
            suites.len() - 1
        });
        if let Some((_, suite)) = suites.get_mut(index) {
            suite.add(file, name, failure);
        }
    };
    for result in run.results {
        add(&result.at.file, &result.name, failure(result));
    }
    for one in run.stored {
        let told = (!one.is_same()).then(|| {
            let changes = changes(one);
            (changes.first().cloned().unwrap_or_default(), changes.join("\n"))
        });
        add(&one.sheet, "the stored plan", told);
    }
    let (tests, failures) =
        suites.iter().fold((0, 0), |(tests, failures), (_, suite)| (tests + suite.tests, failures + suite.failures));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"carecheck\" tests=\"{tests}\" failures=\"{failures}\">\n",
    );
    for (file, Suite { tests, failures, cases }) in suites {
        let name = text(file);
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">\n{cases}  </testsuite>"
        );
    }
    xml + "</testsuites>\n"
}

/// The cases of one file.
#[derive(Default)]
struct Suite {
    tests: usize,
    failures: usize,
    cases: String,
}

impl Suite {
    /// Adds a case; one that failed with a line that says so, and all of it.
    fn add(&mut self, file: &str, name: &str, failure: Option<(String, String)>) {
        self.tests += 1;
        let opening = format!("    <testcase name=\"{}\" classname=\"{}\"", text(name), text(file));
        let Some((message, told)) = failure else {
            let _ = writeln!(self.cases, "{opening}/>");
            return;
        };
        self.failures += 1;
        let (message, told) = (text(&message), escaped_xml(&told));
        let _ = writeln!(
            self.cases,
            "{opening}>\n      <failure type=\"expectation\" message=\"{message}\">{told}</failure>\n    </testcase>"
        );
    }
}

fn failure(result: &TestResult) -> Option<(String, String)> {
    let first = result.failures.first()?;
    Some((format!("{}:{}: {}", first.at.file, first.at.line, first.written), plainly(result)))
}

fn text(text: &str) -> String {
    escaped_xml(&one_line(text))
}
