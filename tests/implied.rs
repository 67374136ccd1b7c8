//! What the checker says of rules that add nothing, held against the evaluator: without them nothing is answered or asked for
//! otherwise, and a rule without which nothing is otherwise is named. The evaluator says which rules are in force and what
//! the answers are; which of two demands is the greater stands in a table here, and no code of the checker is used.
#![cfg(test)]

use std::collections::BTreeSet;

use carecheck::diagnostic::Diagnostic;
use carecheck::evaluate::{Applies, Guidance, answer, plan};
use carecheck::model::{AnswerWord, Case, Fixed, Frequency, Length, Model, Unit, Value, Verb, steps};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::time::{Edge, EventTime, Step};
use jiff::{SignedDuration, ToSpan, Zoned};

const HEAD: &str = "treatment peel \"Peel\" day 0 hours 08:00..18:00\nactivity heat\nactivity sauna is heat\n\
                    activity steam is heat\nsign bleeding\nsign gush is bleeding\nfact smoker \"you smoke\" : yes/no\n\
                    fact skin \"your skin\" : number 1..3\nevent healed \"healed\" expected on days 2 to 3\n\
                    event cleared \"cleared\"\nevent dose \"your last dose\" before treatment\npart morning 06:00..12:00\n";
const HEAD_LINES: u32 = 12;
/// How many sets of rules are made, unless `CARECHECK_ORACLE_SETS` says otherwise.
const SETS: u64 = 100;

/// A linear congruential generator: the same sets on every machine.
struct Dice(u64);

impl Dice {
    fn one_of<T: Copy>(&mut self, sides: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sides[usize::try_from(self.0 >> 33).unwrap() % sides.len()]
    }
}

/// What the rules of a set are about, so that some of them say the same.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    Bans,
    Permissions,
    Duties,
    Alarms,
    Screening,
    Courses,
}

const WINDOWS: [&str; 16] = [
    "until +24h",
    "until +48h",
    "through day 0",
    "through day 1",
    "from day 1 until +48h",
    "from +24h until +48h",
    "on day 1",
    "until healed",
    "from healed until +5d",
    "until +5d",
    "until +24h..+48h",
    "from +24h..+36h until +5d",
    "until about +48h",
    "until cleared",
    "",
    "at +36h",
];
const FREQUENCIES: [&str; 14] = [
    "",
    "",
    "",
    "daily",
    "daily",
    "throughout",
    "2 times daily",
    "1..3 times daily",
    "every 4h",
    "every 12h",
    "daily at 08:00",
    "daily morning",
    "up to 3 times daily",
    "as needed",
];
const CONDITIONS: [&str; 10] = [
    "",
    "",
    "",
    "",
    "when smoker",
    "unless smoker",
    "when skin > 1",
    "when skin >= 3",
    "when smoker or skin = 2",
    "when treatment at or after 12:00",
];

fn rule(dice: &mut Dice, family: Family) -> String {
    let condition = dice.one_of(&CONDITIONS);
    let target = dice.one_of(&["heat", "sauna", "sauna", "sauna", "heat, sauna", "steam"]);
    let (window, measure) =
        (dice.one_of(&WINDOWS), dice.one_of(&["", "", "", "", "", "", "by \"your driver\"", "amount \"little\""]));
    match family {
        Family::Bans => {
            let ideally = dice.one_of(&["", "", "", "ideally "]);
            let except = if target == "heat" {
                dice.one_of(&["", "", "except sauna", "except (sauna from +24h)", "except steam when smoker"])
            } else {
                ""
            };
            format!("{ideally}avoid {target} {window} {condition} {except}")
        }
        Family::Permissions => match dice.one_of(&[0, 0, 1]) {
            0 => format!("allow {target} {window} {condition} {measure}"),
            _ => format!("do {target} {} {window} {condition}", dice.one_of(&FREQUENCIES)),
        },
        Family::Duties => {
            let ideally = dice.one_of(&["", "", "", "", "ideally "]);
            let said = dice.one_of(&["", "", "", "", "\"Briefly.\""]);
            let often = dice.one_of(&FREQUENCIES);
            let lasting = dice.one_of(&["", "", "", "", "lasting 5min"]);
            format!("{ideally}do {target} {said} {often} {lasting} {window} {condition} {measure}")
        }
        Family::Alarms => {
            let sign = dice.one_of(&["bleeding", "gush", "bleeding", "bleeding, gush"]);
            let verb = dice.one_of(&["alert", "alert", "alert", "expect"]);
            format!("{verb} {sign} {window} {condition}")
        }
        Family::Screening => {
            let asked = dice.one_of(&[
                "when smoker",
                "when not smoker",
                "when skin > 1",
                "when skin = 3",
                "when smoker and skin > 1",
                "when smoker or skin = 3",
                "when dose within 2mo before treatment",
                "when dose within 6mo before treatment",
                "until dose +1mo",
                "until dose +2mo..dose +3mo",
                "until dose +6mo",
                "until dose +6mo when smoker",
            ]);
            format!("contraindicated {asked}")
        }
        Family::Courses => {
            let ideally = dice.one_of(&["", "", "ideally "]);
            let course = dice.one_of(&[
                "every 4w..6w",
                "every 4w..8w",
                "every 4w..6w for 3 sessions",
                "for 3..6 sessions",
                "no sooner than 4w",
                "no sooner than 3w..5w",
            ]);
            format!("{ideally}repeat {course} {}", dice.one_of(&["", "", "when smoker", "unless smoker"]))
        }
    }
}

