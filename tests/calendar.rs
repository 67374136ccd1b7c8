//! The calendar of a plan: what a patient finds in it, the strict form of RFC 5545 whatever stands in a sheet, and what
//! becomes of it when the plan is made again. Other programs read it in `tests/calendar/`, which `.ci/run` runs.

#![cfg(test)]
#![expect(clippy::string_slice, reason = "a test that cannot go on may stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use carecheck::model::{Case, Fixed, Unit};
use carecheck::render::ics;
use carecheck::source::{SourceFile, Sources};
use carecheck::{analyse, evaluate, syntax};
use proptest::prelude::*;

/// A sheet in a folder of its own, and the calendars made from it.
struct Desk {
    folder: PathBuf,
}

impl Desk {
    fn new(name: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("calendar-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Desk { folder }
    }

    fn run(&self, sheet: &str, arguments: &[&str]) -> Output {
        fs::write(self.folder.join("sheet.care"), sheet).unwrap();
        Command::cargo_bin("carecheck")
            .unwrap()
            .current_dir(&self.folder)
            .env_clear()
            .args(["eval", "sheet.care", "--now", "2026-11-20T09:00+01:00"])
            .env("CARECHECK_EVAL_FORMAT", "ics")
            .env("CARECHECK_TZ", "Europe/Paris")
            .args(arguments)
            .output()
            .unwrap()
    }

    /// The calendar of a sheet, in the strict form.
    fn calendar(&self, sheet: &str, arguments: &[&str]) -> Calendar {
        let output = self.run(sheet, arguments);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{errors}");
        Calendar::strict(&String::from_utf8(output.stdout).unwrap())
    }

    /// Makes a calendar, then makes it again from another sheet or date; with what is said about it.
    fn again(&self, first: (&str, &str), second: (&str, &str)) -> (Calendar, Calendar, String) {
        let old = self.calendar(first.0, &["--treated", first.1]);
        self.run(first.0, &["--treated", first.1, "--output", "old.ics"]);
        let output = self.run(second.0, &["--treated", second.1, "--update", "old.ics"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        (old, Calendar::strict(&String::from_utf8(output.stdout).unwrap()), said)
    }
}

/// An entry as a strict reader finds it: the name of each property with its parameters, and its value as written.
type Event = BTreeMap<String, String>;

struct Calendar {
    events: Vec<Event>,
}

impl Calendar {
    /// Reads a calendar and lets nothing pass that RFC 5545 does not allow, or that we promise not to write.
    fn strict(text: &str) -> Calendar {
        assert!(text.ends_with("\r\n"), "the last line has no end");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "a line feed alone");
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count(), "a carriage return alone");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.chars().any(char::is_control), "a control character: {line:?}");
        }
        let unfolded = text.replace("\r\n ", "");
        let mut lines = unfolded.trim_end_matches("\r\n").split("\r\n");
        let mut open: Vec<&str> = Vec::new();
        let mut events: Vec<Event> = Vec::new();
        let mut head = Event::new();
        let mut alarm = Event::new();
        for line in lines.by_ref() {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no property: {line:?}"));
            let known = [
                "BEGIN",
                "END",
                "VERSION",
                "PRODID",
                "CALSCALE",
                "NAME",
                "X-WR-CALNAME",
                "X-WR-TIMEZONE",
                "X-CARECHECK-TZDB",
                "UID",
                "DTSTAMP",
                "SEQUENCE",
                "STATUS",
                "DTSTART",
                "DTSTART;VALUE=DATE",
                "DTEND",
                "DTEND;VALUE=DATE",
                "SUMMARY",
                "DESCRIPTION",
                "X-CARECHECK-ABOUT",
                "CLASS",
                "TRANSP",
                "ACTION",
                "TRIGGER;VALUE=DATE-TIME",
            ];
            assert!(known.contains(&name), "a property that we do not write: {line:?}");
            if ["SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"].contains(&name) {
                escaped(value);
            }
            match (name, open.last().copied()) {
                ("BEGIN", parent) => {
                    let allowed = match parent {
                        None => "VCALENDAR",
                        Some("VCALENDAR") => "VEVENT",
                        _ => "VALARM",
                    };
                    assert_eq!(value, allowed);
                    open.push(value);
                    if value == "VEVENT" {
                        events.push(Event::new());
                    }
                    alarm.clear();
                }
                ("END", Some(begun)) => {
                    assert_eq!(value, begun);
                    open.pop();
                    if value == "VALARM" {
                        let names: Vec<&str> = alarm.keys().map(String::as_str).collect();
                        assert_eq!(names, ["ACTION", "DESCRIPTION", "TRIGGER;VALUE=DATE-TIME"]);
                        utc(&alarm["TRIGGER;VALUE=DATE-TIME"]);
                    }
                }
                (_, Some(place)) => {
                    let into = match place {
                        "VCALENDAR" => &mut head,
                        "VEVENT" => events.last_mut().unwrap(),
                        _ => &mut alarm,
                    };
                    assert_eq!(into.insert(name.to_owned(), value.to_owned()), None, "twice: {line:?}");
                }
                (_, None) => panic!("outside of the calendar: {line:?}"),
            }
        }
        assert!(open.is_empty(), "not ended: {open:?}");
        assert_eq!(head["VERSION"], "2.0");
        assert!(head["PRODID"].starts_with("-//carecheck//"));
        assert!(!head["X-CARECHECK-TZDB"].is_empty());
        let uids: BTreeSet<&String> = events.iter().map(|event| &event["UID"]).collect();
        assert_eq!(uids.len(), events.len(), "a name twice");
        events.iter().for_each(strict_event);
        Calendar { events }
    }

    /// `2026-11-26 13:00Z  No longer avoid saunas`, a line for each entry.
    fn told(&self) -> String {
        let mut told = String::new();
        for event in &self.events {
            let _ = writeln!(told, "{}  {}", when(event), unescaped(&event["SUMMARY"]));
        }
        told
    }

    fn event(&self, summary: &str) -> &Event {
        let found: Vec<&Event> = self.events.iter().filter(|event| unescaped(&event["SUMMARY"]) == summary).collect();
        assert_eq!(found.len(), 1, "{summary:?} in\n{}", self.told());
        found[0]
    }
}

