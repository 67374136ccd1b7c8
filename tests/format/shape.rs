//! A text → its tree without places and without the order of clauses, as one text a statement, so that two trees can be compared.

use crate::perturb::words;
use carecheck::source::{FileId, SourceFile, Span};
use carecheck::syntax::parse;
use carecheck::syntax::tree::{Expected, Rule, Statement};

/// The statements of a text that can be read.
pub fn shape(text: &str) -> Vec<String> {
    let (source, _) = SourceFile::load("test.care", text.as_bytes());
    let (mut file, found) = parse(FileId(0), &source);
    assert_eq!(found, []);
    in_order(&mut file.statements);
    file.statements.iter().map(|statement| without_places(&source, &format!("{statement:?}"))).collect()
}

/// Sorts the clauses of all rules.
fn in_order(statements: &mut [Statement]) {
    for statement in statements {
        match statement {
            Statement::Rule(rule) => sort(rule),
            Statement::Phase(phase) => in_order(&mut phase.statements),
            Statement::Test(test) => {
                for expectation in &mut test.expectations {
                    if let Expected::Stated(_, rule) = &mut expectation.expected {
                        sort(rule);
                    }
                }
            }
            Statement::Change(change) => change.with.as_mut().into_iter().for_each(sort),
            _ => {}
        }
    }
}

fn sort(rule: &mut Rule) {
    rule.clauses.sort_by_key(|clause| {
        let kind = format!("{:?}", clause.kind);
        kind.chars().filter(|c| !c.is_ascii_digit()).collect::<String>()
    });
}

/// The tree with the words of each name, text and value in place of where they stand.
fn without_places(source: &SourceFile, tree: &str) -> String {
    let mut shown = String::new();
    let mut rest = tree;
    while let Some((before, after)) = rest.split_once("..") {
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let end = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = |digits: &str| digits.parse().unwrap_or(u32::MAX);
        let span = Span::new(number(&before[start.len()..]), number(&after[..after.len() - end.len()]));
        // What a whole statement says depends on the order of its clauses.
        let is_statement = ["Treatment", "Activity", "Event", "Rule", "Phase", "Change", "Expectation"]
            .iter()
            .any(|kind| start.ends_with(&format!("{kind} {{ span: ")));
        shown.push_str(start);
        if !is_statement {
            shown.push_str(&format!("‹{}›", words(source.slice(span))));
        }
        rest = end;
    }
    shown + rest
}
