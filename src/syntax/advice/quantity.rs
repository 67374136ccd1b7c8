//! Amounts of time as people write them → as the language writes them, or why there is no one way.

use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::token::Kind;

/// What was meant by a number and its unit.
pub(super) enum Amount {
    /// Exactly this duration, without a sign.
    Clear(String),
    /// A number without any unit.
    NoUnit(String),
    /// One of these two durations: `6m`.
    Either(String, String),
    /// A part of a unit, and what to write if it can be said.
    Fraction(Option<String>),
    /// A unit that rules do not have.
    Unknown,
}

/// An amount found in a text, and how many tokens it takes.
pub(super) struct Found {
    pub(super) amount: Amount,
    /// The last of its tokens.
    pub(super) last: isize,
}

/// The amount that starts with the token at a distance, which may have a sign; its unit may be a word of its own.
pub(super) fn amount(slip: &Slip<'_>, distance: isize) -> Option<Found> {
    if !matches!(slip.kind(distance), Some(Kind::Number | Kind::Signed)) {
        return None;
    }
    let written = slip.word(distance).trim_start_matches(['+', '-']);
    let next = slip.word(distance + 1);
    let spelled = slip.token(distance + 1).is_some_and(|token| !token.first_on_line) && unit(next).is_some();
    if written.bytes().all(|b| b.is_ascii_digit()) && spelled {
        return Some(Found { amount: single(written, next), last: distance + 1 });
    }
    if written.contains(':') || written.matches('-').count() > 0 {
        return None;
    }
    Some(Found {
        amount: several(written, spelled.then_some(next)),
        last: distance + isize::from(has_only_number(written) && spelled),
    })
}

fn has_only_number(written: &str) -> bool {
    written.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// `48h`, `1w24h`, `48hours`, `1.5h`, `48`
fn several(written: &str, spelled: Option<&str>) -> Amount {
    let mut clear = String::new();
    let mut rest = written;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (number, tail) = rest.split_at_checked(digits).unwrap_or((rest, ""));
        let letters = tail.len() - tail.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let (letters, tail) = tail.split_at_checked(letters).unwrap_or((tail, ""));
        let letters = if letters.is_empty() && tail.is_empty() { spelled.unwrap_or("") } else { letters };
        if number.is_empty() {
            return Amount::Unknown;
        }
        match single(number, letters) {
            Amount::Clear(one) => clear.push_str(&one),
            other => return other,
        }
        if tail.is_empty() {
            return Amount::Clear(clear);
        }
        rest = tail;
    }
}

/// One number and one unit.
fn single(number: &str, letters: &str) -> Amount {
    let whole = number.bytes().all(|b| b.is_ascii_digit());
    match (unit(letters), whole) {
        (_, true) if letters.is_empty() => Amount::NoUnit(number.to_owned()),
        (Some(Unit::MinutesOrMonths), true) => Amount::Either(format!("{number}min"), format!("{number}mo")),
        (Some(unit), true) => Amount::Clear(format!("{number}{}", unit.word())),
        (Some(unit), false) => Amount::Fraction(fraction(number, &unit)),
        (None, false) if letters.is_empty() => Amount::Fraction(None),
        (None, _) => Amount::Unknown,
    }
}

/// What part of a unit is, in smaller units, where that is one thing.
fn fraction(number: &str, unit: &Unit) -> Option<String> {
    let value: f64 = number.parse().ok()?;
    let (each, small) = match unit {
        Unit::Hours => (60.0, "min"),
        Unit::Years => (12.0, "mo"),
        // Half a day is twelve hours on most days of the year, and half a month is nothing anyone can count.
        _ => return None,
    };
    let smaller = value * each;
    (smaller.fract() == 0.0 && smaller < 10_000.0).then(|| {
        let (large, rest) = ((smaller / each).trunc(), smaller % each);
        match (large, unit) {
            (0.0, _) => format!("{rest}{small}"),
            (_, Unit::Hours) => format!("{large}h{rest}min"),
            _ => format!("{large}y{rest}mo"),
        }
    })
}

enum Unit {
    Minutes,
    MinutesOrMonths,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

impl Unit {
    fn word(&self) -> &'static str {
        match self {
            Unit::Minutes => "min",
            Unit::Hours => "h",
            Unit::Days => "d",
            Unit::Weeks => "w",
            Unit::Months | Unit::MinutesOrMonths => "mo",
            Unit::Years => "y",
        }
    }
}

fn unit(letters: &str) -> Option<Unit> {
    match letters.to_ascii_lowercase().as_str() {
        "m" => Some(Unit::MinutesOrMonths),
        "min" | "mins" | "minute" | "minutes" => Some(Unit::Minutes),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Unit::Hours),
        "d" | "day" | "days" => Some(Unit::Days),
        "w" | "wk" | "wks" | "week" | "weeks" => Some(Unit::Weeks),
        "mo" | "mos" | "mth" | "month" | "months" => Some(Unit::Months),
        "y" | "yr" | "yrs" | "year" | "years" => Some(Unit::Years),
        _ => None,
    }
}

/// What to say about an amount that is not written as the language writes it; `sign` is `+`, `-` or nothing. `None` if
/// it is written well and only stands in the wrong place.
pub(super) fn badly_written(slip: &Slip<'_>, distance: isize, sign: &str) -> Option<Advice> {
    let found = amount(slip, distance)?;
    let range = slip.range(distance, found.last);
    let written = slip.text.get(range.clone())?.to_owned();
    let advice = |message: String| Advice::new(&findings::DURATION, range.clone(), message);
    match found.amount {
        Amount::Clear(clear) if format!("{sign}{clear}") == written || clear == written => None,
        Amount::Clear(clear) => Some(
            advice(format!("`{written}` is not how a duration is written"))
                .label("number and unit in short")
                .write(range, format!("{sign}{clear}")),
        ),
        Amount::NoUnit(number) => Some(
            advice(format!("`{written}` has no unit"))
                .label("hours, days, weeks?")
                .help(format!("write `{sign}{number}h` for {number} hours or `{sign}{number}d` for {number} days"))
                .read_on_with(range, format!("{sign}{number}h")),
        ),
        Amount::Either(minutes, months) => Some(
            advice(format!("`{written}` could be minutes or months"))
                .label("`m` is two units")
                .help(format!("write `{sign}{minutes}` for minutes or `{sign}{months}` for months"))
                .read_on_with(range, format!("{sign}{months}")),
        ),
        Amount::Fraction(Some(smaller)) => Some(
            advice(format!("`{written}` has a decimal point, and units come whole"))
                .label("not a whole number")
                .write(range, format!("{sign}{smaller}")),
        ),
        Amount::Fraction(None) => Some(
            advice(format!("`{written}` has a decimal point, and units come whole"))
                .label("not a whole number")
                .help(format!("write it in a smaller unit, such as `{sign}36h` for a day and a half"))
                .read_on_with(range, format!("{sign}1h")),
        ),
        Amount::Unknown => Some(
            advice(format!("`{written}` is not a duration"))
                .label("no such unit")
                .help("the units are `min`, `h`, `d`, `w`, `mo` and `y`, each after its number")
                .read_on_with(range, format!("{sign}1h")),
        ),
    }
}
