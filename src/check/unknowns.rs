//! One treatment → the worst case of it over all facts and all times of the events. They are chosen one at a time, and
//! a choice is given up as soon as a condition is surely false. Knows nothing of which treatments there are.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::choices;
use super::search::{Hit, Judge, Question, Rank};
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, FactId, Fixed, Truth};
use crate::time::{EventId, Situation, Term, TimeError, Window};

/// How many cases are looked at for one question, and for one treatment of it. A question that needs more is reported
/// as undecided.
const LIMIT: u32 = 200_000;
const LIMIT_OF_A_TREATMENT: u32 = 20_000;
/// More cases would have to be looked at.
pub(super) struct Limit;

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

/// What is not known of a treatment, for one question.
pub(super) struct Unknowns<'q, 'm> {
    question: &'q Question<'m>,
    judge: &'q Judge<'q>,
    /// All conditions, taken apart as far as `and` goes.
    conjuncts: Vec<&'q Condition>,
    /// The terms of the windows, and of the expected windows of the events in them.
    pub(super) terms: Vec<&'q Term>,
    pub(super) events: Vec<EventId>,
    /// What is known, and not chosen.
    fixed: Fixed,
    looked: u32,
    /// How many had been looked at before this treatment.
    looked_before: u32,
}

impl<'q, 'm> Unknowns<'q, 'm> {
    pub(super) fn new(question: &'q Question<'m>, judge: &'q Judge<'q>) -> Self {
        let mut conjuncts = Vec::new();
        question.conditions().for_each(|condition| take_apart(condition, &mut conjuncts));
        let mut terms: Vec<&'q Term> = Vec::new();
        for moment in question.windows.iter().flat_map(|window| window.moments()) {
            terms.extend(moment.terms());
        }
        terms.extend(&question.further);
        let mut events: BTreeSet<EventId> = terms.iter().filter_map(|term| term.event()).collect();
        for atom in question.conditions().flat_map(Condition::atoms) {
            if let Atom::Near { event, from, to } = atom {
                events.insert(*event);
                events.extend(from.events().chain(to.events()));
                terms.extend(from.terms().chain(to.terms()));
            }
        }
        // An expected window may rest on another event, which is declared before.
        let mut waiting: Vec<EventId> = events.iter().copied().collect();
        while let Some(event) = waiting.pop() {
            let expected = question.model.event(event).and_then(|event| event.expected.as_ref());
            for moment in expected.into_iter().flat_map(Window::moments) {
                terms.extend(moment.terms());
                waiting.extend(moment.events().filter(|&other| events.insert(other)));
            }
        }
        terms.sort();
        terms.dedup();
        Unknowns {
            question,
            judge,
            conjuncts,
            terms,
            events: events.into_iter().collect(),
            fixed: Fixed::default(),
            looked: 0,
            looked_before: 0,
        }
    }

    /// The worst case of one treatment of which something is known already.
    pub(super) fn outcome_knowing(&mut self, treated: &Zoned, fixed: Fixed) -> Result<Option<Outcome>, Limit> {
        self.events.retain(|event| !fixed.events.contains_key(event));
        self.fixed = fixed;
        self.outcome(treated)
    }

    /// The worst case of one treatment.
    pub(super) fn outcome(&mut self, treated: &Zoned) -> Result<Option<Outcome>, Limit> {
        // A treatment of which a moment lies outside the years that can be computed is none.
        let Ok(case) = self.case(treated) else { return Ok(None) };
        self.looked_before = self.looked;
        let mut worst = Worst::default();
        self.choose_facts(case, &mut worst)?;
        let facts = worst.missed;
        Ok(worst.outcome.map(|outcome| Outcome { facts, ..outcome }))
    }

    /// A treatment of which nothing is known yet.
    pub(super) fn case(&self, treated: &Zoned) -> Result<Case, TimeError> {
        if self.events.is_empty() && self.conjuncts.is_empty() {
            let known = (0..).map_while(|id| self.fixed.events.get(&EventId(id)).cloned());
            let situation = Situation { treated: treated.clone(), events: known.collect() };
            return Ok(Case { situation, facts: Vec::new() });
        }
        Case::new(self.question.model, treated.clone(), &self.fixed)
    }

    /// Counts a case.
    fn count(&mut self) -> Result<(), Limit> {
        self.looked += 1;
        let within = self.looked <= LIMIT && self.looked - self.looked_before <= LIMIT_OF_A_TREATMENT;
        if within { Ok(()) } else { Err(Limit) }
    }

