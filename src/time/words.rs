//! Dates, clock times and lengths in English words, for findings and for what the command line says. Weekdays always
//! stand with a date. Pages for patients have their own, in each language (`lang`).

use jiff::Zoned;
use jiff::civil::Date;

/// `14:30`
#[must_use]
pub fn clock(at: &Zoned) -> String {
    clock_minutes(u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default())
}

/// `14:30`, from minutes since 00:00.
#[must_use]
pub fn clock_minutes(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `Tuesday 24 November 2026`
#[must_use]
pub fn date(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// `Tuesday 24 November 2026, 14:30`
#[must_use]
pub fn date_time(at: &Zoned) -> String {
    format!("{}, {}", date(at.date()), clock(at))
}

/// `2 days`, `1 hour`
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Months, days and seconds. Months and days are calendar time, seconds elapsed time; the three never convert.
pub type Length = (u32, u32, u64);

/// A length in the largest units that fit exactly: `36 hours`, `2 days`, `7 days`, `2 weeks`. Seven days stay days, as
/// most sheets write them.
#[must_use]
pub fn length(length: Length) -> String {
    in_units(length, length.1.is_multiple_of(7) && length.1 > 7)
}

fn in_units((months, days, seconds): Length, weeks: bool) -> String {
    let mut parts = Vec::new();
    let mut add = |number: u64, one: &str, many: &str| {
        if number > 0 {
            parts.push(count(number, one, many));
        }
    };
    if months.is_multiple_of(12) {
        add(u64::from(months / 12), "year", "years");
    } else {
        add(u64::from(months), "month", "months");
    }
    if weeks {
        add(u64::from(days / 7), "week", "weeks");
    } else {
        add(u64::from(days), "day", "days");
    }
    add(seconds / 3600, "hour", "hours");
    add(seconds % 3600 / 60, "minute", "minutes");
    add(seconds % 60, "second", "seconds");
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}
