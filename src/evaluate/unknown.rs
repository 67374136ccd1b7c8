//! Conditions with something unknown in them → every way the answers can turn out. Unknown is not no, and neither is it
//! "either for each rule by itself": who does not know whether the skin is irritated knows that it is or is not. So the
//! answers to what is missing are tried out, each world once, and an outcome counts as sure only if all worlds give it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use crate::model::{Atom, Case, Condition, FactId, FactKind, Model, Operator, Truth, Value};
use crate::time::{Edge, EventId, EventTime, TimeError};

/// How many worlds are tried out before the answer is only bounded.
const MOST_WORLDS: usize = 4_096;

/// Something that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// A fact.
    Fact(FactId),
    /// An event.
    Event(EventId),
}

/// A condition whose questions are answered, or point at what decides them.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    /// It is known.
    Known(bool),
    /// The truth at a place of one unknown's ways.
    Open(usize, usize),
    /// Not so.
    Not(Box<Formula>),
    /// All of them.
    All(Vec<Formula>),
    /// At least one of them.
    Any(Vec<Formula>),
}

/// One thing that is not known.
#[derive(Debug)]
struct Unknown {
    /// What would settle it; empty for a range that the sheet itself leaves open.
    questions: Vec<Question>,
    /// The ways it can be: for each, the truth of every atom that it decides.
    ways: Vec<Vec<bool>>,
}

/// Everything that is not known about some conditions.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    unknowns: Vec<Unknown>,
    places: BTreeMap<Atom, (usize, usize)>,
}

/// One way for everything that is not known: which way of each unknown.
pub(super) struct World<'u> {
    unknowns: &'u Unknowns,
    ways: Vec<usize>,
}

/// What all worlds give.
#[derive(Debug)]
pub(super) struct Outcomes<T> {
    /// Each outcome once, in order.
    pub all: BTreeSet<T>,
    /// What must be known to tell them apart.
    pub questions: BTreeSet<Question>,
}

