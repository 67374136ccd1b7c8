//! Two treatments: recipes counted from each → how many days apart they can be for the order of two recipes to differ,
//! and clock times of both that show every order at such a distance. On days without a clock change, where the distance
//! and the date are fixed, an order changes only at clock times that can be computed: of one treatment, where it is held
//! against a clock time that is fixed; of both, where both carry one. Knows nothing of rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use super::cases::{DATES, DAY, FIRST_DATE, ORDINARY_DAY};
use super::civil::apply;
use super::named::{at, usual_within};
use super::order::bounds;
use super::term::{Step, Term};

/// Where the clock time of a term comes from, modulo a day.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// The treatment's clock time and so many seconds.
    Floating(i64),
    /// So many seconds since 00:00.
    Fixed(i64),
}

/// A recipe counted from one of two treatments, at an end of what is possible.
#[derive(Clone, Debug)]
struct Counted {
    /// The least and the most seconds from its treatment.
    reach: (i64, i64),
    /// Where its clock time comes from; `None` if it rests on an event that may be at any clock time.
    form: Option<Form>,
}

/// One of two treatments.
#[derive(Clone, Debug)]
struct Side {
    /// The first and the last clock time, in seconds since 00:00.
    hours: (i64, i64),
    /// Its clock times at which the order of its own recipes may change.
    breaks: BTreeSet<i64>,
    counted: Vec<Counted>,
    /// The steps in which months stand.
    months: BTreeSet<Vec<Step>>,
    /// Whether months are counted from an event.
    months_later: bool,
}

/// What the recipes of a question have to do with how far two treatments are apart.
#[derive(Clone, Debug)]
pub struct Apart {
    sides: [Side; 2],
}

/// A treatment on a date at a clock time, and the other so many days and at its own clock time.
pub type Both = (Zoned, Zoned);

impl Apart {
    /// Two treatments with the clock times at which each starts, in minutes since 00:00, both included.
    #[must_use]
    pub fn new(hours: [Option<(u16, u16)>; 2]) -> Apart {
        let seconds = |minutes: u16| i64::from(minutes) * 60;
        let side = |hours: Option<(u16, u16)>| {
            let none = Counted { reach: (0, 0), form: Some(Form::Floating(0)) };
            Side {
                hours: hours.map_or((0, DAY - 1), |(first, last)| (seconds(first), seconds(last))),
                breaks: BTreeSet::new(),
                counted: vec![none],
                months: BTreeSet::new(),
                months_later: false,
            }
        };
        Apart { sides: hours.map(side) }
    }

    /// Adds a clock time that is asked about, in minutes since 00:00, of the first (0) or the second treatment (1).
    pub fn clock(&mut self, side: usize, minutes: u16) {
        if let Some(side) = self.sides.get_mut(side) {
            side.breaks.insert(i64::from(minutes) * 60);
        }
    }

    /// Adds steps that are counted from the first (0) or the second treatment (1).
    pub fn counted(&mut self, side: usize, steps: &[Step]) {
        let Some(side) = self.sides.get_mut(side) else { return };
        let term = Term { steps: steps.to_vec(), ..Term::treatment() };
        let form = form(&term, &mut side.breaks);
        for other in &side.counted {
            match (form, other.form) {
                (Form::Floating(floating), Some(Form::Fixed(fixed)))
                | (Form::Fixed(fixed), Some(Form::Floating(floating))) => {
                    side.breaks.insert((fixed - floating).rem_euclid(DAY));
                }
                _ => {}
            }
        }
        side.counted.push(Counted { reach: bounds(&term), form: Some(form) });
        if steps.iter().any(is_months) {
            side.months.insert(steps.to_vec());
        }
    }

