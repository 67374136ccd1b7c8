//! Rules → the pairs that speak of related subjects at times that may meet: all that a check of pairs has to look at. The
//! rules about a subject are swept once by the earliest and the latest second at which they can hold, so that the cost
//! grows with the number of rules and of pairs found.

use rayon::prelude::*;

use super::index::{Alike, Brief, Index, Named};
use super::parts::{PART, parts};
use super::reach::Reach;
use crate::model::{Frequency, Model, Rule, RuleId, SubjectId, Verb};
use crate::source::Place;
use crate::time::{End, Order, Window, compare_all};

/// Two rules and the subjects by which they meet: of each pair the second is the first or a kind of it.
pub(super) struct Pair<'m> {
    pub(super) first: &'m Rule,
    pub(super) second: &'m Rule,
    pub(super) first_window: &'m Window,
    pub(super) second_window: &'m Window,
    pub(super) subjects: Vec<(SubjectId, SubjectId)>,
    /// By what their answer is told apart from those of other pairs, where no exceptions matter.
    pub(super) alike: [Alike; 2],
    /// Whether neither has exceptions and in both the patient acts.
    pub(super) plain: bool,
}

/// What a rule says of its targets, for the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Ban,
    Permission,
    Duty,
    Normal,
    Alarm,
}

impl Says {
    /// One of the bits of a set.
    fn bit(self) -> u8 {
        1 << self as u8
    }

    pub(crate) fn of(rule: &Rule) -> Option<Says> {
        match rule.verb {
            Verb::Avoid => Some(Says::Ban),
            Verb::Allow => Some(Says::Permission),
            // Something to do when it is needed is something that may be done.
            Verb::Do if matches!(rule.frequency, Some(Frequency::AsNeeded)) => Some(Says::Permission),
            Verb::Do => Some(Says::Duty),
            Verb::Expect => Some(Says::Normal),
            Verb::Alert => Some(Says::Alarm),
            Verb::Contraindicated | Verb::Repeat => None,
        }
    }
}

/// What the first and the second rule of a pair say: all that some check holds against each other.
const SORTS: [(Says, Says); 9] = [
    (Says::Ban, Says::Permission),
    (Says::Ban, Says::Duty),
    (Says::Ban, Says::Ban),
    (Says::Permission, Says::Permission),
    (Says::Duty, Says::Permission),
    (Says::Duty, Says::Duty),
    (Says::Alarm, Says::Normal),
    (Says::Alarm, Says::Alarm),
    (Says::Normal, Says::Normal),
];

/// How many pairs of one sort are found. Ten thousand rules about one activity would make fifty million; that there were
/// more is said by `crowded`.
const MOST_PAIRS: usize = 100_000;
/// How many are looked at in a part of the subjects: those too that only what is written keeps apart.
const MOST_LOOKED_AT: usize = 50_000_000;

/// All pairs of a sheet, in the order of the text.
#[derive(Default)]
pub(super) struct Pairs<'m> {
    sorts: [Vec<Pair<'m>>; SORTS.len()],
    /// One of so many rules about the same things that not all of their pairs were looked at.
    pub(super) crowded: Option<Place>,
}

