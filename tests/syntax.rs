//! Text → tree, and every slip with its advice, as a reader sees them.

#![expect(clippy::string_slice, reason = "a test that slices wrongly may stop")]

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::source::{FileId, MAX_LINE_BYTES, SourceFile, Span};
use carecheck::syntax::tree::Statement;
use carecheck::syntax::{RESERVED, STATEMENT_WORDS, is_reserved, parse, refusals, tree};
use insta::assert_snapshot;
use proptest::prelude::*;

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
    let (source, file, found) = read(include_str!("syntax/everything.care"));
    assert_eq!(found, []);
    let trees: Vec<String> = file.statements.iter().map(|statement| in_words(&source, statement)).collect();
    assert_snapshot!(trees.join("\n"));
}

/// A statement as its tree, with the text of each span in place of its numbers.
fn in_words(source: &SourceFile, statement: &Statement) -> String {
    let tree = format!("{statement:?}");
    let mut shown = String::new();
    let mut rest = tree.as_str();
    while let Some((before, after)) = rest.split_once("..") {
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let end = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = |digits: &str| digits.parse().unwrap_or(u32::MAX);
        let span = Span::new(number(&before[start.len()..]), number(&after[..after.len() - end.len()]));
        shown.push_str(&format!("{start}‹{}›", source.slice(span).replace('\n', "⏎")));
        rest = end;
    }
    shown + rest
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
        let shown = errors(slip);
        assert!(!shown.is_empty(), "no error in {slip:?}");
        all.push_str(&shown);
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
fn outline(source: &SourceFile, statements: &[Statement], depth: usize) -> String {
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
            Statement::Accept(accept) => ("accept", accept.span),
            Statement::Translation(translation) => ("translation", translation.span),
            Statement::Change(change) => ("change", change.span),
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

#[test]
fn a_fix_mends_what_it_says() {
    for slip in include_str!("syntax/slips.care").split("\n\n").map(str::trim).filter(|slip| !slip.is_empty()) {
        let (source, _, found) = read(slip);
        for fix in found.iter().filter_map(|finding| finding.fix.as_ref()) {
            let mut text = source.text().to_owned();
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.span.start));
            for (place, with) in &edits {
                text.replace_range(place.span.start as usize..place.span.end as usize, with);
            }
            assert!(read(&text).2.len() < found.len(), "{slip:?} became {text:?}");
        }
    }
}

#[test]
fn twelve_slips_in_one_file_give_twelve_errors() {
    let slips = [
        ("avoid a until ", "48h", ""),
        ("avoid b until ", "+6m", ""),
        ("avoid c ", "on day 4..5", ""),
        ("avoid d until ", "day 5", ""),
        ("avoid e ", "untl", " +2d"),
        ("avoid f", ",", " until +2d"),
        ("do g ", "twice daily", " because \"dry\""),
        ("avoid h at ", "-3d..-1w", ""),
        ("avoid ", "Sauna", " until +2d"),
        ("avoid j because ", "\"not closed", ""),
        ("avoid ", "sign", " until +2d"),
        ("use ", "skin.care", ""),
    ];
    let text: String = slips.iter().map(|(before, wrong, after)| format!("{before}{wrong}{after}\n")).collect();
    let (source, file, found) = read(&text);
    let marked: Vec<&str> =
        found.iter().map(|finding| source.slice(finding.place().map_or(Span::default(), |place| place.span))).collect();
    assert_eq!(marked, slips.map(|(_, wrong, _)| wrong));
    let lines: Vec<u32> = found
        .iter()
        .map(|finding| source.line_column(finding.place().map_or(0, |place| place.span.start)).line)
        .collect();
    assert_eq!(lines, (1..=12).collect::<Vec<u32>>());
    assert!(found.iter().all(|finding| finding.help.is_some()));
    assert!(file.statements.iter().all(|statement| matches!(statement, Statement::Broken(_))));
}

#[test]
fn a_broken_statement_keeps_its_names() {
    let (source, file, _) = read("fact skin \"your skin\"\navoid sauna, heat untl healed +2d # not_this \"nor this\"");
    let names: Vec<&str> = file
        .statements
        .iter()
        .flat_map(|statement| match statement {
            Statement::Broken(broken) => broken.names.to_vec(),
            _ => Vec::new(),
        })
        .map(|name| source.slice(name.0))
        .collect();
    assert_eq!(names, ["skin", "sauna", "heat", "untl", "healed"]);
}

#[test]
fn words_of_the_language_are_no_names_and_others_are() {
    for word in RESERVED {
        assert!(is_reserved(word) && !read(&format!("avoid a, {word}, b")).2.is_empty(), "{word}");
    }
    let names = "yes no one number times daily_ needed sessions expected given treated to day days arrival any time \
                 version reviewed hours never up donate notes island format treatments sooner \
                 replace drop with";
    for word in names.split_whitespace() {
        assert!(!is_reserved(word));
        let text = format!(
            "activity {word} \"x\"\navoid {word} until {word} +2d\n{word}: do x daily {word}_part\ncontraindicated when {word} = {word}"
        );
        assert_eq!(read(&text).2, [], "{word}");
    }
    assert!(
        RESERVED.is_sorted()
            && STATEMENT_WORDS.iter().all(|word| is_reserved(word) || ["replace", "drop"].contains(word))
    );
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let mut all = String::new();
    let long = "x".repeat(MAX_LINE_BYTES + 1);
    for bytes in [&b"avoid x\xff\xfe"[..], b"avoid \x1b[31mx", b"avoid x\rallow y\r\n", long.as_bytes()] {
        let (source, found) = SourceFile::load("test.care", bytes);
        for finding in refusals(FileId(0), &found) {
            let at = source.line_column(finding.place().map_or(0, |place| place.span.start));
            all.push_str(&format!(
                "{}:{} {} {} ({}; {})\n",
                at.line,
                at.column,
                finding.code.id,
                finding.message,
                finding.labels[0].text,
                finding.help.unwrap_or_default()
            ));
        }
    }
    assert_snapshot!(all);
}

