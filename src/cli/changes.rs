//! `--change` → the sheet that each change is meant for, by the names of rules. What is changed is read as a file of its
//! own, so that its slips are shown as those of any file.

use std::collections::BTreeSet;

use super::load::Loaded;
use super::{Exit, Failure};
use crate::model::VISIT;
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::tree::{File, Statement};
use crate::syntax::{self, unquote};

/// The flag of every verb that takes changes.
#[derive(clap::Args)]
pub(super) struct ChangeArguments {
    /// Change the sheet for this visit: `replace NAME because "…" with RULE`, or `drop NAME because "…"`; again for more
    ///
    /// NAME is the name of a rule; `replace NAME for TARGET, …` changes a part of its list. Other rules and declarations may
    /// be added too.
    #[arg(long, value_name = "CHANGE")]
    pub(super) change: Vec<String>,
}

/// For each sheet that is to be changed, the text that changes it.
///
/// # Errors
/// If a change could be meant for several of the sheets, or for none.
pub(super) fn of_sheets(loaded: &Loaded, changes: &[String]) -> Result<Vec<(FileId, String)>, Failure> {
    let mut found: Vec<(FileId, String)> = Vec::new();
    for change in changes {
        let sheet = match loaded.asked.as_slice() {
            [] => continue,
            [one] => *one,
            several => meant(loaded, several, change)?,
        };
        match found.iter_mut().find(|(other, _)| *other == sheet) {
            Some((_, text)) => *text = format!("{text}\n{change}"),
            None => found.push((sheet, change.clone())),
        }
    }
    Ok(found)
}

/// Which of several sheets has the rules that a change names.
fn meant(loaded: &Loaded, sheets: &[FileId], change: &str) -> Result<FileId, Failure> {
    let usage = |message: String| Failure::new(Exit::Usage, message);
    let wanted = changed(change);
    let having: Vec<FileId> =
        sheets.iter().copied().filter(|&sheet| !wanted.is_empty() && wanted.is_subset(&rules(loaded, sheet))).collect();
    let named = |ids: &[FileId]| {
        let names = ids.iter().map(|&id| format!("`{}`", loaded.sources.file(id).name()));
        names.collect::<Vec<_>>().join(" and ")
    };
    let rule = wanted.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match having.as_slice() {
        [one] => Ok(*one),
        [] if wanted.is_empty() => {
            Err(usage(format!("{VISIT}: with several sheets, a change must name a rule of one of them"))
                .help("begin with `replace NAME` or `drop NAME`, or write a file that uses the sheet"))
        }
        [] => Err(usage(format!("{VISIT}: no sheet has a rule called {rule}"))
            .help("name a rule where it stands, as in `no_sauna: avoid sauna until +48h`")),
        several => Err(usage(format!("{VISIT}: {rule} is a rule of {}", named(several)))
            .help("write a file that uses the sheet that is meant, and put the change there")),
    }
}

/// The names of the rules that a text changes.
fn changed(text: &str) -> BTreeSet<String> {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load(VISIT, text.as_bytes()).0);
    let (tree, _) = syntax::parse(id, sources.file(id));
    let name = |statement: &Statement| match statement {
        Statement::Change(change) => Some(sources.file(id).slice(change.name.0).to_owned()),
        _ => None,
    };
    tree.statements.iter().filter_map(name).collect()
}

/// The names of all rules of a sheet and of what it uses.
fn rules(loaded: &Loaded, sheet: FileId) -> BTreeSet<String> {
    let (mut names, mut seen, mut open) = (BTreeSet::new(), BTreeSet::from([sheet]), vec![sheet]);
    while let Some(file) = open.pop().and_then(|id| loaded.unit.file(id)) {
        named(loaded, file, &file.statements, &mut names);
        for statement in &file.statements {
            let Statement::Use(used) = statement else { continue };
            let path = unquote(loaded.sources.file(file.id).slice(used.path.0)).into_owned();
            let target = loaded.unit.uses.get(&(file.id, path)).and_then(|target| target.clone().ok());
            open.extend(target.filter(|&target| seen.insert(target)));
        }
    }
    names
}

fn named(loaded: &Loaded, file: &File, statements: &[Statement], into: &mut BTreeSet<String>) {
    for statement in statements {
        match statement {
            Statement::Rule(rule) => {
                into.extend(rule.name.map(|name| loaded.sources.file(file.id).slice(name.0).to_owned()));
            }
            Statement::Phase(phase) => named(loaded, file, &phase.statements, into),
            _ => {}
        }
    }
}
