//! A duty and several bans that leave no time for it only together: one ban after the other of the same thing, or a ban of each
//! kind of what is due, even if it is one ban of something else that all its kinds are kinds of, too. Told with as few of the bans as do. What one ban does alone is told by `duty`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::demand::least_lasting;
use super::duty::{Alone, NARROWED, UNMEETABLE, often, refused};
use super::effort::Effort;
use super::meeting::named_at;
use super::obligation::{Concern, NARROWER, Obligation};
use super::pairs::Says;
use super::reach::{Ends, Reach};
use super::search::{Answer, Found, Rank};
use super::slot::{Slot, Slots};
use super::undecided;
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Diagnostic, Occurs};
use crate::model::{Frequency, Model, Rule, SubjectId, steps};
use crate::source::Place;

/// How many of the bans are shown; the reader sees the point.
const MOST_LABELS: usize = 8;
/// So many bans are held against one duty together.
const MOST_BANS: usize = 60;
/// So many bans are held against duties in all.
const MOST_HELD: usize = 500_000;
/// So many times a kind is held against a ban in all, to see whether fewer bans do.
const MOST_WAYS: usize = 20_000_000;
/// Of more bans than this only those of the found case are looked at further.
const MANY_BANS: usize = 8;

/// A duty, as few bans as do, and the case that shows it.
pub(super) struct Several<'m> {
    obligation: Obligation<'m>,
    found: Box<Found>,
}

/// What is found, and what could not be decided.
pub(super) struct Together<'m> {
    pub(super) told: Vec<Several<'m>>,
    pub(super) undecided: Vec<Diagnostic>,
}

/// A ban of a subject and when it can hold.
struct Entry<'m> {
    concern: Concern<'m>,
    reach: Slot,
}

/// The bans that can concern a duty, by what they name, each by when it can hold first.
struct Index<'m> {
    named: BTreeMap<SubjectId, Vec<Entry<'m>>>,
    /// Those of the kinds of something.
    below: BTreeMap<SubjectId, Vec<Entry<'m>>>,
    /// For what is due, what else is banned that some kind of it is a kind of, too.
    beside: BTreeMap<SubjectId, BTreeSet<SubjectId>>,
}

/// All duties that several bans refuse together. `alone` is what each ban does alone.
pub(super) fn look<'m>(sheet: Sheet<'m>, events: &[Reach], alone: &[Alone<'_, 'm>]) -> Together<'m> {
    let model = sheet.model;
    let mut together = Together { told: Vec::new(), undecided: Vec::new() };
    let duties = || model.rules.iter().filter(|rule| Says::of(rule) == Some(Says::Duty));
    if duties().next().is_none() {
        return together;
    }
    let Index { named, below, beside } = Index::of(model, events);
    let mut ranks: BTreeMap<Place, BTreeMap<Place, Rank>> = BTreeMap::new();
    for alone in alone {
        let (ban, duty) = alone.rules();
        ranks.entry(duty.place).or_default().insert(ban.place, alone.rank());
    }
    let none = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let (mut looked, mut ways) = (0_usize, 0_usize);
    for rule in duties() {
        if sheet.effort.is_spent(rule.place) {
            break;
        }
        for &(target, _) in &rule.targets {
            let Some(widest) = rule.window.as_deref().map(|window| slot(Ends::of(window, events).widest())) else {
                continue;
            };
            let own = model.ancestors(target).chain([target]).filter_map(|subject| named.get(&subject));
            let others = beside.get(&target).into_iter().flatten().filter_map(|subject| named.get(subject));
            let meet = own.chain(below.get(&target)).chain(others).flat_map(|entries| {
                // By when they can hold first; what comes after the duty does not matter.
                entries.iter().take(entries.partition_point(|entry| entry.reach.start < widest.end))
            });
            let met: Vec<&Entry<'_>> = meet.filter(|entry| entry.concern.rule.by == rule.by).collect();
            looked += met.len();
            let met = met.into_iter().filter(|entry| !entry.reach.and(widest).is_empty());
            let mut bans: Vec<Concern<'_>> = met.map(|entry| entry.concern).collect();
            bans.sort_by_key(|ban| named_at(ban.rule, ban.named));
            bans.dedup_by_key(|ban| named_at(ban.rule, ban.named));
            if ways <= MOST_WAYS && bans.iter().any(|ban| !model.is_kind_of(target, ban.named)) {
                ways += bans.len() * bans.len() * model.kinds_of(target).count();
            }
            let found = if ways > MOST_WAYS {
                Err(bans)
            } else {
                let Some(all) = Obligation::of(model, rule, target, bans).filter(|all| may(all, events)) else {
                    continue;
                };
                if all.bans.len() > MOST_BANS || looked > MOST_HELD {
                    Err(all.bans)
                } else {
                    several(all, (events, sheet.effort), ranks.get(&rule.place).unwrap_or(&none))
                }
            };
            match found {
                Ok(Some(several)) if seen.insert(several.rules()) => together.told.push(several),
                Ok(_) => {}
                Err(bans) => together.undecided.extend(undecided(sheet, rule, target, &bans)),
            }
        }
    }
    together
}

