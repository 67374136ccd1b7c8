//! `avoid a` and `do b`, where b is a or a kind of a: a duty that cannot be met, or of which a part is banned. What several
//! bans do only together is found by `several_bans`.

use std::collections::BTreeMap;

use super::meeting::{Judged, Looked, Meeting, Worst, named_at};
pub(super) use super::obligation::UNMET;
use super::obligation::{Concern, Obligation};
use super::pairs::{Pair, Says};
use super::reach::Reach;
use super::search::{Found, Rank};
use super::several_bans;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs};
use crate::model::{Case, Frequency, Model, Rule, SubjectId};
use crate::source::Place;

/// C0402 unmeetable-duty
pub static UNMEETABLE: Code = Code { id: "C0402", name: "unmeetable-duty", page: include_str!("unmeetable-duty.md") };
/// C0403 narrowed-duty
pub static NARROWED: Code = Code { id: "C0403", name: "narrowed-duty", page: include_str!("narrowed-duty.md") };

/// What one ban does to a duty.
pub(super) type Alone<'p, 'm> = Worst<'p, 'm>;

impl<'m> Alone<'_, 'm> {
    /// The ban and the duty.
    pub(super) fn rules(&self) -> (&'m Rule, &'m Rule) {
        (self.meeting.pair.first, self.meeting.pair.second)
    }

    pub(super) fn rank(&self) -> Rank {
        self.found.hit.rank
    }
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let events = &sheet.index.events;
    let pairs = sheet.pairs.of_sort(Says::Ban, Says::Duty);
    let (mut alone, mut findings) = (Vec::new(), Vec::new());
    for pair in pairs.iter().filter(|pair| pair.first.by == pair.second.by) {
        if sheet.effort.is_spent(pair.second.place) {
            break;
        }
        let looked = look(sheet, pair, events);
        findings.extend(looked.undecided);
        alone.extend(looked.worst);
    }
    let together = several_bans::look(sheet, events, &alone);
    alone.retain(|alone| {
        !together.told.iter().any(|several| several.tells(alone.rules(), (alone.rank(), alone.found.occurs)))
    });
    findings.extend(together.undecided);
    findings.extend(together.told.iter().map(|several| several.finding(sheet)));
    findings.extend(told(sheet, &alone));
    findings
}

/// How bad one case is where a ban and a duty meet.
pub(super) fn judge(meeting: &Meeting<'_, '_>, model: &Model, case: &Case) -> Judged {
    let (ban, duty) = (meeting.pair.first, meeting.pair.second);
    let ban = Concern { rule: ban, window: meeting.pair.first_window, named: meeting.a };
    Obligation::of(model, duty, meeting.b, vec![ban]).map_or(Ok(None), |duty| duty.judge(case))
}

/// What one ban does to a duty, over what both name.
fn look<'p, 'm>(sheet: Sheet<'m>, pair: &'p Pair<'m>, events: &[Reach]) -> Looked<'p, 'm> {
    let mut groups: BTreeMap<Vec<Place>, (SubjectId, SubjectId)> = BTreeMap::new();
    let obligation = |(a, b): (SubjectId, SubjectId)| {
        let ban = Concern { rule: pair.first, window: pair.first_window, named: a };
        Obligation::of(sheet.model, pair.second, b, vec![ban])
    };
    for &(a, b) in &pair.subjects {
        let Some(obligation) = obligation((a, b)) else { continue };
        let named = groups.entry(obligation.holes().iter().map(|hole| hole.place).collect()).or_insert((a, b));
        // The same name in both is what a reader sees first.
        if named.0 != named.1 && a == b {
            *named = (a, b);
        }
    }
    let mut looked = Looked::default();
    for (a, b) in groups.into_values() {
        let Some(obligation) = obligation((a, b)) else { continue };
        let meeting = Meeting { pair, a, b, holes: obligation.holes() };
        looked.look(sheet, meeting, &obligation.question(events, sheet.effort), &|case| {
            obligation.judge(case).ok().flatten()
        });
    }
    looked
}

