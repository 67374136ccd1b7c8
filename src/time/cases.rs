//! Representative treatments: terms → instants of treatment that show every order those terms can have.
//!
//! The recipes of the terms are cut into pieces ([`super::breaks`]); between two cuts no order changes, so the first and
//! the last second of each stretch stand for all of it. Days on which all pieces are alike are looked at once: an
//! ordinary one ([`Cases::ordinary`]), one for each way in which the lengths of months fall ([`Cases::dates`]) and in
//! which a clock change lies between the treatment and the terms ([`Cases::changes`]). Knows nothing of rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use super::changes::{Change, PAIRS, YEARS, ZONES, changes};
use super::civil::target;
use super::day::{Day, Shape, Usual, in_months, reach_of};
use super::named::{at, at_second, both, in_example_zone, usual_within};
use super::order::bounds_of;
use super::term::{Anchor, Step, Term};

pub(super) const DAY: i64 = 86_400;
/// The day of an ordinary treatment, a Tuesday. The library reads no clock, so the day is fixed.
pub(super) const ORDINARY_DAY: Date = date(2026, 11, 24);
/// Four years of dates hold every sequence of month lengths.
pub(super) const FIRST_DATE: Date = date(2027, 1, 1);
pub(super) const DATES: i64 = 4 * 365 + 1;
/// The year whose clock changes are looked at, where their dates do not matter.
const YEAR: i16 = 2027;
/// Clock changes are looked at so many years before and after.
const MOST_YEARS: i16 = 20;
const YEAR_OF_DAYS: i64 = 365 * DAY;

/// What the terms of a question have to do with the treatment's clock time and date.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The first and the last clock time of a treatment, in seconds since 00:00.
    hours: (i64, i64),
    /// Further clock times of the treatment that are asked about, in the same unit.
    clocks: BTreeSet<i64>,
    /// The steps of the terms that begin at the treatment; the first are none, the treatment itself.
    recipes: Vec<Vec<Step>>,
    /// From how many to how many seconds from the treatment something else may be that a clock change can move.
    spans: Vec<(i64, i64)>,
}

/// Dates that are alike for all terms, and treatments on the first of them.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The dates, ascending.
    pub dates: Vec<Date>,
    /// Treatments on one of them that show every order.
    pub treatments: Vec<Zoned>,
}

