//! What `ask` finds out, as data: every answer, until when, the rules that give it and those that are overruled.

use jiff::Zoned;

use super::plan::{Change, Missing, RuleRef, Treated};
use crate::lang::Lang;
use crate::model::{AnswerWord, Model, SubjectId, SubjectKind, Verb};
use crate::time::{Edge, Resolved};

/// The answer to "may I?".
#[derive(Clone, Debug)]
pub struct Answer {
    /// The language of its words.
    pub lang: Lang,
    /// What was asked about: its name.
    pub target: String,
    /// Its label.
    pub label: String,
    /// Whether it is something to do or something to notice.
    pub kind: SubjectKind,
    /// When it was asked about.
    pub at: Zoned,
    /// The treatments, in the order given; never empty.
    pub treatments: Vec<Treated>,
    /// What holds then.
    pub state: State,
    /// The kinds of the target for which another answer holds, each with it.
    pub kinds: Vec<Kind>,
    /// What must be known to decide what holds, with what can be answered.
    pub questions: Vec<Missing>,
    /// The rules of the sheet about it that were dropped.
    pub dropped: Vec<Change>,
}

/// An answer with its reasons and what follows.
#[derive(Clone, Debug)]
pub struct State {
    /// The answer.
    pub answer: AnswerWord,
    /// For `depends`: every answer that is possible, the strictest first; otherwise that answer alone.
    pub possible: Vec<AnswerWord>,
    /// Until when it holds; `Future` if it does not change again.
    pub until: Edge,
    /// What holds then.
    pub next: Option<AnswerWord>,
    /// The rules that say so, the strongest first.
    pub because: Vec<Reason>,
    /// The other rules that hold or may hold then, which a stricter one overrules.
    pub overruled: Vec<Reason>,
    /// What must be known to decide it, by name.
    pub missing: Vec<String>,
}

/// Why an answer holds.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The rule.
    pub rule: RuleRef,
    /// The index of its treatment in [`Answer::treatments`].
    pub treatment: usize,
    /// Where there are several treatments, its name within a sentence.
    pub noun: Option<String>,
    /// What it says.
    pub verb: Verb,
    /// Whether it is advice.
    pub ideally: bool,
    /// About what: the label of the rule's own target, which may be a parent of what was asked about.
    pub label: String,
    /// The window of the rule.
    pub window: Resolved,
    /// Whether the start, and the end, was written with `about`.
    pub about: (bool, bool),
    /// Whether the end was written as a whole civil day.
    pub through: bool,
    /// What the start, and the end, rests on and is not known, in words: the label of an event, or `2 weeks after` it.
    pub waits_for: (Vec<String>, Vec<String>),
    /// What the start, and the end, rests on and is known by its date only, in the same words.
    pub dated: (Vec<String>, Vec<String>),
    /// The condition of the rule in words, if it has one.
    pub when: Option<String>,
}

/// A kind of the target for which another answer holds.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub target: String,
    /// Its label.
    pub label: String,
    /// Its answer.
    pub answer: AnswerWord,
}

impl Kind {
    /// A kind with its answer.
    pub(super) fn of(model: &Model, kind: SubjectId, answer: AnswerWord) -> Kind {
        let kind = model.subject(kind);
        Kind { target: kind.name.clone(), label: kind.label.clone(), answer }
    }
}

/// What holds of everything that a sheet speaks of.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The language of its words.
    pub lang: Lang,
    /// The treatments, in the order given.
    pub treatments: Vec<Treated>,
    /// When it was asked about.
    pub at: Zoned,
    /// An answer for each activity and sign that a rule names: activities first, what is avoided before what is better
    /// not, what depends, what is due, allowed, not due and not stated; then by the end.
    pub answers: Vec<Answer>,
    /// What must be known to decide them.
    pub missing: Vec<Missing>,
}

/// The answer to "when may I again?". Of an activity it says when it is neither avoided nor better not, of a sign when it
/// is no longer normal.
#[derive(Clone, Debug)]
pub struct When {
    /// Whether it was asked about a sign.
    pub sign: bool,
    /// What holds at the instant that was asked about.
    pub now: AnswerWord,
    /// The first instant, from the one that was asked about on, at which it is not surely avoided; of a sign, at which it
    /// is not surely normal. `None` if it is so from then on.
    pub earliest: Option<Zoned>,
    /// The first instant at which nothing stands against it, whatever is not known. `None` if there is none.
    pub from: Option<Zoned>,
    /// Whether the sheet says of that instant that it is only about then.
    pub about: bool,
    /// The answer at `from`.
    pub then: Option<AnswerWord>,
    /// The first instant, from `from` to `until`, at which it is surely allowed or due.
    pub allowed: Option<Zoned>,
    /// Until when nothing stands against it. `None` if it stays so.
    pub until: Option<Zoned>,
    /// The answer then.
    pub next: Option<AnswerWord>,
    /// Why there is no `from`; `None` if there is one.
    pub limit: Option<Limit>,
    /// The rules that stand against it until `from`, the strongest first.
    pub because: Vec<Reason>,
    /// When it is due next, if it is to be done at all.
    pub due: Option<Due>,
    /// The kinds of the target of which something else is true.
    pub kinds: Vec<KindWhen>,
    /// What must be known to say it exactly.
    pub questions: Vec<Missing>,
}

/// Why there is no instant from which nothing stands against something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A rule stands against it from then on, and that was written.
    Never,
    /// Nobody wrote how a rule ends that stands against it.
    NotStated,
    /// That depends on what is not known.
    Depends,
}

/// When a duty is due next.
#[derive(Clone, Debug)]
pub struct Due {
    /// The first instant at which it may be due. `None` if it is not due again.
    pub earliest: Option<Zoned>,
    /// The first instant at which it is surely due.
    pub from: Option<Zoned>,
    /// Until when it stays due.
    pub until: Option<Zoned>,
    /// The next time that its frequency makes it due, if that gives times.
    pub next: Option<Zoned>,
}

/// A kind of the target of which something else is true.
#[derive(Clone, Debug)]
pub struct KindWhen {
    /// Its name.
    pub target: String,
    /// Its label.
    pub label: String,
    /// What holds of it at the instant that was asked about.
    pub answer: AnswerWord,
    /// As in [`When::earliest`].
    pub earliest: Option<Zoned>,
    /// As in [`When::from`].
    pub from: Option<Zoned>,
}
