//! Random lists of reasons not to treat, that share some and hide each other: `diff` is silent exactly where no patient of a
//! grid is told otherwise, with every fact and event known and not known.

use std::collections::BTreeSet;

use carecheck::diff::{Direction, Of};
use carecheck::evaluate::{Applies, contraindicated};
use carecheck::model::{Case, Fixed, Value};
use carecheck::time::{Edge, EventTime};
use jiff::{SignedDuration, Zoned};
use proptest::prelude::*;

use crate::program::{PRELUDE, Program, between};

const CONDITIONS: [&str; 10] = [
    "dry",
    "not dry",
    "tired",
    "skin_type < 3",
    "dose within 1w before treatment",
    "dose within 2w before treatment",
    "dose within 1w..2w before treatment",
    "cream within 2w before treatment",
    "dry and dose within 2w before treatment",
    "dose within 1w before treatment or cream within 2w before treatment",
];

fn program(reasons: &[usize]) -> Program {
    let rules: String = reasons.iter().map(|&at| format!("contraindicated when {}\n", CONDITIONS[at])).collect();
    let more = "fact tired \"you are tired\" : yes/no\nevent cream \"the last cream\" before treatment\n";
    Program::bare(&format!("{PRELUDE}{more}{rules}"))
}

/// A fact or an event, and what is known of it.
type Knowing = (&'static str, Option<Value>, Option<EventTime>);

/// What is known of each fact and event in all ways, at both sides of every bound.
fn grid(treated: &Zoned) -> Vec<Vec<Knowing>> {
    let fact = |name, values: &[Value]| {
        std::iter::once((name, None, None)).chain(values.iter().map(move |&value| (name, Some(value), None))).collect()
    };
    let event = |name| -> Vec<_> {
        let ago = |seconds: i64| {
            let at = treated.checked_sub(SignedDuration::from_secs(seconds)).unwrap();
            EventTime::Between(Edge::At(at.clone()), Edge::At(at))
        };
        let times =
            [3_600, 7 * 86_400 - 1, 7 * 86_400, 7 * 86_400 + 1, 864_000, 14 * 86_400, 14 * 86_400 + 1, 3_000_000];
        let known = times.into_iter().map(ago).chain([EventTime::Never]);
        std::iter::once(None).chain(known.map(Some)).map(|time| (name, None, time)).collect()
    };
    let yes_no = [Value::Bool(true), Value::Bool(false)];
    vec![
        fact("dry", &yes_no),
        fact("tired", &yes_no),
        fact("skin_type", &[Value::Number(2), Value::Number(3)]),
        event("dose"),
        event("cream"),
    ]
}

/// In which directions the two differ for some patient.
fn slowly(old: &Program, new: &Program, treated: &Zoned) -> BTreeSet<Direction> {
    let grid = grid(treated);
    let mut found = BTreeSet::new();
    for number in 0..grid.iter().map(Vec::len).product::<usize>() {
        let mut rest = number;
        let mut known = Fixed::default();
        for of in &grid {
            let (name, value, time) = &of[rest % of.len()];
            rest /= of.len();
            let fact = old.model.fact_named(name).zip(*value);
            known.facts.extend(fact);
            known.events.extend(old.model.event_named(name).zip(time.clone()));
        }
        let said = [old, new].map(|program| {
            let case = Case::new(&program.model, treated.clone(), &known).unwrap();
            match contraindicated(&program.model, &case).unwrap() {
                Applies::No => 0,
                Applies::Depends => 1,
                Applies::Yes => 2,
            }
        });
        match said[1].cmp(&said[0]) {
            std::cmp::Ordering::Less => _ = found.insert(Direction::Looser),
            std::cmp::Ordering::Greater => _ = found.insert(Direction::Stricter),
            std::cmp::Ordering::Equal => {}
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("CARECHECK_DIFF_REASONS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn reasons_differ_exactly_where_some_patient_is_told_otherwise(
        shared in proptest::collection::vec(0..CONDITIONS.len(), 0..3),
        gone in proptest::collection::vec(0..CONDITIONS.len(), 0..2),
        come in proptest::collection::vec(0..CONDITIONS.len(), 0..3),
    ) {
        let [old, new] = [&gone, &come].map(|own| program(&[shared.as_slice(), own].concat()));
        let treated: Zoned = "2026-11-24T14:00[Europe/Paris]".parse().unwrap();
        let found = between(&old, &new);
        let change = found.changes.iter().find(|change| change.of == Of::Screening);
        prop_assert!(!found.is_undecided());
        let directions: BTreeSet<Direction> =
            change.iter().flat_map(|change| &change.parts).map(|part| part.direction).collect();
        prop_assert_eq!(directions, slowly(&old, &new, &treated));
    }
}
