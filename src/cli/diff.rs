//! `carecheck diff`: what changed for a patient between two versions of sheets, in files, in folders or in a git repository.

use super::console::Console;
use super::load::{Input, Translations, display_name};
use super::sheet::{self, Sheets};
use super::{Exit, Failure, parallel, revision};
use crate::diff::{Diff, Direction, diff};
use crate::model::Model;
use crate::render::changed::{self, Compared, Status, Version};
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Say what changed for a patient between two versions of a sheet
///
/// For each activity and sign, the reasons not to treat and the course: whether it is stricter or looser, from when to when,
/// for whom, with a case that shows it. Nothing is said exactly where every evaluation is equal, over all treatment times,
/// facts and events; other words are no change. With folders, files of the same path are compared. The repository is read
/// only, and its files stay as they are.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck diff old.care new.care
  carecheck diff rules/default.care --against git:HEAD
  carecheck diff rules --against git:origin/main --format markdown --fail-on looser")]
pub(super) struct Arguments {
    /// The earlier and the newer file or folder; with `--against`, files and folders as they are now
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Compare with a commit of the repository around the files: `git:HEAD`, `git:origin/main`, `git:v1.2`
    #[arg(long, value_name = "git:REF", env = "CARECHECK_AGAINST", hide_env_values = true)]
    against: Option<String>,
    /// How to write what changed
    #[arg(long, value_enum, default_value_t = Format::Human, env = "CARECHECK_DIFF_FORMAT", hide_env_values = true)]
    format: Format,
    /// Fail if anything changed so; a sheet that is gone is looser
    #[arg(long, value_enum, value_name = "WHAT", env = "CARECHECK_DIFF_FAIL_ON", hide_env_values = true)]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    #[value(alias = "text")]
    Human,
    /// carecheck.diff/1, for programs
    Json,
    /// For a pull request
    Markdown,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FailOn {
    /// Less is forbidden or demanded
    Looser,
    /// More is
    Stricter,
    /// Anything changed
    Any,
}

/// One version of all sheets.
pub(super) struct Side {
    pub(super) sources: Sources,
    /// The sheets by what they are called in both versions.
    pub(super) sheets: BTreeMap<String, (FileId, Model)>,
}

/// Compares the versions and prints what changed.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let (old, new) = sides(arguments, console)?;
    let names: BTreeSet<&String> = old.sheets.keys().chain(new.sheets.keys()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let compared = parallel::map(console, "comparing", &names, |name| compare(&old, &new, name));
    console.print(&match arguments.format {
        Format::Human => changed::text(&compared, console.style()),
        Format::Json => changed::json(&compared),
        Format::Markdown => changed::markdown(&compared),
    })?;
    let any = |such: &dyn Fn(&Compared<'_>) -> bool| compared.iter().any(such);
    if any(&|sheet| sheet.diff.is_undecided()) {
        return Ok(Exit::Internal);
    }
    let fails = match arguments.fail_on {
        None => false,
        Some(FailOn::Any) => any(&|sheet| sheet.status() != Status::Same),
        Some(FailOn::Stricter) => any(&|sheet| sheet.diff.has(Direction::Stricter)),
        Some(FailOn::Looser) => any(&|sheet| sheet.diff.has(Direction::Looser) || sheet.status() == Status::Removed),
    };
    Ok(if fails { Exit::Findings } else { Exit::Done })
}

/// The earlier and the newer version.
fn sides(arguments: &Arguments, console: &Console) -> Result<(Side, Side), Failure> {
    let paths = &arguments.paths;
    let Some(against) = &arguments.against else {
        let [old, new] = paths.as_slice() else {
            return Err(Failure::new(Exit::Usage, "two versions are compared, an earlier and a newer")
                .help("write `carecheck diff OLD NEW`, or `carecheck diff FILE --against git:HEAD`"));
        };
        if old.is_dir() != new.is_dir() {
            return Err(Failure::new(Exit::Usage, "a file and a folder cannot be compared")
                .help("give two files, or two folders"));
        }
        // Of two files it does not matter what they are called.
        let name = (!new.is_dir()).then(|| display_name(new));
        return Ok((of_path(old, name.as_deref(), console)?, of_path(new, name.as_deref(), console)?));
    };
    let Some(reference) = against.strip_prefix("git:").filter(|reference| !reference.is_empty()) else {
        return Err(Failure::new(Exit::Usage, format!("--against: `{against}` is no version"))
            .help("write `--against git:HEAD`, or another commit, branch or tag"));
    };
    let revision = revision::Revision::of(paths, reference)?;
    let old = revision.side(paths, console)?;
    let mut new = Side { sources: Sources::default(), sheets: BTreeMap::new() };
    let inputs: Vec<Input> = paths.iter().map(|path| Input::of(path, None)).collect();
    let sheets = sheet::read_all(&inputs, &[], Translations::Into(None), console)?;
    for (model, &root) in sheets.models.into_iter().zip(&sheets.roots) {
        let name = revision.name(Path::new(sheets.sources.file(root).name()))?;
        new.sheets.insert(name, (root, model));
    }
    new.sources = sheets.sources;
    Ok((old, new))
}

/// A file, under a name, or a folder, whose files have their path in it as a name.
fn of_path(path: &Path, name: Option<&str>, console: &Console) -> Result<Side, Failure> {
    let Sheets { sources, models, roots, .. } =
        sheet::read_all(&[Input::of(path, None)], &[], Translations::Into(None), console)?;
    let folder = display_name(path);
    let called = |root: FileId| {
        let file = sources.file(root).name();
        let inside = file.strip_prefix(&folder).unwrap_or(file).trim_start_matches('/');
        name.unwrap_or(inside).to_owned()
    };
    let sheets = roots.iter().zip(models).map(|(&root, model)| (called(root), (root, model))).collect();
    Ok(Side { sources, sheets })
}

fn compare<'s>(old: &'s Side, new: &'s Side, name: &str) -> Compared<'s> {
    let version = |side: &'s Side| {
        let (file, model) = side.sheets.get(name)?;
        Some(Version { file: side.sources.file(*file).name(), sources: &side.sources, model })
    };
    let (old, new) = (version(old), version(new));
    let found = old.zip(new).map_or(Diff::default(), |(old, new)| diff(old.model, new.model));
    Compared { name: name.to_owned(), old, new, diff: found }
}