impl Cases {
    /// The cases of some terms. `hours` are the clock times at which treatments start, in minutes since 00:00, both
    /// included; `clocks` are further clock times that are asked about, in the same unit.
    #[must_use]
    pub fn of<'t>(terms: impl IntoIterator<Item = &'t Term>, clocks: &[u16], hours: Option<(u16, u16)>) -> Cases {
        let seconds = |minutes: u16| i64::from(minutes) * 60;
        let from_treatment = terms.into_iter().filter(|term| term.anchor == Anchor::Treatment);
        let recipes: BTreeSet<Vec<Step>> = from_treatment.map(|term| term.steps.clone()).chain([Vec::new()]).collect();
        Cases {
            hours: hours.map_or((0, DAY - 1), |(first, last)| (seconds(first), seconds(last))),
            clocks: clocks.iter().copied().map(seconds).collect(),
            recipes: recipes.into_iter().collect(),
            spans: Vec::new(),
        }
    }

    /// The same, where something else that a clock change can move may be from so many to so many seconds from the
    /// treatment.
    #[must_use]
    pub fn with_spans(self, spans: Vec<(i64, i64)>) -> Cases {
        Cases { spans, ..self }
    }

    /// The clock time at which a treatment would be supposed to be.
    #[must_use]
    pub fn usual(&self) -> i64 {
        usual_within(self.hours)
    }

    /// Treatments on an ordinary Tuesday, in a zone whose clocks never change, by clock time.
    #[must_use]
    pub fn ordinary(&self) -> Vec<Zoned> {
        self.ordinary_day().map(|day| day.treatments(self.hours, &self.clocks)).unwrap_or_default()
    }

    fn ordinary_day(&self) -> Option<Day> {
        Day::of(&self.recipes, ORDINARY_DAY, &TimeZone::UTC, &[], &[])
    }

    /// The treatment that a person would name first, in the zone of the examples.
    #[must_use]
    pub fn usual_treatment(&self) -> Option<Zoned> {
        at(ORDINARY_DAY, self.usual(), &TimeZone::UTC).as_ref().and_then(in_example_zone)
    }

    /// Treatments at whole hours of the ordinary Tuesday, those that a person would name first.
    #[must_use]
    pub fn whole_hours(&self) -> Vec<Zoned> {
        let hours = (8..18).chain(18..24).chain(0..8).map(|hour| hour * 3_600);
        hours
            .filter(|clock| (self.hours.0..=self.hours.1).contains(clock))
            .flat_map(|clock| both(ORDINARY_DAY, clock, &TimeZone::UTC))
            .collect()
    }

    /// Treatments at whole and half hours of the day of another, in its zone.
    #[must_use]
    pub fn half_hours(&self, treated: &Zoned) -> Vec<Zoned> {
        let clocks = (0..DAY).step_by(1_800).filter(|clock| (self.hours.0..=self.hours.1).contains(clock));
        clocks.flat_map(|clock| both(treated.date(), clock, treated.time_zone())).collect()
    }

    /// Treatments on the dates of four years, in a zone whose clocks never change. Dates that are alike are put together,
    /// unless `each` of them is asked for.
    #[must_use]
    pub fn dates(&self, each: bool) -> Vec<Dates> {
        let (months, usual) = (self.up_to_months(), self.all_usual());
        let mut found: BTreeMap<(Option<Date>, Shape), Vec<Date>> = BTreeMap::new();
        for date in (0..DATES).filter_map(|days| FIRST_DATE.checked_add(days.days()).ok()) {
            let Some(day) = Day::of(&months, date, &TimeZone::UTC, &[], &[]) else { continue };
            found.entry((each.then_some(date), day.shape(&[]))).or_default().push(date);
        }
        let look_at = |dates: Vec<Date>| {
            // A person would name a weekday that is not put back to the end of a short month.
            let plain = |date: &&Date| date.day() <= 28 && date.weekday().to_monday_zero_offset() < 5;
            let one = *dates.iter().find(plain).or(dates.first())?;
            let treatments =
                Day::of(&self.recipes, one, &TimeZone::UTC, &usual, &[])?.treatments(self.hours, &self.clocks);
            Some(Dates { dates, treatments })
        };
        found.into_values().filter_map(look_at).collect()
    }

    /// Treatments across the clock changes of one zone after the other, on all days that are not like a day before: not
    /// like the ordinary one and not like one in an earlier zone. With `pairs` changes that come close together, too.
    pub fn changes(&self, pairs: bool) -> impl Iterator<Item = Vec<Zoned>> + '_ {
        let mut seen = BTreeSet::new();
        seen.extend(self.ordinary_day().map(|day| day.shape(&[])));
        let usual = self.all_usual();
        let years = if self.has_months() { YEARS } else { YEAR..=YEAR };
        let zones = ZONES.iter().map(move |name| (name, years.clone()));
        let pairs = PAIRS.iter().filter(move |_| pairs).map(|name| (name, YEARS));
        zones.chain(pairs).filter_map(move |(name, years)| {
            let zone = super::zone(name).ok()?;
            Some(self.changes_in(&zone, &years, &usual, &mut seen))
        })
    }

    fn changes_in(
        &self,
        zone: &TimeZone,
        years: &std::ops::RangeInclusive<i16>,
        usual: &[Option<Usual>],
        seen: &mut BTreeSet<Shape>,
    ) -> Vec<Zoned> {
        // A term may lie behind the changes of the years that follow, and before those of the years that went before.
        let reach = self.reaches().into_iter().map(|(low, high)| high.max(-low)).max().unwrap_or(0);
        let more = i16::try_from(reach / YEAR_OF_DAYS + 1).unwrap_or(1).min(MOST_YEARS);
        let all = changes(zone, years.start() - more, years.end() + more + 1);
        let dated = all.iter().filter_map(|&change| Some((number(at_second(change.at, zone)?.date()), change)));
        let dated: Vec<(i64, Change)> = dated.collect();
        let (by_months, fixed): (Vec<&[Step]>, Vec<&[Step]>) =
            self.recipes.iter().map(Vec::as_slice).partition(|steps| steps.iter().any(in_months));
        let fixed = fixed.into_iter().map(reach_of).fold((0, 0), |a, b| (a.0.min(b.0), a.1.max(b.1)));
        let fixed = (fixed.0.div_euclid(DAY) - 1, fixed.1.div_euclid(DAY) + 2);
        let mut found = Vec::new();
        let mut alike = BTreeSet::new();
        for date in self.days_before(&all, zone) {
            if !years.contains(&date.year())
                || self.has_months() && !alike.insert(self.rough(date, &by_months, fixed, &dated))
            {
                continue;
            }
            let Some(day) = Day::of(&self.recipes, date, zone, usual, &all) else { continue };
            let near: Vec<Change> = all
                .iter()
                .filter(|change| {
                    let after = change.at - day.from;
                    let within = |(low, high): &(i64, i64)| (low - DAY..high + 2 * DAY).contains(&after);
                    (0..day.to - day.from).contains(&after) || self.spans.iter().any(within)
                })
                .copied()
                .collect();
            if seen.insert(day.shape(&near)) {
                found.extend(day.treatments(self.hours, &self.clocks));
            }
        }
        found
    }

    fn has_months(&self) -> bool {
        self.recipes.iter().flatten().any(in_months)
    }

    /// The recipes up to their last step in months. Where clocks never change, what follows is as long on every date, so
    /// that dates which are alike for these are alike.
    fn up_to_months(&self) -> Vec<Vec<Step>> {
        let last = |steps: &Vec<Step>| steps.iter().rposition(in_months).map_or(0, |last| last + 1);
        let prefixes: BTreeSet<&[Step]> = self.recipes.iter().filter_map(|steps| steps.get(..last(steps))).collect();
        prefixes.into_iter().map(<[Step]>::to_vec).collect()
    }

    /// For each recipe, where it leads if that is as far from every date. The clock changes that are known go no further.
    fn all_usual(&self) -> Vec<Option<Usual>> {
        let Some(day) = self.ordinary_day() else { return Vec::new() };
        let most = i64::from(MOST_YEARS) * YEAR_OF_DAYS;
        self.recipes.iter().zip(&day.recipes).map(|(steps, pieces)| Usual::of(steps, pieces, day.from, most)).collect()
    }

    /// From how many to how many seconds from the treatment each prefix of a recipe leads, and the spans.
    fn reaches(&self) -> Vec<(i64, i64)> {
        let prefixes = self.recipes.iter().flat_map(|steps| (0..=steps.len()).filter_map(|length| steps.get(..length)));
        let found: BTreeSet<(i64, i64)> = prefixes.map(bounds_of).chain(self.spans.iter().copied()).collect();
        found.into_iter().collect()
    }

    /// The dates of treatments of which a prefix of a recipe may fall on the day of a change. Before and after these, and
    /// between them, it lies on one side of it. With months, all dates between these, too.
    fn days_before(&self, all: &[Change], zone: &TimeZone) -> BTreeSet<Date> {
        let mut days: BTreeSet<i64> = BTreeSet::new();
        for (low, high) in self.reaches() {
            days.extend(low.div_euclid(DAY)..=high.div_euclid(DAY) + 1);
        }
        if self.has_months()
            && let (Some(&first), Some(&last)) = (days.first(), days.last())
        {
            days.extend(first..=last);
        }
        let dates = all.iter().filter_map(|change| at_second(change.at, zone)).flat_map(|change| {
            // A change at midnight ends the day before.
            days.iter().filter_map(move |&days| change.date().checked_sub(days.days()).ok())
        });
        dates.collect()
    }

    /// To which dates the recipes that count months lead from a date, and in how many days which clock change comes, of those
    /// that may be near one of the recipes: what is the same here is alike, but for a second look. The `changes` with their
    /// dates, as days since 1970.
    fn rough(&self, date: Date, by_months: &[&[Step]], fixed: (i64, i64), changes: &[(i64, Change)]) -> Shape {
        let mut shape = Vec::new();
        let today = number(date);
        let (mut first, mut last) = fixed;
        for steps in by_months {
            let (mut low, mut high) = (date, date);
            for &step in *steps {
                let days = |days: i64| move |date: Date| date.checked_add(days.days()).unwrap_or(date);
                (low, high) = match step {
                    Step::Elapsed { seconds } => {
                        (days(seconds.div_euclid(DAY) - 1)(low), days(seconds.div_euclid(DAY) + 2)(high))
                    }
                    step => (target(low, step).unwrap_or(low), target(high, step).unwrap_or(high)),
                };
                let so_far = [low, high].map(|to| number(to) - today);
                (first, last) = (first.min(so_far[0] - 1), last.max(so_far[1] + 1));
                shape.extend(so_far);
            }
        }
        for (day, change) in changes {
            let days = day - today;
            let near = |(low, high): &(i64, i64)| (low - DAY..high + 2 * DAY).contains(&(days * DAY));
            if (first..=last).contains(&days) || self.spans.iter().any(near) {
                shape.extend([i64::MIN, days, change.moved, change.clock]);
            }
        }
        shape
    }
}

