//! Moments: points, ranges, and the later of two.

use super::{Builder, Parts};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{Moment, MomentKind, Name, Offset, Point, PointKind};

impl Builder<'_> {
    /// A moment, or one of the two of `later of`.
    pub(super) fn moment(&mut self, node: Node<'_>) -> Option<Moment> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let about = parts.one(Rule::about).is_some();
        let kind = match parts.one(Rule::later_of) {
            Some(later) => {
                let mut operands = Parts::of(later).filter(|part| part.as_rule() == Rule::operand);
                let (first, second) = (self.moment(operands.next()?)?, self.moment(operands.next()?)?);
                MomentKind::LaterOf(Box::new((first, second)))
            }
            None => {
                let low = parts.next()?;
                let first = self.point(low.clone())?;
                match parts.next() {
                    None => MomentKind::Point(first),
                    Some(high) => {
                        let second = self.point(high.clone())?;
                        if is_backwards(&first, &second, low.as_str(), high.as_str()) {
                            self.backwards(first.span.to(second.span), low.as_str(), high.as_str(), "..");
                        }
                        MomentKind::Range(Box::new((first, second)))
                    }
                }
            }
        };
        Some(Moment { span, about, kind })
    }

    fn point(&mut self, node: Node<'_>) -> Option<Point> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::offset => PointKind::Offset(self.offset(&node)),
            Rule::treatment_word => PointKind::Treatment,
            Rule::day_point => {
                let mut parts = Parts::of(node);
                let day = self.day(&parts.one(Rule::day_number)?);
                PointKind::Day(day, parts.one(Rule::clock).map(|clock| self.clock(&clock)))
            }
            Rule::event_point => {
                let mut parts = Parts::of(node);
                let name = self.name(&parts.one(Rule::name)?);
                PointKind::Event(name, parts.one(Rule::offset).map(|offset| self.offset(&offset)))
            }
            _ => return None,
        };
        Some(Point { span, kind })
    }

    fn offset(&mut self, node: &Node<'_>) -> Offset {
        let span = self.span(node);
        let text = node.as_str();
        let duration = crate::source::Span::new(span.start.saturating_add(1), span.end);
        let duration = self.duration(text.get(1..).unwrap_or_default(), duration);
        Offset { span, negative: text.starts_with('-'), duration }
    }
}

impl Moment {
    /// The name that is all of it: an event, or an activity where one may stand.
    pub(super) fn bare_name(&self) -> Option<Name> {
        match &self.kind {
            MomentKind::Point(Point { kind: PointKind::Event(name, None), .. }) if !self.about => Some(*name),
            _ => None,
        }
    }
}

/// Whether a range certainly runs backwards. Offsets of different families, as `+1mo..+30d`, are left to the model.
fn is_backwards(first: &Point, second: &Point, first_text: &str, second_text: &str) -> bool {
    match (&first.kind, &second.kind) {
        (PointKind::Day(first, None), PointKind::Day(second, None)) => first.number > second.number,
        (PointKind::Day(first, Some(from)), PointKind::Day(second, Some(to))) => {
            (first.number, from.minutes) > (second.number, to.minutes)
        }
        (PointKind::Offset(first), PointKind::Offset(second)) => is_before(second, first),
        (PointKind::Event(_, Some(first)), PointKind::Event(_, Some(second))) => {
            let event = |text: &str| text.split(['+', '-']).next().map(|name| name.trim_end().to_owned());
            event(first_text) == event(second_text) && is_before(second, first)
        }
        _ => false,
    }
}

/// Whether the first offset is certainly the earlier.
fn is_before(first: &Offset, second: &Offset) -> bool {
    let (Some((family, far)), Some((other, near))) = (first.duration.family(), second.duration.family()) else {
        return false;
    };
    let signed = |offset: &Offset, size: u64| i128::from(size) * if offset.negative { -1 } else { 1 };
    family == other && signed(first, far) < signed(second, near)
}
