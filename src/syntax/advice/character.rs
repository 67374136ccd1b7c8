//! Characters that look like others: typographic quotes and dashes, spaces that do not break, marks of other languages.

use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::Mark) {
        return None;
    }
    match slip.word(0) {
        "“" | "”" | "„" | "‟" | "«" | "»" | "‘" | "’" | "'" | "`" => Some(quotes(slip)),
        "–" | "—" | "−" | "‐" | "‑" => Some(dash(slip)),
        "…" => Some(
            Advice::new(&findings::RANGE, slip.range(0, 0), "`…` is one character, a range has two dots")
                .label("not two dots")
                .write(slip.range(0, 0), ".."),
        ),
        "//" => Some(
            Advice::new(&findings::UNEXPECTED, slip.range(0, 0), "a comment starts with `#`, not with `//`")
                .label("not a comment here")
                .write(slip.range(0, 0), "#"),
        ),
        ";" | "." if !slip.expects_moment() => Some(
            Advice::new(
                &findings::UNEXPECTED,
                slip.range(0, 0),
                format!("a statement ends without a `{}`", slip.word(0)),
            )
            .label("not needed")
            .help(format!("delete the `{}`", slip.word(0)))
            .fix(format!("delete the `{}`", slip.word(0)), slip.range(0, 0), ""),
        ),
        mark => invisible(slip, mark.chars().next()?),
    }
}

/// Quotes as a word processor writes them.
fn quotes(slip: &Slip<'_>) -> Advice {
    let open = slip.range(0, 0);
    let rest = slip.text.get(open.end..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let advice = |range| {
        Advice::new(&findings::QUOTES, range, "these quotes are not straight ones").label("not a straight quote")
    };
    let closing = line.char_indices().find(|&(_, c)| matches!(c, '“' | '”' | '"' | '«' | '»' | '’' | '\'' | '`'));
    match closing {
        Some((at, c)) => {
            let close = open.end + at..open.end + at + c.len_utf8();
            advice(open.start..close.end)
                .help(format!("write `\"{}\"` with straight quotes", super::shown(line.get(..at).unwrap_or_default())))
                .fixes("write straight quotes", vec![(open, "\"".to_owned()), (close, "\"".to_owned())])
        }
        None => advice(open).help("write the text between straight quotes: `\"…\"`"),
    }
}

/// A dash where a minus sign or a range was meant.
fn dash(slip: &Slip<'_>) -> Advice {
    let (range, mark) = (slip.range(0, 0), slip.word(0));
    let between = slip.kind(-1) == Some(Kind::Number) && slip.kind(1) == Some(Kind::Number);
    let advice = Advice::new(&findings::RANGE, range.clone(), format!("`{mark}` is a typographic dash"));
    let advice = advice.label("not a hyphen");
    if between {
        advice.help("write `..` between the ends of a range").fix("write `..`", range, "..")
    } else {
        advice.help("write the hyphen `-` for a time before the treatment, as in `-12h`").fix("write `-`", range, "-")
    }
}

/// Characters that nobody sees.
fn invisible(slip: &Slip<'_>, character: char) -> Option<Advice> {
    let invisible =
        character.is_whitespace() || matches!(u32::from(character), 0x200B..=0x200F | 0x2060 | 0xFEFF | 0xAD);
    if !invisible {
        return None;
    }
    let everywhere = slip.text.match_indices(character).map(|(at, found)| (at..at + found.len(), " ".to_owned()));
    let number = u32::from(character);
    Some(
        Advice::new(
            &findings::UNEXPECTED,
            slip.range(0, 0),
            format!("the invisible character U+{number:04X} stands here"),
        )
        .label("not an ordinary space")
        .help("write an ordinary space; such characters come from web pages and word processors")
        .fixes("write ordinary spaces", everywhere.collect()),
    )
}
