//! Instants, cases and what a rule says → the words of a `test` block. What the language cannot write has none.

use jiff::Zoned;

use crate::model::{Case, FactId, FactKind, Frequency, Length, Model, Rule, SubjectId, Value, Verb};
use crate::time::{self, EventId, EventTime, Given, Step, TimeError, words};

/// Above this many hours a time is told in days.
const MOST_HOURS: i64 = 48;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// `2026-11-23 14:00 Europe/Paris given dry = yes, healed = +6d`
pub(super) fn heading(model: &Model, case: &Case) -> Result<Option<String>, TimeError> {
    let treated = &case.situation.treated;
    let Some(zone) = treated.time_zone().iana_name() else { return Ok(None) };
    let date = treated.strftime("%Y-%m-%d %H:%M").to_string();
    match time::parse_instant(&date, treated.time_zone()) {
        Ok(Given::Instant { at, .. }) if at == *treated => {}
        // Seconds, or the second of two equal clock times.
        _ => return Ok(None),
    }
    let fixed = case.fixed(model)?;
    let mut given = Vec::new();
    for (&id, &value) in &fixed.facts {
        match (model.fact(id), fact_value(model, id, value)) {
            (Some(fact), Some(value)) => given.push(format!("{} = {value}", fact.name)),
            _ => return Ok(None),
        }
    }
    for (&id, event) in &fixed.events {
        match (model.event(id), event_time(model, treated, event)) {
            (Some(event), Some(time)) => given.push(format!("{} = {time}", event.name)),
            _ => return Ok(None),
        }
    }
    let given = if given.is_empty() { String::new() } else { format!(" given {}", given.join(", ")) };
    Ok(Some(format!("{date} {zone}{given}")))
}

fn fact_value(model: &Model, id: FactId, value: Value) -> Option<String> {
    Some(match (value, &model.fact(id)?.kind) {
        (Value::Bool(so), _) => (if so { "yes" } else { "no" }).to_owned(),
        (Value::Number(number), _) => number.to_string(),
        (Value::Choice(at), FactKind::OneOf(choices)) => choices.get(at as usize)?.0.clone(),
        (Value::Choice(_), _) => return None,
    })
}

fn event_time(model: &Model, treated: &Zoned, event: &EventTime) -> Option<String> {
    let written = |at: &Zoned| moment(model, treated, at).filter(|text| text != ON_ARRIVAL);
    match event {
        EventTime::Never => Some("never".to_owned()),
        EventTime::OnDay(first, _) => Some(first.date().to_string()),
        EventTime::Between(from, to) if from == to => written(from.instant()?),
        EventTime::Between(from, to) => {
            let both = [written(from.instant()?)?, written(to.instant()?)?];
            both.iter().all(|text| text.starts_with(['+', '-', 't'])).then(|| both.join(".."))
        }
    }
}

/// How the last second before the treatment is asked about.
pub(super) const ON_ARRIVAL: &str = "on arrival";

/// An instant as a test asks about it: `+47h59min`, `day 5 00:00`, `on arrival`.
pub(super) fn moment(model: &Model, treated: &Zoned, at: &Zoned) -> Option<String> {
    let seconds = at.timestamp().as_second() - treated.timestamp().as_second();
    match seconds {
        0 => return Some("treatment".to_owned()),
        -1 => return Some(ON_ARRIVAL.to_owned()),
        _ if seconds % MINUTE != 0 => return None,
        _ => {}
    }
    let sign = if seconds < 0 { "-" } else { "+" };
    let far = seconds.abs();
    if let Some(day) =
        day(model, treated, at).filter(|_| is_edge_of_day(at) || seconds % HOUR != 0 && seconds > MOST_HOURS * HOUR)
    {
        return Some(day);
    }
    if far > MOST_HOURS * HOUR {
        let whole = far / (24 * HOUR);
        // A day may have 23 or 25 hours.
        for days in [whole + 1, whole, whole - 1] {
            if let Some(text) = in_days(treated, at, i32::try_from(days).ok()?, seconds < 0) {
                return Some(format!("{sign}{text}"));
            }
        }
    }
    elapsed(far).map(|text| format!("{sign}{text}"))
}

/// `5d23h59min`, if so many days lead near enough.
fn in_days(treated: &Zoned, at: &Zoned, days: i32, before: bool) -> Option<String> {
    let signed = if before { -days } else { days };
    let from = time::apply(treated, Step::Calendar { months: 0, days: signed }).ok()?;
    let rest = at.timestamp().as_second() - from.timestamp().as_second();
    let rest = if before { -rest } else { rest };
    let text = if days % 7 == 0 { format!("{}w", days / 7) } else { format!("{days}d") };
    match rest {
        0 => Some(text),
        rest if rest > 0 && rest < 24 * HOUR => Some(text + &elapsed(rest)?),
        _ => None,
    }
}

fn elapsed(seconds: i64) -> Option<String> {
    let (hours, minutes) = (seconds / HOUR, seconds % HOUR / MINUTE);
    u16::try_from(hours).ok()?;
    Some(match (hours, minutes) {
        (0, minutes) => format!("{minutes}min"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}min"),
    })
}

