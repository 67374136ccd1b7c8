//! A sheet and a random edit of it → the same change, found by `diff` and the slow way. Where `diff` is silent, no case that is
//! looked at here may differ; where it is not, its case has to differ here too, at the instant that it names.

use carecheck::diff::{Of, Part, diff};

use crate::Sum;
use crate::answers::{Known, ends, said};
use crate::cases::Question;
use crate::clash::Case;
use crate::compare::{Checked, World};
use crate::dice::Dice;
use crate::moments::{FUTURE, Happened, PAST, Reading, held};
use crate::random::{Flavour, Making, flavour, sheet_about};
use crate::sheet::{ACTIVITIES, Asked, CHOICES, Condition, FACTS, Frequency, Rule, SIGNS, Sheet, Side, Verb};

/// How many pairs were the same, and how many changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared {
    pub same: u64,
    pub changed: u64,
    /// Witnesses that were evaluated here too.
    pub witnesses: u64,
    pub undecided: u64,
}

impl Sum for Compared {
    fn and(self, other: Compared) -> Compared {
        Compared {
            same: self.same + other.same,
            changed: self.changed + other.changed,
            witnesses: self.witnesses + other.witnesses,
            undecided: self.undecided + other.undecided,
        }
    }
}

/// A sheet of which all duties can be compared instant by instant.
fn plain(mut sheet: Sheet) -> Sheet {
    sheet.rules.iter_mut().for_each(plain_rule);
    sheet
}

fn plain_rule(rule: &mut Rule) {
    (rule.lasting, rule.order, rule.by) = (None, "", false);
    rule.frequency = match (rule.verb, rule.frequency.take()) {
        (Verb::Do, Some(Frequency::Every(..) | Frequency::At(_) | Frequency::Parts(_)) | None) => {
            Some(Frequency::Daily)
        }
        (_, other) => other,
    };
}

/// The same sheet with one thing changed, and the name of the edit. Some edits change nothing.
fn edited(sheet: &Sheet, dice: &mut Dice, flavour: Flavour) -> (&'static str, Sheet) {
    let mut new = sheet.clone();
    let at = dice.index(new.rules.len());
    let mut making = Making { dice, flavour };
    let rule = new.rules[at].clone();
    let name = match making.dice.roll(16) {
        0..=2 => {
            let window = making.window();
            if !window.text.is_empty() || rule.heading.is_none() {
                new.rules[at].window = window;
            }
            "another window"
        }
        3 => {
            new.rules[at].verb = match rule.verb {
                Verb::Avoid => Verb::Allow,
                Verb::Allow | Verb::Do => Verb::Avoid,
                Verb::Expect => Verb::Alert,
                Verb::Alert => Verb::Expect,
            };
            (new.rules[at].holes, new.rules[at].holes_when, new.rules[at].ideally) = (Vec::new(), None, false);
            new.rules[at].frequency = None;
            "another verb"
        }
        4 => {
            new.rules.remove(at);
            "dropped"
        }
        5 => {
            new.rules.reverse();
            "moved"
        }
        6 => {
            new.rules.push(rule);
            "written twice"
        }
        7 => {
            let condition = making.condition(1);
            new.rules[at].conditions = vec![(true, condition)];
            "another condition"
        }
        8..=9 => {
            // Whoever it is, one of the two applies.
            let condition = making.condition(0);
            let mut other = rule.clone();
            if rule.conditions.is_empty() {
                new.rules[at].conditions.push((true, condition.clone()));
                other.conditions.push((false, condition));
                new.rules.push(other);
            }
            "for all, in two rules"
        }
        10 => {
            let targets = rule.targets.clone();
            new.rules[at].targets.truncate(1);
            for target in targets.into_iter().skip(1) {
                new.rules.push(Rule { targets: vec![target], ..rule.clone() });
            }
            "a list in two rules"
        }
        11 => {
            let window = making.window();
            if rule.verb == Verb::Avoid {
                match new.rules[at].holes.pop() {
                    Some(hole) if !window.text.is_empty() => {
                        new.rules[at].holes.push(crate::sheet::Hole { window: Some(window), ..hole });
                    }
                    _ => {}
                }
                if new.rules[at].holes.is_empty() {
                    new.rules[at].holes_when = None;
                }
            }
            "another exception"
        }
        12 => {
            if matches!(rule.verb, Verb::Avoid | Verb::Do) {
                new.rules[at].ideally = !rule.ideally;
            }
            "advice"
        }
        13 => {
            let window = making.window();
            let healed = &mut new.events[0];
            if window.moments().iter().all(|moment| {
                let points = || moment.spans.iter().flat_map(|(a, b)| [a, b]);
                points().all(|point| point.anchor == crate::sheet::Anchor::Treatment)
            }) && !window.text.is_empty()
                && !window.point
                && window.start.is_some()
                && matches!(window.end, crate::sheet::End::At(_))
            {
                healed.expected = Some(window);
            }
            "another expectation"
        }
        14 => {
            new.office = !sheet.office;
            "other hours"
        }
        _ => {
            let text = |rule: &mut Rule| {
                for (_, condition) in &mut rule.conditions {
                    let inner = condition.clone();
                    let text = format!("not (not ({}))", inner.text);
                    let once = Condition { text: String::new(), asked: Asked::Not(Box::new(inner)) };
                    *condition = Condition { text, asked: Asked::Not(Box::new(once)) };
                }
            };
            text(&mut new.rules[at]);
            "said otherwise"
        }
    };
    plain_rule(&mut new.rules[at.min(sheet.rules.len().saturating_sub(2))]);
    (name, plain(new))
}

