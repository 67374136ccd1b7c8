//! A sheet and a mutant of it → a first case, among some that are likely to show it, in which they answer otherwise. Finds
//! most changes at once; where it finds none, only the diff can say whether there is one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::days::days;
use super::line::{Line, lines};
use super::pair::{Pair, Says};
use super::written;
use crate::diff::Of;
use crate::model::{Atom, Condition, FactId, FactKind, Fixed, Model, Rule, Side, SubjectId, Value, Verb, meaning};
use crate::time::{self, Edge, EventId, EventTime, Moment, Situation, Step, TimeError, Window};

/// How many ways to know what the changed rules rest on are tried.
const MOST_WAYS: usize = 300;

/// How many activities and signs are asked about.
const MOST_TARGETS: usize = 60;

/// Lines of the first case that shows a change of an answer; none if none of the cases does.
pub(super) fn probe(old: &Model, new: &Model) -> Vec<(Line, String)> {
    // A moment outside the years that can be computed shows nothing.
    Probe::of(old, new).first().unwrap_or_default()
}

struct Probe<'m> {
    old: &'m Model,
    new: &'m Model,
    of: Vec<Of>,
    /// What the changed rules rest on.
    facts: BTreeMap<FactId, BTreeSet<Value>>,
    events: BTreeSet<EventId>,
    /// The stretches around the treatment at whose ends an event begins or ceases to count.
    near: Vec<(EventId, Moment)>,
    /// The steps from an event to where a window begins or ends, in which the treatment may lie.
    from: Vec<(EventId, Vec<Step>)>,
}