    /// Adds steps that are counted from an event which at an end of what is possible lies so many seconds from the first
    /// (0) or the second treatment (1).
    pub fn counted_from_event(&mut self, side: usize, event: (i64, i64), steps: &[Step]) {
        let Some(side) = self.sides.get_mut(side) else { return };
        let (low, high) = bounds(&Term { steps: steps.to_vec(), ..Term::treatment() });
        let reach = (event.0.saturating_add(low), event.1.saturating_add(high));
        side.counted.push(Counted { reach, form: None });
        side.months_later |= steps.iter().any(is_months);
    }

    /// The days between the two dates at which what is found can differ from that at the distance before. Between two of
    /// them that are no neighbours, and beyond the ends, all distances are alike.
    #[must_use]
    pub fn days(&self) -> BTreeSet<i64> {
        let mut days = BTreeSet::new();
        let [first, second] = &self.sides;
        for a in &first.counted {
            for b in &second.counted {
                let (low, high) = meeting(a, b);
                days.extend(low.div_euclid(DAY) - 1..=high.div_euclid(DAY) + 2);
            }
        }
        days
    }

    /// Clock times of both that show every order at so many days, in seconds since 00:00; only the most telling of them
    /// if `few` have to do.
    #[must_use]
    pub fn clocks(&self, days: i64, few: bool) -> Vec<(i64, i64)> {
        let [first, second] = &self.sides;
        let (mut of_first, mut of_second) = (first.breaks.clone(), second.breaks.clone());
        // By how much the second's clock time is later than the first's where both recipes meet.
        let mut differences = BTreeSet::new();
        for a in &first.counted {
            for b in &second.counted {
                let (low, high) = meeting(a, b);
                if high < (days - 1) * DAY || low > (days + 1) * DAY {
                    continue;
                }
                match (a.form, b.form) {
                    (Some(Form::Floating(x)), Some(Form::Floating(y))) => {
                        differences.insert((x - y).rem_euclid(DAY));
                    }
                    (Some(Form::Floating(x)), Some(Form::Fixed(y))) => {
                        of_first.insert((y - x).rem_euclid(DAY));
                    }
                    (Some(Form::Fixed(x)), Some(Form::Floating(y))) => {
                        of_second.insert((x - y).rem_euclid(DAY));
                    }
                    _ => {}
                }
            }
        }
        let ends = |side: &Side| [side.hours.0, side.hours.1];
        of_first.extend(ends(first));
        of_second.extend(ends(second));
        if !few {
            // Where the two kinds of change cross.
            let crossings = of_second.iter().flat_map(|at| differences.iter().map(move |later| at - later));
            of_first.extend(crossings.map(|at| at.rem_euclid(DAY)).collect::<Vec<_>>());
        }
        let mut found = Vec::new();
        let usual = self.usual();
        for a in around(&of_first, first.hours, usual.0) {
            let mut of_second = of_second.clone();
            of_second.extend(differences.iter().map(|later| (a + later).rem_euclid(DAY)));
            found.extend(around(&of_second, second.hours, usual.1).into_iter().map(|b| (a, b)));
        }
        found
    }

    /// Dates of the first treatment that show every sequence of month lengths there is at so many days: the ordinary one
    /// if no months stand anywhere.
    #[must_use]
    pub fn dates(&self, days: i64, known: &mut Lengths) -> Vec<Date> {
        let [first, second] = &self.sides;
        if first.months.is_empty() && second.months.is_empty() && !first.months_later && !second.months_later {
            return vec![ORDINARY_DAY];
        }
        let mut seen = BTreeSet::new();
        let dates = (0..DATES).filter_map(|from_first| FIRST_DATE.checked_add(from_first.days()).ok());
        let later = first.months_later || second.months_later;
        let new = dates.filter(|date| {
            let Ok(other) = date.checked_add(days.days()) else { return false };
            let mut key = vec![known.of(first, 0, *date), known.of(second, 1, other)];
            if later && matches!(date.day(), 1 | 15 | 28..) {
                key.push(vec![i64::from(date.year()), i64::from(date.month()), i64::from(date.day())]);
            }
            seen.insert(key)
        });
        new.collect()
    }

