//! The files of one run and how they use each other. The caller has read and parsed them; this says which file a `use`
//! means and finds the files of one sheet, in an order in which every file comes after those that it uses, and which of
//! them change another.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place, Sources};
use crate::syntax::tree::{File, Statement, Use};
use crate::syntax::unquote;

/// The name of what the command line changes for one visit, as if it stood in a file: that of the flag.
pub const VISIT: &str = "--change";

/// All files of a run.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The trees, in any order.
    pub files: Vec<File>,
    /// For every `use`, by the using file and the path as written (without its quotes): the file it means.
    pub uses: BTreeMap<(FileId, String), Result<FileId, UseError>>,
    /// The files that change a sheet without a `use` of it, each with that sheet: what the command line changes.
    pub over: BTreeMap<FileId, FileId>,
    /// Whether files of translations were left out, so that nobody can say what is not translated.
    pub without_translations: bool,
}

/// The files of one sheet.
pub(super) struct Sheet<'u> {
    /// All of them, each after those it uses.
    pub files: Vec<&'u File>,
    /// The file whose `treatment` counts, then each that changes it; the one that was asked for is the last.
    pub layers: Vec<FileId>,
    /// An error for each `use` that leads nowhere, in a circle or to a sheet too many.
    pub problems: Vec<Diagnostic>,
}

/// Why a `use` has no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseError {
    /// There is no such file.
    NotFound,
    /// The path leaves the root folder.
    OutsideRoot,
    /// It is there and cannot be read; why.
    Unreadable(String),
}

impl Unit {
    /// The tree of a file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }

    /// Whether a file has a `use` of another.
    pub(super) fn uses_directly(&self, from: FileId, other: FileId) -> bool {
        self.uses.iter().any(|((user, _), used)| *user == from && *used == Ok(other))
    }

    /// Whether a file uses one that is not there or cannot be read.
    pub(super) fn lacks_a_file(&self, id: FileId) -> bool {
        self.uses.iter().any(|((from, _), found)| *from == id && found.is_err())
    }

    /// The files of the sheet whose root is `root`.
    pub(super) fn sheet<'u>(&'u self, sources: &'u Sources, root: FileId) -> Sheet<'u> {
        let mut walk = Walk { unit: self, sources, open: Vec::new(), done: Vec::new(), problems: Vec::new() };
        if let Some(file) = self.file(root) {
            walk.visit(file);
        }
        Sheet { files: walk.done, layers: self.layers(sources, root), problems: walk.problems }
    }

    /// The file whose `treatment` is that of a file, then each that changes it; the file itself is the last.
    #[must_use]
    pub fn layers(&self, sources: &Sources, file: FileId) -> Vec<FileId> {
        let mut layers = vec![file];
        while let Some(&last) = layers.last()
            && let Some(base) = self.base(sources, last)
            && !layers.contains(&base)
        {
            layers.push(base);
        }
        layers.reverse();
        layers
    }

    /// The sheet that a file changes, which may change another: a file without a `treatment` that uses a sheet.
    fn base(&self, sources: &Sources, id: FileId) -> Option<FileId> {
        if let Some(&base) = self.over.get(&id) {
            return Some(base);
        }
        let file = self.file(id).filter(|file| treatment(file).is_none())?;
        self.used_by(sources, file).find(|&used| used != id && self.is_sheet(sources, used))
    }

    /// Whether a file has a `treatment`, or changes one that has: whether any of all that it uses has.
    fn is_sheet(&self, sources: &Sources, id: FileId) -> bool {
        let (mut seen, mut open) = (BTreeSet::from([id]), vec![id]);
        while let Some(file) = open.pop().and_then(|id| self.file(id)) {
            if treatment(file).is_some() {
                return true;
            }
            let used = self.used_by(sources, file).chain(self.over.get(&file.id).copied());
            open.extend(used.filter(|&used| seen.insert(used)));
        }
        false
    }

    /// The files that a file uses.
    fn used_by<'u>(&'u self, sources: &'u Sources, file: &'u File) -> impl Iterator<Item = FileId> + 'u {
        file.statements.iter().filter_map(move |statement| match statement {
            Statement::Use(used) => self.used(sources, file, used).1.ok(),
            _ => None,
        })
    }

    /// What a `use` says, and which file it means.
    fn used(&self, sources: &Sources, from: &File, used: &Use) -> (String, Result<FileId, UseError>) {
        let path = unquote(sources.slice(used.path.0.in_file(from.id))).into_owned();
        let found = self.uses.get(&(from.id, path.clone())).cloned().unwrap_or(Err(UseError::NotFound));
        (path, found)
    }
}

/// The `treatment` of a file.
fn treatment(file: &File) -> Option<Place> {
    file.statements.iter().find_map(|statement| match statement {
        Statement::Treatment(treatment) => Some(treatment.name.0.in_file(file.id)),
        _ => None,
    })
}

