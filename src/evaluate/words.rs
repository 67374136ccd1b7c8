//! A condition → words for a patient, completing *if …*. Labels are the sheet's own; only where the grammar of a label
//! is plain does a negation go into it ("your skin does not feel dry"), else the answer stands behind it ("…: no").

use crate::model::{Atom, Case, Condition, EventOf, Fact, FactId, FactKind, Model, Operator, Truth, Value};
use crate::time::words::{Length, clock_minutes, length, length_range};
use crate::time::{Anchor, EventId, Latest, Moment, Step, Term, TimeError, Window};

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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
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
    let texts: Vec<String> = phrases
        .into_iter()
        .map(|phrase| match phrase.joined {
            Some(Joint::Or) if joint == Joint::And => format!("either {}", phrase.text),
            Some(Joint::And) if joint == Joint::Or => format!("both {}", phrase.text),
            _ => phrase.text,
        })
        .collect();
    let word = match joint {
        Joint::And => "and",
        Joint::Or => "or",
    };
    let text = if nested { texts.join(&format!(", {word} ")) } else { together(&texts, word) };
    Phrase { text, joined: Some(joint) }
}

/// `you notice fever, chills or pus`: what all begin or end with is said once. A negation is repeated, for "not a and b"
/// can be read in two ways.
fn together(texts: &[String], word: &str) -> String {
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
    let negated = texts.iter().any(|text| text.split([' ', ':']).any(|word| matches!(word, "not" | "no" | "cannot")));
    let (first, last) = match (negated, first >= 2, last >= 2) {
        (true, ..) | (_, false, false) => (0, 0),
        (_, true, suffix) => (first, if suffix { last.min(shortest - first - 1) } else { 0 }),
        (_, false, true) => (0, last),
    };
    let own: Vec<String> = parts
        .iter()
        .map(|part| part.iter().skip(first).take(part.len() - first - last).copied().collect::<Vec<_>>().join(" "))
        .collect();
    let list = match own.as_slice() {
        [rest @ .., end] if !rest.is_empty() => format!("{} {word} {end}", rest.join(", ")),
        _ => own.join(" "),
    };
    let shared_words = |count: usize, skip: usize| {
        parts.first().map(|part| part.iter().skip(skip).take(count).copied().collect::<Vec<_>>().join(" "))
    };
    let start = shared_words(first, 0).unwrap_or_default();
    let end = shared_words(last, parts.first().map_or(0, Vec::len) - last).unwrap_or_default();
    format!("{start} {list} {end}").trim().to_owned()
}

fn atom_words(model: &Model, atom: &Atom, negated: bool) -> String {
    match atom {
        Atom::Fact(fact, operator, value) => fact_words(model, *fact, *operator, *value, negated),
        Atom::AtOrAfter(treatment, minutes) => {
            let side = if negated { "before" } else { "at or after" };
            let treatment = anchor(model, *treatment);
            format!("{treatment} starts {side} {}", clock_minutes(*minutes))
        }
        Atom::Near { event, from, to } => near_words(model, *event, from, to, negated),
    }
}

fn fact_words(model: &Model, id: FactId, operator: Operator, value: Value, negated: bool) -> String {
    let Some(fact) = model.fact(id) else { return String::new() };
    let label = &fact.label;
    match (value, operator) {
        (Value::Bool(so), _) => yes_no(fact, so != negated),
        (Value::Choice(_), _) => {
            let is = if negated { "is not" } else { "is" };
            format!("{label} {is} {}", choice(fact, value))
        }
        (Value::Number(number), Operator::Equal) if negated => format!("{label} is not {number}"),
        (Value::Number(number), Operator::Equal) => format!("{label} is {number}"),
        (Value::Number(number), Operator::Less) if negated => format!("{label} is {number} or higher"),
        (Value::Number(number), Operator::Less) => format!("{label} is lower than {number}"),
        (Value::Number(number), Operator::Greater) if negated => format!("{label} is {number} or lower"),
        (Value::Number(number), Operator::Greater) => format!("{label} is higher than {number}"),
    }
}

fn choice(fact: &Fact, value: Value) -> &str {
    match (&fact.kind, value) {
        (FactKind::OneOf(choices), Value::Choice(index)) => {
            choices.get(index as usize).map(|(_, label)| label.as_str()).unwrap_or_default()
        }
        _ => "",
    }
}

fn yes_no(fact: &Fact, so: bool) -> String {
    match (fact.sign.is_some(), so) {
        // A sign's label as a fact is "you notice …"; behind that it may be any noun phrase.
        (true, false) => fact.label.replacen("you notice", "you do not notice", 1),
        (_, true) => fact.label.clone(),
        (false, false) => not(&fact.label),
    }
}

