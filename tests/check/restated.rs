//! What the checker says of rules that agree: said twice, said with different ends, cancelled, ended by a heading, outside of
//! it; and of courses. A program, and what its reader is told.

use std::fmt::Write as _;

use carecheck::diagnostic::Diagnostic;
use carecheck::model::Model;
use carecheck::source::{Place, Sources};

use super::program::{asked, case_of, found, told};

/// At the instant of a witness the evaluator gives the rule that adds nothing as a reason, if it is asked about that rule
/// alone, and one of the others likewise; the ban that takes an exception back; the rule outside of its phase.
fn each_rule_shows(model: &Model, sources: &Sources, finding: &Diagnostic) {
    let (Some(witness), "C0407" | "C0409" | "C0411") = (&finding.witness, finding.code.id) else { return };
    let (case, target) = (case_of(model, witness), asked(model, witness).unwrap());
    let says = |place: Place| {
        let mut alone = model.clone();
        alone.rules.retain(|rule| {
            rule.place.file == place.file && (rule.place.span.start..=rule.place.span.end).contains(&place.span.start)
        });
        let at = witness.at.parse().unwrap();
        !carecheck::evaluate::answer(&alone, sources, &case, target, &at).unwrap().state.because.is_empty()
    };
    let (own, others): (Vec<_>, Vec<_>) = finding.labels.iter().partition(|label| label.primary);
    let shown = finding.code.id == "C0409" || own.iter().any(|label| says(label.place));
    let beside = finding.code.id == "C0411" || others.iter().any(|label| says(label.place));
    assert!(shown && beside, "{}: {}", finding.message, witness.command);
}

/// What is found in a sheet that counts from `day 0`, with treatments from 08:00 to 18:00.
fn day_0(rules: &str) -> String {
    sheet("day 0 hours 08:00..18:00", rules)
}

fn sheet(clauses: &str, rules: &str) -> String {
    let (sources, findings) = found(clauses, rules, each_rule_shows);
    let mut listing = String::new();
    for finding in &findings {
        listing += &told(&sources, finding);
        if let Some(fix) = &finding.fix {
            let edits: Vec<_> = fix.edits.iter().map(|(place, text)| (sources.slice(*place), text)).collect();
            writeln!(listing, "  fix: {} {edits:?}", fix.title).unwrap();
        }
    }
    listing
}

