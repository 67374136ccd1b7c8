//! What a rule says at an instant beyond the answer: as a must or as advice, how often, how long, before or after what, how
//! much and by whom; and which course there is. A test asks whether a rule says exactly so.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::unknown::{self, Question, open_among};
use crate::model::{Case, Model, Rule, SubjectId, Truth, Verb, meaning};
use crate::time::{Edge, TimeError, Window};

/// Whether any rule says exactly so at an instant: the verb, the one target and all but window and condition of a rule that
/// need not be the model's.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn states(model: &Model, case: &Case, wanted: &Rule, at: &Zoned) -> Result<Truth, TimeError> {
    stated(model, case, wanted, at).map(|(truth, ..)| truth)
}

/// Whether any rule says exactly so at an instant, the rules that speak of the same with the same verb then, and what must
/// be known to decide it.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn stated<'m>(
    model: &'m Model,
    case: &Case,
    wanted: &Rule,
    at: &Zoned,
) -> Result<(Truth, Vec<&'m Rule>, BTreeSet<Question>), TimeError> {
    let target = wanted.targets.first().map(|&(target, _)| target);
    let (mut truth, mut speaking, mut questions) = (Truth::False, Vec::new(), BTreeSet::new());
    for rule in model.rules.iter().filter(|rule| rule.verb == wanted.verb) {
        if !target.is_none_or(|target| speaks_of(model, rule, target)) {
            continue;
        }
        let (holds, open) = holds(model, case, rule, target, &Edge::At(at.clone()))?;
        if holds == Truth::False {
            continue;
        }
        speaking.push(rule);
        if saying(model, rule, target) == saying(model, wanted, target) {
            truth = truth.max(holds);
            questions.extend(open);
        }
    }
    Ok((truth, speaking, if truth == Truth::True { BTreeSet::new() } else { questions }))
}

/// A duty is one of this very activity; what is said of a kind of thing is said of all that it includes.
fn speaks_of(model: &Model, rule: &Rule, target: SubjectId) -> bool {
    rule.targets.iter().any(|&(named, _)| match rule.verb {
        Verb::Do => named == target,
        _ => model.is_kind_of(target, named),
    })
}

/// Whether a rule holds for the target at an instant, in the open part of a range too.
fn holds(
    model: &Model,
    case: &Case,
    rule: &Rule,
    target: Option<SubjectId>,
    at: &Edge,
) -> Result<(Truth, BTreeSet<Question>), TimeError> {
    let inside = |window: Option<&Window>| -> Result<(Truth, BTreeSet<Question>), TimeError> {
        let Some(window) = window.filter(|_| rule.verb != Verb::Repeat) else {
            return Ok((Truth::True, BTreeSet::new()));
        };
        let resolved = window.resolve(&case.situation)?;
        let open = open_among(window.moments().flat_map(|moment| moment.events()), case);
        Ok(if !resolved.possible().contains(at) {
            (Truth::False, BTreeSet::new())
        } else if open.is_empty() || resolved.certain().contains(at) {
            (Truth::True, BTreeSet::new())
        } else {
            (Truth::Unknown, open.into_iter().map(Question::Event).collect())
        })
    };
    let (applies, mut questions) = unknown::truth(model, case, &rule.condition)?;
    let (in_time, open) = inside(rule.window.as_deref())?;
    questions.extend(open);
    let mut truth = applies.min(in_time);
    for hole in rule.except.iter().filter(|hole| target.is_some_and(|target| model.is_kind_of(target, hole.subject))) {
        let (open, asked) = unknown::truth(model, case, &hole.condition)?;
        let (in_time, waits) = match &hole.window {
            Some(window) => inside(Some(window))?,
            None => (Truth::True, BTreeSet::new()),
        };
        let lifted = match open.min(in_time) {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
        truth = truth.min(lifted);
        questions.extend(asked.into_iter().chain(waits));
    }
    Ok((truth, questions))
}

/// What a rule says of one target, without when and under which condition.
fn saying(model: &Model, rule: &Rule, target: Option<SubjectId>) -> String {
    let said = Rule {
        ideally: rule.ideally,
        targets: target.map(|target| (target, rule.place)).into_iter().collect(),
        frequency: rule.frequency.clone(),
        lasting: rule.lasting,
        orders: rule.orders.clone(),
        course: rule.course,
        amount: rule.amount.clone(),
        by: rule.by.clone(),
        ..Rule::bare(rule.place, rule.verb)
    };
    meaning(model, &[&said], &[])
}
