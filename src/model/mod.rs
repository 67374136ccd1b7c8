//! Tree → meaning. Names become ids, moments, windows and conditions take their normal forms, phases are applied to
//! their rules and day numbers are counted. What a [`Model`] holds is sound; what could not be made sense of has been
//! reported and is left out. Knows nothing of pest, of findings about pairs of rules, of plans or of rendering.

mod acceptances;
mod case;
mod changes;
mod clauses;
pub mod codes;
mod condition;
mod conditions;
mod declarations;
mod declared;
mod expectations;
mod interned;
mod meaning;
mod moments;
mod names;
mod resolve;
mod rule;
mod rule_windows;
mod rules;
mod taxonomy;
mod texts;
mod together;
mod translations;
mod unit;
mod untranslated;
mod unused;
mod versions;
mod wanted;

pub use case::{Case, Fixed};
pub use condition::{Atom, Condition, Operator, Truth};
pub use declared::{
    Event, EventOf, Fact, FactId, FactKind, Part, PartId, Side, Subject, SubjectId, SubjectKind, Treatment, Value,
};
pub use meaning::{meaning, meaning_of_window};
pub use moments::steps;
pub use resolve::resolve;
pub(crate) use rule::Basis;
pub use rule::{
    Acceptance, AnswerWord, Change, ChangeId, Course, Exception, Expectation, Expected, Frequency, Length, Order,
    Phase, PhaseId, Rule, RuleId, Screened, Test, Verb, WindowOrigin,
};

pub use together::{Together, together};
pub use translations::Translation;
pub use unit::{Unit, UseError, VISIT};
pub use versions::{Version, Versions, known};

use std::collections::HashSet;

use crate::lang::Lang;
use crate::source::FileId;
use crate::time::{Anchor, EventId};
use taxonomy::Taxonomy;

/// One sheet: the file that was asked for together with all that it uses.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The language of its labels, and of what is said about it.
    pub lang: Lang,
    /// The treatment; a vocabulary has none.
    pub treatment: Option<Treatment>,
    /// Where several sheets are one model, the treatments of the others, by the [`EventId`] that each is here; else none.
    pub others: Vec<Treatment>,
    /// Activities and signs, by [`SubjectId`].
    pub subjects: Vec<Subject>,
    /// What is a kind of what.
    taxonomy: Taxonomy,
    /// Facts, by [`FactId`]; a sign that stands in a condition is one too.
    pub facts: Vec<Fact>,
    /// Events, by [`EventId`]; an activity whose date stands in a condition is one too.
    pub events: Vec<Event>,
    /// Parts of the day, by [`PartId`].
    pub parts: Vec<Part>,
    /// Phases, by [`PhaseId`].
    pub phases: Vec<Phase>,
    /// Rules, by [`RuleId`], in the order of the text, used files first.
    pub rules: Vec<Rule>,
    /// What other files change in the sheet, by [`ChangeId`].
    pub changes: Vec<Change>,
    /// The `test` blocks of the file that was asked for.
    pub tests: Vec<Test>,
    /// The findings that are accepted, used files first.
    pub acceptances: Vec<Acceptance>,
    /// What its texts are in other languages, used files first; [`Model::in_language`] puts them in place.
    pub translations: Vec<Translation>,
    /// Whether all that is written is in it: nothing was left out that could not be read or made no sense.
    pub whole: bool,
}

impl Model {
    /// The subject of an id; ids are made by this model only.
    #[must_use]
    pub fn subject(&self, id: SubjectId) -> &Subject {
        static NONE: Subject = Subject::NONE;
        self.subjects.get(id.0 as usize).unwrap_or(&NONE)
    }

