//! Windows, and the ends of windows that can be read in two ways.

use super::{Builder, Parts};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::findings;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{Day, Moment, MomentKind, Point, PointKind, Toward, Window, WindowKind};

impl Builder<'_> {
    pub(super) fn window(&mut self, node: Node<'_>) -> Option<Window> {
        let span = self.span(&node);
        let kind = node.as_rule();
        let mut parts = Parts::of(node);
        let kind = match kind {
            Rule::until => {
                let end = self.end(&mut parts)?;
                self.holds_at_some_time(span, &end);
                WindowKind::Until(end)
            }
            Rule::from => {
                let start = self.moment(parts.one(Rule::moment)?)?;
                match parts.next() {
                    None => WindowKind::From(start, None),
                    Some(end) if end.as_rule() == Rule::until => {
                        WindowKind::From(start, Some(self.end(&mut Parts::of(end))?))
                    }
                    Some(end) => WindowKind::FromThrough(start, self.through(end)?),
                }
            }
            Rule::through => {
                parts.one(Rule::day_word)?;
                WindowKind::Through(self.day(&parts.one(Rule::day_number)?))
            }
            Rule::before => WindowKind::Before(self.moment(parts.one(Rule::moment)?)?),
            Rule::on => self.on(parts)?,
            Rule::at => {
                let moment = self.moment(parts.one(Rule::moment)?)?;
                self.instants_only(&moment, |day| {
                    (
                        format!("`at day {day}` names a whole day, not an instant"),
                        format!("write `on day {day}` for the whole day, or a time of day, as in `at day {day} 09:00`"),
                    )
                });
                WindowKind::At(moment)
            }
            Rule::within => {
                let range = self.duration_range(parts.one(Rule::duration_range)?)?;
                let toward = match parts.next()?.as_rule() {
                    Rule::before_word => Toward::Before,
                    Rule::after_word => Toward::After,
                    Rule::of => Toward::Of,
                    _ => return None,
                };
                WindowKind::Within(range, toward, self.moment(parts.one(Rule::moment)?)?)
            }
            _ => return None,
        };
        Some(Window { span, kind })
    }

    fn through(&mut self, node: Node<'_>) -> Option<Day> {
        let number = Parts::of(node).find(|part| part.as_rule() == Rule::day_number)?;
        Some(self.day(&number))
    }

    fn on(&mut self, mut parts: Parts<'_>) -> Option<WindowKind> {
        match parts.next()?.as_rule() {
            Rule::arrival => Some(WindowKind::OnArrival),
            Rule::day_word => {
                let first = self.day(&parts.one(Rule::day_number)?);
                let part = parts.one(Rule::part_name).and_then(|part| Parts::of(part).one(Rule::name));
                Some(WindowKind::On { first, last: None, part: part.map(|name| self.name(&name)) })
            }
            Rule::days_word => {
                let (low, _, high) = (parts.one(Rule::day_number)?, parts.one(Rule::to)?, parts.one(Rule::day_number)?);
                let (first, last) = (self.day(&low), self.day(&high));
                if first.number > last.number {
                    self.backwards(first.span.to(last.span), low.as_str(), high.as_str(), " to ");
                }
                Some(WindowKind::On { first, last: Some(last), part: None })
            }
            _ => None,
        }
    }

    /// The moment after `until`.
    pub(super) fn end(&mut self, parts: &mut Parts<'_>) -> Option<Moment> {
        let moment = self.moment(parts.one(Rule::moment)?)?;
        self.instants_only(&moment, |day| {
            let before = match day.checked_sub(1) {
                Some(before) => format!("`through day {before}`"),
                None => "an earlier day".to_owned(),
            };
            (
                format!("`until day {day}` can be read in two ways"),
                format!("write `through day {day}` if day {day} still counts, or {before} if it no longer does"),
            )
        });
        Some(moment)
    }

    /// A whole day as an end, or after `at`, is no instant.
    fn instants_only(&mut self, moment: &Moment, words: impl Fn(i32) -> (String, String)) {
        for (span, day) in whole_days(moment) {
            let (message, help) = words(day);
            let place = self.place(span);
            self.found.push(Diagnostic::error(&findings::BARE_DAY, place, message).label("a whole day").help(help));
        }
    }

    /// `until treatment` starts and ends at the treatment.
    fn holds_at_some_time(&mut self, span: Span, end: &Moment) {
        if matches!(&end.kind, MomentKind::Point(Point { kind: PointKind::Treatment, .. })) {
            let place = self.place(span);
            self.found.push(
                Diagnostic::error(
                    &findings::WINDOW,
                    place,
                    "`until treatment` holds at no time: it starts at the treatment",
                )
                .label("starts and ends there")
                .help("write `before treatment` for any time before it, or a start, as in `from -12h until treatment`"),
            );
        }
    }
}

/// The points of a moment that are a day without a clock time.
fn whole_days(moment: &Moment) -> Vec<(Span, i32)> {
    let day = |point: &Point| match point.kind {
        PointKind::Day(day, None) => Some((point.span, day.number)),
        _ => None,
    };
    match &moment.kind {
        MomentKind::Point(point) => day(point).into_iter().collect(),
        MomentKind::Range(range) => [&range.0, &range.1].into_iter().filter_map(day).collect(),
        MomentKind::LaterOf(pair) => [&pair.0, &pair.1].into_iter().flat_map(whole_days).collect(),
    }
}
