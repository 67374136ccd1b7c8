//! The treatment itself, and the sessions that follow it → entries. The text of the treatment's entry holds all that has
//! no entry of its own: what holds from the treatment on, what is normal, whom to call, what is still open.

use std::collections::BTreeSet;

use super::bundle::{Draft, evening_before, line, morning, summary};
use super::entry::{Status, When};
use super::moment::{MOST_DAYS, day, mark};
use crate::evaluate::{Applies, Guidance, Plan, Treated};
use crate::lang::say;
use crate::model::Verb;
use crate::render::grammar::capital;
use crate::render::paper::sign;
use crate::render::plan::around::{self, Against, course_sentence};
use crate::render::plan::changed;
use crate::render::plan::section::{merge, sections, shared};
use crate::render::questions::asked;
use crate::render::window::is_on_arrival;

/// The entry of a treatment. `told` are the guidances that have an entry of their own.
pub(super) fn treatment(plan: &Plan, index: usize, treated: &Treated, told: &BTreeSet<usize>) -> Option<Draft> {
    let lang = plan.lang;
    let mut text = vec![around::date(lang, treated)];
    let against = plan.screening.iter().filter(|reason| reason.applies != Applies::No && reason.treatment == index);
    let against =
        against.map(|reason| format!("{}{}", sign(Verb::Avoid, true), Against::of(plan).sentence(reason).text()));
    section(&mut text, &say!(lang, "check-before"), against.collect());
    let all = plan.told();
    let untold: Vec<&Guidance> =
        all.iter().enumerate().filter(|(at, _)| !told.contains(at)).map(|(_, &guidance)| guidance).collect();
    let is_untold = |guidance: &Guidance| untold.iter().any(|other| std::ptr::eq(*other, guidance));
    for part in sections(plan, index, &treated.at, is_untold) {
        let items = part.items.iter();
        let lines = items.filter_map(|item| Some(line(lang, item, item.first()?.verb, &treated.at)));
        section(&mut text, &capital(&part.heading), lines.collect());
    }
    // What several treatments have a part in is told with the one that it is counted from.
    let joint = shared(plan).into_iter().filter(|guidance| guidance.treatment == index && is_untold(guidance));
    let joint = merge(joint.collect());
    let joint = joint.iter().filter_map(|item| Some(line(lang, item, item.first()?.verb, &treated.at)));
    section(&mut text, &say!(lang, "together-with-others"), joint.collect());
    if index == 0 {
        let questions = plan.missing.iter().map(|question| format!("? {}", asked(lang, question))).collect();
        section(&mut text, &say!(lang, "questions"), questions);
        for block in changed::blocks(plan) {
            section(&mut text, &block.heading, block.lines.iter().map(|line| line.phrase.text()).collect());
        }
    }
    text.push(String::new());
    text.extend(around::source(lang, treated));
    text.extend([around::times(lang), around::advice(lang)]);
    let prepares = all.iter().any(|guidance| {
        guidance.treatment == index
            && is_on_arrival(&guidance.window, &treated.at)
            && matches!(guidance.verb, Verb::Do | Verb::Avoid)
    });
    Some(Draft {
        treatment: index,
        keys: BTreeSet::from(["treatment".to_owned()]),
        status: Status::Confirmed,
        when: mark(&treated.at)?,
        summary: around::name(lang, treated),
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
    let (lang, mut drafts) = (plan.lang, Vec::new());
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
        let name =
            if treated.label.is_empty() { say!(lang, "the-treatment-itself") } else { lang.small(&treated.label) };
        let mut sentence = match last_day {
            Some(last) => say!(lang, "session-through", name = name, day = lang.day(last, first.year())),
            None if last.is_some() => say!(lang, "session-today", name = name),
            None => say!(lang, "session-from-today", name = name),
        };
        if let Some(when) = &course.when {
            sentence = say!(lang, "if-then", form = "other", when = lang.condition(when), what = sentence);
        }
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
                course_sentence(lang, &plan.treatments, course).text(),
                String::new(),
                format!("{}: {}", around::name(lang, treated), around::date(lang, treated)),
            ],
            alarms: morning(first).map(|at| at.timestamp()).into_iter().collect(),
        });
    }
    drafts
}
