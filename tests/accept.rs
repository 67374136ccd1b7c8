//! What is accepted, and when that lapses: programs, and what is still found in them. The digests are those of the
//! program itself, so that they show what a change of the text does to them.
#![cfg(test)]

use carecheck::diagnostic::Diagnostic;
use carecheck::model::{Model, Unit, meaning};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{tree::Statement, unquote};
use proptest::prelude::*;

/// The model and the findings of the first of these files.
fn analyse(files: &[(&str, &str)]) -> (Sources, Model, Vec<Diagnostic>) {
    let (mut sources, mut unit, mut findings) = (Sources::default(), Unit::default(), Vec::new());
    for (name, text) in files {
        let id = sources.add(SourceFile::load(*name, text.as_bytes()).0);
        let (tree, found) = carecheck::syntax::parse(id, sources.file(id));
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let path = unquote(sources.file(id).slice(used.path.0)).into_owned();
            let target = files.iter().position(|(name, _)| *name == path).unwrap();
            unit.uses.insert((id, path), Ok(FileId(u32::try_from(target).unwrap())));
        }
        unit.files.push(tree);
        findings.extend(found);
    }
    let (model, found) = carecheck::analyse(&sources, &unit, FileId(0));
    findings.extend(found);
    (sources, model, findings)
}

/// The names that every program here uses.
const NAMES: &str = r#"
treatment peel "Peel" day 1 hours 08:00..18:00
activity heat "heat"
activity sauna "saunas" is heat
activity makeup "makeup"
activity sport "sport"
fact irritated "your skin is irritated" : yes/no
fact technique "the technique" : one of pen "a pen", roller "a roller"
fact skin "your skin type" : number 1..6
event healed "your skin has healed" expected on days 5 to 10
event last "your last dose" before treatment
part evening "in the evening" 18:00..22:00
"#;

/// What is found, one line each, names that are unused aside: `error contradiction`, `accepted: reason`.
fn found(program: &str) -> String {
    let (_, _, findings) = analyse(&[("a.care", &format!("{NAMES}{program}"))]);
    listed(&findings)
}

fn listed(findings: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for finding in findings.iter().filter(|finding| finding.code.name != "unused-name") {
        let head = format!("{} {}", finding.severity.word(), finding.code.name);
        lines.push(match (&finding.accepted, &finding.help) {
            (Some(reason), _) => format!("{head}, accepted: {reason}"),
            (None, Some(help)) if head.contains("acceptance") || head.contains("twice") => {
                format!("{head}: {}\n  = {help}", finding.message)
            }
            (None, _) => head,
        });
    }
    lines.join("\n")
}

/// The digests of what is found about rules, in order.
fn digests(program: &str) -> Vec<String> {
    let (_, _, findings) = analyse(&[("a.care", program)]);
    let mut digests: Vec<String> = findings.into_iter().filter_map(|finding| finding.digest).collect();
    digests.sort();
    digests
}

/// The digests of what is found about one rule or two. Of several bans that open one gap, and of several rules that make
/// one superfluous, the text's order says which are named.
fn pairs(program: &str) -> Vec<String> {
    let (_, _, findings) = analyse(&[("a.care", program)]);
    let of_pairs = ["contradiction", "unmeetable-duty", "narrowed-duty", "never-holds"];
    let findings = findings.into_iter().filter(|finding| of_pairs.contains(&finding.code.name));
    let mut digests: Vec<String> = findings.filter_map(|finding| finding.digest).collect();
    digests.sort();
    digests
}

/// The digest of the only thing that is found in a program.
fn digest(program: &str) -> String {
    let digests = digests(&format!("{NAMES}{program}"));
    assert_eq!(digests.len(), 1, "{program}: {digests:?}");
    digests.into_iter().next().unwrap()
}

const CLASH: &str = "avoid sauna until +48h\nallow sauna from +24h\n";

