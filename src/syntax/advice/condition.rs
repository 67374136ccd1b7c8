//! Conditions: operators of other languages, and parentheses that do not pair.

use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    let advice = operator(slip).or_else(|| joiner(slip)).or_else(|| in_a_hole(slip));
    advice.or_else(|| parentheses(slip)).or_else(|| equals(slip))
}

/// `technique is pen`, `technique == pen`, `fitzpatrick => 4`
fn operator(slip: &Slip<'_>) -> Option<Advice> {
    // The grammar has read the first half of `==` as `=`.
    let after_a_name = slip.expects(Rule::comparison);
    let (last, written) = match slip.word(0) {
        "==" => (0, "="),
        "equals" | "are" if after_a_name => (0, "="),
        "is" if after_a_name && slip.word(1) == "not" => (1, "!="),
        "is" if after_a_name => (0, "="),
        "<>" | "≠" => (0, "!="),
        "=>" | "≥" => (0, ">="),
        "≤" => (0, "<="),
        _ => return None,
    };
    let range = slip.range(0, last);
    let mark = slip.text.get(range.clone())?;
    Some(
        Advice::new(&findings::MISSPELT, range.clone(), format!("`{mark}` is written `{written}` in a condition"))
            .label("not a comparison")
            .write(range, written),
    )
}

/// `a && b`, `a || b`, `!a`
fn joiner(slip: &Slip<'_>) -> Option<Advice> {
    let written = match slip.word(0) {
        "&&" | "&" if slip.expects(Rule::and) => "and",
        "||" | "|" if slip.expects(Rule::or) => "or",
        "!" if slip.expects(Rule::not) => "not ",
        _ => return None,
    };
    let word = written.trim_end();
    Some(
        Advice::new(&findings::MISSPELT, slip.range(0, 0), format!("`{}` is written `{word}`", slip.word(0)))
            .label("a word stands here")
            .help(format!("write `{word}`"))
            .fix(format!("write `{word}`"), slip.range(0, 0), written),
    )
}

/// `except (shower when ill)`
fn in_a_hole(slip: &Slip<'_>) -> Option<Advice> {
    if !matches!(slip.word(0), "when" | "unless") || !slip.expects(Rule::close) {
        return None;
    }
    let open = (1..).map(|back| -back).find(|&back| matches!(slip.word(back), "(" | ""))?;
    let close = (1..).find(|&next| matches!(slip.word(next), ")" | "(" | ""))?;
    if !matches!(slip.word(open - 1), "except" | ",") {
        return None;
    }
    let word = slip.word(0);
    let advice =
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 0), format!("`{word}` stands behind the exceptions"))
            .label("inside the parentheses is only when it holds");
    // Behind the exceptions, `unless` would be about the whole rule.
    let asked =
        |condition: &str| if word == "when" { format!("when {condition}") } else { format!("when not ({condition})") };
    // Of several exceptions it is not known which are meant.
    if slip.word(open - 1) == "," || slip.word(close) != ")" || slip.word(close + 1) == "," {
        let help = format!("write it behind the last `)`, for all of the exceptions: `except (…), (…) {}`", asked("…"));
        return Some(advice.help(help));
    }
    let asked = asked(slip.text.get(slip.range(1, close - 1))?);
    let before = slip.text.get(slip.range(open - 1, -1))?;
    let range = slip.behind(-1).start..slip.range(close, close).end;
    let written = format!("{before}) {asked}");
    Some(advice.help(format!("write `{written}`")).fix(format!("write `{written}`"), range, format!(") {asked}")))
}

/// `(a and b`, `a and b)`
fn parentheses(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(0) == ")" && !slip.expects(Rule::close) && !slip.expects_name() {
        return Some(
            Advice::new(&findings::BRACES, slip.range(0, 0), "this `)` closes nothing")
                .label("nothing is open here")
                .help("delete it, or write the `(` that it closes")
                .fix("delete it", slip.range(0, 0), ""),
        );
    }
    let open = slip.tokens.iter().take(slip.at).filter(|token| token.text(slip.text) == "(").count();
    let closed = slip.tokens.iter().filter(|token| token.text(slip.text) == ")").count();
    if !slip.expects(Rule::close) || open <= closed || super::spelling::meant_here(slip).is_some() {
        return None;
    }
    Some(
        Advice::new(&findings::BRACES, slip.range(-1, -1), "a `)` is missing")
            .label("a `)` belongs after this")
            .help("write `)` where the part in parentheses ends")
            .fix("write `)`", slip.behind(-1), ")"),
    )
}

/// `given skin_irritated: no`, `given skin_irritated no`
fn equals(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::equals) {
        return None;
    }
    let (range, with) = match slip.word(0) {
        ":" | "==" | "is" => (slip.range(0, 0), "="),
        _ => (slip.behind(-1), " ="),
    };
    Some(
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("`{}` has no value", slip.word(-1)))
            .label("`=` belongs after this")
            .help(format!("write `{} = yes`, or another value of it", slip.word(-1)))
            .fix("write `=`", range, with),
    )
}
