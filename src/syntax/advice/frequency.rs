//! How often, as sheets say it: twice daily, once a day, every morning.

use super::quantity::{Amount, amount};
use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    every(slip).or_else(|| times(slip)).or_else(|| one_word(slip)).or_else(|| number_of_times(slip))
}

fn advice(slip: &Slip<'_>, from: isize, to: isize) -> Option<Advice> {
    let written = slip.text.get(slip.range(from, to))?;
    Some(
        Advice::new(
            &findings::FREQUENCY,
            slip.range(from, to),
            format!("`{written}` is not how a frequency is written"),
        )
        .label("how often"),
    )
}

/// `every day`, `every morning`, `every other day`, `every 2 days`
fn every(slip: &Slip<'_>) -> Option<Advice> {
    if slip.word(-1) != "every" || !slip.expects(Rule::duration) {
        return None;
    }
    let next = slip.word(1);
    let (last, written) = match slip.word(0) {
        "day" => (0, "daily".to_owned()),
        "hour" => (0, "every 1h".to_owned()),
        "week" => (0, "every 1w".to_owned()),
        "month" => (0, "every 1mo".to_owned()),
        "year" => (0, "every 1y".to_owned()),
        "other" | "second" if next == "day" => (1, "every 2d".to_owned()),
        "other" | "second" if next == "week" => (1, "every 2w".to_owned()),
        "third" if next == "day" => (1, "every 3d".to_owned()),
        part @ ("morning" | "noon" | "afternoon" | "evening" | "night") => {
            return Some(
                advice(slip, -1, 0)?
                    .help(format!("write `daily {part}`; `part {part} …` says from when to when that is"))
                    .fix(format!("write `daily {part}`"), slip.range(-1, 0), format!("daily {part}")),
            );
        }
        _ => return None,
    };
    if slip.verb() == "repeat" && written == "daily" {
        return Some(advice(slip, -1, last)?.write(slip.range(-1, last), "every 1d"));
    }
    Some(advice(slip, -1, last)?.write(slip.range(-1, last), written))
}

/// `twice daily`, `once a day`, `three times a day`, `2x daily`
fn times(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::daily) {
        return None;
    }
    let word = slip.word(0).to_ascii_lowercase();
    let (number, mut next) = match word.as_str() {
        "once" => (1, 1),
        "twice" => (2, 1),
        "thrice" => (3, 1),
        counted => (count(counted).or_else(|| counted.strip_suffix('x')?.parse().ok())?, 1),
    };
    if slip.word(next) == "times" || slip.word(next) == "time" {
        next += 1;
    }
    let last = a_day(slip, next)?;
    let written = if number == 1 { "daily".to_owned() } else { format!("{number} times daily") };
    Some(advice(slip, 0, last)?.write(slip.range(0, last), written))
}

fn count(word: &str) -> Option<u16> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    (1..).zip(words).find(|(_, known)| *known == word).map(|(number, _)| number)
}

/// The last word of `daily`, `a day`, `per day`, `each day`, `every day`.
fn a_day(slip: &Slip<'_>, at: isize) -> Option<isize> {
    match slip.word(at) {
        "daily" => Some(at),
        "a" | "per" | "each" | "every" if slip.word(at + 1) == "day" => Some(at + 1),
        "/" if slip.word(at + 1) == "day" => Some(at + 1),
        _ => None,
    }
}

/// `weekly`, `hourly`, `monthly`, `nightly`
fn one_word(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::daily) && !slip.expects(Rule::every) {
        return None;
    }
    let written = match slip.word(0) {
        "hourly" => "every 1h",
        "weekly" => "every 1w",
        "monthly" => "every 1mo",
        "yearly" | "annually" => "every 1y",
        "nightly" => "daily night",
        _ => return None,
    };
    Some(advice(slip, 0, 0)?.write(slip.range(0, 0), written))
}

/// `3 times a day`, `3 times`, `3 daily`, `2 x daily`
fn number_of_times(slip: &Slip<'_>) -> Option<Advice> {
    if slip.expects(Rule::times_word) && slip.kind(-1) == Some(Kind::Number) {
        if let (Amount::Clear(clear), last) = (amount(slip, -1)?.amount, amount(slip, -1)?.last)
            && last == 0
        {
            return super::moment::unplaced(slip, -1, last, &clear);
        }
        if slip.word(0) == "daily" || a_day(slip, 0).is_some() {
            let last = a_day(slip, 0)?;
            return Some(advice(slip, -1, last)?.write(slip.range(0, last), "times daily"));
        }
        if matches!(slip.word(0), "x" | "×" | "time" | "*") {
            let last = a_day(slip, 1)?;
            return Some(advice(slip, -1, last)?.write(slip.range(0, last), "times daily"));
        }
        return None;
    }
    if !slip.expects(Rule::daily_word) {
        return None;
    }
    match a_day(slip, 0) {
        Some(last) => Some(
            advice(slip, -2, last)?
                .help(format!("write `{} times daily`", slip.word(-2)))
                .write(slip.range(0, last), "daily"),
        ),
        None => Some(
            Advice::new(&findings::FREQUENCY, slip.range(-2, -1), "how many times, but in what time?")
                .label("a day?")
                .help(format!("write `{} times daily`, or the time between, as in `every 4h`", slip.word(-2)))
                .read_on_with(slip.behind(-1), " daily"),
        ),
    }
}
