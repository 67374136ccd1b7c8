//! Model → what the checks ask again and again: what each rule says and when it can hold at all, and which rules name a
//! subject. Made once a sheet.

use rustc_hash::FxHashMap;

use super::holding::holds_now_and_then;
use super::pairs::{Says, rules};
use super::parts::parts;
use super::reach::{Ends, Reach, events};
use crate::model::{Basis, Model, Rule, RuleId, SubjectId};
use crate::time::Window;

/// A rule in short: what many questions begin with, side by side in memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brief<'m> {
    pub(super) says: Says,
    pub(super) ends: Ends,
    pub(super) window: &'m Window,
    pub(super) alike: Alike,
    /// Whether it has no exceptions and the patient acts.
    pub(super) plain: bool,
}

/// All that an answer about a rule without exceptions rests on, beside what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Alike {
    basis: Basis,
    ideally: bool,
    now_and_then: bool,
}

impl Alike {
    pub(super) fn of(rule: &Rule) -> Alike {
        Alike { basis: rule.basis(), ideally: rule.ideally, now_and_then: holds_now_and_then(rule) }
    }
}

/// A rule that names a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) rule: RuleId,
    /// Which of its targets that is.
    pub(super) at: usize,
}

/// Some of the rules in short, and the subjects that they name.
struct Read<'m> {
    briefs: Vec<Option<Brief<'m>>>,
    naming: Vec<(SubjectId, Named)>,
}

impl<'m> Read<'m> {
    fn of(model: &'m Model, ids: &[RuleId], events: &[Reach]) -> Read<'m> {
        let mut naming = Vec::with_capacity(ids.len());
        // Rules that hold at the same times share a window.
        let mut known: FxHashMap<*const Window, Ends> = FxHashMap::default();
        let mut brief = |&id: &RuleId| {
            let rule = model.rule(id)?;
            let (says, window) = (Says::of(rule)?, rule.window.as_deref()?);
            naming.extend((0..).zip(&rule.targets).map(|(at, (target, _))| (*target, Named { rule: id, at })));
            let ends = *known.entry(window).or_insert_with(|| Ends::of(window, events));
            let plain = rule.except.is_empty() && rule.by.is_none();
            Some(Brief { says, ends, window, alike: Alike::of(rule), plain })
        };
        let briefs = ids.iter().map(&mut brief).collect();
        Read { briefs, naming }
    }
}

/// All rules in short.
pub(super) struct Index<'m> {
    pub(super) events: Vec<Reach>,
    briefs: Vec<Option<Brief<'m>>>,
    /// Those that name the first subject, then those that name the second, and so on.
    naming: Vec<Named>,
    /// Up to where in `naming` those of each subject are.
    ends: Vec<usize>,
}

impl<'m> Index<'m> {
    pub(super) fn of(model: &'m Model) -> Index<'m> {
        let events = events(model);
        let ids: Vec<RuleId> = rules(model).map(|(id, _)| id).collect();
        let read = parts(&ids, |ids| vec![Read::of(model, ids, &events)]);
        let (briefs, naming): (Vec<_>, Vec<_>) = read.into_iter().map(|read| (read.briefs, read.naming)).unzip();
        let (briefs, mut naming) = (briefs.concat(), naming.concat());
        naming.sort_by_key(|(subject, _)| *subject);
        let mut rest = naming.as_slice();
        let subjects = (0..).map(SubjectId).take(model.subjects.len());
        let ends = subjects.map(|subject| {
            let own = rest.iter().take_while(|(named, _)| *named == subject).count();
            rest = rest.get(own..).unwrap_or_default();
            naming.len() - rest.len()
        });
        let ends = ends.collect();
        Index { events, briefs, naming: naming.into_iter().map(|(_, named)| named).collect(), ends }
    }

    /// A rule in short; those that speak of no subject in time have nothing to say.
    pub(super) fn brief(&self, rule: RuleId) -> Option<&Brief<'m>> {
        self.briefs.get(rule.0 as usize)?.as_ref()
    }

    /// The rules that name a subject itself, in the order of the text.
    pub(super) fn naming(&self, subject: SubjectId) -> &[Named] {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let at = subject.0 as usize;
        self.naming.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
    }

    /// The subjects that some rule names.
    pub(super) fn named(&self) -> impl Iterator<Item = SubjectId> + '_ {
        let subjects = (0..).map(SubjectId).take(self.ends.len());
        subjects.filter(|subject| !self.naming(*subject).is_empty())
    }

    /// The rules that name a subject or something that it is a kind of; those that name several of these more than once.
    pub(super) fn naming_above<'s>(&'s self, model: &Model, subject: SubjectId) -> impl Iterator<Item = &'s Named> {
        model.ancestors(subject).chain([subject]).flat_map(|named| self.naming(named))
    }

    /// The rules that say something about a subject: about itself or about something that it is a kind of. In the order
    /// of the text, each once.
    pub(super) fn about(&self, model: &Model, subject: SubjectId) -> Vec<RuleId> {
        let mut found: Vec<RuleId> = self.naming_above(model, subject).map(|named| named.rule).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
