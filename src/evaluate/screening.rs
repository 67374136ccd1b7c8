//! The rules that forbid a treatment and a case → whether each stands against it: the `contraindicated` rules, and where
//! there are several treatments the bans of one sheet on the treatment of another.

use std::collections::BTreeSet;

use super::plan::{Applies, Guidance, Instead, Screening};
use super::unknown::{Formula, Outcomes, Question, Unknowns};
use super::{moments, told, words};
use crate::model::{Case, Model, Rule, Side, SubjectId, Truth, Verb};
use crate::source::Sources;
use crate::time::{Anchor, Edge, EventTime, Moment, TimeError, Window};

/// Every `contraindicated` rule, in the order of the text. What must be known to decide them is added to `open`.
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
        let treatment = model.number_of(rule.treatment);
        found.push(Screening {
            rule: told::rule_ref(model, sources, rule),
            treatment,
            by: treatment,
            ban: None,
            applies,
            window: rule.window.as_deref().map(|window| moments::window(model, window)),
            when: words::condition(model, &rule.condition),
            missing: told::names(model, &questions),
            instead: Instead::NotAsked,
        });
    }
    Ok(found)
}

/// Whether any of a sheet's own reasons not to treat stands against a treatment.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn contraindicated(model: &Model, case: &Case) -> Result<Applies, TimeError> {
    Ok(stands(model, case, rules(model))?.0)
}

/// Every ban of one sheet on the treatment of another that stands against it, or may.
pub(super) fn banned(
    model: &Model,
    sources: &Sources,
    case: &Case,
    open: &mut BTreeSet<Question>,
    guidance: &[Guidance],
) -> Result<Vec<Screening>, TimeError> {
    let mut found = Vec::new();
    for (number, (treatment, _)) in model.treatments().enumerate() {
        for (rule, target) in bans(model, treatment) {
            let (applies, questions) = forbids(model, case, rule, treatment)?;
            if applies == Applies::No {
                continue;
            }
            open.extend(&questions);
            let (rule_ref, name) = (told::rule_ref(model, sources, rule), &model.subject(target).name);
            found.push(Screening {
                treatment: number,
                by: model.number_of(rule.treatment),
                ban: guidance.iter().position(|one| one.rule == rule_ref && one.target == *name),
                rule: rule_ref,
                applies,
                window: None,
                when: words::open(model, case, &rule.condition)?,
                missing: told::names(model, &questions),
                instead: Instead::NotAsked,
            });
        }
    }
    Ok(found)
}

/// The bans of other sheets on a treatment, each with how it names it.
pub(super) fn bans(model: &Model, treatment: Anchor) -> impl Iterator<Item = (&Rule, SubjectId)> {
    let subject = model.treatment_at(treatment).map(|treatment| treatment.subject);
    let bans = model.rules.iter().filter(move |rule| rule.verb == Verb::Avoid && rule.treatment != treatment);
    bans.filter_map(move |rule| {
        let subject = subject?;
        let named = || rule.targets.iter().map(|&(target, _)| target);
        let itself = named().find(|&target| target == subject);
        Some((rule, itself.or_else(|| named().find(|&target| model.is_kind_of(subject, target)))?))
    })
}

/// Whether a ban stands against a treatment that it names. Advice and an end that the sheet leaves open only may.
pub(super) fn forbids(
    model: &Model,
    case: &Case,
    rule: &Rule,
    treatment: Anchor,
) -> Result<(Applies, BTreeSet<Question>), TimeError> {
    let Some(subject) = model.treatment_at(treatment).map(|treatment| treatment.subject) else {
        return Ok((Applies::No, BTreeSet::new()));
    };
    let at = Edge::At(told::instant(case, treatment).clone());
    let holes: Vec<_> = rule.except.iter().filter(|hole| model.is_kind_of(subject, hole.subject)).collect();
    let conditions = std::iter::once(&*rule.condition).chain(holes.iter().map(|hole| &hole.condition));
    let mut unknowns = Unknowns::of(model, case, conditions)?;
    let inside = |window: Option<&Window>, unknowns: &mut Unknowns| -> Result<Formula, TimeError> {
        let Some(window) = window else { return Ok(Formula::Known(true)) };
        let truth = contains(case, window, &at)?;
        Ok(formula(truth, || unknowns.either(told::open_events(case, window).into_iter().collect())))
    };
    let mut all = vec![unknowns.formula(&rule.condition, case)?, inside(rule.window.as_deref(), &mut unknowns)?];
    for hole in holes {
        let both = vec![unknowns.formula(&hole.condition, case)?, inside(hole.window.as_ref(), &mut unknowns)?];
        all.push(Formula::Not(Box::new(Formula::All(both))));
    }
    let (applies, questions) = judged(&unknowns, &Formula::All(all));
    let advice = rule.ideally && applies == Applies::Yes;
    Ok((if advice { Applies::Depends } else { applies }, questions))
}

/// Whether any of some `contraindicated` rules stands against its treatment, and what must be known to say so.
pub(super) fn stands<'m>(
    model: &Model,
    case: &Case,
    rules: impl Iterator<Item = &'m Rule> + Clone,
) -> Result<(Applies, BTreeSet<Question>), TimeError> {
    let mut unknowns = Unknowns::of(model, case, rules.clone().map(|rule| &*rule.condition))?;
    let mut any = Vec::new();
    for rule in rules {
        let mut both = vec![unknowns.formula(&rule.condition, case)?];
        if let Some(window) = &rule.window {
            let truth = treated_inside(model, case, window, rule.treatment)?;
            both.push(formula(truth, || unknowns.either(told::open_events(case, window).into_iter().collect())));
        }
        any.push(Formula::All(both));
    }
    Ok(judged(&unknowns, &Formula::Any(any)))
}

fn formula(truth: Truth, open: impl FnOnce() -> Formula) -> Formula {
    match truth {
        Truth::True => Formula::Known(true),
        Truth::False => Formula::Known(false),
        Truth::Unknown => open(),
    }
}

fn judged(unknowns: &Unknowns, stands: &Formula) -> (Applies, BTreeSet<Question>) {
    let applies = |no: bool, yes: bool| match (no, yes) {
        (_, false) => Applies::No,
        (false, true) => Applies::Yes,
        (true, true) => Applies::Depends,
    };
    match unknowns.outcomes(|world| world.holds(stands)) {
        Some(Outcomes { all, questions }) => (applies(all.contains(&false), all.contains(&true)), questions),
        None => match unknowns.bound(stands) {
            Truth::Unknown => (Applies::Depends, unknowns.questions()),
            sure => (applies(sure == Truth::False, sure == Truth::True), BTreeSet::new()),
        },
    }
}

/// The `contraindicated` rules.
pub(super) fn rules(model: &Model) -> impl Iterator<Item = &Rule> + Clone {
    model.rules.iter().filter(|rule| rule.verb == Verb::Contraindicated)
}

/// Whether the treatment lies inside a window in which it must not.
fn treated_inside(model: &Model, case: &Case, window: &Window, treatment: Anchor) -> Result<Truth, TimeError> {
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
    contains(case, window, &Edge::At(told::instant(case, treatment).clone()))
}

/// Whether an instant lies inside a window.
fn contains(case: &Case, window: &Window, at: &Edge) -> Result<Truth, TimeError> {
    let resolved = window.resolve(&case.situation)?;
    Ok(if resolved.certain().contains(at) {
        Truth::True
    } else if resolved.possible().contains(at) {
        Truth::Unknown
    } else {
        Truth::False
    })
}
