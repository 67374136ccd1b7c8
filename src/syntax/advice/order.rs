//! `after` and `before`: an order of activities, where a time from a moment was meant.

use super::window::clear;
use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    gap(slip).or_else(|| after(slip))
}

/// `after treatment`, `after +48h`, `after 48h`, `after day 3`, `after healed +2d`
fn after(slip: &Slip<'_>) -> Option<Advice> {
    let advice = |to: isize, distance: isize| {
        Advice::new(&findings::WINDOW, slip.range(distance, to), "`after` names an activity; a time starts with `from`")
            .label("a time, not an activity")
    };
    if slip.word(-1) == "after" && slip.expects_name() {
        if slip.word(0) == "treatment" {
            let help = "write `from treatment`, or a later time, as in `from +48h`";
            return Some(advice(0, -1).help(help).fix("write `from`", slip.range(-1, -1), "from"));
        }
        let (range, moment) = clear(slip, 0)?;
        let help = format!("write `from {moment}`");
        let whole = slip.range(-1, -1).start..range.end;
        return Some(advice(0, -1).help(help.clone()).fix(help, whole, format!("from {moment}")));
    }
    // `3` could be one of `3 times daily`, so the text breaks behind it.
    if slip.word(-3) == "after" && slip.word(-2) == "day" && slip.expects(Rule::times_word) {
        let day: u32 = slip.word(-1).parse().ok()?;
        let help = format!("write `from day {}`, or `from day {day}` if day {day} counts too", day.saturating_add(1));
        return Some(advice(-1, -3).help(help).read_on_with(slip.range(-3, -3), "from"));
    }
    if slip.word(-2) != "after" || !slip.expects(Rule::comma) {
        return None;
    }
    let (range, moment) = clear(slip, 0)?;
    let help = format!("write `from {} {moment}`", slip.word(-1));
    let whole = slip.range(-2, -2).start..range.end;
    Some(advice(0, -2).help(help.clone()).fix(help, whole, format!("from {} {moment}", slip.word(-1))))
}

/// `2h before treatment`
fn gap(slip: &Slip<'_>) -> Option<Advice> {
    let side = slip.word(-1);
    let time = slip.word(0) == "treatment" || slip.kind(0) == Some(Kind::Signed);
    if !matches!(side, "before" | "after") || slip.kind(-2) != Some(Kind::Number) || !time || !slip.expects_name() {
        return None;
    }
    if slip.expects_moment() {
        return None;
    }
    let (range, written) = (slip.range(-2, 0), slip.text.get(slip.range(-2, 0))?);
    let (duration, moment) = (slip.word(-2), slip.word(0));
    let point = match (moment, side) {
        ("treatment", "before") => format!("at -{duration}"),
        ("treatment", _) => format!("at +{duration}"),
        _ => format!("at {moment}"),
    };
    Some(
        Advice::new(&findings::WINDOW, range.clone(), format!("`{written}` can be read in two ways"))
            .label("at that time, or within it?")
            .help(format!("write `{point}` for that very time, or `within {written}` for some time in between"))
            .read_on_with(range, format!("within {written}")),
    )
}
