//! carecheck: a small language for the timing rules on pre- and aftercare sheets, a checker that finds where they
//! contradict each other, and an evaluator that turns them and a treatment date into guidance.
//!
//! The modules are the pipeline, in the order in which the data flows: **parse → resolve → check → evaluate → render**.
//! Each step returns what it could do and a list of findings; the next works on what is sound. Nothing here reads a
//! file, the environment or the clock; only `cli` does.
//!
//! It is documentation and consistency tooling. It never invents clinical timing.

// The parser that pest generates without `std` names it.
extern crate alloc;

pub mod source;
pub mod diagnostic;
pub mod lang;
pub mod syntax;
pub mod format;
pub mod time;
pub mod model;
pub mod check;
pub mod fix;
pub mod evaluate;
pub mod diff;
pub mod render;
pub mod reading;
pub mod cases;
pub mod cli;

use std::collections::BTreeSet;

use diagnostic::{Code, Diagnostic, Severity};
use model::{Model, Unit};
use source::{FileId, Place, Sources};

/// Makes sense of the sheet whose root file is `root` and checks it: its model, and all findings sorted by place. Of a
/// file that changes a sheet these are the findings that the sheet does not have without it.
#[must_use]
pub fn analyse(sources: &Sources, unit: &Unit, root: FileId) -> (Model, Vec<Diagnostic>) {
    let (model, mut findings) = model::resolve(sources, unit, root);
    let mut found = check::check(&model, sources);
    if let Some(sheet) = model.changed_sheet() {
        let (before, known) = model::resolve(sources, unit, sheet);
        let known: BTreeSet<_> =
            known.into_iter().chain(check::check(&before, sources)).map(|one| told(&one)).collect();
        // With an error in the sheet, nothing can be made of what changes it.
        findings.retain(|finding| finding.severity == Severity::Error || !known.contains(&told(finding)));
        found.retain(|finding| !known.contains(&told(finding)));
    }
    findings.extend(found);
    diagnostic::sort(&mut findings);
    (model, findings)
}

/// What makes two findings the same, whatever case they are shown by.
fn told(finding: &Diagnostic) -> (&'static str, Severity, String, Vec<Place>) {
    let places = finding.labels.iter().map(|label| label.place).collect();
    (finding.code.id, finding.severity, finding.message.clone(), places)
}

/// Checks two sheets that one patient follows against each other: all findings about both, sorted by place. `None` if one
/// of them has no treatment. What is wrong with a sheet alone is not said again.
#[must_use]
pub fn analyse_together(sources: &Sources, first: &Model, second: &Model) -> Option<Vec<Diagnostic>> {
    // Which of the two is given first means nothing: the names of the treatments order them.
    let name = |model: &Model| model.treatment.as_ref().map(|treatment| treatment.name.clone());
    let (first, second) = if name(second) < name(first) { (second, first) } else { (first, second) };
    let (together, mut findings) = model::together(&[first, second])?;
    findings.extend(check::between(&together, sources));
    diagnostic::sort(&mut findings);
    Some(findings)
}

/// How hard the patient's page of a sheet is to read: one finding, if it is too hard. Nothing is known about the patient, and
/// the date is one like any other.
#[must_use]
pub fn analyse_reading(sources: &Sources, model: &Model) -> Option<Diagnostic> {
    let treated = jiff::civil::date(2026, 11, 23).at(14, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    let case = model::Case::new(model, treated, &model::Fixed::default()).ok()?;
    let plan = evaluate::plan(model, sources, &case)
        .ok()
        .filter(|_| !model.rules.is_empty() && model.lang == lang::Lang::English)?;
    reading::reading(model, sources, &render::plan::sentences(&plan))
}

/// Everything that can be found, in the order of the numbers.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    [syntax::CODES, model::codes::CODES, check::CODES, reading::CODES].into_iter().flatten().copied()
}

/// The example in the README, run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
