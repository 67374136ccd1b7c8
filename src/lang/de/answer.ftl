# Die Antwort auf „Darf ich, und wenn nicht, wann?“.

answer = *{ $label }:* { $answer } { $possible } { $until }{ $then }.
then = , danach: { $answer }
answer-word = { $answer ->
    [avoided] zu vermeiden
    [better-not] besser nicht
    [due] zu tun
    [not-due] nicht nötig
    [allowed] erlaubt
    [not-stated] nicht geregelt
    [expected] normal
    [alert] nicht normal
   *[depends] es kommt darauf an
}
advice = { $answer ->
    [avoided] Nein, jetzt nicht.
    [better-not] Besser nicht: Das Merkblatt sagt nicht genau, wann das endet oder beginnt, oder rät nur davon ab.
    [due] Ja, das ist jetzt zu tun.
    [not-due] Das müssen Sie jetzt nicht tun.
    [may-be-due] Sie dürfen es jetzt tun. Ob es nötig ist, ist nicht bekannt.
    [allowed] Ja.
    [not-stated] Das Merkblatt sagt dazu nichts für diese Zeit. Wenn Sie unsicher sind, rufen Sie die Klinik an.
    [expected] Das ist in dieser Zeit normal.
    [alert] Das ist nicht normal: Rufen Sie die Klinik an.
   *[depends] Das kommt darauf an: Etwas ist nicht bekannt, oder das Merkblatt lässt es offen.
}
asked-for = Gefragt für { $moment } ({ $zone }).
because = Grund
overruled = Hier nicht entscheidend
otherwise-for = Etwas anderes gilt für
rule-says = { $strength ->
    [ideally] { $verb ->
        [avoid] am besten vermeiden Sie: { $what }
        [allow] am besten: { $what }: erlaubt
        [do] am besten zu tun: { $what }
        [alert] am besten rufen Sie die Klinik an, wenn Sie Folgendes bemerken: { $what }
       *[normal] { $what }: normal
    }
   *[must] { $verb ->
        [avoid] vermeiden Sie: { $what }
        [allow] { $what }: erlaubt
        [do] zu tun: { $what }
        [alert] rufen Sie die Klinik an, wenn Sie Folgendes bemerken: { $what }
       *[normal] { $what }: normal
    }
}

asked-for-all = Gefragt für { $moment }.
what-you-may-notice = Was Sie bemerken können

# „Wann darf ich wieder?“
until-then = Bis dahin
when = *{ $label }:* { $said }{ $more }.
it-depends-on = es kommt auf Folgendes an: { $questions }
that-depends-on = das hängt von Folgendem ab: { $questions }
otherwise-for-kinds = etwas anderes gilt für: { $kinds }
sheet-allows = { $since ->
    [now] Das Merkblatt erlaubt es.
   *[then] Ab dann erlaubt es das Merkblatt.
}
sheet-allows-later = { $since ->
    [now] Das Merkblatt sagt nichts dagegen, und ab { $day } erlaubt es das.
   *[then] Ab dann sagt das Merkblatt nichts dagegen, und ab { $day } erlaubt es das.
}
sheet-says-nothing-against = { $since ->
    [now] Das Merkblatt sagt nichts dagegen. Wenn Sie unsicher sind, rufen Sie die Klinik an.
   *[then] Ab dann sagt das Merkblatt nichts dagegen. Wenn Sie unsicher sind, rufen Sie die Klinik an.
}
from-now = jetzt
not-now = jetzt nicht
no-end-known = { $answer }, und ein Ende ist nicht bekannt
not-before-for-sure-from = nicht vor { $earliest }; sicher ab { $when }
better-not-before = besser nicht vor { $when }
for-sure-from = sicher ab { $when }
better-not-yet = besser noch nicht
not-before-then-better-not = nicht vor { $when }, und dann besser nicht
without-end = { $said }{ $limit ->
    [not-stated] ; wie lange, steht nicht im Merkblatt
    [never] ; das Merkblatt nennt kein Ende
   *[depends] {""}
}
no-longer-normal = ab { $when } nicht mehr normal{ $then ->
    [call] ; rufen Sie ab dann die Klinik an
   *[nothing] {""}
}
sign-now = { $now ->
    [alarming] nicht normal: Rufen Sie die Klinik an
   *[not-stated] das Merkblatt nennt es jetzt nicht normal
}
sign-now-later-normal = { $now ->
    [alarming] nicht normal: Rufen Sie die Klinik an; ab { $when } kann es normal sein
   *[not-stated] das Merkblatt nennt es jetzt nicht normal; ab { $when } kann es normal sein
}
due-now = jetzt zu tun
due-from = zu tun ab { $when }
may-be-due-now = vielleicht jetzt zu tun
may-be-due-from = vielleicht zu tun ab { $when }
not-due-any-more = nicht mehr nötig
next-on-day = das nächste Mal am { $day }
