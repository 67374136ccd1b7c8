# Die Einträge eines Kalenders. $what ist eine Liste von Beschriftungen, die nicht gebeugt werden.

about-now = Ungefähr jetzt
once-event = { $form ->
    [number] { $event }
    [clause] sobald { $event }
   *[noun] nach diesem Zeitpunkt: „{ $event }“
}
now-allowed = { $again ->
    [again] Wieder erlaubt
   *[first] Erlaubt
}{ $form ->
    [if] , { $when }: { $what }
   *[plain] : { $what }
}
once-allowed = { $what } { $again ->
    [again] wieder erlaubt
   *[first] erlaubt
}{ $form ->
    [if] , { $when }
   *[plain] {""}
}
no-longer-avoid = Nicht mehr zu vermeiden: { $what }
unless-banned = { $what }, wenn nichts anderes es noch verbietet
now-it-depends = Ab jetzt kommt es darauf an: { $what }
now-avoid-only-if = Ab jetzt nur zu vermeiden, { $when }: { $what }
no-longer-if = Gilt nicht mehr: { $when }, vermeiden Sie: { $what }
only-expected = Das Datum ist nur ungefähr bekannt.
goes-on = Es geht danach weiter, aber dieser Kalender nicht.
what-ends = Was endet:
what-begins = Was beginnt:
the-treatment-itself = Behandlung
session-through = nächste Sitzung ({ $name }): von heute bis einschließlich { $day }
session-today = nächste Sitzung ({ $name }): heute
session-from-today = nächste Sitzung ({ $name }): ab heute möglich
out-of-date = Nicht mehr gültig: { $what }
plan-has-changed = Dieser Eintrag gilt nicht mehr: Der Plan hat sich geändert.
