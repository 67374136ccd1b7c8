//! One plan for several treatments: which files and times make one, and what is asked of each treatment.

use super::program::{Program, program};

const PEEL: &str = "\
treatment peel \"Peel\" day 0
activity sauna \"saunas\"
activity botox \"botox\"
fact dry \"your skin is dry\" : yes/no
patient fact skin \"your skin type\" : number 1..6
event healed \"your skin has healed\" expected on days 2 to 3
avoid sauna until +48h
avoid botox until +1w
avoid sauna when dry or skin >= 5
avoid sauna until healed
";
const BOTOX: &str = "\
treatment botox \"Botox\" day 0
activity sauna \"saunas\"
fact dry \"your skin is dry\" : yes/no
patient fact skin \"your skin type\" : number 1..6
event healed \"your skin has healed\" expected on days 2 to 3
event checked \"your check-up\"
avoid sauna until +24h
avoid sauna until healed when dry
avoid sauna until checked when skin >= 5
";
const TIMES: &str = "--tz Europe/Paris --treated peel=2026-11-23T14:00 --treated botox=2026-11-25T10:00";

fn run(arguments: &str) -> Program {
    program(arguments).file("peel.care", PEEL).file("botox.care", BOTOX)
}

#[test]
fn the_strictest_wins_and_the_line_names_its_treatment() {
    run(&format!("eval peel.care botox.care {TIMES}"))
        .stdout_contains("Peel: Monday 23 November 2026, 14:00 (Europe/Paris)\n")
        .stdout_contains("  ✗ Avoid saunas until Thursday 26 November, 10:00 (botox).\n")
        .stdout_contains("The first day that would do is Tuesday\n    1 December, 10:00.\n")
        .stdout_contains("--given peel.dry=yes")
        .stdout_contains("--given skin=NUMBER")
        .run();
    run(&format!("ask botox.care peel.care sauna {TIMES} --at 2026-11-25T12:00"))
        .stdout_contains("Saunas: avoided until Thursday 26 November 2026, 10:00")
        .run();
}

#[test]
fn every_treatment_needs_its_time() {
    run("eval peel.care botox.care --treated botox=2026-11-25T10:00")
        .stderr("error: --treated: when `peel` is, is not given; the treatments are `peel` and `botox`\n  help: write `--treated peel=2026-11-24T14:30`\n")
        .status(2)
        .run();
    run("eval peel.care botox.care")
        .stderr("error: --treated: when `peel` and `botox` are, is not given; the treatments are `peel` and `botox`\n  help: write `--treated peel=2026-11-24T14:30` and `--treated botox=2026-11-24T14:30`\n")
        .status(2)
        .run();
    run("eval peel.care botox.care --treated 2026-11-25T10:00")
        .stderr("error: --treated: `2026-11-25T10:00` does not say of which treatment\n  help: write its name too: `--treated peel=2026-11-25T10:00` or `--treated botox=2026-11-25T10:00`\n")
        .status(2)
        .run();
    run("eval peel.care botox.care --treated pel=2026-11-25T10:00")
        .stderr("error: --treated: the sheet has no treatment called `pel`\n  help: did you mean `peel`?\n")
        .status(2)
        .run();
    run("eval peel.care botox.care --treated peel=2026-11-25T10:00,peel=2026-11-26T10:00")
        .stderr("error: --treated: `peel` is given twice\n  help: give it once\n")
        .status(2)
        .run();
    run("eval peel.care --treated 2026-11-25T10:00 --treated 2026-11-26T10:00")
        .stderr("error: --treated: there is one treatment, and it has several times here\n  help: give one time, or the sheets of the other treatments too\n")
        .status(2)
        .run();
}

#[test]
fn each_treatment_may_have_a_zone_of_its_own() {
    run("eval peel.care botox.care --treated peel=2026-11-23T14:00[Europe/Paris] --treated botox=2026-11-25T10:00[America/New_York]")
        .stdout_contains("Peel: Monday 23 November 2026, 14:00 (Europe/Paris)\nBotox: Wednesday 25 November 2026, 10:00 (America/New_York)\n")
        .stderr("")
        .run();
}

