//! One treatment: when it is, and what is known of its events. Turns recipes into instants.

use std::cmp::Ordering;

use jiff::{SignedDuration, Zoned};

use super::civil::{Adjustment, TimeError, apply_noting};
use super::moment::{Latest, Moment};
use super::term::{Anchor, EventId, Term};
use super::window::Stretch;

/// An instant, or no instant: before all or after all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Before every instant.
    Past,
    /// An instant, with its zone.
    At(Zoned),
    /// After every instant.
    Future,
}

impl Edge {
    /// The instant, if it is one.
    #[must_use]
    pub fn instant(&self) -> Option<&Zoned> {
        match self {
            Edge::At(at) => Some(at),
            Edge::Past | Edge::Future => None,
        }
    }

    /// One second later; the language's times are no finer.
    #[must_use]
    pub fn next_second(&self) -> Edge {
        match self {
            Edge::At(at) => at.checked_add(SignedDuration::from_secs(1)).map_or(Edge::Future, Edge::At),
            other => other.clone(),
        }
    }
}

impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Edge) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edge {
    fn cmp(&self, other: &Edge) -> Ordering {
        match (self, other) {
            (Edge::At(a), Edge::At(b)) => a.timestamp().cmp(&b.timestamp()),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl Edge {
    fn rank(&self) -> u8 {
        match self {
            Edge::Past => 0,
            Edge::At(_) => 1,
            Edge::Future => 2,
        }
    }
}

/// What is known of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventTime {
    /// It does not happen, and did not.
    Never,
    /// It happens at some instant from the first to the second, both included; equal for an instant that is known.
    Between(Edge, Edge),
    /// It happens on this civil day: the first instant of it, and the first of the next.
    OnDay(Zoned, Zoned),
}

impl EventTime {
    /// A known instant.
    #[must_use]
    pub fn at(at: Zoned) -> EventTime {
        EventTime::Between(Edge::At(at.clone()), Edge::At(at))
    }

    /// The earliest and latest instant; for an event that is never, after all.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        Stretch { start: self.earliest(), end: self.latest() }
    }

    fn earliest(&self) -> Edge {
        match self {
            EventTime::Never => Edge::Future,
            EventTime::Between(earliest, _) => earliest.clone(),
            EventTime::OnDay(first, _) => Edge::At(first.clone()),
        }
    }

    fn latest(&self) -> Edge {
        match self {
            EventTime::Never => Edge::Future,
            EventTime::Between(_, latest) => latest.clone(),
            EventTime::OnDay(_, next) => Edge::At(next.clone()),
        }
    }

    /// Whether it has one instant, or none: its earliest is its latest.
    fn is_exact(&self) -> bool {
        match self {
            EventTime::Never => true,
            EventTime::Between(earliest, latest) => earliest == latest,
            EventTime::OnDay(..) => false,
        }
    }

    /// Whether it is known: an instant, a day or never.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self {
            EventTime::Never | EventTime::OnDay(..) => true,
            EventTime::Between(earliest, latest) => earliest == latest && earliest.instant().is_some(),
        }
    }
}

/// One treatment and its events.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The instant of treatment; its zone is the zone of everything.
    pub treated: Zoned,
    /// What is known of each event, by [`super::EventId`].
    pub events: Vec<EventTime>,
}

impl Situation {
    /// The earliest and the latest instant that a moment can be. An event that is never lies after all instants: a
    /// window that ends with it stays open, one that starts with it never comes.
    ///
    /// # Errors
    /// If it lies outside the years 1 to 9999.
    pub fn stretch(&self, moment: &Moment) -> Result<Stretch, TimeError> {
        let start = self.latest(&moment.earliest, EventTime::earliest, &mut |_| {})?;
        let exact = |event: EventId| self.events.get(event.0 as usize).is_some_and(EventTime::is_exact);
        if !moment.is_range() && moment.events().all(exact) {
            return Ok(Stretch { start: start.clone(), end: start });
        }
        let end = self.latest(&moment.latest, EventTime::latest, &mut |_| {})?;
        // Across a clock change the ends of a range of hours and days may change places.
        Ok(if end < start { Stretch { start: end, end: start } } else { Stretch { start, end } })
    }

    /// What the calendar forced on a moment here.
    ///
    /// # Errors
    /// If it lies outside the years 1 to 9999.
    pub fn adjustments(&self, moment: &Moment) -> Result<Vec<Adjustment>, TimeError> {
        let mut found = Vec::new();
        self.latest(&moment.earliest, EventTime::earliest, &mut |adjustment| found.push(adjustment))?;
        self.latest(&moment.latest, EventTime::latest, &mut |adjustment| found.push(adjustment))?;
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// One term, with its event at its earliest instant.
    ///
    /// # Errors
    /// If it lies outside the years 1 to 9999.
    pub fn earliest(&self, term: &Term) -> Result<Edge, TimeError> {
        self.term(term, EventTime::earliest, &mut |_| {})
    }

    fn latest(
        &self,
        latest: &Latest,
        side: fn(&EventTime) -> Edge,
        note: &mut dyn FnMut(Adjustment),
    ) -> Result<Edge, TimeError> {
        latest.0.iter().try_fold(Edge::Past, |so_far, term| Ok(so_far.max(self.term(term, side, note)?)))
    }

    fn term(
        &self,
        term: &Term,
        side: fn(&EventTime) -> Edge,
        note: &mut dyn FnMut(Adjustment),
    ) -> Result<Edge, TimeError> {
        let anchor = match term.anchor {
            Anchor::Treatment => Edge::At(self.treated.clone()),
            // An event that nobody declared in this situation is as unknown as can be.
            Anchor::Event(event) => match self.events.get(event.0 as usize) {
                Some(time) => side(time),
                None => side(&EventTime::Between(Edge::Past, Edge::Future)),
            },
        };
        match anchor {
            Edge::At(at) => term.steps.iter().try_fold(at, |at, &step| apply_noting(&at, step, note)).map(Edge::At),
            edge => Ok(edge),
        }
    }
}
