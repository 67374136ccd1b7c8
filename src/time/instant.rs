//! What a user gives as a date, a local date and time or a full instant (RFC 9557), read without guessing: a clock time
//! of 24:00 and an offset that contradicts its zone are refused.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A civil day, without a clock time.
    Date(Date),
    /// An instant, in the zone that was given with it or else in the zone of the treatment.
    Instant {
        /// The instant.
        at: Zoned,
        /// Whether the text names its zone.
        zoned: bool,
        /// The local clock time is skipped or comes twice on that date; which instant was taken, in words.
        note: Option<String>,
    },
}

/// Why a text is not an instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// `24:00`
    #[error("`{0}` has the clock time 24:00, which could be either midnight: write 00:00 of the day that is meant")]
    TwentyFour(String),
    /// The offset is not the zone's offset then.
    #[error("the offset and the zone of `{0}` contradict each other: {1}")]
    Contradiction(String, String),
    /// It has another form.
    #[error(
        "`{0}` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`"
    )]
    Form(String),
    /// It lies too far away.
    #[error("`{0}` lies outside the years 1900 to 2500")]
    Range(String),
}

/// Reads a date, a local date and time in `zone`, or a full instant. `T` or one space may stand before the clock time.
///
/// # Errors
/// If the text has another form, contradicts itself or lies outside the years 1900 to 2500.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Given, InstantError> {
    let text = text.trim();
    let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    let given = read(text, zone, &shown)?;
    let year = match &given {
        Given::Date(date) => date.year(),
        Given::Instant { at, .. } => at.year(),
    };
    if (1900..=2500).contains(&year) { Ok(given) } else { Err(InstantError::Range(shown)) }
}

fn read(text: &str, zone: &TimeZone, shown: &str) -> Result<Given, InstantError> {
    let form = || InstantError::Form(shown.to_owned());
    let (date, rest) = text.split_at_checked(10).ok_or_else(form)?;
    if rest.is_empty() {
        return date.parse().map(Given::Date).map_err(|_| form());
    }
    let clock = rest.strip_prefix(['T', 't', ' ']).ok_or_else(form)?;
    if clock.starts_with("24:00") {
        return Err(InstantError::TwentyFour(shown.to_owned()));
    }
    // jiff would read `14` and `1430` as clock times too; a sheet's reader would not.
    if clock.as_bytes().get(2).is_none_or(|&colon| colon != b':') {
        return Err(form());
    }
    let joined = format!("{date}T{clock}");
    if clock.contains('[') {
        // Compatible reading is the default for a time without an offset; with one, the offset must be the zone's.
        return match super::zone::zoned(&joined) {
            Some(at) => Ok(Given::Instant { at, zoned: true, note: None }),
            None => Err(contradiction(&joined, shown).unwrap_or_else(form)),
        };
    }
    if clock.contains(['Z', 'z', '+', '-']) {
        let at = joined.parse::<Timestamp>().map_err(|_| form())?.to_zoned(zone.clone());
        return Ok(Given::Instant { at, zoned: false, note: None });
    }
    let local: DateTime = joined.parse().map_err(|_| form())?;
    let ambiguous = zone.to_ambiguous_zoned(local);
    let offset = ambiguous.offset();
    let at = ambiguous.compatible().map_err(|_| InstantError::Range(shown.to_owned()))?;
    let wanted = local.strftime("%H:%M");
    let note = match offset {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => {
            let taken = at.strftime("%H:%M");
            Some(format!("the clocks skip {wanted} on that day; {taken} is taken"))
        }
        AmbiguousOffset::Fold { .. } => Some(format!("the clocks show {wanted} twice on that day; the first is taken")),
    };
    Ok(Given::Instant { at, zoned: false, note })
}

/// Both readings of an instant whose offset is not its zone's.
fn contradiction(joined: &str, shown: &str) -> Option<InstantError> {
    let (instant, zone) = joined.strip_suffix(']')?.split_once('[')?;
    let zone = super::zone(zone).ok()?;
    let by_offset = instant.parse::<Timestamp>().ok()?.to_zoned(zone.clone());
    let by_clock = instant.parse::<DateTime>().ok()?.to_zoned(zone).ok()?;
    Some(InstantError::Contradiction(shown.to_owned(), format!("write `{by_offset}` or `{by_clock}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in_paris(text: &str) -> String {
        match parse(text, &super::super::zone("Europe/Paris").unwrap()) {
            Ok(Given::Date(date)) => date.to_string(),
            Ok(Given::Instant { at, note, .. }) => format!("{at} {}", note.unwrap_or_default()).trim_end().to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn forms() {
        insta::assert_snapshot!(
            [
                "2026-11-24",
                "2026-11-24T14:30",
                "2026-11-24 14:30:15",
                "2026-11-24T14:30:00+02:00",
                "2026-11-24T14:30:00+01:00[Europe/Paris]",
                "2026-07-08T10:00-05:00[America/New_York]",
                "2026-03-29T02:30",
                "2026-10-25T02:30",
                "2026-11-24T24:00",
                "2026-11-31",
                "24.11.2026",
                "2026-11-24T14",
                "9000-01-01",
                "",
            ]
            .map(|text| format!("{text:?} -> {}", read_in_paris(text)))
            .join("\n"),
            @r#"
        "2026-11-24" -> 2026-11-24
        "2026-11-24T14:30" -> 2026-11-24T14:30:00+01:00[Europe/Paris]
        "2026-11-24 14:30:15" -> 2026-11-24T14:30:15+01:00[Europe/Paris]
        "2026-11-24T14:30:00+02:00" -> 2026-11-24T13:30:00+01:00[Europe/Paris]
        "2026-11-24T14:30:00+01:00[Europe/Paris]" -> 2026-11-24T14:30:00+01:00[Europe/Paris]
        "2026-07-08T10:00-05:00[America/New_York]" -> the offset and the zone of `2026-07-08T10:00-05:00[America/New_York]` contradict each other: write `2026-07-08T11:00:00-04:00[America/New_York]` or `2026-07-08T10:00:00-04:00[America/New_York]`
        "2026-03-29T02:30" -> 2026-03-29T03:30:00+02:00[Europe/Paris] the clocks skip 02:30 on that day; 03:30 is taken
        "2026-10-25T02:30" -> 2026-10-25T02:30:00+02:00[Europe/Paris] the clocks show 02:30 twice on that day; the first is taken
        "2026-11-24T24:00" -> `2026-11-24T24:00` has the clock time 24:00, which could be either midnight: write 00:00 of the day that is meant
        "2026-11-31" -> `2026-11-31` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`
        "24.11.2026" -> `24.11.2026` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`
        "2026-11-24T14" -> `2026-11-24T14` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`
        "9000-01-01" -> `9000-01-01` lies outside the years 1900 to 2500
        "" -> `` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`
        "#
        );
    }
}
