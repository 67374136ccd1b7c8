//! Instants → places in a picture of the days. The picture is divided into columns of equal width: days near a treatment,
//! and weeks, months, quarters and years where they lie far from it, so that hours and months can be seen in one picture. Within a
//! column time is even.

use jiff::civil::Date;
use jiff::{Span, Zoned};

/// The most columns that a picture has, if it can be.
const MOST_COLUMNS: usize = 18;
/// Up to so many columns, a day is wide enough for its hours.
pub(super) const MOST_COLUMNS_WITH_HOURS: usize = 4;
/// How far from a treatment, in days, weeks, months, quarters and years are columns; the first that gives few enough is
/// taken.
const STEPS: [[i64; 4]; 7] = [
    [14, 80, 400, 1100],
    [10, 60, 300, 1000],
    [7, 40, 180, 800],
    [4, 28, 120, 730],
    [3, 20, 92, 600],
    [2, 14, 61, 400],
    [1, 7, 32, 200],
];
/// No picture goes further than this from a treatment.
const MOST_YEARS: i64 = 20;
const DAY: i64 = 86_400;

/// How long a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A stretch of the axis. Instants are seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub unit: Unit,
    /// Its first day.
    pub date: Date,
    pub start: i64,
    pub end: i64,
}

/// The columns in the order of time.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub columns: Vec<Column>,
}

impl Axis {
    /// An axis on which all changes lie; `None` if there is none beside the treatments themselves. Days are those of the
    /// zone of the first treatment.
    pub fn of(treatments: &[&Zoned], changes: &[&Zoned]) -> Option<Axis> {
        let zone = treatments.first()?.time_zone().clone();
        let moments: Vec<i64> = treatments.iter().map(|at| at.timestamp().as_second()).collect();
        let (first, last) = (*moments.iter().min()?, *moments.iter().max()?);
        let most = MOST_YEARS * 366 * DAY;
        let seconds = changes.iter().map(|at| at.timestamp().as_second());
        let seen: Vec<i64> = seconds.filter(|at| (first - most..=last + most).contains(at)).collect();
        if seen.iter().all(|at| moments.contains(at)) && moments.len() == 1 {
            return None;
        }
        let start = seen.iter().copied().min().map_or(first, |at| at.min(first));
        // One more instant, to see that something goes on.
        let end = seen.iter().copied().max().map_or(last, |at| at.max(last)) + 1;
        let day = jiff::Timestamp::from_second(first).ok()?.to_zoned(zone).start_of_day().ok()?;
        let divided = |steps| {
            let mut columns = outward(&day, start, &moments, steps, -1);
            columns.reverse();
            columns.extend(outward(&day, end, &moments, steps, 1));
            columns
        };
        let mut columns = divided(None);
        for steps in STEPS {
            if columns.len() <= MOST_COLUMNS {
                break;
            }
            columns = divided(Some(steps));
        }
        Some(Axis { columns })
    }

    /// Where an instant lies, from 0 to 1.
    pub fn place(&self, at: i64) -> f64 {
        let count = self.columns.len().max(1) as f64;
        for (index, column) in self.columns.iter().enumerate() {
            if at < column.start {
                return index as f64 / count;
            }
            if at < column.end {
                let share = (at - column.start) as f64 / (column.end - column.start).max(1) as f64;
                return (index as f64 + share) / count;
            }
        }
        1.0
    }

    /// Whether an instant lies on it.
    pub fn has(&self, at: i64) -> bool {
        self.columns.first().is_some_and(|column| column.start <= at)
            && self.columns.last().is_some_and(|column| at < column.end)
    }
}

/// The columns from the first instant of a day to the instant `until`, away from it in the direction of `sign`: days, and
/// longer ones at least so many days away from each treatment.
fn outward(from: &Zoned, until: i64, treatments: &[i64], steps: Option<[i64; 4]>, sign: i64) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut at = from.clone();
    while (until - at.timestamp().as_second()) * sign > 0 {
        let mut found = None;
        for (unit, span, far) in [
            (Unit::Year, Span::new().years(sign), steps.map(|[.., years]| years)),
            (Unit::Quarter, Span::new().months(3 * sign), steps.map(|[_, _, quarters, _]| quarters)),
            (Unit::Month, Span::new().months(sign), steps.map(|[_, months, ..]| months)),
            (Unit::Week, Span::new().weeks(sign), steps.map(|[weeks, ..]| weeks)),
            (Unit::Day, Span::new().days(sign), Some(0)),
        ] {
            let (Some(far), Some(next)) = (far, beside(&at, span)) else { continue };
            let (first, last) = if sign > 0 { (&at, &next) } else { (&next, &at) };
            let (start, end) = (first.timestamp().as_second(), last.timestamp().as_second());
            let apart = |treatment: &i64| *treatment < start - far * DAY || *treatment > end + far * DAY;
            if unit == Unit::Day || treatments.iter().all(apart) {
                found = Some((Column { unit, date: first.date(), start, end }, next));
                break;
            }
        }
        let Some((column, next)) = found else { break };
        columns.push(column);
        at = next;
    }
    columns
}

/// The first instant of the day that lies so far from another.
fn beside(at: &Zoned, span: Span) -> Option<Zoned> {
    let date = at.date().checked_add(span).ok()?;
    date.to_zoned(at.time_zone().clone()).ok().filter(|next| next != at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Zoned {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn days_alone_as_long_as_they_fit() {
        let treated = at("2026-03-27T14:00[Europe/Paris]");
        let axis = Axis::of(&[&treated], &[&at("2026-04-01T14:00[Europe/Paris]")]).map(|axis| axis.columns);
        let columns = axis.unwrap_or_default();
        assert_eq!(columns.len(), 6);
        assert!(columns.iter().all(|column| column.unit == Unit::Day));
        // The clocks change on the third day.
        let hours: Vec<i64> = columns.iter().map(|column| (column.end - column.start) / 3600).collect();
        assert_eq!(hours, [24, 24, 23, 24, 24, 24]);
    }

    #[test]
    fn hours_and_months_in_one_picture() {
        let treated = at("2026-11-23T14:00[Europe/Paris]");
        let axis =
            Axis::of(&[&treated], &[&at("2026-11-09T00:00[Europe/Paris]"), &at("2027-05-23T14:00[Europe/Paris]")]);
        let axis = axis.unwrap_or(Axis { columns: Vec::new() });
        assert!(axis.columns.len() <= MOST_COLUMNS, "{}", axis.columns.len());
        for unit in [Unit::Day, Unit::Week, Unit::Month] {
            assert!(axis.columns.iter().any(|column| column.unit == unit), "{unit:?}");
        }
        // No gap, and later is never further left.
        assert!(axis.columns.windows(2).all(|pair| pair[0].end == pair[1].start));
        let day = treated.timestamp().as_second() / DAY;
        let places: Vec<f64> = (day - 30..day + 200).map(|day| axis.place(day * DAY)).collect();
        assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(axis.has(treated.timestamp().as_second()));
    }

    #[test]
    fn a_treatment_alone_has_no_picture() {
        let treated = at("2026-11-23T14:00[Europe/Paris]");
        assert!(Axis::of(&[&treated], &[&treated]).is_none());
        assert!(Axis::of(&[], &[]).is_none());
    }
}