    /// The clock times at which both would be supposed to be, in seconds since 00:00.
    #[must_use]
    pub fn usual(&self) -> (i64, i64) {
        let [first, second] = &self.sides;
        (usual_within(first.hours), usual_within(second.hours))
    }

    /// The first, the usual and the last clock times of both.
    #[must_use]
    pub fn corners(&self) -> Vec<(i64, i64)> {
        let [first, second] = &self.sides;
        let each = |side: &Side| BTreeSet::from([side.hours.0, usual_within(side.hours), side.hours.1]);
        let of_second = each(second);
        each(first).into_iter().flat_map(|a| of_second.iter().map(move |&b| (a, b))).collect()
    }

    /// Whole hours of the day, and the usual clock times, of both: those that a person would name.
    #[must_use]
    pub fn whole_hours(&self) -> Vec<(i64, i64)> {
        let [first, second] = &self.sides;
        let hours = |side: &Side| {
            let whole = (7..20).map(|hour| hour * 3_600).filter(|at| (side.hours.0..=side.hours.1).contains(at));
            whole.chain([usual_within(side.hours)]).collect::<BTreeSet<i64>>()
        };
        let of_second = hours(second);
        hours(first).into_iter().flat_map(|a| of_second.iter().map(move |&b| (a, b))).collect()
    }
}

/// How many days the recipes with months come after a date, for each treatment and date that was looked at.
#[derive(Clone, Debug, Default)]
pub struct Lengths([BTreeMap<Date, Vec<i64>>; 2]);

impl Lengths {
    fn of(&mut self, side: &Side, which: usize, date: Date) -> Vec<i64> {
        let Some(known) = self.0.get_mut(which) else { return Vec::new() };
        let counted = || {
            let clocks = [side.hours.0, usual_within(side.hours), side.hours.1];
            let treated: Vec<Zoned> = clocks.iter().filter_map(|&clock| at(date, clock, &TimeZone::UTC)).collect();
            let after = |steps: &Vec<Step>| {
                let days = |treated: &Zoned| {
                    let end = steps.iter().try_fold(treated.clone(), |at, &step| apply(&at, step)).ok()?;
                    Some(i64::from(treated.date().until(end.date()).ok()?.get_days()))
                };
                treated.iter().map(|treated| days(treated).unwrap_or_default()).collect::<Vec<_>>()
            };
            side.months.iter().flat_map(after).collect()
        };
        known.entry(date).or_insert_with(counted).clone()
    }
}

/// On a date, at a clock time in seconds since 00:00, in a zone whose clocks never change; the second so many days later.
#[must_use]
pub fn both(date: Date, days: i64, (first, second): (i64, i64)) -> Option<Both> {
    let other = date.checked_add(days.days()).ok()?;
    Some((at(date, first, &TimeZone::UTC)?, at(other, second, &TimeZone::UTC)?))
}

/// By how many seconds the second treatment comes after the first where both recipes meet, at the least and the most.
fn meeting(a: &Counted, b: &Counted) -> (i64, i64) {
    (a.reach.0.saturating_sub(b.reach.1), a.reach.1.saturating_sub(b.reach.0))
}

/// Clock times within hours: each with the second before and after, and the usual one.
fn around(clocks: &BTreeSet<i64>, hours: (i64, i64), usual: i64) -> BTreeSet<i64> {
    let each = clocks.iter().flat_map(|&at| [at - 1, at, at + 1]).chain([usual]);
    each.filter(|at| (hours.0..=hours.1).contains(at)).collect()
}

/// Where the clock time of a term comes from; notes the clock times of the treatment at which a date in it changes.
fn form(term: &Term, breaks: &mut BTreeSet<i64>) -> Form {
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

fn is_months(step: &Step) -> bool {
    matches!(step, Step::Calendar { months, .. } if *months != 0)
}
