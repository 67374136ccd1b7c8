//! So many rules about the same things that not every pair of them is looked at. Never silently: then no finding means
//! nothing.

use super::pairs::{MOST_PAIRS, Says, pairs};
use super::undecided::UNDECIDED;
use super::words::Sheet;
use crate::diagnostic::Diagnostic;

/// What the checks hold against each other.
const SORTS: [(Says, Says); 8] = [
    (Says::Ban, Says::Permission),
    (Says::Ban, Says::Duty),
    (Says::Ban, Says::Ban),
    (Says::Permission, Says::Permission),
    (Says::Duty, Says::Permission),
    (Says::Duty, Says::Duty),
    (Says::Alarm, Says::Normal),
    (Says::Normal, Says::Normal),
];

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let rules = sheet.model.rules.len();
    if rules.saturating_mul(rules) < MOST_PAIRS {
        return Vec::new();
    }
    let crowded = |(first, second): &(Says, Says)| {
        let pairs = pairs(sheet.model, *first, *second);
        pairs.last().filter(|_| pairs.len() >= MOST_PAIRS).map(|pair| pair.second.place)
    };
    let finding = |place| {
        Diagnostic::warning(
            &UNDECIDED,
            place,
            "so many rules speak of the same things that not every pair of them was looked at",
        )
        .label("one of them")
        .help("write fewer rules about one activity, or check them in several files")
    };
    SORTS.iter().find_map(crowded).map(finding).into_iter().collect()
}
