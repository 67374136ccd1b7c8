//! Findings → drawn reports for a terminal, one a finding, with the marked lines of every file it touches, then the
//! summary. `miette` draws; it reads no file, no environment and no terminal here, and gets only what [`Excerpt`] shows.

use super::excerpt::{Excerpt, Line, Mark};
use super::{Style, Tally, occurs_in_words, one_line, several_lines, summary, witness_in_words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents,
    ThemeCharacters, ThemeStyles,
};
use std::fmt::{self, Display, Write as _};
use std::ops::Range;
use unicode_width::UnicodeWidthStr as _;

/// What stands before the further lines of a text under a report.
const INDENT: &str = "        ";

/// Each finding as a report, then the summary, and where to read more.
pub(super) fn render(findings: &[Diagnostic], tally: Tally, sources: &Sources, style: Style) -> String {
    let mut text: String = findings.iter().map(|finding| report(finding, sources, style) + "\n").collect();
    text.push_str(&summary(tally, sources));
    text.push('\n');
    if let Some(worst) = findings.iter().max_by_key(|finding| finding.severity) {
        let first = findings.iter().find(|finding| finding.severity == worst.severity).unwrap_or(worst);
        let _ = writeln!(text, "`carecheck explain {}` says more", first.code.id);
    }
    text
}

fn report(finding: &Diagnostic, sources: &Sources, style: Style) -> String {
    let report = Report {
        heading: format!("{}[{}] {}", finding.severity.word(), finding.code.id, finding.code.name),
        message: one_line(&finding.message),
        help: finding.help.as_deref().map(several_lines),
        severity: finding.severity,
        excerpt: Excerpt::of(finding, sources),
    };
    let theme = theme(finding.severity, &report.excerpt.marks, style);
    let key = theme.styles.help;
    let mut text = String::new();
    // Writing to a string fails only if the reader of the excerpt does; the place then still stands in the heading.
    let _ = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(1)
        .with_links(false)
        .without_syntax_highlighting()
        .render_report(&mut text, &report);
    let mut say = |what: &str, said: &str| {
        let _ = writeln!(text, "  {} {said}", key.style(format_args!("{what}:")));
    };
    if let Some(fix) = &finding.fix {
        let title = one_line(&fix.title);
        if !report.help.as_ref().is_some_and(|help| help.contains(&title)) {
            say(" fix", &title);
        }
    }
    if let Some(occurs) = finding.occurs {
        say("when", occurs_in_words(occurs));
    }
    if let Some(witness) = &finding.witness {
        say("case", &wrapped(&witness_in_words(witness), style.width));
        say(" see", &one_line(&witness.command));
    }
    match (&finding.accepted, finding.acceptance()) {
        (Some(reason), _) => say("kept", &one_line(reason)),
        (None, Some(acceptance)) => say("keep", &acceptance),
        (None, None) => {}
    }
    text
}

/// Text broken after commas, its further lines under the first.
fn wrapped(parts: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut column = INDENT.len();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 && column + part.width() + 2 > width {
            let _ = write!(text, ",\n{INDENT}");
            column = INDENT.len();
        } else if index > 0 {
            text.push_str(", ");
            column += 2;
        }
        text.push_str(part);
        column += part.width();
    }
    text
}

/// The place a finding is about in the colour of its severity, the others in one quiet colour.
fn theme(severity: Severity, marks: &[Mark], style: Style) -> GraphicalTheme {
    let mut styles = if style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let primary = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    };
    if !marks.is_empty() {
        styles.highlights = marks.iter().map(|mark| if mark.primary { primary } else { styles.help }).collect();
    }
    let characters = if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    GraphicalTheme { characters, styles }
}

/// A finding as `miette` wants it.
#[derive(Debug)]
struct Report {
    heading: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpt: Excerpt,
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.heading))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| {
            let words = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.range.start, mark.range.len());
            if mark.primary {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            }
        })))
    }
}

/// Lines of several files read as one text. Lines that are not neighbours in one file are never given together, so that
/// each part is framed on its own under its own file's name.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let holds = |line: &Line, at: usize| line.range.start <= at && at < line.range.end;
        let first = self.lines.iter().position(|line| holds(line, span.offset()));
        let last = self.lines.iter().position(|line| holds(line, end));
        let (Some(first), Some(last)) = (first, last) else { return Err(MietteError::OutOfBounds) };
        if !self.lines.get(first..=last).is_some_and(|lines| lines.windows(2).all(are_neighbours)) {
            return Err(MietteError::OutOfBounds);
        }
        let before = self.lines.get(..=first).unwrap_or_default().windows(2).rev();
        let first = first - before.take(lines_before).take_while(|pair| are_neighbours(pair)).count();
        let after = self.lines.get(last..).unwrap_or_default().windows(2);
        let last = last + after.take(lines_after).take_while(|pair| are_neighbours(pair)).count();
        let (Some(from), Some(to)) = (self.lines.get(first), self.lines.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        let mark = self.marks.iter().find(|mark| mark.range.start == span.offset());
        Ok(Box::new(Part {
            text: &self.text,
            file: &from.file,
            span: SourceSpan::from(from.range.start..to.range.end),
            line: from.number.saturating_sub(1) as usize,
            column: mark.map_or(0, |mark| mark.at.column.saturating_sub(1) as usize),
            lines: last - first + 1,
            range: from.range.start..to.range.end,
        }))
    }
}

fn are_neighbours(pair: &[Line]) -> bool {
    matches!(pair, [a, b] if a.file == b.file && a.number + 1 == b.number)
}

/// A part of an excerpt.
struct Part<'a> {
    text: &'a str,
    file: &'a str,
    span: SourceSpan,
    line: usize,
    column: usize,
    lines: usize,
    range: Range<usize>,
}

impl<'a> SpanContents<'a> for Part<'a> {
    fn data(&self) -> &'a [u8] {
        self.text.get(self.range.clone()).unwrap_or_default().as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(self.file)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.lines
    }
}
