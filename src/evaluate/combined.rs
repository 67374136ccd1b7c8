//! What each rule says → what the rules of several treatments together say: bans of one thing that overlap are one ban, a
//! permission is cut where another rule forbids, and what is to be done says when it is forbidden. The strictest wins; each
//! line knows the rules that set its start and its end.

use std::collections::{BTreeMap, BTreeSet};

use super::forbidden::{Forbidden, cuts, forbidden, settled};
use super::plan::{Applies, Combined, Guidance, Joint, Treated};
use crate::model::{Case, Condition, Model, SubjectId, Verb};
use crate::time::{Edge, Resolved, Stretch};

/// The lines, and which guidances they tell or replace.
#[derive(Debug, Default)]
pub(super) struct Combining {
    pub lines: Vec<Combined>,
    pub merged: BTreeSet<usize>,
}

/// The guidances of several treatments, with the subjects that they are about.
#[derive(Clone, Copy)]
pub(super) struct All<'p> {
    pub model: &'p Model,
    pub case: &'p Case,
    pub treatments: &'p [Treated],
    pub guidance: &'p [Guidance],
    pub subjects: &'p [SubjectId],
    /// The conditions of their rules.
    pub conditions: &'p [&'p Condition],
}

/// What all of them together say, by start.
pub(super) fn combined(all: All<'_>) -> Combining {
    let mut found = Combining::default();
    let mut plain: BTreeMap<SubjectId, Vec<usize>> = BTreeMap::new();
    for (index, (guidance, &subject)) in all.guidance.iter().zip(all.subjects).enumerate() {
        match guidance.verb {
            Verb::Avoid if is_plain(guidance) && !all.is_on_arrival(guidance) => {
                plain.entry(subject).or_default().push(index)
            }
            Verb::Allow => all.permission(index, guidance, subject, &mut found),
            Verb::Do => all.duty(index, guidance, subject, &mut found),
            _ => {}
        }
    }
    for bans in plain.into_values() {
        for run in all.runs(bans) {
            found.merged.extend(&run.of);
            found.lines.extend(all.ban(run));
        }
    }
    found.lines.sort_by(|a, b| {
        let start = |line: &Combined| line.guidance.window.start.start.clone();
        start(a).cmp(&start(b)).then_with(|| a.of.cmp(&b.of))
    });
    found
}

/// Whether a ban says no more than that something is to be left in a time, for sure.
fn is_plain(ban: &Guidance) -> bool {
    let Guidance { window, waits_for, dated, .. } = ban;
    let whole = ban.frequency.is_none() && ban.lasting.is_none() && ban.amount.is_none() && ban.by.is_none();
    ban.applies == Applies::Yes
        && !ban.ideally
        && ban.except.is_empty()
        && ban.orders.is_empty()
        && whole
        && !window.point
        && settled(&window.start, &waits_for.0, &dated.0)
        && settled(&window.end, &waits_for.1, &dated.1)
        && !window.certain().is_empty()
}

/// Bans of one thing without a gap between.
struct Run {
    of: Vec<usize>,
    window: Resolved,
    start_by: (usize, usize),
    end_by: (usize, usize),
}