impl Unknowns {
    /// What is not known about some conditions in a case.
    pub fn of<'c>(
        model: &Model,
        case: &Case,
        conditions: impl Iterator<Item = &'c Condition>,
    ) -> Result<Unknowns, TimeError> {
        let mut facts: BTreeMap<FactId, BTreeSet<&Atom>> = BTreeMap::new();
        let mut events: BTreeMap<EventId, BTreeSet<&Atom>> = BTreeMap::new();
        let mut found = Unknowns::default();
        for atom in conditions.flat_map(Condition::atoms) {
            if atom.truth(case)? != Truth::Unknown || found.places.contains_key(atom) {
                continue;
            }
            match (atom, open_events(atom, case).as_slice()) {
                (Atom::Fact(fact, ..), _) => _ = facts.entry(*fact).or_default().insert(atom),
                (Atom::Near { event, .. }, [open]) if open == event => {
                    events.entry(*event).or_default().insert(atom);
                }
                // Two unknown events, or a range: both answers are possible, whatever else is so.
                (_, open) => {
                    let questions = open.iter().copied().map(Question::Event).collect();
                    found.add(questions, &[atom], vec![vec![false], vec![true]]);
                }
            }
        }
        for (fact, atoms) in facts {
            let atoms: Vec<&Atom> = atoms.into_iter().collect();
            let so = |value: Value, atom: &Atom| matches!(atom, Atom::Fact(_, operator, than) if compares(value, *operator, *than));
            let ways = values(model, fact, &atoms).into_iter();
            let ways = ways.map(|value| atoms.iter().map(|atom| so(value, atom)).collect()).collect();
            found.add(vec![Question::Fact(fact)], &atoms, ways);
        }
        for (event, atoms) in events {
            let atoms: Vec<&Atom> = atoms.into_iter().collect();
            let mut ways = Vec::new();
            for time in times(model, case, event, &atoms)? {
                let mut with = case.clone();
                if let Some(known) = with.situation.events.get_mut(event.0 as usize) {
                    *known = time;
                }
                let mut so_far = vec![Vec::new()];
                for atom in &atoms {
                    let truth = atom.truth(&with)?;
                    let both =
                        [false, true].into_iter().filter(|&so| truth == Truth::Unknown || truth == Truth::from(so));
                    so_far = both
                        .flat_map(|so| so_far.iter().map(move |way: &Vec<bool>| [way.as_slice(), &[so]].concat()))
                        .collect();
                }
                ways.append(&mut so_far);
            }
            found.add(vec![Question::Event(event)], &atoms, ways);
        }
        Ok(found)
    }

    fn add(&mut self, questions: Vec<Question>, atoms: &[&Atom], mut ways: Vec<Vec<bool>>) {
        ways.sort();
        ways.dedup();
        if ways.is_empty() {
            ways.push(vec![false; atoms.len()]);
        }
        let index = self.unknowns.len();
        self.places.extend(atoms.iter().enumerate().map(|(at, &atom)| (atom.clone(), (index, at))));
        self.unknowns.push(Unknown { questions, ways });
    }

    /// One more thing that may be so or not, such as the part of a window between its earliest and its latest end.
    pub fn either(&mut self, questions: Vec<Question>) -> Formula {
        let index = self.unknowns.len();
        self.unknowns.push(Unknown { questions, ways: vec![vec![false], vec![true]] });
        Formula::Open(index, 0)
    }

    /// A condition, one of those that this was made of.
    pub fn formula(&self, condition: &Condition, case: &Case) -> Result<Formula, TimeError> {
        let each = |all: &[Condition]| all.iter().map(|one| self.formula(one, case)).collect::<Result<Vec<_>, _>>();
        Ok(match condition {
            Condition::Atom(atom) => match self.places.get(atom) {
                Some(&(unknown, at)) => Formula::Open(unknown, at),
                None => Formula::Known(atom.truth(case)? == Truth::True),
            },
            Condition::Not(inner) => Formula::Not(Box::new(self.formula(inner, case)?)),
            Condition::All(all) => Formula::All(each(all)?),
            Condition::Any(any) => Formula::Any(each(any)?),
        })
    }

    /// What every world gives, or `None` if there are too many worlds.
    pub fn outcomes<T: Ord + Clone>(&self, judge: impl Fn(&World<'_>) -> T) -> Option<Outcomes<T>> {
        let worlds = self.unknowns.iter().try_fold(1_usize, |so_far, unknown| {
            so_far.checked_mul(unknown.ways.len()).filter(|&worlds| worlds <= MOST_WORLDS)
        })?;
        let mut world = World { unknowns: self, ways: vec![0; self.unknowns.len()] };
        let mut given = Vec::with_capacity(worlds);
        for _ in 0..worlds {
            given.push(judge(&world));
            world.turn();
        }
        let mut questions = BTreeSet::new();
        let mut stride = 1;
        for unknown in &self.unknowns {
            let ways = unknown.ways.len();
            // Worlds that differ in nothing but this unknown lie `stride` apart.
            let decides = given.chunks(stride * ways).any(|chunk| {
                (0..stride).any(|at| {
                    let mut same = chunk.iter().skip(at).step_by(stride);
                    let first = same.next();
                    same.any(|other| Some(other) != first)
                })
            });
            if decides {
                questions.extend(&unknown.questions);
            }
            stride *= ways;
        }
        Some(Outcomes { all: given.into_iter().collect(), questions })
    }

    /// Everything that could be asked.
    pub fn questions(&self) -> BTreeSet<Question> {
        self.unknowns
            .iter()
            .filter(|unknown| unknown.ways.len() > 1)
            .flat_map(|unknown| unknown.questions.clone())
            .collect()
    }

    /// The truth of a formula if each of its unknowns is looked at by itself.
    pub fn bound(&self, formula: &Formula) -> Truth {
        match formula {
            Formula::Known(so) => Truth::from(*so),
            Formula::Open(unknown, at) => {
                let ways = self.unknowns.get(*unknown).map(|unknown| unknown.ways.as_slice()).unwrap_or_default();
                let mut truths = ways.iter().filter_map(|way| way.get(*at));
                match truths.next() {
                    Some(first) if truths.all(|other| other == first) => Truth::from(*first),
                    _ => Truth::Unknown,
                }
            }
            Formula::Not(inner) => !self.bound(inner),
            Formula::All(all) => all.iter().map(|one| self.bound(one)).min().unwrap_or(Truth::True),
            Formula::Any(any) => any.iter().map(|one| self.bound(one)).max().unwrap_or(Truth::False),
        }
    }
}

impl World<'_> {
    /// Whether a formula holds in this world.
    pub fn holds(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Known(so) => *so,
            Formula::Open(unknown, at) => {
                let way = self.ways.get(*unknown).and_then(|&way| self.unknowns.unknowns.get(*unknown)?.ways.get(way));
                way.and_then(|truths| truths.get(*at)).copied().unwrap_or(false)
            }
            Formula::Not(inner) => !self.holds(inner),
            Formula::All(all) => all.iter().all(|one| self.holds(one)),
            Formula::Any(any) => any.iter().any(|one| self.holds(one)),
        }
    }

    /// To the next world, the first unknown fastest.
    fn turn(&mut self) {
        for (way, unknown) in self.ways.iter_mut().zip(&self.unknowns.unknowns) {
            *way += 1;
            if *way < unknown.ways.len() {
                return;
            }
            *way = 0;
        }
    }
}