impl<'m> Probe<'m> {
    fn of(old: &'m Model, new: &'m Model) -> Probe<'m> {
        let (before, after) = (without(old, new), without(new, old));
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (model, rules) in [(old, &before), (new, &after)] {
            let targets = rules.iter().flat_map(|rule| rule.targets.iter().map(|&(target, _)| target));
            let holes = rules.iter().flat_map(|rule| rule.except.iter().map(|hole| hole.subject));
            let all: BTreeSet<SubjectId> =
                targets.chain(holes).flat_map(|target| model.kinds_of(target)).take(MOST_TARGETS).collect();
            names.extend(all.into_iter().map(|target| model.subject(target).name.clone()));
        }
        let target = |name: String| Of::Target { label: name.clone(), name, kinds: Vec::new() };
        let mut of: Vec<Of> = names.into_iter().map(target).collect();
        let screens = |rule: &&Rule| rule.verb == Verb::Contraindicated;
        if before.iter().chain(&after).any(screens) {
            of.push(Of::Screening);
        }
        let (facts, events) = (BTreeMap::new(), BTreeSet::new());
        let mut probe = Probe { old, new, of, facts, events, near: Vec::new(), from: Vec::new() };
        before.iter().for_each(|rule| probe.rests_on(old, rule));
        after.iter().for_each(|rule| probe.rests_on(new, rule));
        probe
    }

    fn rests_on(&mut self, model: &Model, rule: &Rule) {
        for term in rule.windows().flat_map(Window::moments).flat_map(Moment::terms) {
            if let Some(event) = term.event().and_then(|event| written::same_event(model, self.old, event)) {
                self.events.insert(event);
                self.from.push((event, term.steps.clone()));
            }
        }
        for atom in rule.conditions().flat_map(Condition::atoms) {
            match atom {
                Atom::Fact(id, _, value) => self.fact(model, *id, *value),
                Atom::Near { event, from, to } => {
                    if let Some(event) = written::same_event(model, self.old, *event) {
                        self.events.insert(event);
                        // Moments that rest on other events are the same in both only by chance.
                        let moments = [from, to].into_iter().filter(|moment| moment.events().next().is_none());
                        self.near.extend(moments.map(|moment| (event, Moment::clone(moment))));
                    }
                }
                Atom::AtOrAfter(..) => {}
            }
        }
    }

    fn fact(&mut self, model: &Model, id: FactId, value: Value) {
        let Some(id) = written::same_fact(model, self.old, id) else { return };
        let values = self.facts.entry(id).or_default();
        match (self.old.fact(id).map(|fact| &fact.kind), value) {
            (Some(FactKind::YesNo), _) => values.extend([Value::Bool(true), Value::Bool(false)]),
            (Some(FactKind::OneOf(choices)), _) => {
                values.extend((0..).zip(choices).map(|(at, _)| Value::Choice(at)));
            }
            (Some(FactKind::Number(range)), Value::Number(number)) => {
                let near = [number.saturating_sub(1), number, number.saturating_add(1)];
                let fits = |number: &i64| range.is_none_or(|(low, high)| (low..=high).contains(number));
                values.extend(near.into_iter().filter(fits).map(Value::Number));
            }
            _ => {}
        }
    }

    fn first(&self) -> Result<Vec<(Line, String)>, TimeError> {
        let mut open = Vec::new();
        for (rank, (day, treated)) in (0_u8..).zip(days()) {
            let others = self.others();
            for base in [Fixed::default(), others] {
                for given in self.ways(&treated, &base)? {
                    let pair = Pair::of(self.old, self.new, &treated, &given)?;
                    let mut says = Vec::new();
                    for of in &self.of {
                        says.extend(pair.answered(of)?);
                    }
                    let is_definite = says.iter().any(Says::is_definite);
                    if says.is_empty() || !is_definite && !open.is_empty() {
                        continue;
                    }
                    says.retain(|one| one.is_definite() || !is_definite);
                    let found = lines(self.old, (rank, day), &pair, says)?;
                    if is_definite && !found.is_empty() {
                        return Ok(found);
                    }
                    open = found;
                }
            }
        }
        Ok(open)
    }

    /// No for every other fact, and never for every other event, that a reason not to treat rests on.
    fn others(&self) -> Fixed {
        let mut others = Fixed::default();
        let screening = || self.old.rules.iter().filter(|rule| rule.verb == Verb::Contraindicated);
        let windows = screening().filter_map(|rule| rule.window.as_deref());
        for event in windows.flat_map(Window::moments).flat_map(Moment::events) {
            others.events.insert(event, EventTime::Never);
        }
        for atom in screening().flat_map(|rule| rule.condition.atoms()) {
            match atom {
                Atom::Fact(id, ..) if matches!(self.old.fact(*id).map(|fact| &fact.kind), Some(FactKind::YesNo)) => {
                    others.facts.insert(*id, Value::Bool(false));
                }
                Atom::Near { event, .. } => _ = others.events.insert(*event, EventTime::Never),
                _ => {}
            }
        }
        others
    }

    /// The ways to know what the changed rules rest on: nothing first, then one thing after the other.
    fn ways(&self, treated: &Zoned, base: &Fixed) -> Result<Vec<Fixed>, TimeError> {
        let mut ways = vec![base.clone()];
        for (&fact, values) in &self.facts {
            self.each(&mut ways, values.len(), |way, index| {
                way.facts.extend(values.iter().nth(index).map(|&value| (fact, value)));
            });
        }
        for &event in &self.events {
            let times = self.times(event, treated)?;
            self.each(&mut ways, times.len(), |way, index| {
                way.events.extend(times.get(index).map(|time| (event, time.clone())));
            });
        }
        Ok(ways)
    }

    fn each(&self, ways: &mut Vec<Fixed>, number: usize, set: impl Fn(&mut Fixed, usize)) {
        let before = ways.clone();
        for way in before {
            for index in 0..number {
                if ways.len() >= MOST_WAYS {
                    return;
                }
                let mut more = way.clone();
                set(&mut more, index);
                ways.push(more);
            }
        }
    }

    fn times(&self, event: EventId, treated: &Zoned) -> Result<Vec<EventTime>, TimeError> {
        let step = |at: &Zoned, step: Step| time::apply(at, step);
        let mut times = Vec::new();
        let situation = Situation { treated: treated.clone(), events: Vec::new() };
        for (_, moment) in self.near.iter().filter(|(near, _)| *near == event) {
            let stretch = situation.stretch(moment)?;
            for edge in [stretch.start, stretch.end] {
                if let Edge::At(at) = edge {
                    for seconds in [0, -60, 60] {
                        times.push(EventTime::at(step(&at, Step::Elapsed { seconds })?));
                    }
                }
            }
        }
        for (_, steps) in self.from.iter().filter(|(of, steps)| *of == event && !steps.is_empty()) {
            let at = steps.iter().rev().try_fold(treated.clone(), |at, &one| step(&at, back(one)))?;
            for seconds in [0, -60, 60] {
                times.push(EventTime::at(step(&at, Step::Elapsed { seconds })?));
            }
        }
        let side = self.old.event(event).map(|event| event.side);
        let days = if side == Some(Side::Before) { -6 } else { 6 };
        times.push(EventTime::at(step(treated, Step::Calendar { months: 0, days })?));
        times.push(EventTime::Never);
        let mut each = Vec::new();
        for time in times {
            if !each.contains(&time) {
                each.push(time);
            }
        }
        Ok(each)
    }
}

fn back(step: Step) -> Step {
    match step {
        Step::Calendar { months, days } => Step::Calendar { months: -months, days: -days },
        Step::Day { days, clock } => Step::Day { days: -days, clock },
        Step::Elapsed { seconds } => Step::Elapsed { seconds: -seconds },
    }
}

/// The rules of a model that mean what none of another does.
fn without<'m>(model: &'m Model, other: &Model) -> Vec<&'m Rule> {
    let meanings: BTreeSet<String> = other.rules.iter().map(|rule| told(other, rule)).collect();
    model.rules.iter().filter(|rule| !meanings.contains(&told(model, rule))).collect()
}

/// What a rule means, with all that is a kind of what it speaks of.
fn told(model: &Model, rule: &Rule) -> String {
    let kinds: BTreeSet<SubjectId> = rule.targets.iter().flat_map(|&(target, _)| model.kinds_of(target)).collect();
    meaning(model, &[rule], &kinds.into_iter().collect::<Vec<_>>())
}
