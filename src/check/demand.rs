//! A frequency → what a duty demands within its window, and whether bans leave room for it: once, every whole day, each
//! occurrence, every instant, each for as long as it takes. Knows nothing of how certain the windows are.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::slot::{FUTURE, PAST, Slot, Slots, instant};
use crate::model::{Frequency, Length, Model, Rule, steps};
use crate::time::{Step, Term, apply, bounds};

const DAY: i64 = 86_400;
/// So many occurrences between two bans are followed, one after the other.
const MOST_OCCURRENCES: usize = 20_000;

/// What a duty demands.
pub(super) struct Demand<'m> {
    model: &'m Model,
    frequency: Option<&'m Frequency>,
    treated: &'m Zoned,
    /// How many seconds it takes each time, at least.
    lasting: i64,
}

/// When the window of a duty that comes again and again starts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Starts {
    /// Nobody says when.
    Unknown,
    /// Somewhere in this slot: refused if it is, wherever it starts.
    Anywhere(Slot),
    /// Somewhere in this slot: refused if it is for one of the starts.
    Somewhere(Slot),
}

/// What is demanded once: all the time for it, and the instants at which it may be begun.
struct Unit {
    whole: Slot,
    begin: Slot,
}

/// The least seconds that a duty takes each time; one if nothing is said.
pub(super) fn least_lasting(rule: &Rule) -> i64 {
    let least = |(least, _): (Length, Length)| bounds(&after(Term::treatment(), least)).0;
    rule.lasting.map_or(1, least).max(1)
}

/// A term so much later.
pub(super) fn after(term: Term, length: Length) -> Term {
    steps(length, false).into_iter().fold(term, Term::then)
}

