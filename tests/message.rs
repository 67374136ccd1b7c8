//! The message for a phone: always short enough, never without what is forbidden now and when to call, and what it leaves
//! out it counts. That its instants are those of the JSON is tested in `tests/agree.rs`.
#![cfg(test)]

#[path = "evaluate/sheet.rs"]
#[expect(dead_code, reason = "the tests of the evaluator ask more of a sheet")]
mod sheet;

use std::fs;

use carecheck::evaluate::{Plan, plan};
use carecheck::model::Verb;
use carecheck::render::message::{LIMIT, TooLong, text};
use carecheck::time::Edge;
use jiff::{SignedDuration, Zoned};
use proptest::prelude::*;
use sheet::{Sheet, rules};

const MONDAY: &str = "2026-11-23T14:00[Europe/Paris]";

fn planned(sheet: &Sheet, treated: &str) -> Plan {
    plan(&sheet.model, &sheet.sources, &sheet.case(treated, "")).unwrap()
}

/// What the message of a plan must have and must not have, whatever the plan; the message itself.
fn checked(plan: &Plan, now: &Zoned) -> Result<String, TooLong> {
    let found = text(plan, now);
    let forbidden = plan.guidance.iter().filter(|one| {
        let holds = one.window.possible().contains(&Edge::At(now.clone()));
        let over = one.window.possible().end <= Edge::At(now.clone());
        one.verb == Verb::Avoid && holds || one.verb == Verb::Alert && !over
    });
    match &found {
        Err(TooLong { length }) => assert!(*length >= LIMIT, "{length}"),
        Ok(message) => {
            assert!(message.encode_utf16().count() < LIMIT, "{message}");
            for one in forbidden {
                let lines = message.lines().filter(|line| line.contains(one.label.as_str())).count();
                assert!(lines > 0, "{} is missing: {message}", one.label);
            }
            let (rest, last) = message.trim_end().rsplit_once('\n').unwrap();
            // Nothing is cut: every line but the first is a sentence.
            assert!(
                rest.lines().skip(1).chain([last]).all(|line| line.ends_with(['.', '!', '?', '…', ':'])),
                "{message}"
            );
        }
    }
    found
}