/// A sentence negated. Only a verb that follows "you" or a subject of two words ("your skin …") is surely the verb of
/// the sentence; "the area that is treated hurts" must not become "the area that is not treated hurts".
fn not(label: &str) -> String {
    let words: Vec<&str> = label.split(' ').collect();
    let unsure = || format!("{label}: no");
    if words.contains(&"and") || words.contains(&"but") {
        return unsure();
    }
    let (subject, verb, rest) = match words.as_slice() {
        ["you", verb, rest @ ..] => ("you".to_owned(), *verb, rest),
        [first @ ("your" | "the"), noun, verb, rest @ ..] => (format!("{first} {noun}"), *verb, rest),
        _ => return unsure(),
    };
    let rest = rest.join(" ");
    let participle = ["had", "been"].iter().any(|word| rest.starts_with(word))
        || rest.split(' ').next().is_some_and(|word| word.ends_with("ed") || word.ends_with("en"));
    let changed = match verb {
        "is" | "are" | "was" | "were" | "will" | "must" | "should" => format!("{verb} not"),
        "can" => "cannot".to_owned(),
        "has" | "have" if participle => format!("{verb} not"),
        "has" => "does not have".to_owned(),
        "have" | "take" | "use" | "smoke" | "wear" | "feel" | "drink" | "need" | "want" | "work" | "live" | "plan" => {
            format!("do not {verb}")
        }
        "agrees" | "allows" | "feels" | "looks" | "needs" | "hurts" | "itches" | "bleeds" | "burns" | "shows"
        | "seems" | "stings" => {
            let base = match verb {
                "itches" => "itch",
                other => other.trim_end_matches('s'),
            };
            format!("does not {base}")
        }
        _ => return unsure(),
    };
    format!("{subject} {changed} {rest}").trim_end().to_owned()
}

fn near_words(model: &Model, event: EventId, from: &Moment, to: &Moment, negated: bool) -> String {
    let within = within(model, from, to);
    if let Some(treatment) = model.treatment_of(event) {
        let is = if negated { "is not" } else { "is" };
        return format!("{} {is} {within}", model.lang.small(&treatment.label));
    }
    let Some(event) = model.event(event) else { return String::new() };
    let label = event.label.as_str();
    if matches!(event.of, EventOf::Activity(_)) {
        return format!("you {} {label} {within}", if negated { "did not have" } else { "had" });
    }
    // A label is a noun ("your last dose of …") or a sentence ("your skin has healed").
    match (is_clause(label), negated) {
        (true, false) => format!("{label} {within}"),
        (true, true) => format!("{label} {within}: no"),
        (false, negated) => {
            let was = if origin(to).is_some_and(|to| is_treatment(model, to)) { "was" } else { "is" };
            format!("{label} {was}{} {within}", if negated { " not" } else { "" })
        }
    }
}

/// The stretch from one moment to another, in the words in which it can have been written.
fn within(model: &Model, from: &Moment, to: &Moment) -> String {
    let (before, base) = (offset(from), origin(to));
    let (base_of_from, after) = (origin(from), offset(to));
    match (before, base, base_of_from, after) {
        (Some(before), Some(base), _, _) if before.0 == base && before.1 < 0 => {
            format!("within {} before {}", before.2, anchor(model, base))
        }
        (_, _, Some(base), Some(after)) if after.0 == base && after.1 > 0 => {
            format!("within {} after {}", after.2, anchor(model, base))
        }
        (Some(before), _, _, Some(after)) if before.0 == after.0 && before.1 < 0 && before.2 == after.2 => {
            let anchor = anchor(model, before.0);
            let of = if is_clause(&anchor) { "before or after" } else { "of" };
            format!("within {} {of} {anchor}", before.2)
        }
        _ => format!("between {} and {}", moment(model, from), moment(model, to)),
    }
}

fn single(latest: &Latest) -> Option<&Term> {
    match latest.0.as_slice() {
        [term] => Some(term),
        _ => None,
    }
}

/// The anchor of a moment that is an anchor itself.
fn origin(moment: &Moment) -> Option<Anchor> {
    let term = single(&moment.earliest)?;
    (!moment.is_range() && term.steps.is_empty()).then_some(term.anchor)
}

/// The anchor of a moment that lies some way off it, on which side (below or above 0), and how far in words.
fn offset(moment: &Moment) -> Option<(Anchor, i64, String)> {
    let (early, late) = (single(&moment.earliest)?, single(&moment.latest)?);
    let (first, last) = (far(early)?, far(late)?);
    if early.anchor != late.anchor || first.0.signum() != last.0.signum() {
        return None;
    }
    let far = match (moment.is_range(), first.0 < 0) {
        (false, _) => length(first.1),
        (true, true) => length_range(last.1, first.1),
        (true, false) => length_range(first.1, last.1),
    };
    Some((early.anchor, first.0, far))
}

/// On which side of its anchor a term lies, and how far; `None` if it names a day or changes sides.
fn far(term: &Term) -> Option<(i64, Length)> {
    let (mut months, mut days, mut seconds) = (0_i64, 0_i64, 0_i64);
    for step in &term.steps {
        match *step {
            Step::Calendar { months: more, days: and } => {
                months += i64::from(more);
                days += i64::from(and);
            }
            Step::Elapsed { seconds: more } => seconds += more,
            Step::Day { .. } => return None,
        }
    }
    let parts = [months, days, seconds];
    let side = parts.iter().copied().find(|&part| part != 0)?.signum();
    if parts.iter().any(|&part| part.signum() == -side) {
        return None;
    }
    let count = |part: i64| u32::try_from(part.unsigned_abs()).unwrap_or(u32::MAX);
    Some((side, (count(months), count(days), seconds.unsigned_abs())))
}