fn strict_event(event: &Event) {
    for name in ["UID", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP"] {
        assert!(event.contains_key(name), "no {name} in {event:?}");
    }
    utc(&event["DTSTAMP"]);
    event["SEQUENCE"].parse::<u32>().unwrap();
    assert!(["CONFIRMED", "TENTATIVE", "CANCELLED"].contains(&event["STATUS"].as_str()));
    match event.get("DTSTART;VALUE=DATE") {
        Some(start) => {
            let end = &event["DTEND;VALUE=DATE"];
            let [start, end] = [start, end].map(|day| jiff::civil::Date::strptime("%Y%m%d", day).unwrap());
            assert!(start < end);
            assert!(!event.contains_key("DTSTART") && !event.contains_key("DTEND"));
        }
        None => assert!(utc(&event["DTSTART"]) < utc(&event["DTEND"])),
    }
}

/// An instant in UTC, and in no other form.
fn utc(text: &str) -> jiff::Timestamp {
    assert_eq!(text.len(), 16, "{text:?}");
    jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text)
        .unwrap()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .unwrap()
        .timestamp()
}

/// A text has a backslash before each comma and semicolon, and none before anything else but `n` and itself.
fn escaped(value: &str) {
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        assert!(!matches!(c, ',' | ';'), "not escaped: {value:?}");
        if c == '\\' {
            assert!(matches!(characters.next(), Some('\\' | ',' | ';' | 'n')), "no escape: {value:?}");
        }
    }
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        text.push(match c {
            '\\' => match characters.next().unwrap() {
                'n' => '\n',
                other => other,
            },
            c => c,
        });
    }
    text
}

