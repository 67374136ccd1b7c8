//! Whether some rules together say all that another says, in every case: at every instant, of every kind of its subject, as
//! surely as it does. What is known of an event may be its time or nothing; both are looked at, for a patient may ask before
//! it happens. Knows nothing of findings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::demand::{Demand, Starts};
use super::occurrences::rests;
use super::orders::Rests;
use super::pairs::Says;
use super::search::{Answer, Found, Hit, Question, Rank, WORST, Why};
use super::slot::{Slot, Slots};
use super::words::Sheet;
use crate::diagnostic::Severity;
use crate::model::{
    Case, Condition, Exception, Fixed, Frequency, Length, Model, Order, Rule, RuleId, SubjectId, Truth, Verb,
};
use crate::source::Span;
use crate::time::cases::Cases;
use crate::time::{EventId, Situation, TimeError, Window};

/// With more events than this only all of them are unknown, or none.
const FEW_EVENTS: usize = 4;

/// What has to be said by others.
#[derive(Clone, Copy)]
pub(super) struct Said<'m> {
    pub(super) rule: &'m Rule,
    pub(super) window: &'m Window,
    pub(super) subject: SubjectId,
    /// Instead of the rule, what a hole in it lets through.
    pub(super) hole: Option<&'m Exception>,
}

/// Surely and perhaps.
struct Held {
    certain: Slots,
    possible: Slots,
}

