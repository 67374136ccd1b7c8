//! Windows: words that join two ends in another way than the language does, days where a moment belongs, sides left out.

use super::quantity::{Amount, amount};
use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    days(slip)
        .or_else(|| bare_day(slip))
        .or_else(|| weekday(slip))
        .or_else(|| day(slip))
        .or_else(|| through(slip))
        .or_else(|| to(slip))
        .or_else(|| within(slip))
}

/// `on day 4..5`, `on day 4 to 5`, `on days 4..5`, `on days 4-5`, `on days 4`
fn days(slip: &Slip<'_>) -> Option<Advice> {
    let plural = slip.expects(Rule::to);
    let (on, day, first) = (slip.word(-3), slip.word(-2), slip.word(-1));
    if on != "on" || !matches!(day, "day" | "days") || slip.kind(-1) != Some(Kind::Number) {
        return None;
    }
    let joins =
        matches!(slip.word(0), "to" | "and" | "through" | "until" | "-" | "–") || slip.kind(0) == Some(Kind::Dots);
    let (last, second) = match slip.kind(0) {
        // `4-5` is the number 4 and the number -5.
        Some(Kind::Signed) => (0, slip.word(0).trim_start_matches('-')),
        _ if joins && slip.word(1) == "day" && slip.kind(2) == Some(Kind::Number) => (2, slip.word(2)),
        _ if joins && slip.kind(1) == Some(Kind::Number) => (1, slip.word(1)),
        _ if plural => {
            return Some(
                Advice::new(&findings::RANGE, slip.range(-3, -1), format!("`on days {first}` names one day"))
                    .label("from which to which?")
                    .help(format!("write `on day {first}`, or two days, as in `on days {first} to 7`"))
                    .read_on_with(slip.range(-2, -2), "day"),
            );
        }
        _ => return None,
    };
    let written = format!("days {first} to {second}");
    Some(
        Advice::new(&findings::RANGE, slip.range(-3, last), "several days are written with `days` and `to`")
            .label("more than one day")
            .help(format!("write `on {written}`"))
            .fix(format!("write `{written}`"), slip.range(-2, last), written),
    )
}

/// `phase "Day 2" day 2`, `avoid x days 2 to 7`
fn bare_day(slip: &Slip<'_>) -> Option<Advice> {
    let counted = matches!(slip.word(0), "day" | "days") && matches!(slip.kind(1), Some(Kind::Number | Kind::Signed));
    if !counted || !slip.expects(Rule::on) {
        return None;
    }
    let (day, number) = (slip.word(0), slip.word(1));
    let help = match day {
        "day" => format!("write `on day {number}` for that day, `from day {number}` or `through day {number}`"),
        _ => format!("write `on days {number} …`"),
    };
    Some(
        Advice::new(&findings::WINDOW, slip.range(0, 1), format!("`{day} {number}` alone does not say how it counts"))
            .label("on it, from it, through it?")
            .help(help)
            .read_on_with(slip.before(0), "on "),
    )
}

/// `on Monday`
fn weekday(slip: &Slip<'_>) -> Option<Advice> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "weekday"];
    let word = slip.word(0).to_ascii_lowercase();
    let found = days.contains(&word.trim_end_matches('s')) && !slip.expects(Rule::comma);
    found.then(|| {
        Advice::new(&findings::WINDOW, slip.range(0, 0), "a rule has no weekdays: it counts from the treatment")
            .label("a weekday")
            .help("write the day from the treatment, as in `on day 3`")
            .read_on_with(slip.range(0, 0), if slip.expects(Rule::day_word) { "day 3" } else { "day 3 09:00" })
    })
}

