//! Model → the pairs of rules that speak of related subjects at times that may meet: all that a check of pairs has to
//! look at. Rules are grouped by subject through the taxonomy, and in each group swept by the earliest and the latest
//! second at which they can hold, so that the cost grows with the number of rules and of pairs found.

use std::collections::BTreeMap;

use crate::model::{Frequency, Model, Rule, RuleId, Side, SubjectId, Verb};
use crate::time::{Anchor, End, Latest, Order, Term, Window, bounds, compare_latest};

/// Never within reach of any treatment.
const FAR: i64 = i64::MAX / 4;

/// Two rules and the subjects by which they meet: of each pair the second is the first or a kind of it.
pub(super) struct Pair<'m> {
    pub(super) first: &'m Rule,
    pub(super) second: &'m Rule,
    pub(super) first_window: &'m Window,
    pub(super) second_window: &'m Window,
    pub(super) subjects: Vec<(SubjectId, SubjectId)>,
}

/// What a rule says of its targets, for the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Ban,
    Permission,
    Duty,
    Normal,
    Alarm,
}

impl Says {
    pub(super) fn of(rule: &Rule) -> Option<Says> {
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

/// The earliest and the latest second from the treatment at which a rule can hold.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    pub(super) from: i64,
    pub(super) to: i64,
}

struct Entry<'m> {
    reach: Reach,
    first: bool,
    rule: RuleId,
    target: SubjectId,
    window: &'m Window,
}

/// How many pairs of one sort are looked at. Ten thousand rules about one activity would make fifty million; that there
/// were more is said by `crowded`.
pub(super) const MOST_PAIRS: usize = 500_000;

/// All pairs of a rule that says `first` of a subject and one that says `second` of it or of a kind of it, and whose
/// windows may overlap, up to [`MOST_PAIRS`]. In the order of the text.
pub(super) fn pairs(model: &Model, first: Says, second: Says) -> Vec<Pair<'_>> {
    let events = event_reaches(model);
    let mut groups: BTreeMap<SubjectId, Vec<Entry<'_>>> = BTreeMap::new();
    for (id, rule) in rules(model) {
        let says = Says::of(rule);
        let Some(window) = rule.window.as_ref().filter(|_| says == Some(first) || says == Some(second)) else {
            continue;
        };
        let reach = reach(window, &events);
        for &(target, _) in &rule.targets {
            let mut enter = |subject, first| {
                let entry = Entry { reach, first, rule: id, target, window };
                groups.entry(subject).or_default().push(entry);
            };
            if says == Some(first) {
                enter(target, true);
            }
            if says == Some(second) {
                enter(target, false);
                model.subject(target).ancestors.iter().for_each(|&ancestor| enter(ancestor, false));
            }
        }
    }
    let mut found: BTreeMap<(RuleId, RuleId), Vec<(SubjectId, SubjectId)>> = BTreeMap::new();
    for (subject, group) in &mut groups {
        if group.iter().any(|entry| entry.first) && group.iter().any(|entry| !entry.first) {
            sweep(*subject, group, &mut found);
        }
    }
    let pair = |((first, second), subjects): ((RuleId, RuleId), _)| {
        let (first, second) = (model.rule(first)?, model.rule(second)?);
        let (first_window, second_window) = (first.window.as_ref()?, second.window.as_ref()?);
        Some(Pair { first, second, first_window, second_window, subjects })
    };
    found.into_iter().filter_map(pair).collect()
}

/// All rules with their ids.
pub(super) fn rules(model: &Model) -> impl Iterator<Item = (RuleId, &Rule)> {
    (0..).map(RuleId).zip(&model.rules)
}

fn sweep(
    subject: SubjectId,
    group: &mut [Entry<'_>],
    found: &mut BTreeMap<(RuleId, RuleId), Vec<(SubjectId, SubjectId)>>,
) {
    group.sort_by_key(|entry| (entry.reach.from, entry.rule, !entry.first));
    let (mut firsts, mut seconds): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = (Vec::new(), Vec::new());
    for entry in group.iter() {
        let (own, others) = if entry.first { (&mut firsts, &mut seconds) } else { (&mut seconds, &mut firsts) };
        others.retain(|other| other.reach.to > entry.reach.from);
        for other in others.iter() {
            let (first, second) = if entry.first { (entry, *other) } else { (*other, entry) };
            if found.len() >= MOST_PAIRS {
                return;
            }
            if first.rule != second.rule && may_overlap(first.window, second.window) {
                found.entry((first.rule, second.rule)).or_default().push((subject, second.target));
            }
        }
        own.push(entry);
    }
}

/// Whether no order of the terms keeps the windows apart for all treatments and events.
fn may_overlap(a: &Window, b: &Window) -> bool {
    let apart = |earlier: &Window, later: &Window| match (&earlier.end, &later.start) {
        (End::At(end), Some(start)) => match compare_latest(&end.latest, &start.earliest) {
            Order::Before => true,
            // A point is a window of one second from its moment.
            Order::Same => !earlier.point,
            Order::After | Order::Varies => false,
        },
        _ => false,
    };
    !apart(a, b) && !apart(b, a)
}

/// How far from the treatment each event can be.
pub(super) fn event_reaches(model: &Model) -> Vec<Reach> {
    let mut reaches: Vec<Reach> = Vec::with_capacity(model.events.len());
    for event in &model.events {
        let next = match (&event.expected, event.side, event.treatment) {
            // An expected window rests on events that are declared before it only.
            (Some(window), ..) => reach(window, &reaches),
            (None, Side::After, Anchor::Treatment) => Reach { from: 0, to: FAR },
            (None, Side::Before, Anchor::Treatment) => Reach { from: -FAR, to: 0 },
            // Another treatment may be at any time, and so may what lies on a side of it.
            (None, ..) => Reach { from: -FAR, to: FAR },
        };
        reaches.push(next);
    }
    reaches
}

pub(super) fn reach(window: &Window, events: &[Reach]) -> Reach {
    let from = window.start.as_ref().map_or(-FAR, |moment| latest_of(&moment.earliest, events).from);
    let to = window.end_moment().map_or(FAR, |moment| latest_of(&moment.latest, events).to);
    Reach { from, to: to.saturating_add(i64::from(window.point)) }
}

/// The seconds from the treatment at which a rule holds for every treatment; none if its end comes first.
pub(super) fn surely_within(window: &Window, events: &[Reach]) -> Reach {
    let from = window.start.as_ref().map_or(-FAR, |moment| latest_of(&moment.latest, events).to);
    let to = window.end_moment().map_or(FAR, |moment| latest_of(&moment.earliest, events).from);
    Reach { from, to }
}

fn latest_of(latest: &Latest, events: &[Reach]) -> Reach {
    let each = latest.0.iter().map(|term| term_reach(term, events));
    each.reduce(|a, b| Reach { from: a.from.max(b.from), to: a.to.max(b.to) }).unwrap_or(Reach { from: -FAR, to: FAR })
}

fn term_reach(term: &Term, events: &[Reach]) -> Reach {
    let (low, high) = bounds(term);
    let anchor = match term.anchor {
        Anchor::Treatment => Reach { from: 0, to: 0 },
        Anchor::Event(event) => events.get(event.0 as usize).copied().unwrap_or(Reach { from: -FAR, to: FAR }),
    };
    // An event that is never lies after all instants, and so does what begins with it.
    let never = matches!(term.anchor, Anchor::Event(_));
    let to = if never && anchor.to == FAR { FAR } else { anchor.to.saturating_add(high) };
    Reach { from: anchor.from.saturating_add(low), to }
}
