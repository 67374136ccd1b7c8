//! A rule that cannot hold: its window is empty for some treatments or for some of the ends that it leaves open, or its
//! condition is never true. A window that is empty for every treatment is the model's finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Zoned;
use rustc_hash::FxHashMap;

use super::cover::Said;
use super::orders::Rests;
use super::pairs::rules;
use super::search::{Answer, Found, Hit, Question, Rank, WORST, Why};
use super::slot::{Slot, seconds};
use super::witness::{usual_treatment, witness};
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs, Severity};
use crate::model::{Case, Condition, Exception, PhaseId, Rule, RuleId, SubjectId, WindowOrigin, meaning};
use crate::time::{Order, TimeError, Window, compare_all};

/// C0405 never-holds
pub static NEVER_HOLDS: Code = Code { id: "C0405", name: "never-holds", page: include_str!("never-holds.md") };

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    // One window of a phase is one finding: of the rule that asks for the least, wherever it stands.
    let mut of_phases: BTreeMap<PhaseId, &Rule> = BTreeMap::new();
    for rule in sheet.model.rules.iter().filter(|rule| rule.window_origin == WindowOrigin::Phase) {
        let Some(phase) = rule.phase else { continue };
        let first = of_phases.entry(phase).or_insert(rule);
        let key = |rule: &Rule| {
            let of_all = rule.condition.is_always();
            (rule.condition.atoms().len(), if of_all { String::new() } else { meaning(sheet.model, &[rule], &[]) })
        };
        if !first.condition.is_always() && key(rule) < key(first) {
            *first = rule;
        }
    }
    let tells = |rule: &Rule| match rule.phase.filter(|_| rule.window_origin == WindowOrigin::Phase) {
        Some(phase) => of_phases.get(&phase).is_some_and(|first| first.place == rule.place),
        None => true,
    };
    let usual = usual_treatment(sheet.model);
    // Many rules may ask the same.
    let mut known: FxHashMap<*const Condition, bool> = FxHashMap::default();
    let each = |(id, rule): (RuleId, _)| {
        let sure = sheet.index.brief(id).is_some_and(|brief| brief.ends.sure.from < brief.ends.sure.to);
        let window = || if sure || !tells(rule) { None } else { window(sheet, rule) };
        let never = rule.applies_if().is_some_and(|condition| {
            let ask = || never_true(sheet, condition, usual.as_ref());
            *known.entry(Arc::as_ptr(&rule.condition)).or_insert_with(ask)
        });
        match never.then(|| untrue(sheet, rule)).or_else(window) {
            Some(finding) => vec![finding],
            None => exceptions(sheet, rule),
        }
    };
    rules(sheet.model).flat_map(each).collect()
}

/// Exceptions that hold at no time of their ban.
fn exceptions(sheet: Sheet<'_>, rule: &Rule) -> Vec<Diagnostic> {
    let Some(window) = &rule.window else { return Vec::new() };
    let never = |hole: &&Exception| Said { rule, window, subject: hole.subject, hole: Some(hole) }.covered(sheet, &[]);
    let tell = |hole: &Exception| {
        let name = sheet.name(hole.subject);
        let message = format!("the exception for {name} has no effect: it holds at no time of the ban");
        let finding = Diagnostic::warning(&NEVER_HOLDS, hole.place, message)
            .label("excepted here")
            .help("give it a window that lies within that of the ban, or remove it");
        sheet.about(finding, &[rule], &[hole.subject])
    };
    rule.except.iter().filter(never).map(tell).collect()
}

/// Whether no facts and events make a condition true.
fn never_true(sheet: Sheet<'_>, condition: &Condition, usual: Option<&Zoned>) -> bool {
    let question = Question {
        model: sheet.model,
        effort: sheet.effort,
        windows: Vec::new(),
        further: Vec::new(),
        required: vec![condition],
        asked: Vec::new(),
        ceiling: Severity::Warning,
        rests: Rests::Order,
    };
    let rank = Rank { severity: Severity::Warning, kind: WORST };
    let slot = Slot { start: 0, end: 1 };
    let judge = |_: &Case| Some(Hit { rank, why: Why::Said, slot });
    // Most conditions are true for some patient at the first treatment that is tried.
    if usual.is_some_and(|treated| question.holds_at(treated, &judge).is_some()) {
        return false;
    }
    matches!(question.answer(&judge), Answer::Never)
}

