# The page of a plan: its title, its headings, what stands around the rules.

treatment = Treatment
source = Source: { $source }.
version = version { $version }
reviewed = reviewed { $date }
times-by = Times by time zone database { $version }.
no-medical-advice = This is documentation, not medical advice; if in doubt, call the clinic.

# Headings.
check-before = Before the treatment: check
before-the-treatment = Before the treatment
on-the-day = On the day of the treatment
after-it = After the treatment
later = Later
first-to-last = { $first } to { $last }
what-holds-now = What holds now
what-comes-next = What comes next
further-sessions = Further sessions

questions-open = { $number ->
    [one] { $number } question is still open; see the end of this page.
   *[other] { $number } questions are still open; see the end of this page.
}
over = { $number ->
    [one] { $number } instruction is over and not shown.
   *[other] { $number } instructions are over and not shown.
}
nothing-about-treatment = The sheet says nothing about this treatment.
nothing-about-moment = The sheet says nothing about this moment.

# Reasons not to treat.
nothing-against = Nothing on the sheet speaks against this treatment.
against = *Do not have this treatment* { $form ->
    [window] { $window }
    [if] { $when }
   *[window-if] { $window }, { $when }
}.
against-now = *Do not have this treatment* now: { $when }.
against-at-this-time = *Do not have this treatment* at this time.

# What comes next.
in-a-while = in { $length }
in-less-than-a-minute = in less than a minute
ends = ends
begins = begins
end-of-day = End of { $day }
short-avoid = { $strength ->
    [ideally] ideally, avoid { $what }
   *[must] avoid { $what }
}
short-do = { $strength ->
    [ideally] ideally, { $what }
   *[must] { $what }
}
short-allowed = { $what }: allowed
short-allowed-again = { $what }: allowed again
short-alert = call the clinic if you notice { $what }
short-normal = { $what }: normal
short-on-arrival = { $what } on arrival
if-then = { $when }: { $what }
next-times = Next: { $times }{ $more ->
    [more] , and so on
   *[all] {""}
}.
first-times = First: { $times }{ $more ->
    [more] , and so on
   *[all] {""}
}.

# Further sessions.
repeat = repeat { $treatment } { $intervals }
repeat-not-before = { $repeat }: not before { $day }
after-or-later = after { $length } or later
ideally-repeat = ideally { $what }
next-between = the next one between { $first } and { $last }
next-on = the next one on { $day }
next-not-before = the next one not before { $day }
sessions = { $number ->
    [one] { $number } session in all
   *[other] { $number } sessions in all
}
sessions-range = { $low } to { $high } sessions in all

# Questions.
questions = These answers still decide what holds
asked-when = when { $label }
asked-date = the date of { $label }
asked-whether = whether { $label }
or-else = or { $others }

# The picture of the days.
legend = { $sure ->
    [sure] { $verb ->
        [avoid] avoid
        [do] do
        [allow] allowed
       *[normal] normal
    }
   *[perhaps] { $verb ->
        [avoid] better not, or it depends
        [do] do, if it applies
        [allow] allowed, if it applies
       *[normal] may be normal
    }
}