/// Whether one condition holds in a case, exactly: unknown only if it can turn out both ways.
///
/// # Errors
/// If a moment in it lies outside the years 1 to 9999.
pub fn holds(model: &Model, case: &Case, condition: &Condition) -> Result<Truth, TimeError> {
    Ok(truth(model, case, condition)?.0)
}

/// Whether one condition holds, exactly, and what must be known to say so.
pub(super) fn truth(
    model: &Model,
    case: &Case,
    condition: &Condition,
) -> Result<(Truth, BTreeSet<Question>), TimeError> {
    let unknowns = Unknowns::of(model, case, std::iter::once(condition))?;
    let formula = unknowns.formula(condition, case)?;
    Ok(match unknowns.outcomes(|world| world.holds(&formula)) {
        Some(Outcomes { all, questions }) => match (all.contains(&false), all.contains(&true)) {
            (false, _) => (Truth::True, questions),
            (true, false) => (Truth::False, questions),
            (true, true) => (Truth::Unknown, questions),
        },
        None => match unknowns.bound(&formula) {
            Truth::Unknown => (Truth::Unknown, unknowns.questions()),
            sure => (sure, BTreeSet::new()),
        },
    })
}

/// The events that a moment, or any of some moments, rests on and that are not known.
pub(super) fn open_among(events: impl Iterator<Item = EventId>, case: &Case) -> Vec<EventId> {
    let open: BTreeSet<EventId> = events.filter(|&event| !case.event(event).is_known()).collect();
    open.into_iter().collect()
}

fn open_events(atom: &Atom, case: &Case) -> Vec<EventId> {
    match atom {
        Atom::Near { event, from, to } => {
            open_among(std::iter::once(*event).chain(from.events()).chain(to.events()), case)
        }
        Atom::Fact(..) | Atom::AtOrAfter(..) => Vec::new(),
    }
}

fn compares(value: Value, operator: Operator, than: Value) -> bool {
    match operator {
        Operator::Equal => value == than,
        Operator::Less => value < than,
        Operator::Greater => value > than,
    }
}

/// The values of a fact that can make a difference to some atoms.
fn values(model: &Model, fact: FactId, atoms: &[&Atom]) -> Vec<Value> {
    match model.fact(fact).map(|fact| &fact.kind) {
        None | Some(FactKind::YesNo) => vec![Value::Bool(false), Value::Bool(true)],
        Some(FactKind::OneOf(choices)) => (0..).map(Value::Choice).zip(choices).map(|(value, _)| value).collect(),
        Some(FactKind::Number(range)) => {
            let compared = atoms.iter().filter_map(|atom| match atom {
                Atom::Fact(_, _, Value::Number(number)) => Some(*number),
                _ => None,
            });
            let around = compared.flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]);
            let (low, high) = range.unwrap_or((i64::MIN, i64::MAX));
            let ends = range.map(|(low, high)| [low, high]).into_iter().flatten();
            around.chain(ends).filter(|number| (low..=high).contains(number)).map(Value::Number).collect()
        }
    }
}

/// The times of an event that can make a difference to some atoms: around every instant at which one of them turns.
fn times(model: &Model, case: &Case, event: EventId, atoms: &[&Atom]) -> Result<Vec<EventTime>, TimeError> {
    let all = case.event(event).stretch();
    let mut instants = vec![all.start.clone(), all.end.clone()];
    for atom in atoms {
        if let Atom::Near { from, to, .. } = atom {
            let (from, to) = (case.situation.stretch(from)?, case.situation.stretch(to)?);
            for edge in [from.start, from.end, to.start, to.end] {
                instants.extend([previous_second(&edge), edge.next_second(), edge]);
            }
        }
    }
    let mut times: Vec<EventTime> = instants
        .into_iter()
        .filter(|at| all.start <= *at && *at <= all.end)
        .map(|at| EventTime::Between(at.clone(), at))
        .collect();
    // An event that is expected stands for its window; any other may never have been.
    if model.event(event).is_none_or(|event| event.expected.is_none()) {
        times.push(EventTime::Never);
    }
    Ok(times)
}

fn previous_second(edge: &Edge) -> Edge {
    match edge {
        Edge::At(at) => at.checked_sub(SignedDuration::from_secs(1)).map_or(Edge::Past, Edge::At),
        other => other.clone(),
    }
}
