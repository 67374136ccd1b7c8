//! The canonical layout, as a reader sees it, and its promises over all files of the project and over random ones: no word
//! and no comment is lost, the tree is the same, and the layout of the layout is itself.
//!
//! `CARECHECK_FORMAT_FILES=10000 cargo test --test format` tries so many random files; `CARECHECK_FORMAT_SEED` starts at another.
#![cfg(test)]
#![expect(clippy::string_slice, reason = "a test that slices wrongly may stop")]

#[path = "oracle/dice.rs"]
mod dice;
#[path = "format/perturb.rs"]
mod perturb;
#[path = "oracle/random.rs"]
mod random;
#[path = "format/shape.rs"]
mod shape;
#[expect(dead_code, reason = "only the sheets are wanted here, not what they say")]
#[path = "oracle/sheet.rs"]
mod sheet;

use carecheck::format::{bare, format};
use carecheck::model::{Model, Unit};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{parse, tree};
use dice::Dice;
use insta::assert_snapshot;
use perturb::{comments, perturbed, shuffled};
use shape::shape;
use std::path::{Path, PathBuf};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|number| number.parse().ok())
}

/// The tree of a text, and its errors.
fn parsed(text: &str) -> (SourceFile, tree::File, Vec<String>) {
    let (source, refusals) = SourceFile::load("test.care", text.as_bytes());
    assert_eq!(refusals, []);
    let (file, found) = parse(FileId(0), &source);
    let place = |place: carecheck::source::Place| source.line_column(place.span.start).line;
    let errors = found.iter().map(|error| format!("{:?}: {}", error.place().map(place), error.message)).collect();
    (source, file, errors)
}

fn can_be_read(text: &str) -> bool {
    parsed(text).2.is_empty()
}

fn formatted(text: &str) -> String {
    let (source, file, errors) = parsed(text);
    assert!(errors.is_empty(), "this cannot be read: {errors:?}\n{text}");
    format(&file, &source).expect("nothing in it is broken")
}

fn bare_text(text: &str) -> String {
    let (source, file, _) = parsed(text);
    bare(&file, &source).expect("nothing in it is broken")
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

/// Formats a text that can be read, and looks at every promise.
fn keep_promises(text: &str) -> String {
    let neat = formatted(text);
    assert_eq!(shape(&neat), shape(text), "another tree:\n{text}\n=====\n{neat}");
    assert_eq!(sorted(comments(&neat)), sorted(comments(text)), "other comments:\n{text}\n=====\n{neat}");
    assert_eq!(formatted(&neat), neat, "another layout the second time:\n{text}");
    assert_eq!(bare_text(&neat), bare_text(text), "another bare text:\n{text}");
    let lines: Vec<&str> = neat.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    assert!(lines.iter().all(|line| line.trim_end() == *line), "white space ends a line:\n{neat}");
    assert!(!lines.windows(2).any(|two| two == ["", ""]) || neat.is_empty(), "two blank lines:\n{neat}");
    assert!(!neat.starts_with(['\n', '\r']), "a blank line begins the text:\n{neat}");
    neat
}

/// What a file that uses no other means, and the codes of all that is found in it.
fn analysed(text: &str) -> (Model, Vec<String>) {
    let (source, file, _) = parsed(text);
    let mut sources = Sources::default();
    sources.add(source);
    let (model, found) = carecheck::analyse(&sources, &Unit { files: vec![file], ..Unit::default() }, FileId(0));
    (model, sorted(found.iter().map(|finding| finding.code.id.to_owned()).collect()))
}

/// Whether a layout changes nothing for any patient, and no finding.
fn means_the_same(text: &str, other: &str) {
    let ((model, found), (other_model, other_found)) = (analysed(text), analysed(other));
    assert_eq!(found, other_found, "other findings:\n{text}\n=====\n{other}");
    let diff = carecheck::diff::diff(&model, &other_model);
    assert!(diff.is_empty(), "another meaning: {diff:?}\n{text}\n=====\n{other}");
}

/// The `care` blocks of a Markdown file that can be read.
fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut rest = markdown;
    while let Some((_, block)) = rest.split_once("```care") {
        let Some((text, after)) = block.split_once('\n').and_then(|(_, block)| block.split_once("```")) else { break };
        blocks.push(text.to_owned());
        rest = after;
    }
    blocks
}

/// Every file below a folder with such an end.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn every_construct_has_its_layout() {
    assert_snapshot!(keep_promises(include_str!("syntax/everything.care")));
}

#[test]
fn comments_stay_where_they_belong() {
    assert_snapshot!(keep_promises(include_str!("format/comments.care")));
}

#[test]
fn what_is_wide_is_broken_in_one_way() {
    assert_snapshot!(keep_promises(include_str!("format/wide.care")));
}

#[test]
fn the_bare_text_has_neither_comments_nor_tests() {
    assert_snapshot!(bare_text(include_str!("format/comments.care")));
}

#[test]
fn line_ends_are_those_of_the_file_and_nothing_stays_nothing() {
    assert_eq!(keep_promises("avoid  x\r\nuntil +2d # a\r\n\r\n"), "avoid x until +2d  # a\r\n");
    assert_eq!(keep_promises(""), "");
    assert_eq!(keep_promises("\n \n\t\n"), "");
    assert_eq!(keep_promises("\n\n# a\n\n\n\n#b  \n"), "# a\n\n#b\n");
    assert_eq!(keep_promises("avoid x"), "avoid x\n");
}

