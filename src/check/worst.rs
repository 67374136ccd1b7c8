//! What is found in one case after another → the worst of it, and whether it is as bad in all of them. Knows nothing of how the
//! cases are chosen.

use super::search::{Hit, Rank};
use crate::model::Case;
use crate::time::EventId;

/// The worst case of one treatment.
#[derive(Clone)]
pub(super) struct Outcome {
    pub(super) hit: Hit,
    pub(super) case: Case,
    /// The event on which it depends.
    pub(super) event: Option<EventId>,
    /// Whether it depends on the facts.
    pub(super) facts: bool,
}

/// The worst over all facts.
#[derive(Default)]
pub(super) struct Worst {
    pub(super) outcome: Option<Outcome>,
    pub(super) missed: bool,
}

impl Worst {
    pub(super) fn note(&mut self, outcome: Option<Outcome>) {
        match (&self.outcome, outcome) {
            (_, None) => self.missed = true,
            (Some(worst), Some(outcome)) if outcome.hit.rank <= worst.hit.rank => {
                self.missed |= outcome.hit.rank < worst.hit.rank;
            }
            (before, Some(outcome)) => {
                self.missed |= before.is_some();
                self.outcome = Some(outcome);
            }
        }
    }
}

/// The worst over all times of the events, and the least.
#[derive(Default)]
pub(super) struct Times {
    pub(super) outcome: Option<Outcome>,
    /// The least bad at times that are not on the edge.
    pub(super) all: Least,
    /// The same where for each time of those that nobody expects the worst time of the others counts.
    pub(super) unexpected: Least,
}

impl Times {
    pub(super) fn note(&mut self, hit: Option<Hit>, case: &Case, usual: bool) {
        if usual {
            self.all.note(hit.map(|hit| hit.rank));
            // What is refuted before the others are chosen is so for all their times.
            if hit.is_none() {
                self.unexpected.note(None);
            }
        }
        if let Some(hit) = hit.filter(|hit| self.is_worse(hit.rank)) {
            self.outcome = Some(Outcome { hit, case: case.clone(), event: None, facts: false });
        }
    }

    /// The same for a case that is no worse than one before. `alone` says that none of those events are left that somebody
    /// expects at a time.
    pub(super) fn pass(&mut self, rank: Option<Rank>, usual: bool, alone: bool) {
        if usual {
            self.all.note(rank);
            if alone || rank.is_none() {
                self.unexpected.note(rank);
            }
        }
    }

    pub(super) fn take(&mut self, outcome: Option<Outcome>) {
        if outcome.as_ref().is_some_and(|outcome| self.is_worse(outcome.hit.rank)) {
            self.outcome = outcome;
        }
    }

    pub(super) fn is_worse(&self, rank: Rank) -> bool {
        self.outcome.as_ref().is_none_or(|worst| worst.hit.rank < rank)
    }
}

/// The least bad of what was looked at; no rank where nothing was found once.
#[derive(Clone, Copy, Default)]
pub(super) struct Least {
    pub(super) rank: Option<Rank>,
    looked: bool,
}

impl Least {
    pub(super) fn note(&mut self, rank: Option<Rank>) {
        self.rank = if self.looked { self.rank.min(rank) } else { rank };
        self.looked = true;
    }

    pub(super) fn is_nothing(self) -> bool {
        self.looked && self.rank.is_none()
    }

    /// Whether it is less at some time. What is there only on the edge of the possible is.
    pub(super) fn differs_from(self, rank: Rank) -> bool {
        self.rank.is_none_or(|least| least < rank)
    }
}
