//! What became of mutants as `carecheck.mutants/1`.

use serde::Serialize;

use super::super::json::indented;
use super::Tally;
use crate::cases::{Fate, Mutant, Report};
use crate::source::Sources;
use crate::time::tzdb_version;

/// All mutants, in the order of the files and of their texts, as indented JSON with a line end.
#[must_use]
pub fn json(reports: &[Report], sources: &Sources) -> String {
    indented(&Root {
        schema: "carecheck.mutants/1",
        tzdb: tzdb_version(),
        mutants: reports.iter().flat_map(|report| &report.tried).map(|tried| told(tried, sources)).collect(),
        summary: Tally::of(reports),
    })
}

#[derive(Serialize)]
struct Root<'r> {
    schema: &'static str,
    tzdb: &'static str,
    mutants: Vec<Told<'r>>,
    summary: Tally,
}

#[derive(Serialize)]
struct Told<'r> {
    at: At<'r>,
    slip: &'static str,
    before: &'r str,
    after: &'r str,
    outcome: &'static str,
    killed_by: Option<&'r str>,
    change: Option<&'r str>,
}

#[derive(Serialize)]
struct At<'r> {
    file: &'r str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

fn told<'r>((mutant, fate): &'r (Mutant, Fate), sources: &'r Sources) -> Told<'r> {
    let file = sources.file(mutant.place.file);
    let (start, end) = (file.line_column(mutant.place.span.start), file.line_column(mutant.place.span.end));
    let (outcome, killed_by, change) = match fate {
        Fate::Unreadable => ("unreadable", None, None),
        Fate::Killed(test) => ("killed", Some(test.as_str()), None),
        Fate::Unchanged => ("unchanged", None, None),
        Fate::Survived(survivor) => ("survived", None, survivor.told.as_deref()),
    };
    Told {
        at: At {
            file: file.name(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
        slip: mutant.slip.word(),
        before: sources.slice(mutant.place),
        after: &mutant.with,
        outcome,
        killed_by,
        change,
    }
}
