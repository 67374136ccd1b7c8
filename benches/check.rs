//! How fast rules are checked: sheets of 100 to 100,000 rules, from the text to the findings, each step apart; and beside
//! them, in the same run, what cannot be avoided: a sort and a sweep of the same intervals. At the end the ratio of the
//! two and the exponent by which the check grows.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use carecheck::check::check;
use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::model::{Model, Unit, resolve};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::parse;
use criterion::{Criterion, SamplingMode, Throughput};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// What the project wants: the check of the largest sheet within so many times the sweep, and growth below this power.
const MOST_TIMES_THE_SWEEP: f64 = 10.0;
const MOST_GROWTH: f64 = 1.15;

/// Rules of one kind, so many.
struct Scenario {
    name: &'static str,
    write: fn(&mut Rules, usize),
    /// How many findings a sheet of so many rules has.
    findings: fn(usize) -> usize,
}

const SCENARIOS: [Scenario; 5] = [
    Scenario { name: "many activities, no conflicts", write: |rules, n| activities(rules, n, false), findings: |_| 0 },
    Scenario {
        name: "many activities, a conflict in 100 rules",
        write: |rules, n| activities(rules, n, true),
        findings: |n| n / 100,
    },
    Scenario { name: "one activity", write: one_activity, findings: |_| 0 },
    Scenario { name: "many conditions", write: conditions, findings: |_| 0 },
    Scenario { name: "calendar and clock", write: calendar, findings: |_| 0 },
];

/// When a rule holds, in hours from the treatment; what the sweep has to look at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Interval {
    subject: u32,
    from: u32,
    to: u32,
    bans: bool,
}

/// A sheet that is being written.
struct Rules {
    text: String,
    intervals: Vec<Interval>,
}

impl Rules {
    fn of(scenario: &Scenario, count: usize) -> Rules {
        let text = "treatment peel \"Peel\" day 1 source \"Clinic leaflet, 2026-11\" hours 08:00..18:00\n".to_owned();
        let mut rules = Rules { text, intervals: Vec::new() };
        (scenario.write)(&mut rules, count);
        // A sort of what is sorted already would cost nothing.
        rules
            .intervals
            .sort_by_key(|interval| interval.from.wrapping_mul(2_654_435_761) ^ interval.subject.rotate_left(16));
        rules
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A ban or a permission, from and to so many hours after the treatment, written with those units.
    fn rule(&mut self, bans: bool, subject: usize, (from, to): (usize, usize), (start, end): (&str, &str), rest: &str) {
        let verb = if bans { "avoid" } else { "allow" };
        let _ = writeln!(self.text, "{verb} activity_{subject} from {start} until {end}{rest}");
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.intervals.push(Interval { subject: number(subject), from: number(from), to: number(to), bans });
    }

    fn hours(&mut self, bans: bool, subject: usize, from: usize, to: usize, rest: &str) {
        self.rule(bans, subject, (from, to), (&format!("+{from}h"), &format!("+{to}h")), rest);
    }
}

/// Ten rules an activity, by turns banned and permitted, twenty activities of one kind; in every hundredth rule a permission
/// that starts before the ban ends.
fn activities(rules: &mut Rules, count: usize, conflicts: bool) {
    for number in 0..count {
        let (subject, slot) = (number / 10, number % 10);
        if slot == 0 {
            if subject.is_multiple_of(20) {
                rules.line(&format!("activity group_{}", subject / 20));
            }
            rules.line(&format!("activity activity_{subject} is group_{}", subject / 20));
        }
        let early = usize::from(conflicts && number % 100 == 51);
        rules.hours(slot % 2 == 0, subject, slot * 12 - early, slot * 12 + 12, "");
    }
}

/// All rules about one activity, each in an hour of its own.
fn one_activity(rules: &mut Rules, count: usize) {
    rules.line("activity activity_0");
    (0..count).for_each(|number| rules.hours(number % 2 == 0, 0, number, number + 1, ""));
}

/// A ban and a permission for two kinds of patients at the same time, three facts each.
fn conditions(rules: &mut Rules, count: usize) {
    rules.line("fact technique \"the technique\" : one of pen, roller, laser");
    rules.line("fact skin \"your Fitzpatrick skin type\" : number 1..6");
    for number in 0..count {
        let subject = number / 2;
        if number % 2 == 0 {
            rules.line(&format!("activity activity_{subject}"));
            if subject < 20 {
                rules.line(&format!("fact irritated_{subject} \"your skin feels irritated\" : yes/no"));
            }
            let rest = format!(" when irritated_{} and (technique = pen or skin >= 4)", subject % 20);
            rules.hours(true, subject, 0, 48, &rest);
        } else {
            let rest = format!(" unless irritated_{} and (technique = pen or skin >= 4)", subject % 20);
            rules.hours(false, subject, 0, 48, &rest);
        }
    }
}

/// Days, weeks and clock times that follow each other closely: the order of every hundredth pair has to be looked at,
/// treatment by treatment.
fn calendar(rules: &mut Rules, count: usize) {
    for number in 0..count {
        let (subject, day) = (number / 2, 2 + number / 2 % 5);
        if number % 2 == 0 {
            rules.line(&format!("activity activity_{subject}"));
            rules.rule(true, subject, (0, 24 * day), ("treatment", &format!("+{day}d")), "");
        } else if subject % 50 == 0 {
            let start = format!("+{}h", 24 * day + 3);
            rules.rule(false, subject, (24 * day + 3, 24 * 20), (&start, "+20d"), "");
        } else {
            let start = format!("+{day}d");
            rules.rule(false, subject, (24 * day, 24 * 20), (&start, "+20d"), "");
        }
    }
}

/// The overlaps of bans and permissions of one subject: the least that a check has to do.
fn sweep(intervals: &[Interval]) -> usize {
    let mut sorted = intervals.to_vec();
    sorted.sort_unstable();
    let (mut found, mut open): (usize, Vec<Interval>) = (0, Vec::new());
    for interval in sorted {
        open.retain(|other| other.subject == interval.subject && other.to > interval.from);
        found += open.iter().filter(|other| other.bans != interval.bans).count();
        open.push(interval);
    }
    found
}

/// The steps that are measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Parse,
    Resolve,
    Check,
    Sweep,
}

