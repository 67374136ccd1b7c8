# Daten, Uhrzeiten und Zeitspannen.

weekday = { $number ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}
month = { $number ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
short-weekday = { $number ->
    [1] Mo
    [2] Di
    [3] Mi
    [4] Do
    [5] Fr
    [6] Sa
   *[7] So
}
short-month = { $number ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sep.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
}

# Zwischen Tag und Monat bricht keine Zeile.
date = { $weekday }, { $day }.{"\u00A0"}{ $month } { $year }
date-time = { $date }, { $clock } Uhr
short-date = { $weekday } { $day }. { $month }
short-day = { $weekday } { $day }.
short-day-and-month = { $day }. { $month }

day = { $weekday }, { $day }.{"\u00A0"}{ $month }
day-of-year = { $weekday }, { $day }.{"\u00A0"}{ $month } { $year }
day-of-month = { $weekday }, { $day }.{"\u00A0"}{ $month }
day-time = { $day }, { $clock } Uhr
day-and-month = { $day }.{"\u00A0"}{ $month }

length = { $unit ->
    [years] { $number ->
        [one] { $number } Jahr
       *[other] { $number } { $case ->
            [dative] Jahren
           *[alone] Jahre
        }
    }
    [months] { $number ->
        [one] { $number } Monat
       *[other] { $number } { $case ->
            [dative] Monaten
           *[alone] Monate
        }
    }
    [weeks] { $number ->
        [one] { $number } Woche
       *[other] { $number } Wochen
    }
    [days] { $number ->
        [one] { $number } Tag
       *[other] { $number } { $case ->
            [dative] Tagen
           *[alone] Tage
        }
    }
    [hours] { $number ->
        [one] { $number } Stunde
       *[other] { $number } Stunden
    }
    [minutes] { $number ->
        [one] { $number } Minute
       *[other] { $number } Minuten
    }
   *[seconds] { $number ->
        [one] { $number } Sekunde
       *[other] { $number } Sekunden
    }
}
lengths = { $first } { $rest }
length-range = { $first } bis { $last }
no-time = keine Zeit
every = alle { $length }
every-one = { $unit ->
    [years] jedes Jahr
    [months] jeden Monat
    [weeks] jede Woche
    [days] jeden Tag
    [hours] jede Stunde
    [minutes] jede Minute
   *[seconds] jede Sekunde
}
