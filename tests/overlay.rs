//! Files that change a sheet: what stands in the place of a rule, what is said about it, and what is refused.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::evaluate::{Plan, plan};
use carecheck::lang::Lang;
use carecheck::model::{Case, Fixed, Model, Unit, UseError};
use carecheck::render::findings::Style;
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::tree::Statement;
use proptest::prelude::*;

const BASE: &str = r#"treatment peel "Peel" day 1 source "The leaflet"
activity heat "heat"
activity sauna "saunas" is heat
activity jacuzzi "hot tubs" is heat
activity makeup "makeup"
activity swimming "swimming"
activity cream "cream" do "use your cream"
sign redness "redness"
sign fever "fever"
fact pregnant "you are pregnant" : yes/no
no_heat: avoid sauna, jacuzzi until +48h
phase "Days 1 to 3" through day 3 {
  no_makeup: avoid makeup
}
avoid swimming until +1w
creamy: do cream daily through day 3
redness_first: expect redness through day 2
feverish: alert fever
not_pregnant: contraindicated when pregnant
again: repeat no sooner than 4w
makeup_again: allow makeup from day 5
"#;

/// Some files, of which the first is asked for.
struct Files {
    sources: Sources,
    unit: Unit,
    syntax: Vec<Diagnostic>,
}

impl Files {
    fn new(files: &[(&str, &str)]) -> Files {
        let (mut sources, mut unit, mut syntax) = (Sources::default(), Unit::default(), Vec::new());
        for (name, text) in files {
            let id = sources.add(SourceFile::load(*name, text.as_bytes()).0);
            let (tree, found) = carecheck::syntax::parse(id, sources.file(id));
            unit.files.push(tree);
            syntax.extend(found);
        }
        for tree in &unit.files {
            for statement in &tree.statements {
                let Statement::Use(used) = statement else { continue };
                let path = carecheck::syntax::unquote(sources.slice(used.path.0.in_file(tree.id))).into_owned();
                let target = files.iter().position(|(name, _)| *name == path);
                let target = target.map(|at| FileId(u32::try_from(at).unwrap())).ok_or(UseError::NotFound);
                unit.uses.insert((tree.id, path), target);
            }
        }
        Files { sources, unit, syntax }
    }

    fn model(&self) -> (Model, Vec<Diagnostic>) {
        carecheck::analyse(&self.sources, &self.unit, FileId(0))
    }

    fn plan(&self) -> Plan {
        let (model, found) = self.model();
        let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
        assert!(errors.clone().all(|finding| finding.code.id >= "C04"), "{:#?}", errors.collect::<Vec<_>>());
        let treated = "2026-11-23T14:00[Europe/Paris]".parse().unwrap();
        let case = Case::new(&model, treated, &Fixed::default()).unwrap();
        plan(&model, &self.sources, &case).unwrap()
    }
}

/// A file that changes the sheet.
fn changed(overlay: &str) -> Files {
    let overlay = format!("use \"base.care\"\n{overlay}");
    Files::new(&[("clinic.care", &overlay), ("base.care", BASE)])
}

/// What is found in it: each finding, what it marks and its help.
fn findings(overlay: &str) -> String {
    told(&changed(overlay))
}

fn told(files: &Files) -> String {
    let mut listing = String::new();
    for finding in files.syntax.iter().chain(&files.model().1) {
        writeln!(listing, "{} {}: {}", finding.severity.word(), finding.code.name, finding.message).unwrap();
        for label in &finding.labels {
            let marked = files.sources.slice(label.place);
            writeln!(listing, "  {} `{marked}` {}", if label.primary { "^" } else { "-" }, label.text).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(listing, "  = {help}").unwrap();
        }
    }
    listing
}

/// The sentences of a plan.
fn sentences(files: &Files) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&carecheck::render::plan::json(&files.plan())).unwrap();
    let all = ["screening", "guidance", "course"].iter().flat_map(|part| json[part].as_array().unwrap().clone());
    all.map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