impl<'m> Index<'m> {
    fn of(model: &'m Model, events: &[Reach]) -> Index<'m> {
        let mut index = Index { named: BTreeMap::new(), below: BTreeMap::new(), beside: BTreeMap::new() };
        for rule in model.rules.iter().filter(|rule| Says::of(rule) == Some(Says::Ban)) {
            let Some(window) = rule.window.as_deref() else { continue };
            let reach = slot(Ends::of(window, events).widest());
            for &(subject, _) in &rule.targets {
                let concern = Concern { rule, window, named: subject };
                index.named.entry(subject).or_default().push(Entry { concern, reach });
                for ancestor in model.ancestors(subject) {
                    index.below.entry(ancestor).or_default().push(Entry { concern, reach });
                }
            }
        }
        for entries in index.named.values_mut().chain(index.below.values_mut()) {
            entries.sort_by_key(|entry| entry.reach.start);
        }
        let duties = model.rules.iter().filter(|rule| Says::of(rule) == Some(Says::Duty));
        let due: HashSet<SubjectId> = duties.flat_map(|rule| &rule.targets).map(|&(target, _)| target).collect();
        // Only what is a kind of two things can lie below two that are not kinds of each other; and of those only the lowest
        // need be looked at, for what lies above another lies above them, too.
        let of_two = model.subjects.iter().filter(|subject| subject.parents.len() > 1);
        let higher = model.all_above(of_two.flat_map(|subject| subject.parents.iter().copied()));
        for (id, subject) in (0..).map(SubjectId).zip(&model.subjects) {
            if subject.parents.len() < 2 || higher.contains(&id) {
                continue;
            }
            let above = model.all_above(subject.parents.iter().copied());
            let banned: Vec<SubjectId> = above.iter().copied().filter(|one| index.named.contains_key(one)).collect();
            for &target in above.intersection(&due) {
                let apart = |one: &SubjectId| !model.is_kind_of(*one, target) && !model.is_kind_of(target, *one);
                index.beside.entry(target).or_default().extend(banned.iter().copied().filter(apart));
            }
        }
        index
    }
}

fn slot(reach: Reach) -> Slot {
    Slot { start: reach.from, end: reach.to }
}

/// Whether the bans may do together what none does alone, by the seconds from the treatment at which they can hold.
fn may(all: &Obligation<'_>, events: &[Reach]) -> bool {
    let ends = Ends::of(all.window, events);
    let (widest, narrowest) = (slot(ends.widest()), slot(ends.sure));
    let early = least_lasting(all.rule) - 1;
    let reached = |at: usize| {
        let ban = all.bans.get(at).map_or(Slots::default(), |ban| slot(Ends::of(ban.window, events).widest()).into());
        if early > 0 { ban.earlier(early) } else { ban }
    };
    let narrowest = Slot { end: narrowest.end.saturating_sub(early), ..narrowest };
    let of_way = |bans: Vec<usize>| bans.into_iter().fold(Slots::default(), |so_far, at| so_far.or(&reached(at)));
    let banned = all.ways.iter().map(|way| of_way(way.bans())).reduce(|one, other| one.and(&other));
    let Some(banned) = banned.filter(|banned| banned.overlap(widest).is_some()) else { return false };
    if all.ways.len() > 1 || all.beside() {
        return true;
    }
    let several = all.ways.iter().any(|way| way.bans().len() > 1);
    let at_instants = match &all.rule.frequency {
        // An instant that is surely due is refused by one; where none is, all that may be due is by several.
        Some(Frequency::Throughout) => return several && narrowest.is_empty(),
        Some(Frequency::DailyAt(_)) => true,
        Some(Frequency::Every(shortest, longest)) => steps(*shortest, false) == steps(*longest, false),
        _ => false,
    };
    // An instant that is banned is banned by one of them; but all of the window, that nobody ends perhaps, may be by several.
    let whole_only = all.rule.frequency.is_none() || at_instants && early == 0;
    several && (!whole_only || narrowest.is_empty() || banned.cover(narrowest))
}

/// How far from the treatment each event can be, and where it is counted what looking costs.
type Asked<'e, 'm> = (&'e [Reach], &'m Effort);

/// The worst that the bans do together, if no ban alone is as bad; with as few of them as do. Else all, undecided.
fn several<'m>(
    all: Obligation<'m>,
    asked: Asked<'_, 'm>,
    alone: &BTreeMap<Place, Rank>,
) -> Result<Option<Several<'m>>, Vec<Concern<'m>>> {
    let mut left = all;
    loop {
        let found = match answer(&left, asked) {
            Answer::Never => return Ok(None),
            Answer::Undecided => return Err(left.bans),
            Answer::Found(found) => found,
        };
        let rank = found.hit.rank;
        if left.ways.len() == 1 && rank.kind == NARROWER && !left.beside() {
            return Ok(None);
        }
        let as_bad = |ban: &Concern<'_>| alone.get(&ban.rule.place).is_some_and(|alone| *alone >= rank);
        if !left.bans.iter().any(as_bad) {
            return Ok(Some(fewest(left, found, asked)));
        }
        match left.with(|ban| !as_bad(ban)).filter(|left| may(left, asked.0)) {
            Some(fewer) => left = fewer,
            None => return Ok(None),
        }
    }
}

