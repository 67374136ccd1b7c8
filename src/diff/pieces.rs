//! What two versions say over time in one case → the stretches in which they differ, and in which direction. Knows no
//! rule.

use super::Direction;
use crate::check::slot::Slot;
use crate::model::RuleId;

/// In which directions something changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Directions {
    pub(super) stricter: bool,
    pub(super) looser: bool,
    /// It differs, and is neither.
    pub(super) other: bool,
}

/// What is said in a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) rules: Vec<RuleId>,
}

/// A stretch in which the versions differ.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) slot: Slot,
    pub(super) directions: Directions,
    pub(super) was: Said,
    pub(super) is: Said,
}

impl Directions {
    pub(super) const STRICTER: Directions = Directions { stricter: true, looser: false, other: false };
    pub(super) const LOOSER: Directions = Directions { stricter: false, looser: true, other: false };
    pub(super) const OTHER: Directions = Directions { stricter: false, looser: false, other: true };

    pub(super) fn any(self) -> bool {
        self.stricter || self.looser || self.other
    }

    pub(super) fn or(self, other: Directions) -> Directions {
        Directions {
            stricter: self.stricter || other.stricter,
            looser: self.looser || other.looser,
            other: self.other || other.other,
        }
    }

    pub(super) fn has(self, direction: Direction) -> bool {
        match direction {
            Direction::Stricter => self.stricter,
            Direction::Looser => self.looser,
            Direction::Other => self.other,
        }
    }
}

/// Stretches that follow each other and differ alike are one.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for piece in pieces {
        match found.last_mut() {
            Some(last)
                if last.slot.end == piece.slot.start
                    && last.directions == piece.directions
                    && (&last.was.text, &last.is.text) == (&piece.was.text, &piece.is.text) =>
            {
                last.slot.end = piece.slot.end;
                let more = |into: &mut Vec<RuleId>, from: Vec<RuleId>| {
                    into.extend(from);
                    into.sort_unstable();
                    into.dedup();
                };
                more(&mut last.was.rules, piece.was.rules);
                more(&mut last.is.rules, piece.is.rules);
            }
            _ => found.push(piece),
        }
    }
    found
}
