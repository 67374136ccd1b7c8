//! The results of `test` blocks as JUnit's XML, which build servers show: a suite for each file, a case for each test.

use super::{Run, plainly};
use crate::evaluate::TestResult;
use crate::render::findings::{escaped_xml, one_line};
use std::fmt::Write as _;

/// The whole document, with a line end.
#[must_use]
pub fn junit(run: &Run<'_>) -> String {
    let failed = |results: &[&TestResult]| results.iter().filter(|result| !result.passed()).count();
    let mut files: Vec<(&str, Vec<&TestResult>)> = Vec::new();
    for result in run.results {
        match files.iter_mut().find(|(file, _)| *file == result.at.file) {
            Some((_, results)) => results.push(result),
            None => files.push((&result.at.file, vec![result])),
        }
    }
    let all: Vec<&TestResult> = run.results.iter().collect();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"carecheck\" tests=\"{}\" failures=\"{}\">\n",
        all.len(),
        failed(&all)
    );
    for (file, results) in files {
        let name = escaped_xml(&one_line(file));
        let (tests, failures) = (results.len(), failed(&results));
        let _ = writeln!(xml, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">");
        results.iter().for_each(|result| case(&mut xml, result, &name));
        xml.push_str("  </testsuite>\n");
    }
    xml + "</testsuites>\n"
}

fn case(xml: &mut String, result: &TestResult, file: &str) {
    let name = escaped_xml(&one_line(&result.name));
    let opening = format!("    <testcase name=\"{name}\" classname=\"{file}\"");
    let Some(first) = result.failures.first() else {
        let _ = writeln!(xml, "{opening}/>");
        return;
    };
    let message = escaped_xml(&one_line(&format!("{}:{}: {}", first.at.file, first.at.line, first.written)));
    let told = escaped_xml(&plainly(result));
    let _ = writeln!(
        xml,
        "{opening}>\n      <failure type=\"expectation\" message=\"{message}\">{told}</failure>\n    </testcase>"
    );
}
