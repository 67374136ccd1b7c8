//! When other rules forbid what one permits or orders: for sure, firmly, or perhaps. Knows windows and holes; makes no words.

use super::combined::All;
use super::plan::{Applies, Exception, Guidance};
use super::unknown::truth;
use crate::model::{Condition, SubjectId, Truth, Verb};
use crate::time::{Edge, Stretch};

/// So many parts of one permission are told.
const MOST_PARTS: usize = 40;

/// When something is forbidden, each time with the ban, by start.
#[derive(Debug, Default)]
pub(super) struct Forbidden {
    /// It is certain that it is not simply allowed: forbidden, or advised against by another treatment.
    pub surely: Vec<(Stretch, usize)>,
    /// A ban of another treatment that is a must surely holds.
    pub firmly: Vec<(Stretch, usize)>,
    /// A ban of another treatment may hold: that depends on an answer or an event.
    pub perhaps: Vec<(Stretch, usize)>,
}

/// What is forbidden of a subject by all guidances but one.
pub(super) fn forbidden(all: &All<'_>, index: usize, subject: SubjectId) -> Forbidden {
    let mut found = Forbidden::default();
    let Some(own) = all.guidance.get(index) else { return found };
    for (number, (ban, &target)) in all.guidance.iter().zip(all.subjects).enumerate() {
        if ban.verb != Verb::Avoid
            || number == index
            || !all.model.is_kind_of(subject, target)
            || all.is_on_arrival(ban)
        {
            continue;
        }
        let lets_through = |hole: &&Exception| {
            all.model.subject_named(&hole.target).is_some_and(|hole| all.model.is_kind_of(subject, hole))
        };
        let (open, shut): (Vec<&Exception>, Vec<&Exception>) =
            ban.except.iter().filter(lets_through).partition(|hole| hole.applies == Applies::Yes);
        let other = ban.treatment != own.treatment;
        let possible = ban.window.possible();
        let known = is_settled(ban);
        let sure = match (other, ban.ideally) {
            _ if ban.applies == Applies::Depends => Vec::new(),
            // A sheet that permits what it advises against says both of the same treatment.
            (false, true) => Vec::new(),
            (false, false) => vec![ban.window.certain()],
            (true, _) if known => vec![possible.clone()],
            (true, _) => vec![ban.window.certain()],
        };
        let firm = match other && ban.applies == Applies::Yes && !ban.ideally {
            true => vec![ban.window.certain()],
            false => Vec::new(),
        };
        let certain_hole = |hole: &&Exception| hole.window.as_ref().map_or_else(always, |window| window.certain());
        let possible_hole = |hole: &&Exception| hole.window.as_ref().map_or_else(always, |window| window.possible());
        let sure_holes: Vec<Stretch> = open.iter().map(certain_hole).chain(shut.iter().map(possible_hole)).collect();
        let firm_holes: Vec<Stretch> = open.iter().chain(&shut).map(possible_hole).collect();
        let keep = |stretches: Vec<Stretch>, holes: &[Stretch]| {
            holes.iter().fold(stretches, |left, hole| left.iter().flat_map(|one| without(one, hole)).collect())
        };
        let with =
            |stretches: Vec<Stretch>| stretches.into_iter().filter(|one| !one.is_empty()).map(move |one| (one, number));
        found.surely.extend(with(keep(sure, &sure_holes)));
        found.firmly.extend(with(keep(firm, &firm_holes)));
        if other && (ban.applies == Applies::Depends || !known || !shut.is_empty()) {
            let open_holes: Vec<Stretch> = open.iter().map(certain_hole).collect();
            found.perhaps.extend(with(keep(vec![possible], &open_holes)));
        }
    }
    let always = always_one(all, index, &found.perhaps);
    found.surely.extend(always);
    for list in [&mut found.surely, &mut found.firmly, &mut found.perhaps] {
        list.sort_by(|(a, _), (b, _)| a.start.cmp(&b.start));
    }
    found
}

