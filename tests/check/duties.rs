//! What the checker says of duties against bans, row by row: what cannot be met, what is narrowed, when, and what looks like
//! it and is neither. Programs, with what was worked out by hand; the evaluator is asked about every witness.

use carecheck::diagnostic::Diagnostic;

use super::program::{evaluation_shows, found, with_cases};

/// The findings about duties in a sheet that counts from `day 0`, with treatments from 08:00 to 18:00.
fn day_0(rules: &str) -> String {
    sheet("day 0 hours 08:00..18:00", rules)
}

/// The same for treatments at any time.
fn any_time(rules: &str) -> String {
    sheet("day 0", rules)
}

fn sheet(clauses: &str, rules: &str) -> String {
    let (sources, findings) = found(clauses, rules, evaluation_shows);
    let about_duties = ["C0402", "C0403", "C0412", "C0413"];
    let (told, other): (Vec<Diagnostic>, Vec<Diagnostic>) =
        findings.into_iter().partition(|finding| about_duties.contains(&finding.code.id));
    let refused = other.iter().find(|finding| !finding.code.id.starts_with("C04"));
    assert!(refused.is_none(), "{rules}: {}", refused.unwrap().message);
    with_cases(&sources, &told)
}

/// The findings, each as one line: severity, code and message.
fn heads(listing: &str) -> String {
    listing.lines().filter(|line| !line.starts_with(' ')).collect::<Vec<_>>().join("\n")
}

