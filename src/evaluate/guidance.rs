//! A model and a case → a [`Plan`]: every rule that may hold, with its instants, its reasons and what it waits for.

use std::collections::BTreeSet;

use super::combined::All;
use super::occurrences::occurrences;
use super::plan::{Applies, Course, Exception, Guidance, Plan};
use super::unknown::{self, Question};
use super::{changes, combined, conflicts, instead, screening, told, words};
use crate::model::{Case, Condition, Frequency, Model, PartId, Rule, SubjectId, Truth, Verb, steps};
use crate::source::Sources;
use crate::time::{Adjustment, Resolved, TimeError, Window, apply};

/// What the rules of a sheet say about a treatment, or those of several sheets about all of theirs. A rule whose window is
/// empty, or whose condition is false, says nothing about it and is left out.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn plan(model: &Model, sources: &Sources, case: &Case) -> Result<Plan, TimeError> {
    let mut planner = Planner { model, sources, case, open: BTreeSet::new() };
    let mut screening = screening::screening(model, sources, case, &mut planner.open)?;
    let mut found = Vec::new();
    let mut course = Vec::new();
    for rule in &model.rules {
        match rule.verb {
            Verb::Contraindicated => {}
            Verb::Repeat => course.extend(planner.course(rule)?),
            Verb::Avoid | Verb::Allow | Verb::Do | Verb::Expect | Verb::Alert => planner.rule(rule, &mut found)?,
        }
    }
    // A stable sort: rules that start together stay in the order of the text.
    found.sort_by(|(_, a): &(_, Guidance), (_, b): &(_, Guidance)| a.window.start.start.cmp(&b.window.start.start));
    let (of, guidance): (Vec<(SubjectId, &Condition)>, Vec<Guidance>) = found.into_iter().unzip();
    let (subjects, conditions): (Vec<SubjectId>, Vec<&Condition>) = of.into_iter().unzip();
    let treatments = told::treatments(model, case);
    let (mut combined, mut conflicts) = (combined::Combining::default(), Vec::new());
    if treatments.len() > 1 {
        screening.extend(screening::banned(model, sources, case, &mut planner.open, &guidance)?);
        instead::instead(model, case, &mut screening)?;
        let (guidance, subjects, conditions) = (&guidance, &subjects, &conditions);
        let all = All { model, case, treatments: &treatments, guidance, subjects, conditions };
        combined = combined::combined(all);
        conflicts = conflicts::conflicts(all);
    }
    let missing = planner.open.iter().filter_map(|&question| told::missing(model, question)).collect();
    let (lang, combined, merged) = (model.lang, combined.lines, combined.merged);
    let changes = changes::changes(model, sources, case)?;
    Ok(Plan { lang, treatments, screening, guidance, combined, merged, conflicts, course, changes, missing })
}

/// What a rule says of one target: that, under which condition, and what is told.
type Found<'m> = ((SubjectId, &'m Condition), Guidance);

struct Planner<'m> {
    model: &'m Model,
    sources: &'m Sources,
    case: &'m Case,
    /// Every question that is still open.
    open: BTreeSet<Question>,
}

/// Whether something applies, the condition that decides it in words, and what must be known.
struct Standing {
    applies: Applies,
    when: Option<String>,
    missing: Vec<String>,
}

impl<'m> Planner<'m> {
    /// `None` if it does not apply.
    fn standing(&mut self, condition: &Condition) -> Result<Option<Standing>, TimeError> {
        let (truth, questions) = unknown::truth(self.model, self.case, condition)?;
        Ok(match truth {
            Truth::False => None,
            Truth::True => Some(Standing { applies: Applies::Yes, when: None, missing: Vec::new() }),
            Truth::Unknown => {
                self.open.extend(&questions);
                let when = words::open(self.model, self.case, condition)?;
                Some(Standing { applies: Applies::Depends, when, missing: told::names(self.model, &questions) })
            }
        })
    }

