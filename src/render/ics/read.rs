//! The text of RFC 5545 → the entries that carecheck once wrote, also after a calendar program has laid them out anew.
//! Takes nothing over as it stands: times and texts are read and written again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::entry::{Calendar, Entry, Status, When};
use super::uid;
use crate::time::zone;

/// Why a text is not a calendar that a plan can be compared with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It does not begin or end as a calendar does.
    #[error("it is not a whole calendar")]
    NotACalendar,
    /// It has no entry of ours.
    #[error("it has no entry that carecheck made")]
    NoEntries,
    /// An entry of ours has no start.
    #[error("the start of the entry `{0}` cannot be read")]
    Start(String),
}

/// Reads a calendar.
///
/// # Errors
/// If it is none, or if it has no entry that carecheck made.
pub fn read(bytes: &[u8]) -> Result<Calendar, ReadError> {
    let lines = unfolded(bytes);
    let mut lines = lines.iter().map(|line| Property::of(line));
    if !lines.next().is_some_and(|first| first.is("BEGIN", "VCALENDAR")) {
        return Err(ReadError::NotACalendar);
    }
    let (mut found, mut others, mut whole) = (BTreeMap::<String, Entry>::new(), 0, false);
    while let Some(property) = lines.next() {
        whole = property.is("END", "VCALENDAR");
        if property.is("BEGIN", "VEVENT") {
            let event = Event::read(&mut lines).ok_or(ReadError::NotACalendar)?;
            if !uid::is_ours(&event.uid) {
                others += 1;
                continue;
            }
            let entry = event.entry()?;
            // Of two states of one entry the later counts.
            if found.get(&entry.uid).is_none_or(|other| other.sequence < entry.sequence) {
                found.insert(entry.uid.clone(), entry);
            }
        }
    }
    match (whole, found.is_empty()) {
        (false, _) => Err(ReadError::NotACalendar),
        (_, true) => Err(ReadError::NoEntries),
        _ => Ok(Calendar { entries: found.into_values().collect(), others }),
    }
}

/// The lines as they were before they were folded. Old writers fold within a character, so octets are joined first.
fn unfolded(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for line in bytes.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line.split_first(), lines.last_mut()) {
            (Some((b' ' | b'\t', rest)), Some(last)) => last.extend_from_slice(rest),
            (None, _) => {}
            _ => lines.push(line.to_vec()),
        }
    }
    lines.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

/// A line: `DTSTART;VALUE=DATE:20261124`.
struct Property<'l> {
    name: String,
    parameters: &'l str,
    value: &'l str,
}

impl<'l> Property<'l> {
    fn of(line: &'l str) -> Property<'l> {
        // A colon within quotes belongs to a parameter.
        let mut quoted = false;
        let colon = line.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == ':' && !quoted
        });
        let (head, value) = colon.and_then(|(at, _)| line.split_at_checked(at)).unwrap_or((line, ""));
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Property { name: name.to_ascii_uppercase(), parameters, value: value.strip_prefix(':').unwrap_or(value) }
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.trim().eq_ignore_ascii_case(value)
    }

    /// The time that it gives.
    fn time(&self) -> Option<Time> {
        let value = self.value.trim();
        if let Ok(date) = Date::strptime("%Y%m%d", value) {
            return Some(Time::Date(date));
        }
        if let Some(utc) = value.strip_suffix('Z') {
            let at = DateTime::strptime("%Y%m%dT%H%M%S", utc).ok()?.to_zoned(TimeZone::UTC).ok()?;
            return Some(Time::Instant(at.timestamp()));
        }
        // A program may have written it in a zone of its own.
        let name = self.parameters.split(';').find_map(|parameter| parameter.strip_prefix("TZID="))?;
        let local = DateTime::strptime("%Y%m%dT%H%M%S", value).ok()?;
        Some(Time::Instant(local.to_zoned(zone(name.trim_matches('"')).ok()?).ok()?.timestamp()))
    }

    /// The text that it gives.
    fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut characters = self.value.chars();
        while let Some(c) = characters.next() {
            match (c, if c == '\\' { characters.next() } else { None }) {
                (_, Some('n' | 'N')) => text.push('\n'),
                (_, Some(escaped)) => text.push(escaped),
                ('\\', None) => {}
                (c, None) => text.push(c),
            }
        }
        text
    }
}

#[derive(Clone, Copy)]
enum Time {
    Date(Date),
    Instant(Timestamp),
}

/// An entry while it is read.
#[derive(Default)]
struct Event {
    uid: String,
    about: String,
    sequence: u32,
    stamp: Option<Time>,
    status: String,
    start: Option<Time>,
    end: Option<Time>,
    summary: String,
    description: String,
    alarms: Vec<Timestamp>,
}

impl Event {
    /// `None` if the text ends before the entry does.
    fn read<'l>(lines: &mut impl Iterator<Item = Property<'l>>) -> Option<Event> {
        let mut event = Event::default();
        let mut depth = 0;
        loop {
            let property = lines.next()?;
            match (property.name.as_str(), depth) {
                ("BEGIN", _) => depth += 1,
                ("END", 0) => return property.is("END", "VEVENT").then_some(event),
                ("END", _) => depth -= 1,
                ("TRIGGER", 1) => event.alarms.extend(property.time().and_then(|time| match time {
                    Time::Instant(at) => Some(at),
                    Time::Date(_) => None,
                })),
                ("UID", 0) => event.uid = property.text(),
                ("X-CARECHECK-ABOUT", 0) => event.about = property.text(),
                ("SEQUENCE", 0) => event.sequence = property.value.trim().parse().unwrap_or_default(),
                ("DTSTAMP", 0) => event.stamp = property.time(),
                ("STATUS", 0) => event.status = property.value.trim().to_ascii_uppercase(),
                ("DTSTART", 0) => event.start = property.time(),
                ("DTEND", 0) => event.end = property.time(),
                ("SUMMARY", 0) => event.summary = property.text(),
                ("DESCRIPTION", 0) => event.description = property.text(),
                _ => {}
            }
        }
    }

    fn entry(self) -> Result<Entry, ReadError> {
        let when = match (self.start, self.end) {
            (Some(Time::Date(first)), end) => {
                let next = first.tomorrow().unwrap_or(first);
                let after = match end {
                    Some(Time::Date(after)) => after.max(next),
                    _ => next,
                };
                When::Days { first, after }
            }
            (Some(Time::Instant(start)), end) => {
                let next = start.checked_add(SignedDuration::from_mins(1)).unwrap_or(start);
                let end = match end {
                    Some(Time::Instant(end)) => end.max(next),
                    _ => next,
                };
                When::Instants { start, end }
            }
            (None, _) => return Err(ReadError::Start(self.summary.chars().filter(|c| !c.is_control()).collect())),
        };
        let stamp = match self.stamp {
            Some(Time::Instant(at)) => at,
            _ => Timestamp::UNIX_EPOCH,
        };
        let status = match self.status.as_str() {
            "CANCELLED" => Status::Cancelled,
            "TENTATIVE" => Status::Tentative,
            _ => Status::Confirmed,
        };
        let Event { uid, sequence, summary, description, alarms, .. } = self;
        let number = |text: &str| u64::from_str_radix(text, 16).ok();
        let mut about: BTreeSet<u64> = self.about.split_whitespace().filter_map(number).collect();
        if about.is_empty() {
            // A program has dropped what it does not know; the name tells of one thing at least.
            about.extend(uid.rsplit('-').next().and_then(number));
        }
        Ok(Entry { uid, about, sequence, stamp, status, when, summary, description, alarms })
    }
}
