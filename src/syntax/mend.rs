//! A copy of a broken statement in which one mistake after the other is mended, so that the next one can be found, and
//! the way back from a place in the copy to the place in the file.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::build::offset;

/// A text with mends, and where it came from.
pub(super) struct Mended {
    /// The text as mended so far.
    pub(super) text: String,
    /// Where the text started in the file.
    base: usize,
    /// Each mend, in order: where in the text of that time, how many bytes went and how many came.
    mends: Vec<(usize, usize, usize)>,
}

impl Mended {
    /// A text that starts at the byte `base` of its file.
    pub(super) fn new(text: &str, base: usize) -> Mended {
        Mended { text: text.to_owned(), base, mends: Vec::new() }
    }

    /// Puts `with` in place of `range`. A range that does not fit the text changes nothing.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        if self.text.get(range.clone()).is_some() {
            self.mends.push((range.start, range.len(), with.len()));
            self.text.replace_range(range, with);
        }
    }

    /// Moves the places of a finding about the copy to the file.
    pub(super) fn in_file(&self, mut finding: Diagnostic) -> Diagnostic {
        for label in &mut finding.labels {
            label.place.span = self.span(label.place.span);
        }
        for (place, _) in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            place.span = self.span(place.span);
        }
        finding
    }

    fn span(&self, span: Span) -> Span {
        let start = self.position(span.start as usize, false);
        let end = self.position(span.end as usize, true);
        Span::new(offset(start), offset(end))
    }

    /// A place inside something put in is the place of what it was put in for: its start, or its end.
    fn position(&self, at: usize, is_end: bool) -> usize {
        let mut at = at;
        for &(start, gone, came) in self.mends.iter().rev() {
            if at >= start + came {
                at = at - came + gone;
            } else if at > start {
                at = if is_end { start + gone } else { start };
            }
        }
        self.base + at
    }
}
