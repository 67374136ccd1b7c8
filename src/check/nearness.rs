//! The terms of a question → how far its cases have to go: whether month lengths or clock changes can turn the order of
//! two terms, and where. Two terms that no bound brings together keep their order. Knows nothing of what is asked.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::slot::seconds;
use super::unknowns::Unknowns;
use crate::time::changes::GREATEST_CHANGE;
use crate::time::{Anchor, Order, Situation, Step, Term, bounds, compare};

const DAY: i64 = 86_400;
/// Two terms that lie further apart than this on every ordinary day keep their order across any clock change: each
/// moves by as much as the clocks do.
const CLOCK_CHANGES: i64 = 2 * GREATEST_CHANGE;
/// Two clock changes come no closer together, in days.
const PAIR: i64 = 5;

/// How far the cases of a question have to go.
#[derive(Default)]
pub(super) struct Nearness {
    /// Whether the lengths of months can turn an order.
    pub(super) months: bool,
    /// Whether a month is counted from an event, so that the date of the treatment does not say how long it is.
    pub(super) months_of_events: bool,
    /// Whether a clock change can.
    pub(super) clocks: bool,
    /// Whether two changes that come close together can turn two orders, one of them each.
    pub(super) pairs: bool,
    /// From how many to how many seconds from the treatment an event may make a clock change matter.
    pub(super) spans: Vec<(i64, i64)>,
    /// The terms that begin at the treatment and whose order a clock change can turn.
    pub(super) turned: BTreeSet<Term>,
    /// Where the orders are that can turn, in days from the treatment.
    at: BTreeSet<i64>,
}

/// Between which seconds from the treatment something lies, and of which steps it is made.
#[derive(Clone, Copy, Default)]
struct Position {
    low: i64,
    high: i64,
    steps: Steps,
}

#[derive(Clone, Copy, Default)]
struct Steps {
    elapsed: bool,
    /// One step to the same clock time on another date.
    dates: bool,
    months: bool,
    other: bool,
}

impl Steps {
    fn of(steps: &[Step]) -> Steps {
        let any = |is: fn(&Step) -> bool| steps.iter().any(is);
        let dates = matches!(steps, [Step::Calendar { .. }]);
        Steps {
            elapsed: any(|step| matches!(step, Step::Elapsed { .. })),
            dates,
            months: any(|step| matches!(step, Step::Calendar { months, .. } if *months != 0)),
            other: !dates && any(|step| !matches!(step, Step::Elapsed { .. })),
        }
    }

    fn and(self, other: Steps) -> Steps {
        Steps {
            elapsed: self.elapsed || other.elapsed,
            dates: self.dates || other.dates,
            months: self.months || other.months,
            other: self.other || other.other,
        }
    }

    /// Whether a clock change can turn an order that rests on such steps: not if all are elapsed time, and not if all
    /// lead to the same clock time.
    fn can_turn(self) -> bool {
        self.other || self.elapsed && self.dates
    }
}

impl Position {
    fn of(term: &Term) -> Position {
        let (low, high) = bounds(term);
        Position { low, high, steps: Steps::of(&term.steps) }
    }

    fn after(self, steps: Position) -> Position {
        Position {
            low: self.low.saturating_add(steps.low),
            high: self.high.saturating_add(steps.high),
            steps: self.steps.and(steps.steps),
        }
    }

    fn before(self, steps: Position) -> Position {
        Position {
            low: self.low.saturating_sub(steps.high),
            high: self.high.saturating_sub(steps.low),
            steps: self.steps.and(steps.steps),
        }
    }

