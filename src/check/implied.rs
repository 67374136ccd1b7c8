//! A rule that adds nothing, for another says all of it, or several together do. What is left when all such rules are
//! removed gives the same answers; where two say the same, the later is the one to go. Not for `expect`, and never within one
//! list, where naming a kind beside its parent helps a reader.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cover::{Said, as_much, is_once, ordinarily, speaks_of};
use super::differing_ends;
use super::gap::list;
use super::meeting::named_at;
use super::pairs::{Pair, Says, rules};
use super::search::Found;
use super::slot::{Slot, Slots};
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Fix, Occurs, Severity};
use crate::model::{Model, Rule, RuleId, SubjectId, WindowOrigin, meaning};
use crate::source::Place;

/// C0407 implied
pub static IMPLIED: Code = Code { id: "C0407", name: "implied", page: include_str!("implied.md") };

/// Who may say what a rule says: of each target, the rules that name it or something that it is a kind of.
type Candidates = BTreeMap<SubjectId, Vec<RuleId>>;

/// A rule that adds nothing, and the rules that already say it of its targets.
struct Implied {
    rule: RuleId,
    by: BTreeSet<RuleId>,
}

const AGREEING: [(Says, Says); 5] = [
    (Says::Ban, Says::Ban),
    (Says::Permission, Says::Permission),
    (Says::Duty, Says::Permission),
    (Says::Duty, Says::Duty),
    (Says::Alarm, Says::Alarm),
];

/// Rules that add nothing; and of the others, those that agree and begin or end at different times.
pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let pairs = AGREEING.iter().flat_map(|(first, second)| sheet.pairs.of_sort(*first, *second));
    let implied = implied(sheet, candidates(model, pairs));
    let removed: BTreeSet<Place> =
        implied.iter().filter_map(|implied| model.rule(implied.rule)).map(|rule| rule.place).collect();
    let mut findings: Vec<Diagnostic> = implied.iter().filter_map(|implied| finding(sheet, implied)).collect();
    findings.extend(differing_ends::check(sheet, &removed));
    findings
}

fn candidates<'p>(model: &Model, pairs: impl Iterator<Item = &'p Pair<'p>>) -> BTreeMap<RuleId, Candidates> {
    let mut found: BTreeMap<RuleId, Candidates> = BTreeMap::new();
    let mut pairs = pairs.peekable();
    if pairs.peek().is_none() {
        return found;
    }
    let ids: BTreeMap<Place, RuleId> = rules(model).map(|(id, rule)| (rule.place, id)).collect();
    let holed = model.rules.iter().any(|rule| !rule.except.is_empty());
    for pair in pairs {
        let (Some(&first), Some(&second)) = (ids.get(&pair.first.place), ids.get(&pair.second.place)) else { continue };
        let kinds = pair.subjects.iter().filter(|(a, b)| a != b);
        // What one ban excepts, a ban of that kind alone may cover.
        if holed && Says::of(pair.first) == Some(Says::Ban) && as_much(pair.second, pair.first) {
            for &(a, _) in kinds {
                found.entry(first).or_default().entry(a).or_default().push(second);
            }
        }
        if !as_much(pair.first, pair.second) {
            continue;
        }
        // Whoever has to do it once in a shorter time has to do it then.
        if is_once(pair.first) && is_once(pair.second) && pair.first_window != pair.second_window {
            continue;
        }
        for &(a, b) in &pair.subjects {
            // A duty is met by any kind, and makes none of them due.
            if a == b || Says::of(pair.second) != Some(Says::Duty) {
                found.entry(second).or_default().entry(b).or_default().push(first);
            }
        }
    }
    found
}

/// First what one rule says already, then what only several say. Who goes and who stays is chosen by what the rules mean,
/// so that it is the same wherever they stand; of rules that mean the same, the later one goes.
fn implied(sheet: Sheet<'_>, mut candidates: BTreeMap<RuleId, Candidates>) -> Vec<Implied> {
    let model = sheet.model;
    let concerned = |(id, candidates): (&RuleId, &Candidates)| {
        let others: Vec<RuleId> = candidates.values().flatten().copied().chain([*id]).collect();
        others
    };
    let ordinary = ordinarily(model, &candidates.iter().flat_map(concerned).collect());
    let ranks = {
        let others = candidates.values().flat_map(|candidates| candidates.values().flatten());
        ranks(model, candidates.keys().chain(others).copied())
    };
    let rank = |id: &RuleId| ranks.get(id).copied().unwrap_or_default();
    for others in candidates.values_mut().flat_map(BTreeMap::values_mut) {
        others.sort_by_key(|id| (rank(id), *id));
        others.dedup();
    }
    let mut order: Vec<RuleId> = candidates.keys().copied().collect();
    order.sort_by_key(|id| (rank(id), Reverse(*id)));
    let mut gone: BTreeSet<RuleId> = BTreeSet::new();
    for together in [false, true] {
        for &id in &order {
            if !gone.contains(&id) && said(sheet, &ordinary, id, &candidates, &gone, together).is_some() {
                gone.insert(id);
            }
        }
    }
    // What stays is named: all that goes may go together.
    let implied = |&rule: &RuleId| {
        let by = said(sheet, &ordinary, rule, &candidates, &gone, true)?;
        Some(Implied { rule, by })
    };
    gone.iter().filter_map(implied).collect()
}

