# Las entradas de un calendario. $what es una lista de textos.

about-now = Más o menos ahora
once-event = { $form ->
    [number] { $event }
    [clause] cuando { $event }
   *[noun] después de { $event }
}
now-allowed = { $again ->
    [again] Permitido de nuevo
   *[first] Permitido
}{ $form ->
    [if] {" "}{ $when }: { $what }
   *[plain] : { $what }
}
once-allowed = { $what }, { $again ->
    [again] permitido de nuevo
   *[first] permitido
}{ $form ->
    [if] {" "}{ $when }
   *[plain] {""}
}
no-longer-avoid = Ya no hace falta evitar: { $what }
unless-banned = { $what }, salvo que otra regla aún lo prohíba
now-it-depends = Desde ahora depende: { $what }
now-avoid-only-if = Desde ahora evite solo { $when }: { $what }
no-longer-if = Ya no vale: { $when }, evite: { $what }
only-expected = La fecha es solo aproximada.
goes-on = Continúa después, pero este calendario no.
what-ends = Lo que termina:
what-begins = Lo que empieza:
the-treatment-itself = el tratamiento
session-through = próxima sesión ({ $name }): desde hoy hasta { $day } inclusive
session-today = próxima sesión ({ $name }): hoy
session-from-today = próxima sesión ({ $name }): posible desde hoy
out-of-date = Ya no es válido: { $what }
plan-has-changed = Esta entrada ya no es válida: el plan ha cambiado.
