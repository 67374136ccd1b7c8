//! Where a name was expected: words of the language, capitals, hyphens, quotes, or nothing at all.

use super::{Advice, Slip, as_name, is_name, shown};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::words::{CLAUSE_WORDS, is_reserved};

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects_name() {
        return None;
    }
    target(slip).or_else(|| reserved(slip)).or_else(|| quoted(slip)).or_else(|| letters(slip))
}

/// `steam-bath` and `steam bath/sauna`: a mark glued between two words.
pub(super) fn hyphen(slip: &Slip<'_>) -> Option<Advice> {
    if !matches!(slip.word(0), "-" | "/" | "." | "‑") || slip.kind(-1) != Some(Kind::Word) {
        return None;
    }
    let glued = slip.token(-1)?.end == slip.token(0)?.start
        && slip
            .token(1)
            .is_some_and(|next| next.kind == Kind::Word && Some(next.start) == slip.token(0).map(|t| t.end));
    if !glued {
        return None;
    }
    // The whole of `after-sun-lotion`.
    let mut last = 1;
    while matches!(slip.word(last + 1), "-" | "/") && slip.kind(last + 2) == Some(Kind::Word) {
        last += 2;
    }
    let range = slip.range(-1, last);
    let written = slip.text.get(range.clone())?;
    let advice = Advice::new(&findings::NOT_A_NAME, range.clone(), format!("`{written}` is not a name"))
        .label(format!("names have no `{}`", slip.word(0)));
    Some(match as_name(written) {
        Some(name) => advice.write(range, name),
        None => advice.help("names have small letters from a to z, digits and `_`").read_on_with(range, "x"),
    })
}

/// `avoid the sauna`, `until the evening`: the article has been read as a name.
pub(super) fn article(slip: &Slip<'_>) -> Option<Advice> {
    let article = matches!(slip.word(-1), "the" | "a" | "an" | "your");
    let follows = slip.kind(0) == Some(Kind::Word) && super::spelling::meant_here(slip).is_none();
    (article && follows).then(|| {
        Advice::new(&findings::NOT_A_NAME, slip.range(-1, 0), format!("`{}` is no part of a name", slip.word(-1)))
            .label("two words")
            .help(format!("write `{}` alone", slip.word(0)))
            .fix(format!("delete `{}`", slip.word(-1)), slip.range(-1, -1).start..slip.range(0, 0).start, "")
    })
}

/// `avoid until +48h`
fn target(slip: &Slip<'_>) -> Option<Advice> {
    let verb = slip.word(-1);
    let follows = slip.token(0).is_none_or(|_| CLAUSE_WORDS.contains(&slip.word(0)) && !ends_after(slip));
    if !matches!(verb, "avoid" | "allow" | "do" | "expect" | "alert") || !follows {
        return None;
    }
    let what =
        if matches!(verb, "expect" | "alert") { "a sign, as in `peeling`" } else { "an activity, as in `sauna`" };
    Some(
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("`{verb}` does not say what"))
            .label("a name belongs after this")
            .help(format!("write the name of {what}"))
            .read_on_with(slip.behind(-1), " x"),
    )
}

/// Whether the word stands alone, as a name would: `avoid source, heat`.
fn ends_after(slip: &Slip<'_>) -> bool {
    let timeless = matches!(slip.word(0), "daily" | "throughout");
    !timeless && (slip.token(1).is_none() || slip.word(1) == "," || CLAUSE_WORDS.contains(&slip.word(1)))
}

/// `activity source "…"`
fn reserved(slip: &Slip<'_>) -> Option<Advice> {
    let word = slip.word(0);
    if !is_reserved(word) {
        return None;
    }
    let statement_ends = slip.token(0)?.first_on_line && !CLAUSE_WORDS.contains(&word);
    if statement_ends {
        return None;
    }
    Some(
        Advice::new(&findings::RESERVED, slip.range(0, 0), format!("`{word}` is a word of the language, not a name"))
            .label("a name belongs here")
            .help(format!("write another name everywhere, such as `{word}_`"))
            .read_on_with(slip.range(0, 0), format!("{word}_")),
    )
}

/// `avoid "sauna"`, `activity "saunas"`
fn quoted(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::Text) {
        return None;
    }
    let inner = slip.word(0).trim_matches('"');
    let name = as_name(inner).unwrap_or_else(|| "name".to_owned());
    if matches!(slip.word(-1), "activity" | "sign" | "fact" | "event" | "part" | "treatment") {
        return Some(
            Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("this `{}` has no name", slip.word(-1)))
                .label("a name belongs after this")
                .help(format!(
                    "write a name before the label, as in `{} {name} {}`",
                    slip.word(-1),
                    shown(slip.word(0))
                ))
                .fix(format!("write `{name}`"), slip.behind(-1), format!(" {name}")),
        );
    }
    Some(
        Advice::new(
            &findings::NOT_A_NAME,
            slip.range(0, 0),
            format!("`{}` is a text, not a name", shown(slip.word(0))),
        )
        .label("a name has no quotes")
        .write(slip.range(0, 0), name),
    )
}

/// `Sauna`, `müde`, `5htp`
fn letters(slip: &Slip<'_>) -> Option<Advice> {
    let word = slip.word(0);
    if !matches!(slip.kind(0)?, Kind::Word | Kind::Number) || is_name(word) {
        return None;
    }
    if slip.kind(0) == Some(Kind::Number) && !word.contains(|c: char| c.is_alphabetic()) {
        return None;
    }
    // A name may go on behind a mark: `Steam-Bath`.
    let glued =
        matches!(slip.word(1), "-") && slip.kind(2) == Some(Kind::Word) && slip.token(0)?.end == slip.token(1)?.start;
    let range = slip.range(0, if glued { 2 } else { 0 });
    let written = slip.text.get(range.clone())?;
    let advice = Advice::new(&findings::NOT_A_NAME, range.clone(), format!("`{}` is not a name", shown(written)))
        .label("not the letters of a name");
    let rule = "names start with a small letter and have letters from a to z, digits and `_`";
    Some(match as_name(written) {
        Some(name) => advice.help(format!("write `{name}`; {rule}")).fix(format!("write `{name}`"), range, name),
        None if slip.expects(Rule::treatment_word) => advice.help(rule).read_on_with(range, "treatment"),
        None => advice.help(rule).read_on_with(range, "x"),
    })
}
