//! `carecheck eval`: the plan for one treatment.

use std::path::PathBuf;

use super::case::{CaseArguments, instant, too_far};
use super::console::Console;
use super::load::Input;
use super::sheet::{Sheets, read_all};
use super::{Exit, Failure};
use crate::evaluate;
use crate::model::Model;
use crate::render;
use crate::source::Sources;
use crate::time::words;

/// Say what a patient may and may not do around a treatment
///
/// Reads a sheet and prints what holds before and after a treatment, with dates and the reasons: for a person, or as
/// JSON for a program. What is not known stays open: the plan then says "if …", and which questions settle it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck eval rules/default.care
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --tz Europe/Paris
  carecheck eval rules/default.care --given skin_irritated=no --event last_isotretinoin=never
  carecheck eval - --format json < new.care")]
pub(super) struct Arguments {
    /// The sheet; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    case: CaseArguments,
    /// Begin with what holds at this moment and what comes next
    #[arg(long, value_name = "INSTANT", env = "CARECHECK_NOW", hide_env_values = true)]
    now: Option<String>,
    /// How to write the plan
    #[arg(long, value_enum, default_value_t = FormatChoice::Text, env = "CARECHECK_EVAL_FORMAT", hide_env_values = true)]
    format: FormatChoice,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatChoice {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Computes the plan and prints it.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let (sources, model) = one_sheet(&arguments.files, arguments.stdin_filename.as_deref(), console)?;
    let asked = arguments.case.case(&model, console)?;
    let treated = &asked.case.situation.treated;
    let now = match &arguments.now {
        Some(text) => Some(instant("--now", text, treated.time_zone(), console)?),
        None if asked.is_now => Some(treated.clone()),
        None => None,
    };
    let plan = evaluate::plan(&model, &sources, &asked.case).map_err(too_far)?;
    console.print(&match arguments.format {
        FormatChoice::Text => render::plan::text(&plan, now.as_ref(), console.style_of_pages()),
        FormatChoice::Json => render::plan::json(&plan),
    })?;
    Ok(Exit::Done)
}

/// The one sheet that was given.
///
/// # Errors
/// If there are several, or if it has errors.
pub(super) fn one_sheet(
    files: &[PathBuf],
    stdin_filename: Option<&str>,
    console: &Console,
) -> Result<(Sources, Model), Failure> {
    let one =
        || Failure::new(Exit::Usage, "a plan is made from one sheet; several treatments in one are not supported yet");
    let [file] = files else { return Err(one().help("run carecheck once for each sheet")) };
    if file.is_dir() {
        return Err(one().help(format!("`{}` is a folder: give one of its files", file.display())));
    }
    let Sheets { sources, mut models, warnings } = read_all(&[Input::of(file, stdin_filename)], console)?;
    if warnings > 0 {
        let warnings = words::count(warnings as u64, "warning", "warnings");
        console.remark(&format!("note: {warnings}; `carecheck check {}` says more", file.display()));
    }
    let model = models.pop().ok_or_else(one)?;
    Ok((sources, model))
}