fn when(event: &Event) -> String {
    let dashed = |day: &str| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..8]);
    match event.get("DTSTART;VALUE=DATE") {
        Some(first) => {
            let after = jiff::civil::Date::strptime("%Y%m%d", &event["DTEND;VALUE=DATE"]).unwrap();
            let last = after.yesterday().unwrap().to_string();
            let first = dashed(first);
            if first == last { first } else { format!("{first} to {last}") }
        }
        None => {
            let clock = |at: &str| format!("{}:{}Z", &at[9..11], &at[11..13]);
            format!("{} {} to {}", dashed(&event["DTSTART"]), clock(&event["DTSTART"]), clock(&event["DTEND"]))
        }
    }
}

const MONDAY: &str = "2026-11-23T14:00";

const SHEET: &str = r#"
treatment laser "Laser" day 1 source "A leaflet"
activity sauna "saunas"
activity swimming "swimming"
activity makeup "makeup"
activity heat "heat"
activity steam "steam baths" is heat
activity sunscreen "sunscreen" do "put on sunscreen"
activity aspirin "aspirin"
activity checkup "a check-up" do "come to your check-up"
activity drops "eye drops" do "use your eye drops"
event healed "your skin has healed" expected on days 5 to 10
fact irritated "your skin feels irritated" : yes/no
sign fever "fever"

avoid aspirin within 1w before treatment
avoid sauna, steam until +48h
avoid heat through day 4
avoid makeup until +24h
allow makeup from +24h
avoid swimming until healed
do sunscreen daily on days 2 to 5
do drops daily at 08:00, 20:00 on days 2 to 3
do checkup at day 8 10:00
allow sauna from day 20 unless irritated
alert fever until +2w because "The number is on your card"
repeat every 4w..6w for 3 sessions
"#;

#[test]
fn what_a_patient_finds() {
    let calendar = Desk::new("patient").calendar(SHEET, &["--treated", MONDAY]);
    insta::assert_snapshot!(calendar.told());
}

#[test]
fn the_entry_of_the_treatment_tells_the_rest() {
    let calendar = Desk::new("rest").calendar(SHEET, &["--treated", MONDAY]);
    insta::assert_snapshot!(unescaped(&calendar.event("Laser")["DESCRIPTION"]));
}

#[test]
fn the_default_sheet() {
    let sheet = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/default.care")).unwrap();
    let desk = Desk::new("default");
    for folder in ["", "vocabulary"] {
        let to = desk.folder.join(folder);
        fs::create_dir_all(&to).unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(folder);
        for file in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
    insta::assert_snapshot!(desk.calendar(&sheet, &["--treated", MONDAY]).told());
}

#[test]
fn every_sheet_gives_a_strict_calendar() {
    let desk = Desk::new("sheets");
    let mut read = 0;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets")).unwrap().flatten() {
        if file.path().extension().is_none_or(|extension| extension != "care") {
            continue;
        }
        let sheet = fs::read_to_string(file.path()).unwrap();
        // Both clock changes of a year lie within the first weeks of one of them.
        for treated in ["2026-03-27T10:00", "2026-10-23T16:30"] {
            let calendar = desk.calendar(&sheet, &["--treated", treated]);
            assert!(!calendar.events.is_empty());
            read += 1;
        }
    }
    assert!(read >= 20);
}

