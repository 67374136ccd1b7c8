//! Every format of a plan tells the same instants as its JSON, for the protocols in `rules/`, across the clock changes of three
//! zones. Dates are read out of the words of a page, as its reader does; what a calendar says in numbers is compared as such.
#![cfg(test)]

mod words;

use std::collections::BTreeSet;
use std::process::{Command, Output};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};
use serde_json::Value;

/// Treatments before, in and after the nights in which the clocks change.
const TREATED: &[(&str, &str)] = &[
    ("Europe/Paris", "2026-03-28T10:00"),
    ("Europe/Paris", "2026-03-27T02:30"),
    ("Europe/Paris", "2026-10-24T02:30"),
    ("America/New_York", "2026-03-06T14:00"),
    ("America/New_York", "2026-03-05T02:30"),
    ("America/New_York", "2026-10-31T01:30"),
    ("Africa/Cairo", "2026-04-23T10:00"),
    ("Africa/Cairo", "2026-04-22T00:30"),
    ("Africa/Cairo", "2026-10-28T23:30"),
];

const SHEETS: [&str; 3] = ["default", "laser_hair_removal", "permanent_brows"];

/// Three treatments of one patient, the last of them before, in and after such a night.
const TOGETHER: &[(&str, [&str; 3])] = &[
    ("Europe/Paris", ["2026-03-27T10:00", "2026-03-28T02:30", "2026-04-20T09:00"]),
    ("Europe/Paris", ["2026-10-24T02:30", "2026-10-26T14:00", "2026-10-23T18:00"]),
    ("America/New_York", ["2026-03-06T14:00", "2026-03-07T02:30", "2026-02-27T10:00"]),
    ("America/New_York", ["2026-10-31T01:30", "2026-11-14T09:00", "2026-10-30T01:30"]),
    ("Africa/Cairo", ["2026-04-22T00:30", "2026-04-23T10:00", "2026-04-24T23:30"]),
    ("Africa/Cairo", ["2026-10-28T23:30", "2026-10-27T23:30", "2026-10-29T12:00"]),
];

#[test]
fn every_format_tells_the_instants_of_the_json() {
    let mut told = 0;
    for sheet in SHEETS {
        for (zone, treated) in TREATED {
            told += agrees(&[&format!("rules/{sheet}.care"), "--treated", treated, "--tz", zone]);
        }
    }
    assert!(told > 250, "only {told} dates were read");
}

#[test]
fn every_format_of_one_plan_for_three_treatments_tells_the_instants_of_the_json() {
    let mut told = 0;
    for (zone, [first, second, third]) in TOGETHER {
        let files = SHEETS.map(|sheet| format!("rules/{sheet}.care"));
        let treated = [
            format!("--treated=microneedling={first}"),
            format!("--treated=laser_hair_removal={second}"),
            format!("--treated=permanent_brows={third}"),
        ];
        let arguments: Vec<&str> = files.iter().chain(&treated).map(String::as_str).chain(["--tz", zone]).collect();
        told += agrees(&arguments);
    }
    assert!(told > 150, "only {told} dates were read");
}

/// Compares all formats of one plan; how many dates were read.
fn agrees(arguments: &[&str]) -> usize {
    let what = arguments.join(" ");
    let json: Value = serde_json::from_str(&eval(arguments, "json")).unwrap();
    let treated = instants(&json["treatments"]);
    let known = Known { all: instants(&json), what: &what };
    let of = |list: &str| json[list].as_array().into_iter().flatten();
    for one in of("guidance").chain(of("combined")) {
        each_sentence_tells_its_own(one, &treated, &what);
    }
    let page = known.dates("text", &eval(arguments, "text"));
    // With several treatments, what is said together stands in place of what each says.
    let lines = if treated.len() > 1 { "combined" } else { "guidance" };
    let told: BTreeSet<Said> = of(lines).flat_map(|one| known.dates("json", one["text"].as_str().unwrap())).collect();
    assert_eq!(told.difference(&page).next(), None, "{what}: a date of the JSON stands on the page");
    let markdown = eval(arguments, "markdown").replace('\\', "");
    assert_eq!(known.dates("markdown", &markdown), page, "{what}: Markdown tells the dates of the page");
    let html = words::lines(&eval(arguments, "html")).join("\n");
    assert_eq!(known.dates("html", &html), page, "{what}: HTML tells the dates of the page");
    for days in [-2, 0, 1, 4, 30] {
        let now = treated[0].checked_add(jiff::Span::new().days(days)).unwrap().to_string();
        let output = run(&[arguments, &["--now", &now, "--format", "message"]].concat());
        // What must be said of three treatments at once can be too much for a message.
        assert!(
            output.status.success() || arguments.len() >= 8 && output.status.code() == Some(4),
            "{what}: {output:?}"
        );
        known.dates("message", &String::from_utf8(output.stdout).unwrap());
    }
    // The message tells what holds at a moment, and no other dates; three treatments are too much for one.
    if let [treated] = treated.as_slice() {
        let now = treated.to_string();
        known.dates("message", &eval(&[arguments, &["--now", &now]].concat(), "message"));
    }
    calendar_agrees(&eval(arguments, "ics"), json[lines].as_array().unwrap(), &treated, &known);
    page.len()
}

