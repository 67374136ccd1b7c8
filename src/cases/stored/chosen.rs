//! A sheet → the few cases that its stored text tells: an ordinary day, a day before each clock change, a month end, a leap day,
//! and on the ordinary day each fact and each event that a rule asks about, one at a time. They are the same on every day.

use std::collections::BTreeSet;

use jiff::Zoned;
use jiff::civil::{Date, date};

use crate::model::{Atom, Case, Condition, Fact, FactId, FactKind, Fixed, Model, Rule, Side, Value};
use crate::time::{EventId, EventTime, Moment, Step, TimeError, apply, zone};

/// The zone of all cases: its clocks change twice a year.
const ZONE: &str = "Europe/Paris";

/// A leap year, in which nothing is special about the days that are not.
const DATES: [(&str, Date); 5] = [
    ("an ordinary day", date(2028, 5, 16)),
    ("the day before the clocks go forward", date(2028, 3, 25)),
    ("the day before the clocks go back", date(2028, 10, 28)),
    ("the end of a month", date(2028, 1, 31)),
    ("a leap day", date(2028, 2, 29)),
];

/// How many values of one fact are told of.
const MOST_CHOICES: usize = 12;

/// A case, and how it is headed.
pub(super) struct Chosen {
    pub title: String,
    pub case: Case,
}

/// The cases, the ordinary day first, with at most so many in which something is given; and how many were left out.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn chosen(model: &Model, most_given: usize) -> Result<(Vec<Chosen>, usize), TimeError> {
    let mut found = Vec::new();
    for (name, date) in DATES {
        let Some(treated) = treated(model, date) else { continue };
        let title = format!("{name}: treated {}", written(&treated));
        found.push(Chosen { title, case: Case::new(model, treated, &Fixed::default())? });
    }
    let Some(ordinary) = found.first().map(|first| first.case.situation.treated.clone()) else { return Ok((found, 0)) };
    let mut given = given(model, &ordinary);
    given.sort_by(|(one, _), (other, _)| one.cmp(other));
    let left_out = given.len().saturating_sub(most_given);
    for (title, fixed) in given.into_iter().take(most_given) {
        found.push(Chosen {
            title: format!("the ordinary day, given {title}"),
            case: Case::new(model, ordinary.clone(), &fixed)?,
        });
    }
    Ok((found, left_out))
}

/// At two in the afternoon, or when treatments start.
fn treated(model: &Model, date: Date) -> Option<Zoned> {
    let usual = 14 * 60;
    let (first, last) = model.treatment.as_ref().and_then(|treatment| treatment.hours).unwrap_or((0, 24 * 60 - 1));
    let minutes = if (first..=last).contains(&usual) { usual } else { first };
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    date.at(hour, minute, 0, 0).to_zoned(zone(ZONE).ok()?).ok()
}

/// As a test writes it.
fn written(treated: &Zoned) -> String {
    format!("{} {ZONE}", treated.strftime("%Y-%m-%d %H:%M"))
}

/// Each fact and event that a rule asks about, with each value that matters: how it is written, and what is fixed by it.
fn given(model: &Model, treated: &Zoned) -> Vec<(String, Fixed)> {
    let atoms: BTreeSet<&Atom> = model.rules.iter().flat_map(Rule::conditions).flat_map(Condition::atoms).collect();
    let facts: BTreeSet<FactId> =
        atoms.iter().filter_map(|atom| if let Atom::Fact(fact, ..) = atom { Some(*fact) } else { None }).collect();
    let mut found = Vec::new();
    for id in facts {
        let Some(fact) = model.fact(id) else { continue };
        for (value, text) in values(fact, id, &atoms) {
            let fixed = Fixed { facts: [(id, value)].into(), ..Fixed::default() };
            found.push((format!("{} = {text}", fact.name), fixed));
        }
    }
    for id in events(model, &atoms) {
        let Some(event) = model.event(id) else { continue };
        let (days, text) = if event.side == Side::Before { (-7, "-7d") } else { (7, "+7d") };
        let at = apply(treated, Step::Calendar { months: 0, days }).ok().map(EventTime::at);
        for (time, text) in [(Some(EventTime::Never), "never"), (at, text)] {
            if let Some(time) = time {
                let fixed = Fixed { events: [(id, time)].into(), ..Fixed::default() };
                found.push((format!("{} = {text}", event.name), fixed));
            }
        }
    }
    found
}

/// The events that a rule's window or condition rests on.
fn events(model: &Model, atoms: &BTreeSet<&Atom>) -> BTreeSet<EventId> {
    let windows = model.rules.iter().flat_map(Rule::windows);
    let mut found: BTreeSet<EventId> = windows.flat_map(|window| window.moments()).flat_map(Moment::events).collect();
    for atom in atoms {
        if let Atom::Near { event, from, to } = atom {
            found.insert(*event);
            found.extend(from.events().chain(to.events()));
        }
    }
    found
}

/// The values of a fact that matter, each as it is written: of a number those around what it is compared with.
fn values(fact: &Fact, id: FactId, atoms: &BTreeSet<&Atom>) -> Vec<(Value, String)> {
    match &fact.kind {
        FactKind::YesNo => [(true, "yes"), (false, "no")].map(|(so, text)| (Value::Bool(so), text.to_owned())).into(),
        FactKind::OneOf(choices) => {
            let choices = (0..).zip(choices).take(MOST_CHOICES);
            choices.map(|(index, (name, _))| (Value::Choice(index), name.clone())).collect()
        }
        FactKind::Number(range) => {
            let (low, high) = range.unwrap_or((i64::MIN, i64::MAX));
            let compared = atoms.iter().filter_map(|atom| match atom {
                Atom::Fact(fact, _, Value::Number(number)) if *fact == id => Some(*number),
                _ => None,
            });
            let around = compared.flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]);
            let numbers: BTreeSet<i64> = around.filter(|number| (low..=high).contains(number)).collect();
            numbers.into_iter().take(MOST_CHOICES).map(|number| (Value::Number(number), number.to_string())).collect()
        }
    }
}