impl All<'_> {
    /// A state at the appointment is no part of what holds before or after it.
    pub(super) fn is_on_arrival(&self, ban: &Guidance) -> bool {
        let treated = self.treatments.get(ban.treatment).map(|treated| Edge::At(treated.at.clone()));
        treated.is_some_and(|at| ban.window.end.end == at && ban.window.start.start.next_second() == at)
    }

    fn runs(&self, bans: Vec<usize>) -> Vec<Run> {
        let mut bans: Vec<(usize, &Resolved)> =
            bans.into_iter().filter_map(|index| Some((index, &self.guidance.get(index)?.window))).collect();
        bans.sort_by(|(_, a), (_, b)| a.certain().start.cmp(&b.certain().start));
        let mut runs: Vec<Run> = Vec::new();
        for (index, window) in bans {
            match runs.last_mut() {
                Some(run) if window.certain().start <= run.window.certain().end => run.take(index, window),
                _ => runs.push(Run {
                    of: vec![index],
                    window: window.clone(),
                    start_by: (index, index),
                    end_by: (index, index),
                }),
            }
        }
        runs
    }

    fn ban(&self, mut run: Run) -> Option<Combined> {
        run.of.sort_unstable();
        let at = |index: usize| self.guidance.get(index);
        let members: Vec<&Guidance> = run.of.iter().filter_map(|&index| at(index)).collect();
        if let [alone] = members.as_slice() {
            return Some(self.line((*alone).clone(), run.start_by, run.end_by, run.of));
        }
        let (first, last) = (at(run.start_by.1)?, at(run.end_by.1)?);
        let mut because: Vec<&str> = Vec::new();
        for reason in members.iter().filter_map(|member| member.rule.because.as_deref()) {
            if !because.contains(&reason) {
                because.push(reason);
            }
        }
        let one_phase =
            members.iter().all(|member| (member.treatment, &member.phase) == (first.treatment, &first.phase));
        // What the calendar forced on an edge that is not shown is no news.
        let shown = |member: &&&Guidance| {
            let starts = member.window.start == run.window.start;
            let ends = member.window.end == run.window.end;
            let own = self.treatments.get(member.treatment).map(|treated| Edge::At(treated.at.clone()));
            let begins_at_treatment = own.is_some_and(|own| member.window.start.start == own);
            ends && (starts || begins_at_treatment)
        };
        let mut adjustments: Vec<_> =
            members.iter().filter(shown).flat_map(|member| member.adjustments.iter().copied()).collect();
        adjustments.sort();
        adjustments.dedup();
        let mut guidance = first.clone();
        guidance.rule = last.rule.clone();
        guidance.rule.because = (!because.is_empty()).then(|| sentences(&because));
        guidance.phase = first.phase.clone().filter(|_| one_phase);
        guidance.about = (first.about.0, last.about.1);
        guidance.through = last.through && at(run.end_by.0).is_some_and(|last| last.through);
        (guidance.waits_for, guidance.dated) = Default::default();
        guidance.adjustments = adjustments;
        guidance.window = run.window;
        Some(self.joint(guidance, run.start_by, run.end_by, run.of))
    }

    /// What is left of a permission.
    fn permission(&self, index: usize, guidance: &Guidance, subject: SubjectId, found: &mut Combining) {
        found.merged.insert(index);
        let forbidden = forbidden(self, index, subject);
        let pieces = pieces(index, &guidance.window, &forbidden);
        for piece in pieces {
            let mut left = guidance.clone();
            let by = |number: usize| self.guidance.get(number).filter(|_| number != index);
            if let Some(ban) = by(piece.start_by.1) {
                left.about.0 = ban.about.1;
            }
            if let Some(ban) = by(piece.end_by.0) {
                left.about.1 = ban.about.0;
                // A ban that begins with a day leaves the whole day before.
                left.through = true;
                left.window.end_stated = true;
            }
            left.window.start = piece.start;
            left.window.end = piece.end;
            for (edge, waits, dated) in [
                (&left.window.start, &mut left.waits_for.0, &mut left.dated.0),
                (&left.window.end, &mut left.waits_for.1, &mut left.dated.1),
            ] {
                if edge.is_empty() {
                    waits.clear();
                    dated.clear();
                }
            }
            let possible = left.window.possible();
            let at = |at: &jiff::Zoned| possible.contains(&Edge::At(at.clone()));
            left.occurrences.retain(at);
            if left.window != guidance.window {
                left.adjustments.clear();
            }
            let mut of: Vec<usize> = vec![index, piece.start_by.0, piece.start_by.1, piece.end_by.0, piece.end_by.1];
            of.sort_unstable();
            of.dedup();
            let perhaps = forbidden.perhaps.iter().filter(|(stretch, _)| !stretch.and(&possible).is_empty());
            let (mut unless, mut unless_else) = (Vec::new(), piece.cut_short);
            for ban in perhaps.filter_map(|&(_, ban)| self.guidance.get(ban)) {
                match &ban.when {
                    Some(when) if !unless.contains(when) => unless.push(when.clone()),
                    Some(_) => {}
                    None => unless_else = true,
                }
            }
            let mut line = self.joint(left, piece.start_by, piece.end_by, of);
            if !unless.is_empty() || unless_else {
                let joint = line.guidance.joint.get_or_insert_default();
                joint.treatments.insert(guidance.treatment);
                (joint.unless, joint.unless_else) = (unless, unless_else);
            }
            found.lines.push(line);
        }
    }

    /// What is to be done, if another treatment forbids it at some of its times.
    fn duty(&self, index: usize, guidance: &Guidance, subject: SubjectId, found: &mut Combining) {
        let possible = guidance.window.possible();
        let forbidden = forbidden(self, index, subject);
        let mut but_not: Vec<(Stretch, usize)> = Vec::new();
        for (stretch, ban) in &forbidden.firmly {
            let stretch = stretch.and(&possible);
            match but_not.last_mut() {
                _ if stretch.is_empty() => {}
                Some((last, _)) if stretch.end <= last.end => {}
                Some((last, by)) if stretch.start <= last.end => (last.end, *by) = (stretch.end, *ban),
                _ => but_not.push((stretch, *ban)),
            }
        }
        if but_not.is_empty() {
            return;
        }
        found.merged.insert(index);
        if matches!(but_not.as_slice(), [(only, _)] if *only == possible) {
            return;
        }
        let mut left = guidance.clone();
        left.occurrences.retain(|at| {
            let at = Edge::At(at.clone());
            but_not.iter().all(|(stretch, _)| !stretch.contains(&at))
        });
        let mut joint = Joint { treatments: BTreeSet::from([guidance.treatment]), ..Joint::default() };
        let mut of = vec![index];
        for (stretch, ban) in but_not {
            let by = self.guidance.get(ban).and_then(|ban| self.treatments.get(ban.treatment));
            joint
                .but_not
                .push((self.in_zone(&stretch, guidance.treatment), by.map(|by| by.noun.clone()).unwrap_or_default()));
            of.push(ban);
        }
        left.joint = Some(joint);
        of.sort_unstable();
        of.dedup();
        found.lines.push(self.line(left, (index, index), (index, index), of));
    }

    fn line(&self, guidance: Guidance, start_by: (usize, usize), end_by: (usize, usize), of: Vec<usize>) -> Combined {
        Combined { guidance, start_by, end_by, of }
    }

    /// A line that names the treatments, if several have a part in it. It is told in the zone of the first.
    fn joint(
        &self,
        mut guidance: Guidance,
        start_by: (usize, usize),
        end_by: (usize, usize),
        of: Vec<usize>,
    ) -> Combined {
        let treatment = |index: usize| self.guidance.get(index).map(|guidance| guidance.treatment);
        let treatments: BTreeSet<usize> = of.iter().filter_map(|&index| treatment(index)).collect();
        if treatments.len() > 1 {
            let noun = |by: usize| treatment(by).and_then(|of| self.treatments.get(of)).map(|of| of.noun.clone());
            guidance.window.start = self.in_zone(&guidance.window.start, 0);
            guidance.window.end = self.in_zone(&guidance.window.end, 0);
            guidance.joint = Some(Joint {
                treatments,
                start: noun(start_by.1).unwrap_or_default(),
                end: noun(end_by.1).unwrap_or_default(),
                ..Joint::default()
            });
        }
        self.line(guidance, start_by, end_by, of)
    }

    /// The same time, told by the clocks at a treatment.
    fn in_zone(&self, stretch: &Stretch, treatment: usize) -> Stretch {
        let zone = self.treatments.get(treatment).map(|treated| treated.at.time_zone());
        let told = |edge: &Edge| match (edge, zone) {
            (Edge::At(at), Some(zone)) => Edge::At(at.with_time_zone(zone.clone())),
            (edge, _) => edge.clone(),
        };
        Stretch { start: told(&stretch.start), end: told(&stretch.end) }
    }
}

