//! What drawn sheets mean, one instant and one world at a time, from the drawing and not from the model.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Zoned};

use crate::draw::{At, Condition, Dice, Rule, Several, Verb, Window, is_kind};

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Avoided,
    BetterNot,
    Due,
    Allowed,
    NotDue,
    NotStated,
}

impl Word {
    pub fn name(self) -> &'static str {
        match self {
            Word::Avoided => "avoided",
            Word::BetterNot => "better not",
            Word::Due => "due",
            Word::Allowed => "allowed",
            Word::NotDue => "not due",
            Word::NotStated => "not stated",
        }
    }
}

/// The strictest first.
pub fn rank(word: Word) -> usize {
    [Word::Avoided, Word::BetterNot, Word::Due, Word::Allowed, Word::NotDue, Word::NotStated]
        .iter()
        .position(|&other| other == word)
        .unwrap()
}

/// The first instant of a day so many days after a date.
fn first_of(treated: &Zoned, days: i64) -> i64 {
    let date: Date = treated.date().checked_add(Span::new().days(days)).unwrap();
    date.to_zoned(treated.time_zone().clone()).unwrap().start_of_day().unwrap().timestamp().as_second()
}

/// The earliest and the latest second of a moment.
fn moment(at: At, treated: &Zoned) -> (i64, i64) {
    let hours = |hours: i64| treated.checked_add(SignedDuration::from_hours(hours)).unwrap().timestamp().as_second();
    match at {
        At::Hours(from, to) => (hours(from), hours(to)),
        At::Days(days) => {
            let date = treated.date().checked_add(Span::new().days(days)).unwrap();
            let then = date.to_datetime(treated.time()).to_zoned(treated.time_zone().clone()).unwrap();
            (then.timestamp().as_second(), then.timestamp().as_second())
        }
    }
}

/// The earliest and latest start, and the earliest and latest end.
fn edges(window: Window, treated: &Zoned) -> [i64; 4] {
    let hours = |hours: i64| treated.checked_add(SignedDuration::from_hours(hours)).unwrap().timestamp().as_second();
    let zero = treated.timestamp().as_second();
    match window {
        Window::Span(from, until) => {
            let (a, b) = moment(from, treated);
            let (c, d) = until.map_or((i64::MAX, i64::MAX), |until| moment(until, treated));
            [a, b, c, d]
        }
        Window::UntilHealed => [zero, zero, hours(8), hours(12)],
        Window::Through(first, last) => {
            let (first, after) = (first_of(treated, first), first_of(treated, last + 1));
            [first, first, after, after]
        }
        Window::Before(before) => [hours(-before), hours(-before), zero, zero],
    }
}

/// Whether a window surely holds, and whether perhaps.
fn holds(window: Window, treated: &Zoned, at: i64) -> (bool, bool) {
    let [a, b, c, d] = edges(window, treated);
    (b <= at && at < c, a <= at && at < d)
}

struct World {
    skin: bool,
    dry: Vec<bool>,
}

fn worlds(drawn: &Several) -> Vec<World> {
    let both = |known: Option<bool>| known.map_or(vec![false, true], |so| vec![so]);
    let mut found = vec![Vec::new()];
    for sheet in &drawn.sheets {
        found = found
            .iter()
            .flat_map(|so_far: &Vec<bool>| both(sheet.dry).into_iter().map(|dry| [so_far.as_slice(), &[dry]].concat()))
            .collect();
    }
    let each = |dry: Vec<bool>| both(drawn.skin).into_iter().map(move |skin| World { skin, dry: dry.clone() });
    found.into_iter().flat_map(each).collect()
}

fn applies(rule: &Rule, own: usize, treated: &[Zoned], world: &World) -> bool {
    match rule.condition {
        Condition::Always => true,
        Condition::Skin(so) => world.skin == so,
        Condition::Dry(so) => world.dry[own] == so,
        Condition::Near(other, hours, so) => near(treated, own, other, hours) == so,
    }
}

fn near(treated: &[Zoned], own: usize, other: usize, hours: i64) -> bool {
    let (own, other) = (treated[own].timestamp().as_second(), treated[other].timestamp().as_second());
    own - hours * 3600 <= other && other <= own
}

