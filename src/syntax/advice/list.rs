//! Lists: a comma that is missing, one that is too many, and other words for it.

use super::{Advice, Slip, is_name};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::words::is_reserved;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    joined(slip).or_else(|| missing(slip)).or_else(|| superfluous(slip))
}

/// `avoid sauna, until +48h`
pub(super) fn trailing_comma(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(-1) != "," {
        return None;
    }
    let ends = match slip.token(0) {
        None => true,
        Some(token) => {
            let next_is_name_like = matches!(slip.word(1), "," | "") || token.kind != Kind::Word;
            (is_reserved(slip.word(0)) && !next_is_name_like) || matches!(slip.word(0), "{" | "}" | ")")
        }
    };
    ends.then(|| {
        Advice::new(&findings::COMMAS, slip.range(-1, -1), "nothing follows this comma")
            .label("one comma too many")
            .help("delete the comma, or write what should follow it")
            .fix("delete the comma", slip.range(-1, -1), "")
    })
}

/// `avoid sauna and heat`
fn joined(slip: &Slip<'_>) -> Option<Advice> {
    let joins = matches!(slip.word(0), "and" | "or" | "&" | "+" | "/" | ";" | "as");
    let goes_on = slip.kind(1) == Some(Kind::Word) && (is_name(slip.word(1)) || slip.word(1) == "(");
    if !slip.expects(Rule::comma) || !joins || !goes_on {
        return None;
    }
    let range = slip.token(-1)?.end..slip.token(0)?.end;
    Some(
        Advice::new(&findings::COMMAS, slip.range(0, 0), format!("a list has commas, not `{}`", slip.word(0)))
            .label("a comma belongs here")
            .help("write `,` between the names of a list")
            .fix("write `,`", range, ","),
    )
}

/// `avoid sauna heat until +48h`, `daily at 08:00 20:00`
fn missing(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::comma) {
        return None;
    }
    let is_clock = |distance| slip.kind(distance) == Some(Kind::Number) && slip.word(distance).contains(':');
    let name_like = |distance| slip.kind(distance) == Some(Kind::Word) && is_name(slip.word(distance));
    // After a label or a value the next element of the list starts with a name too.
    let element =
        name_like(-1) || slip.kind(-1) == Some(Kind::Text) || slip.expects(Rule::answer) || slip.word(-3) == "=";
    let goes_on = slip.word(1) != ":" && !slip.token(0)?.first_on_line;
    if !((name_like(0) && element && goes_on) || (is_clock(0) && is_clock(-1))) {
        return None;
    }
    let (one, two) = (slip.word(-1), slip.word(0));
    Some(
        Advice::new(&findings::COMMAS, slip.range(-1, 0), format!("a comma is missing before `{two}`"))
            .label("a list?")
            .help(format!("write `{one}, {two}`"))
            .fix("write `,`", slip.behind(-1), ","),
    )
}

/// `avoid sauna until +48h, because "…"`
fn superfluous(slip: &Slip<'_>) -> Option<Advice> {
    (slip.word(0) == "," && !slip.expects(Rule::comma)).then(|| {
        Advice::new(&findings::COMMAS, slip.range(0, 0), "no comma stands here")
            .label("one comma too many")
            .help("delete the comma; only lists of names have commas")
            .fix("delete the comma", slip.range(0, 0), "")
    })
}
