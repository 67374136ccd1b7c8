//! A commit of a git repository → the sheets as they were in it, closed over `use` within the same commit. Reads the
//! repository through a library, runs no program, and touches no file of the work tree.

use super::console::Console;
use super::diff::Side;
use super::{Exit, Failure, files};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::{self, Unit, UseError};
use crate::render::findings::{self, Format};
use crate::source::{FileId, MAX_FILE_BYTES, SourceFile, Sources};
use crate::syntax::{self, tree, unquote};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A commit of the repository around some files.
pub(super) struct Revision {
    repository: gix::Repository,
    tree: gix::ObjectId,
    reference: String,
    /// Where the files of the repository lie.
    folder: PathBuf,
}

/// What is read of a commit.
struct Reading<'r> {
    revision: &'r Revision,
    sources: Sources,
    unit: Unit,
    findings: Vec<Diagnostic>,
    ids: BTreeMap<String, FileId>,
}

impl Revision {
    /// The commit of a reference, in the repository around the first of some paths.
    ///
    /// # Errors
    /// If there is no repository around it, or no such commit in it.
    pub(super) fn of(paths: &[PathBuf], reference: &str) -> Result<Revision, Failure> {
        let first = paths.first().map(PathBuf::as_path).unwrap_or(Path::new("."));
        let place = place(first)?;
        let start = if place.is_dir() { place } else { place.parent().unwrap_or(&place).to_owned() };
        // What the repository says counts, not what the user or the environment says of all repositories.
        let isolated =
            gix::sec::trust::Mapping { full: gix::open::Options::isolated(), reduced: gix::open::Options::isolated() };
        let none = |_| {
            Failure::new(Exit::Usage, format!("`{}` lies in no git repository", first.display()))
                .help("compare two files: `carecheck diff OLD NEW`")
        };
        let repository =
            gix::ThreadSafeRepository::discover_opts(start, gix::discover::upwards::Options::default(), isolated)
                .map_err(|error| none(error.to_string()))?
                .to_thread_local();
        let folder = repository.workdir().and_then(|folder| folder.canonicalize().ok());
        let folder = folder.ok_or_else(|| Failure::new(Exit::Usage, "the git repository has no files of its own"))?;
        let unknown = || {
            Failure::new(Exit::Usage, format!("--against: the repository has no commit `{reference}`"))
                .help("write a commit, a branch or a tag, such as `git:HEAD`")
        };
        let tree = repository
            .rev_parse_single(reference)
            .ok()
            .and_then(|id| id.object().ok()?.peel_to_tree().ok())
            .ok_or_else(unknown)?
            .id;
        Ok(Revision { repository, tree, reference: reference.to_owned(), folder })
    }

    /// What a file is called in the repository.
    ///
    /// # Errors
    /// If it does not lie in it.
    pub(super) fn name(&self, path: &Path) -> Result<String, Failure> {
        let place = place(path)?;
        let inside = place.strip_prefix(&self.folder).map_err(|_| {
            Failure::new(Exit::Usage, format!("`{}` does not lie in the same git repository", path.display()))
        })?;
        let parts: Vec<String> =
            inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        Ok(parts.join("/"))
    }

    /// The sheets at some paths as they were.
    ///
    /// # Errors
    /// If a file was not there, or has errors of its own.
    pub(super) fn side(&self, paths: &[PathBuf], console: &Console) -> Result<Side, Failure> {
        let mut asked = Vec::new();
        for path in paths {
            let name = self.name(path)?;
            if path.is_dir() {
                asked.extend(self.rule_files(&name)?);
            } else if self.kind(&name)?.is_some() {
                asked.push(name);
            } else {
                let message = format!("`{}` was not there in `{}`", path.display(), self.reference);
                return Err(Failure::new(Exit::Unreadable, message).help("a new sheet has nothing to be compared with"));
            }
        }
        let mut reading = Reading {
            revision: self,
            sources: Sources::default(),
            unit: Unit::default(),
            findings: Vec::new(),
            ids: BTreeMap::new(),
        };
        let mut roots = Vec::new();
        for name in asked {
            let id = reading
                .open(&name)
                .map_err(|_| Failure::new(Exit::Unreadable, format!("cannot read `{name}` in `{}`", self.reference)))?;
            roots.push((name, id));
        }
        reading.follow_uses();
        reading.side(roots, console)
    }