impl<'m> Demand<'m> {
    pub(super) fn of(model: &'m Model, rule: &'m Rule, treated: &'m Zoned) -> Demand<'m> {
        Demand { model, frequency: rule.frequency.as_ref(), treated, lasting: least_lasting(rule) }
    }

    /// Whether the bans leave no time for it in all of the window, so that it cannot be met even once. Each way to meet it
    /// has bans of its own.
    pub(super) fn covered(&self, window: Slot, ways: &[Slots]) -> Option<Slot> {
        let begin = self.unit(window).begin;
        self.refusing(window, ways).cover(begin).then(|| shown(window, ways))
    }

    /// Where the bans refuse something that is demanded within the window: an instant, a whole day, an occurrence.
    pub(super) fn refused(&self, window: Slot, starts: Starts, ways: &[Slots]) -> Option<Slot> {
        if window.is_empty() {
            return None;
        }
        match self.frequency? {
            Frequency::Throughout => all(ways).overlap(window),
            Frequency::Daily => self.on_days(window, ways, |date| self.whole_day(date)),
            Frequency::Times(least, _) if *least > 0 => self.on_days(window, ways, |date| self.whole_day(date)),
            Frequency::Every(shortest, longest) => {
                // A ban that begins about a day, and never ends, holds for sure only later than all dates; what is due
                // then, nobody counts.
                let mut refusing = self.refusing(window, ways);
                refusing.minus(Slot { start: Timestamp::MAX.as_second(), end: FUTURE });
                let at = self.occurrence(window, starts, &refusing, *shortest, *longest)?;
                let whole = Slot { start: at.start, end: at.end.saturating_add(self.lasting - 1) };
                Some(shown(whole, ways)).map(|slot| if self.lasting > 1 { slot } else { at })
            }
            Frequency::DailyAt(clocks) => self.on_days(window, ways, |date| {
                let at = clocks.iter().filter_map(|&clock| self.minute(date, clock));
                at.map(|at| Unit { whole: at, begin: at }).collect()
            }),
            Frequency::DailyParts(parts) => self.on_days(window, ways, |date| {
                let parts = parts.iter().filter_map(|part| self.model.parts.get(part.0 as usize));
                let next = date.tomorrow().unwrap_or(date);
                parts
                    .filter_map(|part| {
                        let last = if part.end > part.start { date } else { next };
                        let (start, end) = (self.minute(date, part.start)?, self.minute(last, part.end)?);
                        Some(self.unit(Slot { start: start.start, end: end.start }))
                    })
                    .collect()
            }),
            Frequency::Times(..) | Frequency::UpTo(_) | Frequency::AsNeeded => None,
        }
    }

    /// The instants at which it cannot be begun, for before it is done a ban begins, whichever way it is done. What is
    /// left to do at the end of the window is not demanded.
    fn refusing(&self, window: Slot, ways: &[Slots]) -> Slots {
        let early = |way: &Slots| match self.lasting {
            1 => way.clone(),
            lasting => way.and(&window.into()).earlier(lasting - 1),
        };
        ways.iter().map(early).reduce(|one, other| one.and(&other)).unwrap_or_default()
    }

    /// What may be done at any time of a slot: its whole time has to lie in it, if there is so much.
    fn unit(&self, whole: Slot) -> Unit {
        let last = whole.end.saturating_sub(self.lasting - 1).max(whole.start.saturating_add(1)).min(whole.end);
        Unit { whole, begin: Slot { start: whole.start, end: last } }
    }

    fn whole_day(&self, date: Date) -> Vec<Unit> {
        let day = |date: Date| date.to_zoned(self.treated.time_zone().clone()).and_then(|at| at.start_of_day());
        match (day(date), date.tomorrow().and_then(day)) {
            (Ok(start), Ok(end)) => {
                let (start, end) = (start.timestamp().as_second(), end.timestamp().as_second());
                vec![self.unit(Slot { start, end })]
            }
            _ => Vec::new(),
        }
    }

    /// The first of what is demanded on some day that lies within the window and cannot be begun. What is demanded comes
    /// every day, so that the first days of a stretch stand for all of it.
    fn on_days(&self, window: Slot, ways: &[Slots], demanded: impl Fn(Date) -> Vec<Unit>) -> Option<Slot> {
        let refusing = self.refusing(window, ways);
        for part in refusing.within(window) {
            let anchor = if part.start > PAST { part.start } else { part.end.min(FUTURE - 1) - 3 * DAY };
            let Some(first) = instant(anchor, self.treated) else { continue };
            for days in -1..=2 {
                let Ok(date) = first.date().checked_add(jiff::Span::new().days(days)) else { continue };
                let refused = |unit: &Unit| window.contains(unit.whole) && part.contains(unit.begin);
                if let Some(unit) = demanded(date).into_iter().find(refused) {
                    let end = unit.whole.end.max(unit.whole.start.saturating_add(self.lasting));
                    return Some(shown(Slot { end, ..unit.whole }, ways));
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

    /// An occurrence that cannot be. Where it is known when the window starts the n-th is that start and n times the
    /// distance; where the distance is a range, each may come at any time in it.
    fn occurrence(
        &self,
        window: Slot,
        starts: Starts,
        refusing: &Slots,
        shortest: Length,
        longest: Length,
    ) -> Option<Slot> {
        let (_, most) = bounds(&after(Term::treatment(), longest));
        let hop = Hop { shortest: steps(shortest, false), longest: steps(longest, false), most, treated: self.treated };
        if most <= 0 || bounds(&after(Term::treatment(), shortest)).0 <= 0 {
            return None;
        }
        match starts {
            Starts::Anywhere(start) | Starts::Somewhere(start) if start.is_empty() || start.start <= PAST => None,
            // In any stretch as long as the longest distance there is one.
            Starts::Unknown => refusing.within(window).find(|part| part.end.saturating_sub(part.start) >= most),
            Starts::Anywhere(start) => hop.stuck(start, window.end, refusing),
            Starts::Somewhere(start) => {
                let mut tried = vec![start.start, start.end - 1];
                for part in refusing.within(Slot { start: start.start, end: window.end }) {
                    // The start from which an occurrence falls right on the beginning of the ban.
                    let back = (part.start - start.end + 1).max(0) / most;
                    tried.extend([part.start - back * most, part.start - (back + 1) * most]);
                }
                tried.retain(|at| (start.start..start.end).contains(at));
                tried.sort_unstable();
                tried.dedup();
                tried.into_iter().find_map(|at| hop.stuck(Slot { start: at, end: at + 1 }, window.end, refusing))
            }
        }
    }
}

/// The distance from one occurrence to the next.
struct Hop<'m> {
    shortest: [Step; 2],
    longest: [Step; 2],
    /// The seconds that it takes at most.
    most: i64,
    treated: &'m Zoned,
}

impl Hop<'_> {
    /// Where all that can be done from some start on ends in a ban, before the window does.
    fn stuck(&self, start: Slot, end: i64, refusing: &Slots) -> Option<Slot> {
        let last_ban = refusing.within(Slot { start: start.start, end }).last()?.end;
        let exact = self.shortest == self.longest && start.end == start.start + 1;
        let mut level = Slots::from(start);
        let mut free = self.left(&level, refusing);
        let mut n = 0;
        for _ in 0..MOST_OCCURRENCES {
            let Some(latest) = free.latest() else { return level.overlap(Slot::ALWAYS) };
            if latest >= last_ban || self.step(latest, &self.longest, 1)? >= end {
                return None;
            }
            let ahead = if exact || self.is_elapsed() { self.ahead(latest, &free, refusing) } else { 1 };
            n += ahead;
            level = if exact {
                Slots::from(self.once(self.step(start.start, &self.longest, n)?))
            } else {
                let mut next = Slots::default();
                for slot in free.within(Slot::ALWAYS) {
                    let first = self.step(slot.start, &self.shortest, ahead)?;
                    let last = self.step(slot.end - 1, &self.longest, ahead)?;
                    next = next.or(&Slot { start: first, end: last.saturating_add(1) }.into());
                }
                next
            };
            level = level.and(&Slot { start: PAST, end }.into());
            free = self.left(&level, refusing);
        }
        None
    }

    fn is_elapsed(&self) -> bool {
        matches!(self.longest, [Step::Calendar { months: 0, days: 0 }, _])
    }

    /// How many occurrences ahead may be taken at once, for no ban comes before.
    fn ahead(&self, latest: i64, free: &Slots, refusing: &Slots) -> i64 {
        let slots = free.within(Slot::ALWAYS);
        let next = |first: i64| refusing.overlap(Slot { start: first, end: FUTURE }).map_or(FUTURE, |part| part.start);
        let before = slots.map(|slot| next(slot.start)).min().unwrap_or(FUTURE);
        ((before - latest - 1).max(0) / self.most).max(1)
    }

    fn left(&self, level: &Slots, refusing: &Slots) -> Slots {
        let mut free = level.clone();
        refusing.within(Slot::ALWAYS).for_each(|part| free.minus(part));
        free
    }

    fn once(&self, at: i64) -> Slot {
        Slot { start: at, end: at + 1 }
    }

    /// So many distances later.
    fn step(&self, second: i64, distance: &[Step; 2], n: i64) -> Option<i64> {
        if let [Step::Calendar { months: 0, days: 0 }, Step::Elapsed { seconds }] = distance {
            return second.checked_add(seconds.checked_mul(n)?);
        }
        let from = instant(second, self.treated)?;
        let at = distance.iter().try_fold(from, |at, &step| apply(&at, times(step, n))).ok()?;
        Some(at.timestamp().as_second())
    }
}

/// What the bans of every way have in common.
pub(super) fn all(ways: &[Slots]) -> Slots {
    ways.iter().cloned().reduce(|one, other| one.and(&other)).unwrap_or_default()
}

/// A slot from where a ban holds in it; if that is always before, as long as it holds.
fn shown(slot: Slot, ways: &[Slots]) -> Slot {
    let from = |banned: Slot| if banned.start > PAST { Slot { start: banned.start, ..slot } } else { banned };
    all(ways).overlap(slot).map_or(slot, from)
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