    fn rule(&mut self, rule: &'m Rule, found: &mut Vec<Found<'m>>) -> Result<(), TimeError> {
        let (model, case) = (self.model, self.case);
        let unstated = Window::unstated();
        let window = rule.window.as_deref().unwrap_or(&unstated);
        let resolved = window.resolve(&case.situation)?;
        if resolved.is_empty() {
            return Ok(());
        }
        let Some(standing) = self.standing(&rule.condition)? else { return Ok(()) };
        self.open.extend(told::open_events(case, window));
        let (occurrences, more_occurrences) = occurrences(model, rule.frequency.as_ref(), &resolved.certain())?;
        let mut adjustments: Vec<Adjustment> = Vec::new();
        for moment in window.moments() {
            adjustments.extend(case.situation.adjustments(moment)?);
        }
        adjustments.sort();
        adjustments.dedup();
        for &(target, _) in &rule.targets {
            let subject = model.subject(target);
            let guidance = Guidance {
                rule: told::rule_ref(model, self.sources, rule),
                treatment: model.number_of(rule.treatment),
                noun: told::noun(model, rule),
                verb: rule.verb,
                ideally: rule.ideally,
                target: subject.name.clone(),
                label: subject.label.clone(),
                instruction: match rule.verb {
                    Verb::Do => rule.instruction.clone().or_else(|| subject.instruction.clone()),
                    _ => None,
                },
                phase: model.phase_of(rule).map(|phase| phase.label.clone()),
                window: resolved.clone(),
                about: told::about(window),
                waits_for: told::waits_for(model, case, window),
                dated: told::dated(model, case, window),
                through: told::through(window, rule.treatment),
                applies: standing.applies,
                when: standing.when.clone(),
                missing: standing.missing.clone(),
                except: self.exceptions(rule, target)?,
                frequency: rule.frequency.clone(),
                parts: self.parts(rule.frequency.as_ref()),
                lasting: rule.lasting,
                occurrences: occurrences.clone(),
                more_occurrences,
                orders: rule
                    .orders
                    .iter()
                    .map(|order| (model.subject(order.other).label.clone(), order.after, order.gap))
                    .collect(),
                amount: rule.amount.clone(),
                by: rule.by.clone(),
                adjustments: adjustments.clone(),
                joint: None,
            };
            found.push(((target, &rule.condition), guidance));
        }
        Ok(())
    }

    /// The holes of a ban that concern one of its targets.
    fn exceptions(&mut self, rule: &Rule, target: SubjectId) -> Result<Vec<Exception>, TimeError> {
        let mut found = Vec::new();
        for hole in &rule.except {
            let related = self.model.is_kind_of(hole.subject, target) || self.model.is_kind_of(target, hole.subject);
            let window = hole.window.as_ref().map(|window| window.resolve(&self.case.situation)).transpose()?;
            if !related || window.as_ref().is_some_and(Resolved::is_empty) {
                continue;
            }
            let Some(standing) = self.standing(&hole.condition)? else { continue };
            if let Some(window) = &hole.window {
                self.open.extend(told::open_events(self.case, window));
            }
            let subject = self.model.subject(hole.subject);
            let written = hole.window.as_ref();
            found.push(Exception {
                target: subject.name.clone(),
                label: subject.label.clone(),
                window,
                about: written.map(told::about).unwrap_or_default(),
                waits_for: written.map(|window| told::waits_for(self.model, self.case, window)).unwrap_or_default(),
                dated: written.map(|window| told::dated(self.model, self.case, window)).unwrap_or_default(),
                through: written.is_some_and(|window| told::through(window, rule.treatment)),
                applies: standing.applies,
                when: standing.when,
            });
        }
        Ok(found)
    }

    fn parts(&self, frequency: Option<&Frequency>) -> Vec<String> {
        let label = |part: &PartId| self.model.parts.get(part.0 as usize).map(|part| part.label.clone());
        match frequency {
            Some(Frequency::DailyParts(parts)) => parts.iter().filter_map(label).collect(),
            _ => Vec::new(),
        }
    }

    fn course(&mut self, rule: &Rule) -> Result<Option<Course>, TimeError> {
        let Some(course) = rule.course else { return Ok(None) };
        let Some(standing) = self.standing(&rule.condition)? else { return Ok(None) };
        let treated = told::instant(self.case, rule.treatment);
        let after = |length| steps(length, false).into_iter().try_fold(treated.clone(), |at, step| apply(&at, step));
        let next = match (course.every, course.no_sooner) {
            (Some((low, high)), _) => Some((after(low)?, Some(after(high)?))),
            (None, Some((low, _))) => Some((after(low)?, None)),
            (None, None) => None,
        };
        Ok(Some(Course {
            rule: told::rule_ref(self.model, self.sources, rule),
            treatment: self.model.number_of(rule.treatment),
            ideally: rule.ideally,
            applies: standing.applies,
            when: standing.when,
            missing: standing.missing,
            course,
            next,
        }))
    }
}