    fn root(&self) -> Result<gix::Tree<'_>, Failure> {
        let tree = self.repository.find_object(self.tree).ok().and_then(|object| object.peel_to_tree().ok());
        tree.ok_or_else(|| Failure::new(Exit::Unreadable, format!("cannot read the files of `{}`", self.reference)))
    }

    /// Whether there is something of that name.
    fn kind(&self, name: &str) -> Result<Option<gix::object::tree::EntryKind>, Failure> {
        Ok(self.root()?.lookup_entry_by_path(name).ok().flatten().map(|entry| entry.mode().kind()))
    }

    /// The files of rules below a folder, as they were; hidden folders are left out, as on disk.
    fn rule_files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let all = self.root()?.traverse().breadthfirst.files();
        let all =
            all.map_err(|_| Failure::new(Exit::Unreadable, format!("cannot read the files of `{}`", self.reference)))?;
        let below = |name: &str| {
            let inside = if folder.is_empty() { Some(name) } else { name.strip_prefix(folder)?.strip_prefix('/') };
            inside.map(|inside| !inside.split('/').any(|part| part.starts_with('.') || part == "target"))
        };
        let names = all.into_iter().filter(|entry| entry.mode.is_blob()).map(|entry| entry.filepath.to_string());
        let mut names: Vec<String> =
            names.filter(|name| name.ends_with(".care") && below(name) == Some(true)).collect();
        names.sort();
        Ok(names)
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, UseError> {
        let unreadable = |why: &str| UseError::Unreadable(why.to_owned());
        let root = self.root().map_err(|_| unreadable("the commit cannot be read"))?;
        let entry = root.lookup_entry_by_path(name).ok().flatten().ok_or(UseError::NotFound)?;
        if !entry.mode().is_blob() {
            return Err(unreadable("it is not a file"));
        }
        let size =
            self.repository.find_header(entry.object_id()).map_err(|_| unreadable("its text is not there"))?.size();
        if size > MAX_FILE_BYTES as u64 {
            return Err(unreadable("it is too large"));
        }
        Ok(entry.object().map_err(|_| unreadable("its text is not there"))?.detach().data)
    }
}

impl Reading<'_> {
    fn open(&mut self, name: &str) -> Result<FileId, UseError> {
        if let Some(&id) = self.ids.get(name) {
            return Ok(id);
        }
        let bytes = self.revision.read(name)?;
        let (file, refusals) = SourceFile::load(format!("{}:{name}", self.revision.reference), &bytes);
        let id = self.sources.add(file);
        let (tree, findings) = if refusals.is_empty() {
            syntax::parse(id, self.sources.file(id))
        } else {
            (tree::File { id, ..tree::File::default() }, syntax::refusals(id, &refusals))
        };
        self.unit.files.push(tree);
        self.findings.extend(findings);
        self.ids.insert(name.to_owned(), id);
        if refusals.is_empty() { Ok(id) } else { Err(UseError::Unreadable("it is not the text of rules".to_owned())) }
    }

    /// Reads what the files use in the same commit, then what those use.
    fn follow_uses(&mut self) {
        let mut next = 0;
        while let Some(tree) = self.unit.files.get(next) {
            let id = tree.id;
            let text = self.sources.file(id);
            let uses = tree.statements.iter().filter_map(|statement| match statement {
                tree::Statement::Use(used) => Some(unquote(text.slice(used.path.0)).into_owned()),
                _ => None,
            });
            let uses: Vec<String> = uses.collect();
            let name =
                self.ids.iter().find(|(_, known)| **known == id).map(|(name, _)| name.clone()).unwrap_or_default();
            for used in uses {
                let leads = match beside(&name, &used) {
                    Some(path) => self.open(&path),
                    None => Err(UseError::OutsideRoot),
                };
                self.unit.uses.insert((id, used), leads);
            }
            next += 1;
        }
    }

    fn side(self, roots: Vec<(String, FileId)>, console: &Console) -> Result<Side, Failure> {
        let Reading { revision, sources, unit, findings: mut errors, .. } = self;
        let mut sheets = BTreeMap::new();
        for (name, root) in roots {
            let (model, found) = model::resolve(&sources, &unit, root);
            errors.extend(found);
            sheets.insert(name, (root, model));
        }
        errors.retain(|finding| finding.severity == Severity::Error);
        if errors.is_empty() {
            return Ok(Side { sources, sheets });
        }
        diagnostic::sort(&mut errors);
        errors.dedup();
        console.remark(&findings::render(Format::Human, &errors, &sources, console.style_of_remarks()));
        let message = format!("the sheets of `{}` have errors: what they said cannot be compared", revision.reference);
        Err(Failure::new(Exit::Unreadable, message))
    }
}

/// Where a path really lies.
fn place(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| {
        Failure::new(Exit::Unreadable, format!("cannot read `{}`: {}", path.display(), files::in_words(&error)))
    })
}

/// A path beside a file of the repository, if it stays inside.
fn beside(file: &str, used: &str) -> Option<String> {
    let mut parts: Vec<String> = file.split('/').map(str::to_owned).collect();
    parts.pop();
    for component in Path::new(used).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::ParentDir => _ = parts.pop()?,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_inside_the_repository() {
        assert_eq!(beside("rules/a.care", "../words/b.care").as_deref(), Some("words/b.care"));
        assert_eq!(beside("a.care", "./b.care").as_deref(), Some("b.care"));
        assert_eq!(beside("a.care", "../b.care"), None);
        assert_eq!(beside("a.care", "/b.care"), None);
    }
}
