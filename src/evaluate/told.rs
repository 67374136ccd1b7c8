//! What a plan and an answer tell of a rule in the same way: where it stands, what its window waits for, what is missing.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::plan::{Changed, Missing, RuleRef, Treated};
use super::unknown::{Question, open_among};
use super::{moments, words};
use crate::lang::say;
use crate::model::{Case, Change, FactKind, Model, Rule, Treatment};
use crate::source::Sources;
use crate::time::{Anchor, EventId, EventTime, Moment, Step, Term, Window};

/// The treatments of a case, in the order of their sheets; one without a name where the sheet names none.
pub(super) fn treatments(model: &Model, case: &Case) -> Vec<Treated> {
    let treated = |(anchor, treatment): (Anchor, &Treatment)| Treated {
        name: treatment.name.clone(),
        label: treatment.label.clone(),
        noun: model.lang.within(&treatment.label),
        at: instant(case, anchor).clone(),
        source: treatment.source.clone(),
        version: treatment.version.clone(),
        reviewed: treatment.reviewed.clone(),
    };
    let mut found: Vec<Treated> = model.treatments().map(treated).collect();
    if found.is_empty() {
        let (name, label, noun) = (String::new(), String::new(), say!(model.lang, "treatment-as-subject"));
        let at = case.situation.treated.clone();
        found.push(Treated { name, label, noun, at, source: None, version: None, reviewed: None });
    }
    found
}

/// The name of the treatment of a rule within a sentence, where there are several.
pub(super) fn noun(model: &Model, rule: &Rule) -> Option<String> {
    let treatment = model.treatment_at(rule.treatment).filter(|_| !model.others.is_empty());
    treatment.map(|treatment| model.lang.small(&treatment.label))
}

/// When the treatment of a rule is. Where there are several, a plan is made only when all are known.
pub(super) fn instant(case: &Case, treatment: Anchor) -> &Zoned {
    case.instant(treatment).unwrap_or(&case.situation.treated)
}

/// Where a rule stands and what it cites.
pub(super) fn rule_ref(model: &Model, sources: &Sources, rule: &Rule) -> RuleRef {
    let file = sources.file(rule.place.file);
    let at = file.line_column(rule.place.span.start);
    let base = file.name().rsplit(['/', '\\']).next().unwrap_or_default();
    // What a clinic adds does not come from where the sheet comes from.
    let treatment = || model.treatment_at(rule.treatment).filter(|_| !model.is_added(rule))?.source.clone();
    RuleRef {
        id: format!("{base}:{}", at.line),
        name: rule.name.clone(),
        file: file.name().to_owned(),
        line: at.line,
        column: at.column,
        source: rule.source.clone().or_else(treatment),
        because: rule.because.clone(),
        changed: model.change_of(rule).map(|change| changed(sources, change)),
    }
}

/// Where a change stands, and why.
pub(super) fn changed(sources: &Sources, change: &Change) -> Changed {
    let file = sources.file(change.place.file);
    let at = file.line_column(change.place.span.start);
    let because = change.because.clone();
    Changed { file: file.name().to_owned(), line: at.line, column: at.column, because }
}

/// What the start, and the end, of a window rests on and is not known, in words: the label of an event, or how long
/// before or after it.
pub(super) fn waits_for(model: &Model, case: &Case, window: &Window) -> (Vec<String>, Vec<String>) {
    let open = |event: EventId| !case.event(event).is_known();
    (resting(model, window.start.as_ref(), open), resting(model, window.end_moment(), open))
}

/// What the start, and the end, of a window rests on and is known by its date only, in the same words.
pub(super) fn dated(model: &Model, case: &Case, window: &Window) -> (Vec<String>, Vec<String>) {
    let dated = |event: EventId| matches!(case.event(event), EventTime::OnDay(..));
    (resting(model, window.start.as_ref(), dated), resting(model, window.end_moment(), dated))
}

/// The parts of a moment that rest on such an event, in words.
fn resting(model: &Model, moment: Option<&Moment>, such: impl Fn(EventId) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let Some(moment) = moment else { return found };
    let terms: Vec<&Term> = moment.terms().filter(|term| term.event().is_some_and(&such)).collect();
    if let Some(range) = moments::offset_range(model, moment).filter(|_| !terms.is_empty()) {
        return vec![range];
    }
    for text in terms.into_iter().map(|term| moments::term(model, term)) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    if !found.is_empty() {
        found.extend(moments::least(model, moment));
    }
    found
}

/// Whether `about` stands at the start, and at the end.
pub(super) fn about(window: &Window) -> (bool, bool) {
    let about = |moment: Option<&Moment>| moment.is_some_and(|moment| moment.about);
    (about(window.start.as_ref()), about(window.end_moment()))
}

/// Whether a window ends with the first instant of a civil day that is counted from the treatment of its rule: as an end
/// that is the whole day before.
pub(super) fn through(window: &Window, treatment: Anchor) -> bool {
    let ends_with_a_day =
        |term: &Term| term.anchor == treatment && matches!(term.steps.last(), Some(Step::Day { clock: None, .. }));
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
            label: words::fact(model, fact),
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
