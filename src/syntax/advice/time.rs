//! Times of day: as other people write them, and where their day is missing.

use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    if slip.kind(0) != Some(Kind::Number) {
        return None;
    }
    let Time { clock, last, well_written } = time(slip)?;
    let range = slip.range(0, last);
    let written = slip.text.get(range.clone())?;
    if slip.expects_moment() {
        let word = slip.word(-1);
        if word == "at" {
            return Some(
                Advice::new(
                    &findings::FREQUENCY,
                    slip.range(-1, last),
                    format!("`at {written}` does not say on which day"),
                )
                .label("every day, or once?")
                .help(format!("write `daily at {clock}` for every day, or `at day 1 {clock}` for one"))
                .read_on_with(slip.range(-1, last), format!("daily at {clock}")),
            );
        }
        return Some(
            Advice::new(&findings::CLOCK, range.clone(), format!("`{written}` is a time of day without its day"))
                .label("on which day?")
                .help(format!("write the day too: `{word} day 1 {clock}`"))
                .read_on_with(range, format!("day 1 {clock}")),
        );
    }
    if slip.expects(Rule::clock) && !well_written {
        return Some(
            Advice::new(&findings::CLOCK, range.clone(), format!("`{written}` is not how a clock time is written"))
                .label("24 hours, two digits each")
                .write(range, clock),
        );
    }
    if slip.word(-1) == "daily" {
        return Some(
            Advice::new(&findings::FREQUENCY, slip.range(-1, last), format!("`daily {written}` lacks its `at`"))
                .label("`at` is missing")
                .write(range, format!("at {clock}")),
        );
    }
    None
}

struct Time {
    /// As the language writes it.
    clock: String,
    last: isize,
    well_written: bool,
}

/// `08:00`, `8:00`, `8.30`, `5pm`, `5 pm`, `5:30pm`; a number alone is a time only where nothing else can stand.
fn time(slip: &Slip<'_>) -> Option<Time> {
    let written = slip.word(0).to_ascii_lowercase();
    let next = slip.word(1).to_ascii_lowercase();
    let (number, half, last) = if let Some(number) = written.strip_suffix("am") {
        (number, Some(0), 0)
    } else if let Some(number) = written.strip_suffix("pm") {
        (number, Some(12), 0)
    } else if next == "am" || next == "pm" {
        (written.as_str(), Some(if next == "am" { 0 } else { 12 }), 1)
    } else {
        (written.as_str(), None, 0)
    };
    let alone = slip.expects(Rule::clock) && !slip.expects_moment() && !slip.expects_clause();
    let (hour, minute) = match number.split_once([':', '.', 'h']) {
        Some((hour, minute)) if half.is_some() || number.contains(':') || alone => (hour, minute),
        None if half.is_some() || alone => (number, "00"),
        _ => return None,
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let clock = format!("{hour:02}:{minute:02}");
    let exists = hour < 24 && minute < 60;
    exists.then(|| Time { well_written: clock == slip.word(0), clock, last })
}
