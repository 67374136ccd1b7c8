//! A question about some rules → whether any case answers it, which, and on what that depends. A case is a treatment,
//! the facts and the times of the events; the treatments are those of [`Cases`], facts and events are chosen one at a
//! time and a choice is given up as soon as a condition is surely false. Knows nothing of what is asked.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::choices;
use super::slot::{FUTURE, PAST, Slot, seconds};
use crate::diagnostic::{Occurs, Severity};
use crate::model::{Atom, Case, Condition, FactId, Fixed, Model, Truth};
use crate::time::cases::{Cases, clock_of, comfort, in_example_zone};
use crate::time::{Anchor, EventId, Moment, Order, Situation, Step, Term, TimeError, Window, compare};

/// How many cases are looked at for one question. A question that needs more is reported as undecided.
const LIMIT: u32 = 100_000;
/// Two terms that lie further apart than this on every ordinary day keep their order across any clock change: each
/// moves by at most two hours.
const CLOCK_CHANGES: i64 = 2 * 2 * 3_600;

/// What is asked.
pub(super) struct Question<'m> {
    pub(super) model: &'m Model,
    /// The windows whose order decides.
    pub(super) windows: Vec<&'m Window>,
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

/// The answer.
pub(super) enum Answer {
    Never,
    Found(Box<Found>),
    /// More cases would have to be looked at than [`LIMIT`].
    Undecided,
}

/// What looks at one case.
pub(super) type Judge<'j> = dyn Fn(&Case) -> Option<Hit> + 'j;

struct Limit;

/// The worst case of one treatment.
#[derive(Clone)]
struct Outcome {
    hit: Hit,
    case: Case,
    event: Option<EventId>,
    facts: bool,
}

struct Search<'q, 'm> {
    question: &'q Question<'m>,
    judge: &'q Judge<'q>,
    /// All conditions, taken apart as far as `and` goes.
    conjuncts: Vec<&'q Condition>,
    terms: Vec<&'m Term>,
    events: Vec<EventId>,
    looked: u32,
}

impl Question<'_> {
    /// Looks for the worst case.
    pub(super) fn answer(&self, judge: &Judge<'_>) -> Answer {
        let mut search = Search::new(self, judge);
        let mut found = None;
        match search.run(&mut found) {
            Ok(()) => found.map_or(Answer::Never, |found| Answer::Found(Box::new(found))),
            // What is found is true, whatever else there is.
            Err(Limit) => found.map_or(Answer::Undecided, |found| Answer::Found(Box::new(found))),
        }
    }

    /// Looks at one treatment only: whether facts and events can make the conditions true and satisfy the judge.
    pub(super) fn holds_at(&self, treated: &Zoned, judge: &Judge<'_>) -> Option<Case> {
        Search::new(self, judge).outcome(treated).ok().flatten().map(|outcome| outcome.case)
    }

    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.required.iter().chain(self.asked.iter().copied())
    }
}

