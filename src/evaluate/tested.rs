//! A `test` block → what it asked and what came out otherwise than expected.

use jiff::{SignedDuration, Zoned};

use super::answered::State;
use super::plan::{Applies, RuleRef};
use super::stated::stated;
use super::timeline::{Timeline, timeline};
use super::{answer, screening, told, unknown};
use crate::model::{AnswerWord, Case, Expectation, Expected, Model, PartId, Rule, Screened, SubjectId, Test, Truth};
use crate::source::{Place, Sources};
use crate::time::{Moment, Stretch, TimeError};

/// What a `test` block came to.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub at: Line,
    /// When its treatment is.
    pub treated: Zoned,
    /// The name of that treatment; empty for a sheet without one.
    pub sheet: String,
    /// How many expectations it has.
    pub expectations: usize,
    /// Those that do not hold.
    pub failures: Vec<Failure>,
}

impl TestResult {
    /// Whether all expectations hold.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// A file, a line and a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// An expectation that does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where it stands.
    pub at: Line,
    /// The expectation as it is written.
    pub written: String,
    /// The instant that was asked about; `None` if it rests on an event that is not given.
    pub asked: Option<Zoned>,
    /// What was expected and what came out.
    pub outcome: Outcome,
}

/// What was expected and what came out.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Another answer, or the same with another end.
    Answer {
        /// The name of what was asked about.
        target: String,
        /// Its label.
        label: String,
        /// The answer that was expected.
        expected: AnswerWord,
        /// Until when it was expected to hold: the earliest and the latest instant, equal unless a range was written.
        expected_until: Option<Stretch>,
        /// What holds, until when, and the rules that say so.
        actual: Box<State>,
        /// What is said of it over all time.
        timeline: Box<Timeline>,
    },
    /// The treatment is contraindicated, or is not, or that depends.
    Contraindicated {
        /// Whether it was expected to be.
        expected: Applies,
        /// Whether it is.
        actual: Applies,
        /// The rules that stand against the treatment, or may.
        because: Vec<RuleRef>,
        /// What must be known to decide it, by name.
        missing: Vec<String>,
    },
    /// A rule says so, or does not, or that depends.
    Stated {
        /// Whether one was expected to.
        expected: bool,
        /// Whether one does.
        actual: Applies,
        /// The rules that speak of the same then, with the same verb.
        because: Vec<RuleRef>,
        /// What must be known to decide it, by name.
        missing: Vec<String>,
    },
    /// The moment lies in a part of the day, or does not.
    Part {
        /// The name of the part.
        part: String,
        /// Whether it was expected to.
        expected: bool,
    },
    /// An instant in it rests on events that the test does not give, or that are never.
    NoInstant {
        /// Their names.
        missing: Vec<String>,
    },
}

/// Runs a `test` block.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn run_test(model: &Model, sources: &Sources, test: &Test) -> Result<TestResult, TimeError> {
    let case = Case::new(model, test.treated.clone(), &test.given)?;
    let mut failures = Vec::new();
    for expectation in &test.expectations {
        if let Some((asked, outcome)) = fails(model, sources, &case, expectation)? {
            let written = sources.slice(expectation.place).split_whitespace().collect::<Vec<_>>().join(" ");
            failures.push(Failure { at: line(sources, expectation.place), written, asked, outcome });
        }
    }
    Ok(TestResult {
        name: test.name.clone(),
        at: line(sources, test.place),
        treated: test.treated.clone(),
        sheet: model.treatment.as_ref().map(|treatment| treatment.name.clone()).unwrap_or_default(),
        expectations: test.expectations.len(),
        failures,
    })
}

fn line(sources: &Sources, place: Place) -> Line {
    let file = sources.file(place.file);
    let at = file.line_column(place.span.start);
    Line { file: file.name().to_owned(), line: at.line, column: at.column }
}

