//! A slow and obvious second opinion on how far apart two treatments are where their sheets clash. Small pairs of sheets
//! are made at random, written out for the checker, and looked at here date by date and clock time by clock time, with
//! jiff alone. The distances, and whether a clash is there at all clock times, must be exactly the same.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use carecheck::diagnostic::Severity;
use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, ToSpan};

/// A small generator of numbers (SplitMix64), so that the sheets are the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Moment {
    Treatment,
    Hours(i64),
    Days(i64),
    /// The first instant of a civil day.
    Day(i64),
    DayAt(i64, i8),
}

impl Moment {
    fn text(self) -> String {
        match self {
            Moment::Treatment => "treatment".to_owned(),
            Moment::Hours(n) => format!("{n:+}h"),
            Moment::Days(n) => format!("{n:+}d"),
            Moment::Day(n) => format!("day {n}"),
            Moment::DayAt(n, hour) => format!("day {n} {hour:02}:00"),
        }
    }

    /// Days have 24 hours here: on ordinary days no clock changes.
    fn at(self, treated: DateTime) -> i64 {
        let day = |n: i64| treated.date().checked_add(n.days()).unwrap();
        seconds(match self {
            Moment::Treatment => treated,
            Moment::Hours(n) => treated.checked_add(SignedDuration::from_hours(n)).unwrap(),
            Moment::Days(n) => treated.checked_add(n.days()).unwrap(),
            Moment::Day(n) => day(n).at(0, 0, 0, 0),
            Moment::DayAt(n, hour) => day(n).at(hour, 0, 0, 0),
        })
    }
}

/// Seconds since the first date began.
fn seconds(at: DateTime) -> i64 {
    at.duration_since(FIRST.at(0, 0, 0, 0)).as_secs()
}

const FIRST: Date = date(2026, 11, 24);
const FAR: i64 = i64::MAX / 4;

#[derive(Clone, Copy)]
struct Rule {
    verb: &'static str,
    target: &'static str,
    start: Option<Moment>,
    end: Option<Moment>,
    /// Only for treatments from this hour on.
    treated_from: Option<i8>,
    /// Only if the other treatment lies so many days before this one.
    after_other: Option<i64>,
}

#[derive(Clone, Copy)]
struct Sheet {
    name: &'static str,
    other: &'static str,
    hours: Option<(i8, i8)>,
    rule: Rule,
}

impl Sheet {
    fn text(&self) -> String {
        let hours = self.hours.map(|(a, b)| format!(" hours {a:02}:00..{b:02}:00")).unwrap_or_default();
        let mut text = format!(
            "treatment {} \"T\" day 0{hours}\nactivity {} \"the other\"\nactivity heat \"heat\"\nactivity sauna \"saunas\" is heat\n",
            self.name, self.other
        );
        let rule = &self.rule;
        write!(text, "{} {}", rule.verb, if rule.target == "other" { self.other } else { rule.target }).unwrap();
        if let Some(start) = rule.start {
            write!(text, " from {}", start.text()).unwrap();
        }
        if let Some(end) = rule.end {
            write!(text, " until {}", end.text()).unwrap();
        }
        if let Some(hour) = rule.treated_from {
            write!(text, " when treatment at or after {hour:02}:00").unwrap();
        }
        if let Some(days) = rule.after_other {
            write!(text, " when {} within {days}d before treatment", self.other).unwrap();
        }
        text + "\n"
    }

    /// What there is to know of a treatment at each clock time of the first date. Days have 24 hours, so that on another
    /// date everything is as many days later.
    fn treatments(&self) -> Vec<Treatment> {
        let rule = &self.rule;
        let treatment = |clock| {
            let treated = FIRST.at(0, 0, 0, 0).checked_add(SignedDuration::from_secs(clock)).unwrap();
            let sound = rule.treated_from.is_none_or(|hour| treated.hour() >= hour);
            let window =
                (rule.start.unwrap_or(Moment::Treatment).at(treated), rule.end.map_or(FAR, |end| end.at(treated)));
            let other_from = rule.after_other.map(|days| Moment::Days(-days).at(treated));
            Treatment { at: clock, window: sound.then_some(window), other_from }
        };
        self.clocks().into_iter().map(treatment).collect()
    }

