//! What mending makes of a text: a text with slips, the same text mended, and what holds for any text at all.

#![cfg(test)]

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::fix::{Mended, mend};
use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::{analyse, syntax};
use proptest::prelude::*;

fn mended(text: &str) -> Mended {
    let (sources, unit, findings) = read(text);
    mend(&sources, &unit, &[FileId(0)], &findings)
}

fn read(text: &str) -> (Sources, Unit, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", text.as_bytes()).0);
    let (tree, findings) = syntax::parse(id, sources.file(id));
    (sources, Unit { files: vec![tree], ..Unit::default() }, findings)
}

/// Errors in the text, and errors in all.
fn errors(text: &str) -> (usize, usize) {
    let (sources, unit, mut findings) = read(text);
    let count = |findings: &[Diagnostic]| findings.iter().filter(|f| f.severity == Severity::Error).count();
    let in_text = count(&findings);
    findings.extend(analyse(&sources, &unit, FileId(0)).1);
    (in_text, count(&findings))
}

fn text_of(mended: &Mended) -> &str {
    mended.sources.file(FileId(0)).text()
}

#[test]
fn several_slips_in_one_statement_are_mended_one_after_the_other() {
    let mended = mended("activity sauna \"saunas\"\navoid suana til 48h\nallow sauna from +48h,\n");
    assert_eq!(text_of(&mended), "activity sauna \"saunas\"\navoid sauna until +48h\nallow sauna from +48h\n");
    let made: Vec<String> = mended.made.iter().map(|made| format!("{} {}", made.at.line, made.title)).collect();
    insta::assert_snapshot!(made.join("\n"));
    assert_eq!(mended.remaining, []);
}

#[test]
fn lines_end_as_they_do_in_the_text() {
    let mended = mended("activity sauna \"saunas\"\r\nphase \"Week\" from +1d until +7d {\r\n  avoid sauna\r\n");
    assert!(!text_of(&mended).replace("\r\n", "").contains('\n'), "{:?}", text_of(&mended));
    assert!(!mended.is_unreadable);
}

#[test]
fn the_same_slip_twice_in_a_statement_is_mended_twice() {
    assert_eq!(text_of(&mended("avoid a,, b,, c until +2d\n")), "avoid a, b, c until +2d\n");
}

#[test]
fn a_mend_that_mends_nothing_is_not_made() {
    for text in ["{ {", "fact calm \"calm\" : yes/no\n from 25:00 { é\n makeup days 2 to 5 +2d when { , : daily"] {
        assert!(text_of(&mended(text)).len() < text.len() + 10, "{:?}", text_of(&mended(text)));
    }
}

#[test]
fn a_line_that_somebody_drew_is_not_mended() {
    for text in ["avoid sauna --- +48h\n", "avoid sauna until +48h\n---\n", "avoid sauna -- until +48h\n"] {
        assert_eq!(text_of(&mended(text)), text);
    }
}

#[test]
fn a_mend_that_would_use_a_file_that_nobody_has_read_is_not_made() {
    let text = "use words.care\navoid sauna until +48h\n";
    let mended = mended(text);
    assert_eq!(text_of(&mended), text);
}

/// Words that are often slips beside words that are not.
const WORDS: &[&str] = &[
    "avoid",
    "allow",
    "alow",
    "do",
    "expect",
    "until",
    "til",
    "from",
    "form",
    "after",
    "48h",
    "+48h",
    "+2d",
    "day 3",
    "days 2 to 5",
    "sauna",
    "suana",
    "makeup",
    "make-up",
    "makup",
    ",",
    "and",
    "when",
    "if",
    "calm",
    "=",
    "==",
    "healed",
    "+2w..+1w",
    "5d..3d",
    "daily",
    "twice",
    "(",
    ")",
    "{",
    "}",
    "\"",
    "\"text\"",
    "8:00",
    "25:00",
    ":",
    "-",
    "–",
    "…",
    "\n",
    "\n",
    "\n",
    "phase \"P\"",
    "activity sauna \"saunas\"",
    "fact calm \"calm\" : yes/no",
    "event healed \"healed\"",
    "ideally",
    "must",
    "\r\n",
    "é",
    "is",
];

fn any_text() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..40).prop_map(|words| words.join(" "));
    // A good sheet of which some characters have gone or been changed.
    let sheet = include_str!("../rules/default.care");
    let lines: Vec<&str> = sheet.lines().collect();
    let part = (0..lines.len(), 1..14_usize)
        .prop_map(move |(from, count)| lines.iter().skip(from).take(count).copied().collect::<Vec<_>>().join("\n"));
    let slips =
        prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(&["", "s", " ", ",", "\""])), 0..5);
    let sheet = (part, slips).prop_map(|(part, slips)| {
        let mut characters: Vec<String> = part.chars().map(String::from).collect();
        for (at, put) in slips {
            let at = at.index(characters.len().max(1));
            if let Some(character) = characters.get_mut(at) {
                put.clone_into(character);
            }
        }
        characters.concat()
    });
    prop_oneof![words, sheet]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn mending_twice_is_mending_once_and_does_no_harm(text in any_text()) {
        prop_assume!(SourceFile::load("a.care", text.as_bytes()).1.is_empty());
        let once = mended(&text);
        prop_assert!(errors(text_of(&once)) <= errors(&text), "{text:?} became {:?}", text_of(&once));
        let twice = mended(text_of(&once));
        prop_assert_eq!(text_of(&twice), text_of(&once));
        prop_assert_eq!(once.made.is_empty(), text_of(&once) == text);
    }
}
