# The answer to "may I, and if not, when?".

answer = *{ $label }:* { $answer } { $possible } { $until }{ $then }.
then = , then { $answer }
answer-word = { $answer ->
    [avoided] avoided
    [better-not] better not
    [due] due
    [not-due] not due
    [allowed] allowed
    [not-stated] not stated
    [expected] normal
    [alert] not normal
   *[depends] it depends
}
advice = { $answer ->
    [avoided] No, not now.
    [better-not] Better not: the sheet leaves open when this ends or begins, or only advises it.
    [due] Yes, this is to be done.
    [not-due] This need not be done now.
    [may-be-due] It may be done now; whether it is due is not known.
    [allowed] Yes.
    [not-stated] The sheet says nothing about it at this time; if in doubt, call the clinic.
    [expected] This is normal at this time.
    [alert] This is not normal: call the clinic.
   *[depends] That depends on what is not known or what the sheet leaves open.
}
asked-for = Asked for { $moment } ({ $zone }).
because = Because
overruled = Overruled
otherwise-for = Otherwise for
rule-says = { $strength ->
    [ideally] { $verb ->
        [avoid] ideally, avoid { $what }
        [allow] ideally, { $what }: allowed
        [do] ideally, to do: { $what }
        [alert] ideally, call the clinic if you notice { $what }
       *[normal] ideally, { $what }: normal
    }
   *[must] { $verb ->
        [avoid] avoid { $what }
        [allow] { $what }: allowed
        [do] to do: { $what }
        [alert] call the clinic if you notice { $what }
       *[normal] { $what }: normal
    }
}

asked-for-all = Asked for { $moment }.
what-you-may-notice = What you may notice

# "When may I again?"
until-then = Until then
when = *{ $label }:* { $said }{ $more }.
it-depends-on = it depends on { $questions }
that-depends-on = that depends on { $questions }
otherwise-for-kinds = otherwise for { $kinds }
sheet-allows = { $since ->
    [now] The sheet allows it.
   *[then] From then on the sheet allows it.
}
sheet-allows-later = { $since ->
    [now] The sheet says nothing against it, and from { $day } it allows it.
   *[then] From then on the sheet says nothing against it, and from { $day } it allows it.
}
sheet-says-nothing-against = { $since ->
    [now] The sheet says nothing against it; if in doubt, call the clinic.
   *[then] From then on the sheet says nothing against it; if in doubt, call the clinic.
}
from-now = now
not-now = not now
no-end-known = { $answer }, and no end is known
not-before-for-sure-from = not before { $earliest }; for sure from { $when }
better-not-before = better not before { $when }
for-sure-from = for sure from { $when }
better-not-yet = better not yet
not-before-then-better-not = not before { $when }, and then better not
without-end = { $said }{ $limit ->
    [not-stated] , and the sheet does not say until when
    [never] ; the sheet gives no end
   *[depends] {""}
}
no-longer-normal = no longer normal from { $when }{ $then ->
    [call] ; from then on, call the clinic
   *[nothing] {""}
}
sign-now = { $now ->
    [alarming] not normal: call the clinic
   *[not-stated] the sheet does not call it normal now
}
sign-now-later-normal = { $now ->
    [alarming] not normal: call the clinic; it may be normal from { $when }
   *[not-stated] the sheet does not call it normal now; it may be normal from { $when }
}
due-now = due now
due-from = due from { $when }
may-be-due-now = it may be due now
may-be-due-from = it may be due from { $when }
not-due-any-more = not due any more
next-on-day = next on { $day }