#[test]
fn what_is_accepted_stays_with_its_reason() {
    let accept = format!("accept contradiction \"{}\" because \"Both are meant.\"", digest(CLASH));
    insta::assert_snapshot!(found(&format!("{CLASH}{accept}")), @"error contradiction, accepted: Both are meant.");
    insta::assert_snapshot!(found(CLASH), @"error contradiction");
}

#[test]
fn digests_are_the_same_on_every_computer_and_in_every_version() {
    insta::assert_snapshot!(digest(CLASH), @"569m-2hz8ah");
    insta::assert_snapshot!(digest("avoid sauna until +48h\nallow sauna from +3d"), @"bjqf-a8ayj5");
    insta::assert_snapshot!(digest("avoid sauna until +48h when irritated and not irritated"), @"g6rh-zdyz0d");
}

#[test]
fn an_acceptance_lapses_when_a_rule_changes() {
    let accept = format!("accept contradiction \"{}\" because \"Both are meant.\"", digest(CLASH));
    let changed = CLASH.replace("+48h", "+72h");
    insta::assert_snapshot!(found(&format!("{changed}{accept}")), @r#"
    error contradiction
    warning lapsed-acceptance: what this `contradiction` is about has changed since it was accepted
      = look at the finding again; if it is to stay as it is now, write `"569m-p1qmz9"`
    "#);
    let mended = CLASH.replace("+24h", "+48h");
    insta::assert_snapshot!(found(&format!("{mended}{accept}")), @"
    warning lapsed-acceptance: there is no such `contradiction` any more
      = remove it
    ");
}

#[test]
fn a_finding_that_gets_graver_is_another() {
    let unended = "avoid sauna\nallow sauna from +24h\n";
    let firm = "avoid sauna until +48h\nallow sauna from +24h\n";
    assert_ne!(digest(unended), digest(firm));
    // The halves tell: about the same, but something else.
    assert_eq!(digest(unended).split('-').next(), digest(firm).split('-').next());
}

#[test]
fn an_acceptance_needs_a_reason_and_a_finding_about_rules() {
    insta::assert_snapshot!(found(r#"avoid sauna until +48h
accept contradicton "k3f9-2m1x7q" because "Both are meant."
accept unused-name "k3f9-2m1x7q" because "We will need it."
accept gap "k3f9-2m1x7q" because "…""#), @r#"
    error bad-acceptance: `contradicton` is no finding that can be accepted; did you mean `contradiction`?
      = only what is found about rules in time can stay, such as a `contradiction` or a `gap`; mend the others
    error bad-acceptance: `unused-name` is no finding that can be accepted
      = only what is found about rules in time can stay, such as a `contradiction` or a `gap`; mend the others
    error bad-acceptance: this acceptance gives no reason
      = write who decided it and why, as in `because "The leaflet leaves it open; patients call us."`
    "#);
}

#[test]
fn the_same_is_accepted_once() {
    let accept = format!("accept contradiction \"{}\" because \"Both are meant.\"\n", digest(CLASH));
    insta::assert_snapshot!(found(&format!("{CLASH}{accept}{accept}")), @"
    error contradiction, accepted: Both are meant.
    warning declared-twice: this finding is accepted twice
      = remove one of the two
    ");
}

#[test]
fn nothing_lapses_where_something_could_not_be_read() {
    let accept = format!("accept contradiction \"{}\" because \"Both are meant.\"\n", digest(CLASH));
    insta::assert_snapshot!(found(&format!("avoid sauna until +48h\nallow sauna from 24h\n{accept}")), @"error missing-sign");
    insta::assert_snapshot!(found(&format!("avoid sauna until +48h\nallow saun from +24h until +48h\n{accept}")), @"
    error unknown-name
    error contradiction
    ");
}

#[test]
fn a_vocabulary_accepts_for_all_that_use_it() {
    let rules = "activity sauna \"saunas\"\navoid sauna until +48h\nallow sauna from +24h\n";
    let digest = digests(rules).concat();
    let vocabulary = format!("{rules}accept contradiction \"{digest}\" because \"Both are meant.\"\n");
    let sheet = "treatment peel \"Peel\"\nuse \"skin.care\"\n";
    let (_, _, findings) = analyse(&[("a.care", sheet), ("skin.care", &vocabulary)]);
    insta::assert_snapshot!(listed(&findings), @"error contradiction, accepted: Both are meant.");
    // What a sheet does not need is not its business.
    let (_, _, findings) = analyse(&[("a.care", sheet), ("skin.care", &vocabulary.replace("+24h", "+48h"))]);
    insta::assert_snapshot!(listed(&findings), @"");
}

#[test]
fn what_only_a_reader_sees_is_no_part_of_the_meaning() {
    let first = digest(CLASH);
    for same in [
        "allow sauna from +24h\navoid sauna until +48h",
        "# why?\navoid  sauna\n  until +48h # two days\nallow sauna from +24h",
        "hot: avoid sauna until +48h because \"It is hot.\" source \"Leaflet\"\nallow sauna from +24h",
        "avoid sauna until +2880min\nallow sauna from +1440min",
        "avoid sauna from treatment until +48h\nallow sauna from +24h",
        "phase \"Two days\" until +48h {\n  avoid sauna\n}\nallow sauna from +24h",
        "avoid sauna, sauna until +48h\nallow sauna from +24h",
    ] {
        let digests = digests(&format!("{NAMES}{same}"));
        assert!(digests.contains(&first), "{same}: {digests:?}");
    }
    let renamed = NAMES.replace("\"saunas\"", "\"hot rooms\"").replace("\"heat\"", "\"warmth\"");
    assert_eq!(digests(&format!("{renamed}{CLASH}")), [first]);
}

/// The meaning of all rules of a program together.
fn meaning_of(declared: &str, rules: &str) -> String {
    let (sources, model, findings) = analyse(&[("a.care", &format!("{declared}{rules}"))]);
    let errors: Vec<&str> = findings
        .iter()
        .filter(|finding| model.rules.is_empty() || finding.code.id < "C0200")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(errors, [] as [&str; 0], "{}", sources.file(FileId(0)).text());
    meaning(&model, &model.rules.iter().collect::<Vec<_>>(), &[])
}

#[test]
fn one_thing_said_in_two_ways_is_one_meaning() {
    for (one, other) in [
        ("avoid sauna until +1w", "avoid sauna until +7d"),
        ("avoid sauna until +1y", "avoid sauna until +12mo"),
        ("avoid sauna, makeup", "avoid makeup, sauna"),
        ("avoid sauna unless irritated", "avoid sauna when not irritated"),
        ("avoid sauna when irritated = no", "avoid sauna when not irritated"),
        ("avoid sauna when skin > 3", "avoid sauna when skin >= 4"),
        ("avoid sauna when not skin < 4", "avoid sauna when skin >= 4"),
        ("avoid sauna when irritated and skin > 3", "avoid sauna when skin > 3 and irritated"),
        ("avoid sauna unless irritated or skin > 3", "avoid sauna when skin <= 3 unless irritated"),
        (
            "avoid sauna when (irritated or skin = 1) or skin = 2",
            "avoid sauna when skin = 2 or (skin = 1 or irritated)",
        ),
        ("avoid sauna when treatment before 10:00", "avoid sauna when not treatment at or after 10:00"),
        ("avoid sauna until later of healed and +2w", "avoid sauna until later of +2w and healed"),
        ("avoid heat except sauna, (heat from +2d)", "avoid heat except (heat from +2d), sauna"),
        ("do makeup daily at 08:00, 20:00", "do makeup daily at 20:00, 08:00"),
        ("do makeup \"Gently.\" daily", "do makeup daily because \"It helps.\""),
        ("repeat every 4w..6w", "repeat every 28d..42d"),
        ("phase when irritated { avoid sauna on day 3 }", "avoid sauna when irritated on day 3"),
    ] {
        assert_eq!(meaning_of(NAMES, one), meaning_of(NAMES, other), "{one} | {other}");
    }
}

#[test]
fn each_part_of_a_rule_is_part_of_its_meaning() {
    let rules = [
        "avoid heat",
        "ideally avoid heat",
        "allow heat",
        "do heat",
        "avoid sauna",
        "avoid heat, makeup",
        "avoid heat until +48h",
        "avoid heat until +2d",
        "avoid heat from treatment",
        "avoid heat until about +2d",
        "avoid heat until +1d..+2d",
        "avoid heat through day 2",
        "avoid heat on day 2",
        "avoid heat on day 2 evening",
        "avoid heat before treatment",
        "avoid heat on arrival",
        "avoid heat at +2d",
        "avoid heat until healed",
        "avoid heat until healed +1d",
        "avoid heat until later of healed and +2d",
        "avoid heat when irritated",
        "avoid heat unless irritated",
        "avoid heat when technique = pen",
        "avoid heat when technique = roller",
        "avoid heat when skin = 3",
        "avoid heat when skin >= 3",
        "avoid heat when skin <= 3",
        "avoid heat when irritated and skin = 3",
        "avoid heat when irritated or skin = 3",
        "avoid heat when last within 6mo before treatment",
        "avoid heat when last within 5mo before treatment",
        "avoid heat when treatment at or after 10:00",
        "avoid heat when treatment before 10:00",
        "avoid heat except sauna",
        "avoid heat except (sauna from +1d)",
        "avoid heat except sauna when irritated",
        "avoid heat after sport",
        "avoid heat before sport",
        "avoid heat 2h after sport",
        "avoid heat lasting 15min",
        "avoid heat amount \"an hour\"",
        "avoid heat by \"your driver\"",
        "do heat daily",
        "do heat throughout",
        "do heat 2 times daily",
        "do heat 2..3 times daily",
        "do heat up to 3 times daily",
        "do heat every 4h",
        "do heat every 4h..6h",
        "do heat daily at 08:00",
        "do heat daily evening",
        "do heat as needed",
        "repeat every 4w",
        "repeat no sooner than 4w",
        "repeat for 4 sessions",
        "contraindicated when irritated",
        "contraindicated until last +1mo",
    ];
    let meanings: Vec<String> = rules.iter().map(|rule| meaning_of(NAMES, rule)).collect();
    for (at, meaning) in meanings.iter().enumerate() {
        let first = meanings.iter().position(|other| other == meaning).unwrap();
        assert_eq!(rules[first], rules[at]);
    }
}

#[test]
fn what_is_declared_is_part_of_the_meaning_of_the_rules_that_rest_on_it() {
    let changed = |from: &str, to: &str, rule: &str| {
        assert!(NAMES.contains(from));
        meaning_of(NAMES, rule) != meaning_of(&NAMES.replace(from, to), rule)
    };
    assert!(changed("on days 5 to 10", "on days 5 to 12", "avoid sauna until healed"));
    assert!(!changed("on days 5 to 10", "on days 5 to 12", "avoid sauna until +2d"));
    assert!(changed("before treatment", "any time", "avoid sauna when last within 6mo before treatment"));
    assert!(changed("number 1..6", "number 1..7", "avoid sauna when skin > 3"));
    assert!(changed("roller \"a roller\"", "roller \"a roller\", laser", "avoid sauna unless technique = pen"));
    assert!(changed("fact irritated", "patient fact irritated", "avoid sauna when irritated"));
    assert!(changed("18:00..22:00", "18:00..23:00", "do sport daily evening"));
    assert!(!changed("evening \"in the evening\"", "evening \"at night\"", "do sport daily evening"));
    // How the names of the rules belong together, and nothing else about kinds.
    assert!(changed(" is heat", "", "avoid heat until +48h\nallow sauna"));
    assert!(!changed(" is heat", " is heat, sport", "avoid heat until +48h\nallow sauna"));
    assert!(!changed("day 1 hours", "day 0 hours", "avoid sauna until +48h"));
    assert!(changed("day 1 hours", "day 0 hours", "avoid sauna through day 2"));
}

// ---- Random rules --------------------------------------------------------------------------------------------------

const VERBS: [&str; 4] = ["avoid", "allow", "ideally avoid", "do"];
const TARGETS: [&[&str]; 5] = [&["sauna"], &["heat"], &["makeup"], &["sauna", "makeup"], &["heat", "sport", "makeup"]];
const WINDOWS: [&str; 12] = [
    "",
    "until +48h",
    "until +2d",
    "through day 2",
    "from day 3",
    "from +3d until +1w",
    "on days 2 to 7",
    "before treatment",
    "until healed",
    "until later of +2w and healed",
    "until +2d..+3d",
    "until about +2d",
];
const CONDITIONS: [&str; 8] = [
    "",
    "when irritated",
    "unless irritated",
    "when technique = pen",
    "when skin > 3",
    "when irritated and skin > 3",
    "when irritated or skin > 3",
    "when last within 6mo before treatment",
];
const EXTRAS: [&str; 4] = ["", "amount \"a little\"", "by \"your driver\"", "lasting 5min..10min"];
const BLANKS: [&str; 5] = [" ", "  ", "\n  ", " # a word, and \"another\"\n\t", "\r\n "];
const READERS: [&str; 3] = ["", "because \"It helps.\"", "source \"Leaflet, page 2\""];

/// One rule, as choices from the lists.
type Choices = [usize; 5];

fn choices() -> impl Strategy<Value = Choices> {
    [0..VERBS.len(), 0..TARGETS.len(), 0..WINDOWS.len(), 0..CONDITIONS.len(), 0..EXTRAS.len()]
}

/// How rules are written: the order of the statements, and for each how its parts are.
#[derive(Clone, Debug)]
struct Layout {
    order: Vec<usize>,
    turns: Vec<usize>,
}

fn layouts(rules: usize) -> impl Strategy<Value = Layout> {
    let order = Just((0..rules).collect::<Vec<_>>()).prop_shuffle();
    (order, proptest::collection::vec(0..60_usize, rules)).prop_map(|(order, turns)| Layout { order, turns })
}

fn written(rules: &[Choices], layout: &Layout) -> String {
    let mut text = String::new();
    for &at in &layout.order {
        let ([verb, target, window, condition, extra], turn) = (rules[at], layout.turns[at]);
        let blank = BLANKS[turn % BLANKS.len()];
        let mut targets = TARGETS[target].to_vec();
        let by = turn % targets.len();
        targets.rotate_left(by);
        let mut clauses = [WINDOWS[window], CONDITIONS[condition], EXTRAS[extra], READERS[turn % READERS.len()]];
        let by = turn % clauses.len();
        clauses.rotate_left(by);
        text += &format!("{blank}{}{blank}{}", VERBS[verb], targets.join(&format!(",{blank}")));
        for clause in clauses.iter().filter(|clause| !clause.is_empty()) {
            text += &format!("{blank}{clause}");
        }
        text.push('\n');
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_layout_keeps_every_digest(
        (rules, one, other) in proptest::collection::vec(choices(), 1..5)
            .prop_flat_map(|rules| { let count = rules.len(); (Just(rules), layouts(count), layouts(count)) })
    ) {
        let (one, other) = (written(&rules, &one), written(&rules, &other));
        prop_assert_eq!(meaning_of(NAMES, &one), meaning_of(NAMES, &other));
        prop_assert_eq!(pairs(&format!("{NAMES}{one}")), pairs(&format!("{other}{NAMES}")));
    }

    #[test]
    fn another_rule_has_another_meaning(rule in choices(), other in choices(), at in 0..5_usize, layout in layouts(1)) {
        let mut changed = rule;
        changed[at] = other[at];
        let same = meaning_of(NAMES, &written(&[rule], &layout)) == meaning_of(NAMES, &written(&[changed], &layout));
        prop_assert_eq!(same, rule == changed);
    }
}
