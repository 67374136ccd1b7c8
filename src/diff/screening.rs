//! Two versions → whether a treatment is contraindicated in other cases.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::bearing::{rests_on, same_event, same_fact};
use super::pieces::{Directions, Piece, Said};
use super::words::Teller;
use super::{Change, Extent, Of, Part, Verdict};
use crate::check::slot::Slot;
use crate::evaluate::{Applies, contraindicated};
use crate::model::{Case, Model, Rule, RuleId, Verb, Versions};
use crate::time::TimeError;

/// What changed of the reasons not to treat. A reason that both versions have can hide a change and make none; so first
/// only the others are asked about, with those that rest on the same facts and events, which is quick: if nothing comes of
/// it, nothing changed. If what is found shows also while nothing is known of all the rest, that is the answer. Otherwise
/// all are asked about.
pub(super) fn change(versions: &Versions<'_>, extent: Extent) -> Option<Change> {
    let rules = versions
        .each
        .each_ref()
        .map(|version| version.rules.iter().filter(|(_, rule)| rule.verb == Verb::Contraindicated).collect::<Vec<_>>());
    let rests = |rules: &[Reason<'_>]| rests_on(versions, rules.iter().map(|(_, rule)| rule));
    let (facts, events) = rests(&rules.concat());
    let redeclared = events.iter().any(|&event| !same_event(versions, event))
        || facts.iter().any(|&fact| !same_fact(versions, fact));
    let changed = changed(&rules);
    let shares = |reason: &Reason<'_>| {
        let ((facts, events), (its_facts, its_events)) = (rests(&changed.concat()), rests(&[*reason]));
        !facts.is_disjoint(&its_facts) || !events.is_disjoint(&its_events)
    };
    let is_changed = |reason: &Reason<'_>| changed.iter().flatten().any(|other| std::ptr::eq(*other, *reason));
    let near = rules.each_ref().map(|rules| {
        rules.iter().copied().filter(|reason| is_changed(reason) || shares(reason)).collect::<Vec<Reason<'_>>>()
    });
    if changed.iter().all(Vec::is_empty) && !redeclared {
        return None;
    }
    if redeclared {
        return asked(versions, &rules, &rules, extent).0;
    }
    let (nearly, undecided) = asked(versions, &near, &near, extent);
    let nearly = nearly?;
    let (shown, _) = asked(versions, &changed, &rules, extent);
    let directions = |change: &Change| change.parts.iter().map(|part| part.direction).collect::<BTreeSet<_>>();
    match shown.filter(|shown| !shown.parts.is_empty()) {
        Some(shown) if extent == Extent::First || undecided || directions(&shown) == directions(&nearly) => {
            Some(Change { undecided, ..shown })
        }
        _ => {
            let mut change = asked(versions, &rules, &rules, extent).0?;
            // On what it depends can be seen best where only that is asked about.
            for part in &mut change.parts {
                let alike = |other: &&Part| {
                    (other.direction, &other.was.text, &other.is.text)
                        == (part.direction, &part.was.text, &part.is.text)
                };
                if let Some(nearest) = nearly.parts.iter().find(alike) {
                    (part.when, part.text) = (nearest.when.clone(), nearest.text.clone());
                }
            }
            Some(change)
        }
    }
}

/// A reason not to treat, with the names of both versions.
type Reason<'v> = &'v (RuleId, Rule);

/// The reasons whose meaning the other version does not have.
fn changed<'v>(rules: &[Vec<Reason<'v>>; 2]) -> [Vec<Reason<'v>>; 2] {
    let meaning = |(_, rule): &Reason<'_>| format!("{:?}", (&rule.window, &rule.condition));
    let [old, new] = rules.each_ref().map(|rules| rules.iter().map(meaning).collect::<BTreeSet<String>>());
    let [before, after] = rules;
    let without = |rules: &[Reason<'v>], others: &BTreeSet<String>| {
        rules.iter().copied().filter(|reason| !others.contains(&meaning(reason))).collect::<Vec<_>>()
    };
    [without(before, &new), without(after, &old)]
}

/// What comes of it if cases are sought over some reasons, and each is judged by some; and whether more cases would have to
/// be looked at.
fn asked(
    versions: &Versions<'_>,
    over: &[Vec<Reason<'_>>; 2],
    by: &[Vec<Reason<'_>>; 2],
    extent: Extent,
) -> (Option<Change>, bool) {
    let [old, new] = judges(versions, by);
    let compare = |old_case: &Case, new_case: &Case| {
        let (was, is) = (contraindicated(&old, old_case)?, contraindicated(&new, new_case)?);
        let directions = match strength(is).cmp(&strength(was)) {
            std::cmp::Ordering::Equal => return Ok(Vec::new()),
            std::cmp::Ordering::Greater => Directions::STRICTER,
            std::cmp::Ordering::Less => Directions::LOOSER,
        };
        let at = old_case.situation.treated.timestamp().as_second();
        let [before, after] = versions.each.each_ref().map(|version| version.model);
        let (was, is) = (said(before, old_case, was)?, said(after, new_case, is)?);
        Ok(vec![Piece { slot: Slot { start: at, end: at + 1 }, directions, was, is }])
    };
    let both = over.each_ref().map(|rules| rules.iter().map(|(_, rule)| rule).collect::<Vec<_>>());
    let asking = Asking::of(versions, both, None, &compare);
    let (shown, undecided) = asking.shown(extent);
    let teller = Teller { versions, rules: &[Vec::new(), Vec::new()], conditions: asking.conditions() };
    let sentence =
        |was: &Said, is: &Said, when: &str| format!("the treatment is {}{when}, and was {}", is.text, was.text);
    let parts: Vec<_> = shown.into_iter().filter_map(|shown| teller.timeless(shown, sentence)).collect();
    let verdict = Verdict::of(parts.iter().map(|part| part.direction));
    if verdict.is_none() && !undecided {
        return (None, false);
    }
    let verdict = verdict.unwrap_or(Verdict::Undecided);
    (Some(Change { of: Of::Screening, verdict, parts, undecided }), undecided)
}

/// Each version with only some reasons.
fn judges(versions: &Versions<'_>, by: &[Vec<Reason<'_>>; 2]) -> [Model; 2] {
    let ([old, new], [before, after]) = (&versions.each, by);
    [(old, before), (new, after)].map(|(version, by)| {
        version.model.with_rules(by.iter().filter_map(|(id, _)| version.model.rule(*id).cloned()).collect())
    })
}

fn strength(applies: Applies) -> u8 {
    match applies {
        Applies::No => 0,
        Applies::Depends => 1,
        Applies::Yes => 2,
    }
}

/// What is said, and the reasons that stand against the treatment or may.
fn said(model: &Model, case: &Case, applies: Applies) -> Result<Said, TimeError> {
    let text = match applies {
        Applies::No => "not contraindicated",
        Applies::Depends => "perhaps contraindicated",
        Applies::Yes => "contraindicated",
    };
    let mut rules = Vec::new();
    for (id, rule) in (0..).map(RuleId).zip(&model.rules).filter(|(_, rule)| rule.verb == Verb::Contraindicated) {
        if contraindicated(&model.with_rules(vec![rule.clone()]), case)? != Applies::No {
            rules.push(id);
        }
    }
    Ok(Said { text: text.to_owned(), rules })
}
