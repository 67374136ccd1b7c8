//! A duty and its window → what is demanded in it, one after the other: each whole day, each part of a day, each time.

use std::collections::BTreeSet;

use crate::moments::{PAST, Slot, Zone};
use crate::sheet::{Frequency, Length, PARTS, Rule, Step};

const DAY: i64 = 86_400;

pub enum Demanded {
    /// Some instant in this; if all of it is banned, it cannot be done.
    Slot(Slot),
    /// Once in every stretch that is longer than so many seconds.
    Within(i64),
    /// At the start, and then again and again, so many seconds later at the soonest and at the latest, as long as the next one
    /// may not come after the end.
    Chain(i64, i64),
    Always,
}

/// What is demanded within a window near each of some instants; between them nothing changes, so that what is demanded
/// near them stands for all.
pub fn demanded(duty: &Rule, window: Slot, start_is_known: bool, near: &[i64], zone: &Zone) -> Vec<Demanded> {
    let Some(frequency) = &duty.frequency else { return Vec::new() };
    if window.is_empty() {
        return Vec::new();
    }
    // From noon of each day, so that no clock change is in the way.
    let noons: BTreeSet<i64> =
        near.iter().flat_map(|&at| (-3..=3).map(move |days| zone.take(at, &[Step::Clock(days, 12 * 60)]))).collect();
    let noons = || noons.iter().copied();
    let in_window = |slot: Slot| (window.0 <= slot.0 && slot.1 <= window.1).then_some(Demanded::Slot(slot));
    let minute = |noon: i64, clock: i64| zone.take(noon, &[Step::Clock(0, clock)]);
    match frequency {
        Frequency::Throughout => vec![Demanded::Always],
        Frequency::Daily | Frequency::Times(1..) => {
            let day = |noon: i64| Slot(zone.take(noon, &[Step::Day(0)]), zone.take(noon, &[Step::Day(1)]));
            noons().filter_map(|noon| in_window(day(noon))).collect()
        }
        Frequency::Times(0) | Frequency::UpTo(_) | Frequency::AsNeeded => Vec::new(),
        Frequency::At(clocks) => noons()
            .flat_map(|noon| clocks.iter().map(move |&clock| minute(noon, clock)))
            .filter_map(|at| in_window(Slot(at, at + 1)))
            .collect(),
        Frequency::Parts(parts) => {
            let part = |noon: i64, part: usize| {
                let (_, start, end) = PARTS[part];
                let next = i64::from(end <= start);
                Slot(minute(noon, start), zone.take(noon, &[Step::Clock(next, end)]))
            };
            noons().flat_map(|noon| parts.iter().map(move |&one| part(noon, one))).filter_map(in_window).collect()
        }
        Frequency::Every(shortest, longest) => {
            if shortest == longest && start_is_known && window.0 > PAST {
                every(*longest, window, near, zone)
            } else if start_is_known && window.0 > PAST {
                let seconds = |length: &Length| {
                    let Length(0, 0, minutes) = length else { panic!("only elapsed time between two is made here") };
                    minutes * 60
                };
                vec![Demanded::Chain(seconds(shortest), seconds(longest))]
            } else {
                let Length(0, days, minutes) = *longest else { panic!("months apart are not made here") };
                // A day may have up to 27 hours.
                vec![Demanded::Within(days * (DAY + 3 * 3_600) + minutes * 60)]
            }
        }
    }
}

/// The n-th time is n times so far from the first.
fn every(apart: Length, window: Slot, near: &[i64], zone: &Zone) -> Vec<Demanded> {
    let Length(months, days, minutes) = apart;
    let about = (months * 30 + days) * DAY + minutes * 60;
    let times: BTreeSet<i64> = near
        .iter()
        .flat_map(|at| (-3..=3).map(move |more| (at - window.0) / about + more))
        .filter(|&n| n >= 0)
        .collect();
    let at = |n: i64| zone.take(window.0, &Length(months * n, days * n, minutes * n).steps(1));
    times.into_iter().map(at).filter(|&at| at < window.1).map(|at| Demanded::Slot(Slot(at, at + 1))).collect()
}
