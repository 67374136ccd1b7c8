//! One treatment → the worst case of it over all facts, and for each choice of these over all times of the events
//! ([`super::happenings`]). Facts are chosen one at a time, and a choice is given up as soon as a condition is surely false. Knows
//! nothing of which treatments there are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::choices;
use super::compared::{About, about, asked_bounds, compared_terms};
use super::met::Met;
use super::orders::Orders;
use super::search::{Judge, Question};
use super::worst::{Outcome, Worst};
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, FactId, Fixed, Truth};
use crate::time::{Anchor, EventId, Situation, Term, TimeError, Window, bounds};

/// How many cases are looked at for one question, and for one treatment of it. A question that needs more is reported
/// as undecided.
const LIMIT: u32 = 200_000 * JUDGED;
const LIMIT_OF_A_TREATMENT: u32 = 20_000 * JUDGED;
/// How many, where something is found already and may only be worse than said, or where only a note can be found.
const LIMIT_OF_LESS: u32 = 100_000 * JUDGED;
/// What it costs to judge a case, and to pass one by of whose order another was judged.
pub(super) const JUDGED: u32 = 4;
pub(super) const PASSED: u32 = 1;
/// So many terms of a treatment cost one.
const TERMS: usize = 4;
/// A case costs as much again for so many windows.
const WINDOWS: usize = 4;

/// How many facts are chosen for one case; each takes room on the stack.
const MOST_FACTS: usize = 1_000;
/// More cases would have to be looked at.
pub(super) struct Limit;

