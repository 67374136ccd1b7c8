//! The text of the files: what is refused before anything reads it, and the only place that counts lines and columns.
//! Turns bytes into a [`SourceFile`] or into [`Refusal`]s; knows nothing of the language.

use std::fmt;

/// The largest file that is read, in bytes. A long protocol has 20 kB.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;
/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 256 * 1024;

/// Which file of a [`Sources`] a place lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A half-open range of **bytes** in one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`; an `end` before `start` gives an empty span.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end: end.max(start) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span in the file `file`.
    #[must_use]
    pub fn in_file(self, file: FileId) -> Place {
        Place { file, span: self }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A span and the file it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// A line and a column, both counted from 1. Columns count characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// Why a file is not read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it.
    pub kind: RefusalKind,
    /// Where; empty at the start of the file when it has no place.
    pub span: Span,
}

/// What is refused at load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A control character that is not a tab or a line end.
    ControlCharacter(char),
    /// A carriage return without a line feed.
    LoneCarriageReturn,
    /// More than [`MAX_FILE_BYTES`].
    FileTooLarge,
    /// More than [`MAX_LINE_BYTES`] in one line.
    LineTooLong,
}

/// How many refusals of one file are reported; a binary file has thousands.
const MAX_REFUSALS: usize = 20;

/// One file: its name as the user wrote it, its text without a byte-order mark, and where its lines start.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    has_mark: bool,
    line_starts: Vec<u32>,
}

impl SourceFile {
    /// Reads bytes as a rule file. A leading byte-order mark is skipped.
    ///
    /// Every file comes back, so that its refusals can be shown; where there are refusals the text is what could be
    /// read, with the refused characters replaced, and must not be parsed.
    #[must_use]
    pub fn load(name: impl Into<String>, bytes: &[u8]) -> (SourceFile, Vec<Refusal>) {
        let name = name.into();
        if bytes.len() > MAX_FILE_BYTES {
            let refusal = Refusal { kind: RefusalKind::FileTooLarge, span: Span::default() };
            return (SourceFile::from_text(name, String::new()), vec![refusal]);
        }
        let (bytes, has_mark) = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or((bytes, false), |rest| (rest, true));
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let shown = String::from_utf8_lossy(valid).replace(|c: char| is_refused(c), "\u{FFFD}");
                let at = offset(shown.len());
                let span = Span::new(at, at);
                return (SourceFile::from_text(name, shown), vec![Refusal { kind: RefusalKind::NotUtf8, span }]);
            }
        };
        let refusals = refusals(text);
        if refusals.is_empty() {
            let file = SourceFile::from_text(name, text.to_owned());
            return (SourceFile { has_mark, ..file }, refusals);
        }
        // One replacement of the same length for each refused character keeps every offset true.
        let shown = text.chars().flat_map(|c| {
            let (stand_in, times) = if is_refused(c) { ('?', c.len_utf8()) } else { (c, 1) };
            std::iter::repeat_n(stand_in, times)
        });
        (SourceFile::from_text(name, shown.collect()), refusals)
    }

    fn from_text(name: String, text: String) -> SourceFile {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| offset(at + 1)))
            .collect();
        SourceFile { name, text, has_mark: false, line_starts }
    }

    /// The name by which the user knows the file: a path as written, or `-`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a byte-order mark stood before the text.
    #[must_use]
    pub fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// The text of `span`; empty if the span does not fit the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The lines of `span` with the end of the last, if nothing else stands on them.
    #[must_use]
    pub fn whole_lines(&self, span: Span) -> Option<Span> {
        let (start, end) = (span.start as usize, span.end as usize);
        let before = self.text.get(..start)?.rsplit('\n').next()?;
        let after = self.text.get(end..)?.split('\n').next()?;
        let last = (end + after.len() + 1).min(self.text.len());
        let is_alone = before.trim().is_empty() && after.trim().is_empty();
        is_alone.then(|| Span::new(offset(start - before.len()), offset(last)))
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, at: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|&start| start <= at).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or_default();
        let end = at.min(offset(self.text.len()));
        let before = self.text.get(start as usize..end as usize).unwrap_or_default();
        LineColumn { line: offset(line), column: offset(before.chars().count() + 1) }
    }

    /// The text of a line counted from 1, without its line end.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let span = self.line_span(line);
        self.slice(span).trim_end_matches(['\r', '\n'])
    }

    /// The bytes of a line counted from 1, with its line end.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let start = self.line_starts.get(line.saturating_sub(1) as usize).copied().unwrap_or_default();
        let end = self.line_starts.get(line as usize).copied().unwrap_or(offset(self.text.len()));
        Span::new(start, end)
    }
}

