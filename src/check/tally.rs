//! What is found at each of some treatments → whether it depends on when the treatment is, in words, and the case that a
//! person would name first.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::search::{Found, Rank, Why};
use super::words::{Limit, clock_times, limit};
use super::worst::Outcome;
use crate::diagnostic::Occurs;
use crate::time::named::comfort;
use crate::time::{Step, Term, apply};

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

    pub(super) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// The treatments, and whether each is as bad as the worst.
    fn at_worst(&self, range: Range<usize>) -> impl Iterator<Item = (&Zoned, bool)> + Clone {
        let worst = self.worst.as_ref().map(|(rank, ..)| *rank);
        let ranks = self.ranks.get(range).unwrap_or_default();
        ranks.iter().map(move |(treated, rank)| (treated, rank.is_some() && *rank == worst))
    }

    pub(super) fn found(&self) -> Option<Found> {
        let (_, _, outcome) = self.worst.as_ref()?;
        let found = Found {
            hit: outcome.hit,
            case: outcome.case.clone(),
            occurs: Occurs::TimeOfDay,
            event: outcome.event,
            facts: outcome.facts,
            when: String::new(),
            at_least: false,
        };
        let mut all = self.at_worst(0..self.len());
        if all.all(|(_, hit)| hit) {
            return Some(found.whenever());
        }
        let when = format!("when treated {}", clock_times(self.at_worst(0..self.len())));
        Some(Found { when, ..found })
    }

    /// The one clock time up to which or from which on something so bad is found, if there is one.
    pub(super) fn limit(&self, rank: Rank) -> Option<Limit> {
        limit(self.ranks.iter().map(|(treated, found)| (treated, *found == Some(rank))))
    }

    /// The treatments of each date.
    pub(super) fn days(&self) -> Vec<Tally> {
        let mut days: BTreeMap<Date, Tally> = BTreeMap::new();
        for (treated, rank) in &self.ranks {
            days.entry(treated.date()).or_default().ranks.push((treated.clone(), *rank));
        }
        days.into_values().collect()
    }
}

/// Which treatments of a tally are on which dates.
#[derive(Default)]
pub(super) struct ByDate(Vec<(Vec<Date>, Range<usize>)>);

impl ByDate {
    pub(super) fn note(&mut self, dates: Vec<Date>, treatments: Range<usize>) {
        self.0.push((dates, treatments));
    }

    /// Whether all dates are as bad at the same clock times.
    pub(super) fn same_on_all(&self, tally: &Tally) -> bool {
        let each = |(_, range): &(Vec<Date>, Range<usize>)| {
            let all = tally.at_worst(range.clone()).all(|(_, hit)| hit);
            if all { None } else { Some(clock_times(tally.at_worst(range.clone()))) }
        };
        let mut each = self.0.iter().map(each);
        let first = each.next();
        each.all(|other| Some(&other) == first.as_ref())
    }

    /// On which dates, if it is the length of the months of a term that decides: `where the month has fewer than 30 days`.
    pub(super) fn months(&self, tally: &Tally, terms: &[Term]) -> String {
        terms.iter().find_map(|term| self.months_of(tally, term)).unwrap_or_default()
    }

    fn months_of(&self, tally: &Tally, term: &Term) -> Option<String> {
        let [step @ Step::Calendar { months, days: 0 }] = *term.steps.as_slice() else { return None };
        if months <= 0 {
            return None;
        }
        let (mut hits, mut misses) = (Vec::new(), Vec::new());
        for (dates, range) in &self.0 {
            let from = dates.first()?.to_zoned(TimeZone::UTC).ok()?;
            let length = apply(&from, step).ok()?.date().since(from.date()).ok()?.get_days();
            let hit = tally.at_worst(range.clone()).any(|(_, hit)| hit);
            if hit { &mut hits } else { &mut misses }.push(length);
        }
        let (least_hit, most_hit) = (hits.iter().min()?, hits.iter().max()?);
        let (least_miss, most_miss) = (misses.iter().min()?, misses.iter().max()?);
        let have = if months == 1 { "the month has".to_owned() } else { format!("the {months} months have") };
        if most_hit < least_miss {
            Some(format!("where {have} fewer than {least_miss} days"))
        } else if least_hit > most_miss {
            Some(format!("where {have} more than {most_miss} days"))
        } else {
            None
        }
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
