//! How hard the pages are to read: the figures of every page made from `rules/`, and the finding above grade 8.
#![cfg(test)]

mod words;

use std::fmt::Write as _;

use assert_cmd::Command;
use carecheck::model::{Case, Fixed, Model, Unit};
use carecheck::reading::Reading;
use carecheck::render::plan::{Sentence, sentences};
use carecheck::source::{SourceFile, Sources};
use carecheck::syntax::{tree::Statement, unquote};

/// The grade that a clinic aims at.
const EASY: f64 = 6.0;
/// What a page of three treatments may reach: it names the treatments again and again, and their names are long.
const STILL_EASY: f64 = 6.5;

/// A sheet of `rules/` with all that it uses.
fn sheet(name: &str) -> (Sources, Model) {
    let (mut sources, mut unit) = (Sources::default(), Unit::default());
    let mut wanted = vec![format!("rules/{name}")];
    let mut next = 0;
    while let Some(path) = wanted.get(next).cloned() {
        next += 1;
        let id = sources.add(SourceFile::load(path.clone(), &std::fs::read(&path).unwrap()).0);
        let (tree, found) = carecheck::syntax::parse(id, sources.file(id));
        assert_eq!(found, []);
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let written = unquote(sources.slice(used.path.0.in_file(id))).into_owned();
            let used = format!("{}/{written}", path.rsplit_once('/').unwrap().0);
            if !wanted.contains(&used) {
                wanted.push(used.clone());
            }
            let target = wanted.iter().position(|path| *path == used).unwrap();
            let target = carecheck::source::FileId(u32::try_from(target).unwrap());
            unit.uses.insert((id, written), Ok(target));
        }
        unit.files.push(tree);
    }
    let root = unit.files.first().unwrap().id;
    let (model, _) = carecheck::model::resolve(&sources, &unit, root);
    (sources, model)
}

fn page(name: &str) -> Vec<Sentence> {
    let (sources, model) = sheet(name);
    let treated = "2026-11-23T14:00[Europe/Paris]".parse().unwrap();
    let case = Case::new(&model, treated, &Fixed::default()).unwrap();
    sentences(&carecheck::evaluate::plan(&model, &sources, &case).unwrap())
}

/// The grade of a page in HTML, but for where it comes from.
fn grade_of_html(arguments: &[&str]) -> f64 {
    let mut command = Command::cargo_bin("carecheck").unwrap();
    let command = command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().arg("eval").args(arguments);
    let output = command.args(["--tz", "Europe/Paris", "--format", "html"]).output().unwrap();
    let lines = words::lines(&String::from_utf8(output.stdout).unwrap());
    assert!(lines.len() > 20, "{}", String::from_utf8_lossy(&output.stderr));
    let told = lines.iter().filter(|line| !line.starts_with("Source:") && !line.starts_with("Times by"));
    Reading::of_lines(told.map(String::as_str)).grade()
}

#[test]
fn every_page_made_from_the_rules_is_easy_to_read() {
    let mut figures = String::new();
    let mut hard = Vec::new();
    for name in ["default.care", "laser_hair_removal.care", "permanent_brows.care"] {
        let page = page(name);
        let reading = Reading::of_lines(page.iter().map(|sentence| sentence.text.as_str()));
        let Reading { words, sentences, syllables } = reading;
        let grade = reading.grade();
        writeln!(figures, "{name}: grade {grade:.1} ({words} words, {sentences} sentences, {syllables} syllables)")
            .unwrap();
        let mut lines: Vec<(f64, &str)> =
            page.iter().map(|sentence| (Reading::of_line(&sentence.text).grade(), sentence.text.as_str())).collect();
        lines.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (grade, line) in lines.iter().take(10) {
            println!("{name} {grade:.1}: {line}");
        }
        let of_html = grade_of_html(&[&format!("rules/{name}"), "--treated", "2026-11-23T14:00"]);
        writeln!(figures, "  in HTML: grade {of_html:.1}").unwrap();
        if grade > EASY || of_html > EASY {
            hard.push(name);
        }
    }
    let together = grade_of_html(&[
        "rules/default.care",
        "rules/laser_hair_removal.care",
        "rules/permanent_brows.care",
        "--treated=microneedling=2026-11-23T14:00",
        "--treated=laser_hair_removal=2026-12-07T09:00",
        "--treated=permanent_brows=2027-01-11T10:00",
    ]);
    writeln!(figures, "all three on one page, in HTML: grade {together:.2}").unwrap();
    if together > STILL_EASY {
        hard.push("all three");
    }
    insta::assert_snapshot!(figures, @"
    default.care: grade 5.9 (393 words, 61 sentences, 632 syllables)
      in HTML: grade 5.7
    laser_hair_removal.care: grade 4.6 (403 words, 55 sentences, 593 syllables)
      in HTML: grade 4.6
    permanent_brows.care: grade 5.7 (357 words, 43 sentences, 547 syllables)
      in HTML: grade 5.7
    all three on one page, in HTML: grade 6.13
    ");
    assert!(hard.is_empty(), "too hard to read: {hard:?}");
}

#[test]
fn a_page_that_is_hard_to_read_is_reported_where_it_is_asked_for() {
    let hard = "treatment peel \"Superficial exfoliation\" day 1\n\
        activity medication \"photosensitising medications\"\n\
        activity exercise \"strenuous physical exercise\"\n\
        avoid medication until +1w because \"They significantly increase the likelihood of hyperpigmentation.\"\n\
        avoid exercise until +2d\n";
    let check = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("carecheck").unwrap();
        let output = command.env_clear().args(["check", "-"]).args(arguments).write_stdin(hard).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    insta::assert_snapshot!(check(&["--reading"]), @r#"
    warning[C0501] reading-grade

      ⚠ the patient's page reads at grade 15.2; above 8 it is hard to read
       ╭─[-:1:1]
     1 │ treatment peel "Superficial exfoliation" day 1
       · ───────────────────────┬──────────────────────
       ·                        ╰── its page is hard to read
     2 │ activity medication "photosensitising medications"
     3 │ activity exercise "strenuous physical exercise"
     4 │ avoid medication until +1w because "They significantly increase the likelihood of hyperpigmentation."
       · ──────────────────────────────────────────────────┬──────────────────────────────────────────────────
       ·                                                   ╰── grade 22 by itself
     5 │ avoid exercise until +2d
       · ────────────┬───────────
       ·             ╰── grade 16 by itself
       ╰────
      help: write shorter sentences and plain words: `hyperpigmentation` is long; `photosensitising`
            is long; `significantly` is long; `likelihood` is long

    1 warning in 1 file
    `carecheck explain C0501` says more
    "#);
    insta::assert_snapshot!(check(&["--format", "short"]), @"");
}