/// What has one cause is one finding: where a ban lasts longer than usual because the clocks change, and several duties of the
/// same thing feel it.
fn told(sheet: Sheet<'_>, alone: &[Alone<'_, '_>]) -> Vec<Diagnostic> {
    let mut worst_first: Vec<&Alone<'_, '_>> = alone.iter().collect();
    worst_first.sort_by_key(|one| std::cmp::Reverse(one.rank()));
    let mut causes: Vec<(&Alone<'_, '_>, Vec<&Rule>)> = Vec::new();
    let mut known: BTreeMap<(Place, SubjectId), usize> = BTreeMap::new();
    for one in worst_first {
        let key = (one.rules().0.place, one.meeting.b);
        let across = one.found.occurs == Occurs::ClockChange;
        match known.get(&key).filter(|_| across).and_then(|&at| causes.get_mut(at)) {
            Some((_, more)) => more.push(one.rules().1),
            None => {
                if across {
                    known.insert(key, causes.len());
                }
                causes.push((one, Vec::new()));
            }
        }
    }
    let tell = |(one, more): (&Alone<'_, '_>, Vec<&Rule>)| {
        let (ban, duty) = one.rules();
        let also =
            |finding: Diagnostic, more: &&Rule| finding.also(named_at(more, one.meeting.b), sheet.held("due", more));
        let first = one.told(sheet, |meeting, found| finding(sheet, meeting, found));
        let finding = more.iter().fold(first, also);
        if more.is_empty() {
            return finding;
        }
        sheet.about(finding, &[vec![ban, duty], more].concat(), &[one.meeting.a, one.meeting.b])
    };
    causes.into_iter().map(tell).collect()
}

fn finding(sheet: Sheet<'_>, meeting: &Meeting<'_, '_>, found: &Found) -> Diagnostic {
    let (name, as_kind) = (sheet.name(meeting.b), meeting.as_kind(sheet));
    let only = meeting.only(sheet, found);
    let frequency = meeting.pair.second.frequency.as_ref();
    let often = often(frequency);
    let (code, message, help) = if found.hit.rank.kind == UNMET {
        let refused = refused(frequency, || meeting.overlap(sheet, found));
        let refused = if refused.is_empty() { " all that time".to_owned() } else { refused };
        let message = format!("{name} is due{often} but avoided{as_kind}{refused}, so that it cannot be done{only}");
        (&UNMEETABLE, message, "let the ban end before, let the duty start later, or write `except` in the ban")
    } else {
        let message = format!("{name} is due{often} but avoided{as_kind}{}{only}", meeting.overlap(sheet, found));
        (&NARROWED, message, "write the window in which it is to be done, or `except` in the ban")
    };
    let advice = meeting.advice(sheet, found, || help.to_owned());
    let finding = Diagnostic::new(code, found.hit.rank.severity, message);
    meeting.tell(sheet, finding, ("avoided", "due"), found).help(advice)
}

/// What of something due is refused; nothing for what is due once.
pub(super) fn refused(frequency: Option<&Frequency>, overlap: impl FnOnce() -> String) -> String {
    match frequency {
        Some(Frequency::Throughout) => overlap(),
        Some(Frequency::Daily | Frequency::Times(..)) => " for a whole day of it".to_owned(),
        Some(Frequency::Every(..) | Frequency::DailyAt(_)) => " at one of the times".to_owned(),
        Some(Frequency::DailyParts(_)) => " for one of the parts of the day".to_owned(),
        _ => String::new(),
    }
}

pub(super) fn often(frequency: Option<&Frequency>) -> &'static str {
    match frequency {
        Some(Frequency::Throughout) => " throughout",
        Some(Frequency::Daily | Frequency::Times(..) | Frequency::DailyAt(_) | Frequency::DailyParts(_)) => {
            " every day"
        }
        Some(Frequency::Every(..)) => " again and again",
        _ => "",
    }
}
