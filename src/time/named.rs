//! A date and a clock time → the treatment at it, and how readily a person would name it. Clock times are seconds since 00:00.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

/// The clock time at which a treatment is supposed to be, if nothing speaks against it: a weekday afternoon.
const USUAL: i64 = 14 * 3_600;

/// The clock time within hours at which a treatment would be supposed to be, in seconds since 00:00.
pub(super) fn usual_within((first, last): (i64, i64)) -> i64 {
    if (first..=last).contains(&USUAL) { USUAL } else { first.midpoint(last) / 3_600 * 3_600 }.clamp(first, last)
}

/// A date at a clock time.
pub(super) fn at(date: Date, clock: i64, zone: &TimeZone) -> Option<Zoned> {
    date.to_datetime(time_of(clock)).to_zoned(zone.clone()).ok()
}

/// The instant that is so many seconds since 1970.
pub(super) fn at_second(second: i64, zone: &TimeZone) -> Option<Zoned> {
    Timestamp::from_second(second).ok().map(|at| at.to_zoned(zone.clone()))
}

fn time_of(clock: i64) -> Time {
    let part = |n: i64| i8::try_from(n).unwrap_or_default();
    Time::new(part(clock / 3_600), part(clock / 60 % 60), part(clock % 60), 0).unwrap_or(Time::midnight())
}

/// A local clock time; both instants where it comes twice, none where it is skipped.
pub(super) fn both(date: Date, clock: i64, zone: &TimeZone) -> Vec<Zoned> {
    let ambiguous = zone.to_ambiguous_zoned(date.to_datetime(time_of(clock)));
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => Vec::new(),
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible().into_iter().collect(),
        AmbiguousOffset::Fold { .. } => ambiguous.clone().earlier().into_iter().chain(ambiguous.later()).collect(),
    }
}

/// How readily a person would name this treatment as an example; more is better.
#[must_use]
pub fn comfort(treated: &Zoned) -> u8 {
    let weekday = treated.weekday().to_monday_zero_offset() < 5;
    let clock = clock_of(treated);
    let office = (8 * 3_600..=18 * 3_600).contains(&clock);
    8 * u8::from(office) + 4 * u8::from(weekday) + 2 * u8::from(clock % 1_800 == 0) + u8::from(clock == USUAL)
}

/// The same local date and clock time in the zone of the examples, where it exists there.
#[must_use]
pub fn in_example_zone(treated: &Zoned) -> Option<Zoned> {
    let zone = super::zone("Europe/Paris").ok()?;
    both(treated.date(), clock_of(treated), &zone).into_iter().next()
}

/// The clock time of an instant in seconds since 00:00.
#[must_use]
pub fn clock_of(at: &Zoned) -> i64 {
    i64::from(at.hour()) * 3_600 + i64::from(at.minute()) * 60 + i64::from(at.second())
}
