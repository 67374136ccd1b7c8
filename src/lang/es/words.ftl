# Palabras pequeñas. Los textos de los hechos completan «si …».
and = { $next ->
    [i] e
   *[other] y
}
and-on = { $next ->
    [i] e
   *[other] y
}
or = { $next ->
    [o] u
   *[other] o
}
condition = si { $when }
