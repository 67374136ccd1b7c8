//! What became of mutants → text. As text: each line of a file of which a small edit survives, with what may be written
//! there instead and no test notices; then the summary. A mutant that is killed needs no line.

mod json;

use super::clean::{clean, fit, width};
use super::findings::{Style, one_line};
use crate::cases::{Fate, Mutant, Report};
use crate::source::Sources;
use crate::time::words;
use std::fmt::Write as _;

pub use json::json;

/// What is told of an edit that may change nothing.
const UNDECIDED: &str = "whether this changes anything could not be decided";

/// The survivors by their lines, and the summary.
#[must_use]
pub fn text(reports: &[Report], sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    for report in reports {
        survivors(&mut text, report, sources, style);
    }
    text + &summary(reports)
}

/// One line a survivor: `file:line:column: survived: ‘+48h’ → ‘+47h’`.
#[must_use]
pub fn short(reports: &[Report], sources: &Sources) -> String {
    let mut text = String::new();
    for (mutant, fate) in reports.iter().flat_map(|report| &report.tried) {
        if let Fate::Survived(survivor) = fate {
            let file = sources.file(mutant.place.file);
            let at = file.line_column(mutant.place.span.start);
            let told = one_line(survivor.told.as_deref().unwrap_or(UNDECIDED));
            let edit = edit(mutant, sources);
            let _ = writeln!(text, "{}:{}:{}: survived: {edit} ({told})", one_line(file.name()), at.line, at.column);
        }
    }
    text
}

fn survivors(text: &mut String, report: &Report, sources: &Sources, style: Style) {
    let survivors: Vec<_> = report
        .tried
        .iter()
        .filter_map(|(mutant, fate)| match fate {
            Fate::Survived(survivor) => Some((mutant, survivor)),
            _ => None,
        })
        .collect();
    let Some(((first, _), last)) = survivors.first().zip(survivors.last()) else { return };
    let file = sources.file(first.place.file);
    let (bold, dim, end) = if style.colour { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    let bar = if style.unicode { "│" } else { "|" };
    let _ = writeln!(text, "{bold}{}{end}", one_line(file.name()));
    let margin = width(&file.line_column(last.0.place.span.start).line.to_string()) + 1;
    let mut line_before = 0;
    for (mutant, survivor) in survivors {
        let line = file.line_column(mutant.place.span.start).line;
        if line != line_before {
            let written = fit(&clean(file.line(line).trim()), style.width.saturating_sub(margin + 4), "…");
            let _ = writeln!(text, "{line:>margin$} {bar} {written}");
            line_before = line;
        }
        let _ = writeln!(text, "{:>margin$} {bar}   {}", "", edit(mutant, sources));
        let told = one_line(survivor.told.as_deref().unwrap_or(UNDECIDED));
        let _ = writeln!(text, "{:>margin$} {bar}     {dim}{told}{end}", "");
    }
    text.push('\n');
}

/// `‘+48h’ → ‘+47h’`, `without ‘until +48h’`
pub(super) fn edit(mutant: &Mutant, sources: &Sources) -> String {
    let before = shown(sources.slice(mutant.place));
    let with = shown(&mutant.with);
    match (before.is_empty(), with.is_empty()) {
        (_, true) => format!("without `{}`", before.trim_matches([',', ' '])),
        (true, false) => format!("with `{with}`"),
        (false, false) => format!("`{before}` → `{with}`"),
    }
}

/// The start of what may go on over many lines.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    fit(&one_line(&text.split_whitespace().collect::<Vec<_>>().join(" ")), MOST, "…")
}

/// `312 mutants in 1 file: 250 killed, 20 change nothing, 12 cannot be read, 30 survive`
fn summary(reports: &[Report]) -> String {
    let tally = Tally::of(reports);
    let number = |count: usize, one: &str, many: &str| words::count(count as u64, one, many);
    let files = number(reports.len(), "file", "files");
    if tally.mutants == 0 {
        return format!("no rules to change in {files}\n");
    }
    let counts = [
        (tally.killed, "killed", "killed"),
        (tally.unchanged, "changes nothing", "change nothing"),
        (tally.unreadable, "cannot be read", "cannot be read"),
        (tally.survived, "survives", "survive"),
    ];
    let told = counts.iter().enumerate().filter(|(at, (count, ..))| *count > 0 || *at == 3);
    let told: Vec<String> = told.map(|(_, &(count, one, many))| number(count, one, many)).collect();
    format!("{} in {files}: {}\n", number(tally.mutants, "mutant", "mutants"), told.join(", "))
}

/// How many mutants there are of each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
struct Tally {
    mutants: usize,
    killed: usize,
    unchanged: usize,
    unreadable: usize,
    survived: usize,
}

impl Tally {
    fn of(reports: &[Report]) -> Tally {
        let mut tally = Tally::default();
        for (_, fate) in reports.iter().flat_map(|report| &report.tried) {
            tally.mutants += 1;
            *match fate {
                Fate::Killed(_) => &mut tally.killed,
                Fate::Unchanged => &mut tally.unchanged,
                Fate::Unreadable => &mut tally.unreadable,
                Fate::Survived(_) => &mut tally.survived,
            } += 1;
        }
        tally
    }
}
