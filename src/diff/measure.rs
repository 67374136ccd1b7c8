//! A rule → how often, how long, how much, in which order, by whom and in which words it is to be followed, as one text: the
//! same for the same measure, whatever units it is written in.

use crate::model::{Frequency, Length, Rule, Version, steps};
use crate::time::{Step, words};

/// The measure of a rule with the names of both versions; empty if it says none.
pub(super) fn measure(version: &Version<'_>, rule: &Rule) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.frequency.as_ref().map(|frequency| how_often(version, frequency)));
    parts.extend(rule.lasting.map(|lasting| format!("lasting {}", range(lasting))));
    let mut orders: Vec<String> = rule
        .orders
        .iter()
        .map(|order| {
            let gap = order.gap.map(|gap| range(gap) + " ").unwrap_or_default();
            let name = version.name_in_both(order.other);
            format!("{gap}{} `{name}`", if order.after { "after" } else { "before" })
        })
        .collect();
    orders.sort();
    orders.dedup();
    parts.extend(orders);
    let quoted = |what: &str, text: &Option<String>| text.as_ref().map(|text| format!("{what}“{text}”"));
    parts.extend(quoted("amount ", &rule.amount));
    parts.extend(quoted("by ", &rule.by));
    parts.extend(quoted("", &rule.instruction));
    parts.join(", ")
}

fn how_often(version: &Version<'_>, frequency: &Frequency) -> String {
    let clocks = |mut clocks: Vec<u16>| {
        clocks.sort_unstable();
        clocks.dedup();
        clocks.into_iter().map(words::clock_minutes).collect::<Vec<_>>().join(" and ")
    };
    match frequency {
        Frequency::Throughout => "throughout".to_owned(),
        Frequency::Daily => "daily".to_owned(),
        Frequency::Times(low, high) if low == high => format!("{low} times daily"),
        Frequency::Times(low, high) => format!("{low} to {high} times daily"),
        Frequency::UpTo(most) => format!("up to {most} times daily"),
        Frequency::Every(low, high) => format!("every {}", range((*low, *high))),
        Frequency::DailyAt(minutes) => format!("daily at {}", clocks(minutes.clone())),
        Frequency::DailyParts(parts) => {
            let mut times: Vec<String> = parts
                .iter()
                .filter_map(|part| version.part(*part))
                .map(|part| {
                    let (start, end) = (words::clock_minutes(part.start), words::clock_minutes(part.end));
                    format!("from {start} to {end}")
                })
                .collect();
            times.sort();
            times.dedup();
            format!("daily {}", times.join(" and "))
        }
        Frequency::AsNeeded => "as needed".to_owned(),
    }
}

/// A range of lengths: `4 hours`, `4 hours to 6 hours`.
fn range((low, high): (Length, Length)) -> String {
    let [low, high] = [low, high].map(length);
    if low == high { low } else { format!("{low} to {high}") }
}

pub(super) fn length(length: Length) -> String {
    let (mut months, mut days, mut seconds) = (0, 0, 0);
    for step in steps(length, false) {
        match step {
            Step::Calendar { months: more, days: and } => {
                months += more.unsigned_abs();
                days += and.unsigned_abs();
            }
            Step::Elapsed { seconds: more } => seconds += more.unsigned_abs(),
            Step::Day { .. } => {}
        }
    }
    words::length((months, days, seconds))
}
