//! Mutants that no test notices → the `test` blocks that would: few, readable, and true of the sheet as it is. Which lines
//! notice which mutants is not guessed but tried, with the lines at the end of the sheet and of each mutant.

mod days;
mod line;
mod pair;
mod parts;
mod probe;
mod witnessed;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use super::kill::Sheet;
use super::mutants::Mutant;
use crate::diagnostic::Severity;
use crate::diff;
use crate::evaluate;
use crate::format;
use crate::model::{self, Model, Unit};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;

pub use line::Line;

/// What a mutant changes, if it changes anything.
#[derive(Debug)]
pub struct Changed {
    /// Lines of tests that hold on the sheet and, as far as can be seen, not on the mutant.
    pub lines: Vec<Line>,
    /// A change in words; `None` if it could not be decided whether there is any.
    pub told: Option<String>,
}

/// What a mutant changes; `None` if every evaluation is as before, which the diff has proved.
#[must_use]
pub fn changed(old: &Model, new: &Model) -> Option<Changed> {
    let found = probe::probe(old, new);
    if !found.is_empty() {
        return Some(Changed::of(found, None));
    }
    let change = diff::first(old, new)?;
    let told = change.parts.first().map(|part| part.text.clone());
    let mut found = witnessed::witnessed(old, new, &change);
    if found.is_empty() {
        found = parts::parts(old, new).unwrap_or_default();
    }
    Some(Changed::of(found, told))
}

impl Changed {
    fn of(found: Vec<(Line, String)>, told: Option<String>) -> Changed {
        // The nearest to a bound says it best.
        let best = found.iter().find(|(line, _)| line.is_near).or(found.first());
        let told = told.or_else(|| best.map(|(line, instead)| line.told(instead)));
        Changed { told, lines: found.into_iter().map(|(line, _)| line).collect() }
    }
}

/// The lines of some blocks, each in its place.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// The text, from the first comment to the last brace.
    pub text: String,
    /// For each line of the text, from 0, which of the lines it was made from stand in it.
    pub lines: Vec<Vec<usize>>,
}

/// How many answers stand in one line at most.
const MOST_ANSWERS: usize = 4;

/// What is written above each block.
const CONFIRM: &str = "# Generated from the rules as they are. Confirm each line against the sheet, then remove this.";

/// Blocks of lines, those of one case together. `alone` keeps each line by itself, to tell which of them fail.
#[must_use]
pub fn blocks(lines: &[Line], first_number: usize, alone: bool) -> Blocks {
    let mut cases: BTreeMap<(u8, &str), Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        cases.entry((line.rank, &line.heading)).or_default().push(index);
    }
    let mut blocks = Blocks::default();
    for (number, ((_, heading), mut indexes)) in (first_number..).zip(cases) {
        indexes.sort_by_key(|&index| lines.get(index).map(|line| (line.after, line.is_rule, &line.at)));
        let day = indexes.first().and_then(|&index| lines.get(index)).map(|line| line.day.as_str()).unwrap_or_default();
        blocks.push(String::new(), Vec::new());
        blocks.push(CONFIRM.to_owned(), Vec::new());
        blocks.push(format!("test \"generated {number}: {day}\" treated {heading} {{"), Vec::new());
        let mut rest = indexes.as_slice();
        while let Some((first, line)) = rest.first().and_then(|&first| Some((first, lines.get(first)?))) {
            let together =
                |index: &&usize| lines.get(**index).is_some_and(|other| other.at == line.at && !other.is_rule);
            let many =
                if alone || line.is_rule { 1 } else { rest.iter().take_while(together).count().min(MOST_ANSWERS) };
            let (of_line, others) = rest.split_at(many.max(1));
            let says: Vec<&str> =
                of_line.iter().filter_map(|&index| lines.get(index)).map(|line| line.says.as_str()).collect();
            let at = if line.at == written::ON_ARRIVAL { line.at.clone() } else { format!("at {}", line.at) };
            let indexes = if of_line.is_empty() { vec![first] } else { of_line.to_vec() };
            blocks.push(format!("  {at}: {}", says.join(", ")), indexes);
            rest = others;
        }
        blocks.push("}".to_owned(), Vec::new());
    }
    blocks
}

