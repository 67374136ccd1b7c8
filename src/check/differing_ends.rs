//! Two rules that say the same of the same thing, at times that overlap and begin or end differently: which of the two is
//! meant? Silent where one is a kind of the other and stricter, where an event stands against a time, where a firm limit
//! stands beside an advised one, where the conditions differ, and where the times come from two headings.

use std::collections::BTreeSet;

use super::cover::alike;
use super::meeting::named_at;
use super::orders::Rests;
use super::pairs::{Pair, Says};
use super::search::{Answer, Hit, Question, Rank, WORST, Why};
use super::slot::Slot;
use super::undecided;
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs, Severity};
use crate::model::{Case, Rule, SubjectId, WindowOrigin};
use crate::source::Place;
use crate::time::{Moment, TimeError, Window};

/// C0408 differing-ends
pub static DIFFERING_ENDS: Code = Code { id: "C0408", name: "differing-ends", page: include_str!("differing-ends.md") };

/// What may be said twice, and the word for it.
const SAID: [(Says, &str); 5] = [
    (Says::Ban, "avoided"),
    (Says::Permission, "allowed"),
    (Says::Duty, "due"),
    (Says::Normal, "expected"),
    (Says::Alarm, "an alarm"),
];

/// All such pairs but those with a rule that adds nothing, at `removed`.
pub(super) fn check(sheet: Sheet<'_>, removed: &BTreeSet<Place>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (says, word) in SAID {
        for pair in sheet.pairs.of_sort(says, says) {
            let (a, b) = (pair.first.place, pair.second.place);
            if removed.contains(&a) || removed.contains(&b) || seen.contains(&(a.min(b), a.max(b))) {
                continue;
            }
            if sheet.effort.is_spent(b) {
                return findings;
            }
            if let Some(finding) = differ(sheet, pair, word) {
                seen.insert((a.min(b), a.max(b)));
                findings.push(finding);
            }
        }
    }
    findings
}

