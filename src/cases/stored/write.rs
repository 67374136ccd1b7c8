//! A sheet and the files that it uses → the text that is stored. The files stand in it without names: which is which is said
//! by numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::VERSION;
use super::told::told;
use crate::cases::Sheet;
use crate::format;
use crate::model::Unit;
use crate::source::{FileId, Sources};
use crate::syntax::tree::{File, Statement};
use crate::syntax::unquote;

/// The text; `None` if a file of the sheet could not be read whole, or its moments leave the calendar.
#[must_use]
pub fn stored(sheet: Sheet<'_>, name: &str) -> Option<String> {
    let what = sheet.model.treatment.as_ref().map_or("this sheet", |treatment| treatment.name.as_str());
    let mut text = format!(
        "# What {what} tells a patient, as it was accepted. `carecheck test` fails if the sheet says something else, and\n\
         # `carecheck snapshot` writes this file again. The answers in a few cases are here to be read, the rules to be compared.\n\
         # `+2d 14:00` is two days after the day of the treatment, at 14:00; only what is otherwise than on the ordinary day is told again.\n\n\
         {VERSION}\nsheet {}\n\n",
        recorded(name)
    );
    text.push_str(&told(sheet.model, sheet.sources).ok()?);
    let numbers = numbered(sheet.sources, sheet.unit, sheet.root);
    let mut files: Vec<(usize, FileId)> = numbers.iter().map(|(&id, &number)| (number, id)).collect();
    files.sort();
    for (number, id) in files {
        let _ = writeln!(text, "== rules, file {number}");
        text.push_str(rules(sheet.sources, sheet.unit, id, &numbers)?.trim_end());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    Some(text)
}

/// The name of a file as it is recorded: on one line, whatever stands in it.
pub(super) fn recorded(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let tame: String = base.chars().map(|c| if c.is_control() || c == '"' { '?' } else { c }).collect();
    format!("\"{tame}\"")
}

/// The files of a sheet by number, in the order in which they are used; without those that hold nothing but texts in another
/// language.
fn numbered(sources: &Sources, unit: &Unit, root: FileId) -> BTreeMap<FileId, usize> {
    let (mut numbers, mut open) = (BTreeMap::new(), vec![root]);
    while let Some(id) = open.pop() {
        let Some(file) = unit.file(id).filter(|_| !numbers.contains_key(&id)) else { continue };
        numbers.insert(id, numbers.len() + 1);
        let used = uses(sources, unit, file).into_iter().map(|(_, used)| used);
        let used: Vec<FileId> =
            used.filter(|&used| unit.file(used).is_some_and(|file| !is_translation(file))).collect();
        open.extend(used.into_iter().rev());
    }
    numbers
}

/// What a file uses: the path as it is written, and the file.
fn uses(sources: &Sources, unit: &Unit, file: &File) -> Vec<(String, FileId)> {
    let mut found = Vec::new();
    for statement in &file.statements {
        if let Statement::Use(used) = statement {
            let path = unquote(sources.file(file.id).slice(used.path.0)).into_owned();
            if let Some(Ok(id)) = unit.uses.get(&(file.id, path.clone())) {
                found.push((path, *id));
            }
        }
    }
    found
}

/// Whether nothing that a file says bears on what is answered.
fn is_translation(file: &File) -> bool {
    file.statements.iter().all(|statement| matches!(statement, Statement::Translation(_)))
}

/// What a file says, with numbers in place of the paths that it uses.
fn rules(sources: &Sources, unit: &Unit, id: FileId, numbers: &BTreeMap<FileId, usize>) -> Option<String> {
    let file = unit.file(id)?;
    let uses: BTreeMap<String, FileId> = uses(sources, unit, file).into_iter().collect();
    let mut text = String::new();
    for line in format::bare(file, sources.file(id))?.lines() {
        match line.strip_prefix("use ").map(|path| uses.get(&*unquote(path))) {
            None => _ = writeln!(text, "{line}"),
            Some(used) => {
                if let Some(number) = used.and_then(|used| numbers.get(used)) {
                    let _ = writeln!(text, "use \"{number}\"");
                }
            }
        }
    }
    Some(text)
}
