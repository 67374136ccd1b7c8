# The page of several treatments. $treatment, $one and $other are their names; $window completes "avoid it …".

together = For { $treatments } together
one-then-other = { $one }, then { $other }
but-not = but not { $window } ({ $treatment })
unless = unless { $when }
something-else-forbids = something else still forbids it
sheets-disagree = The sheets disagree
allowed-for = allowed for { $treatment }
due-for = to be done for { $treatment }
avoided-for = { $strength ->
    [ideally] but for { $treatment } better avoided { $window }
   *[must] but for { $treatment } to be avoided { $window }
}
stricter-counts = The stricter counts: avoid it then.
stricter-counts-then = If both apply, the stricter counts: avoid it then.
check-before-all = Before the treatments: check
nothing-against-any = Nothing on the sheets speaks against these treatments.
do-not-have = { $strength ->
    [ideally] Better not have { $treatment } at this time
   *[must] Do not have { $treatment } at this time
}
sheet-says-avoid = the sheet for { $treatment } says to avoid it { $window }
first-day = The first day that would do is { $day }.
no-day = No later day within two years would do.
together-with-others = Together with the other treatments
reason-now = : { $when }
if-clause = {" "}{ $when }
