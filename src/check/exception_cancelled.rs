//! A hole in a ban that other bans close again: the exception promises what another rule takes back, whenever it would hold.

use super::cover::Said;
use super::meeting::named_at;
use super::pairs::{Says, rules};
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs};
use crate::model::{Exception, Rule, RuleId};

/// C0409 exception-cancelled
pub static EXCEPTION_CANCELLED: Code =
    Code { id: "C0409", name: "exception-cancelled", page: include_str!("exception-cancelled.md") };

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let holed = rules(sheet.model).filter(|(_, rule)| Says::of(rule) == Some(Says::Ban));
    holed.flat_map(|(id, rule)| rule.except.iter().filter_map(move |hole| cancelled(sheet, id, rule, hole))).collect()
}

fn cancelled(sheet: Sheet<'_>, id: RuleId, rule: &Rule, hole: &Exception) -> Option<Diagnostic> {
    let model = sheet.model;
    let others = sheet.index.about(model, hole.subject).into_iter().filter(|other| *other != id);
    let bans: Vec<&Rule> = others.filter_map(|other| model.rule(other)).filter(|other| bans(rule, other)).collect();
    let said = Said { rule, window: rule.window.as_ref()?, subject: hole.subject, hole: Some(hole) };
    let covered = |by: &[&Rule]| said.covered(model, by);
    let one = bans.iter().find(|ban| covered(&[**ban])).map(|ban| vec![*ban]);
    let by = one.or_else(|| covered(&bans).then(|| bans.clone())).filter(|by| !by.is_empty())?;
    // An exception that never holds is taken back by nobody.
    if said.covered(model, &[]) {
        return None;
    }
    let name = sheet.name(hole.subject);
    let message = match by.as_slice() {
        [one] => format!("the exception for {name} has no effect: {name} is {} anyway", sheet.held("avoided", one)),
        several => format!("the exception for {name} has no effect: {} other bans together cover it", several.len()),
    };
    let mut finding = Diagnostic::warning(&EXCEPTION_CANCELLED, hole.place, message)
        .label("excepted here")
        .help(format!("write the exception into the other ban too, or remove {name} from one of the two"));
    for other in &by {
        let named = other.targets.iter().find(|(target, _)| model.is_kind_of(hole.subject, *target));
        let at = named.map_or(other.place, |(target, _)| named_at(other, *target));
        finding = finding.also(at, sheet.held("avoided", other));
    }
    finding.occurs = Some(Occurs::Always);
    let rules: Vec<&Rule> = by.into_iter().chain([rule]).collect();
    Some(sheet.about(finding, &rules, &[hole.subject]))
}

/// Whether another rule about what the hole lets through bans it as firmly.
fn bans(rule: &Rule, other: &Rule) -> bool {
    Says::of(other) == Some(Says::Ban)
        && other.by == rule.by
        && (rule.ideally || !other.ideally)
        && other.orders.is_empty()
        && other.frequency.is_none()
        && other.amount.is_none()
        && other.lasting.is_none()
}
