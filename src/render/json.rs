//! The pieces that the JSON objects of the plan and the answer share: instants, lengths, windows, rules. A field that
//! does not apply is `null` or an empty list; the flags `stated`, `about` and `point` stand only where they say something.

use std::fmt::Write as _;

use jiff::Zoned;
use serde::Serialize;

use super::clean::is_safe;
use crate::evaluate::{self, Applies, RuleRef};
use crate::model::Length;
use crate::time::Edge;

/// An object as indented JSON with a line end, safe to print: JSON allows control characters from U+007F on to stand in
/// strings as they are, and a terminal would obey them.
pub(super) fn indented(object: &impl Serialize) -> String {
    // Strings, numbers and lists cannot fail to become JSON.
    let json = serde_json::to_string_pretty(object).unwrap_or_default();
    let mut safe = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if c == '\n' || is_safe(c) {
            safe.push(c);
        } else {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        }
    }
    safe.push('\n');
    safe
}

/// The earliest and the latest instant of a start or an end.
#[derive(Serialize)]
pub(super) struct Bounds {
    earliest: Option<String>,
    latest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<bool>,
}

impl Bounds {
    /// Two edges; one that is no instant is `null`.
    pub fn of(earliest: &Edge, latest: &Edge, stated: bool, about: bool) -> Bounds {
        Bounds {
            earliest: earliest.instant().map(instant),
            latest: latest.instant().map(instant),
            stated: (!stated).then_some(false),
            about: about.then_some(true),
        }
    }
}

/// From, to: of lengths (ISO 8601) or of numbers.
#[derive(Serialize)]
pub(super) struct Range<T> {
    min: T,
    max: T,
}

impl<T> Range<T> {
    /// Both included.
    pub fn of((min, max): (T, T)) -> Range<T> {
        Range { min, max }
    }
}

/// Where a rule stands in its file.
#[derive(Serialize)]
pub(super) struct At<'r> {
    file: &'r str,
    line: u32,
    column: u32,
}

impl<'r> At<'r> {
    /// The place of a rule.
    pub fn of(rule: &'r RuleRef) -> At<'r> {
        At { file: &rule.file, line: rule.line, column: rule.column }
    }
}

/// What put a rule in the place of another.
#[derive(Serialize)]
pub(super) struct Changed<'r> {
    because: &'r str,
    at: At<'r>,
}

impl<'r> Changed<'r> {
    /// Where that is said, and why.
    pub fn of(changed: &'r evaluate::Changed) -> Changed<'r> {
        let at = At { file: &changed.file, line: changed.line, column: changed.column };
        Changed { because: &changed.because, at }
    }
}

/// A rule of a sheet that was replaced or dropped.
#[derive(Serialize)]
pub(super) struct Change<'r> {
    rule: &'r str,
    name: Option<&'r str>,
    change: &'static str,
    targets: &'r [String],
    text: String,
    because: &'r str,
    at: At<'r>,
    was: At<'r>,
}

impl<'r> Change<'r> {
    /// A change, and what the sheet says in words.
    pub fn of(change: &'r evaluate::Change, text: String) -> Change<'r> {
        let Changed { because, at } = Changed::of(&change.changed);
        Change {
            rule: &change.was.id,
            name: change.was.name.as_deref(),
            change: if change.replaced { "replaced" } else { "dropped" },
            targets: &change.targets,
            text,
            because,
            at,
            was: At::of(&change.was),
        }
    }
}

/// A treatment, where there are several.
#[derive(Serialize)]
pub(super) struct Treated<'p> {
    name: &'p str,
    label: &'p str,
    at: String,
}

impl<'p> Treated<'p> {
    /// A treatment and its time.
    pub fn of(treated: &'p evaluate::Treated) -> Treated<'p> {
        Treated { name: &treated.name, label: &treated.label, at: instant(&treated.at) }
    }
}

/// A question that is still open.
#[derive(Serialize)]
pub(super) struct Missing<'p> {
    name: &'p str,
    label: &'p str,
    kind: &'static str,
    answers: &'p [String],
}

impl<'p> Missing<'p> {
    /// A question with what can be answered.
    pub fn of(missing: &'p evaluate::Missing) -> Missing<'p> {
        let kind = if missing.event { "event" } else { "fact" };
        Missing { name: &missing.name, label: &missing.label, kind, answers: &missing.answers }
    }
}

/// An RFC 9557 string with offset and zone.
pub(super) fn instant(at: &Zoned) -> String {
    at.to_string()
}

/// `P4M`, `P1W`, `PT36H`
pub(super) fn length(length: Length) -> String {
    let part = |number: u16, unit: &str| if number > 0 { format!("{number}{unit}") } else { String::new() };
    let Length { years, months, weeks, days, hours, minutes, .. } = length;
    let date = [part(years, "Y"), part(months, "M"), part(weeks, "W"), part(days, "D")].concat();
    let time = [part(hours, "H"), part(minutes, "M")].concat();
    match (date.is_empty(), time.is_empty()) {
        (true, true) => "PT0S".to_owned(),
        (_, true) => format!("P{date}"),
        _ => format!("P{date}T{time}"),
    }
}

/// A range of lengths.
pub(super) fn lengths((low, high): (Length, Length)) -> Range<String> {
    Range::of((length(low), length(high)))
}

/// `yes`, `no`, `depends`
pub(super) fn applies(applies: Applies) -> &'static str {
    match applies {
        Applies::Yes => "yes",
        Applies::No => "no",
        Applies::Depends => "depends",
    }
}
