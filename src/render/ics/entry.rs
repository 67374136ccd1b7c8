//! What a calendar holds, as plain data: entries with a time, a sentence and a name that stays. How they are written,
//! which ones there are and what they say stands in other files.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

/// A calendar as it was read, for a plan that is made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The entries that carecheck made, each name once.
    pub(super) entries: Vec<Entry>,
    /// How many others there are.
    pub(super) others: usize,
}

/// One entry: a `VEVENT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name, the same whenever the plan is made again.
    pub uid: String,
    /// What it tells of, in numbers that stay: an entry that tells of some of the same is the same.
    pub about: BTreeSet<u64>,
    /// How often it has changed.
    pub sequence: u32,
    /// When it was last changed.
    pub stamp: Timestamp,
    /// Whether it stands.
    pub status: Status,
    /// Its time.
    pub when: When,
    /// The sentence that matters.
    pub summary: String,
    /// The rest; lines are parted by `\n`.
    pub description: String,
    /// When it rings.
    pub alarms: Vec<Timestamp>,
}

/// Whether an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Status {
    /// It does.
    Confirmed,
    /// Its date is only expected.
    Tentative,
    /// It does not any more.
    Cancelled,
}

impl Status {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        }
    }
}

/// When an entry is. Days are civil days, wherever the reader is; instants are the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum When {
    /// From the first day to the day before `after`.
    Days { first: Date, after: Date },
    /// From one instant to a later one.
    Instants { start: Timestamp, end: Timestamp },
}

impl Entry {
    /// Whether it tells the reader anything that the other does not. An alarm alone is no news.
    pub fn differs(&self, other: &Entry) -> bool {
        (self.status, self.when, &self.summary, &self.description)
            != (other.status, other.when, &other.summary, &other.description)
    }

    /// How many things both tell of. Entries of two visits are never the same.
    pub fn shared(&self, other: &Entry) -> usize {
        let [mine, its] = [&self.uid, &other.uid].map(|uid| uid.rsplit_once('-').map(|(visit, _)| visit));
        if mine == its { self.about.intersection(&other.about).count() } else { 0 }
    }

    /// The order in the file.
    pub fn order(&self) -> (Date, i64, &str) {
        let (date, second) = match self.when {
            When::Days { first, .. } => (first, i64::MIN),
            When::Instants { start, .. } => (start.to_zoned(jiff::tz::TimeZone::UTC).date(), start.as_second()),
        };
        (date, second, &self.uid)
    }
}