/// The best time of each step of each sheet.
type Best = RefCell<Vec<(&'static str, usize, Step, Duration)>>;

fn read(sources: &Sources) -> Unit {
    let file = parse(FileId(0), sources.file(FileId(0))).0;
    Unit { files: vec![file], ..Unit::default() }
}

fn measure(criterion: &mut Criterion, scenario: &Scenario, count: usize, best: &Best) {
    let rules = Rules::of(scenario, count);
    let mut sources = Sources::default();
    sources.add(SourceFile::load("rules.care", rules.text.as_bytes()).0);
    let unit = read(&sources);
    let (model, problems) = resolve(&sources, &unit, FileId(0));
    assert_eq!(serious(&problems), 0, "{}: {problems:#?}", scenario.name);
    let found = check(&model, &sources);
    assert_eq!(serious(&found), (scenario.findings)(count), "{} of {count}: {found:#?}", scenario.name);

    let mut group = criterion.benchmark_group(scenario.name);
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    group.throughput(Throughput::Elements(count as u64));
    let mut bench = |name: &str, step: Step, run: &dyn Fn() -> Duration| {
        group.bench_function(format!("{name} {count}"), |bencher| {
            bencher.iter_custom(|rounds| {
                let times: Vec<Duration> = (0..rounds).map(|_| run()).collect();
                let least = times.iter().min().copied().unwrap_or_default();
                best.borrow_mut().push((scenario.name, count, step, least));
                times.iter().sum()
            });
        });
    };
    bench("parse", Step::Parse, &|| timed(|| read(&sources)));
    bench("resolve", Step::Resolve, &|| timed(|| resolve(&sources, &unit, FileId(0))));
    bench("check", Step::Check, &|| timed(|| check(black_box::<&Model>(&model), &sources)));
    bench("sort and sweep", Step::Sweep, &|| timed(|| sweep(black_box(&rules.intervals))));
    group.finish();
}

/// How long something takes; what it makes is dropped outside of that time.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = black_box(run());
    let took = start.elapsed();
    drop(made);
    took
}

fn serious(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.severity > Severity::Note).count()
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let best: Best = RefCell::default();
    for scenario in &SCENARIOS {
        for count in SIZES {
            measure(&mut criterion, scenario, count, &best);
        }
    }
    criterion.final_summary();
    let best = best.into_inner();
    for scenario in &SCENARIOS {
        table(scenario, &best);
    }
}

/// The best times of a scenario in milliseconds, what the check takes beside the sweep, and by which power it grows.
fn table(scenario: &Scenario, best: &[(&str, usize, Step, Duration)]) {
    let time = |count: usize, step: Step| {
        let same = best.iter().filter(|(name, n, of, _)| (*name, *n, *of) == (scenario.name, count, step));
        same.map(|(.., time)| time.as_secs_f64() * 1_000.0).reduce(f64::min)
    };
    let mut points = Vec::new();
    println!(
        "\n{}\n{:>8} {:>10} {:>10} {:>10} {:>10} {:>8}",
        scenario.name, "rules", "parse ms", "resolve", "check", "sweep", "ratio"
    );
    for count in SIZES {
        let times = [Step::Parse, Step::Resolve, Step::Check, Step::Sweep].map(|step| time(count, step));
        // A run may ask for some of them only.
        let [Some(parse), Some(resolve), Some(check), Some(sweep)] = times else { continue };
        println!("{count:>8} {parse:>10.3} {resolve:>10.3} {check:>10.3} {sweep:>10.3} {:>8.1}", check / sweep);
        points.push(((count as f64).ln(), check.ln()));
    }
    if let Some(power) = slope(&points) {
        println!(
            "the check grows by the power {power:.2} (goal: below {MOST_GROWTH}); at most {MOST_TIMES_THE_SWEEP} times the sweep"
        );
    }
}

/// The slope of the line that lies nearest to some points.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    if points.len() < 2 {
        return None;
    }
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let along = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>();
    Some(along / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>())
}
