//! A condition → words for a patient, completing *if …*. Labels are the sheet's own; only where the grammar of a label
//! is plain does a negation go into it ("your skin does not feel dry"), else the answer stands behind it ("…: no").

use super::moments;
use crate::lang::{Joint, Lang, clock_minutes, say};
use crate::model::{Atom, Case, Condition, EventOf, Fact, FactId, FactKind, Model, Operator, Truth, Value};
use crate::time::{EventId, Moment, TimeError};

/// A condition in words; `None` for one that always holds.
pub(super) fn condition(model: &Model, condition: &Condition) -> Option<String> {
    if condition.is_always() { None } else { Some(say(model, condition, false).text) }
}

/// What is still open of a condition, in words: what is already known to be so is left out.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn open(model: &Model, case: &Case, whole: &Condition) -> Result<Option<String>, TimeError> {
    Ok(condition(model, &residue(whole, case)?))
}

fn residue(whole: &Condition, case: &Case) -> Result<Condition, TimeError> {
    let (each, join): (_, fn(Vec<Condition>) -> Condition) = match whole {
        Condition::Atom(_) => return Ok(whole.clone()),
        Condition::Not(inner) => return Ok(residue(inner, case)?.negated()),
        Condition::All(each) => (each, Condition::All),
        Condition::Any(each) => (each, Condition::Any),
    };
    let mut left = Vec::new();
    for one in each {
        if one.truth(case)? == Truth::Unknown {
            left.push(residue(one, case)?);
        }
    }
    Ok(match left.len() {
        1 => left.swap_remove(0),
        _ => join(left),
    })
}

/// Words, and how they are joined inside.
struct Phrase {
    text: String,
    joined: Option<Joint>,
}

fn say(model: &Model, condition: &Condition, negated: bool) -> Phrase {
    let (each, joint) = match condition {
        Condition::Atom(atom) => return Phrase { text: atom_words(model, atom, negated), joined: None },
        Condition::Not(inner) => return say(model, inner, !negated),
        // Not both is one of them not, and the other way round.
        Condition::All(each) => (each, if negated { Joint::Or } else { Joint::And }),
        Condition::Any(each) => (each, if negated { Joint::And } else { Joint::Or }),
    };
    let mut phrases: Vec<Phrase> = each.iter().map(|one| say(model, one, negated)).collect();
    if phrases.len() == 1 {
        return phrases.swap_remove(0);
    }
    let nested = phrases.iter().any(|phrase| phrase.joined.is_some_and(|inner| inner != joint));
    let lang = model.lang;
    let texts: Vec<String> = phrases
        .into_iter()
        .map(|phrase| match phrase.joined {
            Some(Joint::Or) if joint == Joint::And => say!(lang, "either", what = phrase.text),
            Some(Joint::And) if joint == Joint::Or => say!(lang, "both", what = phrase.text),
            _ => phrase.text,
        })
        .collect();
    let text = match lang {
        _ if nested => lang.list_apart(&texts, joint),
        // A German condition ends with its verb, so that nothing that is the same stands at its ends.
        Lang::German => lang.list(&texts, joint),
        _ => together(lang, &texts, joint),
    };
    Phrase { text, joined: Some(joint) }
}

/// `you notice fever, chills or pus`: what all begin or end with is said once. A negation is repeated, for "not a and b"
/// can be read in two ways.
fn together(lang: Lang, texts: &[String], joint: Joint) -> String {
    let parts: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
    let shortest = parts.iter().map(Vec::len).min().unwrap_or_default();
    let shared = |at: fn(&Vec<&'_ str>, usize) -> String| {
        let same = |index: &usize| {
            let mut words = parts.iter().map(|part| at(part, *index));
            words.next().is_some_and(|first| words.all(|other| other == first))
        };
        (0..shortest.saturating_sub(1)).take_while(same).count()
    };
    let first = shared(|part, index| part.get(index).copied().unwrap_or_default().to_owned());
    let last = shared(|part, index| part.iter().rev().nth(index).copied().unwrap_or_default().to_owned());
    let negated = texts.iter().any(|text| text.split([' ', ':']).any(|word| ["not", "no", "cannot"].contains(&word)));
    let (first, last) = match (negated, first >= 2, last >= 2) {
        (true, ..) | (_, false, false) => (0, 0),
        (_, true, suffix) => (first, if suffix { last.min(shortest - first - 1) } else { 0 }),
        (_, false, true) => (0, last),
    };
    let own: Vec<String> = parts
        .iter()
        .map(|part| part.iter().skip(first).take(part.len() - first - last).copied().collect::<Vec<_>>().join(" "))
        .collect();
    let list = lang.list(&own, joint);
    let shared_words = |count: usize, skip: usize| {
        parts.first().map(|part| part.iter().skip(skip).take(count).copied().collect::<Vec<_>>().join(" "))
    };
    let start = shared_words(first, 0).unwrap_or_default();
    let end = shared_words(last, parts.first().map_or(0, Vec::len) - last).unwrap_or_default();
    format!("{start} {list} {end}").trim().to_owned()
}

