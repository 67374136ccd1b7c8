//! A sheet → where its stored plan stands: in the folder `snapshots` beside it, named by the treatment, so that the sheet may be
//! called anything. Where several sheets of one treatment lie in a folder, each has its own, and which is whose is recorded in
//! them.

use super::sheet::Sheets;
use super::{Exit, Failure, files};
use crate::cases::{self, Compared, Comparison, Damaged, Sheet, Stored};
use crate::model::Model;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, and how the names of the files in it end.
const FOLDER: &str = "snapshots";
const ENDING: &str = ".plan";

/// A sheet, and where its plan is stored or would be.
pub(super) struct Plan<'s> {
    pub(super) sheet: Sheet<'s>,
    /// The file of the sheet as it was named.
    pub(super) name: String,
    /// The file of the plan.
    pub(super) file: PathBuf,
    /// What is stored, if anything is.
    pub(super) stored: Option<Result<Stored, Damaged>>,
}

impl Plan<'_> {
    /// How the sheet compares with what is stored; `None` if nothing is.
    pub(super) fn compare(&self) -> Option<Comparison> {
        let found = match self.stored.as_ref()? {
            Ok(stored) => Ok(stored.compare(self.sheet.model)),
            Err(damaged) => Err(damaged.clone()),
        };
        Some(Comparison { sheet: self.name.clone(), stored_in: self.file.display().to_string(), found })
    }

    /// Stores the sheet as it is today.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn store(&self) -> Result<(), Failure> {
        let cannot =
            |why: String| Failure::new(Exit::Unreadable, format!("cannot write `{}`: {why}", self.file.display()));
        let text = cases::stored(self.sheet, &self.name);
        let text = text.ok_or_else(|| cannot("its moments lie outside the years 1 to 9999".to_owned()))?;
        let folder = self.file.parent().unwrap_or(Path::new(FOLDER));
        // What a link leads to may lie anywhere, and belong to something else.
        if [folder, &self.file].iter().any(|path| path.is_symlink()) {
            return Err(cannot("it is a link, or lies behind one".to_owned()));
        }
        fs::create_dir_all(folder)
            .and_then(|()| files::write(&self.file, &text))
            .map_err(|error| cannot(files::in_words(&error)))
    }
}

/// The plans of all sheets that have rules, or had some when they were stored.
///
/// # Errors
/// If a folder or a file in it cannot be read.
pub(super) fn plans(sheets: &Sheets) -> Result<Vec<Plan<'_>>, Failure> {
    let mut found = Vec::new();
    let mut known = Known::default();
    for (&root, model) in sheets.roots.iter().zip(&sheets.models) {
        let sheet = Sheet { sources: &sheets.sources, unit: &sheets.unit, root, model };
        found.extend(known.plan(sheet)?);
    }
    Ok(found)
}

/// The plans that are stored of sheets that are not there any more, each with the name that the sheet had; of the folders of
/// some plans.
///
/// # Errors
/// If a folder or a file in it cannot be read.
pub(super) fn left(plans: &[Plan<'_>]) -> Result<Vec<(PathBuf, String)>, Failure> {
    let folders: BTreeSet<&Path> = plans.iter().filter_map(|plan| plan.file.parent()).collect();
    let mut found = Vec::new();
    for folder in folders {
        for (file, stored) in stored_in(folder)? {
            if let Ok(stored) = stored
                && plans.iter().all(|plan| plan.file != file)
                && is_left(folder, &stored)
            {
                found.push((file, stored.sheet().to_owned()));
            }
        }
    }
    Ok(found)
}

/// A file in which a plan is stored, and the plan.
type Candidate = (PathBuf, Result<Stored, Damaged>);

/// What is stored in the folders that were looked at, and is of no sheet yet.
#[derive(Default)]
struct Known {
    folders: BTreeMap<PathBuf, Vec<Candidate>>,
    /// The files of plans, stored or to be stored.
    files: BTreeSet<PathBuf>,
}

impl Known {
    /// The plan of a sheet; none for a vocabulary and for what has no file.
    fn plan<'s>(&mut self, sheet: Sheet<'s>) -> Result<Option<Plan<'s>>, Failure> {
        let name = sheet.sources.file(sheet.root).name().to_owned();
        let path = PathBuf::from(&name);
        if !path.is_file() {
            return Ok(None);
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let treatment = sheet.model.treatment.as_ref().map(|treatment| treatment.name.as_str());
        let called = treatment.unwrap_or(&stem);
        let folder = path.parent().unwrap_or(Path::new("")).join(FOLDER);
        let candidates = match self.folders.entry(folder.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let stored = stored_in(&folder)?;
                self.files.extend(stored.iter().map(|(file, _)| file.clone()));
                place.insert(stored)
            }
        };
        let [alone, beside] = [called.to_owned(), format!("{called}.{stem}")].map(|name| folder.join(name + ENDING));
        if let Some(index) = position(candidates, sheet.model, &folder, &name, [&alone, &beside]) {
            let (file, stored) = candidates.remove(index);
            return Ok(Some(Plan { sheet, name, file, stored: Some(stored) }));
        }
        if sheet.model.rules.is_empty() {
            return Ok(None);
        }
        let file = if self.files.contains(&alone) { beside } else { alone };
        self.files.insert(file.clone());
        Ok(Some(Plan { sheet, name, file, stored: None }))
    }
}

/// Which of the stored plans is that of a sheet: the one that says so, or one of its treatment whose sheet is not there any more,
/// for then it was renamed; of several the one that means the same. One that cannot be read is of the sheet for which it is
/// named.
fn position(candidates: &[Candidate], model: &Model, folder: &Path, name: &str, own: [&PathBuf; 2]) -> Option<usize> {
    let find = |is_wanted: &dyn Fn(&Stored) -> bool| {
        candidates.iter().position(|(_, stored)| stored.as_ref().is_ok_and(is_wanted))
    };
    let treatment = |model: &Model| model.treatment.as_ref().map(|treatment| treatment.name.clone());
    let was_renamed = |stored: &Stored| treatment(&stored.model) == treatment(model) && is_left(folder, stored);
    let means_the_same = |stored: &Stored| matches!(stored.compare(model), Compared::Same);
    let left = candidates.iter().filter(|(_, stored)| stored.as_ref().is_ok_and(was_renamed)).count();
    find(&|stored| stored.is_of(name))
        .or_else(|| find(&|stored| left > 1 && was_renamed(stored) && means_the_same(stored)))
        .or_else(|| find(&was_renamed))
        .or_else(|| candidates.iter().position(|(file, stored)| stored.is_err() && own.contains(&file)))
}

/// Whether the sheet of which a plan was stored is not there any more.
fn is_left(folder: &Path, stored: &Stored) -> bool {
    let name = Path::new(stored.sheet()).file_name().unwrap_or_default();
    !folder.with_file_name(name).exists()
}

/// What is stored in a folder, by name.
fn stored_in(folder: &Path) -> Result<Vec<Candidate>, Failure> {
    let cannot =
        |path: &Path, why: &str| Failure::new(Exit::Unreadable, format!("cannot read `{}`: {why}", path.display()));
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(folder, &files::in_words(&error))),
    };
    let is_plan = |path: &PathBuf| path.to_string_lossy().ends_with(ENDING);
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_plan).collect();
    found.sort();
    let read = |file: PathBuf| {
        let bytes = files::read(&file).map_err(|why| cannot(&file, &why))?;
        let stored = String::from_utf8(bytes).map_err(|_| Damaged::NotOne).and_then(|text| Stored::read(&text));
        Ok((file, stored))
    };
    found.into_iter().map(read).collect()
}
