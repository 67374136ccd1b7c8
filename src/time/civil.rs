//! One step of a recipe, from an instant to an instant. This is all the calendar arithmetic there is, and every step is
//! tested against engines that are not jiff (`tests/time`).

use jiff::civil::{Date, Time};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Span, Zoned};

use super::term::Step;

/// The instant lies outside the years that can be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this moment lies outside the years 1 to 9999")]
pub struct TimeError;

/// What the calendar forced on a step; a plan says so where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adjustment {
    /// The local clock time does not exist on that date; the clock time that far later was taken.
    Skipped {
        /// The clock time that does not exist, in minutes since 00:00.
        wanted: u16,
    },
    /// The local clock time comes twice on that date; the earlier was taken.
    Repeated {
        /// The clock time that comes twice, in minutes since 00:00.
        wanted: u16,
    },
    /// The month has no such day; its last day was taken.
    ShortMonth {
        /// The day of the month that it has not.
        wanted: u8,
    },
}

/// Takes one step from an instant, in that instant's time zone.
///
/// # Errors
/// If the result lies outside the years 1 to 9999.
pub fn apply(from: &Zoned, step: Step) -> Result<Zoned, TimeError> {
    apply_noting(from, step, &mut |_| {})
}

/// As [`apply`], and tells `note` what the calendar forced.
///
/// # Errors
/// If the result lies outside the years 1 to 9999.
pub fn apply_noting(from: &Zoned, step: Step, note: &mut dyn FnMut(Adjustment)) -> Result<Zoned, TimeError> {
    match step {
        Step::Elapsed { seconds } => from.checked_add(SignedDuration::from_secs(seconds)).map_err(|_| TimeError),
        // The clock time alone would not say which of two instants was meant.
        Step::Calendar { months: 0, days: 0 } => Ok(from.clone()),
        Step::Calendar { months, days } => {
            let month = add_months(from.date(), months)?;
            if months != 0 && month.day() != from.date().day() {
                note(Adjustment::ShortMonth { wanted: u8::try_from(from.date().day()).unwrap_or_default() });
            }
            local(from, add_days(month, days)?, from.time(), note)
        }
        Step::Day { days, clock: Some(minutes) } => {
            let date = add_days(from.date(), days)?;
            local(from, date, time_of(minutes), note)
        }
        Step::Day { days, clock: None } => first_instant(from, add_days(from.date(), days)?),
    }
}

/// The date to which a step leads from a date; elapsed time leads to none and leaves it.
///
/// # Errors
/// If the result lies outside the years 1 to 9999.
pub(super) fn target(date: Date, step: Step) -> Result<Date, TimeError> {
    match step {
        Step::Elapsed { .. } => Ok(date),
        Step::Calendar { months, days } => add_days(add_months(date, months)?, days),
        Step::Day { days, .. } => add_days(date, days),
    }
}

fn add_months(date: Date, months: i32) -> Result<Date, TimeError> {
    let span = Span::new().try_months(months).map_err(|_| TimeError)?;
    date.checked_add(span).map_err(|_| TimeError)
}

fn add_days(date: Date, days: i32) -> Result<Date, TimeError> {
    let span = Span::new().try_days(days).map_err(|_| TimeError)?;
    date.checked_add(span).map_err(|_| TimeError)
}

fn time_of(minutes: u16) -> Time {
    let part = |n: u16| i8::try_from(n).unwrap_or_default();
    Time::new(part(minutes / 60), part(minutes % 60), 0, 0).unwrap_or(Time::midnight())
}

/// A local date and clock time as an instant: the later in a gap, the earlier in a fold ("compatible").
fn local(from: &Zoned, date: Date, time: Time, note: &mut dyn FnMut(Adjustment)) -> Result<Zoned, TimeError> {
    let ambiguous = from.time_zone().to_ambiguous_zoned(date.to_datetime(time));
    let wanted = u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or_default();
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {}
        AmbiguousOffset::Gap { .. } => note(Adjustment::Skipped { wanted }),
        AmbiguousOffset::Fold { .. } => note(Adjustment::Repeated { wanted }),
    }
    ambiguous.compatible().map_err(|_| TimeError)
}

/// The first instant of a civil day: 00:00, or where a clock change skips it the instant of the change. For a day that
/// does not exist at all (Apia, 2011-12-30) the first instant after it.
fn first_instant(from: &Zoned, date: Date) -> Result<Zoned, TimeError> {
    let zone = from.time_zone();
    let ambiguous = zone.to_ambiguous_zoned(date.to_datetime(Time::midnight()));
    let in_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let midnight = ambiguous.compatible().map_err(|_| TimeError)?;
    if !in_gap {
        return Ok(midnight);
    }
    // `preceding` is strict, and the change itself may be the instant looked for.
    let after = midnight.timestamp().checked_add(SignedDuration::from_nanos(1)).map_err(|_| TimeError)?;
    let change = zone.preceding(after).next().map(|transition| transition.timestamp());
    Ok(change.map_or(midnight, |change| change.to_zoned(zone.clone())))
}
