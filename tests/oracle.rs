//! A slow and obvious second opinion on contradictions. A few thousand small rule sets are made at random; each is
//! written out as a program for the checker, and is looked at here treatment by treatment and instant by instant, with
//! jiff alone: no code of the checker, of the model or of the time arithmetic is used. Both must find the same pairs,
//! with the same severity, and every witness of the checker must clash here too.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};
use jiff::civil::{Date, date, time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Span, ToSpan, Zoned};

/// A small generator of numbers (SplitMix64), so that the sets are the same everywhere.
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
    Months(i64),
    /// The first instant of a civil day.
    Day(i64),
    DayAt(i64, i8),
    /// So many hours after the event.
    Healed(i64),
}

impl Moment {
    fn text(self) -> String {
        match self {
            Moment::Treatment => "treatment".to_owned(),
            Moment::Hours(n) => format!("{n:+}h"),
            Moment::Days(n) => format!("{n:+}d"),
            Moment::Months(n) => format!("{n:+}mo"),
            Moment::Day(n) => format!("day {n}"),
            Moment::DayAt(n, hour) => format!("day {n} {hour:02}:00"),
            Moment::Healed(0) => "healed".to_owned(),
            Moment::Healed(n) => format!("healed {n:+}h"),
        }
    }

    fn at(self, case: &Case) -> i64 {
        let t = &case.treated;
        let later = |span: Span| t.checked_add(span).unwrap();
        let day = |n: i64| t.date().checked_add(n.days()).unwrap();
        let zone = t.time_zone().clone();
        let at = match self {
            Moment::Treatment => t.clone(),
            Moment::Hours(n) => t.checked_add(SignedDuration::from_hours(n)).unwrap(),
            Moment::Days(n) => later(n.days()),
            Moment::Months(n) => later(n.months()),
            Moment::Day(n) => day(n).to_zoned(zone).unwrap().start_of_day().unwrap(),
            Moment::DayAt(n, hour) => day(n).to_datetime(time(hour, 0, 0, 0)).to_zoned(zone).unwrap(),
            Moment::Healed(n) => case.healed.checked_add(SignedDuration::from_hours(n)).unwrap(),
        };
        at.timestamp().as_second()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Start {
    Nothing,
    From(Moment),
    FromRange(Moment, Moment),
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Open,
    Until(Moment),
    UntilRange(Moment, Moment),
    Through(i64),
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    Smoker(bool),
    SkinFrom(i64),
    SkinBelow(i64),
    TreatedFrom(i8),
}

impl When {
    fn text(self) -> String {
        match self {
            When::Always => String::new(),
            When::Smoker(true) => " when smoker".to_owned(),
            When::Smoker(false) => " unless smoker".to_owned(),
            When::SkinFrom(n) => format!(" when skin >= {n}"),
            When::SkinBelow(n) => format!(" when skin < {n}"),
            When::TreatedFrom(hour) => format!(" when treatment at or after {hour:02}:00"),
        }
    }

    fn holds(self, (smoker, skin): (bool, i64), treated: &Zoned) -> bool {
        match self {
            When::Always => true,
            When::Smoker(yes) => smoker == yes,
            When::SkinFrom(n) => skin >= n,
            When::SkinBelow(n) => skin < n,
            When::TreatedFrom(hour) => treated.hour() >= hour,
        }
    }
}

const SUBJECTS: [&str; 3] = ["heat", "sauna", "steam"];

/// Whether the second is the first or a kind of it.
fn is_kind(parent: usize, kind: usize) -> bool {
    parent == kind || parent == 0
}

#[derive(Clone, Copy)]
struct Rule {
    ban: bool,
    ideally: bool,
    subject: usize,
    start: Start,
    end: End,
    when: When,
    /// What is not banned, and from when.
    except: Option<(usize, Option<Moment>)>,
}

impl Rule {
    fn text(&self) -> String {
        let verb = if self.ban { "avoid" } else { "allow" };
        let ideally = if self.ideally { "ideally " } else { "" };
        let mut text = format!("{ideally}{verb} {}", SUBJECTS[self.subject]);
        match self.start {
            Start::Nothing => {}
            Start::From(a) => write!(text, " from {}", a.text()).unwrap(),
            Start::FromRange(a, b) => write!(text, " from {}..{}", a.text(), b.text()).unwrap(),
        }
        match self.end {
            End::Open => {}
            End::Until(a) => write!(text, " until {}", a.text()).unwrap(),
            End::UntilRange(a, b) => write!(text, " until {}..{}", a.text(), b.text()).unwrap(),
            End::Through(n) => write!(text, " through day {n}").unwrap(),
        }
        text += &self.when.text();
        match self.except {
            None => {}
            Some((subject, None)) => write!(text, " except {}", SUBJECTS[subject]).unwrap(),
            Some((subject, Some(from))) => {
                write!(text, " except ({} from {})", SUBJECTS[subject], from.text()).unwrap();
            }
        }
        text
    }

    /// The earliest and latest start, the earliest and latest end.
    fn bounds(&self, case: &Case) -> [i64; 4] {
        let (a, b) = match self.start {
            Start::Nothing => (Moment::Treatment.at(case), Moment::Treatment.at(case)),
            Start::From(a) => (a.at(case), a.at(case)),
            Start::FromRange(a, b) => (a.at(case), b.at(case)),
        };
        let (c, d) = match self.end {
            End::Open => (i64::MAX, i64::MAX),
            End::Until(c) => (c.at(case), c.at(case)),
            End::UntilRange(c, d) => (c.at(case), d.at(case)),
            End::Through(n) => (Moment::Day(n + 1).at(case), Moment::Day(n + 1).at(case)),
        };
        [a, b, c, d]
    }

    /// Nobody wrote when it ends.
    fn unended(&self) -> bool {
        self.start == Start::Nothing && self.end == End::Open
    }
}

struct Case {
    treated: Zoned,
    healed: Zoned,
    smoker: bool,
    skin: i64,
}

/// Whether a rule surely holds at an instant, and whether it may. `curt` lets an end that nobody wrote come at once.
fn holds(rule: &Rule, bounds: [i64; 4], at: i64, curt: bool) -> (bool, bool) {
    let [a, b, c, d] = bounds;
    if curt && rule.unended() {
        return (at == a, at == a);
    }
    (b <= at && at < c, a <= at && at < d)
}

/// The worst that a ban and a permission do to each other in one case.
fn clash(ban: &Rule, permit: &Rule, case: &Case) -> Option<Severity> {
    let hole = ban.except.filter(|(subject, _)| is_kind(*subject, permit.subject));
    let hole_from = match hole {
        Some((_, None)) => return None,
        Some((_, Some(from))) => from.at(case),
        None => i64::MAX,
    };
    let (of_ban, of_permit) = (ban.bounds(case), permit.bounds(case));
    let mut worst = None;
    // What is half-open changes only at its bounds.
    let instants = of_ban.iter().chain(&of_permit).copied().filter(|&at| at < i64::MAX);
    for at in instants.flat_map(|at| [at - 1, at]) {
        if at >= hole_from {
            continue;
        }
        for curt in [true, false] {
            let (ban_surely, ban_maybe) = holds(ban, of_ban, at, curt);
            let (permit_surely, permit_maybe) = holds(permit, of_permit, at, curt);
            let severity = if ban_surely && permit_surely {
                if curt { Severity::Error } else { Severity::Warning }
            } else if ban_surely && permit_maybe || ban_maybe && permit_surely {
                Severity::Warning
            } else {
                continue;
            };
            let at_most = if ban.ideally || permit.ideally { Severity::Note } else { Severity::Error };
            worst = worst.max(Some(severity.min(at_most)));
        }
    }
    worst
}

#[derive(Default)]
struct Family {
    months: bool,
    healed: bool,
    office: bool,
}

fn moment(dice: &mut Dice, family: &Family) -> Moment {
    if family.healed && dice.chance(30) {
        return Moment::Healed(dice.one(&[0, 0, 24, 48]));
    }
    if family.months && dice.chance(60) {
        return if dice.chance(50) { Moment::Months(1) } else { Moment::Days(dice.one(&[28, 29, 30, 31])) };
    }
    match dice.roll(10) {
        0..=3 => Moment::Hours(dice.one(&[6, 12, 18, 24, 30, 36, 48, 72])),
        4..=5 => Moment::Days(dice.one(&[1, 2, 3])),
        6..=8 => Moment::Day(dice.one(&[1, 2, 3, 4])),
        _ => Moment::DayAt(dice.one(&[1, 2, 3]), dice.one(&[9, 18])),
    }
}

fn rule(dice: &mut Dice, ban: bool, family: &Family) -> Rule {
    let start = match dice.roll(10) {
        0..=3 => Start::Nothing,
        4 => Start::FromRange(Moment::Hours(dice.one(&[6, 12])), Moment::Hours(dice.one(&[24, 36]))),
        _ => Start::From(moment(dice, family)),
    };
    let end = match dice.roll(10) {
        0..=1 => End::Open,
        2 => End::UntilRange(Moment::Hours(dice.one(&[24, 36])), Moment::Hours(dice.one(&[48, 72]))),
        3 => End::Through(dice.one(&[1, 2, 3])),
        // `until day 3` can be read in two ways and is refused.
        _ => match moment(dice, family) {
            Moment::Day(n) => End::Through(n - 1),
            moment => End::Until(moment),
        },
    };
    let when = match dice.roll(16) {
        0 => When::Smoker(true),
        1 => When::Smoker(false),
        2 => When::SkinFrom(dice.one(&[2, 3])),
        3 => When::SkinBelow(dice.one(&[2, 3])),
        4 => When::TreatedFrom(dice.one(&[10, 12, 16])),
        _ => When::Always,
    };
    let subject = usize::try_from(dice.roll(3)).unwrap();
    let except = (ban && subject == 0 && dice.chance(40)).then(|| {
        let from = dice.chance(50).then(|| moment(dice, family));
        (dice.one(&[1, 2]), from)
    });
    Rule { ban, ideally: ban && dice.chance(8), subject, start, end, when, except }
}

fn program(rules: &[Rule], family: &Family) -> String {
    let hours = if family.office { " hours 08:00..18:00" } else { "" };
    let rules: String = rules.iter().fold(String::new(), |text, rule| text + &rule.text() + "\n");
    format!(
        "{rules}treatment peel \"Peel\" day 0{hours}\nactivity heat \"heat\"\nactivity sauna \"saunas\" is heat\n\
         activity steam \"steam\" is heat\nfact smoker \"you smoke\" : yes/no\nfact skin \"your skin\" : number 1..3\n\
         event healed \"your skin has healed\" expected on days 1 to 3\n"
    )
}

fn findings(program: &str) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let mut unit = Unit::default();
    let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
    assert!(syntax.is_empty(), "{}\n{program}", syntax[0].message);
    unit.files.push(tree);
    let findings = carecheck::analyse(&sources, &unit, FileId(0)).1;
    (sources, findings)
}

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap()
}

