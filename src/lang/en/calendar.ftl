# The entries of a calendar. A title says all that matters; $what is a list of labels.

about-now = About now
once-event = { $form ->
    [number] { $event }
    [clause] once { $event }
   *[noun] after { $event }
}
now-allowed = { $again ->
    [again] Allowed again
   *[first] Allowed
}{ $form ->
    [if] {" "}{ $when }: { $what }
   *[plain] : { $what }
}
once-allowed = { $what } { $again ->
    [again] allowed again
   *[first] allowed
}{ $form ->
    [if] {" "}{ $when }
   *[plain] {""}
}
no-longer-avoid = No longer avoid { $what }
unless-banned = { $what }, unless something else still forbids it
now-it-depends = From now on it depends: { $what }
now-avoid-only-if = From now on avoid { $what } only { $when }
no-longer-if = No longer holds: { $when }, avoid { $what }
only-expected = The date is only expected.
goes-on = It goes on after this, but this calendar does not.
what-ends = What ends:
what-begins = What begins:
the-treatment-itself = the treatment
session-through = next session of { $name }: from today through { $day }
session-today = next session of { $name }: today
session-from-today = the next session of { $name } can be from today on
out-of-date = Out of date: { $what }
plan-has-changed = This entry is out of date: the plan has changed.
