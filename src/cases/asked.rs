//! The `test` blocks of a sheet → every question that they ask: in which case, about what, at which instant. Also how a test
//! would write an instant, for questions that it does not ask yet.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::Zoned;

use crate::evaluate::{Answered, answers, instants};
use crate::model::{AnswerWord, Case, Expected, Model, SubjectId, Test, Verb};
use crate::source::Place;
use crate::time::{Edge, Step, TimeError, apply};

/// The cases of some tests, and what they ask.
pub(super) struct Asked<'m> {
    pub model: &'m Model,
    pub cases: Vec<TestCase<'m>>,
    pub asks: Vec<Ask>,
    /// Which answer holds from when on, by case and subject.
    known: RefCell<BTreeMap<(usize, SubjectId), Vec<Answered>>>,
}

/// The case of one test.
pub(super) struct TestCase<'m> {
    pub name: &'m str,
    pub place: Place,
    pub case: Case,
}

/// One question.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// The index of its case.
    pub case: usize,
    /// About what; `None` asks whether the treatment is contraindicated, or for a course.
    pub target: Option<SubjectId>,
    /// With which verb, if it asks what a rule says and not which answer holds.
    pub verb: Option<Verb>,
    /// When.
    pub at: Zoned,
    /// The instant at which the answer is expected to change, if that is written.
    pub until: Option<Zoned>,
}

impl<'m> Asked<'m> {
    /// All questions of some tests of a model.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn of(model: &'m Model, tests: &[&'m Test]) -> Result<Asked<'m>, TimeError> {
        let (mut cases, mut asks) = (Vec::new(), Vec::new());
        for (index, test) in tests.iter().enumerate() {
            let case = Case::new(model, test.treated.clone(), &test.given)?;
            for expectation in &test.expectations {
                let ask = |target, verb, at| Ask { case: index, target, verb, at, until: None };
                if let Expected::Contraindicated(_) = &expectation.expected {
                    asks.push(ask(None, Some(Verb::Contraindicated), test.treated.clone()));
                    continue;
                }
                for at in instants(&case, expectation.at.as_ref())? {
                    match &expectation.expected {
                        Expected::Answer(target, _, until) => {
                            let until = until.as_ref().map(|until| case.situation.stretch(until)).transpose()?;
                            let until = until.filter(|until| until.start == until.end);
                            let until = until.and_then(|until| until.end.instant().cloned());
                            asks.push(Ask { until, ..ask(Some(*target), None, at) });
                        }
                        Expected::Stated(_, rule) if rule.targets.is_empty() => {
                            asks.push(ask(None, Some(rule.verb), at))
                        }
                        Expected::Stated(_, rule) => {
                            let targets = rule.targets.iter().map(|&(target, _)| target);
                            asks.extend(targets.map(|target| ask(Some(target), Some(rule.verb), at.clone())));
                        }
                        Expected::Contraindicated(_) | Expected::Part(..) => {}
                    }
                }
            }
            cases.push(TestCase { name: &test.name, place: test.place, case });
        }
        Ok(Asked { model, cases, asks, known: RefCell::default() })
    }

    /// The case of a question.
    pub fn case(&self, ask: &Ask) -> Option<&Case> {
        self.cases.get(ask.case).map(|test| &test.case)
    }

    /// Whether the answer about a subject changes at an instant.
    pub fn changes_at(&self, case: usize, subject: SubjectId, at: &Edge) -> bool {
        self.with_answers(case, subject, |answers| answers.iter().skip(1).any(|answered| answered.from == *at))
    }

    /// What holds of a subject at an instant.
    pub fn answer(&self, case: usize, subject: SubjectId, at: &Edge) -> Option<AnswerWord> {
        self.with_answers(case, subject, |answers| {
            answers.iter().rfind(|answered| answered.from <= *at).map(|answered| answered.answer)
        })
    }

    /// A case whose moments leave the calendar has no answers.
    fn with_answers<T>(&self, case: usize, subject: SubjectId, look: impl FnOnce(&[Answered]) -> T) -> T {
        let mut known = self.known.borrow_mut();
        let found = known.entry((case, subject)).or_insert_with(|| {
            let test = self.cases.get(case);
            test.and_then(|test| answers(self.model, &test.case, subject).ok()).unwrap_or_default()
        });
        look(found)
    }
}

/// How a test would write an instant: `+48h`, `day 5 00:00`. `None` for what lies between two minutes.
pub(super) fn written(model: &Model, treated: &Zoned, at: &Zoned) -> Option<String> {
    let seconds = at.timestamp().as_second() - treated.timestamp().as_second();
    if seconds % 60 != 0 {
        return None;
    }
    // Near midnight it is the day that counts.
    let first = model.treatment.as_ref().and_then(|treatment| treatment.day);
    let near_midnight = matches!((at.hour(), at.minute()), (0, 0) | (23, 59)) && at.second() == 0;
    if let (Some(first), true) = (first, near_midnight)
        && let Ok(days) = treated.date().until(at.date())
    {
        let days = days.get_days();
        let day = if days < 0 { days } else { days + i32::from(first) };
        return Some(format!("day {day} {:02}:{:02}", at.hour(), at.minute()));
    }
    if seconds == 0 {
        return Some("treatment".to_owned());
    }
    let (sign, days) = if seconds < 0 { ('-', -1) } else { ('+', 1) };
    let (days, rest) = if seconds.abs() > 3 * 86_400 { whole_days(treated, at, days)? } else { (0, seconds.abs()) };
    let days = match (days / 7, days % 7) {
        (0, 0) => String::new(),
        (weeks, 0) => format!("{weeks}w"),
        _ => format!("{days}d"),
    };
    let (hours, minutes) = (rest / 3_600, rest / 60 % 60);
    let part = |number: i64, unit: &str| if number == 0 { String::new() } else { format!("{number}{unit}") };
    Some(format!("{sign}{days}{}{}", part(hours, "h"), part(minutes, "min")))
}

/// How many whole days lie between, and how many seconds are left then.
fn whole_days(treated: &Zoned, at: &Zoned, side: i64) -> Option<(i64, i64)> {
    let between = i64::from(treated.date().until(at.date()).ok()?.get_days()).abs();
    // The last of them may not be whole.
    for days in [between, between - 1] {
        let step = Step::Calendar { months: 0, days: i32::try_from(days * side).ok()? };
        let rest = (at.timestamp().as_second() - apply(treated, step).ok()?.timestamp().as_second()) * side;
        if rest >= 0 {
            return Some((days, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_a_person_would() {
        let at = |text: &str| format!("{text}[Europe/Paris]").parse::<Zoned>().unwrap();
        let treated = at("2026-11-23T14:00");
        let told = |text: &str| written(&Model::default(), &treated, &at(text));
        for (instant, written) in [
            ("2026-11-23T14:00", "treatment"),
            ("2026-11-23T14:01", "+1min"),
            ("2026-11-25T13:59", "+47h59min"),
            ("2026-12-07T14:00", "+2w"),
            ("2026-12-07T13:59", "+13d23h59min"),
            ("2026-10-26T14:00", "-4w"),
            ("2026-10-26T13:59", "-4w1min"),
            ("2026-11-23T13:00", "-1h"),
        ] {
            assert_eq!(told(instant).as_deref(), Some(written), "{instant}");
        }
        assert_eq!(told("2026-11-23T14:00:30"), None);
    }
}