/// A rule of which the condition is never true.
fn untrue(sheet: Sheet<'_>, rule: &Rule) -> Diagnostic {
    let help = match rule.phase {
        Some(_) => "a rule in a phase takes the phase's condition too: let one of the parts go",
        None => "let one of the parts go, or correct the one that the others exclude",
    };
    let finding =
        Diagnostic::warning(&NEVER_HOLDS, rule.place, "this rule never holds: nothing makes its condition true")
            .label("its condition is never true")
            .help(help);
    sheet.about(finding, &[rule], &targets(rule))
}

/// A window that ends before it starts for some treatments, or for some of the ends it leaves open.
fn window(sheet: Sheet<'_>, rule: &Rule) -> Option<Diagnostic> {
    let window = rule.window.as_deref()?;
    let (start, end) = (window.start.as_ref()?, window.end_moment()?);
    // An end that is an event makes a rule empty without complaint, and a point is never empty.
    let sure = compare_all(start, end) == Order::Before;
    if sure || window.point || window.moments().any(|moment| moment.events().next().is_some()) {
        return None;
    }
    let question = Question {
        model: sheet.model,
        effort: sheet.effort,
        windows: vec![window],
        further: Vec::new(),
        required: rule.applies_if().into_iter().collect(),
        asked: Vec::new(),
        ceiling: Severity::Warning,
        rests: Rests::Order,
    };
    let found = |by: i64| match question.answer(&|case| empty(window, case, by).ok().flatten()) {
        Answer::Found(found) => Some(found),
        Answer::Never | Answer::Undecided => None,
    };
    // A window that is empty for one treatment of the day only, whose moments meet then, is no mistake of the writer.
    let touching = found(0)?;
    let found = if whenever(&touching) { touching } else { found(1)? };
    Some(finding(sheet, rule, &found))
}

fn whenever(found: &Found) -> bool {
    matches!(found.occurs, Occurs::Always | Occurs::Facts)
}

/// Whether the window ends so many seconds, or more, before it starts.
fn empty(window: &Window, case: &Case, by: i64) -> Result<Option<Hit>, TimeError> {
    let resolved = window.resolve(&case.situation)?;
    let (start, end) = (seconds(&resolved.start.end), seconds(&resolved.end.start));
    let severity = if window.is_about() { Severity::Note } else { Severity::Warning };
    let why = if resolved.is_empty() { Why::Said } else { Why::Range };
    let slot = Slot { start: end, end: start.max(end + 1) };
    Ok((start >= end + by).then_some(Hit { rank: Rank { severity, kind: u8::from(why == Why::Said) }, why, slot }))
}

fn finding(sheet: Sheet<'_>, rule: &Rule, found: &Found) -> Diagnostic {
    let when = sheet.only(found, &[&rule.condition]);
    let (message, help) = match (whenever(found), found.hit.why) {
        (true, _) => (
            format!("this window, `{}`, ends before it starts, whenever the treatment is", sheet.window(rule)),
            "let it end later, or start earlier",
        ),
        (_, Why::Range) => (
            format!("this window, `{}`, may end before it starts{when}", sheet.window(rule)),
            "let the last start lie before the first end",
        ),
        _ => (
            format!("this window, `{}`, ends before it starts{when}", sheet.window(rule)),
            "let it end later, or say when treatments start: `treatment … hours 08:00..18:00`",
        ),
    };
    let severity = found.hit.rank.severity;
    let severity = if whenever(found) && severity == Severity::Warning { Severity::Error } else { severity };
    let mut finding =
        Diagnostic::new(&NEVER_HOLDS, severity, message).at(rule.window_place, "empty for such a treatment").help(help);
    finding.occurs = Some(found.occurs);
    if let Some((target, _)) = rule.targets.first() {
        let at = found.hit.slot.example(&found.case.situation.treated);
        finding.witness = Some(witness(sheet, rule.place.file, *target, &found.case, &at));
    }
    match (rule.window_origin, &rule.window) {
        // Which rule comes first in a phase means nothing.
        (WindowOrigin::Phase, Some(window)) => sheet.about_window(finding, &[], window),
        _ => sheet.about(finding, &[rule], &targets(rule)),
    }
}

fn targets(rule: &Rule) -> Vec<SubjectId> {
    rule.targets.iter().map(|(target, _)| *target).collect()
}
