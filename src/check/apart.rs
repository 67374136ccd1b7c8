//! A question about rules of two sheets → at which distances of the two treatments any case answers it, at all of their
//! clock times or at some, and which case a person would name. The treatments are those of [`Apart`]; facts and further
//! events are chosen as for one sheet. Knows nothing of what is asked.

use std::cmp::Reverse;

use jiff::Zoned;

use super::search::{Hit, Judge, Question, Rank};
use super::unknowns::{Limit, Unknowns};
use super::worst::Outcome;
use crate::model::{Atom, Condition, Model, Together};
use crate::time::apart::{Apart, Lengths, both};
use crate::time::named::{comfort, in_example_zone};
use crate::time::{Anchor, EventId, Window, bounds};

/// How many treatments of two are looked at for one question. One that needs more is reported as undecided.
const LIMIT: usize = 1_000_000;

/// What is found over all distances.
pub(super) struct Spread {
    /// All distances at which anything is found, in order; neighbours that are alike are one.
    pub(super) runs: Vec<Run>,
    /// The worst of the distance at which it is worst, and of that at which it is least; `None` where that is nothing.
    pub(super) worst: Rank,
    pub(super) least: Option<Rank>,
    /// The case that a person would name, with its second treatment.
    pub(super) outcome: Outcome,
    pub(super) second: Zoned,
}

/// Distances one after the other, in days from the date of the first treatment to that of the second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
    /// Whether at all clock times.
    pub(super) always: bool,
}

/// What is found at one distance.
struct At {
    days: i64,
    worst: Option<(Rank, Outcome, Zoned)>,
    always: bool,
}

/// Looks at all distances; `None` if nothing is found at any.
pub(super) fn spread(question: &Question<'_>, judge: &Judge<'_>) -> Result<Option<Spread>, Limit> {
    let capped = |hit: Hit| {
        let severity = hit.rank.severity.min(question.ceiling);
        Hit { rank: Rank { severity, ..hit.rank }, ..hit }
    };
    let judge = |case: &_| judge(case).map(capped);
    let mut search = Search { question, judge: &judge, apart: apart(question), lengths: Lengths::default(), looked: 0 };
    let days: Vec<i64> = search.apart.days().into_iter().collect();
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Ok(None) };
    let mut probes = vec![(None, Some(first - 1), first - 1)];
    for (at, &day) in days.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| days.get(at)).copied();
        if let Some(before) = before.filter(|before| before + 1 < day) {
            probes.push((Some(before + 1), Some(day - 1), before.midpoint(day)));
        }
        probes.push((Some(day), Some(day), day));
    }
    probes.push((Some(last + 1), None, last + 1));
    let mut found = Vec::new();
    for (least, most, days) in probes {
        found.push((least, most, search.at(days)?));
    }
    let runs = runs(&found);
    let rank = |at: &At| at.worst.as_ref().map(|(rank, ..)| *rank);
    let least = found.iter().map(|(.., at)| rank(at)).min().flatten();
    let readily = |at: &At| (rank(at), at.always, Reverse(at.days.abs()), at.days);
    let Some(worst) = found.into_iter().map(|(.., at)| at).max_by_key(readily) else { return Ok(None) };
    let (days, Some(worst)) = (worst.days, worst.worst) else { return Ok(None) };
    let rank = worst.0;
    let (outcome, second) = search.named(days, worst)?;
    Ok(Some(Spread { runs, worst: rank, least, outcome, second }))
}

