//! The cases by which the diff shows that a mutant changes something → lines of tests, on the most ordinary day on which it
//! shows, with no more given than makes a difference.

use std::collections::BTreeMap;

use jiff::Zoned;

use super::days::days;
use super::line::{Line, lines};
use super::pair::{Pair, Says};
use crate::diff::{Change, Of, Part, Witness};
use crate::model::{Fixed, Model};
use crate::time::{self, Edge, EventId, EventTime, Step, TimeError};

/// The lines that should notice a mutant: at least one for each case that shows what changed, where the language has one.
pub(super) fn witnessed(old: &Model, new: &Model, change: &Change) -> Vec<(Line, String)> {
    // A moment outside the years that can be computed gives no line.
    let lines = |part: &Part| of_witness(old, new, &change.of, &part.witness).unwrap_or_default();
    change.parts.iter().flat_map(lines).collect()
}

/// The lines of the most ordinary day that has any.
fn of_witness(old: &Model, new: &Model, of: &Of, witness: &Witness) -> Result<Vec<(Line, String)>, TimeError> {
    let known = witness.old.fixed(old)?;
    let days = days().chain([("another day", witness.treated.clone())]);
    for (rank, (day, treated)) in (0_u8..).zip(days) {
        let mut given = Fixed { facts: known.facts.clone(), events: moved(&known, &witness.treated, &treated)? };
        let mut pair = Pair::of(old, new, &treated, &given)?;
        let shown = shifted(&witness.at, &witness.treated, &treated)?;
        let mut found = pair.lines(of, &shown)?;
        if found.is_empty() {
            continue;
        }
        // What makes no difference need not be given.
        let fewer = known.facts.keys().map(|fact| (Some(fact), None));
        for (fact, event) in fewer.chain(known.events.keys().map(|event| (None, Some(event)))) {
            let mut fewer = given.clone();
            fact.map(|fact| fewer.facts.remove(fact));
            event.map(|event| fewer.events.remove(event));
            let less = Pair::of(old, new, &treated, &fewer)?;
            let lines = less.lines(of, &shown)?;
            if lines.iter().any(Says::is_definite) {
                (given, pair, found) = (fewer, less, lines);
            }
        }
        let written = lines(old, (rank, day), &pair, found)?;
        if !written.is_empty() {
            return Ok(written);
        }
    }
    Ok(Vec::new())
}

/// Events as many days from another treatment, at the same time of day.
fn moved(known: &Fixed, from: &Zoned, to: &Zoned) -> Result<BTreeMap<EventId, EventTime>, TimeError> {
    let edge = |edge: &Edge| match edge {
        Edge::At(at) => shifted(at, from, to).map(Edge::At),
        other => Ok(other.clone()),
    };
    let day = |at: &Zoned| -> Result<Zoned, TimeError> {
        let days = from.date().until(at.date()).map_err(|_| TimeError)?.get_days();
        time::apply(to, Step::Day { days, clock: None })
    };
    let time = |event: &EventTime| {
        Ok(match event {
            EventTime::Never => EventTime::Never,
            EventTime::Between(from, to) => EventTime::Between(edge(from)?, edge(to)?),
            EventTime::OnDay(first, next) => EventTime::OnDay(day(first)?, day(next)?),
        })
    };
    known.events.iter().map(|(&id, event)| Ok((id, time(event)?))).collect()
}

/// An instant as many days from another treatment, and as long after that.
fn shifted(at: &Zoned, from: &Zoned, to: &Zoned) -> Result<Zoned, TimeError> {
    let days = from.date().until(at.date()).map_err(|_| TimeError)?.get_days();
    let before = time::apply(from, Step::Calendar { months: 0, days })?;
    let rest = at.timestamp().as_second() - before.timestamp().as_second();
    time::apply(&time::apply(to, Step::Calendar { months: 0, days })?, Step::Elapsed { seconds: rest })
}