/// The plan as data, without where things stand, what was changed, and sources.
fn said(files: &Files) -> serde_json::Value {
    let mut json: serde_json::Value = serde_json::from_str(&carecheck::render::plan::json(&files.plan())).unwrap();
    json["changes"] = serde_json::Value::Null;
    for part in ["screening", "guidance", "course"] {
        for one in json[part].as_array_mut().unwrap() {
            for key in ["rule", "at", "changed", "source", "text"] {
                one[key] = serde_json::Value::Null;
            }
        }
    }
    json
}

fn base() -> Files {
    Files::new(&[("base.care", BASE)])
}

/// The sentences that only one of two plans has.
fn difference(overlay: &str) -> String {
    let (before, after) = (sentences(&base()), sentences(&changed(overlay)));
    let (was, is): (BTreeSet<&String>, BTreeSet<&String>) = (before.iter().collect(), after.iter().collect());
    let gone = before.iter().filter(|one| !is.contains(one)).map(|one| format!("- {one}\n"));
    gone.chain(after.iter().filter(|one| !was.contains(one)).map(|one| format!("+ {one}\n"))).collect()
}

#[test]
fn a_rule_is_replaced_where_it_stood_and_dropped() {
    assert_eq!(findings("replace no_heat because \"deep setting\" with avoid sauna, jacuzzi until +72h"), "");
    insta::assert_snapshot!(difference("replace no_heat because \"deep setting\" with avoid heat until +72h"), @"
    - Avoid saunas until Wednesday 25 November, 14:00.
    - Avoid hot tubs until Wednesday 25 November, 14:00.
    + Avoid heat until Thursday 26 November, 14:00. Changed by the clinic: deep setting.
    ");
    insta::assert_snapshot!(difference("replace no_heat for sauna because \"deep setting\" with avoid sauna until +72h"), @"
    - Avoid saunas until Wednesday 25 November, 14:00.
    + Avoid saunas until Thursday 26 November, 14:00. Changed by the clinic: deep setting.
    ");
    insta::assert_snapshot!(difference("drop makeup_again because \"not with this peel\""), @"- Makeup: allowed again from Friday 27 November.");
    insta::assert_snapshot!(difference("drop no_heat for jacuzzi because \"we have none\"\navoid swimming until +2w"), @"
    - Avoid hot tubs until Wednesday 25 November, 14:00.
    + Avoid swimming until Monday 7 December, 14:00.
    ");
    insta::assert_snapshot!(difference("replace not_pregnant because \"new device\" with contraindicated when pregnant because \"ask\"\nreplace again because \"new device\" with repeat no sooner than 6w"), @"
    - Do not have this treatment if you are pregnant.
    - Repeat the treatment after 4 weeks or later: not before Monday 21 December.
    + Do not have this treatment if you are pregnant. Ask. Changed by the clinic: new device.
    + Repeat the treatment after 6 weeks or later: not before Monday 4 January 2027. Changed by the clinic: new device.
    ");
}

#[test]
fn what_takes_a_place_in_a_phase_takes_its_window_and_its_order() {
    let files = changed("replace no_makeup because \"deep setting\" with avoid makeup, swimming");
    let order: Vec<(String, Option<String>)> =
        files.plan().guidance.into_iter().map(|one| (one.target, one.phase)).collect();
    let plain: Vec<String> = base().plan().guidance.into_iter().map(|one| one.target).collect();
    assert_eq!(plain[..3], ["sauna", "jacuzzi", "makeup"]);
    let targets: Vec<&str> = order.iter().map(|(target, _)| target.as_str()).collect();
    assert_eq!(targets[..4], ["sauna", "jacuzzi", "makeup", "swimming"]);
    assert!(order[2..4].iter().all(|(_, phase)| phase.as_deref() == Some("Days 1 to 3")));
    // An end alone has one reading where the heading begins with the treatment, and two where it does not.
    insta::assert_snapshot!(difference("replace no_makeup because \"deep setting\" with avoid makeup until +72h"), @"
    - Avoid makeup through Wednesday 25 November.
    + Avoid makeup until Thursday 26 November, 14:00. Changed by the clinic: deep setting.
    ");
    let later = BASE.replace("through day 3 {", "on days 2 to 3 {");
    let overlay = "use \"base.care\"\nreplace no_makeup because \"deep\" with avoid makeup until +72h";
    insta::assert_snapshot!(told(&Files::new(&[("clinic.care", overlay), ("base.care", &later)])), @r#"
    error half-window: `until +72h` inside a phase can be read in two ways: it starts with the treatment or with the phase
      ^ `until +72h` half a window
      - `phase "Days 1 to 3" on days 2 to 3` the phase's own window
      = write the whole window, `from … until +72h`, or move the rule out of the phase
    "#);
}

#[test]
fn what_cannot_be_changed_is_refused_with_what_to_write() {
    insta::assert_snapshot!(findings("drop no_heet because \"x\"\ndrop sauna because \"x\"\nreplace swim because \"x\" with avoid swimming until +2w\ndrop nothing because \"x\""), @"
    error unknown-rule: the sheet has no rule called `no_heet`; did you mean `no_heat`?
      ^ `no_heet` no such rule
      = write `no_heat`
    error unknown-rule: the sheet has no rule called `sauna`
      ^ `sauna` no such rule
      = `sauna` is in the rule `no_heat`: write `no_heat for sauna`
    error unknown-rule: the sheet has no rule called `swim`
      ^ `swim` no such rule
      - `avoid swimming until +1w` this rule has no name
      = give the rule that is meant a name where it stands, as in `no_heat: avoid heat`
    error unknown-rule: the sheet has no rule called `nothing`
      ^ `nothing` no such rule
      = the rules that have names are `again`, `creamy`, `feverish`, `makeup_again`, `no_heat`, `no_makeup`, `not_pregnant` and `redness_first`
    ");
    insta::assert_snapshot!(findings("drop no_heat for makeup because \"x\"\ndrop not_pregnant for makeup because \"x\"\ndrop no_heat for heat because \"x\""), @"
    error not-of-the-rule: the rule `no_heat` does not name `makeup`
      ^ `makeup` not in that rule
      = it speaks of `sauna` and `jacuzzi`
    error not-of-the-rule: the rule `not_pregnant` does not name `makeup`
      ^ `makeup` not in that rule
      = remove `for`: the rule names nothing that a part of it could be
    error not-of-the-rule: the rule `no_heat` does not name `heat`
      ^ `heat` not in that rule
      = it speaks of `sauna` and `jacuzzi`
    ");
    insta::assert_snapshot!(findings("replace no_heat for sauna because \"x\" with avoid sauna until +72h\nreplace no_heat for sauna, jacuzzi because \"y\" with avoid heat until +72h"), @r#"
    error changed-twice: what the rule `no_heat` says of `sauna` is changed twice
      ^ `replace no_heat for sauna, jacuzzi because "y" with avoid heat until +72h` changed again
      - `replace no_heat for sauna because "x" with avoid sauna until +72h` first here
      = keep one of the two, or limit each to its part with `for`
    "#);
    insta::assert_snapshot!(findings("no_heat: avoid heat until +72h"), @r#"
    error declared-twice: two rules are called `no_heat`
      ^ `no_heat` the same name again
      - `no_heat` first here
      = to change the rule of the sheet, write `replace no_heat because "…" with …`
    "#);
    insta::assert_snapshot!(findings("own: avoid swimming until +2w\ndrop own because \"x\""), @"
    error unknown-rule: `own` is a rule of this file itself
      ^ `own` not a rule of the sheet
      = change the rule where it stands
    ");
    insta::assert_snapshot!(told(&Files::new(&[("a.care", &format!("{BASE}drop no_heat because \"x\""))])), @r#"
    note gap: nothing is said about `makeup` between the end of day 3, when the ban ends, and day 5, from when it is allowed
      ^ `makeup` allowed from day 5
      - `makeup` avoided until the end of day 3
      = if the source says what holds between, write it; if it does not, leave it open
    error nothing-to-change: `drop` changes a rule of another sheet, and this file is a sheet of its own
      ^ `drop no_heat because "x"` changes nothing
      = change the rule where it stands
    "#);
    insta::assert_snapshot!(told(&Files::new(&[("a.care", "activity sauna \"saunas\"\nno_heat: avoid sauna\ndrop no_heat because \"x\"")])), @r#"
    error nothing-to-change: `drop` changes a rule of a sheet, and this file uses none
      ^ `drop no_heat because "x"` changes nothing
      = write `use` and the file of the sheet, as in `use "microneedling.care"`
    "#);
    let two = [
        ("a.care", "use \"base.care\"\nuse \"other.care\""),
        ("base.care", BASE),
        ("other.care", "treatment laser \"Laser\""),
    ];
    insta::assert_snapshot!(told(&Files::new(&two)), @r#"
    error use-of-a-sheet: `other.care` is a second sheet; a file changes one
      ^ `"other.care"` a second sheet
      - `"base.care"` the first
      - `laser` its treatment
      = write a file for each; the plan of several treatments is `carecheck eval` with all of their files
    "#);
}

#[test]
fn a_changed_sheet_can_be_changed_again() {
    let clinic = "use \"base.care\"\nreplace no_heat for sauna because \"our device\" with avoid sauna until +72h\ndrop creamy because \"we do that\"\nquiet: avoid swimming until +2w";
    let visit = |text: &str| {
        let text = format!("use \"clinic.care\"\n{text}");
        Files::new(&[("visit.care", &text), ("clinic.care", clinic), ("base.care", BASE)])
    };
    let again = visit(
        "replace no_heat because \"deep\" with avoid heat until +5d\nreplace quiet because \"deep\" with avoid swimming until +3w",
    );
    assert_eq!(told(&again), "");
    let texts = sentences(&again).join("\n");
    assert!(texts.contains("Avoid heat until Saturday 28 November"), "{texts}");
    let changes: Vec<(String, u32)> =
        again.plan().changes.into_iter().map(|one| (one.changed.file, one.changed.line)).collect();
    let expected = [("clinic.care", 2), ("visit.care", 2), ("clinic.care", 3), ("visit.care", 3)];
    assert_eq!(changes, expected.map(|(file, line)| (file.to_owned(), line)));
    insta::assert_snapshot!(told(&visit("replace creamy because \"dry\" with do cream daily through day 3")), @r#"
    error changed-twice: the rule `creamy` is dropped already
      ^ `replace creamy because "dry" with do cream daily through day 3` changed again
      - `drop creamy because "we do that"` first here
      = keep one of the two, or limit each to its part with `for`
    "#);
}

#[test]
fn what_is_loosened_is_said_and_what_is_not_is_not() {
    insta::assert_snapshot!(findings("replace no_heat because \"mild\" with avoid sauna, jacuzzi until +2d"), @"
    warning loosened: `sauna` and `jacuzzi` are avoided until +48h on the sheet, and here avoided until +2d
      ^ `sauna` this says less
      - `sauna` avoided until +48h
      = say at least what the sheet says, or keep this if the clinic has decided it
    ");
    insta::assert_snapshot!(findings("replace no_heat because \"mild\" with ideally avoid heat until +1w"), @"
    warning loosened: `sauna` and `jacuzzi` are avoided until +48h on the sheet, and here better avoided until +1w
      ^ `ideally avoid heat until +1w` this says less
      - `sauna` avoided until +48h
      = say at least what the sheet says, or keep this if the clinic has decided it
    ");
    insta::assert_snapshot!(findings("drop no_heat for sauna because \"mild\"\ndrop creamy because \"x\"\ndrop feverish because \"x\"\ndrop not_pregnant because \"x\"\ndrop again because \"x\"\ndrop makeup_again because \"x\"\ndrop redness_first because \"x\""), @r#"
    warning loosened: `sauna` is avoided until +48h on the sheet, and no longer here
      ^ `drop no_heat for sauna because "mild"` dropped here
      - `sauna` avoided until +48h
      = say at least what the sheet says, or keep this if the clinic has decided it
    warning loosened: `cream` is due through day 3 on the sheet, and no longer here
      ^ `drop creamy because "x"` dropped here
      - `cream` due through day 3
      = say at least what the sheet says, or keep this if the clinic has decided it
    warning loosened: `fever` is an alarm with no end written on the sheet, and no longer here
      ^ `drop feverish because "x"` dropped here
      - `fever` an alarm with no end written
      = say at least what the sheet says, or keep this if the clinic has decided it
    warning loosened: the sheet has a reason not to treat that no longer stands
      ^ `drop not_pregnant because "x"` dropped here
      - `not_pregnant: contraindicated when pregnant` the reason
      = say at least what the sheet says, or keep this if the clinic has decided it
    warning loosened: the sheet has a course that need no longer be followed
      ^ `drop again because "x"` dropped here
      - `again: repeat no sooner than 4w` the course
      = say at least what the sheet says, or keep this if the clinic has decided it
    "#);
    insta::assert_snapshot!(findings("replace makeup_again because \"x\" with allow makeup from day 4\nallow cream from +1h"), @"
    warning loosened: `makeup` is allowed from day 4 here, and not on the sheet
      ^ `makeup` allowed from day 4
      = leave it out, or keep this if the clinic has decided it
    warning loosened: `cream` is allowed from +1h here, and not on the sheet
      ^ `cream` allowed from +1h
      = leave it out, or keep this if the clinic has decided it
    ");
    insta::assert_snapshot!(findings("replace not_pregnant because \"x\" with contraindicated when pregnant and treatment before 12:00"), @"
    warning loosened: the sheet has a reason not to treat that no longer always stands
      ^ `contraindicated when pregnant and treatment before 12:00` this says less
      - `not_pregnant: contraindicated when pregnant` the reason
      = say at least what the sheet says, or keep this if the clinic has decided it
    ");
    insta::assert_snapshot!(findings("replace no_heat because \"x\" with avoid heat until +72h unless pregnant"), @"
    warning loosened: `sauna` and `jacuzzi` are avoided until +48h on the sheet, and here avoided until +72h under another condition
      ^ `avoid heat until +72h unless pregnant` this says less
      - `sauna` avoided until +48h
      = say at least what the sheet says, or keep this if the clinic has decided it
    ");
    // Stricter, or said elsewhere.
    for fine in [
        "replace no_heat because \"x\" with avoid heat until +3d",
        "drop no_heat because \"x\"\navoid heat until +3d",
        "replace creamy because \"x\" with do cream 2 times daily through day 4",
        "replace again because \"x\" with repeat no sooner than 5w",
        "drop makeup_again because \"x\"",
        "replace not_pregnant because \"x\" with contraindicated when pregnant or treatment before 12:00",
        "replace redness_first because \"x\" with expect redness through day 5",
    ] {
        assert_eq!(findings(fine), "", "{fine}");
    }
}

#[test]
fn one_thing_to_do_once_may_be_due_sooner_but_not_later() {
    let text = "treatment peel \"Peel\" day 1\nactivity call \"a call\" do \"call us\"\nfact dry \"it is dry\" : yes/no\ncall_us: do call within 2d after treatment\n";
    let check = |rule: &str| {
        let overlay = format!("use \"base.care\"\nreplace call_us because \"x\" with {rule}");
        told(&Files::new(&[("clinic.care", &overlay), ("base.care", text)]))
    };
    assert_eq!(check("do call within 1d after treatment"), "");
    assert!(check("do call within 3d after treatment").starts_with("warning loosened"));
    assert!(check("do call within 1d after treatment when dry").starts_with("warning loosened"));
}

#[test]
fn a_change_that_changes_nothing_is_said() {
    insta::assert_snapshot!(findings("replace no_heat because \"x\" with avoid jacuzzi, sauna from treatment until +48h"), @"
    warning unchanged: this changes nothing: `no_heat` says the same already
      ^ `avoid jacuzzi, sauna from treatment until +48h` the same rule
      - `no_heat: avoid sauna, jacuzzi until +48h` says so already
      = remove the change, or write what was meant
    ");
    assert_eq!(
        findings("replace no_heat because \"x\" with avoid sauna, jacuzzi until +48h because \"It is hot.\""),
        ""
    );
}

#[test]
fn what_is_accepted_stays_until_the_rules_change() {
    let (_, found) = changed("drop no_heat for sauna because \"mild\"").model();
    let accept = found[0].acceptance().unwrap().replace('…', "The clinic has decided it.");
    assert_eq!(
        changed(&format!("drop no_heat for sauna because \"mild\"\n{accept}")).model().1[0].accepted.as_deref(),
        Some("The clinic has decided it.")
    );
    let later = BASE.replace("until +48h", "until +50h");
    let overlay = format!("use \"base.care\"\ndrop no_heat for sauna because \"mild\"\n{accept}");
    let lapsed = told(&Files::new(&[("clinic.care", &overlay), ("base.care", &later)]));
    assert!(lapsed.contains("lapsed-acceptance") && lapsed.contains("warning loosened"), "{lapsed}");
}

/// What the sheet's own findings are, is said where the sheet is checked; what only the change brings about, at its place.
#[test]
fn only_what_the_change_brings_about_is_found_in_its_file() {
    let clash = format!("{BASE}allow swimming from +3d\n");
    let files = Files::new(&[
        ("clinic.care", "use \"base.care\"\nreplace makeup_again because \"x\" with allow makeup from day 7"),
        ("base.care", &clash),
    ]);
    insta::assert_snapshot!(told(&files), @"
    note gap: nothing is said about `makeup` between the end of day 3, when the ban ends, and day 7, from when it is allowed
      ^ `makeup` allowed from day 7
      - `makeup` avoided until the end of day 3
      = if the source says what holds between, write it; if it does not, leave it open
    ");
    insta::assert_snapshot!(findings("replace makeup_again because \"x\" with allow makeup from day 2"), @"
    warning loosened: `makeup` is allowed from day 2 here, and not on the sheet
      ^ `makeup` allowed from day 2
      = leave it out, or keep this if the clinic has decided it
    error contradiction: `makeup` is both allowed and avoided from day 2 to the end of day 3
      ^ `makeup` avoided until the end of day 3
      - `makeup` allowed from day 2
      = start when the ban ends: `allow makeup from day 4`
    ");
}

#[test]
fn a_source_is_not_cited_for_what_it_does_not_say() {
    let plan = changed("replace no_heat for sauna because \"deep\" with avoid sauna until +72h").plan();
    let source = |target: &str| plan.guidance.iter().find(|one| one.target == target).unwrap().rule.source.clone();
    assert_eq!(source("jacuzzi").as_deref(), Some("The leaflet"));
    assert_eq!(source("sauna"), None);
}

#[test]
fn what_was_changed_is_said_in_every_language() {
    let files = changed(
        "replace no_heat for sauna because \"deep\" with avoid sauna until +72h\ndrop makeup_again because \"dry\"\ntranslation de { \"deep\" \"tiefe Einstellung\" }",
    );
    let blocks = |lang: Lang| {
        let (model, _) = files.model().0.in_language(lang);
        let case = Case::new(&model, "2026-11-23T14:00[Europe/Paris]".parse().unwrap(), &Fixed::default()).unwrap();
        let plan = plan(&model, &files.sources, &case).unwrap();
        let style = Style { width: 200, colour: false, unicode: true, accepted: false };
        let page = carecheck::render::plan::text(&plan, None, style);
        let from = page.lines().skip_while(|line| !line.contains("clinic.care)"));
        from.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let all: Vec<String> = Lang::ALL.map(blocks).into();
    insta::assert_snapshot!(all.join("\n"), @"
    Changed by the clinic (clinic.care)
      The sheet says: Avoid saunas until Wednesday 25 November, 14:00. Replaced: deep.
      The sheet says: Makeup: allowed again from Friday 27 November. Left out: dry.
    Von der Klinik geändert (clinic.care)
      Im Merkblatt steht: Vermeiden Sie: saunas bis Mittwoch, 25. November, 14:00 Uhr. Ersetzt: tiefe Einstellung.
      Im Merkblatt steht: Makeup: wieder erlaubt ab Freitag, 27. November. Entfällt: dry.
    Cambiado por la clínica (clinic.care)
      La hoja dice: Evite: saunas hasta el miércoles 25 de noviembre a las 14:00. Sustituido: deep.
      La hoja dice: Makeup: permitido de nuevo desde el viernes 27 de noviembre. Omitido: dry.
    ");
}

// ---- For any sheet ---------------------------------------------------------------------------------------------------

/// Rules of a sheet, each on a line of its own.
fn sheet() -> impl Strategy<Value = Vec<String>> {
    let targets = prop::sample::subsequence(vec!["sauna", "jacuzzi", "makeup", "swimming"], 1..=3);
    let window = prop::sample::select(vec![
        "until +48h",
        "through day 3",
        "from +1d until +1w",
        "from day 5",
        "before treatment",
        "on days 2 to 7",
        "",
    ]);
    let clause = prop::sample::select(vec![
        "",
        "when dry",
        "because \"It is hot.\"",
        "unless dry because \"It is dry.\"",
        "source \"A leaflet\"",
    ]);
    let verb = prop::sample::select(vec!["avoid", "ideally avoid", "allow"]);
    let rule = (verb, targets, window, clause).prop_map(|(verb, targets, window, clause)| {
        format!("{verb} {} {window} {clause}", targets.join(", ")).trim().to_owned()
    });
    prop::collection::vec(rule, 1..6)
}

fn text(rules: &[String], but: Option<(usize, &str)>) -> String {
    let mut text = "treatment peel \"Peel\" day 1\nactivity sauna \"saunas\" activity jacuzzi \"hot tubs\" activity makeup \"makeup\" activity swimming \"swimming\"\nfact dry \"it is dry\" : yes/no\n".to_owned();
    for (at, rule) in rules.iter().enumerate() {
        let line = format!("rule_{at}: {rule}");
        writeln!(text, "{}", but.filter(|(other, _)| *other == at).map_or(line.as_str(), |(_, other)| other)).unwrap();
    }
    text
}

fn over(rules: &[String], statement: &str) -> Files {
    let overlay = format!("use \"base.care\"\n{statement}");
    Files::new(&[("clinic.care", &overlay), ("base.care", &text(rules, None))])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_that_changes_nothing_is_its_sheet(rules in sheet()) {
        let plain = Files::new(&[("base.care", &text(&rules, None))]);
        let files = over(&rules, "");
        prop_assert_eq!(carecheck::render::plan::json(&files.plan()), carecheck::render::plan::json(&plain.plan()));
        prop_assert_eq!(told(&files), "");
    }

    #[test]
    fn a_rule_in_its_own_place_changes_nothing_but_the_marks(rules in sheet(), at in any::<prop::sample::Index>()) {
        let at = at.index(rules.len());
        let plain = Files::new(&[("base.care", &text(&rules, None))]);
        let files = over(&rules, &format!("replace rule_{at} because \"x\" with {}", rules[at]));
        prop_assert_eq!(said(&files), said(&plain));
        let told = told(&files);
        prop_assert!(told.starts_with("warning unchanged"), "{}", told);
    }

    #[test]
    fn what_is_dropped_was_never_there(rules in sheet(), at in any::<prop::sample::Index>()) {
        let at = at.index(rules.len());
        let plain = Files::new(&[("base.care", &text(&rules, Some((at, "#"))))]);
        let files = over(&rules, &format!("drop rule_{at} because \"x\""));
        prop_assert_eq!(said(&files), said(&plain));
    }

    #[test]
    fn a_part_that_is_dropped_was_never_in_the_list(rules in sheet(), at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>()) {
        let at = at.index(rules.len());
        let named: Vec<&str> = ["sauna", "jacuzzi", "makeup", "swimming"].into_iter().filter(|name| rules[at].contains(name)).collect();
        prop_assume!(named.len() > 1);
        let name = named[which.index(named.len())];
        let without = rules[at].replace(&format!("{name}, "), "").replace(&format!(", {name}"), "");
        let plain = Files::new(&[("base.care", &text(&rules, Some((at, &format!("rule_{at}: {without}")))))]);
        let files = over(&rules, &format!("drop rule_{at} for {name} because \"x\""));
        prop_assert_eq!(said(&files), said(&plain));
    }

    #[test]
    fn what_is_replaced_is_as_if_written_there(rules in sheet(), at in any::<prop::sample::Index>(), other in sheet()) {
        let at = at.index(rules.len());
        let plain = Files::new(&[("base.care", &text(&rules, Some((at, &format!("rule_{at}: {}", other[0])))))]);
        let files = over(&rules, &format!("replace rule_{at} because \"x\" with {}", other[0]));
        prop_assert_eq!(said(&files), said(&plain));
    }
}
