//! Paths → the texts and trees of all the files that a run needs: those that were asked for and, closed over `use`, those
//! that they use. Nothing outside the root is read. Knows nothing of what the names in the files mean.
//!
//! The root is the folder that was given; for a file that was given it is the current folder if the file lies inside it,
//! else the file's own folder. What counts is where a file really lies: a link that leaves the root is outside.

use super::changes::of_sheets;
use super::console::Console;
use super::{Failure, files, parallel};
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::model::{Unit, UseError, VISIT};
use crate::source::{FileId, Refusal, SourceFile, Sources};
use crate::syntax::{self, tree, unquote};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// What the command line named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// `-`, under the name that `--stdin-filename` gives it.
    Stdin(Option<String>),
    /// A file or a folder.
    Path(PathBuf),
}

impl Input {
    /// What a path argument means.
    pub(super) fn of(path: &Path, stdin_filename: Option<&str>) -> Input {
        if path == Path::new("-") {
            Input::Stdin(stdin_filename.map(str::to_owned))
        } else {
            Input::Path(path.to_owned())
        }
    }
}

/// Which files of translations are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Translations {
    /// All of them.
    #[default]
    All,
    /// Those into a language, or without one into those in which the sheets are written: a plan shows no other.
    Into(Option<Lang>),
}

/// All that was read.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The texts: first those of the files asked for, then those that they use.
    pub(super) sources: Sources,
    /// The trees, by [`FileId`], empty for a file whose text is refused; and to which file each `use` leads.
    pub(super) unit: Unit,
    /// The files that were asked for.
    pub(super) asked: Vec<FileId>,
    /// What is wrong with the texts: what was refused, and every syntax error.
    pub(super) findings: Vec<Diagnostic>,
    /// What was asked for and could not be read, in words.
    pub(super) unreadable: Vec<String>,
    /// The files by where they really lie; standard input lies nowhere.
    pub(super) ids: BTreeMap<PathBuf, FileId>,
    /// The files whose text is refused.
    pub(super) refused: BTreeSet<FileId>,
}

/// Reads what the paths name, and complains of what cannot be read. Nothing if that is all.
pub(super) fn load_paths(paths: &[PathBuf], stdin_filename: Option<&str>, console: &Console) -> Option<Loaded> {
    let inputs: Vec<Input> = paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    read_some(load(&inputs, console), console)
}

/// What was read, if that is anything; complains of what cannot be read.
pub(super) fn read_some(loaded: Loaded, console: &Console) -> Option<Loaded> {
    loaded.unreadable.iter().for_each(|unreadable| console.complain(unreadable, None));
    (!loaded.asked.is_empty()).then_some(loaded)
}

/// Reads the files and folders that were asked for, in the given order, each file once.
pub(super) fn load(inputs: &[Input], console: &Console) -> Loaded {
    loader(inputs, Translations::All, console).loaded
}

/// The same, with each sheet changed by what the command line says about it: the file that was asked for is then the one
/// that changes it.
///
/// # Errors
/// If it cannot be said which sheet is meant.
pub(super) fn load_changed(
    inputs: &[Input],
    changes: &[String],
    translations: Translations,
    console: &Console,
) -> Result<Loaded, Failure> {
    let mut loader = loader(inputs, translations, console);
    for (sheet, text) in of_sheets(&loader.loaded, changes)? {
        loader.change(sheet, &text);
    }
    loader.follow_uses();
    Ok(loader.loaded)
}

fn loader(inputs: &[Input], translations: Translations, console: &Console) -> Loader {
    let mut loader = Loader { translations, ..Loader::default() };
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).unwrap_or_default();
    for input in inputs {
        match input {
            Input::Stdin(name) => loader.ask_stdin(name.as_deref(), &here),
            Input::Path(path) if path.is_dir() => loader.ask_folder(path, console),
            Input::Path(path) => loader.ask_file(path, &here),
        }
    }
    loader.follow_uses();
    loader
}

#[derive(Default)]
struct Loader {
    loaded: Loaded,
    translations: Translations,
    /// Where each file really lies, by [`FileId`]; standard input lies where its name says.
    places: Vec<Lies>,
}

/// Where a file lies, and how far its `use`s may reach.
#[derive(Clone)]
struct Lies {
    folder: PathBuf,
    root: PathBuf,
}

