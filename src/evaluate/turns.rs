//! A plan → what holds for each target when a ban on it ends or a permission begins. Another rule may still forbid it
//! then; whoever is told "no longer" has to be told the truth.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::{Timestamp, Zoned};

use super::answer::answer;
use super::answered::Answer;
use super::plan::{Guidance, Plan};
use crate::model::{Case, Model, SubjectId, Verb};
use crate::source::Sources;
use crate::time::{Edge, Stretch, TimeError};

/// What holds where one rule stops forbidding something, or begins to permit it.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The answer at the latest end of the ban, or at the latest start of the permission.
    pub answer: Answer,
    /// Whether another rule may forbid it at some time at which this may happen, if that is not known exactly.
    pub otherwise_banned: bool,
}

/// For each of [`Plan::told`] what holds where it turns. `None` for other verbs than `avoid` and `allow`, and where that is
/// no instant.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn turns(model: &Model, sources: &Sources, case: &Case, plan: &Plan) -> Result<Vec<Option<Turn>>, TimeError> {
    let mut answers = Answers { model, sources, case, known: BTreeMap::new() };
    plan.told().into_iter().map(|guidance| answers.turn(guidance, plan)).collect()
}

struct Answers<'m> {
    model: &'m Model,
    sources: &'m Sources,
    case: &'m Case,
    known: BTreeMap<(SubjectId, Timestamp), Answer>,
}

impl Answers<'_> {
    fn turn(&mut self, guidance: &Guidance, plan: &Plan) -> Result<Option<Turn>, TimeError> {
        let edges = match guidance.verb {
            Verb::Avoid => &guidance.window.end,
            Verb::Allow => &guidance.window.start,
            _ => return Ok(None),
        };
        let (Some(at), Some(subject)) = (edges.end.instant(), self.model.subject_named(&guidance.target)) else {
            return Ok(None);
        };
        let answer = self.answer(subject, at)?;
        let mut otherwise_banned = false;
        for at in between(edges, plan) {
            let because = self.answer(subject, at)?.state.because;
            otherwise_banned |= because.iter().any(|reason| reason.verb == Verb::Avoid && reason.rule != guidance.rule);
        }
        Ok(Some(Turn { answer, otherwise_banned }))
    }

    fn answer(&mut self, subject: SubjectId, at: &Zoned) -> Result<Answer, TimeError> {
        Ok(match self.known.entry((subject, at.timestamp())) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(answer(self.model, self.sources, self.case, subject, at)?).clone(),
        })
    }
}

/// The instants at which another ban may begin or end while it is open whether this one has ended: none if it is not.
fn between<'p>(edges: &'p Stretch, plan: &'p Plan) -> Vec<&'p Zoned> {
    if edges.is_empty() {
        return Vec::new();
    }
    let bans = plan.guidance.iter().filter(|guidance| guidance.verb == Verb::Avoid).map(|ban| &ban.window);
    let changes = bans.flat_map(|window| [&window.start, &window.end]).flat_map(|edges| [&edges.start, &edges.end]);
    let inside = changes.filter(|edge| edges.contains(edge)).chain([&edges.start, &edges.end]);
    let mut instants: Vec<&Zoned> = inside.filter_map(Edge::instant).collect();
    instants.sort_by_key(|at| at.timestamp());
    instants.dedup_by_key(|at| at.timestamp());
    instants
}
