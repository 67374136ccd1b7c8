//! A sheet → the same, found by the checker and the slow way; or in words, in what the two differ. Nothing that the slow
//! way finds may be missed, nothing may be graver or less grave, and the case that a finding shows must clash here too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::model::{Model, Unit};
use carecheck::source::{FileId, SourceFile, Sources};
use jiff::Zoned;

use crate::Sum;
use crate::cases::{Question, Treatment, Treatments, treatment};
use crate::clash::{Case, Rank, applies, both_hold, clash, unfulfilled};
use crate::dice::Dice;
use crate::moments::{FUTURE, Happened, Zone};
use crate::replay::{not_shown, not_shown_by_the_program};
use crate::sheet::{CHOICES, FACTS, Frequency, Moment, Rule, Says, Sheet, is_kind};

/// The zones in which treatments are looked at, and those of the checker's examples.
const ZONES: [&str; 13] = [
    "Europe/Paris",
    "America/New_York",
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "UTC",
];

pub struct World {
    zones: Vec<(Zone, Treatments)>,
    others: RefCell<BTreeMap<String, &'static Zone>>,
}

impl World {
    pub fn new() -> World {
        let zone = |name| {
            let zone = Zone::of(name);
            let treatments = Treatments::of(&zone);
            (zone, treatments)
        };
        World { zones: ZONES.into_iter().map(zone).collect(), others: RefCell::default() }
    }

    /// A zone of a witness; those that are not among ours live as long as the test.
    pub fn zone(&self, name: &str) -> &Zone {
        if let Some((zone, _)) = self.zones.iter().find(|(zone, _)| zone.name == name) {
            return zone;
        }
        let new = || &*Box::leak(Box::new(Zone::of(name.to_owned().leak())));
        self.others.borrow_mut().entry(name.to_owned()).or_insert_with(new)
    }

    /// Treatments of an ordinary day, and of those around the clock changes of some zones, at whole hours and right before
    /// and after them.
    pub fn near_changes(&self, zones: &[&str]) -> Vec<(&Zone, Treatment)> {
        let some = self.zones.iter().filter(|(zone, _)| zones.contains(&zone.name));
        let near = some.flat_map(|(zone, all)| all.near.iter().map(move |&treatment| (zone, treatment)));
        self.zones
            .first()
            .into_iter()
            .flat_map(|(zone, all)| all.ordinary.iter().map(move |&treatment| (zone, treatment)))
            .chain(near)
            .collect()
    }

    /// Treatments of an ordinary day, each so many of them.
    pub fn ordinary(&self, sheet: &Sheet, each: usize) -> Vec<(&Zone, Treatment)> {
        let first = self.zones.first().into_iter();
        let all = first.flat_map(|(zone, all)| all.ordinary.iter().map(move |&treatment| (zone, treatment)));
        all.filter(|(_, treatment)| sheet.treats_at(treatment.clock)).step_by(each).collect()
    }

    /// The treatments that are looked at for one question: the ordinary ones, and some of those around clock changes and
    /// month ends, `many` of each.
    pub fn treatments(&self, dice: &mut Dice, sheet: &Sheet, many: usize, events: bool) -> Vec<(&Zone, Treatment)> {
        let (zone, all) = &self.zones[dice.index(self.zones.len() - 1)];
        let mut found = Vec::new();
        let mut some = |from: &[Treatment], many: usize| {
            if many >= from.len() {
                found.extend(from.iter().map(|&treatment| (zone, treatment)));
            } else {
                found.extend((0..many).map(|_| (zone, dice.one(from))));
            }
        };
        let few = if events { (many / 10).max(1) } else { many };
        some(&all.ordinary, if events { few } else { usize::MAX });
        some(&all.changes, few);
        some(&all.dates, if sheet.months { few } else { 0 });
        found.retain(|(_, treatment)| sheet.treats_at(treatment.clock));
        found
    }
}

/// Of so many findings in a hundred the witness is run by the program, too.
const BY_PROGRAM: u64 = 10;

/// A name for the folder of this thread.
fn thread() -> String {
    let id: String = format!("{:?}", std::thread::current().id()).chars().filter(char::is_ascii_digit).collect();
    format!("oracle-{}-{id}", std::process::id())
}

/// A sheet as the checker sees it.
pub struct Checked {
    pub program: String,
    pub sources: Sources,
    pub model: Model,
    pub findings: Vec<Diagnostic>,
    lines: Vec<usize>,
}

