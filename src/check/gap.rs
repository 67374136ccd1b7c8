//! Banned until X, permitted or ordered from Y, and nothing said between: a note, for a reader would want to know. Looks
//! through kinds and over all rules; a ban that ends before the treatment opens no gap.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::holding::{Reading, holding};
use super::index::Brief;
use super::meeting::named_at;
use super::pairs::Says;
use super::search::{Hit, Question, Rank, WORST, Why};
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
#[derive(Clone, Copy)]
struct Speaks<'m> {
    id: RuleId,
    rule: &'m Rule,
    says: Says,
    slot: Slot,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let about = |subject| (subject, sheet.index.about(model, subject));
    let open = |(_, about): &(SubjectId, Vec<RuleId>)| may_be_open(sheet, about);
    let subjects: Vec<(SubjectId, Vec<RuleId>)> = sheet.index.named().map(about).filter(open).collect();
    if subjects.is_empty() {
        return Vec::new();
    }
    let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
    // Whether a gap is there on the first and the last hour of treatments too, is enough for a note.
    let cases = Cases::of([], &[], hours);
    let mut gaps: BTreeMap<(RuleId, RuleId), Gap> = BTreeMap::new();
    let mut treatments: Vec<Zoned> = cases.ordinary().iter().filter_map(in_example_zone).collect();
    treatments.sort_by_key(|treated| Reverse(comfort(treated)));
    for (number, treated) in treatments.iter().enumerate() {
        let Ok(case) = Case::new(model, treated.clone(), &Fixed::default()) else { continue };
        let mut known: BTreeMap<RuleId, Option<Speaks<'_>>> = BTreeMap::new();
        for (subject, about) in &subjects {
            let speaks = |&id| *known.entry(id).or_insert_with(|| speaks(model, id, &case));
            let about: Vec<Speaks<'_>> = about.iter().filter_map(speaks).collect();
            for (ban, next, slot, case) in gaps_of(model, *subject, &about, treated) {
                let gap = gaps.entry((ban, next)).or_insert(Gap {
                    subjects: BTreeSet::new(),
                    case,
                    slot,
                    treatments: BTreeSet::new(),
                });
                gap.subjects.insert(*subject);
                gap.treatments.insert(number);
            }
        }
    }
    let all = treatments.len();
    gaps.into_iter().filter_map(|((ban, next), gap)| finding(sheet, ban, next, &gap, all)).collect()
}

/// Whether there may be a gap between some of these rules: whether a ban ends, something else begins afterwards, and no
/// rule without a condition surely holds when it ends.
fn may_be_open(sheet: Sheet<'_>, about: &[RuleId]) -> bool {
    let brief = |&id: &RuleId| Some((id, sheet.index.brief(id)?));
    let last_start = about.iter().filter_map(brief).filter(|(_, brief)| speaks_next(brief.says));
    let Some(last_start) = last_start.map(|(_, brief)| brief.ends.start.to).max() else { return false };
    let opens = |brief: &Brief| brief.says == Says::Ban && brief.ends.end.to > 0 && brief.ends.end.from < last_start;
    let bans: Vec<(RuleId, &Brief)> = about.iter().filter_map(brief).filter(|(_, brief)| opens(brief)).collect();
    if bans.is_empty() {
        return false;
    }
    let always = |id: RuleId| sheet.model.rule(id).filter(|rule| rule.condition.is_always());
    let in_time = |(_, brief): &(RuleId, &Brief)| brief.says == Says::Ban || speaks_next(brief.says);
    let mut sure: Vec<(RuleId, &Brief)> =
        about.iter().filter_map(brief).filter(in_time).filter(|(id, _)| always(*id).is_some()).collect();
    sure.sort_unstable_by_key(|(id, brief)| (brief.ends.start.to, *id));
    // How far the rules that begin until then reach together.
    let reach: Vec<i64> = sure
        .iter()
        .scan(i64::MIN, |far, (_, brief)| {
            *far = brief.ends.end.from.max(*far);
            Some(*far)
        })
        .collect();
    let followed = |(id, ban): &(RuleId, &Brief)| {
        let (first, last) = (ban.ends.end.from, ban.ends.end.to);
        let begun = sure.partition_point(|(_, brief)| brief.ends.start.to <= first);
        if begun.checked_sub(1).and_then(|at| reach.get(at)).is_some_and(|&far| far > last) {
            return true;
        }
        // With the slack for clock changes `until +2d` and `from +2d` lie apart; as written they do not.
        let Some(end) = window_of(sheet, *id).filter(|window| !window.point).and_then(Window::end_moment) else {
            return false;
        };
        let from = sure.partition_point(|(_, brief)| brief.ends.start.to < last);
        let mut same = sure.iter().skip(from).take_while(|(_, brief)| brief.ends.start.to == last);
        same.any(|(id, brief)| {
            let start = window_of(sheet, *id).and_then(|window| window.start.as_ref());
            brief.ends.end.from > last && start.is_some_and(|start| start.earliest == end.latest)
        })
    };
    !bans.iter().all(followed)
}