impl Loader {
    fn ask_stdin(&mut self, name: Option<&str>, here: &Path) {
        let folder =
            name.and_then(|name| Path::new(name).parent()).and_then(|folder| here.join(folder).canonicalize().ok());
        let folder = folder.unwrap_or_else(|| here.to_owned());
        let root = if folder.starts_with(here) { here.to_owned() } else { folder.clone() };
        match files::read_stdin() {
            Ok(bytes) => {
                let id = self.add(name.unwrap_or("-").to_owned(), &bytes, Lies { folder, root });
                self.loaded.asked.push(id);
            }
            Err(why) => self.loaded.unreadable.push(format!("cannot read standard input: {why}")),
        }
    }

    fn ask_folder(&mut self, folder: &Path, console: &Console) {
        let found = files::rule_files(folder);
        if found.files.is_empty() && found.unreadable.is_empty() {
            self.loaded.unreadable.push(format!("there is no `.care` file in `{}`", folder.display()));
        }
        for (path, why) in found.unreadable {
            self.loaded.unreadable.push(format!("cannot read `{}`: {why}", path.display()));
        }
        let root = folder.canonicalize().unwrap_or_default();
        self.open_all(&found.files, &root, console);
        for path in found.files {
            self.ask(&path, |_| root.clone());
        }
    }

    /// Reads the files that can be read, several at once. Each gets the id that it would get one by one.
    fn open_all(&mut self, paths: &[PathBuf], root: &Path, console: &Console) {
        let mut known: BTreeSet<PathBuf> = self.loaded.ids.keys().cloned().collect();
        let places = paths.iter().filter_map(|path| Some((path.canonicalize().ok()?, path)));
        let new: Vec<(PathBuf, &PathBuf)> = places.filter(|(place, _)| known.insert(place.clone())).collect();
        let read = parallel::map(console, "reading", &new, |(place, path)| {
            let bytes = files::read(place).ok()?;
            Some((place, SourceFile::load(display_name(path), &bytes)))
        });
        let mut refusals = Vec::new();
        for (place, (file, refused)) in read.into_iter().flatten() {
            let id = self.loaded.sources.add(file);
            self.places.push(Lies { folder: folder_of(place), root: root.to_owned() });
            self.loaded.ids.insert(place.clone(), id);
            refusals.push((id, refused));
        }
        let sources = &self.loaded.sources;
        let parsed = parallel::map(console, "parsing", &refusals, |(id, refusals)| parse(*id, sources, refusals));
        for read in parsed {
            self.keep(read);
        }
    }

    fn ask_file(&mut self, path: &Path, here: &Path) {
        self.ask(path, |own| if own.starts_with(here) { here.to_owned() } else { own.to_owned() });
    }

    /// Reads a file that was asked for; its root may depend on the folder in which it really lies.
    fn ask(&mut self, path: &Path, root: impl FnOnce(&Path) -> PathBuf) {
        let opened = path.canonicalize().map_err(|error| files::in_words(&error)).and_then(|place| {
            let root = root(place.parent().unwrap_or(&place));
            self.open(place, display_name(path), root)
        });
        match opened {
            Ok(id) if !self.loaded.asked.contains(&id) => self.loaded.asked.push(id),
            Ok(_) => {}
            Err(why) => self.loaded.unreadable.push(format!("cannot read `{}`: {why}", path.display())),
        }
    }

    /// Reads the file that really lies at `place`, unless it has been read before, perhaps under another name.
    fn open(&mut self, place: PathBuf, name: String, root: PathBuf) -> Result<FileId, String> {
        if let Some(&id) = self.loaded.ids.get(&place) {
            return Ok(id);
        }
        let bytes = files::read(&place)?;
        let id = self.add(name, &bytes, Lies { folder: folder_of(&place), root });
        self.loaded.ids.insert(place, id);
        Ok(id)
    }

    fn add(&mut self, name: String, bytes: &[u8], lies: Lies) -> FileId {
        let (file, refusals) = SourceFile::load(name, bytes);
        let left_out = refusals.is_empty() && self.shows_nothing_of(&file);
        self.loaded.unit.without_translations |= left_out;
        let id = self.loaded.sources.add(file);
        let read = if left_out { Read::nothing(id) } else { parse(id, &self.loaded.sources, &refusals) };
        self.keep(read);
        self.places.push(lies);
        id
    }