    fn choose_facts(&mut self, mut case: Case, worst: &mut Worst) -> Result<(), Limit> {
        self.count()?;
        match self.next_fact(&case) {
            Next::GiveUp => worst.missed = true,
            Next::Decided => {
                let outcome = self.choose_events(&case)?;
                worst.note(outcome);
            }
            Next::Fact(fact) => {
                for value in choices::values(self.question.model, fact, self.question.conditions()) {
                    if let Some(place) = case.facts.get_mut(fact.0 as usize) {
                        *place = Some(value);
                    }
                    self.choose_facts(case.clone(), worst)?;
                    let severity = worst.outcome.as_ref().map(|outcome| outcome.hit.rank.severity);
                    if worst.missed && severity >= Some(self.question.ceiling) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Which fact to choose next: one of the conjunct that has the fewest to choose.
    fn next_fact(&self, case: &Case) -> Next {
        if self.refuted(case) {
            return Next::GiveUp;
        }
        let mut next: Option<(usize, FactId)> = None;
        for conjunct in &self.conjuncts {
            if conjunct.truth(case) != Ok(Truth::Unknown) {
                continue;
            }
            let facts = conjunct.atoms().into_iter().filter_map(|atom| match atom {
                Atom::Fact(fact, ..) if case.fact(*fact).is_none() => Some(*fact),
                _ => None,
            });
            let open: BTreeSet<FactId> = facts.collect();
            if let Some(&first) = open.first()
                && next.is_none_or(|(fewest, _)| open.len() < fewest)
            {
                next = Some((open.len(), first));
            }
        }
        next.map_or(Next::Decided, |(_, fact)| Next::Fact(fact))
    }

    fn refuted(&self, case: &Case) -> bool {
        self.question.required.iter().any(|condition| condition.truth(case) == Ok(Truth::False))
    }

    /// All times of the events: the worst of them, and no worse than a warning if it is there only for some times of an
    /// event that nobody expects at a time.
    fn choose_events(&mut self, case: &Case) -> Result<Option<Outcome>, Limit> {
        let mut times = Times::default();
        self.choose_event(case, 0, &mut self.fixed.clone(), true, &mut times)?;
        let Some(mut outcome) = times.outcome else { return Ok(None) };
        let depends = !self.events.is_empty() && times.least.is_none_or(|least| least < outcome.hit.rank);
        if depends {
            let unexpected =
                |id: &&EventId| self.question.model.event(**id).is_none_or(|event| event.expected.is_none());
            outcome.event = self.events.iter().find(unexpected).or(self.events.first()).copied();
            if self.events.iter().any(|id| unexpected(&id)) {
                let at_most = times.least.map_or(Severity::Warning, |least| least.severity.max(Severity::Warning));
                outcome.hit.rank.severity = outcome.hit.rank.severity.min(at_most);
            }
        }
        Ok(Some(outcome))
    }

    fn choose_event(
        &mut self,
        case: &Case,
        index: usize,
        fixed: &mut Fixed,
        usual: bool,
        times: &mut Times,
    ) -> Result<(), Limit> {
        self.count()?;
        if self.refuted(case) {
            times.note(None, case, usual);
            return Ok(());
        }
        let Some(&event) = self.events.get(index) else {
            times.note((self.judge)(case), case, usual);
            return Ok(());
        };
        for choice in choices::times(self.question.model, event, case, &self.terms, self.question.conditions()) {
            fixed.events.insert(event, choice.time.clone());
            let next = if self.rests_on(event) {
                match Case::new(self.question.model, case.situation.treated.clone(), fixed) {
                    Ok(next) => Case { facts: case.facts.clone(), ..next },
                    Err(_) => continue,
                }
            } else {
                let mut next = case.clone();
                if let Some(place) = next.situation.events.get_mut(event.0 as usize) {
                    *place = choice.time;
                }
                next
            };
            self.choose_event(&next, index + 1, fixed, usual && choice.usual, times)?;
            let severity = times.outcome.as_ref().map(|outcome| outcome.hit.rank.severity);
            if times.looked && times.least.is_none() && severity >= Some(self.question.ceiling) {
                break;
            }
        }
        fixed.events.remove(&event);
        Ok(())
    }

    /// Whether the expected window of another event rests on this one.
    fn rests_on(&self, event: EventId) -> bool {
        let rests = |other: &EventId| {
            let expected = self.question.model.event(*other).and_then(|other| other.expected.as_ref());
            expected.into_iter().flat_map(Window::moments).any(|moment| moment.events().any(|named| named == event))
        };
        self.events.iter().any(rests)
    }
}

enum Next {
    GiveUp,
    Decided,
    Fact(FactId),
}

fn take_apart<'c>(condition: &'c Condition, conjuncts: &mut Vec<&'c Condition>) {
    match condition {
        Condition::All(each) => each.iter().for_each(|one| take_apart(one, conjuncts)),
        other => conjuncts.push(other),
    }
}

/// The worst over all facts.
#[derive(Default)]
struct Worst {
    outcome: Option<Outcome>,
    missed: bool,
}

impl Worst {
    fn note(&mut self, outcome: Option<Outcome>) {
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

/// The worst and the least over all times of the events.
#[derive(Default)]
struct Times {
    outcome: Option<Outcome>,
    /// The least bad at times that are not on the edge; `None` where nothing is found.
    least: Option<Rank>,
    looked: bool,
}

impl Times {
    fn note(&mut self, hit: Option<Hit>, case: &Case, usual: bool) {
        if usual {
            let rank = hit.map(|hit| hit.rank);
            self.least = if self.looked { self.least.min(rank) } else { rank };
            self.looked = true;
        }
        if let Some(hit) = hit
            && self.outcome.as_ref().is_none_or(|worst| worst.hit.rank < hit.rank)
        {
            self.outcome = Some(Outcome { hit, case: case.clone(), event: None, facts: false });
        }
    }
}
