//! `do b` where b itself is not banned, but every kind of it is: `do exercise`, `avoid walking`, `avoid swimming`. A duty
//! is met by any kind, so that the bans count only together.

use std::collections::{BTreeMap, BTreeSet};

use super::duty::{UNMEETABLE, unmet};
use super::holding::{Ban, Reading, ban_holding};
use super::meeting::{Judged, named_at};
use super::pairs::Says;
use super::reach::{Ends, Reach};
use super::search::{Answer, Found, Question};
use super::slot::{Slot, Slots};
use super::undecided;
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Case, Exception, Model, Rule, SubjectId};
use crate::time::{TimeError, Window};

/// How many of the bans are shown; the reader sees the point.
const MOST_LABELS: usize = 4;

/// A ban of one kind of what is due, and its exceptions for that kind.
struct KindBan<'m> {
    kind: SubjectId,
    rule: &'m Rule,
    window: &'m Window,
    target: SubjectId,
    holes: Vec<&'m Exception>,
}

/// A duty and the bans of its kinds.
struct Duty<'m> {
    rule: &'m Rule,
    window: &'m Window,
    target: SubjectId,
    bans: Vec<KindBan<'m>>,
}

impl Duty<'_> {
    /// The finding as one about all these rules, and about all kinds of what is due.
    fn about(&self, sheet: Sheet<'_>, finding: Diagnostic) -> Diagnostic {
        let rules: Vec<&Rule> = self.bans.iter().map(|ban| ban.rule).chain([self.rule]).collect();
        let subjects: Vec<SubjectId> = self.bans.iter().map(|ban| ban.kind).chain([self.target]).collect();
        sheet.about(finding, &rules, &subjects)
    }
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let mut bans: BTreeMap<SubjectId, Vec<&Rule>> = BTreeMap::new();
    for rule in sheet.model.rules.iter().filter(|rule| Says::of(rule) == Some(Says::Ban) && !rule.ideally) {
        rule.targets.iter().for_each(|(target, _)| bans.entry(*target).or_default().push(rule));
    }
    let duties = sheet.model.rules.iter().filter(|rule| Says::of(rule) == Some(Says::Duty));
    duties
        .flat_map(|rule| rule.targets.iter().map(move |(target, _)| (rule, *target)))
        .filter_map(|(rule, target)| duty(sheet.model, &bans, &sheet.index.events, rule, target))
        .filter_map(|duty| look(sheet, &duty))
        .collect()
}

/// A duty of which every kind is banned at a time that may matter, by rules that do not ban the whole.
fn duty<'m>(
    model: &'m Model,
    bans: &BTreeMap<SubjectId, Vec<&'m Rule>>,
    events: &[Reach],
    rule: &'m Rule,
    target: SubjectId,
) -> Option<Duty<'m>> {
    let window = rule.window.as_ref()?;
    let slot = |reach: Reach| Slot { start: reach.from, end: reach.to };
    let ends = Ends::of(window, events);
    let (widest, narrowest) = (slot(ends.widest()), slot(ends.sure));
    // Seconds from the treatment at which a kind may be banned, over all kinds so far.
    let mut all_banned: Slots = widest.into();
    let kinds: BTreeSet<SubjectId> = model.kinds_of(target).filter(|&kind| kind != target).collect();
    let parents: BTreeSet<SubjectId> = kinds.iter().flat_map(|&kind| model.subject(kind).parents.clone()).collect();
    let mut found = Vec::new();
    for &kind in kinds.iter().filter(|kind| !parents.contains(kind)) {
        let mut banned = Slots::default();
        for target in model.ancestors(kind).chain([kind]).filter(|named| kinds.contains(named)) {
            for ban in bans.get(&target).into_iter().flatten().filter(|ban| ban.by == rule.by) {
                let at_most = slot(Ends::of(ban.window.as_ref()?, events).widest()).and(widest);
                if at_most.is_empty() {
                    continue;
                }
                banned = banned.or(&at_most.into());
                let holes = ban.except.iter().filter(|hole| model.is_kind_of(kind, hole.subject));
                let ban = KindBan { kind, rule: ban, window: ban.window.as_ref()?, target, holes: holes.collect() };
                found.push(ban);
            }
        }
        all_banned = all_banned.and(&banned);
        // Once in the window: then the bans must cover what is the window for every treatment.
        let once = rule.frequency.is_none() && !narrowest.is_empty();
        if all_banned.overlap(widest).is_none() || once && !all_banned.cover(narrowest) {
            return None;
        }
    }
    (!found.is_empty()).then_some(Duty { rule, window, target, bans: found })
}

