//! What `eval` finds out, as data: every instant, every reason, nothing to decide any more.

use std::collections::BTreeSet;

use jiff::Zoned;

use crate::lang::Lang;
use crate::model::{self, Frequency, Length, Verb};
use crate::time::{Adjustment, Resolved, Stretch};

/// A length of time, from the shortest to the longest.
pub type FromTo = (Length, Length);

/// What is to be done and left around one or more treatments.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The language of its words.
    pub lang: Lang,
    /// The treatments, in the order given.
    pub treatments: Vec<Treated>,
    /// Reasons not to treat.
    pub screening: Vec<Screening>,
    /// What the rules say, one entry for each target of each rule whose window is not empty, by start, then by place.
    pub guidance: Vec<Guidance>,
    /// With several treatments, what all their rules together say of what is to be left, what is allowed, and what is to be
    /// done but forbidden at times, by start; else empty.
    pub combined: Vec<Combined>,
    /// The indexes in [`Plan::guidance`] of what [`Plan::combined`] tells instead, or leaves out because another rule
    /// forbids all of it.
    pub merged: BTreeSet<usize>,
    /// With several treatments, what one sheet permits or orders while another forbids it, by start; else empty.
    pub conflicts: Vec<Conflict>,
    /// The courses of sessions.
    pub course: Vec<Course>,
    /// What was changed in the sheets by other files or on the command line, in the order of the changes.
    pub changes: Vec<Change>,
    /// Every question that is still open, each once, in the order of the declarations.
    pub missing: Vec<Missing>,
}

impl Plan {
    /// What a patient is told, by start: with one treatment what each rule says, with several what they say together.
    #[must_use]
    pub fn told(&self) -> Vec<&Guidance> {
        let alone = self.guidance.iter().enumerate().filter(|(index, _)| !self.merged.contains(index));
        let mut told: Vec<(usize, &Guidance)> = alone.collect();
        if !self.combined.is_empty() {
            // A line stands where the rule stands that it tells.
            let own = |line: &Combined| {
                let told = |&index: &usize| self.guidance.get(index).is_some_and(|one| one.verb == line.guidance.verb);
                line.of.iter().copied().find(told).unwrap_or_default()
            };
            told.extend(self.combined.iter().map(|line| (own(line), &line.guidance)));
            told.sort_by(|(a, one), (b, other)| {
                one.window.start.start.cmp(&other.window.start.start).then_with(|| a.cmp(b))
            });
        }
        told.into_iter().map(|(_, guidance)| guidance).collect()
    }
}

/// A treatment at an instant.
#[derive(Clone, Debug)]
pub struct Treated {
    /// Its name; empty for a file without a `treatment`.
    pub name: String,
    /// Its label; empty likewise.
    pub label: String,
    /// Its label as it stands within a sentence: `microneedling`.
    pub noun: String,
    /// When it is; its zone is the zone of all that it causes.
    pub at: Zoned,
    /// Where the sheet comes from.
    pub source: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
}

/// Which rule says so, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// File and line, `default.care:24`.
    pub id: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The source that the rule cites, or else that of the treatment.
    pub source: Option<String>,
    /// Why, for the patient.
    pub because: Option<String>,
    /// What put it in the place of a rule of the sheet, if something did.
    pub changed: Option<Changed>,
}

/// What put a rule in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The file as the user named it; [`model::VISIT`] if the command line says so.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// Why.
    pub because: String,
}

impl Changed {
    /// Whether the command line says so, for one visit.
    #[must_use]
    pub fn is_of_this_visit(&self) -> bool {
        self.file == model::VISIT
    }
}

/// A rule of a sheet that was replaced or dropped.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where that is said, and why.
    pub changed: Changed,
    /// The rule as it stands in the sheet.
    pub was: RuleRef,
    /// Whether another rule stands in its place; else nothing does.
    pub replaced: bool,
    /// The names of what it concerns; empty for a reason not to treat and a course.
    pub targets: Vec<String>,
    /// Their labels.
    pub labels: Vec<String>,
    /// What the sheet would say of this treatment without the change.
    pub said: Vec<Guidance>,
    /// The same for a reason not to treat.
    pub screening: Vec<Screening>,
    /// The same for a course.
    pub course: Vec<Course>,
}

/// Whether a rule applies to this patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not (in `screening` only; other rules are left out then).
    No,
    /// That depends on what is missing.
    Depends,
}

/// A question that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The name of the fact or event, as `--given` and `--event` take it.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether it is an event; else a fact.
    pub event: bool,
    /// What can be answered: `yes`, `no`; the names of the choices; empty for a number or an event.
    pub answers: Vec<String>,
}

/// A reason not to treat: a `contraindicated` rule, or a ban on the treatment by the sheet of another.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The rule.
    pub rule: RuleRef,
    /// The index in [`Plan::treatments`] of the treatment that it speaks against.
    pub treatment: usize,
    /// The index of the treatment whose sheet says so.
    pub by: usize,
    /// The index in [`Plan::guidance`] of the ban on the treatment; `None` for a `contraindicated` rule.
    pub ban: Option<usize>,
    /// Whether it stands against this treatment.
    pub applies: Applies,
    /// The window in words, completing *Do not have this treatment …*; `None` for a rule with a condition alone.
    pub window: Option<String>,
    /// The condition in words, completing *if …*; `None` for a rule with a window alone.
    pub when: Option<String>,
    /// What must be known to decide it, by name.
    pub missing: Vec<String>,
    /// Which day would do instead.
    pub instead: Instead,
}

/// The first day on which a treatment could be, at the same clock time, if it alone is moved to a later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Nothing speaks against the treatment, or there is but one.
    NotAsked,
    /// There is none within two years.
    Never,
    /// At this instant nothing speaks against it, nor against another because of it.
    On(Zoned),
}

