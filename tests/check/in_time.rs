//! Contradictions, duties, gaps and rules that never hold, and when they are there.

use super::program::{evaluation_shows, found, with_cases};

/// What is found in a sheet that counts from `day 0`, with treatments from 08:00 to 18:00.
fn day_0(rules: &str) -> String {
    sheet("day 0 hours 08:00..18:00", rules)
}

fn sheet(clauses: &str, rules: &str) -> String {
    let (sources, findings) = found(clauses, rules, evaluation_shows);
    with_cases(&sources, &findings)
}

#[test]
fn only_when_treated_after_noon() {
    insta::assert_snapshot!(day_0("avoid sauna until +36h\nallow sauna from day 2"), @"
    error C0401: `sauna` is both allowed and avoided from day 2 to +36h, only when treated after 12:00 (11:00 or 13:00 across a clock change); at 14:00 they overlap for 2 hours
      ^ line 2 `sauna` allowed from day 2
      - line 1 `sauna` avoided until +36h
      = start when the ban ends: `allow sauna from +36h`
      time-of-day: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T00:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +36h\nallow sauna from day 3"), @"
    note C0404: nothing is said about `sauna` between +36h, when the ban ends, and day 3, from when it is allowed
      ^ line 2 `sauna` allowed from day 3
      - line 1 `sauna` avoided until +36h
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T02:00
    ");
}

#[test]
fn only_across_the_change_that_shortens() {
    for rules in [
        "avoid sauna until +48h\nallow sauna from +2d",
        "avoid sauna until +72h\nallow sauna from +3d",
        "avoid sauna until +30h\nallow sauna from +1d6h",
    ] {
        assert!(day_0(rules).contains("only when the clocks go forward in between"), "{}", day_0(rules));
    }
    assert!(day_0("avoid sauna until +2d\nallow sauna from +48h").contains("only when the clocks go back in between"));
}

/// Two events, each with two terms, are decided.
#[test]
fn two_events() {
    let sheet = |rules: &str| {
        sheet(
            "day 0 hours 08:00..18:00",
            &format!(
                "{rules}\nevent calm \"it is calm\" expected on days 3 to 10\n\
                 event closed \"it is closed\" expected on days 5 to 14"
            ),
        )
    };
    insta::assert_snapshot!(sheet("avoid sauna until later of calm +1d and closed\nallow sauna from later of calm +2d and closed +24h"), @"
    note C0404: nothing is said about `sauna` between the later of `calm` +1d and `closed`, when the ban ends, and the later of `calm` +2d and `closed` +24h, from when it is allowed
      ^ line 2 `sauna` allowed from later of calm +2d and closed +24h
      - line 1 `sauna` avoided until later of calm +1d and closed
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event calm=2026-11-27T12:00 --event closed=2026-12-02T12:00 --at 2026-12-02T12:00
    ");
    insta::assert_snapshot!(sheet("avoid sauna until later of calm +24h and closed +1d\nallow sauna from later of calm +1d and closed +24h"), @"
    error C0401: `sauna` is both allowed and avoided from the later of `calm` +1d and `closed` +24h to the later of `calm` +24h and `closed` +1d, only when the clocks go forward in between
      ^ line 2 `sauna` allowed from later of calm +1d and closed +24h
      - line 1 `sauna` avoided until later of calm +24h and closed +1d
      = start when the ban ends: `allow sauna from later of calm +24h and closed +1d`
      clock-change: sauna --treated 2027-03-17T14:00 --tz Europe/Paris --event calm=2027-03-27T12:00 --event closed=2027-03-22T12:00 --at 2027-03-28T12:00
    ");
    insta::assert_snapshot!(sheet("avoid sauna until later of calm +2d and closed\nallow sauna from later of calm +1d and closed +1d"), @"
    error C0401: `sauna` is both allowed and avoided from the later of `calm` +1d and `closed` +1d to the later of `calm` +2d and `closed`, depending on the time of `calm`
      ^ line 2 `sauna` allowed from later of calm +1d and closed +1d
      - line 1 `sauna` avoided until later of calm +2d and closed
      = start when the ban ends: `allow sauna from later of calm +2d and closed`
      event: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event calm=2026-12-02T12:00 --event closed=2026-11-30T12:00 --at 2026-12-03T12:00
    ");
}

/// Of two notes the worse is told, though a note is the worst severity there can be: found by the oracle.
#[test]
fn the_worse_of_two_notes() {
    let found = sheet(
        "day 0",
        "ideally do bath on day 1\navoid wet from mended until later of +1d..+2d and ill\n\
         activity wet \"water\"\nactivity bath \"baths\" is wet do \"have a bath\"\n\
         event mended \"it is mended\" expected on days 1 to 3\nevent ill \"you are ill\" any time",
    );
    assert!(found.contains("note C0402"), "{found}");
}

/// What nobody expects at a time makes it a warning only where it matters for this patient: found by the oracle.
#[test]
fn an_event_that_does_not_matter_for_this_patient() {
    let found = sheet(
        "day 0",
        "avoid heat within 36h..3d after mended\n\
         do heat from +12h..+36h until day 1 09:00..day 2 09:00 unless tech = laser and dose within 1d before +12h\n\
         activity heat \"heat\"\nfact tech \"the technique\" : one of pen \"a pen\", laser \"a laser\"\n\
         event mended \"it is mended\" expected on days 1 to 3\nevent dose \"your dose\" any time",
    );
    assert!(found.contains("error C0402"), "{found}");
}

#[test]
fn only_on_some_dates() {
    insta::assert_snapshot!(day_0("avoid sauna until +30d\nallow sauna from +1mo"), @"
    error C0401: `sauna` is both allowed and avoided from +1mo to +30d, only where the month has fewer than 30 days
      ^ line 2 `sauna` allowed from +1mo
      - line 1 `sauna` avoided until +30d
      = start when the ban ends: `allow sauna from +30d`
      date: sauna --treated 2027-02-01T14:00 --tz Europe/Paris --at 2027-03-01T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +365d\nallow sauna from +1y"), @"");
    insta::assert_snapshot!(day_0("avoid sauna until +366d\nallow sauna from +1y"), @"
    error C0401: `sauna` is both allowed and avoided from +1y to +366d, only where the 12 months have fewer than 366 days
      ^ line 2 `sauna` allowed from +1y
      - line 1 `sauna` avoided until +366d
      = start when the ban ends: `allow sauna from +366d`
      date: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2027-11-24T14:00
    ");
}

#[test]
fn only_across_a_clock_change() {
    insta::assert_snapshot!(day_0("avoid sauna until +48h\nallow sauna from +2d"), @"
    error C0401: `sauna` is both allowed and avoided from +2d to +48h, only when the clocks go forward in between
      ^ line 2 `sauna` allowed from +2d
      - line 1 `sauna` avoided until +48h
      = start when the ban ends: `allow sauna from +48h`
      clock-change: sauna --treated 2027-03-26T14:00 --tz Europe/Paris --at 2027-03-28T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +2d\nallow sauna from +48h"), @"
    error C0401: `sauna` is both allowed and avoided from +48h to +2d, only when the clocks go back in between
      ^ line 2 `sauna` allowed from +48h
      - line 1 `sauna` avoided until +2d
      = start when the ban ends: `allow sauna from +2d`
      clock-change: sauna --treated 2027-10-29T14:00 --tz Europe/Paris --at 2027-10-31T13:00
    ");
    insta::assert_snapshot!(sheet("day 0", "avoid sauna until +24h\nallow sauna from day 2"), @"
    error C0401: `sauna` is both allowed and avoided from day 2 to +24h, only when treated around 23:30 and the clocks go forward in between
      ^ line 2 `sauna` allowed from day 2
      - line 1 `sauna` avoided until +24h
      = start when the ban ends: `allow sauna from +24h`; if nobody is treated at that hour, say when treatments start: `treatment … hours 08:00..18:00`
      clock-change: sauna --treated 2027-03-27T23:30 --tz Europe/Paris --at 2027-03-29T00:00
    note C0404: nothing is said about `sauna` between +24h, when the ban ends, and day 2, from when it is allowed
      ^ line 2 `sauna` allowed from day 2
      - line 1 `sauna` avoided until +24h
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
}

#[test]
fn always() {
    insta::assert_snapshot!(day_0("avoid heat until +3d\nallow sauna until +30min"), @"
    error C0401: `sauna` is both allowed and avoided as a kind of `heat` from the treatment to +30min
      ^ line 2 `sauna` allowed until +30min
      - line 1 `heat` avoided until +3d
      = let one window end where the other starts, or write the exception into the ban: `except (sauna until +30min)`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +48h\nallow heat from +24h"), @"
    error C0401: `heat` is both allowed and avoided from +24h to +48h
      ^ line 2 `heat` allowed from +24h
      - line 1 `heat` avoided until +48h
      = start when the ban ends: `allow heat from +48h`
      always: heat --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna before treatment\nallow sauna before treatment"), @"
    error C0401: `sauna` is both allowed and avoided until the treatment
      ^ line 2 `sauna` allowed before treatment
      - line 1 `sauna` avoided before treatment
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T13:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna on arrival\nallow sauna within 12h before treatment"), @"
    error C0401: `sauna` is both allowed and avoided at arrival
      ^ line 2 `sauna` allowed within 12h before treatment
      - line 1 `sauna` avoided on arrival
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T13:59:59
    ");
    insta::assert_snapshot!(day_0("expect bleeding until +3d\nalert bleeding from +2d"), @"
    error C0401: `bleeding` is both expected and an alarm from +2d to +3d
      ^ line 2 `bleeding` an alarm from +2d
      - line 1 `bleeding` expected until +3d
      = let one window end where the other starts, or give the alarm a sign of its own that is a kind of this one
      always: bleeding --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("expect long_bleeding until +1h\nalert bleeding"), @"
    error C0401: `long_bleeding` is both expected and an alarm as a kind of `bleeding` from the treatment to +1h
      ^ line 2 `bleeding` an alarm with no end written
      - line 1 `long_bleeding` expected until +1h
      = let one window end where the other starts, or give the alarm a sign of its own that is a kind of this one
      always: long_bleeding --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid ice until +24h\ndo ice as needed from +12h"), @"
    error C0401: `ice` is both allowed and avoided from +12h to +24h
      ^ line 2 `ice` allowed from +12h
      - line 1 `ice` avoided until +24h
      = start when the ban ends: `do ice as needed from +24h`
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T02:00
    ");
    insta::assert_snapshot!(
        day_0("phase \"Days 2 to 4\" on days 2 to 4 { avoid exercise }\nphase \"Days 4 to 7\" on days 4 to 7 { allow walking, swimming }"),
        @r#"
    error C0401: `walking` is both allowed and avoided as a kind of `exercise` from day 4 to the end of day 4
      ^ line 2 `walking` allowed from day 4 until the end of day 7
      - line 1 `exercise` avoided from day 2 until the end of day 4
      = start when the ban ends: `allow walking from day 5`, or write the exception into the ban: `except walking`
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-28T00:00
    note C0410: `walking` and `swimming` are allowed until the end of day 7 only because the heading ends then; nothing is said after that
      ^ line 2 `walking` allowed under the heading
      - line 2 `phase "Days 4 to 7" on days 4 to 7` the heading's window
      = if it lasts, write `allow walking, swimming from day 4` outside the phase; if it ends, write its window in the rule
    "#
    );
}

#[test]
fn facts() {
    insta::assert_snapshot!(day_0("avoid sauna until +3d when smoker\nallow sauna until +1d"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d if you smoke
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts, or set the two apart with `when` and `unless`
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=yes --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d when technique = pen\nallow sauna until +1d unless technique = roller"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d if the technique is a pen
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts, or set the two apart with `when` and `unless`
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given technique=pen --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d when skin_type >= 4\nallow sauna until +1d unless skin_type > 4"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d if your skin type is 4
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts, or set the two apart with `when` and `unless`
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given skin_type=4 --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d when treatment at or after 16:00\nallow sauna until +1d"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d, only when treated from 16:00; at 16:00 they overlap for 24 hours
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts
      time-of-day: sauna --treated 2026-11-24T16:00 --tz Europe/Paris --at 2026-11-24T16:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d when last_dose within 6mo before treatment\nallow sauna until +1d unless last_dose within 183d before treatment"), @"
    warning C0401: `sauna` is both allowed and avoided from the treatment to +1d, only on some dates, as when treated on Tuesday 24 November 2026
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts
      date: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event last_dose=2026-05-25T12:00 --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d when last_dose within 6mo before treatment\nallow sauna until +1d"), @"
    warning C0401: `sauna` is both allowed and avoided from the treatment to +1d, depending on the time of `last_dose`
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts
      event: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event last_dose=2026-08-24T12:00 --at 2026-11-24T14:00
    ");
}

#[test]
fn events() {
    insta::assert_snapshot!(day_0("avoid sauna until healed\nallow sauna from day 8"), @"
    error C0401: `sauna` is both allowed and avoided from day 8 to `healed`, depending on the time of `healed`
      ^ line 2 `sauna` allowed from day 8
      - line 1 `sauna` avoided until healed
      = start when the ban ends: `allow sauna from healed`
      event: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event healed=2026-12-03T12:00 --at 2026-12-02T00:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until healed\nallow sauna from day 11"), @"
    note C0404: nothing is said about `sauna` between `healed`, when the ban ends, and day 11, from when it is allowed
      ^ line 2 `sauna` allowed from day 11
      - line 1 `sauna` avoided until healed
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event healed=2026-12-01T12:00 --at 2026-12-01T12:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until cleared\nallow sauna from +2w"), @"
    warning C0401: `sauna` is both allowed and avoided from +2w to `cleared`, depending on the time of `cleared`
      ^ line 2 `sauna` allowed from +2w
      - line 1 `sauna` avoided until cleared
      = start when the ban ends: `allow sauna from cleared`
      event: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event cleared=2026-12-09T12:00 --at 2026-12-08T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until later of cleared and +2w\nallow sauna from +2w"), @"
    warning C0401: `sauna` is both allowed and avoided from +2w to the later of +2w and `cleared`, depending on the time of `cleared`
      ^ line 2 `sauna` allowed from +2w
      - line 1 `sauna` avoided until later of cleared and +2w
      = start when the ban ends: `allow sauna from later of +2w and cleared`
      event: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event cleared=2026-12-09T12:00 --at 2026-12-08T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until later of cleared and +2w\nallow sauna from later of cleared and +2w"), @"");
    insta::assert_snapshot!(day_0("avoid sauna until cleared +24h\nallow sauna from cleared +1d"), @"
    warning C0401: `sauna` is both allowed and avoided from `cleared` +1d to `cleared` +24h, only when the clocks go forward in between
      ^ line 2 `sauna` allowed from cleared +1d
      - line 1 `sauna` avoided until cleared +24h
      = start when the ban ends: `allow sauna from cleared +24h`
      clock-change: sauna --treated 2027-03-26T14:00 --tz Europe/Paris --event cleared=2027-03-27T12:00 --at 2027-03-28T12:00
    ");
}

#[test]
fn at_most_a_warning_or_a_note() {
    insta::assert_snapshot!(day_0("avoid sauna until +24h..+48h\nallow sauna from +36h"), @"
    warning C0401: `sauna` is both allowed and avoided from +36h to +48h, in the open part of a range
      ^ line 2 `sauna` allowed from +36h
      - line 1 `sauna` avoided until +24h..+48h
      = let one window end where the other starts
      range: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T02:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +24h..+48h\nallow sauna from +36h..+72h"), @"");
    insta::assert_snapshot!(day_0("avoid sauna\nallow sauna from day 3"), @"
    warning C0401: `sauna` is both allowed and avoided from day 3 on
      ^ line 2 `sauna` allowed from day 3
      - line 1 `sauna` avoided with no end written
      = write when it ends, such as `avoid sauna until …`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-27T00:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna\nallow sauna until +1d"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided with no end written
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until about +3d\nallow sauna from +2d"), @"
    note C0401: `sauna` is both allowed and avoided from +2d to +3d
      ^ line 2 `sauna` allowed from +2d
      - line 1 `sauna` avoided until about +3d
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until about +3d\nallow sauna until +1d"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until about +3d
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("ideally avoid sauna until +48h\nallow sauna from +24h"), @"
    note C0401: `sauna` is both allowed and avoided from +24h to +48h
      ^ line 2 `sauna` allowed from +24h
      - line 1 `sauna` avoided until +48h
      = start when the ban ends: `allow sauna from +48h`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna 2h before ice until +48h\nallow sauna from +24h"), @"
    warning C0401: `sauna` is both allowed and avoided from +24h to +48h, in the open part of a range
      ^ line 2 `sauna` allowed from +24h
      - line 1 `sauna` avoided until +48h
      = start when the ban ends: `allow sauna from +48h`
      range: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
}

#[test]
fn exceptions() {
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna\nallow sauna until +30min"), @"");
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna when smoker\nallow sauna until +30min"), @"
    error C0401: `sauna` is both allowed and avoided as a kind of `heat` from the treatment to +30min unless you smoke
      ^ line 2 `sauna` allowed until +30min
      - line 1 `heat` avoided until +3d
      = let one window end where the other starts, or set the two apart with `when` and `unless`, or write the exception into the ban: `except (sauna until +30min)`
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=no --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna when smoker\nallow sauna until +30min when smoker"), @"");
    insta::assert_snapshot!(day_0("avoid heat until +3d except (sauna from +24h)\nallow sauna from +24h"), @"");
    insta::assert_snapshot!(day_0("avoid heat until +3d except (sauna from +24h)\nallow sauna from +20h"), @"
    error C0401: `sauna` is both allowed and avoided as a kind of `heat` from +20h to +24h
      ^ line 2 `sauna` allowed from +20h
      - line 1 `heat` avoided until +3d
      = let one window end where the other starts, or write the exception into the ban: `except (sauna from +20h)`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T10:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna\nallow steam until +30min"), @"
    error C0401: `steam` is both allowed and avoided as a kind of `heat` from the treatment to +30min
      ^ line 2 `steam` allowed until +30min
      - line 1 `heat` avoided until +3d
      = let one window end where the other starts, or write the exception into the ban: `except (steam until +30min)`
      always: steam --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna\nallow heat until +30min"), @"
    error C0401: `heat` is both allowed and avoided from the treatment to +30min
      ^ line 2 `heat` allowed until +30min
      - line 1 `heat` avoided until +3d
      = let one window end where the other starts
      always: heat --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn what_must_stay_silent() {
    let silent = [
        "avoid sauna until +48h\nallow sauna from +48h",
        "avoid sauna until later of healed and +2w\nallow sauna from later of +2w and healed",
        "avoid swimming until +1w\nallow exercise from +1d",
        "avoid sauna until +48h\nallow steam until +24h",
        "avoid sauna until +48h when smoker\nallow sauna until +48h unless smoker",
        "avoid sauna until +48h when technique = pen\nallow sauna until +48h when technique = roller",
        "avoid sauna until +48h when skin_type >= 4\nallow sauna until +48h when skin_type < 4",
        "avoid sauna until +24h\nideally avoid sauna until +48h",
        "expect bleeding until +3d\nalert long_bleeding",
        "do ice until +24h\navoid heat until +24h\nallow heat from +24h",
        "do walking until +1w\nideally do walking until +1mo",
        "avoid sauna until +48h when treatment at or after 12:00\nallow sauna from +24h when treatment before 12:00",
        "avoid sauna until +48h when last_dose within 6mo before treatment\n\
         allow sauna until +48h unless last_dose within 6mo before treatment",
        "avoid sauna within 12h before treatment\nallow sauna",
        "avoid wash by \"your nurse\"\ndo wash",
    ];
    for rules in silent {
        assert_eq!(day_0(rules), "", "{rules}");
    }
}

#[test]
fn duties_that_cannot_be_met() {
    insta::assert_snapshot!(day_0("avoid wash until +3d\ndo wash at +48h"), @"
    error C0402: `wash` is due but avoided all that time, so that it cannot be done
      ^ line 2 `wash` due at +48h
      - line 1 `wash` avoided until +3d
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("avoid exercise until +3d\ndo walking from +12h until +24h"), @"
    error C0402: `walking` is due but avoided as a kind of `exercise` all that time, so that it cannot be done
      ^ line 2 `walking` due from +12h until +24h
      - line 1 `exercise` avoided until +3d
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T02:00
    ");
    insta::assert_snapshot!(day_0("avoid ice from +12h until +14h\ndo ice throughout until +24h"), @"
    error C0402: `ice` is due throughout but avoided from +12h to +14h, so that it cannot be done
      ^ line 2 `ice` due until +24h
      - line 1 `ice` avoided from +12h until +14h
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T02:00
    ");
    insta::assert_snapshot!(day_0("avoid ice on day 2\ndo ice 3 times daily until +1w"), @"
    error C0402: `ice` is due every day but avoided for a whole day of it, so that it cannot be done
      ^ line 2 `ice` due until +1w
      - line 1 `ice` avoided on day 2
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T00:00
    ");
    insta::assert_snapshot!(day_0("avoid ice from +4h until +5h\ndo ice every 4h until +1d"), @"
    error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done
      ^ line 2 `ice` due until +1d
      - line 1 `ice` avoided from +4h until +5h
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T18:00
    ");
    insta::assert_snapshot!(day_0("avoid ice from +5h until +8h\ndo ice every 4h until +1d"), @"
    warning C0403: `ice` is due again and again but avoided from +5h to +8h
      ^ line 2 `ice` due until +1d
      - line 1 `ice` avoided from +5h until +8h
      = write the window in which it is to be done, or `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T19:00
    ");
    insta::assert_snapshot!(day_0("avoid ice from day 1 09:00 until day 1 10:00\ndo ice daily at 09:00, 20:00 until +3d"), @"
    error C0402: `ice` is due every day but avoided at one of the times, so that it cannot be done
      ^ line 2 `ice` due until +3d
      - line 1 `ice` avoided from day 1 09:00 until day 1 10:00
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T09:00
    ");
    insta::assert_snapshot!(day_0("avoid ice from day 1 06:00 until day 1 13:00\ndo ice daily morning until +3d"), @"
    error C0402: `ice` is due every day but avoided for one of the parts of the day, so that it cannot be done
      ^ line 2 `ice` due until +3d
      - line 1 `ice` avoided from day 1 06:00 until day 1 13:00
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T06:00
    ");
    insta::assert_snapshot!(day_0("avoid ice\ndo ice until +1d"), @"
    warning C0402: `ice` is due but avoided all that time, so that it cannot be done
      ^ line 2 `ice` due until +1d
      - line 1 `ice` avoided with no end written
      = write when it ends, such as `avoid ice until …`
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid ice until +24h..+48h\ndo ice until +36h"), @"
    warning C0402: `ice` is due but avoided all that time, so that it cannot be done, in the open part of a range
      ^ line 2 `ice` due until +36h
      - line 1 `ice` avoided until +24h..+48h
      = let the ban end before, let the duty start later, or write `except` in the ban
      range: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn duties_of_which_every_kind_is_banned() {
    insta::assert_snapshot!(day_0("avoid walking until +3d\navoid swimming until +48h\ndo exercise until +36h"), @"
    error C0402: `exercise` is due but every kind of it is avoided, so that it cannot be done
      ^ line 3 `exercise` due until +36h
      - line 1 `walking` avoided until +3d
      - line 2 `swimming` avoided until +48h
      = let one of the kinds be done, or let the duty start when a ban ends
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid walking until +1d when smoker\navoid walking from +1d until +3d\navoid swimming\ndo exercise until +36h"), @"
    warning C0402: `exercise` is due but every kind of it is avoided, so that it cannot be done if you smoke
      ^ line 4 `exercise` due until +36h
      - line 1 `walking` avoided until +1d
      - line 2 `walking` avoided from +1d until +3d
      - line 3 `swimming` avoided with no end written
      = let one of the kinds be done, or let the duty start when a ban ends
      facts: walking --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=yes --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid walking from +1d until +1d1h\navoid swimming until +3d\ndo exercise throughout until +36h"), @"
    error C0402: `exercise` is due throughout but every kind of it is avoided, so that it cannot be done
      ^ line 3 `exercise` due until +36h
      - line 1 `walking` avoided from +1d until +1d1h
      - line 2 `swimming` avoided until +3d
      = let one of the kinds be done, or let the duty start when a ban ends
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
    insta::assert_snapshot!(day_0("avoid walking until +3d\navoid swimming until +24h\ndo exercise until +36h"), @"
    warning C0403: `exercise` is due but every kind of it is avoided from the treatment to +24h
      ^ line 3 `exercise` due until +36h
      - line 1 `walking` avoided until +3d
      - line 2 `swimming` avoided until +24h
      = write the window in which it is to be done, or let one of the kinds be done
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    assert_eq!(day_0("avoid walking until +3d\ndo exercise until +36h"), "");
}

#[test]
fn duties_that_are_narrowed() {
    insta::assert_snapshot!(day_0("avoid wash until +48h\ndo wash"), @"
    warning C0403: `wash` is due but avoided from the treatment to +48h
      ^ line 2 `wash` due with no end written
      - line 1 `wash` avoided until +48h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +48h\ndo wash daily until +1w"), @"
    error C0402: `wash` is due every day but avoided for a whole day of it, so that it cannot be done
      ^ line 2 `wash` due until +1w
      - line 1 `wash` avoided until +48h
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
    ");
    insta::assert_snapshot!(day_0("avoid wash from +2d until +3d\ndo wash until +1w"), @"
    warning C0403: `wash` is due but avoided from +2d to +3d
      ^ line 2 `wash` due until +1w
      - line 1 `wash` avoided from +2d until +3d
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("ideally avoid wash until +48h\ndo wash until +1w"), @"
    note C0403: `wash` is due but avoided from the treatment to +48h
      ^ line 2 `wash` due until +1w
      - line 1 `wash` avoided until +48h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +48h except (wash on day 1 morning)\ndo wash until +1w"), @"
    warning C0403: `wash` is due but avoided from the treatment to day 1 06:00
      ^ line 2 `wash` due until +1w
      - line 1 `wash` avoided until +48h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn gaps() {
    insta::assert_snapshot!(day_0("avoid sauna until +48h\nallow sauna from day 5"), @"
    note C0404: nothing is said about `sauna` between +48h, when the ban ends, and day 5, from when it is allowed
      ^ line 2 `sauna` allowed from day 5
      - line 1 `sauna` avoided until +48h
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +48h\nallow sauna, steam from +5d"), @"
    note C0404: nothing is said about `sauna` and `steam` between +48h, when the ban ends, and +5d, from when it is allowed
      ^ line 2 `sauna` allowed from +5d
      - line 1 `heat` avoided until +48h
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +48h\nallow heat from +5d"), @"
    note C0404: nothing is said about `sauna` between +48h, when the ban ends, and +5d, from when it is allowed
      ^ line 2 `heat` allowed from +5d
      - line 1 `sauna` avoided until +48h
      = if the source says what holds between, write it; if it does not, leave it open
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +12h\nallow sauna from day 1"), @"
    error C0401: `sauna` is both allowed and avoided from day 1 to +12h, only when treated after 12:00; at 14:00 they overlap for 2 hours
      ^ line 2 `sauna` allowed from day 1
      - line 1 `sauna` avoided until +12h
      = start when the ban ends: `allow sauna from +12h`
      time-of-day: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +48h when smoker\nallow wash on days 2 to 4 unless smoker\ndo wash from +5d"), @"
    note C0404: nothing is said about `wash` if you smoke between +48h, when the ban ends, and +5d, from when it is due
      ^ line 3 `wash` due from +5d
      - line 1 `wash` avoided until +48h
      = if the source says what holds between, write it; if it does not, leave it open
      facts: wash --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=yes --at 2026-11-26T14:00
    ");
    for rules in [
        "avoid heat until +48h\navoid sauna until +5d\nallow sauna from +5d",
        "avoid sauna until +48h\nallow heat until +5d\nallow sauna from +5d",
        "avoid sauna within 2d before treatment\nallow sauna from +5d",
        "avoid sauna until +48h when smoker\nallow sauna from +5d unless smoker",
        "avoid sauna until healed\nallow sauna from healed",
        "avoid sauna until +2d..+5d\nallow sauna from +5d",
        "avoid swimming until +48h\nallow walking from +5d",
    ] {
        assert_eq!(day_0(rules), "", "{rules}");
    }
}

#[test]
fn rules_that_never_hold() {
    insta::assert_snapshot!(day_0("do ice from +6h through day 0"), @"
    warning C0405: this window, `from +6h through day 0`, ends before it starts, only when the clocks go forward in between
      ^ line 1 `from +6h through day 0` empty for such a treatment
      = let it end later, or say when treatments start: `treatment … hours 08:00..18:00`
      clock-change: ice --treated 2027-03-27T17:30 --tz America/Nuuk --at 2027-03-28T00:00
    ");
    insta::assert_snapshot!(day_0("do ice from +3d..+5d until +4d"), @"
    warning C0405: this window, `from +3d..+5d until +4d`, may end before it starts, in the open part of a range
      ^ line 1 `from +3d..+5d until +4d` empty for such a treatment
      = let the last start lie before the first end
      range: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-28T14:00
    ");
    insta::assert_snapshot!(day_0("do ice from +24h until +1d"), @"
    error C0405: this window, `from +24h until +1d`, ends before it starts, whenever the treatment is
      ^ line 1 `from +24h until +1d` empty for such a treatment
      = let it end later, or start earlier
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    ");
    insta::assert_snapshot!(day_0("phase \"Pen\" when technique = pen { do ice when technique = roller }"), @"
    warning C0405: this rule never holds: nothing makes its condition true
      ^ line 1 `do ice when technique = roller` its condition is never true
      = a rule in a phase takes the phase's condition too: let one of the parts go
    ");
    assert_eq!(day_0("do ice from day 0 until treatment\ndo walking from healed until +6d"), "");
}

#[test]
fn one_finding_a_pair_and_one_pair_a_finding() {
    insta::assert_snapshot!(day_0("avoid sauna, heat until +48h\nallow sauna, steam, heat until +24h"), @"
    error C0401: `heat` is both allowed and avoided from the treatment to +24h
      ^ line 2 `heat` allowed until +24h
      - line 1 `heat` avoided until +48h
      = let one window end where the other starts
      always: heat --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn what_is_rare_hides_nothing_that_every_patient_meets() {
    insta::assert_snapshot!(sheet("day 0", "avoid wash on day 0\ndo wash 2 times daily until +1w"), @"
    error C0402: `wash` is due every day but avoided for a whole day of it, so that it cannot be done, only when treated at 00:00; for other treatments it is due every day but avoided from the treatment to the end of day 0
      ^ line 2 `wash` due until +1w
      - line 1 `wash` avoided on day 0
      = let the ban end before, let the duty start later, or write `except` in the ban; if nobody is treated at that hour, say when treatments start: `treatment … hours 08:00..18:00`
      time-of-day: wash --treated 2026-11-24T00:00 --tz Europe/Paris --at 2026-11-24T00:00
    ");
    insta::assert_snapshot!(day_0("expect bleeding until +2d..+3d\nalert bleeding from +48h"), @"
    error C0401: `bleeding` is both expected and an alarm from +48h to +2d, only when the clocks go back in between; for other treatments it is both expected and an alarm from +2d to +3d, in the open part of a range
      ^ line 2 `bleeding` an alarm from +48h
      - line 1 `bleeding` expected until +2d..+3d
      = let one window end where the other starts, or give the alarm a sign of its own that is a kind of this one
      clock-change: bleeding --treated 2027-10-29T14:00 --tz Europe/Paris --at 2027-10-31T13:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +48h\nallow sauna from +2d\nallow ice"), @"
    error C0401: `sauna` is both allowed and avoided from +2d to +48h, only when the clocks go forward in between
      ^ line 2 `sauna` allowed from +2d
      - line 1 `sauna` avoided until +48h
      = start when the ban ends: `allow sauna from +48h`
      clock-change: sauna --treated 2027-03-26T14:00 --tz Europe/Paris --at 2027-03-28T14:00
    ");
}

#[test]
fn a_time_of_day_that_both_rules_name_is_not_told_again() {
    insta::assert_snapshot!(day_0("phase \"Late\" when treatment at or after 10:00 { avoid sauna until +2d\nallow sauna until +1d }"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +2d
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +2d when treatment at or after 10:00\nallow sauna until +1d when treatment at or after 12:00"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d, only when treated from 12:00; at 14:00 they overlap for 24 hours
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +2d
      = let one window end where the other starts
      time-of-day: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn facts_that_must_not_be_so_come_last() {
    insta::assert_snapshot!(day_0("do ice every 6h until +3d unless smoker\navoid ice until +3d when smoker or technique = pen"), @"
    error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done if the technique is a pen, unless you smoke
      ^ line 2 `ice` avoided until +3d
      - line 1 `ice` due until +3d
      = let the ban end before, let the duty start later, or write `except` in the ban
      facts: ice --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=no --given technique=pen --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d unless smoker\nallow sauna until +1d unless bleeding"), @"
    error C0401: `sauna` is both allowed and avoided from the treatment to +1d unless you smoke or you notice bleeding
      ^ line 2 `sauna` allowed until +1d
      - line 1 `sauna` avoided until +3d
      = let one window end where the other starts, or set the two apart with `when` and `unless`
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=no --given bleeding=no --at 2026-11-24T14:00
    ");
}

#[test]
fn a_condition_that_is_never_true() {
    insta::assert_snapshot!(day_0("avoid sauna until +3d when smoker and not smoker"), @"
    warning C0405: this rule never holds: nothing makes its condition true
      ^ line 1 `avoid sauna until +3d when smoker and not smoker` its condition is never true
      = let one of the parts go, or correct the one that the others exclude
    ");
    insta::assert_snapshot!(day_0("contraindicated when healed within 1d after treatment"), @"
    warning C0405: this rule never holds: nothing makes its condition true
      ^ line 1 `contraindicated when healed within 1d after treatment` its condition is never true
      = let one of the parts go, or correct the one that the others exclude
    ");
}

#[test]
fn courses_are_shown_by_the_plan() {
    insta::assert_snapshot!(day_0("repeat every 3mo..4mo\nrepeat every 5mo..6mo"), @"
    error C0412: these courses have no interval in common: no next session is in time for both
      ^ line 2 `repeat every 5mo..6mo` a course
      - line 1 `repeat every 3mo..4mo` a course
      = correct one of the two, or say with `when` for whom each holds
      always: carecheck eval a.care --treated 2026-11-24T14:00 --tz Europe/Paris
    ");
}

#[test]
fn exceptions_that_hold_at_no_time_of_their_ban() {
    insta::assert_snapshot!(day_0("avoid heat until +1w except (sauna from +2w)"), @"
    warning C0405: the exception for `sauna` has no effect: it holds at no time of the ban
      ^ line 1 `sauna` excepted here
      = give it a window that lies within that of the ban, or remove it
    ");
    insta::assert_snapshot!(day_0("avoid heat until +1w except sauna when smoker unless smoker"), @"
    warning C0405: the exception for `sauna` has no effect: it holds at no time of the ban
      ^ line 1 `sauna` excepted here
      = give it a window that lies within that of the ban, or remove it
    ");
    insta::assert_snapshot!(day_0("avoid heat within 8h before treatment except (sauna until -6h)"), @"
    error C0305: this window always ends before it starts
      ^ line 1 `until -6h` never holds
      = `until` starts at the treatment: write `before -6h` for the time up to then, or `from -6h until …`
    ");
    for rules in ["avoid heat until +1w except (sauna from -3d)", "avoid heat until cleared except (sauna from +2w)"] {
        assert_eq!(day_0(rules), "", "{rules}");
    }
}

#[test]
fn a_ban_for_ever_is_told_where_to_end() {
    insta::assert_snapshot!(day_0("avoid sauna from treatment\nallow sauna from +6w"), @"
    error C0401: `sauna` is both allowed and avoided from +6w on
      ^ line 2 `sauna` allowed from +6w
      - line 1 `sauna` avoided from treatment
      = say when the ban ends, as in `avoid sauna from treatment until +6w`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2027-01-05T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna from +3d\nallow sauna from +1d"), @"
    error C0401: `sauna` is both allowed and avoided from +3d on
      ^ line 2 `sauna` allowed from +1d
      - line 1 `sauna` avoided from +3d
      = let one window end where the other starts
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-27T14:00
    ");
    insta::assert_snapshot!(day_0("avoid sauna from +1d\nallow sauna from day 3"), @"
    error C0401: `sauna` is both allowed and avoided from day 3 on
      ^ line 2 `sauna` allowed from day 3
      - line 1 `sauna` avoided from +1d
      = say when the ban ends, as in `avoid sauna from +1d through day 2`
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-27T00:00
    ");
}
