# Dates, clock times and lengths of time.

weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
short-weekday = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
short-month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}

# Alone.
date = { $weekday } { $day } { $month } { $year }
date-time = { $date }, { $clock }
short-date = { $weekday } { $day } { $month }
short-day = { $weekday } { $day }
short-day-and-month = { $day } { $month }

# In a sentence: "until Thursday 26 November, 14:30", "from Thursday 26 through Monday 30 November".
day = { $weekday } { $day } { $month }
day-of-year = { $weekday } { $day } { $month } { $year }
day-of-month = { $weekday } { $day }
day-time = { $day }, { $clock }
day-and-month = { $day } { $month }

# 4 hours; German has a case
length = { $unit ->
    [years] { $number ->
        [one] { $number } year
       *[other] { $number } years
    }
    [months] { $number ->
        [one] { $number } month
       *[other] { $number } months
    }
    [weeks] { $number ->
        [one] { $number } week
       *[other] { $number } weeks
    }
    [days] { $number ->
        [one] { $number } day
       *[other] { $number } days
    }
    [hours] { $number ->
        [one] { $number } hour
       *[other] { $number } hours
    }
    [minutes] { $number ->
        [one] { $number } minute
       *[other] { $number } minutes
    }
   *[seconds] { $number ->
        [one] { $number } second
       *[other] { $number } seconds
    }
}
# 1 hour 30 minutes
lengths = { $first } { $rest }
# 4 to 6 weeks
length-range = { $first } to { $last }
no-time = no time
every = every { $length }
every-one = { $unit ->
    [years] every year
    [months] every month
    [weeks] every week
    [days] every day
    [hours] every hour
    [minutes] every minute
   *[seconds] every second
}