impl<'q, 'm> Search<'q, 'm> {
    fn new(question: &'q Question<'m>, judge: &'q Judge<'q>) -> Self {
        let mut conjuncts = Vec::new();
        question.conditions().for_each(|condition| take_apart(condition, &mut conjuncts));
        let mut terms: Vec<&Term> = Vec::new();
        for moment in question.windows.iter().flat_map(|window| window.moments()) {
            terms.extend(moment.terms());
        }
        let mut events: BTreeSet<EventId> = terms.iter().filter_map(|term| term.event()).collect();
        for atom in question.conditions().flat_map(Condition::atoms) {
            if let Atom::Near { event, from, to } = atom {
                events.insert(*event);
                events.extend(from.events().chain(to.events()));
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
        Search { question, judge, conjuncts, terms, events: events.into_iter().collect(), looked: 0 }
    }

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
            self.look(&cases.dates(self.events.is_empty()), &mut by_date)?;
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
                Atom::AtOrAfter(minutes) => Some(*minutes),
                _ => None,
            })
            .collect();
        let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
        Cases::of(self.terms.iter().copied(), &clocks, hours)
    }

    /// Whether a month stands in two terms that come close enough for its length to matter, or in a condition.
    fn months_matter(&self) -> bool {
        let has_months =
            |term: &Term| term.steps.iter().any(|step| matches!(step, Step::Calendar { months, .. } if *months != 0));
        self.pairs().any(|(a, b)| (has_months(a) || has_months(b)) && compare(a, b) == Order::Varies)
    }

    fn pairs(&self) -> impl Iterator<Item = (&'m Term, &'m Term)> + '_ {
        let later = |at: usize| self.terms.iter().skip(at + 1);
        self.terms
            .iter()
            .enumerate()
            .flat_map(move |(at, &a)| later(at).map(move |&b| (a, b)))
            .filter(|(a, b)| a.anchor == b.anchor)
    }

    /// Whether a clock change can turn the order of two terms: whether they come so close on an ordinary day, with their
    /// events at the ends of what is possible, or begin with an event that may be at any time.
    fn clocks_matter(&self, ordinary: &[Zoned]) -> bool {
        let varies = |(a, b): (&Term, &Term)| compare(a, b) == Order::Varies;
        if self.months_matter() || self.pairs().any(|(a, b)| a.anchor != Anchor::Treatment && varies((a, b))) {
            return true;
        }
        ordinary.iter().any(|treated| {
            let Ok(case) = self.case(treated) else { return false };
            let mut instants: Vec<(i64, &Term)> = Vec::new();
            for term in &self.terms {
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
            let outcome = self.outcome(treated)?;
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
            if let Some(outcome) = self.outcome(&treated)?
                && outcome.hit.rank == one.hit.rank
            {
                (one.hit, one.case) = (outcome.hit, outcome.case);
                return Ok(());
            }
        }
        Ok(())
    }

    /// The worst case of one treatment.
    fn outcome(&mut self, treated: &Zoned) -> Result<Option<Outcome>, Limit> {
        // A treatment of which a moment lies outside the years that can be computed is none.
        let Ok(case) = self.case(treated) else { return Ok(None) };
        let mut worst = Worst::default();
        self.choose_facts(case, &mut worst)?;
        let facts = worst.missed;
        Ok(worst.outcome.map(|outcome| Outcome { facts, ..outcome }))
    }

    /// A treatment of which nothing is known yet.
    fn case(&self, treated: &Zoned) -> Result<Case, TimeError> {
        if self.events.is_empty() && self.conjuncts.is_empty() {
            let situation = Situation { treated: treated.clone(), events: Vec::new() };
            return Ok(Case { situation, facts: Vec::new() });
        }
        Case::new(self.question.model, treated.clone(), &Fixed::default())
    }

    fn choose_facts(&mut self, mut case: Case, worst: &mut Worst) -> Result<(), Limit> {
        self.looked += 1;
        if self.looked > LIMIT {
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
        self.choose_event(case, 0, &mut Fixed::default(), true, &mut times)?;
        let Some(mut outcome) = times.outcome else { return Ok(None) };
        let steady = !self.events.is_empty() && times.least.is_none_or(|least| least < outcome.hit.rank);
        if steady {
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
        if self.refuted(case) {
            times.note(None, case, usual);
            return Ok(());
        }
        let Some(&event) = self.events.get(index) else {
            self.looked += 1;
            if self.looked > LIMIT {
                return Err(Limit);
            }
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

/// What is found at some treatments.
#[derive(Default)]
struct Tally {
    ranks: Vec<(Zoned, Option<Rank>)>,
    /// The worst, and of those the one that a person would name first.
    worst: Option<(Rank, u8, Outcome)>,
}

impl Tally {
    fn note(&mut self, treated: &Zoned, outcome: Option<Outcome>) {
        self.ranks.push((treated.clone(), outcome.as_ref().map(|outcome| outcome.hit.rank)));
        if let Some(outcome) = outcome {
            let key = (outcome.hit.rank, comfort(treated));
            if self.worst.as_ref().is_none_or(|(rank, comfort, _)| (*rank, *comfort) < key) {
                self.worst = Some((key.0, key.1, outcome));
            }
        }
    }

    /// The treatments, and whether each is as bad as the worst.
    fn at_worst(&self) -> impl Iterator<Item = (&Zoned, bool)> {
        let worst = self.worst.as_ref().map(|(rank, ..)| *rank);
        self.ranks.iter().map(move |(treated, rank)| (treated, rank.is_some() && *rank == worst))
    }

    /// Whether every treatment is as bad as the worst.
    fn all(&self) -> bool {
        self.at_worst().all(|(_, hit)| hit)
    }

    /// Whether every date has the same clock times.
    fn same_on_all_dates(&self) -> bool {
        let mut clocks: BTreeMap<i64, bool> = BTreeMap::new();
        self.at_worst().all(|(treated, hit)| *clocks.entry(clock_of(treated)).or_insert(hit) == hit)
    }

    fn found(&self) -> Option<Found> {
        let (_, _, outcome) = self.worst.as_ref()?;
        let found = Found {
            hit: outcome.hit,
            case: outcome.case.clone(),
            occurs: Occurs::TimeOfDay,
            event: outcome.event,
            facts: outcome.facts,
            clocks: String::new(),
        };
        if self.all() {
            return Some(found.whenever());
        }
        Some(Found { clocks: super::words::clock_times(self.at_worst()), ..found })
    }
}

impl Found {
    /// The same, which does not depend on when the treatment is.
    fn whenever(self) -> Found {
        let occurs = match (self.event, self.hit.why) {
            (Some(_), _) => Occurs::Event,
            (None, Why::Range) => Occurs::Range,
            (None, _) if self.facts => Occurs::Facts,
            (None, _) => Occurs::Always,
        };
        Found { occurs, ..self }
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
