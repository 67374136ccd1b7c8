//! The time arithmetic against engines that are not jiff: every case of `time/vectors.tsv`, which `time/make_vectors.py`
//! and `time/make_vectors.mjs` recorded, and what must hold for every treatment in every zone. See `docs/time.md`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that cannot be")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use carecheck::time::{
    Adjustment, Given, Order, Situation, Step, Term, apply, apply_noting, bounds, compare, parse_instant, tzdb_version,
    zone,
};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use proptest::prelude::*;

const VECTORS: &str = include_str!("time/vectors.tsv");

/// A line of `vectors.tsv`.
struct Case {
    line: &'static str,
    operation: &'static str,
    zone: &'static str,
    anchor: &'static str,
    amount: &'static str,
    answer: &'static str,
    flag: &'static str,
}

fn cases() -> impl Iterator<Item = Case> {
    VECTORS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut field = line.split('\t');
        let mut next = || field.next().unwrap_or_default();
        Case { line, operation: next(), zone: next(), anchor: next(), amount: next(), answer: next(), flag: next() }
    })
}

impl Case {
    fn time_zone(&self) -> TimeZone {
        zone(self.zone).unwrap()
    }

    fn anchor(&self) -> Zoned {
        self.anchor.parse::<Timestamp>().unwrap().to_zoned(self.time_zone())
    }

    /// The steps that the operation stands for; none for `local`.
    fn term(&self) -> Term {
        let number = |at: usize| self.amount.split(' ').nth(at).unwrap().parse::<i32>().unwrap();
        let elapsed = |at| Step::Elapsed { seconds: i64::from(number(at)) * 60 };
        let calendar = || Step::Calendar { months: number(0), days: number(1) };
        let term = Term::treatment();
        match self.operation {
            "elapsed" => term.then(elapsed(0)),
            "calendar" => term.then(calendar()),
            "mixed" => term.then(calendar()).then(elapsed(2)),
            "day" => term.then(Step::Day { days: number(0), clock: None }),
            "clock" => {
                let clock: Time = self.amount.split(' ').nth(1).unwrap().parse().unwrap();
                term.then(Step::Day { days: number(0), clock: Some(minutes(clock)) })
            }
            "local" => term,
            other => panic!("no operation {other}"),
        }
    }
}

fn minutes(clock: Time) -> u16 {
    u16::try_from(i32::from(clock.hour()) * 60 + i32::from(clock.minute())).unwrap()
}

/// As the vectors are written: `2026-03-09T11:00:00-04:00`.
fn written(at: &Zoned) -> String {
    let seconds = at.offset().seconds().abs() % 60;
    let seconds = if seconds == 0 { String::new() } else { format!(":{seconds:02}") };
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().get(..25).unwrap_or_default().to_owned() + &seconds
}

/// Fails with the first ten of the lines.
fn none(found: &[String], what: &str) {
    let recorded = VECTORS.lines().nth(1).unwrap_or_default();
    assert!(
        found.is_empty(),
        "{} {what} ({recorded}, here {}):\n{}",
        found.len(),
        tzdb_version(),
        found.iter().take(10).fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        })
    );
}

#[test]
fn the_vectors_are_all_there() {
    let zones: BTreeSet<_> = cases().map(|case| case.zone).collect();
    let operations: BTreeSet<_> = cases().map(|case| case.operation).collect();
    assert!(cases().count() >= 10_000, "{} cases", cases().count());
    assert!(zones.len() >= 40, "{} zones", zones.len());
    assert_eq!(operations, BTreeSet::from(["calendar", "clock", "day", "elapsed", "local", "mixed"]));
}

#[test]
fn every_instant_is_what_the_other_engines_say() {
    let mut differences = Vec::new();
    for case in cases() {
        let (at, flag) = if case.operation == "local" {
            let Ok(Given::Instant { at, note, .. }) = parse_instant(case.anchor, &case.time_zone()) else {
                panic!("{} cannot be read", case.line);
            };
            let flag = match note {
                Some(note) if note.contains("skip") => "gap",
                Some(_) => "fold",
                None => "one",
            };
            (at, flag)
        } else {
            let term = case.term();
            (term.steps.iter().fold(case.anchor(), |at, &step| apply(&at, step).unwrap()), "")
        };
        if (written(&at).as_str(), flag) != (case.answer, case.flag) {
            differences.push(format!("{} | here {} {flag}", case.line, written(&at)));
        }
    }
    none(&differences, "cases differ");
}

