//! Where a statement starts, as far as single words can tell. Valid text never needs it; it decides where reading goes
//! on after an error, and where a long file may be cut.

use super::token::{Kind, Token, tokens_from};
use super::words::{CLAUSE_WORDS, STATEMENT_WORDS, is_reserved, meant, nearest};

/// Whether the first of these tokens starts a statement: a statement word, or a rule's name and its colon.
///
/// `do "…"` is a clause of an activity, `treatment` is a moment unless a name or a label follows, and `replace` and `drop`
/// are names unless one follows.
pub(super) fn starts_statement(text: &str, tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let first = word(0).to_ascii_lowercase();
    match first.as_str() {
        "do" => !matches!(kind(1), Some(Kind::Text | Kind::OpenText)),
        "treatment" => match kind(1) {
            Some(Kind::Word) => !is_reserved(word(1)) && word(2) != ":",
            Some(Kind::Text | Kind::OpenText) => true,
            _ => false,
        },
        "replace" | "drop" => {
            let name = kind(1) == Some(Kind::Word) && !is_reserved(word(1)) && !matches!(word(1), "up" | "no");
            name && word(2) != ":" || word(1) == ":"
        }
        first if STATEMENT_WORDS.contains(&first) => true,
        first => kind(0) == Some(Kind::Word) && word(1) == ":" && !is_reserved(first),
    }
}

/// The first place at or after `from` and before `to` where a statement starts as the first word on its line. A word
/// that is nearly a statement word counts if it stands no deeper than `margin`, the column of the statement before.
pub(super) fn next_start(text: &str, from: usize, to: usize, margin: usize) -> Option<usize> {
    let mut tokens = tokens_from(text, from).take_while(|token| token.start < to);
    let mut ahead: Vec<Token> = tokens.by_ref().take(3).collect();
    let mut before = "";
    while let Some(first) = ahead.first().copied() {
        if first.first_on_line {
            let outside = before != "," && column(text, first.start) <= margin;
            // `with` wants the rule that stands after it.
            if before != "with" && starts_statement(text, &ahead) || (outside && nearly_starts(first.text(text))) {
                return Some(first.start);
            }
        }
        before = first.text(text);
        ahead.remove(0);
        ahead.extend(tokens.next());
    }
    None
}

/// Whether what stands at `at` leaves a statement before it whole: nothing, a brace, another statement, or a word on a
/// line of its own that is no clause and stands no deeper than the statement did.
pub(super) fn may_follow(text: &str, at: usize, to: usize, margin: usize) -> bool {
    let ahead: Vec<Token> = tokens_from(text, at).take_while(|token| token.start < to).take(3).collect();
    let Some(first) = ahead.first().copied() else { return true };
    let word = first.text(text);
    let outside = first.first_on_line && column(text, first.start) <= margin;
    word == "}"
        || starts_statement(text, &ahead)
        || (outside && first.kind == Kind::Word && nearest(word, CLAUSE_WORDS).is_none())
}

/// How far a place is from the start of its line, in bytes.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.len() - before.rfind('\n').map_or(0, |line| line + 1)
}

/// Whether a word was meant as a statement word.
fn nearly_starts(word: &str) -> bool {
    !is_reserved(word) && (nearest(word, STATEMENT_WORDS).is_some() || meant(word).is_some())
}
