//! What changed between two versions of sheets → text, JSON, and Markdown for a pull request. The sentences are those of the
//! diff; here they get their files, lines and dates.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

use jiff::Zoned;
use serde::Serialize;

use crate::diff::{Change, Diff, Direction, Of, Part, Verdict};
use crate::model::{Model, RuleId};
use crate::source::Sources;
use crate::time::words;

/// A sheet in two versions, or in one of them only.
pub struct Compared<'s> {
    /// What it is called in both.
    pub name: String,
    /// The earlier version.
    pub old: Option<Version<'s>>,
    /// The newer version.
    pub new: Option<Version<'s>>,
    /// What changed; nothing where there is one version only.
    pub diff: Diff,
}

/// One version of a sheet.
#[derive(Clone, Copy)]
pub struct Version<'s> {
    /// Its file.
    pub file: &'s str,
    /// Its texts.
    pub sources: &'s Sources,
    /// What it says.
    pub model: &'s Model,
}

/// What became of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Every evaluation is equal.
    Same,
    /// Something changed.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

impl Compared<'_> {
    /// What became of it.
    #[must_use]
    pub fn status(&self) -> Status {
        match (&self.old, &self.new) {
            (None, _) => Status::Added,
            (_, None) => Status::Removed,
            _ if self.diff.is_empty() => Status::Same,
            _ => Status::Changed,
        }
    }

    fn word(&self) -> &'static str {
        match self.status() {
            Status::Same => "nothing changes",
            Status::Changed => self.diff.verdict().map_or("nothing changes", verdict),
            Status::Added => "a new sheet",
            Status::Removed => "removed",
        }
    }
}

/// A verdict in words.
fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Both => "stricter and looser",
        Verdict::Other => "changed, neither stricter nor looser",
        Verdict::Undecided => "not decided",
        Verdict::Stricter | Verdict::Looser => verdict.word(),
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Other => "changed",
        other => other.word(),
    }
}

/// What changed of one thing, each part in a sentence with its direction, and the case that shows it.
pub(super) fn sentences(change: &Change) -> Vec<(String, String)> {
    let kinds = kinds(change);
    let timeless = !matches!(change.of, Of::Target { .. });
    let told = change
        .parts
        .iter()
        .map(|part| (format!("{}: {}{kinds}", direction(part.direction), part.text), example(part, timeless)));
    told.collect()
}

/// The kinds of a target of which the same changed.
fn kinds(change: &Change) -> String {
    match &change.of {
        Of::Target { kinds, .. } if !kinds.is_empty() => format!(" (and {})", kinds.join(", ")),
        _ => String::new(),
    }
}

/// All sheets in one line.
fn summary(sheets: &[Compared<'_>]) -> String {
    let number = |status: Status| sheets.iter().filter(|sheet| sheet.status() == status).count();
    let (changed, added, removed) = (number(Status::Changed), number(Status::Added), number(Status::Removed));
    let count = |number: usize, what: &str| (number > 0).then(|| format!("{number} {what}"));
    let parts = [count(changed, "changed"), count(added, "new"), count(removed, "removed")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing changes for any patient".to_owned() } else { parts.join(", ") }
}

/// The files and lines of some rules.
fn places(version: Option<Version<'_>>, rules: &[RuleId]) -> Vec<(String, u32, u32)> {
    let Some(version) = version else { return Vec::new() };
    let rules = rules.iter().filter_map(|&id| version.model.rule(id));
    let mut places: Vec<(String, u32, u32)> = rules
        .map(|rule| {
            let file = version.sources.file(rule.place.file);
            let at = file.line_column(rule.place.span.start);
            (file.name().to_owned(), at.line, at.column)
        })
        .collect();
    places.sort();
    places.dedup();
    places
}

/// The case that shows a part, in words: when treated, and from when to when it then differs.
fn example(part: &Part, timeless: bool) -> String {
    let witness = &part.witness;
    let zone = witness.treated.time_zone().iana_name().unwrap_or("UTC");
    let treated = format!("treated on {} ({zone})", words::date_time(&witness.treated));
    let at = |at: &Zoned| {
        if at.second() == 0 { words::date_time(at) } else { format!("{}:{:02}", words::date_time(at), at.second()) }
    };
    let time = match (&witness.start, &witness.end) {
        _ if timeless => String::new(),
        (Some(start), Some(end)) if end.timestamp().as_second() - start.timestamp().as_second() == 1 => {
            format!(": at {}", at(start))
        }
        (Some(start), Some(end)) => format!(": from {} to {}", at(start), at(end)),
        (Some(start), None) => format!(": from {} on", at(start)),
        (None, Some(end)) => format!(": until {}", at(end)),
        (None, None) => String::new(),
    };
    let known = witness.given.iter().chain(&witness.events).map(|(name, value)| format!("{name} = {value}"));
    let unknown = witness.unknown.iter().map(|name| format!("{name} not known"));
    let given: Vec<String> = known.chain(unknown).collect();
    let given = if given.is_empty() { String::new() } else { format!(", with {}", given.join(", ")) };
    treated + &given + &time
}