#[test]
fn an_elapsed_end_is_an_instant_and_a_day_is_a_day() {
    let sheet = "treatment laser \"Laser\" day 1\nactivity sauna \"saunas\"\nactivity sun \"sun\"\navoid sauna until +48h\navoid sun through day 3\n";
    // The clocks of Cairo skip midnight on 24 April 2026: the third day begins at 01:00.
    let desk = Desk::new("clocks");
    let told = |treated: &str, zone: &str| desk.calendar(sheet, &["--treated", treated, "--tz", zone]).told();
    insta::assert_snapshot!(told("2026-03-28T10:00", "Europe/Paris"), @"
    2026-03-28 09:00Z to 09:15Z  Laser
    2026-03-30 09:00Z to 09:15Z  No longer avoid saunas
    2026-03-31  No longer avoid sun
    ");
    insta::assert_snapshot!(told("2026-10-31T10:00", "America/New_York"), @"
    2026-10-31 14:00Z to 14:15Z  Laser
    2026-11-02 14:00Z to 14:15Z  No longer avoid saunas
    2026-11-03  No longer avoid sun
    ");
    insta::assert_snapshot!(told("2026-04-21T23:30", "Africa/Cairo"), @"
    2026-04-21 21:30Z to 21:45Z  Laser
    2026-04-23 21:30Z to 21:45Z  No longer avoid saunas
    2026-04-24  No longer avoid sun
    ");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let desk = Desk::new("bytes");
    let first = desk.run(SHEET, &["--treated", MONDAY]).stdout;
    assert_eq!(first, desk.run(SHEET, &["--treated", MONDAY]).stdout);
    let moved: Vec<&str> = SHEET.lines().rev().filter(|line| !line.starts_with("treatment")).collect();
    let moved =
        format!("treatment laser \"Laser\" day 1 source \"A leaflet\"\n# a comment\n\n{}\n", moved.join("\n\n"));
    let uids = |sheet: &str| -> BTreeSet<String> {
        desk.calendar(sheet, &["--treated", MONDAY]).events.into_iter().map(|event| event["UID"].clone()).collect()
    };
    assert_eq!(uids(SHEET), uids(&moved), "names hang on places in the file");
}

#[test]
fn nothing_has_changed() {
    let (old, new, said) = Desk::new("unchanged").again((SHEET, MONDAY), (SHEET, MONDAY));
    assert_eq!(old.events, new.events);
    insta::assert_snapshot!(said, @"note: 14 entries are as they were");
}

#[test]
fn one_rule_has_changed() {
    let changed = SHEET.replace("avoid heat through day 4", "avoid heat through day 6");
    let (old, new, said) = Desk::new("changed").again((SHEET, MONDAY), (&changed, MONDAY));
    let (before, after) = (old.event("No longer avoid heat"), new.event("No longer avoid heat"));
    assert_eq!((&before["UID"], "0", "1"), (&after["UID"], &*before["SEQUENCE"], &*after["SEQUENCE"]));
    assert_eq!((&*when(before), &*when(after)), ("2026-11-27", "2026-11-29"));
    let changed = new.events.iter().filter(|event| event["SEQUENCE"] != "0");
    let changed: Vec<&str> = changed.map(|event| event["SUMMARY"].as_str()).collect();
    assert_eq!(changed, ["Laser", "No longer avoid heat"], "only what tells of it has changed");
    insta::assert_snapshot!(said, @"note: 2 entries have changed, 12 are as they were");
}

#[test]
fn a_rule_is_withdrawn_and_comes_back() {
    let desk = Desk::new("withdrawn");
    let without = SHEET.replace("do checkup at day 8 10:00", "");
    let (_, new, said) = desk.again((SHEET, MONDAY), (&without, MONDAY));
    let cancelled = new.event("Out of date: Come to your check-up");
    assert_eq!((&*cancelled["STATUS"], &*cancelled["SEQUENCE"]), ("CANCELLED", "1"));
    assert!(unescaped(&cancelled["DESCRIPTION"]).starts_with("This entry is out of date"));
    insta::assert_snapshot!(said, @"
    note: 1 warning; `carecheck check sheet.care` says more
    note: 1 entry is cancelled, 13 are as they were
    ");

    let update = |sheet: &str, from: &str, to: &str| {
        assert!(desk.run(sheet, &["--treated", MONDAY, "--update", from, "-o", to]).status.success());
        Calendar::strict(&fs::read_to_string(desk.folder.join(to)).unwrap())
    };
    update(&without, "old.ics", "2.ics");
    let kept = update(&without, "2.ics", "3.ics");
    assert_eq!(kept.event("Out of date: Come to your check-up"), cancelled, "it stays cancelled, and as it was");
    let back = update(SHEET, "3.ics", "3.ics");
    let back = back.event("Come to your check-up");
    assert_eq!((&back["UID"], &*back["STATUS"], &*back["SEQUENCE"]), (&cancelled["UID"], "CONFIRMED", "2"));
}

#[test]
fn a_treatment_is_moved() {
    let (old, new, said) = Desk::new("moved").again((SHEET, MONDAY), (SHEET, "2026-11-25T09:00"));
    let uids = |calendar: &Calendar| calendar.events.iter().map(|event| event["UID"].clone()).collect::<BTreeSet<_>>();
    assert_eq!(uids(&old), uids(&new), "every entry moves, none is written a second time");
    assert!(new.events.iter().all(|event| event["SEQUENCE"] == "1" && event["STATUS"] != "CANCELLED"));
    insta::assert_snapshot!(said, @"note: 14 entries have changed");
}

#[test]
fn what_else_holds_when_something_ends() {
    let sheet = r#"
treatment laser "Laser" day 1
activity heat "heat"
activity sauna "saunas" is heat
activity sun "sun"
activity swimming "swimming"
activity sport "sport"
activity spa "spas"
activity lifting "lifting"
fact irritated "your skin feels irritated" : yes/no
avoid heat until +24h
avoid sauna until +72h
avoid sun until +48h
avoid sun until +1w when irritated
avoid swimming until +48h
avoid swimming until +5d
allow sport from +24h
ideally avoid sport until +36h
avoid spa until about +3d
avoid lifting until +48h..+96h
event healed "your skin has healed" expected on days 5 to 10
activity bath "baths"
avoid bath until healed
avoid bath through day 8
activity wax "waxing"
avoid wax through day 6
allow wax from healed
"#;
    insta::assert_snapshot!(Desk::new("else").calendar(sheet, &["--treated", MONDAY]).told(), @"
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-24 13:00Z to 13:15Z  No longer avoid heat, except saunas
    2026-11-25 01:00Z to 01:15Z  Allowed again: sport
    2026-11-25 13:00Z to 13:15Z  From now on avoid sun only if your skin feels irritated
    2026-11-26  About now: no longer avoid spas
    2026-11-26 13:00Z to 13:15Z  No longer avoid saunas
    2026-11-27 to 2026-12-02  Once your skin has healed: waxing allowed again, unless something else still forbids it; no longer avoid baths, unless something else still forbids it
    2026-11-27 13:00Z to 13:15Z  No longer avoid lifting
    2026-11-28 13:00Z to 13:15Z  No longer avoid swimming
    2026-11-29  No longer avoid waxing
    2026-11-30 13:00Z to 13:15Z  No longer holds: if your skin feels irritated, avoid sun
    ");
}

#[test]
fn things_to_do() {
    let sheet = r#"
treatment laser "Laser" day 1
activity ice "ice" do "put ice on it"
activity drops "eye drops" do "use your eye drops"
activity walk "walking" do "go for a walk"
activity scar "scar massage" do "massage the scar"
activity wash "washing" do "wash your skin gently"
activity call "a call" do "call the clinic for your results"
activity stop "smoking" do "stop smoking"
activity rest "rest" do "rest"
event healed "your skin has healed" expected on days 5 to 10
do ice every 2h until +24h
do drops every 6h amount "one drop" from +24h until +48h
do walk daily from +1w
do scar twice
do wash 2..3 times daily from healed
do call at +2d..+3d
do stop from -2w until treatment
do rest until +36h
"#;
    let sheet = sheet.replace("do scar twice", "do scar daily from healed +2w until healed +6w");
    let desk = Desk::new("things");
    insta::assert_snapshot!(desk.calendar(&sheet, &["--treated", MONDAY]).told(), @"
    2026-11-09 13:00Z to 13:00Z  Stop smoking
    2026-11-23 13:00Z to 13:00Z  Put ice on it, every 2 hours
    2026-11-23 13:00Z to 01:00Z  Rest
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-24 13:00Z to 13:15Z  Use your eye drops, one drop
    2026-11-24 19:00Z to 19:15Z  Use your eye drops, one drop
    2026-11-25 01:00Z to 01:15Z  Use your eye drops, one drop
    2026-11-25 07:00Z to 07:15Z  Use your eye drops, one drop
    2026-11-25 13:00Z to 13:00Z  Call the clinic for your results
    2026-11-27 to 2026-12-02  Once your skin has healed: wash your skin gently, 2 to 3 times a day
    2026-11-30 13:00Z to 13:15Z  Go for a walk. Daily, from now on
    2026-12-11 to 2026-12-16  2 weeks after your skin has healed: massage the scar, daily
    ");
    let known = desk.calendar(&sheet, &["--treated", MONDAY, "--event", "healed=2026-11-29"]);
    insta::assert_snapshot!(known.told(), @"
    2026-11-09 13:00Z to 13:00Z  Stop smoking
    2026-11-23 13:00Z to 13:00Z  Put ice on it, every 2 hours
    2026-11-23 13:00Z to 01:00Z  Rest
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-24 13:00Z to 13:15Z  Use your eye drops, one drop
    2026-11-24 19:00Z to 19:15Z  Use your eye drops, one drop
    2026-11-25 01:00Z to 01:15Z  Use your eye drops, one drop
    2026-11-25 07:00Z to 07:15Z  Use your eye drops, one drop
    2026-11-25 13:00Z to 13:00Z  Call the clinic for your results
    2026-11-29  Once your skin has healed: wash your skin gently, 2 to 3 times a day
    2026-11-30 13:00Z to 13:15Z  Go for a walk. Daily, from now on
    2026-12-13  2 weeks after your skin has healed: massage the scar, daily
    ");
}

#[test]
fn when_it_rings() {
    let text = String::from_utf8(Desk::new("rings").run(SHEET, &["--treated", MONDAY]).stdout).unwrap();
    let mut rings: Vec<String> = Vec::new();
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT").skip(1) {
        let of = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let summary = unescaped(&of("SUMMARY:").unwrap());
        let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
        rings.extend(of("TRIGGER;VALUE=DATE-TIME:").map(|at| {
            let at = utc(&at).to_zoned(zone);
            format!("{}  {summary}", at.strftime("%a %Y-%m-%d %H:%M"))
        }));
    }
    insta::assert_snapshot!(rings.join("\n"), @"
    Tue 2026-11-24 09:00  Put on sunscreen, daily
    Tue 2026-11-24 08:00  Use your eye drops
    Tue 2026-11-24 20:00  Use your eye drops
    Wed 2026-11-25 08:00  Use your eye drops
    Wed 2026-11-25 20:00  Use your eye drops
    Sun 2026-11-29 18:00  Come to your check-up
    Mon 2026-12-21 09:00  Next session of laser: from today through Monday 4 January 2027
    ");
}

/// What shares an entry at first may part later: each goes on being told, and nothing that still holds is cancelled.
#[test]
fn entries_part_and_join() {
    let sheet = |sauna: &str| {
        format!(
            "treatment laser \"Laser\" day 1\nactivity sauna \"saunas\"\nactivity sport \"sport\"\nactivity sun \"sun\"\n\
             avoid sauna until {sauna}\navoid sport until +48h\navoid sun until +48h\n"
        )
    };
    let (together, apart) = (sheet("+48h"), sheet("+72h"));
    let desk = Desk::new("part");
    let (_, parted, said) = desk.again((&together, MONDAY), (&apart, MONDAY));
    insta::assert_snapshot!(parted.told() + &said, @"
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-25 13:00Z to 13:15Z  No longer avoid sport and sun
    2026-11-26 13:00Z to 13:15Z  No longer avoid saunas
    note: 1 entry is new, 2 have changed
    ");
    let (_, joined, said) = desk.again((&apart, MONDAY), (&together, MONDAY));
    insta::assert_snapshot!(joined.told() + &said, @"
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-25 13:00Z to 13:15Z  No longer avoid saunas, sport and sun
    2026-11-26 13:00Z to 13:15Z  Out of date: No longer avoid saunas
    note: 2 entries have changed, 1 is cancelled
    ");
}

#[test]
fn what_cannot_be_updated() {
    let desk = Desk::new("refused");
    let says = |sheet: &str, arguments: &[&str]| {
        let output = desk.run(sheet, &[&["--treated", MONDAY], arguments].concat());
        format!("{:?} {}", output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    desk.run(SHEET, &["--treated", MONDAY, "-o", "old.ics"]);
    fs::write(desk.folder.join("text.ics"), "no calendar").unwrap();
    let foreign =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fs::write(desk.folder.join("foreign.ics"), foreign).unwrap();
    let half = fs::read_to_string(desk.folder.join("old.ics")).unwrap();
    fs::write(desk.folder.join("half.ics"), &half[..half.len() / 2]).unwrap();
    let other = SHEET.replace("treatment laser", "treatment peel");
    let all = [
        says(SHEET, &["--update", "none.ics"]),
        says(SHEET, &["--update", "text.ics"]),
        says(SHEET, &["--update", "foreign.ics"]),
        says(SHEET, &["--update", "half.ics"]),
        says(&other, &["--update", "old.ics"]),
        says(SHEET, &["--update", "old.ics", "--format", "text"]),
        says(SHEET, &["-o", "no/such/folder.ics"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

/// A calendar program lays a file out anew, drops what it does not know and adds entries of its own.
#[test]
fn a_calendar_that_a_program_has_kept() {
    let desk = Desk::new("kept");
    let text = String::from_utf8(desk.run(SHEET, &["--treated", MONDAY]).stdout).unwrap();
    let text = text.replace("\r\n ", "").replace("\r\n", "\n");
    let lines = text.lines().filter(|line| !line.starts_with("X-") && !line.starts_with("TRANSP"));
    let mut kept = lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("DTSTART:20261125T130000Z", "DTSTART;TZID=\"Europe/Paris\":20261125T140000");
    let own = "BEGIN:VEVENT\nUID:lunch\nDTSTART:20261125T110000Z\nSUMMARY:Lunch\nEND:VEVENT\nEND:VCALENDAR";
    kept = kept.replace("END:VCALENDAR", own);
    fs::write(desk.folder.join("kept.ics"), kept).unwrap();
    let output = desk.run(SHEET, &["--treated", MONDAY, "--update", "kept.ics"]);
    let calendar = Calendar::strict(&String::from_utf8(output.stdout).unwrap());
    assert!(calendar.events.iter().all(|event| event["SEQUENCE"] == "0"), "{}", calendar.told());
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"note: 14 entries are as they were; 1 other entry of the old calendar, not by carecheck, left out");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_one() {
    let desk = Desk::new("half");
    let old = desk.folder.join("plan.ics");
    fs::write(&old, "old").unwrap();
    assert!(!desk.run("treatment \"\n", &["--treated", MONDAY, "-o", "plan.ics"]).status.success());
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert!(desk.run(SHEET, &["--treated", MONDAY, "-o", "plan.ics"]).status.success());
    Calendar::strict(&fs::read_to_string(&old).unwrap());
    let left: BTreeSet<_> = fs::read_dir(&desk.folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, BTreeSet::from(["plan.ics".into(), "sheet.care".into()]), "nothing else is left over");
}

/// A label as the sheet writes it: it may hold any character but those that a file may not hold at all.
fn sheet_with(label: &str) -> String {
    let label: String = label.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let written = label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!(
        "treatment laser \"{written}\" day 1 source \"{written}\"\nactivity sauna \"{written}\" do \"{written}\"\n\
         event healed \"{written}\" expected on days 2 to 4\nfact f \"{written}\" : yes/no\n\
         avoid sauna until +48h because \"{written}\"\ndo sauna at day 8 10:00 amount \"{written}\" by \"{written}\"\n\
         avoid sauna from healed until healed +2d when f\n"
    )
}

#[test]
fn a_label_cannot_add_a_property() {
    let hostile = [
        "saunas\nBEGIN:VEVENT\nUID:x\nEND:VEVENT",
        "saunas\n\nATTENDEE:mailto:x@example.org",
        "a;b,c:d\\n\\;\\,\\",
        "\\",
        "é".repeat(200).as_str(),
        "👩🏽‍⚕️".repeat(60).as_str(),
        "e\u{301}".repeat(120).as_str(),
        "x".repeat(5000).as_str(),
        "\u{2028}BEGIN:VALARM\u{2029}",
        "\u{202E}desrever\u{2066}",
        "\";VALUE=URI:http://example.org",
        " leading and trailing ",
    ]
    .map(str::to_owned);
    let desk = Desk::new("hostile");
    for label in hostile {
        let (old, new, _) = desk.again((&sheet_with(&label), MONDAY), (&sheet_with(&label), MONDAY));
        assert_eq!(old.events.len(), 5, "{label:?}: {}", old.told());
        assert_eq!(old.events, new.events, "{label:?} is not read as it was written");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_label_can(label in "[\\PC\n\\\\;,:\"]{0,120}") {
        let calendar = Desk::new("any").calendar(&sheet_with(&label), &["--treated", MONDAY]);
        prop_assert_eq!(calendar.events.len(), 5);
    }

    /// Whatever an old calendar holds, what is made from it is strict.
    #[test]
    fn no_old_calendar_can(summary in "\\PC{0,80}", sequence in "\\PC{0,12}", start in "[0-9TZ;=:A-Z/_]{0,24}") {
        let desk = Desk::new("old");
        let text = String::from_utf8(desk.run(SHEET, &["--treated", MONDAY]).stdout).unwrap();
        let uid = "carecheck-8a9b0c1d2e3f4051-0000000000000001-0000000000000002";
        let ours = text.replace("\r\n ", "");
        let ours = ours.lines().find_map(|line| line.strip_prefix("UID:")).unwrap();
        let uid = format!("{}{}", &ours[..44], &uid[44..]);
        let event = format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{start}\r\nSEQUENCE:{sequence}\r\nSUMMARY:{summary}\\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR"
        );
        fs::write(desk.folder.join("old.ics"), text.replace("END:VCALENDAR", &event)).unwrap();
        let output = desk.run(SHEET, &["--treated", MONDAY, "--update", "old.ics"]);
        if output.status.success() {
            Calendar::strict(&String::from_utf8(output.stdout).unwrap());
        }
    }
}

/// Two sheets of one patient: each entry says to which treatment it belongs, and each treatment has an entry.
#[test]
fn two_treatments() {
    let plan_of = |text: &str, treated: &str| {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::load("sheet.care", text.as_bytes()).0);
        let (tree, _) = syntax::parse(file, sources.file(file));
        let (model, _) = analyse(&sources, &Unit { files: vec![tree], ..Unit::default() }, file);
        let case = Case::new(&model, treated.parse().unwrap(), &Fixed::default()).unwrap();
        let plan = evaluate::plan(&model, &sources, &case).unwrap();
        let turns = evaluate::turns(&model, &sources, &case, &plan).unwrap();
        (plan, turns)
    };
    let sheet = |name: &str, hours: u32| {
        format!("treatment {name} \"{name}\" day 1\nactivity sauna \"saunas\"\navoid sauna until +{hours}h\n")
    };
    let (mut plan, mut turns) = plan_of(&sheet("laser", 48), "2026-11-23T14:00:00+01:00[Europe/Paris]");
    let (other, more) = plan_of(&sheet("peel", 24), "2026-11-24T14:00:00+01:00[Europe/Paris]");
    plan.guidance.extend(other.guidance.into_iter().map(|guidance| evaluate::Guidance { treatment: 1, ..guidance }));
    plan.treatments.extend(other.treatments);
    turns.extend(more);
    let stamp = "2026-11-20T08:00:00Z".parse().unwrap();
    let made = ics::calendar(&plan, &turns, stamp, None).unwrap();
    insta::assert_snapshot!(Calendar::strict(&made.text).told(), @"
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-24 13:00Z to 13:15Z  Peel
    2026-11-25 13:00Z to 13:15Z  No longer avoid saunas
    ");

    // The second is given up: what told of it is cancelled.
    let old = ics::read(made.text.as_bytes()).unwrap();
    plan.treatments.pop();
    plan.guidance.retain(|guidance| guidance.treatment == 0);
    let made = ics::calendar(&plan, &turns, stamp, Some(&old)).unwrap();
    insta::assert_snapshot!(Calendar::strict(&made.text).told(), @"
    2026-11-23 13:00Z to 13:15Z  Laser
    2026-11-24 13:00Z to 13:15Z  Out of date: Peel
    2026-11-25 13:00Z to 13:15Z  No longer avoid saunas
    ");
}