/// When one or another of several bans that depend surely holds while the permission does: "if your skin is dry" and "if it
/// is not" leave nothing.
fn always_one(all: &All<'_>, index: usize, perhaps: &[(Stretch, usize)]) -> Vec<(Stretch, usize)> {
    let Some(&own) = all.conditions.get(index) else { return Vec::new() };
    let ban = |number: usize| Some((all.guidance.get(number)?, *all.conditions.get(number)?));
    let depends: Vec<(Stretch, usize, &Condition)> = perhaps
        .iter()
        .filter_map(|&(_, number)| {
            let (ban, condition) = ban(number)?;
            let window = if is_settled(ban) { ban.window.possible() } else { ban.window.certain() };
            (ban.applies == Applies::Depends && ban.except.is_empty()).then_some((window, number, condition))
        })
        .take(MOST_PARTS)
        .collect();
    let mut edges: Vec<&Edge> = depends.iter().flat_map(|(window, ..)| [&window.start, &window.end]).collect();
    edges.sort();
    edges.dedup();
    let mut found = Vec::new();
    for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
        let holding: Vec<_> = depends.iter().filter(|(window, ..)| window.contains(start)).collect();
        let any = Condition::Any(holding.iter().map(|(.., condition)| (*condition).clone()).collect());
        let left = Condition::All(vec![own.clone(), Condition::Not(Box::new(any))]);
        let last = holding.iter().max_by(|(a, ..), (b, ..)| a.end.cmp(&b.end));
        if let Some((_, number, _)) = last
            && truth(all.model, all.case, &left).is_ok_and(|(left, _)| left == Truth::False)
        {
            found.push((Stretch { start: (*start).clone(), end: (*end).clone() }, *number));
        }
    }
    found
}

/// The parts of a stretch that no cut touches, each with what sets its start and its end; `own` sets those of the stretch.
/// Whether there were too many: then the last goes on over the rest of the cuts.
pub(super) fn cuts(all: &Stretch, own: usize, cuts: &[(Stretch, usize)]) -> (Vec<(Stretch, usize, usize)>, bool) {
    let mut parts = Vec::new();
    let (mut from, mut by) = (all.start.clone(), own);
    let mut crowded = false;
    for (cut, ban) in cuts.iter().filter(|(cut, _)| !cut.and(all).is_empty()) {
        if parts.len() == MOST_PARTS {
            crowded = true;
            break;
        }
        if cut.start > from {
            parts.push((Stretch { start: from.clone(), end: cut.start.clone() }, by, *ban));
        }
        if cut.end > from {
            (from, by) = (cut.end.clone(), *ban);
        }
    }
    if from < all.end {
        parts.push((Stretch { start: from, end: all.end.clone() }, by, own));
    }
    (parts, crowded)
}

/// Whether an edge rests on no event that is not known exactly; a range of the sheet's own is no event.
pub(super) fn settled(edge: &Stretch, waits_for: &[String], dated: &[String]) -> bool {
    edge.start == edge.end || (waits_for.is_empty() && dated.is_empty())
}

fn is_settled(guidance: &Guidance) -> bool {
    let Guidance { window, waits_for, dated, .. } = guidance;
    settled(&window.start, &waits_for.0, &dated.0) && settled(&window.end, &waits_for.1, &dated.1)
}

fn always() -> Stretch {
    Stretch { start: Edge::Past, end: Edge::Future }
}

/// What of a stretch lies outside a hole.
pub(super) fn without(one: &Stretch, hole: &Stretch) -> Vec<Stretch> {
    if hole.is_empty() {
        return vec![one.clone()];
    }
    let before = Stretch { start: one.start.clone(), end: one.end.clone().min(hole.start.clone()) };
    let after = Stretch { start: one.start.clone().max(hole.end.clone()), end: one.end.clone() };
    [before, after].into_iter().filter(|part| !part.is_empty()).collect()
}
