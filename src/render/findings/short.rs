//! Findings → one line each, `file:line:column: severity[code]: message`, as compilers write them and editors read them.

use super::one_line;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// One line a finding; columns count characters from 1. A finding without a place has no position.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    findings.iter().map(|finding| line(finding, sources)).collect()
}

fn line(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.place().map_or_else(String::new, |place| {
        let file = sources.file(place.file);
        let at = file.line_column(place.span.start);
        format!("{}:{}:{}: ", one_line(file.name()), at.line, at.column)
    });
    let (severity, code, message) = (finding.severity.word(), finding.code.id, one_line(&finding.message));
    let accepted = finding.accepted.as_ref().map(|reason| format!(" (accepted: {})", one_line(reason)));
    format!("{place}{severity}[{code}]: {message}{}\n", accepted.unwrap_or_default())
}
