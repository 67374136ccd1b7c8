//! Where recipes meet instants, remembered: one event after the other is held to the same instants again and again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::tz::TimeZone;

use crate::time::breaks::meetings;
use crate::time::{Step, TimeError};

/// So many are remembered before all are forgotten.
const MOST: usize = 100_000;

/// What is remembered, in one zone.
#[derive(Default)]
pub(super) struct Met {
    zone: Option<TimeZone>,
    found: HashMap<Vec<Step>, HashMap<i64, Vec<i64>>>,
    count: usize,
}

impl Met {
    /// The beginnings from which on a recipe stands differently to an instant than right before, in seconds since 1970.
    ///
    /// # Errors
    /// If an instant lies outside the years 1 to 9999.
    pub(super) fn of(&mut self, steps: &[Step], at: i64, zone: &TimeZone) -> Result<&[i64], TimeError> {
        if self.count >= MOST || self.zone.as_ref() != Some(zone) {
            *self = Met { zone: Some(zone.clone()), ..Met::default() };
        }
        if !self.found.contains_key(steps) {
            self.found.insert(steps.to_vec(), HashMap::new());
        }
        let Some(of_steps) = self.found.get_mut(steps) else { return Ok(&[]) };
        Ok(match of_steps.entry(at) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.count += 1;
                new.insert(meetings(steps, at, zone)?.into_iter().collect())
            }
        })
    }
}
