//! Two rules that rest on three events or more: all times of all of them are too many for the slow way, which looks at some,
//! chosen at random from those at which something may change. It is not to meet anything worse than was said, and the case
//! that a finding shows has to be one.

use std::collections::BTreeSet;

use carecheck::diagnostic::Severity;

use crate::Sum;
use crate::cases::Question;
use crate::clash::{Case, Rank, applies, both_hold, clash};
use crate::compare::{Checked, Said, World, by_the_clock, rank_of, related, witness};
use crate::dice::Dice;
use crate::moments::{FUTURE, Happened};
use crate::random::{Flavour, flavour, sheet_about};
use crate::sheet::{Rule, Sheet};

/// What was compared.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sampled {
    pub found: u64,
    pub silent: u64,
    pub undecided: u64,
}

impl Sum for Sampled {
    fn and(self, other: Sampled) -> Sampled {
        Sampled {
            found: self.found + other.found,
            silent: self.silent + other.silent,
            undecided: self.undecided + other.undecided,
        }
    }
}

/// A random sheet in which events matter.
pub fn sheet(dice: &mut Dice) -> Sheet {
    let flavour = Flavour { events: true, months: false, ..flavour(dice) };
    sheet_about(dice, flavour)
}

/// Compares the pairs of a sheet that rest on three events or more, each in so many cases.
pub fn compare(world: &World, sheet: &Sheet, dice: &mut Dice, cases: usize) -> Result<Sampled, String> {
    let rests_on_many = |(first, second): (&Rule, &Rule)| Question::of(sheet, &[first, second]).events() > 2;
    let all = sheet.rules.iter().enumerate();
    let pairs = all.flat_map(|first| sheet.rules.iter().enumerate().map(move |second| (first, second)));
    let pairs = pairs.filter(|((i, first), (j, second))| i != j && related(first, second) && !by_the_clock(second));
    let pairs: Vec<_> = pairs.filter(|((_, first), (_, second))| rests_on_many((first, second))).collect();
    let mut sampled = Sampled::default();
    if pairs.is_empty() {
        return Ok(sampled);
    }
    let checked = Checked::of(sheet)?;
    if !checked.refused().is_empty() {
        return Ok(sampled);
    }
    for ((i, first), (j, second)) in pairs {
        let pair: BTreeSet<usize> = [i, j].into();
        let undecided = |finding: &carecheck::diagnostic::Diagnostic| finding.code.id == "C0413";
        if checked.findings.iter().any(|finding| undecided(finding) && checked.rules(finding) == pair) {
            sampled.undecided += 1;
            continue;
        }
        let told = |problem: String| format!("rules {} and {}: {problem}\n{}", i + 1, j + 1, checked.program);
        missed(world, sheet, dice, cases, (first, second), checked.said_of_more(&pair)).map_err(told)?;
        let of_pair = checked.conflicts().filter(|finding| checked.rules(finding) == pair);
        let Some(finding) = of_pair.max_by_key(|finding| rank_of(finding)) else {
            sampled.silent += 1;
            continue;
        };
        sampled.found += 1;
        let (case, seen) = witness(world, sheet, &Said { rules: pair, rank: rank_of(finding), finding });
        let rank = clash(first, second, &case);
        let applies = applies(first, &case) && applies(second, &case);
        if !applies || rank.is_none_or(|rank| rank.0 < finding.severity) || !both_hold(first, second, &case, seen) {
            return Err(told(format!("in the witness {rank:?}, they apply: {applies}, {:?}", finding.witness)));
        }
    }
    Ok(sampled)
}

/// A case that is worse than was said, of so many.
fn missed(
    world: &World,
    sheet: &Sheet,
    dice: &mut Dice,
    cases: usize,
    (first, second): (&Rule, &Rule),
    said: Option<Rank>,
) -> Result<(), String> {
    let question = Question::of(sheet, &[first, second]);
    let (treatments, people) = (world.ordinary(sheet, 1), question.people());
    // What happens at some times of an event that nobody expects is no worse than a warning.
    let expected = question.events.iter().all(|&event| sheet.events[event].expected.is_some());
    'cases: for _ in 0..cases {
        let (zone, treatment) = dice.one(&treatments);
        let happened = Happened { zone, treated: treatment.at, events: vec![FUTURE; sheet.events.len()] };
        let mut case = Case { happened, clock: treatment.clock, facts: dice.one(&people) };
        for &event in &question.events {
            let times = question.times(event, &case);
            if times.is_empty() {
                continue 'cases;
            }
            case.happened.events[event] = dice.one(&times);
        }
        if !applies(first, &case) || !applies(second, &case) {
            continue;
        }
        let Some((severity, kind)) = clash(first, second, &case) else { continue };
        let least = if expected { severity } else { severity.min(Severity::Warning) };
        // Which of two warnings it is may rest on what is so at all times.
        if said.is_none_or(|said| said.0 < least) {
            let treated = zone.zoned(treatment.at);
            let events: Vec<String> = question
                .events
                .iter()
                .map(|&event| (sheet.events[event].name, case.happened.events[event]))
                .map(|(name, at)| {
                    format!("{name} {}", if at == FUTURE { "never".to_owned() } else { zone.zoned(at).to_string() })
                })
                .collect();
            return Err(format!(
                "missed {:?}, said {said:?}, treated {treated}, facts {:?}, {}",
                (severity, kind),
                case.facts,
                events.join(", ")
            ));
        }
    }
    Ok(())
}