#[test]
fn permissions_that_end_with_their_heading() {
    insta::assert_snapshot!(day_0("phase \"Days 2 to 4\" on days 2 to 4 {\nallow sauna, walking\nallow ice when smoker\n}"), @r#"
    note C0410: `sauna`, `walking` and `ice` are allowed until the end of day 4 only because the heading ends then; nothing is said after that
      ^ line 2 `sauna` allowed under the heading
      - line 1 `phase "Days 2 to 4" on days 2 to 4` the heading's window
      = if it lasts, write `allow sauna, walking, ice from day 2` outside the phase; if it ends, write its window in the rule
    "#);
    for silent in [
        "phase \"Days 2 to 4\" on days 2 to 4 { allow sauna on days 2 to 4 }",
        "phase \"Days 2 to 4\" on days 2 to 4 { allow sauna }\nallow heat from day 5",
        "phase \"Days 2 to 4\" on days 2 to 4 { allow sauna }\navoid heat from day 5",
        "phase \"Before\" from day -1 until treatment { allow sauna }",
        "phase \"From then on\" from day 2 { allow sauna }",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn rules_outside_their_phase() {
    insta::assert_snapshot!(day_0("phase \"Days 1 to 3\" on days 1 to 3 {\navoid sauna from treatment until +48h\navoid ice on day 0\n}"), @r#"
    warning C0411: `from treatment until +48h` starts before its phase does, under the heading `Days 1 to 3`, and so does one more rule of the phase
      ^ line 2 `from treatment until +48h` the rule's own window
      - line 1 `phase "Days 1 to 3" on days 1 to 3` the phase's window
      - line 3 `on day 0` outside the phase too
      = move the rule out of the phase, or correct one of the two windows
    "#);
    insta::assert_snapshot!(sheet("day 1", "phase \"Days 1 to 3\" through day 3 {\navoid sauna from treatment until +72h\n}"), @r#"
    note C0411: `from treatment until +72h` ends after its phase does, under the heading `Days 1 to 3`, only when treated after 00:00
      ^ line 2 `from treatment until +72h` the rule's own window
      - line 1 `phase "Days 1 to 3" through day 3` the phase's window
      = the sheet seems to call the day of treatment day 0: with `day 0` for `day 1` in the `treatment` line all rules lie in their phases
    "#);
    insta::assert_snapshot!(sheet("day 1", "phase \"Days 2 to 3\" on days 2 to 3 {\navoid sauna on days 2 to 4\n}"), @r#"
    warning C0411: `on days 2 to 4` ends after its phase does, under the heading `Days 2 to 3`
      ^ line 2 `on days 2 to 4` the rule's own window
      - line 1 `phase "Days 2 to 3" on days 2 to 3` the phase's window
      = move the rule out of the phase, or correct one of the two windows
    "#);
    insta::assert_snapshot!(sheet("day 1", "phase \"Days 2 to 3\" on days 2 to 3 {\navoid sauna from +24h until +48h\n}"), @"");
    insta::assert_snapshot!(day_0("phase \"Three days\" until +36h {\navoid sauna from treatment through day 1\n}"), @r#"
    note C0411: `from treatment through day 1` ends after its phase does, under the heading `Three days`, only when treated before 12:00
      ^ line 2 `from treatment through day 1` the rule's own window
      - line 1 `phase "Three days" until +36h` the phase's window
      = move the rule out of the phase, or correct one of the two windows
    "#);
    for silent in [
        "phase \"Days 1 to 3\" on days 0 to 3 { avoid sauna from treatment until +48h }",
        "phase \"Until healed\" until healed { avoid sauna from treatment until +3d\n avoid ice on days 2 to 3 }",
        "phase \"Two days\" until +2d { avoid sauna from treatment until +48h\ndo ice at +48h }",
        "phase \"For smokers\" when smoker { avoid sauna until +48h }",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn rules_that_add_nothing() {
    insta::assert_snapshot!(day_0("avoid sauna until +24h\navoid sauna until +48h"), @r#"
    warning C0407: this rule adds nothing: `sauna` is avoided until +24h, but avoided until +48h anyway
      ^ line 1 `sauna` avoided until +24h
      - line 2 `sauna` avoided until +48h
      = remove it, or correct the one whose time is wrong
      fix: remove the rule [("avoid sauna until +24h\n", "")]
    "#);
    insta::assert_snapshot!(day_0("avoid sauna until +48h\navoid sauna until +48h # again"), @"
    warning C0407: this rule adds nothing: `sauna` is avoided until +48h anyway
      ^ line 2 `sauna` avoided until +48h
      - line 1 `sauna` avoided until +48h
      = remove it
    ");
    insta::assert_snapshot!(day_0("avoid heat until +48h\navoid sauna until +48h"), @"
    note C0407: this rule adds nothing: `sauna` is avoided until +48h anyway, as a kind of `heat`
      ^ line 2 `sauna` avoided until +48h
      - line 1 `heat` avoided until +48h
      = remove it
    ");
    insta::assert_snapshot!(day_0("avoid heat until +48h\navoid sauna until +24h"), @"
    warning C0407: this rule adds nothing: `sauna` is avoided until +24h, but avoided until +48h anyway, as a kind of `heat`
      ^ line 2 `sauna` avoided until +24h
      - line 1 `heat` avoided until +48h
      = remove it; or if the ban on `sauna` ends earlier, write `except (sauna from +24h)` in the other ban
    ");
    insta::assert_snapshot!(day_0("allow exercise from +3d\nallow walking from +1w"), @"
    warning C0407: this rule adds nothing: `walking` is allowed from +1w, but allowed from +3d anyway, as a kind of `exercise`
      ^ line 2 `walking` allowed from +1w
      - line 1 `exercise` allowed from +3d
      = remove it; or if `walking` has to wait until then, write `avoid walking until +1w`
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +2d\navoid sauna from +1d until +4d when smoker\navoid sauna from +2d until +4d unless smoker\navoid sauna until +3d"), @r#"
    warning C0407: this rule adds nothing: `sauna` is avoided until +2d, but avoided until +3d anyway
      ^ line 1 `sauna` avoided until +2d
      - line 4 `sauna` avoided until +3d
      = remove it, or correct the one whose time is wrong
      fix: remove the rule [("avoid sauna until +2d\n", "")]
    "#);
    insta::assert_snapshot!(day_0("avoid sauna until +3d\navoid heat until +1d\navoid sauna, steam until +1d when smoker"), @"
    warning C0407: this rule adds nothing: `sauna` and `steam` are avoided until +1d, and 2 other rules together say so already
      ^ line 3 `sauna` avoided until +1d
      - line 1 `sauna` avoided until +3d
      - line 2 `heat` avoided until +1d
      = remove it, or keep it and remove the others
    ");
    insta::assert_snapshot!(day_0("do ice daily until +3d\nallow ice until +2d"), @r#"
    warning C0407: this rule adds nothing: `ice` is allowed until +2d, but due until +3d anyway
      ^ line 2 `ice` allowed until +2d
      - line 1 `ice` due until +3d
      = remove it, or correct the one whose time is wrong
      fix: remove the rule [("allow ice until +2d\n", "")]
    "#);
    insta::assert_snapshot!(day_0("alert bleeding\nalert long_bleeding until +2d"), @"
    warning C0407: this rule adds nothing: `long_bleeding` is an alarm until +2d, but an alarm with no end written anyway, as a kind of `bleeding`
      ^ line 2 `long_bleeding` an alarm until +2d
      - line 1 `bleeding` an alarm with no end written
      = remove it, or correct the one whose time is wrong
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +23h\navoid sauna until +1d"), @"
    warning C0408: two rules say when `sauna` is avoided and end differently: until +23h, and until +1d
      ^ line 2 `sauna` avoided until +1d
      - line 1 `sauna` avoided until +23h
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("avoid sauna until healed\navoid sauna until +11d"), @r#"
    warning C0407: this rule adds nothing: `sauna` is avoided until healed, but avoided until +11d anyway
      ^ line 1 `sauna` avoided until healed
      - line 2 `sauna` avoided until +11d
      = remove it, or correct the one whose time is wrong
      fix: remove the rule [("avoid sauna until healed\n", "")]
    "#);
    for silent in [
        "avoid sauna, heat until +48h",
        "avoid sauna until +48h\navoid sauna from +48h until +4d",
        "expect bleeding until +2d\nexpect bleeding until +2d",
        "avoid heat until +48h except sauna\navoid sauna until +24h",
        "do ice daily until +1w\nideally do ice daily until +1mo",
        "avoid sauna until +3d when smoker\navoid sauna until +1d",
        "do heat until +2d\ndo sauna until +2d",
        "do ice until +1d\ndo ice \"Cool it.\" until +1d",
        "avoid sauna until +1d by \"your driver\"\navoid sauna until +2d",
        "ideally avoid sauna until +1w\navoid sauna until +2d",
        "avoid sauna until +2d when smoker\navoid sauna until +2d when technique = pen",
        "allow ice up to 3 times daily until +2d\nallow ice up to 2 times daily until +2d",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn rules_that_agree_but_not_when() {
    insta::assert_snapshot!(day_0("avoid sauna until +36h\navoid sauna through day 1"), @"
    warning C0408: two rules say when `sauna` is avoided and end differently: until +36h, and through day 1
      ^ line 2 `sauna` avoided through day 1
      - line 1 `sauna` avoided until +36h
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("avoid sauna until +3d\navoid sauna from +1d until +1w"), @"
    warning C0408: two rules say when `sauna` is avoided and begin and end differently: until +3d, and from +1d until +1w
      ^ line 2 `sauna` avoided from +1d until +1w
      - line 1 `sauna` avoided until +3d
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("expect bleeding until +1d\nexpect bleeding until +3d"), @"
    warning C0408: two rules say when `bleeding` is expected and end differently: until +1d, and until +3d
      ^ line 2 `bleeding` expected until +3d
      - line 1 `bleeding` expected until +1d
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("avoid heat from +1d until +1w\navoid sauna until +3d"), @"
    warning C0408: two rules say when `sauna` is avoided as a kind of `heat` and begin and end differently: from +1d until +1w, and until +3d
      ^ line 2 `sauna` avoided until +3d
      - line 1 `heat` avoided from +1d until +1w
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("do ice on day 1\ndo ice on days 1 to 2"), @"
    warning C0408: two rules say when `ice` is due and end differently: on day 1, and on days 1 to 2
      ^ line 2 `ice` due on days 1 to 2
      - line 1 `ice` due on day 1
      = keep the one that is meant, or say with `when` for whom each holds
    ");
    for silent in [
        "avoid sauna until healed\navoid sauna until +7d",
        "avoid heat until +2d\navoid sauna until +1w",
        "ideally avoid sauna until +36h\navoid sauna through day 1",
        "avoid sauna until +36h when smoker\navoid sauna through day 1 unless smoker",
        "expect bleeding until +1w\nexpect long_bleeding until +1h",
        "phase \"Days 1 to 3\" on days 1 to 3 { avoid sauna }\nphase \"Days 3 to 7\" on days 3 to 7 { avoid sauna }",
        "allow exercise from +1w\nallow walking from +1d",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn exceptions_that_another_ban_takes_back() {
    insta::assert_snapshot!(day_0("avoid heat until +3d except sauna\navoid sauna until +1w"), @"
    warning C0409: the exception for `sauna` has no effect: `sauna` is avoided until +1w anyway
      ^ line 1 `sauna` excepted here
      - line 2 `sauna` avoided until +1w
      = write the exception into the other ban too, or remove `sauna` from one of the two
    ");
    insta::assert_snapshot!(day_0("avoid heat until +3d except (sauna from +1d)\navoid sauna from +1d until +2d\navoid sauna from +2d until +3d"), @"
    warning C0409: the exception for `sauna` has no effect: 2 other bans together cover it
      ^ line 1 `sauna` excepted here
      - line 2 `sauna` avoided from +1d until +2d
      - line 3 `sauna` avoided from +2d until +3d
      = write the exception into the other ban too, or remove `sauna` from one of the two
    ");
    for silent in [
        "avoid heat until +3d except sauna\navoid sauna until +1d",
        "avoid heat until +3d except sauna\navoid sauna until +3d when smoker",
        "avoid heat until +3d except sauna\nideally avoid sauna until +3d",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn reasons_and_courses_that_add_nothing() {
    insta::assert_snapshot!(day_0("contraindicated when smoker\ncontraindicated when smoker or skin_type > 3"), @r#"
    warning C0407: this reason not to treat adds nothing: another stands whenever it does
      ^ line 1 `contraindicated when smoker` this reason
      - line 2 `contraindicated when smoker or skin_type > 3` stands whenever it does
      = remove it, or correct the one that is wrong
      fix: remove the rule [("contraindicated when smoker\n", "")]
    "#);
    insta::assert_snapshot!(day_0("contraindicated until last_dose +1mo\ncontraindicated when last_dose within 6mo before treatment"), @r#"
    warning C0407: this reason not to treat adds nothing: another stands whenever it does
      ^ line 1 `contraindicated until last_dose +1mo` this reason
      - line 2 `contraindicated when last_dose within 6mo before treatment` stands whenever it does
      = remove it, or correct the one that is wrong
      fix: remove the rule [("contraindicated until last_dose +1mo\n", "")]
    "#);
    insta::assert_snapshot!(day_0("contraindicated when skin_type > 2\ncontraindicated when smoker\ncontraindicated unless smoker"), @"
    warning C0407: this reason not to treat adds nothing: one of 2 others stands whenever it does
      ^ line 1 `contraindicated when skin_type > 2` this reason
      - line 3 `contraindicated unless smoker` stands whenever it does
      - line 2 `contraindicated when smoker` stands whenever it does
      = remove it, or correct the one that is wrong
    ");
    insta::assert_snapshot!(day_0("repeat every 4w..6w\nrepeat every 4w..6w for 3 sessions"), @r#"
    warning C0407: this course adds nothing: who follows the other follows it
      ^ line 1 `repeat every 4w..6w` this course
      - line 2 `repeat every 4w..6w for 3 sessions` asks for as much
      = remove it, or correct the one that is wrong
      fix: remove the rule [("repeat every 4w..6w\n", "")]
    "#);
    for silent in [
        "contraindicated when smoker\ncontraindicated when skin_type > 3",
        "repeat every 4w..6w\nideally repeat every 5w",
        "repeat every 4w..6w when smoker\nrepeat every 4w..6w unless smoker",
        "repeat no sooner than 4w\nrepeat for 3 sessions",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}

#[test]
fn what_is_done_again_and_again_is_done_once() {
    insta::assert_snapshot!(day_0("do ice until +3d\ndo ice daily until +3d"), @r#"
    warning C0407: this rule adds nothing: `ice` is due until +3d anyway
      ^ line 1 `ice` due until +3d
      - line 2 `ice` due until +3d
      = remove it
      fix: remove the rule [("do ice until +3d\n", "")]
    "#);
    insta::assert_snapshot!(day_0("do ice until +1d\ndo ice throughout until +2d"), @r#"
    warning C0407: this rule adds nothing: `ice` is due until +1d, but due until +2d anyway
      ^ line 1 `ice` due until +1d
      - line 2 `ice` due until +2d
      = remove it, or correct the one whose time is wrong
      fix: remove the rule [("do ice until +1d\n", "")]
    "#);
    // Nothing is due every day in half a day, and at eight nobody has been treated yet.
    assert_eq!(day_0("do ice until +12h\ndo ice daily until +12h"), "");
    assert_eq!(day_0("do ice through day 0\ndo ice daily at 07:00 through day 0"), "");
}

#[test]
fn courses() {
    insta::assert_snapshot!(day_0("repeat every 4w..6w\nrepeat no sooner than 3mo"), @"
    error C0412: these courses have no interval in common: no next session is in time for both
      ^ line 2 `repeat no sooner than 3mo` a course
      - line 1 `repeat every 4w..6w` a course
      = correct one of the two, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("ideally repeat for 3..6 sessions\nideally repeat for 8 sessions when smoker"), @"
    note C0412: these courses have no number of sessions in common: 3..6 and 8 sessions if you smoke
      ^ line 2 `ideally repeat for 8 sessions when smoker` a course
      - line 1 `ideally repeat for 3..6 sessions` a course
      = correct one of the two, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("repeat every 30d\nrepeat every 1mo"), @"
    error C0412: these courses have no interval in common: no next session is in time for both, only on some dates, as when treated on Monday 1 February 2027
      ^ line 2 `repeat every 1mo` a course
      - line 1 `repeat every 30d` a course
      = correct one of the two, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("avoid peel until +2mo\nrepeat every 4w..6w"), @"
    error C0412: the next session lies inside a ban on the treatment: `peel` is avoided until +2mo
      ^ line 2 `repeat every 4w..6w` a course
      - line 1 `avoid peel until +2mo` the ban
      = correct one of the two, or say with `when` for whom each holds
    ");
    insta::assert_snapshot!(day_0("avoid peel\nrepeat every 4w..6w"), @"
    warning C0412: the next session lies inside a ban on the treatment: `peel` is avoided with no end written
      ^ line 2 `repeat every 4w..6w` a course
      - line 1 `avoid peel` the ban
      = correct one of the two, or say with `when` for whom each holds
    ");
    for silent in [
        "repeat every 4w..6w\nrepeat no sooner than 5w",
        "repeat for 3..6 sessions\nrepeat for 6..8 sessions",
        "repeat for 3..6 sessions unless smoker\nrepeat for 8 sessions when smoker",
        "avoid peel until +5w\nrepeat every 4w..6w",
        "avoid peel until +4mo\nrepeat no sooner than 4mo..5mo",
    ] {
        assert_eq!(day_0(silent), "", "{silent}");
    }
}
