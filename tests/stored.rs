//! What is stored of a sheet: it is the same however the sheet is laid out, named and commented, and not when what it means is
//! another; what is damaged is told; no text makes the reader stop.
//!
//! `CARECHECK_STORED_EDITS=10000 cargo test --test stored` tries so many random edits; `CARECHECK_STORED_SEED` starts at another.
//! `CARECHECK_STORED_MUTANTS=100` tries so many slips in real sheets, which takes minutes.
#![cfg(test)]
#![expect(clippy::string_slice, reason = "a test that slices wrongly may stop")]

#[path = "oracle/dice.rs"]
mod dice;
#[expect(dead_code, reason = "only the edits are wanted here")]
#[path = "format/perturb.rs"]
mod perturb;

use carecheck::cases::{self, Compared, Damaged, Mutant, Sheet, Stored};
use carecheck::diagnostic::Severity;
use carecheck::diff::diff;
use carecheck::format::bare;
use carecheck::model::{Model, Unit, resolve};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{self, tree::Statement};
use dice::Dice;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The texts of a sheet and of all that it uses, by path; the sheet is the first.
type Texts = Vec<(PathBuf, String)>;

/// A sheet that was read.
struct Read {
    sources: Sources,
    unit: Unit,
    model: Model,
}

impl Read {
    /// `None` if there is an error in it.
    fn of(texts: &Texts) -> Option<Read> {
        let (mut sources, mut unit) = (Sources::default(), Unit::default());
        let ids: BTreeMap<&Path, FileId> = (0..).map(FileId).zip(texts).map(|(id, (path, _))| (&**path, id)).collect();
        for (path, text) in texts {
            let (source, refusals) = SourceFile::load(path.to_string_lossy(), text.as_bytes());
            let id = sources.add(source);
            let (tree, findings) = syntax::parse(id, sources.file(id));
            if !refusals.is_empty() || !findings.is_empty() {
                return None;
            }
            for (used, place) in uses(path, text) {
                unit.uses.insert((id, used), Ok(*ids.get(&*place)?));
            }
            unit.files.push(tree);
        }
        let (model, findings) = resolve(&sources, &unit, FileId(0));
        let sound = findings.iter().all(|finding| finding.severity < Severity::Error);
        sound.then_some(Read { sources, unit, model })
    }

    fn stored(&self, name: &str) -> String {
        let sheet = Sheet { sources: &self.sources, unit: &self.unit, root: FileId(0), model: &self.model };
        cases::stored(sheet, name).unwrap()
    }
}

/// What a file uses: as it is written, and where that lies.
fn uses(path: &Path, text: &str) -> Vec<(String, PathBuf)> {
    let (source, _) = SourceFile::load("a.care", text.as_bytes());
    let (tree, _) = syntax::parse(FileId(0), &source);
    let used = tree.statements.iter().filter_map(|statement| match statement {
        Statement::Use(used) => Some(syntax::unquote(source.slice(used.path.0)).into_owned()),
        _ => None,
    });
    used.map(|used| (used.clone(), path.with_file_name(used).canonicalize().unwrap())).collect()
}

fn texts(sheet: &Path) -> Texts {
    let mut found: Texts = Vec::new();
    let mut open = vec![sheet.canonicalize().unwrap()];
    while let Some(path) = open.pop() {
        if found.iter().all(|(known, _)| *known != path) {
            let text = std::fs::read_to_string(&path).unwrap();
            open.extend(uses(&path, &text).into_iter().map(|(_, place)| place));
            found.push((path, text));
        }
    }
    found
}

/// The sheets of the project.
fn sheets() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["rules", "tests/sheets"] {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        found.extend(files.filter(|path| {
            path.extension().is_some_and(|end| end == "care")
                && std::fs::read_to_string(path).unwrap().lines().any(|line| line.starts_with("treatment "))
        }));
    }
    found.sort();
    assert!(found.len() >= 15);
    found
}

fn one(text: &str) -> Read {
    Read::of(&vec![(PathBuf::from("peel.care"), text.to_owned())]).unwrap()
}

const SHEET: &str = r#"treatment peel "Peel" day 1 hours 08:00..12:00
activity heat "heat"
activity sauna "saunas" is heat
activity cream "cream" do "put on cream"
fact sore "your skin is sore" : yes/no
fact age "your age" : number 0..120
event healed "your skin has healed" expected on days 5 to 10
avoid heat until +48h except (sauna from +24h) when sore
do cream daily until healed
contraindicated when age < 18
repeat every 4w..6w for 3 sessions
"#;

#[test]
fn what_is_stored_can_be_read() {
    insta::assert_snapshot!(one(SHEET).stored("clinic/peel.care"));
}

