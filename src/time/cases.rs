//! Representative treatments: terms → instants of treatment that show every order those terms can have.
//!
//! On days without a clock change the order of two terms depends on the clock time of the treatment only, and changes
//! only at clock times that can be computed ([`Cases::ordinary`]); with months it depends on the date too
//! ([`Cases::dates`]); a clock change moves either term by at most two hours ([`Cases::changes`]). Knows nothing of
//! rules.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

use super::order::bounds;
use super::term::{Anchor, Step, Term};

pub(super) const DAY: i64 = 86_400;
/// The clock time at which a treatment is supposed to be, if nothing speaks against it: a weekday afternoon.
const USUAL: i64 = 14 * 3_600;
/// The day of an ordinary treatment, a Tuesday. The library reads no clock, so the day is fixed.
pub(super) const ORDINARY_DAY: Date = date(2026, 11, 24);
/// Four years of dates hold every sequence of month lengths.
pub(super) const FIRST_DATE: Date = date(2027, 1, 1);
pub(super) const DATES: i64 = 4 * 365 + 1;

/// One zone for each way in which clocks change: at night by an hour, where midnight is skipped, where midnight comes
/// twice, from before midnight to midnight, by half an hour, by two hours.
const ZONES: [&str; 6] = [
    "Europe/Paris",
    "Africa/Cairo",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
];

/// What the terms of a question have to do with the treatment's clock time and date.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The first and the last clock time of a treatment, in seconds since 00:00.
    hours: (i64, i64),
    /// Clock times at which the order of two terms may change, in seconds since 00:00.
    breaks: BTreeSet<i64>,
    /// So many days from the treatment lie the terms, about.
    days: BTreeSet<i64>,
    /// Whether months are counted from another date than the treatment's.
    months_later: bool,
}

/// Where the clock time of a term comes from, modulo a day.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// The treatment's clock time and so many seconds.
    Floating(i64),
    /// So many seconds since 00:00.
    Fixed(i64),
}

impl Cases {
    /// The cases of some terms. `hours` are the clock times at which treatments start, in minutes since 00:00, both
    /// included; `clocks` are further clock times that are asked about, in the same unit.
    #[must_use]
    pub fn of<'t>(terms: impl IntoIterator<Item = &'t Term>, clocks: &[u16], hours: Option<(u16, u16)>) -> Cases {
        let seconds = |minutes: u16| i64::from(minutes) * 60;
        let mut cases = Cases {
            hours: hours.map_or((0, DAY - 1), |(first, last)| (seconds(first), seconds(last))),
            breaks: clocks.iter().copied().map(seconds).collect(),
            days: BTreeSet::new(),
            months_later: false,
        };
        let mut forms = vec![Form::Floating(0)];
        for term in terms {
            let (low, high) = bounds(term);
            cases.days.insert((low / 2 + high / 2).div_euclid(DAY));
            let months = |step: &Step| matches!(step, Step::Calendar { months, .. } if *months != 0);
            let first = usize::from(term.anchor == Anchor::Treatment);
            cases.months_later |= term.steps.iter().skip(first).any(months);
            if term.anchor == Anchor::Treatment {
                forms.push(form(term, &mut cases.breaks));
            }
        }
        for form in &forms {
            for other in &forms {
                if let (Form::Floating(from_treatment), Form::Fixed(from_midnight)) = (form, other) {
                    cases.breaks.insert((from_midnight - from_treatment).rem_euclid(DAY));
                }
            }
        }
        cases
    }

    /// Clock times that show every order on an ordinary day, in seconds since 00:00, ascending.
    #[must_use]
    pub fn clocks(&self) -> Vec<i64> {
        let (first, last) = self.hours;
        let around = self.breaks.iter().flat_map(|&at| [at - 1, at, at + 1]);
        let all: BTreeSet<i64> = around.chain([first, last, self.usual()]).collect();
        all.into_iter().filter(|at| (first..=last).contains(at)).collect()
    }

    /// The clock time at which a treatment would be supposed to be.
    #[must_use]
    pub fn usual(&self) -> i64 {
        usual_within(self.hours)
    }

    /// Treatments on an ordinary Tuesday, in a zone whose clocks never change, by clock time.
    #[must_use]
    pub fn ordinary(&self) -> Vec<Zoned> {
        self.clocks().into_iter().filter_map(|clock| at(ORDINARY_DAY, clock, &TimeZone::UTC)).collect()
    }

    /// Treatments at whole hours of the ordinary Tuesday, those that a person would name first.
    #[must_use]
    pub fn whole_hours(&self) -> Vec<Zoned> {
        let hours = (8..18).chain(18..24).chain(0..8).map(|hour| hour * 3_600);
        hours
            .filter(|clock| (self.hours.0..=self.hours.1).contains(clock))
            .filter_map(|clock| at(ORDINARY_DAY, clock, &TimeZone::UTC))
            .collect()
    }

    /// Treatments on dates of four years, in a zone whose clocks never change; at every clock time that shows another
    /// order, or only at the usual one. Where months are counted from the treatment, all days of a month up to the 28th
    /// are alike; else every date is looked at.
    #[must_use]
    pub fn dates(&self, all_clocks: bool) -> Vec<Zoned> {
        let clocks = if all_clocks && !self.breaks.is_empty() { self.clocks() } else { vec![self.usual()] };
        let dates = (0..DATES).filter_map(|days| FIRST_DATE.checked_add(days.days()).ok());
        let dates = dates.filter(|date| self.months_later || matches!(date.day(), 1 | 15 | 28..));
        dates.flat_map(|date| clocks.iter().filter_map(move |&clock| at(date, clock, &TimeZone::UTC))).collect()
    }

    /// Treatments around both clock changes of a year, one zone after the other.
    pub fn changes(&self) -> impl Iterator<Item = Vec<Zoned>> + '_ {
        ZONES.iter().filter_map(|name| super::zone(name).ok()).map(|zone| self.changes_in(&zone))
    }

    fn changes_in(&self, zone: &TimeZone) -> Vec<Zoned> {
        let Ok(new_year) = FIRST_DATE.to_zoned(zone.clone()) else { return Vec::new() };
        let mut found = BTreeSet::new();
        for change in zone.following(new_year.timestamp()).take(2) {
            let change: Timestamp = change.timestamp();
            let local = change.to_zoned(zone.clone());
            // So many days after a treatment comes the change, if it comes before one of the terms.
            let before: BTreeSet<i64> =
                self.days.iter().flat_map(|&days| [0, 1, days / 2, days - 1, days, days + 1]).collect();
            let night = [-3_600, -1_800, -1, 0, 1_800, 3_600, 5_400];
            let change_clock = i64::from(local.hour()) * 3_600 + i64::from(local.minute()) * 60;
            let clocks: BTreeSet<i64> = self
                .clocks()
                .into_iter()
                .chain([0, 1_800, DAY - 1_800])
                .chain(night.iter().map(|after| change_clock + after))
                .chain(self.breaks.iter().flat_map(|at| [at - 3_601, at - 3_599, at + 3_599, at + 3_601]))
                .map(|clock| clock.rem_euclid(DAY))
                .filter(|clock| (self.hours.0..=self.hours.1).contains(clock))
                .collect();
            for days in before {
                let Ok(date) = local.date().checked_sub(days.days()) else { continue };
                for &clock in &clocks {
                    found.extend(both(date, clock, zone));
                }
            }
        }
        found.into_iter().collect()
    }
}

