//! Where a moment or a duration was expected: signs and units that are missing, spelt out or split off.

use super::quantity::{Amount, amount, badly_written};
use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    if let Some(advice) = after_treatment(slip).or_else(|| after_event(slip)) {
        return Some(advice);
    }
    if slip.expects_moment() {
        half_range(slip)
            .or_else(|| spelt_range(slip))
            .or_else(|| date(slip))
            .or_else(|| split_sign(slip))
            .or_else(|| signed(slip))
            .or_else(|| unsigned(slip))
    } else if slip.expects_clause() {
        alone(slip).or_else(|| lasting(slip))
    } else if slip.expects(Rule::duration) || slip.expects(Rule::duration_range) {
        with_a_sign(slip).or_else(|| badly_written(slip, 0, ""))
    } else {
        behind(slip)
    }
}

/// `from day 3..5`, `until +2..4d`, `+2d..4d`
fn half_range(slip: &Slip<'_>) -> Option<Advice> {
    let advice = |range| Advice::new(&findings::RANGE, range, "both ends of a range are whole moments");
    if slip.word(-1) == ".." {
        if slip.word(-3) == "day"
            && slip.kind(0) == Some(Kind::Number)
            && slip.word(0).bytes().all(|b| b.is_ascii_digit())
        {
            let both = format!("{} {}", "day", slip.word(0));
            let help = format!("write `day {}..{both}`", slip.word(-2));
            return Some(advice(slip.range(-3, 0)).label("a day and a number").help(help).fix(
                format!("write `{both}`"),
                slip.range(0, 0),
                both,
            ));
        }
        if slip.kind(-2) == Some(Kind::Signed)
            && let Amount::Clear(clear) = amount(slip, 0)?.amount
            && slip.kind(0) == Some(Kind::Number)
        {
            let sign = slip.word(-2).get(..1)?;
            let help = format!("write `{}..{sign}{clear}`", slip.word(-2));
            return Some(advice(slip.range(-2, amount(slip, 0)?.last)).label("the second has no sign").help(help).fix(
                format!("write `{sign}{clear}`"),
                slip.range(0, amount(slip, 0)?.last),
                format!("{sign}{clear}"),
            ));
        }
        return None;
    }
    // `+2..4d`: the unit of the second is meant for both.
    let number = slip.word(0).trim_start_matches(['+', '-']);
    if slip.word(1) != ".." || !number.bytes().all(|b| b.is_ascii_digit()) || number.is_empty() {
        return None;
    }
    let second = amount(slip, 2)?;
    let Amount::Clear(clear) = second.amount else { return None };
    let unit = clear.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = if slip.word(0).starts_with('-') { "-" } else { "+" };
    let range = slip.range(0, second.last);
    let written = format!("{sign}{number}{unit}..{sign}{clear}");
    Some(advice(range.clone()).label("the first has no unit").write(range, written))
}

/// `from 3 to 5 days`
fn spelt_range(slip: &Slip<'_>) -> Option<Advice> {
    let number = slip.word(0);
    let joins = matches!(slip.word(1), "to" | "and" | "or" | "-" | "–");
    if !joins || slip.kind(0) != Some(Kind::Number) || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second = amount(slip, 2)?;
    let Amount::Clear(clear) = second.amount else { return None };
    let unit = clear.trim_start_matches(|c: char| c.is_ascii_digit());
    let (range, word) = (slip.range(0, second.last), slip.word(-1));
    let written = slip.text.get(range.clone())?;
    let moments = format!("+{number}{unit}..+{clear}");
    let advice = Advice::new(&findings::RANGE, range.clone(), format!("`{written}` is not how a range is written"))
        .label("two moments");
    Some(if word == "from" {
        advice
            .help(format!(
                "write `from +{number}{unit} until +{clear}`, or `from {moments}` if it starts somewhere in between"
            ))
            .read_on_with(range, moments)
    } else {
        advice.write(range, moments)
    })
}

/// `until 2026-12-01`
fn date(slip: &Slip<'_>) -> Option<Advice> {
    let is_date = slip.kind(0) == Some(Kind::Number) && slip.word(0).matches('-').count() == 2;
    is_date.then(|| {
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 0), "a rule has no dates: it counts from the treatment")
            .label("a date of the calendar")
            .help("write the time from the treatment, such as `+2w` or `day 14 09:00`")
            .read_on_with(slip.range(0, 0), "+2w")
    })
}