impl<'m> Said<'m> {
    /// Whether the others together say all of it in every case. Where too much has been looked at, that is not known.
    pub(super) fn covered(&self, sheet: Sheet<'m>, others: &[&'m Rule]) -> bool {
        !sheet.effort.is_spent(self.rule.place) && matches!(self.left_over(sheet, others), Answer::Never)
    }

    /// The conditions under which it is said.
    fn conditions(&self) -> impl Iterator<Item = &'m Condition> {
        let of_hole = self.hole.map(|hole| &hole.condition).filter(|condition| !condition.is_always());
        self.rule.applies_if().into_iter().chain(of_hole)
    }

    /// A case and a time in which the others do not say all of it.
    pub(super) fn left_over(&self, sheet: Sheet<'m>, others: &[&'m Rule]) -> Answer {
        let model = sheet.model;
        let holes = |rule: &'m Rule| rule.except.iter();
        let all_holes = || others.iter().copied().chain([self.rule]).flat_map(holes);
        let windows = others.iter().filter_map(|rule| rule.window.as_deref()).chain([self.window]);
        let asked = others.iter().map(|rule| &*rule.condition).chain(all_holes().map(|hole| &hole.condition));
        let question = Question {
            model,
            effort: sheet.effort,
            windows: windows.chain(all_holes().filter_map(|hole| hole.window.as_ref())).collect(),
            further: Vec::new(),
            required: self.conditions().collect(),
            asked: asked.filter(|condition| !condition.is_always()).collect(),
            ceiling: Severity::Note,
            rests: if is_once(self.rule) { rests(model, others.iter().copied()) } else { Rests::Order },
        };
        let events = events(&question);
        let kinds = self.kinds(model, others);
        let rank = Rank { severity: Severity::Note, kind: WORST };
        let judge = |case: &Case| {
            // A moment outside the years that can be computed says nothing.
            let slot = self.left(model, case, &events, &kinds, others).ok().flatten()?;
            Some(Hit { rank, why: Why::Said, slot })
        };
        question.answer(&judge)
    }

    /// A case and an instant at which two rules both speak of the subject, surely if they ever do.
    pub(super) fn together(&self, sheet: Sheet<'m>, other: &Said<'m>) -> Option<Box<Found>> {
        let model = sheet.model;
        let holes = || self.rule.except.iter().chain(&other.rule.except);
        let windows = [self.window, other.window].into_iter().chain(holes().filter_map(|hole| hole.window.as_ref()));
        let asked = holes().map(|hole| &hole.condition);
        let question = Question {
            model,
            effort: sheet.effort,
            windows: windows.collect(),
            further: Vec::new(),
            required: self.conditions().chain(other.rule.applies_if()).collect(),
            asked: asked.filter(|condition| !condition.is_always()).collect(),
            ceiling: Severity::Note,
            rests: Rests::Order,
        };
        let judge = |case: &Case| {
            let own = self.held(model, case, &case.situation, self.subject).ok()??;
            let other = other.held(model, case, &case.situation, self.subject).ok()??;
            let surely = own.certain.and(&other.certain).overlap(Slot::ALWAYS).map(|slot| (slot, WORST));
            let perhaps = || own.possible.and(&other.possible).overlap(Slot::ALWAYS).map(|slot| (slot, 0));
            let (slot, kind) = surely.or_else(perhaps)?;
            Some(Hit { rank: Rank { severity: Severity::Note, kind }, why: Why::Said, slot })
        };
        match question.answer(&judge) {
            Answer::Found(found) => Some(found),
            Answer::Never | Answer::Undecided => None,
        }
    }

    /// Its subject, and the kinds of it that are excepted in another way.
    fn kinds(&self, model: &Model, others: &[&Rule]) -> Vec<SubjectId> {
        let holes = || others.iter().copied().chain([self.rule]).flat_map(|rule| &rule.except);
        if holes().next().is_none() {
            return vec![self.subject];
        }
        let mut kinds: BTreeMap<Vec<bool>, SubjectId> = BTreeMap::new();
        for kind in std::iter::once(self.subject).chain(model.kinds_of(self.subject)) {
            kinds.entry(holes().map(|hole| model.is_kind_of(kind, hole.subject)).collect()).or_insert(kind);
        }
        kinds.into_values().collect()
    }

    /// What the others do not say in a case: some of it.
    fn left(
        &self,
        model: &Model,
        case: &Case,
        events: &[EventId],
        kinds: &[SubjectId],
        others: &[&Rule],
    ) -> Result<Option<Slot>, TimeError> {
        let nothing_known = match events {
            [] => case.clone(),
            _ => Case::new(model, case.situation.treated.clone(), &Fixed::default())?,
        };
        let ways = if events.len() > FEW_EVENTS { 2 } else { 1 << events.len() };
        for way in 0..ways {
            let mut situation = case.situation.clone();
            for (bit, event) in events.iter().enumerate() {
                let unknown = if events.len() > FEW_EVENTS { way == 1 } else { way >> bit & 1 == 1 };
                if unknown && let Some(time) = situation.events.get_mut(event.0 as usize) {
                    *time = nothing_known.event(*event);
                }
            }
            for &kind in kinds {
                if let Some(slot) = self.left_of(model, case, &situation, kind, others)? {
                    return Ok(Some(slot));
                }
            }
        }
        Ok(None)
    }

    /// The conditions are those of the case, the windows those of the situation: an event that is not known may be at any
    /// of its times, of which the case is one.
    fn left_of(
        &self,
        model: &Model,
        case: &Case,
        situation: &Situation,
        kind: SubjectId,
        others: &[&Rule],
    ) -> Result<Option<Slot>, TimeError> {
        let Some(mut left) = self.held(model, case, situation, kind)? else { return Ok(None) };
        let own = left.certain.overlap(Slot::ALWAYS);
        // What is to be done once is done where it is demanded again within its time.
        let mut done = !is_once(self.rule);
        for other in others.iter().filter(|other| speaks_of(model, other, kind)) {
            let Some(window) = &other.window else { continue };
            let other = Said { rule: other, window, subject: kind, hole: None };
            if let Some(held) = other.held(model, case, situation, kind)? {
                held.certain.within(Slot::ALWAYS).for_each(|slot| left.certain.minus(slot));
                held.possible.within(Slot::ALWAYS).for_each(|slot| left.possible.minus(slot));
                done |= is_once(other.rule)
                    || own.is_none_or(|own| {
                        let (sure, widest) = (held.certain.overlap(Slot::ALWAYS), held.possible.overlap(Slot::ALWAYS));
                        let both = sure.zip(widest);
                        both.is_some_and(|both| demands_within(model, other.rule, &situation.treated, both, own))
                    });
            }
        }
        let left = left.certain.overlap(Slot::ALWAYS).or_else(|| left.possible.overlap(Slot::ALWAYS));
        Ok(left.or(own.filter(|_| !done)))
    }

    /// When it holds for a kind of its subject, if its condition does.
    fn held(
        &self,
        model: &Model,
        case: &Case,
        situation: &Situation,
        kind: SubjectId,
    ) -> Result<Option<Held>, TimeError> {
        if self.rule.condition.truth(case)? != Truth::True {
            return Ok(None);
        }
        let resolved = self.window.resolve(situation)?;
        let (certain, possible) = (Slot::of(&resolved.certain()), Slot::of(&resolved.possible()));
        if let Some(hole) = self.hole {
            let open = match &hole.window {
                Some(window) => Slot::of(&window.resolve(situation)?.possible()).and(possible),
                None => possible,
            };
            let holds = hole.condition.truth(case)? == Truth::True;
            // All that the hole may let through has to be banned surely.
            return Ok(holds.then(|| Held { certain: open.into(), possible: Slots::default() }));
        }
        let mut held = Held { certain: certain.into(), possible: possible.into() };
        // A ban that is advice says *better not*, and so does a firm one where it may hold.
        if self.rule.ideally && Says::of(self.rule) == Some(Says::Ban) {
            held.certain = Slots::default();
        }
        for hole in self.rule.except.iter().filter(|hole| model.is_kind_of(kind, hole.subject)) {
            if hole.condition.truth(case)? == Truth::False {
                continue;
            }
            let (certain, possible) = match &hole.window {
                Some(window) => {
                    let resolved = window.resolve(situation)?;
                    (Slot::of(&resolved.certain()), Slot::of(&resolved.possible()))
                }
                None => (Slot::ALWAYS, Slot::ALWAYS),
            };
            held.certain.minus(possible);
            held.possible.minus(certain);
        }
        Ok(Some(held))
    }
}

