//! Two versions of a sheet → what changed for a patient: of each activity and sign, of the reasons not to treat and of the
//! course whether it is stricter or looser, when, for whom, and a case that shows it. No change is reported exactly when
//! all that is evaluated is equal; what that is and why it is exact stands in `docs/checker.md`. Reads no file.

mod answers;
mod asking;
mod bearing;
mod courses;
mod demands;
mod measure;
mod pieces;
mod screening;
mod target;
mod words;

use jiff::Zoned;

use crate::model::{Case, Model, RuleId, Versions};

/// What changed.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// A change for each activity or sign, of the reasons not to treat, and of the course, in this order; activities and
    /// signs by name.
    pub changes: Vec<Change>,
}

/// What changed of one thing.
#[derive(Clone, Debug)]
pub struct Change {
    /// Of what.
    pub of: Of,
    /// Whether it is stricter or looser.
    pub verdict: Verdict,
    /// What changed, once for each direction: what is stricter first, then what is looser, then what is neither.
    pub parts: Vec<Part>,
    /// Whether there were too many cases to look at all of them: then there may be more than `parts` tell.
    pub undecided: bool,
}

/// Of what something changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// An activity or a sign.
    Target {
        /// Its name.
        name: String,
        /// Its label, as in the newer version.
        label: String,
        /// The names of its kinds of which the same changed.
        kinds: Vec<String>,
    },
    /// The reasons not to treat.
    Screening,
    /// The course of treatments.
    Course,
}

/// Whether something is stricter or looser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Something is forbidden, or demanded, that was not, and nothing the other way round.
    Stricter,
    /// Something is no longer forbidden or demanded, and nothing the other way round.
    Looser,
    /// Both, at different times or in different cases.
    Both,
    /// Neither: such as another instruction.
    Other,
    /// It could not be decided whether anything changed.
    Undecided,
}

/// In which direction something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// More is forbidden or demanded.
    Stricter,
    /// Less is.
    Looser,
    /// Neither.
    Other,
}

/// What changed in one direction.
#[derive(Clone, Debug)]
pub struct Part {
    /// In which.
    pub direction: Direction,
    /// What was said.
    pub was: Told,
    /// What is said now.
    pub is: Told,
    /// From and until when, as a sheet writes it: `+24h`, `the end of day 7`. `None` is any time before, or for good; both are for
    /// what has no time.
    pub from: Option<String>,
    /// See `from`.
    pub until: Option<String>,
    /// Whether there are further times at which it changed so, in the case of the witness or in another.
    pub when: String,
    /// The whole in one sentence, without a full stop.
    pub text: String,
    /// A case that shows it.
    pub witness: Witness,
}

/// What one version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In words: `avoided`, `due: daily`.
    pub text: String,
    /// The rules that say so, of that version.
    pub rules: Vec<RuleId>,
}

/// A case in which the versions differ.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The case as one of the earlier version.
    pub old: Case,
    /// The case as one of the newer version.
    pub new: Case,
    /// When the treatment is, with its zone.
    pub treated: Zoned,
    /// The facts that are known, each with its value as it is written.
    pub given: Vec<(String, String)>,
    /// The events that are known, each with its time as `--event` takes it.
    pub events: Vec<(String, String)>,
    /// The facts and events on which it rests that are not known.
    pub unknown: Vec<String>,
    /// An instant at which the answers differ; for the reasons not to treat and the course the treatment.
    pub at: Zoned,
    /// From when on they differ; `None` is before every instant.
    pub start: Option<Zoned>,
    /// Until when they differ; `None` is for good.
    pub end: Option<Zoned>,
}

impl Diff {
    /// Whether nothing changed: every evaluation of both is equal, and that was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether anything could not be decided.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.changes.iter().any(|change| change.undecided)
    }

    /// All of it in one verdict; `None` if nothing changed.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::of(self.changes.iter().flat_map(|change| &change.parts).map(|part| part.direction))
            .or(self.changes.first().map(|_| Verdict::Undecided))
    }

    /// Whether anything changed in a direction.
    #[must_use]
    pub fn has(&self, direction: Direction) -> bool {
        self.changes.iter().flat_map(|change| &change.parts).any(|part| part.direction == direction)
    }
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Stricter => "stricter",
            Verdict::Looser => "looser",
            Verdict::Both => "both",
            Verdict::Other => "other",
            Verdict::Undecided => "undecided",
        }
    }

    fn of(directions: impl Iterator<Item = Direction>) -> Option<Verdict> {
        directions
            .map(|direction| match direction {
                Direction::Stricter => Verdict::Stricter,
                Direction::Looser => Verdict::Looser,
                Direction::Other => Verdict::Other,
            })
            .reduce(|one, other| match (one, other) {
                (one, other) if one == other => one,
                (Verdict::Other, some) | (some, Verdict::Other) => some,
                _ => Verdict::Both,
            })
    }
}

impl Direction {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Direction::Stricter => "stricter",
            Direction::Looser => "looser",
            Direction::Other => "other",
        }
    }
}

/// How much is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// All that changed, in each direction.
    All,
    /// Whether anything changed, and one case that shows it.
    First,
}

/// Whether anything changed, as [`diff`] decides it: of what is found first a case that shows it, and no more. Takes a
/// part of its time.
#[must_use]
pub fn first(old: &Model, new: &Model) -> Option<Change> {
    let versions = Versions::of(old, new);
    let target = target::first(&versions);
    target.or_else(|| screening::change(&versions, Extent::First)).or_else(|| courses::change(&versions, Extent::First))
}

/// What changed from one version of a sheet to another.
#[must_use]
pub fn diff(old: &Model, new: &Model) -> Diff {
    let versions = Versions::of(old, new);
    let mut changes = target::changes(&versions);
    changes.extend(screening::change(&versions, Extent::All));
    changes.extend(courses::change(&versions, Extent::All));
    Diff { changes }
}
