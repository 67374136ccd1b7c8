//! How much all questions of one check have cost so far. A question ends by itself after so many cases (`unknowns`), but there
//! may be as many questions as there are pairs of rules. When too much has been looked at, the check looks at no further
//! rule, and that is said (`crowded`). Counted in cases, not in seconds: what is found is the same on every machine.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::source::Place;

/// What all questions of a check may cost if nothing else is said: a minute or so of a processor. To judge a case costs four,
/// to pass one by one, and so do a few terms of which a treatment shows when they are; each as much again for a few windows.
pub const MOST: u64 = 15_000_000;

/// What has been spent, of what may be.
pub(crate) struct Effort {
    spent: AtomicU64,
    most: u64,
    /// The first rule in the text that was not looked at.
    stopped: Mutex<Option<Place>>,
}

impl Effort {
    /// So much may be spent.
    pub(super) fn of(most: u64) -> Effort {
        Effort { spent: AtomicU64::new(0), most, stopped: Mutex::new(None) }
    }

    pub(crate) fn spend(&self, cost: u64) {
        self.spent.fetch_add(cost, Ordering::Relaxed);
    }

    /// Whether so much is spent that no further rule is looked at, of which this is the place.
    pub(crate) fn is_spent(&self, place: Place) -> bool {
        let spent = self.spent.load(Ordering::Relaxed) > self.most;
        if spent {
            self.stop(place);
        }
        spent
    }

    fn stop(&self, place: Place) {
        if let Ok(mut stopped) = self.stopped.lock() {
            *stopped = Some(stopped.map_or(place, |first| first.min(place)));
        }
    }

    /// The first rule in the text that was not looked at, if there is one.
    pub(crate) fn stopped(&self) -> Option<Place> {
        self.stopped.lock().ok().and_then(|stopped| *stopped)
    }

    /// What one of so many parts may cost that are looked at side by side.
    pub(super) fn part(&self, parts: usize) -> Effort {
        Effort::of(self.most / u64::try_from(parts.max(1)).unwrap_or(u64::MAX))
    }

    /// Takes note of where a part stopped.
    pub(super) fn take_in(&self, part: &Effort) {
        if let Some(place) = part.stopped() {
            self.stop(place);
        }
    }
}

impl Default for Effort {
    fn default() -> Effort {
        Effort::of(MOST)
    }
}
