//! Which of two recipes comes first, for every treatment at once. Each recipe lies a bounded number of seconds from its
//! anchor; where the bounds do not meet, the order is the same for all treatment times, dates, zones and clock changes.
//! Where they meet it may change, and the answer is [`Order::Varies`]: then the cases have to be looked at.

use super::changes::GREATEST_CHANGE;
use super::moment::{Latest, Moment};
use super::term::{Step, Term};

/// How two recipes are ordered over all treatments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first is always before the second.
    Before,
    /// They are always the same instant.
    Same,
    /// The first is always after the second.
    After,
    /// It cannot be said without looking at treatments.
    Varies,
}

/// Compares two terms over all treatments and event times.
#[must_use]
pub fn compare(a: &Term, b: &Term) -> Order {
    if a == b {
        return Order::Same;
    }
    if a.anchor != b.anchor {
        return Order::Varies;
    }
    let (a, b) = (bounds(a), bounds(b));
    if a.1 < b.0 {
        Order::Before
    } else if b.1 < a.0 {
        Order::After
    } else if a.0 == a.1 && a == b {
        Order::Same
    } else {
        Order::Varies
    }
}

/// Compares the latest of some terms with the latest of others, over all treatments and event times.
#[must_use]
pub fn compare_latest(a: &Latest, b: &Latest) -> Order {
    if let ([a], [b]) = (a.0.as_slice(), b.0.as_slice()) {
        return compare(a, b);
    }
    if a == b {
        return Order::Same;
    }
    // a < b if some term of b lies after all terms of a.
    let below = |a: &Latest, b: &Latest| b.0.iter().any(|b| a.0.iter().all(|a| compare(a, b) == Order::Before));
    if below(a, b) {
        return Order::Before;
    }
    if below(b, a) {
        return Order::After;
    }
    Order::Varies
}

/// Compares all that a moment can be with all that another can be, over all treatments and event times. Across a clock
/// change the ends of a range of hours and days may change places, so that each end counts. [`Order::Same`] if the first
/// is never after the second, and may be the same instant.
#[must_use]
pub fn compare_all(a: &Moment, b: &Moment) -> Order {
    let each = ends(a).flat_map(|a| ends(b).map(move |b| compare_latest(a, b)));
    let both = |one: Order, other: Order| match (one, other) {
        (one, other) if one == other => one,
        (Order::Before, Order::Same) | (Order::Same, Order::Before) => Order::Same,
        _ => Order::Varies,
    };
    each.reduce(both).unwrap_or(Order::Varies)
}

fn ends(moment: &Moment) -> impl Iterator<Item = &Latest> {
    [&moment.latest, &moment.earliest].into_iter().take(if moment.is_range() { 2 } else { 1 })
}

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// By how much clock changes can make a calendar step longer or shorter. An hour of slack lets the bounds be true of the
/// past too: the offsets of one zone since 1970 lie at most three hours apart (Antarctica/Casey, until 2023). A country
/// that jumps over the date line, and Vostok in 1994, are outside the fragment.
const CLOCK_CHANGE: i64 = GREATEST_CHANGE + HOUR;

/// The least and the greatest number of seconds from the anchor to the instant of a term.
#[must_use]
pub fn bounds(term: &Term) -> (i64, i64) {
    bounds_of(&term.steps)
}

/// The least and the greatest number of seconds that some steps take.
#[must_use]
pub(super) fn bounds_of(steps: &[Step]) -> (i64, i64) {
    steps.iter().fold((0, 0), |(low, high), &step| {
        let (least, most) = match step {
            Step::Elapsed { seconds } => (seconds, seconds),
            Step::Calendar { months, days } => {
                let (least, most) = days_in_months(months);
                let slack = if months == 0 && days == 0 { 0 } else { CLOCK_CHANGE };
                ((least + i64::from(days)) * DAY - slack, (most + i64::from(days)) * DAY + slack)
            }
            Step::Day { days, clock } => {
                let at = clock.map_or(0, |minutes| i64::from(minutes) * 60);
                let from_midnight = i64::from(days) * DAY + at;
                (from_midnight - DAY - CLOCK_CHANGE, from_midnight + CLOCK_CHANGE)
            }
        };
        (low.saturating_add(least), high.saturating_add(most))
    })
}

/// The fewest and the most days that so many months have, a short month's clamping included.
fn days_in_months(months: i32) -> (i64, i64) {
    // 400 years have 4,800 months and 146,097 days. A stretch of months lies less than three days from that mean, and
    // clamping to the last day of February takes up to three more.
    let mean = i64::from(months) * 146_097;
    if months == 0 { (0, 0) } else { (mean.div_euclid(4_800) - 6, mean.div_euclid(4_800) + 6) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_decide_what_no_treatment_can_change() {
        let hours = |hours: i64| Term::treatment().then(Step::Elapsed { seconds: hours * HOUR });
        let days = |days| Term::treatment().then(Step::Calendar { months: 0, days });
        let months = |months| Term::treatment().then(Step::Calendar { months, days: 0 });
        let day = |days| Term::treatment().then(Step::Day { days, clock: None });
        assert_eq!(compare(&hours(47), &hours(48)), Order::Before);
        assert_eq!(compare(&hours(48), &days(2)), Order::Varies);
        assert_eq!(compare(&hours(48), &days(3)), Order::Before);
        assert_eq!(compare(&day(2), &days(2)), Order::Varies);
        assert_eq!(compare(&day(3), &days(1)), Order::After);
        assert_eq!(compare(&months(1), &days(30)), Order::Varies);
        assert_eq!(compare(&months(1), &days(40)), Order::Before);
        assert_eq!(compare(&months(6), &months(5)), Order::After);
    }
}
