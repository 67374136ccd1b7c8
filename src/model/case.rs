//! One case: a treatment, the facts that are known and what is known of the events. What `eval --given` and `given` of a
//! test become, and what the checker tries out.

use std::collections::BTreeMap;

use jiff::Zoned;

use super::Model;
use super::declared::{FactId, Side, Value};
use crate::time::{Anchor, Edge, EventId, EventTime, Moment, Situation, Stretch, Term, TimeError};

/// A treatment with what is known about the patient.
#[derive(Clone, Debug)]
pub struct Case {
    /// When the treatment is, and the events: each as given, or else as wide as its declaration allows.
    pub situation: Situation,
    /// The facts that are known, by [`FactId`].
    pub facts: Vec<Option<Value>>,
}

/// What is fixed about a treatment before it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Facts that are known.
    pub facts: BTreeMap<FactId, Value>,
    /// Events that are known.
    pub events: BTreeMap<EventId, EventTime>,
}

impl Case {
    /// A treatment at an instant, with what is fixed. An event that is not fixed stands for its `expected` window, or
    /// for any time on its side of the treatment.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn new(model: &Model, treated: Zoned, fixed: &Fixed) -> Result<Case, TimeError> {
        let facts = (0..).map(FactId).zip(&model.facts).map(|(id, _)| fixed.facts.get(&id).copied()).collect();
        let mut situation = Situation { treated, events: Vec::with_capacity(model.events.len()) };
        for (id, event) in (0..).map(EventId).zip(&model.events) {
            let time = match (fixed.events.get(&id), &event.expected) {
                (Some(known), _) => known.clone(),
                // An expected window never rests on an event that is declared later.
                (None, expected) => {
                    let all = Stretch { start: Edge::Past, end: Edge::Future };
                    let (mut possible, own) = match expected {
                        Some(window) => (window.resolve(&situation)?.possible(), None),
                        None => (all, Some((event.treatment, event.side))),
                    };
                    for (treatment, side) in own.into_iter().chain(event.also.iter().copied()) {
                        let treated = situation.stretch(&Moment::exactly(Term::at(treatment)))?;
                        match side {
                            Side::After => possible.start = possible.start.max(treated.start),
                            Side::Before => possible.end = possible.end.min(treated.end),
                            Side::Any => {}
                        }
                    }
                    EventTime::Between(possible.start, possible.end)
                }
            };
            situation.events.push(time);
        }
        Ok(Case { situation, facts })
    }

    /// What is fixed in it: the treatments, the facts that are known, and the events that are otherwise than their
    /// declarations leave them.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn fixed(&self, model: &Model) -> Result<Fixed, TimeError> {
        let facts = (0..).map(FactId).zip(&self.facts).filter_map(|(id, value)| Some((id, (*value)?))).collect();
        let events = || (0..).map(EventId).zip(&self.situation.events);
        let dates = events().filter(|(event, _)| model.date_of(*event).is_some());
        let mut fixed = Fixed { facts, events: dates.map(|(event, time)| (event, time.clone())).collect() };
        // An expected window may rest on an event that is declared earlier, and is fixed first.
        loop {
            let open = Case::new(model, self.situation.treated.clone(), &fixed)?;
            match events().find(|(event, time)| open.event(*event) != **time) {
                Some((event, time)) => _ = fixed.events.insert(event, time.clone()),
                None => return Ok(fixed),
            }
        }
    }

    /// The value of a fact, if it is known.
    #[must_use]
    pub fn fact(&self, id: FactId) -> Option<Value> {
        self.facts.get(id.0 as usize).copied().flatten()
    }

    /// When a treatment is: the one of the case, or another that is an event, if it is known.
    #[must_use]
    pub fn instant(&self, treatment: Anchor) -> Option<&Zoned> {
        match treatment {
            Anchor::Treatment => Some(&self.situation.treated),
            Anchor::Event(event) => match self.situation.events.get(event.0 as usize)? {
                EventTime::Between(from, to) if from == to => from.instant(),
                _ => None,
            },
        }
    }

    /// What is known of an event.
    #[must_use]
    pub fn event(&self, id: EventId) -> EventTime {
        self.situation.events.get(id.0 as usize).cloned().unwrap_or(EventTime::Between(Edge::Past, Edge::Future))
    }
}
