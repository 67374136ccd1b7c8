//! What a fact or an event may be in a case: the values between which the answer to a question can change.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Zoned};

use super::slot::{FUTURE, PAST, instant, seconds};
use crate::model::{Atom, Case, Condition, FactId, FactKind, Model, Value};
use crate::time::cases::comfort;
use crate::time::{Anchor, EventId, EventTime, Step, Term, apply};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// "Far away" for an event without an end: farther than any sheet speaks of.
const FAR: i64 = 20 * 366 * DAY;

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
pub(super) struct Choice {
    pub(super) time: EventTime,
    /// Whether it is more than the edge of what is possible: an event at the very instant of treatment is not.
    pub(super) usual: bool,
}

/// The times of an event at which the order of the terms or the truth of a condition can change, and one between each
/// two, within its expected window or on its side of the treatment. Events with a lower id are known in the case.
pub(super) fn times<'c>(
    model: &Model,
    event: EventId,
    case: &Case,
    terms: &[&Term],
    conditions: impl Iterator<Item = &'c Condition>,
) -> Vec<Choice> {
    let declared = model.event(event);
    let expected = declared.is_some_and(|event| event.expected.is_some());
    let range = case.event(event).stretch();
    let (first, last) = (seconds(&range.start), seconds(&range.end));
    let own = declared.and_then(|event| case.instant(event.treatment)).unwrap_or(&case.situation.treated);
    let treated = own.timestamp().as_second();
    // An expected window is half-open, as every window is.
    let last = if expected { last - 1 } else { last };
    let mut found = BTreeSet::new();
    for threshold in thresholds(model, event, case, terms, conditions) {
        found.extend([threshold - DAY, threshold - 1, threshold, threshold + 1, threshold + DAY]);
    }
    found.extend([first, last, first.midpoint(last), treated - DAY, treated + DAY, treated - FAR, treated + FAR]);
    let gaps = found.iter().zip(found.iter().skip(1)).filter(|(a, b)| **b - **a > HOUR);
    let between: Vec<i64> = gaps.map(|(a, b)| a.midpoint(*b)).collect();
    found.extend(between);
    let within = found.into_iter().filter(|second| (first..=last).contains(second));
    let mut known: Vec<Zoned> = within.filter_map(|second| instant(second, &case.situation.treated)).collect();
    known.sort_by_key(|at| Reverse(comfort(at)));
    let known = known.into_iter().map(|at| {
        let usual = expected || at.timestamp().as_second() != treated;
        Choice { time: EventTime::at(at), usual }
    });
    let never = (!expected).then_some(Choice { time: EventTime::Never, usual: true });
    known.chain(never).collect()
}

/// The times of the event at which a term that begins with it meets another, or a condition about it changes.
fn thresholds<'c>(
    model: &Model,
    event: EventId,
    case: &Case,
    terms: &[&Term],
    conditions: impl Iterator<Item = &'c Condition>,
) -> BTreeSet<i64> {
    let known = |term: &Term| term.event().is_none_or(|other| other < event);
    let instant_of = |term: &Term| case.situation.earliest(term).ok()?.instant().cloned();
    let mut found = BTreeSet::new();
    let fixed: Vec<Zoned> = terms.iter().filter(|term| known(term)).filter_map(|term| instant_of(term)).collect();
    let other = model.other.as_ref().and_then(|(other, _)| case.instant(Anchor::Event(*other)).cloned());
    let fixed = fixed.into_iter().chain([case.situation.treated.clone()]).chain(other);
    let own: Vec<&[Step]> =
        terms.iter().filter(|term| term.event() == Some(event)).map(|term| term.steps.as_slice()).collect();
    for at in fixed {
        found.insert(at.timestamp().as_second());
        for steps in &own {
            found.extend(before(&at, steps));
        }
    }
    for atom in conditions.flat_map(Condition::atoms) {
        if let Atom::Near { event: near, from, to } = atom
            && *near == event
        {
            let edges = [from, to].into_iter().flat_map(|moment| moment.terms());
            found.extend(edges.filter(|term| known(term)).filter_map(instant_of).map(|at| at.timestamp().as_second()));
        }
    }
    found.retain(|second| (PAST..FUTURE).contains(second));
    found
}

/// From where so many steps lead to an instant, or near it: calendar steps cannot be taken back exactly.
fn before(at: &Zoned, steps: &[Step]) -> Vec<i64> {
    let back = steps.iter().rev().try_fold(at.clone(), |at, step| match *step {
        Step::Elapsed { seconds } => apply(&at, Step::Elapsed { seconds: -seconds }),
        Step::Calendar { months, days } => {
            let days_back = apply(&at, Step::Calendar { months: 0, days: -days })?;
            apply(&days_back, Step::Calendar { months: -months, days: 0 })
        }
        Step::Day { days, .. } => apply(&at, Step::Day { days: -days, clock: None }),
    });
    let Ok(back) = back else { return Vec::new() };
    let exact = back.timestamp().as_second();
    let rough = steps.iter().any(|step| !matches!(step, Step::Elapsed { .. }));
    let takes_day = steps.iter().any(|step| matches!(step, Step::Day { .. }));
    let mut found = vec![exact];
    if rough {
        found.extend([exact - HOUR, exact + HOUR, exact - DAY, exact + DAY]);
    }
    if takes_day && let Ok(next) = back.checked_add(SignedDuration::from_hours(24)) {
        found.push(next.timestamp().as_second() - 1);
    }
    found
}
