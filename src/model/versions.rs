//! Two versions of one sheet → one set of names for both, so that a case can be told of both and their rules held against
//! each other. What has the same name is the same: subjects, events, and facts of the same kind. Both have the same treatment. Judges nothing, and leaves the versions as they are.

use std::collections::BTreeMap;

use super::case::{Case, Fixed};
use super::declared::{Event, EventOf, Fact, FactId, FactKind, Part, PartId, Side, Subject, SubjectId, Value};
use super::names::index;
use super::rule::Rule;
use super::together::Map;
use super::{Model, RuleId};
use crate::time::{Anchor, EventId, EventTime, TimeError, Window};

/// Two versions of a sheet, the earlier first, with one set of names.
#[derive(Clone, Debug)]
pub struct Versions<'m> {
    /// All names of both, and no rule. When an event is expected is left out, for the versions may differ in that.
    pub names: Model,
    /// The versions.
    pub each: [Version<'m>; 2],
}

/// One of two versions.
#[derive(Clone, Debug)]
pub struct Version<'m> {
    /// As it is.
    pub model: &'m Model,
    /// Its rules with the names of both, in their order, each with its id here.
    pub rules: Vec<(RuleId, Rule)>,
    map: Map,
}

impl<'m> Versions<'m> {
    /// Of two sheets, the earlier first.
    #[must_use]
    pub fn of(old: &'m Model, new: &'m Model) -> Versions<'m> {
        // What both have is called as in the newer.
        let mut all = All { names: Model { lang: new.lang, ..Model::default() } };
        let new_map = all.take(new);
        let old_map = all.take(old);
        all.names.treatment.clone_from(&new.treatment);
        let hours = |model: &Model| model.treatment.as_ref().and_then(|treatment| treatment.hours);
        if let Some(treatment) = &mut all.names.treatment {
            treatment.hours =
                hours(old).zip(hours(new)).map(|((from, to), (first, last))| (from.min(first), to.max(last)));
            treatment.subject = new_map.subject(treatment.subject).unwrap_or(treatment.subject);
        }
        Versions { names: all.names, each: [Version::of(old, old_map), Version::of(new, new_map)] }
    }
}

impl<'m> Version<'m> {
    fn of(model: &'m Model, map: Map) -> Version<'m> {
        let rules = (0..).map(RuleId).zip(&model.rules).filter_map(|(id, rule)| Some((id, map.rule(rule)?))).collect();
        Version { model, rules, map }
    }

    /// A subject as it is called here; `None` if this version does not name it.
    #[must_use]
    pub fn subject(&self, both: SubjectId) -> Option<SubjectId> {
        self.map.subjects.iter().position(|&own| own == both).map(|at| SubjectId(index(at)))
    }

    /// A part of the day of both, as times.
    #[must_use]
    pub fn part(&self, both: PartId) -> Option<&'m Part> {
        let own = self.map.parts.iter().position(|&own| own == both)?;
        self.model.parts.get(own)
    }

    /// The name of a subject of both, by its id there.
    #[must_use]
    pub fn name_in_both(&self, both: SubjectId) -> &'m str {
        self.subject(both).map(|own| self.model.subject(own).name.as_str()).unwrap_or_default()
    }

    /// A fact of both as it is declared here.
    #[must_use]
    pub fn fact(&self, both: FactId) -> Option<&'m Fact> {
        self.model.fact(self.own_fact(both)?)
    }

    fn own_fact(&self, both: FactId) -> Option<FactId> {
        self.map.facts.iter().position(|&own| own == both).map(|at| FactId(index(at)))
    }

    /// An event of both as it is declared here.
    #[must_use]
    pub fn event(&self, both: EventId) -> Option<&'m Event> {
        self.model.event(self.own_event(both)?)
    }

    fn own_event(&self, both: EventId) -> Option<EventId> {
        self.map.events.iter().position(|&own| own == both).map(|at| EventId(index(at)))
    }

    /// A window of this version with the names of both.
    #[must_use]
    pub fn window_in_both(&self, own: &Window) -> Window {
        self.map.window(own)
    }

    /// What is known of a patient, told in the names of both, as a case of this version. `None` if a fact cannot be here
    /// what it is.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn case(&self, treated: &jiff::Zoned, known: &Fixed) -> Result<Option<Case>, TimeError> {
        let mut own = Fixed::default();
        for (&both, &value) in &known.facts {
            let Some(id) = self.own_fact(both) else { continue };
            let Some(value) = self.value(id, value) else { return Ok(None) };
            own.facts.insert(id, value);
        }
        for (&both, time) in &known.events {
            if let Some(id) = self.own_event(both) {
                own.events.insert(id, time.clone());
            }
        }
        Case::new(self.model, treated.clone(), &own).map(Some)
    }

    /// A value as it is here, if the fact may be that.
    fn value(&self, id: FactId, value: Value) -> Option<Value> {
        match (value, &self.model.fact(id)?.kind) {
            (Value::Choice(choice), FactKind::OneOf(_)) => {
                let at = self.map.choices.get(&id)?.iter().position(|&place| place == choice)?;
                Some(Value::Choice(index(at)))
            }
            (Value::Number(number), FactKind::Number(Some((low, high)))) => {
                (*low..=*high).contains(&number).then_some(value)
            }
            _ => Some(value),
        }
    }
}

