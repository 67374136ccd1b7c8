//! Banned until X, permitted or ordered from Y, and nothing said between: a note, for a reader would want to know. Looks
//! through kinds and over all rules; a ban that ends before the treatment opens no gap, and neither does a clock change:
//! windows that touch on every other day leave nothing open.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::crowded;
use super::implied::ranks;
use super::index::Brief;
use super::meeting::named_at;
use super::pairs::Says;
use super::parts::{parts, parts_of};
use super::silence::{Between, Gap, Speaks};
use super::undecided;
use super::unknowns::Limit;
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Basis, Model, Rule, RuleId, SubjectId};
use crate::source::Place;
use crate::time::{Latest, Order, compare_latest};

/// C0404 gap
pub static GAP: Code = Code { id: "C0404", name: "gap", page: include_str!("gap.md") };

/// How many pairs of a ban and a later rule are looked at in a part of the subjects; that there were more is said.
const MOST: usize = 20_000;
/// So few rules about a subject are held to each other before they are sorted.
const FEW: usize = 8;

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let subjects: Vec<SubjectId> = sheet.index.named().collect();
    let looked = parts_of(&subjects, sheet.effort, |subjects, effort| {
        let sheet = Sheet { effort, ..sheet };
        let (mut looked, mut briefs) = (Looked::default(), Vec::new());
        for &subject in subjects {
            briefs.clear();
            briefs.extend(sheet.index.naming_above(model, subject).filter_map(|named| sheet.index.brief(named.rule)));
            if may_leave_a_gap(&briefs) {
                let about = sheet.index.about(model, subject).into_iter();
                let about: Vec<Speaks<'_>> = about.filter_map(|id| Speaks::of(sheet, id)).collect();
                gaps_of(sheet, subject, &about.iter().collect::<Vec<_>>(), &mut looked);
            }
        }
        vec![looked]
    });
    let mut gaps: BTreeMap<(RuleId, RuleId), (BTreeSet<SubjectId>, Gap)> = BTreeMap::new();
    let mut undecided: BTreeMap<(RuleId, RuleId), SubjectId> = BTreeMap::new();
    let mut crowded = None;
    for part in looked {
        for (subject, ban, next, gap) in part.found {
            gaps.entry((ban, next)).or_insert_with(|| (BTreeSet::new(), gap)).0.insert(subject);
        }
        for (subject, ban, next) in part.undecided {
            undecided.entry((ban, next)).or_insert(subject);
        }
        crowded = part.crowded.or(crowded);
    }
    let gaps: Vec<_> = gaps.into_iter().collect();
    let mut findings = parts(&gaps, |gaps| {
        gaps.iter().filter_map(|((ban, next), (of, gap))| finding(sheet, *ban, *next, of, gap)).collect()
    });
    findings.extend(undecided.into_iter().filter_map(|((ban, next), subject)| {
        let (ban, next) = (model.rule(ban)?, model.rule(next)?);
        let places = (ban.place, next.place);
        Some(sheet.about(undecided::finding(&sheet.name(subject), places), &[ban, next], &[subject]))
    }));
    findings.extend(crowded.map(crowded::finding));
    findings
}

/// What has been looked at in a part of the subjects, and what could not be.
#[derive(Default)]
struct Looked {
    count: usize,
    /// A rule of which there are too many.
    crowded: Option<Place>,
    found: Vec<(SubjectId, RuleId, RuleId, Gap)>,
    /// Pairs of which it cannot be said whether anything lies between.
    undecided: Vec<(SubjectId, RuleId, RuleId)>,
    /// What lies between two rules that nothing else comes between.
    known: FxHashMap<[Basis; 2], Option<Gap>>,
}

