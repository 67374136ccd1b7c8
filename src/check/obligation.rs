//! A duty and the bans that concern it → how bad a case is: whether it can be met, or a part of its time is banned. A duty is
//! met by any kind of what is due, so that it is banned where every kind is. Knows nothing of how it is told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;

use super::demand::{Demand, Starts};
use super::effort::Effort;
use super::holding::{Ban, Holding, Reading, ban_holding, holding, holds_now_and_then};
use super::meeting::Judged;
use super::occurrences::{further, rests};
use super::reach::Reach;
use super::search::{Hit, Question, Rank, Why};
use super::slot::{Slot, Slots};
use crate::diagnostic::Severity;
use crate::model::{Case, Condition, Exception, Frequency, Model, Rule, SubjectId, Truth};
use crate::time::{Moment, TimeError, Window};

/// Of two findings as severe, the worse: a duty that cannot be met.
pub(super) const UNMET: u8 = 1;
pub(super) const NARROWER: u8 = 0;

/// A ban, and what it names: what is due, something that this or a kind of it is a kind of, or a kind of it.
#[derive(Clone, Copy)]
pub(super) struct Concern<'m> {
    pub(super) rule: &'m Rule,
    pub(super) window: &'m Window,
    pub(super) named: SubjectId,
}

/// A way to meet a duty: a kind of what is due, and the bans of that kind with their exceptions for it.
#[derive(Clone)]
pub(super) struct Way<'m> {
    pub(super) kind: SubjectId,
    bans: Vec<(usize, Vec<&'m Exception>)>,
}

impl Way<'_> {
    /// Which of the bans they are.
    pub(super) fn bans(&self) -> Vec<usize> {
        self.bans.iter().map(|(at, _)| *at).collect()
    }
}

/// A duty of one thing and the bans that it is held against.
#[derive(Clone)]
pub(super) struct Obligation<'m> {
    model: &'m Model,
    pub(super) rule: &'m Rule,
    pub(super) window: &'m Window,
    pub(super) target: SubjectId,
    pub(super) bans: Vec<Concern<'m>>,
    pub(super) ways: Vec<Way<'m>>,
}

impl<'m> Obligation<'m> {
    /// None if there is a kind that no ban concerns, or that an exception always lets through: then nothing is asked.
    pub(super) fn of(
        model: &'m Model,
        rule: &'m Rule,
        target: SubjectId,
        bans: Vec<Concern<'m>>,
    ) -> Option<Obligation<'m>> {
        let mut ways: Vec<Way<'m>> = Vec::new();
        let mut told = BTreeSet::new();
        for kind in kinds(model, target, &bans) {
            let holes = |rule: &'m Rule| rule.except.iter().filter(move |hole| model.is_kind_of(kind, hole.subject));
            let through = |rule: &'m Rule| holes(rule).any(|hole| hole.window.is_none() && hole.condition.is_always());
            let of_kind = |(_, ban): &(usize, &Concern<'m>)| model.is_kind_of(kind, ban.named) && !through(ban.rule);
            let own: Vec<(usize, Vec<&Exception>)> =
                bans.iter().enumerate().filter(of_kind).map(|(at, ban)| (at, holes(ban.rule).collect())).collect();
            if own.is_empty() {
                return None;
            }
            let alike: Vec<(usize, Vec<_>)> =
                own.iter().map(|(at, holes)| (*at, holes.iter().map(|hole| hole.place).collect())).collect();
            if told.insert(alike) {
                ways.push(Way { kind, bans: own });
            }
        }
        let window = rule.window.as_deref()?;
        (!ways.is_empty()).then_some(Obligation { model, rule, window, target, bans, ways })
    }

