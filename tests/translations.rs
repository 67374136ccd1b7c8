//! Texts in other languages: what takes their place, what never does, and what is found about them.
#![cfg(test)]

use std::fmt::Write as _;

use carecheck::lang::Lang;
use carecheck::model::{Model, Unit, meaning};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{tree::Statement, unquote};

/// Reads and resolves the first of some files, which may use the others by name; with what is found, and where.
fn resolve(files: &[(&str, &str)]) -> (Model, String) {
    let mut sources = Sources::default();
    let mut unit = Unit::default();
    for (name, text) in files {
        let id = sources.add(SourceFile::load(*name, text.as_bytes()).0);
        let (tree, found) = carecheck::syntax::parse(id, sources.file(id));
        assert_eq!(found, []);
        unit.files.push(tree);
    }
    for tree in &unit.files {
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let path = unquote(sources.slice(used.path.0.in_file(tree.id))).into_owned();
            let target = files.iter().position(|(name, _)| *name == path).unwrap();
            unit.uses.insert((tree.id, path), Ok(FileId(u32::try_from(target).unwrap())));
        }
    }
    let (model, findings) = carecheck::model::resolve(&sources, &unit, FileId(0));
    let mut listing = String::new();
    for finding in &findings {
        writeln!(listing, "{} {}: {}", finding.severity.word(), finding.code.name, finding.message).unwrap();
        for label in &finding.labels {
            let at = sources.file(label.place.file).line_column(label.place.span.start);
            let name = sources.file(label.place.file).name();
            writeln!(listing, "  {name}:{}:{} `{}` {}", at.line, at.column, sources.slice(label.place), label.text)
                .unwrap();
        }
        writeln!(listing, "  = {}", finding.help.as_deref().unwrap_or_default()).unwrap();
    }
    (model, listing)
}

const SHEET: &str = r#"
treatment peel "Peel" day 1 source "Leaflet"
activity heat "heat"
activity sauna "saunas" is heat
activity cream "cream" do "put on cream"
sign redness "redness"
fact dry "your skin feels dry" : yes/no
fact tool "the tool" : one of pen "a pen", roller "a roller"
event healed "your skin has healed"
part evening "in the evening" 18:00..22:00

warm: avoid sauna until healed because "It is hot." source "Page 2"
do cream "Use plenty." daily evening amount "a pea" by "your nurse" when dry or tool = pen
do cream daily until +2d
phase "The first days" through day 3 {
  expect redness
}
"#;

const GERMAN: &str = r#"
translation de {
  "Peel" "Peeling"  "saunas" "Saunabesuche"  "cream" "Creme"  "put on cream" "tragen Sie Creme auf"
  "redness" "Rötung"  "your skin feels dry" "Ihre Haut trocken ist"  "the tool" "das Gerät"  "a pen" "ein Stift"
  "a roller" "ein Roller"  "your skin has healed" "Ihre Haut verheilt ist"  "in the evening" "abends"
  "It is hot." "Es ist heiß."  "Use plenty." "Nehmen Sie viel."  "a pea" "eine Erbse"  "your nurse" "Ihre Pflegerin"
  "The first days" "Die ersten Tage"
}
"#;

/// Everything in a model that a page may say.
fn said(model: &Model) -> String {
    let mut said = String::new();
    let treatment = model.treatment.as_ref().unwrap();
    writeln!(said, "{} ({})", treatment.label, treatment.source.as_deref().unwrap_or_default()).unwrap();
    for subject in &model.subjects {
        writeln!(said, "{}: {} {}", subject.name, subject.label, subject.instruction.as_deref().unwrap_or("-"))
            .unwrap();
    }
    for fact in model.facts.iter() {
        writeln!(said, "{}: {} {:?}", fact.name, fact.label, fact.kind).unwrap();
    }
    for event in &model.events {
        writeln!(said, "{}: {}", event.name, event.label).unwrap();
    }
    for part in &model.parts {
        writeln!(said, "{}: {}", part.name, part.label).unwrap();
    }
    for phase in &model.phases {
        writeln!(said, "# {}", phase.label).unwrap();
    }
    for rule in &model.rules {
        let texts = [&rule.name, &rule.instruction, &rule.because, &rule.amount, &rule.by, &rule.source];
        writeln!(said, "{} {:?}", rule.verb.word(), texts.map(|text| text.as_deref().unwrap_or("-"))).unwrap();
    }
    said
}