/// Whether of the rules about a subject one surely starts later than a ban of it may end: else no gap is there.
fn may_leave_a_gap(about: &[&Brief<'_>]) -> bool {
    let starts = about.iter().filter(|brief| matches!(brief.says, Says::Permission | Says::Duty));
    let latest_start = starts.clone().map(|brief| brief.ends.sure.from).max();
    let bans = about.iter().filter(|brief| brief.says == Says::Ban);
    let mut early = bans.filter(|ban| Some(ban.ends.sure.to) < latest_start).peekable();
    early.peek().is_some() && (about.len() > FEW || early.any(|ban| starts.clone().any(|next| may_follow(ban, next))))
}

/// The gaps of one subject. Of several rules that leave the same open, those named are chosen by what they mean.
fn gaps_of(sheet: Sheet<'_>, subject: SubjectId, about: &[&Speaks<'_>], looked: &mut Looked) {
    let model = sheet.model;
    let excepted = |ban: &Speaks<'_>| ban.rule.except.iter().any(|hole| model.is_kind_of(subject, hole.subject));
    let ends = |ban: &Speaks<'_>| ban.brief.window.end_moment().is_some() && ban.reach.to > 0;
    let is_ban = |speaks: &Speaks<'_>| speaks.brief.says == Says::Ban;
    let mut bans: Vec<&Speaks<'_>> =
        about.iter().copied().filter(|speaks| is_ban(speaks) && ends(speaks) && !excepted(speaks)).collect();
    let mut nexts: Vec<&Speaks<'_>> =
        about.iter().copied().filter(|speaks| !is_ban(speaks) && speaks.brief.window.start.is_some()).collect();
    nexts.sort_by_key(|next| next.reach.from);
    // The latest start of those up to here: what starts before a ban ends need not be looked at for each ban.
    let starts = nexts.iter().scan(i64::MIN, |latest, next| {
        *latest = next.latest_start().max(*latest);
        Some(*latest)
    });
    let starts: Vec<i64> = starts.collect();
    let closed = Closed::of(about);
    let following = |ban: &Speaks<'_>| {
        let last = closed.by(ban.reach.to);
        let first = starts.partition_point(|latest| *latest <= ban.earliest_end());
        let last_start = nexts.partition_point(|next| next.reach.from <= last);
        nexts.get(first..last_start).unwrap_or_default().iter().copied()
    };
    bans.retain(|ban| following(ban).any(|next| may_follow(&ban.brief, &next.brief)));
    if bans.is_empty() {
        return;
    }
    // Of two there is nothing to choose from.
    let several = bans.len() + nexts.len() > 2;
    let ids = bans.iter().chain(&nexts).map(|speaks| speaks.id).filter(|_| several);
    let ranks = ranks(model, ids);
    let rank = |speaks: &&Speaks<'_>| (ranks.get(&speaks.id).copied(), speaks.id);
    bans.sort_by_key(rank);
    let by_start = ByStart::of(about);
    let mut told: Vec<(&Latest, &Latest)> = Vec::new();
    for ban in bans {
        let mut near: Vec<&Speaks<'_>> = following(ban).filter(|next| may_follow(&ban.brief, &next.brief)).collect();
        // What starts later of one moment and another comes after what starts at the one.
        near.sort_by_key(|next| {
            (next.brief.window.start.as_ref().map_or(0, |start| start.earliest.0.len()), rank(next))
        });
        for next in near {
            let (Some(end), Some(start)) = (ban.brief.window.end_moment(), &next.brief.window.start) else { continue };
            let moments = (&end.latest, &start.earliest);
            let no_later = |(end, start): &(&Latest, &Latest)| {
                *end == moments.0 && start.0.iter().all(|term| moments.1.0.contains(term))
            };
            if ban.rule.by != next.rule.by || told.iter().any(no_later) {
                continue;
            }
            if sheet.effort.is_spent(next.rule.place) {
                return;
            }
            looked.count += 1;
            if looked.count > MOST {
                looked.crowded = Some(next.rule.place);
                return;
            }
            let others = by_start.between(ban.earliest_end(), next.latest_start());
            let mut others: Vec<&Speaks<'_>> =
                others.filter(|other| other.id != ban.id && other.id != next.id).collect();
            others.sort_by_key(|other| other.id);
            let between = Between { ban, next, others };
            let alike = between.alike();
            let gap = if let Some(gap) = alike.and_then(|alike| looked.known.get(&alike)) {
                Ok(gap.clone())
            } else {
                let gap = between.gap(sheet);
                looked.known.extend(alike.zip(gap.as_ref().ok().cloned()));
                gap
            };
            match gap {
                Ok(Some(gap)) => {
                    told.push(moments);
                    looked.found.push((subject, ban.id, next.id, gap));
                }
                Ok(None) => {}
                Err(Limit) => looked.undecided.push((subject, ban.id, next.id)),
            }
        }
    }
}

/// Whether the second may start after the ban ends, as far as can be said for all treatments at once.
fn may_follow(ban: &Brief<'_>, next: &Brief<'_>) -> bool {
    let (Some(end), Some(start)) = (ban.window.end_moment(), &next.window.start) else { return false };
    matches!(compare_latest(&end.latest, &start.earliest), Order::Before | Order::Varies)
        && next.ends.sure.from > ban.ends.sure.to
}