/// What several rules together say of one target.
#[derive(Clone, Debug)]
pub struct Combined {
    /// What is told, as if one rule said it. Its rule is the one that sets the end.
    pub guidance: Guidance,
    /// The indexes in [`Plan::guidance`] of what sets its earliest and its latest start.
    pub start_by: (usize, usize),
    /// The same for its end.
    pub end_by: (usize, usize),
    /// All that has a part in it, in order.
    pub of: Vec<usize>,
}

/// What the treatments have to do with a line that several rules make together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joint {
    /// The treatments, as indexes in [`Plan::treatments`].
    pub treatments: BTreeSet<usize>,
    /// The name, within a sentence, of the treatment whose rule sets the start; empty where it is needless.
    pub start: String,
    /// The same for the end.
    pub end: String,
    /// Conditions, completing *if …*, under which a rule of another treatment forbids what is permitted.
    pub unless: Vec<String>,
    /// Whether such a rule may forbid it for another reason: an event or an end that is not known.
    pub unless_else: bool,
    /// When a rule of another treatment forbids what is to be done, and the name of that treatment.
    pub but_not: Vec<(Stretch, String)>,
}

/// What one sheet permits or orders while another forbids it. The stricter holds.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The index in [`Plan::guidance`] of what permits or orders it.
    pub permits: usize,
    /// The index of the ban.
    pub forbids: usize,
    /// When both hold.
    pub window: Stretch,
    /// Whether both surely apply then.
    pub applies: Applies,
    /// Whether nothing is left of what is permitted or ordered.
    pub all: bool,
}

/// What one rule says about one target.
#[derive(Clone, Debug)]
pub struct Guidance {
    /// The rule.
    pub rule: RuleRef,
    /// The index of the treatment in [`Plan::treatments`].
    pub treatment: usize,
    /// Where there are several treatments, its name within a sentence; else it is *the treatment*.
    pub noun: Option<String>,
    /// What it says: avoid, allow, do, expect or alert.
    pub verb: Verb,
    /// Whether it is advice.
    pub ideally: bool,
    /// The name of the activity or sign.
    pub target: String,
    /// Its label.
    pub label: String,
    /// The instruction of a `do`: the rule's own, or else that of the activity.
    pub instruction: Option<String>,
    /// The heading it stands under.
    pub phase: Option<String>,
    /// Its certain and its possible window.
    pub window: Resolved,
    /// Whether the start, and the end, was written with `about`.
    pub about: (bool, bool),
    /// What the start, and the end, rests on and is not known, in words: the label of an event, or `2 weeks after` it.
    pub waits_for: (Vec<String>, Vec<String>),
    /// What the start, and the end, rests on and is known by its date only, in the same words.
    pub dated: (Vec<String>, Vec<String>),
    /// Whether the end was written as a whole civil day (`through day 7`): then its last date is the day before the end.
    pub through: bool,
    /// Whether it applies.
    pub applies: Applies,
    /// The condition that decides it, in words, completing *if …*; only while it depends.
    pub when: Option<String>,
    /// What must be known to decide it, by name.
    pub missing: Vec<String>,
    /// The holes in a ban that may apply.
    pub except: Vec<Exception>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// The labels of the parts of the day in `frequency`.
    pub parts: Vec<String>,
    /// How long each time.
    pub lasting: Option<FromTo>,
    /// When it is due, computed from its frequency and its certain window: at most [`Guidance::MOST_OCCURRENCES`].
    pub occurrences: Vec<Zoned>,
    /// Whether there are more occurrences than were computed.
    pub more_occurrences: bool,
    /// Before or after which other activities: the label of the other, whether after it, and how long between.
    pub orders: Vec<(String, bool, Option<FromTo>)>,
    /// How much.
    pub amount: Option<String>,
    /// Who acts, when it is not the patient.
    pub by: Option<String>,
    /// What the calendar forced on the window.
    pub adjustments: Vec<Adjustment>,
    /// For a line of [`Plan::combined`], what the treatments have to do with it.
    pub joint: Option<Joint>,
}

impl Guidance {
    /// How many occurrences of one rule are computed.
    pub const MOST_OCCURRENCES: usize = 120;
}

/// A hole in a ban.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The name of the activity that is not banned.
    pub target: String,
    /// Its label.
    pub label: String,
    /// When; `None` is all of the ban.
    pub window: Option<Resolved>,
    /// Whether the start, and the end, was written with `about`.
    pub about: (bool, bool),
    /// What the start, and the end, rests on and is not known, in words.
    pub waits_for: (Vec<String>, Vec<String>),
    /// What the start, and the end, rests on and is known by its date only, in words.
    pub dated: (Vec<String>, Vec<String>),
    /// Whether the end was written as a whole civil day.
    pub through: bool,
    /// Whether it applies.
    pub applies: Applies,
    /// The condition that decides it, in words.
    pub when: Option<String>,
}

/// A course of sessions.
#[derive(Clone, Debug)]
pub struct Course {
    /// The rule.
    pub rule: RuleRef,
    /// The index of the treatment in [`Plan::treatments`].
    pub treatment: usize,
    /// Whether it is advice.
    pub ideally: bool,
    /// Whether it applies.
    pub applies: Applies,
    /// The condition that decides it, in words.
    pub when: Option<String>,
    /// What must be known to decide it, by name.
    pub missing: Vec<String>,
    /// How far apart, and how many.
    pub course: model::Course,
    /// The earliest and the latest instant of the next session; a course that says only *no sooner* has no latest.
    pub next: Option<(Zoned, Option<Zoned>)>,
}
