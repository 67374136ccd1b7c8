//! The files of `eval` and `ask` → one model: of one sheet, or of several that one patient follows. Sheets that do not go
//! together are refused, with what is wrong printed.

use std::path::{Path, PathBuf};

use super::changes::ChangeArguments;
use super::console::Console;
use super::given::listed;
use super::lang::LangArgument;
use super::load::Input;
use super::sheet::{Sheets, read_all};
use super::{Exit, Failure};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Together, together};
use crate::render;
use crate::render::findings::{self, Format};
use crate::source::Sources;
use crate::time::words;

/// What is evaluated: one sheet, or several as one model.
///
/// # Errors
/// If a sheet has errors, if one of several has no treatment or that of another, or if they do not go together.
pub(super) fn read(
    paths: &[PathBuf],
    changes: &ChangeArguments,
    stdin_filename: Option<&str>,
    lang: &LangArgument,
    console: &Console,
) -> Result<(Sources, Model), Failure> {
    if let Some(folder) = paths.iter().find(|path| path.is_dir()) {
        return Err(Failure::new(Exit::Usage, "a plan is made from sheets that are named one by one")
            .help(format!("`{}` is a folder: give its files", folder.display())));
    }
    refuse_twice(paths)?;
    if paths.len() > Together::MOST {
        return Err(Failure::new(Exit::Usage, format!("a plan is made for {} treatments at most", Together::MOST))
            .help("leave out the treatments that are long over"));
    }
    let inputs: Vec<Input> = paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    let Sheets { sources, models, warnings, .. } = read_all(&inputs, &changes.change, lang.translations(), console)?;
    if warnings > 0 {
        let warnings = words::count(warnings as u64, "warning", "warnings");
        let files: Vec<String> =
            paths.iter().map(|path| render::clean(&path.display().to_string()).into_owned()).collect();
        console.remark(&format!("note: {warnings}; `carecheck check {}` says more", files.join(" ")));
    }
    // Each by itself, for a text may be one thing in one sheet and another in the next.
    let mut models = lang.translated(&models, console);
    if models.len() < 2 {
        let model = models.pop().ok_or_else(|| Failure::new(Exit::Usage, "there is no sheet"))?;
        return Ok((sources, model));
    }
    let model = put_together(&models, paths, &sources, console)?;
    Ok((sources, model))
}

/// The sheets as one model.
fn put_together(models: &[Model], paths: &[PathBuf], sources: &Sources, console: &Console) -> Result<Model, Failure> {
    let mut names: Vec<(&str, &Path)> = Vec::new();
    for (model, path) in models.iter().zip(paths) {
        let Some(treatment) = &model.treatment else {
            return Err(Failure::new(Exit::Usage, format!("`{}` has no treatment", path.display()))
                .help("with several files, each is the sheet of a treatment; the vocabularies that they `use` are read with them"));
        };
        if let Some((_, other)) = names.iter().find(|(name, _)| *name == treatment.name) {
            let (one, other) = (other.display(), path.display());
            let message = format!("`{one}` and `{other}` are both sheets for `{}`", treatment.name);
            return Err(Failure::new(Exit::Usage, message)
                .help("name each treatment once; further sessions of one are planned by themselves"));
        }
        names.push((&treatment.name, path));
    }
    let sheets: Vec<&Model> = models.iter().collect();
    let not_together = || {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        Failure::new(Exit::Findings, format!("the sheets of {} do not go together", listed(&names)))
    };
    let (together, problems) = together(&sheets).ok_or_else(not_together)?;
    let errors: Vec<Diagnostic> = problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
    if !errors.is_empty() {
        console.remark(&findings::render(Format::Human, &errors, sources, console.style_of_remarks()));
        return Err(not_together());
    }
    Ok(together.named_apart())
}

/// A sheet stands for one treatment.
fn refuse_twice(paths: &[PathBuf]) -> Result<(), Failure> {
    let place = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    for (index, path) in paths.iter().enumerate() {
        if paths.iter().take(index).any(|other| place(other) == place(path)) {
            return Err(Failure::new(Exit::Usage, format!("`{}` is named twice", path.display()))
                .help("a sheet stands for one treatment; name each once"));
        }
    }
    Ok(())
}
