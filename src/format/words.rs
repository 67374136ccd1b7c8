//! Text → its words in order, each with the comments that belong to it: those on lines of their own above it, and the one
//! beside it. The tree has no comments; here they are found again by their place. Nothing but white space is lost.

use crate::source::Span;
use crate::syntax::token::{Kind, tokens};

/// A word, a number, a text in quotes or a mark.
#[derive(Debug, Default)]
pub(super) struct Word<'t> {
    /// Its first byte.
    pub(super) start: u32,
    /// As it is written.
    pub(super) text: &'t str,
    /// The comments on lines of their own, between the word before and this one.
    pub(super) above: Vec<Comment<'t>>,
    /// Whether a blank line stands directly above it, below those comments.
    pub(super) gap: bool,
    /// The comment behind it on its line.
    pub(super) beside: Option<&'t str>,
}

impl Word<'_> {
    /// Whether it holds to the word before it, so that a comment between the two may stand behind both.
    fn clings(&self) -> bool {
        matches!(self.text, "," | ":" | ")" | "{") && self.above.is_empty() && self.beside.is_none()
    }
}

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'t> {
    /// It, from its `#` to its last letter.
    pub(super) text: &'t str,
    /// Whether a blank line stands directly above it.
    pub(super) gap: bool,
}

/// All words of a text, and the comments that stand below the last. `whole` are the places of what is one word though it
/// has marks in it, such as the name of a time zone, in order.
pub(super) fn words<'t>(text: &'t str, whole: &[Span]) -> (Vec<Word<'t>>, Vec<Comment<'t>>) {
    let mut words: Vec<Word<'t>> = Vec::new();
    let mut whole = whole.iter().copied().peekable();
    let mut end = 0;
    for token in tokens(text) {
        while whole.next_if(|span| span.end <= offset(token.start)).is_some() {}
        let is_inside = whole.peek().is_some_and(|span| span.start < offset(token.start));
        if let Some(last) = words.last_mut().filter(|_| is_inside) {
            last.text = text.get(last.start as usize..token.end).unwrap_or(last.text);
        } else {
            let between = text.get(end..token.start).unwrap_or_default();
            let (beside, above, gap) = comments(between, words.is_empty());
            if let Some(last) = words.last_mut() {
                last.beside = beside;
            }
            debug_assert_ne!(token.kind, Kind::OpenText, "a text that can be read has no open quote");
            words.push(Word { start: offset(token.start), text: token.text(text), above, gap, beside: None });
        }
        end = token.end;
    }
    let (beside, rest, _) = comments(text.get(end..).unwrap_or_default(), words.is_empty());
    if let Some(last) = words.last_mut() {
        last.beside = beside;
    }
    let mut before: Option<&mut Word<'t>> = None;
    for word in &mut words {
        if let Some(before) = before.filter(|_| word.clings()) {
            word.beside = before.beside.take();
        }
        before = Some(word);
    }
    (words, rest)
}

/// The comments between two words: the one that ends the line of the first, those on lines of their own, and whether a
/// blank line follows them.
fn comments(between: &str, starts_text: bool) -> (Option<&str>, Vec<Comment<'_>>, bool) {
    let (mut beside, mut above, mut gap) = (None, Vec::new(), false);
    let mut lines = between.split('\n').enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        let is_first = number == 0 && !starts_text;
        if line.starts_with('#') && is_first {
            beside = Some(line);
        } else if line.starts_with('#') {
            above.push(Comment { text: line, gap });
            gap = false;
        } else if !is_first && lines.peek().is_some() {
            gap = true;
        }
    }
    (beside, above, gap)
}

/// A byte offset as spans hold it; the limit on the size of a file keeps it exact.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
