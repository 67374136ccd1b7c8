# A message for a phone.

message-more = { $number ->
    [one] { $number } more instruction is on the full page.
   *[other] { $number } more instructions are on the full page.
}
message-nothing = The sheet says nothing about this time.
