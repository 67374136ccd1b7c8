//! Paths → the sheets in them, ready to be evaluated. A sheet with errors is refused: a rule that makes no sense is left
//! out of the model, and a plan that lacks a rule would say other things than the sheet does.

use super::console::Console;
use super::load::{Input, Loaded, Translations, load_changed};
use super::{Exit, Failure};
use crate::check;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::{self, Model, Unit, VISIT};
use crate::render::findings::{self, Format};
use crate::source::{FileId, Sources};

/// Sheets that can be evaluated.
pub(super) struct Sheets {
    pub(super) sources: Sources,
    /// One model for each file that was asked for, in that order.
    pub(super) models: Vec<Model>,
    /// The trees of all files.
    pub(super) unit: Unit,
    /// The files that were asked for.
    pub(super) roots: Vec<FileId>,
    /// How many warnings there are about names, moments and windows.
    pub(super) warnings: usize,
}

/// Reads sheets, with what the command line changes in them; what is wrong with them goes to standard error. What only
/// the checker finds, such as a contradiction, is no hindrance: the plan then shows both rules.
///
/// # Errors
/// If one cannot be read, or has errors of its own.
pub(super) fn read_all(
    inputs: &[Input],
    changes: &[String],
    translations: Translations,
    console: &Console,
) -> Result<Sheets, Failure> {
    let loaded = load_changed(inputs, changes, translations, console)?;
    let Loaded { sources, unit, asked, findings: mut errors, unreadable, .. } = loaded;
    if !unreadable.is_empty() {
        return Err(Failure::new(Exit::Unreadable, unreadable.join("\n  ")));
    }
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    let exit = if errors.iter().any(is_error) { Exit::Unreadable } else { Exit::Findings };
    let mut models = Vec::new();
    for &root in &asked {
        let (model, found) = model::resolve(&sources, &unit, root);
        models.push(model);
        errors.extend(found);
    }
    let warnings = errors.iter().filter(|finding| finding.severity == Severity::Warning).count();
    errors.retain(is_error);
    if errors.is_empty() {
        // Nobody checks what was changed for one visit, so it is said here.
        let loosened: Vec<Diagnostic> = models.iter().flat_map(|model| check::changes(model, &sources)).collect();
        let (of_visit, others): (Vec<_>, Vec<_>) = loosened
            .into_iter()
            .partition(|finding| finding.place().is_some_and(|place| sources.file(place.file).name() == VISIT));
        if !of_visit.is_empty() {
            console.remark(&findings::render(Format::Human, &of_visit, &sources, console.style_of_remarks()));
        }
        let warnings = warnings + others.len();
        return Ok(Sheets { sources, models, unit, roots: asked, warnings });
    }
    diagnostic::sort(&mut errors);
    errors.dedup();
    console.remark(&findings::render(Format::Human, &errors, &sources, console.style_of_remarks()));
    Err(Failure::new(exit, "a sheet with errors is not evaluated: it would lack the rules that make no sense"))
}