    /// The same duty held against some of the bans.
    pub(super) fn with(&self, keep: impl Fn(&Concern<'m>) -> bool) -> Option<Obligation<'m>> {
        let bans = self.bans.iter().filter(|ban| keep(ban)).copied().collect();
        Obligation::of(self.model, self.rule, self.target, bans)
    }

    /// Whether a ban concerns it only because some kind of what is due is a kind of what it names, too.
    pub(super) fn beside(&self) -> bool {
        let apart = |one, other| !self.model.is_kind_of(one, other) && !self.model.is_kind_of(other, one);
        self.bans.iter().any(|ban| apart(ban.named, self.target))
    }

    /// The exceptions that count.
    pub(super) fn holes(&self) -> Vec<&'m Exception> {
        let mut holes: Vec<&Exception> =
            self.ways.iter().flat_map(|way| &way.bans).flat_map(|(_, holes)| holes.iter().copied()).collect();
        holes.sort_by_key(|hole| hole.place);
        holes.dedup_by_key(|hole| hole.place);
        holes
    }

    /// The windows whose ends may bound what is found, each with the rule that writes it.
    pub(super) fn windows(&self) -> Vec<(&'m Rule, &'m Window)> {
        let bans = self.bans.iter().map(|ban| (ban.rule, ban.window));
        let of_hole = |hole: &&'m Exception| {
            let owner = self.bans.iter().find(|ban| ban.rule.except.iter().any(|own| own.place == hole.place))?;
            Some((owner.rule, hole.window.as_ref()?))
        };
        let holes: Vec<_> = self.holes().iter().filter_map(of_hole).collect();
        [(self.rule, self.window)].into_iter().chain(bans).chain(holes).collect()
    }

