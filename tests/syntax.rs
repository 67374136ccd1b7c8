//! Text → tree, and every slip with its advice, as a reader sees them.

use carecheck::source::{FileId, SourceFile};
use carecheck::syntax::{parse, tree};

fn read(text: &str) -> (tree::File, Vec<carecheck::diagnostic::Diagnostic>) {
    let (source, refusals) = SourceFile::load("test.care", text.as_bytes());
    assert_eq!(refusals, []);
    parse(FileId(0), &source)
}

#[test]
fn a_file_with_every_construct_is_read() {
    let text = include_str!("syntax/everything.care");
    let (file, found) = read(text);
    assert_eq!(found, []);
    assert_eq!(file.statements.len(), 74);
}

#[test]
fn the_rules_of_the_project_are_read() {
    for entry in ["rules", "rules/vocabulary"] {
        for path in std::fs::read_dir(entry).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "care") {
                let (_, found) = read(&std::fs::read_to_string(&path).unwrap());
                assert_eq!(found, [], "{}", path.display());
            }
        }
    }
}