#[test]
fn what_the_calendar_forced_is_said() {
    let mut silent = Vec::new();
    for case in cases().filter(|case| matches!(case.operation, "calendar" | "clock")) {
        let (anchor, answer) = (case.anchor(), case.answer.parse::<Timestamp>().unwrap().to_zoned(case.time_zone()));
        let step = case.term().steps.first().copied().unwrap();
        let (wanted, short) = match step {
            Step::Calendar { months, days } => {
                // Months come first: a month is short or not before any days are added.
                let month = anchor.datetime() + jiff::Span::new().months(months);
                (month + jiff::Span::new().days(days), month.day() < anchor.day())
            }
            _ => {
                let clock: Time = case.amount.split(' ').nth(1).unwrap().parse().unwrap();
                let days: i32 = case.amount.split(' ').next().unwrap().parse().unwrap();
                ((anchor.date() + jiff::Span::new().days(days)).to_datetime(clock), false)
            }
        };
        let skipped = wanted != answer.datetime();
        let later = [30, 60, 120, 180].map(|more| &answer + SignedDuration::from_mins(more));
        let repeated = later.iter().any(|later| later.datetime() == answer.datetime());

        let mut notes = Vec::new();
        apply_noting(&anchor, step, &mut |note| notes.push(note)).unwrap();
        let noted = |wanted: fn(&Adjustment) -> bool| notes.iter().any(wanted);
        if noted(|note| matches!(note, Adjustment::ShortMonth { .. })) != short
            || noted(|note| matches!(note, Adjustment::Skipped { .. })) != skipped
            || (repeated && !noted(|note| matches!(note, Adjustment::Repeated { .. })))
        {
            silent.push(format!("{} | {notes:?}", case.line));
        }
    }
    none(&silent, "cases are adjusted and do not say so, or say so and are not");
}

/// Countries that jumped over the date line, or back: no bound on a calendar day holds there.
const DATE_LINE: [&str; 3] = ["Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati"];

#[test]
fn bounds_hold_in_every_case() {
    let mut outside = Vec::new();
    for case in cases().filter(|case| case.operation != "local" && !DATE_LINE.contains(&case.zone)) {
        let (least, most) = bounds(&case.term());
        let seconds = case.answer.parse::<Timestamp>().unwrap().as_second() - case.anchor().timestamp().as_second();
        if !(least..=most).contains(&seconds) {
            outside.push(format!("{} | {seconds} s is not in {least}..={most}", case.line));
        }
    }
    none(&outside, "cases lie outside the bounds of their recipe");
}

