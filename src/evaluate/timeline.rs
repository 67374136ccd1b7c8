//! A subject in one case → all that is said of it over time: which answer holds from when on, and the window of every rule
//! that bears on it. What a failed test is drawn from, and what a stored plan tells.

use super::answer::reason;
use super::answered::Reason;
use super::ruling::Rulings;
use super::runs::{Run, runs};
use crate::model::{AnswerWord, Case, Model, SubjectId, Truth};
use crate::source::Sources;
use crate::time::{Edge, TimeError};

/// What holds of a subject over time.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The answers, from before everything on; each differs from the one before it.
    pub answers: Vec<Answered>,
    /// The rules that bear on it, in the order of the text.
    pub rules: Vec<Bearing>,
}

/// An answer, and from when on it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The first instant.
    pub from: Edge,
    /// The answer; `depends` where several are possible.
    pub answer: AnswerWord,
    /// Every answer that is possible, the strictest first.
    pub possible: Vec<AnswerWord>,
}

/// A rule that bears on a subject.
#[derive(Clone, Debug)]
pub struct Bearing {
    /// What it says, and when.
    pub says: Reason,
    /// Whether its condition holds.
    pub applies: Truth,
}

/// All that is said of a subject over time.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn timeline(model: &Model, sources: &Sources, case: &Case, subject: SubjectId) -> Result<Timeline, TimeError> {
    let mut rules = Vec::new();
    for (id, rule) in Rulings::of(model, case, subject)?.rules() {
        if let Some(says) = reason(model, sources, case, subject, id)? {
            rules.push(Bearing { says, applies: rule.condition.truth(case)? });
        }
    }
    Ok(Timeline { answers: answers(model, case, subject)?, rules })
}

/// Which answer holds for a subject from when on.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn answers(model: &Model, case: &Case, subject: SubjectId) -> Result<Vec<Answered>, TimeError> {
    let mut found: Vec<Answered> = Vec::new();
    for Run { from, possible, .. } in runs(model, case, subject)? {
        if found.last().is_none_or(|last| last.possible != possible) {
            let answer = if let [only] = possible.as_slice() { *only } else { AnswerWord::Depends };
            found.push(Answered { from, answer, possible });
        }
    }
    Ok(found)
}
