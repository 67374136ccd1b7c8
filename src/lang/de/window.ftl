# Ab wann, bis wann: Teile von Sätzen. $form sagt, was ein Ereignis ist: eine Zahl („2 Wochen, nachdem …“), ein Nebensatz
# ohne Bindewort („Ihre Haut verheilt ist“) oder ein Nomen („Ihre letzte Einnahme“). Ein Nomen wird nicht gebeugt,
# deshalb steht es in Anführungszeichen.

on-arrival = bei der Ankunft
at-named-treatment = bei der Behandlung „{ $treatment }“
after-named-treatment = nach der Behandlung „{ $treatment }“
until-named-treatment = { $bound ->
    [before] vor der Behandlung „{ $treatment }“
   *[until] bis zur Behandlung „{ $treatment }“
}
the-named-treatment = der Behandlung „{ $treatment }“
at-the-treatment = bei der Behandlung
after-the-treatment = nach der Behandlung
at-any-time = jederzeit
from-now-on = ab jetzt
the-treatment = der Behandlung
about = ungefähr { $when }
between = zwischen { $first } und { $last }

at-event = { $form ->
    [number] { $event }
    [clause] , wenn { $event }
   *[noun] zu diesem Zeitpunkt: „{ $event }“
}
on-day = am { $day }
on-day-at = am { $day }, um { $clock } Uhr
on-about = ungefähr am { $when }
once = einmal
once-between = einmal zwischen { $first } und { $last }
once-after = einmal nach { $when }
once-before = einmal vor { $when }

on-day-from = am { $day } ab { $from } Uhr
on-day-from-until = am { $day } von { $from } bis { $until } Uhr
from-through = von { $first } bis einschließlich { $last }
from-until = { $start } { $end }
apart-until = { $start }, { $end }
from-until-in-doubt = { $start } { $end }; { $doubt }
in-doubt = { $start }; { $doubt }
onward = { $start }

after-event = { $form ->
    [number] { $event }
    [clause] , nachdem { $event }
   *[noun] nach diesem Zeitpunkt: „{ $event }“
}
from = ab { $when }
from-at-latest = spätestens ab { $when }
from-at-earliest = frühestens ab { $when }
from-if-agreed = schon ab { $when }, wenn die Klinik zustimmt
rather-from = { $strength ->
    [ideally] vielleicht schon ab { $when }
   *[must] besser schon ab { $when }
}
beginning = Beginn { $between }
start-between = Beginn zwischen { $first } und { $last }

until-event = { $bound ->
    [before] { $form ->
        [number] vor diesem Zeitpunkt: { $event }
        [clause] , bevor { $event }
       *[noun] vor diesem Zeitpunkt: „{ $event }“
    }
   *[until] { $form ->
        [number] bis { $event }
        [clause] , bis { $event }
       *[noun] bis zu diesem Zeitpunkt: „{ $event }“
    }
}
until-the-treatment = { $bound ->
    [before] vor der Behandlung
   *[until] bis zur Behandlung
}
until = { $bound ->
    [before] vor { $when }
   *[until] bis { $when }
}
through = bis einschließlich { $day }
until-rather-until = { $first }, { $strength ->
    [ideally] vielleicht { $last }
   *[must] besser { $last }
}
until-if-agreed = { $first } oder { $last }, wenn die Klinik zustimmt
at-least = mindestens { $end }
at-latest = spätestens { $end }
at-least-at-most = mindestens { $first }, höchstens { $last }
ending = Ende { $between }

not-before = nicht vor { $when }
at-least-until = mindestens bis { $when }
expected-by = { $at ->
    [treatment] voraussichtlich bis zur Behandlung
   *[other] voraussichtlich bis { $when }
}
expected-between = voraussichtlich zwischen { $first } und { $last }
expected-on = voraussichtlich am { $day }

clocks-skip = die Uhren überspringen an diesem Tag { $wanted } Uhr; gemeint ist { $meant } Uhr
clocks-skip-far = die Uhren überspringen an diesem Tag { $wanted } Uhr; gemeint ist die Uhrzeit, die um so viel später ist
clocks-repeat = die Uhren zeigen an diesem Tag zweimal { $wanted } Uhr; gemeint ist das erste Mal
short-month-day = { $date }: der Monat hat keinen { $wanted }.
short-month-last = der Monat hat keinen { $wanted }.; gemeint ist sein letzter Tag
