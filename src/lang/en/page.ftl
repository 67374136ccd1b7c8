# The patient's page, and the picture of the days.

page-when-to-call = When to call the clinic
page-whom-to-call = Whom to call
page-emergency = In an emergency:
page-normal = What is normal

picture = The days at a glance
picture-empty = The sheet names no time that could be drawn.
picture-treatment = treatment
picture-now = now
picture-avoid = avoid
picture-do = do
picture-allowed = allowed
picture-normal = normal
picture-perhaps = perhaps, or it depends
picture-days = { $number ->
    [one] day
   *[other] days
}
picture-weeks = { $number ->
    [one] week
   *[other] weeks
}
picture-months = { $number ->
    [one] month
   *[other] months
}
picture-quarters = quarters
picture-years = { $number ->
    [one] year
   *[other] years
}