/// Numbers that are in the order of what rules mean, the same for rules that mean the same.
pub(super) fn ranks(model: &Model, ids: impl Iterator<Item = RuleId>) -> BTreeMap<RuleId, usize> {
    let ids: BTreeSet<RuleId> = ids.collect();
    let told = |id: RuleId| {
        let rule = model.rule(id)?;
        // What is to be done is for readers only, but two instructions are two rules; a heading's window is another's than
        // the rule's own.
        let heading = rule.window_origin == WindowOrigin::Phase;
        Some((meaning(model, &[rule], &[]), rule.instruction.clone(), heading))
    };
    let mut told: Vec<_> = ids.into_iter().map(|id| (told(id), id)).collect();
    told.sort();
    let mut ranks = BTreeMap::new();
    let (mut number, mut before) = (0, None);
    for (key, id) in told {
        if before.as_ref().is_some_and(|before| *before != key) {
            number += 1;
        }
        before = Some(key);
        ranks.insert(id, number);
    }
    ranks
}

/// The rules that already say all that a rule says of all its targets, without those that are gone.
fn said(
    sheet: Sheet<'_>,
    ordinary: &BTreeMap<RuleId, Slot>,
    id: RuleId,
    candidates: &BTreeMap<RuleId, Candidates>,
    gone: &BTreeSet<RuleId>,
    together: bool,
) -> Option<BTreeSet<RuleId>> {
    let (rule, candidates) = (sheet.model.rule(id)?, candidates.get(&id)?);
    let by = rule.targets.iter().map(|&(target, _)| {
        let left = candidates.get(&target)?.iter().copied().filter(|other| !gone.contains(other));
        said_by(sheet, ordinary, (id, target), &left.collect::<Vec<_>>(), together)
    });
    let by: Vec<Vec<RuleId>> = by.collect::<Option<_>>()?;
    (!by.is_empty()).then(|| by.into_iter().flatten().collect())
}

/// The rules that already say of a target what a rule says: one, or as few as do together.
fn said_by(
    sheet: Sheet<'_>,
    ordinary: &BTreeMap<RuleId, Slot>,
    (id, target): (RuleId, SubjectId),
    candidates: &[RuleId],
    together: bool,
) -> Option<Vec<RuleId>> {
    let model = sheet.model;
    let rule = model.rule(id)?;
    let said = Said { rule, window: rule.window.as_deref()?, subject: target, hole: None };
    let slot = |id: RuleId| ordinary.get(&id).copied();
    let perhaps = |ids: &[RuleId]| {
        let Some(own) = slot(id) else { return true };
        let mut left = Slots::from(own);
        let about = ids.iter().filter(|&&id| model.rule(id).is_some_and(|rule| speaks_of(model, rule, target)));
        about.filter_map(|&id| slot(id)).for_each(|slot| left.minus(slot));
        left.overlap(own).is_none()
    };
    let covered = |ids: &[RuleId]| {
        let rules: Vec<&Rule> = ids.iter().filter_map(|&id| model.rule(id)).collect();
        perhaps(ids) && said.covered(sheet, &rules)
    };
    let named =
        |id: &RuleId| model.rule(*id).is_some_and(|rule| rule.targets.iter().any(|(named, _)| *named == target));
    // The same name is what a reader sees first.
    let (same, wider): (Vec<RuleId>, Vec<RuleId>) = candidates.iter().copied().partition(named);
    let one = same.iter().chain(&wider).find(|&&id| covered(&[id]));
    let several = || {
        let mut left = candidates.to_vec();
        if !together || left.len() < 2 || !covered(&left) {
            return None;
        }
        for id in candidates {
            let fewer: Vec<RuleId> = left.iter().copied().filter(|other| other != id).collect();
            if covered(&fewer) {
                left = fewer;
            }
        }
        Some(left)
    };
    // A rule that never holds is another finding.
    let found = one.map(|&one| vec![one]).or_else(several)?;
    (!said.covered(sheet, &[])).then_some(found)
}

