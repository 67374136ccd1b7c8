# Die Seite für den Patienten und das Bild der Tage.

page-when-to-call = Wann Sie die Klinik anrufen
page-whom-to-call = Wen Sie anrufen können
page-emergency = Im Notfall:
page-normal = Was normal ist

picture = Die Tage auf einen Blick
picture-empty = Das Merkblatt nennt keine Zeit, die sich zeichnen ließe.
picture-treatment = Behandlung
picture-now = jetzt
picture-avoid = vermeiden
picture-do = tun
picture-allowed = erlaubt
picture-normal = normal
picture-perhaps = vielleicht, oder es kommt darauf an
picture-days = { $number ->
    [one] Tag
   *[other] Tage
}
picture-weeks = { $number ->
    [one] Woche
   *[other] Wochen
}
picture-months = { $number ->
    [one] Monat
   *[other] Monate
}
picture-quarters = Quartale
picture-years = { $number ->
    [one] Jahr
   *[other] Jahre
}