/// The same as `carecheck test` does with `rules/snapshots`, by means of insta: what is stored stands in `tests/snapshots`.
#[test]
fn the_rules_tell_patients_what_was_accepted() {
    insta::glob!("..", "rules/*.care", |path| {
        if sheets().iter().any(|sheet| sheet.ends_with(path.file_name().unwrap())) {
            let stored = Read::of(&texts(path)).unwrap().stored("a.care");
            let (answers, _) = stored.split_once("== rules").unwrap();
            insta::assert_snapshot!(answers);
        }
    });
}

#[test]
fn what_is_stored_of_every_sheet_is_read_again() {
    for sheet in sheets() {
        let read = Read::of(&texts(&sheet)).unwrap();
        let stored = Stored::read(&read.stored("a.care")).unwrap();
        assert!(matches!(stored.compare(&read.model), Compared::Same), "{}", sheet.display());
        assert_eq!(read.stored("a.care"), read.stored("a.care"));
    }
}

#[test]
fn any_change_of_meaning_is_told() {
    let stored = Stored::read(&one(SHEET).stored("peel.care")).unwrap();
    for (old, new, told) in [
        ("until +48h", "until +24h", "`sauna`"),
        ("from +24h", "from +23h", "`sauna`"),
        ("when sore", "unless sore", "`sauna`"),
        ("cream daily", "cream 2 times daily", "`cream`"),
        ("age < 18", "age <= 18", "age"),
        ("every 4w..6w", "every 4w..7w", "7 weeks"),
        ("avoid heat", "ideally avoid heat", "`heat`"),
        ("days 5 to 10", "days 5 to 11", "`cream`"),
    ] {
        assert!(SHEET.contains(old));
        let Compared::Changed(diff) = stored.compare(&one(&SHEET.replace(old, new)).model) else {
            panic!("{old} → {new} is not told")
        };
        let said: Vec<&str> =
            diff.changes.iter().flat_map(|change| &change.parts).map(|part| part.text.as_str()).collect();
        assert!(said.iter().any(|said| said.contains(told)), "{old} → {new}: {said:?}");
    }
}

#[test]
fn labels_names_of_rules_and_reasons_are_not_meant() {
    let stored = Stored::read(&one(SHEET).stored("peel.care")).unwrap();
    for (old, new) in [("\"saunas\"", "\"steam\""), ("avoid heat", "no_heat: avoid heat"), ("\"Peel\"", "\"Peeling\"")]
    {
        assert!(matches!(stored.compare(&one(&SHEET.replace(old, new)).model), Compared::Same), "{old} → {new}");
    }
}

#[test]
fn what_is_damaged_is_told() {
    let text = one(SHEET).stored("peel.care");
    let damaged = |text: &str| Stored::read(text).unwrap_err().to_string();
    let other = "it is not a stored plan, or one of another version of carecheck";
    assert_eq!(damaged(""), other);
    assert_eq!(damaged(&text.replace("snapshot 1", "snapshot 2")), other);
    assert_eq!(damaged("<<<<<<< HEAD\n"), other);
    let (without_rules, _) = text.split_once("== rules").unwrap();
    assert_eq!(damaged(without_rules), "the rules in it cannot be read: there are none");
    assert!(damaged(&text.replace("file 1", "file 2")).ends_with("does not belong there"));
    assert!(damaged(&(text.clone() + "== rules, file 3\n")).ends_with("does not belong there"));
    assert!(damaged(&text.replace("avoid heat", "avoid heet {")).starts_with("the rules in it cannot be read: "));
    assert!(
        damaged(&text.replace("\nfact  sore", "\nuse \"2\"\nfact  sore"))
            .ends_with("a file that they use is not there")
    );
    assert!(
        damaged(&text.replace("\ntreatment", "\nuse \"1\"\ntreatment")).starts_with("the rules in it cannot be read: ")
    );
    assert_eq!(Stored::read(&"#\n".repeat(5_000_000)).unwrap_err(), Damaged::TooLarge);
    // Line ends may be those of another system.
    assert!(Stored::read(&text.replace('\n', "\r\n")).is_ok());
    // Who edits the answers by hand is found out.
    let edited = text.replacen("+2d", "+3d", 2);
    let compared = Stored::read(&edited).unwrap().compare(&one(SHEET).model);
    assert!(matches!(compared, Compared::Otherwise { .. }), "{compared:?}");
}

