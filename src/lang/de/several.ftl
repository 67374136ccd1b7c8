# Die Seite mehrerer Behandlungen. $window ergänzt "meiden …".

together = Für { $treatments } gemeinsam
one-then-other = { $one }, dann { $other }
but-not = aber nicht { $window } ({ $treatment })
unless = außer wenn { $when }
something-else-forbids = etwas anderes es noch verbietet
sheets-disagree = Die Merkblätter widersprechen sich
allowed-for = erlaubt nach dem Merkblatt für { $treatment }
due-for = zu tun nach dem Merkblatt für { $treatment }
avoided-for = { $strength ->
    [ideally] aber für { $treatment } besser zu meiden { $window }
   *[must] aber für { $treatment } zu meiden { $window }
}
stricter-counts = Es gilt das Strengere: in dieser Zeit meiden.
stricter-counts-then = Trifft beides zu, gilt das Strengere: in dieser Zeit meiden.
check-before-all = Vor den Behandlungen: bitte prüfen
nothing-against-any = Auf den Merkblättern spricht nichts gegen diese Behandlungen.
do-not-have = { $strength ->
    [ideally] { $treatment }: zu dieser Zeit besser nicht
   *[must] { $treatment }: nicht zu dieser Zeit
}
sheet-says-avoid = laut dem Merkblatt für { $treatment } zu meiden { $window }
first-day = Der erste Tag, an dem es ginge, ist { $day }.
no-day = In den nächsten zwei Jahren gibt es keinen Tag, an dem es ginge.
together-with-others = Zusammen mit den anderen Behandlungen
reason-now = , weil { $when }
if-clause = , { $when }
