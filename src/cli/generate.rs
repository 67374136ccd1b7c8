//! `carecheck test --generate`: the tests that would notice what no test notices, printed or added to the sheets.

use super::console::Console;
use super::load::{Input, Translations};
use super::mutate::try_all;
use super::sheet::{self, Sheets};
use super::{Exit, Failure, files, parallel};
use crate::cases::{self, Blocks, Changed, Fate, Line, Mutant, Report, Sheet};
use crate::model::Model;
use crate::render::{clean, mutated};
use crate::source::FileId;
use crate::time::words;
use std::collections::BTreeSet;
use std::path::Path;

/// For how many mutants of one file tests are looked for at once.
const MAX_SURVIVORS: usize = 2_000;

/// What was found for one file.
struct Found {
    root: FileId,
    blocks: Blocks,
    tests: usize,
    lines: usize,
    /// What no line of a test would notice.
    left: Report,
}

/// Prints the tests, or adds them to the files with `write`.
pub(super) fn run(inputs: &[Input], filter: Option<&str>, write: bool, console: &Console) -> Result<Exit, Failure> {
    let sheets = sheet::read_all(inputs, &[], Translations::Into(None), console)?;
    let reports = try_all(&sheets, filter, console)?;
    let mut all_found = Vec::new();
    for ((&root, model), report) in sheets.roots.iter().zip(&sheets.models).zip(reports) {
        all_found.push(generate(&sheets, root, model, report, console)?);
    }
    let mut text = String::new();
    for found in all_found.iter().filter(|found| found.tests > 0) {
        let file = sheets.sources.file(found.root);
        let name = clean(file.name()).into_owned();
        if write && file.name() != "-" {
            let new = found.blocks.after(file.text());
            files::replace(Path::new(file.name()), file.text(), &new)
                .map_err(|why| Failure::new(Exit::Unreadable, format!("cannot write `{name}`: {why}")))?;
        } else {
            if all_found.len() > 1 {
                text.push_str(&format!("\n# For {name}\n"));
            }
            text.push_str(&found.blocks.text);
        }
        let tests = words::count(found.tests as u64, "test", "tests");
        let lines = words::count(found.lines as u64, "line", "lines");
        let done = if write { "added to" } else { "for" };
        console.remark(&format!("{tests} with {lines} {done} {name}; confirm each line against the sheet"));
    }
    console.print(&text)?;
    let left: Vec<Report> = all_found.into_iter().map(|found| found.left).collect();
    let any_left = left.iter().any(|report| !report.tried.is_empty());
    if any_left {
        console.remark("no line of a test was found that would notice these:");
        console.remark(&mutated::short(&left, &sheets.sources));
    } else if text.is_empty() && !write {
        console.remark("nothing to add: the tests notice every edit that changes anything");
    }
    Ok(if any_left { Exit::Findings } else { Exit::Done })
}

fn generate(sheets: &Sheets, root: FileId, model: &Model, report: Report, console: &Console) -> Result<Found, Failure> {
    let sheet = Sheet { sources: &sheets.sources, unit: &sheets.unit, root, model };
    let survivors: Vec<(Mutant, Changed)> = report
        .tried
        .into_iter()
        .filter_map(|(mutant, fate)| match fate {
            Fate::Survived(survivor) => Some((mutant, survivor)),
            _ => None,
        })
        .collect();
    if survivors.len() > MAX_SURVIVORS {
        let message = format!("{} mutants survive, too many to look for tests at once", survivors.len());
        return Err(Failure::new(Exit::Internal, message).help("take some lines at a time: `--filter 1..200`"));
    }
    let lines: BTreeSet<Line> = survivors.iter().flat_map(|(_, changed)| changed.lines.iter().cloned()).collect();
    let mut lines: Vec<Line> = lines.into_iter().collect();
    // What cannot be written as it was meant does not hold today, and is no line.
    let untrue = cases::failing_lines(sheet, None, &cases::blocks(&lines, 1, true));
    let mut index = 0..;
    lines.retain(|_| index.next().is_none_or(|index: usize| !untrue.contains(&index)));
    let all = cases::blocks(&lines, 1, true);
    let notices = parallel::map(console, "trying tests", &survivors, |(mutant, _)| {
        cases::failing_lines(sheet, Some(mutant), &all)
    });
    let chosen = cases::chosen(&lines, &notices);
    let blocks = cases::laid_out(&chosen, cases::next_number(sheet));
    let left = survivors.into_iter().zip(&notices).filter(|(_, lines)| lines.is_empty());
    let left = Report { tried: left.map(|((mutant, survivor), _)| (mutant, Fate::Survived(survivor))).collect() };
    let headings: BTreeSet<&str> = chosen.iter().map(|line| line.heading.as_str()).collect();
    Ok(Found { root, tests: headings.len(), lines: chosen.len(), blocks, left })
}