fn eval(arguments: &[&str], format: &str) -> String {
    let output = run(&[arguments, &["--format", format]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carecheck"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().arg("eval").args(arguments).output().unwrap()
}

/// All instants in a piece of JSON.
fn instants(json: &Value) -> Vec<Zoned> {
    match json {
        Value::String(text) => text.parse().into_iter().collect(),
        Value::Array(all) => all.iter().flat_map(instants).collect(),
        Value::Object(all) => all.values().flat_map(instants).collect(),
        _ => Vec::new(),
    }
}

/// A rule's own sentence tells dates of that rule only, and when it ends.
fn each_sentence_tells_its_own(guidance: &Value, treated: &[Zoned], what: &str) {
    let text = guidance["text"].as_str().unwrap();
    let own = Known { all: instants(guidance), what };
    let told = own.dates("sentence", text);
    let end = &guidance["end"];
    if end["earliest"] != end["latest"] || guidance["point"] == true {
        return;
    }
    let Some(end) = instants(&end["latest"]).pop().filter(|end| !treated.contains(end)) else { return };
    let last = |at: &Zoned| at.checked_sub(SignedDuration::from_secs(1)).unwrap().date();
    let is_told = told.iter().any(|said| said.date == end.date() || said.date == last(&end));
    assert!(is_told, "{what}: `{text}` does not say that it ends at {end}");
}

// ---- Dates in words ------------------------------------------------------------------------------------------------

/// A date as a page says it, with the time of day if it says one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    date: Date,
    time: Option<Time>,
}

/// The instants of a plan.
struct Known<'w> {
    all: Vec<Zoned>,
    what: &'w str,
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Known<'_> {
    /// Every date of a text. Each is one of the instants, or the last day before one that begins a day.
    fn dates(&self, format: &str, text: &str) -> BTreeSet<Said> {
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '\u{a0}').collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let bare = |at: usize| words.get(at).map_or("", |word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let starts = (0..words.len()).filter(|&at| WEEKDAYS.contains(&bare(at)) && bare(at + 1).parse::<i8>().is_ok());
        starts.map(|at| self.date(format, &words, &bare, at)).collect()
    }

    fn date<'t>(&self, format: &str, words: &[&'t str], bare: &impl Fn(usize) -> &'t str, at: usize) -> Said {
        let day: i8 = bare(at + 1).parse().unwrap();
        let month_at = |at: usize| MONTHS.iter().position(|month| *month == bare(at));
        // "Tuesday 24 through Monday 30 November": the month is said once.
        let (month, mut next) = match month_at(at + 2) {
            Some(month) => (month, at + 3),
            None => (month_at(at + 5).unwrap_or_else(|| panic!("{format}: {:?}", &words[at..at + 6])), at + 2),
        };
        let year = bare(next).parse::<i16>().ok().filter(|year| *year > 1999);
        next += usize::from(year.is_some());
        let before = words.get(next - 1).copied().unwrap_or_default();
        let clock: Option<Time> = if before.ends_with(',') { clock(bare(next)) } else { None };
        let last = |at: &Zoned| at.checked_sub(SignedDuration::from_secs(1)).unwrap();
        let fits = |date: Date| {
            date.day() == day
                && usize::try_from(date.month()).unwrap() == month + 1
                && year.is_none_or(|year| date.year() == year)
                && WEEKDAYS[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap()] == bare(at)
        };
        let found = self.all.iter().find_map(|instant| {
            let on = fits(instant.date()) && clock.is_none_or(|clock| clock == minute(instant.time()));
            let before = || fits(last(instant).date()) && clock.is_none();
            if on { Some(instant.date()) } else { before().then(|| last(instant).date()) }
        });
        let said = words[at..words.len().min(next + 1)].join(" ");
        let date = found.unwrap_or_else(|| panic!("{}: {format} says `{said}`, and the JSON does not", self.what));
        Said { date, time: clock }
    }

    /// Whether an instant, or a local day, is one of the plan.
    fn has(&self, at: jiff::Timestamp) -> bool {
        self.all.iter().any(|known| known.timestamp() == at)
    }

    fn has_day(&self, date: Date) -> bool {
        self.all.iter().any(|known| known.date() == date)
    }
}

