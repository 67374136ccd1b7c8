//! Inputs that no clinician writes: thousands of rules about one thing, thousands of levels of kinds, hundreds of facts in
//! one condition. Each ends with the right answer, or says that it was not decided; none is timed.
#![cfg(test)]

use carecheck::diagnostic::Diagnostic;
use carecheck::model::{Model, Unit};
use carecheck::source::{FileId, SourceFile, Sources};

fn findings(text: &str) -> Vec<Diagnostic> {
    analysed(text).2
}

fn analysed(text: &str) -> (Sources, Model, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let (source, refusals) = SourceFile::load("hard.care", text.as_bytes());
    assert!(refusals.is_empty());
    let file = sources.add(source);
    let (tree, problems) = carecheck::syntax::parse(file, sources.file(file));
    assert_eq!(problems, []);
    let unit = Unit { files: vec![tree], ..Unit::default() };
    let (model, findings) = carecheck::analyse(&sources, &unit, FileId(0));
    (sources, model, findings)
}

/// The findings that are more than a note, as codes in the order of the text.
fn codes(text: &str) -> Vec<&'static str> {
    let serious = |finding: &Diagnostic| finding.severity > carecheck::diagnostic::Severity::Note;
    findings(text).iter().filter(|finding| serious(finding)).map(|finding| finding.code.name).collect()
}

const HEAD: &str = "treatment peel \"Peel\" day 1 hours 08:00..18:00\n";

/// So many lines, by number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|number| line(number) + "\n").collect()
}

#[test]
fn ten_thousand_rules_about_one_activity() {
    let apart = |early: usize| {
        lines(10_000, |hour| {
            let verb = if hour % 2 == 0 { "avoid" } else { "allow" };
            let start = if hour == 5_001 { hour - early } else { hour };
            format!("{verb} heat from +{start}h until +{}h", hour + 1)
        })
    };
    assert_eq!(codes(&format!("{HEAD}activity heat\n{}", apart(0))), [""; 0]);
    assert_eq!(codes(&format!("{HEAD}activity heat\n{}", apart(1))), ["contradiction"]);
}

#[test]
fn more_pairs_than_can_be_looked_at_are_said() {
    let clash = lines(800, |number| {
        let rule = if number % 2 == 0 { ("avoid", "when") } else { ("allow", "unless") };
        let until = 40 + number;
        format!("{} heat from +{number}min until +{until}h {} ill amount \"{number} min\"", rule.0, rule.1)
    });
    assert_eq!(codes(&format!("{HEAD}activity heat\nfact ill \"you are ill\" : yes/no\n{clash}")), ["undecided"]);
}

/// The ban is sure at the end of time only, and the duty goes on until then.
#[test]
fn a_day_after_another_until_the_end_of_time() {
    let rules = "activity heat\nevent seen\navoid heat from about +24h\ndo heat every 1d from +36h until seen\n";
    assert_eq!(codes(&format!("{HEAD}{rules}")), ["narrowed-duty"]);
}

#[test]
fn ten_thousand_levels_of_kinds() {
    let chain = lines(10_000, |level| match level {
        0 => "activity a0".to_owned(),
        _ => format!("activity a{level} is a{}", level - 1),
    });
    let rules =
        "avoid a0 until +2d\nallow a9999 from +1d\navoid a5000 from +3d until +4d\nallow a4999 from +3d until +4d\n";
    assert_eq!(codes(&format!("{HEAD}{chain}{rules}")), ["contradiction", "contradiction"]);
    let circle = format!("{HEAD}{chain}activity a0 is a9999\n{rules}");
    assert!(codes(&circle).contains(&"taxonomy-cycle"));
}

