//! One case of a sheet and of a mutant → what a test could say of it that holds of the sheet and not of the mutant.

use std::collections::BTreeMap;

use jiff::Zoned;

use super::written;
use crate::diff::Of;
use crate::evaluate::{self, Answered, Applies};
use crate::model::{AnswerWord, Case, Fixed, Model, SubjectId, Truth, Verb};
use crate::time::{self, Edge, Step, TimeError};

/// What a line could say, and of which instant.
pub(super) struct Says {
    pub(super) at: Zoned,
    pub(super) text: String,
    /// What the mutant says instead.
    pub(super) instead: String,
    pub(super) is_rule: bool,
    pub(super) is_near: bool,
}

impl Says {
    /// Whether nothing is left open.
    pub(super) fn is_definite(&self) -> bool {
        !self.text.ends_with(AnswerWord::Depends.word()) && !self.text.starts_with("perhaps")
    }
}

/// One case of the sheet and of the mutant.
pub(super) struct Pair<'m> {
    old: &'m Model,
    new: &'m Model,
    pub(super) before: Case,
    after: Case,
}

impl<'m> Pair<'m> {
    /// The same is given to both, as far as the mutant has the names.
    pub(super) fn of(old: &'m Model, new: &'m Model, treated: &Zoned, given: &Fixed) -> Result<Pair<'m>, TimeError> {
        let mut same = Fixed::default();
        for (&fact, &value) in &given.facts {
            if let Some(fact) = written::same_fact(old, new, fact) {
                same.facts.insert(fact, value);
            }
        }
        for (&event, time) in &given.events {
            if let Some(event) = written::same_event(old, new, event) {
                same.events.insert(event, time.clone());
            }
        }
        let before = Case::new(old, treated.clone(), given)?;
        Ok(Pair { old, new, before, after: Case::new(new, treated.clone(), &same)? })
    }

    /// All lines about what changed; rules only where no answer tells, at `shown` if not before.
    pub(super) fn lines(&self, of: &Of, shown: &Zoned) -> Result<Vec<Says>, TimeError> {
        let mut lines = self.answered(of)?;
        if lines.iter().any(Says::is_definite) {
            return Ok(lines);
        }
        let treated = &self.before.situation.treated;
        match of {
            Of::Screening => {}
            Of::Course => lines = self.rules(None, treated)?,
            Of::Target { name, .. } => {
                let Some(target) = self.old.subject_named(name) else { return Ok(lines) };
                let other = self.new.subject_named(name);
                let (was, is) = (self.answers(target)?, self.mutated(other)?);
                // An hour after the treatment is as good as any time, and easy to read.
                let soon = time::apply(treated, Step::Elapsed { seconds: 3600 })?;
                let near = was.iter().chain(&is).flat_map(|answered| sides(&answered.from));
                let windows = self.edges(Some(target), other)?;
                let near = near.chain(windows.iter().flat_map(sides)).collect::<Vec<_>>();
                for at in [soon, treated.clone()].into_iter().chain(near).chain([shown.clone()]) {
                    let found = self.rules(Some((target, other)), &at)?;
                    if !found.is_empty() {
                        lines.extend(found);
                        break;
                    }
                }
            }
        }
        Ok(lines)
    }

    /// The lines in which answers differ.
    pub(super) fn answered(&self, of: &Of) -> Result<Vec<Says>, TimeError> {
        match of {
            Of::Course => Ok(Vec::new()),
            Of::Screening => {
                let was = evaluate::contraindicated(self.old, &self.before)?;
                let is = evaluate::contraindicated(self.new, &self.after)?;
                let word = |applies: Applies| match applies {
                    Applies::Yes => "contraindicated",
                    Applies::No => "not contraindicated",
                    Applies::Depends => "perhaps contraindicated",
                };
                let at = &self.before.situation.treated;
                Ok(if was != is { vec![says(at, word(was), word(is), true)] } else { Vec::new() })
            }
            Of::Target { name, .. } => {
                let Some(target) = self.old.subject_named(name) else { return Ok(Vec::new()) };
                let other = self.new.subject_named(name);
                Ok(answered(name, &self.answers(target)?, &self.mutated(other)?))
            }
        }
    }

    fn answers(&self, target: SubjectId) -> Result<Vec<Answered>, TimeError> {
        evaluate::answers(self.old, &self.before, target)
    }

    /// Of what the mutant does not name, it says nothing.
    fn mutated(&self, target: Option<SubjectId>) -> Result<Vec<Answered>, TimeError> {
        match target {
            Some(target) => evaluate::answers(self.new, &self.after, target),
            None => {
                let answer = AnswerWord::NotStated;
                Ok(vec![Answered { from: Edge::Past, answer, possible: vec![answer] }])
            }
        }
    }

    /// Where the windows of the rules begin and end that speak of a target.
    fn edges(&self, target: Option<SubjectId>, other: Option<SubjectId>) -> Result<Vec<Edge>, TimeError> {
        let mut edges = Vec::new();
        for (model, case, target) in [(self.old, &self.before, target), (self.new, &self.after, other)] {
            let Some(target) = target else { continue };
            for rule in model.rules.iter().filter(|rule| written::speaks_of(model, rule, target)) {
                if let Some(window) = &rule.window {
                    let possible = window.resolve(&case.situation)?.possible();
                    edges.extend([possible.start, possible.end]);
                }
            }
        }
        Ok(edges)
    }

    /// The rules that one of the two states and the other does not.
    fn rules(&self, target: Option<(SubjectId, Option<SubjectId>)>, at: &Zoned) -> Result<Vec<Says>, TimeError> {
        let was = stated(self.old, &self.before, target.map(|(target, _)| target), at)?;
        let is = match target {
            Some((_, None)) => BTreeMap::new(),
            Some((_, Some(target))) => stated(self.new, &self.after, Some(target), at)?,
            None => stated(self.new, &self.after, None, at)?,
        };
        let rule = |text: String, instead: &str| {
            let (at, instead) = (at.clone(), instead.to_owned());
            Says { at, text, instead, is_rule: true, is_near: false }
        };
        let sure = |all: &BTreeMap<String, Truth>, text: &String| all.get(text).copied().unwrap_or(Truth::False);
        let lost = was.iter().filter(|(text, truth)| **truth == Truth::True && sure(&is, text) != Truth::True);
        let mut lines: Vec<Says> = lost.map(|(text, _)| rule(text.clone(), "not said")).collect();
        let come = is.iter().filter(|(text, truth)| **truth != Truth::False && sure(&was, text) == Truth::False);
        lines.extend(come.map(|(text, _)| rule(format!("not {text}"), "said")));
        Ok(lines)
    }
}