    /// All conditions on which what is found rests.
    pub(super) fn conditions(&self) -> Vec<&'m Condition> {
        let rules = self.bans.iter().map(|ban| ban.rule).chain([self.rule]);
        let holes = self.holes().into_iter().map(|hole| &hole.condition);
        rules.map(|rule| &*rule.condition).chain(holes).collect()
    }

    /// What is asked. `events` says how far from the treatment each event can be.
    pub(super) fn question(&self, events: &[Reach], effort: &'m Effort) -> Question<'m> {
        let bans: Vec<&Condition> = self.bans.iter().filter_map(|ban| ban.rule.applies_if()).collect();
        // One ban alone has to hold; of several any may.
        let (required, asked) = if self.bans.len() == 1 { (bans, Vec::new()) } else { (Vec::new(), bans) };
        let holes = self.holes().into_iter().map(|hole| &hole.condition).filter(|condition| !condition.is_always());
        let windows: Vec<&Window> = self.windows().into_iter().map(|(_, window)| window).collect();
        Question {
            model: self.model,
            effort,
            further: further(self.model, self.rule, self.window, &windows, events),
            windows,
            required: self.rule.applies_if().into_iter().chain(required).collect(),
            asked: asked.into_iter().chain(holes).collect(),
            ceiling: self.ceiling(),
            rests: rests(self.model, [self.rule]),
        }
    }

    fn ceiling(&self) -> Severity {
        let advice = self.rule.ideally || self.firm().is_none();
        if advice { Severity::Note } else { Severity::Error }
    }

    /// What is left without the bans that are advice.
    fn firm(&self) -> Option<Obligation<'m>> {
        self.with(|ban| !ban.rule.ideally)
    }

    /// How bad one case is. What rests on advice is at most a note.
    pub(super) fn judge(&self, case: &Case) -> Judged {
        let note = |hit: Hit| Hit { rank: Rank { severity: hit.rank.severity.min(Severity::Note), ..hit.rank }, ..hit };
        if !self.bans.iter().any(|ban| ban.rule.ideally) {
            return Ok(self.worst(case)?.map(|hit| if self.rule.ideally { note(hit) } else { hit }));
        }
        let firm = self.firm().map_or(Ok(None), |firm| firm.judge(case))?;
        let every = self.worst(case)?.map(note);
        Ok(firm.into_iter().chain(every).max_by_key(|hit| hit.rank))
    }

    /// The worst of all readings.
    fn worst(&self, case: &Case) -> Judged {
        let mut worst: Option<Hit> = None;
        let about = self.banned(case, Reading::About)?.now;
        let long = self.holding(Reading::About, case)?;
        for &reading in Reading::of(self.bans.iter().map(|ban| ban.window).chain([self.window])) {
            let banned = self.banned(case, reading)?;
            let unmet = self.unmet(&banned, reading, case)?.map(|hit| match self.rule.frequency {
                Some(Frequency::Throughout) => Hit { slot: widest(hit.slot, &about, long), ..hit },
                _ => hit,
            });
            let narrowed = self.narrowed(&banned.now, &about, reading, case)?;
            for hit in unmet.into_iter().chain(narrowed) {
                if worst.is_none_or(|worst| worst.rank < hit.rank) {
                    worst = Some(hit);
                }
            }
        }
        Ok(worst)
    }

    fn banned(&self, case: &Case, reading: Reading) -> Result<Banned, TimeError> {
        let mut banned = Banned { certain: Vec::new(), possible: Vec::new(), now: nothing() };
        let mut now: Option<Ban> = None;
        for way in &self.ways {
            let (mut lasting, mut every) = (nothing(), nothing());
            for (at, holes) in &way.bans {
                let Some(ban) = self.bans.get(*at) else { continue };
                let held = ban_holding(ban.rule, ban.window, holes, case, reading)?;
                every = Ban { certain: every.certain.or(&held.certain), possible: every.possible.or(&held.possible) };
                // What holds now and then only leaves room for what is due.
                if !holds_now_and_then(ban.rule) {
                    lasting.certain = lasting.certain.or(&held.certain);
                    lasting.possible = lasting.possible.or(&held.possible);
                }
            }
            banned.certain.push(lasting.certain);
            banned.possible.push(lasting.possible);
            now = Some(match now {
                None => every,
                Some(now) => {
                    Ban { certain: now.certain.and(&every.certain), possible: now.possible.and(&every.possible) }
                }
            });
        }
        banned.now = now.unwrap_or_else(nothing);
        Ok(banned)
    }

    /// Whether it can be met. An error must hold however the text is read: the bans at their shortest cover the window at
    /// its longest, or refuse an occurrence that is surely demanded.
    fn unmet(&self, banned: &Banned, reading: Reading, case: &Case) -> Judged {
        let demand = Demand::of(self.model, self.rule, &case.situation.treated);
        let sure = self.rule.condition.truth(case)? == Truth::True;
        let held = holding(self.window, case, reading)?;
        let long = holding(self.window, case, Reading::About)?;
        let read = !self.window.is_about() || reading == Reading::About;
        // Where only the end is about, the start is known.
        let start_read = |moment: &&Moment| !moment.about || reading == Reading::About;
        let starts = |some: bool| match self.window.start.as_ref().filter(start_read) {
            None => Starts::Unknown,
            Some(_) => {
                let start = Slot { start: held.possible.start, end: self.latest_start(held).saturating_add(1) };
                if some { Starts::Somewhere(start) } else { Starts::Anywhere(start) }
            }
        };
        let certain = || {
            let covered = if read { demand.covered(long.possible, &banned.certain) } else { None };
            covered.or_else(|| demand.refused(held.certain, starts(false), &banned.certain))
        };
        let possible = || {
            let covered = || {
                demand
                    .covered(long.certain, &banned.certain)
                    .or_else(|| demand.covered(long.possible, &banned.possible))
            };
            let refused = || {
                demand
                    .refused(held.possible, starts(true), &banned.certain)
                    .or_else(|| demand.refused(held.certain, starts(false), &banned.possible))
            };
            read.then(covered).flatten().or_else(refused)
        };
        let found = certain().map(|slot| (slot, sure));
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

    /// The latest start of the window, which is that of the certain part if there is one.
    fn latest_start(&self, held: Holding) -> i64 {
        if held.certain.is_empty() { held.possible.start } else { held.certain.start }
    }

    /// Whether a part of the duty's window is banned.
    fn narrowed(&self, ban: &Ban, about: &Ban, reading: Reading, case: &Case) -> Judged {
        let held = self.holding(reading, case)?;
        let open = || ban.certain.overlap(held.possible).or_else(|| ban.possible.overlap(held.certain));
        let (slot, why) = match (ban.certain.overlap(held.certain), reading) {
            (Some(slot), Reading::Firm) => (slot, Why::Said),
            (Some(slot), _) => (slot, Why::NoEnd),
            (None, _) => match open() {
                Some(slot) => (slot, Why::Range),
                None => return Ok(None),
            },
        };
        let held = self.holding(Reading::About, case)?;
        let severity = if reading == Reading::About { Severity::Note } else { Severity::Warning };
        Ok(Some(Hit { rank: Rank { severity, kind: NARROWER }, why, slot: widest(slot, about, held) }))
    }

    /// A kind of what is due and an instant of what is found at which a ban of it is seen. What takes long may be refused by
    /// bans that hold one after the other.
    pub(super) fn seen(&self, case: &Case, found: Slot) -> (SubjectId, Zoned) {
        let treated = &case.situation.treated;
        let first = found.example(treated);
        let at = first.timestamp().as_second();
        let banned = self.banned(case, Reading::About).map(|banned| banned.possible).unwrap_or_default();
        let parts = self.ways.iter().zip(&banned).filter_map(|(way, banned)| {
            let now = banned.overlap(Slot { start: at, end: at + 1 });
            Some((now.or_else(|| banned.overlap(found))?, way.kind))
        });
        // Of several at the same instant the first in the text.
        match parts.min_by_key(|(part, _)| (part.start != at, part.start)) {
            Some((part, kind)) => (kind, part.example(treated)),
            None => (self.ways.first().map_or(self.target, |way| way.kind), first),
        }
    }

    fn holding(&self, reading: Reading, case: &Case) -> Result<Holding, TimeError> {
        let mut held = holding(self.window, case, reading)?;
        if self.rule.condition.truth(case)? != Truth::True {
            held.certain = Slot { start: 0, end: 0 };
        }
        Ok(held)
    }
}