fn rules(dice: &mut Dice) -> Vec<String> {
    let family = dice.one_of(&[
        Family::Bans,
        Family::Bans,
        Family::Permissions,
        Family::Duties,
        Family::Duties,
        Family::Alarms,
        Family::Screening,
        Family::Courses,
    ]);
    let heading = dice.one_of(&["", "", "", "on days 0 to 1", "until +48h", "when smoker"]);
    let some = dice.one_of(&[2, 3, 3, 4]);
    let write = |at: usize, rule: String| {
        let words = rule.split_whitespace().collect::<Vec<_>>().join(" ");
        // The first rule may stand under a heading, if it does not end where the heading does not.
        let half = ["until", "from", "before", "through"].iter().any(|word| words.contains(word));
        if at == 0 && !heading.is_empty() && !(half && heading != "when smoker") {
            format!("phase \"Heading\" {heading} {{ {words} }}")
        } else {
            words
        }
    };
    (0..some).map(|at| write(at, rule(dice, family))).collect()
}

struct Sheet {
    sources: Sources,
    model: Model,
    findings: Vec<Diagnostic>,
}

fn analyse(rules: &[String]) -> Sheet {
    let mut sources = Sources::default();
    let program = format!("{HEAD}{}\n", rules.join("\n"));
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let mut unit = Unit::default();
    let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
    assert!(syntax.is_empty(), "{}\n{program}", syntax[0].message);
    unit.files.push(tree);
    let (model, findings) = carecheck::analyse(&sources, &unit, FileId(0));
    Sheet { sources, model, findings }
}

impl Sheet {
    /// The lines, counted from the first rule, that the findings of some sorts point at.
    fn lines(&self, codes: &[&str], primary: bool) -> BTreeSet<usize> {
        let found = self.findings.iter().filter(|finding| codes.contains(&finding.code.id));
        let labels = found.flat_map(|finding| &finding.labels).filter(|label| label.primary || !primary);
        let line = |place: carecheck::source::Place| self.sources.file(place.file).line_column(place.span.start).line;
        labels.map(|label| (line(label.place) - HEAD_LINES - 1) as usize).collect()
    }

    /// The same rules without those on some lines.
    fn without(&self, gone: impl Fn(usize) -> bool) -> Model {
        let mut model = self.model.clone();
        model.rules.retain(|rule| !gone(self.line_of(rule.place)));
        model
    }

    fn line_of(&self, place: carecheck::source::Place) -> usize {
        (self.sources.file(place.file).line_column(place.span.start).line - HEAD_LINES - 1) as usize
    }