/// `until treatment +2d`
fn after_treatment(slip: &Slip<'_>) -> Option<Advice> {
    let (at, sign) = match slip.kind(0) {
        Some(Kind::Signed) => (0, slip.word(0).get(..1)?),
        _ if matches!(slip.word(0), "+" | "-") => (1, slip.word(0)),
        _ => return None,
    };
    if slip.word(-1) != "treatment" {
        return None;
    }
    let Found { clear, last } = clear(slip, at)?;
    let advice = Advice::new(&findings::OUT_OF_PLACE, slip.range(-1, last), "times count from the treatment anyway")
        .label("`treatment` is not written");
    let written = format!("{sign}{clear}");
    if slip.word(-2) == "until" {
        return Some(advice.write(slip.range(-1, last), written));
    }
    // `from treatment +2d` may leave out an `until`.
    let help = format!("write `{written}` for that long from the treatment, or say with `until` when something ends");
    Some(advice.help(help).read_on_with(slip.range(-1, last), written))
}

/// `until healed + 2d`, `until healed 2d`
fn after_event(slip: &Slip<'_>) -> Option<Advice> {
    if slip.expects(Rule::offset) && !slip.expects_moment() {
        return split_sign(slip);
    }
    // `2d` could be the start of `2d after shower`.
    let ends_with_event = matches!(slip.word(-3), "until" | "from" | "before" | "at") && slip.word(-2) != "treatment";
    if slip.kind(-1) != Some(Kind::Number) || slip.kind(-2) != Some(Kind::Word) || !ends_with_event {
        return None;
    }
    let Found { clear, last } = clear(slip, -1)?;
    let (event, range) = (slip.word(-2), slip.range(-1, last));
    let advice = Advice::new(&findings::SIGN, range.clone(), format!("`{clear}` after `{event}`, or before it?"))
        .label("without a sign")
        .help(format!("write `{event} +{clear}` for so long after, or `{event} -{clear}` for so long before"));
    Some(advice.read_on_with(range, format!("+{clear}")))
}

/// `+ 48h`
fn split_sign(slip: &Slip<'_>) -> Option<Advice> {
    let sign = slip.word(0);
    if !matches!(sign, "+" | "-") || slip.kind(1) != Some(Kind::Number) {
        return None;
    }
    let Found { clear, last } = clear(slip, 1)?;
    let range = slip.range(0, last);
    Some(
        Advice::new(&findings::DURATION, range.clone(), "a sign stands directly before its number")
            .label("a space after the sign")
            .write(range, format!("{sign}{clear}")),
    )
}

/// A clear duration and its last token.
struct Found {
    clear: String,
    last: isize,
}

fn clear(slip: &Slip<'_>, distance: isize) -> Option<Found> {
    let found = amount(slip, distance)?;
    match found.amount {
        Amount::Clear(clear) => Some(Found { clear, last: found.last }),
        Amount::NoUnit(number) => Some(Found { clear: format!("{number}h"), last: found.last }),
        _ => None,
    }
}

/// `until +48`, `until +6m`, `until +1.5h`, `until +2 days`
fn signed(slip: &Slip<'_>) -> Option<Advice> {
    (slip.kind(0) == Some(Kind::Signed)).then(|| badly_written(slip, 0, slip.word(0).get(..1).unwrap_or("+")))?
}

/// `until 48h`, `until 2 days`
fn unsigned(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::Number) || slip.expects(Rule::clock) {
        return None;
    }
    let found = amount(slip, 0)?;
    let Amount::Clear(clear) = found.amount else { return badly_written(slip, 0, "+") };
    let (word, range) = (slip.word(-1), slip.range(0, found.last));
    let written = slip.text.get(range.clone())?;
    let advice = Advice::new(
        &findings::SIGN,
        range.clone(),
        format!("`{written}` is a duration; after `{word}` stands a moment"),
    )
    .label("how long, not when");
    Some(if word == "before" {
        advice
            .help(format!("write `before -{clear}` for any time up to then, or `within {clear} before treatment`"))
            .read_on_with(range, format!("-{clear}"))
    } else {
        advice.help(format!("write `{word} +{clear}`: that long after the treatment")).fix(
            format!("write `+{clear}`"),
            range,
            format!("+{clear}"),
        )
    })
}

