//! What one sheet permits or orders while another forbids it, on the dates of a plan. The stricter holds; whoever follows
//! the plan is told that the sheets disagree.

use super::combined::All;
use super::forbidden::without;
use super::plan::{Applies, Conflict, Guidance};
use crate::model::{SubjectId, Verb};
use crate::time::{Edge, Stretch};

/// All conflicts between two treatments, by start.
pub(super) fn conflicts(all: All<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    let each = || all.guidance.iter().zip(all.subjects.iter().copied()).enumerate();
    for (permits, (one, subject)) in each().filter(|(_, (one, _))| matches!(one.verb, Verb::Allow | Verb::Do)) {
        for (forbids, (ban, target)) in each().filter(|(_, (ban, _))| ban.verb == Verb::Avoid) {
            if ban.treatment != one.treatment && all.model.is_kind_of(subject, target) && !all.is_on_arrival(ban) {
                let of = (permits, one);
                found.extend(overlaps(all, of, (forbids, ban), subject));
            }
        }
    }
    found.sort_by(|a: &Conflict, b: &Conflict| a.window.start.cmp(&b.window.start));
    found
}

/// When both hold: for sure, if there is such a time, or else perhaps.
fn overlaps(
    all: All<'_>,
    (permits, one): (usize, &Guidance),
    (forbids, ban): (usize, &Guidance),
    subject: SubjectId,
) -> Vec<Conflict> {
    let window = |sure: bool, guidance: &Guidance| {
        if sure { guidance.window.certain() } else { guidance.window.possible() }
    };
    let lets_through =
        |hole: &str| all.model.subject_named(hole).is_some_and(|hole| all.model.is_kind_of(subject, hole));
    let holes = || ban.except.iter().filter(|hole| lets_through(&hole.target));
    for sure in [true, false] {
        if sure && (one.applies, ban.applies) != (Applies::Yes, Applies::Yes) {
            continue;
        }
        let mut both = vec![window(sure, one).and(&window(sure, ban))];
        for hole in holes().filter(|hole| sure || hole.applies == Applies::Yes) {
            let hole = match &hole.window {
                None => Stretch { start: Edge::Past, end: Edge::Future },
                Some(window) if sure => window.possible(),
                Some(window) => window.certain(),
            };
            both = both.iter().flat_map(|one| without(one, &hole)).collect();
        }
        both.retain(|one| !one.is_empty());
        if !both.is_empty() {
            let applies = if sure { Applies::Yes } else { Applies::Depends };
            let whole = one.window.possible();
            let conflict =
                |window: Stretch| Conflict { permits, forbids, all: sure && window == whole, window, applies };
            return both.into_iter().map(conflict).collect();
        }
    }
    Vec::new()
}
