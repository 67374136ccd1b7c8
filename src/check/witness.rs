//! A case → the witness of a finding: a treatment, facts and events as a person would give them, and the command that
//! shows it. Quotes for a shell; runs nothing.

use jiff::Zoned;
use jiff::tz::AmbiguousOffset;

use super::words::Sheet;
use crate::diagnostic::Witness;
use crate::model::{Case, FactId, FactKind, Model, SubjectId, VISIT, Value};
use crate::source::FileId;
use crate::time::cases::Cases;
use crate::time::named::{comfort, in_example_zone};
use crate::time::{EventId, EventTime};

/// The witness of a case: `carecheck ask FILE target …` shows it. The file is the sheet's, or the one that changes it; a
/// vocabulary has no treatment, and is itself the file.
pub(super) fn witness(sheet: Sheet<'_>, file: FileId, target: SubjectId, case: &Case, at: &Zoned) -> Witness {
    shown(sheet, file, Some(target), case, at)
}

/// The witness of a case that only the whole plan shows: `carecheck eval FILE …`.
pub(super) fn plan_witness(sheet: Sheet<'_>, file: FileId, case: &Case, at: &Zoned) -> Witness {
    shown(sheet, file, None, case, at)
}

fn shown(sheet: Sheet<'_>, file: FileId, target: Option<SubjectId>, case: &Case, at: &Zoned) -> Witness {
    let model = sheet.model;
    let layers = model.treatment.as_ref().map(|treatment| treatment.layers.as_slice()).unwrap_or_default();
    // What was changed on the command line is changed there again.
    let flag = |file: &FileId| sheet.sources.file(*file).name() == VISIT;
    let file = layers.iter().rev().find(|file| !flag(file)).copied().unwrap_or(file);
    let changes = layers.iter().filter(|file| flag(file)).map(|file| sheet.sources.file(*file).text().trim());
    let file = quoted(&path(sheet.sources.file(file).name()));
    let target = target.map(|target| quoted(&model.subject(target).name));
    let treated = &case.situation.treated;
    let verb = if target.is_some() { "ask" } else { "eval" };
    let mut command: Vec<String> =
        ["carecheck".to_owned(), verb.to_owned(), file].into_iter().chain(target.clone()).collect();
    let mut option = |name: &str, value: String| command.extend([name.to_owned(), quoted(&value)]);
    option("--treated", short(treated));
    option("--tz", treated.time_zone().iana_name().unwrap_or("UTC").to_owned());
    let given: Vec<(String, String)> = (0..)
        .map(FactId)
        .zip(&case.facts)
        .filter_map(|(id, value)| {
            let fact = model.fact(id)?;
            Some((fact.name.clone(), value_text((*value)?, &fact.kind)?))
        })
        .collect();
    given.iter().for_each(|(name, value)| option("--given", format!("{name}={value}")));
    let mut events = Vec::new();
    for (id, time) in (0..).map(EventId).zip(&case.situation.events) {
        let Some(event) = model.event(id) else { continue };
        let (shown, full) = match time {
            EventTime::Never => ("never".to_owned(), "never".to_owned()),
            EventTime::Between(from, to) if from == to => match from.instant() {
                Some(at) => (short(at), at.to_string()),
                None => continue,
            },
            EventTime::Between(..) | EventTime::OnDay(..) => continue,
        };
        option("--event", format!("{}={shown}", event.name));
        events.push((event.name.clone(), full));
    }
    if target.is_some() {
        option("--at", short(at));
    }
    changes.for_each(|change| option(VISIT, change.to_owned()));
    Witness { treated: treated.to_string(), given, events, at: at.to_string(), command: command.join(" ") }
}

/// A treatment at an hour when most are, as a person would name it.
pub(super) fn usual_treatment(model: &Model) -> Option<Zoned> {
    let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
    Cases::of([], &[], hours).ordinary().iter().filter_map(in_example_zone).max_by_key(comfort)
}

fn value_text(value: Value, kind: &FactKind) -> Option<String> {
    Some(match (value, kind) {
        (Value::Bool(yes), _) => if yes { "yes" } else { "no" }.to_owned(),
        (Value::Choice(index), FactKind::OneOf(choices)) => choices.get(index as usize)?.0.clone(),
        (Value::Choice(_), _) => return None,
        (Value::Number(number), _) => number.to_string(),
    })
}

/// The local date and clock time; in full where that comes twice.
fn short(at: &Zoned) -> String {
    match at.time_zone().to_ambiguous_zoned(at.datetime()).offset() {
        AmbiguousOffset::Unambiguous { .. } => {
            let form = if at.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
            at.strftime(form).to_string()
        }
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => at.to_string(),
    }
}

/// A file name that no option can be mistaken for.
fn path(file: &str) -> String {
    if file.starts_with('-') && file != "-" { format!("./{file}") } else { file.to_owned() }
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted("rules/default.care"), "rules/default.care");
        assert_eq!(quoted("it's here.care"), r"'it'\''s here.care'");
        assert_eq!(quoted(""), "''");
        assert_eq!(path("-x.care"), "./-x.care");
        assert_eq!(path("-"), "-");
    }
}