fn differ(sheet: Sheet<'_>, pair: &Pair<'_>, word: &str) -> Option<Diagnostic> {
    let both_phases = [pair.first, pair.second].iter().all(|rule| rule.window_origin == WindowOrigin::Phase);
    let excepted = !pair.first.except.is_empty() || !pair.second.except.is_empty();
    if both_phases || excepted || !alike(pair.first, pair.second) || pair.first_window == pair.second_window {
        return None;
    }
    let (a, b) = pair.subjects.iter().copied().find(|(a, b)| a == b).or(pair.subjects.first().copied())?;
    let (starts, ends) = (sides(pair.first_window, pair.second_window), edges(pair.first_window, pair.second_window));
    if starts == Side::EventAndTime || ends == Side::EventAndTime {
        return None;
    }
    let restrains = matches!(Says::of(pair.first), Some(Says::Ban | Says::Alarm));
    if a != b && !restrains {
        return None;
    }
    let kind = a != b;
    let windows = vec![pair.first_window, pair.second_window];
    let about = windows.iter().any(|window| window.is_about());
    let most = if about { Severity::Note } else { Severity::Warning };
    let question = Question {
        model: sheet.model,
        effort: sheet.effort,
        windows,
        further: Vec::new(),
        required: pair.first.applies_if().into_iter().collect(),
        asked: Vec::new(),
        ceiling: most,
        rests: Rests::Order,
    };
    let judge = |case: &Case| judge(pair, kind, most, case).ok().flatten();
    let found = match question.answer(&judge) {
        Answer::Found(found) => found,
        Answer::Never => return None,
        Answer::Undecided => {
            let places = (named_at(pair.first, a), named_at(pair.second, b));
            let finding = undecided::finding(&sheet.name(b), places);
            return Some(sheet.about(finding, &[pair.first, pair.second], &[a, b]));
        }
    };
    let name = sheet.name(b);
    let as_kind = if kind { format!(" as a kind of {}", sheet.name(a)) } else { String::new() };
    // For some clock times of the treatment the one may last longer, for some the other: that is no *only*.
    let only =
        if found.occurs == Occurs::TimeOfDay { String::new() } else { sheet.only(&found, &[&pair.first.condition]) };
    let how = match (starts, ends) {
        (Side::Same, _) => "end",
        (_, Side::Same) => "begin",
        _ => "begin and end",
    };
    let (one, other) = (sheet.window(pair.first), sheet.window(pair.second));
    let (one, other) = if pair.first.place < pair.second.place { (one, other) } else { (other, one) };
    let message =
        format!("two rules say when {name} is {word}{as_kind} and {how} differently: {one}, and {other}{only}");
    let first = (named_at(pair.first, a), sheet.held(word, pair.first));
    let second = (named_at(pair.second, b), sheet.held(word, pair.second));
    let (primary, other) = if first.0 < second.0 { (second, first) } else { (first, second) };
    let mut finding = Diagnostic::new(&DIFFERING_ENDS, found.hit.rank.severity, message)
        .at(primary.0, primary.1)
        .also(other.0, other.1)
        .help("keep the one that is meant, or say with `when` for whom each holds");
    finding.occurs = Some(found.occurs);
    let at = found.hit.slot.example(&found.case.situation.treated);
    finding.witness = Some(witness(sheet, primary.0.file, b, &found.case, &at));
    // Which of the two is called the first must not matter.
    let related = |a: SubjectId, b: SubjectId| sheet.model.is_kind_of(a, b) || sheet.model.is_kind_of(b, a);
    let targets = |rule: &Rule| rule.targets.iter().map(|(target, _)| *target).collect::<Vec<_>>();
    let (firsts, seconds) = (targets(pair.first), targets(pair.second));
    let met = firsts.iter().flat_map(|&a| seconds.iter().map(move |&b| (a, b))).filter(|&(a, b)| related(a, b));
    let subjects: Vec<SubjectId> = met.flat_map(|(a, b)| [a, b]).collect();
    Some(sheet.about(finding, &[pair.first, pair.second], &subjects))
}

/// How two starts, or two ends, stand to each other as written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Same,
    Differ,
    EventAndTime,
}

fn sides(a: &Window, b: &Window) -> Side {
    side(a.start.as_ref(), b.start.as_ref())
}

fn edges(a: &Window, b: &Window) -> Side {
    if a.end == b.end { Side::Same } else { side(a.end_moment(), b.end_moment()) }
}

fn side(a: Option<&Moment>, b: Option<&Moment>) -> Side {
    let of_event = |moment: Option<&Moment>| moment.is_some_and(|moment| moment.events().next().is_some());
    if a == b {
        Side::Same
    } else if of_event(a) != of_event(b) {
        Side::EventAndTime
    } else {
        Side::Differ
    }
}

/// Whether the two overlap in a case and differ at an end; of a kind, only if it is looser than its parent there.
fn judge(pair: &Pair<'_>, kind: bool, most: Severity, case: &Case) -> Result<Option<Hit>, TimeError> {
    let possible = |window: &Window| Ok::<_, TimeError>(Slot::of(&window.resolve(&case.situation)?.possible()));
    let (first, second) = (possible(pair.first_window)?, possible(pair.second_window)?);
    if first.and(second).is_empty() {
        return Ok(None);
    }
    let differ = if kind { second.start > first.start || second.end < first.end } else { first != second };
    // The first instant at which only one of the two holds.
    let apart = [
        Slot { start: first.start.min(second.start), end: first.start.max(second.start) },
        Slot { start: first.end.min(second.end), end: first.end.max(second.end) },
    ];
    let slot = apart.into_iter().find(|slot| !slot.is_empty()).filter(|_| differ);
    Ok(slot.map(|slot| Hit { rank: Rank { severity: most, kind: WORST }, why: Why::Said, slot }))
}