#[test]
fn what_each_treatment_has_of_its_own_is_given_by_its_name() {
    let known = "--given peel.dry=no --given skin=2 --event botox.healed=2026-11-28 --event checked=never";
    run(&format!("eval peel.care botox.care {TIMES} {known}"))
        .stdout_contains("  ? Whether your skin is dry (botox): --given botox.dry=yes")
        .run();
    run(&format!("eval peel.care botox.care {TIMES} --given dry=no"))
        .stderr("error: --given: several treatments have a `dry` of their own\n  help: say of which: `--given peel.dry=no` or `--given botox.dry=no`\n")
        .status(2)
        .run();
    run(&format!("eval peel.care botox.care {TIMES} --event healed=never"))
        .stderr("error: --event: several treatments have a `healed` of their own\n  help: say of which: `--event peel.healed=never` or `--event botox.healed=never`\n")
        .status(2)
        .run();
    run(&format!("eval peel.care botox.care {TIMES} --event botox=2026-11-25"))
        .stderr("error: --event: `botox` is a treatment of this plan\n  help: write `--treated botox=2026-11-25`\n")
        .status(2)
        .run();
    run(&format!("eval peel.care botox.care {TIMES} --event botox.healed=2026-11-24"))
        .stderr_contains("`botox.healed` comes after `botox`, and 2026-11-24 lies before it")
        .status(2)
        .run();
}

#[test]
fn what_makes_no_plan_of_several_is_refused() {
    run("eval peel.care ./peel.care")
        .stderr("error: `./peel.care` is named twice\n  help: a sheet stands for one treatment; name each once\n")
        .status(2)
        .run();
    run("eval peel.care other.care")
        .file("other.care", PEEL)
        .stderr_contains("error: `peel.care` and `other.care` are both sheets for `peel`\n")
        .status(2)
        .run();
    run("eval peel.care skin.care")
        .file("skin.care", "activity sauna \"saunas\"\n")
        .stderr_contains("error: `skin.care` has no treatment\n")
        .status(2)
        .run();
    run("eval .").stderr_contains("error: a plan is made from sheets that are named one by one\n").status(2).run();
    let odd = BOTOX.replace(
        "patient fact skin \"your skin type\" : number 1..6",
        "patient fact skin \"your skin type\" : number 1..9",
    );
    run("eval peel.care odd.care")
        .file("odd.care", &odd)
        .stderr_contains("the two sheets declare the fact `skin` of the patient differently")
        .stderr_contains("error: the sheets of `peel` and `botox` do not go together\n")
        .status(1)
        .run();
    run("eval peel.care broken.care")
        .file("broken.care", "avoid sauna until 48h\n")
        .stderr_contains("48h")
        .status(3)
        .run();
}

/// A small sheet beside the real one.
const LIFT: &str = "\
treatment lift \"Skin lift\" day 0
use \"vocabulary/skin.care\"
activity microneedling \"microneedling\"
activity cool_pack \"cool packs\" do \"use a cool pack\"
avoid sauna, strenuous_exercise, makeup until +24h
avoid sun_exposure until +2d
allow strenuous_exercise from +24h
avoid microneedling within 12h before treatment
avoid gentle_wash until +6h
do cool_pack every 6h until +24h
do moisturise daily through day 2
allow picking from +1d
";

/// What is printed beside the rules that come with carecheck.
fn both(arguments: &str) -> String {
    let mut run = program(arguments).file("lift.care", LIFT);
    for folder in ["", "vocabulary/"] {
        let place = format!("{}/rules/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
            let name = format!("{folder}{}", entry.file_name().to_string_lossy());
            run = run.file(&name, &std::fs::read_to_string(entry.path()).unwrap_or_default());
        }
    }
    run.output()
}

/// The clocks go back on Sunday: 48 hours after Friday 14:30 it is 13:30, and two days after it is 14:30.
#[test]
fn a_page_of_two_treatments_over_the_end_of_summer_in_paris() {
    let treated = "--treated microneedling=2026-10-23T14:30 --treated lift=2026-10-24T20:00 --tz Europe/Paris";
    let known = "--given using_isotretinoin=no --event last_isotretinoin=never";
    insta::assert_snapshot!("paris", both(&format!("eval default.care lift.care {treated} {known}")));
}

/// The same a week later, where the clocks change at another time, and read between the two.
#[test]
fn a_page_of_two_treatments_over_the_end_of_summer_in_new_york() {
    let treated = "--treated microneedling=2026-10-30T14:30 --treated lift=2026-10-31T20:00 --tz America/New_York";
    let known = "--given using_isotretinoin=no,microneedling.skin_irritated=no --event last_isotretinoin=never";
    insta::assert_snapshot!(
        "new_york",
        both(&format!("eval default.care lift.care {treated} {known} --now 2026-10-31T09:00"))
    );
    let asked = both(&format!("ask default.care lift.care sauna {treated} --at 2026-11-01T12:00"));
    insta::assert_snapshot!(asked, @"
    Saunas: avoided until Sunday 1 November 2026, 19:00, then not stated.
    No, not now.
    Asked for Sunday 1 November 2026, 12:00 (America/New_York).

    Because
      ✗ Avoid saunas until Sunday 1 November, 13:30.
        default.care:96 first_48h: 1-3 Days: Avoid doing these activities for
        48 hours.
      ✗ Avoid saunas until Sunday 1 November, 19:00.
        lift.care:5
    ");
}
