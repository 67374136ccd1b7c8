//! How clocks change: the shapes of clock changes that the bundled database foresees from 2026 on, and one zone for each.
//! A shape is by how much the clocks move and at which local clock time; two changes of one shape move every recipe alike.
//! A test walks all zones of the database, so that a new one that brings a new shape does not go unseen.

use jiff::civil::date;
use jiff::tz::TimeZone;

/// The greatest clock change from 2026 on, and the greatest distance of two offsets of one zone: two hours, at
/// Antarctica/Troll.
pub const GREATEST_CHANGE: i64 = 2 * 3_600;

/// One zone for each shape; those that a reader knows come first.
pub const ZONES: [&str; 11] = [
    "Europe/Paris",        // forward at 02:00, back at 03:00
    "America/New_York",    // forward at 02:00, back at 02:00
    "Europe/London",       // forward at 01:00, back at 02:00
    "Europe/Athens",       // forward at 03:00, back at 04:00
    "Africa/Cairo",        // midnight is skipped; back from midnight into the day before
    "America/Havana",      // midnight is skipped; midnight comes twice
    "America/Nuuk",        // from 23:00 to midnight
    "Pacific/Easter",      // both at 22:00
    "Pacific/Chatham",     // at 02:45 and 03:45
    "Australia/Lord_Howe", // by half an hour
    "Antarctica/Troll",    // by two hours
];

/// The zones of which two changes come within a few weeks, around Ramadan. All others change twice a year, or once more
/// and never again.
pub const PAIRS: [&str; 2] = ["Asia/Hebron", "Africa/Casablanca"];

/// The years that are looked at.
pub const YEARS: std::ops::RangeInclusive<i16> = 2026..=2040;

/// A clock change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Its instant, in seconds since 1970.
    pub at: i64,
    /// By how many seconds the clocks move, negative for back.
    pub moved: i64,
    /// What the clocks show right before, in seconds since 00:00.
    pub clock: i64,
}

/// The clock changes of a zone from the first day of one year to that of another.
#[must_use]
pub fn changes(zone: &TimeZone, from: i16, to: i16) -> Vec<Change> {
    let new_year = |year| date(year, 1, 1).to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    let (Some(from), Some(to)) = (new_year(from), new_year(to)) else { return Vec::new() };
    let change = |transition: jiff::tz::TimeZoneTransition<'_>| {
        let at = transition.timestamp().as_second();
        let before = jiff::Timestamp::from_second(at - 1).ok().map(|before| zone.to_offset(before).seconds())?;
        let (before, after) = (i64::from(before), i64::from(transition.offset().seconds()));
        Some(Change { at, moved: after - before, clock: (at + before).rem_euclid(86_400) })
    };
    let following = zone.following(from).take_while(|transition| transition.timestamp() < to);
    following.filter_map(change).filter(|change| change.moved != 0).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::tz::TimeZoneDatabase;

    use super::*;

    const DAY: i64 = 86_400;

    fn zone(name: &str) -> TimeZone {
        super::super::zone(name).unwrap()
    }

    /// The changes that follow each other within a hundred days: by how much, when, and how many days later.
    fn close(zone: &TimeZone) -> BTreeSet<(i64, i64, i64)> {
        let all = changes(zone, *YEARS.start(), *YEARS.end() + 1);
        let pairs =
            all.iter().zip(all.iter().skip(1)).map(|(one, next)| (one.moved, one.clock, (next.at - one.at) / DAY));
        pairs.filter(|(.., days)| *days < 100).collect()
    }

    #[test]
    fn every_foreseen_change_has_a_shape_that_is_looked_at() {
        // The cases look at the changes of 2027.
        let shapes: BTreeSet<(i64, i64)> = ZONES
            .iter()
            .flat_map(|name| changes(&zone(name), 2027, 2028))
            .map(|change| (change.moved, change.clock))
            .collect();
        let mut seen = BTreeSet::new();
        for name in TimeZoneDatabase::bundled().available() {
            let zone = zone(name.as_str());
            let new_year = date(*YEARS.start(), 1, 1).to_zoned(zone.clone()).unwrap().timestamp();
            let mut offset = i64::from(zone.to_offset(new_year).seconds());
            let mut offsets = BTreeSet::from([offset]);
            for change in changes(&zone, *YEARS.start(), *YEARS.end() + 1) {
                let shape = (change.moved, change.clock);
                assert!(shapes.contains(&shape), "{name} changes in a new way: {change:?}");
                seen.insert(shape);
                offset += change.moved;
                offsets.insert(offset);
            }
            let distance = offsets.last().unwrap() - offsets.first().unwrap();
            assert!(distance <= GREATEST_CHANGE, "{name}: {distance} seconds");
        }
        assert_eq!(seen, shapes, "a shape that no zone has any longer");
    }

    #[test]
    fn changes_that_come_close_together_are_looked_at() {
        let known: BTreeSet<_> = PAIRS.iter().flat_map(|name| close(&zone(name))).collect();
        for name in TimeZoneDatabase::bundled().available() {
            let new: Vec<_> = close(&zone(name.as_str())).difference(&known).copied().collect();
            assert!(new.is_empty(), "{name} has changes that come close together: {new:?}");
        }
    }
}
