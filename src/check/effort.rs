//! How much all questions of one check have cost so far. A question ends by itself after so many cases (`unknowns`), but there
//! may be as many questions as there are pairs of rules. When too much has been looked at, the check looks at no further
//! rule, and that is said (`crowded`). Counted in cases, not in seconds: what is found is the same on every machine.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::source::Place;

/// What all questions of a check may cost: a minute or so of a processor. To judge a case costs four, to pass one by one, and
/// so do a few terms of which a treatment shows when they are.
const MOST: u64 = 15_000_000;

/// What has been spent, of what may be.
pub(crate) struct Effort {
    spent: AtomicU64,
    most: u64,
    /// The first rule in the text that was not looked at.
    stopped: Mutex<Option<Place>>,
}

impl Effort {
    fn of(most: u64) -> Effort {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::index::Index;
    use crate::check::pairs::Pairs;
    use crate::check::words::Sheet;
    use crate::check::{CHECKS, Check, contradiction, courses, differing_ends, duty, gap, implied, restated};
    use crate::source::{FileId, SourceFile, Sources};

    /// What each check finds, and whether it says that it has stopped, if it may spend nothing, and if it may spend enough.
    fn found(rules: &str, check: Check) -> [(usize, bool); 2] {
        let text = format!("treatment peel \"Peel\" day 1\nactivity heat\nfact ill \"you are ill\" : yes/no\n{rules}");
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::load("effort.care", text.as_bytes()).0);
        let (tree, problems) = crate::syntax::parse(file, sources.file(file));
        assert_eq!(problems, []);
        let unit = crate::model::Unit { files: vec![tree], ..crate::model::Unit::default() };
        let model = crate::analyse(&sources, &unit, FileId(0)).0;
        let index = Index::of(&model);
        let pairs = Pairs::of(&model, &index);
        [0, MOST].map(|most| {
            let effort = Effort::of(most);
            let sheet = Sheet { model: &model, sources: &sources, index: &index, pairs: &pairs, effort: &effort };
            (check(sheet).len(), effort.stopped().is_some())
        })
    }

    #[test]
    fn a_check_that_has_spent_all_says_so() {
        let several: Check = |sheet| differing_ends::check(sheet, &std::collections::BTreeSet::new());
        for (name, check, rules) in [
            ("contradiction", contradiction::check as Check, "avoid heat until +2d\nallow heat\nallow heat from +1d\n"),
            ("duty", duty::check, "avoid heat until +2d\ndo heat until +1d\ndo heat from +1h until +1d\n"),
            (
                "gap",
                gap::check,
                "avoid heat until +1d\nallow heat from day 4 when ill\navoid heat from day 5 through day 7\nallow heat from +9d\n",
            ),
            ("implied", implied::check, "avoid heat until +2d\navoid heat until +1d when ill\navoid heat until +1h\n"),
            ("differing", several, "avoid heat until +2d\navoid heat until +49h\navoid heat until +60h\n"),
            (
                "restated",
                restated::check,
                "contraindicated when ill\ncontraindicated when ill\ncontraindicated when ill\n",
            ),
            ("courses", courses::check, "repeat every 1w\nrepeat every 2w\nrepeat every 3w\n"),
        ] {
            let [(few, stopped), (all, not_stopped)] = found(rules, check);
            assert!(few < all && stopped && !not_stopped, "{name}: {few} {stopped}, {all} {not_stopped}");
        }
        let nothing = "avoid heat until +1d\nallow heat from +1d\n";
        for check in CHECKS {
            assert_eq!(found(nothing, *check), [(0, false), (0, false)]);
        }
    }
}