fn atom_words(model: &Model, atom: &Atom, negated: bool) -> String {
    let lang = model.lang;
    match atom {
        Atom::Fact(fact, operator, value) => fact_words(model, *fact, *operator, *value, negated),
        Atom::AtOrAfter(treatment, minutes) => {
            let side = if negated { "before" } else { "after" };
            let treatment = moments::treatment(model, *treatment);
            say!(lang, "starts", what = treatment, side = side, clock = clock_minutes(*minutes))
        }
        Atom::Near { event, from, to } => near_words(model, *event, from, to, negated),
    }
}

fn fact_words(model: &Model, id: FactId, operator: Operator, value: Value, negated: bool) -> String {
    let (lang, Some(fact)) = (model.lang, model.fact(id)) else { return String::new() };
    let label = fact.label.as_str();
    let number = match value {
        Value::Bool(so) => return yes_no(model, fact, so != negated),
        Value::Choice(_) => {
            let is = if negated { "is-not" } else { "is" };
            return say!(lang, "fact-is", label = label, is = is, value = choice(fact, value));
        }
        Value::Number(number) => number,
    };
    let is = match (operator, negated) {
        (Operator::Equal, false) => return say!(lang, "fact-is", label = label, is = "is", value = number.to_string()),
        (Operator::Equal, true) => {
            return say!(lang, "fact-is", label = label, is = "is-not", value = number.to_string());
        }
        (Operator::Less, true) => "or-higher",
        (Operator::Less, false) => "lower",
        (Operator::Greater, true) => "or-lower",
        (Operator::Greater, false) => "higher",
    };
    say!(lang, "fact-compared", label = label, is = is, number = number.to_string())
}

fn choice(fact: &Fact, value: Value) -> &str {
    match (&fact.kind, value) {
        (FactKind::OneOf(choices), Value::Choice(index)) => {
            choices.get(index as usize).map(|(_, label)| label.as_str()).unwrap_or_default()
        }
        _ => "",
    }
}

/// A fact as its question asks: `your skin feels irritated`, `you notice fever`.
pub(super) fn fact(model: &Model, fact: &Fact) -> String {
    if fact.sign.is_some() { yes_no(model, fact, true) } else { fact.label.clone() }
}

fn yes_no(model: &Model, fact: &Fact, so: bool) -> String {
    match (fact.sign, so) {
        (Some(sign), so) => {
            let noticed = if so { "yes" } else { "no" };
            say!(model.lang, "notice", noticed = noticed, sign = model.subject(sign).label.as_str())
        }
        (None, true) => fact.label.clone(),
        (None, false) => {
            model.lang.negated(&fact.label).unwrap_or_else(|| say!(model.lang, "not-so", label = fact.label.as_str()))
        }
    }
}

fn near_words(model: &Model, event: EventId, from: &Moment, to: &Moment, negated: bool) -> String {
    let lang = model.lang;
    let within = moments::within(model, from, to);
    let so = if negated { "no" } else { "yes" };
    let is_treatment = |moment| moments::origin(moment).is_some_and(|anchor| moments::is_treatment(model, anchor));
    if let Some(treatment) = model.treatment_of(event) {
        return say!(lang, "lies", so = so, tense = "other", label = lang.within(&treatment.label), within = within);
    }
    let Some(event) = model.event(event) else { return String::new() };
    let label = event.label.as_str();
    if matches!(event.of, EventOf::Activity(_)) {
        return say!(lang, "had", so = so, label = label, within = within);
    }
    // A label is a noun ("your last dose of …") or a sentence ("your skin has healed").
    if lang.is_clause(label) {
        return say!(lang, "happens", so = so, label = label, within = within);
    }
    let tense = if is_treatment(to) { "past" } else { "other" };
    say!(lang, "lies", so = so, tense = tense, label = label, within = within)
}