/// `every +4h`
fn with_a_sign(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::Signed) {
        return None;
    }
    let Found { clear, last } = clear(slip, 0)?;
    let range = slip.range(0, last);
    Some(
        Advice::new(
            &findings::SIGN,
            range.clone(),
            format!("after `{}` stands a duration, without a sign", slip.word(-1)),
        )
        .label("a moment, not a duration")
        .write(range, clear),
    )
}

/// `avoid x +48h`, `do x 30 min after shower`
fn alone(slip: &Slip<'_>) -> Option<Advice> {
    let Found { clear, last } = clear(slip, 0)?;
    if matches!(slip.word(last + 1), "after" | "before") && slip.kind(0) == Some(Kind::Number) {
        return badly_written(slip, 0, "");
    }
    unplaced(slip, 0, last, &clear)
}

/// `avoid x 48h`, which could be the start of `48h after shower`, and `avoid x 3`, which could be one of `3 times daily`.
fn behind(slip: &Slip<'_>) -> Option<Advice> {
    let gap = slip.expects(Rule::after_word) && slip.expects(Rule::before_word) && !slip.expects(Rule::of);
    if slip.kind(-1) != Some(Kind::Number) || !(gap || slip.expects(Rule::times_word)) {
        return None;
    }
    let found = amount(slip, -1)?;
    match found.amount {
        Amount::Clear(clear) => unplaced(slip, -1, found.last, &clear),
        Amount::NoUnit(number) => Some(
            Advice::new(
                &findings::DURATION,
                slip.range(-1, -1),
                format!("`{number}` alone says neither when nor how often"),
            )
            .label("a number of what?")
            .help(format!(
                "write `until +{number}h` or `until +{number}d` for a time, `{number} times daily` for how often"
            ))
            .read_on_with(slip.range(-1, -1), format!("until +{number}h")),
        ),
        _ => None,
    }
}

/// A duration that stands alone from one token to another.
pub(super) fn unplaced(slip: &Slip<'_>, from: isize, to: isize, clear: &str) -> Option<Advice> {
    let written = slip.text.get(slip.range(from, to))?;
    let sign = if written.starts_with('-') { "-" } else { "+" };
    let lasting =
        if slip.verb() == "do" { format!("; write `lasting {clear}` for how long each time") } else { String::new() };
    Some(
        Advice::new(
            &findings::WINDOW,
            slip.range(from, to),
            format!("`{written}` alone does not say whether something ends or starts then"),
        )
        .label("an end or a start?")
        .help(format!(
            "write `until {sign}{clear}` if it ends then, or `from {sign}{clear}` if it starts then{lasting}"
        ))
        .read_on_with(slip.range(from, to), format!("until {sign}{clear}")),
    )
}

/// `for 48h`
fn lasting(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(0) != "for" {
        return None;
    }
    if slip.word(2) == "sessions" {
        return Some(
            Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 2), "only `repeat` has a number of sessions")
                .label("not in this rule")
                .help(format!("write a rule of its own: `repeat for {} sessions`", slip.word(1)))
                .read_on_with(slip.range(0, 2), ""),
        );
    }
    let Some(Found { clear, last }) = clear(slip, 1) else {
        return Some(
            Advice::new(&findings::WINDOW, slip.range(0, 0), "`for` does not say from when to when")
                .label("from when, until when?")
                .help("write the end, as in `until +48h`, or how long each time, as in `lasting 15min`"),
        );
    };
    let (range, duration) = (slip.range(0, last), slip.text.get(slip.range(1, last))?);
    let advice = Advice::new(&findings::WINDOW, range.clone(), format!("`for {duration}` does not say from when"))
        .label("from when?");
    Some(if slip.verb() == "do" {
        advice
            .help(format!(
                "write `until +{clear}` for the time after the treatment, or `lasting {clear}` for each time"
            ))
            .read_on_with(range, format!("until +{clear}"))
    } else {
        advice.help(format!("write `until +{clear}`: from the treatment until then")).fix(
            format!("write `until +{clear}`"),
            range,
            format!("until +{clear}"),
        )
    })
}
