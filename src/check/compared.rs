//! A question → which of its recipes are held to each other: those of its windows and conditions, and for each event those
//! that begin with it, through the expected windows of other events too. Knows no case.

use std::collections::{BTreeMap, BTreeSet};

use super::search::Question;
use crate::model::{Atom, Condition};
use crate::time::{Anchor, EventId, Order, Step, Term, Window, compare};

/// How an event is compared.
pub(super) struct About {
    /// The steps of the terms that begin with it: where they lead from it is compared.
    pub(super) own: Vec<Vec<Step>>,
    /// Whether the order of two of these depends on when it is.
    pub(super) varies: bool,
    /// The terms that lead from the ends of what is possible for it to where its own terms lead.
    pub(super) ends: Vec<Term>,
    /// Whether only conditions speak of it.
    pub(super) only_asked: bool,
}

/// How each event is compared in a question.
pub(super) fn about(question: &Question<'_>, events: &BTreeSet<EventId>, terms: &[&Term]) -> BTreeMap<EventId, About> {
    own_terms(question, events, terms)
        .into_iter()
        .map(|(event, own)| {
            let only_asked = is_only_asked(question, event, &own);
            let own: Vec<Vec<Step>> = own.into_iter().collect();
            let term = |steps: &Vec<Step>| Term { anchor: Anchor::Event(event), steps: steps.clone() };
            let later = |at: usize| own.iter().skip(at + 1);
            let varies =
                own.iter().enumerate().any(|(at, a)| later(at).any(|b| compare(&term(a), &term(b)) == Order::Varies));
            let ends = end_terms(question, event, &own);
            (event, About { own, varies, ends, only_asked })
        })
        .collect()
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
pub(super) fn asked_bounds(question: &Question<'_>, about: &BTreeMap<EventId, About>) -> BTreeSet<Term> {
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
pub(super) fn compared_terms(question: &Question<'_>) -> BTreeSet<Term> {
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