/// `on 3`, `on +2d`, `through 5`, `on days 2 to 7 evening`
fn day(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(-5) == "on" && slip.word(-4) == "days" && slip.word(-2) == "to" && slip.kind(0) == Some(Kind::Word) {
        let part = slip.word(0);
        if super::is_name(part) && super::spelling::meant_here(slip).is_none() {
            let days = slip.text.get(slip.range(-4, -1))?;
            return Some(
                Advice::new(
                    &findings::WINDOW,
                    slip.range(-5, 0),
                    format!("`on {days} {part}` can be read in two ways"),
                )
                .label("each day, or one stretch?")
                .help(format!(
                    "write `on {days} daily {part}` for that part of each day, or `from … until …` with two moments for one stretch"
                    ))
                .read_on_with(slip.range(0, 0), ""),
            );
        }
    }
    if !slip.expects(Rule::day_word) {
        return None;
    }
    let word = slip.word(-1);
    match slip.kind(0)? {
        Kind::Number if slip.word(0).bytes().all(|b| b.is_ascii_digit()) => {
            let written = format!("day {}", slip.word(0));
            Some(
                Advice::new(
                    &findings::RANGE,
                    slip.range(-1, 0),
                    format!("`{word} {}` lacks the word `day`", slip.word(0)),
                )
                .label("a number of what?")
                .help(format!("write `{word} {written}`"))
                .fix(format!("write `{written}`"), slip.range(0, 0), written),
            )
        }
        Kind::Signed | Kind::Number => {
            let (range, moment) = clear(slip, 0)?;
            let better = if word == "on" { "at" } else { "until" };
            let written = format!("{better} {moment}");
            Some(
                Advice::new(&findings::WINDOW, slip.range(-1, 0), format!("after `{word}` stands a day, not a time"))
                    .label("not a day")
                    .help(format!("write `{written}`, or a day, as in `{word} day 3`"))
                    .read_on_with(slip.range(-1, -1).start..range.end, written),
            )
        }
        _ => None,
    }
}

/// `from +2d through +5d`, `through treatment`: see [`day`] for numbers.
fn through(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(-1) != "through" || !slip.expects(Rule::day_word) {
        return None;
    }
    let fine = slip.kind(0) == Some(Kind::Word) && slip.word(0) != "days";
    fine.then(|| {
        Advice::new(&findings::WINDOW, slip.range(-1, 0), "`through` takes a day, which is still counted")
            .label("not a day")
            .help(format!("write `until {}`, or a day, as in `through day 7`", slip.word(0)))
            .read_on_with(slip.range(-1, -1), "until")
    })
}

/// `from +2d to +5d`
fn to(slip: &Slip<'_>) -> Option<Advice> {
    let joins = matches!(slip.word(0), "to" | "till" | "til" | "upto" | "-");
    // `---` is a line that somebody drew.
    let drawn = slip.word(0) == "-" && slip.word(1).starts_with('-');
    if !joins || drawn || !slip.expects(Rule::until) {
        return None;
    }
    let title = "write `until`";
    Some(
        Advice::new(
            &findings::WINDOW,
            slip.range(0, 0),
            format!("a window ends with `until`, not with `{}`", slip.word(0)),
        )
        .label("`until` here")
        .help("write `until` before a moment, or `through day 7` to count a whole day")
        .fix(title, slip.range(0, 0), "until"),
    )
}

/// `within 3d`
fn within(slip: &Slip<'_>) -> Option<Advice> {
    let side = slip.expects(Rule::of) && slip.expects(Rule::before_word) && slip.expects(Rule::after_word);
    if !side {
        return None;
    }
    let start = (1..=4).map(|back| -back).find(|&distance| slip.word(distance) == "within")?;
    let written = slip.text.get(slip.range(start, -1))?;
    Some(
        Advice::new(
            &findings::WINDOW,
            slip.range(start, -1),
            format!("`{written}` does not say on which side of what"),
        )
        .label("before or after what?")
        .help(format!(
            "write `{written} after treatment` or `{written} before treatment`; `{written} of treatment` is both"
        ))
        .read_on_with(slip.behind(-1), if slip.word(0) == "treatment" { " of" } else { " of treatment" }),
    )
}

/// The moment meant by an amount, with its sign.
pub(super) fn clear(slip: &Slip<'_>, distance: isize) -> Option<(std::ops::Range<usize>, String)> {
    let found = amount(slip, distance)?;
    let Amount::Clear(clear) = found.amount else { return None };
    let sign = if slip.word(distance).starts_with('-') { "-" } else { "+" };
    Some((slip.range(distance, found.last), format!("{sign}{clear}")))
}
