//! Banned until X, permitted or ordered from Y, and nothing said between: a note, for a reader would want to know. Looks
//! through kinds and over all rules; a ban that ends before the treatment opens no gap.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::holding::{Reading, holding};
use super::meeting::named_at;
use super::pairs::{Says, rules};
use super::search::{Hit, Question, Rank, Why};
use super::slot::{FUTURE, Slot};
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs, Severity};
use crate::model::{Case, Condition, Fixed, Model, Rule, RuleId, SubjectId};
use crate::time::Window;
use crate::time::cases::{Cases, comfort, in_example_zone};

/// C0404 gap
pub static GAP: Code = Code { id: "C0404", name: "gap", page: include_str!("gap.md") };

/// A gap between a ban and the rule that comes after it.
struct Gap {
    subjects: BTreeSet<SubjectId>,
    case: Case,
    slot: Slot,
    treatments: BTreeSet<usize>,
}

/// A rule that speaks of activities, and when it may hold for one treatment.
struct Speaks<'m> {
    id: RuleId,
    rule: &'m Rule,
    window: &'m Window,
    says: Says,
    /// The rules that speak of a subject are many, the subjects few: the targets, to be found fast.
    targets: BTreeSet<SubjectId>,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let speaking: Vec<Speaks<'_>> = rules(model).filter_map(|(id, rule)| speaks(id, rule)).collect();
    let mut by_target: BTreeMap<SubjectId, Vec<usize>> = BTreeMap::new();
    for (index, speaks) in speaking.iter().enumerate() {
        speaks.targets.iter().for_each(|target| by_target.entry(*target).or_default().push(index));
    }
    let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
    // Whether a gap is there on the first and the last hour of treatments too, is enough for a note.
    let cases = Cases::of([], &[], hours);
    let mut gaps: BTreeMap<(RuleId, RuleId), Gap> = BTreeMap::new();
    let mut treatments: Vec<Zoned> = cases.ordinary().iter().filter_map(in_example_zone).collect();
    treatments.sort_by_key(|treated| Reverse(comfort(treated)));
    for (number, treated) in treatments.iter().enumerate() {
        let Ok(case) = Case::new(model, treated.clone(), &Fixed::default()) else { continue };
        let slots: Vec<Option<Slot>> = speaking.iter().map(|speaks| possible(speaks, &case)).collect();
        for &subject in by_target.keys() {
            let about = about(model, &by_target, subject);
            let about: Vec<(&Speaks<'_>, Slot)> = about
                .into_iter()
                .filter_map(|index| Some((speaking.get(index)?, slots.get(index).copied().flatten()?)))
                .collect();
            for (ban, next, slot, case) in gaps_of(model, subject, &about, treated) {
                let gap = gaps.entry((ban, next)).or_insert(Gap {
                    subjects: BTreeSet::new(),
                    case,
                    slot,
                    treatments: BTreeSet::new(),
                });
                gap.subjects.insert(subject);
                gap.treatments.insert(number);
            }
        }
    }
    let all = treatments.len();
    gaps.into_iter().filter_map(|((ban, next), gap)| finding(sheet, ban, next, &gap, all)).collect()
}

fn speaks(id: RuleId, rule: &Rule) -> Option<Speaks<'_>> {
    let says = Says::of(rule).filter(|says| matches!(says, Says::Ban | Says::Permission | Says::Duty))?;
    let targets = rule.targets.iter().map(|(target, _)| *target).collect();
    Some(Speaks { id, rule, window: rule.window.as_ref()?, says, targets })
}

/// When a rule may hold.
fn possible(speaks: &Speaks<'_>, case: &Case) -> Option<Slot> {
    let held = holding(speaks.window, case, Reading::About).ok()?;
    (!held.possible.is_empty()).then_some(held.possible)
}

/// The rules that say something about a subject: about itself or about something that it is a kind of.
fn about(model: &Model, by_target: &BTreeMap<SubjectId, Vec<usize>>, subject: SubjectId) -> BTreeSet<usize> {
    let ancestors = model.subject(subject).ancestors.iter();
    ancestors.chain([&subject]).filter_map(|named| by_target.get(named)).flatten().copied().collect()
}

