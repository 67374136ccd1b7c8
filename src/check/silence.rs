//! A ban, a rule that comes after it and all that may be said between → whether there is a time of which nothing is said, and
//! when. Knows nothing of which rules may follow each other, nor of how a gap is told.

use jiff::Zoned;

use super::holding::{Reading, holding};
use super::index::Brief;
use super::orders::Rests;
use super::pairs::Says;
use super::reach::Reach;
use super::search::{Hit, Question, Rank, WORST, Why};
use super::slot::{FUTURE, Slot};
use super::unknowns::{Limit, Unknowns};
use super::words::{Sheet, clock_times};
use super::worst::Outcome;
use crate::diagnostic::{Occurs, Severity};
use crate::model::{Atom, Basis, Case, Condition, Model, Rule, RuleId, Truth};
use crate::time::cases::Cases;
use crate::time::named::{comfort, in_example_zone};
use crate::time::{EventId, Moment, Order, Term, TimeError};

/// A rule that speaks of activities.
#[derive(Clone, Copy)]
pub(super) struct Speaks<'m> {
    pub(super) id: RuleId,
    pub(super) rule: &'m Rule,
    pub(super) brief: Brief<'m>,
    /// The earliest and the latest second from the treatment at which it may hold, for any treatment.
    pub(super) reach: Reach,
}

/// A ban, a rule that comes after it, and what may be said between, of one subject.
pub(super) struct Between<'s, 'm> {
    pub(super) ban: &'s Speaks<'m>,
    pub(super) next: &'s Speaks<'m>,
    pub(super) others: Vec<&'s Speaks<'m>>,
}

/// When a gap is there, and a case that shows it.
#[derive(Clone)]
pub(super) struct Gap {
    pub(super) outcome: Outcome,
    pub(super) occurs: Occurs,
    /// `, only when treated after 12:00`
    pub(super) when: String,
}

impl<'m> Speaks<'m> {
    pub(super) fn of(sheet: Sheet<'m>, id: RuleId) -> Option<Speaks<'m>> {
        let (rule, brief) = (sheet.model.rule(id)?, *sheet.index.brief(id)?);
        let speaks = matches!(brief.says, Says::Ban | Says::Permission | Says::Duty);
        speaks.then_some(Speaks { id, rule, brief, reach: brief.ends.widest() })
    }

    pub(super) fn earliest_end(&self) -> i64 {
        self.brief.ends.sure.to
    }

    pub(super) fn latest_start(&self) -> i64 {
        self.brief.ends.sure.from
    }
}

impl Between<'_, '_> {
    /// By what it is told apart from others that have another answer, if nothing is said between.
    pub(super) fn alike(&self) -> Option<[Basis; 2]> {
        self.others.is_empty().then(|| [self.ban, self.next].map(|speaks| speaks.rule.basis()))
    }

    /// Whether there is a case in which both rules hold and nothing is said between; when, and one that shows it.
    pub(super) fn gap(&self, sheet: Sheet<'_>) -> Result<Option<Gap>, Limit> {
        let model = sheet.model;
        let (ban, next) = (self.ban, self.next);
        let question = Question {
            model,
            effort: sheet.effort,
            windows: [ban, next]
                .into_iter()
                .chain(self.others.iter().copied())
                .map(|speaks| speaks.brief.window)
                .collect(),
            further: Vec::new(),
            required: [ban.rule, next.rule].into_iter().filter_map(Rule::applies_if).collect(),
            asked: self.others.iter().filter_map(|other| other.rule.applies_if()).collect(),
            ceiling: Severity::Note,
            rests: Rests::Order,
        };
        let judge = |case: &Case| {
            let slot = self.silence(case).ok().flatten()?;
            Some(Hit { rank: Rank { severity: Severity::Note, kind: WORST }, why: Why::Said, slot })
        };
        let mut unknowns = Unknowns::new(&question, &judge);
        let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
        let clocks: Vec<u16> = question.conditions().flat_map(Condition::atoms).filter_map(clock_asked).collect();
        let cases = Cases::of(unknowns.terms.iter().copied(), &clocks, hours);
        let mut look = |treatments: Vec<Zoned>| {
            let mut seen: Vec<(Zoned, Option<Outcome>)> = Vec::with_capacity(treatments.len());
            for treated in treatments {
                let outcome = unknowns.outcome(&treated)?;
                seen.push((treated, outcome));
            }
            Ok(seen)
        };
        let plain = self.is_plain();
        let seen = if plain {
            // The same at every clock time: one treatment stands for all.
            look(cases.usual_treatment().into_iter().collect())?
        } else {
            look(cases.ordinary().iter().filter_map(in_example_zone).collect())?
        };
        let hit = |(_, outcome): &(Zoned, Option<Outcome>)| outcome.is_some();
        if !plain && months_stand(&question) {
            for alike in cases.dates(false) {
                // On some dates a month is as long as so many days: that is how the two were meant.
                if !look(alike.treatments)?.iter().any(hit) {
                    return Ok(None);
                }
            }
        }
        let hits = || seen.iter().filter_map(|(treated, outcome)| Some((comfort(treated), outcome.clone()?)));
        let Some((_, mut outcome)) = hits().max_by_key(|(comfort, _)| *comfort) else { return Ok(None) };
        // What is known of another case of the same order has the slot of that.
        outcome.hit = judge(&outcome.case).unwrap_or(outcome.hit);
        let (occurs, when) = if !always(&seen.iter().map(hit).collect::<Vec<bool>>()) {
            let times = seen.iter().map(|(treated, outcome)| (treated, outcome.is_some()));
            (Occurs::TimeOfDay, format!(", only when treated {}", clock_times(times)))
        } else if let Some(event) = outcome.event {
            (Occurs::Event, format!(", depending on the time of {}", event_name(model, event)))
        } else if outcome.facts {
            (Occurs::Facts, String::new())
        } else {
            (Occurs::Always, String::new())
        };
        Ok(Some(Gap { outcome, occurs, when }))
    }

