//! A question about some rules → whether any case answers it, which, and on what that depends. A case is a treatment,
//! the facts and the times of the events; the treatments are those of [`Cases`], tried from the ordinary to the rare.
//! Knows nothing of what is asked.

use std::cmp::Reverse;

use jiff::Zoned;

use super::slot::{FUTURE, PAST, Slot, seconds};
use super::tally::Tally;
use super::unknowns::{Limit, Unknowns};
use crate::diagnostic::{Occurs, Severity};
use crate::model::{Atom, Case, Condition, Model};
use crate::time::cases::{Cases, comfort, in_example_zone};
use crate::time::{Anchor, EventId, Moment, Order, Step, Term, Window, compare};

/// Two terms that lie further apart than this on every ordinary day keep their order across any clock change: each
/// moves by at most two hours.
const CLOCK_CHANGES: i64 = 2 * 2 * 3_600;

/// What is asked.
pub(super) struct Question<'m> {
    pub(super) model: &'m Model,
    /// The windows whose order decides.
    pub(super) windows: Vec<&'m Window>,
    /// Further terms whose order with those of the windows decides: the occurrences of a frequency.
    pub(super) further: Vec<Term>,
    /// What must not be false.
    pub(super) required: Vec<Condition>,
    /// What must be known besides: the conditions of exceptions.
    pub(super) asked: Vec<&'m Condition>,
    /// The worst that can be found.
    pub(super) ceiling: Severity,
}

/// How bad a case is; the first counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) severity: Severity,
    /// Which of two kinds of finding of the same severity is the worse.
    pub(super) kind: u8,
}

/// Why a case is not worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
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
pub(super) struct Hit {
    pub(super) rank: Rank,
    pub(super) why: Why,
    /// When, in this case.
    pub(super) slot: Slot,
}

/// What is found over all cases.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) hit: Hit,
    pub(super) case: Case,
    pub(super) occurs: Occurs,
    /// The event on which it depends.
    pub(super) event: Option<EventId>,
    /// Whether it depends on the facts.
    pub(super) facts: bool,
    /// For [`Occurs::TimeOfDay`] the clock times, in words: `after 12:00`.
    pub(super) clocks: String,
}

impl Found {
    /// Whether it happens for some treatments only.
    pub(super) fn is_rare(&self) -> bool {
        matches!(self.occurs, Occurs::TimeOfDay | Occurs::Date | Occurs::ClockChange)
    }
}

/// The answer.
pub(super) enum Answer {
    Never,
    Found(Box<Found>),
    /// More cases would have to be looked at than there is time for.
    Undecided,
}

/// What looks at one case.
pub(super) type Judge<'j> = dyn Fn(&Case) -> Option<Hit> + 'j;

impl Question<'_> {
    /// Looks for the worst case.
    pub(super) fn answer(&self, judge: &Judge<'_>) -> Answer {
        let mut search = Search { question: self, unknowns: Unknowns::new(self, judge) };
        let mut found = None;
        match search.run(&mut found) {
            Ok(()) => found.map_or(Answer::Never, |found| Answer::Found(Box::new(found))),
            // What is found is true, whatever else there is.
            Err(Limit) => found.map_or(Answer::Undecided, |found| Answer::Found(Box::new(found))),
        }
    }

    /// Looks at one treatment only: whether facts and events can make the conditions true and satisfy the judge.
    pub(super) fn holds_at(&self, treated: &Zoned, judge: &Judge<'_>) -> Option<Case> {
        Unknowns::new(self, judge).outcome(treated).ok().flatten().map(|outcome| outcome.case)
    }

    /// The worst case of one treatment.
    pub(super) fn found_at(&self, treated: &Zoned, judge: &Judge<'_>) -> Option<Found> {
        let outcome = Unknowns::new(self, judge).outcome(treated).ok().flatten()?;
        let (hit, case, event, facts) = (outcome.hit, outcome.case, outcome.event, outcome.facts);
        Some(Found { hit, case, occurs: Occurs::TimeOfDay, event, facts, clocks: String::new() }.whenever())
    }

    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.required.iter().chain(self.asked.iter().copied())
    }
}

struct Search<'q, 'm> {
    question: &'q Question<'m>,
    unknowns: Unknowns<'q, 'm>,
}

