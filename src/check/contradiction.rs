//! `avoid a` and `allow b` at one instant, where b is a or a kind of a and no exception covers it; `expect s` and
//! `alert t` likewise. A ban on a kind inside a wider permission narrows it and is no contradiction.

use super::holding::{Reading, rule_holding};
use super::meeting::{Judged, Known, Meeting, worst};
use super::pairs::Says;
use super::parts::parts_of;
use super::search::{Found, Hit, Rank, WORST, Why};
use super::slot::Slot;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Case, Frequency, Model, WindowOrigin};
use crate::time::{End, Order, TimeError, Window, compare_latest};

/// C0401 contradiction
pub static CONTRADICTION: Code = Code { id: "C0401", name: "contradiction", page: include_str!("contradiction.md") };

/// Which two things are said at once, and the words for them.
struct Kind {
    first: Says,
    second: Says,
    words: (&'static str, &'static str),
}

const KINDS: [Kind; 2] = [
    Kind { first: Says::Ban, second: Says::Permission, words: ("avoided", "allowed") },
    Kind { first: Says::Alarm, second: Says::Normal, words: ("an alarm", "expected") },
];

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let each = |kind: &Kind| {
        let pairs = sheet.pairs.of_sort(kind.first, kind.second);
        let tell = |meeting: &Meeting<'_, '_>, found: &Found| finding(sheet, kind, meeting, found);
        parts_of(pairs, sheet.effort, |pairs, effort| {
            let sheet = Sheet { effort, ..sheet };
            let mut known = Known::default();
            let pairs = pairs.iter().take_while(|pair| !effort.is_spent(pair.second.place));
            pairs.flat_map(|pair| worst(sheet, pair, judge, &mut known, tell)).collect()
        })
    };
    KINDS.iter().flat_map(each).collect()
}

/// How bad one case is: an error where both rules surely hold, a warning where one of them may.
pub(super) fn judge(meeting: &Meeting<'_, '_>, _: &Model, case: &Case) -> Judged {
    let pair = meeting.pair;
    for &reading in Reading::of([pair.first_window, pair.second_window].into_iter()) {
        let ban = meeting.ban(case, reading)?;
        let other = rule_holding(pair.second, pair.second_window, case, reading)?;
        let open = || ban.certain.overlap(other.possible).or_else(|| ban.possible.overlap(other.certain));
        let (slot, why) = match (ban.certain.overlap(other.certain), reading) {
            (Some(slot), Reading::Firm) => (slot, Why::Said),
            (Some(slot), Reading::NoEnd) => (slot, Why::NoEnd),
            (Some(slot), Reading::About) => (slot, Why::About),
            (None, _) => match open() {
                Some(slot) => (slot, Why::Range),
                None => continue,
            },
        };
        let severity = match (reading, why) {
            (Reading::Firm, Why::Said) => Severity::Error,
            (Reading::Firm | Reading::NoEnd, _) => Severity::Warning,
            (Reading::About, _) => Severity::Note,
        };
        let slot = widest(meeting, why, case, slot)?;
        return Ok(Some(Hit { rank: Rank { severity, kind: WORST }, why, slot }));
    }
    Ok(None)
}

/// All of the overlap of which a part was found, with what the text leaves open taken as said.
fn widest(meeting: &Meeting<'_, '_>, why: Why, case: &Case, slot: Slot) -> Result<Slot, TimeError> {
    let ban = meeting.ban(case, Reading::About)?;
    let other = rule_holding(meeting.pair.second, meeting.pair.second_window, case, Reading::About)?;
    let mut wide: Vec<Slot> = ban.certain.within(other.certain).collect();
    if why == Why::Range {
        wide = ban.certain.within(other.possible).chain(ban.possible.within(other.certain)).collect();
    }
    Ok(wide.into_iter().find(|wide| wide.contains(slot)).unwrap_or(slot))
}

fn finding(sheet: Sheet<'_>, kind: &Kind, meeting: &Meeting<'_, '_>, found: &Found) -> Diagnostic {
    let (first, second) = kind.words;
    let (as_kind, overlap) = (meeting.as_kind(sheet), meeting.overlap(sheet, found));
    let only = meeting.only(sheet, found) + &meeting.how_long(found);
    let message = format!("{} is both {second} and {first}{as_kind}{overlap}{only}", sheet.name(meeting.b));
    let finding = Diagnostic::new(&CONTRADICTION, found.hit.rank.severity, message);
    let advice = meeting.advice(sheet, found, || advice(sheet, kind, meeting, found));
    meeting.tell(sheet, finding, kind.words, found).help(advice)
}

fn advice(sheet: Sheet<'_>, kind: &Kind, meeting: &Meeting<'_, '_>, found: &Found) -> String {
    let pair = meeting.pair;
    let name = &sheet.model.subject(meeting.b).name;
    if kind.first == Says::Alarm {
        return "let one window end where the other starts, or give the alarm a sign of its own that is a kind of this one"
            .to_owned();
    }
    // Where the permission outlasts the ban, it most likely starts too early.
    let starts_later = || {
        let end = pair.first_window.end_moment().filter(|_| meeting.holes.is_empty())?;
        let latest = |window: &Window| Some(window.resolve(&found.case.situation).ok()?.end.end);
        let lasts = latest(pair.first_window)? < latest(pair.second_window)?;
        lasts.then(|| sheet.written(pair.first, end)).flatten()
    };
    let apart = match starts_later() {
        Some(end) => {
            let verb = pair.second.verb.word();
            let needed = if pair.second.frequency == Some(Frequency::AsNeeded) { " as needed" } else { "" };
            format!("start when the ban ends: `{verb} {name}{needed} from {end}`")
        }
        None => match lasting_ban(sheet, meeting) {
            Some(window) => format!("say when the ban ends, as in `avoid {name} {window}`"),
            None => "let one window end where the other starts".to_owned(),
        },
    };
    let unless = if found.facts { ", or set the two apart with `when` and `unless`" } else { "" };
    let hole = match pair.second.window_origin {
        WindowOrigin::Rule => format!("({name} {})", sheet.window(pair.second)),
        WindowOrigin::Phase | WindowOrigin::Nobody => name.clone(),
    };
    let kind = meeting.a != meeting.b;
    let except = if kind { format!(", or write the exception into the ban: `except {hole}`") } else { String::new() };
    format!("{apart}{unless}{except}")
}

/// A ban that goes on for ever, with the end that a permission which starts later asks for: `from treatment until +6w`.
fn lasting_ban(sheet: Sheet<'_>, meeting: &Meeting<'_, '_>) -> Option<String> {
    let pair = meeting.pair;
    let written = pair.first.window_origin == WindowOrigin::Rule && pair.first_window.end == End::Open;
    let (from, start) = (pair.first_window.start.as_ref()?, pair.second_window.start.as_ref()?);
    let later = compare_latest(&from.latest, &start.earliest) == Order::Before;
    if !written || !later || start.is_range() || start.about || meeting.a != meeting.b {
        return None;
    }
    let end = sheet.end(pair.second, &start.latest).replace('`', "").replace("the later of", "later of");
    let end = end.strip_prefix("the end of ").map_or_else(|| format!("until {end}"), |day| format!("through {day}"));
    Some(format!("{} {end}", sheet.window(pair.first)))
}