#[test]
fn nothing_that_stands_in_it_makes_the_reader_stop() {
    let text = one(SHEET).stored("peel.care");
    let mut dice = Dice::of(7);
    for _ in 0..400 {
        let mut lines: Vec<&str> = text.lines().collect();
        match dice.roll(3) {
            0 => _ = lines.remove(dice.index(lines.len())),
            1 => {
                let (one, other) = (dice.index(lines.len()), dice.index(lines.len()));
                lines.swap(one, other);
            }
            _ => lines.truncate(dice.index(lines.len())),
        }
        if let Ok(stored) = Stored::read(&lines.join("\n")) {
            let _ = stored.compare(&one(SHEET).model);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|number| number.parse().ok())
}

fn bare_text(text: &str) -> Option<String> {
    let (source, _) = SourceFile::load("a.care", text.as_bytes());
    let (tree, found) = syntax::parse(FileId(0), &source);
    bare(&tree, &source).filter(|_| found.is_empty())
}

/// The same text with its clauses, and if wanted its statements, in another order, and with other white space and comments.
fn edited(text: &str, reordered: bool, dice: &mut Dice) -> String {
    let bare = bare_text(text);
    let mixed = perturb::shuffled(text, dice, |other| bare_text(other) == bare);
    let mut statements = perturb::statements(&mixed);
    for at in (1..statements.len()).rev().filter(|_| reordered) {
        statements.swap(at, dice.index(at + 1));
    }
    perturb::perturbed(&(statements.join("\n") + "\n"), dice)
}

#[test]
fn no_edit_that_means_nothing_is_told() {
    let edits = number("CARECHECK_STORED_EDITS").unwrap_or(40);
    let first = number("CARECHECK_STORED_SEED").unwrap_or(0);
    let sheets: Vec<(PathBuf, Texts, Stored)> = sheets()
        .into_iter()
        .map(|sheet| {
            let texts = texts(&sheet);
            let stored = Stored::read(&Read::of(&texts).unwrap().stored("a.care")).unwrap();
            (sheet, texts, stored)
        })
        .collect();
    let mut reordered = 0;
    for seed in first..first + edits {
        let mut dice = Dice::of(seed);
        let (sheet, texts, stored) = &sheets[dice.index(sheets.len())];
        let edit = |reordered: bool, dice: &mut Dice| -> Texts {
            texts.iter().map(|(path, text)| (path.clone(), edited(text, reordered, dice))).collect()
        };
        // Another order of statements may be an error, such as an event that is expected from a later one.
        let read = Read::of(&edit(true, &mut dice));
        reordered += u64::from(read.is_some());
        let read = read.or_else(|| Read::of(&edit(false, &mut dice))).unwrap();
        let compared = stored.compare(&read.model);
        assert!(matches!(compared, Compared::Same), "seed {seed}, {}: {compared:?}", sheet.display());
    }
    assert!(reordered * 2 > edits, "only {reordered} of {edits} can be read in another order");
    eprintln!("{edits} edits of {} sheets, {reordered} with the statements in another order", sheets.len());
}

/// What `mutate` tries: a slip that changes what is evaluated is told, and one that changes nothing is not.
#[test]
fn a_slip_that_means_something_is_told() {
    let small: Texts = vec![(PathBuf::from("peel.care"), SHEET.to_owned())];
    let slips = |read: &Read| cases::mutants(read.unit.file(FileId(0)).unwrap(), read.sources.file(FileId(0)));
    let all = slips(&Read::of(&small).unwrap());
    let (mut tried, mut told) = (0, 0);
    for slip in all.iter().step_by(5) {
        (tried, told) = (tried + 1, told + u64::from(is_told(&small, slip)));
    }
    // Those of real sheets take minutes.
    let mut dice = Dice::of(number("CARECHECK_STORED_SEED").unwrap_or(3));
    for _ in 0..number("CARECHECK_STORED_MUTANTS").unwrap_or(0) {
        let texts = texts(&dice.one(&sheets()));
        let slips = slips(&Read::of(&texts).unwrap());
        (tried, told) = (tried + 1, told + u64::from(is_told(&texts, &dice.one(&slips))));
    }
    eprintln!("{tried} slips, {told} of them mean something");
}

/// Whether a slip in a sheet is told; it has to be if it changes anything. A slip that leaves no sheet is none.
fn is_told(texts: &Texts, slip: &Mutant) -> bool {
    let read = Read::of(texts).unwrap();
    let mut slipped = texts.clone();
    slipped[0].1 = slip.edited(&texts[0].1);
    let Some(slipped) = Read::of(&slipped) else { return false };
    let compared = Stored::read(&read.stored("a.care")).unwrap().compare(&slipped.model);
    let told = !matches!(compared, Compared::Same);
    let changed = !diff(&read.model, &slipped.model).is_empty();
    assert_eq!(told, changed, "{}: {slip:?}: {compared:?}", texts[0].0.display());
    told
}
