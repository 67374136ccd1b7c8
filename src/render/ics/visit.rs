//! The treatment itself, and the sessions that follow it → entries. The text of the treatment's entry holds all that has
//! no entry of its own: what holds from the treatment on, what is normal, whom to call, what is still open.

use std::collections::BTreeSet;

use super::bundle::{Draft, evening_before, line, morning, summary};
use super::entry::{Status, When};
use super::moment::{MOST_DAYS, day, mark};
use crate::evaluate::{Applies, Guidance, Plan, Treated};
use crate::model::Verb;
use crate::render::grammar::{capital, condition, small};
use crate::render::paper::sign;
use crate::render::plan::around::{self, ADVICE, Against, course_sentence};
use crate::render::plan::changed;
use crate::render::plan::section::{merge, sections, shared};
use crate::render::questions::asked;
use crate::render::window::Told;
use crate::time::{tzdb_version, words};

/// The entry of a treatment. `told` are the guidances that have an entry of their own.
pub(super) fn treatment(plan: &Plan, index: usize, treated: &Treated, told: &BTreeSet<usize>) -> Option<Draft> {
    let mut text = vec![around::date(treated)];
    let against = plan.screening.iter().filter(|reason| reason.applies != Applies::No && reason.treatment == index);
    let against =
        against.map(|reason| format!("{}{}", sign(Verb::Avoid, true), Against::of(plan).sentence(reason).text()));
    section(&mut text, "Before the treatment: check", against.collect());
    let all = plan.told();
    let untold: Vec<&Guidance> =
        all.iter().enumerate().filter(|(at, _)| !told.contains(at)).map(|(_, &guidance)| guidance).collect();
    let is_untold = |guidance: &Guidance| untold.iter().any(|other| std::ptr::eq(*other, guidance));
    for part in sections(plan, index, &treated.at, is_untold) {
        let items = part.items.iter();
        let lines = items.filter_map(|item| Some(line(item, item.first()?.verb, &treated.at)));
        section(&mut text, &capital(&part.heading), lines.collect());
    }
    // What several treatments have a part in is told with the one that it is counted from.
    let joint = shared(plan).into_iter().filter(|guidance| guidance.treatment == index && is_untold(guidance));
    let joint = merge(joint.collect());
    let joint = joint.iter().filter_map(|item| Some(line(item, item.first()?.verb, &treated.at)));
    section(&mut text, "Together with the other treatments", joint.collect());
    if index == 0 {
        let questions = plan.missing.iter().map(|question| format!("? {}", asked(question))).collect();
        section(&mut text, "These answers still decide what holds", questions);
        for block in changed::blocks(plan) {
            section(&mut text, &block.heading, block.lines.iter().map(|line| line.phrase.text()).collect());
        }
    }
    text.push(String::new());
    text.extend(around::source(treated));
    text.push(format!("Times by time zone database {}.", tzdb_version()));
    text.push(ADVICE.to_owned());
    let prepares = all.iter().any(|guidance| {
        guidance.treatment == index
            && Told::of(guidance, &treated.at).is_on_arrival()
            && matches!(guidance.verb, Verb::Do | Verb::Avoid)
    });
    Some(Draft {
        treatment: index,
        keys: BTreeSet::from(["treatment".to_owned()]),
        status: Status::Confirmed,
        when: mark(&treated.at)?,
        summary: around::name(treated),
        text,
        alarms: evening_before(&treated.at).filter(|_| prepares).map(|at| at.timestamp()).into_iter().collect(),
    })
}

fn section(text: &mut Vec<String>, heading: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        text.push(String::new());
        text.push(heading.to_owned());
        text.extend(lines);
    }
}

/// The entries of the next sessions: on the first day on which each can be.
pub(super) fn sessions(plan: &Plan) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut numbers = vec![0_usize; plan.treatments.len()];
    for course in &plan.course {
        let Some(treated) = plan.treatments.get(course.treatment) else { continue };
        let number = numbers.get_mut(course.treatment).map_or(0, |next| std::mem::replace(next, *next + 1));
        let Some((first, last)) = &course.next else { continue };
        let last_day = last.as_ref().map(|last| last.date()).filter(|&last| last > first.date());
        let most = first.date().checked_add(jiff::Span::new().days(MOST_DAYS));
        let short = last_day.filter(|&last| most.is_ok_and(|most| last < most)).and_then(|last| last.tomorrow().ok());
        let when = match (short, day(first.date())) {
            (Some(after), _) => When::Days { first: first.date(), after },
            (None, Some(day)) => day,
            (None, None) => continue,
        };
        let name = if treated.label.is_empty() { "the treatment".to_owned() } else { small(&treated.label) };
        let opening = course.when.as_deref().map(|when| format!("{}: ", condition(when))).unwrap_or_default();
        let sentence = match last_day {
            Some(last) => {
                format!("{opening}next session of {name}: from today through {}", words::day(last, first.year()))
            }
            None if last.is_some() => format!("{opening}next session of {name}: today"),
            None => format!("{opening}the next session of {name} can be from today on"),
        };
        let key = match &course.rule.name {
            Some(name) => format!("session {name}"),
            None => format!("session {number}"),
        };
        drafts.push(Draft {
            treatment: course.treatment,
            keys: BTreeSet::from([key]),
            status: Status::Confirmed,
            when,
            summary: summary(&capital(&sentence), treated, plan),
            text: vec![
                course_sentence(&plan.treatments, course).text(),
                String::new(),
                format!("{}: {}", around::name(treated), around::date(treated)),
            ],
            alarms: morning(first).map(|at| at.timestamp()).into_iter().collect(),
        });
    }
    drafts
}
