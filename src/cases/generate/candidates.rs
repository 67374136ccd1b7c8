//! A mutant that no test notices, and the cases in which it says something else → lines of tests that hold on the sheet
//! and, as far as can be seen here, not on the mutant. An ordinary weekday is tried before a day on which the clocks change.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::{DateTime, date};

use super::written;
use crate::cases::kill::{Sheet, Survivor};
use crate::diff::{Of, Witness};
use crate::evaluate::{self, Answered, Applies};
use crate::model::{AnswerWord, Case, Fixed, Model, SubjectId, Truth, Verb};
use crate::time::{self, Edge, EventId, EventTime, Step, TimeError};

/// A line of a test.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// How far its day is from an ordinary one; less is better.
    pub rank: u8,
    /// The day in words: `a weekday`.
    pub day: String,
    /// `2026-11-23 14:00 Europe/Paris given dry = yes`
    pub heading: String,
    /// The instant that is asked about, in seconds after the treatment.
    pub after: i64,
    /// The same as the test writes it.
    pub at: String,
    /// `sauna avoided`, `do wash daily`
    pub says: String,
    /// Whether it is a rule, which stands last in its line.
    pub is_rule: bool,
    /// Whether it asks on either side of a bound of the sheet.
    pub is_near: bool,
}

/// The zone of the days that are tried.
const ZONE: &str = "Europe/Paris";

/// Days on which a treatment is tried, in this order.
const DAYS: [(&str, DateTime); 7] = [
    ("a weekday", date(2026, 11, 23).at(14, 0, 0, 0)),
    ("the clocks go forward in the night after", date(2026, 3, 28).at(14, 0, 0, 0)),
    ("the clocks went forward in the night before", date(2026, 3, 29).at(14, 0, 0, 0)),
    ("the clocks go back in the night after", date(2026, 10, 24).at(14, 0, 0, 0)),
    ("the clocks went back in the night before", date(2026, 10, 25).at(14, 0, 0, 0)),
    ("the last day of a month", date(2026, 1, 31).at(14, 0, 0, 0)),
    ("a leap day", date(2028, 2, 29).at(14, 0, 0, 0)),
];

/// The lines that should notice a mutant: at least one for each case that shows what changed, where the language has one.
#[must_use]
pub fn candidates(sheet: Sheet<'_>, survivor: &Survivor) -> Vec<Line> {
    let mut found = Vec::new();
    for change in &survivor.diff.changes {
        for part in &change.parts {
            // A moment outside the years that can be computed gives no line.
            let lines = of_witness(sheet.model, &survivor.model, &change.of, &part.witness);
            found.extend(lines.unwrap_or_default());
        }
    }
    found
}

/// The lines of the most ordinary day that has any.
fn of_witness(old: &Model, new: &Model, of: &Of, witness: &Witness) -> Result<Vec<Line>, TimeError> {
    let known = witness.old.fixed(old)?;
    let days = DAYS.iter().filter_map(|&(day, at)| {
        let zone = time::zone(ZONE).ok()?;
        Some((day, zone.to_ambiguous_zoned(at).compatible().ok()?))
    });
    let days = days.chain([("another day", witness.treated.clone())]);
    for (rank, (day, treated)) in (0_u8..).zip(days) {
        let moved = Fixed { facts: known.facts.clone(), events: moved(&known, &witness.treated, &treated)? };
        let Some(pair) = Pair::of(old, new, &treated, &moved)? else { continue };
        let mut lines = pair.lines(of, &witness.at)?;
        if lines.is_empty() {
            continue;
        }
        // What makes no difference need not be given.
        let mut given = moved;
        for fact in known.facts.keys() {
            let mut fewer = given.clone();
            fewer.facts.remove(fact);
            if let Some(less) = Pair::of(old, new, &treated, &fewer)?
                && let found = less.lines(of, &witness.at)?
                && found.iter().any(Says::is_definite)
            {
                (given, lines) = (fewer, found);
            }
        }
        for event in known.events.keys() {
            let mut fewer = given.clone();
            fewer.events.remove(event);
            if let Some(less) = Pair::of(old, new, &treated, &fewer)?
                && let found = less.lines(of, &witness.at)?
                && found.iter().any(Says::is_definite)
            {
                (given, lines) = (fewer, found);
            }
        }
        let Some(heading) = written::heading(old, &Case::new(old, treated.clone(), &given)?)? else { continue };
        let line = |says: Says| {
            let at = written::moment(old, &treated, &says.at)?;
            let after = says.at.timestamp().as_second() - treated.timestamp().as_second();
            let (day, heading) = (day.to_owned(), heading.clone());
            Some(Line { rank, day, heading, after, at, says: says.text, is_rule: says.is_rule, is_near: says.is_near })
        };
        let lines: Vec<Line> = lines.into_iter().filter_map(line).collect();
        if !lines.is_empty() {
            return Ok(lines);
        }
    }
    Ok(Vec::new())
}

