//! When a conflict is there: the slow way looks at the treatments of an ordinary day, a second before, at and after every
//! half hour. What is said to be so always has to be so at each of them, what is said of certain clock times at those and no
//! others, and what is there only when clocks change at none.

use carecheck::diagnostic::{Diagnostic, Occurs};

use crate::Sum;
use crate::cases::Question;
use crate::clash::{Case, clash};
use crate::compare::{Checked, World, by_the_clock, rank_of, related};
use crate::sheet::{Asked, Rule, Says, Sheet};

/// What was compared.
#[derive(Clone, Copy, Default, Debug)]
pub struct Times {
    pub always: u64,
    pub at_clock_times: u64,
    pub across_a_change: u64,
    pub skipped: u64,
}

impl Sum for Times {
    fn and(self, other: Times) -> Times {
        Times {
            always: self.always + other.always,
            at_clock_times: self.at_clock_times + other.at_clock_times,
            across_a_change: self.across_a_change + other.across_a_change,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// The clock times of a phrase such as `after 12:00 and before 13:30 or at 16:00`: whether a second of the day is one.
fn is_one(phrase: &str, second: i64) -> bool {
    let bound = |bound: &str| {
        let (word, clock) = bound.rsplit_once(' ').unwrap();
        let (hours, minutes) = clock.split_once(':').unwrap();
        let at = hours.parse::<i64>().unwrap() * 3_600 + minutes.parse::<i64>().unwrap() * 60;
        match word {
            "after" => second > at,
            "from" => second >= at,
            "before" => second < at,
            "until" => second <= at,
            "at" => second == at,
            "right after" => second == at + 1,
            "right before" => second == at - 1,
            other => panic!("{other} in {phrase}"),
        }
    };
    phrase.split(" or ").any(|run| run.split(" and ").all(bound))
}

/// Compares when the conflicts of a sheet are there.
pub fn compare(world: &World, sheet: &Sheet) -> Result<Times, String> {
    let checked = Checked::of(sheet)?;
    let mut times = Times::default();
    for finding in checked.conflicts() {
        let rules: Vec<usize> = checked.rules(finding).into_iter().collect();
        let orders = |i: usize, j: usize| [(i, j), (j, i)].map(|(i, j)| (&sheet.rules[i], &sheet.rules[j]));
        let pair = match *rules {
            [i, j] => orders(i, j).into_iter().find(|(first, second)| related(first, second)),
            _ => None,
        };
        let question = pair.map(|(first, second)| Question::of(sheet, &[first, second]));
        // Dates are not looked at here, nor are clock times that both rules say themselves, for these are not told again.
        let (Some((first, second)), Some(question), false) = (pair, question, sheet.months) else {
            times.skipped += 1;
            continue;
        };
        // When an event and a clock time meet, is not looked at either.
        let on_days = second.says() == Says::Duty && second.frequency.is_some();
        let events = if on_days { 0 } else { 1 };
        if question.events() > events || by_the_clock(second) || [first, second].into_iter().all(says_when) {
            times.skipped += 1;
            continue;
        }
        if let Some(problem) = otherwise(world, sheet, &question, (first, second), finding) {
            return Err(format!("{problem}: {}\n{:?}\n{}", finding.message, finding.when, checked.program));
        }
        match finding.occurs {
            Some(Occurs::TimeOfDay) => times.at_clock_times += 1,
            Some(Occurs::ClockChange) => times.across_a_change += 1,
            _ => times.always += 1,
        }
    }
    Ok(times)
}

/// Whether a rule asks for the clock time of the treatment.
fn says_when(rule: &Rule) -> bool {
    let mut says = false;
    for (_, condition) in rule.conditions() {
        condition.each(&mut |asked| says |= matches!(asked, Asked::TreatedFrom(_) | Asked::TreatedBefore(_)));
    }
    says
}

/// A treatment at which it is otherwise than is said.
fn otherwise(
    world: &World,
    sheet: &Sheet,
    question: &Question<'_>,
    (first, second): (&Rule, &Rule),
    finding: &Diagnostic,
) -> Option<String> {
    let judge = |case: &Case<'_>| clash(first, second, case);
    let phrase = finding.when.as_deref().unwrap_or_default();
    let phrase = phrase.split_once("when treated ").map_or("", |(_, times)| times);
    let phrase = phrase.split([',', ';', '(']).next().unwrap_or_default().trim();
    // The answer changes at a clock time that no recipe shows.
    let some = phrase == "at some times of the day";
    let mut seen = [false; 2];
    for (zone, treatment) in world.ordinary(sheet, 1) {
        let at = |&person: &_| question.worst_of(zone, treatment, person, &[first, second], &judge);
        let there = question.people().iter().filter_map(at).max() == Some(rank_of(finding));
        let said = match finding.occurs {
            Some(Occurs::TimeOfDay) if some => there,
            Some(Occurs::TimeOfDay) => is_one(phrase, treatment.clock),
            Some(Occurs::ClockChange) => false,
            _ => true,
        };
        if there != said {
            return Some(format!("treated {}, it is {there}", zone.zoned(treatment.at)));
        }
        seen[usize::from(there)] = true;
    }
    (some && seen != [true; 2]).then(|| "not at some times of the day only".to_owned())
}
