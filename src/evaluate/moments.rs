//! Moments and windows that rest on events → words for a patient: how far from what, as the sheet wrote it.

use crate::lang::{Amount, Case, Joint, clock_minutes, say};
use crate::model::Model;
use crate::time::{Anchor, Latest, Moment, Step, Term, Window};

/// The stretch from one moment to another, in the words in which it can have been written.
pub(super) fn within(model: &Model, from: &Moment, to: &Moment) -> String {
    let lang = model.lang;
    let (before, base) = (offset(from), origin(to));
    let (base_of_from, after) = (origin(from), offset(to));
    let told = |side: &'static str, offset: &Offset, base: Anchor| {
        let (form, anchor) = anchor(model, base);
        say!(
            lang,
            "within",
            side = side,
            form = form,
            length = lang.length_range(&offset.low, &offset.high, Case::Dative),
            anchor = anchor
        )
    };
    match (before, base, base_of_from, after) {
        (Some(before), Some(base), _, _) if before.anchor == base && before.side < 0 => told("before", &before, base),
        (_, _, Some(base), Some(after)) if after.anchor == base && after.side > 0 => told("after", &after, base),
        (Some(before), _, _, Some(after)) if before.is_mirror_of(&after) => told("around", &before, before.anchor),
        _ => say!(lang, "between", first = moment(model, from), last = moment(model, to)),
    }
}

fn single(latest: &Latest) -> Option<&Term> {
    match latest.0.as_slice() {
        [term] => Some(term),
        _ => None,
    }
}

/// The anchor of a moment that is an anchor itself.
pub(super) fn origin(moment: &Moment) -> Option<Anchor> {
    let term = single(&moment.earliest)?;
    (!moment.is_range() && term.steps.is_empty()).then_some(term.anchor)
}

/// How far a moment lies off an anchor.
struct Offset {
    anchor: Anchor,
    /// On which side: below or above 0.
    side: i64,
    /// The least, and the most.
    low: Amount,
    high: Amount,
}

impl Offset {
    /// Whether it lies before what the other lies as far after.
    fn is_mirror_of(&self, other: &Offset) -> bool {
        self.anchor == other.anchor && self.side < 0 && (&self.low, &self.high) == (&other.low, &other.high)
    }
}

/// The anchor of a moment that lies some way off it, on which side, and how far.
fn offset(moment: &Moment) -> Option<Offset> {
    let (early, late) = (single(&moment.earliest)?, single(&moment.latest)?);
    let (first, last) = (far(early)?, far(late)?);
    if early.anchor != late.anchor || first.0.signum() != last.0.signum() {
        return None;
    }
    let (low, high) = if first.0 < 0 { (last.1, first.1) } else { (first.1, last.1) };
    let (low, high) = if moment.is_range() { range(low, high) } else { (amount(first.1), amount(first.1)) };
    Some(Offset { anchor: early.anchor, side: first.0, low, high })
}

/// Months, days and seconds. Months and days are calendar time, seconds elapsed time; the three never convert.
type Length = (u32, u32, u64);

/// A length in the largest units that fit exactly. Seven days stay days, as most sheets write them.
fn amount(length: Length) -> Amount {
    Amount::of_calendar(length, length.1.is_multiple_of(7) && length.1 > 7)
}

/// Two lengths in the same units.
fn range(low: Length, high: Length) -> (Amount, Amount) {
    let weeks = low.1.is_multiple_of(7) && high.1.is_multiple_of(7) && high.1 > 7;
    (Amount::of_calendar(low, weeks), Amount::of_calendar(high, weeks))
}

/// On which side of its anchor a term lies, and how far; `None` if it names a day or changes sides.
fn far(term: &Term) -> Option<(i64, Length)> {
    let (mut months, mut days, mut seconds) = (0_i64, 0_i64, 0_i64);
    for step in &term.steps {
        match *step {
            Step::Calendar { months: more, days: and } => {
                months += i64::from(more);
                days += i64::from(and);
            }
            Step::Elapsed { seconds: more } => seconds += more,
            Step::Day { .. } => return None,
        }
    }
    let parts = [months, days, seconds];
    let side = parts.iter().copied().find(|&part| part != 0)?.signum();
    if parts.iter().any(|&part| part.signum() == -side) {
        return None;
    }
    let count = |part: i64| u32::try_from(part.unsigned_abs()).unwrap_or(u32::MAX);
    Some((side, (count(months), count(days), seconds.unsigned_abs())))
}