    /// Treatments, facts and times of the events, as far as the rules speak of them.
    fn cases(&self, rules: &[String]) -> Vec<Case> {
        let text = rules.join("\n");
        let mut found = Vec::new();
        for treated in [
            "2026-11-24T14:00[Europe/Paris]",
            "2026-11-24T08:00[Europe/Paris]",
            "2027-03-27T10:00[Europe/Paris]",
            "2027-10-30T18:00[Europe/Paris]",
        ] {
            let treated: Zoned = treated.parse().unwrap();
            let hours = |hours: i64| treated.checked_add(SignedDuration::from_hours(hours)).unwrap();
            let midnight = |days: i8| hours(i64::from(days) * 24).start_of_day().unwrap();
            let known = |times: Vec<Zoned>| times.into_iter().map(|at| Some(EventTime::at(at))).chain([None]).collect();
            let only = |said: bool, times: Vec<Option<EventTime>>| if said { times } else { vec![None] };
            let healed = only(text.contains("healed"), known(vec![midnight(2), hours(49), hours(60), hours(75)]));
            let mut cleared = known(vec![hours(1), hours(30), hours(50), hours(130)]);
            cleared.push(Some(EventTime::Never));
            let cleared = only(text.contains("cleared"), cleared);
            let months = |months: i64| treated.checked_sub(months.months()).unwrap();
            let mut dose =
                known(vec![months(1), months(2), months(4), months(6), months(9), hours(-24), hours(-24 * 75)]);
            dose.push(Some(EventTime::Never));
            let dose = only(text.contains("dose"), dose);
            let smoker = if text.contains("smoker") { vec![Some(true), Some(false), None] } else { vec![None] };
            let skin = if text.contains("skin") { vec![Some(1), Some(2), Some(3), None] } else { vec![None] };
            for (event, times) in [("healed", healed), ("cleared", cleared), ("dose", dose)] {
                // One event at a time is known, the others are not.
                let times: Vec<_> =
                    if event == "healed" { times } else { times.into_iter().filter(Option::is_some).collect() };
                for time in times {
                    for &smokes in &smoker {
                        for &skin in &skin {
                            let both = text.contains("smoker") && text.contains("skin");
                            if both && smokes.is_none() != skin.is_none() {
                                continue;
                            }
                            let mut fixed = Fixed::default();
                            let id = |name| self.model.fact_named(name).unwrap();
                            fixed.facts.extend(smokes.map(|smokes| (id("smoker"), Value::Bool(smokes))));
                            fixed.facts.extend(skin.map(|skin| (id("skin"), Value::Number(skin))));
                            let event = self.model.event_named(event).unwrap();
                            fixed.events.extend(time.clone().map(|time| (event, time)));
                            found.push(Case::new(&self.model, treated.clone(), &fixed).unwrap());
                        }
                    }
                }
            }
        }
        found
    }

    /// Instants right before, at and between the ends of the windows in a case.
    fn instants(&self, case: &Case) -> Vec<Zoned> {
        let treated = &case.situation.treated;
        let windows = self.model.rules.iter().flat_map(|rule| rule.windows());
        let mut found = BTreeSet::from([treated.timestamp().as_second() - 3_600]);
        for window in windows {
            let resolved = window.resolve(&case.situation).unwrap();
            for edge in [resolved.start.start, resolved.start.end, resolved.end.start, resolved.end.end] {
                let at = edge.instant().map(|at| at.timestamp().as_second());
                found.extend(at.into_iter().flat_map(|at| [at, at + 1]));
            }
        }
        let last = found.last().copied().unwrap();
        found.insert(last + 86_400);
        let instant = |at: i64| jiff::Timestamp::from_second(at).unwrap().to_zoned(treated.time_zone().clone());
        found.into_iter().map(instant).collect()
    }
}

/// What is answered about a name.
fn answered(model: &Model, sources: &Sources, case: &Case, name: &str, at: &Zoned) -> Vec<AnswerWord> {
    answer(model, sources, case, model.subject_named(name).unwrap(), at).unwrap().state.possible
}

/// Whether whoever follows the second does all that the first asks for, at an instant at which both are in force.
fn as_much(less: &Guidance, more: &Guidance) -> bool {
    let measures = |one: &Guidance| {
        let bare = |(low, high): (Length, Length)| (steps(low, false), steps(high, false));
        (one.amount.clone(), one.lasting.map(bare))
    };
    let unmeasured = |one: &Guidance| one.amount.is_none() && one.lasting.is_none();
    let is_duty = |one: &Guidance| one.verb == Verb::Do && !matches!(one.frequency, Some(Frequency::AsNeeded));
    if less.by != more.by || (more.ideally && !less.ideally && less.verb != Verb::Avoid) {
        return false;
    }
    let needed = |one: &Guidance| matches!(one.frequency, None | Some(Frequency::AsNeeded));
    match (is_duty(less), is_duty(more)) {
        (true, true) => {
            less.instruction == more.instruction
                && (unmeasured(less) || measures(less) == measures(more))
                && as_often(less, more)
        }
        (true, false) => false,
        // What is to be done may be done.
        (false, true) => {
            less.verb == Verb::Allow
                && unmeasured(less)
                && less.frequency.is_none()
                && !matches!(more.frequency, Some(Frequency::UpTo(_)))
        }
        (false, false) => {
            let instruction = less.verb != Verb::Do || less.instruction == more.instruction;
            let verb = less.verb == more.verb || (less.verb, more.verb) == (Verb::Allow, Verb::Do);
            let measures = measures(less) == measures(more) || (less.verb == Verb::Avoid && unmeasured(more));
            verb && instruction && measures && needed(less) && needed(more)
        }
    }
}

