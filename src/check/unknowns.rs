//! One treatment → the worst case of it over all facts and all times of the events. They are chosen one at a time, and
//! a choice is given up as soon as a condition is surely false. Knows nothing of which treatments there are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::choices;
use super::compared::{About, about, asked_bounds, compared_terms};
use super::met::Met;
use super::orders::{Order, Orders};
use super::search::{Hit, Judge, Question};
use super::slot::{FUTURE, PAST, instant, seconds};
use super::worst::{Outcome, Times, Worst};
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, FactId, Fixed, Truth};
use crate::time::{Anchor, EventId, Situation, Step, Term, TimeError, Window, apply, bounds};

/// How many cases are looked at for one question, and for one treatment of it. A question that needs more is reported
/// as undecided.
const LIMIT: u32 = 400_000 * JUDGED;
const LIMIT_OF_A_TREATMENT: u32 = 20_000 * JUDGED;
/// How many, where something is found already and may only be worse than said, or where only a note can be found.
const LIMIT_OF_LESS: u32 = 100_000 * JUDGED;
/// What it costs to judge a case, and to pass one by of whose order another was judged.
const JUDGED: u32 = 4;
const PASSED: u32 = 1;

/// How many facts are chosen for one case; each takes room on the stack.
const MOST_FACTS: usize = 1_000;
/// More cases would have to be looked at.
pub(super) struct Limit;

/// What is not known of a treatment, for one question.
pub(super) struct Unknowns<'q, 'm> {
    question: &'q Question<'m>,
    judge: &'q Judge<'q>,
    /// All conditions, taken apart as far as `and` goes.
    conjuncts: Vec<&'q Condition>,
    /// The terms of the windows, and of the expected windows of the events in them.
    pub(super) terms: Vec<&'q Term>,
    pub(super) events: Vec<EventId>,
    /// How many of the events, the first, have no `expected` window.
    unexpected: usize,
    /// How each event is compared.
    pub(super) about: BTreeMap<EventId, About>,
    /// The terms that begin at the treatment, and those that begin where the expected window of an event begins or ends.
    pub(super) recipes: Vec<Term>,
    /// Of these, those to which only the times of events are held of which nothing else is asked.
    pub(super) asked_bounds: BTreeSet<Term>,
    /// The terms that are held to each other, of whatever they are counted from.
    compared: BTreeSet<Term>,
    /// What is known, and not chosen.
    fixed: Fixed,
    met: Met,
    /// What is known of cases of the same order.
    orders: Option<Orders>,
    limit: u32,
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
            orders,
            limit: if question.ceiling > Severity::Note { LIMIT } else { LIMIT_OF_LESS },
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

    /// From now on a worse case is looked for, and not for long.
    pub(super) fn has_found(&mut self) {
        self.limit = LIMIT_OF_LESS;
    }

