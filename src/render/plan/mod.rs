//! A plan → a page for a person, or `carecheck.plan/1`. The page is for a tired patient and a busy desk: what speaks
//! against the treatment first, what holds now and what comes next, then everything in the order of the days.

pub(super) mod around;
mod json;
mod now;
pub(super) mod section;
pub(super) mod sentence;
mod timeline;

use jiff::Zoned;

use self::around::{course, foot, screening, title};
use self::section::{Item, sections};
use self::sentence::sentence;
use super::findings::Style;
use super::grammar::capital;
use super::paper::{Page, Phrase, Role, role, sign};
use super::questions::questions;
use crate::evaluate::{Guidance, Plan, Treated};
use crate::model::{Frequency, Verb};
use crate::time::words;

pub use json::json;

/// From this width on, the page has a picture of the days.
const WIDTH_OF_TIMELINE: usize = 90;

/// The page of a plan. With `now`, it begins with what holds then and what comes next, and leaves out what is over.
#[must_use]
pub fn text(plan: &Plan, now: Option<&Zoned>, style: Style) -> String {
    let mut page = Page::new(style);
    for (index, treated) in plan.treatments.iter().enumerate() {
        page.blank();
        title(&mut page, treated);
        if index == 0 {
            // After the treatment it is too late to ask whether to treat.
            if now.is_none_or(|now| now.timestamp() <= treated.at.timestamp()) {
                screening(&mut page, plan);
            }
            if !plan.missing.is_empty() {
                page.blank();
                let open = words::count(plan.missing.len() as u64, "question is", "questions are");
                page.line("", &Phrase::of(Role::Aside, format!("{open} still open; see the end of this page.")));
            }
        }
        match now {
            Some(now) => with_now(&mut page, plan, index, treated, &now.with_time_zone(treated.at.time_zone().clone())),
            None => all_sections(&mut page, plan, index, treated, None),
        }
        if !plan.guidance.iter().any(|guidance| guidance.treatment == index) {
            page.blank();
            page.line("", &Phrase::of(Role::Plain, "The sheet says nothing about this treatment."));
        }
        if style.width >= WIDTH_OF_TIMELINE {
            timeline::draw(&mut page, plan, index, &treated.at, now);
        }
    }
    course(&mut page, plan);
    questions(&mut page, &plan.missing);
    foot(&mut page, plan);
    page.finish()
}

fn with_now(page: &mut Page, plan: &Plan, index: usize, treated: &Treated, now: &Zoned) {
    page.heading("What holds now", &words::date_time(now));
    let of_treatment = |guidance: &&Guidance| guidance.treatment == index;
    let mut holding: Vec<&Guidance> =
        plan.guidance.iter().filter(of_treatment).filter(|guidance| now::holds(guidance, now)).collect();
    holding.sort_by_key(|guidance| match guidance.verb {
        Verb::Avoid => 0,
        Verb::Do => 1,
        Verb::Allow => 2,
        Verb::Expect => 3,
        _ => 4,
    });
    if holding.is_empty() {
        page.line("  ", &Phrase::of(Role::Plain, "The sheet says nothing about this moment."));
    }
    for item in section::merge(holding) {
        write_item(page, &item, &treated.at, Some(now));
    }
    now::changes(page, plan, index, &treated.at, now);
    all_sections(page, plan, index, treated, Some(now));
    let over = plan.guidance.iter().filter(of_treatment).filter(|guidance| now::is_over(guidance, now)).count();
    if over > 0 {
        page.blank();
        let count = words::count(over as u64, "instruction is", "instructions are");
        page.line("", &Phrase::of(Role::Aside, format!("{count} over and not shown.")));
    }
}

fn all_sections(page: &mut Page, plan: &Plan, index: usize, treated: &Treated, now: Option<&Zoned>) {
    let to_come =
        |guidance: &Guidance| now.is_none_or(|now| !now::holds(guidance, now) && !now::is_over(guidance, now));
    for section in sections(plan, index, &treated.at, to_come) {
        page.heading(&capital(&section.heading), &section.dates);
        for item in &section.items {
            write_item(page, item, &treated.at, now);
        }
    }
}

fn write_item(page: &mut Page, item: &Item<'_>, treated: &Zoned, now: Option<&Zoned>) {
    let Some(first) = item.first() else { return };
    let mut phrase = sentence(item, treated, now);
    let times = next_times(first, treated, now);
    if !times.is_empty() {
        phrase.plain(" ").say(Role::Aside, times);
    }
    page.item(&[(Role::Plain, "  "), (role(first.verb), sign(first.verb, page.style().unicode))], &phrase);
}

/// The next times of an instruction that is due at times of its own.
fn next_times(guidance: &Guidance, treated: &Zoned, now: Option<&Zoned>) -> String {
    let has_times = matches!(guidance.frequency, Some(Frequency::Every(..) | Frequency::DailyAt(_)));
    // Clock times of every day need no list, unless the question is which comes next.
    if !has_times || (now.is_none() && matches!(guidance.frequency, Some(Frequency::DailyAt(_)))) {
        return String::new();
    }
    let coming = || {
        let from = now.map(Zoned::timestamp);
        guidance.occurrences.iter().filter(move |at| from.is_none_or(|from| at.timestamp() >= from))
    };
    let mut day = now.unwrap_or(treated).date();
    let shown: Vec<String> = coming()
        .take(3)
        .map(|at| {
            let same_day = std::mem::replace(&mut day, at.date()) == at.date();
            if same_day { words::clock(at) } else { format!("{} {}", words::short_date(at.date()), words::clock(at)) }
        })
        .collect();
    let more = coming().nth(3).is_some() || guidance.more_occurrences;
    match shown.is_empty() {
        true => String::new(),
        false => format!(
            "{}: {}{}.",
            if now.is_some() { "Next" } else { "First" },
            shown.join(", "),
            if more { ", and so on" } else { "" }
        ),
    }
}
