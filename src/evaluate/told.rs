//! What a plan and an answer tell of a rule in the same way: where it stands, what its window waits for, what is missing.

use std::collections::BTreeSet;

use super::plan::{Missing, RuleRef};
use super::unknown::{Question, open_among};
use super::words;
use crate::model::{Case, FactKind, Model, Rule};
use crate::source::Sources;
use crate::time::{Anchor, Moment, Step, Term, Window};

/// Where a rule stands and what it cites.
pub(super) fn rule_ref(model: &Model, sources: &Sources, rule: &Rule) -> RuleRef {
    let file = sources.file(rule.place.file);
    let at = file.line_column(rule.place.span.start);
    let base = file.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let treatment = || model.treatment.as_ref().and_then(|treatment| treatment.source.clone());
    RuleRef {
        id: format!("{base}:{}", at.line),
        name: rule.name.clone(),
        file: file.name().to_owned(),
        line: at.line,
        column: at.column,
        source: rule.source.clone().or_else(treatment),
        because: rule.because.clone(),
    }
}

/// What the start, and the end, of a window rests on and is not known, in words: the label of an event, or how long
/// before or after it.
pub(super) fn waits_for(model: &Model, case: &Case, window: &Window) -> (Vec<String>, Vec<String>) {
    let open = |moment: Option<&Moment>| {
        let mut found = Vec::new();
        for term in moment.into_iter().flat_map(Moment::terms) {
            let text = words::term(model, term);
            if !open_among(term.event().into_iter(), case).is_empty() && !found.contains(&text) {
                found.push(text);
            }
        }
        found
    };
    (open(window.start.as_ref()), open(window.end_moment()))
}

/// Whether `about` stands at the start, and at the end.
pub(super) fn about(window: &Window) -> (bool, bool) {
    let about = |moment: Option<&Moment>| moment.is_some_and(|moment| moment.about);
    (about(window.start.as_ref()), about(window.end_moment()))
}

/// Whether a window ends with the first instant of a civil day that is counted: as an end that is the whole day before.
pub(super) fn through(window: &Window) -> bool {
    let ends_with_a_day = |term: &Term| {
        matches!(term.anchor, Anchor::Treatment) && matches!(term.steps.last(), Some(Step::Day { clock: None, .. }))
    };
    window.end_moment().is_some_and(|end| end.terms().all(ends_with_a_day))
}

/// The events that a window rests on and that are not known.
pub(super) fn open_events(case: &Case, window: &Window) -> BTreeSet<Question> {
    open_among(window.moments().flat_map(Moment::events), case).into_iter().map(Question::Event).collect()
}

/// The names of some questions: facts first, then events, each in the order of the declarations.
pub(super) fn names(model: &Model, questions: &BTreeSet<Question>) -> Vec<String> {
    questions.iter().filter_map(|&question| missing(model, question)).map(|missing| missing.name).collect()
}

/// A question with what can be answered.
pub(super) fn missing(model: &Model, question: Question) -> Option<Missing> {
    match question {
        Question::Fact(id) => model.fact(id).map(|fact| Missing {
            name: fact.name.clone(),
            label: fact.label.clone(),
            event: false,
            answers: match &fact.kind {
                FactKind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
                FactKind::OneOf(choices) => choices.iter().map(|(name, _)| name.clone()).collect(),
                FactKind::Number(_) => Vec::new(),
            },
        }),
        Question::Event(id) => model.event(id).map(|event| Missing {
            name: event.name.clone(),
            label: event.label.clone(),
            event: true,
            answers: Vec::new(),
        }),
    }
}
