//! The normal form of a written window, and what it becomes for one treatment: a certain and a possible stretch.
//! Windows are half-open: the end is the first instant at which the rule no longer holds.

use super::civil::TimeError;
use super::moment::Moment;
use super::situation::{Edge, Situation};

/// How a window ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// At a moment.
    At(Moment),
    /// Never, and that was written: `from M`.
    Open,
    /// Nobody wrote it: a rule without a window.
    NotStated,
}

/// A written window.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// When it starts; `None` is open, "any time before".
    pub start: Option<Moment>,
    /// How it ends.
    pub end: End,
    /// Whether it is one instant (`at M`), or once between two (`at A..B`).
    pub point: bool,
}

/// A half-open stretch of time. Empty if its end is not after its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first instant in it.
    pub start: Edge,
    /// The first instant no longer in it.
    pub end: Edge,
}

impl Stretch {
    /// Whether no instant lies in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn contains(&self, at: &Edge) -> bool {
        self.start <= *at && *at < self.end
    }

    /// The part that lies in both.
    #[must_use]
    pub fn and(&self, other: &Stretch) -> Stretch {
        Stretch { start: self.start.clone().max(other.start.clone()), end: self.end.clone().min(other.end.clone()) }
    }
}

/// A window in one situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The earliest and the latest instant at which it starts.
    pub start: Stretch,
    /// The earliest and the latest instant at which it ends.
    pub end: Stretch,
    /// Whether somebody wrote how it ends.
    pub end_stated: bool,
    /// Whether it is one instant, or once between two.
    pub point: bool,
}

impl Resolved {
    /// When the rule surely holds: from the latest start to the earliest end. For a point the instants at which it may
    /// be, to the second after the last.
    #[must_use]
    pub fn certain(&self) -> Stretch {
        if self.point {
            return self.possible();
        }
        Stretch { start: self.start.end.clone(), end: self.end.start.clone() }
    }

    /// When the rule may hold: from the earliest start to the latest end.
    #[must_use]
    pub fn possible(&self) -> Stretch {
        let end = if self.point { self.end.end.next_second() } else { self.end.end.clone() };
        Stretch { start: self.start.start.clone(), end }
    }

    /// A stretch of which both ends are known.
    #[must_use]
    pub fn exactly(stretch: Stretch) -> Resolved {
        let [start, end] = [stretch.start, stretch.end].map(|edge| Stretch { start: edge.clone(), end: edge });
        Resolved { start, end, end_stated: true, point: false }
    }

    /// Whether it holds at no instant at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.possible().is_empty()
    }
}

impl Window {
    /// From the treatment, with an end that nobody wrote.
    #[must_use]
    pub fn unstated() -> Window {
        Window { start: Some(Moment::treatment()), end: End::NotStated, point: false }
    }

    /// The moment at which it ends, if it has one.
    #[must_use]
    pub fn end_moment(&self) -> Option<&Moment> {
        match &self.end {
            End::At(moment) => Some(moment),
            End::Open | End::NotStated => None,
        }
    }

    /// All moments in it.
    pub fn moments(&self) -> impl Iterator<Item = &Moment> {
        self.start.iter().chain(self.end_moment())
    }

    /// Whether `about` stands in it.
    #[must_use]
    pub fn is_about(&self) -> bool {
        self.moments().any(|moment| moment.about)
    }

    /// What it is in a situation. A moment that rests on an unknown event gives a stretch.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn resolve(&self, situation: &Situation) -> Result<Resolved, TimeError> {
        let start = match &self.start {
            Some(moment) => situation.stretch(moment)?,
            None => Stretch { start: Edge::Past, end: Edge::Past },
        };
        let end = match &self.end {
            End::At(moment) => situation.stretch(moment)?,
            End::Open | End::NotStated => Stretch { start: Edge::Future, end: Edge::Future },
        };
        Ok(Resolved { start, end, end_stated: self.end != End::NotStated, point: self.point })
    }
}
