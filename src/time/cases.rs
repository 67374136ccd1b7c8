//! Representative treatments: terms → instants of treatment that show every order those terms can have.
//!
//! The recipes of the terms are cut into pieces ([`super::breaks`]); between two cuts no order changes, so the first and
//! the last second of each stretch stand for all of it. Days on which all pieces are alike are looked at once: an
//! ordinary one ([`Cases::ordinary`]), one for each way in which the lengths of months fall ([`Cases::dates`]) and in
//! which a clock change lies between the treatment and the terms ([`Cases::changes`]). Knows nothing of rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

use super::breaks::{Cutting, Piece, order_changes};
use super::changes::{Change, PAIRS, YEARS, ZONES, changes};
use super::civil::target;
use super::order::bounds_of;
use super::term::{Anchor, Step, Term};

pub(super) const DAY: i64 = 86_400;
/// The clock time at which a treatment is supposed to be, if nothing speaks against it: a weekday afternoon.
const USUAL: i64 = 14 * 3_600;
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

/// A recipe that leads as far from every date, for it counts no months.
struct Usual {
    /// Its pieces on a day without a clock change near it, in seconds from its first.
    pieces: Vec<Piece>,
    /// Between which seconds from the beginning it leads, its prefixes included.
    reach: (i64, i64),
}

/// Dates that are alike for all terms, and treatments on the first of them.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The dates, ascending.
    pub dates: Vec<Date>,
    /// Treatments on one of them that show every order.
    pub treatments: Vec<Zoned>,
}