    /// Whether a file holds nothing but translations into languages that are not wanted.
    fn shows_nothing_of(&self, file: &SourceFile) -> bool {
        let Translations::Into(lang) = self.translations else { return false };
        let Some(languages) = syntax::only_translations(file.text()) else { return false };
        let wanted = match lang {
            Some(lang) => Some(vec![lang.code()]),
            None => self.loaded.asked.iter().map(|&id| self.written_in(id)).collect(),
        };
        wanted.is_some_and(|wanted| !languages.iter().any(|language| wanted.contains(language)))
    }

    /// The language in which a sheet is written; `None` for a file that has no treatment.
    fn written_in(&self, id: FileId) -> Option<&str> {
        let treatment = self.loaded.unit.file(id)?.statements.iter().find_map(|statement| match statement {
            tree::Statement::Treatment(treatment) => Some(treatment),
            _ => None,
        });
        let said = treatment?.language.map(|language| self.loaded.sources.file(id).slice(language));
        Some(said.unwrap_or(Lang::default().code()))
    }

    /// Adds a file that changes a sheet, and is asked for in its place. What it uses lies beside the sheet.
    fn change(&mut self, sheet: FileId, text: &str) {
        let Some(lies) = self.places.get(sheet.0 as usize).cloned() else { return };
        let id = self.add(VISIT.to_owned(), text.as_bytes(), lies);
        self.loaded.unit.over.insert(id, sheet);
        self.loaded.asked.iter_mut().filter(|asked| **asked == sheet).for_each(|asked| *asked = id);
    }

    fn keep(&mut self, read: Read) {
        if read.is_refused {
            self.loaded.refused.insert(read.tree.id);
        }
        self.loaded.unit.files.push(read.tree);
        self.loaded.findings.extend(read.findings);
    }

    /// Reads what the files use, then what those use, until there is nothing new.
    fn follow_uses(&mut self) {
        let mut next = 0;
        while let (Some(tree), Some(lies)) = (self.loaded.unit.files.get(next), self.places.get(next).cloned()) {
            let id = tree.id;
            let file = self.loaded.sources.file(id);
            let uses = tree.statements.iter().filter_map(|statement| match statement {
                tree::Statement::Use(used) => Some(unquote(file.slice(used.path.0)).into_owned()),
                _ => None,
            });
            let uses: Vec<String> = uses.collect();
            let folder_name = Path::new(file.name()).parent().map(Path::to_owned).unwrap_or_default();
            for used in uses {
                let name = display_name(&folder_name.join(&used));
                let opened = inside(&used, &lies).and_then(|place| {
                    let id = self.open(place, name, lies.root.clone()).map_err(UseError::Unreadable)?;
                    let why = || UseError::Unreadable("it is not the text of rules".to_owned());
                    if self.loaded.refused.contains(&id) { Err(why()) } else { Ok(id) }
                });
                self.loaded.unit.uses.insert((id, used), opened);
            }
            next += 1;
        }
    }
}

/// What became of a text.
struct Read {
    tree: tree::File,
    is_refused: bool,
    findings: Vec<Diagnostic>,
}

impl Read {
    fn nothing(id: FileId) -> Read {
        Read { tree: tree::File { id, ..tree::File::default() }, is_refused: false, findings: Vec::new() }
    }
}

fn parse(id: FileId, sources: &Sources, refusals: &[Refusal]) -> Read {
    let is_refused = !refusals.is_empty();
    let (tree, findings) = if is_refused {
        (tree::File { id, ..tree::File::default() }, syntax::refusals(id, refusals))
    } else {
        syntax::parse(id, sources.file(id))
    };
    Read { tree, is_refused, findings }
}

fn folder_of(place: &Path) -> PathBuf {
    place.parent().map(Path::to_owned).unwrap_or_default()
}

/// Where a `use` leads, if it stays inside the root, both as written and after its links are followed.
fn inside(used: &str, lies: &Lies) -> Result<PathBuf, UseError> {
    let path = normal(&lies.folder.join(used));
    if Path::new(used).is_absolute() || !path.starts_with(&lies.root) {
        return Err(UseError::OutsideRoot);
    }
    let place = path.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => UseError::NotFound,
        _ => UseError::Unreadable(files::in_words(&error)),
    })?;
    if !place.starts_with(&lies.root) {
        return Err(UseError::OutsideRoot);
    }
    // A pipe or a device would never end.
    if place.is_file() { Ok(place) } else { Err(UseError::Unreadable("it is not a file".to_owned())) }
}

/// A path without `.` and with each `..` taken back, as far as that goes.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// The name by which reports call a file: its path as given, without detours, with `/` on every system.
pub(super) fn display_name(path: &Path) -> String {
    let name = normal(path).to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}
