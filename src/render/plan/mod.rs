//! A plan → a page for a person, or `carecheck.plan/1`. The page is for a tired patient and a busy desk: what speaks
//! against the treatment first, what holds now and what comes next, then everything in the order of the days.

pub(super) mod around;
pub(super) mod changed;
mod json;
pub(super) mod layout;
mod now;
mod read;
pub(super) mod section;
pub(super) mod sentence;
pub(super) mod several;
mod timeline;

use jiff::Zoned;

use self::layout::{Block, Line, Mark, Signs, layout};
use super::clean::width;
use super::clinic::Clinic;
use super::findings::Style;
use super::paper::{Page, Phrase, Role, role, sign};
use super::questions::questions;
use super::reading::{Reading, View};
use crate::evaluate::Plan;
use crate::lang::{Lang, say};
use crate::model::Verb;

pub use json::json;
pub(super) use now::{holds as may_hold, is_over};
pub use read::{Sentence, sentences};

/// From this width on, the page has a picture of the days.
const WIDTH_OF_TIMELINE: usize = 90;

/// The page of a plan for the patient. With `now`, it begins with what holds then and what comes next, and leaves out
/// what is over.
#[must_use]
pub fn text(plan: &Plan, now: Option<&Zoned>, style: Style) -> String {
    text_for(plan, &Reading { now, ..Reading::default() }, style)
}

/// The page of a plan as it is to be read.
#[must_use]
pub fn text_for(plan: &Plan, reading: &Reading<'_>, style: Style) -> String {
    let (now, view) = (reading.now, reading.view);
    let mut page = Page::new(style);
    let layout = layout(plan, now, Signs::AmongTheRest);
    if let Some(together) = &layout.together {
        page.blank();
        for treated in &plan.treatments {
            let mut line = Phrase::of(Role::Heading, format!("{}:", around::name(plan.lang, treated)));
            page.line("", line.plain(format!(" {}", around::date(plan.lang, treated))));
        }
        let (first, rest) = together.blocks.split_at(together.first);
        first.iter().for_each(|block| draw(&mut page, plan.lang, block, view));
        paragraphs(&mut page, together.open.as_slice());
        rest.iter().for_each(|block| draw(&mut page, plan.lang, block, view));
        paragraphs(&mut page, &together.remarks);
        if style.width >= WIDTH_OF_TIMELINE {
            timeline::draw(&mut page, plan, now);
        }
    }
    for visit in &layout.visits {
        page.blank();
        page.line("", &Phrase::of(Role::Heading, around::name(plan.lang, visit.treated)));
        page.line("", &Phrase::of(Role::Plain, around::date(plan.lang, visit.treated)));
        let (against, rest) = match visit.blocks.split_first() {
            Some((first, rest)) if first.kind == layout::Kind::Against => (Some(first), rest),
            _ => (None, visit.blocks.as_slice()),
        };
        against.into_iter().for_each(|block| draw(&mut page, plan.lang, block, view));
        paragraphs(&mut page, visit.open.as_slice());
        rest.iter().for_each(|block| draw(&mut page, plan.lang, block, view));
        paragraphs(&mut page, &visit.remarks);
        if style.width >= WIDTH_OF_TIMELINE && layout.together.is_none() {
            timeline::draw(&mut page, plan, now);
        }
    }
    layout.course.iter().chain(&layout.changed).for_each(|block| draw(&mut page, plan.lang, block, view));
    questions(&mut page, plan.lang, &plan.missing);
    reading.clinic.iter().for_each(|clinic| whom(&mut page, plan, clinic));
    page.blank();
    layout.foot.iter().for_each(|phrase| page.line("", phrase));
    page.finish()
}

fn draw(page: &mut Page, lang: Lang, block: &Block<'_>, view: View) {
    page.heading(&block.heading, &block.aside);
    for line in &block.lines {
        write_line(page, lang, line, "  ");
        rules(page, line, view);
        for line in &line.below {
            write_line(page, lang, line, "    ");
            rules(page, line, view);
        }
    }
}

/// Which rules say a line, for those who answer for it.
fn rules(page: &mut Page, line: &Line<'_>, view: View) {
    for rule in line.rules.iter().filter(|_| view == View::Clinician) {
        page.line("      ", &Phrase::of(Role::Aside, around::traced(rule)));
    }
}

/// Whom to call.
fn whom(page: &mut Page, plan: &Plan, clinic: &Clinic) {
    page.heading(&say!(plan.lang, "page-whom-to-call"), "");
    let emergency = clinic.emergency.as_ref().map(|phone| format!("{} {phone}", say!(plan.lang, "page-emergency")));
    let mut lines = vec![clinic.name.clone()];
    lines.extend(clinic.phone.iter().cloned().chain(emergency));
    lines.iter().for_each(|line| page.line("  ", &Phrase::of(Role::Plain, line)));
}

fn write_line(page: &mut Page, lang: Lang, line: &Line<'_>, indent: &str) {
    let unicode = page.style().unicode;
    // Both words are as wide as the wider one.
    let words = [say!(lang, "ends"), say!(lang, "begins")].map(|word| format!("{word}:"));
    let widest = words.iter().map(|word| width(word)).max().unwrap_or_default();
    let [ends, begins] = words.map(|word| format!("{word}{} ", " ".repeat(widest - width(&word))));
    let mark = match line.mark {
        Mark::None | Mark::Treatment => (Role::Plain, ""),
        Mark::Asks(verb) => (role(verb), sign(verb, unicode)),
        Mark::Against => (Role::Alert, sign(Verb::Avoid, unicode)),
        Mark::Cleared => (Role::Allow, sign(Verb::Allow, unicode)),
        Mark::Ends => (Role::Aside, ends.as_str()),
        Mark::Begins => (Role::Aside, begins.as_str()),
    };
    page.item(&[(Role::Plain, indent), mark], &line.phrase);
}

/// Each after an empty line.
fn paragraphs(page: &mut Page, phrases: &[Phrase]) {
    for phrase in phrases {
        page.blank();
        page.line("", phrase);
    }
}
