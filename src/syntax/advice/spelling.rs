//! Words that are nearly one of those that could stand here: a letter wrong, capitals, or the everyday word for it.

use super::{Advice, Slip, is_name};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::words::{CLAUSE_WORDS, RESERVED, nearest};

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    here(slip).or_else(|| one_before(slip))
}

/// The word that was meant where the text breaks.
pub(super) fn meant_here(slip: &Slip<'_>) -> Option<&'static str> {
    if slip.kind(0) != Some(Kind::Word) {
        return None;
    }
    let (word, words) = (slip.word(0), slip.expected_words());
    if words.contains(&word) {
        return None;
    }
    nearest(word, &words).or_else(|| everyday(word).filter(|meant| words.contains(meant)))
}

fn here(slip: &Slip<'_>) -> Option<Advice> {
    let meant = meant_here(slip)?;
    Some(misspelt(slip, 0, meant))
}

fn misspelt(slip: &Slip<'_>, distance: isize, meant: &str) -> Advice {
    let word = slip.word(distance);
    let range = slip.range(distance, distance);
    if word.to_ascii_lowercase() == meant {
        return Advice::new(&findings::MISSPELT, range.clone(), format!("`{word}` is written in small letters"))
            .label("capitals")
            .write(range, meant);
    }
    Advice::new(&findings::MISSPELT, range.clone(), format!("`{word}` is not a word of the language here"))
        .label("not known here")
        .help(format!("did you mean `{meant}`?"))
        .fix(format!("write `{meant}`"), range, meant)
}

/// `avoid sauna untl +48h` breaks at `untl`; `do cream daily untl +3d` only behind it, because `untl` could be a name.
fn one_before(slip: &Slip<'_>) -> Option<Advice> {
    let word = slip.word(-1);
    let follows = slip.kind(-2) != Some(Kind::Mark) && slip.at > 1;
    if !is_name(word) || !follows {
        return None;
    }
    // The same name could be meant where a clause cannot go on.
    let goes_on =
        matches!(slip.kind(0), Some(Kind::Signed | Kind::Number | Kind::Text)) || RESERVED.contains(&slip.word(0));
    let meant = nearest(word, CLAUSE_WORDS).filter(|_| goes_on && slip.expects_clause())?;
    Some(misspelt(slip, -1, meant))
}

/// What everyday words are called here.
fn everyday(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "if" | "while" | "whenever" | "provided" => Some("when"),
        "till" | "til" => Some("until"),
        "since" | "starting" | "beginning" => Some("from"),
        "but" | "besides" | "excluding" => Some("except"),
        "reason" | "since_" | "why" => Some("because"),
        "always" | "constantly" | "continuously" => Some("throughout"),
        "around" | "approximately" | "circa" | "roughly" => Some("about"),
        "during" | "between" => Some("on"),
        "forbidden" | "prohibited" | "banned" => Some("avoided"),
        _ => None,
    }
}

/// Whether an answer of a test was expected, and the nearest one.
pub(super) fn answer(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::answer_word) || slip.kind(0) != Some(Kind::Word) {
        return None;
    }
    let meant = match slip.word(0).to_ascii_lowercase().as_str() {
        "avoid" | "forbidden" | "prohibited" | "banned" | "no" => Some("avoided"),
        "allow" | "permitted" | "ok" | "fine" | "yes" => Some("allowed"),
        "expect" | "normal" => Some("expected"),
        "depend" | "unknown" | "maybe" => Some("depends"),
        "alarm" | "call" | "alerted" => Some("alert"),
        "must" | "do" | "required" => Some("due"),
        word => nearest(word, &["avoided", "allowed", "due", "expected", "alert", "depends"]),
    };
    let advice = Advice::new(&findings::MISSPELT, slip.range(0, 0), format!("`{}` is not an answer", slip.word(0)))
        .label("no answer of a test");
    Some(match meant {
        Some(meant) => advice
            .help(format!("did you mean `{meant}`?"))
            .fix(format!("write `{meant}`"), slip.range(0, 0), meant),
        None => advice
            .help(
                "write `avoided`, `better not`, `due`, `not due`, `allowed`, `not stated`, `expected`, `alert` or `depends`",
            )
            .read_on_with(slip.range(0, 0), "due"),
    })
}