/// `the treatment`, or where there are several its name; `your skin has healed`
fn anchor(model: &Model, anchor: Anchor) -> String {
    let treatment = match anchor {
        Anchor::Treatment => model.treatment.as_ref().filter(|_| !model.others.is_empty()),
        Anchor::Event(event) => model.treatment_of(event),
    };
    match (anchor, treatment) {
        (_, Some(treatment)) => model.lang.small(&treatment.label),
        (Anchor::Treatment, None) => "the treatment".to_owned(),
        (Anchor::Event(event), None) => model.event(event).map(|event| event.label.clone()).unwrap_or_default(),
    }
}

fn is_treatment(model: &Model, anchor: Anchor) -> bool {
    anchor.event().is_none_or(|event| model.treatment_of(event).is_some())
}

fn moment(model: &Model, moment: &Moment) -> String {
    let one = |latest: &Latest| latest.0.iter().map(|one| term(model, one)).collect::<Vec<_>>().join(" or, if later, ");
    if moment.is_range() {
        format!("{} or {}", one(&moment.earliest), one(&moment.latest))
    } else {
        one(&moment.earliest)
    }
}

/// `your skin has healed`, `2 weeks after your skin has healed`
pub(super) fn term(model: &Model, term: &Term) -> String {
    let from = anchor(model, term.anchor);
    match (far(term), term.steps.as_slice()) {
        (_, []) => from,
        (Some((side, far)), _) => format!("{} {} {from}", length(far), if side < 0 { "before" } else { "after" }),
        (None, [.., Step::Day { days, clock }]) => {
            let day_of = format!("the day {} {from}", if is_clause(&from) { "on which" } else { "of" });
            let day = match *days {
                0 => day_of,
                days => {
                    let side = if days < 0 { "before" } else { "after" };
                    format!("{} {side} {day_of}", length((0, days.unsigned_abs(), 0)))
                }
            };
            clock.map_or(day.clone(), |clock| format!("{} on {day}", clock_minutes(clock)))
        }
        (None, _) => format!("a moment near {from}"),
    }
}

/// `5 to 7 days after your skin has healed`; `None` for a moment that is no range.
pub(super) fn offset_range(model: &Model, moment: &Moment) -> Option<String> {
    let (from, side, far) = offset(moment).filter(|_| moment.is_range())?;
    Some(format!("{far} {} {}", if side < 0 { "before" } else { "after" }, anchor(model, from)))
}

/// `6 to 8 weeks have passed`: the part of a `later of` that is a range after the treatment.
pub(super) fn least(model: &Model, moment: &Moment) -> Option<String> {
    let after = |latest: &Latest| {
        let term = latest.0.iter().find(|term| is_treatment(model, term.anchor))?;
        far(term).filter(|(side, _)| *side > 0).map(|(_, far)| far)
    };
    let (low, high) = (after(&moment.earliest)?, after(&moment.latest)?);
    (low != high).then(|| format!("{} have passed", length_range(low, high)))
}

/// A window in which the treatment must not lie, completing *Do not have this treatment …*.
pub(super) fn window(model: &Model, window: &Window) -> String {
    match (&window.start, window.end_moment()) {
        (Some(start), Some(end)) if !origin(start).is_some_and(|start| is_treatment(model, start)) => {
            within(model, start, end)
        }
        (None, Some(end)) => format!("before {}", moment(model, end)),
        (_, Some(end)) => format!("until {}", moment(model, end)),
        (Some(start), None) => format!("from {} on", moment(model, start)),
        (None, None) => "at any time".to_owned(),
    }
}

/// Whether the label of an event is a clause ("your skin has healed", "you leave") and not a noun phrase ("your last
/// dose of what was prescribed").
#[must_use]
pub fn is_clause(label: &str) -> bool {
    const VERBS: [&str; 18] = [
        "has", "have", "is", "are", "was", "were", "can", "allows", "agrees", "says", "stops", "begins", "ends",
        "comes", "come", "falls", "feels", "heals",
    ];
    const RELATIVE: [&str; 6] = ["that", "which", "who", "what", "where", "when"];
    let mut words = label.split(' ').take_while(|word| !RELATIVE.contains(word));
    label.starts_with("you ") || words.any(|word| VERBS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_goes_into_plain_sentences_only() {
        let labels = [
            "your skin feels irritated",
            "you are pregnant or breastfeeding",
            "you have diabetes",
            "you have had cold sores",
            "your skin has healed",
            "you can lie flat",
            "the area that is treated hurts",
            "your left arm is swollen",
            "you smoke and drink",
            "skin irritated",
        ];
        insta::assert_snapshot!(labels.map(not).join("\n"), @"
        your skin does not feel irritated
        you are not pregnant or breastfeeding
        you do not have diabetes
        you have not had cold sores
        your skin has not healed
        you cannot lie flat
        the area that is treated hurts: no
        your left arm is swollen: no
        you smoke and drink: no
        skin irritated: no
        ");
    }
}
