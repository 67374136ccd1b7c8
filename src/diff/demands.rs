//! The duties of two versions in one case → when one demands what the other does not. What is demanded is a duty with all its
//! measures; another that asks for at least as much, as surely, meets it, as for the checker (C0407). What is to be done once
//! is one demand, whenever it is done.

use std::collections::BTreeSet;

use super::bearing::{Bearing, Bears};
use super::pieces::Directions;
use crate::check::cover::{as_much, demands_within, is_once};
use crate::check::pairs::Says;
use crate::check::slot::Slot;
use crate::evaluate::{holds, only_permits};
use crate::model::{Case, Frequency, Model, RuleId, Truth, steps};
use crate::time::{Step, TimeError, Window};

/// A duty in one case.
pub(super) struct Held<'b, 'v> {
    pub(super) bears: &'b Bears<'v>,
    certain: Slot,
    possible: Slot,
    applies: Truth,
}

/// The duties of a version in one case.
pub(super) struct Duties<'b, 'v> {
    pub(super) all: Vec<Held<'b, 'v>>,
    model: &'b Model,
    treated: &'b jiff::Zoned,
}

impl<'b, 'v> Duties<'b, 'v> {
    pub(super) fn of(bearing: &'b Bearing<'v>, model: &'b Model, case: &'b Case) -> Result<Duties<'b, 'v>, TimeError> {
        let mut all = Vec::new();
        let duty = |bears: &&Bears<'_>| bears.itself && Says::of(bears.own) == Some(Says::Duty);
        for bears in bearing.rules.iter().filter(duty) {
            let applies = holds(model, case, &bears.own.condition)?;
            let unstated = Window::unstated();
            let resolved = bears.own.window.as_deref().unwrap_or(&unstated).resolve(&case.situation)?;
            let possible = Slot::of(&resolved.possible());
            // Once, at an event that is not known: no instant is surely it.
            let open = |window: &Window| {
                window.moments().flat_map(|moment| moment.events()).any(|event| !case.event(event).is_known())
            };
            let floating = resolved.point
                && resolved.start.start != resolved.end.end
                && bears.own.window.as_deref().is_some_and(open);
            let certain =
                if floating { Slot { end: possible.start, ..possible } } else { Slot::of(&resolved.certain()) };
            if applies != Truth::False && !possible.is_empty() {
                all.push(Held { bears, certain, possible, applies });
            }
        }
        Ok(Duties { all, model, treated: &case.situation.treated })
    }

    /// The seconds at which something begins or ends.
    pub(super) fn edges(&self) -> impl Iterator<Item = i64> {
        self.all.iter().flat_map(|held| [held.certain.start, held.certain.end, held.possible.start, held.possible.end])
    }

    /// The duties of these that hold at a second and are not met by those of the other version.
    fn unmet<'s>(&'s self, other: &'s Duties<'_, '_>, at: i64) -> impl Iterator<Item = &'s Held<'b, 'v>> {
        self.all.iter().filter(move |held| held.level(at).is_some() && !held.met(other, at))
    }
}

impl Held<'_, '_> {
    /// How surely it holds at a second.
    fn level(&self, at: i64) -> Option<u8> {
        let inside = |slot: Slot| slot.start <= at && at < slot.end;
        inside(self.possible).then(|| u8::from(inside(self.certain)) + u8::from(self.applies == Truth::True))
    }

    fn met(&self, by: &Duties<'_, '_>, at: i64) -> bool {
        let able = by.all.iter().filter(|other| as_much(&other.bears.both, &self.bears.both));
        if !is_once(self.bears.own) {
            return able.into_iter().any(|other| other.level(at) >= self.level(at) && self.same_times(other));
        }
        able.into_iter().any(|other| {
            let again = !is_once(other.bears.own);
            other.applies >= self.applies
                && if again && !self.certain.is_empty() {
                    let slots = (other.certain, other.possible);
                    demands_within(by.model, other.bears.own, by.treated, slots, self.certain)
                } else if again {
                    other.level(at) >= self.level(at)
                } else {
                    let within =
                        |inner: Slot, outer: Slot| outer.contains(inner) || inner.is_empty() && outer.is_empty();
                    self.certain.is_empty() == other.certain.is_empty()
                        && (within(other.certain, self.certain) && within(other.possible, self.possible))
                }
        })
    }

    /// Whether a frequency that counts from the start of the window gives the same times.
    fn same_times(&self, other: &Held<'_, '_>) -> bool {
        let Some(Frequency::Every(low, high)) = &self.bears.own.frequency else { return true };
        if steps(*low, false) != steps(*high, false) {
            return true;
        }
        let after = self.certain.start.checked_sub(other.certain.start);
        match steps(*low, false) {
            [Step::Calendar { months: 0, days: 0 }, Step::Elapsed { seconds }] if seconds > 0 => {
                after.is_some_and(|after| after % seconds == 0)
            }
            _ => after == Some(0),
        }
    }
}

/// In which directions what is demanded changed at a second, and the duties of each version that the other does not meet.
pub(super) fn compare(
    old: &Duties<'_, '_>,
    new: &Duties<'_, '_>,
    at: i64,
) -> (Directions, BTreeSet<RuleId>, BTreeSet<RuleId>) {
    let (lost, gained): (Vec<_>, Vec<_>) = (old.unmet(new, at).collect(), new.unmet(old, at).collect());
    // What only may be done so often demands nothing.
    let demands = |unmet: &[&Held<'_, '_>]| unmet.iter().any(|held| !only_permits(held.bears.own));
    let directions = match (lost.is_empty(), gained.is_empty()) {
        (true, true) => Directions::default(),
        (false, true) if demands(&lost) => Directions::LOOSER,
        (true, false) if demands(&gained) => Directions::STRICTER,
        _ => Directions::OTHER,
    };
    let ids = |unmet: Vec<&Held<'_, '_>>| unmet.into_iter().map(|held| held.bears.id).collect();
    (directions, ids(lost), ids(gained))
}