impl Checked {
    pub fn of(sheet: &Sheet) -> Result<Checked, String> {
        let (program, lines) = sheet.program();
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
        let mut unit = Unit::default();
        let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
        if let Some(first) = syntax.first() {
            return Err(format!("cannot be read: {}\n{program}", first.message));
        }
        unit.files.push(tree);
        let (model, findings) = carecheck::analyse(&sources, &unit, FileId(0));
        Ok(Checked { program, sources, model, findings, lines })
    }

    /// The rules that a finding is about, each once.
    pub fn rules(&self, finding: &Diagnostic) -> BTreeSet<usize> {
        let line =
            |place: carecheck::source::Place| self.sources.file(place.file).line_column(place.span.start).line as usize;
        let lines = finding.labels.iter().map(|label| line(label.place));
        lines.filter_map(|line| self.lines.iter().position(|&at| at == line)).collect()
    }

    /// The lines of those rules.
    pub fn lines(&self, finding: &Diagnostic) -> BTreeSet<u64> {
        self.rules(finding).into_iter().map(|rule| self.lines[rule] as u64).collect()
    }

    /// The conflicts.
    pub fn conflicts(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| matches!(finding.code.id, "C0401" | "C0402" | "C0403"))
    }

    /// The gravest conflict that is told of just these rules.
    pub fn said(&self, rules: &BTreeSet<usize>) -> Option<Rank> {
        self.conflicts().filter(|finding| self.rules(finding) == *rules).map(rank_of).max()
    }

    /// The gravest conflict that is told of these rules and others.
    pub fn said_of_more(&self, rules: &BTreeSet<usize>) -> Option<Rank> {
        self.conflicts().filter(|finding| self.rules(finding).is_superset(rules)).map(rank_of).max()
    }

    /// The rules of which a part makes no sense.
    pub fn refused(&self) -> BTreeSet<usize> {
        let error = |finding: &&Diagnostic| finding.severity == Severity::Error && !finding.code.id.starts_with("C04");
        let lines = self
            .findings
            .iter()
            .filter(error)
            .filter_map(Diagnostic::place)
            .map(|place| self.sources.file(place.file).line_column(place.span.start).line as usize);
        // What is wrong with a heading is wrong with its rule, which stands on the next line.
        let rule = |line: usize| self.lines.iter().position(|&at| at == line);
        lines.filter_map(|line| rule(line).or_else(|| rule(line + 1))).collect()
    }
}

pub fn rank_of(finding: &Diagnostic) -> Rank {
    (finding.severity, finding.code.id == "C0402")
}

/// What was compared.
#[derive(Clone, Copy, Default, Debug)]
pub struct Counts {
    pub found: u64,
    pub silent: u64,
    /// Duties that several bans leave no time for.
    pub together: u64,
    pub undecided: u64,
    /// Pairs that rest on more than two events.
    pub skipped: u64,
}

