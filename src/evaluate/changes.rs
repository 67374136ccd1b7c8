//! What other files change in a sheet → what the sheet would say of this treatment without each change, and why it does not.

use super::plan::{Change, Plan};
use super::{guidance, told};
use crate::model::{self, Case, Model, SubjectId};
use crate::source::Sources;
use crate::time::TimeError;

/// All changes, in their order.
pub(super) fn changes(model: &Model, sources: &Sources, case: &Case) -> Result<Vec<Change>, TimeError> {
    some(model, sources, case, |_| true)
}

/// Those that dropped what the sheet says of a subject.
pub(super) fn dropped(
    model: &Model,
    sources: &Sources,
    case: &Case,
    subject: SubjectId,
) -> Result<Vec<Change>, TimeError> {
    some(model, sources, case, |change| {
        let mut targets = change.was.iter().flat_map(|rule| &rule.targets);
        !change.replaced && targets.any(|(target, _)| model.is_kind_of(subject, *target))
    })
}

fn some(
    model: &Model,
    sources: &Sources,
    case: &Case,
    wanted: impl Fn(&model::Change) -> bool,
) -> Result<Vec<Change>, TimeError> {
    let mut found = Vec::new();
    if !model.changes.iter().any(&wanted) {
        return Ok(found);
    }
    // The sheet with nothing but what was changed in it, one change after the other.
    let mut before = model.with_rules(Vec::new());
    for change in model.changes.iter().filter(|change| wanted(change)) {
        let Some(was) = change.was.first() else { continue };
        before.rules.clone_from(&change.was);
        let Plan { screening, guidance, course, .. } = guidance::plan(&before, sources, case)?;
        let targets = || change.was.iter().flat_map(|rule| &rule.targets).map(|(target, _)| model.subject(*target));
        found.push(Change {
            changed: told::changed(sources, change),
            was: told::rule_ref(model, sources, was),
            replaced: change.replaced,
            targets: targets().map(|subject| subject.name.clone()).collect(),
            labels: targets().map(|subject| subject.label.clone()).collect(),
            said: guidance,
            screening,
            course,
        });
    }
    Ok(found)
}
