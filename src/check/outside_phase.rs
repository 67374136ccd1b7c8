//! A rule whose own window starts before its phase's or ends after it: the heading says one thing and the rule another.
//! Often the sheet counts its days the other way; if that mends all of a sheet's headings, the finding says so. One finding
//! a phase. Looks at ordinary days: a clock change is no reason to doubt a heading.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Zoned;

use super::orders::Rests;
use super::search::{Hit, Question, Rank, WORST, Why};
use super::slot::{Slot, seconds};
use super::witness::witness;
use super::words::{Sheet, clock_times};
use crate::diagnostic::{Code, Diagnostic, Fix, Occurs, Severity, Witness};
use crate::model::{Case, Fixed, Model, PhaseId, Rule, SubjectId, Verb, WindowOrigin};
use crate::time::cases::Cases;
use crate::time::named::{comfort, in_example_zone};
use crate::time::{End, Latest, Moment, Step, TimeError, Window};

/// C0411 outside-phase
pub static OUTSIDE_PHASE: Code = Code { id: "C0411", name: "outside-phase", page: include_str!("outside-phase.md") };

/// Which end of the phase a rule lies beyond.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Start,
    End,
}

/// A rule with a window of its own in a phase that has one too.
struct Placed<'m> {
    rule: &'m Rule,
    own: Window,
    phase: Window,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let placed = || {
        model.rules.iter().filter_map(|rule| {
            // Whoever changes a rule from elsewhere writes under no heading.
            let elsewhere = rule.verb == Verb::Contraindicated || rule.changed.is_some();
            let written = rule.window_origin == WindowOrigin::Rule && !elsewhere;
            let (id, phase) = (rule.phase.filter(|_| written)?, model.phase_of(rule)?);
            Some((id, Placed { rule, own: rule.window.as_deref()?.clone(), phase: phase.window.as_deref()?.clone() }))
        })
    };
    let mut outside: BTreeMap<PhaseId, Vec<(Placed<'_>, Outside)>> = BTreeMap::new();
    for (id, placed) in placed() {
        if let Some(found) = placed.outside(model) {
            outside.entry(id).or_default().push((placed, found));
        }
    }
    let mended = !outside.is_empty()
        && placed()
            .all(|(_, placed)| placed.counted_otherwise(model).is_some_and(|other| other.outside(model).is_none()));
    let each = |mut found: Vec<(Placed<'_>, Outside)>| {
        // The plainest first, wherever it stands: how grave the finding is rests on it.
        found.sort_by_key(|(placed, outside)| Reverse((outside.always(), !placed.own.is_about())));
        finding(sheet, &found, mended)
    };
    outside.into_values().filter_map(each).collect()
}

/// On which side, at which treatments.
struct Outside {
    beyond: Beyond,
    treatments: Vec<(Zoned, bool)>,
    /// A case that shows it, and when.
    shown: Option<(Case, Slot)>,
}

impl Outside {
    fn always(&self) -> bool {
        self.treatments.iter().all(|(_, hit)| *hit)
    }
}

impl Placed<'_> {
    /// Whether the rule's window surely leaves the phase's for some treatment.
    fn outside(&self, model: &Model) -> Option<Outside> {
        // Where the two rest on different events, whoever wrote them knows which comes first.
        let of_event = |window: &Window| window.moments().any(|moment| moment.events().next().is_some());
        if of_event(&self.own) || of_event(&self.phase) {
            return None;
        }
        let terms = self.own.moments().chain(self.phase.moments()).flat_map(Moment::terms);
        let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
        let mut beyond = None;
        let mut treatments = Vec::new();
        let mut shown: Option<(Case, Slot)> = None;
        for treated in Cases::of(terms, &[], hours).ordinary().iter().filter_map(in_example_zone) {
            let Ok(case) = Case::new(model, treated.clone(), &Fixed::default()) else { continue };
            let found = self.beyond(&case).ok().flatten();
            beyond = beyond.or(found.map(|(beyond, _)| beyond));
            let better = |(before, _): &(Case, Slot)| comfort(&before.situation.treated) < comfort(&treated);
            if let Some((_, slot)) = found
                && shown.as_ref().is_none_or(better)
            {
                shown = Some((case, slot));
            }
            treatments.push((treated, found.is_some()));
        }
        Some(Outside { beyond: beyond?, treatments, shown })
    }

    /// On which side, and when then the rule holds and its heading does not.
    fn beyond(&self, case: &Case) -> Result<Option<(Beyond, Slot)>, TimeError> {
        let (own, phase) = (self.own.resolve(&case.situation)?, self.phase.resolve(&case.situation)?);
        let sure = Slot { start: seconds(&own.start.end), end: seconds(&own.end.start) };
        let wide = Slot { start: seconds(&phase.start.start), end: seconds(&phase.end.end) };
        if own.point {
            // Once, between the first and the last instant of it.
            let point = Slot { start: seconds(&own.start.start), end: seconds(&own.end.end) };
            let slot = Slot { end: point.end + 1, ..point };
            return Ok(match (point.end < wide.start, point.start > wide.end) {
                (true, _) => Some((Beyond::Start, slot)),
                (false, true) => Some((Beyond::End, slot)),
                (false, false) => None,
            });
        }
        Ok(match (sure.start < wide.start, sure.end > wide.end) {
            // A rule that holds at no instant here leaves nothing.
            _ if sure.is_empty() => None,
            (true, _) => Some((Beyond::Start, Slot { end: sure.end.min(wide.start), ..sure })),
            (false, true) => Some((Beyond::End, Slot { start: sure.start.max(wide.end), ..sure })),
            (false, false) => None,
        })
    }

    /// The same rule and phase, had the sheet numbered its days the other way; `None` if that cannot be, or if the phase
    /// speaks of no day.
    fn counted_otherwise(&self, model: &Model) -> Option<Placed<'_>> {
        let is_day = |step: &Step| matches!(step, Step::Day { .. });
        let mut terms = self.phase.moments().flat_map(Moment::terms);
        if !terms.any(|term| term.steps.iter().any(is_day)) {
            return None;
        }
        let shift = match model.treatment.as_ref()?.day? {
            0 => -1,
            _ => 1,
        };
        Some(Placed { rule: self.rule, own: recounted(&self.own, shift)?, phase: recounted(&self.phase, shift)? })
    }
}

