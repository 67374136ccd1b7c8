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

/// How many names, and how many cases with something given, are told of; and how many rules are looked at for that in all.
const MOST_NAMES: usize = 400;
const MOST_GIVEN: usize = 60;
const MOST_STEPS: usize = 2_000_000;

/// What is answered in one case: a line for each name.
type Answers = BTreeMap<String, String>;

/// All that is told, each case under its heading.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn told(model: &Model, sources: &Sources) -> Result<String, TimeError> {
    let names = named(model).len().max(1);
    // Of a sheet that is far larger than any leaflet not all cases are told.
    let most_given = MOST_STEPS.checked_div(names * model.rules.len()).unwrap_or(MOST_GIVEN).min(MOST_GIVEN);
    let (cases, left_out) = chosen(model, most_given)?;
    let courses = model.with_rules(model.rules.iter().filter(|rule| rule.verb == Verb::Repeat).cloned().collect());
    let mut ordinary: Option<Answers> = None;
    let mut text = String::new();
    for chosen in cases {
        let answers = answers(model, &courses, sources, &chosen.case)?;
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

/// The names that rules speak of, in their order; of very many only the first.
fn named(model: &Model) -> Vec<SubjectId> {
    let named = model.rules.iter().flat_map(|rule| {
        rule.targets.iter().map(|&(target, _)| target).chain(rule.except.iter().map(|hole| hole.subject))
    });
    let named: BTreeMap<&str, SubjectId> = named.map(|id| (model.subject(id).name.as_str(), id)).collect();
    named.into_values().take(MOST_NAMES).collect()
}

fn answers(model: &Model, courses: &Model, sources: &Sources, case: &Case) -> Result<Answers, TimeError> {
    let mut found = Answers::new();
    let treated = &case.situation.treated;
    for target in named(model) {
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
    if !courses.rules.is_empty() {
        let mut told = course(&evaluate::plan(courses, sources, case)?, treated);
        told.sort();
        found.insert("(course)".to_owned(), told.join(" | "));
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

/// `next +28d 14:00 to +42d 14:00, 3 sessions`
fn course(plan: &evaluate::Plan, treated: &Zoned) -> Vec<String> {
    let told = plan.course.iter().filter(|course| course.applies != Applies::No).map(|course| {
        let next = course.next.as_ref().map(|(from, until)| {
            let until = until.as_ref().map(|until| format!(" to {}", offset(until, treated))).unwrap_or_default();
            format!("next {}{until}", offset(from, treated))
        });
        let sessions = course.course.sessions.map(|sessions| match sessions {
            (1, 1) => "1 session".to_owned(),
            (low, high) if low == high => format!("{low} sessions"),
            (low, high) => format!("{low} to {high} sessions"),
        });
        let said = next.into_iter().chain(sessions).collect::<Vec<_>>().join(", ");
        let ideally = if course.ideally { "ideally " } else { "" };
        let depends = if course.applies == Applies::Depends { " (depends)" } else { "" };
        format!("{ideally}{said}{depends}")
    });
    told.collect()
}

/// `+2d 14:00`, in the zone of the treatment.
fn offset(at: &Zoned, treated: &Zoned) -> String {
    let at = Edge::At(at.with_time_zone(treated.time_zone().clone()));
    let Some(at) = at.instant() else { return String::new() };
    let days = treated.date().until(at.date()).map_or(0, |span| span.get_days());
    let clock = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    format!("{days:+}d {}", at.strftime(clock))
}