#[test]
fn kinds_with_many_ways_up() {
    // Sixty levels of twenty, each a kind of all twenty above it: more ways up than can be counted.
    let lattice = lines(60 * 20, |number| {
        let (level, place) = (number / 20, number % 20);
        let parents: Vec<String> = (0..20).map(|above| format!("l{}_{above}", level.saturating_sub(1))).collect();
        match level {
            0 => format!("activity l0_{place}"),
            _ => format!("activity l{level}_{place} is {}", parents.join(", ")),
        }
    });
    let rules = "avoid l0_7 until +2d\nallow l59_3 from +1d\nallow l58_0, l59_4 from +2d\n";
    assert_eq!(codes(&format!("{HEAD}{lattice}{rules}")), ["contradiction"]);
}

#[test]
fn hundreds_of_facts_in_one_condition() {
    let facts = lines(400, |number| format!("fact f{number} \"fact {number}\" : yes/no"));
    let all = |not: usize| {
        let each = (0..400).map(|number| format!("{}f{number}", if number == not { "not " } else { "" }));
        each.collect::<Vec<_>>().join(" and ")
    };
    let with = |first: &str, second: &str| {
        let rules = format!("avoid heat until +2d when {first}\nallow heat from +1d when {second}\n");
        codes(&format!("{HEAD}activity heat\n{facts}{rules}"))
    };
    assert_eq!(with(&all(400), &all(400)), ["contradiction"]);
    // One fact would have to be so and not so.
    assert_eq!(with(&all(400), &all(399)), [""; 0]);
    let any = all(400).replace(" and ", " or ");
    assert_eq!(with(&all(400), &any), ["contradiction"]);
    assert_eq!(with(&any, &format!("not ({any})")), [""; 0]);
}

#[test]
fn long_chains_of_or() {
    let facts = "fact skin \"your skin type\" : number 1..100000\n";
    let any = (1..=1_000).map(|number| format!("skin = {}", number * 2)).collect::<Vec<_>>().join(" or ");
    let rules = |second: &str| format!("avoid heat until +2d when {any}\nallow heat from +1d when {second}\n");
    let found = |second: &str| codes(&format!("{HEAD}activity heat\n{facts}{}", rules(second)));
    assert_eq!(found("skin = 4"), ["contradiction"]);
    assert_eq!(found("skin = 5"), [""; 0]);
}

#[test]
fn more_facts_than_can_be_chosen_are_said() {
    let facts = lines(1_500, |number| format!("fact f{number} \"fact {number}\" : yes/no"));
    let any = (0..1_500).map(|number| format!("f{number}")).collect::<Vec<_>>().join(" or ");
    let rules = format!("avoid heat until +2d unless {any}\nallow heat from +1d unless {any}\n");
    assert_eq!(codes(&format!("{HEAD}activity heat\n{facts}{rules}")), ["undecided"]);
}

#[test]
fn who_may_look_at_little_is_told_what_was_left() {
    for rules in [
        "avoid heat until +2d\nallow heat\nallow heat from +1d\n",
        "avoid heat until +2d\ndo heat until +1d\ndo heat from +1h until +1d\n",
        "avoid heat until +1d\nallow heat from day 4 when ill\navoid heat from day 5 through day 7\nallow heat from +9d\n",
        "avoid heat until +2d\navoid heat until +1d when ill\navoid heat until +1h\n",
        "avoid heat until +2d\navoid heat until +49h\navoid heat until +60h\n",
        "contraindicated when ill\ncontraindicated when ill\ncontraindicated when ill\n",
        "activity bath is heat\navoid heat except bath\navoid bath\navoid heat until +1d except bath\n",
        "repeat every 1w\nrepeat every 2w\nrepeat every 3w\n",
    ] {
        let text = format!("{HEAD}activity heat\nfact ill \"you are ill\" : yes/no\n{rules}");
        let (sources, model, _) = analysed(&text);
        let [little, enough] = [0, carecheck::check::MOST].map(|most| {
            let findings = carecheck::check::check_within(&model, &sources, most);
            let left = |finding: &Diagnostic| finding.code.name == "undecided";
            (findings.iter().any(left), findings.iter().filter(|finding| !left(finding)).count())
        });
        assert!(little.0 && !enough.0 && little.1 < enough.1, "{rules}{little:?} {enough:?}");
    }
}