/// What is not known of a treatment, for one question.
pub(super) struct Unknowns<'q, 'm> {
    pub(super) question: &'q Question<'m>,
    pub(super) judge: &'q Judge<'q>,
    /// All conditions, taken apart as far as `and` goes.
    conjuncts: Vec<&'q Condition>,
    /// The terms of the windows, and of the expected windows of the events in them.
    pub(super) terms: Vec<&'q Term>,
    pub(super) events: Vec<EventId>,
    /// How many of the events, the first, have no `expected` window.
    pub(super) unexpected: usize,
    /// How each event is compared.
    pub(super) about: BTreeMap<EventId, About>,
    /// The terms that begin at the treatment, and those that begin where the expected window of an event begins or ends.
    pub(super) recipes: Vec<Term>,
    /// Of these, those to which only the times of events are held of which nothing else is asked.
    pub(super) asked_bounds: BTreeSet<Term>,
    /// The terms that are held to each other, of whatever they are counted from.
    pub(super) compared: BTreeSet<Term>,
    /// What is known, and not chosen.
    pub(super) fixed: Fixed,
    pub(super) met: Met,
    /// What is known of cases of the same order.
    pub(super) orders: Option<Orders>,
    limit: u32,
    pub(super) looked: u32,
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
        let about = about(question, &events, &terms);
        // First those that nobody expects at a time (no other event is expected by a later one of these), for how bad it
        // is has to be known for each of their times. What only conditions speak of has few answers, and many of them end
        // the search.
        let mut events: Vec<EventId> = events.into_iter().collect();
        let is_expected = |event: &EventId| question.model.event(*event).is_some_and(|event| event.expected.is_some());
        events.sort_by_key(|event| (is_expected(event), about.get(event).is_none_or(|about| !about.only_asked)));
        let unexpected = events.iter().filter(|event| !is_expected(event)).count();
        let of_treatment = terms.iter().copied().chain(about.values().flat_map(|about| &about.ends));
        let of_treatment = of_treatment.filter(|term| term.anchor == Anchor::Treatment).cloned();
        let recipes: BTreeSet<Term> = of_treatment.chain([Term::treatment()]).collect();
        let own = about.iter().flat_map(|(&event, about)| {
            about.own.iter().map(move |steps| Term { anchor: Anchor::Event(event), steps: steps.clone() })
        });
        let own: Vec<Term> = own.collect();
        let all = terms.iter().copied().chain(about.values().flat_map(|about| &about.ends)).chain(&own);
        let orders = Orders::of(&question.rests, &events, all, question.conditions().flat_map(Condition::atoms));
        Unknowns {
            question,
            judge,
            conjuncts,
            terms,
            events,
            unexpected,
            recipes: recipes.into_iter().collect(),
            asked_bounds: asked_bounds(question, &about),
            compared: compared_terms(question),
            about,
            fixed: Fixed::default(),
            met: Met::default(),
            limit: limit(question.ceiling > Severity::Note, orders.is_some()),
            orders,
            looked: 0,
            looked_before: 0,
        }
    }

    /// The worst case of one treatment of which something is known already.
    pub(super) fn outcome_knowing(&mut self, treated: &Zoned, fixed: Fixed) -> Result<Option<Outcome>, Limit> {
        let chosen = self.events.iter().take(self.unexpected).filter(|event| !fixed.events.contains_key(event));
        self.unexpected = chosen.count();
        self.events.retain(|event| !fixed.events.contains_key(event));
        self.fixed = fixed;
        // The key leaves out what is known of them.
        self.orders = None;
        self.outcome(treated)
    }

    /// Between which seconds from the treatment an event may be, as far as its expected window says.
    pub(super) fn span(&self, event: EventId) -> Option<(i64, i64)> {
        let expected = self.question.model.event(event)?.expected.as_ref()?;
        let mut ends: Vec<i64> = Vec::new();
        for term in expected.moments().flat_map(|moment| moment.terms()) {
            let (low, high) = bounds(term);
            let (from, to) = match term.event() {
                None => (0, 0),
                // An event is declared after those that it rests on.
                Some(other) if other < event => self.span(other)?,
                Some(_) => return None,
            };
            ends.extend([from + low, to + high]);
        }
        Some((ends.iter().min().copied()?, ends.iter().max().copied()?))
    }

    /// The worst case of one treatment.
    pub(super) fn outcome(&mut self, treated: &Zoned) -> Result<Option<Outcome>, Limit> {
        // A treatment of which a moment lies outside the years that can be computed is none.
        let Ok(case) = self.case(treated) else { return Ok(None) };
        self.looked_before = self.looked;
        let mut worst = Worst::default();
        let chosen = self.choose_facts(case, &mut worst);
        // A case of many rules takes longer to judge.
        let each = 1 + self.question.windows.len() / WINDOWS;
        let terms = u32::try_from(self.recipes.len() / TERMS + 1).unwrap_or(u32::MAX);
        let cost = u64::from((self.looked - self.looked_before).saturating_add(terms));
        self.question.effort.spend(cost.saturating_mul(u64::try_from(each).unwrap_or(u64::MAX)));
        chosen?;
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

    /// From now on a worse case is looked for, and not for long.
    pub(super) fn has_found(&mut self) {
        self.limit = limit(false, self.orders.is_some());
    }

    /// Counts a case by what it costs.
    pub(super) fn count(&mut self, cost: u32) -> Result<(), Limit> {
        self.looked += cost;
        let within = self.looked <= self.limit && self.looked - self.looked_before <= LIMIT_OF_A_TREATMENT;
        if within { Ok(()) } else { Err(Limit) }
    }

    fn choose_facts(&mut self, mut case: Case, worst: &mut Worst) -> Result<(), Limit> {
        self.count(JUDGED)?;
        if case.facts.iter().flatten().count() > MOST_FACTS {
            return Err(Limit);
        }
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
                    let settled = worst.outcome.as_ref().is_some_and(|one| self.question.is_worst(one.hit.rank));
                    if worst.missed && settled {
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

    pub(super) fn refuted(&self, case: &Case) -> bool {
        self.question.required.iter().any(|condition| condition.truth(case) == Ok(Truth::False))
    }
}

enum Next {
    GiveUp,
    Decided,
    Fact(FactId),
}

/// How much is looked at for one question. Where cases of the same order are passed by, half of that shows as many orders.
fn limit(open: bool, passed_by: bool) -> u32 {
    (if open { LIMIT } else { LIMIT_OF_LESS }) / if passed_by { 2 } else { 1 }
}

pub(super) fn take_apart<'c>(condition: &'c Condition, conjuncts: &mut Vec<&'c Condition>) {
    match condition {
        Condition::All(each) => each.iter().for_each(|one| take_apart(one, conjuncts)),
        other => conjuncts.push(other),
    }
}
