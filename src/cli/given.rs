//! `--given` and `--event` → what is known of the patient, each value as the sheet declares it.

use jiff::Zoned;
use jiff::civil::Date;

use super::{Exit, Failure};
use crate::model::{Event, Fact, FactId, FactKind, Fixed, Model, Side, Value};
use crate::time::{Anchor, Edge, EventId, EventTime, Given, Step, apply, parse_instant};

/// What is known, and what had to be decided to read it.
pub(super) struct Known {
    pub(super) fixed: Fixed,
    pub(super) notes: Vec<String>,
}

/// Reads the values of both flags; the treatments are in the order of their sheets.
///
/// # Errors
/// If a name is not the sheet's, or a value cannot be meant.
pub(super) fn known(model: &Model, given: &[String], events: &[String], treated: &[Zoned]) -> Result<Known, Failure> {
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
        let (id, event) = event(model, name, value)?;
        let time = read_time(model, (name, event), value, treated, &mut known.notes)?;
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
    let facts = || (0..).map(FactId).zip(&model.facts);
    let meant: Vec<_> = facts().filter(|(_, fact)| means(name, &fact.name)).collect();
    match meant.as_slice() {
        [one] => return Ok(*one),
        [] => {}
        several => return Err(of_several("--given", name, several.iter().map(|(_, fact)| fact.name.as_str()), value)),
    }
    if events(model).any(|(_, event)| means(name, &event.name)) {
        return Err(usage(format!("--given: `{name}` is an event, not a fact"))
            .help(format!("write `--event {name}={}`", if value == "no" { "never" } else { "2026-11-29" })));
    }
    let names: Vec<&str> = model.facts.iter().map(|fact| fact.name.as_str()).collect();
    Err(unknown("--given", "fact", name, &names))
}

fn event<'m>(model: &'m Model, name: &str, value: &str) -> Result<(EventId, &'m Event), Failure> {
    let meant: Vec<_> = events(model).filter(|(_, event)| means(name, &event.name)).collect();
    match meant.as_slice() {
        [one] => return Ok(*one),
        [] => {}
        several => {
            return Err(of_several("--event", name, several.iter().map(|(_, event)| event.name.as_str()), value));
        }
    }
    if model.facts.iter().any(|fact| means(name, &fact.name)) {
        return Err(
            usage(format!("--event: `{name}` is a fact, not an event")).help(format!("write `--given {name}={value}`"))
        );
    }
    if !model.others.is_empty() && model.treatments().any(|(_, treatment)| treatment.name == name) {
        return Err(usage(format!("--event: `{name}` is a treatment of this plan"))
            .help(format!("write `--treated {name}={value}`")));
    }
    let names: Vec<&str> = events(model).map(|(_, event)| event.name.as_str()).collect();
    Err(unknown("--event", "event", name, &names))
}

/// The events, without those that are treatments of the plan.
fn events(model: &Model) -> impl Iterator<Item = (EventId, &Event)> {
    (0..).map(EventId).zip(&model.events).filter(|(id, _)| model.date_of(*id).is_none())
}

/// Whether a name as it is given means one of the model: itself, or that of one treatment without the treatment's name.
fn means(given: &str, name: &str) -> bool {
    name == given || name.split_once('.').is_some_and(|(_, own)| own == given)
}

fn of_several<'m>(flag: &str, name: &str, each: impl Iterator<Item = &'m str>, value: &str) -> Failure {
    let each: Vec<String> = each.map(|each| format!("`{flag} {each}={value}`")).collect();
    usage(format!("{flag}: several treatments have a `{name}` of their own"))
        .help(format!("say of which: {}", each.join(" or ")))
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
pub(super) fn listed(names: &[&str]) -> String {
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
    model: &Model,
    (name, event): (&str, &Event),
    value: &str,
    treated: &[Zoned],
    notes: &mut Vec<String>,
) -> Result<EventTime, Failure> {
    if value == "never" {
        return Ok(EventTime::Never);
    }
    let at = |treatment: Anchor| {
        let at = treated.get(model.number_of(treatment)).or(treated.first());
        at.ok_or_else(|| usage(format!("--event: `{name}` is an event of no treatment")))
    };
    let own = at(event.treatment)?;
    let given = parse_instant(value, own.time_zone())
        .map_err(|error| usage(format!("--event: `{name}`: {error}")).help(format!("or write `{name}=never`")))?;
    let time = match given {
        Given::Instant { at, note, .. } => {
            notes.extend(note.map(|note| format!("--event: `{name}`: {note}")));
            EventTime::Between(Edge::At(at.clone()), Edge::At(at))
        }
        Given::Date(date) => on_day(date, own)?,
    };
    let all = time.stretch();
    for (treatment, side) in std::iter::once((event.treatment, event.side)).chain(event.also.iter().copied()) {
        let treated = Edge::At(at(treatment)?.clone());
        let wrong = match side {
            // The first instant of the next day is no instant of the day.
            Side::After => all.end < treated || (matches!(time, EventTime::OnDay(..)) && all.end == treated),
            Side::Before => all.start > treated,
            Side::Any => false,
        };
        if wrong {
            let (is, lies) = if side == Side::After { ("after", "before") } else { ("before", "after") };
            let which = match model.treatment_at(treatment).filter(|_| !model.others.is_empty()) {
                Some(treatment) => format!("`{}`", treatment.name),
                None => "the treatment".to_owned(),
            };
            return Err(usage(format!("--event: `{name}` comes {is} {which}, and {value} lies {lies} it"))
                .help(format!("write a date {is} {which}, or `{name}=never`")));
        }
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
