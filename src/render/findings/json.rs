//! Findings → `carecheck.findings/1`. The shape of the types is the shape of the JSON: a field that does not apply is
//! `null`, never left out; lines and columns count from 1, columns in characters, ends are one past the last.

use super::{Tally, visible};
use crate::diagnostic::{Diagnostic, Distance, Fix, Label, Witness};
use crate::source::{Place, Sources};
use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// One JSON object, indented, with a line end.
pub(super) fn render(findings: &[Diagnostic], tally: Tally, sources: &Sources) -> String {
    let (open, accepted): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        findings.iter().partition(|finding| finding.accepted.is_none());
    let report = Report {
        schema: "carecheck.findings/1",
        findings: open.into_iter().map(|finding| Finding::of(finding, sources)).collect(),
        accepted: accepted.into_iter().map(|finding| Finding::of(finding, sources)).collect(),
        summary: Summary {
            errors: tally.errors,
            warnings: tally.warnings,
            notes: tally.notes,
            accepted: tally.accepted,
        },
    };
    // Strings, numbers and lists cannot fail to become JSON.
    escape(&serde_json::to_string_pretty(&report).unwrap_or_default()) + "\n"
}

/// JSON allows control characters from U+007F on to stand in strings as they are; a terminal would obey them.
pub(super) fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || c == visible(c) {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        }
    }
    escaped
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    findings: Vec<Finding<'a>>,
    accepted: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    accepted: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<LabelJson<'a>>,
    occurs: Option<&'static str>,
    when: Option<&'a str>,
    overlap: Option<OverlapJson<'a>>,
    distances: Vec<DistanceJson<'a>>,
    witness: Option<WitnessJson<'a>>,
    fix: Option<FixJson<'a>>,
    digest: Option<&'a str>,
    accept: Option<String>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Region<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    #[serde(flatten)]
    region: Region<'a>,
    text: &'a str,
    primary: bool,
}

#[derive(Serialize)]
struct OverlapJson<'a> {
    start: Option<&'a str>,
    end: Option<&'a str>,
}

#[derive(Serialize)]
struct WitnessJson<'a> {
    treated: &'a str,
    #[serde(serialize_with = "pairs_as_object")]
    given: &'a [(String, String)],
    #[serde(serialize_with = "pairs_as_object")]
    events: &'a [(String, String)],
    at: &'a str,
    command: &'a str,
}

#[derive(Serialize)]
pub(super) struct DistanceJson<'a> {
    from: &'a str,
    to: &'a str,
    from_days: Option<i64>,
    to_days: Option<i64>,
    always: bool,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    #[serde(flatten)]
    region: Region<'a>,
    text: &'a str,
}

impl<'a> Finding<'a> {
    fn of(finding: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
        Finding {
            code: finding.code.id,
            name: finding.code.name,
            severity: finding.severity.word(),
            message: &finding.message,
            help: finding.help.as_deref(),
            labels: finding.labels.iter().map(|label| LabelJson::of(label, sources)).collect(),
            occurs: finding.occurs.map(|occurs| occurs.word()),
            distances: finding.distances.iter().map(DistanceJson::of).collect(),
            when: finding.when.as_deref(),
            overlap: finding
                .overlap
                .as_ref()
                .map(|overlap| OverlapJson { start: overlap.start.as_deref(), end: overlap.end.as_deref() }),
            witness: finding.witness.as_ref().map(WitnessJson::of),
            fix: finding.fix.as_ref().map(|fix| FixJson::of(fix, sources)),
            digest: finding.digest.as_deref(),
            accept: finding.acceptance(),
            reason: finding.accepted.as_deref(),
        }
    }
}

impl<'a> Region<'a> {
    fn of(place: Place, sources: &'a Sources) -> Region<'a> {
        let file = sources.file(place.file);
        let (start, end) = (file.line_column(place.span.start), file.line_column(place.span.end));
        Region { file: file.name(), line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl<'a> LabelJson<'a> {
    fn of(label: &'a Label, sources: &'a Sources) -> LabelJson<'a> {
        LabelJson { region: Region::of(label.place, sources), text: &label.text, primary: label.primary }
    }
}

impl<'a> WitnessJson<'a> {
    fn of(witness: &'a Witness) -> WitnessJson<'a> {
        WitnessJson {
            treated: &witness.treated,
            given: &witness.given,
            events: &witness.events,
            at: &witness.at,
            command: &witness.command,
        }
    }
}

impl<'a> DistanceJson<'a> {
    pub(super) fn of(distance: &'a Distance) -> DistanceJson<'a> {
        DistanceJson {
            from: &distance.from,
            to: &distance.to,
            from_days: distance.least,
            to_days: distance.most,
            always: distance.always,
        }
    }
}

impl<'a> FixJson<'a> {
    fn of(fix: &'a Fix, sources: &'a Sources) -> FixJson<'a> {
        let edit = |(place, text): &'a (Place, String)| EditJson { region: Region::of(*place, sources), text };
        FixJson { title: &fix.title, edits: fix.edits.iter().map(edit).collect() }
    }
}

/// Names and values as an object, in the order in which they are given.
fn pairs_as_object<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}