/// What one rule says of a subject in one world; `yes` decides a permission of which it is open whether it holds.
fn says(rule: &Rule, own: usize, treated: &[Zoned], subject: usize, at: i64, world: &World, yes: bool) -> Option<Word> {
    if matches!(rule.verb, Verb::AvoidTreatment(_) | Verb::Contraindicated(..)) || !is_kind(subject, rule.target) {
        return None;
    }
    let (surely, perhaps) = holds(rule.window, &treated[own], at);
    if !perhaps || !applies(rule, own, treated, world) {
        return None;
    }
    match rule.verb {
        Verb::Allow => (surely || yes).then_some(Word::Allowed),
        Verb::Do if surely && rule.target == subject => Some(Word::Due),
        Verb::Do | Verb::AsNeeded => Some(Word::Allowed),
        _ => {
            if let Some((hole, window, dry)) = rule.hole
                && is_kind(subject, hole)
                && (!dry || world.dry[own])
                && window.is_none_or(|window| holds(window, &treated[own], at).0)
            {
                return None;
            }
            Some(if surely && rule.verb == Verb::Avoid { Word::Avoided } else { Word::BetterNot })
        }
    }
}

/// Every answer that the rules of some choice give, the strictest first.
pub fn possible(
    drawn: &Several,
    treated: &[Zoned],
    subject: usize,
    at: i64,
    chosen: impl Fn(usize, usize) -> bool,
) -> Vec<Word> {
    let mut rules: Vec<(usize, &Rule)> = Vec::new();
    for (own, sheet) in drawn.sheets.iter().enumerate() {
        let chosen = sheet.rules.iter().enumerate().filter(|(place, _)| chosen(own, *place));
        rules.extend(chosen.map(|(_, rule)| (own, rule)));
    }
    let open: Vec<usize> = (0..rules.len())
        .filter(|&index| {
            let (own, rule) = rules[index];
            let (surely, perhaps) = holds(rule.window, &treated[own], at);
            rule.verb == Verb::Allow && is_kind(subject, rule.target) && perhaps && !surely
        })
        .collect();
    let silent = match rules.iter().any(|(_, rule)| rule.verb == Verb::Do && is_kind(subject, rule.target)) {
        true => Word::NotDue,
        false => Word::NotStated,
    };
    let mut found: Vec<Word> = Vec::new();
    for world in worlds(drawn) {
        for bits in 0..1_usize << open.len() {
            let words = rules.iter().enumerate().filter_map(|(index, (own, rule))| {
                let yes = open.iter().position(|&other| other == index).is_some_and(|bit| bits >> bit & 1 == 1);
                says(rule, *own, treated, subject, at, &world, yes)
            });
            let word = words.min_by_key(|&word| rank(word)).unwrap_or(silent);
            if !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found.sort_by_key(|&word| rank(word));
    found
}

/// Whether a rule is a must that surely holds and whose exception surely lets nothing through, or surely everything.
pub fn surely_forbids(
    drawn: &Several,
    treated: &[Zoned],
    (own, place): (usize, usize),
    subject: usize,
    at: i64,
) -> bool {
    let rule = &drawn.sheets[own].rules[place];
    let open_hole = rule.hole.is_some_and(|(hole, window, dry)| {
        let perhaps = is_kind(subject, hole) && window.is_none_or(|window| holds(window, &treated[own], at).1);
        dry && drawn.sheets[own].dry.is_none() && perhaps
    });
    let applies = worlds(drawn).iter().all(|world| applies(rule, own, treated, world));
    rule.verb == Verb::Avoid && applies && !open_hole && holds(rule.window, &treated[own], at).0
}

/// Whether a ban without exceptions surely holds of a subject; with `but`, of another sheet than that one.
pub fn surely_banned(drawn: &Several, treated: &[Zoned], subject: usize, at: i64, but: Option<usize>) -> bool {
    let worlds = worlds(drawn);
    let mut sheets = drawn.sheets.iter().enumerate().filter(|(own, _)| Some(*own) != but);
    sheets.any(|(own, sheet)| {
        sheet.rules.iter().any(|rule| {
            rule.verb == Verb::Avoid
                && is_kind(subject, rule.target)
                && plain_hole(rule, drawn, own)
                && worlds.iter().all(|world| applies(rule, own, treated, world))
                && holds(rule.window, &treated[own], at).0
        })
    })
}

/// Whether a ban has no exception, or one that cannot apply: the sheet says when, and it is known not to be so.
fn plain_hole(rule: &Rule, drawn: &Several, own: usize) -> bool {
    rule.hole.is_none_or(|(_, _, dry)| dry && drawn.sheets[own].dry == Some(false))
}

/// What surely is permitted or ordered of this very subject and surely forbidden by another sheet.
pub fn conflicts(
    drawn: &Several,
    treated: &[Zoned],
    subject: usize,
    at: i64,
) -> BTreeSet<((usize, usize), (usize, usize))> {
    let worlds = worlds(drawn);
    let holding = |wanted: &dyn Fn(&Rule) -> bool| {
        let mut found = Vec::new();
        for (own, sheet) in drawn.sheets.iter().enumerate() {
            for (place, rule) in sheet.rules.iter().enumerate().filter(|(_, rule)| wanted(rule)) {
                let applies = worlds.iter().all(|world| applies(rule, own, treated, world));
                if applies && holds(rule.window, &treated[own], at).0 {
                    found.push((own, place, rule.clone()));
                }
            }
        }
        found
    };
    let permits =
        holding(&|rule| matches!(rule.verb, Verb::Allow | Verb::Do | Verb::AsNeeded) && rule.target == subject);
    let forbids = holding(&|rule| rule.is_ban() && is_kind(subject, rule.target));
    let mut found = BTreeSet::new();
    for (own, place, _) in &permits {
        for (other, ban, rule) in forbids.iter().filter(|(other, ..)| other != own) {
            let through = rule.hole.is_some_and(|(hole, window, dry)| {
                let perhaps = !dry || drawn.sheets[*other].dry != Some(false);
                is_kind(subject, hole) && perhaps && window.is_none_or(|window| holds(window, &treated[*other], at).1)
            });
            if !through {
                found.insert(((*own, *place), (*other, *ban)));
            }
        }
    }
    found
}

/// The reasons against treatments: the treatment, and the sheet and place of the rule.
pub fn forbidden(drawn: &Several, treated: &[Zoned]) -> BTreeSet<(usize, usize, usize)> {
    let mut found = BTreeSet::new();
    for (own, sheet) in drawn.sheets.iter().enumerate() {
        for (place, rule) in sheet.rules.iter().enumerate() {
            match rule.verb {
                Verb::AvoidTreatment(other) => {
                    let at = treated[other].timestamp().as_second();
                    if holds(rule.window, &treated[own], at).0 {
                        found.insert((other, own, place));
                    }
                }
                Verb::Contraindicated(other, hours) if near(treated, own, other, hours) => {
                    found.insert((own, own, place));
                }
                _ => {}
            }
        }
    }
    found
}

/// The first later day, at the same clock time, on which no reason that has to do with a treatment stands.
pub fn first_day(drawn: &Several, treated: &[Zoned], treatment: usize) -> Option<Zoned> {
    let concerns = |&(against, own, place): &(usize, usize, usize)| {
        let other = match drawn.sheets[own].rules[place].verb {
            Verb::AvoidTreatment(other) | Verb::Contraindicated(other, _) => other,
            _ => own,
        };
        [against, own, other].contains(&treatment)
    };
    let planned = &treated[treatment];
    for days in 1..730_i64 {
        let date = planned.date().checked_add(Span::new().days(days)).unwrap();
        let mut moved = treated.to_vec();
        moved[treatment] = date.to_datetime(planned.time()).to_zoned(planned.time_zone().clone()).unwrap();
        if !forbidden(drawn, &moved).iter().any(concerns) {
            return Some(moved[treatment].clone());
        }
    }
    None
}

/// The seconds at which something may change and those before, and some others.
pub fn instants(drawn: &Several, treated: &[Zoned], dice: &mut Dice) -> Vec<i64> {
    let mut found = BTreeSet::new();
    for (own, sheet) in drawn.sheets.iter().enumerate() {
        let zero = treated[own].timestamp().as_second();
        found.insert(zero + 3600 * dice.between(-30, 60) + 17);
        for rule in &sheet.rules {
            let windows = std::iter::once(rule.window).chain(rule.hole.and_then(|(_, window, _)| window));
            for edge in windows.flat_map(|window| edges(window, &treated[own])).filter(|&edge| edge != i64::MAX) {
                found.extend([edge - 1, edge]);
            }
        }
    }
    found.into_iter().collect()
}