fn finding(sheet: Sheet<'_>, implied: &Implied) -> Option<Diagnostic> {
    let model = sheet.model;
    let rule = model.rule(implied.rule)?;
    let by: Vec<&Rule> = implied.by.iter().filter_map(|&id| model.rule(id)).collect();
    let (target, _) = rule.targets.first()?;
    let names: Vec<String> = rule.targets.iter().map(|(target, _)| sheet.name(*target)).collect();
    let names = format!("{} {}", list(&names), if names.len() == 1 { "is" } else { "are" });
    let named = |other: &Rule, target: SubjectId| other.targets.iter().any(|(named, _)| *named == target);
    let parent = |other: &Rule| {
        other
            .targets
            .iter()
            .map(|(named, _)| *named)
            .find(|named| rule.targets.iter().any(|(target, _)| model.is_kind_of(*target, *named)))
    };
    let says = word(rule);
    let window = sheet.window(rule);
    let (message, help) = match by.as_slice() {
        [one] => {
            let as_kind = match parent(one).filter(|_| !named(one, *target)) {
                Some(parent) => format!(", as a kind of {}", sheet.name(parent)),
                None => String::new(),
            };
            let anyway = sheet.held(word(one), one);
            let message = if one.window == rule.window {
                format!("this rule adds nothing: {names} {anyway} anyway{as_kind}")
            } else {
                format!("this rule adds nothing: {names} {says} {window}, but {anyway} anyway{as_kind}")
            };
            (message, single_help(sheet, rule, one, *target))
        }
        several => {
            let message = format!(
                "this rule adds nothing: {names} {says} {window}, and {} other rules together say so already",
                several.len()
            );
            (message, "remove it, or keep it and remove the others".to_owned())
        }
    };
    let about = [rule].into_iter().chain(by.iter().copied()).filter_map(|rule| rule.window.as_deref());
    let restated = || {
        by.iter()
            .all(|other| other.window == rule.window && rule.targets.iter().all(|(target, _)| !named(other, *target)))
    };
    let severity =
        if restated() || about.clone().any(crate::time::Window::is_about) { Severity::Note } else { Severity::Warning };
    let mut finding =
        Diagnostic::new(&IMPLIED, severity, message).at(named_at(rule, *target), sheet.held(says, rule)).help(help);
    for other in &by {
        let at = parent(other).map_or(other.place, |named| named_at(other, named));
        finding = finding.also(at, sheet.held(word(other), other));
    }
    finding.occurs = Some(Occurs::Always);
    let same_names = |other: &Rule| rule.targets.iter().all(|(target, _)| named(other, *target));
    let removable = by.len() == 1 && by.iter().all(|one| same_names(one) && loses_nothing(rule, one));
    finding.fix = sheet
        .sources
        .whole_lines(rule.place)
        .filter(|_| removable)
        .map(|lines| Fix { title: "remove the rule".to_owned(), edits: vec![(lines, String::new())] });
    let shown = by.iter().find_map(|one| rule.targets.iter().find_map(|(target, _)| both(sheet, rule, one, *target)));
    if let Some((target, found)) = shown {
        let at = found.hit.slot.example(&found.case.situation.treated);
        finding.witness = Some(witness(sheet, rule.place.file, target, &found.case, &at));
    }
    let targets: Vec<SubjectId> = rule.targets.iter().map(|(target, _)| *target).collect();
    let rules: Vec<&Rule> = by.into_iter().chain([rule]).collect();
    Some(sheet.about(finding, &rules, &targets))
}

/// A case in which both rules speak of a subject.
fn both(sheet: Sheet<'_>, rule: &Rule, other: &Rule, subject: SubjectId) -> Option<(SubjectId, Box<Found>)> {
    let said = |rule| Some(Said { rule, window: rule.window.as_deref()?, subject, hole: None });
    let found = said(rule)?.together(sheet, &said(other)?).filter(|_| speaks_of(sheet.model, other, subject))?;
    Some((subject, found))
}

fn single_help(sheet: Sheet<'_>, rule: &Rule, one: &Rule, target: SubjectId) -> String {
    let name = &sheet.model.subject(target).name;
    if one.window == rule.window {
        return "remove it".to_owned();
    }
    let start = rule.window.as_deref().and_then(|window| sheet.written(rule, window.start.as_ref()?));
    let end = rule.window.as_deref().and_then(|window| sheet.written(rule, window.end_moment()?));
    let kind = !one.targets.iter().any(|(named, _)| *named == target);
    match (Says::of(rule), start, end) {
        (Some(Says::Ban), _, Some(end)) if kind => {
            format!(
                "remove it; or if the ban on `{name}` ends earlier, write `except ({name} from {end})` in the other ban"
            )
        }
        (Some(Says::Permission), Some(start), _) if start != "treatment" => {
            format!("remove it; or if `{name}` has to wait until then, write `avoid {name} until {start}`")
        }
        _ => "remove it, or correct the one whose time is wrong".to_owned(),
    }
}

/// What a rule says of its targets, in a word.
pub(super) fn word(rule: &Rule) -> &'static str {
    match Says::of(rule) {
        Some(Says::Ban) if rule.ideally => "better avoided",
        Some(Says::Ban) => "avoided",
        Some(Says::Duty) => "due",
        Some(Says::Alarm) => "an alarm",
        Some(Says::Normal) => "expected",
        Some(Says::Permission) | None => "allowed",
    }
}

/// Whether nothing that a reader would miss goes with the rule: its reason, its source, its name.
pub(super) fn loses_nothing(rule: &Rule, other: &Rule) -> bool {
    let kept = |own: &Option<String>, other: &Option<String>| own.is_none() || own == other;
    rule.name.is_none() && kept(&rule.because, &other.because) && kept(&rule.source, &other.source)
}
