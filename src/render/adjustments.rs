//! What the calendar forced on a window → words: a clock time that a day skips or has twice, a month that is too short.

use jiff::SignedDuration;

use crate::evaluate::Guidance;
use crate::lang::{Lang, clock, clock_minutes, say};
use crate::time::Adjustment;

/// What the calendar forced on a window, in words.
pub(super) fn adjustments(lang: Lang, guidance: &Guidance) -> Vec<String> {
    let window = &guidance.window;
    let edges = [&window.start.start, &window.start.end, &window.end.start, &window.end.end];
    let instants = || edges.iter().filter_map(|edge| edge.instant());
    let note = |adjustment: &Adjustment| match *adjustment {
        Adjustment::Skipped { wanted } => {
            let skipped = clock_minutes(wanted);
            // The instant that was moved lies behind the change by less than the hours that it skipped.
            let moved = instants().find(|at| {
                let before = at.checked_sub(SignedDuration::from_hours(3));
                before.is_ok_and(|before| before.offset() < at.offset()) && clock(at) != skipped
            });
            match moved {
                Some(at) => say!(lang, "clocks-skip", wanted = skipped, meant = clock(at)),
                None => say!(lang, "clocks-skip-far", wanted = skipped),
            }
        }
        Adjustment::Repeated { wanted } => {
            say!(lang, "clocks-repeat", wanted = clock_minutes(wanted))
        }
        Adjustment::ShortMonth { wanted } => {
            let short = instants().find(|at| at.day() == at.days_in_month() && i16::from(at.day()) < i16::from(wanted));
            match short {
                Some(at) => say!(lang, "short-month-day", date = lang.day_and_month(at.date()), wanted = wanted),
                None => say!(lang, "short-month-last", wanted = wanted),
            }
        }
    };
    guidance.adjustments.iter().map(note).collect()
}