impl Sum for Counts {
    fn and(self, other: Counts) -> Counts {
        Counts {
            found: self.found + other.found,
            silent: self.silent + other.silent,
            together: self.together + other.together,
            undecided: self.undecided + other.undecided,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// A finding about some rules.
pub struct Said<'c> {
    pub rules: BTreeSet<usize>,
    pub rank: Rank,
    pub finding: &'c Diagnostic,
}

/// Whether two rules may contradict each other, the first of them the ban or the alarm.
pub fn related(first: &Rule, second: &Rule) -> bool {
    let kinds = match (first.says(), second.says()) {
        (Says::Ban, Says::Permission | Says::Duty) | (Says::Alarm, Says::Normal) => Sheet::taxonomy(first),
        _ => return false,
    };
    first.by == second.by && first.targets.iter().any(|&a| second.targets.iter().any(|&b| is_kind(kinds, b, a)))
}

/// Compares all that is found in a sheet.
pub fn compare(world: &World, sheet: &Sheet, dice: &mut Dice, many: usize) -> Result<Counts, String> {
    let checked = Checked::of(sheet)?;
    let rules = &sheet.rules;
    let refused = checked.refused();
    let of_kind = |id: &'static str| checked.findings.iter().filter(move |finding| finding.code.id == id);
    let said: Vec<Said<'_>> = checked
        .conflicts()
        .map(|finding| Said { rules: checked.rules(finding), rank: rank_of(finding), finding })
        .collect();
    for finding in checked.conflicts() {
        // The program evaluates no sheet with other errors.
        let by_program = refused.is_empty() && dice.chance(BY_PROGRAM);
        let problem = not_shown(&checked, finding)
            .or_else(|| by_program.then(|| not_shown_by_the_program(&checked, finding, &thread())).flatten());
        if let Some(problem) = problem {
            return Err(format!("{problem}\n{:?}\n{}", finding.witness, checked.program));
        }
    }
    let undecided: Vec<BTreeSet<usize>> = of_kind("C0413").map(|finding| checked.rules(finding)).collect();
    let mut counts = Counts { undecided: undecided.len() as u64, ..Counts::default() };
    let mut told: BTreeMap<(usize, usize), Rank> = BTreeMap::new();
    for (i, first) in rules.iter().enumerate() {
        for (j, second) in rules.iter().enumerate() {
            if i == j || !related(first, second) {
                continue;
            }
            let pair: BTreeSet<usize> = [i, j].into();
            let finding = said.iter().filter(|said| said.rules == pair).max_by_key(|said| said.rank);
            // What such a rule says is not asked.
            if refused.contains(&i) || refused.contains(&j) {
                continue;
            }
            if by_the_clock(second) || undecided.contains(&pair) {
                continue;
            }
            let judge = |case: &Case<'_>| clash(first, second, case);
            let at = |case: &Case<'_>, at: i64| both_hold(first, second, case, at);
            let both = [first, second];
            let question = Question::of(sheet, &both);
            // All times of three events at once are too many for the slow way.
            if question.events() > 2 {
                counts.skipped += 1;
                continue;
            }
            let treatments = world.treatments(dice, sheet, many, question.events() > 0);
            let rank = finding.map(|said| said.rank);
            // Several bans together may say more of the duty than each alone, and then that is told.
            let together = said.iter().filter(|said| said.rules.is_superset(&pair)).map(|said| said.rank).max();
            let problem = missed(&question, &treatments, &both, &judge, together)
                .or_else(|| no_clash(world, sheet, &both, &judge, &at, finding?));
            if let Some(problem) = problem {
                return Err(format!(
                    "rules {} and {}, the checker says {rank:?}: {problem}\n{}",
                    i + 1,
                    j + 1,
                    checked.program
                ));
            }
            match rank {
                Some(rank) => {
                    told.insert((i, j), rank);
                    counts.found += 1;
                }
                None => counts.silent += 1,
            }
        }
    }
    for (duty, _) in rules.iter().enumerate().filter(|(at, rule)| rule.says() == Says::Duty && !refused.contains(at)) {
        if undecided.iter().any(|rules| rules.contains(&duty)) {
            continue;
        }
        if let Some(problem) = missed_together(world, sheet, dice, many, duty, &said, &refused) {
            return Err(format!("rule {} and all bans: {problem}\n{}", duty + 1, checked.program));
        }
    }
    for said in &said {
        if let Some(problem) = not_together(world, sheet, &checked, said) {
            return Err(format!("{problem}\n{:?}\n{}", said.finding.witness, checked.program));
        }
        counts.together += u64::from(said.rules.len() > 2);
    }
    Ok(counts)
}

/// A treatment at which it is worse than was said.
pub fn missed(
    question: &Question<'_>,
    treatments: &[(&Zone, Treatment)],
    rules: &[&Rule],
    judge: &dyn Fn(&Case<'_>) -> Option<Rank>,
    said: Option<Rank>,
) -> Option<String> {
    let people = question.people();
    for &(zone, treatment) in treatments {
        for &person in &people {
            let rank = question.worst_of(zone, treatment, person, rules, judge);
            if rank > said {
                let treated = zone.zoned(treatment.at);
                return Some(format!("missed {rank:?}, treated {treated}, facts {person:?}"));
            }
        }
    }
    None
}

/// What is wrong with the case that a finding shows.
fn no_clash(
    world: &World,
    sheet: &Sheet,
    rules: &[&Rule],
    judge: &dyn Fn(&Case<'_>) -> Option<Rank>,
    at: &dyn Fn(&Case<'_>, i64) -> bool,
    said: &Said<'_>,
) -> Option<String> {
    let (case, seen) = witness(world, sheet, said);
    let treatment = Treatment { at: case.happened.treated, clock: case.clock };
    let (zone, witness) = (case.happened.zone, &said.finding.witness);
    let problem = |problem: String| Some(format!("{problem}: {witness:?}"));
    if !rules.iter().all(|rule| applies(rule, &case)) {
        return problem("a rule does not apply in the witness".to_owned());
    }
    let rank = judge(&case);
    if rank.is_none_or(|rank| rank.0 < said.rank.0) {
        return problem(format!("in the witness {rank:?}"));
    }
    let question = Question::of(sheet, rules).further(&case.happened.events);
    let worst = question.worst_of(zone, treatment, case.facts, rules, judge);
    if worst != Some(said.rank) {
        return problem(format!("at the witness' treatment {worst:?}"));
    }
    if !at(&case, seen) {
        return problem("not both hold at the witness' instant".to_owned());
    }
    None
}

/// The case that a finding shows, and the instant.
pub fn witness<'w>(world: &'w World, sheet: &Sheet, said: &Said<'_>) -> (Case<'w>, i64) {
    let witness = said.finding.witness.as_ref().unwrap();
    let treated: Zoned = witness.treated.parse().unwrap();
    let zone = world.zone(treated.time_zone().iana_name().unwrap());
    let treatment = treatment(zone, treated.timestamp().as_second());
    let mut facts = [1; FACTS.len()];
    for (name, value) in &witness.given {
        let fact = FACTS.iter().position(|(fact, ..)| fact == name).unwrap();
        let choice = CHOICES.iter().position(|choice| choice == value);
        facts[fact] = match (value.as_str(), choice) {
            ("yes", _) => 1,
            ("no", _) => 0,
            (_, Some(choice)) => i64::try_from(choice).unwrap(),
            (number, None) => number.parse().unwrap(),
        };
    }
    let mut happened = Happened { zone, treated: treatment.at, events: vec![FUTURE; sheet.events.len()] };
    for (name, at) in witness.events.iter().filter(|(_, at)| at != "never") {
        let event = sheet.events.iter().position(|event| event.name == *name).unwrap();
        happened.events[event] = at.parse::<Zoned>().unwrap().timestamp().as_second();
    }
    let seen: Zoned = witness.at.parse().unwrap();
    (Case { happened, clock: treatment.clock, facts }, seen.timestamp().as_second())
}

/// What is wrong with a finding about a duty and several bans: together they leave no room for it in the case it shows.
fn not_together(world: &World, sheet: &Sheet, checked: &Checked, said: &Said<'_>) -> Option<String> {
    let of = |says: Says| said.rules.iter().map(|&rule| &sheet.rules[rule]).filter(move |rule| rule.says() == says);
    let (duty, bans): (Option<&Rule>, Vec<&Rule>) = (of(Says::Duty).next(), of(Says::Ban).collect());
    // One cause may be told for several duties.
    if of(Says::Duty).count() > 1 || bans.len() < 2 {
        return None;
    }
    let duty = duty.filter(|duty| !by_the_clock(duty))?;
    let refused = checked.refused();
    if said.rules.iter().any(|rule| refused.contains(rule)) {
        return None;
    }
    let (case, _) = witness(world, sheet, said);
    let applying: Vec<&Rule> = bans.into_iter().filter(|ban| applies(ban, &case)).collect();
    let worst = duty.targets.iter().filter_map(|&target| unfulfilled(duty, target, &applying, &case)).max();
    let wrong = !applies(duty, &case) || worst.is_none_or(|worst| worst.0 < said.rank.0);
    wrong.then(|| format!("together {worst:?}, the checker says {:?}", said.rank))
}

/// What is demanded again and again, but not surely at certain times, is not compared.
pub fn by_the_clock(rule: &Rule) -> bool {
    let exact =
        |start: &Moment| !start.about && start.spans.iter().all(|(a, b)| a.steps == b.steps && a.anchor == b.anchor);
    match &rule.frequency {
        Some(Frequency::Every(..)) => !rule.holds().start.as_ref().is_some_and(exact),
        _ => false,
    }
}

/// All bans of a duty together: nothing worse may be missed than is told about the duty and some of them.
fn missed_together(
    world: &World,
    sheet: &Sheet,
    dice: &mut Dice,
    many: usize,
    duty: usize,
    said: &[Said<'_>],
    refused: &BTreeSet<usize>,
) -> Option<String> {
    let rule = &sheet.rules[duty];
    let of_duty = |(at, ban): &(usize, &Rule)| !refused.contains(at) && ban.says() == Says::Ban && ban.by == rule.by;
    let bans: Vec<&Rule> = sheet.rules.iter().enumerate().filter(of_duty).map(|(_, ban)| ban).collect();
    let told_of_two = bans.iter().all(|ban| related(ban, rule));
    if bans.is_empty() || bans.len() == 1 && told_of_two || by_the_clock(rule) {
        return None;
    }
    let rules: Vec<&Rule> = bans.iter().copied().chain([rule]).collect();
    let question = Question::of(sheet, &rules);
    if question.events() > 1 {
        return None;
    }
    let told = said.iter().filter(|said| said.rules.contains(&duty)).map(|said| said.rank).max();
    let judge = |case: &Case<'_>| {
        let applying: Vec<&Rule> = bans.iter().copied().filter(|ban| applies(ban, case)).collect();
        let worst = rule.targets.iter().filter_map(|&target| unfulfilled(rule, target, &applying, case)).max();
        worst.filter(|(_, unmet)| *unmet)
    };
    let treatments = world.treatments(dice, sheet, many, question.events() > 0);
    missed(&question, &treatments, &[rule], &judge, told)
}
