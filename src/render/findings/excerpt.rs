//! The lines of the files that one finding shows, copied out so that a report stays small: the lines of its labels, one
//! line around each that is not blank, long lines cut down to what is marked. Knows nothing of how they are drawn.

use super::{one_line, visible};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{FileId, LineColumn, SourceFile, Sources, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// The longest line that is shown whole, in bytes.
const MAX_LINE: usize = 400;
/// How much is kept on each side of a mark in a line that is cut, in bytes.
const AROUND: usize = 60;
/// How much of a mark is kept in a line that is cut, in bytes.
const MAX_MARK: usize = 120;
/// A label over more lines than this marks its first line only.
const MAX_LABEL_LINES: u32 = 8;
/// What stands for a part that was cut out.
const CUT: &str = "…";

/// Lines of one or more files, and what is marked in them.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// The lines, each with a line feed: the file of the primary label first.
    pub(super) text: String,
    /// Where each line of `text` comes from.
    pub(super) lines: Vec<Line>,
    /// The labels, in the order of `text`.
    pub(super) marks: Vec<Mark>,
}

/// A line of an [`Excerpt`].
#[derive(Debug)]
pub(super) struct Line {
    /// The name of its file, safe to print.
    pub(super) file: String,
    /// Its number in that file, from 1.
    pub(super) number: u32,
    /// Its bytes in the text of the excerpt, with its line feed.
    pub(super) range: Range<usize>,
}

/// A label of an [`Excerpt`].
#[derive(Debug)]
pub(super) struct Mark {
    /// Its bytes in the text of the excerpt.
    pub(super) range: Range<usize>,
    /// Where it starts in its file.
    pub(super) at: LineColumn,
    /// Its words; may be empty.
    pub(super) text: String,
    /// Whether the finding is about this place.
    pub(super) primary: bool,
}

impl Excerpt {
    /// What `finding` shows.
    pub(super) fn of(finding: &Diagnostic, sources: &Sources) -> Excerpt {
        let mut excerpt = Excerpt::default();
        for id in files(finding) {
            let labels: Vec<&Label> = finding.labels.iter().filter(|label| label.place.file == id).collect();
            excerpt.add(sources.file(id), &labels);
        }
        excerpt.marks.sort_by_key(|mark| mark.range.start);
        excerpt
    }

    fn add(&mut self, file: &SourceFile, labels: &[&Label]) {
        let shown: Vec<Shown> = labels.iter().map(|label| Shown::of(label.place.span, file)).collect();
        let last = file.line_column(u32::MAX).line;
        let wanted: BTreeSet<u32> = shown
            .iter()
            .flat_map(|shown| {
                let around = [shown.first.saturating_sub(1).max(1), shown.last.saturating_add(1).min(last)];
                let around = around.into_iter().filter(|&number| !file.line(number).trim().is_empty());
                around.chain(shown.first..=shown.last)
            })
            .collect();
        let mut ends = vec![(0, 0); shown.len()];
        for number in wanted {
            let cut = Cut::of(file, number, &shown);
            let start = self.text.len();
            for (shown, ends) in shown.iter().zip(&mut ends) {
                if shown.first == number {
                    ends.0 = start + cut.place(shown.span.start);
                }
                if shown.last == number {
                    ends.1 = start + cut.place(shown.span.end);
                }
            }
            self.text.push_str(&cut.text);
            self.text.push('\n');
            self.lines.push(Line { file: one_line(file.name()), number, range: start..self.text.len() });
        }
        self.marks.extend(labels.iter().zip(&shown).zip(ends).map(|((label, shown), (start, end))| Mark {
            range: start..end.max(start),
            at: file.line_column(shown.span.start),
            text: one_line(&label.text),
            primary: label.primary,
        }));
    }
}

/// The files of a finding, each once, that of the primary label first.
fn files(finding: &Diagnostic) -> Vec<FileId> {
    let mut files: Vec<FileId> = finding.place().map(|place| place.file).into_iter().collect();
    for label in &finding.labels {
        if !files.contains(&label.place.file) {
            files.push(label.place.file);
        }
    }
    files
}

/// What is drawn of a label: a span inside the file and without white space at its end, and its first and last line.
struct Shown {
    span: Span,
    first: u32,
    last: u32,
}

impl Shown {
    fn of(span: Span, file: &SourceFile) -> Shown {
        let boundary = |at: u32| file.text().floor_char_boundary(at as usize);
        let (start, end) = (boundary(span.start), boundary(span.end));
        let text = file.text().get(start..end).unwrap_or_default();
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(narrow(start), narrow(start + text.trim_end().len()));
        let first = file.line_column(span.start).line;
        let last = file.line_column(span.end).line;
        if last - first < MAX_LABEL_LINES {
            return Shown { span, first, last };
        }
        let line = file.line_span(first);
        let end = line.start + narrow(file.line(first).len());
        Shown { span: Span::new(span.start, end), first, last: first }
    }
}

/// One line, with parts left out if it is long.
struct Cut {
    text: String,
    /// For each part that is kept, its first byte in the file, its length, and its first byte in `text`.
    kept: Vec<(usize, usize, usize)>,
}

impl Cut {
    fn of(file: &SourceFile, number: u32, shown: &[Shown]) -> Cut {
        let line = file.line(number);
        let offset = file.line_span(number).start as usize;
        let whole = 0..line.len();
        let parts = if line.len() <= MAX_LINE { vec![whole] } else { parts(line, offset, number, shown) };
        let mut cut = Cut { text: String::new(), kept: Vec::new() };
        let mut end = 0;
        for part in parts {
            if part.start > end {
                cut.text.push_str(CUT);
            }
            cut.kept.push((offset + part.start, part.len(), cut.text.len()));
            cut.text.extend(line.get(part.clone()).unwrap_or_default().chars().map(visible));
            end = part.end;
        }
        if end < line.len() {
            cut.text.push_str(CUT);
        }
        cut
    }

    /// Where a byte of the file stands in this line; a byte that was left out stands at the end of the part before.
    fn place(&self, at: u32) -> usize {
        let at = at as usize;
        let part = self.kept.iter().rev().find(|&&(start, _, _)| start <= at);
        part.map_or(0, |&(start, length, text)| text + (at - start).min(length))
    }
}

/// The parts of a long line that are kept: around each mark, or its beginning if nothing is marked in it.
fn parts(line: &str, offset: usize, number: u32, shown: &[Shown]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = shown
        .iter()
        .filter(|shown| shown.first <= number && number <= shown.last)
        .map(|shown| {
            let start = (shown.span.start as usize).saturating_sub(offset);
            let end = (shown.span.end as usize).saturating_sub(offset).min(start + MAX_MARK);
            let start = line.floor_char_boundary(start.saturating_sub(AROUND));
            start..line.ceil_char_boundary(end + AROUND)
        })
        .collect();
    if parts.is_empty() {
        parts.push(0..line.ceil_char_boundary(AROUND * 2));
    }
    parts.sort_by_key(|part| part.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}