    /// Counts a case by what it costs.
    fn count(&mut self, cost: u32) -> Result<(), Limit> {
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

    fn refuted(&self, case: &Case) -> bool {
        self.question.required.iter().any(|condition| condition.truth(case) == Ok(Truth::False))
    }

    /// All times of the events: the worst of them. It is no worse than a warning if it is there only for some times of an
    /// event that nobody expects at a time, whenever the others are.
    fn choose_events(&mut self, case: &Case) -> Result<Option<Outcome>, Limit> {
        let mut times = Times::default();
        let mut met = std::mem::take(&mut self.met);
        let images = self.images(case, &mut met);
        self.met = met;
        let order = self.orders.as_mut().map(|orders| {
            let atoms = self.question.conditions().flat_map(Condition::atoms);
            let clocks = atoms.filter(|atom| matches!(atom, Atom::AtOrAfter(..)));
            orders.treated(case, clocks.map(|atom| atom.truth(case) == Ok(Truth::True)))
        });
        self.choose_event(case, (0, order), &images, &mut self.fixed.clone(), true, &mut times)?;
        let Some(mut outcome) = times.outcome else { return Ok(None) };
        let rank = outcome.hit.rank;
        if times.unexpected.differs_from(rank) {
            outcome.event = self.events.first().copied();
            let least = times.unexpected.rank.map_or(Severity::Warning, |least| least.severity.max(Severity::Warning));
            outcome.hit.rank.severity = rank.severity.min(least);
        } else if times.all.differs_from(rank) {
            outcome.event = self.events.get(self.unexpected).or(self.events.first()).copied();
        }
        Ok(Some(outcome))
    }

    /// One event after the other. Once all that nobody expects at a time are chosen, the worst over the others counts.
    fn choose_event(
        &mut self,
        case: &Case,
        (index, order): (usize, Option<Order>),
        images: &[BTreeSet<i64>],
        fixed: &mut Fixed,
        usual: bool,
        times: &mut Times,
    ) -> Result<(), Limit> {
        if index != self.unexpected {
            return self.choose_next(case, (index, order), images, fixed, usual, times);
        }
        let mut within = Times { all: times.all, ..Times::default() };
        self.choose_next(case, (index, order), images, fixed, usual, &mut within)?;
        if usual {
            times.unexpected.note(within.outcome.as_ref().map(|outcome| outcome.hit.rank));
        }
        times.all = within.all;
        times.take(within.outcome);
        Ok(())
    }

    fn choose_next(
        &mut self,
        case: &Case,
        (index, order): (usize, Option<Order>),
        images: &[BTreeSet<i64>],
        fixed: &mut Fixed,
        usual: bool,
        times: &mut Times,
    ) -> Result<(), Limit> {
        self.count(JUDGED)?;
        let Some(&event) = self.events.get(index) else {
            times.note(self.judged(case, order), case, usual);
            return Ok(());
        };
        if self.refuted(case) {
            times.note(None, case, usual);
            return Ok(());
        }
        let only_asked = self.about.get(&event).is_some_and(|about| about.only_asked);
        let mut known = images.get(index).cloned().unwrap_or_default();
        let chosen = self.events.get(..index).unwrap_or_default();
        let earlier = |term: &&&Term| term.event().is_some_and(|event| chosen.contains(&event));
        known.extend(self.terms.iter().filter(earlier).filter_map(|term| instant_of(case, term)));
        // An event outside the years that can be computed is none.
        let mut met = std::mem::take(&mut self.met);
        let choices = choices::times(&self.sought(case, event), &known, &case.situation.treated, &mut met);
        self.met = met;
        let mut answers = BTreeSet::new();
        let (rests_on, last) = (self.rests_on(event), index + 1 == self.events.len());
        for choice in choices.unwrap_or_default() {
            let usual = usual && choice.usual;
            let next_order = order.as_ref().zip(self.orders.as_mut());
            let next_order =
                next_order.map(|(order, orders)| orders.with(order, index, &choice.time, &case.situation.treated));
            let known = next_order.as_ref().filter(|_| last && !rests_on).and_then(|order| self.known(order));
            if let Some(known) = known.filter(|known| known.is_none_or(|hit| !times.is_worse(hit.rank))) {
                self.count(PASSED)?;
                times.pass(known.map(|hit| hit.rank), usual, index + 1 == self.unexpected);
            } else {
                fixed.events.insert(event, choice.time.clone());
                let next = if rests_on {
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
                // Two times of an event at which all conditions say the same are one.
                if only_asked && !answers.insert(self.answers(&next, event)) {
                    continue;
                }
                self.choose_event(&next, (index + 1, next_order), images, fixed, usual, times)?;
            }
            let settled = times.outcome.as_ref().is_some_and(|one| self.question.is_worst(one.hit.rank));
            if settled && times.all.is_nothing() && (index >= self.unexpected || times.unexpected.is_nothing()) {
                break;
            }
        }
        fixed.events.remove(&event);
        Ok(())
    }

    /// What was found in a case of the same order.
    fn known(&self, order: &Order) -> Option<Option<Hit>> {
        self.orders.as_ref()?.known(order)
    }

    /// What is found in a case of which all is chosen.
    fn judged(&mut self, case: &Case, order: Option<Order>) -> Option<Hit> {
        if let Some(known) = order.as_ref().and_then(|order| self.known(order)) {
            return known;
        }
        let hit = if self.refuted(case) { None } else { (self.judge)(case) };
        if let (Some(order), Some(orders)) = (order, self.orders.as_mut()) {
            orders.learn(order, hit);
        }
        hit
    }

    /// What is so of an event in a case.
    fn answers(&self, case: &Case, event: EventId) -> Vec<Option<Truth>> {
        let atoms = self.question.conditions().flat_map(Condition::atoms);
        let about = atoms.filter(|atom| matches!(atom, Atom::Near { event: near, .. } if *near == event));
        about.map(|atom| atom.truth(case).ok()).collect()
    }

    fn sought(&self, case: &Case, event: EventId) -> choices::Sought<'_> {
        let about = self.about.get(&event);
        let declared = self.question.model.event(event);
        let expected = declared.is_some_and(|event| event.expected.is_some());
        let treated = declared.and_then(|event| case.instant(event.treatment)).unwrap_or(&case.situation.treated);
        let range = case.event(event).stretch();
        // An expected window is half-open, as every window is.
        let last = seconds(&range.end) - i64::from(expected);
        choices::Sought {
            own: about.map(|about| about.own.as_slice()).unwrap_or_default(),
            own_varies: about.is_none_or(|about| about.varies),
            expected,
            treated: treated.timestamp().as_second(),
            range: (seconds(&range.start), last),
            thorough: self.events.len() == 1,
        }
    }

    /// For each of the events the instants to which its terms are held, before any event is chosen: those of the terms
    /// that begin at a treatment or at an end of what is possible for another event, and those to which these lead
    /// through the events that are chosen later.
    fn images(&self, case: &Case, met: &mut Met) -> Vec<BTreeSet<i64>> {
        let given = |term: &&Term| term.event().is_none_or(|event| !self.events.contains(&event));
        let mut known: BTreeSet<i64> =
            self.compared.iter().filter(given).filter_map(|term| instant_of(case, term)).collect();
        let mut images = vec![BTreeSet::new(); self.events.len()];
        let treated = &case.situation.treated;
        for (index, &event) in self.events.iter().enumerate().rev() {
            if let Some(image) = images.get_mut(index) {
                image.clone_from(&known);
                let others = self.about.iter().filter(|(other, _)| **other != event);
                let ends = others.flat_map(|(_, about)| &about.ends).filter(given);
                image.extend(ends.filter_map(|term| instant_of(case, term)));
            }
            let sought = choices::Sought { own_varies: false, ..self.sought(case, event) };
            if index == 0 || sought.own.len() < 2 {
                continue;
            }
            let (first, last) = sought.range;
            let critical = choices::critical(&sought, &known, treated, met).unwrap_or_default();
            for at in critical.into_iter().filter(|at| (first..=last).contains(at)) {
                let Some(at) = instant(at, treated) else { continue };
                let lead = |steps: &Vec<Step>| steps.iter().try_fold(at.clone(), |at, &step| apply(&at, step)).ok();
                known.extend(sought.own.iter().filter_map(lead).map(|at| at.timestamp().as_second()));
            }
        }
        images
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

/// Where a term leads in a case.
fn instant_of(case: &Case, term: &Term) -> Option<i64> {
    case.situation.earliest(term).ok().map(|edge| seconds(&edge)).filter(|second| (PAST + 1..FUTURE).contains(second))
}

pub(super) fn take_apart<'c>(condition: &'c Condition, conjuncts: &mut Vec<&'c Condition>) {
    match condition {
        Condition::All(each) => each.iter().for_each(|one| take_apart(one, conjuncts)),
        other => conjuncts.push(other),
    }
}