    /// The clock times around each at which anything can change: everything is in whole hours.
    fn clocks(&self) -> Vec<i64> {
        let (first, last) = self.hours.map_or((0, 86_399), |(a, b)| (i64::from(a) * 3_600, i64::from(b) * 3_600));
        let all = (0..=24).flat_map(|hour| [hour * 3_600 - 1, hour * 3_600, hour * 3_600 + 1, hour * 3_600 + 2]);
        all.filter(|at| (first..=last).contains(at)).collect()
    }
}

/// A treatment, in seconds since the first date began.
#[derive(Clone, Copy)]
struct Treatment {
    at: i64,
    /// When its rule holds, if it does for such a treatment.
    window: Option<(i64, i64)>,
    /// From when on the other treatment must be, up to this one, if the rule asks for it.
    other_from: Option<i64>,
}

impl Treatment {
    fn later(self, days: i64) -> Treatment {
        let by = days * 86_400;
        let window = self.window.map(|(start, end)| (start + by, end + by));
        Treatment { at: self.at + by, window, other_from: self.other_from.map(|from| from + by) }
    }

    /// When the rule holds, beside the other treatment.
    fn holds(self, other: i64) -> Option<(i64, i64)> {
        self.window.filter(|_| self.other_from.is_none_or(|from| (from..=self.at).contains(&other)))
    }
}

/// Whether both rules hold at one instant.
fn both_hold(a: Treatment, b: Treatment) -> bool {
    let (Some(one), Some(other)) = (a.holds(b.at), b.holds(a.at)) else { return false };
    one.0.max(other.0) < one.1.min(other.1)
}

/// Whether the second treatment is where the rule of the first holds.
fn is_inside(ban: Treatment, other: Treatment) -> bool {
    ban.holds(other.at).is_some_and(|(start, end)| (start..end).contains(&other.at))
}

fn moment(dice: &mut Dice, early: bool) -> Moment {
    let hours: &[i64] = if early { &[-24, -2, 0, 12, 24] } else { &[12, 24, 36, 48, 72, 90] };
    let days: &[i64] = if early { &[-2, -1, 0, 1] } else { &[1, 2, 3, 4] };
    match dice.roll(5) {
        0 if early => Moment::Treatment,
        0 | 1 => Moment::Hours(dice.one(hours)).sound(),
        2 => Moment::Days(dice.one(days)).sound(),
        3 if early => Moment::Day(dice.one(days)),
        _ => Moment::DayAt(dice.one(days), dice.one(&[0, 8, 18, 20])),
    }
}

impl Moment {
    /// No step at all is written as the treatment.
    fn sound(self) -> Moment {
        if matches!(self, Moment::Hours(0) | Moment::Days(0)) { Moment::Treatment } else { self }
    }
}

fn rule(dice: &mut Dice, verb: &'static str, target: &'static str) -> Rule {
    let start = dice.chance(70).then(|| moment(dice, true));
    let open = start.is_some() && dice.chance(15);
    let end = (!open).then(|| moment(dice, false));
    let (treated_from, after_other) = match dice.roll(6) {
        0 => (Some(dice.one(&[9, 12, 16])), None),
        1 => (None, Some(dice.one(&[1, 3]))),
        _ => (None, None),
    };
    Rule { verb, target, start, end, treated_from, after_other }
}

