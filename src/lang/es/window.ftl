# Desde cuándo, hasta cuándo: partes de frases. $form dice qué es un suceso: un número («2 semanas después de …»), una
# oración en subjuntivo («su piel haya cicatrizado») o un nombre («su última dosis»).

on-arrival = al llegar
at-named-treatment = en el tratamiento «{ $treatment }»
after-named-treatment = después del tratamiento «{ $treatment }»
until-named-treatment = { $bound ->
    [before] antes del tratamiento «{ $treatment }»
   *[until] hasta el tratamiento «{ $treatment }»
}
the-named-treatment = el tratamiento «{ $treatment }»
at-the-treatment = en el tratamiento
after-the-treatment = después del tratamiento
at-any-time = en cualquier momento
from-now-on = desde ahora
the-treatment = el tratamiento
about = más o menos { $when }
between = entre { $first } y { $last }

at-event = { $form ->
    [number] { $event }
    [clause] cuando { $event }
   *[noun] en el momento de { $event }
}
on-day = { $day }
on-day-at = { $day } { $hour ->
    [1] a la { $clock }
   *[other] a las { $clock }
}
on-about = más o menos { $when }
once = una vez
once-between = una vez entre { $first } y { $last }
once-after = una vez después de { $when }
once-before = una vez antes de { $when }

on-day-from = { $day } { $hour ->
    [1] desde la { $from }
   *[other] desde las { $from }
}
on-day-from-until = { $day }, de { $from } a { $until }
from-through = desde { $first } hasta { $last } inclusive
from-until = { $start } { $end }
apart-until = { $start }, { $end }
from-until-in-doubt = { $start } { $end }; { $doubt }
in-doubt = { $start }; { $doubt }
onward = { $start }

after-event = { $form ->
    [number] { $event }
    [clause] después de que { $event }
   *[noun] después de { $event }
}
from = desde { $when }
from-at-latest = como muy tarde desde { $when }
from-at-earliest = como muy pronto desde { $when }
from-if-agreed = ya desde { $when } si la clínica está de acuerdo
rather-from = { $strength ->
    [ideally] quizás ya desde { $when }
   *[must] mejor ya desde { $when }
}
beginning = comienzo { $between }
start-between = comienzo entre { $first } y { $last }

until-event = { $bound ->
    [before] { $form ->
        [clause] antes de que { $event }
       *[other] antes de { $event }
    }
   *[until] { $form ->
        [clause] hasta que { $event }
       *[other] hasta { $event }
    }
}
until-the-treatment = { $bound ->
    [before] antes del tratamiento
   *[until] hasta el tratamiento
}
until = { $bound ->
    [before] antes de { $when }
   *[until] hasta { $when }
}
through = hasta { $day } inclusive
until-rather-until = { $first }; { $strength ->
    [ideally] quizás { $last }
   *[must] mejor { $last }
}
until-if-agreed = { $first }, o { $last } si la clínica está de acuerdo
at-least = al menos { $end }
at-latest = como muy tarde { $end }
at-least-at-most = al menos { $first } y como mucho { $last }
ending = final { $between }

not-before = no antes de { $when }
at-least-until = al menos hasta { $when }
expected-by = se espera como muy tarde { $when }
expected-between = se espera entre { $first } y { $last }
expected-on = se espera { $day }

clocks-skip = los relojes saltan las { $wanted } ese día; se trata de las { $meant }
clocks-skip-far = los relojes saltan las { $wanted } ese día; se trata de la hora correspondiente después del salto
clocks-repeat = los relojes marcan las { $wanted } dos veces ese día; se trata de la primera
short-month-day = { $date }: el mes no tiene día { $wanted }
short-month-last = el mes no tiene día { $wanted }; se trata de su último día