/// Where anything is found, with neighbours that are alike as one.
fn runs(found: &[(Option<i64>, Option<i64>, At)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (least, most, at) in found {
        let run = Run { least: *least, most: *most, always: at.always };
        match runs.last_mut().filter(|last| open && last.always == at.always) {
            Some(last) if at.worst.is_some() => last.most = *most,
            _ if at.worst.is_some() => runs.push(run),
            _ => {}
        }
        open = at.worst.is_some();
    }
    runs
}

struct Search<'q, 'm> {
    question: &'q Question<'m>,
    judge: &'q Judge<'q>,
    apart: Apart,
    lengths: Lengths,
    looked: usize,
}

impl<'q, 'm> Search<'q, 'm> {
    /// The worst at so many days, over dates and clock times.
    fn at(&mut self, days: i64) -> Result<At, Limit> {
        let mut unknowns = self.unknowns();
        let events = unknowns.events.len();
        let dates = self.apart.dates(days, &mut self.lengths);
        // With events there are many cases at each two treatments.
        let clocks = match events {
            0 => self.apart.clocks(days, false),
            1 if dates.len() == 1 => self.apart.clocks(days, true),
            _ if dates.len() == 1 => self.apart.corners(),
            _ => vec![self.apart.usual()],
        };
        let mut at = At { days, worst: None, always: true };
        for date in dates {
            for &clocks in &clocks {
                // A treatment outside the years that can be computed is none.
                let Some((first, second)) = both(date, days, clocks) else { continue };
                self.looked += 1;
                if self.looked > LIMIT {
                    return Err(Limit);
                }
                let outcome = unknowns.outcome_knowing(&first, Together::treated(&[&first, &second]))?;
                let worst = at.worst.as_ref().map(|(rank, ..)| *rank);
                match outcome {
                    None => at.always = false,
                    Some(outcome) if worst.is_none_or(|worst| worst < outcome.hit.rank) => {
                        at.worst = Some((outcome.hit.rank, outcome, second));
                    }
                    Some(_) => {}
                }
                if !at.always && worst.is_some_and(|worst| worst.severity >= self.question.ceiling) {
                    return Ok(at);
                }
            }
        }
        Ok(at)
    }

    /// What is not known; the treatments are.
    fn unknowns(&self) -> Unknowns<'q, 'm> {
        let mut unknowns = Unknowns::new(self.question, self.judge);
        unknowns.events.retain(|event| !Together::TREATMENTS.contains(event));
        unknowns
    }

    /// The same at so many days with treatments that a person would name, if there are such.
    fn named(&self, days: i64, (rank, outcome, second): (Rank, Outcome, Zoned)) -> Result<(Outcome, Zoned), Limit> {
        let mut unknowns = self.unknowns();
        let date = outcome.case.situation.treated.date();
        let mut treatments: Vec<(Zoned, Zoned)> = Vec::new();
        for clocks in self.apart.whole_hours() {
            treatments.extend(both(date, days, clocks));
        }
        treatments.sort_by_key(|(first, second)| Reverse(comfort(first) + comfort(second)));
        treatments.push((outcome.case.situation.treated.clone(), second.clone()));
        for (first, second) in treatments {
            let (Some(first), Some(second)) = (in_example_zone(&first), in_example_zone(&second)) else { continue };
            let found = unknowns.outcome_knowing(&first, Together::treated(&[&first, &second]))?;
            if let Some(outcome) = found.filter(|outcome| outcome.hit.rank == rank) {
                return Ok((outcome, second));
            }
        }
        Ok((outcome, second))
    }
}

/// What the question has to do with how far the treatments are apart.
fn apart(question: &Question<'_>) -> Apart {
    let model = question.model;
    let own = model.treatment.as_ref().and_then(|treatment| treatment.hours);
    let other = model.others.first().and_then(|treatment| treatment.hours);
    let mut apart = Apart::new([own, other]);
    let no_judge = |_: &_| None;
    let unknowns = Unknowns::new(question, &no_judge);
    for atom in question.conditions().flat_map(Condition::atoms) {
        if let Atom::AtOrAfter(treatment, minutes) = atom {
            apart.clock(side(*treatment).unwrap_or_default(), *minutes);
        }
    }
    for event in &unknowns.events {
        for (side, reach) in ends(model, *event) {
            apart.counted_from_event(side, reach, &[]);
        }
    }
    for term in &unknowns.terms {
        match (side(term.anchor), term.anchor) {
            (Some(side), _) => apart.counted(side, &term.steps),
            (None, Anchor::Event(event)) => {
                for (side, reach) in ends(model, event) {
                    apart.counted_from_event(side, reach, &term.steps);
                }
            }
            (None, Anchor::Treatment) => {}
        }
    }
    apart
}

/// Which of the treatments an anchor is, 0 or 1; `None` for an event that is neither.
fn side(anchor: Anchor) -> Option<usize> {
    match anchor {
        Anchor::Treatment => Some(0),
        Anchor::Event(event) => Together::TREATMENTS.iter().rev().position(|&treatment| treatment == event),
    }
}

/// Where the range of an event can begin or end: the least and the most seconds from the first (0) or the second (1)
/// treatment, for each such end.
fn ends(model: &Model, event: EventId) -> Vec<(usize, (i64, i64))> {
    if let Some(side) = side(Anchor::Event(event)) {
        return vec![(side, (0, 0))];
    }
    let Some(declared) = model.event(event) else { return Vec::new() };
    let treatments = declared.also.iter().map(|(treatment, _)| *treatment).chain([declared.treatment]);
    let mut found: Vec<(usize, (i64, i64))> = treatments.filter_map(side).map(|side| (side, (0, 0))).collect();
    for term in declared.expected.iter().flat_map(Window::moments).flat_map(|moment| moment.terms()) {
        let (low, high) = bounds(term);
        let anchors = match (side(term.anchor), term.anchor) {
            (Some(side), _) => vec![(side, (0, 0))],
            // An expected window rests on events that are declared before it only.
            (None, Anchor::Event(other)) if other < event => ends(model, other),
            _ => Vec::new(),
        };
        found.extend(anchors.into_iter().map(|(side, (from, to))| (side, (from + low, to + high))));
    }
    found
}