fn recounted(window: &Window, shift: i32) -> Option<Window> {
    let start = match &window.start {
        Some(moment) => Some(recounted_moment(moment, shift, false)?),
        None => None,
    };
    let end = match &window.end {
        End::At(moment) => End::At(recounted_moment(moment, shift, true)?),
        other => other.clone(),
    };
    Some(Window { start, end, point: window.point })
}

fn recounted_moment(moment: &Moment, shift: i32, end: bool) -> Option<Moment> {
    let step = |step: &Step| match *step {
        Step::Day { days, clock } => {
            // The end of a day is the first instant of the next.
            let numbered = if end && clock.is_none() { days - 1 } else { days };
            match numbered {
                // The day before the treatment is day -1 either way.
                ..0 => Some(*step),
                // There is no day 0 where the day of treatment is day 1.
                0 if shift < 0 => None,
                _ => Some(Step::Day { days: days + shift, clock }),
            }
        }
        other => Some(other),
    };
    let latest = |latest: &Latest| {
        let term = |term: &crate::time::Term| {
            let steps = term.steps.iter().map(step).collect::<Option<_>>()?;
            Some(crate::time::Term { anchor: term.anchor, steps })
        };
        latest.0.iter().map(term).collect::<Option<Vec<_>>>().map(Latest)
    };
    Some(Moment { earliest: latest(&moment.earliest)?, latest: latest(&moment.latest)?, about: moment.about })
}

fn finding(sheet: Sheet<'_>, found: &[(Placed<'_>, Outside)], mended: bool) -> Option<Diagnostic> {
    let model = sheet.model;
    let (placed, outside) = found.first()?;
    let (rule, phase) = (placed.rule, model.phase_of(placed.rule)?);
    let always = outside.always();
    let when = if always {
        String::new()
    } else {
        let times = outside.treatments.iter().map(|(treated, hit)| (treated, *hit));
        format!(", only when treated {}", clock_times(times))
    };
    let beyond = match outside.beyond {
        Beyond::Start => "starts before its phase does",
        Beyond::End => "ends after its phase does",
    };
    let others = match found.len() {
        1 => String::new(),
        2 => ", and so does one more rule of the phase".to_owned(),
        more => format!(", and so do {} more rules of the phase", more - 1),
    };
    let message = format!("`{}` {beyond}, under the heading `{}`{when}{others}", sheet.window(rule), phase.label);
    let (count, other) = match model.treatment.as_ref().and_then(|treatment| treatment.day) {
        Some(0) => ("day 0", "day 1"),
        _ => ("day 1", "day 0"),
    };
    let help = if mended {
        format!(
            "the sheet seems to call the day of treatment {other}: with `{other}` for `{count}` in the `treatment` line all rules lie in their phases"
        )
    } else {
        "move the rule out of the phase, or correct one of the two windows".to_owned()
    };
    let severity = if always && !placed.own.is_about() { Severity::Warning } else { Severity::Note };
    let mut finding = Diagnostic::new(&OUTSIDE_PHASE, severity, message)
        .at(rule.window_place, "the rule's own window")
        .also(phase.place, "the phase's window")
        .help(help);
    for (other, _) in found.iter().skip(1) {
        finding = finding.also(other.rule.window_place, "outside the phase too");
    }
    finding.occurs = Some(if always { Occurs::Always } else { Occurs::TimeOfDay });
    if let (Some((case, slot)), Some((target, _))) = (&outside.shown, rule.targets.first()) {
        finding.witness = shown(sheet, rule, *target, case, *slot);
    }
    // Not for a rule that leaves its phase for some treatments only: it may be meant.
    let counting = model.treatment.as_ref().and_then(|treatment| treatment.day_place).filter(|_| mended && always);
    finding.fix =
        counting.map(|place| Fix { title: format!("write `{other}`"), edits: vec![(place, other.to_owned())] });
    let rules: Vec<&Rule> = found.iter().map(|(placed, _)| placed.rule).collect();
    Some(sheet.about_window(finding, &rules, &placed.phase))
}

/// A case in which the rule holds outside of its phase.
fn shown(sheet: Sheet<'_>, rule: &Rule, target: SubjectId, case: &Case, slot: Slot) -> Option<Witness> {
    let question = Question {
        model: sheet.model,
        effort: sheet.effort,
        windows: Vec::new(),
        further: Vec::new(),
        required: rule.applies_if().into_iter().collect(),
        asked: Vec::new(),
        ceiling: Severity::Note,
        rests: Rests::Order,
    };
    let rank = Rank { severity: Severity::Note, kind: WORST };
    let case = question.holds_at(&case.situation.treated, &|_| Some(Hit { rank, why: Why::Said, slot }))?;
    Some(witness(sheet, rule.place.file, target, &case, &slot.example(&case.situation.treated)))
}
