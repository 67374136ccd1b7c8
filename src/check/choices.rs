//! What a fact or an event may be in a case: one of each kind between which the answer to a question can change.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::{ToSpan, Zoned};

use super::met::Met;
use super::slot::{FUTURE, PAST, instant};
use crate::model::{Atom, Condition, FactId, FactKind, Model, Value};
use crate::time::EventTime;
use crate::time::named::comfort;
use crate::time::{Step, TimeError};

const DAY: i64 = 86_400;
/// The clock time that a person would name for an event.
const NOON: i8 = 12;

/// The values of a fact that the conditions tell apart: all of yes and no and of the choices; of numbers those on both
/// sides of each number it is compared with.
pub(super) fn values<'c>(
    model: &Model,
    fact: FactId,
    conditions: impl Iterator<Item = &'c Condition>,
) -> BTreeSet<Value> {
    let Some(declared) = model.fact(fact) else { return BTreeSet::new() };
    match &declared.kind {
        FactKind::YesNo => [true, false].map(Value::Bool).into(),
        FactKind::OneOf(choices) => (0..).zip(choices).map(|(index, _)| Value::Choice(index)).collect(),
        FactKind::Number(range) => {
            let (low, high) = range.unwrap_or((i64::MIN, i64::MAX));
            let compared = conditions.flat_map(Condition::atoms).filter_map(|atom| match atom {
                Atom::Fact(other, _, Value::Number(number)) if *other == fact => Some(*number),
                _ => None,
            });
            let around = compared.flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]);
            let ends = range.map_or(vec![0], |(low, high)| vec![low, high]);
            around.chain(ends).filter(|number| (low..=high).contains(number)).map(Value::Number).collect()
        }
    }
}

/// A time that an event may have.
#[derive(Clone)]
pub(super) struct Choice {
    pub(super) time: EventTime,
    /// Whether it is more than the edge of what is possible: an event at the very instant of treatment is not.
    pub(super) usual: bool,
}

/// What has to be known of an event to choose its times.
pub(super) struct Sought<'q> {
    /// The steps of the terms that begin with it, and none where it is itself compared.
    pub(super) own: &'q [Vec<Step>],
    /// Whether the order of two of these depends on when it is.
    pub(super) own_varies: bool,
    /// Whether it has an expected window.
    pub(super) expected: bool,
    /// The treatment that it belongs to.
    pub(super) treated: i64,
    /// The first and the last second at which it may be.
    pub(super) range: (i64, i64),
    /// Whether it counts that it is the very second after another instant: of a window that starts about some time, only its
    /// last second is sure.
    pub(super) to_the_second: bool,
    /// Whether all is to be tried on a stretch that is alike, or one instant of it.
    pub(super) thorough: bool,
}

/// The times of an event that show every order of its terms with some instants and with each other: one of each stretch
/// on which none changes.
///
/// # Errors
/// If an instant lies outside the years 1 to 9999.
pub(super) fn times(
    sought: &Sought<'_>,
    fixed: &BTreeSet<i64>,
    treated: &Zoned,
    met: &mut Met,
) -> Result<Vec<Choice>, TimeError> {
    let now = sought.treated;
    let (first, last) = sought.range;
    let mut starts = critical(sought, fixed, treated, met)?;
    starts.retain(|start| (first + 1..=last).contains(start));
    starts.insert(0, first);
    let mut found: Vec<(Zoned, (bool, bool, u8))> = Vec::with_capacity(starts.len());
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([last]);
    for (&start, end) in starts.iter().zip(ends) {
        let mut add = |stretch: (i64, i64)| {
            let make = || {
                let at = instant(example(stretch.0, stretch.1, treated), treated)?;
                let comfort = comfort(&at);
                Some((at, comfort))
            };
            // Where an end is open, it is named by the treatment.
            let open = stretch.0 <= PAST || stretch.1 >= FUTURE;
            let named = if open { make() } else { met.named(stretch, make) };
            let Some((at, comfort)) = named else { return };
            let usual = sought.expected || at.timestamp().as_second() != now;
            found.push((at, (usual, start < end, comfort)));
        };
        add((start, end));
        if sought.thorough && start < end {
            for at in [start, end].into_iter().filter(|at| (PAST + 1..FUTURE).contains(at)) {
                add((at, at));
            }
        }
    }
    // A person would name an instant like many others.
    found.sort_by_key(|(_, liking)| Reverse(*liking));
    found.dedup_by(|(one, _), (other, _)| one == other);
    let known = found.into_iter().map(|(at, (usual, ..))| Choice { time: EventTime::at(at), usual });
    let never = (!sought.expected).then_some(Choice { time: EventTime::Never, usual: true });
    Ok(known.chain(never).collect())
}

/// The instants from which on a term of the event stands differently to one of some instants, or to another of its terms.
pub(super) fn critical(
    sought: &Sought<'_>,
    fixed: &BTreeSet<i64>,
    treated: &Zoned,
    met: &mut Met,
) -> Result<Vec<i64>, TimeError> {
    met.in_zone(treated.time_zone());
    let mut found = Vec::new();
    for steps in sought.own {
        for &at in fixed {
            match steps.as_slice() {
                [] => found.extend([at, at + 1]),
                steps => found.extend(met.of(steps, at)?),
            }
        }
    }
    found.extend([sought.treated, sought.treated + 1]);
    if sought.to_the_second {
        let after: Vec<i64> = found.iter().map(|at| at + 1).collect();
        found.extend(after);
    }
    if sought.own_varies {
        let (first, last) = sought.range;
        let ends = [first, last].into_iter().filter(|end| (PAST + 1..FUTURE).contains(end));
        // A whole day before, between and after shows what an ordinary day does.
        let days = found.iter().copied().chain(ends).flat_map(|at| at.div_euclid(DAY) - 1..=at.div_euclid(DAY) + 1);
        for day in days.collect::<BTreeSet<i64>>() {
            found.extend(met.turns(sought.own, day)?);
            found.push((day + 1) * DAY);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// An instant of a stretch that a person would name, both ends included: noon of a day in it, a whole hour, or any.
fn example(start: i64, end: i64, treated: &Zoned) -> i64 {
    let (start, end) = match (start <= PAST, end >= FUTURE) {
        (true, true) => (treated.timestamp().as_second(), treated.timestamp().as_second()),
        (true, false) => (end - 2 * DAY, end),
        (false, true) => (start, start.saturating_add(2 * DAY)),
        (false, false) => (start, end),
    };
    let middle = start.midpoint(end);
    let Some(near) = instant(middle, treated) else { return middle };
    let noon = |days: i64| {
        let date = near.date().checked_add(days.days()).ok()?;
        Some(date.at(NOON, 0, 0, 0).to_zoned(treated.time_zone().clone()).ok()?.timestamp().as_second())
    };
    let round = |unit: i64| [middle.div_euclid(unit) * unit, (middle.div_euclid(unit) + 1) * unit];
    let nice = [0, -1, 1].into_iter().filter_map(noon).chain(round(3_600)).chain(round(60));
    nice.into_iter().find(|at| (start..=end).contains(at)).unwrap_or(middle)
}
