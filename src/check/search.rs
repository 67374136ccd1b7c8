//! A question about some rules → whether any case answers it, which, and on what that depends. A case is a treatment,
//! the facts and the times of the events; the treatments are those of [`Cases`], tried from the ordinary to the rare.
//! Knows nothing of what is asked.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::Zoned;

use super::effort::Effort;
use super::nearness::Nearness;
use super::orders::Rests;
use super::slot::Slot;
use super::tally::{ByDate, Tally};
use super::unknowns::{Limit, Unknowns, take_apart};
use crate::diagnostic::{Occurs, Severity};
use crate::model::{Atom, Case, Condition, Model};
use crate::time::cases::Cases;
use crate::time::named::{comfort, in_example_zone};
use crate::time::{EventId, Term, Window};

/// What is asked.
pub(crate) struct Question<'m> {
    pub(crate) model: &'m Model,
    /// What looking at it costs is counted there.
    pub(crate) effort: &'m Effort,
    /// The windows whose order decides.
    pub(crate) windows: Vec<&'m Window>,
    /// Further terms whose order with those of the windows decides: the occurrences of a frequency.
    pub(crate) further: Vec<Term>,
    /// What must not be false.
    pub(crate) required: Vec<&'m Condition>,
    /// What must be known besides: the conditions of exceptions.
    pub(crate) asked: Vec<&'m Condition>,
    /// The worst that can be found.
    pub(crate) ceiling: Severity,
    /// On what of a case it rests what is found in it.
    pub(crate) rests: Rests,
}

/// How bad a case is; the first counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) severity: Severity,
    /// Which of two kinds of finding of the same severity is the worse.
    pub(crate) kind: u8,
}

/// The kind of a finding that has no worse one of the same severity. An error has none.
pub(crate) const WORST: u8 = 1;

/// Why a case is not worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is what the text says.
    Said,
    /// It rests on the open part of a range.
    Range,
    /// It rests on an end that nobody wrote.
    NoEnd,
    /// It rests on `about`.
    About,
}

/// What is found in one case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) rank: Rank,
    pub(crate) why: Why,
    /// When, in this case.
    pub(crate) slot: Slot,
}

/// What is found over all cases.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) hit: Hit,
    pub(crate) case: Case,
    pub(crate) occurs: Occurs,
    /// The event on which it depends.
    pub(crate) event: Option<EventId>,
    /// Whether it depends on the facts.
    pub(crate) facts: bool,
    /// When, in words, where that is known: `when treated after 12:00`, `where the month has fewer than 30 days`.
    pub(crate) when: String,
    /// Whether there were too many cases to say that none is worse.
    pub(crate) at_least: bool,
}

impl Found {
    /// Whether it happens for some treatments only.
    pub(crate) fn is_rare(&self) -> bool {
        matches!(self.occurs, Occurs::TimeOfDay | Occurs::Date | Occurs::ClockChange)
    }
}

/// The answer.
pub(crate) enum Answer {
    Never,
    Found(Box<Found>),
    /// More cases would have to be looked at than there is time for.
    Undecided,
}

/// What looks at one case.
pub(crate) type Judge<'j> = dyn Fn(&Case) -> Option<Hit> + 'j;

impl Question<'_> {
    /// Looks for the worst case.
    pub(crate) fn answer(&self, judge: &Judge<'_>) -> Answer {
        if self.excludes_itself() {
            return Answer::Never;
        }
        let mut search = Search { question: self, unknowns: Unknowns::new(self, judge) };
        let mut found = None;
        let looked = search.run(&mut found);
        if let Some(found) = &mut found {
            found.hit.slot = judge(&found.case).map_or(found.hit.slot, |hit| hit.slot);
        }
        match looked {
            Ok(()) => found.map_or(Answer::Never, |found| Answer::Found(Box::new(found))),
            // What is found is true, whatever else there is.
            Err(Limit) => found.map_or(Answer::Undecided, |found| {
                let at_least = !self.is_worst(found.hit.rank);
                Answer::Found(Box::new(Found { at_least, ..found }))
            }),
        }
    }

    /// Whether something is required and its opposite too, as it is written.
    fn excludes_itself(&self) -> bool {
        let mut conjuncts = Vec::new();
        self.required.iter().for_each(|condition| take_apart(condition, &mut conjuncts));
        let stands: BTreeSet<&Condition> = conjuncts.iter().copied().collect();
        conjuncts.iter().any(|conjunct| {
            let Condition::Not(inner) = conjunct else { return false };
            let mut parts = Vec::new();
            take_apart(inner, &mut parts);
            parts.iter().all(|part| stands.contains(part))
        })
    }

    /// Looks at one treatment only: whether facts and events can make the conditions true and satisfy the judge.
    pub(crate) fn holds_at(&self, treated: &Zoned, judge: &Judge<'_>) -> Option<Case> {
        Unknowns::new(self, judge).outcome(treated).ok().flatten().map(|outcome| outcome.case)
    }

    /// The worst case of one treatment.
    pub(crate) fn found_at(&self, treated: &Zoned, judge: &Judge<'_>) -> Option<Found> {
        let outcome = Unknowns::new(self, judge).outcome(treated).ok().flatten()?;
        let (case, event, facts) = (outcome.case, outcome.event, outcome.facts);
        let slot = judge(&case).map_or(outcome.hit.slot, |hit| hit.slot);
        let hit = Hit { slot, ..outcome.hit };
        Some(
            Found { hit, case, occurs: Occurs::TimeOfDay, event, facts, when: String::new(), at_least: false }
                .whenever(),
        )
    }

    /// Whether nothing worse can be found: the severity is the worst, and so is the kind.
    pub(crate) fn is_worst(&self, rank: Rank) -> bool {
        rank.severity >= self.ceiling && (rank.severity == Severity::Error || rank.kind >= WORST)
    }

    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.required.iter().chain(&self.asked).copied()
    }
}