struct Walk<'u> {
    unit: &'u Unit,
    sources: &'u Sources,
    /// The files on the way to the present one.
    open: Vec<FileId>,
    done: Vec<&'u File>,
    problems: Vec<Diagnostic>,
}

/// A sheet that a file changes, and the `use` that says so, if one does.
type Uses = (FileId, Option<Place>);

/// How deep files may use files.
const MAX_DEPTH: usize = 64;

impl<'u> Walk<'u> {
    fn visit(&mut self, file: &'u File) {
        self.open.push(file.id);
        let mut sheet = None;
        if let Some(base) = self.unit.over.get(&file.id).and_then(|&base| self.unit.file(base)) {
            self.visit(base);
            if let Some(own) = treatment(file) {
                self.problems.push(
                    Diagnostic::error(&codes::TWO_TREATMENTS, own, "a change of a sheet has no treatment of its own")
                        .label("a second treatment")
                        .help("write a file for each treatment"),
                );
            }
            sheet = Some((base.id, None));
        }
        for statement in &file.statements {
            if let Statement::Use(used) = statement {
                self.follow(file, used, &mut sheet);
            }
        }
        self.open.pop();
        self.done.push(file);
    }

    /// Visits what a `use` means; `sheet` is the `use` of a sheet that stands before it.
    fn follow(&mut self, from: &'u File, used: &Use, sheet: &mut Option<Uses>) {
        let place = used.path.0.in_file(from.id);
        let (path, found) = self.unit.used(self.sources, from, used);
        let target = match found {
            Ok(target) => target,
            Err(error) => {
                self.problems.push(unusable(place, &path, &error));
                return;
            }
        };
        if self.open.contains(&target) || self.open.len() >= MAX_DEPTH {
            let way: Vec<_> = self.open.iter().skip_while(|&&id| id != target).map(|&id| self.name(id)).collect();
            let way = format!("{} uses {}", way.join(" uses "), self.name(target));
            self.problems.push(
                Diagnostic::error(&codes::USE_CYCLE, place, format!("the files use each other in a circle: {way}"))
                    .label("leads back")
                    .help("move what both need into a third file and `use` that"),
            );
        } else if let Some(file) = self.unit.file(target) {
            if sheet.is_none_or(|(other, _)| other != target) && self.unit.is_sheet(self.sources, target) {
                self.check_sheet(from, file, place, &path, *sheet);
                *sheet = Some((target, Some(place)));
            }
            if !self.done.iter().any(|file| file.id == target) {
                self.visit(file);
            }
        }
    }

    fn name(&self, id: FileId) -> &str {
        self.sources.file(id).name()
    }

    /// A file without a treatment may change one sheet; a file with one is a sheet of its own.
    fn check_sheet(&mut self, from: &File, sheet: &File, place: Place, path: &str, other: Option<Uses>) {
        let describes = treatment(sheet);
        let problem = match (treatment(from), other) {
            (None, None) => return,
            (Some(own), _) => Diagnostic::error(
                &codes::USE_OF_A_SHEET,
                place,
                format!("`{path}` is a sheet of its own, and so is this file; a sheet can use only a vocabulary"),
            )
            .label("a sheet, not a vocabulary")
            .also(own, "this file's treatment")
            .help(
                "move what both need into a file without `treatment`, and `use` that in both; \
                 to change the rules of that sheet, remove the `treatment` line here",
            ),
            (None, Some((_, first))) => {
                let message = format!("`{path}` is a second sheet; a file changes one");
                let problem = Diagnostic::error(&codes::USE_OF_A_SHEET, place, message).label("a second sheet").help(
                    "write a file for each; the plan of several treatments is `carecheck eval` with all of their files",
                );
                match first {
                    Some(first) => problem.also(first, "the first"),
                    None => problem,
                }
            }
        };
        self.problems.push(match describes {
            Some(describes) => problem.also(describes, "its treatment"),
            None => problem,
        });
    }
}

fn unusable(place: Place, path: &str, error: &UseError) -> Diagnostic {
    match error {
        UseError::NotFound => Diagnostic::error(&codes::USE_NOT_FOUND, place, format!("there is no file `{path}`"))
            .label("no such file")
            .help("write the path from the folder of this file"),
        UseError::OutsideRoot => {
            Diagnostic::error(&codes::USE_OUTSIDE_ROOT, place, format!("`{path}` lies outside the folder of the rules"))
                .label("leaves the folder")
                .help("move the file into the folder, or run carecheck on a folder that holds both")
        }
        UseError::Unreadable(why) => {
            Diagnostic::error(&codes::USE_NOT_FOUND, place, format!("`{path}` cannot be read: {why}"))
                .label("unreadable")
        }
    }
}
