//! The trees of one sheet → its [`Model`], with everything that makes no sense reported.

use super::Model;
use super::names::Names;
use super::unit::{Sheet, Unit};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::source::{FileId, Sources};
use crate::syntax::tree::{File, Statement};

/// Makes sense of the sheet whose root file is `root`: of that file and of all that it uses.
///
/// The model holds what is sound. Findings come sorted by place.
#[must_use]
pub fn resolve(sources: &Sources, unit: &Unit, root: FileId) -> (Model, Vec<Diagnostic>) {
    let Sheet { files, layers, problems } = unit.sheet(sources, root);
    let mut names = Names::new(sources);
    names.problems = problems;
    names.lacks_a_file = files.iter().any(|file| unit.lacks_a_file(file.id));
    // Names may be used before they are declared, and windows need the counting of days: some walks.
    for file in &files {
        names.declare_all(file, &layers);
    }
    for file in &files {
        names.link_parents(file);
    }
    names.close_taxonomy();
    for file in &files {
        names.expected_windows(file);
    }
    for file in &files {
        names.note_changes(file, &layers);
    }
    for file in &files {
        names.rules(file);
        names.acceptances(file, file.id == root);
        let beside = unit.uses_directly(root, file.id) && has_only_translations(file);
        let own = file.id == root || beside && is_named_after(sources.file(file.id).name(), sources.file(root).name());
        names.translations(file, own, own || beside);
    }
    names.report_unmet_changes();
    let root_file = files.iter().find(|file| file.id == root);
    if let Some(file) = root_file {
        names.tests(file);
        let has_rules = |statement: &Statement| {
            matches!(statement, Statement::Rule(_) | Statement::Phase(_) | Statement::Change(_))
        };
        if file.statements.iter().any(has_rules) {
            names.report_unused(root);
        }
    }
    names.model.whole = !names.lacks_a_file
        && !files.iter().any(|file| has_broken(&file.statements))
        && names.problems.iter().all(|problem| problem.severity < Severity::Error);
    if names.model.whole && !unit.without_translations {
        names.check_translations(root);
    }
    let mut problems = names.problems;
    diagnostic::sort(&mut problems);
    (names.model, problems)
}

/// Whether a file is named after a sheet: `default.de.care` after `default.care`.
fn is_named_after(name: &str, sheet: &str) -> bool {
    let stem = sheet.strip_suffix(".care").unwrap_or(sheet);
    name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether a file says nothing itself.
fn has_only_translations(file: &File) -> bool {
    file.statements.iter().all(|statement| matches!(statement, Statement::Translation(_)))
}

/// Whether a statement could not be read.
fn has_broken(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| match statement {
        Statement::Broken(_) => true,
        Statement::Phase(phase) => phase.broken || has_broken(&phase.statements),
        _ => false,
    })
}