/// The rules about a subject by the earliest second at which they may hold.
struct ByStart<'s, 'm> {
    rules: Vec<&'s Speaks<'m>>,
    /// The latest second at which a rule up to here may hold.
    latest: Vec<i64>,
}

impl<'s, 'm> ByStart<'s, 'm> {
    fn of(about: &[&'s Speaks<'m>]) -> ByStart<'s, 'm> {
        let mut rules = about.to_vec();
        rules.sort_by_key(|speaks| (speaks.reach.from, speaks.id));
        let latest = rules.iter().scan(i64::MIN, |latest, speaks| {
            *latest = speaks.reach.to.max(*latest);
            Some(*latest)
        });
        let latest = latest.collect();
        ByStart { rules, latest }
    }

    /// Those that may hold after the one second and before the other.
    fn between(&self, after: i64, before: i64) -> impl Iterator<Item = &'s Speaks<'m>> + '_ {
        let started = self.rules.partition_point(|speaks| speaks.reach.from < before);
        let near = self.rules.iter().zip(&self.latest).take(started).rev();
        near.take_while(move |(_, latest)| **latest > after)
            .filter(move |(speaks, _)| speaks.reach.to > after)
            .map(|(speaks, _)| *speaks)
    }
}

/// What rules without a condition say for every treatment: what comes after one of them never follows a ban at once.
struct Closed {
    /// Ends, from the latest, and the earliest start of all that end then or later.
    starts: Vec<(i64, i64)>,
}

impl Closed {
    fn of(about: &[&Speaks<'_>]) -> Closed {
        let always = about.iter().filter(|speaks| speaks.rule.condition.is_always());
        let sure = always
            .map(|speaks| (speaks.brief.ends.sure.to, speaks.brief.ends.sure.from))
            .filter(|(to, from)| from < to);
        let mut starts: Vec<(i64, i64)> = sure.collect();
        starts.sort_by_key(|(to, _)| Reverse(*to));
        let mut least = i64::MAX;
        for (_, from) in &mut starts {
            least = least.min(*from);
            *from = least;
        }
        Closed { starts }
    }

    /// Up to when a rule may start that follows a ban which ends at `end` at the latest.
    fn by(&self, end: i64) -> i64 {
        let later = self.starts.partition_point(|(to, _)| *to > end);
        later.checked_sub(1).and_then(|last| self.starts.get(last)).map_or(i64::MAX, |(_, from)| *from)
    }
}

fn finding(sheet: Sheet<'_>, ban: RuleId, next: RuleId, of: &BTreeSet<SubjectId>, gap: &Gap) -> Option<Diagnostic> {
    let model = sheet.model;
    let (ban, next) = (model.rule(ban)?, model.rule(next)?);
    let case = &gap.outcome.case;
    // A kind of a subject that is named anyway adds nothing.
    let kind_of_named =
        |subject: SubjectId| of.iter().any(|&other| other != subject && model.is_kind_of(subject, other));
    let mut named: Vec<SubjectId> = of.iter().copied().filter(|&subject| !kind_of_named(subject)).collect();
    named.sort_by_key(|&subject| targets_before(next, model, subject));
    let names: Vec<String> = named.iter().map(|subject| sheet.name(*subject)).collect();
    let (until, from) = (ban.window.as_deref()?.end_moment()?, next.window.as_deref()?.start.as_ref()?);
    let (until, from) = (sheet.end(ban, &until.latest), sheet.moment(next, from));
    let verb = if Says::of(next) == Some(Says::Duty) { "due" } else { "allowed" };
    let facts = if gap.outcome.facts { sheet.facts(case, &[&ban.condition, &next.condition]) } else { String::new() };
    let when = &gap.when;
    let message = format!(
        "nothing is said about {}{facts} between {until}, when the ban ends, and {from}, from when it is {verb}{when}",
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
    finding.occurs = Some(gap.occurs);
    let at = gap.outcome.hit.slot.example(&case.situation.treated);
    finding.witness = Some(witness(sheet, next.place.file, *named.first()?, case, &at));
    Some(sheet.about(finding, &[ban, next], &named))
}

/// At which of a rule's targets a subject is named; names are told in the order of the text.
fn targets_before(rule: &Rule, model: &Model, subject: SubjectId) -> (usize, SubjectId) {
    let named = |(target, _): &(SubjectId, _)| model.is_kind_of(subject, *target);
    (rule.targets.iter().position(named).unwrap_or(usize::MAX), subject)
}

/// Names as a sentence has them.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
