# Lo que dice una regla, en una frase. «permitido» y «normal» no concuerdan con el texto: son lo que vale para él.

avoid = { $opening ->
    [plain] *Evite: { $what }*
    [ideally] De preferencia, *evite: { $what }*
    [if] { $when }, *evite: { $what }*
   *[if-ideally] { $when }, de preferencia *evite: { $what }*
} { $window }{ $more } { $open }.

instruction = { $opening ->
    [plain] { $what }
    [ideally] De preferencia, { $what }
    [if] { $when }, { $what }
   *[if-ideally] { $when }, de preferencia { $what }
}
to-do = para hacer: { $label }
details = { $when } { $open }.

alert = { $opening ->
    [plain] *Llame a la clínica*
    [ideally] De preferencia, *llame a la clínica*
    [if] { $when }, *llame a la clínica*
   *[if-ideally] { $when }, de preferencia *llame a la clínica*
} si nota: *{ $what }* { $window }.

state = *{ $what }:* { $state ->
    [again] *permitido de nuevo*
    [allowed] *permitido*
   *[normal] *normal*
}{ $tail } { $open }.

end-not-stated = (la hoja no dice hasta cuándo)
except = excepto: { $holes }
exception-if = { $what } { $when }

lasting = { $each ->
    [each] durante { $length } cada vez
   *[once] durante { $length }
}
order = { $side ->
    [after] después de: { $other }
   *[before] antes de: { $other }
}
order-with-gap = { $side ->
    [after] { $gap } después de: { $other }
   *[before] { $gap } antes de: { $other }
}
by = por { $who }
all-the-time = todo el tiempo
daily = todos los días
daily-at = todos los días a las { $clocks }
daily-parts = todos los días { $parts }
as-needed = cuando haga falta
times-a-day = { $number ->
    [1] una vez al día
    [2] dos veces al día
   *[other] { $number } veces al día
}
times-a-day-range = de { $low } a { $high } veces al día
up-to = como máximo { $times }