fn window_of<'m>(sheet: Sheet<'m>, id: RuleId) -> Option<&'m Window> {
    sheet.model.rule(id)?.window.as_ref()
}

/// Whether a gap may end where a rule that says so begins.
fn speaks_next(says: Says) -> bool {
    matches!(says, Says::Permission | Says::Duty)
}

fn speaks<'m>(model: &'m Model, id: RuleId, case: &Case) -> Option<Speaks<'m>> {
    let rule = model.rule(id)?;
    let says = Says::of(rule).filter(|&says| says == Says::Ban || speaks_next(says))?;
    let held = holding(rule.window.as_ref()?, case, Reading::About).ok()?;
    (!held.possible.is_empty()).then_some(Speaks { id, rule, says, slot: held.possible })
}

/// The gaps of one subject for one treatment.
fn gaps_of(
    model: &Model,
    subject: SubjectId,
    about: &[Speaks<'_>],
    treated: &Zoned,
) -> Vec<(RuleId, RuleId, Slot, Case)> {
    let now = treated.timestamp().as_second();
    let opens = |speaks: &&Speaks<'_>| {
        let excepted = || speaks.rule.except.iter().any(|hole| model.is_kind_of(subject, hole.subject));
        speaks.says == Says::Ban && speaks.slot.end > now && speaks.slot.end < FUTURE && !excepted()
    };
    let mut next: Vec<&Speaks<'_>> = about.iter().filter(|speaks| speaks.says != Says::Ban).collect();
    next.sort_by_key(|speaks| (speaks.slot.start, speaks.id));
    let (mut always, sometimes): (Vec<&Speaks<'_>>, Vec<&Speaks<'_>>) =
        about.iter().partition(|speaks| speaks.rule.condition.is_always());
    always.sort_by_key(|speaks| speaks.slot.start);
    let reach: Vec<i64> = always
        .iter()
        .scan(i64::MIN, |far, speaks| {
            *far = speaks.slot.end.max(*far);
            Some(*far)
        })
        .collect();
    // Whether a rule without a condition holds somewhere in a slot.
    let spoken_of = |slot: Slot| {
        let begun = always.partition_point(|speaks| speaks.slot.start < slot.end);
        begun.checked_sub(1).and_then(|at| reach.get(at)).is_some_and(|&far| far > slot.start)
    };
    let mut found = Vec::new();
    let mut closed = BTreeSet::new();
    for ban in about.iter().filter(opens) {
        let after = next.partition_point(|permit| permit.slot.start <= ban.slot.end);
        for permit in next.iter().skip(after) {
            let slot = Slot { start: ban.slot.end, end: permit.slot.start };
            if spoken_of(slot) {
                break;
            }
            if closed.contains(&permit.id) {
                continue;
            }
            let between: Vec<&Rule> = sometimes
                .iter()
                .filter(|speaks| speaks.id != ban.id && !speaks.slot.and(slot).is_empty())
                .map(|speaks| speaks.rule)
                .collect();
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
    let rank = Rank { severity: Severity::Note, kind: WORST };
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
