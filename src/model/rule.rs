//! Rules, phases, tests and acceptances in their normal forms.

use std::sync::Arc;

use jiff::Zoned;

use super::case::Fixed;
use super::condition::Condition;
use super::declared::{PartId, SubjectId};
use crate::source::Place;
pub use crate::syntax::tree::{AnswerWord, Screened, Verb};
use crate::time::{Anchor, Moment, Window};

/// Which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// Which phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhaseId(pub u32);

/// Which change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId(pub u32);

/// What another file changes in a sheet: `replace` or `drop`.
#[derive(Clone, Debug)]
pub struct Change {
    /// The name of the rule.
    pub name: String,
    /// Why.
    pub because: String,
    /// The whole statement.
    pub place: Place,
    /// What was said in its place, of that which is changed; one rule, unless an earlier change has split it.
    pub was: Vec<Rule>,
    /// Whether a rule stands there now, which names this change; else nothing does.
    pub replaced: bool,
}

/// A rule with its phase applied.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The whole statement.
    pub place: Place,
    /// Which treatment it is about: the sheet's own, or where several sheets are one model the event that another's is.
    pub treatment: Anchor,
    /// What it says.
    pub verb: Verb,
    /// Whether it is advice (`ideally`).
    pub ideally: bool,
    /// About what, each with its place; empty for `contraindicated` and `repeat`.
    pub targets: Vec<(SubjectId, Place)>,
    /// The instruction of a `do`, if one is written.
    pub instruction: Option<String>,
    /// When it holds. A `contraindicated` without a window has `None`: only its condition counts. Rules whose windows mean
    /// the same share one, and likewise conditions.
    pub window: Option<Arc<Window>>,
    /// Who wrote the window.
    pub window_origin: WindowOrigin,
    /// The place of the window that holds: the rule's, the phase's, or the whole rule.
    pub window_place: Place,
    /// The phase it stands in.
    pub phase: Option<PhaseId>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// How long each time: from, to.
    pub lasting: Option<(Length, Length)>,
    /// Before or after which other activities.
    pub orders: Vec<Order>,
    /// When it applies: the rule's condition and the phase's.
    pub condition: Arc<Condition>,
    /// The holes of a ban.
    pub except: Vec<Exception>,
    /// The course of a `repeat`.
    pub course: Option<Course>,
    /// Why, for the patient.
    pub because: Option<String>,
    /// Where the rule comes from.
    pub source: Option<String>,
    /// How much.
    pub amount: Option<String>,
    /// Who acts, when it is not the patient.
    pub by: Option<String>,
    /// What put it in the place of another.
    pub changed: Option<ChangeId>,
}

impl Rule {
    /// A rule of the sheet's own treatment that says no more than its verb, of nothing yet.
    pub(crate) fn bare(place: Place, verb: Verb) -> Rule {
        Rule {
            name: None,
            place,
            treatment: Anchor::Treatment,
            verb,
            ideally: false,
            targets: Vec::new(),
            instruction: None,
            window: None,
            window_origin: WindowOrigin::Nobody,
            window_place: place,
            phase: None,
            frequency: None,
            lasting: None,
            orders: Vec::new(),
            condition: Arc::new(Condition::always()),
            except: Vec::new(),
            course: None,
            because: None,
            source: None,
            amount: None,
            by: None,
            changed: None,
        }
    }

    /// By what it can be told apart, at little cost, from rules with another window or condition.
    pub(crate) fn basis(&self) -> Basis {
        let window = self.window.as_ref().map_or(0, |window| Arc::as_ptr(window).addr());
        Basis { window, condition: Arc::as_ptr(&self.condition).addr() }
    }

    /// The condition under which it applies, if it does not always.
    #[must_use]
    pub fn applies_if(&self) -> Option<&Condition> {
        Some(&*self.condition).filter(|condition| !condition.is_always())
    }

