# La página del paciente y el dibujo de los días.

page-when-to-call = Cuándo llamar a la clínica
page-whom-to-call = A quién llamar
page-emergency = En caso de urgencia:
page-normal = Qué es normal

picture = Los días de un vistazo
picture-empty = La hoja no nombra ningún tiempo que se pueda dibujar.
picture-treatment = tratamiento
picture-now = ahora
picture-avoid = evitar
picture-do = hacer
picture-allowed = permitido
picture-normal = normal
picture-perhaps = quizás, o según el caso
picture-days = { $number ->
    [one] día
   *[other] días
}
picture-weeks = { $number ->
    [one] semana
   *[other] semanas
}
picture-months = { $number ->
    [one] mes
   *[other] meses
}
picture-quarters = trimestres
picture-years = { $number ->
    [one] año
   *[other] años
}
