//! Lengths of time in words: `36 hours`, `4 to 6 weeks`, `every day`.

use super::{Lang, say};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Unit::Years => "years",
            Unit::Months => "months",
            Unit::Weeks => "weeks",
            Unit::Days => "days",
            Unit::Hours => "hours",
            Unit::Minutes => "minutes",
            Unit::Seconds => "seconds",
        }
    }
}

/// What stands before a length: German says *4 Tage* alone, *nach 4 Tagen* after most prepositions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// Alone, or as how long something lasts.
    #[default]
    Alone,
    /// After a preposition of the dative: *in*, *nach*, *von*.
    Dative,
}

impl Case {
    fn word(self) -> &'static str {
        match self {
            Case::Alone => "alone",
            Case::Dative => "dative",
        }
    }
}

/// A length as it is told: numbers of units, the largest first, none of them 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount(Vec<(Unit, u64)>);

impl Amount {
    /// A length of some units; those of which there are none are left out.
    #[must_use]
    pub fn of(units: impl IntoIterator<Item = (Unit, u64)>) -> Amount {
        Amount(units.into_iter().filter(|&(_, number)| number > 0).collect())
    }

    /// Months, days and seconds in the largest units that fit exactly; days as weeks only if so asked.
    #[must_use]
    pub fn of_calendar((months, days, seconds): (u32, u32, u64), weeks: bool) -> Amount {
        let months = u64::from(months);
        let days = u64::from(days);
        Amount::of([
            if months.is_multiple_of(12) { (Unit::Years, months / 12) } else { (Unit::Months, months) },
            if weeks { (Unit::Weeks, days / 7) } else { (Unit::Days, days) },
            (Unit::Hours, seconds / 3600),
            (Unit::Minutes, seconds % 3600 / 60),
            (Unit::Seconds, seconds % 60),
        ])
    }
}

impl Lang {
    /// `36 hours`, `1 hour 30 minutes`
    #[must_use]
    pub fn length(self, length: &Amount, case: Case) -> String {
        let mut parts = length
            .0
            .iter()
            .rev()
            .map(|&(unit, number)| say!(self, "length", unit = unit.word(), number = number, case = case.word()));
        let Some(last) = parts.next() else { return say!(self, "no-time") };
        parts.fold(last, |rest, first| say!(self, "lengths", first = first, rest = rest))
    }

    /// `4 to 6 weeks`, `36 hours to 3 days`: the unit once where it is the same.
    #[must_use]
    pub fn length_range(self, low: &Amount, high: &Amount, case: Case) -> String {
        if low == high {
            return self.length(low, case);
        }
        let first = match (low.0.as_slice(), high.0.as_slice()) {
            ([(unit, number)], [(other, _)]) if unit == other => number.to_string(),
            _ => self.length(low, case),
        };
        say!(self, "length-range", first = first, last = self.length(high, case))
    }

    /// `every 4 hours`, `every day`, `every 1 to 2 weeks`
    #[must_use]
    pub fn every(self, low: &Amount, high: &Amount) -> String {
        match low.0.as_slice() {
            [(unit, 1)] if low == high => say!(self, "every-one", unit = unit.word()),
            _ => say!(self, "every", length = self.length_range(low, high, Case::Alone)),
        }
    }
}