/// What is known of the patient in a case: its facts, and the events that have one time or are never.
#[must_use]
pub fn known(case: &Case) -> Fixed {
    let facts = (0..).map(FactId).zip(&case.facts).filter_map(|(id, value)| Some((id, (*value)?))).collect();
    let events = (0..).map(EventId).zip(&case.situation.events);
    let known = events.filter(|(_, time)| time.is_known()).map(|(id, time)| (id, time.clone()));
    Fixed { facts, events: known.collect::<BTreeMap<EventId, EventTime>>() }
}

/// The numbers that lie in both of two ranges; `None` is all of them.
fn common(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (one, other) {
        (Some((low, high)), Some((least, most))) => Some((low.max(least), high.min(most))),
        (one, other) => one.or(other),
    }
}

struct All {
    names: Model,
}

impl All {
    fn take(&mut self, sheet: &Model) -> Map {
        let mut map = Map::of_one(self.subjects(sheet));
        for (id, fact) in (0..).map(FactId).zip(&sheet.facts) {
            let place = self.fact(id, fact, &mut map);
            map.facts.push(place);
        }
        for event in &sheet.events {
            let place = self.event(event, &map);
            map.events.push(place);
        }
        for part in &sheet.parts {
            let same = self.names.parts.iter().position(|other| (other.start, other.end) == (part.start, part.end));
            map.parts.push(PartId(index(same.unwrap_or(self.names.parts.len()))));
            if same.is_none() {
                self.names.parts.push(part.clone());
            }
        }
        map
    }

    fn subjects(&mut self, sheet: &Model) -> Vec<SubjectId> {
        let known: BTreeMap<String, SubjectId> =
            (0..).map(SubjectId).zip(&self.names.subjects).map(|(id, known)| (known.name.clone(), id)).collect();
        let mut map = Vec::with_capacity(sheet.subjects.len());
        for subject in &sheet.subjects {
            let same = known.get(&subject.name).copied().filter(|&id| self.names.subject(id).kind == subject.kind);
            map.push(same.unwrap_or_else(|| {
                self.names.subjects.push(Subject { parents: Vec::new(), ..subject.clone() });
                SubjectId(index(self.names.subjects.len() - 1))
            }));
        }
        map
    }

    fn fact(&mut self, id: FactId, fact: &Fact, map: &mut Map) -> FactId {
        let sign = fact.sign.and_then(|sign| map.subject(sign));
        let alike = |other: &Fact| {
            let kind = match (&other.kind, &fact.kind) {
                (FactKind::YesNo, FactKind::YesNo) | (FactKind::OneOf(_), FactKind::OneOf(_)) => true,
                (FactKind::Number(one), FactKind::Number(other)) => common(*one, *other).is_none_or(|(a, b)| a <= b),
                _ => false,
            };
            other.name == fact.name && other.sign == sign && kind
        };
        let place = self.names.facts.iter().position(alike).unwrap_or_else(|| {
            let kind = if let FactKind::OneOf(_) = fact.kind { FactKind::OneOf(Vec::new()) } else { fact.kind.clone() };
            self.names.facts.push(Fact { sign, kind, ..fact.clone() });
            self.names.facts.len() - 1
        });
        match (self.names.facts.get_mut(place).map(|fact| &mut fact.kind), &fact.kind) {
            (Some(FactKind::OneOf(all)), FactKind::OneOf(own)) => {
                let mut choices = Vec::with_capacity(own.len());
                for (name, label) in own {
                    let at = all.iter().position(|(other, _)| other == name);
                    choices.push(index(at.unwrap_or(all.len())));
                    if at.is_none() {
                        all.push((name.clone(), label.clone()));
                    }
                }
                map.choices.insert(id, choices);
            }
            (Some(FactKind::Number(all)), FactKind::Number(own)) => {
                *all = common(*all, *own);
            }
            _ => {}
        }
        FactId(index(place))
    }

    fn event(&mut self, event: &Event, map: &Map) -> EventId {
        let of = match event.of {
            EventOf::Itself => EventOf::Itself,
            EventOf::Activity(subject) => EventOf::Activity(map.subject(subject).unwrap_or(subject)),
        };
        let alike = |other: &Event| other.name == event.name && other.of == of;
        let place = self.names.events.iter().position(alike);
        if let Some(known) = place.and_then(|at| self.names.events.get_mut(at)) {
            if known.side != event.side {
                known.side = Side::Any;
            }
        } else {
            let treatment = Anchor::Treatment;
            self.names.events.push(Event { of, expected: None, treatment, also: Vec::new(), ..event.clone() });
        }
        EventId(index(place.unwrap_or(self.names.events.len() - 1)))
    }
}