/// What is alike on days that are alike.
type Shape = Vec<i64>;

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
        self.ordinary_day().map(|day| day.treatments(self)).unwrap_or_default()
    }

    fn ordinary_day(&self) -> Option<Day> {
        Day::of(self, ORDINARY_DAY, &TimeZone::UTC, &[], &[])
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
            let treatments = Day::of(self, one, &TimeZone::UTC, &usual, &[])?.treatments(self);
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
            let Some(day) = Day::of(self, date, zone, usual, &all) else { continue };
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
                found.extend(day.treatments(self));
            }
        }
        found
    }

    fn has_months(&self) -> bool {
        self.recipes.iter().flatten().any(in_months)
    }

    /// The recipes up to their last step in months. Where clocks never change, what follows is as long on every date, so
    /// that dates which are alike for these are alike.
    fn up_to_months(&self) -> Cases {
        let last = |steps: &Vec<Step>| steps.iter().rposition(in_months).map_or(0, |last| last + 1);
        let prefixes: BTreeSet<&[Step]> = self.recipes.iter().filter_map(|steps| steps.get(..last(steps))).collect();
        Cases { recipes: prefixes.into_iter().map(<[Step]>::to_vec).collect(), ..self.clone() }
    }

    /// For each recipe, whether it leads as far from every date, and where.
    fn all_usual(&self) -> Vec<Option<Usual>> {
        let Some(day) = self.ordinary_day() else { return Vec::new() };
        let usual = |(steps, pieces): (&Vec<Step>, Vec<Piece>)| {
            let reach = reach_of(steps);
            // The clock changes that are known go no further.
            let known = reach.0.min(-reach.1) > -i64::from(MOST_YEARS) * YEAR_OF_DAYS && !steps.iter().any(in_months);
            let from_first =
                |piece: Piece| Piece { start: piece.start - day.from, value: piece.value - day.from, ..piece };
            known.then(|| Usual { pieces: pieces.into_iter().map(from_first).collect(), reach })
        };
        self.recipes.iter().zip(day.recipes).map(usual).collect()
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

/// Between which seconds from the beginning all prefixes of a recipe lead.
fn reach_of(steps: &[Step]) -> (i64, i64) {
    let prefixes = (0..=steps.len()).filter_map(|length| steps.get(..length)).map(bounds_of);
    prefixes.fold((0, 0), |(low, high), (least, most)| (low.min(least), high.max(most)))
}

fn in_months(step: &Step) -> bool {
    matches!(step, Step::Calendar { months, .. } if *months != 0)
}

/// One day of treatments in a zone.
struct Day {
    from: i64,
    to: i64,
    date: Date,
    zone: TimeZone,
    recipes: Vec<Vec<Piece>>,
}

impl Day {
    /// A date in a zone. What is `usual` need not be cut again but near one of the `changes` of the clocks, ascending.
    fn of(cases: &Cases, date: Date, zone: &TimeZone, usual: &[Option<Usual>], changes: &[Change]) -> Option<Day> {
        let first = |date: Date| Some(date.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp().as_second());
        let (from, to) = (first(date)?, first(date.tomorrow().ok()?)?);
        let mut cutting = Cutting::new(from, to, zone);
        let undisturbed = |&(low, high): &(i64, i64)| {
            let next = changes.partition_point(|change| change.at < from.saturating_add(low));
            changes.get(next).is_none_or(|change| change.at > to.saturating_add(high))
        };
        let recipe = |(index, steps): (usize, &Vec<Step>)| match usual
            .get(index)
            .and_then(Option::as_ref)
            .filter(|usual| undisturbed(&usual.reach))
        {
            Some(usual) => {
                let here = |piece: &Piece| Piece { start: piece.start + from, value: piece.value + from, ..*piece };
                Ok(usual.pieces.iter().map(here).collect())
            }
            None => cutting.pieces(steps),
        };
        let recipes = cases.recipes.iter().enumerate().map(recipe).collect::<Result<_, _>>().ok()?;
        Some(Day { from, to, date, zone: zone.clone(), recipes })
    }

    /// Days of the same shape have the same orders at the same clock times.
    fn shape(&self, near: &[Change]) -> Shape {
        let mut shape = vec![self.to - self.from];
        for recipe in &self.recipes {
            shape.push(i64::MIN);
            shape.extend(
                recipe
                    .iter()
                    .flat_map(|piece| [piece.start - self.from, piece.value - self.from, i64::from(piece.moves)]),
            );
        }
        shape.extend(near.iter().flat_map(|change| [i64::MIN, change.at - self.from, change.moved, change.clock]));
        shape
    }

    /// The first and the last second of each stretch on which no order changes, as far as it lies inside the hours.
    fn treatments(&self, cases: &Cases) -> Vec<Zoned> {
        let mut starts = order_changes(&self.recipes, self.to);
        let (first, last) = cases.hours;
        let at = |clock: i64| both(self.date, clock, &self.zone);
        let asked = cases.clocks.iter().copied().chain([first, last + 1]).filter(|clock| (0..DAY).contains(clock));
        starts.extend(asked.flat_map(at).map(|at| at.timestamp().as_second()));
        let day = at_second(self.from, &self.zone);
        let changes = day.iter().flat_map(|day| self.zone.following(day.timestamp()));
        starts.extend(changes.map(|change| change.timestamp().as_second()).take_while(|&at| at < self.to));
        starts.retain(|start| (self.from..self.to).contains(start));
        let ends = starts.iter().map(|start| start - 1).chain([self.to - 1]);
        let usual = at(cases.usual()).into_iter().map(|at| at.timestamp().as_second());
        let seconds: BTreeSet<i64> = starts.iter().copied().chain(ends).chain(usual).collect();
        let treatments = seconds.into_iter().filter(|second| (self.from..self.to).contains(second));
        treatments
            .filter_map(|second| at_second(second, &self.zone))
            .filter(|treated| (first..=last).contains(&clock_of(treated)))
            .collect()
    }
}

/// The clock time within hours at which a treatment would be supposed to be, in seconds since 00:00.
pub(super) fn usual_within((first, last): (i64, i64)) -> i64 {
    if (first..=last).contains(&USUAL) { USUAL } else { first.midpoint(last) / 3_600 * 3_600 }.clamp(first, last)
}

/// A date at a clock time in seconds since 00:00.
pub(super) fn at(date: Date, clock: i64, zone: &TimeZone) -> Option<Zoned> {
    date.to_datetime(time_of(clock)).to_zoned(zone.clone()).ok()
}

fn at_second(second: i64, zone: &TimeZone) -> Option<Zoned> {
    Timestamp::from_second(second).ok().map(|at| at.to_zoned(zone.clone()))
}

fn time_of(clock: i64) -> Time {
    let part = |n: i64| i8::try_from(n).unwrap_or_default();
    Time::new(part(clock / 3_600), part(clock / 60 % 60), part(clock % 60), 0).unwrap_or(Time::midnight())
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
                let shape = |usual: &[Option<Usual>]| Day::of(&cases, day, &zone, usual, &all).unwrap().shape(&[]);
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