/// Compares one pair; `many` treatments around clock changes are looked at. Windows that rest on several events take long,
/// and have to be asked for.
pub fn compare(world: &World, seed: u64, many: usize, events: bool) -> Result<Compared, String> {
    let mut dice = Dice::of(seed);
    let flavour = flavour(&mut dice);
    let flavour = Flavour { events: flavour.events && events, ..flavour };
    let old = plain(sheet_about(&mut dice, flavour));
    let (name, new) = edited(&old, &mut dice, flavour);
    let (before, after) = (Checked::of(&old)?, Checked::of(&new)?);
    if !before.model.whole || !after.model.whole {
        return Ok(Compared::default());
    }
    let shown = || format!("{name}\n{}\n---\n{}", before.program, after.program);
    let start = std::time::Instant::now();
    let found = diff(&before.model, &after.model);
    if start.elapsed().as_secs() >= 3 {
        eprintln!("{seed}: {} took {:?}\n{}", name, start.elapsed(), shown());
    }
    let mut compared = Compared::default();
    for change in &found.changes {
        compared.undecided += u64::from(change.undecided);
        for part in &change.parts {
            compared.witnesses += u64::from(
                differs_in(world, &old, &new, &change.of, part)
                    .map_err(|problem| format!("{problem}\n{part:#?}\n{}", shown()))?,
            );
        }
    }
    if found.is_empty() {
        compared.same += 1;
        if let Some(difference) = first_difference(world, &old, &new, &mut dice, many) {
            return Err(format!("not found: {difference}\n{}", shown()));
        }
    } else {
        compared.changed += 1;
    }
    Ok(compared)
}

/// The subjects: whether it is a sign, and which.
fn subjects() -> impl Iterator<Item = (bool, usize)> {
    (0..ACTIVITIES.len()).map(|at| (false, at)).chain((0..SIGNS.len()).map(|at| (true, at)))
}

/// What differs for a subject in a case, in words.
fn difference(
    old: &Sheet,
    new: &Sheet,
    (sign, subject): (bool, usize),
    cases: (&Known<'_>, &Known<'_>),
) -> Option<String> {
    let mut all = ends(old, sign, subject, cases.0);
    all.extend(ends(new, sign, subject, cases.1));
    all.into_iter().find_map(|at| {
        let (was, is) = (said(old, sign, subject, cases.0, at), said(new, sign, subject, cases.1, at));
        let differs = was.answers != is.answers || !was.met_by(&is) || !is.met_by(&was);
        differs.then(|| format!("subject {subject} at {at}: {was:?}, then {is:?}"))
    })
}

/// The first case of some at which the two differ.
fn first_difference(world: &World, old: &Sheet, new: &Sheet, dice: &mut Dice, many: usize) -> Option<String> {
    let rules: Vec<&Rule> = old.rules.iter().chain(&new.rules).collect();
    let question = Question::of(old, &rules);
    let mut people = question.people();
    while people.len() > 8 {
        people.swap_remove(dice.index(people.len()));
    }
    let office = old.office && new.office;
    let both = Sheet { office, ..old.clone() };
    for (zone, treatment) in world.treatments(dice, &both, many, !question.events.is_empty()) {
        for &facts in &people {
            let happened = Happened { zone, treated: treatment.at, events: vec![FUTURE; old.events.len()] };
            let mut case = Case { happened, clock: treatment.clock, facts };
            for _ in 0..if question.events.is_empty() { 1 } else { 12 } {
                for &event in &question.events {
                    case.happened.events[event] = dice.one(&question.times(event, &case));
                }
                let ways = [(known(&case), known(&case)), (unknown(old, &case), unknown(new, &case))];
                let ways = ways.into_iter().take(if asks_of_events(old) || asks_of_events(new) { 1 } else { 2 });
                for (before, after) in ways {
                    if let Some(text) = subjects().find_map(|subject| difference(old, new, subject, (&before, &after)))
                    {
                        let case = &before.early.happened;
                        return Some(format!("{} {:?} {:?} {text}", zone.zoned(case.treated), facts, case.events));
                    }
                }
            }
        }
    }
    None
}

