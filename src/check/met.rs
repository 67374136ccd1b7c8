//! What choosing times of events asks again and again, remembered: where recipes meet instants, where they change their order on
//! a day, and which instant of a stretch a person would name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Zoned;
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use crate::time::breaks::{Cutting, meetings, order_changes};
use crate::time::{Step, TimeError};

const DAY: i64 = 86_400;
/// So many are remembered before all are forgotten.
const MOST: usize = 100_000;

type Map<K, V> = HashMap<K, V, Xxh3DefaultBuilder>;

/// What is remembered, in one zone.
#[derive(Default)]
pub(super) struct Met {
    zone: Option<TimeZone>,
    found: Map<Vec<Step>, Map<i64, Vec<i64>>>,
    turns: Map<Vec<Vec<Step>>, Map<i64, Vec<i64>>>,
    named: Map<(i64, i64), Option<(Zoned, u8)>>,
    count: usize,
}

impl Met {
    /// Forgets what is of another zone, and all if it is too much.
    pub(super) fn in_zone(&mut self, zone: &TimeZone) {
        if self.count >= MOST || self.zone.as_ref() != Some(zone) {
            *self = Met { zone: Some(zone.clone()), ..Met::default() };
        }
    }

    /// The beginnings from which on a recipe stands differently to an instant than right before, in seconds since 1970.
    ///
    /// # Errors
    /// If an instant lies outside the years 1 to 9999.
    pub(super) fn of(&mut self, steps: &[Step], at: i64) -> Result<&[i64], TimeError> {
        if !self.found.contains_key(steps) {
            self.found.insert(steps.to_vec(), Map::default());
        }
        let (Some(of_steps), Some(zone)) = (self.found.get_mut(steps), &self.zone) else { return Ok(&[]) };
        Ok(match of_steps.entry(at) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.count += 1;
                new.insert(meetings(steps, at, zone)?.into_iter().collect())
            }
        })
    }

    /// The beginnings within the day of so many days since 1970, by the clock of Greenwich, from which on the order of some recipes is
    /// another than right before; its first second is one of them.
    ///
    /// # Errors
    /// If an instant lies outside the years 1 to 9999.
    pub(super) fn turns(&mut self, recipes: &[Vec<Step>], day: i64) -> Result<&[i64], TimeError> {
        if !self.turns.contains_key(recipes) {
            self.turns.insert(recipes.to_vec(), Map::default());
        }
        let (Some(of_recipes), Some(zone)) = (self.turns.get_mut(recipes), &self.zone) else { return Ok(&[]) };
        Ok(match of_recipes.entry(day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.count += 1;
                let (from, to) = (day * DAY, (day + 1) * DAY);
                let mut cutting = Cutting::new(from, to, zone);
                let led = recipes.iter().map(|steps| cutting.pieces(steps)).collect::<Result<Vec<_>, _>>()?;
                new.insert(order_changes(&led, to).into_iter().collect())
            }
        })
    }

    /// The instant of a stretch that a person would name, and how readily; `make` makes it once.
    pub(super) fn named(
        &mut self,
        stretch: (i64, i64),
        make: impl FnOnce() -> Option<(Zoned, u8)>,
    ) -> Option<(Zoned, u8)> {
        match self.named.entry(stretch) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.count += 1;
                new.insert(make())
            }
        }
        .clone()
    }
}
