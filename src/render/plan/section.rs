//! A plan → the sections of its page, in the order in which a patient lives through them. Guidances that differ in
//! nothing but their targets become one item. Moves entries about; makes no words but headings.

use jiff::Zoned;

use crate::evaluate::{Guidance, Plan};
use crate::lang::{Lang, say};
use crate::model::Verb;
use crate::render::window::{is_first_instant, is_on_arrival, last_date};
use crate::time::Edge;

/// Guidances that differ in nothing but their targets; never empty.
pub(in crate::render) type Item<'p> = Vec<&'p Guidance>;

/// Items under one heading.
pub(in crate::render) struct Section<'p> {
    /// The heading.
    pub heading: String,
    /// The dates of a phase; empty for other headings.
    pub dates: String,
    /// What stands under it, by start.
    pub items: Vec<Item<'p>>,
}

/// Under which heading a guidance stands. The order is that of the page, phases by the start of what stands in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group<'p> {
    Before,
    OnTheDay,
    After,
    Phase(&'p str),
    Later,
}

/// The sections of one treatment with all guidances that `shown` lets pass.
pub(in crate::render) fn sections<'p>(
    plan: &'p Plan,
    treatment: usize,
    treated: &Zoned,
    shown: impl Fn(&Guidance) -> bool,
) -> Vec<Section<'p>> {
    let lang = plan.lang;
    let mut groups: Vec<(Group<'p>, Item<'p>)> = Vec::new();
    let told = of_treatment(plan, treatment);
    for guidance in told.iter().copied().filter(|guidance| shown(guidance)) {
        let group = group(guidance, treated);
        match groups.iter_mut().find(|(other, _)| *other == group) {
            Some((_, members)) => members.push(guidance),
            None => groups.push((group, vec![guidance])),
        }
    }
    groups.sort_by_key(|(group, members)| {
        let start = members.iter().map(|guidance| guidance.window.start.start.clone()).min().unwrap_or(Edge::Future);
        let treatment = || Edge::At(treated.clone());
        match group {
            Group::Before => (Edge::Past, 0),
            Group::OnTheDay => (treatment(), 1),
            Group::After => (treatment(), 2),
            // A phase that begins on the day of the treatment begins at its first instant, but is read after it.
            Group::Phase(_) if start.instant().is_some_and(|start| start.date() == treated.date()) => (treatment(), 3),
            Group::Phase(_) => (start, 4),
            Group::Later => (Edge::Future, 5),
        }
    });
    groups
        .into_iter()
        .map(|(group, members)| Section {
            heading: heading(lang, group),
            dates: match group {
                // The dates of the whole phase, whatever of it is shown; what was changed may lie outside of it.
                Group::Phase(label) => dates(
                    lang,
                    told.iter()
                        .copied()
                        .filter(|guidance| guidance.phase.as_deref() == Some(label) && guidance.rule.changed.is_none()),
                ),
                _ => String::new(),
            },
            items: merge(members),
        })
        .collect()
}

/// What is told of one treatment alone.
pub(in crate::render) fn of_treatment(plan: &Plan, treatment: usize) -> Vec<&Guidance> {
    let mut told = plan.told();
    told.retain(|guidance| guidance.treatment == treatment && !is_shared(guidance));
    told
}

/// What several treatments have a part in.
pub(in crate::render) fn shared(plan: &Plan) -> Vec<&Guidance> {
    let mut told = plan.told();
    told.retain(|guidance| is_shared(guidance));
    told
}

fn is_shared(guidance: &Guidance) -> bool {
    guidance.joint.as_ref().is_some_and(|joint| joint.treatments.len() > 1)
}

/// Puts guidances together that differ in nothing but their targets. An instruction stands alone.
pub(in crate::render) fn merge(guidances: Vec<&Guidance>) -> Vec<Item<'_>> {
    let mut items: Vec<Item> = Vec::new();
    for guidance in guidances {
        let same =
            items.iter_mut().find(|item| item.first().is_some_and(|first| differ_in_target_only(first, guidance)));
        match same {
            Some(item) => {
                if item.iter().all(|other| other.label != guidance.label) {
                    item.push(guidance);
                }
            }
            None => items.push(vec![guidance]),
        }
    }
    items
}

fn differ_in_target_only(a: &Guidance, b: &Guidance) -> bool {
    a.verb != Verb::Do
        && (a.verb, a.ideally, a.applies, a.through, a.about) == (b.verb, b.ideally, b.applies, b.through, b.about)
        && (&a.window, &a.waits_for, &a.dated, &a.when) == (&b.window, &b.waits_for, &b.dated, &b.when)
        && (&a.rule.because, &a.amount, &a.by, &a.orders) == (&b.rule.because, &b.amount, &b.by, &b.orders)
        && (&a.frequency, &a.parts, &a.lasting) == (&b.frequency, &b.parts, &b.lasting)
        && (&a.except, &a.joint, &a.rule.changed) == (&b.except, &b.joint, &b.rule.changed)
}

fn group<'p>(guidance: &'p Guidance, treated: &Zoned) -> Group<'p> {
    if let Some(phase) = &guidance.phase {
        return Group::Phase(phase);
    }
    let possible = guidance.window.possible();
    let now = Edge::At(treated.clone());
    let on_date = |edge: &Edge| edge.instant().is_some_and(|at| at.date() == treated.date());
    let at_once = guidance.window.point || is_on_arrival(&guidance.window, treated);
    if at_once && on_date(&possible.start) && on_date(&possible.end) {
        return Group::OnTheDay;
    }
    // A day before the next session may lie before this one as far as is known, but nobody means that.
    let later = !guidance.waits_for.0.is_empty() && guidance.window.start.end > now;
    let ends_on_date = match &possible.end {
        Edge::At(end) if is_first_instant(end) => last_date(end) == treated.date(),
        end => on_date(end),
    };
    if possible.start < now && !later && !(on_date(&possible.start) && ends_on_date && possible.end > now) {
        return Group::Before;
    }
    match (ends_on_date, on_date(&possible.start)) {
        (true, _) => Group::OnTheDay,
        _ if later && possible.start < now => Group::Later,
        (false, true) => Group::After,
        (false, false) => Group::Later,
    }
}

fn heading(lang: Lang, group: Group<'_>) -> String {
    match group {
        Group::Before => say!(lang, "before-the-treatment"),
        Group::OnTheDay => say!(lang, "on-the-day"),
        Group::After => say!(lang, "after-it"),
        Group::Phase(label) => label.to_owned(),
        Group::Later => say!(lang, "later"),
    }
}

/// `Wed 25 Nov to Mon 30 Nov`: from the first to the last date of what stands in a phase, if all of it has dates.
fn dates<'g>(lang: Lang, members: impl Iterator<Item = &'g Guidance>) -> String {
    let possible: Vec<_> = members.map(|guidance| guidance.window.possible()).collect();
    let start = possible.iter().map(|window| &window.start).min();
    let end = possible.iter().map(|window| &window.end).max();
    let (Some(Edge::At(start)), Some(Edge::At(end))) = (start, end) else { return String::new() };
    let last = if is_first_instant(end) { last_date(end) } else { end.date() };
    let first = lang.short_date(start.date());
    if last == start.date() { first } else { say!(lang, "first-to-last", first = first, last = lang.short_date(last)) }
}
