//! A subject in a case → all that is answered of it, from before every instant to after them: what `ask` says of each
//! instant, one stretch after the other. What two versions of a sheet answer is compared with this.

use super::ruling::Rulings;
use crate::model::{AnswerWord, Case, Model, RuleId, SubjectId};
use crate::time::{Edge, TimeError};

/// From an instant to that of the next run, or for good, the answer rests on the same rules.
#[derive(Clone, Debug)]
pub struct Run {
    /// The first instant; [`Edge::Past`] for the first run.
    pub from: Edge,
    /// Every answer that is possible, the strictest first; never empty.
    pub possible: Vec<AnswerWord>,
    /// The rules that give one of them, the strongest first.
    pub because: Vec<RuleId>,
}

/// All that is answered of an activity or a sign in a case, in the order of time. Two runs that follow each other may have
/// the same answer.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn runs(model: &Model, case: &Case, subject: SubjectId) -> Result<Vec<Run>, TimeError> {
    let rulings = Rulings::of(model, case, subject)?;
    let edges = std::iter::once(Edge::Past).chain(rulings.edges_after(&Edge::Past));
    edges
        .map(|from| {
            let ruled = rulings.at(&from)?;
            Ok(Run { from, possible: ruled.possible, because: ruled.because })
        })
        .collect()
}
