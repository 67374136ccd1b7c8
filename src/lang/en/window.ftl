# From when, until when: parts of sentences. $form says what an event is: a number ("2 weeks after …"), a clause
# ("your skin has healed") or a noun ("your last dose").

on-arrival = on arrival
at-named-treatment = at the time of { $treatment }
after-named-treatment = after { $treatment }
until-named-treatment = { $bound ->
    [before] before { $treatment }
   *[until] until { $treatment }
}
the-named-treatment = { $treatment }
at-the-treatment = at the treatment
after-the-treatment = after the treatment
at-any-time = at any time
from-now-on = from now on
the-treatment = the treatment
about = about { $when }
between = between { $first } and { $last }

# Once.
at-event = { $form ->
    [number] { $event }
    [clause] when { $event }
   *[noun] at the time of { $event }
}
on-day = on { $day }
on-day-at = on { $day } at { $clock }
on-about = on about { $when }
once = once
once-between = once between { $first } and { $last }
once-after = once after { $when }
once-before = once before { $when }

# A stretch of time.
on-day-from = on { $day } from { $from }
on-day-from-until = on { $day } from { $from } until { $until }
from-through = from { $first } through { $last }
from-until = { $start } { $end }
apart-until = { $start }, { $end }
from-until-in-doubt = { $start } { $end }; { $doubt }
in-doubt = { $start }; { $doubt }
onward = { $start } on

# Its start.
after-event = { $form ->
    [number] { $event }
    [clause] after { $event }
   *[noun] after { $event }
}
from = from { $when }
from-at-latest = from { $when } at the latest
from-at-earliest = from { $when } at the earliest
from-if-agreed = from { $when } if the clinic agrees
rather-from = { $strength ->
    [ideally] perhaps from { $when }
   *[must] better not from { $when }
}
beginning = beginning { $between }
start-between = start between { $first } and { $last }

# Its end. $bound is "before" where the time has no start.
until-event = { $bound ->
    [before] before { $event }
   *[until] until { $event }
}
until-the-treatment = { $bound ->
    [before] before the treatment
   *[until] until the treatment
}
until = { $bound ->
    [before] before { $when }
   *[until] until { $when }
}
through = through { $day }
until-rather-until = { $first }; { $strength ->
    [ideally] perhaps { $last }
   *[must] better not { $last }
}
until-if-agreed = { $first }, or { $last } if the clinic agrees
at-least = at least { $end }
at-latest = { $end } at the latest
at-least-at-most = at least { $first }, at most { $last }
ending = ending { $between }

# What is known of an event.
not-before = not before { $when }
at-least-until = at least until { $when }
expected-by = expected by { $when }
expected-between = expected between { $first } and { $last }
expected-on = expected on { $day }

# What the calendar forced on it.
clocks-skip = the clocks skip { $wanted } that day; { $meant } is meant
clocks-skip-far = the clocks skip { $wanted } that day; the clock time that far later is meant
clocks-repeat = the clocks show { $wanted } twice that day; the first is meant
short-month-day = { $date }: the month has no { $wanted ->
    [31] 31st
   *[other] { $wanted }th
}
short-month-last = the month has no { $wanted ->
    [31] 31st
   *[other] { $wanted }th
}; its last day is meant