/// When each of some rules may hold at one ordinary treatment of which nothing is known: what does not cover a rule then,
/// never does.
pub(super) fn ordinarily(model: &Model, of: &BTreeSet<RuleId>) -> BTreeMap<RuleId, Slot> {
    let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
    let treated = Cases::of([], &[], hours).ordinary().into_iter().next();
    let case = treated.and_then(|treated| Case::new(model, treated, &Fixed::default()).ok());
    let slot = |&id: &RuleId| {
        let resolved = model.rule(id)?.window.as_deref()?.resolve(&case.as_ref()?.situation).ok()?;
        Some((id, Slot::of(&resolved.possible())))
    };
    of.iter().filter_map(slot).collect()
}

/// Whether a rule names a subject or something that it is a kind of.
pub(super) fn speaks_of(model: &Model, rule: &Rule, subject: SubjectId) -> bool {
    rule.targets.iter().any(|(target, _)| model.is_kind_of(subject, *target))
}

/// The events on which the windows rest.
fn events(question: &Question<'_>) -> Vec<EventId> {
    let moments = question.windows.iter().flat_map(|window| window.moments());
    let mut events: Vec<EventId> = moments.flat_map(|moment| moment.events()).collect();
    events.sort();
    events.dedup();
    events
}

/// Whether one rule says as much as another of what they both name, wherever it holds: as strongly, as often, to the same
/// person, and with all that the other adds.
pub(crate) fn as_much(stronger: &Rule, rule: &Rule) -> bool {
    let (Some(says), Some(said)) = (Says::of(stronger), Says::of(rule)) else { return false };
    // What an advised ban adds to others is weighed instant by instant.
    let weaker = stronger.ideally && !rule.ideally && said != Says::Ban;
    if stronger.by != rule.by || weaker {
        return false;
    }
    let plain = |rule: &Rule| rule.lasting.is_none() && rule.amount.is_none() && rule.orders.is_empty();
    let alike = || measured_alike(stronger, rule);
    match (says, said) {
        // A ban without a measure is the stronger.
        (Says::Ban, Says::Ban) | (Says::Alarm, Says::Alarm) => {
            (plain(stronger) && stronger.frequency.is_none())
                || (alike() && same_frequency(stronger.frequency.as_ref(), rule.frequency.as_ref()))
        }
        (Says::Permission, Says::Permission) => {
            let verb = stronger.verb == rule.verb || rule.verb == Verb::Allow;
            let often = |rule: &Rule| !matches!(rule.frequency, None | Some(Frequency::AsNeeded));
            let same = same_frequency(stronger.frequency.as_ref(), rule.frequency.as_ref());
            let frequency = same || !(often(stronger) || often(rule));
            verb && alike() && frequency && (rule.instruction.is_none() || stronger.instruction == rule.instruction)
        }
        (Says::Duty, Says::Permission) => {
            let free = !matches!(stronger.frequency, Some(Frequency::UpTo(_)));
            free && stronger.orders.is_empty() && rule.verb == Verb::Allow && plain(rule) && rule.frequency.is_none()
        }
        (Says::Duty, Says::Duty) => {
            stronger.instruction == rule.instruction
                && (plain(rule) || alike())
                && as_often(stronger.frequency.as_ref(), rule.frequency.as_ref())
        }
        _ => false,
    }
}