impl<'m> Pairs<'m> {
    pub(super) fn of(model: &'m Model, index: &Index<'m>) -> Pairs<'m> {
        let subjects: Vec<SubjectId> = index.named().collect();
        let swept = parts(&subjects, |subjects| vec![Sweep::of(model, index, subjects)]);
        let sweep = swept.into_iter().reduce(Sweep::and).unwrap_or_default();
        let crowded = sweep.crowded.and_then(|rule| model.rule(rule)).map(|rule| rule.place);
        Pairs { sorts: sweep.met.map(|met| pairs(model, index, met)), crowded }
    }

    /// The pairs of a rule that says `first` of a subject and one that says `second` of it or of a kind of it, and whose
    /// windows may overlap.
    pub(super) fn of_sort(&self, first: Says, second: Says) -> &[Pair<'m>] {
        let sort = SORTS.iter().position(|sort| *sort == (first, second));
        sort.and_then(|sort| self.sorts.get(sort)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// All rules with their ids.
pub(super) fn rules(model: &Model) -> impl Iterator<Item = (RuleId, &Rule)> {
    (0..).map(RuleId).zip(&model.rules)
}

/// A rule that speaks of a subject.
#[derive(Clone, Copy)]
struct Entry<'m> {
    reach: Reach,
    window: &'m Window,
    /// Whether it names the subject itself; else a kind of it.
    own: bool,
    says: Says,
    rule: RuleId,
    target: SubjectId,
    /// Which of the rule's targets that is.
    at: usize,
}

/// That two rules meet by these subjects.
struct Met {
    rules: (RuleId, RuleId),
    subjects: (SubjectId, SubjectId),
}

#[derive(Default)]
struct Sweep<'m> {
    looked_at: usize,
    /// The first and the second rules that may still hold; kept for their room.
    open: [Vec<Entry<'m>>; 2],
    crowded: Option<RuleId>,
    met: [Vec<Met>; SORTS.len()],
}

impl<'m> Sweep<'m> {
    /// The pairs that meet by some subjects.
    fn of(model: &Model, index: &Index<'m>, subjects: &[SubjectId]) -> Sweep<'m> {
        let mut sweep = Sweep::default();
        let mut group = Vec::new();
        for &subject in subjects {
            let entry = |own: bool| {
                move |(target, named): (SubjectId, &Named)| {
                    let brief = index.brief(named.rule)?;
                    let Brief { says, ends, window, .. } = *brief;
                    Some(Entry { reach: ends.widest(), window, own, says, rule: named.rule, target, at: named.at })
                }
            };
            let of = |named: SubjectId| index.naming(named).iter().map(move |rule| (named, rule));
            group.clear();
            group.extend(of(subject).filter_map(entry(true)));
            let kinds = model.kinds_of(subject).filter(|kind| *kind != subject);
            group.extend(kinds.flat_map(of).filter_map(entry(false)));
            sweep.group(subject, &mut group);
        }
        sweep
    }

    /// What is met by both, as far as there is room.
    fn and(mut self, other: Sweep<'m>) -> Sweep<'m> {
        self.crowded = self.crowded.or(other.crowded);
        for (met, more) in self.met.iter_mut().zip(other.met) {
            let room = MOST_PAIRS - met.len();
            let beyond = more.get(room).map(|met| met.rules.0.max(met.rules.1));
            self.crowded = self.crowded.or(beyond);
            met.extend(more.into_iter().take(room));
        }
        self
    }

    /// The pairs of rules that speak of one subject, of which one at least names it.
    fn group(&mut self, subject: SubjectId, group: &mut [Entry<'m>]) {
        self.looked_at += group.len();
        if group.len() < 2 {
            return;
        }
        group.sort_unstable_by_key(|entry| (entry.reach.from, entry.rule, !entry.own, entry.at));
        let said =
            |own: bool| group.iter().filter(move |entry| entry.own || !own).fold(0, |all, one| all | one.says.bit());
        let (own, all): (u8, u8) = (said(true), said(false));
        for (number, (first, second)) in SORTS.iter().enumerate() {
            if own & first.bit() != 0 && all & second.bit() != 0 {
                let mut open = std::mem::take(&mut self.open);
                open.iter_mut().for_each(Vec::clear);
                self.sort(number, subject, group, &mut open);
                self.open = open;
            }
        }
    }

    /// The pairs of one sort among entries in the order in which they begin.
    fn sort(&mut self, number: usize, subject: SubjectId, group: &[Entry<'m>], open: &mut [Vec<Entry<'m>>; 2]) {
        let [firsts, seconds] = open;
        let Some((first, second)) = SORTS.get(number) else { return };
        for entry in group {
            if entry.own && entry.says == *first {
                seconds.retain(|other| other.reach.to > entry.reach.from);
                if seconds.iter().any(|second| self.meet(number, subject, entry, second).is_none()) {
                    return;
                }
                firsts.push(*entry);
            }
            if entry.says == *second {
                firsts.retain(|other| other.reach.to > entry.reach.from);
                if firsts.iter().any(|first| self.meet(number, subject, first, entry).is_none()) {
                    return;
                }
                seconds.push(*entry);
            }
        }
    }

    /// Notes that two rules may meet; `None` if there are too many of them.
    fn meet(&mut self, number: usize, subject: SubjectId, first: &Entry<'_>, second: &Entry<'_>) -> Option<()> {
        self.looked_at += 1;
        let met = self.met.get_mut(number)?;
        if self.looked_at > MOST_LOOKED_AT || met.len() >= MOST_PAIRS {
            self.crowded = self.crowded.or(Some(first.rule.max(second.rule)));
            return None;
        }
        if first.rule != second.rule && may_overlap(first.window, second.window) {
            met.push(Met { rules: (first.rule, second.rule), subjects: (subject, second.target) });
        }
        Some(())
    }
}

/// What was met → the pairs in the order of the text.
fn pairs<'m>(model: &'m Model, index: &Index<'m>, mut met: Vec<Met>) -> Vec<Pair<'m>> {
    met.sort_by_key(|met| met.rules);
    let pair = |met: &[Met]| {
        let ids = met.first()?.rules;
        let (first, second) = (model.rule(ids.0)?, model.rule(ids.1)?);
        let (one, other) = (index.brief(ids.0)?, index.brief(ids.1)?);
        Some(Pair {
            first,
            second,
            first_window: one.window,
            second_window: other.window,
            subjects: met.iter().map(|met| met.subjects).collect(),
            alike: [one.alike, other.alike],
            plain: one.plain && other.plain,
        })
    };
    let one = |a: &Met, b: &Met| a.rules == b.rules;
    // So many rules lie far apart in memory.
    if met.len() > PART {
        met.par_chunk_by(one).filter_map(pair).collect()
    } else {
        met.chunk_by(one).filter_map(pair).collect()
    }
}

/// Whether no order of the terms keeps the windows apart for all treatments and events.
fn may_overlap(a: &Window, b: &Window) -> bool {
    let apart = |earlier: &Window, later: &Window| match (&earlier.end, &later.start) {
        (End::At(end), Some(start)) => match compare_all(end, start) {
            Order::Before => true,
            // A point is a window of one second from its moment.
            Order::Same => !earlier.point,
            Order::After | Order::Varies => false,
        },
        _ => false,
    };
    !apart(a, b) && !apart(b, a)
}
