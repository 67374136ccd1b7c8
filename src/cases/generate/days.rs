//! The days on which a treatment is tried: an ordinary one first, then those on which the calendar and the clock do something.

use jiff::Zoned;
use jiff::civil::{DateTime, date};

use crate::time;

/// The zone of the days that are tried.
const ZONE: &str = "Europe/Paris";

/// Days on which a treatment is tried, in this order.
const DAYS: [(&str, DateTime); 7] = [
    ("a weekday", date(2026, 11, 23).at(14, 0, 0, 0)),
    ("the clocks go forward in the night after", date(2026, 3, 28).at(14, 0, 0, 0)),
    ("the clocks went forward in the night before", date(2026, 3, 29).at(14, 0, 0, 0)),
    ("the clocks go back in the night after", date(2026, 10, 24).at(14, 0, 0, 0)),
    ("the clocks went back in the night before", date(2026, 10, 25).at(14, 0, 0, 0)),
    ("the last day of a month", date(2026, 1, 31).at(14, 0, 0, 0)),
    ("a leap day", date(2028, 2, 29).at(14, 0, 0, 0)),
];

/// The days, each with its words and the treatment on it.
pub(super) fn days() -> impl Iterator<Item = (&'static str, Zoned)> {
    DAYS.iter().filter_map(|&(day, at)| {
        let zone = time::zone(ZONE).ok()?;
        Some((day, zone.to_ambiguous_zoned(at).compatible().ok()?))
    })
}
