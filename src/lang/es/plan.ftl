# La página de un plan: el título, los encabezados y lo que rodea las reglas.

treatment = Tratamiento
source = Fuente: { $source }.
version = versión { $version }
reviewed = revisada el { $date }
times-by = Horas según la base de datos de zonas horarias { $version }.
no-medical-advice = Esto es un resumen y no un consejo médico. Si tiene dudas, llame a la clínica.

check-before = Antes del tratamiento: compruebe
before-the-treatment = Antes del tratamiento
on-the-day = El día del tratamiento
after-it = Después del tratamiento
later = Más adelante
first-to-last = { $first } a { $last }
what-holds-now = Lo que vale ahora
what-comes-next = Lo que viene después
further-sessions = Otras sesiones

questions-open = { $number ->
    [one] Queda { $number } pregunta abierta; vea el final de esta página.
   *[other] Quedan { $number } preguntas abiertas; vea el final de esta página.
}
over = { $number ->
    [one] { $number } indicación ya terminó y no se muestra.
   *[other] { $number } indicaciones ya terminaron y no se muestran.
}
nothing-about-treatment = La hoja no dice nada sobre este tratamiento.
nothing-about-moment = La hoja no dice nada sobre este momento.

nothing-against = Según la hoja, nada impide este tratamiento.
against = *No se haga este tratamiento* { $form ->
    [window] { $window }
    [if] { $when }
   *[window-if] { $window }, { $when }
}.
against-now = *No se haga este tratamiento* ahora, porque { $when }.
against-at-this-time = *No se haga este tratamiento* en este momento.

in-a-while = dentro de { $length }
in-less-than-a-minute = en menos de un minuto
ends = termina
begins = empieza
end-of-day = Fin: { $day }
short-avoid = { $strength ->
    [ideally] de preferencia, evite: { $what }
   *[must] evite: { $what }
}
short-do = { $strength ->
    [ideally] de preferencia, { $what }
   *[must] { $what }
}
short-allowed = { $what }: permitido
short-allowed-again = { $what }: permitido de nuevo
short-alert = llame a la clínica si nota: { $what }
short-normal = { $what }: normal
short-on-arrival = al llegar, { $what }
if-then = { $when }, { $what }
next-times = Próximas veces: { $times }{ $more ->
    [more] , etc.
   *[all] .
}
first-times = Primeras veces: { $times }{ $more ->
    [more] , etc.
   *[all] .
}

repeat = repita { $treatment } { $intervals }
repeat-not-before = { $repeat }: no antes de { $day }
after-or-later = después de { $length } o más tarde
ideally-repeat = de preferencia, { $what }
next-between = la próxima sesión, entre { $first } y { $last }
next-on = la próxima sesión, { $day }
next-not-before = la próxima sesión, no antes de { $day }
sessions = { $number ->
    [one] { $number } sesión en total
   *[other] { $number } sesiones en total
}
sessions-range = de { $low } a { $high } sesiones en total

questions = Estas respuestas aún deciden lo que vale
asked-when = la fecha en que { $label }
asked-date = la fecha de { $label }
asked-whether = si { $label }
or-else = o { $others }

legend = { $sure ->
    [sure] { $verb ->
        [avoid] evitar
        [do] hacer
        [allow] permitido
       *[normal] normal
    }
   *[perhaps] { $verb ->
        [avoid] mejor no, o depende
        [do] hacer, si corresponde
        [allow] permitido, si corresponde
       *[normal] puede ser normal
    }
}
