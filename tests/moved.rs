//! Where a rule stands means nothing: what is found, how bad it is and the digest by which it is accepted stay the same when
//! rules are moved, rewritten in another layout, or when the file has another name.
#![cfg(test)]

use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};

/// How many sheets are made at random, unless `CARECHECK_ORACLE_SETS` says otherwise.
const SETS: u64 = 60;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<T: Copy>(&mut self, sides: &[T]) -> T {
        sides[self.roll(sides.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.roll(at + 1));
        }
    }
}

/// What is found: code, severity and digest, in one order; findings about names have none.
fn found(name: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load(name, text.as_bytes()).0);
    let mut unit = Unit::default();
    unit.files.push(carecheck::syntax::parse(id, sources.file(id)).0);
    let findings = carecheck::analyse(&sources, &unit, FileId(0)).1;
    let findings = findings.iter().filter(|finding| finding.code.id.starts_with("C04"));
    let mut found: Vec<String> = findings
        .map(|finding| {
            let digest = finding.digest.as_deref().unwrap_or("no digest");
            format!("{} {} {digest}", finding.code.name, finding.severity.word())
        })
        .collect();
    found.sort();
    found
}

const HEAD: &str = "treatment peel \"Peel\" day 0 hours 08:00..18:00\nactivity heat\nactivity sauna is heat\nactivity steam is heat\n\
                    activity ice\nsign bleeding\nfact smoker \"you smoke\" : yes/no\nfact skin \"your skin\" : number 1..6\n\
                    event healed \"healed\" expected on days 2 to 3\nevent cleared \"cleared\"\n";

fn rule(dice: &mut Dice) -> String {
    let conditions = ["", "", "", " when smoker", " unless smoker", " when skin > 3", " when skin > 4"];
    match dice.roll(20) {
        0 => {
            return format!(
                "contraindicated{}",
                dice.one_of(&[" when smoker", " when skin > 3", " when smoker or skin > 3"])
            );
        }
        1 => return format!("repeat every {}", dice.one_of(&["4w", "4w..6w", "5w..6w for 3 sessions", "2mo"])),
        2 => {
            let verb = dice.one_of(&["expect", "alert"]);
            let window = dice.one_of(&["until +24h", "from +48h", "until +3d", "until healed"]);
            return format!("{verb} bleeding {window}{}", dice.one_of(&conditions));
        }
        _ => {}
    }
    let verb = dice.one_of(&["avoid", "avoid", "avoid", "ideally avoid", "allow", "allow", "do"]);
    let target = dice.one_of(&["heat", "sauna", "sauna", "steam", "heat, sauna", "sauna, steam", "sauna, heat", "ice"]);
    let window = dice.one_of(&[
        "",
        "until +24h",
        "until +24h",
        "until +36h",
        "until +48h",
        "until about +48h",
        "through day 1",
        "from day 1 until +48h",
        "from +24h",
        "from +72h",
        "from day 3",
        "on day 1",
        "until healed",
        "from healed",
        "until cleared",
        "from later of cleared and +2d",
        "from later of healed and +2d",
        "until +24h..+48h",
        "until +1mo",
        "from +30d",
    ]);
    let often =
        if verb == "do" { dice.one_of(&["", " daily", " throughout", " 2 times daily", " as needed"]) } else { "" };
    let except = match (verb, target) {
        ("avoid", "heat") => dice.one_of(&["", " except sauna", " except (sauna from +24h)", " except steam, sauna"]),
        _ => "",
    };
    format!("{verb} {target}{often} {window}{}{except}", dice.one_of(&conditions))
}

/// Rules, of which some may stand in a phase together.
fn statements(dice: &mut Dice) -> Vec<Vec<String>> {
    let mut statements: Vec<Vec<String>> = (0..3 + dice.roll(4)).map(|_| vec![rule(dice)]).collect();
    if dice.roll(3) == 0 {
        let window = dice.one_of(&[
            "on days 1 to 2",
            "from +24h until +72h",
            "until +36h",
            "from +6h through day 0",
            "when smoker",
        ]);
        let inside = |dice: &mut Dice| {
            let verb = dice.one_of(&["avoid", "allow", "do"]);
            let own = dice.one_of(&["", "", "on day 1", "from treatment until +36h", "on days 1 to 3", "at +5d"]);
            format!(
                "{verb} {} {own}{}",
                dice.one_of(&["sauna", "heat", "ice"]),
                dice.one_of(&["", "", " when smoker", " unless smoker"])
            )
        };
        let mut phase = vec![format!("phase \"Some days\" {window} {{")];
        phase.extend((0..2 + dice.roll(2)).map(|_| inside(dice)));
        statements.push(phase);
    }
    statements
}

