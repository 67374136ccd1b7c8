//! Where a statement breaks, and what could have stood there → the one error that helps its writer most. Each family of
//! slips has a file; the first slip that recognises the text speaks. Knows texts and words, never the tree.

mod change;
mod character;
mod condition;
mod frequency;
mod list;
mod moment;
mod name;
mod order;
mod quantity;
mod quote;
mod spelling;
mod statement;
mod time;
mod translation;
mod window;

use std::ops::Range;

use super::build::offset;
use super::expected::{self, Words};
use super::findings;
use super::grammar::Rule;
use super::recover::Entry;
use super::token::{Kind, Token, tokens};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{FileId, Span};

/// A broken text, and where it breaks.
pub(super) struct Slip<'a> {
    /// The text of the statement.
    text: &'a str,
    /// What it is made of.
    tokens: Vec<Token>,
    /// Which token cannot be read; behind the last if the text ends too early.
    at: usize,
    /// What could have stood there.
    expected: &'a [Rule],
    /// What the text should be.
    entry: Entry,
}

/// A text to put in place of a range.
type Edit = (Range<usize>, String);

/// An error about a broken text, its places in bytes of that text.
pub(super) struct Advice {
    code: &'static Code,
    range: Range<usize>,
    message: String,
    label: String,
    help: Option<String>,
    fix: Option<(String, Vec<Edit>)>,
    /// What to put where in a copy of the text, so that it can be read on: the fix, or a stand-in for it.
    pub(super) mend: Vec<Edit>,
}

/// The slips, the most certain first.
const SLIPS: &[fn(&Slip<'_>) -> Option<Advice>] = &[
    character::advise,
    quote::advise,
    name::hyphen,
    translation::advise,
    list::trailing_comma,
    change::advise,
    statement::advise,
    quote::unquoted,
    name::article,
    frequency::advise,
    time::advise,
    window::advise,
    order::advise,
    moment::advise,
    condition::advise,
    spelling::advise,
    name::advise,
    list::advise,
];

/// The most helpful error about a broken text.
pub(super) fn advise(slip: &Slip<'_>) -> Advice {
    SLIPS.iter().find_map(|recognise| recognise(slip)).unwrap_or_else(|| slip.unexpected())
}

impl<'a> Slip<'a> {
    /// A text that breaks at a byte.
    pub(super) fn new(text: &'a str, at: usize, expected: &'a [Rule], entry: Entry) -> Slip<'a> {
        let tokens: Vec<Token> = tokens(text).collect();
        let at = tokens.iter().position(|token| token.end > at).unwrap_or(tokens.len());
        Slip { text, tokens, at, expected, entry }
    }

    /// The token so many places behind (or, if negative, before) the one that cannot be read.
    fn token(&self, distance: isize) -> Option<Token> {
        self.tokens.get(self.at.checked_add_signed(distance)?).copied()
    }

    /// The text of that token; empty where there is none.
    fn word(&self, distance: isize) -> &'a str {
        self.token(distance).map_or("", |token| token.text(self.text))
    }

    fn kind(&self, distance: isize) -> Option<Kind> {
        self.token(distance).map(|token| token.kind)
    }

    /// The bytes from one token to another, both included.
    fn range(&self, from: isize, to: isize) -> Range<usize> {
        let end = self.text.len();
        self.token(from).map_or(end, |token| token.start)..self.token(to).map_or(end, |token| token.end)
    }

    /// The place between that token and the one before it, right behind the one before.
    fn behind(&self, distance: isize) -> Range<usize> {
        let end = self.token(distance).map_or(self.text.len(), |token| token.end);
        end..end
    }

    /// The place right before that token.
    fn before(&self, distance: isize) -> Range<usize> {
        let start = self.token(distance).map_or(self.text.len(), |token| token.start);
        start..start
    }

    fn expects(&self, wanted: Rule) -> bool {
        self.expected.contains(&wanted)
    }

    /// Whether a clause of a rule could start here.
    fn expects_clause(&self) -> bool {
        self.expects(Rule::because) || self.expects(Rule::until)
    }

    /// Whether the name of something could stand here.
    fn expects_name(&self) -> bool {
        [
            Rule::name,
            Rule::moment,
            Rule::operand,
            Rule::event_point,
            Rule::condition,
            Rule::choice,
            Rule::hole,
            Rule::assignment,
            Rule::atom,
            Rule::answer,
        ]
        .iter()
        .any(|wanted| self.expects(*wanted))
    }

    /// Whether a moment could stand here, and not only an offset to one.
    fn expects_moment(&self) -> bool {
        let all_of_it = self.expects(Rule::moment) || self.expects(Rule::operand) || self.expects(Rule::later_of);
        all_of_it || (self.expects(Rule::treatment_word) && self.expects(Rule::offset))
    }

    /// The first word of the statement, behind a rule's name and `ideally`.
    fn verb(&self) -> &'a str {
        let mut words = self.tokens.iter().map(|token| token.text(self.text));
        let first = words.find(|word| *word != "ideally").unwrap_or_default();
        match self.tokens.get(1).map(|token| token.text(self.text)) {
            Some(":") => {
                self.tokens.iter().skip(2).map(|t| t.text(self.text)).find(|word| *word != "ideally").unwrap_or("")
            }
            _ => first,
        }
    }

    /// The error that says only what was expected.
    fn unexpected(&self) -> Advice {
        let expected = expected::listed(self.expected);
        let expected = if expected.is_empty() { "something else".to_owned() } else { expected };
        if self.token(0).is_none() {
            return match self.token(-1) {
                Some(last) => Advice::new(
                    &findings::UNEXPECTED,
                    last.start..last.end,
                    format!("after `{}` something is missing: {expected}", shown(last.text(self.text))),
                )
                .label("more belongs after this"),
                None => Advice::new(&findings::UNEXPECTED, 0..0, format!("nothing stands here: expected {expected}")),
            };
        }
        Advice::new(
            &findings::UNEXPECTED,
            self.range(0, 0),
            format!("`{}` cannot stand here: expected {expected}", shown(self.word(0))),
        )
        .label("not understood here")
    }

    /// Whether one of the words that could have stood here starts a clause or a statement.
    fn expected_words(&self) -> Vec<&'static str> {
        let mut words: Vec<&'static str> = self
            .expected
            .iter()
            .flat_map(|wanted| match expected::words(*wanted) {
                Words::Word(word) | Words::Clause(word) | Words::Statement(word) => {
                    word.split(' ').next().into_iter().collect()
                }
                Words::Time => vec!["about", "later", "treatment"],
                _ => Vec::new(),
            })
            .chain(if self.expects(Rule::verb) { vec!["allow", "expect", "alert"] } else { Vec::new() })
            .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

