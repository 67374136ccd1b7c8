//! What changed as `carecheck.diff/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Compared, Status, places};
use crate::diff::{self, Of, Part, Verdict};
use crate::render::json::{indented, instant};
use crate::time::tzdb_version;

/// All sheets as indented JSON with a line end.
#[must_use]
pub fn json(sheets: &[Compared<'_>]) -> String {
    let number = |status: Status| sheets.iter().filter(|sheet| sheet.status() == status).count();
    let summary = Summary {
        same: number(Status::Same),
        changed: number(Status::Changed),
        added: number(Status::Added),
        removed: number(Status::Removed),
        undecided: sheets.iter().filter(|sheet| sheet.diff.is_undecided()).count(),
    };
    let sheets = sheets.iter().map(sheet).collect();
    indented(&Root { schema: "carecheck.diff/1", tzdb: tzdb_version(), sheets, summary })
}

#[derive(Serialize)]
struct Root<'d> {
    schema: &'static str,
    tzdb: &'static str,
    sheets: Vec<Sheet<'d>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    same: usize,
    changed: usize,
    added: usize,
    removed: usize,
    undecided: usize,
}

#[derive(Serialize)]
struct Sheet<'d> {
    name: &'d str,
    old: Option<&'d str>,
    new: Option<&'d str>,
    status: Status,
    verdict: Option<&'static str>,
    changes: Vec<Change<'d>>,
}

#[derive(Serialize)]
struct Change<'d> {
    of: &'static str,
    target: Option<&'d str>,
    label: Option<&'d str>,
    kinds: &'d [String],
    verdict: &'static str,
    undecided: bool,
    parts: Vec<Told<'d>>,
}

#[derive(Serialize)]
struct Told<'d> {
    direction: &'static str,
    text: &'d str,
    was: Said<'d>,
    is: Said<'d>,
    from: Option<&'d str>,
    until: Option<&'d str>,
    when: &'d str,
    witness: Witness<'d>,
}

#[derive(Serialize)]
struct Said<'d> {
    text: &'d str,
    rules: Vec<At>,
}

#[derive(Serialize)]
struct At {
    file: String,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Witness<'d> {
    treated: String,
    given: BTreeMap<&'d str, &'d str>,
    events: BTreeMap<&'d str, &'d str>,
    unknown: &'d [String],
    at: String,
    start: Option<String>,
    end: Option<String>,
}

fn sheet<'d>(sheet: &'d Compared<'_>) -> Sheet<'d> {
    Sheet {
        name: &sheet.name,
        old: sheet.old.map(|version| version.file),
        new: sheet.new.map(|version| version.file),
        status: sheet.status(),
        verdict: sheet.diff.verdict().map(Verdict::word),
        changes: sheet.diff.changes.iter().map(|one| change(sheet, one)).collect(),
    }
}

fn change<'d>(sheet: &Compared<'_>, change: &'d diff::Change) -> Change<'d> {
    let (of, target, label, kinds) = match &change.of {
        Of::Target { name, label, kinds } => ("target", Some(name), Some(label), kinds.as_slice()),
        Of::Screening => ("screening", None, None, [].as_slice()),
        Of::Course => ("course", None, None, [].as_slice()),
    };
    Change {
        of,
        target: target.map(String::as_str),
        label: label.map(String::as_str),
        kinds,
        verdict: change.verdict.word(),
        undecided: change.undecided,
        parts: change.parts.iter().map(|one| part(sheet, one)).collect(),
    }
}

fn part<'d>(sheet: &Compared<'_>, part: &'d Part) -> Told<'d> {
    let at = |(file, line, column): (String, u32, u32)| At { file, line, column };
    let witness = &part.witness;
    let pairs = |pairs: &'d [(String, String)]| pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Told {
        direction: part.direction.word(),
        text: &part.text,
        was: Said { text: &part.was.text, rules: places(sheet.old, &part.was.rules).into_iter().map(at).collect() },
        is: Said { text: &part.is.text, rules: places(sheet.new, &part.is.rules).into_iter().map(at).collect() },
        from: part.from.as_deref(),
        until: part.until.as_deref(),
        when: part.when.trim_start_matches([',', ' ']),
        witness: Witness {
            treated: instant(&witness.treated),
            given: pairs(&witness.given),
            events: pairs(&witness.events),
            unknown: &witness.unknown,
            at: instant(&witness.at),
            start: witness.start.as_ref().map(instant),
            end: witness.end.as_ref().map(instant),
        },
    }
}
