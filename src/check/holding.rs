//! Window and case → when a rule holds, under a reading of what the text leaves open. This is where certain and possible,
//! ends that nobody wrote and `about` become plain stretches. Knows nothing of pairs of rules.

use super::slot::{Slot, Slots, seconds};
use crate::model::{Case, Exception, Frequency, Rule, Truth, Verb};
use crate::time::{End, TimeError, Window};

/// How much of what the text leaves open is taken as said. Each reading takes more than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reading {
    /// An end that nobody wrote may come at once, and `about` may be anywhere.
    Firm,
    /// An end that nobody wrote never comes; `about` may be anywhere.
    NoEnd,
    /// `about` is taken at its word too.
    About,
}

impl Reading {
    /// The readings in which some windows differ.
    pub(super) fn of<'w>(windows: impl Iterator<Item = &'w Window> + Clone) -> &'static [Reading] {
        if windows.clone().any(Window::is_about) {
            &[Reading::Firm, Reading::NoEnd, Reading::About]
        } else if windows.clone().any(|window| window.end == End::NotStated) {
            &[Reading::Firm, Reading::NoEnd]
        } else {
            &[Reading::Firm]
        }
    }
}

/// When a window surely holds and when it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holding {
    pub(super) certain: Slot,
    pub(super) possible: Slot,
}

/// When a window holds in a case.
pub(super) fn holding(window: &Window, case: &Case, reading: Reading) -> Result<Holding, TimeError> {
    let resolved = window.resolve(&case.situation)?;
    let possible = Slot::of(&resolved.possible());
    let certain = match resolved.point {
        // Once, somewhere between: at no instant for sure.
        true if resolved.start.start != resolved.end.end => Slot::NEVER,
        true => possible,
        false => Slot { start: seconds(&resolved.start.end), end: seconds(&resolved.end.start) },
    };
    let about = window.start.as_ref().is_some_and(|moment| moment.about);
    let end_about = window.end_moment().is_some_and(|moment| moment.about);
    let narrow = |mut slot: Slot| {
        if !resolved.end_stated && reading == Reading::Firm {
            slot.end = slot.end.min(slot.start + 1);
        }
        if reading < Reading::About {
            match (about, end_about) {
                (false, false) => {}
                (false, true) => slot.end = slot.end.min(slot.start + 1),
                (true, false) => slot.start = slot.start.max(slot.end - 1),
                (true, true) => slot.end = slot.start,
            }
        }
        slot
    };
    Ok(Holding { certain: narrow(certain), possible: narrow(possible) })
}

/// When the window of a rule holds. Where the rule holds at some instants of its window only, it holds nowhere for sure:
/// before or after an activity whose time is not known, or at clock times within its days.
pub(super) fn rule_holding(rule: &Rule, window: &Window, case: &Case, reading: Reading) -> Result<Holding, TimeError> {
    let mut held = holding(window, case, reading)?;
    match rule.condition.truth(case)? {
        Truth::False => held = Holding { certain: Slot::NEVER, possible: Slot::NEVER },
        Truth::Unknown => held.certain = Slot::NEVER,
        Truth::True if holds_now_and_then(rule) => held.certain = Slot::NEVER,
        Truth::True => {}
    }
    Ok(held)
}

pub(super) fn holds_now_and_then(rule: &Rule) -> bool {
    let sometimes = matches!(
        rule.frequency,
        Some(Frequency::Every(..) | Frequency::DailyAt(_) | Frequency::DailyParts(_) | Frequency::UpTo(_))
    );
    !rule.orders.is_empty() || sometimes && matches!(rule.verb, Verb::Avoid | Verb::Expect | Verb::Alert)
}

/// When a ban surely holds and when it may, without its holes.
#[derive(Clone, Debug)]
pub(super) struct Ban {
    pub(super) certain: Slots,
    pub(super) possible: Slots,
}

/// When an exception surely lets something through and when it may. What it lets through once, somewhere between two moments, it
/// lets through at each instant between them.
fn let_through(window: &Window, case: &Case) -> Result<Holding, TimeError> {
    let held = holding(window, case, Reading::About)?;
    Ok(if window.point { Holding { certain: held.possible, ..held } } else { held })
}

/// When a ban holds where `holes` are those of its exceptions that speak of the same subject.
pub(super) fn ban_holding(
    rule: &Rule,
    window: &Window,
    holes: &[&Exception],
    case: &Case,
    reading: Reading,
) -> Result<Ban, TimeError> {
    let held = rule_holding(rule, window, case, reading)?;
    let mut ban = Ban { certain: held.certain.into(), possible: held.possible.into() };
    for hole in holes {
        let truth = hole.condition.truth(case)?;
        if truth == Truth::False {
            continue;
        }
        let open = match &hole.window {
            Some(window) => let_through(window, case)?,
            // All of the ban.
            None => Holding { certain: Slot::ALWAYS, possible: Slot::ALWAYS },
        };
        ban.certain.minus(open.possible);
        if truth == Truth::True {
            ban.possible.minus(open.certain);
        }
    }
    Ok(ban)
}
