//! The normal form of a condition, and its three-valued truth (Kleene): unknown is not no.

use super::case::Case;
use super::declared::{FactId, Value};
use crate::time::{Anchor, Edge, EventId, EventTime, Moment, Stretch, TimeError};

/// A condition. `when` and `unless` of a rule and of its phase are one condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// A single question.
    Atom(Atom),
    /// Not so.
    Not(Box<Condition>),
    /// All of them; with none it always holds.
    All(Vec<Condition>),
    /// At least one of them; with none it never holds.
    Any(Vec<Condition>),
}

/// A question about a fact, an event or the treatment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// A fact compared with a value. Order comparisons stand with numbers only.
    Fact(FactId, Operator, Value),
    /// The event lies between two moments, **both included**: a dose exactly six months ago still counts.
    Near {
        /// The event.
        event: EventId,
        /// The first instant that counts.
        from: Box<Moment>,
        /// The last instant that counts.
        to: Box<Moment>,
    },
    /// The treatment, or another that is an event, starts at or after a clock time, in minutes since 00:00.
    AtOrAfter(Anchor, u16),
}

/// How a fact is compared; the other three comparisons are negations of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// Equal to.
    Equal,
    /// Less than.
    Less,
    /// Greater than.
    Greater,
}

/// Whether something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is not.
    False,
    /// It cannot be said.
    Unknown,
    /// It is.
    True,
}

impl From<bool> for Truth {
    fn from(so: bool) -> Truth {
        if so { Truth::True } else { Truth::False }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl Condition {
    /// The condition that always holds.
    #[must_use]
    pub fn always() -> Condition {
        Condition::All(Vec::new())
    }

    /// Whether it is the condition that always holds.
    #[must_use]
    pub fn is_always(&self) -> bool {
        *self == Condition::always()
    }

    /// Both this and another.
    #[must_use]
    pub fn and(self, other: Condition) -> Condition {
        match (self, other) {
            (Condition::All(mut all), Condition::All(more)) => {
                all.extend(more);
                Condition::All(all)
            }
            (Condition::All(mut all), other) | (other, Condition::All(mut all)) if all.is_empty() => {
                all.push(other);
                Condition::one_of(all)
            }
            (Condition::All(mut all), other) => {
                all.push(other);
                Condition::All(all)
            }
            (this, Condition::All(all)) => Condition::All(std::iter::once(this).chain(all).collect()),
            (this, other) => Condition::All(vec![this, other]),
        }
    }

    fn one_of(mut all: Vec<Condition>) -> Condition {
        if all.len() == 1 { all.pop().unwrap_or_else(Condition::always) } else { Condition::All(all) }
    }

    /// The condition that holds exactly when this one does not.
    #[must_use]
    pub fn negated(self) -> Condition {
        match self {
            Condition::Not(inner) => *inner,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// All atoms in it.
    pub fn atoms(&self) -> Vec<&Atom> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'c>(&'c self, found: &mut Vec<&'c Atom>) {
        match self {
            Condition::Atom(atom) => found.push(atom),
            Condition::Not(inner) => inner.collect(found),
            Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| one.collect(found)),
        }
    }

    /// Whether it holds in a case; a fact or an event that is not known may leave that open.
    ///
    /// # Errors
    /// If a moment in it lies outside the years 1 to 9999.
    pub fn truth(&self, case: &Case) -> Result<Truth, TimeError> {
        Ok(match self {
            Condition::Atom(atom) => atom.truth(case)?,
            Condition::Not(inner) => !inner.truth(case)?,
            Condition::All(each) => {
                let mut all = Truth::True;
                for one in each {
                    all = all.min(one.truth(case)?);
                }
                all
            }
            Condition::Any(each) => {
                let mut any = Truth::False;
                for one in each {
                    any = any.max(one.truth(case)?);
                }
                any
            }
        })
    }
}

impl Atom {
    /// Whether it is so in a case.
    ///
    /// # Errors
    /// If a moment in it lies outside the years 1 to 9999.
    pub fn truth(&self, case: &Case) -> Result<Truth, TimeError> {
        match self {
            Atom::Fact(fact, operator, value) => Ok(match case.fact(*fact) {
                None => Truth::Unknown,
                Some(known) => Truth::from(match operator {
                    Operator::Equal => known == *value,
                    Operator::Less => known < *value,
                    Operator::Greater => known > *value,
                }),
            }),
            Atom::AtOrAfter(treatment, minutes) => Ok(match case.instant(*treatment) {
                Some(at) => Truth::from(i32::from(at.hour()) * 60 + i32::from(at.minute()) >= i32::from(*minutes)),
                None => Truth::Unknown,
            }),
            Atom::Near { event, from, to } => {
                let time = case.event(*event);
                near(&time, &case.situation.stretch(from)?, &case.situation.stretch(to)?)
            }
        }
    }
}

/// Whether an event lies between two moments, both included. An event known to the day counts if any instant of that
/// day does: who remembers a dose remembers its date.
fn near(event: &EventTime, from: &Stretch, to: &Stretch) -> Result<Truth, TimeError> {
    let Stretch { start: earliest, end: latest } = match event {
        EventTime::Never => return Ok(Truth::False),
        time => time.stretch(),
    };
    let on_day = matches!(event, EventTime::OnDay(..));
    // The first instant of the next day is no instant of the day.
    let overlaps =
        |first: &Edge, last: &Edge| earliest <= *last && if on_day { *first < latest } else { *first <= latest };
    if !overlaps(&from.start, &to.end) {
        return Ok(Truth::False);
    }
    let surely = if on_day { overlaps(&from.end, &to.start) } else { from.end <= earliest && latest <= to.start };
    Ok(if surely { Truth::True } else { Truth::Unknown })
}