fn known<'z>(case: &Case<'z>) -> Known<'z> {
    Known { early: copy(case), late: copy(case) }
}

fn copy<'z>(case: &Case<'z>) -> Case<'z> {
    Case { happened: case.happened.clone(), clock: case.clock, facts: case.facts }
}

/// The same case of which no event is known.
fn unknown<'z>(sheet: &Sheet, case: &Case<'z>) -> Known<'z> {
    let mut known = known(case);
    for (at, event) in sheet.events.iter().enumerate() {
        let treated = case.happened.treated;
        let (first, last) = match (&event.expected, event.side) {
            (Some(window), _) => {
                let early = held(window, &known.early.happened, Reading::About).maybe;
                let late = held(window, &known.late.happened, Reading::About).maybe;
                (early.0, late.1)
            }
            (None, Side::After) => (treated, FUTURE),
            (None, Side::Before) => (PAST, treated),
            (None, Side::Any) => (PAST, FUTURE),
        };
        (known.early.happened.events[at], known.late.happened.events[at]) = (first, last);
    }
    known
}

fn asks_of_events(sheet: &Sheet) -> bool {
    let mut asks = false;
    let conditions =
        sheet.rules.iter().flat_map(|rule| rule.conditions().map(|(_, condition)| condition).chain(&rule.holes_when));
    conditions.for_each(|condition| condition.each(&mut |asked| asks |= matches!(asked, Asked::Near(..))));
    asks
}

/// Whether the case of a part could be evaluated here; it has to differ.
fn differs_in(world: &World, old: &Sheet, new: &Sheet, of: &Of, part: &Part) -> Result<bool, String> {
    let witness = &part.witness;
    let name = witness.treated.time_zone().iana_name().unwrap_or("UTC");
    let zone = world.zone(name);
    let treated = witness.treated.timestamp().as_second();
    let happened = Happened { zone, treated, events: vec![FUTURE; old.events.len()] };
    let mut case = Case { happened, clock: crate::cases::treatment(zone, treated).clock, facts: [1; FACTS.len()] };
    for (name, value) in &witness.given {
        let fact = FACTS.iter().position(|(fact, ..)| fact == name).unwrap();
        case.facts[fact] = match value.as_str() {
            "yes" => 1,
            "no" => 0,
            other => other.parse().unwrap_or_else(|_| {
                i64::try_from(CHOICES.iter().position(|choice| *choice == other).unwrap()).unwrap()
            }),
        };
    }
    let mut cases = (unknown(old, &case), unknown(new, &case));
    for (name, value) in &witness.events {
        let event = old.events.iter().position(|event| event.name == name).unwrap();
        let at = match value.as_str() {
            "never" => FUTURE,
            at => at.parse::<jiff::Zoned>().unwrap().timestamp().as_second(),
        };
        for known in [&mut cases.0, &mut cases.1] {
            (known.early.happened.events[event], known.late.happened.events[event]) = (at, at);
        }
    }
    // Which answers are possible while a condition on an event is open is not computed here.
    if !witness.unknown.is_empty() && (asks_of_events(old) || asks_of_events(new)) {
        return Ok(false);
    }
    let Of::Target { name, .. } = of else { return Ok(false) };
    let subject = match ACTIVITIES.iter().position(|(activity, _)| activity == name) {
        Some(at) => (false, at),
        None => (true, SIGNS.iter().position(|(sign, _)| sign == name).unwrap()),
    };
    let at = witness.at.timestamp().as_second();
    let (was, is) = (said(old, subject.0, subject.1, &cases.0, at), said(new, subject.0, subject.1, &cases.1, at));
    if was.answers == is.answers && was.met_by(&is) && is.met_by(&was) {
        return Err(format!("the witness does not differ: {was:?}, {is:?}"));
    }
    Ok(true)
}
