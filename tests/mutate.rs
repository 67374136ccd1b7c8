//! Small edits of sheets: which are made, what the tests make of each, what a reader sees of it, and that the tests that are
//! generated notice every edit that changes anything. `CARECHECK_MUTATE=all` takes all sheets, and some minutes.
#![cfg(test)]

use assert_cmd::Command;
use carecheck::cases::mutants;
use carecheck::source::{FileId, SourceFile};
use std::fs;
use std::path::{Path, PathBuf};

/// All edits of a text, one a line.
fn edits(text: &str) -> String {
    let (source, _) = SourceFile::load("a.care", text.as_bytes());
    let (tree, findings) = carecheck::syntax::parse(FileId::default(), &source);
    assert!(findings.is_empty(), "{findings:#?}");
    let shown = |text: &str| text.replace('\n', " ");
    let mutants = mutants(&tree, &source);
    let lines = mutants.iter().map(|mutant| {
        format!("{} [{}] → [{}]", mutant.slip.word(), shown(source.slice(mutant.place.span)), shown(&mutant.with))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_bound_is_shifted_and_every_clause_left_out() {
    insta::assert_snapshot!(edits("avoid sauna, bath until +48h except (bath from +1w24h) when dry and not cold"), @"
    swap [avoid] → [ideally avoid]
    swap [avoid] → [allow]
    drop [avoid sauna, bath until +48h except (bath from +1w24h) when dry and not cold] → []
    drop [sauna, ] → []
    drop [, bath] → []
    swap [until] → [from]
    drop [until +48h] → []
    shift [48h] → [47h]
    shift [48h] → [49h]
    unit [48h] → [48min]
    unit [48h] → [48d]
    unit [48h] → [2d]
    drop [except (bath from +1w24h) when dry and not cold] → []
    drop [ from +1w24h] → []
    swap [from] → [until]
    shift [1w24h] → [1w23h]
    shift [1w24h] → [1w25h]
    drop [when dry and not cold] → []
    drop [dry and] → []
    swap [and] → [or]
    drop [and not cold] → []
    drop [not] → []
    ");
}

#[test]
fn what_stands_for_something_else_is_swapped() {
    insta::assert_snapshot!(edits(
        "treatment x \"X\" day 1\n\
         contraindicated when (a or b) and age >= 18\n\
         do wash \"Wash.\" 2..3 times daily from later of day 1 18:00 and healed +1d through day 5\n\
         ideally repeat every 4w..6w for 3 sessions\n\
         avoid gym within 2d of healed"
    ), @r#"
    swap [day 1] → [day 0]
    drop [contraindicated when (a or b) and age >= 18] → []
    swap [when] → [unless]
    drop [when (a or b) and age >= 18] → []
    drop [(a or b) and] → []
    drop [a or] → []
    swap [or] → [and]
    drop [or b] → []
    swap [and] → [or]
    drop [and age >= 18] → []
    swap [>=] → [<=]
    shift [18] → [17]
    shift [18] → [19]
    swap [do] → [ideally do]
    swap [do wash "Wash."] → [allow wash]
    drop [do wash "Wash." 2..3 times daily from later of day 1 18:00 and healed +1d through day 5] → []
    swap [] → [up to ]
    shift [2] → [1]
    shift [2] → [3]
    drop [2..3 times daily] → []
    shift [3] → [2]
    shift [3] → [4]
    drop [from later of day 1 18:00 and healed +1d] → []
    drop [from later of day 1 18:00 and healed +1d through day 5] → []
    swap [later of day 1 18:00 and healed +1d] → [day 1 18:00]
    swap [later of day 1 18:00 and healed +1d] → [healed +1d]
    shift [1] → [-1]
    shift [1] → [2]
    shift [18:00] → [17:59]
    shift [18:00] → [18:01]
    drop [ +1d] → []
    shift [1d] → [0d]
    shift [1d] → [2d]
    unit [1d] → [1h]
    unit [1d] → [1w]
    unit [1d] → [24h]
    drop [ through day 5] → []
    shift [5] → [4]
    shift [5] → [6]
    drop [ideally ] → []
    drop [ideally repeat every 4w..6w for 3 sessions] → []
    swap [every] → [no sooner than]
    drop [every 4w..6w] → []
    shift [4w] → [3w]
    shift [4w] → [5w]
    unit [4w] → [4d]
    unit [4w] → [4mo]
    drop [4w..] → []
    drop [..6w] → []
    shift [6w] → [5w]
    shift [6w] → [7w]
    unit [6w] → [6d]
    unit [6w] → [6mo]
    drop [for 3 sessions] → []
    shift [3] → [2]
    shift [3] → [4]
    swap [avoid] → [ideally avoid]
    swap [avoid] → [allow]
    drop [avoid gym within 2d of healed] → []
    drop [within 2d of healed] → []
    shift [2d] → [1d]
    shift [2d] → [3d]
    unit [2d] → [2h]
    unit [2d] → [2w]
    unit [2d] → [48h]
    swap [of] → [before]
    swap [of] → [after]
    "#);
}

/// A folder of its own with files in it.
fn folder(name: &str, files: &[(&str, String)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutate").join(name);
    let _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What a program that is run in a folder prints, its complaints, and its exit code.
fn carecheck(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::cargo_bin("carecheck").unwrap();
    let output = command.current_dir(folder).env_clear().args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

const HELD: &str = "treatment peel \"Peel\" day 1\n\nactivity sauna \"saunas\"\n\navoid sauna until +48h\n\n\
    test \"the evening after\" treated 2026-11-23 14:00 Europe/Paris {\n  at +6h: sauna avoided\n}\n";

#[test]
fn survivors_are_listed_at_their_place() {
    let folder = folder("listed", &[("peel.care", HELD.to_owned())]);
    let (out, _, exit) = carecheck(&folder, &["mutate", "peel.care", "--format", "short"]);
    assert_eq!(exit, Some(1));
    insta::assert_snapshot!(out, @"
    peel.care:5:13: survived: without `until +48h` (at +48h: sauna not stated, would be avoided)
    peel.care:5:20: survived: `48h` → `47h` (at +47h59min: sauna avoided, would be not stated)
    peel.care:5:20: survived: `48h` → `49h` (at +48h: sauna not stated, would be avoided)
    peel.care:5:20: survived: `48h` → `48d` (at +48h: sauna not stated, would be avoided)
    peel.care:5:20: survived: `48h` → `2d` (at +47h59min: sauna avoided, would be not stated (treated 2026-03-28 14:00 Europe/Paris))
    ");
    let (out, _, _) = carecheck(&folder, &["mutate", "peel.care", "--filter", "sauna until", "--format", "json"]);
    assert!(out.contains("\"schema\": \"carecheck.mutants/1\""), "{out}");
    assert_eq!(carecheck(&folder, &["mutate", "peel.care", "--filter", "1..3"]).2, Some(0));
}

#[test]
fn with_a_test_that_fails_nothing_can_be_said() {
    let folder = folder("failing", &[("peel.care", HELD.replace("sauna avoided", "sauna allowed"))]);
    let (_, error, exit) = carecheck(&folder, &["mutate"]);
    assert_eq!(exit, Some(1));
    insta::assert_snapshot!(error, @r#"
    error: the test "the evening after" of `peel.care` fails before anything is changed
      help: `carecheck test` shows why; mend it first
    "#);
}

/// Tests are generated for a copy of a sheet; then they hold, no edit is left that they do not notice, and nothing is
/// generated a second time.
fn nothing_survives(file: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![(file.to_owned(), fs::read_to_string(root.join(file)).unwrap())];
    for used in fs::read_dir(root.join("rules")).unwrap().chain(fs::read_dir(root.join("rules/vocabulary")).unwrap()) {
        let path = used.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if path.is_file() && name != file {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let folder = folder(&file.replace('/', "-"), &files);
    let (_, said, exit) = carecheck(&folder, &["test", "--generate", "--write", file]);
    assert_eq!(exit, Some(0), "{file}: {said}");
    let (out, said, exit) = carecheck(&folder, &["test", file]);
    assert_eq!(exit, Some(0), "{file}: {out}{said}");
    let (out, said, exit) = carecheck(&folder, &["mutate", file]);
    assert_eq!(exit, Some(0), "{file}: {out}{said}");
}

#[test]
fn generated_tests_notice_every_edit_that_changes_anything() {
    let quick = ["rules/default.care", "tests/sheets/57-hernia-mountnittany.care"];
    if std::env::var("CARECHECK_MUTATE").is_ok_and(|all| all == "all") {
        insta::glob!("sheets/*.care", |path| {
            nothing_survives(&format!("tests/sheets/{}", path.file_name().unwrap().to_str().unwrap()));
        });
        ["default", "laser_hair_removal", "permanent_brows"]
            .iter()
            .for_each(|name| nothing_survives(&format!("rules/{name}.care")));
    } else {
        quick.iter().for_each(|file| nothing_survives(file));
    }
}