/// The gaps of one subject for one treatment.
fn gaps_of(
    model: &Model,
    subject: SubjectId,
    about: &[(&Speaks<'_>, Slot)],
    treated: &Zoned,
) -> Vec<(RuleId, RuleId, Slot, Case)> {
    let now = treated.timestamp().as_second();
    let opens = |speaks: &Speaks<'_>, slot: &Slot| {
        let excepted = speaks.rule.except.iter().any(|hole| model.is_kind_of(subject, hole.subject));
        speaks.says == Says::Ban && !excepted && slot.end > now && slot.end < FUTURE
    };
    let mut next: Vec<&(&Speaks<'_>, Slot)> = about.iter().filter(|(speaks, _)| speaks.says != Says::Ban).collect();
    next.sort_by_key(|(speaks, slot)| (slot.start, speaks.id));
    let mut found = Vec::new();
    let mut closed = BTreeSet::new();
    for (ban, banned) in about.iter().filter(|(speaks, slot)| opens(speaks, slot)) {
        for (permit, permitted) in next.iter().filter(|(_, slot)| slot.start > banned.end) {
            let slot = Slot { start: banned.end, end: permitted.start };
            let between: Vec<&Rule> = about
                .iter()
                .filter(|(speaks, other)| speaks.id != ban.id && !other.and(slot).is_empty())
                .map(|(speaks, _)| speaks.rule)
                .collect();
            if between.iter().any(|rule| rule.condition.is_always()) {
                break;
            }
            if closed.contains(&permit.id) {
                continue;
            }
            if let Some(case) = silent(model, ban.rule, permit.rule, &between, treated, slot) {
                closed.insert(permit.id);
                found.push((ban.id, permit.id, slot, case));
            }
        }
    }
    found
}

/// A case in which both rules hold and none of those between.
fn silent(model: &Model, ban: &Rule, next: &Rule, between: &[&Rule], treated: &Zoned, slot: Slot) -> Option<Case> {
    let not_between = between.iter().map(|rule| rule.condition.clone().negated());
    let required: Vec<Condition> = [ban.condition.clone(), next.condition.clone()]
        .into_iter()
        .chain(not_between)
        .filter(|condition| !condition.is_always())
        .collect();
    let question = Question {
        model,
        windows: Vec::new(),
        further: Vec::new(),
        required,
        asked: Vec::new(),
        ceiling: Severity::Note,
    };
    let rank = Rank { severity: Severity::Note, kind: 0 };
    question.holds_at(treated, &|_| Some(Hit { rank, why: Why::Said, slot }))
}

fn finding(sheet: Sheet<'_>, ban: RuleId, next: RuleId, gap: &Gap, all: usize) -> Option<Diagnostic> {
    let model = sheet.model;
    let (ban, next) = (model.rule(ban)?, model.rule(next)?);
    // A kind of a subject that is named anyway adds nothing.
    let named: Vec<SubjectId> = gap
        .subjects
        .iter()
        .filter(|subject| !gap.subjects.iter().any(|other| other != *subject && model.is_kind_of(**subject, *other)))
        .copied()
        .collect();
    let names: Vec<String> = named.iter().map(|subject| sheet.name(*subject)).collect();
    let (until, from) = (ban.window.as_ref()?.end_moment()?, next.window.as_ref()?.start.as_ref()?);
    let (until, from) = (sheet.end(ban, &until.latest), sheet.moment(next, from));
    let verb = if Says::of(next) == Some(Says::Duty) { "due" } else { "allowed" };
    let always = gap.treatments.len() == all;
    let sometimes = if always { "" } else { ", for some times of the treatment" };
    let facts = sheet.facts(&gap.case, &[&ban.condition, &next.condition]);
    let message = format!(
        "nothing is said about {}{facts} between {until}, when the ban ends, and {from}, from when it is {verb}{sometimes}",
        list(&names)
    );
    let about = |rule: &Rule| {
        let target = rule.targets.iter().find(|(target, _)| named.iter().any(|&one| model.is_kind_of(one, *target)));
        named_at(rule, target.map_or(SubjectId(u32::MAX), |(target, _)| *target))
    };
    let mut finding = Diagnostic::note(&GAP, about(next), message)
        .label(sheet.held(verb, next))
        .also(about(ban), sheet.held("avoided", ban))
        .help("if the source says what holds between, write it; if it does not, leave it open");
    finding.occurs = Some(match (always, facts.is_empty()) {
        (false, _) => Occurs::TimeOfDay,
        (true, false) => Occurs::Facts,
        (true, true) => Occurs::Always,
    });
    let at = gap.slot.example(&gap.case.situation.treated);
    finding.witness = Some(witness(sheet, next.place.file, *named.first()?, &gap.case, &at));
    Some(sheet.about(finding, &[ban, next], &named))
}

/// Names as a sentence has them.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
