//! Findings → sentences, one thing a line, without drawings, colours or columns that carry meaning: what a screen
//! reader reads aloud and what survives in an e-mail.

use super::excerpt::{Excerpt, Mark};
use super::{Tally, occurs_in_words, one_line, summary, witness_in_words};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use std::fmt::Write as _;

/// Each finding as a paragraph, then the summary.
pub(super) fn render(findings: &[Diagnostic], tally: Tally, sources: &Sources) -> String {
    let mut text: String = findings.iter().map(|finding| paragraph(finding, sources) + "\n").collect();
    text.push_str(&summary(tally, sources));
    text.push('\n');
    text
}

pub(super) fn paragraph(finding: &Diagnostic, sources: &Sources) -> String {
    let excerpt = Excerpt::of(finding, sources);
    let (severity, code, name) = (finding.severity.word(), finding.code.id, finding.code.name);
    let mut lines = vec![format!("{severity} {code} {name}: {}", one_line(&finding.message))];
    let (primary, others): (Vec<&Mark>, Vec<&Mark>) = excerpt.marks.iter().partition(|mark| mark.primary);
    for mark in primary.into_iter().chain(others) {
        lines.extend(place(mark, &excerpt));
    }
    let mut say = |what: &str, text: &str| {
        let mut rest = text.lines();
        lines.push(format!("  {what}: {}", one_line(rest.next().unwrap_or_default())));
        lines.extend(rest.map(|line| format!("    {}", one_line(line))));
    };
    if let Some(help) = &finding.help {
        say("help", help);
    }
    if let Some(fix) = &finding.fix {
        say("fix", &fix.title);
    }
    if let Some(occurs) = finding.occurs {
        say("happens", occurs_in_words(occurs));
    }
    if let Some(witness) = &finding.witness {
        say("for example", &witness_in_words(witness).join(", "));
        say("to see it", &witness.command);
    }
    match (&finding.accepted, finding.acceptance()) {
        (Some(reason), _) => say("accepted because", reason),
        (None, Some(acceptance)) => say("to keep it", &acceptance),
        (None, None) => {}
    }
    lines.join("\n") + "\n"
}

/// Where a mark is, its words, and the line it stands in.
fn place(mark: &Mark, excerpt: &Excerpt) -> Vec<String> {
    let Some(line) = excerpt.lines.iter().rev().find(|line| line.range.start <= mark.range.start) else {
        return Vec::new();
    };
    let mut at = format!("  in {}, line {}, column {}", line.file, mark.at.line, mark.at.column);
    let marked = excerpt.text.get(mark.range.clone()).unwrap_or_default();
    if !marked.is_empty() && !marked.contains('\n') {
        let _ = write!(at, ", at `{marked}`");
    }
    if !mark.text.is_empty() {
        let _ = write!(at, ": {}", mark.text);
    }
    let text = excerpt.text.get(line.range.clone()).unwrap_or_default().trim();
    if text.is_empty() { vec![at] } else { vec![at, format!("    the line is: {text}")] }
}