/// The minute of an instant. Arrival is the last second before a treatment, and a page tells no seconds.
fn minute(time: Time) -> Time {
    Time::constant(time.hour(), time.minute(), 0, 0)
}

fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

// ---- The calendar --------------------------------------------------------------------------------------------------

/// A calendar's entries begin and end at instants of the plan, their words tell no others, and every ban that surely ends
/// has an entry there, unless another keeps its target forbidden.
fn calendar_agrees(calendar: &str, told: &[Value], treated: &[Zoned], known: &Known<'_>) {
    let calendar = calendar.replace("\r\n ", "");
    let mut starts = BTreeSet::new();
    for entry in calendar.split("BEGIN:VEVENT").skip(1) {
        let entry = entry.split("BEGIN:VALARM").next().unwrap();
        let value = |name: &str| {
            entry.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim_start_matches(":").to_owned())
        };
        let description = value("DESCRIPTION").unwrap_or_default().replace("\\n", "\n").replace('\\', "");
        known.dates("ics", &description);
        if let Some(start) = value("DTSTART;VALUE=DATE") {
            let (start, end) = (day(&start), day(&value("DTEND;VALUE=DATE").unwrap()));
            assert!(known.has_day(start), "{}: {entry}", known.what);
            let ends_with_it = start.tomorrow().unwrap() == end;
            let before = end.yesterday().unwrap();
            assert!(ends_with_it || known.has_day(end) || known.has_day(before), "{}: {entry}", known.what);
            starts.insert(start.to_string());
        } else {
            let start: jiff::Timestamp = stamp(&value("DTSTART").unwrap());
            let end: jiff::Timestamp = stamp(&value("DTEND").unwrap());
            assert!(known.has(start), "{}: {entry}", known.what);
            let marks = end == start + SignedDuration::from_mins(15);
            assert!(
                marks || known.has(end) || known.has(end - SignedDuration::from_mins(15)),
                "{}: {entry}",
                known.what
            );
            starts.insert(start.to_string());
        }
    }
    for ban in told.iter().filter(|one| one["verb"] == "avoid" && one["applies"] == "yes") {
        let (from, to) = (&ban["end"]["earliest"], &ban["end"]["latest"]);
        let Some(end) = instants(to).pop().filter(|_| from == to) else { continue };
        let longer = |other: &&Value| {
            let until = instants(&other["end"]["latest"]).pop();
            other["verb"] == "avoid" && other["target"] == ban["target"] && until.is_none_or(|until| until > end)
        };
        if treated.iter().all(|treated| end > *treated) && told.iter().find(longer).is_none() {
            let told = starts.contains(&end.timestamp().to_string()) || starts.contains(&end.date().to_string());
            assert!(told, "{}: no entry when this ends: {}", known.what, ban["text"]);
        }
    }
}

/// `20260328`
fn day(text: &str) -> Date {
    Date::strptime("%Y%m%d", text).unwrap()
}

/// `20260328T090000Z`
fn stamp(text: &str) -> jiff::Timestamp {
    DateTime::strptime("%Y%m%dT%H%M%SZ", text).unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp()
}
