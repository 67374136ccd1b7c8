//! Small pieces of every language: lengths, first letters and full stops.

use crate::lang::{Amount, Case, Lang, Unit};
use crate::model::Length;

/// `4 hours`, `15 to 20 minutes`, `36 hours to 3 days`
pub(super) fn lengths(lang: Lang, low: Length, high: Length, case: Case) -> String {
    lang.length_range(&amount(low), &amount(high), case)
}

/// `every 4 hours`, `every day`, `every 1 to 2 weeks`
pub(super) fn every(lang: Lang, low: Length, high: Length) -> String {
    lang.every(&amount(low), &amount(high))
}

fn amount(length: Length) -> Amount {
    let units = [
        (Unit::Years, length.years),
        (Unit::Months, length.months),
        (Unit::Weeks, length.weeks),
        (Unit::Days, length.days),
        (Unit::Hours, length.hours),
        (Unit::Minutes, length.minutes),
    ];
    Amount::of(units.map(|(unit, number)| (unit, u64::from(number))))
}

/// The text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The text with a full stop at its end, unless it has one, another mark or none is needed.
pub(super) fn full_stop(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}
