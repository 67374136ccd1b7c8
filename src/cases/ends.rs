//! A rule's window → its ends that a number or an event sets, and on which side of one an instant lies, near enough that a
//! test there would tell a wrong number.

use jiff::Zoned;

use crate::model::{Case, Rule, Verb};
use crate::time::{Edge, Latest, Moment, Resolved, Step, Window};

/// One end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// From here on it may hold.
    Opens,
    /// From here on it surely holds.
    Open,
    /// From here on it may not hold any more.
    Closes,
    /// From here on it surely does not.
    Closed,
}

/// An end, and how near to it a question counts: the least step of what is written, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub end: End,
    pub step: i64,
    /// Whether the window has two of this kind.
    pub of_range: bool,
}

/// A day may have 25 hours.
const DAY: i64 = 25 * 3_600;

/// The ends of a window at which something is written: not the treatment itself, nor `on arrival`. Of a rule that says the
/// same whether it surely or perhaps holds only the outer ones.
pub(super) fn bounds(window: &Window, rule: &Rule) -> Vec<Bound> {
    let says_the_same = rule.ideally || matches!(rule.verb, Verb::Expect | Verb::Alert | Verb::Contraindicated);
    let outer_only = says_the_same || window.point;
    let mut found = Vec::new();
    let mut add = |moment: Option<&Moment>, outer: End, inner: End| {
        let Some(moment) = moment else { return };
        let (first, last) = match outer {
            End::Opens => (&moment.earliest, &moment.latest),
            _ => (&moment.latest, &moment.earliest),
        };
        for (end, latest) in [(outer, first), (inner, last)] {
            let is_wanted = end == outer || (moment.is_range() && !outer_only);
            if let (Some(step), true) = (step(latest), is_wanted) {
                found.push(Bound { end, step, of_range: moment.is_range() });
            }
        }
    };
    add(window.start.as_ref(), End::Opens, End::Open);
    add(window.end_moment(), End::Closed, End::Closes);
    found
}

/// The least step of what is written; `None` where nothing is.
fn step(latest: &Latest) -> Option<i64> {
    let steps = latest.0.iter().flat_map(|term| match term.steps.as_slice() {
        [] if term.event().is_some() => vec![DAY],
        steps => steps.iter().filter_map(step_of).collect(),
    });
    steps.min()
}

pub(super) fn step_of(step: &Step) -> Option<i64> {
    match step {
        // `on arrival` is the last instant before the treatment.
        Step::Elapsed { seconds: -1 } => None,
        Step::Elapsed { seconds } if seconds % 3_600 == 0 => Some(3_600),
        Step::Elapsed { .. } => Some(60),
        Step::Calendar { .. } | Step::Day { .. } => Some(DAY),
    }
}

impl Bound {
    /// The instant at which it is in a case, if all that it rests on is known there.
    pub fn edge(&self, window: &Window, resolved: &Resolved, case: &Case) -> Option<Zoned> {
        let moment = match self.end {
            End::Opens | End::Open => window.start.as_ref(),
            End::Closes | End::Closed => window.end_moment(),
        };
        let known = moment.is_some_and(|moment| moment.events().all(|event| case.event(event).is_known()));
        let edge = match self.end {
            End::Opens => resolved.possible().start,
            End::Open => resolved.start.end.clone(),
            End::Closes => resolved.end.start.clone(),
            End::Closed => resolved.possible().end,
        };
        edge.instant().filter(|_| known).cloned()
    }

    /// How it is called.
    pub fn word(&self) -> &'static str {
        match (self.end, self.of_range) {
            (End::Opens, false) | (End::Open, false) => "start",
            (End::Closes, false) | (End::Closed, false) => "end",
            (End::Opens, true) => "earliest start",
            (End::Open, true) => "latest start",
            (End::Closes, true) => "earliest end",
            (End::Closed, true) => "latest end",
        }
    }
}

/// Whether an instant lies before another, or from it on, and less than a step away from it.
pub(super) fn is_beside(at: &Zoned, edge: &Zoned, after: bool, step: i64) -> bool {
    let distance = at.timestamp().as_second() - edge.timestamp().as_second();
    if after { (0..=step).contains(&distance) } else { (-step..0).contains(&distance) }
}

/// The instants at which a window begins and ends in a case, and those a minute before.
pub(super) fn near(resolved: &Resolved) -> Vec<Zoned> {
    let edges = [&resolved.start.start, &resolved.start.end, &resolved.end.start, &resolved.end.end];
    let edges = edges.into_iter().filter_map(Edge::instant);
    edges.flat_map(|at| [Some(at.clone()), at.checked_sub(jiff::SignedDuration::from_mins(1)).ok()]).flatten().collect()
}
