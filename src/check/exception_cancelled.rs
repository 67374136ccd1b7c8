//! A hole in a ban that other bans close again: the exception promises what another rule takes back, whenever it would hold.

use super::cover::Said;
use super::implied::ranks;
use super::meeting::named_at;
use super::pairs::{Says, rules};
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs};
use crate::model::{Exception, Rule, RuleId};

/// C0409 exception-cancelled
pub static EXCEPTION_CANCELLED: Code =
    Code { id: "C0409", name: "exception-cancelled", page: include_str!("exception-cancelled.md") };

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let holed = rules(sheet.model).filter(|(_, rule)| !rule.except.is_empty());
    holed.flat_map(|(id, rule)| rule.except.iter().filter_map(move |hole| cancelled(sheet, id, rule, hole))).collect()
}

fn cancelled(sheet: Sheet<'_>, id: RuleId, rule: &Rule, hole: &Exception) -> Option<Diagnostic> {
    let model = sheet.model;
    let bans = |&other: &RuleId| other != id && model.rule(other).is_some_and(|other| as_firm(rule, other));
    let others: Vec<RuleId> = sheet.index.about(model, hole.subject).into_iter().filter(bans).collect();
    if others.is_empty() {
        return None;
    }
    // Which bans are named must not depend on where they stand.
    let ranks = ranks(model, others.iter().copied());
    let mut bans: Vec<(Option<&usize>, &Rule)> =
        others.iter().filter_map(|id| Some((ranks.get(id), model.rule(*id)?))).collect();
    bans.sort_by_key(|(rank, ban)| (*rank, ban.place));
    let bans: Vec<&Rule> = bans.into_iter().map(|(_, ban)| ban).collect();
    let said = Said { rule, window: rule.window.as_deref()?, subject: hole.subject, hole: Some(hole) };
    let covered = |by: &[&Rule]| said.covered(sheet, by);
    let one = bans.iter().find(|ban| covered(&[**ban])).map(|ban| vec![*ban]);
    let several = || {
        let mut left = bans.clone();
        if left.len() < 2 || !covered(&left) {
            return None;
        }
        for ban in &bans {
            let fewer: Vec<&Rule> = left.iter().copied().filter(|other| other.place != ban.place).collect();
            if covered(&fewer) {
                left = fewer;
            }
        }
        Some(left)
    };
    let by = one.or_else(several)?;
    // An exception that never holds is taken back by nobody.
    if said.covered(sheet, &[]) {
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
    let shown = by.iter().find_map(|ban| {
        let ban = Said { rule: ban, window: ban.window.as_deref()?, subject: hole.subject, hole: None };
        said.together(sheet, &ban)
    });
    if let Some(found) = shown {
        let at = found.hit.slot.example(&found.case.situation.treated);
        finding.witness = Some(witness(sheet, hole.place.file, hole.subject, &found.case, &at));
    }
    let rules: Vec<&Rule> = by.into_iter().chain([rule]).collect();
    Some(sheet.about(finding, &rules, &[hole.subject]))
}

/// Whether another ban is as firm, and holds at every instant of its window.
fn as_firm(rule: &Rule, other: &Rule) -> bool {
    Says::of(other) == Some(Says::Ban)
        && other.by == rule.by
        && (rule.ideally || !other.ideally)
        && other.orders.is_empty()
        && other.frequency.is_none()
        && other.amount.is_none()
        && other.lasting.is_none()
}
