//! `carecheck ask`: may I, until when, what then, and because of which rules.

use std::path::PathBuf;

use super::case::{CaseArguments, instant, now, too_far};
use super::console::Console;
use super::eval::{FormatChoice, one_sheet};
use super::given::unknown;
use super::{Exit, Failure};
use crate::evaluate;
use crate::render;
use crate::time::words;

/// Answer "may I, and if not, when?"
///
/// Says what holds for an activity or a sign at a moment, until when, what holds then, and which rules say so. The answer
/// is one of: avoided, better not, due, not due, allowed, not stated; for a sign expected, alert or not stated; or it
/// depends, and then on what.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck ask rules/default.care sauna --treated 2026-11-23T14:00 --at 2026-11-25T09:00
  carecheck ask rules/default.care usual_products --given skin_irritated=no")]
pub(super) struct Arguments {
    /// The sheet (`-` is standard input), then the name of an activity or a sign
    #[arg(value_names = ["FILE", "TARGET"], required = true, num_args = 2..)]
    files_and_target: Vec<String>,
    #[command(flatten)]
    case: CaseArguments,
    /// The moment that is asked about; without it, now
    #[arg(long, value_name = "INSTANT", env = "CARECHECK_AT", hide_env_values = true)]
    at: Option<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = FormatChoice::Text, env = "CARECHECK_ASK_FORMAT", hide_env_values = true)]
    format: FormatChoice,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// Finds the answer and prints it.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let (target, files) =
        arguments.files_and_target.split_last().ok_or_else(|| Failure::new(Exit::Usage, "nothing is asked"))?;
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let (sources, model) = one_sheet(&files, arguments.stdin_filename.as_deref(), console)?;
    let subject = model.subject_named(target).ok_or_else(|| {
        let names: Vec<&str> = model.subjects.iter().map(|subject| subject.name.as_str()).collect();
        unknown("TARGET", "activity or sign", target, &names)
    })?;
    let asked = arguments.case.case(&model, console)?;
    let zone = asked.case.situation.treated.time_zone();
    let at = match &arguments.at {
        Some(text) => instant("--at", text, zone, console)?,
        None if asked.is_now => asked.case.situation.treated.clone(),
        None => {
            let now = now(zone);
            console.remark(&format!("note: asked about now, {}; `--at` gives another time", words::date_time(&now)));
            now
        }
    };
    let answer = evaluate::answer(&model, &sources, &asked.case, subject, &at).map_err(too_far)?;
    console.print(&match arguments.format {
        FormatChoice::Text => render::answer::text(&answer, console.style_of_pages()),
        FormatChoice::Json => render::answer::json(&answer),
    })?;
    Ok(Exit::Done)
}