#[test]
fn a_file_with_an_error_has_no_layout() {
    let (source, _) = SourceFile::load("test.care", b"avoid x until 48h\nphase { avoid y until 48h }\n");
    let (file, found) = parse(FileId(0), &source);
    assert!(!found.is_empty());
    assert_eq!((format(&file, &source), bare(&file, &source)), (None, None));
}

#[test]
fn the_promises_hold_for_every_file_of_the_project() {
    let mut texts: Vec<String> =
        ["rules", "tests", "src"].iter().flat_map(|folder| files(folder, "care")).map(|path| text_of(&path)).collect();
    let pages = ["src", "docs"].iter().flat_map(|folder| files(folder, "md")).chain([PathBuf::from("README.md")]);
    texts.extend(pages.flat_map(|path| blocks(&text_of(&path))));
    let readable: Vec<&String> = texts.iter().filter(|text| can_be_read(text)).collect();
    assert!(readable.len() > 150, "{}", readable.len());
    for text in readable {
        keep_promises(text);
    }
}

#[test]
fn the_rules_and_sheets_of_the_project_have_the_layout() {
    for path in files("rules", "care")
        .into_iter()
        .chain(files("tests/sheets", "care"))
        .chain([PathBuf::from("src/cli/starter.care")])
    {
        let text = text_of(&path);
        assert!(formatted(&text) == text, "`carecheck fmt {}`", path.display());
    }
}

#[test]
fn no_layout_of_a_sheet_changes_what_it_means() {
    for (seed, path) in (0..).zip(files("tests/sheets", "care")) {
        let text = text_of(&path);
        let mut dice = Dice::of(seed);
        let mixed = shuffled(&text, &mut dice, |other| can_be_read(other) && shape(other) == shape(&text));
        let untidy = perturbed(&mixed, &mut dice);
        means_the_same(&text, &untidy);
        means_the_same(&untidy, &keep_promises(&untidy));
    }
}

/// Statements whose clauses stand in another order, or which the pool has not enough of.
const MORE: &str = r#"
treatment peel "Peel" reviewed 2026-01-01 hours 08:00..18:00 language de source "s # no comment" is a, b version "1 {" day 1
treatment laser "Laser" language en day 0 is a
activity a "a" do "b \" # c" is d, e
sign s is t, u
event e expected on day 5 before treatment
patient event f "f" expected from +2d until +5d any time
event g "g" any time
event h expected before healed +2d before treatment
test "what a rule says" treated 2026-11-23 14:00 {
  at +1h: cream due, not ideally do cream amount "a pea" after wash daily at 08:00, 20:00
  on arrival: repeat for 3 sessions every 4w
  at +3h: part evening, perhaps contraindicated
  at +2h: not do cream by "you" lasting 5min 2..3 times daily
}
"#;

/// A text that can be read, and means nothing.
fn some_text(dice: &mut Dice, pool: &[String]) -> String {
    if dice.chance(50) {
        return random::sheet(dice).program().0;
    }
    (0..dice.roll(12)).map(|_| dice.one(pool) + "\n").collect()
}

#[test]
fn the_promises_hold_for_random_files() {
    let files = number("CARECHECK_FORMAT_FILES").unwrap_or(150);
    let first = number("CARECHECK_FORMAT_SEED").unwrap_or(0);
    let pool: Vec<String> =
        [include_str!("syntax/everything.care"), MORE].iter().flat_map(|text| perturb::statements(text)).collect();
    let (mut written, mut mixed_up) = (0, 0);
    for seed in first..first + files {
        let mut dice = Dice::of(seed);
        let text = some_text(&mut dice, &pool);
        let mixed = shuffled(&text, &mut dice, |other| can_be_read(other) && shape(other) == shape(&text));
        let untidy = perturbed(&mixed, &mut dice);
        assert!(can_be_read(&untidy), "seed {seed}: this should be readable: {:?}\n{untidy}", parsed(&untidy).2);
        assert_eq!(shape(&untidy), shape(&mixed), "seed {seed}: the test itself changed the text");
        let neat = keep_promises(&untidy);
        mixed_up += u64::from(perturb::words(&mixed) != perturb::words(&text));
        // Where the clauses are in order, so do the comments stay.
        let again = perturbed(&neat, &mut dice);
        let neat_again = keep_promises(&again);
        assert_eq!(
            comments(&neat_again),
            comments(&again),
            "seed {seed}: comments out of order\n{again}\n=====\n{neat_again}"
        );
        assert_eq!(bare_text(&neat_again), bare_text(&neat), "seed {seed}");
        if seed.is_multiple_of(10) {
            let sheet = random::sheet(&mut dice).program().0;
            let untidy = perturbed(&sheet, &mut dice);
            means_the_same(&sheet, &keep_promises(&untidy));
        }
        written += comments(&neat_again).len();
    }
    eprintln!("{files} files from seed {first}: {written} comments, {mixed_up} files with clauses in another order");
}
