//! Dates and clock times in words. A weekday always stands with a date. A form that stands alone (`date`) may differ
//! from one within a sentence (`day`).

use jiff::Zoned;
use jiff::civil::Date;

use crate::time::words::clock;

use super::{Amount, Case, Lang, Unit, say};

impl Lang {
    /// `Tuesday 24 November 2026`, alone
    #[must_use]
    pub fn date(self, date: Date) -> String {
        say!(
            self,
            "date",
            weekday = self.weekday(date),
            day = date.day().to_string(),
            month = self.month(date.month()),
            year = date.year().to_string()
        )
    }

    /// `Tuesday 24 November 2026, 14:30`, alone
    #[must_use]
    pub fn date_time(self, at: &Zoned) -> String {
        say!(self, "date-time", date = self.date(at.date()), clock = clock(at))
    }

    /// `Tuesday 24 November` in a sentence, with the year where it is not `year`
    #[must_use]
    pub fn day(self, date: Date, year: i16) -> String {
        let (weekday, day, month) = (self.weekday(date), date.day().to_string(), self.month(date.month()));
        if date.year() == year {
            say!(self, "day", weekday = weekday, day = day, month = month)
        } else {
            say!(self, "day-of-year", weekday = weekday, day = day, month = month, year = date.year().to_string())
        }
    }

    /// `Tuesday 24 November, 14:30` in a sentence, with the year where it is not `year`
    #[must_use]
    pub fn day_time(self, at: &Zoned, year: i16) -> String {
        say!(self, "day-time", day = self.day(at.date(), year), clock = clock(at), hour = at.hour())
    }

    /// `Tuesday 24` and `Monday 30 November`: two days of which the first leaves out what it shares with the second.
    #[must_use]
    pub fn two_days(self, first: Date, last: Date, year: i16) -> (String, String) {
        let same_month = (first.year(), first.month()) == (last.year(), last.month());
        let short = || {
            let (weekday, day, month) = (self.weekday(first), first.day().to_string(), self.month(first.month()));
            say!(self, "day-of-month", weekday = weekday, day = day, month = month)
        };
        (if same_month { short() } else { self.day(first, year) }, self.day(last, year))
    }

    /// `Tue 24 Nov`, in a picture or beside a heading
    #[must_use]
    pub fn short_date(self, date: Date) -> String {
        let month = say!(self, "short-month", number = date.month());
        say!(self, "short-date", weekday = self.short_weekday(date), day = date.day().to_string(), month = month)
    }

    /// `Tue 24`
    #[must_use]
    pub fn short_day(self, date: Date) -> String {
        say!(self, "short-day", weekday = self.short_weekday(date), day = date.day().to_string())
    }

    /// `Tue` and `24 Nov`, for two lines of a picture
    #[must_use]
    pub fn short_weekday_and_date(self, date: Date) -> (String, String) {
        let month = say!(self, "short-month", number = date.month());
        let date_alone = say!(self, "short-day-and-month", day = date.day().to_string(), month = month);
        (self.short_weekday(date), date_alone)
    }

    /// `28 February`
    #[must_use]
    pub fn day_and_month(self, date: Date) -> String {
        say!(self, "day-and-month", day = date.day().to_string(), month = self.month(date.month()))
    }

    /// How long it is from one instant to a later one, roughly: `in 25 minutes`, `in 23 hours`, `in 4 days` by the
    /// calendar.
    #[must_use]
    pub fn distance(self, from: &Zoned, to: &Zoned) -> String {
        let seconds = u64::try_from(to.timestamp().as_second() - from.timestamp().as_second()).unwrap_or_default();
        let far = match seconds {
            0..60 => return say!(self, "in-less-than-a-minute"),
            60..5400 => (Unit::Minutes, seconds / 60),
            5400..172_800 => (Unit::Hours, seconds / 3600),
            _ => {
                let days = from.date().until(to.date()).map(|days| days.get_days()).unwrap_or_default();
                (Unit::Days, u64::try_from(days).unwrap_or_default())
            }
        };
        say!(self, "in-a-while", length = self.length(&Amount::of([far]), Case::Dative))
    }

    fn weekday(self, date: Date) -> String {
        say!(self, "weekday", number = date.weekday().to_monday_one_offset())
    }

    fn short_weekday(self, date: Date) -> String {
        say!(self, "short-weekday", number = date.weekday().to_monday_one_offset())
    }

    /// The name of a month counted from 1.
    fn month(self, number: i8) -> String {
        say!(self, "month", number = number)
    }
}