/// Two lengths without their place in the text.
fn bare((low, high): (Length, Length)) -> (Length, Length) {
    let bare = |length: Length| Length { span: Span::default(), ..length };
    (bare(low), bare(high))
}

/// Whether two rules are to be followed equally often.
fn same_frequency(a: Option<&Frequency>, b: Option<&Frequency>) -> bool {
    match (a, b) {
        (Some(Frequency::Every(a, b)), Some(Frequency::Every(c, d))) => bare((*a, *b)) == bare((*c, *d)),
        (a, b) => a == b,
    }
}

/// Whether two rules say the same of what they both name, at their different times.
pub(super) fn alike(a: &Rule, b: &Rule) -> bool {
    Says::of(a) == Says::of(b)
        && a.verb == b.verb
        && a.ideally == b.ideally
        && a.by == b.by
        && a.instruction == b.instruction
        && a.condition == b.condition
        && same_frequency(a.frequency.as_ref(), b.frequency.as_ref())
        && measured_alike(a, b)
}

fn measured_alike(a: &Rule, b: &Rule) -> bool {
    let bare_gap = |order: &Order| (order.other, order.after, order.gap.map(bare));
    a.lasting.map(bare) == b.lasting.map(bare)
        && a.amount == b.amount
        && a.orders.iter().map(bare_gap).eq(b.orders.iter().map(bare_gap))
}

fn as_often(stronger: Option<&Frequency>, than: Option<&Frequency>) -> bool {
    match (stronger, than) {
        (stronger, than) if same_frequency(stronger, than) => true,
        // Whether it is demanded within the window at all is weighed case by case.
        (Some(Frequency::UpTo(_) | Frequency::AsNeeded), None) => false,
        (Some(_), None) => true,
        (Some(Frequency::Times(least, _)), Some(Frequency::Daily)) => *least > 0,
        (Some(Frequency::Times(least, most)), Some(Frequency::Times(low, high))) => low <= least && most <= high,
        (Some(Frequency::DailyAt(_) | Frequency::DailyParts(_) | Frequency::Throughout), Some(Frequency::Daily)) => {
            true
        }
        _ => false,
    }
}

/// Whether a duty, which surely holds in the first slot and may in the second, demands something within some time, and not
/// only before or after it.
pub(crate) fn demands_within(
    model: &Model,
    rule: &Rule,
    treated: &Zoned,
    (sure, widest): (Slot, Slot),
    within: Slot,
) -> bool {
    // What takes its time may be demanded only in part within it.
    if rule.lasting.is_some() || sure.is_empty() {
        return false;
    }
    let starts = Starts::Anywhere(Slot { start: widest.start, end: sure.start.saturating_add(1) });
    Demand::of(model, rule, treated).refused(sure, starts, &[within.into()]).is_some()
}

/// Whether a duty is done once in its window: a longer window asks for less.
pub(crate) fn is_once(rule: &Rule) -> bool {
    Says::of(rule) == Some(Says::Duty) && rule.frequency.is_none()
}