/// Treatments: an ordinary day and the days around both clock changes of a zone, month ends where they matter.
fn treatments(family: &Family, zones: &[TimeZone]) -> Vec<Zoned> {
    let mut dates: Vec<(Date, usize)> = vec![(date(2026, 11, 24), 0)];
    if family.months {
        let months = [(2027, 1), (2027, 2), (2028, 2), (2027, 4), (2027, 6), (2027, 7), (2027, 12)];
        for (year, month) in months {
            let last = date(year, month, 1).days_in_month();
            dates.extend([1, 15, 28, last - 1, last].map(|day| (date(year, month, day), 0)));
        }
    }
    for (index, zone) in zones.iter().enumerate() {
        let new_year = date(2027, 1, 1).to_zoned(zone.clone()).unwrap();
        for change in zone.following(new_year.timestamp()).take(2) {
            let day = change.timestamp().to_zoned(zone.clone()).date();
            let before: &[i64] = if family.months { &[0, 1, 2, 28, 30] } else { &[0, 1, 2, 3] };
            dates.extend(before.iter().map(|&days| (day.checked_sub(days.days()).unwrap(), index)));
        }
    }
    let mut found = Vec::new();
    for (date, index) in dates {
        let whole = [0, 2, 4, 6, 8, 9, 10, 12, 14, 16, 18, 21, 23].map(|hour| time(hour, 0, 0, 0)).into_iter();
        let odd = [time(0, 0, 1, 0), time(5, 59, 59, 0), time(12, 0, 1, 0), time(17, 59, 59, 0), time(23, 30, 0, 0)];
        for clock in whole.chain(odd).chain([time(9, 0, 1, 0), time(23, 59, 59, 0)]) {
            let treated = date.to_datetime(clock).to_zoned(zones[index].clone()).unwrap();
            let office = time(8, 0, 0, 0) <= treated.time() && treated.time() <= time(18, 0, 0, 0);
            if office || !family.office {
                found.push(treated);
            }
        }
    }
    found
}