fn answer<'m>(obligation: &Obligation<'m>, (events, effort): Asked<'_, 'm>) -> Answer {
    if effort.is_spent(obligation.rule.place) {
        return Answer::Undecided;
    }
    obligation.question(events, effort).answer(&|case| obligation.judge(case).ok().flatten())
}

/// The same without the bans that are not needed, from the first in the text on.
fn fewest<'m>(all: Obligation<'m>, found: Box<Found>, asked: Asked<'_, 'm>) -> Several<'m> {
    let rules: BTreeSet<Place> = all.bans.iter().map(|ban| ban.rule.place).collect();
    let mut several = Several { obligation: all, found };
    if rules.len() > MANY_BANS {
        for &rule in &rules {
            let Some(fewer) = several.obligation.with(|ban| ban.rule.place != rule) else { continue };
            let hit = fewer.judge(&several.found.case).ok().flatten();
            if hit.is_some_and(|hit| hit.rank == several.found.hit.rank) {
                several.obligation = fewer;
            }
        }
        if let Answer::Found(found) = answer(&several.obligation, asked) {
            several.found = found;
        }
    }
    for rule in rules {
        let Some(fewer) = several.obligation.with(|ban| ban.rule.place != rule) else { continue };
        if fewer.bans.len() == several.obligation.bans.len() {
            continue;
        }
        if let Answer::Found(found) = answer(&fewer, asked)
            && found.hit.rank == several.found.hit.rank
            && found.occurs == several.found.occurs
        {
            several = Several { obligation: fewer, found };
        }
    }
    several
}

