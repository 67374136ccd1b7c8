//! An end or a start of a window → when an entry about it is. A date that is only expected stays one: the entry covers
//! the days on which it is expected, and says what counts.

use jiff::Zoned;
use jiff::civil::Date;

use super::entry::When;
use crate::evaluate::Guidance;
use crate::lang::{Lang, say};
use crate::render::grammar::capital;
use crate::render::window::{Events, is_first_instant, last_date};
use crate::time::{Edge, Stretch};

/// How long an entry is that marks an instant, in minutes: programs hide what has no length.
pub(super) const MINUTES_OF_A_MARK: i64 = 15;

/// The longest that an entry may cover, in days. What lasts longer is told where it begins.
pub(super) const MOST_DAYS: i32 = 14;

/// When something begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The time of the entry.
    pub when: When,
    /// The instant from which its sentences are told.
    pub at: Zoned,
    /// What stands before its sentence: `Once your skin has healed: `.
    pub once: String,
    /// Whether the date is only expected.
    pub expected: bool,
}

/// Which of two instants counts where a range leaves it open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// The first, from which a ban may hold.
    First,
    /// The last, from which it surely is over.
    Last,
}

impl Moment {
    /// The start of a guidance; `None` if no date can be given.
    pub fn start(lang: Lang, guidance: &Guidance, pick: Pick) -> Option<Moment> {
        let rests_on = (guidance.waits_for.0.as_slice(), guidance.dated.0.as_slice());
        Moment::of(lang, &guidance.window.start, pick, rests_on, guidance.about.0)
    }

    /// The end of a guidance.
    pub fn end(lang: Lang, guidance: &Guidance) -> Option<Moment> {
        let rests_on = (guidance.waits_for.1.as_slice(), guidance.dated.1.as_slice());
        Moment::of(lang, &guidance.window.end, Pick::Last, rests_on, guidance.about.1)
    }

    /// An instant without any doubt.
    pub fn exact(at: &Zoned) -> Option<Moment> {
        let when = if is_first_instant(at) { day(at.date())? } else { mark(at)? };
        Some(Moment { when, at: at.clone(), once: String::new(), expected: false })
    }

    fn of(lang: Lang, edge: &Stretch, pick: Pick, rests_on: (&[String], &[String]), about: bool) -> Option<Moment> {
        let (waits_for, dated) = rests_on;
        let open = edge.start != edge.end;
        if open && (!waits_for.is_empty() || !dated.is_empty()) {
            let (Edge::At(first), Edge::At(last)) = (&edge.start, &edge.end) else { return None };
            let expected = !waits_for.is_empty();
            let once = once(lang, if expected { waits_for } else { dated });
            return Some(Moment { when: days(first, last)?, at: first.clone(), once, expected });
        }
        let at = if pick == Pick::First { &edge.start } else { &edge.end }.instant()?;
        let exact = Moment::exact(at)?;
        match about {
            // The clock time of "about three days" would say more than the sheet does.
            true => Some(Moment { when: day(at.date())?, once: format!("{}: ", say!(lang, "about-now")), ..exact }),
            false => Some(exact),
        }
    }
}

/// A short entry at an instant.
pub(super) fn mark(at: &Zoned) -> Option<When> {
    let start = at.timestamp();
    let end = start.checked_add(jiff::SignedDuration::from_mins(MINUTES_OF_A_MARK)).ok()?;
    Some(When::Instants { start, end })
}

/// One whole day.
pub(super) fn day(first: Date) -> Option<When> {
    Some(When::Days { first, after: first.tomorrow().ok()? })
}

/// From one instant to a later one: whole days if both are the first of one, or if the first day is that of the
/// treatment, which is told by itself. `None` if it is too long to be one entry.
pub(super) fn span(start: &Zoned, end: &Zoned, treated: &Zoned) -> Option<When> {
    if start.date().checked_add(jiff::Span::new().days(MOST_DAYS)).is_ok_and(|most| end.date() > most) {
        return None;
    }
    if is_first_instant(end) && (is_first_instant(start) || start == treated) {
        return Some(When::Days { first: start.date(), after: end.date() });
    }
    (start < end).then(|| When::Instants { start: start.timestamp(), end: end.timestamp() })
}

/// All days that lie between two instants.
fn days(first: &Zoned, last: &Zoned) -> Option<When> {
    let last = if is_first_instant(last) { last_date(last) } else { last.date() };
    let (first, last) = (first.date(), last.max(first.date()));
    let most = first.checked_add(jiff::Span::new().days(MOST_DAYS)).ok()?;
    Some(When::Days { first, after: last.tomorrow().ok()? }).filter(|_| last < most)
}

/// `Once your skin has healed: `, `After your last dose: `, `2 weeks after your skin has healed: `
fn once(lang: Lang, events: &[String]) -> String {
    let events = Events::of(lang, events);
    format!("{}: ", capital(&say!(lang, "once-event", form = events.form.word(), event = events.text)))
}
