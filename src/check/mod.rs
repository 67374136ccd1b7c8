//! Model → findings about rules in time: what no patient can follow, what says two things about one instant, what is
//! left open between two windows. One check a file, with its page beside it and one line in `CHECKS`. What is proved,
//! and over what, stands in `docs/checker.md`.

mod accepted;
mod apart;
mod between;
mod changes;
mod choices;
mod compared;
mod contradiction;
mod courses;
mod crowded;
pub(crate) mod cover;
mod demand;
mod differing_ends;
mod distance;
mod duty;
pub(crate) mod effort;
mod ends_with_heading;
mod exception_cancelled;
mod gap;
mod happenings;
mod holding;
mod implied;
mod index;
mod meeting;
mod met;
mod nearness;
mod never_holds;
mod obligation;
pub(crate) mod occurrences;
pub(crate) mod orders;
mod outside_phase;
pub(crate) mod pairs;
mod parts;
mod reach;
pub(crate) mod recipes;
pub(crate) mod restated;
pub(crate) mod search;
mod silence;
mod several_bans;
pub(crate) mod slot;
mod tally;
mod undecided;
mod unknowns;
mod witness;
pub(crate) mod words;
mod worst;

use crate::diagnostic::{self, Code, Diagnostic, Occurs};
use crate::model::Model;
use crate::source::{Place, Sources};
pub use between::between;
use effort::Effort;
pub use effort::MOST;
use index::Index;
use pairs::Pairs;
use rayon::prelude::*;
use words::Sheet;

/// One check of a sheet.
type Check = fn(Sheet<'_>) -> Vec<Diagnostic>;

/// All checks.
static CHECKS: &[Check] = &[
    contradiction::check,
    duty::check,
    gap::check,
    never_holds::check,
    implied::check,
    restated::check,
    exception_cancelled::check,
    ends_with_heading::check,
    outside_phase::check,
    courses::check,
    changes::check,
];

/// All codes of this stage, in the order of their numbers.
pub static CODES: &[&Code] = &[
    &contradiction::CONTRADICTION,
    &duty::UNMEETABLE,
    &duty::NARROWED,
    &gap::GAP,
    &never_holds::NEVER_HOLDS,
    &implied::IMPLIED,
    &differing_ends::DIFFERING_ENDS,
    &exception_cancelled::EXCEPTION_CANCELLED,
    &ends_with_heading::ENDS_WITH_HEADING,
    &outside_phase::OUTSIDE_PHASE,
    &courses::COURSES,
    &undecided::UNDECIDED,
    &between::BETWEEN,
    &changes::LOOSENED,
    &changes::UNCHANGED,
    &accepted::LAPSED,
    &accepted::BAD,
];

/// A sheet of so many rules is worth more than one thread.
const MANY_RULES: usize = 2_000;

/// All findings of a sheet about its rules in time, sorted by place; those that the text accepts are marked.
#[must_use]
pub fn check(model: &Model, sources: &Sources) -> Vec<Diagnostic> {
    check_within(model, sources, MOST)
}

/// The same, where each of the checks may look at so much: a case that is judged counts as four. What was not looked at is a
/// finding, C0413, so that whoever checks the rules of strangers may give little and is not told that nothing is wrong.
#[must_use]
pub fn check_within(model: &Model, sources: &Sources, most: u64) -> Vec<Diagnostic> {
    let index = Index::of(model);
    let pairs = Pairs::of(model, &index);
    let run = |check: &Check| {
        let effort = Effort::of(most);
        let findings = check(Sheet { model, sources, index: &index, pairs: &pairs, effort: &effort });
        (findings, effort.stopped())
    };
    let found: Vec<(Vec<Diagnostic>, Option<Place>)> = if model.rules.len() < MANY_RULES {
        CHECKS.iter().map(run).collect()
    } else {
        CHECKS.par_iter().map(run).collect()
    };
    let crowded = found.iter().filter_map(|(_, stopped)| *stopped).chain(pairs.crowded).min().map(crowded::finding);
    let mut findings: Vec<Diagnostic> = found.into_iter().flat_map(|(found, _)| found).chain(crowded).collect();
    one_a_pair(&mut findings);
    // Whoever is stricter than the sheet makes its rules needless, and cannot remove them.
    if let Some(own) = model.changed_sheet().and_then(|_| model.treatment.as_ref()?.layers.last().copied()) {
        findings.retain(|one| one.code.id != implied::IMPLIED.id || one.place().is_some_and(|at| at.file == own));
    }
    accepted::settle(model, sources, &mut findings);
    diagnostic::sort(&mut findings);
    findings
}

/// The findings about what is changed in a sheet that the text does not accept, sorted by place.
#[must_use]
pub fn changes(model: &Model, sources: &Sources) -> Vec<Diagnostic> {
    if model.changed_sheet().is_none() {
        return Vec::new();
    }
    let index = Index::of(model);
    let pairs = Pairs::of(model, &index);
    let effort = Effort::default();
    let mut findings = changes::check(Sheet { model, sources, index: &index, pairs: &pairs, effort: &effort });
    accepted::settle(model, sources, &mut findings);
    findings.retain(|finding| {
        finding.accepted.is_none() && [changes::LOOSENED.id, changes::UNCHANGED.id].contains(&finding.code.id)
    });
    diagnostic::sort(&mut findings);
    findings
}

/// Keeps one finding for each pair of places, the most severe; and a gap that is always there beside a conflict that is
/// rare.
fn one_a_pair(findings: &mut Vec<Diagnostic>) {
    let places = |finding: &Diagnostic| {
        let mut places: Vec<Place> = finding.labels.iter().map(|label| label.place).collect();
        places.sort();
        places
    };
    // That worse could not be ruled out is said beside what was found.
    let undecided = |finding: &Diagnostic| finding.code.id == undecided::UNDECIDED.id;
    findings.sort_by_key(|finding| {
        let gap = finding.code.id == gap::GAP.id;
        (places(finding), gap, undecided(finding), std::cmp::Reverse(finding.severity), finding.code.id)
    });
    let everyday = |finding: &Diagnostic| matches!(finding.occurs, Some(Occurs::Always | Occurs::Facts));
    let beside =
        |gap: &Diagnostic, conflict: &Diagnostic| gap.code.id == gap::GAP.id && everyday(gap) && !everyday(conflict);
    findings.dedup_by(|later, first| {
        let one = later.labels.len() > 1 && places(later) == places(first);
        one && (undecided(first) || !undecided(later) && !beside(later, first))
    });
    // A duty that several rules concern is told with all of them, and then says all there is to say of two.
    let of_several = |finding: &&Diagnostic| {
        finding.labels.len() > 2 && [&duty::UNMEETABLE, &duty::NARROWED].iter().any(|code| code.id == finding.code.id)
    };
    let several: Vec<(Vec<Place>, Diagnostic)> =
        findings.iter().filter(of_several).map(|finding| (places(finding), finding.clone())).collect();
    findings.retain(|finding| {
        let told = |(all, several): &(Vec<Place>, Diagnostic)| {
            let own = places(finding);
            own.len() == 2 && own.iter().all(|place| all.contains(place)) && !beside(finding, several)
        };
        finding.code.id != gap::GAP.id || !several.iter().any(told)
    });
}
