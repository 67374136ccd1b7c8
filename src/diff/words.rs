//! A case in which two versions differ → the part of a change that is told: the stretch in the words of the sheet, for whom,
//! a sentence, and the case as a person would give it.

use super::asking::Shown;
use super::pieces::Said;
use super::{Direction, Part, Told, Witness};
use crate::check::recipes::Recipes;
use crate::check::slot::{FUTURE, PAST, Slot, instant, seconds};
use crate::check::words::only;
use crate::diagnostic::Occurs;
use crate::model::{Case, Condition, FactKind, Model, Rule, Value, Versions};
use crate::time::{Anchor, End, EventTime, Latest, Moment, Window, words};

/// What is needed to tell of a change.
pub(super) struct Teller<'t, 'm> {
    pub(super) versions: &'t Versions<'m>,
    /// The rules of each version that bear on it, those that changed first: as the version has them, and with the names of
    /// both.
    pub(super) rules: &'t [Vec<(Rule, Rule)>; 2],
    pub(super) conditions: Vec<&'t Condition>,
}

impl Teller<'_, '_> {
    /// What changed of something with a time: `name`, as it stands in the sentence.
    pub(super) fn part(&self, name: &str, shown: Shown) -> Option<Part> {
        let slot = shown.piece.slot;
        let from = self.edge(&shown, slot.start, false);
        let until = self.edge(&shown, slot.end, true);
        let time = stretch(slot, from.as_deref(), until.as_deref());
        let when = self.when(&shown);
        let (was, is) = (&shown.piece.was.text, &shown.piece.is.text);
        let more = shown.pieces.iter().filter(|piece| piece.directions.has(shown.direction)).count() > 1;
        let more = if more { ", and at further times" } else { "" };
        let text = format!("{name} is {is}{time}{when}{more}, and was {was}");
        let (from, until) = (from.filter(|_| slot.start > PAST), until.filter(|_| slot.end < FUTURE));
        self.told(shown, from, until, when, text)
    }

    /// What changed of something that has no time.
    pub(super) fn timeless(&self, shown: Shown, sentence: impl Fn(&Said, &Said, &str) -> String) -> Option<Part> {
        let when = self.when(&shown);
        let text = sentence(&shown.piece.was, &shown.piece.is, &when);
        self.told(shown, None, None, when, text)
    }

    fn told(
        &self,
        shown: Shown,
        from: Option<String>,
        until: Option<String>,
        when: String,
        text: String,
    ) -> Option<Part> {
        let told = |said: &Said| Told { text: said.text.clone(), rules: said.rules.clone() };
        let (was, is) = (told(&shown.piece.was), told(&shown.piece.is));
        let direction = shown.direction;
        Some(Part { direction, was, is, from, until, when, text, witness: self.witness(shown)? })
    }

    /// For whom and when, to end a sentence.
    fn when(&self, shown: &Shown) -> String {
        let mut text = only(&self.versions.names, &shown.found, &self.conditions);
        let names = &self.versions.names;
        let events = shown.unknown.1.iter().filter_map(|&id| names.event(id)).map(|event| &event.name);
        let facts = shown.unknown.0.iter().filter_map(|&id| names.fact(id)).map(|fact| &fact.name);
        let unknown: Vec<String> = facts.chain(events).map(|name| format!("`{name}`")).collect();
        if !unknown.is_empty() {
            // It depends on that it is not known, and not on when it is.
            if shown.found.occurs == Occurs::Event {
                text = text.split(", depending on").next().unwrap_or_default().to_owned();
            }
            text += &format!(
                ", while {} {} not known",
                unknown.join(" and "),
                if unknown.len() == 1 { "is" } else { "are" }
            );
        }
        text
    }

    /// A second in the words of the rule that sets it.
    fn edge(&self, shown: &Shown, second: i64, end: bool) -> Option<String> {
        for (rules, case) in self.rules.iter().zip([&shown.old, &shown.new]) {
            for (own, both) in rules {
                for (own, both) in own.windows().zip(both.windows()) {
                    if let Some(found) = self.recipe(own, both, case, second, end) {
                        return Some(found);
                    }
                }
            }
        }
        None
    }