/// The sheets in `rules/` and `tests/sheets`.
fn sheets() -> Vec<String> {
    let mut found = Vec::new();
    for (folder, prefix) in [("rules", ""), ("tests/sheets", "../tests/sheets/")] {
        for entry in fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if name.strip_suffix(".care").is_some_and(|name| !name.contains('.')) {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 15);
    found
}

#[test]
fn every_sheet_has_a_message_at_every_time() {
    for name in sheets() {
        let sheet = rules(&name);
        for treated in [MONDAY, "2026-03-28T10:00[Europe/Paris]", "2026-10-31T14:00[America/New_York]"] {
            let plan = planned(&sheet, treated);
            for hours in [-24 * 40, -60, -1, 0, 1, 30, 100, 24 * 10, 24 * 40, 24 * 400] {
                let now = plan.treatments[0].at.checked_add(SignedDuration::from_hours(hours)).unwrap();
                assert!(checked(&plan, &now).is_ok(), "{name} at {now}");
            }
        }
    }
}

#[test]
fn what_a_patient_gets() {
    let plan = planned(&rules("default.care"), MONDAY);
    let message = |now: &str| checked(&plan, &format!("{now}[Europe/Paris]").parse().unwrap()).unwrap();
    insta::assert_snapshot!(message("2026-11-20T09:00"), @"
    Microneedling. Monday 23 November 2026, 14:00 (Europe/Paris)
    Do not have this treatment if you are taking isotretinoin (such as Accutane).
    Do not have this treatment if your last dose of isotretinoin (such as Accutane) was within 6 months before the treatment.
    Avoid antihistamines from Sunday 22 November, 14:00 until the treatment.
    Avoid sun exposure from Monday 23 November, 02:00 until the treatment.
    Avoid makeup on arrival.
    Avoid strenuous exercise, jacuzzis and hot tubs, saunas, steam baths, makeup and sun exposure until Wednesday 25 November, 14:00.
    Avoid picking at your skin, scratching your skin and scrubbing your skin from Tuesday 24 through Sunday 29 November.
    If your skin feels irritated: avoid your usual skin care products from Friday 27 through Sunday 29 November.
    Arrive with a clean face.
    Treat your skin gently. All the time, through Wednesday 25 November.
    Wash your skin with a gentle cleanser. Through Wednesday 25 November.
    16 more instructions are on the full page.
    ");
    insta::assert_snapshot!(message("2026-11-24T09:00"), @"
    Microneedling. Monday 23 November 2026, 14:00 (Europe/Paris)
    Avoid strenuous exercise, jacuzzis and hot tubs, saunas, steam baths, makeup and sun exposure until Wednesday 25 November, 14:00.
    Avoid picking at your skin, scratching your skin and scrubbing your skin through Sunday 29 November.
    Treat your skin gently. All the time, through Wednesday 25 November.
    Wash your skin with a gentle cleanser. Through Wednesday 25 November.
    Pat your skin dry, using only your hands. After washing with a gentle cleanser, through Wednesday 25 November.
    If you notice dry skin: use a lot of gentle moisturiser. Through Sunday 29 November.
    If your skin feels irritated: avoid your usual skin care products from Friday 27 through Sunday 29 November.
    Your usual skin care products: allowed again from Friday 27 November, if your skin does not feel irritated.
    Makeup: allowed again from Friday 27 November.
    9 more instructions are on the full page.
    ");
    insta::assert_snapshot!(message("2026-11-26T09:00"), @"
    Microneedling. Monday 23 November 2026, 14:00 (Europe/Paris)
    Avoid picking at your skin, scratching your skin and scrubbing your skin through Sunday 29 November.
    If you notice dry skin: use a lot of gentle moisturiser. Through Sunday 29 November.
    If your skin feels irritated: avoid your usual skin care products from Friday 27 through Sunday 29 November.
    Your usual skin care products: allowed again from Friday 27 November, if your skin does not feel irritated.
    Makeup: allowed again from Friday 27 November.
    Repeat the treatment after 4 to 5 months or later: not before Tuesday 23 March 2027.
    If your concern is not scar tissue (burn, acne or surgical scars): ideally 3 to 6 sessions in all.
    If your concern is scar tissue (burn, acne or surgical scars): ideally 6 to 8 sessions in all.
    Peeling and flaking: normal, beginning between Thursday 26 and Saturday 28 November, through Sunday 29 November.
    5 more instructions are on the full page.
    ");
    insta::assert_snapshot!(message("2028-01-01T09:00"), @"
    Microneedling. Monday 23 November 2026, 14:00 (Europe/Paris)
    Your usual skin care products: allowed again, if your skin does not feel irritated.
    Makeup: allowed again.
    Repeat the treatment after 4 to 5 months or later: not before Tuesday 23 March 2027.
    If your concern is not scar tissue (burn, acne or surgical scars): ideally 3 to 6 sessions in all.
    If your concern is scar tissue (burn, acne or surgical scars): ideally 6 to 8 sessions in all.
    Red and tight skin, as if sunburned: normal (the sheet does not say until when).
    Results that you can see: normal.
    ");
}

#[test]
fn alarms_and_bans_go_before_all_else_and_what_ends_first_stands_first() {
    let sheet = Sheet::new(
        "avoid b until +3d
         avoid a, c until +1d except (c from +12h)
         avoid d until +3d because \"of germs\"
         do e \"Wash your skin, and tell us how it goes.\" daily until +2d
         sign f
         alert f because \"call 0123\"
         avoid g from +2d until +3d
         allow h from +1d",
    );
    let plan = planned(&sheet, MONDAY);
    insta::assert_snapshot!(checked(&plan, &plan.treatments[0].at).unwrap(), @"
    Treatment. Monday 23 November 2026, 14:00 (Europe/Paris)
    Avoid a until Tuesday 24 November, 14:00.
    Avoid c until Tuesday 24 November, 14:00, except c from Tuesday 24 November, 02:00.
    Avoid b and d until Thursday 26 November, 14:00.
    Wash your skin, and tell us how it goes. Daily, until Wednesday 25 November, 14:00.
    Avoid g from Wednesday 25 November, 14:00 until Thursday 26 November, 14:00.
    H: allowed again from Tuesday 24 November, 14:00.
    Call the clinic if you notice f. Call 0123.
    ");
}

#[test]
fn what_cannot_be_said_shortly_is_refused_and_not_cut() {
    let labels: Vec<String> =
        (0..60).map(|number| format!("activity a{number} \"a long name of an activity {number}\"\n")).collect();
    let names: Vec<String> = (0..60).map(|number| format!("a{number}")).collect();
    let sheet = Sheet::new(&format!("{}avoid {} until +2d", labels.concat(), names.join(", ")));
    let plan = planned(&sheet, MONDAY);
    let error = checked(&plan, &plan.treatments[0].at).unwrap_err();
    insta::assert_snapshot!(error, @"what is forbidden now and when to call takes 1951 characters, and a message has less than 1000");
    // Before it is forbidden there is room: for the line that it is to come, none.
    let before: Zoned = "2026-11-20T09:00[Europe/Paris]".parse().unwrap();
    insta::assert_snapshot!(checked(&plan, &before).unwrap(), @"
    Treatment. Monday 23 November 2026, 14:00 (Europe/Paris)
    60 more instructions are on the full page.
    ");
}

/// A label of some words.
fn label() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-zé👩]{1,12}", 1..6).prop_map(|words| words.join(" "))
}

fn rule() -> impl Strategy<Value = (usize, &'static str, i64, Option<i64>)> {
    let verb = prop_oneof![Just("avoid"), Just("ideally avoid"), Just("do"), Just("allow"), Just("alert")];
    (0..12_usize, verb, -48..96_i64, proptest::option::of(1..200_i64))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sheet_has_a_message_or_too_much_to_say(
        labels in proptest::collection::vec(label(), 12),
        rules in proptest::collection::vec(rule(), 0..40),
        now in -60..250_i64,
    ) {
        let mut text = String::new();
        for (index, label) in labels.iter().enumerate() {
            text += &format!("activity a{index} \"{label}\"\nsign s{index} \"{label}\"\n");
        }
        for (target, verb, from, hours) in rules {
            let target = if verb == "alert" { format!("s{target}") } else { format!("a{target}") };
            let until = hours.map(|hours| format!(" until {:+}h", from + hours)).unwrap_or_default();
            text += &format!("{verb} {target} from {from:+}h{until}\n");
        }
        // A window that starts before the treatment has to end, and none ends with it by hours.
        let text = text.replace("+0h", "treatment").replace("from treatment until treatment", "from treatment");
        let lines: Vec<&str> = text.lines().filter(|line| !line.contains("from -") || line.contains("until")).collect();
        let plan = planned(&Sheet::new(&lines.join("\n")), MONDAY);
        let now = plan.treatments[0].at.checked_add(SignedDuration::from_hours(now)).unwrap();
        let message = checked(&plan, &now);
        prop_assert_eq!(message, checked(&plan, &now));
    }
}
