# La página de varios tratamientos. $window completa "evitar …".

together = Para { $treatments } a la vez
one-then-other = { $one }, luego { $other }
but-not = pero no { $window } ({ $treatment })
unless = salvo si { $when }
something-else-forbids = otra indicación todavía lo prohíbe
sheets-disagree = Las hojas de instrucciones no coinciden
allowed-for = permitido según la hoja de { $treatment }
due-for = indicado según la hoja de { $treatment }
avoided-for = { $strength ->
    [ideally] pero por { $treatment } es mejor evitarlo { $window }
   *[must] pero por { $treatment } hay que evitarlo { $window }
}
stricter-counts = Vale lo más estricto: evítelo en ese tiempo.
stricter-counts-then = Si se dan ambas cosas, vale lo más estricto: evítelo en ese tiempo.
check-before-all = Antes de los tratamientos: compruebe
nothing-against-any = Nada en las hojas se opone a estos tratamientos.
do-not-have = { $strength ->
    [ideally] { $treatment }: mejor no en este momento
   *[must] { $treatment }: no en este momento
}
sheet-says-avoid = según la hoja de { $treatment }, hay que evitarlo { $window }
first-day = El primer día posible es { $day }.
no-day = En los próximos dos años no hay ningún día posible.
together-with-others = Junto con los otros tratamientos
reason-now = , porque { $when }
if-clause = {" "}{ $when }