/// The distances from −10 to 10 at which they clash, and whether at all clock times.
fn slowly(first: &Sheet, second: &Sheet, clash: impl Fn(Treatment, Treatment) -> bool) -> BTreeMap<i64, bool> {
    let mut found = BTreeMap::new();
    let (of_first, of_second) = (first.treatments(), second.treatments());
    for days in -10..=10 {
        let hits = || of_first.iter().flat_map(|a| of_second.iter().map(|b| clash(*a, b.later(days))));
        if hits().any(|hit| hit) {
            found.insert(days, hits().all(|hit| hit));
        }
    }
    found
}

/// The same as the checker says it; `None` if it says nothing.
fn checked(first: &Sheet, second: &Sheet) -> (Option<BTreeMap<i64, bool>>, Vec<Severity>, bool) {
    let (mut sources, mut unit) = (Sources::default(), Unit::default());
    let mut models = Vec::new();
    let mut sound = true;
    for (name, sheet) in [("a.care", first), ("b.care", second)] {
        let id = sources.add(SourceFile::load(name, sheet.text().as_bytes()).0);
        let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
        assert!(syntax.is_empty(), "{}\n{}", syntax[0].message, sheet.text());
        unit.files.push(tree);
    }
    for id in [FileId(0), FileId(1)] {
        let (model, findings) = carecheck::analyse(&sources, &unit, id);
        // A rule that makes no sense alone says nothing.
        sound &= model.whole && !findings.iter().any(|finding| finding.code.name == "never-holds");
        models.push(model);
    }
    let findings = carecheck::analyse_together(&sources, &models[0], &models[1]).unwrap();
    assert!(findings.iter().all(|finding| finding.code.name == "between-treatments"), "{findings:?}");
    assert!(findings.len() <= 1, "{findings:?}");
    let distances = findings.first().map(|finding| {
        let mut found = BTreeMap::new();
        for range in &finding.distances {
            for days in range.least.unwrap_or(-10).max(-10)..=range.most.unwrap_or(10).min(10) {
                assert!(found.insert(days, range.always).is_none(), "{findings:?}");
            }
        }
        found
    });
    (distances, findings.iter().map(|finding| finding.severity).collect(), sound)
}

#[test]
fn the_checker_and_the_slow_way_find_the_same_distances() {
    let (mut found, mut silent) = (0, 0);
    let sets = sets();
    for seed in 0..sets {
        let mut dice = Dice(seed * 5 + 3);
        let mut hours = || match dice.roll(4) {
            0 => None,
            1 => Some((9, 12)),
            _ => Some((8, 18)),
        };
        let hours = [hours(), hours()];
        let of_treatment = dice.chance(25);
        let ban = rule(&mut dice, "avoid", if of_treatment { "other" } else { "heat" });
        let other = rule(&mut dice, "allow", "sauna");
        let swap = dice.chance(50);
        let (one, two) = if swap { (other, ban) } else { (ban, other) };
        let first = Sheet { name: "alpha", other: "beta", hours: hours[0], rule: one };
        let second = Sheet { name: "beta", other: "alpha", hours: hours[1], rule: two };
        let (distances, severities, sound) = checked(&first, &second);
        if !sound {
            continue;
        }
        let text = format!("{}\n{}", first.text(), second.text());
        let expected = match (of_treatment, swap) {
            (false, _) => slowly(&first, &second, both_hold),
            (true, false) => slowly(&first, &second, is_inside),
            (true, true) => slowly(&first, &second, |a, b| is_inside(b, a)),
        };
        assert_eq!(distances.clone().unwrap_or_default(), expected, "{seed}\n{text}");
        let everywhere = (-10..=10).all(|days| expected.contains_key(&days));
        if let Some(severity) = severities.first() {
            assert_eq!(*severity == Severity::Note, !everywhere, "{seed}\n{text}");
            found += 1;
        } else {
            silent += 1;
        }
    }
    assert!(found > sets / 3 && silent > sets / 100, "{found} found, {silent} silent");
}

/// How many pairs of sheets are made: some in every run of the tests, as many as are asked for in a long one.
fn sets() -> u64 {
    std::env::var("CARECHECK_ORACLE_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(300)
}