    /// The fact of an id, if it is one of this model's.
    #[must_use]
    pub fn fact(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.0 as usize)
    }

    /// The event of an id, if it is one of this model's.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.events.get(id.0 as usize)
    }

    /// What is said of a treatment: the sheet's own, or another that is an event here.
    #[must_use]
    pub fn treatment_at(&self, treatment: Anchor) -> Option<&Treatment> {
        match treatment {
            Anchor::Treatment => self.treatment.as_ref(),
            Anchor::Event(event) => self.others.get(event.0 as usize),
        }
    }

    /// The treatments, each with what it is here: the sheet's own, then those of other sheets.
    pub fn treatments(&self) -> impl Iterator<Item = (Anchor, &Treatment)> {
        let others = (0..).map(EventId).map(Anchor::Event).zip(&self.others);
        self.treatment.iter().map(|own| (Anchor::Treatment, own)).chain(others)
    }

    /// The number of a treatment among [`Model::treatments`]; 0 also for a sheet that names none.
    #[must_use]
    pub fn number_of(&self, treatment: Anchor) -> usize {
        treatment.event().map_or(0, |event| event.0 as usize + 1)
    }

    /// Where several sheets are one model, the number of the treatment that an event is the date of.
    #[must_use]
    pub fn date_of(&self, event: EventId) -> Option<usize> {
        let (event, others) = (event.0 as usize, self.others.len());
        match event {
            // That of the first treatment stands behind the others.
            _ if others == 0 || event > others => None,
            _ if event == others => Some(0),
            _ => Some(event + 1),
        }
    }

    /// The treatment that an event is the date of, where several sheets are one model.
    #[must_use]
    pub fn treatment_of(&self, event: EventId) -> Option<&Treatment> {
        self.treatments().nth(self.date_of(event)?).map(|(_, treatment)| treatment)
    }

    /// The rule of an id, if it is one of this model's.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.0 as usize)
    }

    /// What put a rule in the place of another, if something did.
    #[must_use]
    pub fn change_of(&self, rule: &Rule) -> Option<&Change> {
        rule.changed.and_then(|id| self.changes.get(id.0 as usize))
    }

    /// The file of the sheet that was changed by the one that was asked for, if that changes one.
    #[must_use]
    pub fn changed_sheet(&self) -> Option<FileId> {
        match self.treatment.as_ref()?.layers.as_slice() {
            [.., sheet, _] => Some(*sheet),
            _ => None,
        }
    }

    /// Whether a rule stands in a file that changes the sheet of its treatment.
    #[must_use]
    pub fn is_added(&self, rule: &Rule) -> bool {
        let layers = self.treatment_at(rule.treatment).map(|treatment| treatment.layers.as_slice());
        layers.and_then(|layers| layers.get(1..)).is_some_and(|added| added.contains(&rule.place.file))
    }

    /// The same names with nothing but these rules.
    #[must_use]
    pub fn with_rules(&self, rules: Vec<Rule>) -> Model {
        Model { rules, changes: Vec::new(), ..self.clone() }
    }

    /// The phase of a rule, if it stands in one.
    #[must_use]
    pub fn phase_of(&self, rule: &Rule) -> Option<&Phase> {
        rule.phase.and_then(|id| self.phases.get(id.0 as usize))
    }

    /// Whether `kind` is `parent` or a kind of it.
    #[must_use]
    pub fn is_kind_of(&self, kind: SubjectId, parent: SubjectId) -> bool {
        self.taxonomy.is_kind_of(kind, parent)
    }

    /// All subjects that are `parent` or a kind of it, in the order of their ids.
    pub fn kinds_of(&self, parent: SubjectId) -> impl Iterator<Item = SubjectId> {
        self.taxonomy.kinds_of(parent).into_iter()
    }

    /// All that a subject is a kind of, in the order of their ids.
    pub fn ancestors(&self, kind: SubjectId) -> impl Iterator<Item = SubjectId> {
        self.taxonomy.ancestors(kind).into_iter()
    }

    /// Some subjects and all that they are kinds of.
    pub fn all_above(&self, some: impl IntoIterator<Item = SubjectId>) -> HashSet<SubjectId> {
        self.taxonomy.all_above(some)
    }

    /// The subject of a name.
    #[must_use]
    pub fn subject_named(&self, name: &str) -> Option<SubjectId> {
        (0..).map(SubjectId).zip(&self.subjects).find(|(_, subject)| subject.name == name).map(|(id, _)| id)
    }

    /// The fact of a name.
    #[must_use]
    pub fn fact_named(&self, name: &str) -> Option<FactId> {
        (0..).map(FactId).zip(&self.facts).find(|(_, fact)| fact.name == name).map(|(id, _)| id)
    }

    /// The event of a name.
    #[must_use]
    pub fn event_named(&self, name: &str) -> Option<EventId> {
        (0..).map(EventId).zip(&self.events).find(|(_, event)| event.name == name).map(|(id, _)| id)
    }
}
