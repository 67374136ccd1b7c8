//! The files of `check --together` → which of them are checked against each other: every two sheets. What cannot be meant
//! is refused; reads the trees for their treatments only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::console::Console;
use super::load::Loaded;
use super::{Exit, Failure};
use crate::diagnostic::Severity;
use crate::source::FileId;
use crate::syntax::tree::Statement;

/// Every two of the sheets that were asked for. A vocabulary in a folder that was given is none.
///
/// # Errors
/// If a file is named twice or has no treatment, or if there are no two sheets.
pub(super) fn pairs(loaded: &Loaded, paths: &[PathBuf], console: &Console) -> Result<Vec<(FileId, FileId)>, Failure> {
    let named = named(loaded, paths)?;
    let name = |id: FileId| loaded.sources.file(id).name();
    let mut sheets: Vec<(FileId, &str)> = Vec::new();
    for &id in &loaded.asked {
        match treatment(loaded, id) {
            Some(treatment) => sheets.push((id, treatment)),
            None if named.contains(&id) && !is_broken(loaded, id) => {
                return Err(Failure::new(Exit::Usage, format!("--together: `{}` has no treatment", name(id)))
                    .help("name sheets only; the vocabularies that they `use` are read with them"));
            }
            None => {}
        }
    }
    let mut of_treatment: BTreeMap<&str, FileId> = BTreeMap::new();
    for &(id, treatment) in &sheets {
        let Some(&other) = of_treatment.get(treatment) else {
            of_treatment.insert(treatment, id);
            continue;
        };
        let message = format!("`{}` and `{}` are both sheets for `{treatment}`", name(other), name(id));
        if named.contains(&id) && named.contains(&other) {
            return Err(Failure::new(Exit::Usage, format!("--together: {message}"))
                .help("name sheets for different treatments; how far sessions of one are apart is said by `repeat`"));
        }
        console.remark(&format!("note: {message}; they are not checked against each other"));
    }
    let all_read = loaded.unreadable.is_empty() && !loaded.asked.iter().any(|&id| is_broken(loaded, id));
    if sheets.len() < 2 && all_read {
        return Err(Failure::new(Exit::Usage, "--together: there are no two sheets to check against each other")
            .help("name at least two: `carecheck check --together botox.care peel.care`"));
    }
    let later = |at: usize| sheets.iter().skip(at + 1);
    let pairs = sheets.iter().enumerate().flat_map(|(at, one)| later(at).map(move |other| (one, other)));
    Ok(pairs.filter(|(one, other)| one.1 != other.1).map(|(one, other)| (one.0, other.0)).collect())
}

/// The files that were named themselves, not only the folder in which they lie.
fn named(loaded: &Loaded, paths: &[PathBuf]) -> Result<BTreeSet<FileId>, Failure> {
    let mut named = BTreeSet::new();
    let lying: BTreeSet<FileId> = loaded.ids.values().copied().collect();
    for path in paths.iter().filter(|path| !path.is_dir()) {
        let id = if path == Path::new("-") {
            loaded.asked.iter().find(|id| !lying.contains(id)).copied()
        } else {
            path.canonicalize().ok().and_then(|place| loaded.ids.get(&place).copied())
        };
        if id.is_some_and(|id| !named.insert(id)) {
            return Err(Failure::new(Exit::Usage, format!("--together: `{}` is named twice", path.display()))
                .help("a sheet stands for one treatment; name each once"));
        }
    }
    Ok(named)
}

/// The name of a file's treatment; that of the sheet that it changes, if it changes one.
fn treatment(loaded: &Loaded, id: FileId) -> Option<&str> {
    let sheet = loaded.unit.layers(&loaded.sources, id).first().copied()?;
    let (file, text) = (loaded.unit.file(sheet)?, loaded.sources.file(sheet));
    file.statements.iter().find_map(|statement| match statement {
        Statement::Treatment(treatment) => Some(text.slice(treatment.name.0)),
        _ => None,
    })
}

/// Whether a file cannot be parsed, so that its treatment may be what is missing.
fn is_broken(loaded: &Loaded, id: FileId) -> bool {
    let error = |finding: &&crate::diagnostic::Diagnostic| finding.severity == Severity::Error;
    loaded.findings.iter().filter(error).any(|finding| finding.place().is_some_and(|place| place.file == id))
}
