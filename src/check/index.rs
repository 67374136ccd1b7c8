//! Model → what the checks ask again and again: what each rule says and when it can hold at all, and which rules name a
//! subject. Made once a sheet.

use super::pairs::{Says, rules};
use super::reach::{Ends, Reach, events};
use crate::model::{Model, RuleId, SubjectId};

/// A rule in short.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brief {
    pub(super) says: Says,
    pub(super) ends: Ends,
}

/// A rule that names a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) rule: RuleId,
    /// Which of its targets that is.
    pub(super) at: usize,
}

/// All rules in short.
pub(super) struct Index {
    pub(super) events: Vec<Reach>,
    briefs: Vec<Option<Brief>>,
    naming: Vec<Vec<Named>>,
}

impl Index {
    pub(super) fn of(model: &Model) -> Index {
        let events = events(model);
        let mut naming = vec![Vec::new(); model.subjects.len()];
        let mut brief = |(id, rule)| {
            let rule: &crate::model::Rule = rule;
            let brief = Brief { says: Says::of(rule)?, ends: Ends::of(rule.window.as_deref()?, &events) };
            for (at, (target, _)) in rule.targets.iter().enumerate() {
                if let Some(rules) = naming.get_mut(target.0 as usize) {
                    rules.push(Named { rule: id, at });
                }
            }
            Some(brief)
        };
        let briefs = rules(model).map(&mut brief).collect();
        Index { events, briefs, naming }
    }

    /// A rule in short; those that speak of no subject in time have nothing to say.
    pub(super) fn brief(&self, rule: RuleId) -> Option<&Brief> {
        self.briefs.get(rule.0 as usize)?.as_ref()
    }

    /// The rules that name a subject itself, in the order of the text.
    pub(super) fn naming(&self, subject: SubjectId) -> &[Named] {
        self.naming.get(subject.0 as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The subjects that some rule names.
    pub(super) fn named(&self) -> impl Iterator<Item = SubjectId> + '_ {
        (0..).map(SubjectId).zip(&self.naming).filter(|(_, rules)| !rules.is_empty()).map(|(subject, _)| subject)
    }

    /// The rules that say something about a subject: about itself or about something that it is a kind of. In the order
    /// of the text, each once.
    pub(super) fn about(&self, model: &Model, subject: SubjectId) -> Vec<RuleId> {
        let named = model.ancestors(subject).chain([subject]).flat_map(|named| self.naming(named));
        let mut found: Vec<RuleId> = named.map(|named| named.rule).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