/// All files of one run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and says by which id its places name it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(offset(self.files.len() - 1))
    }

    /// Puts another file in the place of one; an id of another `Sources` changes nothing.
    pub fn replace(&mut self, id: FileId, file: SourceFile) {
        if let Some(place) = self.files.get_mut(id.0 as usize) {
            *place = file;
        }
    }

    /// The file of an id; an id of another `Sources` gives an empty file.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        static EMPTY: SourceFile =
            SourceFile { name: String::new(), text: String::new(), has_mark: false, line_starts: Vec::new() };
        self.files.get(id.0 as usize).unwrap_or(&EMPTY)
    }

    /// All files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(offset(index)), file))
    }

    /// The lines of a place with the end of the last, if nothing else stands on them.
    #[must_use]
    pub fn whole_lines(&self, place: Place) -> Option<Place> {
        self.file(place.file).whole_lines(place.span).map(|lines| lines.in_file(place.file))
    }

    /// The text of a place.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        self.file(place.file).slice(place.span)
    }
}

fn is_refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether nothing in a text can be refused, as far as single bytes tell, which is quick: no carriage return, no byte of
/// a control character (those beyond ASCII begin with `C2`), no long line.
fn is_plain(text: &str) -> bool {
    let may_be_refused = |byte: &u8| matches!(byte, 0..=8 | 11..=31 | 0x7F | 0xC2);
    !text.as_bytes().iter().any(may_be_refused) && text.lines().all(|line| line.len() < MAX_LINE_BYTES)
}

fn refusals(text: &str) -> Vec<Refusal> {
    if is_plain(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut line_start = 0;
    let mut too_long = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if found.len() >= MAX_REFUSALS {
            break;
        }
        let span = Span::new(offset(at), offset(at + c.len_utf8()));
        match c {
            '\n' => (line_start, too_long) = (at + 1, false),
            '\r' if characters.peek().is_none_or(|&(_, next)| next != '\n') => {
                found.push(Refusal { kind: RefusalKind::LoneCarriageReturn, span });
            }
            _ if is_refused(c) => found.push(Refusal { kind: RefusalKind::ControlCharacter(c), span }),
            _ if at - line_start >= MAX_LINE_BYTES && !too_long => {
                too_long = true;
                let start = offset(line_start);
                found.push(Refusal { kind: RefusalKind::LineTooLong, span: Span::new(start, start) });
            }
            _ => {}
        }
    }
    found
}

/// A byte offset as the spans hold it. [`MAX_FILE_BYTES`] keeps it exact.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_skipped_and_columns_count_characters() {
        let (file, refusals) = SourceFile::load("a.care", "\u{FEFF}ä𝄞b\r\nc".as_bytes());
        assert!(refusals.is_empty());
        assert_eq!(file.text(), "ä𝄞b\r\nc");
        assert_eq!(file.line_column(6), LineColumn { line: 1, column: 3 });
        assert_eq!(file.line_column(9), LineColumn { line: 2, column: 1 });
        assert_eq!(file.line_column(900), LineColumn { line: 2, column: 2 });
        assert_eq!(file.line(1), "ä𝄞b");
    }

    #[test]
    fn refused_characters_keep_their_place() {
        let (file, refusals) = SourceFile::load("a.care", b"avoid\x1b sauna\rx");
        let kinds: Vec<_> = refusals.iter().map(|r| (r.kind, r.span.start)).collect();
        assert_eq!(kinds, [(RefusalKind::ControlCharacter('\u{1b}'), 5), (RefusalKind::LoneCarriageReturn, 12)]);
        assert_eq!(file.text().len(), 14);
        let (_, refusals) = SourceFile::load("a.care", b"ok\n\xff\xfe");
        assert_eq!(refusals.first().map(|r| (r.kind, r.span.start)), Some((RefusalKind::NotUtf8, 3)));
        let (_, refusals) = SourceFile::load("a.care", &vec![b'x'; MAX_LINE_BYTES + 1]);
        assert_eq!(refusals.first().map(|r| r.kind), Some(RefusalKind::LineTooLong));
    }
}
