//! Text that the grammar could not read → words, numbers and marks as a reader sees them, so that advice can look at
//! what was written. Never fails, loses nothing but white space and comments, and knows no grammar.

/// One of them, with its place in the text in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The first byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether nothing but white space stands before it on its line.
    pub(crate) first_on_line: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `sauna`, `Sauna`, `don't`
    Word,
    /// What starts with a digit: `48h`, `1.5h`, `08:00`, `2026-11-23`
    Number,
    /// A sign directly before a digit: `+48h`, `-1`
    Signed,
    /// `"…"`, closed on its line
    Text,
    /// `"…` without its end
    OpenText,
    /// `..` or more dots
    Dots,
    /// Any other character; operators of two are one token
    Mark,
}

impl Token {
    /// Its text.
    pub(crate) fn text(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or_default()
    }
}

/// All tokens of a text.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    tokens_from(text, 0)
}

/// The tokens from a byte on; the byte counts as the start of a line if nothing but white space stands before it there.
pub(crate) fn tokens_from(text: &str, start: usize) -> impl Iterator<Item = Token> {
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let mut at = start;
    let mut first_on_line = line.trim().is_empty();
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            match first {
                '\n' => (at, first_on_line) = (at + 1, true),
                ' ' | '\t' | '\r' => at += 1,
                '#' => at += rest.find('\n').unwrap_or(rest.len()),
                _ => {
                    let (kind, length) = next(rest, first);
                    let token = Token { start: at, end: at + length, kind, first_on_line };
                    (at, first_on_line) = (token.end, false);
                    return Some(token);
                }
            }
        }
    })
}

/// What starts `rest`, and how many bytes it takes.
fn next(rest: &str, first: char) -> (Kind, usize) {
    let second = rest.chars().nth(1);
    match first {
        '"' => text(rest),
        '0'..='9' => (Kind::Number, number(rest)),
        '+' | '-' if second.is_some_and(|c| c.is_ascii_digit()) => {
            (Kind::Signed, 1 + number(rest.get(1..).unwrap_or_default()))
        }
        '.' if second == Some('.') => (Kind::Dots, run(rest, |c| c == '.')),
        '=' | '!' | '<' | '>' | '&' | '|' | '/' if second.is_some_and(|c| matches!(c, '=' | '>' | '&' | '|' | '/')) => {
            (Kind::Mark, 2)
        }
        c if c.is_alphabetic() || c == '_' => (Kind::Word, word(rest)),
        c => (Kind::Mark, c.len_utf8()),
    }
}

fn text(rest: &str) -> (Kind, usize) {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return (Kind::OpenText, at),
            '"' if !escaped => return (Kind::Text, at + 1),
            c => escaped = c == '\\' && !escaped,
        }
    }
    (Kind::OpenText, rest.len())
}

/// The length of `48h`, `1.5h`, `08:00` or `2026-11-23`: marks belong to a number only between its digits.
fn number(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let digit_next = characters.peek().is_some_and(|&(_, next)| next.is_ascii_digit());
        let inside = c.is_alphanumeric()
            || c == '_'
            || (matches!(c, '.' | ':') && digit_next)
            || (c == '-' && at >= 4 && digit_next);
        if !inside {
            return at;
        }
    }
    rest.len()
}

/// The length of a word; an apostrophe belongs to it between letters.
fn word(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let letter_next = characters.peek().is_some_and(|&(_, next)| next.is_alphabetic());
        if !(c.is_alphanumeric() || c == '_' || (matches!(c, '\'' | '’') && letter_next)) {
            return at;
        }
    }
    rest.len()
}

fn run(rest: &str, inside: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !inside(c)).unwrap_or(rest.len())
}
