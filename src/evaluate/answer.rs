//! "May I, until when, what then, and why?": one subject at one instant → an [`Answer`].

use jiff::Zoned;

use super::answered::{Answer, Kind, Reason, State};
use super::plan::Missing;
use super::ruling::Rulings;
use super::{changes, told};
use crate::model::{Case, Model, RuleId, SubjectId};
use crate::source::Sources;
use crate::time::{Edge, TimeError};

/// What holds for an activity or a sign at an instant, until when, what then, and because of which rules. The kinds of
/// it for which another answer holds come with it.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn answer(
    model: &Model,
    sources: &Sources,
    case: &Case,
    target: SubjectId,
    at: &Zoned,
) -> Result<Answer, TimeError> {
    let subject = model.subject(target);
    let now = Edge::At(at.clone());
    let (state, questions) = state(model, sources, case, target, &now)?;
    let mut kinds = Vec::new();
    for kind in model.kinds_of(target).filter(|&kind| kind != target) {
        let answer = Rulings::of(model, case, kind)?.at(&now)?.word();
        if answer != state.answer {
            kinds.push(Kind::of(model, kind, answer));
        }
    }
    Ok(Answer {
        lang: model.lang,
        target: subject.name.clone(),
        label: subject.label.clone(),
        kind: subject.kind,
        at: at.clone(),
        treatments: told::treatments(model, case),
        state,
        kinds,
        questions,
        dropped: changes::dropped(model, sources, case, target)?,
    })
}

/// What holds, and the questions that its `missing` names.
fn state(
    model: &Model,
    sources: &Sources,
    case: &Case,
    target: SubjectId,
    now: &Edge,
) -> Result<(State, Vec<Missing>), TimeError> {
    let rulings = Rulings::of(model, case, target)?;
    let ruled = rulings.at(now)?;
    let word = ruled.word();
    let (mut until, mut next) = (Edge::Future, None);
    for edge in rulings.edges_after(now) {
        let then = rulings.at(&edge)?.word();
        if then != word {
            (until, next) = (edge, Some(then));
            break;
        }
    }
    let reasons = |rules: &[RuleId]| -> Result<Vec<Reason>, TimeError> {
        rules.iter().filter_map(|&id| reason(model, sources, case, target, id).transpose()).collect()
    };
    let state = State {
        answer: word,
        possible: ruled.possible,
        until,
        next,
        because: reasons(&ruled.because)?,
        overruled: reasons(&ruled.overruled)?,
        missing: told::names(model, &ruled.missing),
    };
    Ok((state, ruled.missing.iter().filter_map(|&question| told::missing(model, question)).collect()))
}

/// What one rule says of what was asked about. `None` if it is no rule with a window.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn reason(
    model: &Model,
    sources: &Sources,
    case: &Case,
    asked: SubjectId,
    id: RuleId,
) -> Result<Option<Reason>, TimeError> {
    let Some(rule) = model.rule(id) else { return Ok(None) };
    let Some(window) = &rule.window else { return Ok(None) };
    let targets = || rule.targets.iter().map(|&(target, _)| target);
    // A list may name the subject and its parent too: its own name is the nearer reason.
    let target = targets().find(|&target| target == asked).or_else(|| targets().find(|&t| model.is_kind_of(asked, t)));
    Ok(Some(Reason {
        rule: told::rule_ref(model, sources, rule),
        treatment: model.number_of(rule.treatment),
        noun: told::noun(model, rule),
        verb: rule.verb,
        ideally: rule.ideally,
        label: target.map(|target| model.subject(target).label.clone()).unwrap_or_default(),
        window: window.resolve(&case.situation)?,
        about: told::about(window),
        through: told::through(window, rule.treatment),
        waits_for: told::waits_for(model, case, window),
        dated: told::dated(model, case, window),
        when: super::words::condition(model, &rule.condition),
    }))
}