#[test]
fn several_bans_together() {
    insta::assert_snapshot!(day_0("avoid wash until +24h\navoid wash from +24h until +72h\ndo wash until +48h"), @"
    error C0402: `wash` is due but these bans together leave no time for it
      ^ line 3 `wash` due until +48h
      - line 1 `wash` avoided until +24h
      - line 2 `wash` avoided from +24h until +72h
      = leave time between the bans, let the duty start later, or write `except` in one of them
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid heat until +24h\navoid sauna from +12h until +3d when smoker\ndo sauna until +36h"), @"
    error C0402: `sauna` is due but these bans together leave no time for it if you smoke
      ^ line 3 `sauna` due until +36h
      - line 1 `heat` avoided until +24h
      - line 2 `sauna` avoided from +12h until +3d
      = leave time between the bans, let the duty start later, or write `except` in one of them
      facts: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given smoker=yes --at 2026-11-24T14:00
    warning C0403: `sauna` is due but avoided as a kind of `heat` from the treatment to +24h
      ^ line 3 `sauna` due until +36h
      - line 1 `heat` avoided until +24h
      = write the window in which it is to be done, or `except` in the ban
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +36h\navoid wash from day 1 12:00 until +3d\ndo wash until +48h"), @"
    error C0402: `wash` is due but these bans together leave no time for it
      ^ line 3 `wash` due until +48h
      - line 1 `wash` avoided until +36h
      - line 2 `wash` avoided from day 1 12:00 until +3d
      = leave time between the bans, let the duty start later, or write `except` in one of them
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid ice until +1d\navoid ice from day 1 10:00 until +3d\ndo ice until +2d"), @"
    error C0402: `ice` is due but these bans together leave no time for it, only when treated from 10:00
      ^ line 3 `ice` due until +2d
      - line 1 `ice` avoided until +1d
      - line 2 `ice` avoided from day 1 10:00 until +3d
      = leave time between the bans, let the duty start later, or write `except` in one of them
      time-of-day: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    warning C0403: `ice` is due but avoided from day 1 10:00 to +2d
      ^ line 3 `ice` due until +2d
      - line 2 `ice` avoided from day 1 10:00 until +3d
      = write the window in which it is to be done, or `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T10:00
    warning C0403: `ice` is due but avoided from the treatment to +1d
      ^ line 3 `ice` due until +2d
      - line 1 `ice` avoided until +1d
      = write the window in which it is to be done, or `except` in the ban
      always: ice --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until day 2 12:00\navoid wash from day 2 12:00 until +5d\ndo wash daily until +1w"), @"
    error C0402: `wash` is due every day but avoided for a whole day of it, so that it cannot be done
      ^ line 3 `wash` due until +1w
      - line 1 `wash` avoided until day 2 12:00
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
    error C0402: `wash` is due every day but avoided for a whole day of it, so that it cannot be done
      ^ line 3 `wash` due until +1w
      - line 2 `wash` avoided from day 2 12:00 until +5d
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-27T00:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until healed\navoid wash from healed until +3w\ndo wash until +2w"), @"
    error C0402: `wash` is due but these bans together leave no time for it
      ^ line 3 `wash` due until +2w
      - line 1 `wash` avoided until healed
      - line 2 `wash` avoided from healed until +3w
      = leave time between the bans, let the duty start later, or write `except` in one of them
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --event healed=2026-12-01T12:00 --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +24h..+30h\navoid wash from +28h until +72h\ndo wash until +48h"), @"
    warning C0402: `wash` is due but these bans together leave no time for it, in the open part of a range
      ^ line 3 `wash` due until +48h
      - line 1 `wash` avoided until +24h..+30h
      - line 2 `wash` avoided from +28h until +72h
      = leave time between the bans, let the duty start later, or write `except` in one of them
      range: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    warning C0403: `wash` is due but avoided from +28h to +48h
      ^ line 3 `wash` due until +48h
      - line 2 `wash` avoided from +28h until +72h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T18:00
    warning C0403: `wash` is due but avoided from the treatment to +24h
      ^ line 3 `wash` due until +48h
      - line 1 `wash` avoided until +24h..+30h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid wash until +24h..+30h\navoid wash from +24h until +72h\navoid wash from +30h until +40h\ndo wash until +48h"), @"
    error C0402: `wash` is due but these bans together leave no time for it
      ^ line 4 `wash` due until +48h
      - line 1 `wash` avoided until +24h..+30h
      - line 2 `wash` avoided from +24h until +72h
      = leave time between the bans, let the duty start later, or write `except` in one of them
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    warning C0403: `wash` is due but avoided from +30h to +40h
      ^ line 4 `wash` due until +48h
      - line 3 `wash` avoided from +30h until +40h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T20:00
    ");
    insta::assert_snapshot!(day_0("ideally avoid wash until +24h\navoid wash from +24h until +72h\ndo wash until +48h"), @"
    warning C0403: `wash` is due but avoided from +24h to +48h
      ^ line 3 `wash` due until +48h
      - line 2 `wash` avoided from +24h until +72h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
    note C0403: `wash` is due but avoided from the treatment to +24h
      ^ line 3 `wash` due until +48h
      - line 1 `wash` avoided until +24h
      = write the window in which it is to be done, or `except` in the ban
      always: wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    let silent = [
        "avoid wash until +24h\navoid wash from +24h1min until +72h\ndo wash until +48h",
        "avoid wash until +24h when smoker\navoid wash from +24h until +72h unless smoker\ndo wash until +48h",
        "avoid wash until +24h\navoid wash from +24h until +72h except (wash at +30h)\ndo wash until +48h",
        "avoid wash until +24h\navoid wash from +24h until +72h by \"your nurse\"\ndo wash until +48h",
        "avoid wash on day 1\navoid wash on day 3\ndo wash 2 times daily from day 0 18:00 until day 1 18:00",
    ];
    for rules in silent {
        assert!(!day_0(rules).contains("C0402"), "{rules}");
    }
}

#[test]
fn every_so_many_hours() {
    insta::assert_snapshot!(heads(&day_0("avoid ice from day 1 09:00 until day 1 10:00\ndo ice every 4h until +2d")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done, only when treated from 09:00 and before 10:00 or from 13:00 and before 14:00 or from 17:00 and before 18:00; for other treatments it is due again and again but avoided from day 1 09:00 to day 1 10:00");
    insta::assert_snapshot!(heads(&day_0("avoid ice from day 1 00:00 until day 1 04:00\ndo ice every 4h until +2d")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +6h until +8h\ndo ice every 4h until +2d")), @"warning C0403: `ice` is due again and again but avoided from +6h to +8h");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h until +6h1min\ndo ice every 4h..6h until +2d")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h until +6h\ndo ice every 4h..6h until +2d")), @"warning C0403: `ice` is due again and again but avoided from +4h to +6h");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h until +5h45min\navoid ice from +5h45min until +7h\ndo ice every 4h..6h until +2d")), @"error C0402: `ice` is due again and again but these bans together leave no time for it at one of the times");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h until +5h\navoid ice from +9h until +12h30min\ndo ice every 4h..6h until +2d")), @"error C0402: `ice` is due again and again but these bans together leave no time for it at one of the times");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +20h until +27h\ndo ice every 4h..6h until +2d")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +10h until +11h\ndo ice every 4h from +4h..+8h until +2d")), @"warning C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done, in the open part of a range");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +10h until +14h\ndo ice every 4h from +4h..+8h until +2d")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +1w until +1w1h\ndo ice every 1d until +2w")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from healed until healed +30min\ndo ice every 4h until +2w")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done, depending on the time of `healed`");
    insta::assert_snapshot!(heads(&day_0("avoid ice from day 6 12:00 until day 6 13:00\ndo ice every 4h from healed until +2w")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done, depending on the time of `healed`");
}

#[test]
fn clock_times_and_parts_of_the_day() {
    insta::assert_snapshot!(heads(&day_0("avoid ice until +20h\ndo ice daily at 08:00 until +3d")), @"error C0402: `ice` is due every day but avoided at one of the times, so that it cannot be done, only when treated until 08:00 or after 12:00");
    insta::assert_snapshot!(heads(&day_0("avoid ice until +24h\ndo ice daily at 10:00 until +3d")), @"error C0402: `ice` is due every day but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice until +20h\ndo ice daily morning until +3d")), @"error C0402: `ice` is due every day but avoided for one of the parts of the day, so that it cannot be done, only when treated from 16:00 (15:00 or 17:00 across a clock change); for other treatments it is due every day but avoided from the treatment to +20h");
    insta::assert_snapshot!(heads(&day_0("avoid ice until +12h\ndo ice daily evening until +3d")), @"error C0402: `ice` is due every day but avoided for one of the parts of the day, so that it cannot be done, only when treated from 10:00");
    insta::assert_snapshot!(heads(&day_0("avoid ice from day 1 22:00 until day 2 06:00\ndo ice daily night until +3d")), @"error C0402: `ice` is due every day but avoided for one of the parts of the day, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from healed until healed +2h\ndo ice daily at 20:00 until +3w")), @"error C0402: `ice` is due every day but avoided at one of the times, so that it cannot be done, depending on the time of `healed`");
    insta::assert_snapshot!(heads(&any_time("avoid ice until +24h\ndo ice 3 times daily until +2w")), @"error C0402: `ice` is due every day but avoided for a whole day of it, so that it cannot be done, only when treated at 00:00; for other treatments it is due every day but avoided from the treatment to +24h");
    insta::assert_snapshot!(heads(&day_0("avoid ice until +36h\ndo ice daily until +1w")), @"error C0402: `ice` is due every day but avoided for a whole day of it, so that it cannot be done, only when treated from 12:00 (11:00 or 13:00 across a clock change)");
    insta::assert_snapshot!(heads(&day_0("avoid ice until +34h\ndo ice daily until +1w")), @"error C0402: `ice` is due every day but avoided for a whole day of it, so that it cannot be done, only when treated from 14:00 (13:00 or 15:00 across a clock change)");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +1h until +2h\navoid ice from +5h until +6h\ndo ice 3 times daily until +1w")), @"
    warning C0403: `ice` is due every day but avoided from +1h to +2h
    warning C0403: `ice` is due every day but avoided from +5h to +6h
    ");
}

#[test]
fn what_takes_time() {
    insta::assert_snapshot!(heads(&day_0("avoid ice from +10min until +24h\ndo ice lasting 20min until +24h")), @"error C0402: `ice` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +20min until +24h\ndo ice lasting 20min until +24h")), @"warning C0403: `ice` is due but avoided from +20min to +24h");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +10min until +12h\navoid ice from +12h15min until +24h\ndo ice lasting 20min until +24h")), @"error C0402: `ice` is due but these bans together leave no time for it");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +10min until +12h\navoid ice from +12h15min until +24h\ndo ice lasting 15min..20min until +24h")), @"
    warning C0403: `ice` is due but avoided from +10min to +12h
    warning C0403: `ice` is due but avoided from +12h15min to +24h
    ");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h10min until +4h20min\ndo ice every 2h lasting 15min until +24h")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice from +4h15min until +4h20min\ndo ice every 2h lasting 15min until +24h")), @"warning C0403: `ice` is due again and again but avoided from +4h15min to +4h20min");
    insta::assert_snapshot!(heads(&day_0("avoid ice from day 1 08:05 until day 1 09:00\ndo ice daily at 08:00 lasting 10min until +3d")), @"error C0402: `ice` is due every day but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid ice on day 1\navoid ice from day 2 until day 2 23:50\ndo ice daily lasting 30min from day 2 until +1w")), @"error C0402: `ice` is due every day but avoided for a whole day of it, so that it cannot be done");
}

#[test]
fn kinds() {
    insta::assert_snapshot!(day_0("avoid exercise until +3d except walking\ndo exercise until +24h"), @"");
    insta::assert_snapshot!(day_0("avoid exercise until +3d except (walking from +12h)\ndo exercise until +24h"), @"
    warning C0403: `exercise` is due but avoided from the treatment to +12h
      ^ line 2 `exercise` due until +24h
      - line 1 `exercise` avoided until +3d
      = write the window in which it is to be done, or `except` in the ban
      always: exercise --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid exercise until +3d except (walking from +30h)\ndo exercise until +24h"), @"
    error C0402: `exercise` is due but avoided all that time, so that it cannot be done
      ^ line 2 `exercise` due until +24h
      - line 1 `exercise` avoided until +3d
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: exercise --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid exercise until +12h\navoid walking, swimming from +12h until +3d\ndo exercise until +24h"), @"
    error C0402: `exercise` is due but every kind of it is avoided, so that it cannot be done
      ^ line 3 `exercise` due until +24h
      - line 1 `exercise` avoided until +12h
      - line 2 `walking` avoided from +12h until +3d
      - line 2 `swimming` avoided from +12h until +3d
      = let one of the kinds be done, or let the duty start when a ban ends
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid walking, swimming until +3d\ndo exercise until +24h"), @"
    error C0402: `exercise` is due but every kind of it is avoided, so that it cannot be done
      ^ line 2 `exercise` due until +24h
      - line 1 `walking` avoided until +3d
      - line 1 `swimming` avoided until +3d
      = let one of the kinds be done, or let the duty start when a ban ends
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid exercise until +3d except walking\navoid walking until +2d\ndo exercise until +24h"), @"
    error C0402: `exercise` is due but every kind of it is avoided, so that it cannot be done
      ^ line 3 `exercise` due until +24h
      - line 1 `exercise` avoided until +3d
      - line 2 `walking` avoided until +2d
      = let one of the kinds be done, or let the duty start when a ban ends
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
    insta::assert_snapshot!(day_0("avoid walking until +3d\navoid swimming until +12h\ndo exercise daily until +1w"), @"
    warning C0403: `exercise` is due every day but every kind of it is avoided from the treatment to +12h
      ^ line 3 `exercise` due until +1w
      - line 1 `walking` avoided until +3d
      - line 2 `swimming` avoided until +12h
      = write the window in which it is to be done, or let one of the kinds be done
      always: walking --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
    ");
}

#[test]
fn points_ranges_and_before_the_treatment() {
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h until +30h\ndo wash at +24h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h until +24h\ndo wash at +24h")), @"");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +24h until +30h\ndo wash at +24h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +24h1min until +30h\ndo wash at +24h")), @"");
    insta::assert_snapshot!(heads(&any_time("avoid wash through day 1\ndo wash at +24h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash from day 1 12:00 until day 1 18:00\ndo wash at +24h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done, only when treated from 12:00 and before 18:00");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h until +30h\ndo wash at +24h..+48h")), @"warning C0403: `wash` is due but avoided from +24h to +30h, in the open part of a range");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h until +60h\ndo wash at +24h..+48h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h..+26h until +60h\ndo wash at +24h")), @"warning C0402: `wash` is due but avoided all that time, so that it cannot be done, in the open part of a range");
    insta::assert_snapshot!(heads(&any_time("avoid wash from +20h..+26h until +60h\ndo wash at +24h..+48h")), @"warning C0402: `wash` is due but avoided all that time, so that it cannot be done, in the open part of a range");
    insta::assert_snapshot!(heads(&any_time("avoid wash within 12h before treatment\ndo wash within 6h before treatment")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash within 12h before treatment\ndo wash within 24h before treatment")), @"warning C0403: `wash` is due but avoided from -12h to the treatment");
    insta::assert_snapshot!(heads(&any_time("avoid wash on day -1\ndo wash daily within 3d before treatment")), @"error C0402: `wash` is due every day but avoided for a whole day of it, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash on arrival\ndo wash before treatment")), @"warning C0403: `wash` is due but avoided at arrival");
    insta::assert_snapshot!(heads(&any_time("avoid wash from -2h until treatment\ndo wash on day 0 morning")), @"warning C0403: `wash` is due but avoided from day 0 06:00 to the treatment, only when treated after 06:00 and before 14:00");
    insta::assert_snapshot!(heads(&any_time("avoid ice before treatment\ndo ice every 4h before treatment")), @"error C0402: `ice` is due again and again but avoided at one of the times, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +48h\ndo wash as needed until +24h")), @"");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +24h\ndo wash from about +12h until +20h")), @"warning C0403: `wash` is due but avoided from +12h to +20h");
    insta::assert_snapshot!(heads(&any_time("avoid wash until about +3d\ndo wash until +48h")), @"warning C0403: `wash` is due but avoided from the treatment to +48h");
    let silent = [
        "avoid wash before treatment\ndo wash until +3d",
        "avoid wash on arrival\ndo wash until +3d",
        "avoid wash until +24h..+36h\ndo wash from +36h until +60h",
        "avoid wash from +20h until +24h\ndo wash at +24h",
    ];
    for rules in silent {
        assert_eq!(any_time(rules), "", "{rules}");
    }
}

#[test]
fn at_most_a_warning_or_a_note() {
    insta::assert_snapshot!(heads(&day_0("avoid wash\ndo wash until +1d")), @"warning C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid wash\ndo wash at +2h")), @"warning C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid wash until cleared\ndo wash until +1d")), @"warning C0402: `wash` is due but avoided all that time, so that it cannot be done, depending on the time of `cleared`");
    insta::assert_snapshot!(heads(&day_0("avoid wash until healed\ndo wash until +2d")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid wash until healed\ndo wash on day 6")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done, depending on the time of `healed`");
    insta::assert_snapshot!(heads(&day_0("avoid wash 2h before sleep\ndo wash until +1d")), @"warning C0403: `wash` is due but avoided from the treatment to +1d, in the open part of a range");
    insta::assert_snapshot!(heads(&day_0("avoid wash 2h before sleep until +1d\ndo wash daily at 20:00 until +3d")), @"warning C0403: `wash` is due every day but avoided from the treatment to +1d, in the open part of a range");
    insta::assert_snapshot!(heads(&day_0("ideally avoid wash until +1d\ndo wash at +2h")), @"note C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&day_0("avoid wash until +1d\nideally do wash at +2h")), @"note C0402: `wash` is due but avoided all that time, so that it cannot be done");
}

#[test]
fn when_it_happens() {
    insta::assert_snapshot!(heads(&any_time("avoid wash until +48h\ndo wash until +2d")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +2d\ndo wash until +48h")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +30d\ndo wash until +1mo")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done, only where the month has fewer than 31 days");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +1mo\ndo wash until +30d")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done, only where the month has more than 29 days");
    insta::assert_snapshot!(heads(&any_time("avoid wash until +24h when smoker\ndo wash until +12h when skin_type >= 4")), @"error C0402: `wash` is due but avoided all that time, so that it cannot be done if you smoke and if your skin type is 4");
    insta::assert_snapshot!(heads(&any_time("avoid wash through day 0\ndo wash every 2h from +24h until cleared\ndo wash every 4h..6h from later of +24h and cleared until +2w")), @"warning C0402: `wash` is due again and again but avoided at one of the times, so that it cannot be done, only when treated around 00:00 and the clocks go back in between");
}

/// Whoever begins in the last hour of a part of the day is not done before it ends.
#[test]
fn what_takes_its_time_has_to_begin_before_the_end_of_a_part() {
    let of_part = |lasting: &str| {
        heads(&any_time(&format!("avoid wash until +48h\ndo wash daily morning {lasting} on days 2 to 3")))
    };
    insta::assert_snapshot!(of_part("lasting 60min"), @"error C0402: `wash` is due every day but avoided for one of the parts of the day, so that it cannot be done, only when treated after 11:00 (10:00 or 12:00 across a clock change)");
    insta::assert_snapshot!(of_part(""), @"error C0402: `wash` is due every day but avoided for one of the parts of the day, so that it cannot be done, only when treated from 12:00 (11:00 or 13:00 across a clock change)");
}

#[test]
fn what_must_stay_silent() {
    let silent = [
        "avoid wash until +24h\ndo wash from +24h until +48h",
        "avoid wash until +24h\navoid wash from +48h until +3d\ndo wash every 4h from +24h until +48h",
        "avoid wash until +24h except wash\ndo wash until +12h",
        "avoid sauna until +24h\ndo steam until +24h",
        // Of one kind alone: there are others.
        "avoid walking until +3d\ndo exercise until +24h\nactivity red_liquid \"red liquids\" is liquid\nactivity liquid \"liquids\"\n\
         do liquid from day -1 until -2h\navoid red_liquid from day -1 until treatment",
        "avoid sauna until +24h\ndo heat until +24h",
        "avoid wash until +24h when smoker\ndo wash until +24h unless smoker",
        "avoid wash until +24h by \"your nurse\"\ndo wash until +24h",
        "avoid wash until +24h except (wash from +6h until +7h)\ndo wash at +6h",
        "avoid wash until later of healed and +2w\ndo wash from later of +2w and healed until later of healed +1w and +3w",
        "avoid wash until +24h\nideally do wash from +24h until +48h",
        "do ice until +24h\navoid heat until +24h\ndo heat from +24h until +48h",
    ];
    for rules in silent {
        assert_eq!(day_0(rules), "", "{rules}");
    }
}

#[test]
fn the_witness_lies_where_both_surely_hold() {
    insta::assert_snapshot!(day_0("avoid heat from about day 1 12:00\nphase \"Later\" from +24h..+1d1h { do sauna throughout }"), @"
    error C0402: `sauna` is due throughout but avoided as a kind of `heat` from +1d and +1h on, so that it cannot be done
      ^ line 2 `sauna` due from +24h..+1d and +1h
      - line 1 `heat` avoided from about day 1 12:00
      = let the ban end before, let the duty start later, or write `except` in the ban
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T15:00
    ");
}

#[test]
fn courses() {
    insta::assert_snapshot!(heads(&any_time("repeat every 4w..6w\navoid peel until +6w..+8w")), @"warning C0412: the next session lies inside a ban on the treatment: `peel` is avoided until +6w..+8w, in the open part of a range");
    insta::assert_snapshot!(heads(&any_time("repeat every 4w..6w\navoid peel until +8w")), @"error C0412: the next session lies inside a ban on the treatment: `peel` is avoided until +8w");
    insta::assert_snapshot!(heads(&any_time("repeat every 16w..19w\nrepeat no sooner than 4mo..5mo")), @"warning C0412: these courses have no interval in common: no next session is in time for both, in the open part of a range");
    insta::assert_snapshot!(heads(&any_time("repeat every 4w..6w\nrepeat no sooner than 3mo")), @"error C0412: these courses have no interval in common: no next session is in time for both");
    insta::assert_snapshot!(heads(&any_time("repeat every 4w\nrepeat no sooner than 1mo")), @"error C0412: these courses have no interval in common: no next session is in time for both, only where the month has more than 28 days");
    assert_eq!(any_time("repeat every 4w..6w\nrepeat every 6w..8w"), "");
    assert_eq!(any_time("repeat every 4w..6w\navoid peel until +6w"), "");
}

#[test]
fn a_ban_that_begins_about_a_day_and_never_ends() {
    let lasting = |lasting: &str| {
        any_time(&format!("avoid sauna from about day 1\ndo sauna every 1h30min {lasting} from day 2 12:00"))
    };
    insta::assert_snapshot!(lasting("lasting 30min"), @"
    warning C0403: `sauna` is due again and again but avoided from day 2 12:00 on
      ^ line 2 `sauna` due from day 2 12:00
      - line 1 `sauna` avoided from about day 1
      = write the window in which it is to be done, or `except` in the ban
      always: sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-26T12:00
    ");
    assert_eq!(lasting("lasting 30min"), lasting("lasting 25h"));
    assert_eq!(lasting("lasting 30min"), lasting(""));
}
