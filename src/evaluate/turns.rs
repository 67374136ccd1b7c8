//! A plan → what holds for each target when a ban on it ends or a permission begins. Another rule may still forbid it
//! then; whoever is told "no longer" has to be told the truth.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::answer::answer;
use super::plan::{Answer, Guidance, Plan};
use crate::model::{Case, Model, Verb};
use crate::source::Sources;
use crate::time::TimeError;

/// For each guidance of the plan: the answer at the latest end of a ban, at the latest start of a permission. `None` for
/// other verbs, and where that is no instant.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn turns(model: &Model, sources: &Sources, case: &Case, plan: &Plan) -> Result<Vec<Option<Answer>>, TimeError> {
    let mut known: BTreeMap<_, Answer> = BTreeMap::new();
    let mut found = Vec::with_capacity(plan.guidance.len());
    for guidance in &plan.guidance {
        let edge = match guidance.verb {
            Verb::Avoid => &guidance.window.end.end,
            Verb::Allow => &guidance.window.start.end,
            _ => {
                found.push(None);
                continue;
            }
        };
        let Guidance { target, .. } = guidance;
        let (Some(at), Some(subject)) = (edge.instant(), model.subject_named(target)) else {
            found.push(None);
            continue;
        };
        found.push(Some(match known.entry((subject, at.timestamp())) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(answer(model, sources, case, subject, at)?).clone(),
        }));
    }
    Ok(found)
}