fn every(frequency: &Frequency) -> Option<Length> {
    match frequency {
        Frequency::Every(low, _) => Some(*low),
        _ => None,
    }
}

fn as_often(less: &Guidance, more: &Guidance) -> bool {
    use Frequency as F;
    let Some(than) = &less.frequency else { return met_once(less, more) };
    let Some(often) = &more.frequency else { return false };
    match (than, often) {
        (F::Every(..), F::Every(..)) => {
            every(than).map(|low| steps(low, false)) == every(often).map(|low| steps(low, false))
        }
        (F::Daily, F::Throughout | F::DailyAt(_) | F::DailyParts(_)) => true,
        (F::Daily, F::Times(least, _)) => *least > 0,
        (F::Times(low, high), F::Times(least, most)) => low <= least && most <= high,
        (than, often) => than == often,
    }
}

/// Whether what is to be done once is done by what is done in the same window or again and again within it.
fn met_once(once: &Guidance, more: &Guidance) -> bool {
    let Some(often) = &more.frequency else { return once.window == more.window };
    if more.lasting.is_some() {
        return false;
    }
    let both = once.window.certain().and(&more.window.certain());
    let (Edge::At(start), end) = (&both.start, &both.end) else { return false };
    // Surely at no instant: nothing is asked for.
    if once.window.certain().is_empty() {
        return true;
    }
    let last = match end {
        Edge::At(end) => end.clone(),
        _ => start.checked_add(9.days()).unwrap(),
    };
    let inside = |from: &Zoned, to: &Zoned| start <= from && *to <= last;
    let mut days = (-1..8).map(|days| start.checked_add(days.days()).unwrap().start_of_day().unwrap());
    let at = |day: &Zoned, hour: i8| day.with().hour(hour).minute(0).build().unwrap();
    let second = |at: &Zoned| at.checked_add(SignedDuration::from_secs(1)).unwrap();
    match often {
        Frequency::Throughout => *start < last,
        Frequency::Daily | Frequency::Times(..) => {
            days.any(|day| inside(&day, &day.tomorrow().unwrap().start_of_day().unwrap()))
        }
        Frequency::DailyAt(_) => days.any(|day| inside(&at(&day, 8), &second(&at(&day, 8)))),
        Frequency::DailyParts(_) => days.any(|day| inside(&at(&day, 6), &at(&day, 12))),
        Frequency::Every(low, _) => {
            let [_, Step::Elapsed { seconds }] = steps(*low, false) else { return false };
            let Edge::At(first) = &more.window.certain().start else { return false };
            let nth = |n: i64| first.checked_add(SignedDuration::from_secs(seconds * n)).unwrap();
            (0..60).map(nth).any(|at| inside(&at, &second(&at)))
        }
        Frequency::UpTo(_) | Frequency::AsNeeded => false,
    }
}

