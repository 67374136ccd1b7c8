//! Mutants of windows and moments: each bound, each of two ends alone, and the other side of a moment.

use super::Maker;
use crate::source::Span;
use crate::syntax::tree::{Moment, MomentKind, Point, PointKind, Toward, Window, WindowKind};

impl Maker<'_> {
    pub(super) fn window(&mut self, window: &Window) {
        let span = window.span;
        match &window.kind {
            WindowKind::Until(end) => {
                self.moment(end);
                self.swap_first(span, "until", "from");
            }
            WindowKind::From(start, None) => {
                self.moment(start);
                let end = if is_whole_day(start) { "through" } else { "until" };
                self.swap_first(span, "from", end);
            }
            WindowKind::From(start, Some(end)) => {
                self.moment(start);
                self.moment(end);
                self.one_end(span, start, Span::new(start.span.end, span.end));
            }
            WindowKind::FromThrough(start, last) => {
                self.moment(start);
                self.day(*last);
                self.one_end(span, start, Span::new(start.span.end, span.end));
            }
            WindowKind::Through(day) => {
                self.day(*day);
                self.swap_first(span, "through", "from");
            }
            WindowKind::Before(moment) => {
                self.moment(moment);
                self.swap_first(span, "before", "from");
            }
            WindowKind::On { first, last, part } => {
                self.day(*first);
                match (last, part) {
                    (Some(last), _) => self.day(*last),
                    (None, Some(part)) => self.leave_out(part.0),
                    (None, None) => {
                        self.swap_first(span, "on", "from");
                        self.swap_first(span, "on", "through");
                    }
                }
            }
            WindowKind::OnArrival => self.swap(span, "before treatment"),
            WindowKind::At(moment) => {
                self.moment(moment);
                self.swap_first(span, "at", "from");
            }
            WindowKind::Within(range, toward, moment) => {
                self.duration_range(range);
                self.moment(moment);
                let end = range.high.map_or(range.low.span.end, |high| high.span.end);
                self.toward(Span::new(end, moment.span.start), *toward);
            }
        }
    }

    /// `from A until B` with one of its ends alone.
    fn one_end(&mut self, span: Span, start: &Moment, end: Span) {
        self.leave_out(Span::new(span.start, start.span.end));
        self.leave_out(end);
    }

    /// The word between a length and a moment.
    pub(super) fn toward(&mut self, between: Span, toward: Toward) {
        let (word, others): (&str, &[&str]) = match toward {
            Toward::Before => ("before", &["after"]),
            Toward::After => ("after", &["before"]),
            Toward::Of => ("of", &["before", "after"]),
        };
        others.iter().for_each(|other| self.swap_word(between, word, other));
    }

    pub(super) fn moment(&mut self, moment: &Moment) {
        match &moment.kind {
            MomentKind::Point(point) => self.point(point),
            MomentKind::Range(range) => {
                let (low, high) = (&range.0, &range.1);
                self.point(low);
                self.point(high);
                self.leave_out(Span::new(low.span.end, high.span.end));
                self.leave_out(Span::new(low.span.start, high.span.start));
            }
            MomentKind::LaterOf(pair) => {
                let before = Span::new(moment.span.start, pair.0.span.start);
                let at = self.source.slice(before).find("later").unwrap_or_default();
                let start = before.start.saturating_add(u32::try_from(at).unwrap_or_default());
                for operand in [&pair.0, &pair.1] {
                    self.moment(operand);
                    let alone = self.source.slice(operand.span).to_owned();
                    self.swap(Span::new(start, moment.span.end), alone);
                }
            }
        }
    }

    fn point(&mut self, point: &Point) {
        match &point.kind {
            PointKind::Treatment => {}
            PointKind::Offset(offset) => self.duration(offset.duration),
            PointKind::Day(day, clock) => {
                self.day(*day);
                if let Some(clock) = clock {
                    self.clock(*clock);
                }
            }
            PointKind::Event(_, None) => {}
            PointKind::Event(name, Some(offset)) => {
                self.duration(offset.duration);
                self.leave_out(Span::new(name.0.end, offset.span.end));
            }
        }
    }
}

/// Whether a moment is a day without a clock time, which may end with `through` only.
fn is_whole_day(moment: &Moment) -> bool {
    matches!(&moment.kind, MomentKind::Point(Point { kind: PointKind::Day(_, None), .. })) && !moment.about
}
