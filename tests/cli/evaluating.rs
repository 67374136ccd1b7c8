//! `eval` and `ask`: which treatment, what is known, and what is refused.

use super::program::program;

const SHEET: &str = r#"treatment peel "Peel" day 0
fact dry "your skin feels dry" : yes/no
fact type "your skin type" : number 1..6
fact tool "the tool" : one of pen "a pen", roller "a roller"
event healed "your skin has healed" expected on days 5 to 10
patient event dose "your last dose" before treatment
activity sauna "saunas"
activity cream "cream"
avoid sauna until +48h
allow cream from +1d when dry and type > 3 and tool = pen
avoid cream until healed
contraindicated when dose within 6mo before treatment
"#;

/// A question to the sheet, treated in Paris unless the arguments say otherwise.
fn refused(arguments: &str, stderr: &str) {
    let zone = if arguments.contains("--tz") { "" } else { "--tz Europe/Paris" };
    let treated = if arguments.contains("--treated") { "" } else { "--treated 2026-11-23T14:00" };
    program(&format!("eval a.care {zone} {treated} {arguments}")).file("a.care", SHEET).stderr(stderr).status(2).run();
}

#[test]
fn a_value_that_cannot_be_meant_is_refused_with_what_to_write() {
    refused("--given drz=yes", "error: --given: the sheet has no fact called `drz`\n  help: did you mean `dry`?\n");
    refused(
        "--given smoker=yes",
        "error: --given: the sheet has no fact called `smoker`\n  help: it has `dry`, `type` and `tool`\n",
    );
    refused("--given dry=maybe", "error: --given: `dry` cannot be `maybe`\n  help: write `dry=yes` or `dry=no`\n");
    refused("--given type=7", "error: --given: `type` cannot be `7`\n  help: write a whole number from 1 to 6\n");
    refused(
        "--given tool=laser",
        "error: --given: `tool` cannot be `laser`\n  help: it is one of `pen` and `roller`\n",
    );
    refused(
        "--given dry",
        "error: --given: `dry` is not a name and a value\n  help: write `--given NAME=VALUE`, such as `--given skin_irritated=no`\n",
    );
    refused("--given dry=yes,dry=no", "error: --given: `dry` is given twice\n  help: give it once\n");
    refused(
        "--given healed=no",
        "error: --given: `healed` is an event, not a fact\n  help: write `--event healed=never`\n",
    );
    refused("--event dry=yes", "error: --event: `dry` is a fact, not an event\n  help: write `--given dry=yes`\n");
    refused(
        "--event healed=2026-11-22",
        "error: --event: `healed` comes after the treatment, and 2026-11-22 lies before it\n  help: write a date after the treatment, or `healed=never`\n",
    );
    refused(
        "--event dose=2026-11-24",
        "error: --event: `dose` comes before the treatment, and 2026-11-24 lies after it\n  help: write a date before the treatment, or `dose=never`\n",
    );
    refused(
        "--treated 2026-11-23",
        "error: --treated: `2026-11-23` is a date, without a clock time\n  help: write the clock time too: `--treated 2026-11-23T14:30`\n",
    );
    refused(
        "--treated botox=2026-11-23T14:00",
        "error: --treated: the sheet is not for `botox`\n  help: write `--treated peel=2026-11-23T14:00`, or the instant alone\n",
    );
    refused(
        "--tz Europe/Pari",
        "error: --tz: there is no time zone `Europe/Pari`; did you mean `Europe/Paris`?\n  help: write an IANA name, such as `--tz Europe/Paris`\n",
    );
    refused(
        "--now 24:00",
        "error: --now: `24:00` is not a date or a time: write `2026-11-24`, `2026-11-24T14:30` or `2026-11-24T14:30:00+01:00[Europe/Paris]`\n",
    );
}

