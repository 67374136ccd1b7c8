//! A mutant → what became of it: the ordinary pipeline reads the edited text, and the sheet's own tests run on it. Only
//! what no test notices is compared with the sheet, which takes longer.

use super::generate::{Changed, changed};
use super::mutants::Mutant;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate;
use crate::model::{self, Model, Unit};
use crate::source::{FileId, Place, SourceFile, Sources, Span};
use crate::syntax::{self, tree};

/// A sheet, as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'s> {
    /// The texts.
    pub sources: &'s Sources,
    /// The trees.
    pub unit: &'s Unit,
    /// The file of the sheet.
    pub root: FileId,
    /// What it means.
    pub model: &'s Model,
}

/// What became of a mutant.
#[derive(Debug)]
pub enum Fate {
    /// It cannot be read, or makes no sense: nobody would get past that.
    Unreadable,
    /// A test fails, or can no longer be read: the name of the first.
    Killed(String),
    /// Every evaluation is as before.
    Unchanged,
    /// No test notices.
    Survived(Changed),
}

/// What became of the mutants of one file.
#[derive(Debug)]
pub struct Report {
    /// Each in the order of the text.
    pub tried: Vec<(Mutant, Fate)>,
}

/// The tests of a sheet that fail as it is written. While there are any, nothing can be said about mutants.
#[must_use]
pub fn failing(sheet: Sheet<'_>) -> Vec<String> {
    let tests = sheet.model.tests.iter();
    tests.filter(|test| !passes(sheet.model, sheet.sources, test)).map(|test| test.name.clone()).collect()
}

/// Reads a mutant and runs the tests of its sheet on it.
#[must_use]
pub fn judge(sheet: Sheet<'_>, mutant: &Mutant) -> Fate {
    let Some(read) = Read::new(sheet, mutant) else { return Fate::Unreadable };
    let (model, findings) = model::resolve(&read.sources, &read.unit, sheet.root);
    let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error);
    if !errors().all(|error| read.test_at(error).is_some()) {
        return Fate::Unreadable;
    }
    // Without a rule a name may be unknown of which a test speaks.
    if let Some(test) = errors().find_map(|error| read.test_at(error)) {
        return Fate::Killed(test);
    }
    match model.tests.iter().find(|test| !passes(&model, &read.sources, test)) {
        Some(test) => Fate::Killed(test.name.clone()),
        None => changed(sheet.model, &model).map_or(Fate::Unchanged, Fate::Survived),
    }
}

fn passes(model: &Model, sources: &Sources, test: &model::Test) -> bool {
    evaluate::run_test(model, sources, test).is_ok_and(|result| result.passed())
}

/// The texts and trees of a sheet with one edit.
struct Read {
    sources: Sources,
    unit: Unit,
    file: FileId,
}

impl Read {
    /// `None` if the text cannot be read.
    fn new(sheet: Sheet<'_>, mutant: &Mutant) -> Option<Read> {
        let file = mutant.place.file;
        let before = sheet.sources.file(file);
        let (source, refusals) = SourceFile::load(before.name(), mutant.edited(before.text()).as_bytes());
        let (tree, findings) = syntax::parse(file, &source);
        if !refusals.is_empty() || findings.iter().any(|finding| finding.severity == Severity::Error) {
            return None;
        }
        let (mut sources, mut unit) = (sheet.sources.clone(), sheet.unit.clone());
        sources.replace(file, source);
        *unit.files.iter_mut().find(|other| other.id == file)? = tree;
        Some(Read { sources, unit, file })
    }

    /// The name of the test that a finding is about.
    fn test_at(&self, finding: &Diagnostic) -> Option<String> {
        let Place { file, span } = finding.place().filter(|place| place.file == self.file)?;
        let tests = self.unit.file(file)?.statements.iter().filter_map(|statement| match statement {
            tree::Statement::Test(test) => Some(test),
            _ => None,
        });
        let whole = |test: &tree::Test| test.expectations.iter().fold(test.span, |span, line| span.to(line.span));
        let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
        let test = tests.into_iter().find(|test| holds(whole(test)))?;
        Some(syntax::unquote(self.sources.file(file).slice(test.name.0)).into_owned())
    }
}