/// A date in days since 1970.
fn number(date: Date) -> i64 {
    date.to_datetime(Time::midnight())
        .to_zoned(TimeZone::UTC)
        .map_or(0, |at| at.timestamp().as_second().div_euclid(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(step: Step) -> Term {
        Term::treatment().then(step)
    }

    #[test]
    fn the_order_of_36_hours_and_day_2_changes_at_noon() {
        let hours = recipe(Step::Elapsed { seconds: 36 * 3_600 });
        let day = recipe(Step::Day { days: 2, clock: None });
        let cases = Cases::of([&hours, &day], &[], Some((8 * 60, 18 * 60)));
        let clocks: Vec<String> = cases.ordinary().iter().map(|at| at.strftime("%H:%M:%S").to_string()).collect();
        assert_eq!(clocks.join(" "), "08:00:00 11:59:59 12:00:00 12:00:01 14:00:00 18:00:00");
        // The clocks of Paris change on 28 March: 60 hours before it and on the two days before, day 2 lies behind it.
        let paris: BTreeSet<String> =
            cases.changes(false).next().unwrap().iter().map(|at| at.strftime("%d %b %H:%M").to_string()).collect();
        assert!(paris.contains("27 Mar 11:00") && paris.contains("30 Oct 13:00"), "{paris:?}");
    }

    #[test]
    fn what_is_usual_is_what_would_be_cut() {
        let terms = [
            recipe(Step::Elapsed { seconds: 36 * 3_600 }),
            recipe(Step::Elapsed { seconds: 36 * 3_600 }).then(Step::Calendar { months: 0, days: -5 }),
            recipe(Step::Calendar { months: 0, days: 2 }).then(Step::Day { days: 1, clock: Some(150) }),
            recipe(Step::Calendar { months: 1, days: 0 }).then(Step::Day { days: 0, clock: None }),
            recipe(Step::Day { days: -3, clock: None }).then(Step::Elapsed { seconds: 4 * 3_600 }),
        ];
        let cases = Cases::of(&terms, &[], None);
        let usual = cases.all_usual();
        assert_eq!(usual.iter().flatten().count(), 5, "the treatment itself, and four");
        for name in ZONES {
            let zone = super::super::zone(name).unwrap();
            let all = changes(&zone, 2026, 2029);
            for day in (0..365).filter_map(|days| date(2027, 1, 1).checked_add(days.days()).ok()) {
                let shape =
                    |usual: &[Option<Usual>]| Day::of(&cases.recipes, day, &zone, usual, &all).unwrap().shape(&[]);
                assert_eq!(shape(&usual), shape(&[]), "{day} in {name}");
            }
        }
    }

    #[test]
    fn months_of_equal_length_are_looked_at_once() {
        let month = recipe(Step::Calendar { months: 1, days: 0 });
        let dates = Cases::of([&month], &[], None).dates(false);
        // 28 to 31 days; the last days of January and of the months before one of 30 days are put back.
        assert_eq!(dates.len(), 4);
        assert_eq!(dates.iter().map(|alike| alike.dates.len()).sum::<usize>(), 4 * 365 + 1);
    }
}
