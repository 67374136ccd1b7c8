# What a rule says, in a sentence. What stands between asterisks is in colour. $opening says whether it holds under a
# condition, and whether it is advice; $window is "until Thursday …", $more begins with a comma.

avoid = { $opening ->
    [plain] *Avoid { $what }*
    [ideally] Ideally, *avoid { $what }*
    [if] { $when }: *avoid { $what }*
   *[if-ideally] { $when }: ideally, *avoid { $what }*
} { $window }{ $more } { $open }.

instruction = { $opening ->
    [plain] { $what }
    [ideally] Ideally, { $what }
    [if] { $when }: { $what }
   *[if-ideally] { $when }: ideally, { $what }
}
to-do = to do: { $label }
details = { $when } { $open }.

alert = { $opening ->
    [plain] *Call the clinic*
    [ideally] Ideally, *call the clinic*
    [if] { $when }: *call the clinic*
   *[if-ideally] { $when }: ideally, *call the clinic*
} if you notice *{ $what }* { $window }.

state = *{ $what }:* { $state ->
    [again] *allowed again*
    [allowed] *allowed*
   *[normal] *normal*
}{ $tail } { $open }.

end-not-stated = (the sheet does not say until when)
except = except { $holes }
exception-if = { $what } { $when }

# How often, how long, in which order, by whom.
lasting = { $each ->
    [each] for { $length } each time
   *[once] for { $length }
}
order = { $side ->
    [after] after { $other }
   *[before] before { $other }
}
order-with-gap = { $side ->
    [after] { $gap } after { $other }
   *[before] { $gap } before { $other }
}
by = by { $who }
all-the-time = all the time
daily = daily
daily-at = daily at { $clocks }
daily-parts = daily { $parts }
as-needed = as needed
times-a-day = { $number ->
    [1] once a day
    [2] twice a day
   *[other] { $number } times a day
}
times-a-day-range = { $low } to { $high } times a day
up-to = up to { $times }
