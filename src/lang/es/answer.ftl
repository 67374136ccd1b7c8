# La respuesta a «¿Puedo?, y si no, ¿cuándo?».

answer = *{ $label }:* { $answer } { $possible } { $until }{ $then }.
then = , después: { $answer }
answer-word = { $answer ->
    [avoided] hay que evitarlo
    [better-not] mejor no
    [due] hay que hacerlo
    [not-due] no hace falta
    [allowed] permitido
    [not-stated] sin indicación
    [expected] normal
    [alert] no es normal
   *[depends] depende
}
advice = { $answer ->
    [avoided] No, ahora no.
    [better-not] Mejor no: la hoja no dice con exactitud cuándo termina o empieza, o solo lo aconseja.
    [due] Sí, hay que hacerlo.
    [not-due] Ahora no hace falta hacerlo.
    [may-be-due] Puede hacerlo ahora. No se sabe si hace falta.
    [allowed] Sí.
    [not-stated] La hoja no dice nada sobre esto para este momento. Si tiene dudas, llame a la clínica.
    [expected] Esto es normal en este momento.
    [alert] Esto no es normal: llame a la clínica.
   *[depends] Depende de algo que no se sabe o que la hoja deja abierto.
}
asked-for = Pregunta para: { $moment } ({ $zone }).
because = Motivo
overruled = No decide aquí
otherwise-for = Otra cosa vale para
rule-says = { $strength ->
    [ideally] { $verb ->
        [avoid] de preferencia, evite: { $what }
        [allow] de preferencia, { $what }: permitido
        [do] de preferencia, para hacer: { $what }
        [alert] de preferencia, llame a la clínica si nota: { $what }
       *[normal] { $what }: normal
    }
   *[must] { $verb ->
        [avoid] evite: { $what }
        [allow] { $what }: permitido
        [do] para hacer: { $what }
        [alert] llame a la clínica si nota: { $what }
       *[normal] { $what }: normal
    }
}

asked-for-all = Pregunta para: { $moment }.
what-you-may-notice = Lo que puede notar

# «¿Cuándo puedo de nuevo?»
until-then = Hasta entonces
when = *{ $label }:* { $said }{ $more }.
it-depends-on = depende de lo siguiente: { $questions }
that-depends-on = eso depende de lo siguiente: { $questions }
otherwise-for-kinds = otra cosa vale para: { $kinds }
sheet-allows = { $since ->
    [now] La hoja lo permite.
   *[then] Desde entonces la hoja lo permite.
}
sheet-allows-later = { $since ->
    [now] La hoja no dice nada en contra, y desde { $day } lo permite.
   *[then] Desde entonces la hoja no dice nada en contra, y desde { $day } lo permite.
}
sheet-says-nothing-against = { $since ->
    [now] La hoja no dice nada en contra. Si tiene dudas, llame a la clínica.
   *[then] Desde entonces la hoja no dice nada en contra. Si tiene dudas, llame a la clínica.
}
from-now = ahora
not-now = ahora no
no-end-known = { $answer }, y no se conoce el final
not-before-for-sure-from = no antes de { $earliest }; con seguridad desde { $when }
better-not-before = mejor no antes de { $when }
for-sure-from = con seguridad desde { $when }
better-not-yet = mejor todavía no
not-before-then-better-not = no antes de { $when }, y después mejor no
without-end = { $said }{ $limit ->
    [not-stated] , y la hoja no dice hasta cuándo
    [never] ; la hoja no indica un final
   *[depends] {""}
}
no-longer-normal = ya no es normal desde { $when }{ $then ->
    [call] ; desde entonces, llame a la clínica
   *[nothing] {""}
}
sign-now = { $now ->
    [alarming] no es normal: llame a la clínica
   *[not-stated] la hoja no lo llama normal ahora
}
sign-now-later-normal = { $now ->
    [alarming] no es normal: llame a la clínica; puede ser normal desde { $when }
   *[not-stated] la hoja no lo llama normal ahora; puede ser normal desde { $when }
}
due-now = hay que hacerlo ahora
due-from = hay que hacerlo desde { $when }
may-be-due-now = quizás haya que hacerlo ahora
may-be-due-from = quizás haya que hacerlo desde { $when }
not-due-any-more = ya no hace falta
next-on-day = la próxima vez, { $day }
