//! Random sheets whose answers are computed a second time, slowly and obviously: instant by instant, world by world, from
//! the sheet as it was drawn and not from the model.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use carecheck::model::AnswerWord;
use carecheck::time::Edge;
use jiff::{SignedDuration, Zoned};
use proptest::prelude::*;

use crate::sheet::Sheet;

const TREATED: &str = "2026-11-23T14:00[UTC]";
/// How far the windows reach, in hours.
const REACH: i64 = 24;
/// `healed` is expected between these hours.
const HEALED: (i64, i64) = (8, 12);

/// The activities and what each is a kind of: a diamond and one that stands alone.
const SUBJECTS: [(&str, &[usize]); 5] =
    [("top", &[]), ("left", &[0]), ("right", &[0]), ("low", &[1, 2]), ("alone", &[])];
const FACTS: [&str; 4] = ["dry", "red", "grade", "dose"];

/// A moment in hours: the earliest and the latest.
type Hours = (i64, i64);

#[derive(Clone, Debug)]
enum Question {
    Dry,
    Red,
    GradeAtLeast(i64),
    DoseWithin(i64),
}

#[derive(Clone, Debug)]
enum Condition {
    Always,
    Is(Question),
    Not(Question),
    And(Question, Question),
    Or(Question, Question),
}

#[derive(Clone, Debug)]
enum End {
    At(Hours),
    Healed,
    Open,
}

#[derive(Clone, Debug)]
struct Window {
    start: Hours,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verb {
    Avoid,
    IdeallyAvoid,
    Allow,
    Do,
    AsNeeded,
    DoOnce,
}

#[derive(Clone, Debug)]
struct Rule {
    verb: Verb,
    target: usize,
    window: Window,
    condition: Condition,
    hole: Option<(usize, Option<Window>, Option<Question>)>,
}

/// What is given; `None` is unknown. The dose in hours from the treatment, or never.
#[derive(Clone, Debug)]
struct Known {
    dry: Option<bool>,
    red: Option<bool>,
    grade: Option<i64>,
    dose: Option<Option<i64>>,
}

/// Everything known.
struct World {
    dry: bool,
    red: bool,
    grade: i64,
    dose: Option<i64>,
}

fn question() -> impl Strategy<Value = Question> {
    prop_oneof![
        Just(Question::Dry),
        Just(Question::Red),
        (2..=4_i64).prop_map(Question::GradeAtLeast),
        (1..=2_i64).prop_map(|hours| Question::DoseWithin(hours * 2)),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        2 => Just(Condition::Always),
        2 => question().prop_map(Condition::Is),
        1 => question().prop_map(Condition::Not),
        1 => (question(), question()).prop_map(|(a, b)| Condition::And(a, b)),
        1 => (question(), question()).prop_map(|(a, b)| Condition::Or(a, b)),
    ]
}

fn hours(least: i64) -> impl Strategy<Value = Hours> {
    (least..REACH - 4, 0..4_i64).prop_map(|(from, width)| (from, if width < 2 { from } else { from + width }))
}

fn window() -> impl Strategy<Value = Window> {
    let end = prop_oneof![4 => hours(6).prop_map(End::At), 1 => Just(End::Healed), 1 => Just(End::Open)];
    ((0..5_i64, 0..3_i64), end).prop_map(|((from, width), end)| Window { start: (from, from + width), end })
}

fn rule() -> impl Strategy<Value = Rule> {
    let verb = prop_oneof![
        3 => Just(Verb::Avoid),
        1 => Just(Verb::IdeallyAvoid),
        2 => Just(Verb::Allow),
        2 => Just(Verb::Do),
        1 => Just(Verb::AsNeeded),
        1 => Just(Verb::DoOnce),
    ];
    let hole =
        proptest::option::of((0..SUBJECTS.len(), proptest::option::of(window()), proptest::option::of(question())));
    (verb, 0..SUBJECTS.len(), window(), condition(), hole).prop_map(|(verb, target, window, condition, hole)| {
        // A hole lies inside its ban.
        let hole = hole.filter(|&(hole, ..)| hole != target && is_kind(hole, target));
        Rule { verb, target, window, condition, hole }
    })
}

fn known() -> impl Strategy<Value = Known> {
    let dose = proptest::option::of(proptest::option::of(-5..=0_i64));
    (any::<Option<bool>>(), any::<Option<bool>>(), proptest::option::of(1..=4_i64), dose)
        .prop_map(|(dry, red, grade, dose)| Known { dry, red, grade, dose })
}

// What is written.

impl Question {
    fn text(&self) -> String {
        match self {
            Question::Dry => "dry".to_owned(),
            Question::Red => "red".to_owned(),
            Question::GradeAtLeast(grade) => format!("grade >= {grade}"),
            Question::DoseWithin(hours) => format!("dose within {hours}h before treatment"),
        }
    }
}

impl Condition {
    fn text(&self) -> String {
        match self {
            Condition::Always => String::new(),
            Condition::Is(a) => format!(" when {}", a.text()),
            Condition::Not(a) => format!(" unless {}", a.text()),
            Condition::And(a, b) => format!(" when {} and {}", a.text(), b.text()),
            Condition::Or(a, b) => format!(" when {} or {}", a.text(), b.text()),
        }
    }
}

fn moment((from, to): Hours) -> String {
    if from == to { format!("+{from}h") } else { format!("+{from}h..+{to}h") }
}

impl Window {
    fn text(&self) -> String {
        let start = moment(self.start);
        match &self.end {
            End::At(end) => format!("from {start} until {}", moment(*end)),
            End::Healed => format!("from {start} until healed"),
            End::Open => format!("from {start}"),
        }
    }
}

impl Rule {
    fn text(&self) -> String {
        let (verb, frequency) = match self.verb {
            Verb::Avoid => ("avoid", ""),
            Verb::IdeallyAvoid => ("ideally avoid", ""),
            Verb::Allow => ("allow", ""),
            Verb::Do | Verb::DoOnce => ("do", ""),
            Verb::AsNeeded => ("do", " as needed"),
        };
        let name = |subject: usize| SUBJECTS[subject].0;
        let window = match self.verb {
            Verb::DoOnce => format!("at {}", moment(self.window.start)),
            _ => self.window.text(),
        };
        let mut text = format!("{verb} {}{frequency} {window}{}", name(self.target), self.condition.text());
        if let (Some((subject, window, when)), true) = (&self.hole, self.is_ban()) {
            let hole = match window {
                Some(window) => format!("({} {})", name(*subject), window.text()),
                None => name(*subject).to_owned(),
            };
            let when = when.as_ref().map(|when| format!(" when {}", when.text())).unwrap_or_default();
            let _ = write!(text, " except {hole}{when}");
        }
        text
    }

