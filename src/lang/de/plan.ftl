# Die Seite eines Plans: Titel, Überschriften und was um die Regeln herum steht.

treatment = Behandlung
source = Quelle: { $source }.
version = Version { $version }
reviewed = geprüft am { $date }
times-by = Uhrzeiten nach der Zeitzonen-Datenbank { $version }.
no-medical-advice = Das ist eine Zusammenfassung und kein ärztlicher Rat. Wenn Sie unsicher sind, rufen Sie die Klinik an.

check-before = Vor der Behandlung: bitte prüfen
before-the-treatment = Vor der Behandlung
on-the-day = Am Tag der Behandlung
after-it = Nach der Behandlung
later = Später
first-to-last = { $first } bis { $last }
what-holds-now = Was jetzt gilt
what-comes-next = Was als Nächstes kommt
further-sessions = Weitere Sitzungen

questions-open = { $number ->
    [one] { $number } Frage ist noch offen; siehe am Ende dieser Seite.
   *[other] { $number } Fragen sind noch offen; siehe am Ende dieser Seite.
}
over = { $number ->
    [one] { $number } Hinweis ist vorbei und steht hier nicht mehr.
   *[other] { $number } Hinweise sind vorbei und stehen hier nicht mehr.
}
nothing-about-treatment = Das Merkblatt sagt nichts zu dieser Behandlung.
nothing-about-moment = Das Merkblatt sagt nichts zu diesem Zeitpunkt.

nothing-against = Nach dem Merkblatt spricht nichts gegen diese Behandlung.
against = *Lassen Sie sich nicht behandeln*{ $form ->
    [window] {" "}{ $window }
    [if] , { $when }
   *[window-if] {" "}{ $window }, { $when }
}.
against-now = *Lassen Sie sich jetzt nicht behandeln*, weil { $when }.
against-at-this-time = *Lassen Sie sich zu diesem Zeitpunkt nicht behandeln*.

in-a-while = in { $length }
in-less-than-a-minute = in weniger als einer Minute
ends = endet
begins = beginnt
end-of-day = Ende: { $day }
short-avoid = { $strength ->
    [ideally] am besten vermeiden Sie: { $what }
   *[must] vermeiden Sie: { $what }
}
short-do = { $strength ->
    [ideally] am besten: { $what }
   *[must] { $what }
}
short-allowed = { $what }: erlaubt
short-allowed-again = { $what }: wieder erlaubt
short-alert = rufen Sie die Klinik an, wenn Sie Folgendes bemerken: { $what }
short-normal = { $what }: normal
short-on-arrival = bei der Ankunft: { $what }
if-then = { $form ->
    [verb] { $when }, { $what }
   *[other] { $when }: { $what }
}
next-times = Als Nächstes: { $times }{ $more ->
    [more] {" "}und so weiter
   *[all] {""}
}.
first-times = Zuerst: { $times }{ $more ->
    [more] {" "}und so weiter
   *[all] {""}
}.

repeat = wiederholen Sie { $treatment } { $intervals }
repeat-not-before = { $repeat }: nicht vor { $day }
after-or-later = nach { $length } oder später
ideally-repeat = am besten { $what }
next-between = die nächste zwischen { $first } und { $last }
next-on = die nächste am { $day }
next-not-before = die nächste nicht vor { $day }
sessions = { $number ->
    [one] insgesamt { $number } Sitzung
   *[other] insgesamt { $number } Sitzungen
}
sessions-range = insgesamt { $low } bis { $high } Sitzungen

questions = Diese Antworten entscheiden noch, was gilt
asked-when = wann { $label }
asked-date = Datum: { $label }
asked-whether = ob { $label }
or-else = oder { $others }

legend = { $sure ->
    [sure] { $verb ->
        [avoid] vermeiden
        [do] tun
        [allow] erlaubt
       *[normal] normal
    }
   *[perhaps] { $verb ->
        [avoid] besser nicht, oder es kommt darauf an
        [do] tun, wenn es zutrifft
        [allow] erlaubt, wenn es zutrifft
       *[normal] vielleicht normal
    }
}
