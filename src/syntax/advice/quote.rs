//! Texts in quotes: an end that is missing, or both quotes.

use super::{Advice, Slip, is_name, shown};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::words::is_reserved;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    open(slip).or_else(|| swallowed(slip)).or_else(|| path(slip))
}

/// `because "red and tight`
fn open(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::OpenText) {
        return None;
    }
    let written = slip.word(0).trim_end();
    let end = slip.range(0, 0).start + written.len();
    Some(
        Advice::new(&findings::QUOTES, slip.range(0, 0), "this text has no closing quote")
            .label("opened, not closed on this line")
            .help("write `\"` where the text ends; a text stands on one line")
            .fix("close the text", end..end, "\""),
    )
}

/// `because "red source "sheet"`: the text ends where the next one should start.
fn swallowed(slip: &Slip<'_>) -> Option<Advice> {
    let odd = slip.kind(-1) == Some(Kind::Text)
        && slip.token(-1)?.end == slip.token(0)?.start
        && slip.tokens.iter().skip(slip.at).any(|token| token.kind == Kind::OpenText);
    odd.then(|| {
        Advice::new(&findings::QUOTES, slip.range(-1, -1), "a quote is missing on this line")
            .label("closed too late")
            .help("write `\"` where the text ends, before the next clause")
    })
}

/// `use x.care`, `accept gap k3f9-2m1x7q`
fn path(slip: &Slip<'_>) -> Option<Advice> {
    let message = match (slip.word(-2), slip.word(-1), slip.word(0)) {
        (_, "use", _) => "the file to use stands in quotes",
        ("accept", _, word) if word != "because" => "the letters of a finding stand in quotes",
        _ => return None,
    };
    if !slip.expects(Rule::text) {
        return None;
    }
    let start = slip.token(0)?.start;
    let rest = slip.text.get(start..)?;
    let written = rest.split(|c: char| c.is_whitespace()).next()?;
    let range = start..start + written.len();
    Some(
        Advice::new(&findings::QUOTES, range.clone(), message)
            .label("no quotes")
            .write(range, format!("\"{written}\"")),
    )
}

/// The words that end a reason written without quotes.
const NEXT_CLAUSE: &[&str] = &["because", "source", "amount", "until", "when", "unless", "except", "lasting"];

/// `because it is hot`, `activity sauna Saunas`
pub(super) fn unquoted(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::text) || slip.kind(0) != Some(Kind::Word) || is_reserved(slip.word(0)) {
        return None;
    }
    let only_a_text = !slip.expects_clause() && !slip.expects(Rule::is_a) && !slip.expects(Rule::comma);
    let label = slip.expects(Rule::is_a) || slip.expects(Rule::colon) || slip.expects(Rule::expected);
    // Where other things could follow too, a small word is more likely a misspelt one of those.
    if !(only_a_text || label && super::spelling::meant_here(slip).is_none()) {
        return None;
    }
    // A reason may hold words of the language; a label is cut short by them.
    let change = slip.tokens.first().is_some_and(|first| first.text(slip.text) == "replace");
    let ends = |word: &str| match only_a_text {
        true => NEXT_CLAUSE.contains(&word) || change && word == "with",
        false => is_reserved(word),
    };
    let line_end = (0..).take_while(|&distance| {
        slip.token(distance).is_some_and(|token| {
            (distance == 0 || !token.first_on_line)
                && matches!(token.kind, Kind::Word | Kind::Number)
                && !ends(token.text(slip.text))
        })
    });
    let last = line_end.last()?;
    let range = slip.range(0, last);
    let written = slip.text.get(range.clone())?;
    let next_is_fine = slip.token(last + 1).is_none_or(|next| next.first_on_line || is_reserved(next.text(slip.text)));
    let advice = Advice::new(&findings::QUOTES, range.clone(), format!("`{}` stands without quotes", shown(written)))
        .label("a text stands in quotes");
    let quoted = format!("\"{written}\"");
    if next_is_fine && (only_a_text || !is_name(written) || slip.token(last + 1).is_some()) {
        Some(advice.write(range, quoted))
    } else {
        Some(advice.help("write the text between quotes: `\"…\"`").read_on_with(range, quoted))
    }
}
