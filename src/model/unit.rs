//! The files of one run and how they use each other. The caller has read and parsed them; this says which file a `use`
//! means and finds the files of one sheet, in an order in which every file comes after those that it uses.

use std::collections::BTreeMap;

use super::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};
use crate::syntax::tree::{File, Statement, Use};
use crate::syntax::unquote;

/// All files of a run.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The trees, in any order.
    pub files: Vec<File>,
    /// For every `use`, by the using file and the path as written (without its quotes): the file it means.
    pub uses: BTreeMap<(FileId, String), Result<FileId, UseError>>,
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

    /// The files of the sheet whose root is `root`, each after those it uses, the root last; with an error for each
    /// `use` that leads nowhere or in a circle.
    pub(super) fn sheet<'u>(&'u self, sources: &'u Sources, root: FileId) -> (Vec<&'u File>, Vec<Diagnostic>) {
        let mut walk = Walk { unit: self, sources, open: Vec::new(), done: Vec::new(), problems: Vec::new() };
        if let Some(file) = self.file(root) {
            walk.visit(file);
        }
        (walk.done, walk.problems)
    }
}

struct Walk<'u> {
    unit: &'u Unit,
    sources: &'u Sources,
    /// The files on the way to the present one.
    open: Vec<FileId>,
    done: Vec<&'u File>,
    problems: Vec<Diagnostic>,
}

/// How deep files may use files.
const MAX_DEPTH: usize = 64;

impl<'u> Walk<'u> {
    fn visit(&mut self, file: &'u File) {
        self.open.push(file.id);
        for statement in &file.statements {
            if let Statement::Use(used) = statement {
                self.follow(file, used);
            }
        }
        self.open.pop();
        self.done.push(file);
    }

    fn follow(&mut self, from: &File, used: &Use) {
        let place = used.path.0.in_file(from.id);
        let path = unquote(self.sources.slice(place)).into_owned();
        let found = self.unit.uses.get(&(from.id, path.clone())).cloned().unwrap_or(Err(UseError::NotFound));
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
        } else if !self.done.iter().any(|file| file.id == target)
            && let Some(file) = self.unit.file(target)
        {
            self.check_vocabulary(file, place, &path);
            self.visit(file);
        }
    }

    fn name(&self, id: FileId) -> &str {
        self.sources.file(id).name()
    }

    /// A file with a treatment of its own is a sheet, and a patient has that treatment or has it not.
    fn check_vocabulary(&mut self, file: &File, place: crate::source::Place, path: &str) {
        let treatment = file.statements.iter().find_map(|statement| match statement {
            Statement::Treatment(treatment) => Some(treatment.name.0.in_file(file.id)),
            _ => None,
        });
        if let Some(treatment) = treatment {
            self.problems.push(
                Diagnostic::error(
                    &codes::USE_OF_A_SHEET,
                    place,
                    format!("`{path}` describes a treatment of its own; only a vocabulary can be used"),
                )
                .label("a sheet, not a vocabulary")
                .also(treatment, "its treatment")
                .help("move what both sheets need into a file without `treatment`, and `use` that in both"),
            );
        }
    }
}

fn unusable(place: crate::source::Place, path: &str, error: &UseError) -> Diagnostic {
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
