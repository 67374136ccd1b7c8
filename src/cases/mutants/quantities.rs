//! Mutants of lengths of time, days, clock times and counts: the smallest step either way, and the neighbouring unit.

use super::{Maker, Slip};
use crate::source::Span;
use crate::syntax::tree::{Clock, Day, Duration, DurationRange};

/// The units, each beside those that it is taken for.
const UNITS: [&str; 6] = ["min", "h", "d", "w", "mo", "y"];

/// The last clock time of a day, in minutes.
const LAST_MINUTE: u16 = 24 * 60 - 1;

impl Maker<'_> {
    /// `48h` → `47h`, `49h`, `48min`, `48d`, `2d`. Of several units the smallest is shifted.
    pub(super) fn duration(&mut self, duration: Duration) {
        let text = self.source.slice(duration.span).to_owned();
        let unit_at = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let number_at = text.get(..unit_at).map_or(0, |text| text.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        let (Some(larger), Some(number), Some(unit)) =
            (text.get(..number_at), text.get(number_at..unit_at), text.get(unit_at..))
        else {
            return;
        };
        let Ok(number) = number.parse::<u16>() else { return };
        for other in [number.checked_sub(1), number.checked_add(1)].into_iter().flatten() {
            self.shift(duration.span, format!("{larger}{other}{unit}"));
        }
        // `1w24h` in another unit would no longer have the largest first.
        let Some(at) = UNITS.iter().position(|known| *known == unit).filter(|_| larger.is_empty()) else { return };
        for neighbour in [at.checked_sub(1), at.checked_add(1)].into_iter().flatten() {
            if let Some(neighbour) = UNITS.get(neighbour) {
                self.make(duration.span, format!("{number}{neighbour}"), Slip::Unit);
            }
        }
        // As long, but counted otherwise: a stopwatch and a calendar differ where the clocks change.
        match unit {
            "h" if number > 0 && number % 24 == 0 => {
                self.make(duration.span, format!("{}d", number / 24), Slip::Unit);
            }
            "d" => {
                if let Some(hours) = number.checked_mul(24) {
                    self.make(duration.span, format!("{hours}h"), Slip::Unit);
                }
            }
            _ => {}
        }
    }

    pub(super) fn duration_range(&mut self, range: &DurationRange) {
        self.duration(range.low);
        if let Some(high) = range.high {
            self.duration(high);
            self.leave_out(Span::new(range.low.span.end, high.span.end));
            self.leave_out(Span::new(range.low.span.start, high.span.start));
        }
    }

    /// `day 5` → `day 4`, `day 6`. Where the treatment is on day 1 there is no day 0.
    pub(super) fn day(&mut self, day: Day) {
        let from_one = self.counts_from == Some(1);
        for step in [-1, 1] {
            let other = day.number.saturating_add(step);
            let other = if other == 0 && from_one { step } else { other };
            self.shift(day.span, other.to_string());
        }
    }

    /// A minute earlier and later on the same day.
    pub(super) fn clock(&mut self, clock: Clock) {
        for minutes in [clock.minutes.checked_sub(1), clock.minutes.checked_add(1)].into_iter().flatten() {
            if minutes <= LAST_MINUTE {
                self.shift(clock.span, format!("{:02}:{:02}", minutes / 60, minutes % 60));
            }
        }
    }

    /// Each number in `2..3 times daily`, one more and one less.
    pub(super) fn counts(&mut self, span: Span) {
        let text = self.source.slice(span).to_owned();
        let mut at = 0;
        for run in text.split(|c: char| !c.is_ascii_digit()) {
            if let Ok(number) = run.parse::<u16>() {
                let offset = |at: usize| span.start.saturating_add(u32::try_from(at).unwrap_or_default());
                let number_span = Span::new(offset(at), offset(at + run.len()));
                for other in [number.checked_sub(1), number.checked_add(1)].into_iter().flatten() {
                    self.shift(number_span, other.to_string());
                }
            }
            // What stands between two runs is one byte long each.
            at += run.len() + 1;
        }
    }
}
