//! A frequency → what a duty demands within its window, and whether a ban leaves room for it: once, every whole day, each
//! occurrence, every instant. Knows nothing of how certain the windows are.

use jiff::Zoned;
use jiff::civil::Date;

use super::slot::{FUTURE, PAST, Slot, Slots, instant};
use crate::model::{Frequency, Length, Model, steps};
use crate::time::{Step, Term, apply, bounds};

const DAY: i64 = 86_400;

/// What a duty demands.
pub(super) struct Demand<'m> {
    pub(super) model: &'m Model,
    pub(super) frequency: Option<&'m Frequency>,
    pub(super) treated: &'m Zoned,
}

impl Demand<'_> {
    /// Whether the ban covers all of the window, so that it cannot be met even once.
    pub(super) fn covered(&self, window: Slot, ban: &Slots) -> Option<Slot> {
        ban.cover(window).then_some(window)
    }

    /// Where the ban refuses something that is demanded within the window: an instant, a whole day, an occurrence.
    pub(super) fn refused(&self, window: Slot, ban: &Slots) -> Option<Slot> {
        match self.frequency? {
            Frequency::Throughout => ban.overlap(window),
            Frequency::Daily => self.whole_day(window, ban),
            Frequency::Times(least, _) if *least > 0 => self.whole_day(window, ban),
            Frequency::Every(shortest, longest) => self.occurrence(window, ban, *shortest, *longest),
            Frequency::DailyAt(clocks) => {
                self.on_days(window, ban, |date| clocks.iter().filter_map(|&clock| self.minute(date, clock)).collect())
            }
            Frequency::DailyParts(parts) => self.on_days(window, ban, |date| {
                let parts = parts.iter().filter_map(|part| self.model.parts.get(part.0 as usize));
                let next = date.tomorrow().unwrap_or(date);
                parts
                    .filter_map(|part| {
                        let last = if part.end > part.start { date } else { next };
                        let (start, end) = (self.minute(date, part.start)?, self.minute(last, part.end)?);
                        Some(Slot { start: start.start, end: end.start })
                    })
                    .collect()
            }),
            Frequency::Times(..) | Frequency::UpTo(_) | Frequency::AsNeeded => None,
        }
    }

    fn whole_day(&self, window: Slot, ban: &Slots) -> Option<Slot> {
        self.on_days(window, ban, |date| {
            let day = |date: Date| date.to_zoned(self.treated.time_zone().clone()).and_then(|at| at.start_of_day());
            match (day(date), date.tomorrow().and_then(day)) {
                (Ok(start), Ok(end)) => {
                    vec![Slot { start: start.timestamp().as_second(), end: end.timestamp().as_second() }]
                }
                _ => Vec::new(),
            }
        })
    }

    /// The first of what is demanded on some day that lies within the window and within one stretch of the ban. What is
    /// demanded comes every day, so that the first days of a stretch stand for all of it.
    fn on_days(&self, window: Slot, ban: &Slots, demanded: impl Fn(Date) -> Vec<Slot>) -> Option<Slot> {
        for part in ban.within(window) {
            let anchor = if part.start > PAST { part.start } else { part.end.min(FUTURE - 1) - 3 * DAY };
            let Some(first) = instant(anchor, self.treated) else { continue };
            for days in -1..=2 {
                let Ok(date) = first.date().checked_add(jiff::Span::new().days(days)) else { continue };
                if let Some(slot) = demanded(date).into_iter().find(|slot| part.contains(*slot)) {
                    return Some(slot);
                }
            }
        }
        None
    }

    fn minute(&self, date: Date, clock: u16) -> Option<Slot> {
        let noon = date.at(12, 0, 0, 0).to_zoned(self.treated.time_zone().clone()).ok()?;
        let at = apply(&noon, Step::Day { days: 0, clock: Some(clock) }).ok()?.timestamp().as_second();
        Some(Slot { start: at, end: at + 1 })
    }

    /// The n-th occurrence is the start of the window and n times the distance. Where the distance is a range, or the
    /// start is not known, only a stretch as long as the longest distance surely holds one.
    fn occurrence(&self, window: Slot, ban: &Slots, shortest: Length, longest: Length) -> Option<Slot> {
        let period = steps(longest, false);
        let (least, most) = bounds(&period.into_iter().fold(Term::treatment(), Term::then));
        if most <= 0 {
            return None;
        }
        let exact = period == steps(shortest, false) && window.start > PAST;
        for part in ban.within(window) {
            if !exact {
                if part.end.saturating_sub(part.start) > most {
                    return Some(part);
                }
                continue;
            }
            let start = instant(window.start, self.treated)?;
            let first = (part.start - window.start) / most;
            let last = (part.start - window.start) / least.max(1) + 2;
            for n in first..=last {
                let at = period.into_iter().try_fold(start.clone(), |at, step| apply(&at, times(step, n)));
                let at = at.ok()?.timestamp().as_second();
                if at >= part.end {
                    break;
                }
                if at >= part.start {
                    return Some(Slot { start: at, end: at + 1 });
                }
            }
        }
        None
    }
}

/// A step so many times.
fn times(step: Step, n: i64) -> Step {
    let few = i32::try_from(n).unwrap_or(i32::MAX);
    match step {
        Step::Calendar { months, days } => {
            Step::Calendar { months: months.saturating_mul(few), days: days.saturating_mul(few) }
        }
        Step::Elapsed { seconds } => Step::Elapsed { seconds: seconds.saturating_mul(n) },
        day @ Step::Day { .. } => day,
    }
}
