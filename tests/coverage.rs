//! What the tests of a sheet ask about: by rule, by boundary from both sides, by exception, by condition. The lines that are
//! said to be lacking do what they are said to do.

#![cfg(test)]

use carecheck::cases::{Coverage, Item, coverage};
use carecheck::model::{Model, Unit, resolve};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::{evaluate, syntax};

/// A sheet of one file.
fn read(text: &str) -> (Sources, Model) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", text.as_bytes()).0);
    let (tree, errors) = syntax::parse(id, sources.file(id));
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let unit = Unit { files: vec![tree], ..Unit::default() };
    let (model, _) = resolve(&sources, &unit, FileId(0));
    assert!(model.whole, "{text}");
    (sources, model)
}

fn covered(text: &str) -> Coverage {
    let (sources, model) = read(text);
    coverage(&model, &sources, &model.tests.iter().collect::<Vec<_>>()).unwrap()
}

const NAMES: &str = "\
treatment peel \"Peel\" day 1
activity heat \"heat\"
activity sauna \"saunas\" is heat
activity bath \"baths\" is heat
sign redness \"redness\"
fact sore \"your skin is sore\" : yes/no
fact age \"your age\" : number 0..120
event healed \"your skin has healed\"
event dose \"your last dose\" before treatment
";

/// The items of some rules with some expectations: `what: sides that are asked about`.
fn items(rules: &str, given: &str, expectations: &str) -> Vec<String> {
    let given = if given.is_empty() { String::new() } else { format!("given {given}") };
    let test = format!("test \"t\" treated 2026-11-23 14:00 Europe/Paris {given} {{ {expectations} }}\n");
    let told = |item: &Item| {
        let sides: Vec<&str> = item.sides.iter().filter(|side| side.asked > 0).map(|side| side.name).collect();
        let counts = if item.counts { "" } else { " (does not count)" };
        format!("{:?} {}: {}{counts}", item.what, item.part, sides.join(" ")).replace("  ", " ").trim_end().to_owned()
    };
    covered(&format!("{NAMES}{rules}\n{test}")).items.iter().map(told).collect()
}

#[test]
fn an_end_is_asked_about_from_both_sides_and_from_near() {
    let rule = "avoid heat until +48h";
    let end = |expectations| items(rule, "", expectations).pop().unwrap();
    assert_eq!(items(rule, "", "at +1h: sauna avoided")[0], "Rule : asked");
    assert_eq!(items(rule, "", "at +49h: sauna not stated")[0], "Rule :");
    assert_eq!(end("at +1h: heat avoided at +50h: heat not stated"), "Boundary the end of `until +48h`:");
    assert_eq!(end("at +47h: heat avoided"), "Boundary the end of `until +48h`: before");
    assert_eq!(end("at +47h: heat avoided at +48h: bath not stated"), "Boundary the end of `until +48h`: before after");
    // Who says until when it holds has said both.
    assert_eq!(end("at +1h: heat avoided until +48h"), "Boundary the end of `until +48h`: before after");
}

#[test]
fn both_ends_of_a_range_count_where_they_say_different_things() {
    let range = "avoid heat until +24h..+48h";
    assert_eq!(
        items(range, "", "at +24h: heat better not at +48h: heat not stated")[1..],
        [
            "Boundary the earliest end of `until +24h..+48h`: after",
            "Boundary the latest end of `until +24h..+48h`: after"
        ]
    );
    assert_eq!(items("expect redness until +24h..+48h", "", "at +1h: redness expected").len(), 2);
    assert_eq!(items("avoid heat on arrival", "", "on arrival: heat avoided"), ["Rule : asked"]);
}

#[test]
fn what_another_rule_hides_does_not_count() {
    let found = items("avoid heat until +48h\navoid sauna until +24h", "", "at +1h: sauna avoided");
    assert_eq!(found[3], "Boundary the end of `until +24h`: (does not count)");
    assert_eq!(found[1], "Boundary the end of `until +48h`:");
}

#[test]
fn a_condition_is_asked_about_true_and_false() {
    let rule = "avoid heat until +48h when sore";
    let condition = |given, expectations| {
        items(rule, given, expectations).into_iter().find(|item| item.starts_with("Condition")).unwrap()
    };
    assert_eq!(condition("sore = yes", "at +1h: heat avoided"), "Condition its condition: true");
    assert_eq!(condition("sore = no", "at +1h: heat not stated"), "Condition its condition: false");
    assert_eq!(condition("", "at +1h: heat depends"), "Condition its condition:");
    assert_eq!(condition("sore = no", "at +49h: heat not stated"), "Condition its condition:");
}