    /// Its window and those of its exceptions.
    pub fn windows(&self) -> impl Iterator<Item = &Window> + Clone {
        self.window.as_deref().into_iter().chain(self.except.iter().filter_map(|hole| hole.window.as_ref()))
    }

    /// Its condition and those of its exceptions.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> + Clone {
        std::iter::once(&*self.condition).chain(self.except.iter().map(|hole| &hole.condition))
    }
}

/// Where the window and the condition of a rule lie in memory: the same for rules that share both. Of a model that lives no
/// longer it means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Basis {
    window: usize,
    condition: usize,
}

/// Who wrote the window of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowOrigin {
    /// The rule itself.
    Rule,
    /// Its phase.
    Phase,
    /// Nobody: from the treatment, with an end that nobody wrote.
    Nobody,
}

/// A length of time as written, largest unit first; calendar units and elapsed ones never convert.
pub use crate::syntax::tree::Duration as Length;

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// At every instant.
    Throughout,
    /// Once or more every day.
    Daily,
    /// So many times every day, both included.
    Times(u16, u16),
    /// At most so many times every day.
    UpTo(u16),
    /// Again and again, so far apart: from, to.
    Every(Length, Length),
    /// Every day at these clock times, in minutes since 00:00.
    DailyAt(Vec<u16>),
    /// Every day in these parts of the day.
    DailyParts(Vec<PartId>),
    /// When it is needed; a permission.
    AsNeeded,
}

/// An order of activities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The other activity.
    pub other: SubjectId,
    /// Whether this one comes after it; else before.
    pub after: bool,
    /// How long between, if that is said: from, to.
    pub gap: Option<(Length, Length)>,
}

/// A hole in a ban.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What is not banned.
    pub subject: SubjectId,
    /// When; `None` is all of the ban.
    pub window: Option<Window>,
    /// Under which condition.
    pub condition: Condition,
    /// Its place.
    pub place: Place,
}

/// A course of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Course {
    /// `every 4w..6w`: how far apart, from, to.
    pub every: Option<(Length, Length)>,
    /// `no sooner than 4mo..5mo`: at least so far apart.
    pub no_sooner: Option<(Length, Length)>,
    /// How many sessions, from, to.
    pub sessions: Option<(u16, u16)>,
}

/// A group of rules.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its heading.
    pub label: String,
    /// Its window, if it has one.
    pub window: Option<Arc<Window>>,
    /// The heading's place.
    pub place: Place,
}

/// A finding that stays: an `accept`.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The name of the finding.
    pub finding: String,
    /// Where that stands.
    pub finding_place: Place,
    /// Which of the findings of that name.
    pub digest: String,
    /// Where that stands, with its quotes.
    pub digest_place: Place,
    /// Why it stays.
    pub because: String,
    /// Where that stands, with its quotes.
    pub because_place: Place,
    /// The whole statement.
    pub place: Place,
    /// Whether it stands in the file that was asked for; else in one that is used.
    pub in_root: bool,
}

/// A `test` block.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// Its heading.
    pub place: Place,
    /// When the treatment is.
    pub treated: Zoned,
    /// The facts and events given.
    pub given: Fixed,
    /// What must hold.
    pub expectations: Vec<Expectation>,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Its place.
    pub place: Place,
    /// When it is asked; `None` is on arrival, the last instant before the treatment.
    pub at: Option<Moment>,
    /// What must hold then.
    pub expected: Expected,
}

/// What a test expects.
#[derive(Clone, Debug)]
pub enum Expected {
    /// Whether the treatment is contraindicated.
    Contraindicated(Screened),
    /// Whether the moment lies in a part of the day.
    Part(bool, PartId),
    /// Whether a rule says exactly this of one target, or of the course: its verb, as a must or as advice, how often, how
    /// long, before or after what, how much and by whom. The window of the rule here means nothing.
    Stated(bool, Box<Rule>),
    /// The answer for an activity or a sign, and until when it holds.
    Answer(SubjectId, AnswerWord, Option<Moment>),
}
