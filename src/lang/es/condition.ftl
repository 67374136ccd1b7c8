# Las condiciones completan «si …»; los sucesos completan «hasta que …», en subjuntivo.

either = o bien { $what }
both = (las dos cosas: { $what })
not-so = no ocurre esto: «{ $label }»
notice = { $noticed ->
    [yes] nota { $sign }
   *[no] no nota { $sign }
}
treatment-as-subject = el tratamiento
starts = { $side ->
    [before] { $what } empieza antes de las { $clock }
   *[after] { $what } empieza a las { $clock } o más tarde
}
fact-is = { $is ->
    [is] { $label } es { $value }
   *[is-not] { $label } no es { $value }
}
fact-compared = { $is ->
    [lower] { $label } es menor que { $number }
    [or-lower] { $label } es { $number } o menos
    [higher] { $label } es mayor que { $number }
   *[or-higher] { $label } es { $number } o más
}
had = { $so ->
    [yes] tuvo este tratamiento { $within }: { $label }
   *[no] no tuvo este tratamiento { $within }: { $label }
}
happens = { $so ->
    [yes] esto ocurre { $within }: «{ $label }»
   *[no] esto no ocurre { $within }: «{ $label }»
}
lies = { $label } { $so ->
    [yes] {""}
   *[no] no{" "}
}{ $tense ->
    [past] fue
   *[other] es
} { $within }

within = en un plazo de { $length } { $side ->
    [before] { $form ->
        [clause] antes de que { $anchor }
       *[other] antes de { $anchor }
    }
    [after] { $form ->
        [clause] después de que { $anchor }
       *[other] después de { $anchor }
    }
   *[around] { $form ->
        [clause] antes o después de que { $anchor }
       *[other] antes o después de { $anchor }
    }
}
offset = { $length } { $side ->
    [before] { $form ->
        [clause] antes de que { $anchor }
       *[other] antes de { $anchor }
    }
   *[after] { $form ->
        [clause] después de que { $anchor }
       *[other] después de { $anchor }
    }
}
day-of-event = { $form ->
    [clause] el día en que { $anchor }
   *[other] el día de { $anchor }
}
days-from-event = { $length } { $side ->
    [before] antes
   *[after] después
} { $form ->
    [clause] del día en que { $anchor }
   *[other] del día de { $anchor }
}
clock-on-day = { $day } a las { $clock }
moment-near = un momento cercano a { $anchor }
or-if-later = { $first } o, si es más tarde, { $second }
have-passed = hayan pasado { $length }
window-before = antes de { $moment }
window-until = hasta { $moment }
window-from = desde { $moment }
