//! Files that change a sheet: what stands in the place of a rule, what is said about it, and what is refused.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use carecheck::diagnostic::Diagnostic;
use carecheck::evaluate::{Plan, plan};
use carecheck::model::{Case, Fixed, Model, Unit, UseError};
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
        let errors = found.iter().any(|finding| finding.severity == carecheck::diagnostic::Severity::Error);
        assert!(!errors || found.iter().all(|finding| finding.code.id >= "C04"), "{found:#?}");
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
    insta::assert_snapshot!(difference("replace no_heat because \"deep setting\" with avoid heat until +72h"), @"");
    insta::assert_snapshot!(difference("replace no_heat for sauna because \"deep setting\" with avoid sauna until +72h"), @"");
    insta::assert_snapshot!(difference("drop makeup_again because \"not with this peel\""), @"");
    insta::assert_snapshot!(difference("drop no_heat for jacuzzi because \"we have none\"\navoid swimming until +2w"), @"");
    insta::assert_snapshot!(difference("replace not_pregnant because \"new device\" with contraindicated when pregnant because \"ask\"\nreplace again because \"new device\" with repeat no sooner than 6w"), @"");
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
    insta::assert_snapshot!(difference("replace no_makeup because \"deep setting\" with avoid makeup until +72h"), @"");
    let later = BASE.replace("through day 3 {", "on days 2 to 3 {");
    let overlay = "use \"base.care\"\nreplace no_makeup because \"deep\" with avoid makeup until +72h";
    insta::assert_snapshot!(told(&Files::new(&[("clinic.care", overlay), ("base.care", &later)])), @"");
}

#[test]
fn what_cannot_be_changed_is_refused_with_what_to_write() {
    insta::assert_snapshot!(findings("drop no_heet because \"x\"\ndrop sauna because \"x\"\nreplace swim because \"x\" with avoid swimming until +2w\ndrop nothing because \"x\""), @"");
    insta::assert_snapshot!(findings("drop no_heat for makeup because \"x\"\ndrop not_pregnant for makeup because \"x\"\ndrop no_heat for heat because \"x\""), @"");
    insta::assert_snapshot!(findings("replace no_heat for sauna because \"x\" with avoid sauna until +72h\nreplace no_heat for sauna, jacuzzi because \"y\" with avoid heat until +72h"), @"");
    insta::assert_snapshot!(findings("own: avoid swimming until +2w\ndrop own because \"x\""), @"");
    insta::assert_snapshot!(told(&Files::new(&[("a.care", &format!("{BASE}drop no_heat because \"x\""))])), @"");
    insta::assert_snapshot!(told(&Files::new(&[("a.care", "activity sauna \"saunas\"\nno_heat: avoid sauna\ndrop no_heat because \"x\"")])), @"");
    let two = [
        ("a.care", "use \"base.care\"\nuse \"other.care\""),
        ("base.care", BASE),
        ("other.care", "treatment laser \"Laser\""),
    ];
    insta::assert_snapshot!(told(&Files::new(&two)), @"");
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
    insta::assert_snapshot!(told(&visit("replace creamy because \"dry\" with do cream daily through day 3")), @"");
}

#[test]
fn what_is_loosened_is_said_and_what_is_not_is_not() {
    insta::assert_snapshot!(findings("replace no_heat because \"mild\" with avoid sauna, jacuzzi until +2d"), @"");
    insta::assert_snapshot!(findings("replace no_heat because \"mild\" with ideally avoid heat until +1w"), @"");
    insta::assert_snapshot!(findings("drop no_heat for sauna because \"mild\"\ndrop creamy because \"x\"\ndrop feverish because \"x\"\ndrop not_pregnant because \"x\"\ndrop again because \"x\"\ndrop makeup_again because \"x\"\ndrop redness_first because \"x\""), @"");
    insta::assert_snapshot!(findings("replace makeup_again because \"x\" with allow makeup from day 4\nallow cream from +1h"), @"");
    insta::assert_snapshot!(findings("replace not_pregnant because \"x\" with contraindicated when pregnant and treatment before 12:00"), @"");
    // Stricter, or said elsewhere.
    for fine in [
        "replace no_heat because \"x\" with avoid heat until +3d",
        "drop no_heat because \"x\"\navoid heat until +3d",
        "replace creamy because \"x\" with do cream 2 times daily through day 4",
        "replace again because \"x\" with repeat no sooner than 5w",
        "replace makeup_again because \"x\" with allow makeup from day 6",
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
    insta::assert_snapshot!(findings("replace no_heat because \"x\" with avoid jacuzzi, sauna from treatment until +48h"), @"");
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
    assert_eq!(told(&files), "");
    insta::assert_snapshot!(findings("replace makeup_again because \"x\" with allow makeup from day 2"), @"");
}

#[test]
fn a_source_is_not_cited_for_what_it_does_not_say() {
    let plan = changed("replace no_heat for sauna because \"deep\" with avoid sauna until +72h").plan();
    let source = |target: &str| plan.guidance.iter().find(|one| one.target == target).unwrap().rule.source.clone();
    assert_eq!(source("jacuzzi").as_deref(), Some("The leaflet"));
    assert_eq!(source("sauna"), None);
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
    #![proptest_config(ProptestConfig::with_cases(64))]

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
    fn what_is_replaced_is_as_if_written_there(rules in sheet(), at in any::<prop::sample::Index>(), other in sheet()) {
        let at = at.index(rules.len());
        let plain = Files::new(&[("base.care", &text(&rules, Some((at, &format!("rule_{at}: {}", other[0])))))]);
        let files = over(&rules, &format!("replace rule_{at} because \"x\" with {}", other[0]));
        prop_assert_eq!(said(&files), said(&plain));
    }
}
