//! The entries of a plan and those of an older calendar → the entries of the new calendar. What is unchanged stays as it
//! was, what has changed counts one up, and what is no longer true is cancelled instead of left out: a calendar that has
//! it would keep it for ever.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::entry::{Calendar, Entry, Status};
use super::uid;
use crate::lang::{Lang, say};

/// What became of the entries of the older calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many are new.
    pub added: usize,
    /// How many have changed.
    pub changed: usize,
    /// How many are no longer true.
    pub cancelled: usize,
    /// How many are as they were, cancelled ones not counted.
    pub unchanged: usize,
    /// How many entries of the calendar carecheck did not make; they are no part of the new one.
    pub others: usize,
}

/// The new state of all entries.
pub(super) fn update(lang: Lang, new: Vec<Entry>, old: &Calendar, stamp: Timestamp) -> (Vec<Entry>, Changes) {
    let mut changes = Changes { others: old.others, ..Changes::default() };
    let mut before = before(&new, &old.entries);
    let mut taken: BTreeSet<String> = old.entries.iter().map(|entry| entry.uid.clone()).collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(new.len());
    for (index, mut entry) in new.into_iter().enumerate() {
        match before.remove(&index) {
            None => {
                changes.added += 1;
                // Its name may have gone to an entry that shares more with the old one.
                while !taken.insert(entry.uid.clone()) {
                    entry.uid = uid::another(&entry.uid);
                }
                entries.push(entry);
            }
            Some(old) => {
                entry.uid.clone_from(&old.uid);
                let changed = entry.differs(old);
                *if changed { &mut changes.changed } else { &mut changes.unchanged } += 1;
                // What it tells of may have another number, and that is nothing to tell.
                let sequence = old.sequence.saturating_add(u32::from(changed));
                let about = entry.about.clone();
                entries.push(if changed { Entry { sequence, ..entry } } else { Entry { about, ..old.clone() } });
            }
        }
    }
    let kept: BTreeSet<String> = entries.iter().map(|entry| entry.uid.clone()).collect();
    for old in old.entries.iter().filter(|old| !kept.contains(&old.uid)) {
        changes.cancelled += usize::from(old.status != Status::Cancelled);
        entries.push(if old.status == Status::Cancelled { old.clone() } else { cancelled(lang, old, stamp) });
    }
    (entries, changes)
}

/// For each new entry the old one that it continues: the one that tells of most of the same, each once. One that was
/// cancelled is taken up again only where no other is left.
fn before<'o>(new: &[Entry], old: &'o [Entry]) -> BTreeMap<usize, &'o Entry> {
    let mut pairs: Vec<(bool, Reverse<usize>, usize, usize)> = Vec::new();
    for (at, entry) in new.iter().enumerate() {
        for (older, other) in old.iter().enumerate() {
            let shared = entry.shared(other);
            if shared > 0 {
                pairs.push((other.status == Status::Cancelled, Reverse(shared), at, older));
            }
        }
    }
    pairs.sort_unstable();
    let (mut found, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, _, at, older) in pairs {
        if let (false, false, Some(other)) = (found.contains_key(&at), used.contains(&older), old.get(older)) {
            found.insert(at, other);
            used.insert(older);
        }
    }
    found
}

fn cancelled(lang: Lang, old: &Entry, stamp: Timestamp) -> Entry {
    Entry {
        sequence: old.sequence.saturating_add(1),
        stamp,
        status: Status::Cancelled,
        // Some programs do not look at its status.
        summary: say!(lang, "out-of-date", what = old.summary.as_str()),
        description: format!("{}\n\n{}", say!(lang, "plan-has-changed"), old.description),
        alarms: Vec::new(),
        ..old.clone()
    }
}