#[test]
fn a_target_that_the_sheet_has_not_is_refused() {
    program("ask a.care suna --tz UTC --at 2026-11-23T14:00")
        .file("a.care", SHEET)
        .stderr("error: TARGET: the sheet has no activity or sign called `suna`\n  help: did you mean `sauna`?\n")
        .status(2)
        .run();
    program("ask sauna --tz UTC")
        .stderr("error: ask: there is no file `sauna`\n  help: write the file of the sheet first: `carecheck ask FILE sauna`\n")
        .status(2)
        .run();
    program("ask a.care --when --treated 2026-11-23T14:00 --at 2026-11-23T14:00 --tz UTC")
        .file("a.care", SHEET)
        .stderr_contains("--when: nothing is asked about")
        .status(2)
        .run();
}

#[test]
fn a_sheet_with_errors_is_not_evaluated() {
    program("eval a.care").file("a.care", "avoid sauna until 48h\n").stderr_contains("48h").status(3).run();
    program("eval a.care")
        .file("a.care", "activity sauna \"saunas\"\nfact dry \"dry\" : yes/no\navoid sauna until +1d when dry >= 4\n")
        .stderr_contains("`dry`")
        .status(1)
        .run();
}

#[test]
fn without_a_treatment_time_it_is_now_and_that_is_said() {
    program("eval a.care")
        .file("a.care", "activity sauna \"saunas\"\navoid sauna until +48h\n")
        .env("TZ", "Asia/Tokyo")
        .stdout_contains("saunas")
        .stderr_contains("note: the time zone is Asia/Tokyo, from TZ; `--tz` gives another\n")
        .stderr_contains("note: the treatment is taken to be now, ")
        .run();
    program("eval a.care --treated 2026-11-23T14:00+01:00[Europe/Paris]")
        .file("a.care", "activity sauna \"saunas\"\navoid sauna until +48h\n")
        .env("TZ", "Asia/Tokyo")
        .stdout_contains("Wednesday 25 November, 14:00")
        .run();
}

#[test]
fn a_clock_time_that_is_skipped_is_said() {
    program("ask a.care sauna --tz Europe/Paris --treated 2026-03-29T02:30 --at 2026-03-29T04:00")
        .file("a.care", SHEET)
        .stdout_contains("Saunas: avoided until Tuesday 31 March 2026, 03:30, then not stated.")
        .stderr("note: --treated: the clocks skip 02:30 on that day; 03:30 is taken\n")
        .run();
}

#[test]
fn what_is_known_decides() {
    let ask = |known: &str, answer: &str| {
        program(&format!(
            "ask a.care cream --tz Europe/Paris --treated peel=2026-11-23T14:00 --at 2026-12-20T09:00 {known}"
        ))
        .file("a.care", SHEET)
        .stdout_contains(answer)
        .run();
    };
    ask("", "Cream: it depends");
    ask("--given dry=yes,type=5 --given tool=pen", "Cream: allowed.");
    ask("--given dry=no", "Cream: not stated.");
    ask("--event healed=never", "Cream: avoided.");
    ask(
        "--event healed=2026-12-20 --given dry=no",
        "Cream: better not through Sunday 20 December 2026, then not stated.",
    );
}

#[test]
fn what_may_be_due_is_no_plain_yes() {
    let sheet = "event healed \"the wound has healed\" expected on days 5 to 10\ntreatment op \"Operation\" day 0\n\
                 activity stitches \"stitches\"\ndo stitches from healed until healed +2w\n";
    program("ask a.care stitches --treated 2026-11-23T14:00 --at 2026-11-30T14:00 --tz Europe/Paris")
        .file("a.care", sheet)
        .stdout_contains("It may be done now; whether it is due is not known.")
        .run();
    program("ask a.care stitches --treated 2026-11-23T14:00 --at 2026-12-05T14:00 --tz Europe/Paris")
        .file("a.care", sheet)
        .stdout_contains("Yes, this is to be done.")
        .run();
}
