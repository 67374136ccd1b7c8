//! The texts of a sheet that people read, one by one: to put translations in their place, and to know which are left.
//! Names, sources, versions and what only an engineer reads are none of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Model;
use super::condition::{Atom, Condition};
use super::declared::{FactId, FactKind, PartId, SubjectId};
use super::rule::{Frequency, Rule, Verb};
use crate::lang::Lang;
use crate::source::Place;
use crate::time::{EventId, Moment};

impl Model {
    /// The same sheet in another language: every text that is translated is replaced. With it, what is not translated
    /// of all that a plan may show, each text once; nothing for the language in which the sheet is written.
    ///
    /// Names, sources and what the rules mean stay as they are.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> (Model, Vec<String>) {
        let translations = self.translations.iter().filter(|translation| translation.lang == lang);
        let translated: HashMap<&str, &str> =
            translations.map(|one| (one.original.as_str(), one.text.as_str())).collect();
        let shown = Shown::of(self);
        let mut model = Model { lang, ..self.clone() };
        let mut left = Vec::new();
        let mut seen = HashSet::new();
        for told in texts(&mut model) {
            match translated.get(told.text.as_str()) {
                Some(&text) => text.clone_into(told.text),
                None => {
                    let wanted = lang != self.lang && shown.has(told.of) && is_words(told.text);
                    if wanted && seen.insert(told.text.clone()) {
                        left.push(told.text.clone());
                    }
                }
            }
        }
        (model, left)
    }
}

/// A text that people read.
pub(super) struct Told<'m> {
    pub text: &'m mut String,
    /// Where what says it stands.
    pub place: Place,
    pub of: Teller,
}

/// What says a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Teller {
    /// A rule, a heading or the treatment: always shown.
    Sheet,
    /// The label of an activity or a sign.
    Subject(SubjectId),
    /// The instruction of an activity.
    Instruction(SubjectId),
    Fact(FactId),
    Event(EventId),
    Part(PartId),
}

/// Whether there is anything to translate in a text.
pub(super) fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// All texts of a sheet, in the order of its declarations and then of its rules.
pub(super) fn texts(model: &mut Model) -> Vec<Told<'_>> {
    let mut all = Vec::new();
    let mut add = |text, place, of| all.push(Told { text, place, of });
    if let Some(treatment) = &mut model.treatment {
        add(&mut treatment.label, treatment.place, Teller::Sheet);
    }
    for (id, subject) in (0..).map(SubjectId).zip(&mut model.subjects) {
        add(&mut subject.label, subject.place, Teller::Subject(id));
        if let Some(instruction) = &mut subject.instruction {
            add(instruction, subject.place, Teller::Instruction(id));
        }
    }
    // A sign in a condition is told by the label of the sign.
    for (id, fact) in (0..).map(FactId).zip(&mut model.facts).filter(|(_, fact)| fact.sign.is_none()) {
        add(&mut fact.label, fact.place, Teller::Fact(id));
        if let FactKind::OneOf(choices) = &mut fact.kind {
            choices.iter_mut().for_each(|(_, label)| add(label, fact.place, Teller::Fact(id)));
        }
    }
    for (id, event) in (0..).map(EventId).zip(&mut model.events) {
        add(&mut event.label, event.place, Teller::Event(id));
    }
    for (id, part) in (0..).map(PartId).zip(&mut model.parts) {
        add(&mut part.label, part.place, Teller::Part(id));
    }
    for phase in &mut model.phases {
        add(&mut phase.label, phase.place, Teller::Sheet);
    }
    for change in &mut model.changes {
        add(&mut change.because, change.place, Teller::Sheet);
        change.was.iter_mut().flat_map(of_rule).for_each(|(text, place)| add(text, place, Teller::Sheet));
    }
    model.rules.iter_mut().flat_map(of_rule).for_each(|(text, place)| add(text, place, Teller::Sheet));
    all
}

fn of_rule(rule: &mut Rule) -> impl Iterator<Item = (&mut String, Place)> {
    let Rule { instruction, because, amount, by, place, .. } = rule;
    let place = *place;
    [instruction, because, amount, by].into_iter().flatten().map(move |text| (text, place))
}

/// Whose texts a plan of a sheet may show: a vocabulary declares many more. Without rules, all.
pub(super) struct Shown {
    all: bool,
    subjects: BTreeSet<SubjectId>,
    instructions: BTreeSet<SubjectId>,
    facts: BTreeSet<FactId>,
    events: BTreeSet<EventId>,
    parts: BTreeSet<PartId>,
}

impl Shown {
    pub fn of(model: &Model) -> Shown {
        let mut shown = Shown {
            all: model.rules.is_empty(),
            subjects: BTreeSet::new(),
            instructions: BTreeSet::new(),
            facts: BTreeSet::new(),
            events: BTreeSet::new(),
            parts: BTreeSet::new(),
        };
        for rule in model.changes.iter().flat_map(|change| &change.was).chain(&model.rules) {
            shown.rule(rule);
        }
        let signs: Vec<SubjectId> =
            shown.facts.iter().filter_map(|&id| model.fact(id).and_then(|fact| fact.sign)).collect();
        shown.subjects.extend(signs);
        shown
    }

    /// Whether a plan may show what this says.
    pub fn has(&self, of: Teller) -> bool {
        self.all
            || match of {
                Teller::Sheet => true,
                Teller::Subject(id) => self.subjects.contains(&id),
                Teller::Instruction(id) => self.instructions.contains(&id),
                Teller::Fact(id) => self.facts.contains(&id),
                Teller::Event(id) => self.events.contains(&id),
                Teller::Part(id) => self.parts.contains(&id),
            }
    }

    fn rule(&mut self, rule: &Rule) {
        let targets = rule.targets.iter().map(|&(target, _)| target);
        if rule.verb == Verb::Do && rule.instruction.is_none() {
            self.instructions.extend(targets.clone());
        }
        self.subjects.extend(targets);
        self.subjects.extend(rule.orders.iter().map(|order| order.other));
        self.condition(&rule.condition);
        self.moments(rule.window.iter().flat_map(|window| window.moments()));
        for hole in &rule.except {
            self.subjects.insert(hole.subject);
            self.condition(&hole.condition);
            self.moments(hole.window.iter().flat_map(|window| window.moments()));
        }
        if let Some(Frequency::DailyParts(parts)) = &rule.frequency {
            self.parts.extend(parts);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        for atom in condition.atoms() {
            match atom {
                Atom::Fact(fact, ..) => {
                    self.facts.insert(*fact);
                }
                Atom::Near { event, from, to } => {
                    self.events.insert(*event);
                    self.moments([from.as_ref(), to.as_ref()]);
                }
                Atom::AtOrAfter(..) => {}
            }
        }
    }

    fn moments<'w>(&mut self, moments: impl IntoIterator<Item = &'w Moment>) {
        self.events.extend(moments.into_iter().flat_map(Moment::events));
    }
}