#[test]
fn texts_without_statements_and_odd_line_ends_are_read() {
    for text in ["", "\n", "# only a comment", "  \t\r\n# a\r\n# b", "\u{feff}# a comment"] {
        let (_, file, found) = read(text);
        assert!(found.is_empty() && file.statements.is_empty(), "{text:?}");
    }
    for text in ["avoid x until +2d", "\u{feff}avoid x\r\n  until +2d\r\n", "avoid\tx\nuntil # a comment\n+2d"] {
        let (_, file, found) = read(text);
        assert_eq!((found, file.statements.len()), (Vec::new(), 1), "{text:?}");
    }
}

#[test]
fn a_comment_may_stand_between_any_two_words() {
    let text = "test \"a\" treated 2026-11-23 14:00 {\n at +1h: x better# so\nnot, y not # stated\ndue# stated\n}";
    assert_eq!(read(text).2, []);
}

#[test]
fn nesting_has_a_limit_of_its_own() {
    let nested = |open: &str, times: usize, close: &str| {
        format!("avoid x when {}a{}\navoid y", open.repeat(times), close.repeat(times))
    };
    for (open, times, close) in [("(", 64, ")"), ("not ", 64, ""), ("not (", 32, ")")] {
        assert_eq!(read(&nested(open, times, close)).2, []);
        let (source, file, found) = read(&nested(open, times + 1, close));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code.name, "nested-too-deeply");
        assert_eq!(outline(&source, &file.statements, 0).lines().last(), Some("rule: avoid y"));
    }
}

#[test]
fn hostile_texts_give_a_clear_error_soon() {
    let parentheses = format!("{}\n", "(".repeat(1000)).repeat(1_000);
    let in_a_rule = format!("avoid x when\n{parentheses}");
    let junk =
        |n: u32| if n.is_multiple_of(100) { '\n' } else { char::from_u32(n * 7919 % 0xd000 + 0xa1).unwrap_or('?') };
    let junk: String = (0..200_000).map(junk).collect();
    let words = "when not and or until +48h ( ) { } , : .. \"x\" 3 ".repeat(10_000).replace("3 ", "3\n");
    let braces = "phase {\n".repeat(20_000);
    for text in [parentheses, in_a_rule, junk, words, braces] {
        let (source, refused) = SourceFile::load("test.care", text.as_bytes());
        assert_eq!(refused, []);
        let started = std::time::Instant::now();
        let (file, found) = parse(FileId(0), &source);
        let seconds = started.elapsed().as_secs_f64();
        assert!(!found.is_empty() && found.len() <= 101 && !file.statements.is_empty());
        assert!(seconds < 20.0, "{seconds} s for {}", &source.line(1).chars().take(30).collect::<String>());
    }
}

#[test]
fn a_hundred_errors_are_enough_and_the_rest_is_not_silent() {
    let (_, file, found) = read(&"avoid x until 48h\n".repeat(150));
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].message, "100 errors, and the rest of the file was not read");
    assert!(matches!(file.statements.last(), Some(Statement::Broken(rest)) if rest.names.len() > 40));
    assert_eq!(read(&"avoid x until 48h\n".repeat(100)).2.len(), 100);
}

/// What a mutation puts in.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "(",
    ")",
    "{",
    "}",
    ",",
    ":",
    "..",
    "\"",
    "\\",
    "#",
    "+",
    "-",
    "+48h",
    "48h",
    "day 3",
    "until",
    "when",
    "not ",
    "and ",
    "avoid ",
    "phase ",
    "test ",
    "treatment ",
    "replace ",
    "drop ",
    "with ",
    "because \"x\" ",
    "ä",
    "“",
    "\u{a0}",
    "Sauna",
    "24:00",
    "2026-02-30",
    "99999999999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// No text panics; what cannot be read has an error, what can be read has none; every place lies in the text.
    #[test]
    fn any_text_gives_a_tree_or_errors(edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(PIECES)), 1..8)) {
        let mut text = include_str!("syntax/everything.care").to_owned();
        for (at, gone, put) in edits {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let start = at.index(places.len());
            let end = (start + gone).min(places.len() - 1);
            text.replace_range(places[start]..places[end], put);
        }
        let (source, refused) = SourceFile::load("test.care", text.as_bytes());
        prop_assume!(refused.is_empty());
        let (file, found) = parse(FileId(0), &source);
        let broken = |statement: &Statement| match statement {
            Statement::Broken(_) => true,
            Statement::Phase(phase) => phase.broken || phase.statements.iter().any(|inner| matches!(inner, Statement::Broken(_))),
            _ => false,
        };
        prop_assert!(!file.statements.iter().any(broken) || !found.is_empty());
        for finding in &found {
            prop_assert_eq!(finding.labels.iter().filter(|label| label.primary).count(), 1);
            let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|(place, _)| place.span));
            for span in finding.labels.iter().map(|label| label.place.span).chain(edits) {
                prop_assert!(source.text().get(span.start as usize..span.end as usize).is_some(), "{:?}", finding);
            }
            prop_assert!(!finding.message.contains("carecheck could not"), "{:?}", finding);
        }
    }
}