    fn is_ban(&self) -> bool {
        matches!(self.verb, Verb::Avoid | Verb::IdeallyAvoid)
    }
}

fn text(rules: &[Rule]) -> String {
    let mut text = "fact dry \"your skin is dry\" : yes/no\nfact red \"your skin is red\" : yes/no\n\
        fact grade \"the grade\" : number 1..4\nevent dose \"your last dose\" before treatment\n"
        .to_owned();
    let _ = writeln!(text, "event healed \"your skin has healed\" expected from +{}h until +{}h", HEALED.0, HEALED.1);
    for (name, parents) in SUBJECTS {
        let parents: Vec<&str> = parents.iter().map(|&parent| SUBJECTS[parent].0).collect();
        let is = if parents.is_empty() { String::new() } else { format!(" is {}", parents.join(", ")) };
        let _ = writeln!(text, "activity {name} \"{name}\"{is}");
    }
    for rule in rules {
        let _ = writeln!(text, "{}", rule.text());
    }
    text
}

// What it means.

fn is_kind(kind: usize, parent: usize) -> bool {
    kind == parent || SUBJECTS[kind].1.iter().any(|&above| is_kind(above, parent))
}

impl World {
    fn answers(&self, question: &Question) -> bool {
        match question {
            Question::Dry => self.dry,
            Question::Red => self.red,
            Question::GradeAtLeast(grade) => self.grade >= *grade,
            Question::DoseWithin(hours) => self.dose.is_some_and(|dose| -hours <= dose && dose <= 0),
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Is(a) => self.answers(a),
            Condition::Not(a) => !self.answers(a),
            Condition::And(a, b) => self.answers(a) && self.answers(b),
            Condition::Or(a, b) => self.answers(a) || self.answers(b),
        }
    }
}

/// All worlds that are possible, with the index of the answer to each of [`FACTS`].
fn worlds(known: &Known) -> Vec<([usize; 4], World)> {
    let dry: Vec<bool> = known.dry.map_or(vec![false, true], |dry| vec![dry]);
    let red: Vec<bool> = known.red.map_or(vec![false, true], |red| vec![red]);
    let grades: Vec<i64> = known.grade.map_or((1..=4).collect(), |grade| vec![grade]);
    let doses: Vec<Option<i64>> = known.dose.map_or((-6..=0).map(Some).chain([None]).collect(), |dose| vec![dose]);
    let mut worlds = Vec::new();
    for (a, &dry) in dry.iter().enumerate() {
        for (b, &red) in red.iter().enumerate() {
            for (c, &grade) in grades.iter().enumerate() {
                for (d, &dose) in doses.iter().enumerate() {
                    worlds.push(([a, b, c, d], World { dry, red, grade, dose }));
                }
            }
        }
    }
    worlds
}

/// Whether a window surely holds, or perhaps, at so many seconds after the treatment.
fn holds(window: &Window, once: bool, at: i64) -> (bool, bool) {
    let hour = 3600;
    if once {
        let inside = window.start.0 * hour <= at && at <= window.start.1 * hour;
        return (inside, inside);
    }
    let (end_low, end_high) = match window.end {
        End::At((low, high)) => (low * hour, high * hour),
        End::Healed => (HEALED.0 * hour, HEALED.1 * hour),
        End::Open => (i64::MAX, i64::MAX),
    };
    let (start_low, start_high) = (window.start.0 * hour, window.start.1 * hour);
    (start_high <= at && at < end_low, start_low <= at && at < end_high)
}

/// The answer in one world; `yes` says of each rule that is a permission and only perhaps holds whether it does.
fn in_world(rules: &[Rule], subject: usize, at: i64, world: &World, yes: usize) -> AnswerWord {
    let (mut avoided, mut better_not, mut due, mut allowed, mut duty) = (false, false, false, false, false);
    for (index, rule) in rules.iter().enumerate() {
        if !is_kind(subject, rule.target) {
            continue;
        }
        duty |= matches!(rule.verb, Verb::Do | Verb::DoOnce);
        let (surely, perhaps) = holds(&rule.window, rule.verb == Verb::DoOnce, at);
        if !perhaps || !world.holds(&rule.condition) {
            continue;
        }
        match rule.verb {
            Verb::Avoid | Verb::IdeallyAvoid => {
                let hole = match &rule.hole {
                    Some((hole, window, when))
                        if is_kind(subject, *hole) && when.as_ref().is_none_or(|when| world.answers(when)) =>
                    {
                        window.as_ref().map_or((true, true), |window| holds(window, false, at))
                    }
                    _ => (false, false),
                };
                match hole {
                    (true, _) => {}
                    (false, true) => better_not = true,
                    (false, false) if surely && rule.verb == Verb::Avoid => avoided = true,
                    (false, false) => better_not = true,
                }
            }
            Verb::Allow => allowed |= surely || yes >> index & 1 == 1,
            Verb::Do | Verb::DoOnce if rule.target == subject && surely => due = true,
            Verb::Do | Verb::DoOnce | Verb::AsNeeded => allowed = true,
        }
    }
    match () {
        () if avoided => AnswerWord::Avoided,
        () if better_not => AnswerWord::BetterNot,
        () if due => AnswerWord::Due,
        () if allowed => AnswerWord::Allowed,
        () if duty => AnswerWord::NotDue,
        () => AnswerWord::NotStated,
    }
}

/// Every answer that is possible, and which of [`FACTS`] tell them apart.
fn answers(
    rules: &[Rule],
    subject: usize,
    at: i64,
    worlds: &[([usize; 4], World)],
) -> (Vec<AnswerWord>, BTreeSet<&'static str>) {
    let free: usize = (0..).zip(rules).filter(|(_, rule)| rule.verb == Verb::Allow).map(|(index, _)| 1 << index).sum();
    let mut all = Vec::new();
    for yes in (0..1_usize << rules.len()).filter(|yes| yes & !free == 0) {
        for (index, world) in worlds {
            all.push((yes, *index, in_world(rules, subject, at, world, yes)));
        }
    }
    let mut missing = BTreeSet::new();
    for (place, name) in FACTS.into_iter().enumerate() {
        let without = |index: [usize; 4]| {
            let mut index = index;
            index[place] = 0;
            index
        };
        let mut seen: std::collections::BTreeMap<(usize, [usize; 4]), AnswerWord> = std::collections::BTreeMap::new();
        for &(yes, index, answer) in &all {
            if *seen.entry((yes, without(index))).or_insert(answer) != answer {
                missing.insert(name);
            }
        }
    }
    let possible: BTreeSet<&str> = all.iter().map(|&(_, _, answer)| answer.word()).collect();
    let mut possible: Vec<AnswerWord> =
        all.iter().map(|&(_, _, answer)| answer).filter(|&answer| possible.contains(answer.word())).collect();
    possible.sort_by_key(|&answer| STRICTEST_FIRST.iter().position(|&other| other == answer));
    possible.dedup();
    (possible, missing)
}

const STRICTEST_FIRST: [AnswerWord; 6] = [
    AnswerWord::Avoided,
    AnswerWord::BetterNot,
    AnswerWord::Due,
    AnswerWord::Allowed,
    AnswerWord::NotDue,
    AnswerWord::NotStated,
];

fn one(possible: &[AnswerWord]) -> AnswerWord {
    if let [only] = possible { *only } else { AnswerWord::Depends }
}

/// What is known, as `sheet.case` takes it.
fn given(known: &Known) -> String {
    let mut given = String::new();
    let yes_no = |so: bool| if so { "yes" } else { "no" };
    if let Some(dry) = known.dry {
        let _ = write!(given, "dry={},", yes_no(dry));
    }
    if let Some(red) = known.red {
        let _ = write!(given, "red={},", yes_no(red));
    }
    if let Some(grade) = known.grade {
        let _ = write!(given, "grade={grade},");
    }
    match known.dose {
        Some(Some(dose)) => {
            let treated: Zoned = TREATED.parse().unwrap();
            let at = treated.checked_add(SignedDuration::from_hours(dose)).unwrap();
            let _ = write!(given, "dose={},", at.datetime());
        }
        Some(None) => given += "dose=never,",
        None => {}
    }
    given
}

/// The first of all instants for which something is true: every whole hour, the second before it and the second after.
fn first(from: i64, such: impl Fn(i64) -> bool) -> Option<i64> {
    let grid = (-2..=REACH + 2).flat_map(|hour| [hour * 3600 - 1, hour * 3600, hour * 3600 + 1]);
    std::iter::once(from).chain(grid.filter(|&then| then > from)).find(|&then| such(then))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_the_obvious_one(
        rules in proptest::collection::vec(rule(), 1..6),
        known in known(),
        subject in 0..SUBJECTS.len(),
        asked in (-1..REACH + 2, 0..2_i64),
    ) {
        let sheet = Sheet::new(&text(&rules));
        let treated: Zoned = TREATED.parse().unwrap();
        let given = given(&known);
        let case = sheet.case(TREATED, &given);
        let seconds = asked.0 * 3600 + asked.1;
        let at = treated.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let found = sheet.answer_at(&case, SUBJECTS[subject].0, &at);

        let worlds = worlds(&known);
        let (possible, missing) = answers(&rules, subject, seconds, &worlds);
        let shown = text(&rules);
        prop_assert_eq!(&found.state.possible, &possible, "{}\ngiven {}", shown, given);
        prop_assert_eq!(found.state.answer, one(&possible));
        let named: BTreeSet<&str> = found.state.missing.iter().map(String::as_str).filter(|&name| name != "healed").collect();
        let missing = if possible.len() == 1 { BTreeSet::new() } else { missing };
        prop_assert_eq!(named, missing, "{}\ngiven {}", shown, given);

        // Every change lies on a whole hour, or a second after it where something is to be done once.
        let grid = (-2..=REACH + 2).flat_map(|hour| [hour * 3600, hour * 3600 + 1]).filter(|&then| then > seconds);
        let change = grid.map(|then| (then, one(&answers(&rules, subject, then, &worlds).0))).find(|(_, then)| *then != one(&possible));
        let until = found.state.until.instant().map(|until| (until.timestamp() - treated.timestamp()).get_seconds());
        prop_assert_eq!(until, change.map(|(then, _)| then), "{}\ngiven {}", shown, given);
        prop_assert_eq!(found.state.next, change.map(|(_, next)| next));
        prop_assert!(until.is_some() || found.state.until == Edge::Future);

        for (kind, (name, _)) in SUBJECTS.iter().enumerate().filter(|&(kind, _)| kind != subject && is_kind(kind, subject)) {
            let answer = one(&answers(&rules, kind, seconds, &worlds).0);
            let listed = found.kinds.iter().find(|listed| listed.target == *name).map(|listed| listed.answer);
            prop_assert_eq!(listed, (answer != one(&possible)).then_some(answer), "{} in {}", name, shown);
        }
    }

    #[test]
    fn when_is_the_first_of_all_instants(
        rules in proptest::collection::vec(rule(), 1..6),
        known in known(),
        subject in 0..SUBJECTS.len(),
        asked in (-1..REACH + 2, 0..2_i64),
    ) {
        let sheet = Sheet::new(&text(&rules));
        let given = given(&known);
        let case = sheet.case(TREATED, &given);
        let treated = &case.situation.treated;
        let seconds = asked.0 * 3600 + asked.1;
        let at = treated.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let found = sheet.when_at(&case, SUBJECTS[subject].0, &at);
        let after = |at: &Option<Zoned>| at.as_ref().map(|at| (at.timestamp() - treated.timestamp()).get_seconds());

        let worlds = worlds(&known);
        let possible = |at: i64| answers(&rules, subject, at, &worlds).0;
        let against = |at: i64| possible(at).iter().any(|word| matches!(word, AnswerWord::Avoided | AnswerWord::BetterNot));
        let permits = |at: i64| possible(at).iter().all(|word| matches!(word, AnswerWord::Allowed | AnswerWord::Due));
        let shown = text(&rules);
        let free = first(seconds, |at| !against(at));
        let until = free.and_then(|free| first(free, against));
        prop_assert_eq!(after(&found.from), free, "{}\ngiven {}", shown, given);
        prop_assert_eq!(after(&found.earliest), first(seconds, |at| possible(at) != [AnswerWord::Avoided]));
        prop_assert_eq!(found.then, free.map(|free| one(&possible(free))));
        prop_assert_eq!(after(&found.until), until, "{}\ngiven {}", shown, given);
        prop_assert_eq!(found.next, until.map(|until| one(&possible(until))));
        let allowed = free.and_then(|free| first(free, permits)).filter(|&at| until.is_none_or(|until| at < until));
        prop_assert_eq!(after(&found.allowed), allowed);
        prop_assert_eq!(found.limit.is_none(), free.is_some());

        let due = first(seconds, |at| possible(at) == [AnswerWord::Due]);
        let is_duty = |rule: &Rule| rule.target == subject && matches!(rule.verb, Verb::Do | Verb::DoOnce);
        prop_assert_eq!(found.due.is_some(), rules.iter().any(is_duty));
        if let Some(told) = &found.due {
            prop_assert_eq!(after(&told.from), due, "{}\ngiven {}", shown, given);
            prop_assert_eq!(after(&told.until), due.and_then(|due| first(due, |at| possible(at) != [AnswerWord::Due])));
            let may_be = first(seconds, |at| possible(at).contains(&AnswerWord::Due));
            let earliest = after(&told.earliest);
            prop_assert!(may_be.is_none_or(|may_be| earliest.is_some_and(|earliest| earliest <= may_be)));
        }
    }

    #[test]
    fn an_overview_is_every_answer(
        rules in proptest::collection::vec(rule(), 1..6),
        known in known(),
        hour in -1..REACH + 2,
    ) {
        let sheet = Sheet::new(&text(&rules));
        let case = sheet.case(TREATED, &given(&known));
        let at = case.situation.treated.checked_add(SignedDuration::from_hours(hour)).unwrap();
        let found = sheet.overview_at(&case, &at);
        let worlds = worlds(&known);
        let mut named: Vec<usize> = rules.iter().map(|rule| rule.target).collect();
        named.extend(rules.iter().filter(|rule| rule.is_ban()).filter_map(|rule| rule.hole.as_ref()).map(|(hole, ..)| *hole));
        let mut told: Vec<&str> = found.answers.iter().map(|answer| answer.target.as_str()).collect();
        told.sort_unstable();
        let mut named: Vec<&str> = named.into_iter().map(|subject| SUBJECTS[subject].0).collect();
        named.sort_unstable();
        named.dedup();
        prop_assert_eq!(told, named);
        let mut rank = 0;
        for answer in &found.answers {
            let subject = SUBJECTS.iter().position(|(name, _)| *name == answer.target).unwrap();
            let (possible, _) = answers(&rules, subject, hour * 3600, &worlds);
            prop_assert_eq!(&answer.state.possible, &possible);
            prop_assert_eq!(format!("{:?}", &answer.state), format!("{:?}", sheet.answer_at(&case, &answer.target, &at).state));
            let order = [AnswerWord::Avoided, AnswerWord::BetterNot, AnswerWord::Depends, AnswerWord::Due,
                AnswerWord::Allowed, AnswerWord::NotDue, AnswerWord::NotStated];
            let place = order.iter().position(|&word| word == answer.state.answer).unwrap();
            prop_assert!(place >= rank, "{:?}", found.answers);
            rank = place;
        }
    }
}
