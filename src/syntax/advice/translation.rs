//! Translations: a language that is missing, what stands between texts, a text that stands alone, braces.

use super::{Advice, Slip, shown};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    if slip.tokens.first()?.text(slip.text) != "translation" || slip.at == 0 {
        return None;
    }
    if slip.expects(Rule::language) {
        return language(slip);
    }
    if slip.expects(Rule::open_brace) {
        return open_brace(slip);
    }
    let alone = !slip.expects(Rule::close_brace);
    match slip.kind(0) {
        None if alone => Some(lonely(slip)),
        None => Some(unclosed(slip)),
        Some(Kind::Mark) if slip.word(0) == "}" => Some(lonely(slip)),
        Some(Kind::Mark) => Some(between(slip)),
        Some(Kind::Word | Kind::Number) => unquoted(slip),
        _ => None,
    }
}

/// `translation { … }`, `translation "de" { … }`
fn language(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) == Some(Kind::Text) && slip.word(1) == "{" {
        let bare = slip.word(0).trim_matches('"').to_owned();
        return Some(
            Advice::new(&findings::QUOTES, slip.range(0, 0), "a language stands without quotes")
                .label("a text")
                .write(slip.range(0, 0), bare),
        );
    }
    matches!(slip.kind(0), None | Some(Kind::Mark)).then(|| {
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), "this translation does not say into which language")
            .label("a language belongs after this")
            .help("write the language, as in `translation de {`")
            .read_on_with(slip.behind(-1), " de")
    })
}

/// `translation into de { … }`, `translation de "saunas" …`
fn open_brace(slip: &Slip<'_>) -> Option<Advice> {
    if matches!(slip.word(-1), "to" | "into" | "in" | "for") && slip.kind(0) == Some(Kind::Word) {
        let word = slip.word(-1);
        let gone = slip.range(-1, -1).start..slip.range(0, 0).start;
        return Some(
            Advice::new(&findings::UNEXPECTED, slip.range(-1, -1), format!("`{word}` is not a language"))
                .label("one word too many")
                .help(format!("write `translation {} {{`", slip.word(0)))
                .fix(format!("delete `{word}`"), gone, ""),
        );
    }
    matches!(slip.kind(0), None | Some(Kind::Text)).then(|| {
        Advice::new(&findings::BRACES, slip.range(-1, -1), "a `{` is missing before the texts")
            .label("a `{` belongs after this")
            .help("write `{` before the first text and `}` after the last")
            .fix("write `{`", slip.behind(-1), " {")
    })
}

/// `translation de { "saunas" }`
fn lonely(slip: &Slip<'_>) -> Advice {
    let text = shown(slip.word(-1).trim_matches('"'));
    Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("the text `{text}` has no translation"))
        .label("its translation belongs after this")
        .help("write two texts: the sheet's own, then what it is in the other language")
        .read_on_with(slip.behind(-1), " \"…\"")
}

/// `translation de { "saunas" "Saunabesuche"`
fn unclosed(slip: &Slip<'_>) -> Advice {
    Advice::new(&findings::BRACES, slip.range(-1, -1), "this translation is never closed")
        .label("a `}` belongs after this")
        .help("write `}` after the last text")
        .fix("write `}`", slip.behind(-1), "\n}")
}

/// `"saunas": "Saunabesuche"`, `"saunas" -> "Saunabesuche"`, `"saunas" "Saunabesuche",`
fn between(slip: &Slip<'_>) -> Advice {
    let marks = (0..).take_while(|&distance| slip.kind(distance) == Some(Kind::Mark) && slip.word(distance) != "}");
    let range = slip.range(0, marks.last().unwrap_or(0));
    let written = slip.text.get(range.clone()).unwrap_or_default();
    Advice::new(&findings::UNEXPECTED, range.clone(), format!("no `{}` stands between texts", shown(written)))
        .label("not needed")
        .help("write the two texts one after the other")
        .fix("delete it", range, "")
}

/// `saunas "Saunabesuche"`
fn unquoted(slip: &Slip<'_>) -> Option<Advice> {
    let goes_on = |distance: isize| {
        let token = slip.token(distance)?;
        let ends = matches!(token.kind, Kind::Text | Kind::OpenText) || token.text(slip.text) == "}";
        (!ends && (distance == 0 || !token.first_on_line)).then_some(distance)
    };
    let range = slip.range(0, (0..).map_while(goes_on).last()?);
    let written = slip.text.get(range.clone())?.to_owned();
    Some(
        Advice::new(&findings::QUOTES, range.clone(), format!("`{}` stands without quotes", shown(&written)))
            .label("a text stands in quotes")
            .write(range, format!("\"{written}\"")),
    )
}