/// All of the part of a duty's time that is banned, with what the text leaves open taken as said.
fn widest(slot: Slot, about: &Ban, held: Holding) -> Slot {
    let sure = about.certain.within(held.certain);
    let open = about.certain.within(held.possible).chain(about.possible.within(held.certain));
    sure.chain(open).find(|wide| wide.contains(slot)).unwrap_or(slot)
}

/// When it is banned in one case.
struct Banned {
    /// Of each way, when it surely is.
    certain: Vec<Slots>,
    /// Of each way, when it may be.
    possible: Vec<Slots>,
    /// When every way is, by what holds now and then too.
    now: Ban,
}

fn nothing() -> Ban {
    Ban { certain: Slots::default(), possible: Slots::default() }
}

/// The kinds by which a duty can be met that the bans tell apart. Who names only one kind of something (red liquids, of
/// liquids) does not mean that there is no other, so that the thing itself stays a way to meet it.
fn kinds(model: &Model, target: SubjectId, bans: &[Concern<'_>]) -> Vec<SubjectId> {
    let not_all = |subject: SubjectId| !model.is_kind_of(target, subject);
    let told_apart =
        bans.iter().any(|ban| not_all(ban.named) || ban.rule.except.iter().any(|hole| not_all(hole.subject)));
    if !told_apart {
        return vec![target];
    }
    let kinds: Vec<SubjectId> = model.kinds_of(target).collect();
    let mut below: BTreeMap<SubjectId, Vec<SubjectId>> = BTreeMap::new();
    for &kind in kinds.iter().filter(|&&kind| kind != target) {
        for &parent in &model.subject(kind).parents {
            below.entry(parent).or_default().push(kind);
        }
    }
    let several = |of: &Vec<SubjectId>| {
        // A kind of one of the others adds nothing to it.
        let own = |one: &&SubjectId| !of.iter().any(|other| other != *one && model.is_kind_of(**one, *other));
        of.iter().filter(own).nth(1).is_some()
    };
    kinds.into_iter().filter(|kind| !below.get(kind).is_some_and(several)).collect()
}
