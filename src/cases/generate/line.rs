//! One line of a test that would be written.

use jiff::Zoned;

use super::pair::{Pair, Says};
use super::written;
use crate::model::Model;
use crate::time::TimeError;

/// A line of a test.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// How far its day is from an ordinary one; less is better.
    pub rank: u8,
    /// The day in words: `a weekday`.
    pub day: String,
    /// `2026-11-23 14:00 Europe/Paris given dry = yes`
    pub heading: String,
    /// The instant that is asked about, in seconds after the treatment.
    pub after: i64,
    /// The same as the test writes it.
    pub at: String,
    /// `sauna avoided`, `do wash daily`
    pub says: String,
    /// Whether it is a rule, which stands last in its line.
    pub is_rule: bool,
    /// Whether it asks on either side of a bound of the sheet.
    pub is_near: bool,
}

impl Line {
    /// `at +48h: sauna not stated, would be avoided`, with what is given and the day, if it is not any day.
    pub(super) fn told(&self, instead: &str) -> String {
        let at = if self.at == written::ON_ARRIVAL { self.at.clone() } else { format!("at {}", self.at) };
        let given = self.heading.split_once(" given ").map(|(_, given)| format!(" (given {given})"));
        let day = if self.rank == 0 { given.unwrap_or_default() } else { format!(" (treated {})", self.heading) };
        format!("{at}: {}, would be {instead}{day}", self.says)
    }
}

/// What could be said of a case → the lines that can be written, with what the mutant says instead.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub(super) fn lines(
    old: &Model,
    (rank, day): (u8, &str),
    pair: &Pair<'_>,
    says: Vec<Says>,
) -> Result<Vec<(Line, String)>, TimeError> {
    let Some(heading) = written::heading(old, &pair.before)? else { return Ok(Vec::new()) };
    let treated: &Zoned = &pair.before.situation.treated;
    let line = |says: Says| {
        let at = written::moment(old, treated, &says.at)?;
        let after = says.at.timestamp().as_second() - treated.timestamp().as_second();
        let (day, heading) = (day.to_owned(), heading.clone());
        let Says { text, instead, is_rule, is_near, .. } = says;
        Some((Line { rank, day, heading, after, at, says: text, is_rule, is_near }, instead))
    };
    Ok(says.into_iter().filter_map(line).collect())
}