impl<'q> Search<'q, '_> {
    fn run(&mut self, found: &mut Option<Found>) -> Result<(), Limit> {
        let cases = self.cases();
        let ordinary = cases.ordinary();
        let mut tally = Tally::default();
        let looked = self.look(&ordinary, &mut tally);
        *found = tally.found();
        looked?;
        if self.months_matter() {
            let mut by_date = Tally::default();
            // With events there are many cases at each treatment; one clock time a date has to do.
            self.look(&cases.dates(self.unknowns.events.is_empty()), &mut by_date)?;
            let dated = by_date.found().map(|dated| Found { occurs: Occurs::Date, ..dated });
            *found = match (found.take(), dated) {
                (Some(found), Some(dated)) if found.hit.rank == dated.hit.rank => {
                    Some(if by_date.same_on_all_dates() { found } else { Found { occurs: Occurs::Date, ..found } })
                }
                (found, dated) => worse(found, dated),
            };
        }
        if self.settled(found.as_ref()) || !self.clocks_matter(&ordinary) {
            return self.named(found, &cases);
        }
        for zone in cases.changes() {
            let mut across = Tally::default();
            self.look(&zone, &mut across)?;
            let change = across.found().map(|change| Found { occurs: Occurs::ClockChange, ..change });
            *found = worse(found.take(), change);
            if self.settled(found.as_ref()) {
                break;
            }
        }
        self.named(found, &cases)
    }

    /// Whether nothing worse can be found.
    fn settled(&self, found: Option<&Found>) -> bool {
        found.is_some_and(|found| found.hit.rank.severity >= self.question.ceiling)
    }

    fn cases(&self) -> Cases {
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
        Cases::of(self.unknowns.terms.iter().copied(), &clocks, hours)
    }

    /// Whether a month stands in two terms that come close enough for its length to matter, or in a condition.
    fn months_matter(&self) -> bool {
        let has_months = |term: &Term| term.steps.iter().any(is_months);
        self.pairs().any(|(a, b)| (has_months(a) || has_months(b)) && compare(a, b) == Order::Varies)
    }

    fn pairs(&self) -> impl Iterator<Item = (&'q Term, &'q Term)> + '_ {
        let later = |at: usize| self.unknowns.terms.iter().skip(at + 1);
        self.unknowns
            .terms
            .iter()
            .enumerate()
            .flat_map(move |(at, &a)| later(at).map(move |&b| (a, b)))
            .filter(|(a, b)| a.anchor == b.anchor)
    }

    /// Whether a clock change can turn the order of two terms: whether they come so close on an ordinary day, with their
    /// events at the ends of what is possible, or begin with an event that may be at any time.
    fn clocks_matter(&self, ordinary: &[Zoned]) -> bool {
        // The same clock time on other dates keeps its order across a clock change.
        let dates_only = |term: &Term| term.steps.iter().all(|step| matches!(step, Step::Calendar { .. }));
        let varies = |(a, b): (&Term, &Term)| {
            compare(a, b) == Order::Varies && (a.anchor != b.anchor || !dates_only(a) || !dates_only(b))
        };
        let months = |term: &Term| term.steps.iter().any(is_months);
        let certainly = |(a, b): (&Term, &Term)| a.anchor != Anchor::Treatment || months(a) || months(b);
        if self.pairs().any(|pair| certainly(pair) && varies(pair)) {
            return true;
        }
        ordinary.iter().any(|treated| {
            let Ok(case) = self.unknowns.case(treated) else { return false };
            let mut instants: Vec<(i64, &Term)> = Vec::new();
            // Between the ends of what is expected an event may be anywhere; only what is counted from it can be moved.
            for term in
                self.unknowns.terms.iter().filter(|term| term.anchor == Anchor::Treatment || !term.steps.is_empty())
            {
                let stretch = case.situation.stretch(&Moment::exactly((*term).clone()));
                let ends = stretch.map_or([PAST, FUTURE], |stretch| [seconds(&stretch.start), seconds(&stretch.end)]);
                instants.extend(ends.into_iter().filter(|at| (PAST + 1..FUTURE).contains(at)).map(|at| (at, *term)));
            }
            instants.iter().enumerate().any(|(index, (at, term))| {
                let close = |(other, with): &(i64, &Term)| (at - other).abs() <= CLOCK_CHANGES && varies((term, with));
                instants.iter().skip(index + 1).any(close)
            })
        })
    }

    /// Looks at treatments and notes what is found at each.
    fn look(&mut self, treatments: &[Zoned], tally: &mut Tally) -> Result<(), Limit> {
        for treated in treatments {
            let outcome = self.unknowns.outcome(treated)?;
            tally.note(treated, outcome);
        }
        Ok(())
    }

    /// The same finding at a treatment that a person would name, if there is one.
    fn named(&mut self, found: &mut Option<Found>, cases: &Cases) -> Result<(), Limit> {
        let Some(one) = found.as_mut().filter(|one| one.occurs != Occurs::ClockChange) else { return Ok(()) };
        let treated = one.case.situation.treated.clone();
        let mut treatments = if one.occurs == Occurs::TimeOfDay { cases.whole_hours() } else { Vec::new() };
        treatments.push(treated);
        treatments.sort_by_key(|treated| Reverse(comfort(treated)));
        for treated in treatments.iter().filter_map(in_example_zone) {
            if let Some(outcome) = self.unknowns.outcome(&treated)?
                && outcome.hit.rank == one.hit.rank
            {
                (one.hit, one.case) = (outcome.hit, outcome.case);
                return Ok(());
            }
        }
        Ok(())
    }
}

fn is_months(step: &Step) -> bool {
    matches!(step, Step::Calendar { months, .. } if *months != 0)
}

/// The worse of two; the first of two that are alike.
fn worse(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    match (first, second) {
        (Some(first), Some(second)) if second.hit.rank > first.hit.rank => Some(second),
        (None, second) => second,
        (first, _) => first,
    }
}
