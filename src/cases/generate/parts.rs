//! Parts of the day that a mutant declares otherwise → lines of tests about their first and last minutes.

use super::days::days;
use super::line::{Line, lines};
use super::pair::{Pair, Says};
use crate::model::{Fixed, Model};
use crate::time::{self, Step, TimeError};

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// The lines about parts that differ, some days after the treatment.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn parts(old: &Model, new: &Model) -> Result<Vec<(Line, String)>, TimeError> {
    let Some((day, treated)) = days().next() else { return Ok(Vec::new()) };
    let mut says = Vec::new();
    for part in &old.parts {
        let Some(other) = new.parts.iter().find(|other| other.name == part.name) else { continue };
        let before = |minute: u16| (minute + DAY - 1) % DAY;
        for minute in [part.start, before(part.start), part.end, before(part.end)] {
            let so = part.holds(minute);
            if so != other.holds(minute) {
                let at = time::apply(&treated, Step::Day { days: 3, clock: Some(minute) })?;
                let word = |so: bool| format!("{}part {}", if so { "" } else { "not " }, part.name);
                let (text, instead) = (word(so), word(!so));
                says.push(Says { at, text, instead, is_rule: false, is_near: true });
            }
        }
    }
    lines(old, (0, day), &Pair::of(old, new, &treated, &Fixed::default())?, says)
}