/// Events as many days from another treatment, at the same time of day.
fn moved(known: &Fixed, from: &Zoned, to: &Zoned) -> Result<BTreeMap<EventId, EventTime>, TimeError> {
    let shift = |at: &Zoned| -> Result<Zoned, TimeError> {
        let seconds = at.timestamp().as_second() - from.timestamp().as_second();
        let days = from.date().until(at.date()).map_err(|_| TimeError)?.get_days();
        let near = time::apply(to, Step::Calendar { months: 0, days })?;
        let before = time::apply(from, Step::Calendar { months: 0, days })?;
        let rest = at.timestamp().as_second() - before.timestamp().as_second();
        if seconds == 0 { Ok(to.clone()) } else { time::apply(&near, Step::Elapsed { seconds: rest }) }
    };
    let edge = |edge: &Edge| match edge {
        Edge::At(at) => shift(at).map(Edge::At),
        other => Ok(other.clone()),
    };
    let day = |at: &Zoned| -> Result<Zoned, TimeError> {
        let days = from.date().until(at.date()).map_err(|_| TimeError)?.get_days();
        time::apply(to, Step::Day { days, clock: None })
    };
    let time = |event: &EventTime| {
        Ok(match event {
            EventTime::Never => EventTime::Never,
            EventTime::Between(from, to) => EventTime::Between(edge(from)?, edge(to)?),
            EventTime::OnDay(first, next) => EventTime::OnDay(day(first)?, day(next)?),
        })
    };
    known.events.iter().map(|(&id, event)| Ok((id, time(event)?))).collect()
}

/// What a line could say, and of which instant.
struct Says {
    at: Zoned,
    text: String,
    is_rule: bool,
    is_near: bool,
}

impl Says {
    fn is_definite(&self) -> bool {
        !self.text.ends_with(AnswerWord::Depends.word())
    }
}

/// One case of the sheet and of the mutant.
struct Pair<'m> {
    old: &'m Model,
    new: &'m Model,
    before: Case,
    after: Case,
}

impl<'m> Pair<'m> {
    /// `None` if the mutant does not have a name that is given.
    fn of(old: &'m Model, new: &'m Model, treated: &Zoned, given: &Fixed) -> Result<Option<Pair<'m>>, TimeError> {
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
        Ok(Some(Pair { old, new, before, after: Case::new(new, treated.clone(), &same)? }))
    }

    fn lines(&self, of: &Of, shown: &Zoned) -> Result<Vec<Says>, TimeError> {
        let treated = &self.before.situation.treated;
        match of {
            Of::Screening => {
                let was = evaluate::contraindicated(self.old, &self.before)?;
                let is = evaluate::contraindicated(self.new, &self.after)?;
                let text = match was {
                    Applies::Yes => "contraindicated",
                    Applies::No => "not contraindicated",
                    Applies::Depends => return Ok(Vec::new()),
                };
                Ok(if was == is { Vec::new() } else { vec![says(treated, text, true)] })
            }
            Of::Course => self.rules(None, treated),
            Of::Target { name, .. } => {
                let Some(target) = self.old.subject_named(name) else { return Ok(Vec::new()) };
                let other = self.new.subject_named(name);
                let (was, is) = (self.answers(target)?, self.mutated(other)?);
                let mut lines = answered(name, &was, &is);
                if !lines.iter().any(Says::is_definite) {
                    // An hour after the treatment is as good as any time, and easy to read.
                    let soon = time::apply(treated, Step::Elapsed { seconds: 3600 })?;
                    let near = was.iter().chain(&is).flat_map(sides);
                    for at in [soon, treated.clone()].into_iter().chain(near).chain([shown.clone()]) {
                        let found = self.rules(Some((target, other)), &at)?;
                        if !found.is_empty() {
                            lines.extend(found);
                            break;
                        }
                    }
                }
                Ok(lines)
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

    /// The rules that one of the two states and the other does not.
    fn rules(&self, target: Option<(SubjectId, Option<SubjectId>)>, at: &Zoned) -> Result<Vec<Says>, TimeError> {
        let was = stated(self.old, &self.before, target.map(|(target, _)| target), at)?;
        let is = match target {
            Some((_, None)) => BTreeMap::new(),
            Some((_, Some(target))) => stated(self.new, &self.after, Some(target), at)?,
            None => stated(self.new, &self.after, None, at)?,
        };
        let rule = |text: String| Says { at: at.clone(), text, is_rule: true, is_near: false };
        let sure = |all: &BTreeMap<String, Truth>, text: &String| all.get(text).copied().unwrap_or(Truth::False);
        let lost = was.iter().filter(|(text, truth)| **truth == Truth::True && sure(&is, text) != Truth::True);
        let mut lines: Vec<Says> = lost.map(|(text, _)| rule(text.clone())).collect();
        let come = is.iter().filter(|(text, truth)| **truth != Truth::False && sure(&was, text) == Truth::False);
        lines.extend(come.map(|(text, _)| rule(format!("not {text}"))));
        Ok(lines)
    }
}

fn says(at: &Zoned, text: &str, is_near: bool) -> Says {
    Says { at: at.clone(), text: text.to_owned(), is_rule: false, is_near }
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
        all.iter().flat_map(sides).map(|at| (at, is_near)).collect()
    };
    let mut lines: Vec<Says> = Vec::new();
    for (at, is_near) in sides(was, true).into_iter().chain(sides(is, false)) {
        let (before, after) = (answer_at(was, &at), answer_at(is, &at));
        if before != after && !lines.iter().any(|line| line.at == at) {
            lines.push(says(&at, &format!("{name} {}", before.word()), is_near));
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

/// The first whole minutes on either side of where an answer begins; a line asks for whole minutes.
fn sides(answered: &Answered) -> Vec<Zoned> {
    let Some(edge) = answered.from.instant() else { return Vec::new() };
    let past = edge.timestamp().as_second().rem_euclid(60);
    let after = if past == 0 { 0 } else { 60 - past };
    let at = |seconds| time::apply(edge, Step::Elapsed { seconds }).ok();
    // The last second before the treatment can be asked about too.
    [Some(edge.clone()), at(after), at(after - 60)].into_iter().flatten().collect()
}
