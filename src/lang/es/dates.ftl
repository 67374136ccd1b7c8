# Fechas, horas y duraciones.

weekday = { $number ->
    [1] lunes
    [2] martes
    [3] miércoles
    [4] jueves
    [5] viernes
    [6] sábado
   *[7] domingo
}
month = { $number ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
short-weekday = { $number ->
    [1] lun
    [2] mar
    [3] mié
    [4] jue
    [5] vie
    [6] sáb
   *[7] dom
}
short-month = { $number ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sep
    [10] oct
    [11] nov
   *[12] dic
}

date = { $weekday }, { $day } de { $month } de { $year }
date-time = { $date }, { $clock }
short-date = { $weekday } { $day } { $month }
short-day = { $weekday } { $day }
short-day-and-month = { $day } { $month }

# En una frase, con artículo; «de el» se convierte en «del».
day = el { $weekday } { $day } de { $month }
day-of-year = el { $weekday } { $day } de { $month } de { $year }
day-of-month = el { $weekday } { $day }
day-time = { $day } { $hour ->
    [1] a la { $clock }
   *[other] a las { $clock }
}
day-and-month = { $day } de { $month }

length = { $unit ->
    [years] { $number ->
        [one] { $number } año
       *[other] { $number } años
    }
    [months] { $number ->
        [one] { $number } mes
       *[other] { $number } meses
    }
    [weeks] { $number ->
        [one] { $number } semana
       *[other] { $number } semanas
    }
    [days] { $number ->
        [one] { $number } día
       *[other] { $number } días
    }
    [hours] { $number ->
        [one] { $number } hora
       *[other] { $number } horas
    }
    [minutes] { $number ->
        [one] { $number } minuto
       *[other] { $number } minutos
    }
   *[seconds] { $number ->
        [one] { $number } segundo
       *[other] { $number } segundos
    }
}
lengths = { $first } y { $rest }
length-range = { $first } a { $last }
no-time = ningún tiempo
every = cada { $length }
every-one = { $unit ->
    [years] cada año
    [months] cada mes
    [weeks] cada semana
    [days] cada día
    [hours] cada hora
    [minutes] cada minuto
   *[seconds] cada segundo
}
