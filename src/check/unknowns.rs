//! One treatment → the worst case of it over all facts and all times of the events. They are chosen one at a time, and
//! a choice is given up as soon as a condition is surely false. Knows nothing of which treatments there are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::choices;
use super::search::{Hit, Judge, Question, Rank};
use super::slot::{FUTURE, PAST, instant, seconds};
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, FactId, Fixed, Truth};
use crate::time::{Anchor, EventId, Order, Situation, Step, Term, TimeError, Window, apply, bounds, compare};

/// How many cases are looked at for one question, and for one treatment of it. A question that needs more is reported
/// as undecided.
const LIMIT: u32 = 400_000;
const LIMIT_OF_A_TREATMENT: u32 = 20_000;

/// How many facts are chosen for one case; each takes room on the stack.
const MOST_FACTS: usize = 1_000;
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
    looked: u32,
    /// How many had been looked at before this treatment.
    looked_before: u32,
}

/// How an event is compared.
pub(super) struct About {
    /// The steps of the terms that begin with it: where they lead from it is compared.
    pub(super) own: Vec<Vec<Step>>,
    /// Whether the order of two of these depends on when it is.
    varies: bool,
    /// The terms that lead from the ends of what is possible for it to where its own terms lead.
    ends: Vec<Term>,
    /// Whether only conditions speak of it.
    pub(super) only_asked: bool,
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
        let own = own_terms(question, &events, &terms);
        let about = |(event, own): (EventId, BTreeSet<Vec<Step>>)| {
            let only_asked = is_only_asked(question, event, &own);
            let own: Vec<Vec<Step>> = own.into_iter().collect();
            let term = |steps: &Vec<Step>| Term { anchor: Anchor::Event(event), steps: steps.clone() };
            let later = |at: usize| own.iter().skip(at + 1);
            let varies =
                own.iter().enumerate().any(|(at, a)| later(at).any(|b| compare(&term(a), &term(b)) == Order::Varies));
            let ends = end_terms(question, event, &own);
            (event, About { own, varies, ends, only_asked })
        };
        let about: BTreeMap<EventId, About> = own.into_iter().map(about).collect();
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

    /// Counts a case.
    fn count(&mut self) -> Result<(), Limit> {
        self.looked += 1;
        let within = self.looked <= LIMIT && self.looked - self.looked_before <= LIMIT_OF_A_TREATMENT;
        if within { Ok(()) } else { Err(Limit) }
    }