fn undecided(sheet: Sheet<'_>, duty: &Rule, target: SubjectId, bans: &[Concern<'_>]) -> Option<Diagnostic> {
    // Whoever accepts it speaks of some of them; of all, there may be too many to look at.
    let bans = bans.get(..MOST_LABELS).unwrap_or(bans);
    let ban = bans.first()?;
    let places = (named_at(duty, target), named_at(ban.rule, ban.named));
    Some(about(sheet, duty, bans, vec![target], undecided::finding(&sheet.name(target), places)))
}

/// The finding as one about all these rules, and about what is due or can be done for it.
fn about(sheet: Sheet<'_>, duty: &Rule, bans: &[Concern<'_>], due: Vec<SubjectId>, finding: Diagnostic) -> Diagnostic {
    let rules: Vec<&Rule> = bans.iter().map(|ban| ban.rule).chain([duty]).collect();
    let subjects: Vec<SubjectId> = bans.iter().map(|ban| ban.named).chain(due).collect();
    sheet.about(finding, &rules, &subjects)
}

impl Several<'_> {
    /// The places of its rules, the duty's last.
    fn rules(&self) -> Vec<Place> {
        let bans: BTreeSet<Place> = self.obligation.bans.iter().map(|ban| ban.rule.place).collect();
        bans.into_iter().chain([self.obligation.rule.place]).collect()
    }

    /// Whether it tells what one of its bans does to the duty alone, and worse, no less often.
    pub(super) fn tells(&self, (ban, duty): (&Rule, &Rule), (rank, occurs): (Rank, Occurs)) -> bool {
        self.obligation.rule.place == duty.place
            && self.obligation.bans.iter().any(|own| own.rule.place == ban.place)
            && rank < self.found.hit.rank
            && (self.found.occurs == Occurs::Always || self.found.occurs == occurs)
    }

    pub(super) fn finding(&self, sheet: Sheet<'_>) -> Diagnostic {
        let Several { obligation, found } = self;
        let (rule, name) = (obligation.rule, sheet.name(obligation.target));
        let frequency = rule.frequency.as_ref();
        let kinds = obligation.ways.len() > 1 || obligation.beside();
        let only = sheet.only(found, &obligation.conditions());
        let due = format!("{name} is due{}", often(frequency));
        let overlap = || sheet.overlap(found.hit.slot, &found.case, &obligation.windows());
        let (code, message, help) = if found.hit.rank.kind == NARROWER {
            let message = format!("{due} but every kind of it is avoided{}{only}", overlap());
            (&NARROWED, message, "write the window in which it is to be done, or let one of the kinds be done")
        } else if kinds {
            let message = format!("{due} but every kind of it is avoided, so that it cannot be done{only}");
            (&UNMEETABLE, message, "let one of the kinds be done, or let the duty start when a ban ends")
        } else {
            let refused = refused(frequency, overlap);
            let message = format!("{due} but these bans together leave no time for it{refused}{only}");
            (
                &UNMEETABLE,
                message,
                "leave time between the bans, let the duty start later, or write `except` in one of them",
            )
        };
        let mut finding = Diagnostic::new(code, found.hit.rank.severity, message)
            .at(named_at(rule, obligation.target), sheet.held("due", rule))
            .help(help);
        for ban in obligation.bans.iter().take(MOST_LABELS) {
            finding = finding.also(named_at(ban.rule, ban.named), sheet.held("avoided", ban.rule));
        }
        finding.occurs = Some(found.occurs);
        let (kind, at) = obligation.seen(&found.case, found.hit.slot);
        finding.witness = Some(witness(sheet, rule.place.file, kind, &found.case, &at));
        let due = obligation.ways.iter().map(|way| way.kind).chain([obligation.target]).collect();
        about(sheet, rule, &obligation.bans, due, finding)
    }
}
