# Conditions, completing "if …", and moments that rest on events. $form says what an anchor is: the treatment, a clause
# ("your skin has healed") or a noun ("your last dose").

either = either { $what }
both = both { $what }
not-so = { $label }: no
notice = { $noticed ->
    [yes] you notice { $sign }
   *[no] you do not notice { $sign }
}
treatment-as-subject = the treatment
starts = { $side ->
    [before] { $what } starts before { $clock }
   *[after] { $what } starts at or after { $clock }
}
fact-is = { $is ->
    [is] { $label } is { $value }
   *[is-not] { $label } is not { $value }
}
fact-compared = { $is ->
    [lower] { $label } is lower than { $number }
    [or-lower] { $label } is { $number } or lower
    [higher] { $label } is higher than { $number }
   *[or-higher] { $label } is { $number } or higher
}
had = { $so ->
    [yes] you had { $label } { $within }
   *[no] you did not have { $label } { $within }
}
happens = { $so ->
    [yes] { $label } { $within }
   *[no] { $label } { $within }: no
}
lies = { $label } { $tense ->
    [past] was
   *[other] is
}{ $so ->
    [yes] {" "}{ $within }
   *[no] {" "}not { $within }
}

within = { $side ->
    [before] within { $length } before { $anchor }
    [after] within { $length } after { $anchor }
   *[around] within { $length } { $form ->
        [clause] before or after
       *[other] of
    } { $anchor }
}
offset = { $side ->
    [before] { $length } before { $anchor }
   *[after] { $length } after { $anchor }
}
day-of-event = the day { $form ->
    [clause] on which { $anchor }
   *[other] of { $anchor }
}
days-from-event = { $length } { $side ->
    [before] before
   *[after] after
} the day { $form ->
    [clause] on which { $anchor }
   *[other] of { $anchor }
}
clock-on-day = { $clock } on { $day }
moment-near = a moment near { $anchor }
or-if-later = { $first } or, if later, { $second }
have-passed = { $length } have passed
window-before = before { $moment }
window-until = until { $moment }
window-from = from { $moment } on
