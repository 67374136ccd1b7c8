//! What a sheet declares: the treatment, activities and signs with their taxonomy, facts, events, parts of the day.

use crate::source::{FileId, Place};
use crate::time::{Anchor, Window};

/// The treatment of a sheet.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// Its name, which is the name of an activity too.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The activity of its name.
    pub subject: SubjectId,
    /// Where the sheet comes from.
    pub source: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
    /// When it was last reviewed, `2026-11-22`.
    pub reviewed: Option<String>,
    /// How the sheet numbers the day of treatment, if it says so.
    pub day: Option<u8>,
    /// Where it says so.
    pub day_place: Option<Place>,
    /// When treatments start, in minutes since 00:00, both included.
    pub hours: Option<(u16, u16)>,
    /// The declaration.
    pub place: Place,
    /// The sheet's file, then each that changes it: the last is the one that was asked for.
    pub layers: Vec<FileId>,
}

/// Which activity or sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(pub u32);

/// Whether a subject is done or noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// What a patient does.
    Activity,
    /// What a patient notices.
    Sign,
}

/// An activity or a sign.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// The noun phrase for it; without a label its name in words.
    pub label: String,
    /// Activity or sign.
    pub kind: SubjectKind,
    /// The sentence under `do`, if it has one.
    pub instruction: Option<String>,
    /// What it is a kind of, directly.
    pub parents: Vec<SubjectId>,
    /// Its first declaration, or its first use if it is not declared.
    pub place: Place,
    /// Whether it is declared.
    pub declared: bool,
}

impl Subject {
    pub(super) const NONE: Subject = Subject {
        name: String::new(),
        label: String::new(),
        kind: SubjectKind::Activity,
        instruction: None,
        parents: Vec::new(),
        place: Place { file: FileId(0), span: crate::source::Span { start: 0, end: 0 } },
        declared: false,
    };
}

/// Which fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u32);

/// Something a rule may ask about.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its label; completes *if …*.
    pub label: String,
    /// Whether all treatments of the patient share it.
    pub patient: bool,
    /// What it may be.
    pub kind: FactKind,
    /// The sign it stands for, if it is a sign in a condition.
    pub sign: Option<SubjectId>,
    /// Its declaration, or its first use if it is not declared.
    pub place: Place,
    /// Whether it is declared.
    pub declared: bool,
}

/// What a fact may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    YesNo,
    /// One of some choices: name and label of each.
    OneOf(Vec<(String, String)>),
    /// A whole number, between two others if they are given, both included.
    Number(Option<(i64, i64)>),
}

/// The value of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// The index of a choice.
    Choice(u32),
    /// A whole number.
    Number(i64),
}

/// On which side of the treatment an event lies.
pub use crate::syntax::tree::Side;

/// An instant that may be known, unknown or never.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether all treatments of the patient share it.
    pub patient: bool,
    /// On which side of the treatment it lies.
    pub side: Side,
    /// Which treatment that is: the sheet's own, or where several sheets are one model the event that another's is.
    pub treatment: Anchor,
    /// Further treatments on a side of which it lies: those of other sheets that share it.
    pub also: Vec<(Anchor, Side)>,
    /// When it is expected, if that is said.
    pub expected: Option<Window>,
    /// What it is the date of.
    pub of: EventOf,
    /// Its declaration, or its first use if it is not declared.
    pub place: Place,
    /// Whether it is declared.
    pub declared: bool,
}

/// What an event is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOf {
    /// Of itself: `event healed`.
    Itself,
    /// Of an activity or another treatment, whose date stands in a condition: `botox within 2w before treatment`.
    Activity(SubjectId),
}

/// Which part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u32);

/// A part of the day. Times are minutes since 00:00; a part whose end is not after its start ends on the next day.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its label, such as `in the evening`.
    pub label: String,
    /// When it starts.
    pub start: u16,
    /// When it ends.
    pub end: u16,
    /// Its declaration.
    pub place: Place,
}

impl Part {
    /// Whether a time of day, in minutes since 00:00, lies in it.
    #[must_use]
    pub fn holds(&self, minute: u16) -> bool {
        match self.start < self.end {
            true => (self.start..self.end).contains(&minute),
            // It passes midnight.
            false => minute >= self.start || minute < self.end,
        }
    }
}