/// Blocks to be read, in the layout of `carecheck fmt`.
#[must_use]
pub fn laid_out(lines: &[Line], first_number: usize) -> Blocks {
    let blocks = blocks(lines, first_number, false);
    let (source, _) = SourceFile::load("", blocks.text.as_bytes());
    let (tree, _) = syntax::parse(FileId::default(), &source);
    match format::format(&tree, &source) {
        Some(text) if !text.is_empty() => Blocks { text: format!("\n{text}"), lines: Vec::new() },
        _ => blocks,
    }
}

impl Blocks {
    fn push(&mut self, text: String, lines: Vec<usize>) {
        self.text.push_str(&text);
        self.text.push('\n');
        self.lines.push(lines);
    }

    /// The text of a file with the blocks at its end.
    #[must_use]
    pub fn after(&self, text: &str) -> String {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let blocks = if text.contains("\r\n") { self.text.replace('\n', "\r\n") } else { self.text.clone() };
        [text, end, &blocks].concat()
    }
}

/// Which of the lines, each alone in its block, fail when they stand at the end of the sheet; with a mutant, at the end of the edited text.
#[must_use]
pub fn failing_lines(sheet: Sheet<'_>, mutant: Option<&Mutant>, blocks: &Blocks) -> BTreeSet<usize> {
    let file = sheet.root;
    let before = sheet.sources.file(file);
    let text = mutant.map_or_else(|| before.text().to_owned(), |mutant| mutant.edited(before.text()));
    let first_line = text.lines().count();
    let (source, _) = SourceFile::load(before.name(), blocks.after(&text).as_bytes());
    let (tree, mut findings) = syntax::parse(file, &source);
    let (mut sources, mut unit): (Sources, Unit) = (sheet.sources.clone(), sheet.unit.clone());
    sources.replace(file, source);
    if let Some(place) = unit.files.iter_mut().find(|other| other.id == file) {
        *place = tree;
    }
    let (model, found) = model::resolve(&sources, &unit, file);
    findings.extend(found);
    let mut failing = BTreeSet::new();
    let mut fail = |line: u32| {
        let of_line = (line as usize).checked_sub(first_line + 1).and_then(|line| blocks.lines.get(line));
        failing.extend(of_line.into_iter().flatten().copied());
    };
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if let Some(place) = finding.place().filter(|place| place.file == file) {
            fail(sources.file(file).line_column(place.span.start).line);
        }
    }
    for test in &model.tests {
        if let Ok(result) = evaluate::run_test(&model, &sources, test) {
            result.failures.iter().for_each(|failure| fail(failure.at.line));
        }
    }
    failing
}

/// The fewest lines, as far as a greedy choice finds them, of which each mutant fails one that can: first among those of
/// an ordinary day, then among the others. `notices` gives for each mutant the lines that it fails.
#[must_use]
pub fn chosen(lines: &[Line], notices: &[BTreeSet<usize>]) -> Vec<Line> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut open: BTreeSet<usize> = (0..notices.len()).collect();
    let ranks: BTreeSet<u8> = lines.iter().map(|line| line.rank).collect();
    for rank in ranks {
        loop {
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            for line in open.iter().filter_map(|&mutant| notices.get(mutant)).flatten() {
                if lines.get(*line).is_some_and(|line| line.rank == rank) {
                    *count.entry(*line).or_default() += 1;
                }
            }
            // Of lines that notice as many, one of a case that is written anyway is better, and one that given less.
            let best = count.into_iter().max_by_key(|&(index, many)| {
                let line = lines.get(index);
                let same = chosen
                    .iter()
                    .any(|&other| lines.get(other).map(|one| &one.heading) == line.map(|one| &one.heading));
                let is_near = line.is_some_and(|line| line.is_near);
                let brief = line.map(|line| {
                    let negated = line.is_rule && line.says.starts_with("not ");
                    std::cmp::Reverse((negated, line.heading.len(), line.is_rule, line.says.len(), line.at.len()))
                });
                (is_near, many, same, brief, std::cmp::Reverse(index))
            });
            let Some((best, _)) = best else { break };
            chosen.push(best);
            open.retain(|&mutant| notices.get(mutant).is_none_or(|lines| !lines.contains(&best)));
        }
    }
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|index| lines.get(index).cloned()).collect()
}

/// The number of the first block that can be added: behind those that were generated before.
#[must_use]
pub fn next_number(sheet: Sheet<'_>) -> usize {
    let generated = sheet
        .model
        .tests
        .iter()
        .filter_map(|test| test.name.strip_prefix("generated ")?.split(':').next()?.parse::<usize>().ok());
    generated.max().map_or(1, |last| last + 1)
}
