//! What is found at each of some treatments → whether it depends on when the treatment is, and the case that a person would
//! name first.

use std::collections::BTreeMap;

use jiff::Zoned;

use super::search::{Found, Rank, Why};
use super::unknowns::Outcome;
use super::words::clock_times;
use crate::diagnostic::Occurs;
use crate::time::cases::{clock_of, comfort};

/// What is found at some treatments.
#[derive(Default)]
pub(super) struct Tally {
    ranks: Vec<(Zoned, Option<Rank>)>,
    /// The worst, and of those the one that a person would name first.
    worst: Option<(Rank, u8, Outcome)>,
}

impl Tally {
    pub(super) fn note(&mut self, treated: &Zoned, outcome: Option<Outcome>) {
        self.ranks.push((treated.clone(), outcome.as_ref().map(|outcome| outcome.hit.rank)));
        if let Some(outcome) = outcome {
            let key = (outcome.hit.rank, comfort(treated));
            if self.worst.as_ref().is_none_or(|(rank, comfort, _)| (*rank, *comfort) < key) {
                self.worst = Some((key.0, key.1, outcome));
            }
        }
    }

    /// The treatments, and whether each is as bad as the worst.
    fn at_worst(&self) -> impl Iterator<Item = (&Zoned, bool)> {
        let worst = self.worst.as_ref().map(|(rank, ..)| *rank);
        self.ranks.iter().map(move |(treated, rank)| (treated, rank.is_some() && *rank == worst))
    }

    /// Whether every treatment is as bad as the worst.
    fn all(&self) -> bool {
        self.at_worst().all(|(_, hit)| hit)
    }

    /// Whether every date has the same clock times.
    pub(super) fn same_on_all_dates(&self) -> bool {
        let mut clocks: BTreeMap<i64, bool> = BTreeMap::new();
        self.at_worst().all(|(treated, hit)| *clocks.entry(clock_of(treated)).or_insert(hit) == hit)
    }

    pub(super) fn found(&self) -> Option<Found> {
        let (_, _, outcome) = self.worst.as_ref()?;
        let found = Found {
            hit: outcome.hit,
            case: outcome.case.clone(),
            occurs: Occurs::TimeOfDay,
            event: outcome.event,
            facts: outcome.facts,
            clocks: String::new(),
        };
        if self.all() {
            return Some(found.whenever());
        }
        Some(Found { clocks: clock_times(self.at_worst()), ..found })
    }
}

impl Found {
    /// The same, which does not depend on when the treatment is.
    pub(super) fn whenever(self) -> Found {
        let occurs = match (self.event, self.hit.why) {
            (Some(_), _) => Occurs::Event,
            (None, Why::Range) => Occurs::Range,
            (None, _) if self.facts => Occurs::Facts,
            (None, _) => Occurs::Always,
        };
        Found { occurs, ..self }
    }
}
