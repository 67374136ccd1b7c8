# Was eine Regel sagt, in einem Satz. Beschriftungen werden nicht gebeugt, deshalb stehen sie hinter einem Doppelpunkt.

avoid = { $opening ->
    [plain] *Vermeiden Sie: { $what }*
    [ideally] Am besten *vermeiden Sie: { $what }*
    [if] { $when }, *vermeiden Sie: { $what }*
   *[if-ideally] { $when }, *vermeiden Sie* am besten*: { $what }*
} { $window }{ $more } { $open }.

instruction = { $opening ->
    [plain] { $what }
    [ideally] Am besten: { $what }
    [if] { $when }: { $what }
   *[if-ideally] { $when }, am besten: { $what }
}
to-do = Zu tun: { $label }
details = { $when } { $open }.

alert = { $opening ->
    [plain] *Rufen Sie die Klinik an*
    [ideally] Am besten *rufen Sie die Klinik an*
    [if] { $when }: *Rufen Sie die Klinik an*
   *[if-ideally] { $when }: Am besten *rufen Sie die Klinik an*
}, wenn Sie Folgendes bemerken: *{ $what }* { $window }.

state = *{ $what }:* { $state ->
    [again] *wieder erlaubt*
    [allowed] *erlaubt*
   *[normal] *normal*
}{ $tail } { $open }.

end-not-stated = (wie lange, steht nicht im Merkblatt)
except = außer: { $holes }
exception-if = { $what }, { $when }

lasting = { $each ->
    [each] jedes Mal { $length } lang
   *[once] { $length } lang
}
order = { $side ->
    [after] nach: „{ $other }“
   *[before] vor: „{ $other }“
}
order-with-gap = { $side ->
    [after] { $gap } nach: „{ $other }“
   *[before] { $gap } vor: „{ $other }“
}
by = durch: { $who }
all-the-time = durchgehend
daily = täglich
daily-at = täglich um { $clocks } Uhr
daily-parts = täglich { $parts }
as-needed = bei Bedarf
times-a-day = { $number ->
    [1] einmal am Tag
    [2] zweimal am Tag
   *[other] { $number }-mal am Tag
}
times-a-day-range = { $low }- bis { $high }-mal am Tag
up-to = höchstens { $times }
