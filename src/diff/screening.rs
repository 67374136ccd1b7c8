//! Two versions → whether a treatment is contraindicated in other cases.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::bearing::{rests_on, same_event, same_fact};
use super::pieces::{Directions, Piece, Said};
use super::words::Teller;
use super::{Change, Extent, Of, Verdict};
use crate::check::slot::Slot;
use crate::evaluate::{Applies, contraindicated};
use crate::model::{Case, Model, Rule, RuleId, Verb, Versions};
use crate::time::TimeError;

/// What changed of the reasons not to treat.
pub(super) fn change(versions: &Versions<'_>, extent: Extent) -> Option<Change> {
    let rules = versions
        .each
        .each_ref()
        .map(|version| version.rules.iter().filter(|(_, rule)| rule.verb == Verb::Contraindicated).collect::<Vec<_>>());
    let meanings = rules.each_ref().map(|rules| {
        let meaning = |(_, rule): &&(RuleId, Rule)| format!("{:?}", (&rule.window, &rule.condition));
        rules.iter().map(meaning).collect::<BTreeSet<String>>()
    });
    let (facts, events) = rests_on(versions, rules.iter().flatten().map(|(_, rule)| rule));
    let redeclared = events.iter().any(|&event| !same_event(versions, event))
        || facts.iter().any(|&fact| !same_fact(versions, fact));
    let [old_means, new_means] = &meanings;
    if old_means == new_means && !redeclared {
        return None;
    }
    let [old, new] = versions.each.each_ref().map(|version| version.model);
    let compare = |old_case: &Case, new_case: &Case| {
        let (was, is) = (contraindicated(old, old_case)?, contraindicated(new, new_case)?);
        let directions = match strength(is).cmp(&strength(was)) {
            std::cmp::Ordering::Equal => return Ok(Vec::new()),
            std::cmp::Ordering::Greater => Directions::STRICTER,
            std::cmp::Ordering::Less => Directions::LOOSER,
        };
        let at = old_case.situation.treated.timestamp().as_second();
        let (was, is) = (said(old, old_case, was)?, said(new, new_case, is)?);
        Ok(vec![Piece { slot: Slot { start: at, end: at + 1 }, directions, was, is }])
    };
    let both = rules.each_ref().map(|rules| rules.iter().map(|(_, rule)| rule).collect::<Vec<_>>());
    let asking = Asking::of(versions, both, Vec::new(), &compare);
    let (shown, undecided) = asking.shown(extent);
    let teller = Teller { versions, rules: &[Vec::new(), Vec::new()], conditions: asking.conditions() };
    let sentence =
        |was: &Said, is: &Said, when: &str| format!("the treatment is {}{when}, and was {}", is.text, was.text);
    let parts: Vec<_> = shown.into_iter().filter_map(|shown| teller.timeless(shown, sentence)).collect();
    let verdict = Verdict::of(parts.iter().map(|part| part.direction));
    if verdict.is_none() && !undecided {
        return None;
    }
    Some(Change { of: Of::Screening, verdict: verdict.unwrap_or(Verdict::Undecided), parts, undecided })
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
