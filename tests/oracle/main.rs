//! A slow and obvious second opinion on the checker. Sheets are made at random, or all of a small grid; each is written out
//! as a program, and is looked at here treatment by treatment and instant by instant, with jiff alone: no code of the
//! checker, of the model or of the time arithmetic is used. Both must find the same, with the same severity.
//!
//! `CARECHECK_ORACLE_SETS=100000 cargo test --release --test oracle` runs it for long; `CARECHECK_ORACLE_SEED` starts at
//! another seed.
#![cfg(test)]

mod answers;
mod cases;
mod clash;
mod compare;
mod demand;
mod dice;
mod ends;
mod grid;
mod many_events;
mod moments;
mod random;
mod replay;
mod sheet;
mod shrink;
mod silence;
mod versions;
mod when;

use std::sync::atomic::{AtomicU64, Ordering};

use compare::{Counts, World, compare};
use dice::Dice;
use grid::Grid;
use random::Flavour;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|number| number.parse().ok())
}

/// What is counted of many.
pub trait Sum: Default + Send {
    /// Both counts together.
    fn and(self, other: Self) -> Self;
}

/// Runs each number on as many threads as there are processors; all counts. Those that differ are shown.
fn each<T: Sum>(numbers: std::ops::Range<u64>, one: impl Fn(&World, u64) -> Result<T, String> + Sync) -> T {
    let (next, done) = (AtomicU64::new(numbers.start), AtomicU64::new(0));
    let all = numbers.end - numbers.start;
    let work = || {
        let world = World::new();
        let (mut counts, mut wrong) = (T::default(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= numbers.end || wrong.len() >= 10 {
                return (counts, wrong);
            }
            match one(&world, number) {
                Ok(more) => counts = counts.and(more),
                Err(problem) => {
                    eprintln!("{number}: {problem}");
                    wrong.push(number);
                }
            }
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(1_000) {
                eprintln!("{done} of {all}");
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (counts, wrong) = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = running.into_iter().map(|thread| thread.join().unwrap());
        joined.fold((T::default(), Vec::new()), |(counts, mut wrong), (more, of_this)| {
            wrong.extend(of_this);
            (counts.and(more), wrong)
        })
    });
    assert!(wrong.is_empty(), "{} of {all} differ: {wrong:?}", wrong.len());
    counts
}

#[test]
fn the_checker_and_the_slow_way_find_the_same_in_random_sheets() {
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(0);
    let sets = number("CARECHECK_ORACLE_SETS");
    let (sets, many) =
        (sets.unwrap_or(30), number("CARECHECK_ORACLE_MANY").unwrap_or(if sets.is_some() { 100 } else { 8 }));
    let counts = each(first..first + sets, |world, seed| {
        let mut dice = Dice::of(seed);
        let sheet = random::sheet(&mut dice);
        let many = usize::try_from(many).unwrap();
        compare(world, &sheet, &mut dice.clone(), many).map_err(|problem| {
            shrink::shrink(sheet, problem, |sheet| compare(world, sheet, &mut dice.clone(), many).err())
        })
    });
    eprintln!("{sets} sets from seed {first}: {counts:?}");
    assert!(counts.found > sets / 5 && counts.silent > sets / 5, "{counts:?}");
}

/// Months are left out: a gap is none if the two moments were meant as one.
#[test]
fn nothing_is_said_where_the_checker_says_so() {
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(0);
    let sets = number("CARECHECK_ORACLE_SETS").unwrap_or(40);
    let gaps = each(first..first + sets, |world, seed| {
        let mut dice = Dice::of(seed);
        let flavour = Flavour { months: false, signs: false, gaps: true, ..random::flavour(&mut dice) };
        let sheet = random::sheet_about(&mut dice, flavour);
        silence::compare(world, &sheet)
            .map_err(|problem| shrink::shrink(sheet, problem, |sheet| silence::compare(world, sheet).err()))
    });
    eprintln!("gaps of {sets} sets from seed {first}: {gaps:?}");
    assert!(gaps.found > sets / 40 && gaps.silent > sets / 5, "{gaps:?}");
}

#[test]
fn a_conflict_is_there_when_the_checker_says_so() {
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(0);
    let sets = number("CARECHECK_ORACLE_SETS").unwrap_or(20);
    let times = each(first..first + sets, |world, seed| {
        let sheet = random::sheet(&mut Dice::of(seed));
        when::compare(world, &sheet)
            .map_err(|problem| shrink::shrink(sheet, problem, |sheet| when::compare(world, sheet).err()))
    });
    eprintln!("times of {sets} sets from seed {first}: {times:?}");
    assert!(times.always > sets / 10 && times.at_clock_times > sets / 50, "{times:?}");
}

#[test]
fn nothing_worse_is_met_at_random_times_of_many_events() {
    // With these a short run has no pair of which too much would have to be looked at.
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(180);
    let sets = number("CARECHECK_ORACLE_SETS");
    let (sets, cases) = (sets.unwrap_or(40), if sets.is_some() { 3_000 } else { 300 });
    let sampled = each(first..first + sets, |world, seed| {
        let mut dice = Dice::of(seed);
        let sheet = many_events::sheet(&mut dice);
        many_events::compare(world, &sheet, &mut dice.clone(), cases).map_err(|problem| {
            shrink::shrink(sheet, problem, |sheet| many_events::compare(world, sheet, &mut dice.clone(), cases).err())
        })
    });
    eprintln!("many events of {sets} sets from seed {first}: {sampled:?}");
    assert!(sampled.found + sampled.silent > sets / 50, "{sampled:?}");
}

#[test]
fn two_rules_that_say_the_same_differ_at_an_end_where_the_checker_says_so() {
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(0);
    let sets = number("CARECHECK_ORACLE_SETS").unwrap_or(60);
    let ends = each(first..first + sets, |world, seed| {
        let mut dice = Dice::of(seed);
        let flavour = random::flavour(&mut dice);
        let sheet = ends::sheet(&mut dice, flavour);
        ends::compare(world, &sheet, &mut dice.clone()).map_err(|problem| {
            shrink::shrink(sheet, problem, |sheet| ends::compare(world, sheet, &mut dice.clone()).err())
        })
    });
    eprintln!("ends of {sets} sets from seed {first}: {ends:?}");
    assert!(ends.found > sets / 5 && ends.silent > sets / 10, "{ends:?}");
}

/// 36,050 sets of a grid of ten windows in a long run; else of two windows, and all sets of two of five windows.
#[test]
fn all_sets_of_a_small_grid_are_decided_alike() {
    let long = number("CARECHECK_ORACLE_SETS").is_some();
    for (windows, most) in if long { vec![(10, 3)] } else { vec![(2, 3), (5, 2)] } {
        let grid = Grid::of(&World::new(), windows);
        let sets: Vec<Vec<usize>> = grid.sets().into_iter().filter(|set| set.len() <= most).collect();
        each(0..sets.len() as u64, |_, at| {
            grid.compare(&sets[usize::try_from(at).unwrap()]).map(|()| Counts::default())
        });
        eprintln!("{} sets of up to {most} rules over {windows} windows", sets.len());
    }
}

/// `CARECHECK_DIFF_PAIRS=10000 cargo test --release --test oracle versions -- --nocapture` runs it for long.
#[test]
fn what_changed_between_two_versions_is_what_the_slow_way_sees() {
    let first = number("CARECHECK_ORACLE_SEED").unwrap_or(0);
    let pairs = number("CARECHECK_DIFF_PAIRS");
    let (many, events) = if pairs.is_some() { (20, true) } else { (6, false) };
    let pairs = pairs.unwrap_or(30);
    let compared = each(first..first + pairs, |world, seed| versions::compare(world, seed, many, events));
    eprintln!("{pairs} pairs from seed {first}: {compared:?}");
    assert!(compared.same > pairs / 10 && compared.changed > pairs / 10, "{compared:?}");
}
