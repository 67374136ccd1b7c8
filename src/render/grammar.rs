//! Small pieces of English: lists, lengths, first letters and full stops.

use crate::model::Length;
use crate::time::words;

/// `saunas`, `saunas and steam baths`, `saunas, steam baths and makeup`
pub(super) fn list(items: &[impl AsRef<str>], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", rest.join(", "), last.as_ref())
        }
    }
}

/// `4 hours`, `15 to 20 minutes`, `36 hours to 3 days`
pub(super) fn lengths(low: Length, high: Length) -> String {
    words::range(&length(low), &length(high))
}

/// `every 4 hours`, `every day`, `every 1 to 2 weeks`
pub(super) fn every(low: Length, high: Length) -> String {
    let far = lengths(low, high);
    format!("every {}", if low == high { far.strip_prefix("1 ").unwrap_or(&far) } else { &far })
}

fn length(length: Length) -> String {
    let units = [
        (length.years, "year", "years"),
        (length.months, "month", "months"),
        (length.weeks, "week", "weeks"),
        (length.days, "day", "days"),
        (length.hours, "hour", "hours"),
        (length.minutes, "minute", "minutes"),
    ];
    let parts: Vec<String> = units
        .iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| words::count(u64::from(*number), one, many))
        .collect();
    parts.join(" ")
}

/// `if your skin feels irritated`; a condition that begins with its own word keeps it.
pub(super) fn condition(when: &str) -> String {
    let own = ["if ", "unless ", "when "].iter().any(|word| when.starts_with(word));
    if own { when.to_owned() } else { format!("if {when}") }
}

/// The text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The text with its first letter small, unless its first word is a name or an abbreviation ("I", "NSAIDs").
pub(super) fn small(text: &str) -> String {
    let word: Vec<char> = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    let ordinary = word.len() > 1 && word.iter().skip(1).all(|c| c.is_lowercase());
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if ordinary => first.to_lowercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

/// The text with a full stop at its end, unless it has one, another mark or none is needed.
pub(super) fn full_stop(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}
