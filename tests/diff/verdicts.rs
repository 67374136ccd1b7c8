//! Each verdict, and what is no change.

use crate::program::{PRELUDE, Program, between, lines, told};

#[test]
fn a_ban_that_ends_sooner_is_looser() {
    insta::assert_snapshot!(told("avoid sauna until +48h", "avoid sauna until +24h"), @"
    looser: `sauna` is not stated from +24h to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid sauna until +24h", "avoid sauna until +48h"), @"
    stricter: `sauna` is avoided from +24h to +48h, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
}

#[test]
fn a_ban_that_is_moved_is_both() {
    insta::assert_snapshot!(told("avoid sauna from +12h until +24h", "avoid sauna from +18h until +36h"), @"
    stricter: `sauna` is avoided from +24h to +36h, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 02:00
    looser: `sauna` is not stated from +12h to +18h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 02:00 to Wed 25 Nov 08:00
    ");
}

#[test]
fn two_days_are_no_48_hours_across_a_clock_change() {
    insta::assert_snapshot!(told("avoid sauna until +48h", "avoid sauna until +2d"), @"
    stricter: `sauna` is avoided from +48h to +2d, only when the clocks go back in between, and was not stated
      treated Fri 29 Oct 2027 14:00 Europe/Paris: Sun 31 Oct 13:00 to Sun 31 Oct 14:00
    looser: `sauna` is not stated from +2d to +48h, only when the clocks go forward in between, and was avoided
      treated Fri 26 Mar 2027 14:00 Europe/Paris: Sun 28 Mar 14:00 to Sun 28 Mar 15:00
    ");
}

#[test]
fn what_is_written_otherwise_is_no_change() {
    for (old, new) in [
        ("avoid sauna until +48h", "avoid sauna until +24h\navoid sauna from +24h until +48h"),
        ("avoid sauna until +48h", "avoid sauna until +48h when dry\navoid sauna until +48h unless dry"),
        ("avoid sauna until +48h\navoid sauna until +24h", "avoid sauna until +48h"),
        ("avoid heat until +48h\navoid sauna until +24h", "avoid heat until +48h"),
        ("avoid sauna until +2w", "avoid sauna until +14d"),
        ("avoid sauna until +48h when skin_type > 3", "avoid sauna until +48h when skin_type >= 4"),
        ("avoid sauna until +48h when technique = pen", "avoid sauna until +48h unless technique = roller"),
        ("do wash daily until +7d", "do wash daily until +3d\ndo wash daily from +3d until +7d"),
        ("do wash daily until +7d\ndo wash at +24h", "do wash daily until +7d\ndo wash at +24h"),
        ("contraindicated when dry\ncontraindicated when dry and skin_type = 2", "contraindicated when dry"),
        ("avoid sauna until +48h because \"it is hot\"", "avoid sauna until +48h because \"it is very hot\""),
        ("avoid heat until +48h except sauna", "avoid heat until +48h except (sauna from -1h)"),
    ] {
        assert_eq!(told(old, new), "no change", "{old} -> {new}");
    }
}

#[test]
fn kinds_change_with_their_parent() {
    insta::assert_snapshot!(told("avoid heat until +48h", "avoid heat until +24h"), @"
    looser (and sauna, steam): `heat` is not stated from +24h to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid heat until +48h\navoid sauna until +3d", "avoid heat until +24h\navoid sauna until +3d"), @"
    looser (and steam): `heat` is not stated from +24h to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid heat until +48h", "avoid heat until +48h except steam"), @"
    looser: `steam` is not stated from the treatment to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00
    ");
}

#[test]
fn conditions() {
    insta::assert_snapshot!(told("avoid sauna until +48h when dry", "avoid sauna until +48h"), @"
    stricter: `sauna` is avoided from the treatment to +48h unless your skin is dry, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00, dry = no
    ");
    insta::assert_snapshot!(told("avoid sauna until +48h when skin_type > 3", "avoid sauna until +48h when skin_type > 4"), @"
    looser: `sauna` is not stated from the treatment to +48h if your skin type is 4, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00, skin_type = 4
    ");
    insta::assert_snapshot!(told("avoid sauna until +48h unless dose within 6mo before treatment", "avoid sauna until +48h unless dose within 5mo before treatment"), @"
    stricter: `sauna` is avoided from the treatment to +48h, depending on the time of `dose`, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00, dose = 2026-06-09T12:00:00+02:00[Europe/Paris]
    ");
}

#[test]
fn duties() {
    insta::assert_snapshot!(told("do wash daily until +7d", "do wash 2 times daily until +7d"), @"
    stricter: `wash` is due (2 times daily) from the treatment to +1w, and was due (daily)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 01 Dec 14:00
    ");
    insta::assert_snapshot!(told("do wash daily until +7d", "do wash daily until +5d"), @"
    looser: `wash` is not due from +5d to +1w, and was due (daily)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Sun 29 Nov 14:00 to Tue 01 Dec 14:00
    ");
    insta::assert_snapshot!(told("do wash until +48h", "do wash until +24h"), @"
    stricter: `wash` is due (once until +24h) from the treatment to +24h, and was due (once until +48h)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Wed 25 Nov 14:00
    ");
    insta::assert_snapshot!(told("do wash \"Wash.\" daily until +7d", "do wash \"Wash softly.\" daily until +7d"), @"
    other: `wash` is due (daily, “Wash softly.”) from the treatment to +1w, and was due (daily, “Wash.”)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 01 Dec 14:00
    ");
    insta::assert_snapshot!(told("do wash daily until +7d", "ideally do wash daily until +7d"), @"
    looser: `wash` is due (ideally daily) from the treatment to +1w, and was due (daily)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 01 Dec 14:00
    ");
    insta::assert_snapshot!(told("do wash every 4h until +24h", "do wash every 6h until +24h"), @"
    other: `wash` is due (every 6 hours) from the treatment to +24h, and was due (every 4 hours)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Wed 25 Nov 14:00
    ");
    insta::assert_snapshot!(told("do wash daily until +3d lasting 10min", "do wash daily until +3d lasting 15min"), @"
    other: `wash` is due (daily, lasting 15 minutes) from the treatment to +3d, and was due (daily, lasting 10 minutes)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Fri 27 Nov 14:00
    ");
    insta::assert_snapshot!(told("", "do wash at +24h"), @"
    stricter: `wash` is due (once at +24h) at +24h, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Wed 25 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid wash until +24h", "do wash daily until +24h"), @"
    stricter: `wash` is due (daily) from the treatment to +24h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Wed 25 Nov 14:00
    looser: `wash` is due (daily) from the treatment to +24h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Wed 25 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid wine until +3d amount \"two glasses\"", "avoid wine until +3d"), @"
    stricter: `wine` is avoided from the treatment to +3d, and was avoided (amount “two glasses”)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Fri 27 Nov 14:00
    ");
    insta::assert_snapshot!(told("allow wine from +3d amount \"two glasses\"", "allow wine from +3d amount \"a glass\""), @"
    other: `wine` is allowed (amount “a glass”) from +3d on, and was allowed (amount “two glasses”)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Fri 27 Nov 14:00 to …
    ");
}

#[test]
fn permissions_signs_and_ranges() {
    insta::assert_snapshot!(told("avoid sauna until +48h\nallow sauna from +48h", "avoid sauna until +48h"), @"
    stricter: `sauna` is not stated from +48h on, and was allowed
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Thu 26 Nov 14:00 to …
    ");
    insta::assert_snapshot!(told("avoid sauna until +48h", "avoid sauna until +24h..+48h"), @"
    looser: `sauna` is better not from +24h to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("avoid sauna until +48h", "ideally avoid sauna until +48h"), @"
    looser: `sauna` is better not from the treatment to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("expect redness until +48h", "expect redness until +24h\nalert redness from +24h"), @"
    stricter: `redness` is an alert from +24h to +48h, and at further times, and was expected
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 25 Nov 14:00 to Thu 26 Nov 14:00
    ");
    insta::assert_snapshot!(told("alert fever", "alert fever until +7d"), @"
    looser: `fever` is not stated from +1w on, and was an alert
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 01 Dec 14:00 to …
    ");
}

#[test]
fn reasons_not_to_treat_and_courses() {
    insta::assert_snapshot!(told("contraindicated when dry", ""), @"
    looser: the treatment is not contraindicated if your skin is dry, and was contraindicated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 24 Nov 14:00, dry = yes
    ");
    insta::assert_snapshot!(told("contraindicated until dose +1mo", "contraindicated until dose +4w"), @"
    looser: the treatment is not contraindicated, only on some dates, as when treated on Tuesday 24 November 2026, and was contraindicated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 24 Nov 14:00, dose = 2026-10-26T12:00:00+01:00[Europe/Paris]
    ");
    insta::assert_snapshot!(told("repeat every 4w..6w for 3 sessions", "repeat every 4w..5w for 3 sessions"), @"
    stricter: the course is every 4 weeks to 5 weeks, 3 sessions, and was every 4 weeks to 6 weeks, 3 sessions
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 24 Nov 14:00
    ");
    insta::assert_snapshot!(told("repeat every 4w..6w for 3 sessions", "ideally repeat every 4w..6w for 3 sessions when dry"), @"
    looser: the course is not stated, and was every 4 weeks to 6 weeks, 3 sessions
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Tue 24 Nov 14:00, dry = no
    ");
}

#[test]
fn what_is_declared() {
    let healed = |expected: &str| {
        Program::bare(&format!("{PRELUDE}event healed \"your skin has healed\"{expected}\navoid sauna until healed"))
    };
    insta::assert_snapshot!(lines(&between(&healed(" expected on days 5 to 10"), &healed(" expected on days 5 to 8"))), @r#"
    looser: `sauna` is not stated from `healed` to `healed`, while `healed` is not known, and was better not
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Wed 02 Dec 00:00 to Fri 04 Dec 00:00, ["healed"] unknown
    "#);
    insta::assert_snapshot!(lines(&between(&healed(" expected on days 5 to 10"), &healed(""))), @r#"
    stricter: `sauna` is better not from `healed` on, while `healed` is not known, and was not stated
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Fri 04 Dec 00:00 to …, ["healed"] unknown
    looser: `sauna` is better not from the treatment to `healed`, while `healed` is not known, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Sat 28 Nov 00:00, ["healed"] unknown
    "#);
    let kind = |is: &str| Program::bare(&format!("activity heat\nactivity bath{is}\navoid heat until +48h"));
    insta::assert_snapshot!(lines(&between(&kind(" is heat"), &kind(""))), @"
    looser: `bath` is not stated from the treatment to +48h, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00
    ");
    let choice = |more: &str| {
        Program::bare(&format!(
            "activity bath\nfact tool \"the tool\" : one of pen, roller{more}\navoid bath until +48h when tool = pen or tool = roller"
        ))
    };
    insta::assert_snapshot!(lines(&between(&choice(""), &choice(", laser"))), @r#"
    looser: `bath` is avoided or not stated from the treatment to +48h, while `tool` is not known, and was avoided
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Thu 26 Nov 14:00, ["tool"] unknown
    "#);
    let instruct =
        |text: &str| Program::bare(&format!("activity cream \"cream\" do \"{text}\"\ndo cream daily until +3d"));
    insta::assert_snapshot!(lines(&between(&instruct("Put on cream."), &instruct("Put on much cream."))), @"
    other: `cream` is due (daily, “Put on much cream.”) from the treatment to +3d, and was due (daily, “Put on cream.”)
      treated Tue 24 Nov 2026 14:00 Europe/Paris: Tue 24 Nov 14:00 to Fri 27 Nov 14:00
    ");
}
