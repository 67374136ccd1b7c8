//! `--given` and `--event` → what is known of the patient, each value as the sheet declares it.

use jiff::Zoned;
use jiff::civil::Date;

use super::{Exit, Failure};
use crate::model::{Fact, FactId, FactKind, Fixed, Model, Side, Value};
use crate::time::{Edge, EventId, EventTime, Given, Step, apply, parse_instant};

/// What is known, and what had to be decided to read it.
pub(super) struct Known {
    pub(super) fixed: Fixed,
    pub(super) notes: Vec<String>,
}

/// Reads the values of both flags.
///
/// # Errors
/// If a name is not the sheet's, or a value cannot be meant.
pub(super) fn known(model: &Model, given: &[String], events: &[String], treated: &Zoned) -> Result<Known, Failure> {
    let mut known = Known { fixed: Fixed::default(), notes: Vec::new() };
    for text in given {
        let (name, value) = pair("--given", text, "skin_irritated=no")?;
        let (id, fact) = fact(model, name, value)?;
        if known.fixed.facts.insert(id, read_value(fact, value)?).is_some() {
            return Err(twice("--given", name));
        }
    }
    for text in events {
        let (name, value) = pair("--event", text, "healed=2026-11-29")?;
        let (id, side) = event(model, name, value)?;
        let time = read_time(name, value, side, treated, &mut known.notes)?;
        if known.fixed.events.insert(id, time).is_some() {
            return Err(twice("--event", name));
        }
    }
    Ok(known)
}

fn usage(message: String) -> Failure {
    Failure::new(Exit::Usage, message)
}

fn twice(flag: &str, name: &str) -> Failure {
    usage(format!("{flag}: `{name}` is given twice")).help("give it once")
}

fn pair<'t>(flag: &str, text: &'t str, example: &str) -> Result<(&'t str, &'t str), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => Ok((name.trim(), value.trim())),
        _ => Err(usage(format!("{flag}: `{text}` is not a name and a value"))
            .help(format!("write `{flag} NAME=VALUE`, such as `{flag} {example}`"))),
    }
}

fn fact<'m>(model: &'m Model, name: &str, value: &str) -> Result<(FactId, &'m Fact), Failure> {
    if let Some((id, fact)) = model.fact_named(name).and_then(|id| Some((id, model.fact(id)?))) {
        return Ok((id, fact));
    }
    if model.event_named(name).is_some() {
        return Err(usage(format!("--given: `{name}` is an event, not a fact"))
            .help(format!("write `--event {name}={}`", if value == "no" { "never" } else { "2026-11-29" })));
    }
    let names: Vec<&str> = model.facts.iter().map(|fact| fact.name.as_str()).collect();
    Err(unknown("--given", "fact", name, &names))
}

fn event(model: &Model, name: &str, value: &str) -> Result<(EventId, Side), Failure> {
    if let Some((id, event)) = model.event_named(name).and_then(|id| Some((id, model.event(id)?))) {
        return Ok((id, event.side));
    }
    if model.fact_named(name).is_some() {
        return Err(
            usage(format!("--event: `{name}` is a fact, not an event")).help(format!("write `--given {name}={value}`"))
        );
    }
    let names: Vec<&str> = model.events.iter().map(|event| event.name.as_str()).collect();
    Err(unknown("--event", "event", name, &names))
}

/// A name that the sheet does not have, with the nearest that it has.
pub(super) fn unknown(flag: &str, kind: &str, name: &str, names: &[&str]) -> Failure {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    let failure = usage(format!("{flag}: the sheet has no {kind} called `{shown}`"));
    let near = names
        .iter()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|&(distance, known)| distance <= known.chars().count().max(3) / 3)
        .min();
    match (near, names) {
        (Some((_, near)), _) => failure.help(format!("did you mean `{near}`?")),
        (None, []) => failure.help(format!("it has no {kind} at all")),
        (None, names) => failure.help(format!("it has {}", listed(names))),
    }
}

/// Some names, the first dozen of them.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if names.len() > MOST {
        shown.push(format!("{} more", names.len() - MOST));
    }
    match shown.pop() {
        Some(last) if !shown.is_empty() => format!("{} and {last}", shown.join(", ")),
        last => last.unwrap_or_default(),
    }
}

fn read_value(fact: &Fact, value: &str) -> Result<Value, Failure> {
    let name = &fact.name;
    let refused = |help: String| usage(format!("--given: `{name}` cannot be `{value}`")).help(help);
    match &fact.kind {
        FactKind::YesNo => match value {
            "yes" => Ok(Value::Bool(true)),
            "no" => Ok(Value::Bool(false)),
            _ => Err(refused(format!("write `{name}=yes` or `{name}=no`"))),
        },
        FactKind::OneOf(choices) => {
            let names: Vec<&str> = choices.iter().map(|(name, _)| name.as_str()).collect();
            let found = (0..).zip(&names).find(|(_, name)| **name == value);
            found
                .map(|(index, _)| Value::Choice(index))
                .ok_or_else(|| refused(format!("it is one of {}", listed(&names))))
        }
        FactKind::Number(range) => {
            let wanted = match range {
                Some((low, high)) => format!("write a whole number from {low} to {high}"),
                None => "write a whole number".to_owned(),
            };
            let number: i64 = value.parse().map_err(|_| refused(wanted.clone()))?;
            match range {
                Some((low, high)) if !(low..=high).contains(&&number) => Err(refused(wanted)),
                _ => Ok(Value::Number(number)),
            }
        }
    }
}

fn read_time(
    name: &str,
    value: &str,
    side: Side,
    treated: &Zoned,
    notes: &mut Vec<String>,
) -> Result<EventTime, Failure> {
    if value == "never" {
        return Ok(EventTime::Never);
    }
    let given = parse_instant(value, treated.time_zone())
        .map_err(|error| usage(format!("--event: `{name}`: {error}")).help(format!("or write `{name}=never`")))?;
    let time = match given {
        Given::Instant { at, note, .. } => {
            notes.extend(note.map(|note| format!("--event: `{name}`: {note}")));
            EventTime::Between(Edge::At(at.clone()), Edge::At(at))
        }
        Given::Date(date) => on_day(date, treated)?,
    };
    let all = time.stretch();
    let treated = Edge::At(treated.clone());
    let wrong = match side {
        // The first instant of the next day is no instant of the day.
        Side::After => all.end < treated || (matches!(time, EventTime::OnDay(..)) && all.end == treated),
        Side::Before => all.start > treated,
        Side::Any => false,
    };
    if wrong {
        let (is, lies) = if side == Side::After { ("after", "before") } else { ("before", "after") };
        return Err(usage(format!("--event: `{name}` comes {is} the treatment, and {value} lies {lies} it"))
            .help(format!("write a date {is} the treatment, or `{name}=never`")));
    }
    Ok(time)
}

/// A civil day in the zone of the treatment.
fn on_day(date: Date, treated: &Zoned) -> Result<EventTime, Failure> {
    let out = |_| usage(format!("--event: {date} lies too far away"));
    let noon = date.at(12, 0, 0, 0).to_zoned(treated.time_zone().clone()).map_err(|_| out(()))?;
    let first = |days| apply(&noon, Step::Day { days, clock: None }).map_err(|_| out(()));
    Ok(EventTime::OnDay(first(0)?, first(1)?))
}