    fn choose_facts(&mut self, mut case: Case, worst: &mut Worst) -> Result<(), Limit> {
        self.count()?;
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
        let images = self.images(case);
        self.choose_event(case, 0, &images, &mut self.fixed.clone(), true, &mut times)?;
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
        index: usize,
        images: &[BTreeSet<i64>],
        fixed: &mut Fixed,
        usual: bool,
        times: &mut Times,
    ) -> Result<(), Limit> {
        if index != self.unexpected {
            return self.choose_next(case, index, images, fixed, usual, times);
        }
        let mut within = Times { all: times.all, ..Times::default() };
        self.choose_next(case, index, images, fixed, usual, &mut within)?;
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
        index: usize,
        images: &[BTreeSet<i64>],
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
        let only_asked = self.about.get(&event).is_some_and(|about| about.only_asked);
        let mut known = images.get(index).cloned().unwrap_or_default();
        let chosen = self.events.get(..index).unwrap_or_default();
        let earlier = |term: &&&Term| term.event().is_some_and(|event| chosen.contains(&event));
        known.extend(self.terms.iter().filter(earlier).filter_map(|term| instant_of(case, term)));
        // An event outside the years that can be computed is none.
        let choices = choices::times(&self.sought(case, event), &known, &case.situation.treated);
        let mut answers = BTreeSet::new();
        for choice in choices.unwrap_or_default() {
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
            // Two times of an event at which all conditions say the same are one.
            if only_asked && !answers.insert(self.answers(&next, event)) {
                continue;
            }
            self.choose_event(&next, index + 1, images, fixed, usual && choice.usual, times)?;
            let settled = times.outcome.as_ref().is_some_and(|one| self.question.is_worst(one.hit.rank));
            if settled && times.all.is_nothing() && (index >= self.unexpected || times.unexpected.is_nothing()) {
                break;
            }
        }
        fixed.events.remove(&event);
        Ok(())
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
    fn images(&self, case: &Case) -> Vec<BTreeSet<i64>> {
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
            let critical = choices::critical(&sought, &known, treated).unwrap_or_default();
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

/// For each event the steps of the terms that begin with it, through the expected windows of other events too; none
/// where it is compared itself.
fn own_terms(
    question: &Question<'_>,
    events: &BTreeSet<EventId>,
    terms: &[&Term],
) -> BTreeMap<EventId, BTreeSet<Vec<Step>>> {
    let mut own: BTreeMap<EventId, BTreeSet<Vec<Step>>> = BTreeMap::new();
    for term in terms {
        if let Some(event) = term.event() {
            own.entry(event).or_default().insert(term.steps.clone());
        }
    }
    for atom in question.conditions().flat_map(Condition::atoms) {
        if let Atom::Near { event, .. } = atom {
            own.entry(*event).or_default().insert(Vec::new());
        }
    }
    // An event is declared after those that it rests on.
    for &event in events.iter().rev() {
        let later = own.get(&event).cloned().unwrap_or_default();
        for term in expected_terms(question, event) {
            if let Some(earlier) = term.event() {
                let through = later.iter().map(|steps| through(term, steps).steps);
                own.entry(earlier).or_default().extend(through);
            }
        }
    }
    own
}

/// The terms whose order decides, without those of conditions.
fn window_terms<'q>(question: &'q Question<'_>) -> impl Iterator<Item = &'q Term> {
    let moments = question.windows.iter().flat_map(|window| window.moments());
    moments.flat_map(|moment| moment.terms()).chain(&question.further)
}

/// The terms to which the times of events are held in conditions, each with the event.
fn bound_terms<'q>(question: &'q Question<'_>) -> impl Iterator<Item = (EventId, &'q Term)> {
    question.conditions().flat_map(Condition::atoms).flat_map(|atom| match atom {
        Atom::Near { event, from, to } => from.terms().chain(to.terms()).map(|term| (*event, term)).collect(),
        _ => Vec::new(),
    })
}

/// Whether only conditions speak of an event, and of no other event with it.
fn is_only_asked(question: &Question<'_>, event: EventId, own: &BTreeSet<Vec<Step>>) -> bool {
    let alone = own.len() == 1 && own.iter().all(Vec::is_empty);
    let free = expected_terms(question, event).all(|term| term.event().is_none());
    let in_windows = window_terms(question).any(|term| term.event() == Some(event));
    alone && free && !in_windows && bound_terms(question).all(|(_, term)| term.event().is_none())
}

/// The terms to which only the times of events are held of which nothing else is asked.
fn asked_bounds(question: &Question<'_>, about: &BTreeMap<EventId, About>) -> BTreeSet<Term> {
    let only = |event: &EventId| about.get(event).is_some_and(|about| about.only_asked);
    let mut asked: BTreeSet<Term> = BTreeSet::new();
    let mut others: BTreeSet<&Term> =
        window_terms(question).chain(about.values().flat_map(|about| &about.ends)).collect();
    for (event, term) in bound_terms(question) {
        if only(&event) {
            asked.insert(term.clone());
        } else {
            others.insert(term);
        }
    }
    asked.retain(|term| !others.contains(term) && !term.steps.is_empty());
    asked
}

/// The terms that are held to each other, without those that only say when an event is expected.
fn compared_terms(question: &Question<'_>) -> BTreeSet<Term> {
    let bounds = bound_terms(question).map(|(_, term)| term);
    window_terms(question).chain(bounds).cloned().chain([Term::treatment()]).collect()
}

/// The terms that lead from the ends of what is possible for an event to where its own terms lead.
fn end_terms(question: &Question<'_>, event: EventId, own: &[Vec<Step>]) -> Vec<Term> {
    let declared = question.model.event(event);
    let treatments = declared.into_iter().flat_map(|event| {
        let unexpected = event.expected.is_none().then_some(event.treatment);
        event.also.iter().map(|(treatment, _)| *treatment).chain(unexpected)
    });
    let ends: Vec<Term> = expected_terms(question, event).cloned().chain(treatments.map(Term::at)).collect();
    ends.iter().flat_map(|end| own.iter().map(|steps| through(end, steps))).collect()
}

fn expected_terms<'m>(question: &Question<'m>, event: EventId) -> impl Iterator<Item = &'m Term> {
    let expected = question.model.event(event).and_then(|event| event.expected.as_ref());
    expected.into_iter().flat_map(Window::moments).flat_map(|moment| moment.terms())
}

/// A term and then further steps.
fn through(term: &Term, steps: &[Step]) -> Term {
    steps.iter().fold(term.clone(), |term, &step| term.then(step))
}

pub(super) fn take_apart<'c>(condition: &'c Condition, conjuncts: &mut Vec<&'c Condition>) {
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

/// The worst over all times of the events, and the least.
#[derive(Default)]
struct Times {
    outcome: Option<Outcome>,
    /// The least bad at times that are not on the edge.
    all: Least,
    /// The same where for each time of those that nobody expects the worst time of the others counts.
    unexpected: Least,
}

impl Times {
    fn note(&mut self, hit: Option<Hit>, case: &Case, usual: bool) {
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

    fn take(&mut self, outcome: Option<Outcome>) {
        if outcome.as_ref().is_some_and(|outcome| self.is_worse(outcome.hit.rank)) {
            self.outcome = outcome;
        }
    }

    fn is_worse(&self, rank: Rank) -> bool {
        self.outcome.as_ref().is_none_or(|worst| worst.hit.rank < rank)
    }
}

/// The least bad of what was looked at; no rank where nothing was found once.
#[derive(Clone, Copy, Default)]
struct Least {
    rank: Option<Rank>,
    looked: bool,
}

impl Least {
    fn note(&mut self, rank: Option<Rank>) {
        self.rank = if self.looked { self.rank.min(rank) } else { rank };
        self.looked = true;
    }

    fn is_nothing(self) -> bool {
        self.looked && self.rank.is_none()
    }

    /// Whether it is less at some time. What is there only on the edge of the possible is.
    fn differs_from(self, rank: Rank) -> bool {
        self.rank.is_none_or(|least| least < rank)
    }
}
