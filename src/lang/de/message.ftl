# Eine Nachricht für das Telefon.

message-more = { $number ->
    [one] { $number } weitere Anweisung steht auf der vollständigen Seite.
   *[other] { $number } weitere Anweisungen stehen auf der vollständigen Seite.
}
message-nothing = Das Merkblatt sagt nichts über diese Zeit.
