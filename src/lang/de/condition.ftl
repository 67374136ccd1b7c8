# Bedingungen ergänzen „wenn …“, mit dem Verb am Ende. Was nicht gebeugt werden kann, steht in Anführungszeichen.

either = entweder { $what }
both = (beides: { $what })
not-so = „{ $label }“ nicht zutrifft
notice = { $noticed ->
    [yes] Sie „{ $sign }“ bemerken
   *[no] Sie „{ $sign }“ nicht bemerken
}
treatment-as-subject = die Behandlung
starts = { $side ->
    [before] { $what } vor { $clock } Uhr beginnt
   *[after] { $what } um { $clock } Uhr oder später beginnt
}
fact-is = { $is ->
    [is] { $label } „{ $value }“ ist
   *[is-not] { $label } nicht „{ $value }“ ist
}
fact-compared = { $is ->
    [lower] { $label } kleiner als { $number } ist
    [or-lower] { $label } { $number } oder weniger ist
    [higher] { $label } größer als { $number } ist
   *[or-higher] { $label } { $number } oder mehr ist
}
had = { $so ->
    [yes] Sie { $within } diese Behandlung hatten: „{ $label }“
   *[no] Sie { $within } diese Behandlung nicht hatten: „{ $label }“
}
happens = { $so ->
    [yes] dies { $within } eintritt: „{ $label }“
   *[no] dies nicht { $within } eintritt: „{ $label }“
}
lies = { $label } { $so ->
    [yes] { $within }
   *[no] nicht { $within }
} { $tense ->
    [past] war
   *[other] ist
}

within = { $side ->
    [before] innerhalb von { $length } { $form ->
        [treatment] vor der Behandlung
        [clause] bevor { $anchor }
       *[noun] vor: „{ $anchor }“
    }
    [after] innerhalb von { $length } { $form ->
        [treatment] nach der Behandlung
        [clause] nachdem { $anchor }
       *[noun] nach: „{ $anchor }“
    }
   *[around] innerhalb von { $length } { $form ->
        [treatment] vor oder nach der Behandlung
       *[noun] vor oder nach: „{ $anchor }“
    }
}
offset = { $side ->
    [before] { $length } { $form ->
        [treatment] vor der Behandlung
        [clause] bevor { $anchor }
       *[noun] vor: „{ $anchor }“
    }
   *[after] { $length } { $form ->
        [treatment] nach der Behandlung
        [clause] nachdem { $anchor }
       *[noun] nach: „{ $anchor }“
    }
}
day-of-event = { $form ->
    [treatment] Tag der Behandlung
    [clause] der Tag, an dem { $anchor }
   *[noun] Tag: { $anchor }
}
days-from-event = { $length } { $side ->
    [before] vor
   *[after] nach
} { $form ->
    [treatment] dem Tag der Behandlung
    [clause] dem Tag, an dem { $anchor }
   *[noun] diesem Tag: „{ $anchor }“
}
clock-on-day = { $day }, { $clock } Uhr
moment-near = ungefähr zu diesem Zeitpunkt: „{ $anchor }“
or-if-later = { $first } oder, wenn das später ist, { $second }
have-passed = { $length } vergangen sind
window-before = vor { $moment }
window-until = bis { $moment }
window-from = ab { $moment }
