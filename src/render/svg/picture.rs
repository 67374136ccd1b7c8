//! A plan → what its picture shows: lanes with bars on an axis of days. Places are shares of the width; nothing here
//! knows how it is drawn.

use jiff::Zoned;

use super::axis::Axis;
use crate::evaluate::{Applies, Guidance, Plan};
use crate::model::Verb;
use crate::time::{Edge, Stretch};

/// A picture of the days.
pub(super) struct Picture<'p> {
    pub axis: Axis,
    /// The treatments, from 0 to 1, in the order of time, with their places in the plan.
    pub treatments: Vec<(f64, usize)>,
    /// The present moment, if it lies in the picture.
    pub now: Option<f64>,
    pub lanes: Vec<Lane<'p>>,
    /// The kinds of bars that there are: what it asks for, and whether it is certain.
    pub used: Vec<(Verb, bool)>,
}

/// Targets of which the same holds at the same times.
pub(super) struct Lane<'p> {
    pub labels: Vec<&'p str>,
    /// What forbids stands last, so that it is drawn over what permits.
    pub bars: Vec<Bar>,
}

/// What one rule says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub verb: Verb,
    /// Where it may hold.
    pub possible: Reach,
    /// Where it surely does.
    pub certain: Option<Reach>,
    /// Whether it is one moment.
    pub point: bool,
}

/// From where to where, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub from: f64,
    pub to: f64,
    /// Whether it goes on to the left, and to the right, of the picture, or nobody says how far.
    pub open: (bool, bool),
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// All that has a time.
    All,
    /// What is to be done and left; not what is normal.
    ToDo,
}

/// What the picture of a plan shows; `None` if it would show nothing.
pub(super) fn picture<'p>(plan: &'p Plan, now: Option<&Zoned>, shown: Shown) -> Option<Picture<'p>> {
    // What is alarming is so at all times; a lane of it would show nothing.
    let is_shown = |guidance: &&Guidance| match guidance.verb {
        Verb::Alert => false,
        Verb::Expect => shown == Shown::All,
        _ => true,
    };
    let guidances: Vec<&Guidance> = plan.told().into_iter().filter(is_shown).collect();
    let treatments: Vec<&Zoned> = plan.treatments.iter().map(|treated| &treated.at).collect();
    let axis = Axis::of(&treatments, &guidances.iter().flat_map(|guidance| edges(guidance)).collect::<Vec<_>>())?;
    let mut targets: Vec<(&str, Vec<&Guidance>)> = Vec::new();
    for guidance in guidances {
        match targets.iter_mut().find(|(target, _)| *target == guidance.target) {
            Some((_, same)) => same.push(guidance),
            None => targets.push((&guidance.target, vec![guidance])),
        }
    }
    let mut lanes: Vec<(Vec<&Guidance>, Lane<'p>)> = Vec::new();
    for (_, said) in targets {
        let Some(label) = said.first().map(|guidance| guidance.label.as_str()) else { continue };
        if let Some((_, lane)) = lanes.iter_mut().find(|(other, _)| same(other, &said)) {
            if !lane.labels.contains(&label) {
                lane.labels.push(label);
            }
            continue;
        }
        let mut bars: Vec<Bar> = said.iter().filter_map(|guidance| bar(&axis, guidance)).collect();
        bars.sort_by_key(|bar| match bar.verb {
            Verb::Expect => 0,
            Verb::Allow => 1,
            Verb::Do => 2,
            _ => 3,
        });
        if !bars.is_empty() {
            lanes.push((said, Lane { labels: vec![label], bars }));
        }
    }
    let lanes: Vec<Lane<'p>> = lanes.into_iter().map(|(_, lane)| lane).collect();
    let mut used = Vec::new();
    for verb in [Verb::Avoid, Verb::Do, Verb::Allow, Verb::Expect] {
        let of_verb = || lanes.iter().flat_map(|lane| &lane.bars).filter(move |bar| bar.verb == verb);
        used.extend(of_verb().any(|bar| bar.certain.is_some()).then_some((verb, true)));
        used.extend(of_verb().any(|bar| bar.certain != Some(bar.possible)).then_some((verb, false)));
    }
    let second = |at: &Zoned| at.timestamp().as_second();
    let mut marks: Vec<(f64, usize)> =
        treatments.iter().enumerate().map(|(index, at)| (axis.place(second(at)), index)).collect();
    marks.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let now = now.map(second).filter(|&now| axis.has(now)).map(|now| axis.place(now));
    (!lanes.is_empty()).then_some(Picture { axis, treatments: marks, now, lanes, used })
}

fn edges(guidance: &Guidance) -> impl Iterator<Item = &Zoned> {
    let window = &guidance.window;
    [&window.start.start, &window.start.end, &window.end.start, &window.end.end].into_iter().filter_map(Edge::instant)
}

/// Whether the same is said at the same times.
fn same(some: &[&Guidance], others: &[&Guidance]) -> bool {
    some.len() == others.len()
        && some
            .iter()
            .zip(others)
            .all(|(one, other)| (one.verb, one.applies, &one.window) == (other.verb, other.applies, &other.window))
}

fn bar(axis: &Axis, guidance: &Guidance) -> Option<Bar> {
    let possible = reach(axis, &guidance.window.possible())?;
    let certain = match guidance.applies {
        Applies::Yes => reach(axis, &guidance.window.certain()),
        _ => None,
    };
    Some(Bar { verb: guidance.verb, possible, certain, point: guidance.window.point })
}

fn reach(axis: &Axis, stretch: &Stretch) -> Option<Reach> {
    let second = |at: &Zoned| at.timestamp().as_second();
    let (from, before) = match &stretch.start {
        Edge::Past => (0.0, true),
        Edge::At(at) => (axis.place(second(at)), axis.columns.first().is_some_and(|column| second(at) < column.start)),
        Edge::Future => return None,
    };
    let (to, after) = match &stretch.end {
        Edge::Past => return None,
        Edge::At(at) => (axis.place(second(at)), axis.columns.last().is_some_and(|column| second(at) > column.end)),
        Edge::Future => (1.0, true),
    };
    (!stretch.is_empty() && from < 1.0 && to > 0.0).then_some(Reach { from, to, open: (before, after) })
}