/// When the event may be: on days 1 to 3, a few instants of each.
fn healings(treated: &Zoned, family: &Family) -> Vec<Zoned> {
    let day = |days: i64| {
        let date = treated.date().checked_add(days.days()).unwrap();
        date.to_zoned(treated.time_zone().clone()).unwrap().start_of_day().unwrap()
    };
    if !family.healed {
        return vec![day(1)];
    }
    let last = day(4).checked_sub(SignedDuration::from_secs(1)).unwrap();
    let hours = (0..12).map(|n| day(1).checked_add(SignedDuration::from_hours(n * 6)).unwrap());
    hours.chain([last.clone()]).filter(|healed| *healed <= last).collect()
}

fn pair_of(sources: &Sources, finding: &Diagnostic) -> (usize, usize) {
    let mut lines: Vec<usize> = finding
        .labels
        .iter()
        .map(|label| sources.file(label.place.file).line_column(label.place.span.start).line as usize - 1)
        .collect();
    lines.sort_unstable();
    (lines[0], lines[1])
}

#[test]
fn the_checker_and_the_slow_way_find_the_same_contradictions() {
    let zones = ["Europe/Paris", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe"].map(zone);
    let (mut found, mut silent) = (0, 0);
    let mut grids = BTreeMap::new();
    let sets = sets();
    for seed in 0..sets {
        let mut dice = Dice(seed * 7 + 1);
        let family = Family { months: dice.chance(10), healed: dice.chance(12), office: dice.chance(50) };
        let rules =
            [rule(&mut dice, true, &family), rule(&mut dice, false, &family), rule(&mut dice, dice_ban(seed), &family)];
        let program = program(&rules, &family);
        let (sources, findings) = findings(&program);
        let mut checked: BTreeMap<(usize, usize), &Diagnostic> = BTreeMap::new();
        for finding in &findings {
            assert_ne!(finding.code.id, "C0413", "undecided: {program}");
            if finding.code.id == "C0401" {
                checked.insert(pair_of(&sources, finding), finding);
            }
        }
        // A rule that the model refuses says nothing.
        let refused: Vec<usize> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error && !finding.code.id.starts_with("C04"))
            .filter_map(|finding| finding.place())
            .map(|place| sources.file(place.file).line_column(place.span.start).line as usize - 1)
            .collect();
        let both = [zones[0].clone(), zones[usize::try_from(seed).unwrap() % zones.len()].clone()];
        let key = (family.months, family.office, seed % 4);
        let treatments = grids.entry(key).or_insert_with(|| treatments(&family, &both)).as_slice();
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let (ban, permit) = if rules[i].ban { (&rules[i], &rules[j]) } else { (&rules[j], &rules[i]) };
            let related = ban.ban && !permit.ban && is_kind(ban.subject, permit.subject);
            if !related || refused.contains(&i) || refused.contains(&j) {
                assert!(!checked.contains_key(&(i, j)), "{program}");
                continue;
            }
            let mut worst = None;
            'treatments: for treated in treatments {
                let people = [(true, 1), (true, 2), (true, 3), (false, 1), (false, 2), (false, 3)];
                let both = people
                    .into_iter()
                    .find(|&person| ban.when.holds(person, treated) && permit.when.holds(person, treated));
                let Some((smoker, skin)) = both else { continue };
                for healed in healings(treated, &family) {
                    let case = Case { treated: treated.clone(), healed, smoker, skin };
                    worst = worst.max(clash(ban, permit, &case));
                    if worst == Some(Severity::Error) {
                        break 'treatments;
                    }
                }
            }
            let said = checked.get(&(i, j)).map(|finding| finding.severity);
            assert!(
                said >= worst,
                "missed in {seed}: {worst:?}, the checker says {said:?}\n{}\n{}\n{program}",
                i + 1,
                j + 1
            );
            if let Some(finding) = checked.get(&(i, j)) {
                let case = witness(finding);
                let person = (case.smoker, case.skin);
                assert!(ban.when.holds(person, &case.treated) && permit.when.holds(person, &case.treated), "{program}");
                assert_eq!(clash(ban, permit, &case), said, "no clash in {seed}: {:?}\n{program}", finding.witness);
                found += 1;
            } else {
                silent += 1;
            }
        }
    }
    assert!(found > sets / 5 && silent > sets / 5, "{found} found, {silent} silent");
}

fn dice_ban(seed: u64) -> bool {
    seed.is_multiple_of(2)
}

/// The case of a witness; what it does not give does not matter.
fn witness(finding: &Diagnostic) -> Case {
    let witness = finding.witness.as_ref().unwrap();
    let given = |name: &str| witness.given.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
    let treated: Zoned = witness.treated.parse().unwrap();
    let healed = witness.events.iter().find(|(name, _)| name == "healed").map(|(_, at)| at.parse().unwrap());
    Case {
        healed: healed.unwrap_or_else(|| treated.clone()),
        treated,
        smoker: given("smoker") == Some("yes"),
        skin: given("skin").map_or(1, |skin| skin.parse().unwrap()),
    }
}

/// How many sets of three rules are made: some in every run of the tests, as many as are asked for in a long one.
fn sets() -> u64 {
    std::env::var("CARECHECK_ORACLE_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(2_000)
}
