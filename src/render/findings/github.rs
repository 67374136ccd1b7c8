//! Findings → workflow commands of GitHub Actions, one line each, which the site shows beside the changed lines.

use super::{one_line, several_lines};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Place, Sources};
use std::fmt::Write as _;

/// One command a finding: `::error file=…,line=…,…::message`.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    findings.iter().map(|finding| command(finding, sources)).collect()
}

fn command(finding: &Diagnostic, sources: &Sources) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = finding.place().map_or_else(String::new, |place| position(place, sources));
    let _ = write!(properties, "title={}", property(&format!("{} {}", finding.code.id, finding.code.name)));
    format!("::{level} {properties}::{}\n", data(&message(finding, sources)))
}

/// Where, with a comma behind it. The site takes columns only within one line.
fn position(place: Place, sources: &Sources) -> String {
    let file = sources.file(place.file);
    let (start, end) = (file.line_column(place.span.start), file.line_column(place.span.end));
    let mut position = format!("file={},line={},endLine={},", property(&one_line(file.name())), start.line, end.line);
    if start.line == end.line {
        let _ = write!(position, "col={},endColumn={},", start.column, end.column);
    }
    position
}

/// The message, then the other places, then what to do, a line each.
fn message(finding: &Diagnostic, sources: &Sources) -> String {
    let mut lines = vec![one_line(&finding.message)];
    for label in finding.labels.iter().filter(|label| !label.primary) {
        let file = sources.file(label.place.file);
        let line = file.line_column(label.place.span.start).line;
        lines.push(format!("{}:{line}: {}", one_line(file.name()), one_line(&label.text)));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("help: {}", several_lines(help)));
    }
    if let Some(witness) = &finding.witness {
        lines.push(format!("to see it: {}", one_line(&witness.command)));
    }
    lines.join("\n")
}

/// What stands behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