    fn meets(self, other: Position) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

impl Nearness {
    /// Where the terms come close: on the ordinary treatments those that begin at the treatment, by their bounds the
    /// others.
    pub(super) fn of(unknowns: &Unknowns<'_, '_>, ordinary: &[Zoned]) -> Nearness {
        let mut near = Nearness::default();
        let fixed: Vec<&Term> = unknowns.recipes.iter().collect();
        for (index, a) in fixed.iter().enumerate() {
            for b in fixed.iter().skip(index + 1).filter(|b| compare(a, b) == Order::Varies) {
                let steps = Steps::of(&a.steps).and(Steps::of(&b.steps));
                near.months |= steps.months;
                if steps.can_turn() && (steps.months || close(a, b, ordinary)) {
                    near.clocks = true;
                    near.at.insert(bounds(a).0.div_euclid(DAY));
                    near.turned.extend([(*a).clone(), (*b).clone()]);
                }
            }
        }
        let before = near.clocks;
        near.clocks = false;
        let compared: Vec<&Term> = fixed.into_iter().filter(|term| !unknowns.asked_bounds.contains(term)).collect();
        near.events(unknowns, &compared);
        if near.clocks {
            near.turned.extend(compared.into_iter().cloned());
        } else {
            near.spans.clear();
        }
        near.clocks |= before;
        let reach = near.at.iter().copied().chain([0]).collect::<BTreeSet<i64>>();
        near.pairs =
            near.at.len() > 1 && reach.last().zip(reach.first()).is_some_and(|(last, first)| last - first >= PAIR);
        near
    }

    /// What an event makes near: between the treatment's terms and itself, an event leads from one of them to another.
    fn events(&mut self, unknowns: &Unknowns<'_, '_>, fixed: &[&Term]) {
        let mut all: Vec<Position> = fixed.iter().map(|term| Position::of(term)).collect();
        let of_treatment = all.clone();
        let events = unknowns.events.iter().filter_map(|event| Some((*event, unknowns.about.get(event)?)));
        // An event that is only held to fixed instants stands to them in every way, whatever the clocks do.
        for (event, about) in events.filter(|(_, about)| !about.only_asked) {
            let terms: Vec<Term> =
                about.own.iter().map(|steps| Term { anchor: Anchor::Event(event), steps: steps.clone() }).collect();
            for (index, a) in terms.iter().enumerate() {
                for b in terms.iter().skip(index + 1).filter(|b| compare(a, b) == Order::Varies) {
                    self.note(Steps::of(&a.steps).and(Steps::of(&b.steps)), 0);
                    self.months_of_events |= Steps::of(&a.steps).months || Steps::of(&b.steps).months;
                }
            }
            let own: Vec<Position> = terms.iter().map(Position::of).collect();
            let from = |at: Position| own.iter().map(move |&steps| (steps, at.before(steps)));
            for &at in &of_treatment {
                for (steps, event) in from(at) {
                    let others = own.iter().filter(|other| (other.low, other.high) != (steps.low, steps.high));
                    all.extend(others.map(|&other| event.after(other)));
                    self.spans.push((event.low, event.high));
                }
            }
            self.months_of_events |= own.iter().any(|steps| steps.steps.months);
            if let Some((low, high)) = unknowns.span(event) {
                self.spans.push((low, high));
                self.spans.extend(own.iter().map(|steps| (low + steps.low, high + steps.high)));
            }
        }
        for (index, &a) in all.iter().enumerate().skip(of_treatment.len()) {
            for &b in all.iter().take(index).filter(|b| b.meets(a)) {
                self.note(a.steps.and(b.steps), a.low);
            }
        }
        self.spans.sort_unstable();
        self.spans.dedup();
    }

    fn note(&mut self, steps: Steps, at: i64) {
        self.months |= steps.months;
        if steps.can_turn() {
            self.clocks = true;
            self.at.insert(at.div_euclid(DAY));
        }
    }
}

/// Whether two terms come close on an ordinary treatment.
fn close(a: &Term, b: &Term, ordinary: &[Zoned]) -> bool {
    ordinary.iter().any(|treated| {
        let situation = Situation { treated: treated.clone(), events: Vec::new() };
        let at = |term: &Term| situation.earliest(term).ok().map(|edge| seconds(&edge));
        at(a).zip(at(b)).is_some_and(|(a, b)| (a - b).abs() <= CLOCK_CHANGES)
    })
}