/// `Heat reddens the skin. It may bleed.`
fn sentences(texts: &[&str]) -> String {
    texts.iter().map(|text| text.trim_end().trim_end_matches('.')).collect::<Vec<_>>().join(". ")
}

impl Run {
    fn take(&mut self, index: usize, window: &Resolved) {
        self.of.push(index);
        let own = &mut self.window;
        if window.start.start < own.start.start {
            (own.start.start, self.start_by.0) = (window.start.start.clone(), index);
        }
        if window.end.start > own.end.start {
            (own.end.start, self.end_by.0) = (window.end.start.clone(), index);
        }
        // Of two ends that never come, the one that is written says more.
        let says_more = window.end.end == own.end.end && window.end_stated && !own.end_stated;
        if window.end.end > own.end.end || says_more {
            (own.end.end, self.end_by.1) = (window.end.end.clone(), index);
            own.end_stated = window.end_stated;
        }
    }
}

/// A part of a permission that no other rule surely forbids.
struct Piece {
    start: Stretch,
    end: Stretch,
    start_by: (usize, usize),
    end_by: (usize, usize),
    /// Whether bans in it were too many to be told.
    cut_short: bool,
}

fn pieces(index: usize, window: &Resolved, forbidden: &Forbidden) -> Vec<Piece> {
    let possible = window.possible();
    let mut pieces = Vec::new();
    let (parts, cut_short) = cuts(&possible, index, &forbidden.surely);
    let last = parts.len().saturating_sub(1);
    for (number, (part, from, to)) in parts.into_iter().enumerate() {
        let later = |own: &Edge| (part.start > *own).then(|| part.start.clone());
        let earlier = |own: &Edge, cut: bool| (cut && part.end < *own).then(|| part.end.clone());
        let cut = to != index;
        let within = |edge: Edge| edge.max(part.start.clone()).min(part.end.clone());
        let (early_start, late_start) = (later(&window.start.start), later(&window.start.end));
        let (early_end, late_end) = (earlier(&window.end.start, cut), earlier(&window.end.end, cut));
        let by = |changed: bool, by: usize| if changed { by } else { index };
        let start_by = (by(early_start.is_some(), from), by(late_start.is_some(), from));
        let end_by = (by(early_end.is_some(), to), by(late_end.is_some(), to));
        let whole = from == index && !cut;
        let keep = |edge: Option<Edge>, own: &Edge| match edge {
            Some(edge) => edge,
            None if whole || window.point => own.clone(),
            None => within(own.clone()),
        };
        pieces.push(Piece {
            start: Stretch { start: keep(early_start, &window.start.start), end: keep(late_start, &window.start.end) },
            end: Stretch { start: keep(early_end, &window.end.start), end: keep(late_end, &window.end.end) },
            start_by,
            end_by,
            cut_short: cut_short && number == last,
        });
    }
    pieces
}
