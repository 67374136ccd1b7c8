//! Two sheets for one patient: the programs, and what their reader is told. Each case that is told is asked of the
//! program, whose answers stand below it.
#![cfg(test)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use carecheck::diagnostic::Diagnostic;
use carecheck::model::{Model, Unit};
use carecheck::source::{FileId, SourceFile, Sources};

/// The findings about two sheets together, in the given order.
fn findings(texts: [&str; 2]) -> (Sources, Vec<Diagnostic>) {
    let (mut sources, mut unit) = (Sources::default(), Unit::default());
    for (name, text) in ["a.care", "b.care"].into_iter().zip(texts) {
        let id = sources.add(SourceFile::load(name, text.as_bytes()).0);
        let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
        assert!(syntax.is_empty(), "{}", syntax[0].message);
        unit.files.push(tree);
    }
    let model = |at| carecheck::analyse(&sources, &unit, FileId(at)).0;
    let models: [Model; 2] = [model(0), model(1)];
    let findings = carecheck::analyse_together(&sources, &models[0], &models[1]).unwrap();
    (sources, findings)
}

/// What is told of two sheets: each finding on a line, when it happens, and what the program answers to its case.
fn told(first: &str, second: &str) -> String {
    let folder = tempfile();
    let texts = [sheet("botox", "peel", first), sheet("peel", "botox", second)];
    for (name, text) in ["a.care", "b.care"].into_iter().zip(&texts) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let (_, findings) = findings([&texts[0], &texts[1]]);
    let (_, swapped) = self::findings([&texts[1], &texts[0]]);
    let meant = |findings: &[Diagnostic]| {
        let mut all: Vec<_> = findings.iter().map(|one| (one.message.clone(), one.digest.clone())).collect();
        all.sort();
        all
    };
    assert_eq!(meant(&findings), meant(&swapped), "which sheet is given first means nothing");
    let mut told = String::new();
    for finding in &findings {
        let occurs = finding.occurs.map(|occurs| format!(" ({})", occurs.word())).unwrap_or_default();
        writeln!(told, "{}: {}{occurs}", finding.severity.word(), finding.message).unwrap();
        if let Some(witness) = &finding.witness {
            answers(&folder, &witness.command).lines().for_each(|line| writeln!(told, "  {line}").unwrap());
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    told
}

/// The first line of each answer.
fn answers(folder: &Path, command: &str) -> String {
    let mut told = String::new();
    for command in command.split(" && ") {
        let script = format!("carecheck() {{ \"$PROGRAM\" \"$@\"; }}\n{command}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(folder).env("PROGRAM", env!("CARGO_BIN_EXE_carecheck"));
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
        let answer = String::from_utf8(output.stdout).unwrap();
        let arguments = command.strip_prefix("carecheck ask ").unwrap();
        writeln!(told, "{arguments}\n    {}", answer.lines().next().unwrap()).unwrap();
    }
    told
}

/// A folder of its own.
fn tempfile() -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("together-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A sheet for a treatment, with the names that every program here uses.
fn sheet(name: &str, other: &str, rules: &str) -> String {
    format!(
        "treatment {name} \"The {name}\" day 0 hours 08:00..18:00\nactivity {other} \"the {other}\"\n\
         activity heat \"heat\"\nactivity sauna \"saunas\" is heat\nactivity wash \"washing\"\n\
         fact irritated \"your skin feels irritated\" : yes/no\n\
         patient fact skin \"your skin type\" : number 1..6\n\
         event healed \"your skin has healed\" expected on days 2 to 3\nevent checked \"your check-up\"\n{rules}"
    )
}

#[test]
fn a_treatment_inside_the_ban_of_the_other_sheet() {
    insta::assert_snapshot!(told("avoid peel until +2w", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 to 13 days after `botox` (at some times of day also on the same day or 14 days after) (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
          The peel: avoided until Tuesday 8 December 2026, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid peel on days -3 to 14", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is from 3 days before to 14 days after `botox` (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          The peel: avoided through Tuesday 8 December 2026, then not stated.
    ");
    // Bans on both sides, each from its own sheet.
    insta::assert_snapshot!(told("avoid peel until +2d", "avoid botox before treatment"), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 day after `botox` (at some times of day also on the same day or 2 days after) (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
          The peel: avoided until Thursday 26 November 2026, 14:00, then not stated.
    note: `botox` is banned by the sheet of `peel`, when `peel` is 1 day or more after `botox` (at some times of day also on the same day) (distance)
      b.care botox --treated 2026-11-25T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          The botox: avoided until Wednesday 25 November 2026, 14:00, then not stated.
    ");
}

#[test]
fn what_one_allows_and_the_other_bans() {
    insta::assert_snapshot!(told("avoid heat until +36h", "allow sauna on days 2 to 3"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided as a kind of `heat` by that of `botox`, when `peel` is 3 to 1 days before `botox` (at some times of day also on the same day) (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Saunas: avoided until Thursday 26 November 2026, 02:00, then not stated.
      b.care sauna --treated 2026-11-23T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Saunas: allowed through Thursday 26 November 2026, then not stated.
    ");
    insta::assert_snapshot!(told("allow heat on days 2 to 3", "avoid sauna until +36h"), @"");
    insta::assert_snapshot!(told("avoid heat until +36h except sauna", "allow sauna on days 2 to 3"), @"");
}

#[test]
fn at_every_distance() {
    insta::assert_snapshot!(told("avoid sauna before treatment", "allow sauna before treatment"), @"
    error: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, however far `peel` and `botox` are apart (always)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T13:00
          Saunas: avoided until Tuesday 24 November 2026, 14:00, then not stated.
      b.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T13:00
          Saunas: allowed until Tuesday 24 November 2026, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid sauna", "allow sauna"), @"
    warning: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, however far `peel` and `botox` are apart (always)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: avoided.
      b.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: allowed.
    ");
    insta::assert_snapshot!(told("ideally avoid sauna from day 1", "allow sauna from day 1"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, however far `peel` and `botox` are apart (always)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Saunas: better not.
      b.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Saunas: allowed.
    ");
}

#[test]
fn duties() {
    insta::assert_snapshot!(told("avoid wash until +24h", "do wash on day 1"), @"
    note: `wash` is due by the sheet of `peel` but avoided by that of `botox`, when `peel` is up to 1 day before `botox` or on the same day (distance)
      a.care wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Washing: avoided until Wednesday 25 November 2026, 14:00, then not stated.
      b.care wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Washing: due through Wednesday 25 November 2026, then not due.
    ");
    insta::assert_snapshot!(told("avoid wash until +24h", "do wash throughout on day 1"), @"
    note: `wash` is due throughout by the sheet of `peel` but avoided by that of `botox`, so that it cannot be done, when `peel` is up to 1 day before `botox` or on the same day (distance)
      a.care wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Washing: avoided until Wednesday 25 November 2026, 14:00, then not stated.
      b.care wash --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T00:00
          Washing: due through Wednesday 25 November 2026, then not due.
    ");
}

#[test]
fn silence() {
    insta::assert_snapshot!(told("avoid heat until +2d\navoid sauna until +1d", "avoid sauna until +3d"), @"");
    insta::assert_snapshot!(told("avoid sauna until +2d", "allow heat from +1d"), @"");
    insta::assert_snapshot!(told("avoid wash until +2d by \"the nurse\"", "allow wash from +1d"), @"");
    insta::assert_snapshot!(told("avoid sauna until +2d\nallow sauna from +1d", ""), @"");
}

#[test]
fn what_the_patient_has_one_of_is_shared_and_the_rest_is_not() {
    insta::assert_snapshot!(told("avoid sauna until +2d when skin > 3", "allow sauna on day 1 unless skin > 3"), @"");
    insta::assert_snapshot!(told("avoid sauna until +2d when irritated", "allow sauna on day 1 unless irritated"), @"
    note: `sauna` is allowed by the sheet of `peel` unless your skin feels irritated, and avoided by that of `botox` if your skin feels irritated, when `peel` is from 1 day before to 1 day after `botox` (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given irritated=yes --at 2026-11-25T00:00
          Saunas: avoided until Thursday 26 November 2026, 14:00, then not stated.
      b.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --given irritated=no --at 2026-11-25T00:00
          Saunas: allowed through Wednesday 25 November 2026, then not stated.
    ");
    insta::assert_snapshot!(told("avoid sauna until healed", "allow sauna from healed until +5d"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, when `peel` is from 4 days before to 1 day after `botox` (at some times of day also 5 days before) (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event healed=2026-11-26T12:00 --at 2026-11-25T12:00
          Saunas: avoided until Thursday 26 November 2026, 12:00, then not stated.
      b.care sauna --treated 2026-11-23T14:00 --tz Europe/Paris --event healed=2026-11-25T12:00 --at 2026-11-25T12:00
          Saunas: allowed until Saturday 28 November 2026, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid sauna until checked", "allow sauna on day 1"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, when `peel` is 1 day before `botox` or later (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --event checked=2026-11-25T12:00 --at 2026-11-24T14:00
          Saunas: avoided until Wednesday 25 November 2026, 12:00, then not stated.
      b.care sauna --treated 2026-11-23T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: allowed through Tuesday 24 November 2026, then not stated.
    ");
}

#[test]
fn a_condition_on_the_date_of_the_other_treatment_is_one_on_the_distance() {
    insta::assert_snapshot!(told("avoid peel until +2w unless peel within 3d before treatment", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 to 13 days after `botox` (at some times of day also on the same day or 14 days after) (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --event peel=2026-11-25T14:00 --at 2026-11-25T14:00
          The peel: avoided until Tuesday 8 December 2026, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid sauna until +2d", "allow sauna on day 1 unless botox within 2d before treatment"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, when `peel` is 1 day before `botox` (at some times of day also on the same day) (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: avoided until Thursday 26 November 2026, 14:00, then not stated.
      b.care sauna --treated 2026-11-23T14:00 --tz Europe/Paris --event botox=2026-11-24T14:00 --at 2026-11-24T14:00
          Saunas: allowed through Tuesday 24 November 2026, then not stated.
    ");
    insta::assert_snapshot!(told("avoid sauna until +1d when treatment at or after 12:00", "allow sauna on day 0"), @"
    note: `sauna` is allowed by the sheet of `peel` and avoided by that of `botox`, at some times of day when `peel` is on the day of `botox` or up to 1 day after (distance)
      a.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: avoided until Wednesday 25 November 2026, 14:00, then not stated.
      b.care sauna --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          Saunas: allowed through Tuesday 24 November 2026, then not stated.
    ");
}

#[test]
fn ranges_months_and_about() {
    insta::assert_snapshot!(told("avoid peel until +2w..+3w", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 to 20 days after `botox` (at some times of day also on the same day or 21 days after) (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-25T14:00
          The peel: avoided until Tuesday 8 December 2026, 14:00, then better not.
    ");
    insta::assert_snapshot!(told("avoid peel until +1mo", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 to 27 days after `botox` (at some times of day also on the same day or 28 to 31 days after) (distance)
      a.care peel --treated 2027-01-01T14:00 --tz Europe/Paris --at 2027-01-02T14:00
          The peel: avoided until Monday 1 February 2027, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid peel from +1mo until +6w", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 32 to 41 days after `botox` (at some times of day also 28 to 31 days after or 42 days after) (distance)
      a.care peel --treated 2027-01-01T14:00 --tz Europe/Paris --at 2027-02-02T14:00
          The peel: avoided until Friday 12 February 2027, 14:00, then not stated.
    ");
    insta::assert_snapshot!(told("avoid peel until about +3d", ""), @"
    note: `peel` is banned by the sheet of `botox`, when `peel` is 1 to 2 days after `botox` (at some times of day also on the same day or 3 days after) (distance)
      a.care peel --treated 2026-11-24T14:00 --tz Europe/Paris --at 2026-11-24T14:00
          The peel: avoided until Friday 27 November 2026, 14:00, then not stated.
    ");
}

#[test]
fn what_both_declare_in_two_ways() {
    let first = "treatment botox \"B\"\npatient fact skin \"your skin\" : number 1..6\nactivity heat \"heat\"\n\
                 activity sauna \"saunas\" is heat\nsign itch \"itching\"\n\
                 patient event dose \"your last dose\" before treatment\navoid sauna when skin > 3";
    let second = "treatment peel \"P\"\nfact skin \"your skin\" : number 1..4\nactivity sauna \"saunas\"\n\
                  activity heat \"heat\" is sauna\nactivity itch \"itch\"\n\
                  patient event dose \"your last dose\" expected within 2w after treatment\nallow heat when skin > 3";
    let (sources, findings) = findings([first, second]);
    let mut told = String::new();
    for finding in &findings {
        let line = |label: &carecheck::diagnostic::Label| {
            let file = sources.file(label.place.file);
            format!("{}:{}", file.name(), file.line_column(label.place.span.start).line)
        };
        let places: Vec<String> = finding.labels.iter().map(line).collect();
        writeln!(told, "{}: {} ({})", finding.severity.word(), finding.message, places.join(", ")).unwrap();
    }
    insta::assert_snapshot!(told, @"
    error: `heat` and `sauna` are kinds of each other where these sheets are used together (a.care:3, a.care:4)
    warning: `heat` is allowed by the sheet of `peel` if your skin is 4, and avoided as a kind of `sauna` by that of `botox` if your skin is 4, however far `peel` and `botox` are apart (a.care:7, b.care:7)
    error: the two sheets declare the fact `skin` of the patient differently (b.care:2, a.care:2)
    error: `itch` is a sign in one of the sheets and an activity in the other (b.care:5, a.care:5)
    error: the two sheets declare the event `dose` of the patient differently (b.care:6, a.care:6)
    ");
}

#[test]
fn what_is_accepted_in_either_sheet_stays_and_lapses_only_beside_the_other() {
    let rules = ["avoid peel until +2w", ""];
    let plain = [sheet("botox", "peel", rules[0]), sheet("peel", "botox", rules[1])];
    let digest = findings([&plain[0], &plain[1]]).1[0].digest.clone().unwrap();
    let accept = format!("\naccept between-treatments \"{digest}\" because \"We ask.\"");
    for at in [0, 1] {
        let mut texts = plain.clone();
        texts[at] += &accept;
        let (_, kept) = findings([&texts[1], &texts[0]]);
        let kept: Vec<_> = kept.iter().map(|finding| finding.accepted.as_deref()).collect();
        assert_eq!(kept, [Some("We ask.")]);
        // What has changed is another finding.
        let changed = texts.clone().map(|text| text.replace("+2w", "+3w"));
        let (_, found) = findings([&changed[0], &changed[1]]);
        let names: Vec<_> = found.iter().map(|finding| finding.code.name).collect();
        assert!(names.contains(&"lapsed-acceptance") && names.contains(&"between-treatments"), "{names:?}");
        // Beside a third sheet, and alone, nothing is said of it.
        let third = sheet("laser", "botox", "");
        assert_eq!(findings([&texts[at], &third]).1, []);
        let (mut sources, mut unit) = (Sources::default(), Unit::default());
        let id = sources.add(SourceFile::load("a.care", texts[at].as_bytes()).0);
        unit.files.push(carecheck::syntax::parse(id, sources.file(id)).0);
        let alone = carecheck::analyse(&sources, &unit, id).1;
        assert!(alone.iter().all(|finding| !finding.code.name.contains("acceptance")), "{alone:?}");
    }
}