struct Search<'q, 'm> {
    question: &'q Question<'m>,
    unknowns: Unknowns<'q, 'm>,
}

impl Search<'_, '_> {
    fn run(&mut self, found: &mut Option<Found>) -> Result<(), Limit> {
        let cases = self.cases(&self.unknowns.recipes);
        let ordinary = cases.ordinary();
        let mut tally = Tally::default();
        let looked = self.look(&ordinary, &mut tally);
        *found = tally.found();
        looked?;
        let near = Nearness::of(&self.unknowns, &ordinary);
        if near.months {
            self.look_at_dates(&cases, near.months_of_events, found)?;
        }
        let changing = self.cases(&near.turned).with_spans(near.spans.clone());
        if near.clocks && !self.settled(found.as_ref()) {
            for zone in changing.changes(near.pairs) {
                let mut across = Tally::default();
                self.look(&zone, &mut across)?;
                let change = across.found().map(|change| Found { occurs: Occurs::ClockChange, ..change });
                *found = worse(found.take(), change);
                if self.settled(found.as_ref()) {
                    break;
                }
            }
        }
        self.named(found, &cases)?;
        if near.clocks {
            self.across_a_change(found, &cases, &changing)?;
        }
        Ok(())
    }

    /// Whether nothing worse can be found.
    fn settled(&self, found: Option<&Found>) -> bool {
        found.is_some_and(|found| self.question.is_worst(found.hit.rank))
    }

    fn cases<'t>(&self, terms: impl IntoIterator<Item = &'t Term>) -> Cases {
        let model = self.question.model;
        let clocks: Vec<u16> = self
            .question
            .conditions()
            .flat_map(Condition::atoms)
            .filter_map(|atom| match atom {
                Atom::AtOrAfter(_, minutes) => Some(*minutes),
                _ => None,
            })
            .collect();
        let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
        Cases::of(terms, &clocks, hours)
    }

    /// Looks at treatments and notes what is found at each.
    fn look(&mut self, treatments: &[Zoned], tally: &mut Tally) -> Result<(), Limit> {
        for treated in treatments {
            let outcome = self.unknowns.outcome(treated)?;
            if outcome.is_some() {
                self.unknowns.has_found();
            }
            tally.note(treated, outcome);
        }
        Ok(())
    }

    /// Looks at the dates of four years.
    fn look_at_dates(&mut self, cases: &Cases, each: bool, found: &mut Option<Found>) -> Result<(), Limit> {
        let (mut all, mut by_date) = (Tally::default(), ByDate::default());
        for alike in cases.dates(each) {
            let from = all.len();
            self.look(&alike.treatments, &mut all)?;
            by_date.note(alike.dates, from..all.len());
        }
        let Some(dated) = all.found() else { return Ok(()) };
        let same = by_date.same_on_all(&all);
        let dated = Found { occurs: Occurs::Date, when: by_date.months(&all, &self.unknowns.recipes), ..dated };
        *found = match found.take() {
            Some(found) if found.hit.rank == dated.hit.rank => {
                Some(if same { found } else { Found { occurs: Occurs::Date, when: dated.when, ..found } })
            }
            found => worse(found, Some(dated)),
        };
        Ok(())
    }

    /// The same finding at a treatment that a person would name, if there is one.
    fn named(&mut self, found: &mut Option<Found>, cases: &Cases) -> Result<(), Limit> {
        let Some(one) = found.as_mut() else { return Ok(()) };
        let treated = one.case.situation.treated.clone();
        let mut treatments = match one.occurs {
            Occurs::ClockChange => cases.half_hours(&treated),
            Occurs::TimeOfDay => cases.whole_hours(),
            _ => Vec::new(),
        };
        treatments.push(treated);
        treatments.sort_by_key(|treated| Reverse(comfort(treated)));
        if one.occurs != Occurs::ClockChange {
            treatments = treatments.iter().filter_map(in_example_zone).collect();
        }
        for treated in treatments {
            if let Some(outcome) = self.unknowns.outcome(&treated)?
                && outcome.hit.rank == one.hit.rank
            {
                (one.hit, one.case) = (outcome.hit, outcome.case);
                return Ok(());
            }
        }
        Ok(())
    }

    /// Says of a finding at some times of day how a clock change moves these: `(11:00 or 13:00 across a clock change)`.
    fn across_a_change(&mut self, found: &mut Option<Found>, cases: &Cases, changing: &Cases) -> Result<(), Limit> {
        let Some(one) = found.as_mut().filter(|one| one.occurs == Occurs::TimeOfDay) else { return Ok(()) };
        let mut ordinary = Tally::default();
        self.look(&cases.ordinary(), &mut ordinary)?;
        let Some(usual) = ordinary.limit(one.hit.rank) else { return Ok(()) };
        let mut across = Tally::default();
        self.look(&changing.changes(false).next().unwrap_or_default(), &mut across)?;
        let limits: BTreeSet<String> =
            across.days().iter().filter_map(|day| day.limit(one.hit.rank)?.moved_from(&usual)).collect();
        if !limits.is_empty() {
            let limits: Vec<String> = limits.into_iter().collect();
            one.when += &format!(" ({} across a clock change)", limits.join(" or "));
        }
        Ok(())
    }
}

/// The worse of two; the first of two that are alike.
fn worse(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    match (first, second) {
        (Some(first), Some(second)) if second.hit.rank > first.hit.rank => Some(second),
        (None, second) => second,
        (first, _) => first,
    }
}
