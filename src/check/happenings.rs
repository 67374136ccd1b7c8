//! A treatment and its facts → the worst case over all times of the events. They are chosen one after the other, each at one
//! instant of every stretch on which no order changes; of cases of the same order one is judged. Knows nothing of what is asked.

use std::collections::BTreeSet;

use super::choices;
use super::met::Met;
use super::orders::Order;
use super::search::Hit;
use super::slot::{FUTURE, PAST, instant, seconds};
use super::unknowns::{JUDGED, Limit, PASSED, Unknowns};
use super::worst::{Outcome, Times};
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, Fixed, Truth};
use crate::time::{EventId, EventTime, Step, Term, Window, apply};

/// Of so many that are passed by, tests judge one.
const ONE_IN: u32 = 32;

/// A case of which some events are chosen.
struct Chosen<'c> {
    case: &'c Case,
    /// How many.
    index: usize,
    /// The order of what is chosen, if cases of the same order are alike.
    order: Option<Order>,
    /// Whether none of them is on the edge of what is possible.
    usual: bool,
}

impl Unknowns<'_, '_> {
    /// All times of the events: the worst of them. It is no worse than a warning if it is there only for some times of an
    /// event that nobody expects at a time, whenever the others are.
    pub(super) fn choose_events(&mut self, case: &Case) -> Result<Option<Outcome>, Limit> {
        let mut times = Times::default();
        let mut met = std::mem::take(&mut self.met);
        let images = self.images(case, &mut met);
        self.met = met;
        let order = self.orders.as_mut().map(|orders| {
            let atoms = self.question.conditions().flat_map(Condition::atoms);
            let clocks = atoms.filter(|atom| matches!(atom, Atom::AtOrAfter(..)));
            orders.treated(case, clocks.map(|atom| atom.truth(case) == Ok(Truth::True)))
        });
        let chosen = Chosen { case, index: 0, order, usual: true };
        self.choose_event(chosen, &images, &mut self.fixed.clone(), &mut times)?;
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
        chosen: Chosen<'_>,
        images: &[BTreeSet<i64>],
        fixed: &mut Fixed,
        times: &mut Times,
    ) -> Result<(), Limit> {
        if chosen.index != self.unexpected {
            return self.choose_next(chosen, images, fixed, times);
        }
        let usual = chosen.usual;
        let mut within = Times { all: times.all, ..Times::default() };
        self.choose_next(chosen, images, fixed, &mut within)?;
        if usual {
            times.unexpected.note(within.outcome.as_ref().map(|outcome| outcome.hit.rank));
        }
        times.all = within.all;
        times.take(within.outcome);
        Ok(())
    }

    fn choose_next(
        &mut self,
        chosen: Chosen<'_>,
        images: &[BTreeSet<i64>],
        fixed: &mut Fixed,
        times: &mut Times,
    ) -> Result<(), Limit> {
        let Chosen { case, index, order, usual } = chosen;
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
                debug_assert!(self.is_alike(case, event, &choice.time, known));
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
                let chosen = Chosen { case: &next, index: index + 1, order: next_order, usual };
                self.choose_event(chosen, images, fixed, times)?;
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

    /// Whether a case that is passed by would be judged as the one before; looked at for some of them, where tests do.
    fn is_alike(&self, case: &Case, event: EventId, time: &EventTime, known: Option<Hit>) -> bool {
        if !self.looked.is_multiple_of(ONE_IN) {
            return true;
        }
        let mut next = case.clone();
        if let Some(place) = next.situation.events.get_mut(event.0 as usize) {
            *place = time.clone();
        }
        let hit = if self.refuted(&next) { None } else { (self.judge)(&next) };
        hit.map(|hit| hit.rank) == known.map(|hit| hit.rank)
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
            to_the_second: self.question.windows.iter().any(|window| window.is_about()),
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

/// Where a term leads in a case.
fn instant_of(case: &Case, term: &Term) -> Option<i64> {
    case.situation.earliest(term).ok().map(|edge| seconds(&edge)).filter(|second| (PAST + 1..FUTURE).contains(second))
}
