//! Stretches of time as whole seconds: what is left of the mathematics of time once a case is fixed. Knows no rules.

use jiff::{SignedDuration, Timestamp, Zoned};

use crate::diagnostic::Overlap;
use crate::time::{Edge, Stretch, words};

/// Before every instant.
pub(crate) const PAST: i64 = -FUTURE;
/// After every instant.
pub(crate) const FUTURE: i64 = i64::MAX / 4;

/// A half-open stretch in seconds since 1970; empty if its end is not after its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    /// The first second in it.
    pub(crate) start: i64,
    /// The first second no longer in it.
    pub(crate) end: i64,
}

/// An edge in seconds since 1970.
pub(crate) fn seconds(edge: &Edge) -> i64 {
    match edge {
        Edge::Past => PAST,
        Edge::At(at) => at.timestamp().as_second(),
        Edge::Future => FUTURE,
    }
}

/// A second since 1970 as an instant in the zone of another.
pub(crate) fn instant(second: i64, zone: &Zoned) -> Option<Zoned> {
    Timestamp::from_second(second).ok().map(|at| at.to_zoned(zone.time_zone().clone()))
}

impl Slot {
    /// All instants.
    pub(crate) const ALWAYS: Slot = Slot { start: PAST, end: FUTURE };
    /// No instant.
    pub(crate) const NEVER: Slot = Slot { start: 0, end: 0 };

    pub(crate) fn of(stretch: &Stretch) -> Slot {
        Slot { start: seconds(&stretch.start), end: seconds(&stretch.end) }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub(crate) fn and(self, other: Slot) -> Slot {
        Slot { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    pub(crate) fn contains(self, other: Slot) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// From when to when it is, in the zone of an instant.
    pub(crate) fn overlap(self, zone: &Zoned) -> Overlap {
        let edge = |second: i64| {
            let at = instant(second, zone).filter(|_| (PAST + 1..FUTURE).contains(&second));
            at.map(|at| at.to_string())
        };
        Overlap { start: edge(self.start), end: edge(self.end) }
    }

    /// How long it is, if it has both ends, in words.
    pub(crate) fn length(self) -> Option<String> {
        let seconds = u64::try_from(self.end.checked_sub(self.start)?).ok()?;
        let within = self.start > PAST && self.end < FUTURE;
        within.then(|| words::length((0, 0, seconds)))
    }

    /// An instant in it that is good to ask about: its first, or if it has none the last before `treated` or before
    /// its end.
    pub(crate) fn example(self, treated: &Zoned) -> Zoned {
        let second = if self.start > PAST { self.start } else { (self.end - 1).min(treated.timestamp().as_second()) };
        let hour_before = treated.checked_sub(SignedDuration::from_hours(1)).unwrap_or_else(|_| treated.clone());
        let second = if self.start == PAST && self.end > hour_before.timestamp().as_second() {
            second.min(hour_before.timestamp().as_second())
        } else {
            second
        };
        instant(second, treated).unwrap_or_else(|| treated.clone())
    }
}

/// Several slots, disjoint and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slots(Vec<Slot>);

impl From<Slot> for Slots {
    fn from(slot: Slot) -> Slots {
        Slots(if slot.is_empty() { Vec::new() } else { vec![slot] })
    }
}

impl Slots {
    /// What is left without another slot.
    pub(crate) fn minus(&mut self, hole: Slot) {
        if hole.is_empty() {
            return;
        }
        let parts = self.0.iter().flat_map(|slot| {
            let before = Slot { start: slot.start, end: slot.end.min(hole.start) };
            let after = Slot { start: slot.start.max(hole.end), end: slot.end };
            [before, after]
        });
        self.0 = parts.filter(|slot| !slot.is_empty()).collect();
    }

    /// All that lies in one of both.
    pub(crate) fn or(&self, other: &Slots) -> Slots {
        let mut all: Vec<Slot> = self.0.iter().chain(&other.0).copied().collect();
        all.sort();
        let mut joined: Vec<Slot> = Vec::new();
        for slot in all {
            match joined.last_mut().filter(|last| slot.start <= last.end) {
                Some(last) => last.end = last.end.max(slot.end),
                None => joined.push(slot),
            }
        }
        Slots(joined)
    }

    /// What lies in both.
    pub(crate) fn and(&self, other: &Slots) -> Slots {
        Slots(self.0.iter().flat_map(|slot| other.within(*slot)).collect())
    }

    /// Each with so many seconds before it.
    pub(crate) fn earlier(&self, seconds: i64) -> Slots {
        let longer = |slot: &Slot| Slot { start: slot.start.saturating_sub(seconds).max(PAST), end: slot.end };
        Slots(self.0.iter().map(longer).collect()).or(&Slots::default())
    }

    /// The last second in it.
    pub(crate) fn latest(&self) -> Option<i64> {
        self.0.last().map(|slot| slot.end - 1)
    }

    /// The parts that lie in a slot too.
    pub(crate) fn within(&self, other: Slot) -> impl Iterator<Item = Slot> + '_ {
        self.0.iter().map(move |slot| slot.and(other)).filter(|slot| !slot.is_empty())
    }

    /// The first part that lies in a slot too.
    pub(crate) fn overlap(&self, other: Slot) -> Option<Slot> {
        self.within(other).next()
    }

    /// Whether all of a slot, which has something in it, lies in one of these.
    pub(crate) fn cover(&self, other: Slot) -> bool {
        !other.is_empty() && self.0.iter().any(|slot| slot.contains(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes() {
        let mut slots = Slots::from(Slot { start: 0, end: 10 });
        slots.minus(Slot { start: 3, end: 5 });
        slots.minus(Slot { start: 5, end: 5 });
        assert_eq!(slots, Slots(vec![Slot { start: 0, end: 3 }, Slot { start: 5, end: 10 }]));
        let other = Slots::from(Slot { start: 2, end: 7 });
        assert_eq!(slots.or(&other), Slots::from(Slot { start: 0, end: 10 }));
        assert_eq!(slots.and(&other), Slots(vec![Slot { start: 2, end: 3 }, Slot { start: 5, end: 7 }]));
        assert!(slots.cover(Slot { start: 5, end: 9 }));
        assert!(!slots.cover(Slot { start: 2, end: 6 }));
        assert_eq!(slots.overlap(Slot { start: 2, end: 6 }), Some(Slot { start: 2, end: 3 }));
        slots.minus(Slot { start: PAST, end: FUTURE });
        assert_eq!(slots, Slots::default());
    }
}
