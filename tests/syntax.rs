//! Text → tree, and every slip with its advice, as a reader sees them.

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::source::{FileId, SourceFile};
use carecheck::syntax::{parse, tree};
use insta::assert_snapshot;

fn read(text: &str) -> (SourceFile, tree::File, Vec<Diagnostic>) {
    let (source, refusals) = SourceFile::load("test.care", text.as_bytes());
    assert_eq!(refusals, []);
    let (file, found) = parse(FileId(0), &source);
    (source, file, found)
}

/// What the reader sees of a finding: its line with the place marked, the label, the message, the help and the fix.
fn shown(source: &SourceFile, finding: &Diagnostic) -> String {
    let mut shown =
        format!("{}[{} {}]: {}\n", finding.severity.word(), finding.code.id, finding.code.name, finding.message);
    for label in &finding.labels {
        let at = source.line_column(label.place.span.start);
        let marked = source.slice(label.place.span).replace('\n', "⏎");
        shown.push_str(&format!("  {:>3} | {}\n", at.line, source.line(at.line)));
        let mark = if label.primary { "^" } else { "-" };
        let marks = mark.repeat(marked.chars().count().max(1));
        shown.push_str(&format!("      | {}{marks} {}\n", " ".repeat(at.column as usize - 1), label.text));
    }
    if let Some(help) = &finding.help {
        shown.push_str(&format!("  help: {help}\n"));
    }
    if let Some(fix) = &finding.fix {
        let mut text = source.text().to_owned();
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.span.start));
        for (place, with) in &edits {
            text.replace_range(place.span.start as usize..place.span.end as usize, with);
        }
        let line = finding.place().map_or(1, |place| source.line_column(place.span.start).line);
        shown.push_str(&format!(
            "  fix:  {}\n  gives {}\n",
            fix.title,
            text.lines().nth(line as usize - 1).unwrap_or("")
        ));
    }
    shown
}

fn errors(text: &str) -> String {
    let (source, _, found) = read(text);
    assert!(found.iter().all(|finding| finding.severity == Severity::Error));
    found.iter().map(|finding| shown(&source, finding)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_with_every_construct_is_read() {
    let (_, file, found) = read(include_str!("syntax/everything.care"));
    assert_eq!(found, []);
    assert_eq!(file.statements.len(), 74);
}

#[test]
fn the_rules_of_the_project_are_read() {
    for entry in ["rules", "rules/vocabulary"] {
        for path in std::fs::read_dir(entry).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "care") {
                let (_, _, found) = read(&std::fs::read_to_string(&path).unwrap());
                assert_eq!(found, [], "{}", path.display());
            }
        }
    }
}

#[test]
fn each_slip_has_its_own_advice() {
    let slips = include_str!("syntax/slips.care");
    let mut all = String::new();
    for slip in slips.split("\n\n").map(str::trim).filter(|slip| !slip.is_empty()) {
        all.push_str(&errors(slip));
        all.push_str("\n---\n\n");
    }
    assert_snapshot!(all);
}

#[test]
fn one_broken_statement_hides_no_other() {
    assert_snapshot!(errors(include_str!("syntax/broken.care")));
}

#[test]
fn braces_that_do_not_pair_keep_their_rules() {
    let mut all = String::new();
    for text in include_str!("syntax/braces.care").split("\n---\n") {
        let (source, file, found) = read(text);
        let shown: Vec<String> = found.iter().map(|finding| shown(&source, finding)).collect();
        all.push_str(&format!("{text}\n\n{}\n{}\n---\n\n", shown.join("\n"), outline(&source, &file.statements, 0)));
    }
    assert_snapshot!(all);
}

/// The statements of a tree: what each is, and its first line.
fn outline(source: &SourceFile, statements: &[tree::Statement], depth: usize) -> String {
    use tree::Statement;
    let mut lines = String::new();
    for statement in statements {
        let (kind, span) = match statement {
            Statement::Treatment(treatment) => ("treatment", treatment.span),
            Statement::Use(used) => ("use", used.span),
            Statement::Activity(activity) => ("activity", activity.span),
            Statement::Sign(sign) => ("sign", sign.span),
            Statement::Fact(fact) => ("fact", fact.span),
            Statement::Event(event) => ("event", event.span),
            Statement::Part(part) => ("part", part.span),
            Statement::Rule(rule) => ("rule", rule.span),
            Statement::Phase(phase) if phase.broken => ("broken phase", phase.span),
            Statement::Phase(phase) => ("phase", phase.span),
            Statement::Test(test) => ("test", test.span),
            Statement::Broken(broken) => ("broken", broken.span),
        };
        let text = source.slice(span).lines().next().unwrap_or_default();
        lines.push_str(&format!("{}{kind}: {text}\n", "  ".repeat(depth)));
        if let Statement::Phase(phase) = statement {
            lines.push_str(&outline(source, &phase.statements, depth + 1));
        }
    }
    lines
}
