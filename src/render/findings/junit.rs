//! Findings → JUnit's XML, which build servers show as test results: a suite for each file, a failed test for each error
//! and warning. A note fails nothing; it is written out under a test that passes. A file without findings passes one test.

use super::{one_line, plain, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, Sources};
use std::collections::BTreeMap;

/// The whole document, with a line end.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    let mut suites: BTreeMap<Option<FileId>, Vec<&Diagnostic>> =
        sources.iter().map(|(id, _)| (Some(id), Vec::new())).collect();
    for finding in findings {
        suites.entry(finding.place().map(|place| place.file)).or_default().push(finding);
    }
    let tests: usize = suites.values().map(|findings| findings.len().max(1)).sum();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"carecheck\" tests=\"{tests}\" failures=\"{}\">\n",
        failures(findings.iter()),
    );
    // What has no place comes first, as in every other format.
    for (file, findings) in suites {
        xml.push_str(&suite(file, &findings, sources));
    }
    xml + "</testsuites>\n"
}

fn suite(file: Option<FileId>, findings: &[&Diagnostic], sources: &Sources) -> String {
    let name = escaped(&one_line(file.map_or("carecheck", |file| sources.file(file).name())));
    let cases: String = match findings {
        [] => format!("    <testcase name=\"no findings\" classname=\"{name}\"/>\n"),
        _ => findings.iter().map(|finding| case(finding, &name, sources)).collect(),
    };
    format!(
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\">\n{cases}  </testsuite>\n",
        findings.len().max(1),
        failures(findings.iter().copied()),
    )
}

fn case(finding: &Diagnostic, file: &str, sources: &Sources) -> String {
    let at = finding.place().map(|place| sources.file(place.file).line_column(place.span.start));
    let at = at.map_or_else(String::new, |at| format!(" {}:{}", at.line, at.column));
    let (id, name, message) = (finding.code.id, finding.code.name, escaped(&one_line(&finding.message)));
    let text = escaped(&plain::paragraph(finding, sources));
    let inner = match finding.severity {
        Severity::Note => format!("      <system-out>{text}</system-out>\n"),
        severity => {
            format!("      <failure type=\"{}\" message=\"{message}\">{text}</failure>\n", severity.word())
        }
    };
    format!("    <testcase name=\"{id} {name}{at}\" classname=\"{file}\">\n{inner}    </testcase>\n")
}

fn failures<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> usize {
    findings.filter(|finding| finding.severity > Severity::Note).count()
}

/// Text for an element or an attribute. Some characters cannot stand in XML at all, not even escaped.
pub(in crate::render) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c => escaped.push(visible(c)),
        }
    }
    escaped
}