fn is_edge_of_day(at: &Zoned) -> bool {
    matches!((at.hour(), at.minute()), (0, 0) | (23, 59))
}

/// `day 5 00:00`, where the sheet numbers its days.
fn day(model: &Model, treated: &Zoned, at: &Zoned) -> Option<String> {
    let counts_from = i32::from(model.treatment.as_ref()?.day?);
    let days = treated.date().until(at.date()).ok()?.get_days();
    let minutes = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).ok()?;
    let resolved = time::apply(treated, Step::Day { days, clock: Some(minutes) }).ok()?;
    let number = if days >= 0 { days + counts_from } else { days };
    (resolved == *at).then(|| format!("day {number} {}", words::clock_minutes(minutes)))
}

/// What a rule says of one target, or of the course, in the words of a rule without its window and condition.
pub(super) fn rule(model: &Model, rule: &Rule, target: Option<SubjectId>) -> String {
    let mut parts = Vec::new();
    if rule.ideally {
        parts.push("ideally".to_owned());
    }
    parts.push(rule.verb.word().to_owned());
    parts.extend(target.map(|target| model.subject(target).name.clone()));
    parts.extend(rule.frequency.as_ref().map(|frequency| frequency_words(model, frequency)));
    parts.extend(rule.lasting.map(|range| format!("lasting {}", lengths(range))));
    let name = |order: &crate::model::Order| model.subject(order.other).name.clone();
    for order in &rule.orders {
        match (order.gap, order.after) {
            (Some(gap), true) => parts.push(format!("{} after {}", lengths(gap), name(order))),
            (Some(gap), false) => parts.push(format!("{} before {}", lengths(gap), name(order))),
            (None, false) => parts.push(format!("before {}", name(order))),
            (None, true) => {}
        }
    }
    if let Some(course) = rule.course {
        parts.extend(course.every.map(|range| format!("every {}", lengths(range))));
        parts.extend(course.no_sooner.map(|range| format!("no sooner than {}", lengths(range))));
        parts.extend(course.sessions.map(|(low, high)| format!("for {} sessions", counts(low, high))));
    }
    parts.extend(rule.amount.as_ref().map(|text| format!("amount {}", quoted(text))));
    parts.extend(rule.by.as_ref().map(|text| format!("by {}", quoted(text))));
    let after: Vec<String> = rule.orders.iter().filter(|order| order.after && order.gap.is_none()).map(name).collect();
    if !after.is_empty() {
        parts.push(format!("after {}", after.join(", ")));
    }
    parts.join(" ")
}

fn frequency_words(model: &Model, frequency: &Frequency) -> String {
    match frequency {
        Frequency::Throughout => "throughout".to_owned(),
        Frequency::Daily => "daily".to_owned(),
        Frequency::Times(low, high) => format!("{} times daily", counts(*low, *high)),
        Frequency::UpTo(most) => format!("up to {most} times daily"),
        Frequency::Every(low, high) => format!("every {}", lengths((*low, *high))),
        Frequency::DailyAt(clocks) => {
            let clocks: Vec<String> = clocks.iter().map(|&minutes| words::clock_minutes(minutes)).collect();
            format!("daily at {}", clocks.join(", "))
        }
        Frequency::DailyParts(parts) => {
            let part = |id: &crate::model::PartId| model.parts.get(id.0 as usize).map(|part| part.name.clone());
            format!("daily {}", parts.iter().filter_map(part).collect::<Vec<_>>().join(", "))
        }
        Frequency::AsNeeded => "as needed".to_owned(),
    }
}

fn counts(low: u16, high: u16) -> String {
    if low == high { low.to_string() } else { format!("{low}..{high}") }
}

fn lengths((low, high): (Length, Length)) -> String {
    let (first, last) = (length(low), length(high));
    if first == last { first } else { format!("{first}..{last}") }
}

fn length(length: Length) -> String {
    let units = [
        (length.years, "y"),
        (length.months, "mo"),
        (length.weeks, "w"),
        (length.days, "d"),
        (length.hours, "h"),
        (length.minutes, "min"),
    ];
    let written: String =
        units.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number}{unit}")).collect();
    if written.is_empty() { "0min".to_owned() } else { written }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Whether a rule speaks of a target as a line of a test may say: a duty is one of this very activity.
pub(super) fn speaks_of(model: &Model, rule: &Rule, target: SubjectId) -> bool {
    rule.targets.iter().any(|&(named, _)| match rule.verb {
        Verb::Do => named == target,
        _ => model.is_kind_of(target, named),
    })
}

/// The event of an id in another model, by its name.
pub(super) fn same_event(from: &Model, to: &Model, id: EventId) -> Option<EventId> {
    to.event_named(&from.event(id)?.name)
}

/// The fact of an id in another model, by its name.
pub(super) fn same_fact(from: &Model, to: &Model, id: FactId) -> Option<FactId> {
    to.fact_named(&from.fact(id)?.name)
}
