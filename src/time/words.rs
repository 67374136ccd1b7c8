//! Dates, clock times and lengths in English words, for sentences. Weekdays always stand with a date.

use jiff::Zoned;
use jiff::civil::{Date, Weekday};

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
    format!("{} {} {} {}", weekday(date.weekday()), date.day(), month(date.month()), date.year())
}

/// `Tue 24 Nov`
#[must_use]
pub fn short_date(date: Date) -> String {
    let first = |word: &str| word.chars().take(3).collect::<String>();
    format!("{} {} {}", first(weekday(date.weekday())), date.day(), first(month(date.month())))
}

/// `Tuesday 24 November 2026, 14:30`
#[must_use]
pub fn date_time(at: &Zoned) -> String {
    format!("{}, {}", date(at.date()), clock(at))
}

/// `Tuesday 24 November`, with the year where it is not `year`
#[must_use]
pub fn day(date: Date, year: i16) -> String {
    let short = format!("{} {} {}", weekday(date.weekday()), date.day(), month(date.month()));
    if date.year() == year { short } else { format!("{short} {}", date.year()) }
}

/// `Tuesday 24 November, 14:30`, with the year where it is not `year`
#[must_use]
pub fn day_time(at: &Zoned, year: i16) -> String {
    format!("{}, {}", day(at.date(), year), clock(at))
}

/// `Tuesday 24` and `Monday 30 November`: two days of which the first leaves out what it shares with the second.
#[must_use]
pub fn two_days(first: Date, last: Date, year: i16) -> (String, String) {
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    let short = format!("{} {}", weekday(first.weekday()), first.day());
    (if same_month { short } else { day(first, year) }, day(last, year))
}

/// How long it is from one instant to a later one, roughly: `25 minutes`, `23 hours`, `4 days` by the calendar.
#[must_use]
pub fn distance(from: &Zoned, to: &Zoned) -> String {
    let seconds = u64::try_from(to.timestamp().as_second() - from.timestamp().as_second()).unwrap_or_default();
    match seconds {
        0..60 => "less than a minute".to_owned(),
        60..5400 => count(seconds / 60, "minute", "minutes"),
        5400..172_800 => count(seconds / 3600, "hour", "hours"),
        _ => {
            let days = from.date().until(to.date()).map(|days| days.get_days()).unwrap_or_default();
            count(u64::try_from(days).unwrap_or_default(), "day", "days")
        }
    }
}

/// The name of a month counted from 1.
#[must_use]
pub fn month_name(number: i8) -> &'static str {
    month(number)
}

/// `2 days`, `1 hour`
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `4 to 6 weeks`, `36 hours to 3 days`: two lengths in words, with the unit once where it is the same.
#[must_use]
pub fn range(low: &str, high: &str) -> String {
    if low == high {
        return low.to_owned();
    }
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, one)), Some((_, many))) if one.trim_end_matches('s') == many.trim_end_matches('s') => {
            format!("{number} to {high}")
        }
        _ => format!("{low} to {high}"),
    }
}

/// Months, days and seconds. Months and days are calendar time, seconds elapsed time; the three never convert.
pub type Length = (u32, u32, u64);

/// A length in the largest units that fit exactly: `36 hours`, `2 days`, `7 days`, `2 weeks`. Seven days stay days, as
/// most sheets write them.
#[must_use]
pub fn length(length: Length) -> String {
    in_units(length, length.1.is_multiple_of(7) && length.1 > 7)
}

/// From one length to a longer one, both in the same units: `7 to 10 days`, `1 to 2 weeks`.
#[must_use]
pub fn length_range(low: Length, high: Length) -> String {
    let weeks = low.1.is_multiple_of(7) && high.1.is_multiple_of(7) && high.1 > 7;
    range(&in_units(low, weeks), &in_units(high, weeks))
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

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month(number: i8) -> &'static str {
    match number {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}
