//! Some rules of two versions → the cases in which they differ: the question that the checker's search answers over all
//! treatments, facts and events. Each case is looked at with each event known and not known, as a patient may ask before it
//! happens; the two versions each judge it on their own. Knows nothing of what is compared.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use jiff::Zoned;

use super::bearing::{rests_on, same_fact};
use super::pieces::{Directions, Piece};
use super::{Direction, Extent};
use crate::check::effort::Effort;
use crate::check::occurrences::rests;
use crate::check::search::{self, Answer, Hit, Question, Rank, WORST, Why};
use crate::check::slot::seconds;
use crate::diagnostic::Severity;
use crate::model::{Atom, Case, Condition, FactId, Fixed, Rule, Value, Version, Versions, known};
use crate::time::{Anchor, EventId, Moment, Step, Term, TimeError, Window};

/// With more unknown facts and events than this, not all ways to know some of them are looked at.
const MOST_UNKNOWN: usize = 6;

/// What two versions say in one case, where they differ.
pub(super) type Compare<'v> = dyn Fn(&Case, &Case) -> Result<Vec<Piece>, TimeError> + 'v;

/// What is asked of two versions.
pub(super) struct Asking<'v, 'm> {
    versions: &'v Versions<'m>,
    /// The rules of both that may say something, with the names of both.
    rules: Vec<&'v Rule>,
    /// What must not be false if they differ.
    required: Option<&'v Condition>,
    compare: &'v Compare<'v>,
    /// What may be known or not.
    events: Vec<EventId>,
    facts: Vec<FactId>,
    further: Vec<Term>,
    /// Of the last treatment, what was known where they were found to say the same: the times of an event that is not known
    /// make no other case.
    alike: RefCell<(Option<Zoned>, BTreeSet<Key>)>,
    /// In which directions they were seen to differ.
    seen: Cell<Directions>,
}

/// A case in which they differ.
pub(super) struct Shown {
    pub(super) direction: Direction,
    pub(super) found: Box<search::Found>,
    /// What is known in it.
    pub(super) known: Fixed,
    pub(super) old: Case,
    pub(super) new: Case,
    /// All stretches in which they differ in it.
    pub(super) pieces: Vec<Piece>,
    /// The stretch that is told.
    pub(super) piece: Piece,
    /// The events and facts that are not known in it, though it rests on them.
    pub(super) unknown: (Vec<FactId>, Vec<EventId>),
}

/// What is known of a patient, to be told apart from what else may be.
type Key = (Vec<(FactId, Value)>, Vec<(EventId, i64)>);

fn key(known: &Fixed) -> Key {
    let events = known.events.iter().map(|(&event, time)| (event, seconds(&time.stretch().start)));
    (known.facts.iter().map(|(&fact, &value)| (fact, value)).collect(), events.collect())
}

/// What is known of one case in one of the ways to know it.
struct Way {
    known: Fixed,
    unknown: (Vec<FactId>, Vec<EventId>),
}

