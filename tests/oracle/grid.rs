//! All sets of up to three rules over a small grid of windows: elapsed, calendar, day and clock bounds, about one activity
//! or a kind of it. What each two rules do to each other is computed once, over every treatment at a half hour, right before
//! and right after, on an ordinary day, and at every hour around the clock changes of six zones; in each set the checker must find just that.

use std::collections::BTreeMap;

use carecheck::diagnostic::Severity;

use crate::cases::{Question, Treatment};
use crate::clash::{Rank, clash};
use crate::compare::{Checked, World, related};
use crate::moments::Zone;
use crate::random::{Flavour, after, days, from, from_until, hours, no_window, until};
use crate::sheet::{Moment, Rule, Sheet, Verb, Window};

const FLAVOUR: Flavour =
    Flavour { months: false, events: false, facts: false, signs: false, first_day: 0, gaps: false };

/// One zone for each way in which clocks change.
const ZONES: [&str; 6] = [
    "Europe/Paris",
    "Africa/Cairo",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
];

pub struct Grid {
    pub rules: Vec<Rule>,
    pairs: BTreeMap<(usize, usize), Option<Rank>>,
}

fn windows() -> Vec<Window> {
    let at = |length, sign| Moment::exactly(after(length, sign));
    vec![
        until(at(hours(48), 1)),
        from(Moment::exactly(FLAVOUR.day(2))),
        FLAVOUR.through(None, 1),
        from_until(at(hours(24), 1), at(days(2), 1)),
        from(at(hours(36), 1)),
        no_window(),
        until(at(days(2), 1)),
        from_until(Moment::exactly(FLAVOUR.day_at(1, 12 * 60)), Moment::exactly(FLAVOUR.day_at(2, 2 * 60 + 30))),
        from_until(at(hours(12), -1), at(hours(12), 1)),
        from_until(at(days(1), 1), Moment::exactly(FLAVOUR.day_at(2, 18 * 60))),
    ]
}

fn rule(verb: Verb, target: usize, window: Window) -> Rule {
    Rule {
        verb,
        ideally: false,
        targets: vec![target],
        window,
        frequency: None,
        lasting: None,
        order: "",
        conditions: Vec::new(),
        holes: Vec::new(),
        holes_when: None,
        by: false,
        heading: None,
    }
}

impl Grid {
    /// All rules with the first `windows` of the grid, and what each two of them do to each other.
    pub fn of(world: &World, windows: usize) -> Grid {
        let mut rules = Vec::new();
        for window in self::windows().into_iter().take(windows) {
            for verb in [Verb::Avoid, Verb::Allow, Verb::Do] {
                // Heat, and saunas as a kind of it.
                rules.extend([0, 2].map(|target| rule(verb, target, window.clone())));
            }
        }
        let treatments = world.near_changes(&ZONES);
        let (mut pairs, mut known) = (BTreeMap::new(), BTreeMap::new());
        for (i, first) in rules.iter().enumerate() {
            for (j, second) in rules.iter().enumerate().filter(|(_, second)| related(first, second)) {
                // Of which of the two kinds they are does not matter once they are related.
                let key = (first.window.text.clone(), second.window.text.clone(), second.verb == Verb::Do);
                let rank = *known.entry(key).or_insert_with(|| worst(first, second, &treatments));
                pairs.insert((i, j), rank);
            }
        }
        Grid { rules, pairs }
    }

    /// Every set of one, two or three rules.
    pub fn sets(&self) -> Vec<Vec<usize>> {
        let count = self.rules.len();
        let mut sets = Vec::new();
        for a in 0..count {
            sets.push(vec![a]);
            for b in a + 1..count {
                sets.push(vec![a, b]);
                sets.extend((b + 1..count).map(|c| vec![a, b, c]));
            }
        }
        sets
    }

    /// How the checker differs from what is known of the pairs.
    pub fn compare(&self, set: &[usize]) -> Result<(), String> {
        let sheet = sheet(set.iter().map(|&at| self.rules[at].clone()).collect());
        let checked = Checked::of(&sheet)?;
        for (i, &first) in set.iter().enumerate() {
            for (j, &second) in set.iter().enumerate() {
                let Some(&rank) = self.pairs.get(&(first, second)) else { continue };
                let said = checked.said(&[i, j].into());
                // Several bans of a duty, or several duties that one clock change reaches, may be told in one finding.
                let told_with_others = || checked.said_of_more(&[i, j].into()) >= rank;
                if said != rank && !(said.is_none() && told_with_others()) {
                    let program = &checked.program;
                    return Err(format!(
                        "rules {} and {}: {rank:?}, the checker says {said:?}\n{program}",
                        i + 1,
                        j + 1
                    ));
                }
            }
        }
        Ok(())
    }
}

fn sheet(rules: Vec<Rule>) -> Sheet {
    Sheet { rules, first_day: FLAVOUR.first_day, office: false, months: false, events: Vec::new() }
}

fn worst(first: &Rule, second: &Rule, treatments: &[(&Zone, Treatment)]) -> Option<Rank> {
    let rules = [first, second];
    let sheet = sheet(Vec::new());
    let question = Question::of(&sheet, &rules);
    let person = question.people()[0];
    let judge = |case: &crate::clash::Case<'_>| clash(first, second, case);
    let gravest = if second.verb == Verb::Do { (Severity::Error, true) } else { (Severity::Error, false) };
    let mut worst = None;
    for &(zone, treatment) in treatments {
        worst = worst.max(question.worst_of(zone, treatment, person, &rules, &judge));
        if worst == Some(gravest) {
            break;
        }
    }
    worst
}
