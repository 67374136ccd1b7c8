//! A version and a subject → the rules of it that bear on the subject, with the names of both versions, and what each means
//! for it as a text. Two versions with the same texts and the same declarations say the same of the subject.

use std::collections::BTreeSet;

use super::measure::measure;
use crate::evaluate::only_permits;
use crate::model::{
    Atom, Condition, Exception, Fact, FactId, FactKind, Rule, RuleId, SubjectId, Verb, Version, Versions,
};
use crate::time::{EventId, Moment, Window};

/// A rule that bears on a subject.
pub(super) struct Bears<'v> {
    pub(super) id: RuleId,
    /// As its version has it.
    pub(super) own: &'v Rule,
    /// With the names of both, of nothing but the subject, with the holes that concern it and the instruction that a reader
    /// sees.
    pub(super) both: Rule,
    /// Whether it names the subject itself, and not what that is a kind of.
    pub(super) itself: bool,
    /// How often, how long, how much, in which order, to whom and in which words: the same text for the same measure. Empty
    /// if it says nothing of these.
    pub(super) measure: String,
    /// What it means for the subject.
    meaning: String,
}

/// All rules of a version that bear on a subject.
pub(super) struct Bearing<'v> {
    pub(super) rules: Vec<Bears<'v>>,
}

impl<'v> Bearing<'v> {
    /// Of a subject in the names of both.
    pub(super) fn of(version: &'v Version<'_>, subject: SubjectId) -> Bearing<'v> {
        let Some(own) = version.subject(subject) else { return Bearing { rules: Vec::new() } };
        let model = version.model;
        let bears = |rule: &&(RuleId, Rule)| {
            model.rule(rule.0).is_some_and(|rule| rule.targets.iter().any(|&(target, _)| model.is_kind_of(own, target)))
        };
        let of = |(id, both): &'v (RuleId, Rule)| {
            let rule = model.rule(*id)?;
            let itself = rule.targets.iter().any(|&(target, _)| target == own);
            let concerns = |(hole, mapped): (&Exception, &Exception)| {
                model.is_kind_of(own, hole.subject).then(|| Exception { subject, ..mapped.clone() })
            };
            let except = rule.except.iter().zip(&both.except).filter_map(concerns).collect();
            let instruction = match rule.verb {
                Verb::Do => rule.instruction.clone().or_else(|| model.subject(own).instruction.clone()),
                _ => None,
            };
            let both = Rule { targets: vec![(subject, rule.place)], except, instruction, ..both.clone() };
            let measure = measure(version, &both);
            let meaning = meaning(&both, itself, &measure);
            Some(Bears { id: *id, own: rule, both, itself, measure, meaning })
        };
        Bearing { rules: version.rules.iter().filter(bears).filter_map(of).collect() }
    }

    /// What the rules mean, each once.
    pub(super) fn meanings(&self) -> BTreeSet<&str> {
        self.rules.iter().map(|rule| rule.meaning.as_str()).collect()
    }

    /// Each rule with what it means.
    pub(super) fn told(&self) -> BTreeSet<(RuleId, String)> {
        self.rules.iter().map(|rule| (rule.id, rule.meaning.clone())).collect()
    }

    /// Whether anything orders it: then it is not due where nothing is said of it.
    pub(super) fn has_duty(&self) -> bool {
        self.rules.iter().any(|rule| rule.own.verb == Verb::Do && !only_permits(rule.own))
    }

    /// The rules whose meaning the other version does not have.
    pub(super) fn without<'b>(&'b self, other: &Bearing<'_>) -> Vec<&'b Bears<'v>> {
        let others = other.meanings();
        self.rules.iter().filter(|rule| !others.contains(rule.meaning.as_str())).collect()
    }
}

fn meaning(both: &Rule, itself: bool, measure: &str) -> String {
    let holes: BTreeSet<(&Option<Window>, &Condition)> =
        both.except.iter().map(|hole| (&hole.window, &hole.condition)).collect();
    let itself = itself && both.verb == Verb::Do;
    let permits = only_permits(both);
    format!("{:?}", (both.verb, both.ideally, itself, permits, &both.window, &both.condition, holes, measure))
}

/// The facts and events of the names of both on which some rules rest.
pub(super) fn rests_on<'r>(
    versions: &Versions<'_>,
    rules: impl IntoIterator<Item = &'r Rule>,
) -> (BTreeSet<FactId>, BTreeSet<EventId>) {
    let (mut facts, mut events) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules {
        events.extend(rule.windows().flat_map(Window::moments).flat_map(Moment::events));
        for atom in rule.conditions().flat_map(Condition::atoms) {
            match atom {
                Atom::Fact(fact, ..) => _ = facts.insert(*fact),
                Atom::Near { event, from, to } => {
                    events.insert(*event);
                    events.extend(from.events().chain(to.events()));
                }
                Atom::AtOrAfter(..) => {}
            }
        }
    }
    // An expected window may rest on further events.
    let mut waiting: Vec<EventId> = events.iter().copied().collect();
    while let Some(event) = waiting.pop() {
        for version in &versions.each {
            let expected = version.event(event).and_then(|event| event.expected.as_ref());
            let expected = expected.map(|window| version.window_in_both(window));
            for moment in expected.iter().flat_map(Window::moments) {
                waiting.extend(moment.events().filter(|&other| events.insert(other)));
            }
        }
    }
    (facts, events)
}

/// Whether both versions leave an event that is not known the same times.
pub(super) fn same_event(versions: &Versions<'_>, event: EventId) -> bool {
    let declared = versions.each.each_ref().map(|version| {
        version
            .event(event)
            .map(|event| (event.side, event.expected.as_ref().map(|window| version.window_in_both(window))))
    });
    match declared {
        [Some(old), Some(new)] => old == new,
        // What one of them does not name, only the other asks about.
        _ => true,
    }
}

/// Whether a fact may be the same in both versions.
pub(super) fn same_fact(versions: &Versions<'_>, fact: FactId) -> bool {
    let values = |fact: &Fact| match &fact.kind {
        FactKind::YesNo => (BTreeSet::new(), None),
        FactKind::OneOf(choices) => (choices.iter().map(|(name, _)| name.clone()).collect(), None),
        FactKind::Number(range) => (BTreeSet::new(), *range),
    };
    match versions.each.each_ref().map(|version| version.fact(fact).map(values)) {
        [Some(old), Some(new)] => old == new,
        _ => true,
    }
}
