//! Numbers with their units: durations, clock times, dates, days and counts.

use super::{Builder, Parts};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::findings;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{Clock, Day, Duration, DurationRange};

/// The units, the largest first.
const UNITS: [&str; 6] = ["y", "mo", "w", "d", "h", "min"];

/// Durations that can be compared without a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Minutes.
    Elapsed,
    /// Days.
    Days,
    /// Months.
    Months,
}

impl Duration {
    /// The size of a duration that has units of one family only.
    pub(super) fn family(&self) -> Option<(Family, u64)> {
        let elapsed = u64::from(self.hours) * 60 + u64::from(self.minutes);
        let days = u64::from(self.weeks) * 7 + u64::from(self.days);
        let months = u64::from(self.years) * 12 + u64::from(self.months);
        match (elapsed, days, months) {
            (elapsed, 0, 0) => Some((Family::Elapsed, elapsed)),
            (0, days, 0) => Some((Family::Days, days)),
            (0, 0, months) => Some((Family::Months, months)),
            _ => None,
        }
    }
}

impl Builder<'_> {
    /// The duration range inside a node such as `every 4h`.
    pub(super) fn inner_duration(&mut self, node: Node<'_>) -> Option<DurationRange> {
        let range = Parts::of(node).one(Rule::duration_range)?;
        self.duration_range(range)
    }

    pub(super) fn duration_range(&mut self, node: Node<'_>) -> Option<DurationRange> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let shorter = parts.one(Rule::duration)?;
        let low = self.duration(shorter.as_str(), self.span(&shorter));
        let Some(longer) = parts.one(Rule::duration) else { return Some(DurationRange { span, low, high: None }) };
        let high = self.duration(longer.as_str(), self.span(&longer));
        if let (Some((family, first)), Some((other, second))) = (low.family(), high.family())
            && family == other
            && first > second
        {
            self.backwards(span, shorter.as_str(), longer.as_str(), "..");
        }
        Some(DurationRange { span, low, high: Some(high) })
    }

    /// The amounts of `1w24h`, each unit once and the largest first.
    pub(super) fn duration(&mut self, text: &str, span: Span) -> Duration {
        let mut duration = Duration { span, ..Duration::default() };
        let mut amounts: Vec<(usize, &str)> = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, tail) = rest.split_at_checked(digits).unwrap_or((rest, ""));
            let letters = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (unit, tail) = tail.split_at_checked(letters).unwrap_or((tail, ""));
            rest = tail;
            let rank = UNITS.iter().position(|known| *known == unit).unwrap_or(UNITS.len());
            let amount = number.parse().unwrap_or_else(|_| {
                self.too_large(span, number, u64::from(u16::MAX));
                0
            });
            match unit {
                "y" => duration.years = amount,
                "mo" => duration.months = amount,
                "w" => duration.weeks = amount,
                "d" => duration.days = amount,
                "h" => duration.hours = amount,
                _ => duration.minutes = amount,
            }
            amounts.push((rank, number));
        }
        if !amounts.is_sorted_by(|a, b| a.0 < b.0) {
            self.units_in_order(text, span, amounts);
        }
        duration
    }

    fn units_in_order(&mut self, text: &str, span: Span, mut amounts: Vec<(usize, &str)>) {
        let place = self.place(span);
        amounts.sort_by_key(|&(rank, _)| rank);
        let ordered: String =
            amounts.iter().map(|&(rank, number)| format!("{number}{}", UNITS.get(rank).unwrap_or(&""))).collect();
        let finding = if amounts.is_sorted_by(|a, b| a.0 < b.0) {
            Diagnostic::error(&findings::DURATION, place, format!("the units of `{text}` are not in order"))
                .label("a larger unit comes later")
                .help(format!("write the largest unit first: `{ordered}`"))
                .fix(format!("write `{ordered}`"), place, ordered)
        } else {
            Diagnostic::error(&findings::DURATION, place, format!("`{text}` names one unit twice"))
                .label("one unit, two numbers")
                .help("write each unit once, the largest first, as in `1w2d`")
        };
        self.found.push(finding);
    }

    /// A clock time from 00:00 to 23:59.
    pub(super) fn clock(&mut self, node: &Node<'_>) -> Clock {
        let (span, text) = (self.span(node), node.as_str());
        let (hour, minute) = text.split_once(':').unwrap_or((text, ""));
        let (hours, minutes): (u16, u16) = (hour.parse().unwrap_or(99), minute.parse().unwrap_or(99));
        let place = self.place(span);
        let finding = Diagnostic::error(&findings::CLOCK, place, format!("`{text}` is not a clock time"));
        if (hours, minutes) == (24, 0) {
            self.found.push(
                finding
                    .label("a day ends at 00:00")
                    .help("write `00:00` of the day that follows; clock times run from `00:00` to `23:59`"),
            );
        } else if hours > 23 || minutes > 59 {
            self.found.push(finding.label("no such time").help("clock times run from `00:00` to `23:59`"));
        } else if hour.len() != 2 {
            let padded = format!("{hours:02}:{minutes:02}");
            self.found.push(
                finding.label("one digit short").help(format!("write two digits for the hour: `{padded}`")).fix(
                    format!("write `{padded}`"),
                    place,
                    padded,
                ),
            );
        }
        Clock { span, minutes: (hours * 60 + minutes).min(24 * 60 - 1) }
    }

    /// The place of a date of the calendar.
    pub(super) fn date(&mut self, node: &Node<'_>) -> Span {
        let (span, text) = (self.span(node), node.as_str());
        let mut numbers = text.split('-').map(|part| part.parse::<u16>().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        let (year, month, day) = (next(), next(), next());
        let last = last_day(year, month);
        if year == 0 || last == 0 || day == 0 || day > last {
            let help = match last {
                0 => "write year, month and day, as in `2026-11-23`; months run from `01` to `12`".to_owned(),
                _ if year == 0 => "years run from `0001` to `9999`".to_owned(),
                last => format!("days of that month run from `01` to `{last}`"),
            };
            let place = self.place(span);
            self.found.push(
                Diagnostic::error(&findings::DATE, place, format!("`{text}` is not in the calendar"))
                    .label("no such date")
                    .help(help),
            );
        }
        span
    }

    pub(super) fn day(&mut self, node: &Node<'_>) -> Day {
        let (span, text) = (self.span(node), node.as_str());
        let number: i32 = text.parse().unwrap_or(i32::MAX);
        if number.unsigned_abs() > MOST_DAYS {
            self.too_large(span, text, u64::from(MOST_DAYS));
        }
        Day { span, number }
    }

    /// `3..6`: the second number if one is written.
    pub(super) fn count(&mut self, node: Node<'_>) -> Option<(u16, Option<u16>)> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let fewer = parts.one(Rule::whole)?;
        let low = self.small(&fewer);
        let Some(more) = parts.one(Rule::whole) else { return Some((low, None)) };
        let high = self.small(&more);
        if low > high {
            self.backwards(span, fewer.as_str(), more.as_str(), "..");
        }
        Some((low, Some(high)))
    }

    /// How often or how many.
    pub(super) fn small(&mut self, node: &Node<'_>) -> u16 {
        node.as_str().parse().unwrap_or_else(|_| {
            self.too_large(self.span(node), node.as_str(), u64::from(u16::MAX));
            0
        })
    }

    /// A value of a fact.
    pub(super) fn number(&mut self, node: &Node<'_>) -> i64 {
        node.as_str().parse().unwrap_or_else(|_| {
            self.too_large(self.span(node), node.as_str(), i64::MAX.unsigned_abs());
            0
        })
    }

    fn too_large(&mut self, span: Span, number: &str, most: u64) {
        let place = self.place(span);
        self.found.push(
            Diagnostic::error(&findings::TOO_LARGE, place, format!("`{}` is too large a number", shortened(number)))
                .label(format!("more than {most}"))
                .help(format!("write at most {most} here")),
        );
    }

    /// A range written the wrong way round.
    pub(super) fn backwards(&mut self, span: Span, low: &str, high: &str, between: &str) {
        let place = self.place(span);
        let swapped = format!("{high}{between}{low}");
        self.found.push(
            Diagnostic::error(&findings::BACKWARDS, place, format!("`{low}{between}{high}` runs backwards"))
                .label("ends before it starts")
                .help(format!("write `{swapped}`"))
                .fix(format!("write `{swapped}`"), place, swapped),
        );
    }
}

/// The most days from a treatment that a rule can speak of: a hundred years.
const MOST_DAYS: u32 = 36_525;

/// The last day of a month; 0 for a month that does not exist.
fn last_day(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// A number of a thousand digits fits no message.
fn shortened(number: &str) -> String {
    match number.get(..20) {
        Some(start) if number.len() > 20 => format!("{start}…"),
        _ => number.to_owned(),
    }
}