fn look(sheet: Sheet<'_>, duty: &Duty<'_>) -> Option<Diagnostic> {
    let holes = || duty.bans.iter().flat_map(|ban| &ban.holes);
    let windows = duty.bans.iter().map(|ban| ban.window).chain(holes().filter_map(|hole| hole.window.as_ref()));
    let asked = duty.bans.iter().map(|ban| &ban.rule.condition).chain(holes().map(|hole| &hole.condition));
    let question = Question {
        model: sheet.model,
        windows: windows.chain([duty.window]).collect(),
        further: Vec::new(),
        required: [duty.rule.condition.clone()].into_iter().filter(|condition| !condition.is_always()).collect(),
        asked: asked.filter(|condition| !condition.is_always()).collect(),
        ceiling: if duty.rule.ideally { Severity::Note } else { Severity::Error },
    };
    match question.answer(&|case| judge(sheet.model, duty, case).ok().flatten()) {
        Answer::Never => None,
        Answer::Found(found) => Some(finding(sheet, duty, &found, question.ceiling)),
        Answer::Undecided => {
            let ban = duty.bans.first()?;
            let places = (named_at(duty.rule, duty.target), named_at(ban.rule, ban.target));
            Some(duty.about(sheet, undecided::finding(&sheet.name(duty.target), places)))
        }
    }
}

/// How bad one case is: when no kind may be done, the duty is banned.
fn judge(model: &Model, duty: &Duty<'_>, case: &Case) -> Judged {
    for &reading in Reading::of(duty.bans.iter().map(|ban| ban.window).chain([duty.window])) {
        let ban = all_banned(duty, case, reading)?;
        if let Some(hit) = unmet(model, (duty.rule, duty.window), &ban, reading, case)? {
            return Ok(Some(hit));
        }
    }
    Ok(None)
}

fn all_banned(duty: &Duty<'_>, case: &Case, reading: Reading) -> Result<Ban, TimeError> {
    let mut kinds: BTreeMap<SubjectId, Ban> = BTreeMap::new();
    for ban in &duty.bans {
        let held = ban_holding(ban.rule, ban.window, &ban.holes, case, reading)?;
        let kind = kinds.entry(ban.kind).or_insert(Ban { certain: Slots::default(), possible: Slots::default() });
        kind.certain = kind.certain.or(&held.certain);
        kind.possible = kind.possible.or(&held.possible);
    }
    let all = kinds
        .into_values()
        .reduce(|a, b| Ban { certain: a.certain.and(&b.certain), possible: a.possible.and(&b.possible) });
    Ok(all.unwrap_or(Ban { certain: Slots::default(), possible: Slots::default() }))
}

fn finding(sheet: Sheet<'_>, duty: &Duty<'_>, found: &Found, ceiling: Severity) -> Diagnostic {
    let name = sheet.name(duty.target);
    let asked = duty.bans.iter().map(|ban| &ban.rule.condition);
    let conditions: Vec<_> = asked.chain([&duty.rule.condition]).collect();
    let only = sheet.only(found, &conditions);
    let message = format!("{name} is due but every kind of it is avoided, so that it cannot be done{only}");
    let mut finding = Diagnostic::new(&UNMEETABLE, found.hit.rank.severity.min(ceiling), message)
        .at(named_at(duty.rule, duty.target), sheet.held("due", duty.rule))
        .help("let one of the kinds be done, or let the duty start when a ban ends");
    for ban in duty.bans.iter().take(MOST_LABELS) {
        finding = finding.also(named_at(ban.rule, ban.target), sheet.held("avoided", ban.rule));
    }
    finding.occurs = Some(found.occurs);
    let at = found.hit.slot.example(&found.case.situation.treated);
    let kind = duty.bans.first().map_or(duty.target, |ban| ban.kind);
    finding.witness = Some(witness(sheet, duty.rule.place.file, kind, &found.case, &at));
    duty.about(sheet, finding)
}