/// The instant and what came out there, if that is not what was expected.
fn fails(
    model: &Model,
    sources: &Sources,
    case: &Case,
    expectation: &Expectation,
) -> Result<Option<(Option<Zoned>, Outcome)>, TimeError> {
    let (asked, until) = match &expectation.expected {
        Expected::Contraindicated(expected) => return contraindicated(model, sources, case, *expected),
        Expected::Stated(so, rule) => (Asked::Stated(*so, rule), None),
        Expected::Part(so, part) => (Asked::Part(*so, *part), None),
        Expected::Answer(target, word, until) => (Asked::Answer(*target, *word), until.as_ref()),
    };
    let instants = instants(case, expectation.at.as_ref())?;
    let mut open = unknown::open_among(expectation.at.iter().chain(until).flat_map(Moment::events), case);
    if instants.is_empty() && open.is_empty() {
        // It asks about the time of an event that is never.
        open.extend(expectation.at.iter().flat_map(Moment::events));
    }
    if !open.is_empty() || instants.is_empty() {
        let names = open.into_iter().filter_map(|event| model.event(event)).map(|event| event.name.clone());
        return Ok(Some((None, Outcome::NoInstant { missing: names.collect() })));
    }
    let until = until.map(|until| case.situation.stretch(until)).transpose()?;
    for at in instants {
        let (target, word) = match asked {
            Asked::Answer(target, word) => (target, word),
            Asked::Stated(so, rule) => match said(model, sources, case, (so, rule), &at)? {
                Some(outcome) => return Ok(Some((Some(at), outcome))),
                None => continue,
            },
            Asked::Part(expected, id) => match model.parts.get(id.0 as usize) {
                Some(part) if part.holds(minute_of_day(&at)) != expected => {
                    return Ok(Some((Some(at), Outcome::Part { part: part.name.clone(), expected })));
                }
                _ => continue,
            },
        };
        let actual = answer(model, sources, case, target, &at)?.state;
        let until_holds = until.as_ref().is_none_or(|until| until.start <= actual.until && actual.until <= until.end);
        if actual.answer != word || !until_holds {
            let timeline = Box::new(timeline(model, sources, case, target)?);
            let subject = model.subject(target);
            let outcome = Outcome::Answer {
                target: subject.name.clone(),
                label: subject.label.clone(),
                expected: word,
                expected_until: until,
                actual: Box::new(actual),
                timeline,
            };
            return Ok(Some((Some(at), outcome)));
        }
    }
    Ok(None)
}

fn minute_of_day(at: &Zoned) -> u16 {
    u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default()
}

/// What is asked about an instant.
#[derive(Clone, Copy)]
enum Asked<'e> {
    Answer(SubjectId, AnswerWord),
    Stated(bool, &'e Rule),
    Part(bool, PartId),
}

/// What came out, if that is not what was expected.
fn said(
    model: &Model,
    sources: &Sources,
    case: &Case,
    (expected, rule): (bool, &Rule),
    at: &Zoned,
) -> Result<Option<Outcome>, TimeError> {
    let (truth, speaking, missing) = stated(model, case, rule, at)?;
    let actual = match truth {
        Truth::True => Applies::Yes,
        Truth::False => Applies::No,
        Truth::Unknown => Applies::Depends,
    };
    let wanted = if expected { Applies::Yes } else { Applies::No };
    let because = speaking.into_iter().map(|rule| told::rule_ref(model, sources, rule)).collect();
    let missing = told::names(model, &missing);
    Ok((actual != wanted).then_some(Outcome::Stated { expected, actual, because, missing }))
}

/// The instants that an expectation asks about: one, or both ends of a range; none if it rests on an event that is never.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn instants(case: &Case, at: Option<&Moment>) -> Result<Vec<Zoned>, TimeError> {
    let Some(moment) = at else {
        let arrival = case.situation.treated.checked_sub(SignedDuration::from_secs(1));
        return Ok(vec![arrival.map_err(|_| TimeError)?]);
    };
    let Stretch { start, end } = case.situation.stretch(moment)?;
    let mut instants: Vec<Zoned> = [start, end].into_iter().filter_map(|edge| edge.instant().cloned()).collect();
    instants.dedup();
    Ok(instants)
}

fn contraindicated(
    model: &Model,
    sources: &Sources,
    case: &Case,
    expected: Screened,
) -> Result<Option<(Option<Zoned>, Outcome)>, TimeError> {
    let (actual, missing) = screening::stands(model, case, screening::rules(model))?;
    let expected = match expected {
        Screened::Yes => Applies::Yes,
        Screened::No => Applies::No,
        Screened::Perhaps => Applies::Depends,
    };
    if actual == expected {
        return Ok(None);
    }
    let mut because = Vec::new();
    for rule in screening::rules(model) {
        if screening::stands(model, case, std::iter::once(rule))?.0 != Applies::No {
            because.push(told::rule_ref(model, sources, rule));
        }
    }
    let missing = told::names(model, &missing);
    let asked = Some(case.situation.treated.clone());
    Ok(Some((asked, Outcome::Contraindicated { expected, actual, because, missing })))
}
