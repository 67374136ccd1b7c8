//! Coverage as `carecheck.coverage/1`.

use serde::Serialize;

use super::{KINDS, word};
use crate::cases::{self, Coverage, What};
use crate::evaluate::Line;
use crate::render::json::indented;

/// Indented JSON with a line end.
#[must_use]
pub fn json(coverage: &Coverage) -> String {
    let tally = |what: Option<What>| {
        let tally = coverage.tally(what);
        Tally { covered: tally.covered, of: tally.of, percent: tally.percent() }
    };
    let [rules, boundaries, exceptions, conditions] = KINDS.map(|(what, ..)| tally(Some(what)));
    indented(&Root {
        schema: "carecheck.coverage/1",
        items: coverage.items.iter().map(item).collect(),
        summary: Summary { rules, boundaries, exceptions, conditions, all: tally(None) },
    })
}

#[derive(Serialize)]
struct Root<'c> {
    schema: &'static str,
    items: Vec<Item<'c>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    rules: Tally,
    boundaries: Tally,
    exceptions: Tally,
    conditions: Tally,
    all: Tally,
}

#[derive(Serialize)]
struct Tally {
    covered: usize,
    of: usize,
    percent: usize,
}

#[derive(Serialize)]
struct Item<'c> {
    kind: &'static str,
    rule: &'c str,
    part: Option<&'c str>,
    at: Place<'c>,
    covered: bool,
    counts: bool,
    sides: Vec<Side<'c>>,
}

#[derive(Serialize)]
struct Side<'c> {
    side: &'static str,
    asked: usize,
    suggestion: Option<Suggestion<'c>>,
}

#[derive(Serialize)]
struct Suggestion<'c> {
    test: &'c str,
    at: Place<'c>,
    line: &'c str,
}

#[derive(Serialize)]
struct Place<'c> {
    file: &'c str,
    line: u32,
    column: u32,
}

fn item(item: &cases::Item) -> Item<'_> {
    Item {
        kind: word(item),
        rule: &item.rule,
        part: Some(item.part.as_str()).filter(|part| !part.is_empty()),
        at: place(&item.at),
        covered: item.is_covered(),
        counts: item.counts,
        sides: item.sides.iter().map(side).collect(),
    }
}

fn side(side: &cases::Side) -> Side<'_> {
    let suggestion = side.suggestion.as_ref();
    Side {
        side: side.name,
        asked: side.asked,
        suggestion: suggestion.map(|one| Suggestion { test: &one.test, at: place(&one.at), line: &one.line }),
    }
}

fn place(line: &Line) -> Place<'_> {
    Place { file: &line.file, line: line.line, column: line.column }
}
