//! `avoid a` and `do b`, where b is a or a kind of a: a duty that cannot be met, or of which a part is banned.

use super::demand::Demand;
use super::holding::{Ban, Holding, Reading, holding};
use super::meeting::{Judged, Meeting, worst};
use super::pairs::{Pair, Says};
use super::search::{Found, Hit, Rank, Why};
use super::slot::Slot;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Case, Frequency, Model, Rule, Truth};
use crate::time::{TimeError, Window};

/// C0402 unmeetable-duty
pub static UNMEETABLE: Code = Code { id: "C0402", name: "unmeetable-duty", page: include_str!("unmeetable-duty.md") };
/// C0403 narrowed-duty
pub static NARROWED: Code = Code { id: "C0403", name: "narrowed-duty", page: include_str!("narrowed-duty.md") };

/// Of two findings as severe, the worse: a duty that cannot be met.
pub(super) const UNMET: u8 = 1;
const NARROWER: u8 = 0;

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let pairs = sheet.pairs.of_sort(Says::Ban, Says::Duty);
    let tell = |meeting: &Meeting<'_, '_>, found: &Found| finding(sheet, meeting, found);
    pairs.iter().filter_map(|pair| worst(sheet, pair, judge, tell)).collect()
}

/// How bad one case is.
pub(super) fn judge(meeting: &Meeting<'_, '_>, model: &Model, case: &Case) -> Judged {
    let mut worst: Option<Hit> = None;
    let windows = [meeting.pair.first_window, meeting.pair.second_window];
    for &reading in Reading::of(windows.into_iter()) {
        let ban = meeting.ban(case, reading)?;
        let unmet = unmet(model, (meeting.pair.second, meeting.pair.second_window), &ban, reading, case)?;
        let narrowed = narrowed(meeting, &ban, reading, case)?;
        for hit in unmet.into_iter().chain(narrowed) {
            if worst.is_none_or(|worst| worst.rank < hit.rank) {
                worst = Some(hit);
            }
        }
    }
    Ok(worst)
}

/// Whether the duty can be met where the ban holds. An error must hold however the text is read: the ban at its shortest
/// covers the window at its longest, or refuses an occurrence that is surely demanded.
pub(super) fn unmet(
    model: &Model,
    (duty, window): (&Rule, &Window),
    ban: &Ban,
    reading: Reading,
    case: &Case,
) -> Judged {
    let demand = Demand { model, frequency: duty.frequency.as_ref(), treated: &case.situation.treated };
    let sure = duty.condition.truth(case)? == Truth::True;
    let held = holding(window, case, reading)?;
    let long = holding(window, case, Reading::About)?;
    let read = !window.is_about() || reading == Reading::About;
    let certain = || {
        let covered = if read { demand.covered(long.possible, &ban.certain) } else { None };
        covered.or_else(|| demand.refused(held.certain, &ban.certain))
    };
    let possible = || {
        let covered =
            || demand.covered(long.certain, &ban.certain).or_else(|| demand.covered(long.possible, &ban.possible));
        let refused =
            || demand.refused(held.possible, &ban.certain).or_else(|| demand.refused(held.certain, &ban.possible));
        read.then(covered).flatten().or_else(refused)
    };
    let found = if sure { certain().map(|slot| (slot, true)) } else { certain().map(|slot| (slot, false)) };
    let found = found.or_else(|| if sure { possible().map(|slot| (slot, false)) } else { None });
    let Some((slot, certain)) = found else { return Ok(None) };
    let (severity, why) = match (reading, certain) {
        (Reading::Firm, true) => (Severity::Error, Why::Said),
        (Reading::NoEnd, true) => (Severity::Warning, Why::NoEnd),
        (Reading::Firm | Reading::NoEnd, false) => (Severity::Warning, Why::Range),
        (Reading::About, _) => (Severity::Note, Why::About),
    };
    Ok(Some(Hit { rank: Rank { severity, kind: UNMET }, why, slot }))
}

/// Whether a part of the duty's window is banned.
fn narrowed(meeting: &Meeting<'_, '_>, ban: &Ban, reading: Reading, case: &Case) -> Judged {
    let held = duty_holding(meeting.pair, reading, case)?;
    let open = || ban.certain.overlap(held.possible).or_else(|| ban.possible.overlap(held.certain));
    let (slot, why) = match (ban.certain.overlap(held.certain), reading) {
        (Some(slot), Reading::Firm) => (slot, Why::Said),
        (Some(slot), _) => (slot, Why::NoEnd),
        (None, _) => match open() {
            Some(slot) => (slot, Why::Range),
            None => return Ok(None),
        },
    };
    // All of the part that is banned, with what the text leaves open taken as said.
    let ban = meeting.ban(case, Reading::About)?;
    let held = duty_holding(meeting.pair, Reading::About, case)?;
    let wide = if why == Why::Range {
        ban.certain.within(held.possible).chain(ban.possible.within(held.certain)).find(|wide| wide.contains(slot))
    } else {
        ban.certain.within(held.certain).find(|wide| wide.contains(slot))
    };
    let severity = if reading == Reading::About { Severity::Note } else { Severity::Warning };
    Ok(Some(Hit { rank: Rank { severity, kind: NARROWER }, why, slot: wide.unwrap_or(slot) }))
}

fn duty_holding(pair: &Pair<'_>, reading: Reading, case: &Case) -> Result<Holding, TimeError> {
    let mut held = holding(pair.second_window, case, reading)?;
    if pair.second.condition.truth(case)? != Truth::True {
        held.certain = Slot { start: 0, end: 0 };
    }
    Ok(held)
}

fn finding(sheet: Sheet<'_>, meeting: &Meeting<'_, '_>, found: &Found) -> Diagnostic {
    let (name, as_kind) = (sheet.name(meeting.b), meeting.as_kind(sheet));
    let only = meeting.only(sheet, found);
    let frequency = meeting.pair.second.frequency.as_ref();
    let often = often(frequency);
    let (code, message, help) = if found.hit.rank.kind == UNMET {
        let refused = match frequency {
            Some(Frequency::Throughout) => meeting.overlap(sheet, found),
            Some(Frequency::Daily | Frequency::Times(..)) => " for a whole day of it".to_owned(),
            Some(Frequency::Every(..) | Frequency::DailyAt(_)) => " at one of the times".to_owned(),
            Some(Frequency::DailyParts(_)) => " for one of the parts of the day".to_owned(),
            _ => " all that time".to_owned(),
        };
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