fn says(at: &Zoned, text: &str, instead: &str, is_near: bool) -> Says {
    Says { at: at.clone(), text: text.to_owned(), instead: instead.to_owned(), is_rule: false, is_near }
}

/// What the rules state at an instant of a target, or of the course.
fn stated(
    model: &Model,
    case: &Case,
    target: Option<SubjectId>,
    at: &Zoned,
) -> Result<BTreeMap<String, Truth>, TimeError> {
    let mut all = BTreeMap::new();
    for rule in &model.rules {
        let speaks = match target {
            Some(target) => written::speaks_of(model, rule, target),
            None => rule.verb == Verb::Repeat,
        };
        if speaks {
            let mut wanted = rule.clone();
            wanted.targets = target.map(|target| (target, rule.place)).into_iter().collect();
            let truth = evaluate::states(model, case, &wanted, at)?;
            all.insert(written::rule(model, rule, target), truth);
        }
    }
    Ok(all)
}

/// The instants at which two timelines give other answers, each with the first of them: where an answer of the sheet
/// begins or is about to end, then where one of the mutant does.
fn answered(name: &str, was: &[Answered], is: &[Answered]) -> Vec<Says> {
    let sides = |all: &[Answered], is_near: bool| -> Vec<(Zoned, bool)> {
        all.iter().flat_map(|answered| sides(&answered.from)).map(|at| (at, is_near)).collect()
    };
    let mut lines: Vec<Says> = Vec::new();
    for (at, is_near) in sides(was, true).into_iter().chain(sides(is, false)) {
        let (before, after) = (answer_at(was, &at), answer_at(is, &at));
        if before != after && !lines.iter().any(|line| line.at == at) {
            lines.push(says(&at, &format!("{name} {}", before.word()), after.word(), is_near));
        }
    }
    if lines.iter().any(Says::is_definite) {
        lines.retain(Says::is_definite);
    }
    lines
}

fn answer_at(answers: &[Answered], at: &Zoned) -> AnswerWord {
    let at = Edge::At(at.clone());
    answers.iter().rev().find(|answered| answered.from <= at).map_or(AnswerWord::NotStated, |answered| answered.answer)
}

/// The first whole minutes on either side of where something begins or ends; a line asks for whole minutes.
fn sides(edge: &Edge) -> Vec<Zoned> {
    let Some(edge) = edge.instant() else { return Vec::new() };
    let past = edge.timestamp().as_second().rem_euclid(60);
    let after = if past == 0 { 0 } else { 60 - past };
    let at = |seconds| time::apply(edge, Step::Elapsed { seconds }).ok();
    // The last second before the treatment can be asked about too.
    [Some(edge.clone()), at(after), at(after - 60)].into_iter().flatten().collect()
}
