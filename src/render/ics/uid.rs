//! What makes an entry the same when the plan is made again → its name. The name of a treatment, a visit and what the
//! entry tells of, but never a time: an entry that moves keeps its name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_64;

use super::entry::{Calendar, Entry, Status};
use crate::evaluate::{Guidance, Plan, Treated};

/// How every name of ours begins.
const OURS: &str = "carecheck-";

/// Why a plan is no newer state of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// None of its treatments is in the calendar.
    #[error("it was made for another treatment")]
    OtherTreatment,
    /// Which of the visits in the calendar is meant?
    #[error("it has several visits for {0}, and none of them is on this date")]
    SeveralVisits(String),
}

/// Which treatment, and which visit for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    treatment: u64,
    visit: u64,
}

impl Visit {
    /// The visit of a treatment whose date is fixed for the first time. A date that changes later is the same visit.
    fn new(treated: &Treated) -> Visit {
        let treatment = xxh3_64(treated.name.as_bytes());
        Visit { treatment, visit: visit(&treated.name, treated.at.timestamp()) }
    }

    /// The name of an entry about `what`.
    pub fn uid(self, what: &str) -> String {
        format!("{OURS}{:016x}-{:016x}-{:016x}", self.treatment, self.visit, number(what))
    }

    fn read(uid: &str) -> Option<Visit> {
        let parts: Vec<&str> = uid.strip_prefix(OURS)?.split('-').collect();
        let [treatment, visit, what] = parts.as_slice() else { return None };
        let read = |part: &str| u64::from_str_radix(part, 16).ok().filter(|_| part.len() == 16);
        read(what)?;
        Some(Visit { treatment: read(treatment)?, visit: read(visit)? })
    }
}

/// The number that stands for what an entry tells of.
pub(super) fn number(what: &str) -> u64 {
    xxh3_64(what.as_bytes())
}

/// Another name for an entry of the same visit.
pub(super) fn another(uid: &str) -> String {
    let visit = uid.rsplit_once('-').map(|(visit, _)| visit).unwrap_or_default();
    format!("{visit}-{:016x}", number(uid))
}

fn visit(name: &str, at: Timestamp) -> u64 {
    xxh3_64(format!("{name} {}", at.as_second()).as_bytes())
}

/// Whether a name is one that carecheck gives.
pub(super) fn is_ours(uid: &str) -> bool {
    Visit::read(uid).is_some()
}

/// The visits of a plan, in the order of its treatments: those of the old calendar, if there is one.
pub(super) fn visits(plan: &Plan, old: Option<&Calendar>) -> Result<Vec<Visit>, UpdateError> {
    let new: Vec<Visit> = plan.treatments.iter().map(Visit::new).collect();
    let Some(old) = old else { return Ok(new) };
    let visits = |entries: &mut dyn Iterator<Item = &Entry>| {
        let mut visits: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for visit in entries.filter_map(|entry| Visit::read(&entry.uid)) {
            visits.entry(visit.treatment).or_default().insert(visit.visit);
        }
        visits
    };
    let mut known = visits(&mut old.entries.iter());
    // A visit that was given up altogether is meant only if there is no other.
    known.extend(visits(&mut old.entries.iter().filter(|entry| entry.status != Status::Cancelled)));
    if !new.iter().any(|visit| known.contains_key(&visit.treatment)) {
        return Err(UpdateError::OtherTreatment);
    }
    let same = |(new, treated): (Visit, &Treated)| {
        let visits = known.get(&new.treatment);
        match visits.map(|visits| (visits.len(), visits.first())) {
            Some((1, Some(&visit))) => Ok(Visit { visit, ..new }),
            Some(_) if !visits.is_some_and(|visits| visits.contains(&new.visit)) => {
                Err(UpdateError::SeveralVisits(treated.label.clone()))
            }
            _ => Ok(new),
        }
    };
    new.into_iter().zip(&plan.treatments).map(same).collect()
}

/// What tells each of [`Plan::told`] from the others: the name of its rule, or else what it says about what, and which
/// of those it is. Where it stands in the file, how it is written and when it holds are no part of it.
pub(super) fn keys(plan: &Plan) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut key = |guidance: &Guidance| {
        let Guidance { verb, target, rule, .. } = guidance;
        let treatment =
            plan.treatments.get(guidance.treatment).map(|treated| treated.name.as_str()).unwrap_or_default();
        let base = match &rule.name {
            Some(name) => format!("{treatment} {name}: {target}"),
            None => format!("{treatment} {} {target}", verb.word()),
        };
        let number = seen.entry(base.clone()).or_default();
        *number += 1;
        format!("{base} {number}")
    };
    plan.told().into_iter().map(&mut key).collect()
}
