//! The `contraindicated` rules and a case → whether each stands against the treatment.

use std::collections::BTreeSet;

use super::plan::{Applies, Screening};
use super::unknown::{Formula, Outcomes, Question, Unknowns};
use super::{told, words};
use crate::model::{Case, Model, Rule, Side, Truth, Verb};
use crate::source::Sources;
use crate::time::{Edge, EventTime, Moment, TimeError, Window};

/// Every reason not to treat, in the order of the text. What must be known to decide them is added to `open`.
pub(super) fn screening(
    model: &Model,
    sources: &Sources,
    case: &Case,
    open: &mut BTreeSet<Question>,
) -> Result<Vec<Screening>, TimeError> {
    let mut found = Vec::new();
    for rule in rules(model) {
        let (applies, questions) = stands(model, case, std::iter::once(rule))?;
        open.extend(&questions);
        found.push(Screening {
            rule: told::rule_ref(model, sources, rule),
            applies,
            window: rule.window.as_ref().map(|window| words::window(model, window)),
            when: words::condition(model, &rule.condition),
            missing: told::names(model, &questions),
        });
    }
    Ok(found)
}

/// Whether any of some `contraindicated` rules stands against the treatment, and what must be known to say so.
pub(super) fn stands<'m>(
    model: &Model,
    case: &Case,
    rules: impl Iterator<Item = &'m Rule> + Clone,
) -> Result<(Applies, BTreeSet<Question>), TimeError> {
    let mut unknowns = Unknowns::of(model, case, rules.clone().map(|rule| &rule.condition))?;
    let mut any = Vec::new();
    for rule in rules {
        let mut both = vec![unknowns.formula(&rule.condition, case)?];
        if let Some(window) = &rule.window {
            both.push(match treated_inside(model, case, window)? {
                Truth::True => Formula::Known(true),
                Truth::False => Formula::Known(false),
                Truth::Unknown => unknowns.either(told::open_events(case, window).into_iter().collect()),
            });
        }
        any.push(Formula::All(both));
    }
    let stands = Formula::Any(any);
    let applies = |no: bool, yes: bool| match (no, yes) {
        (_, false) => Applies::No,
        (false, true) => Applies::Yes,
        (true, true) => Applies::Depends,
    };
    Ok(match unknowns.outcomes(|world| world.holds(&stands)) {
        Some(Outcomes { all, questions }) => (applies(all.contains(&false), all.contains(&true)), questions),
        None => match unknowns.bound(&stands) {
            Truth::Unknown => (Applies::Depends, unknowns.questions()),
            sure => (applies(sure == Truth::False, sure == Truth::True), BTreeSet::new()),
        },
    })
}

/// The `contraindicated` rules.
pub(super) fn rules(model: &Model) -> impl Iterator<Item = &Rule> + Clone {
    model.rules.iter().filter(|rule| rule.verb == Verb::Contraindicated)
}

/// Whether the treatment lies inside a window in which it must not.
fn treated_inside(model: &Model, case: &Case, window: &Window) -> Result<Truth, TimeError> {
    // "Until a month after your last dose" keeps nobody waiting who never had a dose. An event that would come after
    // the treatment and never does is another matter: that window stays open.
    let past = |moment: &Moment| {
        moment.events().any(|event| {
            case.event(event) == EventTime::Never && model.event(event).is_some_and(|event| event.side == Side::Before)
        })
    };
    if window.moments().any(past) {
        return Ok(Truth::False);
    }
    let resolved = window.resolve(&case.situation)?;
    let treated = Edge::At(case.situation.treated.clone());
    Ok(if resolved.certain().contains(&treated) {
        Truth::True
    } else if resolved.possible().contains(&treated) {
        Truth::Unknown
    } else {
        Truth::False
    })
}
