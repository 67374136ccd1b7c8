//! Chunks of words → lines: what fits stands on one line, what does not begins the next, and comments end up in columns.
//! Knows nothing of the language but where a space stands between two words.

use super::words::{Comment, Word};
use unicode_width::UnicodeWidthStr;

/// How wide a line may get, in columns, if it can be broken; comments do not count.
pub(super) const WIDTH: usize = 120;
/// The lines of code that are wider than this have their comment beside them, and not in the column of the others.
const WIDEST_BEFORE_COMMENT: usize = 80;

/// Words that stay together: a clause, or the start of a statement.
#[derive(Debug, Default)]
pub(super) struct Chunk<'t> {
    /// The words.
    pub(super) words: Vec<Word<'t>>,
    /// Whether it always begins a line.
    pub(super) own_line: bool,
    /// How far it is indented if it begins a line.
    pub(super) indent: usize,
    /// How far the further lines of it are indented.
    pub(super) hang: usize,
    /// The column in which it begins if it does not begin a line; without one, a space is left.
    pub(super) column: usize,
}

impl Chunk<'_> {
    /// How wide it is on one line, up to the first comment inside it.
    pub(super) fn width(&self) -> usize {
        self.words.iter().enumerate().map(|(at, word)| self.space(at) + word.text.width()).sum()
    }

    /// Whether a comment stands between its words.
    pub(super) fn has_comment_inside(&self) -> bool {
        let last = self.words.len().saturating_sub(1);
        self.words
            .iter()
            .enumerate()
            .any(|(at, word)| (at > 0 && !word.above.is_empty()) || (at < last && word.beside.is_some()))
    }

    /// How many spaces stand before a word of it.
    fn space(&self, at: usize) -> usize {
        let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| self.words.get(at)), self.words.get(at))
        else {
            return 0;
        };
        let closed = matches!(before.text, "(" | ".." | "/" | "{") || matches!(word.text, "," | ":" | ")" | ".." | "/");
        usize::from(!closed)
    }

    /// Whether a line may end before a word of it.
    fn may_break(&self, at: usize) -> bool {
        let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| self.words.get(at)), self.words.get(at))
        else {
            return false;
        };
        before.text == "," || word.text == "and" || (word.text == "or" && before.text != "at")
    }

    /// How wide the words are from one up to where the line may end again.
    fn width_of_part(&self, from: usize) -> usize {
        let to = (from + 1..self.words.len()).find(|&at| self.may_break(at)).unwrap_or(self.words.len());
        let width = |at: usize| self.space(at) + self.words.get(at).map_or(0, |word| word.text.width());
        (from..to).map(width).sum()
    }
}

/// The lines of a file, as they are written.
#[derive(Debug, Default)]
pub(super) struct Lines<'t> {
    lines: Vec<Line<'t>>,
    /// Whether the last line is still being written.
    open: bool,
    /// Whether a line stands above in the same group.
    begun: bool,
}

#[derive(Debug, Default)]
struct Line<'t> {
    text: String,
    /// The comment behind it.
    beside: Option<&'t str>,
}

impl Line<'_> {
    fn width(&self) -> usize {
        self.text.width()
    }

    /// Whether the next line belongs to the same paragraph: neither is blank or a comment, and no brace stands between.
    fn goes_on_in(&self, next: &Line<'_>) -> bool {
        let is_code = |line: &Line<'_>| !line.text.is_empty() && !line.text.trim_start().starts_with('#');
        let is_end = |line: &Line<'_>| line.text.trim_start().starts_with('}');
        is_code(self) && is_code(next) && !self.text.ends_with('{') && !is_end(self) && !is_end(next)
    }
}

impl<'t> Lines<'t> {
    /// A blank line, unless nothing stands above it, or a blank line, or the line that opens a group.
    pub(super) fn blank(&mut self) {
        if self.begun && self.lines.last().is_some_and(|line| !line.text.is_empty()) {
            self.lines.push(Line::default());
        }
    }

    /// The next line is the first of a group.
    pub(super) fn open_group(&mut self) {
        self.begun = false;
    }

    /// Comments on lines of their own.
    pub(super) fn comments(&mut self, comments: &[Comment<'t>], indent: usize) {
        for comment in comments {
            if comment.gap {
                self.blank();
            }
            self.start(indent);
            self.write(comment.text);
        }
        self.open = false;
    }

    /// What stands above a statement: comments, and blank lines between them.
    pub(super) fn above(&mut self, first: &Word<'t>, indent: usize) {
        self.comments(&first.above, indent);
        if first.gap {
            self.blank();
        }
    }

    /// A statement, of which all that stands above it is written already.
    pub(super) fn statement(&mut self, chunks: &[Chunk<'t>]) {
        self.open = false;
        for (at, chunk) in chunks.iter().enumerate() {
            self.chunk(chunk, at > 1);
        }
        self.open = false;
    }

    fn chunk(&mut self, chunk: &Chunk<'t>, is_late: bool) {
        let starts_line = !self.open || chunk.own_line || self.has_comment();
        let commented = chunk.words.first().is_some_and(|word| !word.above.is_empty()) && self.open;
        if starts_line || commented || self.is_full_for(chunk, is_late) {
            if let Some(first) = chunk.words.first().filter(|_| commented) {
                self.comments(&first.above, chunk.indent);
            }
            self.start(chunk.indent);
        } else {
            let column = self.column();
            self.write(&" ".repeat(chunk.column.saturating_sub(column).max(1)));
        }
        for (at, word) in chunk.words.iter().enumerate() {
            if at > 0 {
                let full = chunk.may_break(at) && self.column() + chunk.width_of_part(at) > WIDTH;
                if self.has_comment() || !word.above.is_empty() || full {
                    self.comments(&word.above, chunk.hang);
                    self.start(chunk.hang);
                } else {
                    self.write(if chunk.space(at) > 0 { " " } else { "" });
                }
            }
            self.write(word.text);
            if let (Some(line), Some(comment)) = (self.lines.last_mut(), word.beside) {
                line.beside = Some(comment);
            }
        }
    }

    /// Whether a chunk goes to the next line: it does not fit here, and it fits there or is late in its statement, or not even its
    /// start fits here.
    fn is_full_for(&self, chunk: &Chunk<'t>, is_late: bool) -> bool {
        let here = chunk.column.max(self.column() + 1);
        let width = chunk.width();
        here + width > WIDTH && (is_late || chunk.indent + width <= WIDTH || here + chunk.width_of_part(0) > WIDTH)
    }

    fn start(&mut self, indent: usize) {
        self.lines.push(Line { text: " ".repeat(indent), beside: None });
        (self.open, self.begun) = (true, true);
    }

    fn write(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.text.push_str(text);
        }
    }

    fn column(&self) -> usize {
        self.lines.last().map_or(0, Line::width)
    }

    fn has_comment(&self) -> bool {
        self.lines.last().is_some_and(|line| line.beside.is_some())
    }

    /// All of it, with the comments of each paragraph in one column.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        for paragraph in self.lines.chunk_by(Line::goes_on_in) {
            let commented = paragraph.iter().filter(|line| line.beside.is_some()).map(Line::width);
            let column = commented.filter(|&width| width <= WIDEST_BEFORE_COMMENT).max().unwrap_or_default();
            for line in paragraph {
                text.push_str(&line.text);
                if let Some(comment) = line.beside {
                    text.push_str(&" ".repeat(column.saturating_sub(line.width()) + 2));
                    text.push_str(comment);
                }
                text.push('\n');
            }
        }
        text
    }
}
