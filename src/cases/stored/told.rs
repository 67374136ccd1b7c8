//! A sheet → what it answers in the chosen cases, as lines that are read in a code review. Times are told from the treatment
//! on (`+2d 14:00` is two days later at two o'clock), so that a case tells only what is otherwise than on the ordinary day. Free of
//! places, labels and the order of the rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Zoned;

use super::chosen::chosen;
use crate::evaluate::{self, Answered, Applies};
use crate::model::{AnswerWord, Case, Model, SubjectId, Verb};
use crate::source::Sources;
use crate::time::{Edge, TimeError};

/// What is answered in one case: a line for each name.
type Answers = BTreeMap<String, String>;

/// All that is told, each case under its heading.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn told(model: &Model, sources: &Sources) -> Result<String, TimeError> {
    let (cases, left_out) = chosen(model)?;
    let mut ordinary: Option<Answers> = None;
    let mut text = String::new();
    for chosen in cases {
        let answers = answers(model, sources, &chosen.case)?;
        let _ = writeln!(text, "== {}", chosen.title);
        let is_new = |name: &String, said: &String| ordinary.as_ref().is_none_or(|all| all.get(name) != Some(said));
        let told: Vec<String> = answers
            .iter()
            .filter(|(name, said)| is_new(name, said))
            .map(|(name, said)| format!("{name}: {said}\n"))
            .collect();
        text.push_str(&told.concat());
        if told.is_empty() {
            text.push_str(if ordinary.is_some() { "as on the ordinary day\n" } else { "nothing\n" });
        }
        text.push('\n');
        ordinary.get_or_insert(answers);
    }
    if left_out > 0 {
        let _ = writeln!(text, "== {left_out} more cases are not told\n");
    }
    Ok(text)
}

fn answers(model: &Model, sources: &Sources, case: &Case) -> Result<Answers, TimeError> {
    let mut found = Answers::new();
    let treated = &case.situation.treated;
    let named = model.rules.iter().flat_map(|rule| {
        rule.targets.iter().map(|&(target, _)| target).chain(rule.except.iter().map(|hole| hole.subject))
    });
    let mut named: Vec<SubjectId> = named.collect();
    named.sort();
    named.dedup();
    for target in named {
        let runs = evaluate::answers(model, case, target)?;
        let runs: Vec<String> = runs.iter().map(|run| answered(run, treated)).collect();
        found.insert(model.subject(target).name.clone(), runs.join(" | "));
    }
    if model.rules.iter().any(|rule| rule.verb == Verb::Contraindicated) {
        let word = match evaluate::contraindicated(model, case)? {
            Applies::Yes => "yes",
            Applies::No => "no",
            Applies::Depends => "depends",
        };
        found.insert("(contraindicated)".to_owned(), word.to_owned());
    }
    let mut courses = courses(&evaluate::plan(model, sources, case)?, treated);
    courses.sort();
    if !courses.is_empty() {
        found.insert("(course)".to_owned(), courses.join(" | "));
    }
    Ok(found)
}

/// `+2d 14:00 avoided`, `+5d 00:00 depends (allowed or not stated)`
fn answered(run: &Answered, treated: &Zoned) -> String {
    let from = run.from.instant().map(|at| format!("{} ", offset(at, treated))).unwrap_or_default();
    let possible: Vec<&str> = run.possible.iter().map(|answer| answer.word()).collect();
    match run.answer {
        AnswerWord::Depends => format!("{from}depends ({})", possible.join(" or ")),
        answer => format!("{from}{}", answer.word()),
    }
}

fn courses(plan: &evaluate::Plan, treated: &Zoned) -> Vec<String> {
    let mut found = Vec::new();
    for course in plan.course.iter().filter(|course| course.applies != Applies::No) {
        let mut text = if course.ideally { "ideally ".to_owned() } else { String::new() };
        if let Some((from, until)) = &course.next {
            let until = until.as_ref().map(|until| format!(" to {}", offset(until, treated))).unwrap_or_default();
            let _ = write!(text, "next {}{until} ", offset(from, treated));
        }
        if let Some((low, high)) = course.course.sessions {
            let _ = write!(text, "sessions {low}..{high} ");
        }
        if course.applies == Applies::Depends {
            text.push_str("(depends)");
        }
        found.push(text.trim_end().to_owned());
    }
    found
}

/// `+2d 14:00`, in the zone of the treatment.
fn offset(at: &Zoned, treated: &Zoned) -> String {
    let at = Edge::At(at.with_time_zone(treated.time_zone().clone()));
    let Some(at) = at.instant() else { return String::new() };
    let days = treated.date().until(at.date()).map_or(0, |span| span.get_days());
    let clock = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    format!("{days:+}d {}", at.strftime(clock))
}