impl Advice {
    fn new(code: &'static Code, range: Range<usize>, message: impl Into<String>) -> Advice {
        Advice { code, range, message: message.into(), label: String::new(), help: None, fix: None, mend: Vec::new() }
    }

    fn label(mut self, label: impl Into<String>) -> Advice {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Advice {
        self.help = Some(help.into());
        self
    }

    /// The one obvious mend.
    fn fix(self, title: impl Into<String>, range: Range<usize>, with: impl Into<String>) -> Advice {
        self.fixes(title, vec![(range, with.into())])
    }

    /// The one obvious mend, in several places.
    fn fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Advice {
        self.mend.clone_from(&edits);
        self.fix = Some((title.into(), edits));
        self
    }

    /// Writes `with` in place of `range`: the help says so, and the fix does it.
    fn write(self, range: Range<usize>, with: impl Into<String>) -> Advice {
        let with = with.into();
        let title = format!("write `{with}`");
        let helped = if self.help.is_some() { self } else { self.help(title.clone()) };
        helped.fix(title, range, with)
    }

    /// What the text is read on with, where no mend is obvious.
    fn read_on_with(mut self, range: Range<usize>, with: impl Into<String>) -> Advice {
        self.mend = vec![(range, with.into())];
        self
    }

    /// Whether its mend is only a stand-in for what the writer meant.
    pub(super) fn is_a_guess(&self) -> bool {
        self.fix.is_none()
    }

    /// The finding, with its places as bytes of the text that was read.
    pub(super) fn finding(&self, file: FileId) -> Diagnostic {
        let place = |range: &Range<usize>| Span::new(offset(range.start), offset(range.end)).in_file(file);
        let mut finding =
            Diagnostic::error(self.code, place(&self.range), self.message.clone()).label(self.label.clone());
        finding.help.clone_from(&self.help);
        finding.fix = self.fix.as_ref().map(|(title, edits)| Fix {
            title: title.clone(),
            edits: edits.iter().map(|(range, with)| (place(range), with.clone())).collect(),
        });
        finding
    }
}

/// A piece of user text in a message: on one line, and not longer than a reader wants it.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let text = text.replace('`', "'");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A name made of any text: small letters, digits and `_`. `None` if nothing is left.
fn as_name(text: &str) -> Option<String> {
    let joined: String = text
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, ' ' | '-' | '.' | '/' | '\'' | '’') { '_' } else { c })
        .collect();
    is_name(&joined).then_some(joined)
}

/// Whether a text could be a name.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !super::words::is_reserved(text)
}