    /// The time between in a case, if nothing is said of it.
    fn silence(&self, case: &Case) -> Result<Option<Slot>, TimeError> {
        let holds =
            |speaks: &Speaks<'_>| Ok::<_, TimeError>(holding(speaks.brief.window, case, Reading::About)?.possible);
        let (banned, next) = (holds(self.ban)?, holds(self.next)?);
        let slot = Slot { start: banned.end, end: next.start };
        let treated = case.situation.treated.timestamp().as_second();
        if banned.is_empty() || next.is_empty() || slot.is_empty() || banned.end <= treated || banned.end >= FUTURE {
            return Ok(None);
        }
        for other in &self.others {
            // Who does not know whether the other rule holds cannot say that nothing is said.
            let said = holds(other)?;
            if !said.is_empty() && !said.and(slot).is_empty() && other.rule.condition.truth(case)? != Truth::False {
                return Ok(None);
            }
        }
        Ok(Some(slot))
    }

    /// Whether the two lie apart for every treatment and nothing else has to be asked.
    fn is_plain(&self) -> bool {
        let rules = [self.ban, self.next];
        let of_event =
            |speaks: &&Speaks<'_>| speaks.brief.window.moments().any(|moment| moment.events().next().is_some());
        self.others.is_empty()
            && rules.iter().all(|speaks| speaks.rule.condition.is_always() && !of_event(speaks))
            && self.ban.reach.to < self.next.reach.from
            && self.ban.earliest_end() > 0
            && rules.iter().all(|speaks| speaks.latest_start() < speaks.earliest_end())
    }
}

/// Whether something is there at all clock times, but for single instants at which the two windows meet.
fn always(hits: &[bool]) -> bool {
    let at = |index: Option<usize>| index.and_then(|index| hits.get(index)).copied().unwrap_or(true);
    let alone = |index: usize| at(index.checked_sub(1)) && at(index.checked_add(1));
    hits.iter().any(|hit| *hit) && hits.iter().enumerate().all(|(index, hit)| *hit || alone(index))
}

fn clock_asked(atom: &Atom) -> Option<u16> {
    match atom {
        Atom::AtOrAfter(_, minutes) => Some(*minutes),
        _ => None,
    }
}

/// Whether the order of two of the moments may depend on how long months are.
fn months_stand(question: &Question<'_>) -> bool {
    let months = |term: &Term| {
        term.steps.iter().any(|step| matches!(step, crate::time::Step::Calendar { months, .. } if *months != 0))
    };
    let terms: Vec<&Term> =
        question.windows.iter().flat_map(|window| window.moments()).flat_map(Moment::terms).collect();
    let later = |at: usize| terms.iter().skip(at + 1);
    let pairs = terms.iter().enumerate().flat_map(|(at, a)| later(at).map(move |b| (a, b)));
    let mut near = pairs.filter(|(a, b)| months(a) || months(b));
    near.any(|(a, b)| crate::time::compare(a, b) == Order::Varies)
}

fn event_name(model: &Model, event: EventId) -> String {
    model.event(event).map_or_else(|| "an event".to_owned(), |event| format!("`{}`", event.name))
}
