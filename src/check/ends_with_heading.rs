//! A permission that ends only because its heading does: "days 2 to 4: light exercise" seldom means that it is not allowed
//! on day 5. A note, for it may mean that. Silent where any rule speaks of the activity afterwards.

use std::collections::BTreeMap;

use super::gap::list;
use super::holding::{Reading, holding};
use super::meeting::named_at;
use super::pairs::Says;
use super::slot::FUTURE;
use super::witness::usual_treatment;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Case, Fixed, PhaseId, Rule, SubjectId, WindowOrigin};

/// C0410 ends-with-heading
pub static ENDS_WITH_HEADING: Code =
    Code { id: "C0410", name: "ends-with-heading", page: include_str!("ends-with-heading.md") };

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let mut ended: BTreeMap<PhaseId, Vec<(&Rule, SubjectId)>> = BTreeMap::new();
    let usual = usual_treatment(sheet.model).map(|treated| Case::new(sheet.model, treated, &Fixed::default()));
    let Some(Ok(case)) = usual else { return Vec::new() };
    for rule in &sheet.model.rules {
        let Some(phase) = rule.phase.filter(|_| rule.window_origin == WindowOrigin::Phase) else { continue };
        for target in ended_targets(sheet, rule, &case) {
            ended.entry(phase).or_default().push((rule, target));
        }
    }
    ended.into_values().filter_map(|permissions| finding(sheet, &permissions)).collect()
}

/// What a rule permits until the window ends, after the treatment, and of which nothing is said from then on.
fn ended_targets(sheet: Sheet<'_>, rule: &Rule, case: &Case) -> Vec<SubjectId> {
    let model = sheet.model;
    let last = |rule: &Rule| Some(holding(rule.window.as_deref()?, case, Reading::About).ok()?.possible.end);
    let Some(end) = last(rule).filter(|_| Says::of(rule) == Some(Says::Permission)) else { return Vec::new() };
    if end <= case.situation.treated.timestamp().as_second() || end >= FUTURE {
        return Vec::new();
    }
    let speaks_later = |target: SubjectId| {
        let about = sheet.index.about(model, target);
        about.into_iter().filter_map(|id| model.rule(id)).any(|other| {
            let says = matches!(Says::of(other), Some(Says::Ban | Says::Permission | Says::Duty));
            says && last(other) > Some(end)
        })
    };
    rule.targets.iter().map(|(target, _)| *target).filter(|target| !speaks_later(*target)).collect()
}

fn finding(sheet: Sheet<'_>, permissions: &[(&Rule, SubjectId)]) -> Option<Diagnostic> {
    let (rule, first) = *permissions.first()?;
    let window = rule.window.as_deref()?;
    let names: Vec<String> = permissions.iter().map(|(_, target)| sheet.name(*target)).collect();
    let end = sheet.end(rule, &window.end_moment()?.latest);
    let are = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {are} allowed until {end} only because the heading ends then; nothing is said after that",
        list(&names)
    );
    let start = window.start.as_ref().and_then(|start| sheet.written(rule, start));
    let named: Vec<String> = permissions.iter().map(|(_, target)| sheet.model.subject(*target).name.clone()).collect();
    let lasting = format!("`allow {} from {}`", named.join(", "), start.unwrap_or_else(|| "…".to_owned()));
    let finding = Diagnostic::note(&ENDS_WITH_HEADING, named_at(rule, first), message)
        .label("allowed under the heading")
        .also(rule.window_place, "the heading's window")
        .help(format!("if it lasts, write {lasting} outside the phase; if it ends, write its window in the rule"));
    let (rules, subjects): (Vec<&Rule>, Vec<SubjectId>) = permissions.iter().copied().unzip();
    Some(sheet.about(finding, &rules, &subjects))
}
