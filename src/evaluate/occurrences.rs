//! When a frequency makes a duty due: a window and a frequency → instants. Every instant is computed from the anchor,
//! never from the one before: 31 January and a month and a month is not 31 January and two months.

use jiff::Zoned;
use jiff::civil::Date;

use super::plan::Guidance;
use crate::model::{Frequency, Length, Model, steps};
use crate::time::{Edge, Step, Stretch, TimeError, apply};

/// How far ahead occurrences are computed while a window has no end, in days.
const DAYS_AHEAD: i32 = 30;

/// The instants in a window, and whether there are more than were computed. Frequencies that leave the time to the
/// patient have none, and neither has a window without a start.
///
/// # Errors
/// If an instant lies outside the years 1 to 9999.
pub(super) fn occurrences(
    model: &Model,
    frequency: Option<&Frequency>,
    window: &Stretch,
) -> Result<(Vec<Zoned>, bool), TimeError> {
    let Edge::At(start) = &window.start else { return Ok((Vec::new(), false)) };
    from(model, frequency, window, start)
}

/// The first instant in a window that is not before another.
///
/// # Errors
/// If an instant lies outside the years 1 to 9999.
pub(super) fn first_from(
    model: &Model,
    frequency: Option<&Frequency>,
    window: &Stretch,
    least: &Zoned,
) -> Result<Option<Zoned>, TimeError> {
    Ok(from(model, frequency, window, least)?.0.into_iter().next())
}

/// The instants in a window that are not before `least`, and whether there are more.
fn from(
    model: &Model,
    frequency: Option<&Frequency>,
    window: &Stretch,
    least: &Zoned,
) -> Result<(Vec<Zoned>, bool), TimeError> {
    let (Some(frequency), Edge::At(start)) = (frequency, &window.start) else { return Ok((Vec::new(), false)) };
    let least = if least.timestamp() < start.timestamp() { start } else { least };
    let end = match &window.end {
        Edge::Future => apply(least, Step::Calendar { months: 0, days: DAYS_AHEAD })?,
        Edge::At(end) => end.clone(),
        Edge::Past => return Ok((Vec::new(), false)),
    };
    if least.timestamp() >= end.timestamp() {
        return Ok((Vec::new(), false));
    }
    let (found, cut) = match frequency {
        Frequency::Every(low, high) if steps(*low, false) == steps(*high, false) => every(start, &end, *low, least)?,
        Frequency::DailyAt(clocks) => daily(start, &end, clocks, least)?,
        Frequency::DailyParts(parts) => {
            let starts = parts.iter().filter_map(|part| model.parts.get(part.0 as usize)).map(|part| part.start);
            daily(start, &end, &starts.collect::<Vec<_>>(), least)?
        }
        Frequency::Every(..)
        | Frequency::Throughout
        | Frequency::Daily
        | Frequency::Times(..)
        | Frequency::UpTo(_)
        | Frequency::AsNeeded => return Ok((Vec::new(), false)),
    };
    Ok((found, cut || window.end == Edge::Future))
}

fn every(start: &Zoned, end: &Zoned, period: Length, least: &Zoned) -> Result<(Vec<Zoned>, bool), TimeError> {
    let mut found = Vec::new();
    let period = steps(period, false);
    if period == steps(Length::default(), false) {
        return Ok((found, false));
    }
    let nth = |n: i32| period.into_iter().try_fold(start.clone(), |at, step| apply(&at, times(step, n)));
    for n in first_number(&nth, least).. {
        let at = nth(n)?;
        if at >= *end {
            break;
        }
        if found.len() == Guidance::MOST_OCCURRENCES {
            return Ok((found, true));
        }
        found.push(at);
    }
    Ok((found, false))
}

/// The number of the first instant that is not before `least`, without going through all before it.
fn first_number(nth: &impl Fn(i32) -> Result<Zoned, TimeError>, least: &Zoned) -> i32 {
    let reaches = |n: i32| nth(n).is_err() || nth(n).is_ok_and(|at| at.timestamp() >= least.timestamp());
    let mut high: i32 = 1;
    while !reaches(high) && high < i32::MAX / 2 {
        high *= 2;
    }
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if reaches(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A step so many times.
fn times(step: Step, n: i32) -> Step {
    match step {
        Step::Calendar { months, days } => {
            Step::Calendar { months: months.saturating_mul(n), days: days.saturating_mul(n) }
        }
        Step::Elapsed { seconds } => Step::Elapsed { seconds: seconds.saturating_mul(i64::from(n)) },
        day @ Step::Day { .. } => day,
    }
}

fn daily(start: &Zoned, end: &Zoned, clocks: &[u16], least: &Zoned) -> Result<(Vec<Zoned>, bool), TimeError> {
    let mut clocks = clocks.to_vec();
    clocks.sort_unstable();
    let mut found: Vec<Zoned> = Vec::new();
    // A clock time that is skipped may lie on the next date.
    let before = start.date().until(least.date()).map_or(0, |days| days.get_days() - 1).max(0);
    for days in before.. {
        if past(start.date(), days, end.date()) {
            break;
        }
        for &minutes in &clocks {
            let at = apply(start, Step::Day { days, clock: Some(minutes) })?;
            // Two clock times of one day can be the same instant where the clocks jump over both.
            if at < *least || at >= *end || found.last() == Some(&at) {
                continue;
            }
            if found.len() == Guidance::MOST_OCCURRENCES {
                return Ok((found, true));
            }
            found.push(at);
        }
        if clocks.is_empty() {
            break;
        }
    }
    found.sort();
    Ok((found, false))
}

/// Whether so many days after the first date comes after the last.
fn past(first: Date, days: i32, last: Date) -> bool {
    let span = jiff::Span::new().try_days(days);
    span.and_then(|span| first.checked_add(span)).map_or(true, |date| date > last)
}