/// What `eval` says about a sheet under a host's time zone.
fn eval(sheet: &str, treated: &str, format: &str, host: Option<&str>) -> String {
    let mut command = assert_cmd::Command::cargo_bin("carecheck").unwrap();
    command.args(["eval", "-", "--treated", treated, "--now", treated, "--format", format]).write_stdin(sheet);
    match host {
        Some(host) => command.env("TZ", host),
        None => command.env_remove("TZ"),
    };
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_zone_of_the_host_changes_no_byte() {
    let sheet = "treatment demo \"Demo\" day 1\navoid sauna until +48h\navoid makeup until +2d\navoid gym through day 5\n\
                 do cream daily at 02:30 until +3d\n";
    for format in ["text", "json"] {
        let told = eval(sheet, "2026-03-07T10:00[America/New_York]", format, None);
        for host in ["UTC", "Asia/Tokyo", "America/New_York", "Nowhere/Nothing"] {
            assert_eq!(told, eval(sheet, "2026-03-07T10:00[America/New_York]", format, Some(host)), "{host}");
        }
    }
}

/// The instants at which a duty is due, as `eval` prints them.
fn occurrences(rule: &str, treated: &str) -> Vec<String> {
    let plan: serde_json::Value = serde_json::from_str(&eval(rule, treated, "json", Some("UTC"))).unwrap();
    let due = plan.pointer("/guidance/0/occurrences").and_then(|due| due.as_array()).unwrap();
    due.iter().map(|at| at.as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_occurrence_is_counted_from_the_first() {
    assert_eq!(
        occurrences("do cream every 1mo until +4mo", "2026-01-31T10:00[Europe/Paris]"),
        [
            "2026-01-31T10:00:00+01:00[Europe/Paris]",
            "2026-02-28T10:00:00+01:00[Europe/Paris]",
            "2026-03-31T10:00:00+02:00[Europe/Paris]",
            "2026-04-30T10:00:00+02:00[Europe/Paris]",
        ]
    );
    // The clocks skip 02:30 on the second day only.
    assert_eq!(
        occurrences("do cream every 1d until +3d", "2026-03-07T02:30[America/New_York]"),
        [
            "2026-03-07T02:30:00-05:00[America/New_York]",
            "2026-03-08T03:30:00-04:00[America/New_York]",
            "2026-03-09T02:30:00-04:00[America/New_York]",
        ]
    );
    // The clocks show 01:30 twice on that day, and the treatment was at the second.
    assert_eq!(
        occurrences("do cream every 4h until +9h", "2026-11-01T01:30-05:00[America/New_York]"),
        [
            "2026-11-01T01:30:00-05:00[America/New_York]",
            "2026-11-01T05:30:00-05:00[America/New_York]",
            "2026-11-01T09:30:00-05:00[America/New_York]",
        ]
    );
}

/// The zones of the vectors, without those that jumped over the date line.
fn any_zone() -> impl Strategy<Value = TimeZone> {
    let zones: BTreeSet<_> = cases().map(|case| case.zone).filter(|zone| !DATE_LINE.contains(zone)).collect();
    proptest::sample::select(zones.into_iter().collect::<Vec<_>>()).prop_map(|name| zone(name).unwrap())
}

/// A treatment at any second from 1970 to 2200, or within two days of a clock change.
fn any_treatment() -> impl Strategy<Value = Zoned> {
    (any_zone(), 0_i64..7_258_000_000, any::<bool>(), -172_800_i64..172_800).prop_map(|(zone, second, near, beside)| {
        let at = Timestamp::from_second(second).unwrap();
        let change = zone.following(at).next().map(|change| change.timestamp());
        let at = change.filter(|_| near).map_or(at, |change| change + SignedDuration::from_secs(beside));
        at.to_zoned(zone)
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (-60_i32..60, -400_i32..400).prop_map(|(months, days)| Step::Calendar { months, days }),
        (-3_i32..3, -3_i32..3).prop_map(|(months, days)| Step::Calendar { months, days }),
        (-10_i32..10).prop_map(|days| Step::Day { days, clock: None }),
        (-10_i32..10, 0_u16..1440).prop_map(|(days, clock)| Step::Day { days, clock: Some(clock) }),
        (-300_i64..300).prop_map(|hours| Step::Elapsed { seconds: hours * 3600 }),
    ]
}

fn any_term() -> impl Strategy<Value = Term> {
    prop::collection::vec(any_step(), 0..3).prop_map(|steps| steps.into_iter().fold(Term::treatment(), Term::then))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is said of two recipes for all treatments holds for each.
    #[test]
    fn the_order_of_two_recipes_holds_for_every_treatment(treated in any_treatment(), a in any_term(), b in any_term()) {
        let situation = Situation { treated, events: Vec::new() };
        let (at_a, at_b) = (situation.earliest(&a).unwrap(), situation.earliest(&b).unwrap());
        match compare(&a, &b) {
            Order::Before => prop_assert!(at_a < at_b),
            Order::Same => prop_assert_eq!(at_a, at_b),
            Order::After => prop_assert!(at_a > at_b),
            Order::Varies => {}
        }
    }

    /// A day starts at an instant of that date, and the instant before it is none; so `until day 5` ends with day 4.
    #[test]
    fn a_day_starts_at_its_first_instant(treated in any_treatment(), days in -400_i32..400) {
        let start = apply(&treated, Step::Day { days, clock: None }).unwrap();
        let before = start.checked_sub(SignedDuration::from_secs(1)).unwrap();
        prop_assert_eq!(start.date(), treated.date() + jiff::Span::new().days(days));
        prop_assert!(before.date() < start.date());
        if days == 0 {
            prop_assert!(start.timestamp() <= treated.timestamp());
        }
    }

    /// No clock time of a day lies before the day's start.
    #[test]
    fn no_clock_time_lies_before_its_day(treated in any_treatment(), days in -400_i32..400, clock in 0_u16..1440) {
        let start = apply(&treated, Step::Day { days, clock: None }).unwrap();
        let at = apply(&treated, Step::Day { days, clock: Some(clock) }).unwrap();
        prop_assert!(start.timestamp() <= at.timestamp());
    }

    /// A later clock time or date is never an earlier instant.
    #[test]
    fn calendar_time_never_runs_backwards(treated in any_treatment(), days in -400_i32..400, more in 0_i32..40) {
        let early = apply(&treated, Step::Calendar { months: 0, days }).unwrap();
        let late = apply(&treated, Step::Calendar { months: 0, days: days + more }).unwrap();
        prop_assert!(early.timestamp() <= late.timestamp());
    }

    /// A step of nothing is nothing, even at the second of two equal clock times.
    #[test]
    fn nothing_added_changes_nothing(treated in any_treatment()) {
        prop_assert_eq!(&apply(&treated, Step::Calendar { months: 0, days: 0 }).unwrap(), &treated);
        prop_assert_eq!(&apply(&treated, Step::Elapsed { seconds: 0 }).unwrap(), &treated);
    }

    /// Elapsed time is exact, whatever the clocks do, and adds up.
    #[test]
    fn elapsed_time_is_exact(treated in any_treatment(), a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000) {
        let once = apply(&treated, Step::Elapsed { seconds: a + b }).unwrap();
        let twice = apply(&apply(&treated, Step::Elapsed { seconds: a }).unwrap(), Step::Elapsed { seconds: b }).unwrap();
        prop_assert_eq!(once.timestamp().as_second() - treated.timestamp().as_second(), a + b);
        prop_assert_eq!(once, twice);
    }
}
