//! Everything that a sheet speaks of → what holds of each at an instant, in the order in which a patient needs it.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::answer::answer;
use super::answered::{Answer, Overview};
use super::plan::Missing;
use super::told;
use crate::model::{AnswerWord, Case, Model, SubjectId, SubjectKind};
use crate::source::Sources;
use crate::time::TimeError;

/// What holds at an instant of every activity and sign that a rule names, what is avoided first and signs last. What ends
/// sooner comes before what ends later.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn overview(model: &Model, sources: &Sources, case: &Case, at: &Zoned) -> Result<Overview, TimeError> {
    let mut answers: Vec<Answer> = Vec::new();
    for subject in named(model) {
        answers.push(answer(model, sources, case, subject, at)?);
    }
    // A stable sort: what is alike stays in the order of the declarations.
    answers.sort_by(|a, b| (order(a), &a.state.until).cmp(&(order(b), &b.state.until)));
    let mut missing: Vec<Missing> = Vec::new();
    for question in answers.iter().flat_map(|answer| &answer.questions) {
        if !missing.contains(question) {
            missing.push(question.clone());
        }
    }
    Ok(Overview { lang: model.lang, treatments: told::treatments(model, case), at: at.clone(), answers, missing })
}

/// What the rules are about, in the order of the declarations.
fn named(model: &Model) -> BTreeSet<SubjectId> {
    let targets = model.rules.iter().flat_map(|rule| rule.targets.iter().map(|&(target, _)| target));
    let holes = model.rules.iter().flat_map(|rule| rule.except.iter().map(|hole| hole.subject));
    targets.chain(holes).collect()
}

fn order(answer: &Answer) -> (bool, u8) {
    let rank = match answer.state.answer {
        AnswerWord::Avoided | AnswerWord::Alert => 0,
        AnswerWord::BetterNot => 1,
        AnswerWord::Depends => 2,
        AnswerWord::Due | AnswerWord::Expected => 3,
        AnswerWord::Allowed => 4,
        AnswerWord::NotDue => 5,
        AnswerWord::NotStated => 6,
    };
    (answer.kind == SubjectKind::Sign, rank)
}