/// The form of an anchor, by which messages choose, and its words: `the treatment`, or where there are several its name;
/// `your skin has healed`.
fn anchor(model: &Model, anchor: Anchor) -> (&'static str, String) {
    if is_treatment(model, anchor) {
        let several = !model.others.is_empty();
        return match model.treatment_at(anchor).filter(|_| several) {
            Some(treatment) => ("noun", model.lang.within(&treatment.label)),
            None => ("treatment", say!(model.lang, "the-treatment")),
        };
    }
    let event = anchor.event().and_then(|event| model.event(event));
    let label = event.map(|event| event.label.clone()).unwrap_or_default();
    (if model.lang.is_clause(&label) { "clause" } else { "noun" }, label)
}

/// `the treatment`, or where there are several its name, as what does something.
pub(super) fn treatment(model: &Model, treatment: Anchor) -> String {
    match anchor(model, treatment) {
        ("treatment", _) => say!(model.lang, "treatment-as-subject"),
        (_, name) => name,
    }
}

/// Whether an anchor is one of the treatments.
pub(super) fn is_treatment(model: &Model, anchor: Anchor) -> bool {
    anchor.event().is_none_or(|event| model.treatment_of(event).is_some())
}

fn moment(model: &Model, moment: &Moment) -> String {
    let lang = model.lang;
    let one = |latest: &Latest| {
        let mut terms = latest.0.iter().map(|one| term(model, one));
        let first = terms.next().unwrap_or_default();
        terms.fold(first, |first, second| say!(lang, "or-if-later", first = first, second = second))
    };
    if moment.is_range() {
        lang.list(&[one(&moment.earliest), one(&moment.latest)], Joint::Or)
    } else {
        one(&moment.earliest)
    }
}

/// `your skin has healed`, `2 weeks after your skin has healed`
pub(super) fn term(model: &Model, term: &Term) -> String {
    let lang = model.lang;
    let (form, from) = anchor(model, term.anchor);
    let in_case = |length| lang.length(&amount(length), Case::Alone);
    let side = |number: i64| if number < 0 { "before" } else { "after" };
    match (far(term), term.steps.as_slice()) {
        (_, []) => from,
        (Some((number, far)), _) => {
            say!(lang, "offset", side = side(number), form = form, length = in_case(far), anchor = from)
        }
        (None, [.., Step::Day { days, clock }]) => {
            let day = match *days {
                0 => say!(lang, "day-of-event", form = form, anchor = from),
                days => {
                    let length = in_case((0, days.unsigned_abs(), 0));
                    say!(lang, "days-from-event", side = side(days.into()), form = form, length = length, anchor = from)
                }
            };
            match *clock {
                Some(minutes) => say!(lang, "clock-on-day", clock = clock_minutes(minutes), day = day),
                None => day,
            }
        }
        (None, _) => say!(lang, "moment-near", anchor = from),
    }
}

/// `5 to 7 days after your skin has healed`; `None` for a moment that is no range.
pub(super) fn offset_range(model: &Model, moment: &Moment) -> Option<String> {
    let lang = model.lang;
    let offset = offset(moment).filter(|_| moment.is_range())?;
    let (form, from) = anchor(model, offset.anchor);
    let side = if offset.side < 0 { "before" } else { "after" };
    let length = lang.length_range(&offset.low, &offset.high, Case::Alone);
    Some(say!(lang, "offset", side = side, form = form, length = length, anchor = from))
}

/// `6 to 8 weeks have passed`: the part of a `later of` that is a range after the treatment.
pub(super) fn least(model: &Model, moment: &Moment) -> Option<String> {
    let after = |latest: &Latest| {
        let term = latest.0.iter().find(|term| is_treatment(model, term.anchor))?;
        far(term).filter(|(side, _)| *side > 0).map(|(_, far)| far)
    };
    let (low, high) = (after(&moment.earliest)?, after(&moment.latest)?);
    let (least, most) = range(low, high);
    let lang = model.lang;
    (low != high).then(|| say!(lang, "have-passed", length = lang.length_range(&least, &most, Case::Alone)))
}

/// A window in which the treatment must not lie, completing *Do not have this treatment …*.
pub(super) fn window(model: &Model, window: &Window) -> String {
    let lang = model.lang;
    match (&window.start, window.end_moment()) {
        (Some(start), Some(end)) if !origin(start).is_some_and(|start| is_treatment(model, start)) => {
            within(model, start, end)
        }
        (None, Some(end)) => say!(lang, "window-before", moment = moment(model, end)),
        (_, Some(end)) => say!(lang, "window-until", moment = moment(model, end)),
        (Some(start), None) => say!(lang, "window-from", moment = moment(model, start)),
        (None, None) => say!(lang, "at-any-time"),
    }
}
