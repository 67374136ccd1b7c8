//! A frequency → the terms of what it demands near the ends of windows: midnights, clock times, occurrences. Where their order
//! with the ends of the bans changes, what is demanded may fall into a ban; the cases of a question come from there.

use std::collections::BTreeSet;

use super::demand::{after, least_lasting};
use super::orders::Rests;
use super::reach::{Reach, term_reach};
use crate::model::{Frequency, Length, Model, Rule, steps};
use crate::time::{Anchor, End, Step, Term, Window, bounds};

const DAY: i64 = 86_400;
/// An event that may be at any time before is looked at so far back.
const MOST_DAYS: i64 = 400;
/// So many occurrences near one end of a window stand for all of them.
const MOST_NEAR: i64 = 48;
/// Where an event may be at any time, it meets the first occurrences as it meets all.
const FIRST: i64 = 1;
/// So far lie the least and the most seconds of a day apart, about.
const SLACK: i64 = 30 * 3_600;

/// The terms of what a duty demands near the ends of the windows, of which its own is one. `events` says how far from the
/// treatment each event can be.
pub(super) fn further(model: &Model, duty: &Rule, window: &Window, windows: &[&Window], events: &[Reach]) -> Vec<Term> {
    let lasting = least_lasting(duty);
    let mut found = BTreeSet::new();
    let mut ends_of = |windows: &mut dyn Iterator<Item = &Window>| {
        let mut ends: BTreeSet<Term> = BTreeSet::new();
        for moment in windows.flat_map(|window| window.moments()) {
            ends.extend(moment.terms().cloned());
        }
        if lasting > 1 {
            // Whoever begins then is not done before the end.
            let early = ends.iter().map(|end| end.clone().then(Step::Elapsed { seconds: -lasting }));
            let early: Vec<Term> = early.collect();
            found.extend(early.iter().cloned());
            ends.extend(early);
        }
        ends
    };
    let ends = ends_of(&mut windows.iter().copied());
    let bans = ends_of(&mut windows.iter().copied().filter(|other| *other != window));
    // For one second only holds a point, and what is sure of a window that nobody ends: all of a window lies in it if that
    // is no longer.
    let seconds = windows.iter().filter(|window| window.point || window.end == End::NotStated);
    for moment in seconds.flat_map(|window| window.moments()) {
        for early in [0, lasting - 1] {
            found.extend(moment.terms().map(|term| term.clone().then(Step::Elapsed { seconds: 1 - early })));
        }
    }
    let clocks: Vec<Option<u16>> = match &duty.frequency {
        Some(Frequency::Daily | Frequency::Times(..)) => vec![None],
        other => clocks(model, other.as_ref()).into_iter().map(Some).collect(),
    };
    let days = on_days(&ends, &clocks, events);
    if lasting > 1 {
        // A day or a part of it ends too early for whoever begins then.
        found.extend(days.iter().map(|day| day.clone().then(Step::Elapsed { seconds: -lasting })));
    }
    found.extend(days);
    if let Some(Frequency::Every(shortest, longest)) = &duty.frequency {
        let starts: BTreeSet<&Term> = window.start.iter().flat_map(|moment| moment.terms()).collect();
        let exact = steps(*shortest, false) == steps(*longest, false);
        for length in [Some(*shortest), (!exact).then_some(*longest)].into_iter().flatten() {
            for &start in &starts {
                bans.iter().for_each(|end| occurrences(start, end, length, events, &mut found));
            }
        }
    }
    found.into_iter().collect()
}

/// The clock times at which what a frequency demands begins or ends, in minutes since 00:00.
fn clocks(model: &Model, frequency: Option<&Frequency>) -> Vec<u16> {
    match frequency {
        Some(Frequency::Daily | Frequency::Times(..)) => vec![0],
        Some(Frequency::DailyAt(clocks)) => clocks.clone(),
        Some(Frequency::DailyParts(parts)) => {
            let parts = parts.iter().filter_map(|part| model.parts.get(part.0 as usize));
            parts.flat_map(|part| [part.start, part.end]).collect()
        }
        _ => Vec::new(),
    }
}

/// On what of a case it rests whether what some duties demand is refused.
pub(crate) fn rests<'r>(model: &Model, duties: impl IntoIterator<Item = &'r Rule>) -> Rests {
    let mut found = BTreeSet::new();
    for duty in duties {
        if matches!(duty.frequency, Some(Frequency::Every(..))) {
            return Rests::More;
        }
        let lasting = least_lasting(duty);
        for clock in clocks(model, duty.frequency.as_ref()) {
            let clock = i64::from(clock) * 60;
            found.extend([clock, (clock - lasting).rem_euclid(DAY)]);
        }
    }
    if found.is_empty() { Rests::Order } else { Rests::Days(found) }
}

/// The midnights or clock times around each end; where the end is an event, on the first days on which that may be.
fn on_days(ends: &BTreeSet<Term>, clocks: &[Option<u16>], events: &[Reach]) -> BTreeSet<Term> {
    let mut found = BTreeSet::new();
    for end in ends {
        let day = |days: i32, clock: Option<u16>| match end.anchor {
            Anchor::Treatment => end.clone().then(Step::Day { days: days - 1, clock }),
            Anchor::Event(event) => {
                let first = events.get(event.0 as usize).map_or(0, |reach| reach.from.max(-MOST_DAYS * DAY));
                let first = i32::try_from((first + bounds(end).0).div_euclid(DAY)).unwrap_or_default();
                Term::treatment().then(Step::Day { days: first + days, clock })
            }
        };
        // The first whole day after a start ends on the second day after it.
        found.extend(clocks.iter().flat_map(|&clock| [0, 1, 2, 3].map(|days| day(days, clock))));
    }
    found
}

/// The occurrences, counted from a start, that may lie next to an end.
fn occurrences(start: &Term, end: &Term, length: Length, events: &[Reach], found: &mut BTreeSet<Term>) {
    let reach = |term: &Term| term_reach(term, events);
    let (low, high) = bounds(&after(Term::treatment(), length));
    if low <= 0 {
        return;
    }
    let (first, last) = if start.anchor == end.anchor {
        let (start, end) = (bounds(start), bounds(end));
        let first = -(start.1 - end.0).div_euclid(high);
        (first.max(0), ((end.1 - start.0).div_euclid(low) + 1).min(first.max(0) + MOST_NEAR))
    } else {
        let (start, end) = (reach(start), reach(end));
        let (from, to) = (end.from.saturating_sub(start.to), end.to.saturating_sub(start.from));
        // The first of them may yet lie before all that is possible.
        let first = (from.max(0).saturating_add(SLACK).min(from.midpoint(to)) / high).max(0);
        (first, (to / low).min(first + FIRST))
    };
    for n in first..=last {
        let more = i32::try_from(n).unwrap_or(i32::MAX);
        let times = steps(length, false).map(|step| match step {
            Step::Calendar { months, days } => {
                Step::Calendar { months: months.saturating_mul(more), days: days.saturating_mul(more) }
            }
            Step::Elapsed { seconds } => Step::Elapsed { seconds: seconds.saturating_mul(n) },
            day @ Step::Day { .. } => day,
        });
        found.insert(times.into_iter().fold(start.clone(), Term::then));
    }
}