fn text(statements: &[Vec<String>], blank: &str) -> String {
    let text = |statement: &Vec<String>| {
        let mut text = statement.join("\n");
        if statement.len() > 1 {
            text += "\n}";
        }
        text.replace(' ', blank)
    };
    statements.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_found_does_not_depend_on_where_the_rules_stand() {
    let sets = std::env::var("CARECHECK_ORACLE_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(SETS);
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 0..sets {
        let mut dice = Dice(seed * 11 + 3);
        let mut statements = statements(&mut dice);
        let before = text(&statements, " ");
        let expected = found("a.care", &format!("{HEAD}{before}\n"));
        kinds.extend(expected.iter().filter_map(|found| found.split(' ').next()).map(str::to_owned));
        for _ in 0..2 {
            dice.shuffle(&mut statements);
            for statement in &mut statements {
                dice.shuffle(&mut statement[1..]);
            }
            let blank = dice.one_of(&[" ", "  ", "\n  "]);
            let after = text(&statements, " ");
            let moved = found(
                "b/other.care",
                &format!(
                    "{}\n{HEAD}",
                    text(&statements, blank)
                        .replace("\"Some\n  days\"", "\"Some days\"")
                        .replace("\"Some  days\"", "\"Some days\"")
                ),
            );
            assert_eq!(expected, moved, "{seed}: {before}\n\nand\n\n{after}");
        }
    }
    assert!(kinds.len() > 7 || sets < SETS, "only {kinds:?} are ever found");
}

/// The statements of a real sheet with what stands above each; a phase is one, and so are its rules within.
fn pieces(text: &str) -> Vec<Vec<String>> {
    const WORDS: [&str; 9] =
        ["avoid ", "allow ", "do ", "expect ", "alert ", "contraindicated ", "repeat ", "ideally ", "phase "];
    let named = |line: &str| {
        line.split_once(": ").is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    };
    let starts = |line: &str| WORDS.iter().any(|word| line.trim_start().starts_with(word)) || named(line.trim_start());
    let declares = |line: &str| !line.starts_with([' ', '}', '#']) && !line.trim().is_empty() && !starts(line);
    let mut pieces: Vec<Vec<String>> = Vec::new();
    let mut in_phase = false;
    for line in text.lines() {
        if in_phase && !line.starts_with('}') {
            let phase = pieces.last_mut().unwrap();
            if starts(line) {
                phase.push(line.to_owned())
            } else if let Some(last) = phase.last_mut() {
                *last += &format!("\n{line}")
            }
        } else if line.starts_with('}') && in_phase {
            in_phase = false;
        } else if !line.starts_with(' ') && (starts(line) || declares(line)) {
            in_phase = line.starts_with("phase ");
            pieces.push(vec![line.to_owned()]);
        } else if let Some(last) = pieces.last_mut().and_then(|piece| piece.last_mut()) {
            *last += &format!("\n{line}");
        }
    }
    pieces
}

#[test]
fn real_sheets_may_be_rearranged() {
    let mut sheets: Vec<_> = std::fs::read_dir("tests/sheets").unwrap().map(|entry| entry.unwrap().path()).collect();
    sheets.push("rules/default.care".into());
    sheets.sort();
    let mut looked = 0;
    for path in sheets.iter().filter(|path| path.extension().is_some_and(|end| end == "care")) {
        let text_of = std::fs::read_to_string(path).unwrap();
        let expected = found("a.care", &text_of);
        let whole = |pieces: &[Vec<String>]| {
            let of = |piece: &Vec<String>| piece.join("\n") + if piece[0].starts_with("phase ") { "\n}" } else { "" };
            pieces.iter().map(of).collect::<Vec<_>>().join("\n")
        };
        let mut pieces = pieces(&text_of);
        // Tests hold no rules, and their lines are not taken apart.
        pieces.retain(|piece| !piece[0].starts_with("test "));
        assert_eq!(expected, found("a.care", &whole(&pieces)), "{}", path.display());
        // Declarations may rest on earlier ones; rules stand anywhere.
        let is_rule = |piece: &Vec<String>| piece.len() > 1 || found_rule(&piece[0]);
        let (mut rules, declared): (Vec<_>, Vec<_>) = pieces.into_iter().partition(is_rule);
        let mut dice = Dice(u64::try_from(text_of.len()).unwrap());
        for _ in 0..1 {
            dice.shuffle(&mut rules);
            for rule in &mut rules {
                dice.shuffle(&mut rule[1..]);
            }
            let moved = format!("{}\n{}\n", whole(&rules), whole(&declared));
            assert_eq!(expected, found("b.care", &moved), "{}:\n{moved}", path.display());
            looked += rules.len();
        }
    }
    assert!(looked > 120, "{looked}");
}

fn found_rule(piece: &str) -> bool {
    const DECLARED: [&str; 11] =
        ["treatment ", "use ", "activity ", "sign ", "fact ", "patient ", "event ", "part ", "accept ", "test ", "#"];
    !DECLARED.iter().any(|word| piece.starts_with(word))
}