/// The clock time within hours at which a treatment would be supposed to be, in seconds since 00:00.
pub(super) fn usual_within((first, last): (i64, i64)) -> i64 {
    if (first..=last).contains(&USUAL) { USUAL } else { first.midpoint(last) / 3_600 * 3_600 }.clamp(first, last)
}

/// Where the clock time of a term comes from; notes the clock times of the treatment at which a date in it changes.
pub(super) fn form(term: &Term, breaks: &mut BTreeSet<i64>) -> Form {
    let mut form = Form::Floating(0);
    for step in &term.steps {
        let takes_date = match step {
            Step::Elapsed { .. } => false,
            Step::Calendar { months, .. } => *months != 0,
            Step::Day { .. } => true,
        };
        if let (Form::Floating(seconds), true) = (form, takes_date) {
            breaks.insert((-seconds).rem_euclid(DAY));
        }
        form = match (*step, form) {
            (Step::Elapsed { seconds: more }, Form::Floating(seconds)) => Form::Floating((seconds + more) % DAY),
            (Step::Elapsed { seconds: more }, Form::Fixed(seconds)) => Form::Fixed((seconds + more) % DAY),
            (Step::Calendar { .. }, form) => form,
            (Step::Day { clock, .. }, _) => Form::Fixed(clock.map_or(0, |minutes| i64::from(minutes) * 60)),
        };
    }
    form
}

fn time_of(clock: i64) -> Time {
    let part = |n: i64| i8::try_from(n).unwrap_or_default();
    Time::new(part(clock / 3_600), part(clock / 60 % 60), part(clock % 60), 0).unwrap_or(Time::midnight())
}

pub(super) fn at(date: Date, clock: i64, zone: &TimeZone) -> Option<Zoned> {
    date.to_datetime(time_of(clock)).to_zoned(zone.clone()).ok()
}

/// A local clock time; both instants where it comes twice, none where it is skipped.
fn both(date: Date, clock: i64, zone: &TimeZone) -> Vec<Zoned> {
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
    let clock = i64::from(treated.hour()) * 3_600 + i64::from(treated.minute()) * 60 + i64::from(treated.second());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_36_hours_and_day_2_changes_at_noon() {
        let hours = Term::treatment().then(Step::Elapsed { seconds: 36 * 3_600 });
        let day = Term::treatment().then(Step::Day { days: 2, clock: None });
        let cases = Cases::of([&hours, &day], &[], Some((8 * 60, 18 * 60)));
        let noon = 12 * 3_600;
        assert_eq!(cases.clocks(), [8 * 3_600, noon - 1, noon, noon + 1, USUAL, 18 * 3_600]);
        assert_eq!(cases.usual(), USUAL);
        assert!(cases.changes().all(|treatments| !treatments.is_empty()));
    }
}
