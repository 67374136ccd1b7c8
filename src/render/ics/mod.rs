//! A plan → an iCalendar file (RFC 5545): entries for when a restriction lifts and for things to do, which a patient's
//! calendar can take in, and take in again when the plan has changed. Reads no clock: the time of writing is handed in.
//!
//! Written by hand, because the libraries there are do not keep the rules that matter here; `docs/output.md` says which.

mod bundle;
mod entry;
mod moment;
mod news;
mod read;
mod uid;
mod update;
mod visit;
mod write;

use std::collections::BTreeSet;

use jiff::Timestamp;

use self::bundle::{Draft, bundles, draft};
use self::entry::Entry;
use super::clean::clean;
use super::plan::around;
use crate::evaluate::{Plan, Turn};

pub use self::entry::Calendar;
pub use self::read::{ReadError, read};
pub use self::uid::UpdateError;
pub use self::update::Changes;

/// A calendar, and what has changed in it.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub text: String,
    /// What became of the entries of the older calendar; `None` without one.
    pub changes: Option<Changes>,
}

/// The calendar of a plan. `turns` are what [`crate::evaluate::turns`] says of it, `stamp` is the time of writing.
///
/// With an older calendar of the plan, entries that have moved keep their names, and those that are no longer true are
/// cancelled.
///
/// # Errors
/// If the older calendar is none of this plan.
pub fn calendar(
    plan: &Plan,
    turns: &[Option<Turn>],
    stamp: Timestamp,
    old: Option<&Calendar>,
) -> Result<Written, UpdateError> {
    let visits = uid::visits(plan, old)?;
    let mut entries: Vec<Entry> = drafts(plan, turns)
        .into_iter()
        .filter_map(|draft| {
            Some(Entry {
                uid: visits.get(draft.treatment)?.uid(draft.keys.first()?),
                about: draft.keys.iter().map(|key| uid::number(key)).collect(),
                sequence: 0,
                stamp,
                status: draft.status,
                when: draft.when,
                summary: clean(&draft.summary).into_owned(),
                description: draft.text.iter().map(|line| clean(line)).collect::<Vec<_>>().join("\n"),
                // What rang in the past would ring at once.
                alarms: draft.alarms.into_iter().filter(|&alarm| alarm > stamp).collect(),
            })
        })
        .collect();
    let mut changes = None;
    if let Some(old) = old {
        let (updated, made) = update::update(plan.lang, entries, old, stamp);
        (entries, changes) = (updated, Some(made));
    }
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    let named = plan
        .treatments
        .iter()
        .map(|treated| format!("{}, {}", around::name(plan.lang, treated), plan.lang.date(treated.at.date())));
    let zone = plan.treatments.first().and_then(|treated| treated.at.time_zone().iana_name());
    let text = write::calendar(plan.lang, &named.collect::<Vec<_>>().join("; "), zone, &entries);
    Ok(Written { text, changes })
}

fn drafts(plan: &Plan, turns: &[Option<Turn>]) -> Vec<Draft> {
    let news = news::news(plan, turns, &uid::keys(plan));
    let told: BTreeSet<usize> = news.iter().filter(|news| news.what.tells_start()).map(|news| news.index).collect();
    let mut drafts: Vec<Draft> = bundles(&news).iter().filter_map(|bundle| draft(bundle, plan)).collect();
    let treatments = plan.treatments.iter().enumerate();
    drafts.extend(treatments.filter_map(|(index, treated)| visit::treatment(plan, index, treated, &told)));
    drafts.extend(visit::sessions(plan));
    drafts
}
