//! Windows → how many seconds from the treatment their ends can lie, over all treatments and events. By these bounds the
//! checks pass over what cannot matter without asking about any treatment.

use crate::model::{Model, Side};
use crate::time::{Anchor, Latest, Moment, Term, Window, bounds};

/// Never within reach of any treatment.
const FAR: i64 = i64::MAX / 4;
/// Nothing is known of it.
const ANYWHERE: Reach = Reach { from: -FAR, to: FAR };

/// From and to how many seconds from the treatment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Where the ends of a window can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// The earliest start.
    pub(super) start: Reach,
    /// The latest end, and for a point the second after it.
    pub(super) end: Reach,
    /// From the last instant at which it can start to the first at which it can end: there it holds for every treatment.
    /// Empty if it may end first.
    pub(super) sure: Reach,
}

impl Ends {
    pub(super) fn of(window: &Window, events: &[Reach]) -> Ends {
        let open = |at| Reach { from: at, to: at };
        let start = window.start.as_ref().map(|moment| ends_of(moment, events));
        let end = window.end_moment().map(|moment| ends_of(moment, events));
        let (first, mut last) = (start.map_or(open(-FAR), |start| start.0), end.map_or(open(FAR), |end| end.1));
        if window.point {
            last = Reach { from: last.from.saturating_add(1), to: last.to.saturating_add(1) };
        }
        Ends {
            start: first,
            end: last,
            sure: Reach { from: start.map_or(-FAR, |start| start.1.to), to: end.map_or(FAR, |end| end.0.from) },
        }
    }

    /// From the earliest to the latest second at which it can hold.
    pub(super) fn widest(&self) -> Reach {
        Reach { from: self.start.from, to: self.end.to }
    }
}

/// How far from the treatment each event can be.
pub(super) fn events(model: &Model) -> Vec<Reach> {
    let mut reaches: Vec<Reach> = Vec::with_capacity(model.events.len());
    for event in &model.events {
        let next = match (&event.expected, event.side, event.treatment) {
            // An expected window rests on events that are declared before it only.
            (Some(window), ..) => Ends::of(window, &reaches).widest(),
            (None, Side::After, Anchor::Treatment) => Reach { from: 0, to: FAR },
            // An event that is never lies after all instants, on whichever side it would have been; and another treatment
            // may be at any time, and so may what lies on a side of it.
            (None, ..) => ANYWHERE,
        };
        reaches.push(next);
    }
    reaches
}

/// Where the first and the last instant that a moment can be lie. Across a clock change the ends of a range of hours and
/// days may change places.
fn ends_of(moment: &Moment, events: &[Reach]) -> (Reach, Reach) {
    let (a, b) = (latest_of(&moment.earliest, events), latest_of(&moment.latest, events));
    let first = Reach { from: a.from.min(b.from), to: a.to.min(b.to) };
    (first, Reach { from: a.from.max(b.from), to: a.to.max(b.to) })
}

fn latest_of(latest: &Latest, events: &[Reach]) -> Reach {
    let each = latest.0.iter().map(|term| term_reach(term, events));
    each.reduce(|a, b| Reach { from: a.from.max(b.from), to: a.to.max(b.to) }).unwrap_or(ANYWHERE)
}

/// From and to how many seconds from the treatment a recipe can lead.
pub(super) fn term_reach(term: &Term, events: &[Reach]) -> Reach {
    let (low, high) = bounds(term);
    let anchor = match term.anchor {
        Anchor::Treatment => Reach { from: 0, to: 0 },
        Anchor::Event(event) => events.get(event.0 as usize).copied().unwrap_or(ANYWHERE),
    };
    // An event that is never lies after all instants, and so does what begins with it.
    let never = matches!(term.anchor, Anchor::Event(_));
    let to = if never && anchor.to == FAR { FAR } else { anchor.to.saturating_add(high) };
    Reach { from: anchor.from.saturating_add(low), to }
}