    fn recipe(&self, own: &Window, both: &Window, case: &Case, second: i64, end: bool) -> Option<String> {
        let resolved = own.resolve(&case.situation).ok()?;
        let recipes = Recipes { model: &self.versions.names, treatment: Anchor::Treatment, written: "" };
        let say = |latest: &Latest| Some(recipes.latest(latest, end));
        if let Some(moment) = &both.start {
            if seconds(&resolved.start.end) == second {
                return say(&moment.latest);
            }
            if seconds(&resolved.start.start) == second {
                return say(&moment.earliest);
            }
        }
        if let End::At(moment) = &both.end {
            let point = i64::from(both.point);
            if seconds(&resolved.end.start) + point == second {
                return say(&moment.earliest);
            }
            if seconds(&resolved.end.end) + point == second {
                return say(&moment.latest);
            }
        }
        None
    }

    fn witness(&self, shown: Shown) -> Option<Witness> {
        let names = &self.versions.names;
        let treated = shown.found.case.situation.treated.clone();
        let value = |value: Value, kind: &FactKind| match (value, kind) {
            (Value::Bool(yes), _) => Some(if yes { "yes" } else { "no" }.to_owned()),
            (Value::Choice(at), FactKind::OneOf(choices)) => choices.get(at as usize).map(|(name, _)| name.clone()),
            (Value::Choice(_), _) => None,
            (Value::Number(number), _) => Some(number.to_string()),
        };
        let given = shown.known.facts.iter().filter_map(|(&id, &known)| {
            let fact = names.fact(id)?;
            Some((fact.name.clone(), value(known, &fact.kind)?))
        });
        let events = shown.known.events.iter().filter_map(|(&id, time)| {
            let text = match time {
                EventTime::Never => "never".to_owned(),
                EventTime::Between(from, _) => from.instant()?.to_string(),
                EventTime::OnDay(first, _) => first.date().to_string(),
            };
            Some((names.event(id)?.name.clone(), text))
        });
        let unknown_events = shown.unknown.1.iter().filter_map(|&id| Some(names.event(id)?.name.clone()));
        let unknown = shown.unknown.0.iter().filter_map(|&id| Some(names.fact(id)?.name.clone()));
        let slot = shown.piece.slot;
        let edge = |second: i64| instant(second, &treated).filter(|_| (PAST + 1..FUTURE).contains(&second));
        Some(Witness {
            given: given.collect(),
            events: events.collect(),
            unknown: unknown.chain(unknown_events).collect(),
            at: slot.example(&treated),
            start: edge(slot.start),
            end: edge(slot.end),
            treated,
            old: shown.old,
            new: shown.new,
        })
    }
}

/// A window as a sheet writes it: `from +24h until day 5 12:00`.
pub(super) fn written(names: &Model, window: &Window) -> String {
    let recipes = Recipes { model: names, treatment: Anchor::Treatment, written: "" };
    let moment = |moment: &Moment, end: bool| {
        let latest = recipes.latest(&moment.latest, end);
        let range = if moment.is_range() { recipes.latest(&moment.earliest, end) + ".." + &latest } else { latest };
        if moment.about { format!("about {range}") } else { range }
    };
    if let (Some(start), true) = (&window.start, window.point) {
        return format!("at {}", moment(start, false));
    }
    let start = window.start.as_ref().filter(|start| **start != Moment::treatment());
    let start = start.map(|start| format!("from {}", moment(start, false)));
    let end = window.end_moment().map(|end| format!("until {}", moment(end, true)));
    [start, end].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// From when to when, to end a sentence.
fn stretch(slot: Slot, from: Option<&str>, until: Option<&str>) -> String {
    let length = || words::length((0, 0, u64::try_from(slot.end - slot.start).unwrap_or_default()));
    match (slot.start > PAST, slot.end < FUTURE) {
        (true, true) if slot.end == slot.start + 1 => format!(" at {}", from.unwrap_or("one instant")),
        (true, true) => match (from, until) {
            (Some(from), Some(until)) => format!(" from {from} to {until}"),
            (Some(from), None) => format!(" from {from} on for {}", length()),
            (None, Some(until)) => format!(" for {} until {until}", length()),
            (None, None) => format!(" for {}", length()),
        },
        (true, false) => from.map(|from| format!(" from {from} on")).unwrap_or_default(),
        (false, true) => until.map(|until| format!(" until {until}")).unwrap_or_default(),
        (false, false) => " at any time".to_owned(),
    }
}

impl Direction {
    /// The order in which parts are told.
    pub(super) const ALL: [Direction; 3] = [Direction::Stricter, Direction::Looser, Direction::Other];
}