#[test]
fn every_text_is_replaced_and_no_name_and_no_source() {
    let (model, findings) = resolve(&[("a.care", &format!("{SHEET}{GERMAN}"))]);
    assert_eq!(findings, "");
    let (german, left) = model.in_language(Lang::German);
    assert_eq!((german.lang, left), (Lang::German, Vec::new()));
    insta::assert_snapshot!(said(&german));
}

#[test]
fn what_a_rule_means_is_said_in_no_language() {
    let alone = resolve(&[("a.care", SHEET)]).0;
    let (model, _) = resolve(&[("a.care", &format!("{SHEET}{GERMAN}"))]);
    let all = |model: &Model| meaning(model, &model.rules.iter().collect::<Vec<_>>(), &[]);
    assert_eq!(all(&alone), all(&model));
}

#[test]
fn a_language_without_translations_leaves_all_that_a_plan_may_show() {
    let (model, _) = resolve(&[("a.care", SHEET)]);
    assert_eq!(said(&model.in_language(Lang::English).0), said(&model));
    assert_eq!(model.in_language(Lang::English).1, Vec::<String>::new());
    let (spanish, left) = model.in_language(Lang::Spanish);
    assert_eq!(said(&spanish), said(&model));
    // `heat` is a kind's parent, of which no rule speaks.
    insta::assert_snapshot!(left.join("\n"), @"
    Peel
    saunas
    cream
    put on cream
    redness
    your skin feels dry
    the tool
    a pen
    a roller
    your skin has healed
    in the evening
    The first days
    It is hot.
    Use plenty.
    a pea
    your nurse
    ");
}

#[test]
fn a_used_file_brings_its_translations_along() {
    let files = [
        ("a.care", "use \"words.care\"\nuse \"a.de.care\"\nactivity makeup \"makeup\"\navoid sauna, makeup until +48h"),
        ("words.care", "use \"words.de.care\"\nactivity sauna \"saunas\"\nactivity steam \"steam\""),
        ("words.de.care", "translation de { \"saunas\" \"Saunabesuche\" \"steam\" \"Dampf\" }"),
        ("a.de.care", "translation de { \"makeup\" \"Make-up\" }"),
    ];
    let (model, findings) = resolve(&files);
    assert_eq!(findings, "");
    let labels: Vec<String> =
        model.in_language(Lang::German).0.subjects.into_iter().map(|subject| subject.label).collect();
    assert_eq!(labels, ["Saunabesuche", "Dampf", "Make-up"]);
}

#[test]
fn languages_that_there_are_not() {
    let each = ["german", "DE", "de-AT", "fr", "english", "klingon"];
    let text: String = each.iter().map(|lang| format!("translation {lang} {{}}\n")).collect();
    insta::assert_snapshot!(resolve(&[("a.care", &text)]).1, @"
    error unknown-language: `german` is not a language here; did you mean `de`?
      a.care:1:13 `german` no language of carecheck
      = the languages are `en`, `de`, `es`
    error unknown-language: `DE` is not a language here; did you mean `de`?
      a.care:2:13 `DE` no language of carecheck
      = the languages are `en`, `de`, `es`
    error unknown-language: `de-AT` is not a language here; did you mean `de`?
      a.care:3:13 `de-AT` no language of carecheck
      = the languages are `en`, `de`, `es`
    error unknown-language: `fr` is not a language here
      a.care:4:13 `fr` no language of carecheck
      = the languages are `en`, `de`, `es`
    error unknown-language: `english` is not a language here; did you mean `en`?
      a.care:5:13 `english` no language of carecheck
      = the languages are `en`, `de`, `es`
    error unknown-language: `klingon` is not a language here
      a.care:6:13 `klingon` no language of carecheck
      = the languages are `en`, `de`, `es`
    ");
}

#[test]
fn one_text_in_two_ways() {
    let files = [
        (
            "a.care",
            "use \"b.care\"\nactivity sauna \"saunas\"\navoid sauna until +48h\ntranslation de { \"saunas\" \"Sauna\" }",
        ),
        ("b.care", "translation de { \"saunas\" \"Saunen\" }\ntranslation de { \"saunas\" \"Saunen\" }"),
    ];
    insta::assert_snapshot!(resolve(&files).1, @r#"
    error translated-twice: `saunas` is translated into `de` in two ways
      a.care:4:27 `"Sauna"` one way here
      b.care:1:27 `"Saunen"` another way here
      = keep one of them; what is said in two ways needs two texts in the sheet
    "#);
}

#[test]
fn what_is_translated_and_never_said() {
    let own = "activity sauna \"saunas and hot tubs\"\nactivity makeup \"makeup\"\navoid sauna, makeup until +48h\n
        translation de { \"sauna and hot tubs\" \"Saunen und Whirlpools\" \"makeup\" \"Make-up\" \"balloons\" \"Ballons\" }";
    insta::assert_snapshot!(resolve(&[("a.care", own)]).1, @r#"
    warning never-said: no text of this sheet is `sauna and hot tubs`; did you mean `saunas and hot tubs`?
      a.care:5:26 `"sauna and hot tubs"` translated, and never said
      a.care:1:10 `sauna` said here, and not translated
      = write the text exactly as the sheet says it
    warning never-said: no text of this sheet is `balloons`
      a.care:5:90 `"balloons"` translated, and never said
      = remove it, or write the text exactly as the sheet says it
    "#);
    // Of a file that other sheets may use too, only what is nearly a text of this one.
    let shared = [
        ("a.care", "use \"b.care\"\nactivity sauna \"saunas and hot tubs\"\navoid sauna until +48h"),
        ("b.care", "translation es { \"sauna and hot tubs\" \"saunas\" \"balloons\" \"globos\" }"),
    ];
    insta::assert_snapshot!(resolve(&shared).1, @r#"
    warning never-said: no text of this sheet is `sauna and hot tubs`; did you mean `saunas and hot tubs`?
      b.care:1:18 `"sauna and hot tubs"` translated, and never said
      a.care:2:10 `sauna` said here, and not translated
      = write the text exactly as the sheet says it
    "#);
    assert_eq!(resolve(&shared[1..]).1, "");
    // A file named after the sheet is the sheet's own.
    let named = [
        ("a.care", "use \"a.es.care\"\nactivity sauna \"saunas\"\navoid sauna until +48h"),
        ("a.es.care", "translation es { \"saunas\" \"saunas\" \"balloons\" \"globos\" }"),
    ];
    insta::assert_snapshot!(resolve(&named).1, @r#"
    warning never-said: no text of this sheet is `balloons`
      a.es.care:1:36 `"balloons"` translated, and never said
      = remove it, or write the text exactly as the sheet says it
    "#);
}

#[test]
fn what_is_not_translated() {
    let some = format!("{SHEET}translation de {{ \"Peel\" \"Peeling\" }}\ntranslation es {{ \"Peel\" \"Peeling\" }}");
    insta::assert_snapshot!(resolve(&[("a.care", &some)]).1, @r#"
    note untranslated: 15 texts have no translation into `de`: `saunas`, `cream`, `put on cream` and 12 more
      a.care:18:13 `de` translated into this language
      a.care:4:10 `sauna` the first is said here
      = write `"saunas" "…"`, with what it is in that language
    note untranslated: 15 texts have no translation into `es`: `saunas`, `cream`, `put on cream` and 12 more
      a.care:19:13 `es` translated into this language
      a.care:4:10 `sauna` the first is said here
      = write `"saunas" "…"`, with what it is in that language
    "#);
    // A vocabulary counts what it declares itself.
    let files = [
        ("a.care", "use \"b.care\"\nactivity sauna \"saunas\"\ntranslation de {}"),
        ("b.care", "activity steam \"steam\""),
    ];
    insta::assert_snapshot!(resolve(&files).1, @r#"
    note untranslated: a text has no translation into `de`: `saunas`
      a.care:3:13 `de` translated into this language
      a.care:2:10 `sauna` said here
      = write `"saunas" "…"`, with what it is in that language
    "#);
}

#[test]
fn a_sheet_says_in_which_language_it_is_written() {
    let sheet = "use \"b.care\"\ntreatment peel \"Peeling\" language de\nactivity sauna \"Saunabesuche\"\n\
        avoid sauna, steam until +48h\ntranslation en { \"Peeling\" \"Peel\" }";
    let files = [("a.care", sheet), ("b.care", "activity steam \"steam\" translation de { \"steam\" \"Dampf\" }")];
    let (model, findings) = resolve(&files);
    insta::assert_snapshot!(findings, @r#"
    note untranslated: 2 texts have no translation into `en`: `steam`, `Saunabesuche`
      a.care:5:13 `en` translated into this language
      b.care:1:10 `steam` the first is said here
      = write `"steam" "…"`, with what it is in that language
    "#);
    assert_eq!(model.lang, Lang::German);
    // What it uses may be written in another.
    let (german, left) = model.in_language(Lang::German);
    assert_eq!(
        (german.subjects.iter().map(|it| it.label.as_str()).collect::<Vec<_>>(), left),
        (vec!["Dampf", "Peeling", "Saunabesuche"], vec![])
    );
    assert_eq!(model.in_language(Lang::English).1, ["steam", "Saunabesuche"]);
    insta::assert_snapshot!(resolve(&[("a.care", "treatment peel \"Peeling\" language german")]).1, @"
    error unknown-language: `german` is not a language here; did you mean `de`?
      a.care:1:35 `german` no language of carecheck
      = the languages are `en`, `de`, `es`
    ");
}

/// What the program prints about sheets of `rules/`, and what it remarks.
fn printed(arguments: &[&str]) -> (String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_carecheck"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args(arguments)
        .args(["--tz", "Europe/Paris"])
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

/// The texts of a piece of JSON that may differ between languages, with where they stand, and everything else.
fn parted(json: &serde_json::Value, path: &str, texts: &mut Vec<(String, String)>, rest: &mut Vec<String>) {
    use serde_json::Value;
    const TEXTS: &[&str] = &[
        "label",
        "text",
        "instruction",
        "phase",
        "because",
        "amount",
        "by",
        "when",
        "other",
        "notes",
        "waits_for",
        "unless",
    ];
    let is_text = path.split('/').any(|key| TEXTS.contains(&key)) && !path.ends_with("/unless/name");
    match json {
        Value::Object(all) => all.iter().for_each(|(key, one)| parted(one, &format!("{path}/{key}"), texts, rest)),
        Value::Array(all) => all.iter().for_each(|one| parted(one, path, texts, rest)),
        Value::String(text) if is_text => texts.push((path.to_owned(), text.clone())),
        other => rest.push(format!("{path}: {other}")),
    }
}

#[test]
fn a_plan_in_another_language_has_the_same_names_instants_and_rules() {
    let sheets = ["rules/default.care", "rules/laser_hair_removal.care", "rules/permanent_brows.care"];
    let one = |sheet: &str| vec![sheet.to_owned(), "--treated=2026-03-28T10:00".to_owned()];
    let all = sheets.iter().map(|sheet| (*sheet).to_owned()).chain(
        ["microneedling=2026-03-28T10:00", "laser_hair_removal=2026-04-20T09:00", "permanent_brows=2026-05-04T09:00"]
            .map(|treated| format!("--treated={treated}")),
    );
    for plan in sheets.map(one).into_iter().chain([all.collect()]) {
        let in_language = |lang: &str| {
            let files: Vec<&str> = plan.iter().map(String::as_str).collect();
            let (json, remarks) = printed(&[&["eval"], &files[..], &["--format", "json", "--lang", lang]].concat());
            assert_eq!(remarks, "", "{plan:?}");
            let (mut texts, mut rest) = (Vec::new(), Vec::new());
            parted(&serde_json::from_str(&json).unwrap(), "", &mut texts, &mut rest);
            (texts, rest)
        };
        let (english, rest) = in_language("en");
        for lang in ["de", "es"] {
            let (texts, rest_of_it) = in_language(lang);
            let other = rest_of_it.iter().zip(&rest).find(|(one, other)| one != other && !one.starts_with("/lang: "));
            assert_eq!((other, rest_of_it.len()), (None, rest.len()), "{plan:?}");
            assert_eq!(texts.len(), english.len());
            // Some words are the same in both, such as names of medicines.
            let same: Vec<_> = texts.iter().zip(&english).filter(|(one, other)| one == other).collect();
            assert!(same.len() * 20 < texts.len(), "{same:#?}");
        }
    }
}

#[test]
fn what_is_left_is_remarked() {
    let (page, remarks) = printed(&[
        "eval",
        "tests/sheets/27-permanent-makeup-blackcraft.care",
        "--treated=2026-03-28T10:00",
        "--lang=de",
    ]);
    assert!(page.contains("Permanent brows") && page.contains("Samstag, 28. März 2026, 10:00 Uhr"), "{page}");
    insta::assert_snapshot!(remarks, @"note: without a translation into `de`: `Permanent brows`, `aspirin`, `ibuprofen` and 26 more");
}
