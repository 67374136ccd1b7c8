# Un mensaje para el teléfono.

message-more = { $number ->
    [one] Hay { $number } indicación más en la hoja completa.
   *[other] Hay { $number } indicaciones más en la hoja completa.
}
message-nothing = La hoja no dice nada sobre este momento.