impl<'v, 'm> Asking<'v, 'm> {
    pub(super) fn of(
        versions: &'v Versions<'m>,
        rules: [Vec<&'v Rule>; 2],
        required: Option<&'v Condition>,
        compare: &'v Compare<'v>,
    ) -> Asking<'v, 'm> {
        let (facts, events) = rests_on(versions, rules.iter().flatten().copied());
        let facts = facts.into_iter().filter(|&fact| !same_fact(versions, fact)).collect();
        let mut further = BTreeSet::new();
        for (version, rules) in versions.each.iter().zip(&rules) {
            for rule in rules {
                terms(version, rule, &mut further);
            }
        }
        let further = further.into_iter().collect();
        let rules = rules.into_iter().flatten().collect();
        let events = events.into_iter().collect();
        Asking {
            versions,
            rules,
            required,
            compare,
            events,
            facts,
            further,
            alike: RefCell::default(),
            seen: Cell::default(),
        }
    }

    /// A case for each direction in which they differ, and whether more cases would have to be looked at. Nothing is
    /// found, and nothing is left, exactly if they never differ.
    pub(super) fn shown(&self, extent: Extent) -> (Vec<Shown>, bool) {
        let mut undecided = self.events.len() + self.facts.len() > MOST_UNKNOWN;
        let mut found = Vec::new();
        if extent == Extent::First {
            match self.search(None) {
                Answer::Never => {}
                Answer::Undecided => undecided = true,
                Answer::Found(one) => {
                    let shown = Direction::ALL.into_iter().find_map(|direction| self.show(direction, one.clone()));
                    return (shown.into_iter().collect(), false);
                }
            }
            return (found, undecided);
        }
        // Whoever looks at all cases in vain has seen all others.
        let mut all_seen = false;
        for direction in Direction::ALL {
            let told = direction == Direction::Other && !found.is_empty();
            if told || all_seen && !self.seen.get().has(direction) {
                continue;
            }
            match self.search(Some(direction)) {
                Answer::Never => all_seen = true,
                Answer::Undecided => undecided = true,
                Answer::Found(one) => found.extend(self.show(direction, one)),
            }
        }
        (found, undecided)
    }

    fn search(&self, direction: Option<Direction>) -> Answer {
        *self.alike.borrow_mut() = (None, BTreeSet::new());
        let rules = || self.rules.iter().copied();
        let question = Question {
            model: &self.versions.names,
            effort: &Effort::default(),
            windows: rules().flat_map(Rule::windows).collect(),
            further: self.further.clone(),
            required: self.required.into_iter().collect(),
            asked: rules().flat_map(Rule::conditions).filter(|condition| !condition.is_always()).collect(),
            ceiling: Severity::Warning,
            rests: rests(&self.versions.names, rules()),
        };
        question.answer(&|case| self.hit(case, direction))
    }

    /// Whether they differ in a case: best where all is known.
    fn hit(&self, case: &Case, direction: Option<Direction>) -> Option<Hit> {
        let treated = &case.situation.treated;
        let differs = |piece: &&Piece| direction.is_none_or(|direction| piece.directions.has(direction));
        for (number, way) in self.ways(case).into_iter().enumerate() {
            let key = (number > 0).then(|| key(&way.known));
            if key.as_ref().is_some_and(|key| self.are_alike(treated, key)) {
                continue;
            }
            // A moment outside the years that can be computed says nothing.
            let Ok(Some((_, _, pieces))) = self.pieces(treated, &way.known) else { continue };
            self.seen.set(pieces.iter().fold(self.seen.get(), |seen, piece| seen.or(piece.directions)));
            if let Some(piece) = pieces.iter().find(differs) {
                let kind = if number == 0 || direction.is_none() { WORST } else { 0 };
                return Some(Hit {
                    rank: Rank { severity: Severity::Warning, kind },
                    why: Why::Said,
                    slot: piece.slot,
                });
            }
            if let Some(key) = key {
                self.alike.borrow_mut().1.insert(key);
            }
        }
        None
    }

    /// Whether the versions are known to say the same where that is known.
    fn are_alike(&self, treated: &Zoned, known: &Key) -> bool {
        let mut alike = self.alike.borrow_mut();
        if alike.0.as_ref() != Some(treated) {
            *alike = (Some(treated.clone()), BTreeSet::new());
        }
        alike.1.contains(known)
    }

    fn pieces(&self, treated: &Zoned, known: &Fixed) -> Result<Option<(Case, Case, Vec<Piece>)>, TimeError> {
        let [old, new] = self.versions.each.each_ref().map(|version| version.case(treated, known));
        let (Some(old), Some(new)) = (old?, new?) else { return Ok(None) };
        let pieces = (self.compare)(&old, &new)?;
        Ok(Some((old, new, pieces)))
    }

    /// All ways to know something of a case, the one in which all is known first.
    fn ways(&self, case: &Case) -> Vec<Way> {
        let all = known(case);
        let events: Vec<EventId> = self.events.iter().copied().filter(|event| all.events.contains_key(event)).collect();
        let facts: Vec<FactId> = self.facts.iter().copied().filter(|fact| all.facts.contains_key(fact)).collect();
        let number = events.len() + facts.len();
        let masks: Vec<u64> = if number <= MOST_UNKNOWN {
            (0..1 << number).collect()
        } else {
            [0, u64::MAX].into_iter().chain((0..number.min(63)).map(|bit| 1 << bit)).collect()
        };
        let way = |mask: u64| {
            let mut known = all.clone();
            let mut bit = 0;
            let mut left_out = || {
                bit += 1;
                mask >> ((bit - 1) % 64) & 1 == 1
            };
            let unknown_events: Vec<EventId> = events.iter().copied().filter(|_| left_out()).collect();
            let unknown_facts: Vec<FactId> = facts.iter().copied().filter(|_| left_out()).collect();
            known.events.retain(|event, _| !unknown_events.contains(event));
            known.facts.retain(|fact, _| !unknown_facts.contains(fact));
            Way { known, unknown: (unknown_facts, unknown_events) }
        };
        masks.into_iter().map(way).collect()
    }

    fn show(&self, direction: Direction, found: Box<search::Found>) -> Option<Shown> {
        for way in self.ways(&found.case) {
            let Ok(Some((old, new, pieces))) = self.pieces(&found.case.situation.treated, &way.known) else { continue };
            if let Some(piece) = pieces.iter().find(|piece| piece.directions.has(direction)).cloned() {
                let Way { known, unknown } = way;
                return Some(Shown { direction, found, known, old, new, pieces, piece, unknown });
            }
        }
        None
    }

    /// The conditions that may decide.
    pub(super) fn conditions(&self) -> Vec<&Condition> {
        self.rules.iter().flat_map(|rule| rule.conditions()).collect()
    }
}

/// The terms that a rule rests on while events are not known, each counted from the treatment.
fn terms(version: &Version<'_>, rule: &Rule, into: &mut BTreeSet<Term>) {
    let mut add = |term: &Term| {
        if term.event().is_some() {
            into.extend(grounded(version, term));
        }
    };
    rule.windows().flat_map(Window::moments).flat_map(Moment::terms).for_each(&mut add);
    for atom in rule.conditions().flat_map(Condition::atoms) {
        if let Atom::Near { event, from, to } = atom {
            from.terms().chain(to.terms()).for_each(&mut add);
            add(&Term::at(Anchor::Event(*event)));
        }
    }
}

/// Where a term may lead while its event is not known, counted from the treatment.
fn grounded(version: &Version<'_>, term: &Term) -> Vec<Term> {
    let Some(event) = term.event() else { return vec![term.clone()] };
    let expected = version.event(event).and_then(|event| event.expected.as_ref());
    let ends = match expected.map(|window| version.window_in_both(window)) {
        // An expected window rests on events that are declared before it.
        Some(window) => window.moments().flat_map(Moment::terms).flat_map(|term| grounded(version, term)).collect(),
        None => vec![Term::treatment()],
    };
    let then = |end: Term| term.steps.iter().fold(end, |so_far, &step: &Step| so_far.then(step));
    ends.into_iter().map(then).collect()
}
