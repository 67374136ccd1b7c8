//! Two versions → whether the course that is to be followed asks for something else.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::bearing::{rests_on, same_event, same_fact};
use super::measure::length;
use super::pieces::{Directions, Piece, Said};
use super::words::Teller;
use super::{Change, Extent, Of, Verdict};
use crate::check::restated::as_strict;
use crate::check::slot::Slot;
use crate::evaluate::holds;
use crate::model::{Case, Condition, Length, Model, Rule, RuleId, Truth, Verb, Versions, steps};
use crate::time::TimeError;

/// A course that applies in a case, or may.
struct Applying<'m> {
    id: RuleId,
    rule: &'m Rule,
    applies: Truth,
}

/// What changed of the course.
pub(super) fn change(versions: &Versions<'_>, extent: Extent) -> Option<Change> {
    let rules = versions
        .each
        .each_ref()
        .map(|version| version.rules.iter().filter(|(_, rule)| rule.verb == Verb::Repeat).collect::<Vec<_>>());
    let meanings = rules.each_ref().map(|rules| {
        rules.iter().map(|(_, rule)| (meaning(rule), &*rule.condition)).collect::<BTreeSet<(String, &Condition)>>()
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
        let (was, is) = (applying(old, old_case)?, applying(new, new_case)?);
        let (lost, gained) = (unmet(&was, &is), unmet(&is, &was));
        let directions = match (lost.is_empty(), gained.is_empty()) {
            (true, true) => return Ok(Vec::new()),
            (false, true) => Directions::LOOSER,
            (true, false) => Directions::STRICTER,
            (false, false) => Directions::OTHER,
        };
        let at = old_case.situation.treated.timestamp().as_second();
        let (was, is) = (said(&was), said(&is));
        Ok(vec![Piece { slot: Slot { start: at, end: at + 1 }, directions, was, is }])
    };
    let both = rules.each_ref().map(|rules| rules.iter().map(|(_, rule)| rule).collect::<Vec<_>>());
    let asking = Asking::of(versions, both, None, &compare);
    let (shown, undecided) = asking.shown(extent);
    let teller = Teller { versions, rules: &[Vec::new(), Vec::new()], conditions: asking.conditions() };
    let sentence = |was: &Said, is: &Said, when: &str| format!("the course is {}{when}, and was {}", is.text, was.text);
    let parts: Vec<_> = shown.into_iter().filter_map(|shown| teller.timeless(shown, sentence)).collect();
    let verdict = Verdict::of(parts.iter().map(|part| part.direction));
    if verdict.is_none() && !undecided {
        return None;
    }
    Some(Change { of: Of::Course, verdict: verdict.unwrap_or(Verdict::Undecided), parts, undecided })
}

fn applying<'m>(model: &'m Model, case: &Case) -> Result<Vec<Applying<'m>>, TimeError> {
    let mut found = Vec::new();
    for (id, rule) in (0..).map(RuleId).zip(&model.rules).filter(|(_, rule)| rule.verb == Verb::Repeat) {
        let applies = holds(model, case, &rule.condition)?;
        if applies != Truth::False {
            found.push(Applying { id, rule, applies });
        }
    }
    Ok(found)
}

/// The courses of some that none of others asks for as surely.
fn unmet(some: &[Applying<'_>], others: &[Applying<'_>]) -> Vec<RuleId> {
    let met = |one: &&Applying<'_>| {
        let by = |other: &Applying<'_>| other.applies >= one.applies && as_strict(one.rule, other.rule);
        !others.iter().any(by)
    };
    some.iter().filter(met).map(|one| one.id).collect()
}

fn said(courses: &[Applying<'_>]) -> Said {
    let mut each: Vec<String> = courses
        .iter()
        .map(|one| {
            let perhaps = if one.applies == Truth::Unknown { "perhaps " } else { "" };
            perhaps.to_owned() + &course(one.rule)
        })
        .collect();
    each.dedup();
    let text = if each.is_empty() { "not stated".to_owned() } else { each.join("; ") };
    Said { text, rules: courses.iter().map(|one| one.id).collect() }
}

/// What a course asks for, as the sheet writes it.
fn course(rule: &Rule) -> String {
    let Some(course) = rule.course else { return String::new() };
    let lengths = |(low, high): (Length, Length)| {
        let [low, high] = [length(low), length(high)];
        if low == high { low } else { format!("{low} to {high}") }
    };
    let every = course.every.map(|range| format!("every {}", lengths(range)));
    let no_sooner = course.no_sooner.map(|range| format!("no sooner than {}", lengths(range)));
    let sessions = course.sessions.map(|(low, high)| match low == high {
        true => format!("{low} sessions"),
        false => format!("{low} to {high} sessions"),
    });
    let by = rule.by.as_ref().map(|by| format!("by “{by}”"));
    let parts: Vec<String> = [every, no_sooner, sessions, by].into_iter().flatten().collect();
    if rule.ideally { format!("ideally {}", parts.join(", ")) } else { parts.join(", ") }
}

fn meaning(rule: &Rule) -> String {
    let range = |(low, high): (Length, Length)| (steps(low, false), steps(high, false));
    let course = rule.course.map(|course| (course.every.map(range), course.no_sooner.map(range), course.sessions));
    format!("{:?}", (course, rule.ideally, &rule.by))
}
