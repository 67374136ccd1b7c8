# Lo que se cambió en una hoja, y por qué.
changed-visit = Cambiado para esta visita
changed-clinic = Cambiado por la clínica
changed-mark = { $by }: { $reason }
sheet-says = La hoja dice: { $said }
sheet-says-nothing = La hoja no dice nada de ello para este tratamiento.
sheet-says-nothing-of = { $what }: la hoja no dice nada para este tratamiento.
change-replaced = Sustituido:
change-left-out = Omitido:
left-out = Omitido
