//! Findings → text, in seven formats over the same plain data. What they share stands here: the summary, the words for
//! when a finding happens, and how text of a user is made safe to print.

mod excerpt;
mod github;
mod human;
mod json;
mod junit;
mod plain;
mod sarif;
mod short;

use crate::diagnostic::{Diagnostic, Occurs, Severity, Witness};
use crate::source::Sources;
use std::borrow::Cow;

pub(super) use junit::escaped as escaped_xml;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Drawn, with the lines of the file and marks under them.
    Human,
    /// In sentences without drawings, for screen readers.
    Plain,
    /// One line a finding: `file:line:column: severity[code]: message`.
    Short,
    /// `carecheck.findings/1`.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// JUnit's XML, for build servers.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// What the human format may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How wide a line may be, in columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
    /// Whether to draw frames with characters beyond ASCII.
    pub unicode: bool,
    /// Whether to list what is accepted too. In JSON it stands apart.
    pub accepted: bool,
}

/// Writes `findings` in `format`, in the order in which they are given. The result ends with a line end unless it is
/// empty, holds no control character of a user's text, and is the same for the same findings.
#[must_use]
pub fn render(format: Format, findings: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let tally = Tally::of(findings);
    let open = match tally.accepted {
        0 => Cow::Borrowed(findings),
        _ => findings.iter().filter(|finding| finding.accepted.is_none()).cloned().collect(),
    };
    let listed = if style.accepted { findings } else { &open };
    match format {
        Format::Human => human::render(listed, tally, sources, style),
        Format::Plain => plain::render(listed, tally, sources),
        Format::Short => short::render(listed, sources),
        Format::Json => json::render(findings, tally, sources),
        Format::Sarif => sarif::render(findings, sources),
        Format::Junit => junit::render(&open, sources),
        Format::Github => github::render(&open, sources),
    }
}

/// How many findings there are of each severity, and how many that are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    errors: usize,
    warnings: usize,
    notes: usize,
    accepted: usize,
}

impl Tally {
    fn of(findings: &[Diagnostic]) -> Tally {
        let open = || findings.iter().filter(|finding| finding.accepted.is_none());
        let count = |severity| open().filter(|finding| finding.severity == severity).count();
        Tally {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            accepted: findings.len() - open().count(),
        }
    }
}

/// `2 errors, 1 warning in 3 files, 1 accepted`
fn summary(tally: Tally, sources: &Sources) -> String {
    let mut parts: Vec<String> = [(tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note")]
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    let accepted = if tally.accepted > 0 { format!(", {} accepted", tally.accepted) } else { String::new() };
    format!("{} in {}{accepted}", parts.join(", "), counted(sources.iter().count(), "file"))
}

fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// When a finding happens, as a reader would say it.
fn occurs_in_words(occurs: Occurs) -> &'static str {
    match occurs {
        Occurs::Always => "for every treatment",
        Occurs::TimeOfDay => "only at some times of day of the treatment",
        Occurs::Date => "only for some dates of the treatment",
        Occurs::ClockChange => "only across a clock change",
        Occurs::Event => "only for some times of an event",
        Occurs::Facts => "only with some answers to the questions",
        Occurs::Range => "only in the part of a range that is left open",
        Occurs::Distance => "only if the two treatments are so far apart",
    }
}

/// `treated 2026-…`, `skin_irritated = no`, `healed = never`, `seen at 2026-…`
fn witness_in_words(witness: &Witness) -> Vec<String> {
    let mut parts = vec![format!("treated {}", witness.treated)];
    parts.extend(witness.given.iter().chain(&witness.events).map(|(name, value)| format!("{name} = {value}")));
    parts.push(format!("seen at {}", witness.at));
    parts.iter().map(|part| one_line(part)).collect()
}

/// The longest message that is printed whole, in characters: a file may hold a name of any length.
const MAX_MESSAGE: usize = 1_000;

/// Text on one line, safe to print and of bounded length.
pub(super) fn one_line(text: &str) -> String {
    let mut characters = text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { visible(c) });
    let mut line: String = characters.by_ref().take(MAX_MESSAGE).collect();
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

/// Text that may have several lines, each safe to print and of bounded length.
fn several_lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// The character that is printed for `c`, of the same length in bytes, so that offsets stay true. A control character
/// could give orders to the terminal; one that turns the direction of writing could show another text than is there.
fn visible(c: char) -> char {
    match c {
        '\t' => c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => '\u{FFFD}',
        _ if c.is_control() && c.len_utf8() == 1 => '?',
        _ if c.is_control() => '¿',
        _ => c,
    }
}