#[test]
fn numbers_in_conditions_have_two_sides() {
    let limit = |rule: &str, given: &str| {
        let found = items(rule, given, "at treatment: contraindicated");
        found.into_iter().find(|item| item.starts_with("Boundary")).unwrap()
    };
    assert_eq!(limit("contraindicated when age < 18", "age = 17"), "Boundary the limit of `age` at 18: before");
    assert_eq!(limit("contraindicated when age <= 17", "age = 18"), "Boundary the limit of `age` at 18: after");
    let near = "contraindicated when dose within 6mo before treatment";
    assert!(limit(near, "dose = 2026-05-23 14:00").ends_with("that counts: after"));
    assert!(limit(near, "dose = 2026-05-23 13:59").ends_with("that counts: before"));
    assert!(limit(near, "dose = 2026-01-23 13:59").ends_with("that counts:"));
}

#[test]
fn an_exception_is_asked_about_inside_and_outside() {
    let exception = |rule: &str, expectations: &str| {
        items(rule, "", expectations).into_iter().find(|item| item.starts_with("Exception")).unwrap()
    };
    assert!(exception("avoid heat until +48h except bath", "at +1h: bath not stated").ends_with(": inside"));
    assert!(exception("avoid heat until +48h except bath", "at +1h: sauna avoided").ends_with(":"));
    let timed = "avoid heat until +48h except (bath from +24h)";
    assert!(exception(timed, "at +1h: bath avoided at +24h: bath not stated").ends_with(": inside outside"));
    // What is excepted is not asked about as banned.
    assert_eq!(items("avoid heat until +48h except bath", "", "at +1h: bath not stated")[0], "Rule :");
}

#[test]
fn a_course_is_covered_by_a_line_that_says_it() {
    let rule = "repeat every 4w..6w for 3 sessions";
    assert_eq!(items(rule, "", "at treatment: not contraindicated"), ["Rule :"]);
    assert_eq!(items(rule, "", "at treatment: repeat every 4w..6w for 3 sessions"), ["Rule : asked"]);
}

/// Sheets of one file, with the texts of the files that they use put in their place.
fn sheets() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let word_list = |name: &str| read(&format!("rules/vocabulary/{}", name.rsplit('/').next().unwrap()));
    let mut found = Vec::new();
    for path in ["rules/default.care", "rules/laser_hair_removal.care", "rules/permanent_brows.care"] {
        let (mut text, mut seen) = (read(path), Vec::new());
        while let Some((before, (used, after))) =
            text.split_once("\nuse \"").and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
        {
            // The texts in other languages say nothing about the rules.
            let is_new =
                ![".de.care", ".es.care"].iter().any(|end| used.ends_with(end)) && !seen.contains(&used.to_owned());
            let words = if is_new { word_list(used) } else { String::new() };
            seen.push(used.to_owned());
            text = format!("{before}\n{words}\n{after}");
        }
        found.push((path.to_owned(), text));
    }
    found
}

#[test]
fn the_lines_that_are_lacking_hold_and_cover_what_they_are_said_to() {
    for (path, text) in sheets() {
        let before = covered(&text);
        let mut lines: Vec<&str> = text.lines().collect();
        let mut lacking: Vec<(u32, String)> = Vec::new();
        for suggestion in before.items.iter().flat_map(|item| &item.sides).filter_map(|side| side.suggestion.as_ref()) {
            lacking.push((suggestion.at.line, suggestion.line.clone()));
        }
        assert!(!lacking.is_empty(), "{path}");
        lacking.sort();
        lacking.dedup();
        // From the last test to the first, each line before the end of its test.
        for (line, lacks) in lacking.iter().rev() {
            let heading = *line as usize - 1;
            let end = (heading..lines.len()).find(|&at| lines[at] == "}").unwrap();
            lines.insert(end, lacks);
        }
        let text = lines.join("\n");
        let (sources, model) = read(&text);
        for test in &model.tests {
            let result = evaluate::run_test(&model, &sources, test).unwrap();
            assert!(result.passed(), "{path}: {:#?}", result.failures);
        }
        let after = covered(&text);
        for (item, old) in after.items.iter().zip(&before.items) {
            for (side, old) in item.sides.iter().zip(&old.sides) {
                assert!(side.asked > 0 || old.suggestion.is_none(), "{path}: {item:?}");
            }
        }
    }
}
