//! What the checker says of rules that add nothing, held against the evaluator: without them every answer is the same, and a
//! rule without which every answer is the same is named.
#![cfg(test)]

use std::collections::BTreeSet;

use carecheck::diagnostic::Diagnostic;
use carecheck::evaluate::answer;
use carecheck::model::{Case, Fixed, Model, Unit, Value};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::time::EventTime;
use jiff::{SignedDuration, Zoned};

const HEAD: &str = "treatment peel \"Peel\" day 0 hours 08:00..18:00\nactivity heat\nactivity sauna is heat\n\
                    fact smoker \"you smoke\" : yes/no\nevent healed \"healed\" expected on days 2 to 3\n";
const HEAD_LINES: u32 = 5;
/// How many sets of rules are made, unless `CARECHECK_ORACLE_SETS` says otherwise.
const SETS: u64 = 40;

/// A linear congruential generator: the same sets on every machine.
struct Dice(u64);

impl Dice {
    fn one_of<T: Copy>(&mut self, sides: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sides[usize::try_from(self.0 >> 33).unwrap() % sides.len()]
    }
}

fn rule(dice: &mut Dice, verb: &str) -> String {
    let target = dice.one_of(&["heat", "sauna", "sauna", "heat, sauna"]);
    let window = dice.one_of(&[
        "until +24h",
        "until +48h",
        "through day 0",
        "through day 1",
        "from day 1 until +48h",
        "from +24h until +48h",
        "on day 1",
        "until healed",
        "from healed until +5d",
        "until +5d",
        "until +24h..+48h",
        "from +24h..+36h until +5d",
    ]);
    let condition = dice.one_of(&["", "", "", " when smoker", " unless smoker"]);
    let except = if verb == "avoid" && target == "heat" {
        dice.one_of(&["", "", " except sauna", " except (sauna from +24h)"])
    } else {
        ""
    };
    let advice = if verb == "avoid" { dice.one_of(&["", "", "", "ideally "]) } else { "" };
    format!("{advice}{verb} {target} {window}{condition}{except}")
}

fn analyse(rules: &[String]) -> (Sources, Model, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let program = format!("{HEAD}{}\n", rules.join("\n"));
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let mut unit = Unit::default();
    unit.files.push(carecheck::syntax::parse(id, sources.file(id)).0);
    let (model, findings) = carecheck::analyse(&sources, &unit, FileId(0));
    (sources, model, findings)
}

/// Every answer for both activities, for a grid of treatments, facts, times of the event and instants.
fn answers(rules: &[String]) -> Vec<String> {
    let (sources, model, _) = analyse(rules);
    let (smoker, healed) = (model.fact_named("smoker").unwrap(), model.event_named("healed").unwrap());
    let mut answers = Vec::new();
    for treated in [
        "2026-11-24T08:00[Europe/Paris]",
        "2026-11-24T14:00[Europe/Paris]",
        "2027-03-27T10:00[Europe/Paris]",
        "2027-10-30T18:00[Europe/Paris]",
    ] {
        let treated: Zoned = treated.parse().unwrap();
        let hours = |hours: i64| treated.checked_add(SignedDuration::from_hours(hours)).unwrap();
        let midnight = |days: i8| hours(i64::from(days) * 24).start_of_day().unwrap();
        let healings = [None, Some(midnight(2)), Some(hours(49)), Some(hours(60)), Some(hours(75))];
        for healed_at in &healings {
            for smokes in [None, Some(true), Some(false)] {
                let mut fixed = Fixed::default();
                fixed.facts.extend(smokes.map(|smokes| (smoker, Value::Bool(smokes))));
                fixed.events.extend(healed_at.clone().map(|at| (healed, EventTime::at(at))));
                let case = Case::new(&model, treated.clone(), &fixed).unwrap();
                let hourly = (-1..7).map(|n| hours(n * 12)).chain([
                    hours(23),
                    hours(25),
                    hours(47),
                    hours(49),
                    hours(119),
                    hours(121),
                ]);
                for at in hourly.chain((1..5).map(midnight)).chain(healed_at.clone()) {
                    for name in ["heat", "sauna"] {
                        let target = model.subject_named(name).unwrap();
                        let answer = answer(&model, &sources, &case, target, &at).unwrap();
                        answers.push(format!("{name} {at} {healed_at:?} {smokes:?}: {:?}", answer.state.possible));
                    }
                }
            }
        }
    }
    answers
}

#[test]
fn what_adds_nothing_may_go_and_what_may_go_is_named() {
    let (mut implied, mut needed) = (0, 0);
    let sets = std::env::var("CARECHECK_ORACLE_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(SETS);
    for seed in (0..sets).map(|set| set * 7 + 5) {
        let mut dice = Dice(seed);
        let verb = dice.one_of(&["avoid", "avoid", "allow"]);
        let rules: Vec<String> = (0..3).map(|_| rule(&mut dice, verb)).collect();
        let (sources, _, findings) = analyse(&rules);
        let lines = |finding: &Diagnostic, primary: bool| -> Vec<usize> {
            let labels = finding.labels.iter().filter(|label| label.primary || !primary);
            let line = |place: carecheck::source::Place| sources.file(place.file).line_column(place.span.start).line;
            labels.map(|label| (line(label.place) - HEAD_LINES - 1) as usize).collect()
        };
        let of = |codes: &[&str], primary: bool| -> BTreeSet<usize> {
            let found = findings.iter().filter(|finding| codes.contains(&finding.code.id));
            found.flat_map(|finding| lines(finding, primary)).collect()
        };
        let (gone, named) = (of(&["C0407"], true), of(&["C0407", "C0405", "C0409", "C0305"], false));
        let all = answers(&rules);
        let without = |gone: &dyn Fn(usize) -> bool| -> Vec<String> {
            // The line stays, so that nothing else changes.
            rules.iter().enumerate().map(|(at, rule)| if gone(at) { String::new() } else { rule.clone() }).collect()
        };
        assert_eq!(all, answers(&without(&|at| gone.contains(&at))), "{seed}: {gone:?} of\n{}", rules.join("\n"));
        for index in 0..rules.len() {
            if gone.contains(&index) {
                implied += 1;
            } else if all == answers(&without(&|at| at == index)) {
                assert!(
                    named.contains(&index),
                    "{seed}: {index} may go and is not named\n{}\n{findings:?}",
                    rules.join("\n")
                );
            } else {
                needed += 1;
            }
        }
    }
    assert!(implied > sets / 4 && needed > sets / 4, "{implied} implied, {needed} needed");
}