impl Sheet {
    /// Whether nothing is otherwise in a case without the rules on some lines, of which `model` is what is left.
    fn same_in(&self, case: &Case, model: &Model, gone: &BTreeSet<usize>) -> bool {
        let all = plan(&self.model, &self.sources, case).unwrap();
        let is_gone = |line: u32| gone.contains(&((line - HEAD_LINES - 1) as usize));
        let stands = |model: &Model| {
            let screening = plan(model, &self.sources, case).unwrap().screening;
            [Applies::Yes, Applies::Depends].into_iter().find(|word| screening.iter().any(|one| one.applies == *word))
        };
        // Two answers that wait for the same question may be one, which this does not see.
        let open = all.screening.iter().any(|one| !one.missing.is_empty());
        if !open && !all.screening.is_empty() && stands(&self.model) != stands(model) {
            return false;
        }
        let unknown = all.guidance.iter().any(|one| one.applies == Applies::Depends)
            || all.course.iter().any(|one| one.applies == Applies::Depends);
        let strict = |less: &carecheck::evaluate::Course, more: &carecheck::evaluate::Course| {
            let days = |(low, high): (Length, Length)| (low.weeks, high.weeks);
            let (own, other) = (less.course, more.course);
            let every = own.every.is_none_or(|own| {
                other.every.is_some_and(|other| days(own).0 <= days(other).0 && days(other).1 <= days(own).1)
            });
            let sooner = own.no_sooner.is_none_or(|own| {
                other.no_sooner.is_some_and(|other| days(own).0 <= days(other).0 && days(own).1 <= days(other).1)
                    || other.every.is_some_and(|other| days(own).1 <= days(other).0)
            });
            let sessions =
                own.sessions.is_none_or(|own| other.sessions.is_some_and(|other| own.0 <= other.0 && other.1 <= own.1));
            (less.ideally || !more.ideally) && every && sooner && sessions
        };
        let left = || all.course.iter().filter(|one| !is_gone(one.rule.line));
        if !unknown
            && !all.course.iter().filter(|one| is_gone(one.rule.line)).all(|one| left().any(|other| strict(one, other)))
        {
            return false;
        }
        let kind = |name: &str, parent: &str| {
            let id = |name| self.model.subject_named(name).unwrap();
            self.model.is_kind_of(id(name), id(parent))
        };
        for at in self.instants(case) {
            let signs = all.guidance.iter().any(|one| one.target == "bleeding" || one.target == "gush");
            let names: &[&str] = if signs { &["bleeding", "gush"] } else { &["heat", "sauna", "steam"] };
            for &name in names {
                if answered(&self.model, &self.sources, case, name, &at)
                    != answered(model, &self.sources, case, name, &at)
                {
                    return false;
                }
                if unknown {
                    continue;
                }
                // A duty is met by any kind of what is due, and is due under its own name only.
                let speaks = |one: &&Guidance| {
                    if one.verb == Verb::Do && one.frequency != Some(Frequency::AsNeeded) {
                        one.target == name
                    } else {
                        kind(name, &one.target)
                    }
                };
                let at = Edge::At(at.clone());
                let force = |one: &Guidance| {
                    let hole = one.except.iter().any(|hole| kind(name, &hole.target));
                    match (one.window.certain().contains(&at), one.window.possible().contains(&at)) {
                        _ if hole => 0,
                        (true, _) => 2,
                        (false, true) => 1,
                        (false, false) => 0,
                    }
                };
                let left: Vec<&Guidance> = all.guidance.iter().filter(|one| !is_gone(one.rule.line)).collect();
                for one in all.guidance.iter().filter(|one| is_gone(one.rule.line)).filter(speaks) {
                    // A ban is all in the answer, if it has no measure; an alarm that may hold is answered as one that does.
                    let all_answered = one.verb == Verb::Avoid && one.by.is_none();
                    let said = |other: &&&Guidance| {
                        let about = if one.verb == Verb::Allow { kind(name, &other.target) } else { speaks(other) };
                        about && force(other) >= force(one) && as_much(one, other)
                    };
                    if force(one) > 0 && !all_answered && !left.iter().any(|other| said(&other)) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

#[test]
fn what_adds_nothing_may_go_and_what_may_go_is_named() {
    let (mut implied, mut needed) = (0, 0);
    let sets = std::env::var("CARECHECK_ORACLE_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(SETS);
    let first = std::env::var("CARECHECK_ORACLE_FIRST").ok().and_then(|first| first.parse().ok()).unwrap_or(0);
    let mut wrong = Vec::new();
    for seed in first..first + sets {
        let mut dice = Dice(seed * 7 + 5);
        let rules = rules(&mut dice);
        let sheet = analyse(&rules);
        let gone = sheet.lines(&["C0407"], true);
        // What never holds, or cannot be read, is another finding.
        let named = sheet.lines(&["C0407", "C0405", "C0409", "C0305"], false);
        let cases = sheet.cases(&rules);
        let left = sheet.without(|line| gone.contains(&line));
        if let Some(case) = cases.iter().find(|case| !gone.is_empty() && !sheet.same_in(case, &left, &gone)) {
            wrong.push(format!(
                "{seed}: {gone:?} may not go, as {} shows\n{}",
                case.situation.treated,
                rules.join("\n")
            ));
        }
        implied += gone.len() as u64;
        for index in 0..rules.len() {
            // `expect` comforts: nobody minds reading it twice. A sheet that could not be read says nothing.
            if gone.contains(&index) || rules[index].contains("expect ") || sheet.model.rules.len() < rules.len() {
                continue;
            }
            let left = sheet.without(|line| line == index);
            let only = BTreeSet::from([index]);
            if cases.iter().all(|case| sheet.same_in(case, &left, &only)) {
                if !named.contains(&index) {
                    let found: Vec<&str> = sheet.findings.iter().map(|finding| finding.message.as_str()).collect();
                    wrong.push(format!("{seed}: {index} may go and is not named\n{}\n{found:?}", rules.join("\n")));
                }
            } else {
                needed += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(implied > sets / 6 && needed > sets / 2, "{implied} implied, {needed} needed");
}
