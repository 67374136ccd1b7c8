//! `carecheck ask`: may I, until when, what then, and because of which rules.

use std::path::{Path, PathBuf};

use super::case::{CaseArguments, instant, now, too_far};
use super::changes::ChangeArguments;
use super::console::Console;
use super::eval::FormatChoice;
use super::given::unknown;
use super::lang::LangArgument;
use super::{Exit, Failure, several};
use crate::evaluate;
use crate::model::{Model, SubjectId};
use crate::render;
use crate::time::words;

/// Answer "may I, and if not, when?"
///
/// Says what holds for an activity or a sign at a moment, until when, what holds then, and which rules say so. The answer
/// is one of: avoided, better not, due, not due, allowed, not stated; for a sign expected, alert or not stated; or it
/// depends, and then on what. Without a target it says so of everything that the sheet speaks of.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck ask rules/default.care sauna --treated 2026-11-23T14:00 --at 2026-11-25T09:00
  carecheck ask rules/default.care sauna --when --treated 2026-11-23T14:00
  carecheck ask rules/default.care --treated 2026-11-23T14:00 --at 2026-11-25T09:00
  carecheck ask rules/default.care sauna --change 'drop first_48h for sauna because \"the sauna is cold\"'
  carecheck ask rules/default.care usual_products --given skin_irritated=no
  carecheck ask microneedling.care botox.care sauna --treated microneedling=2026-11-22T14:30 --treated botox=2026-12-01T10:00")]
pub(super) struct Arguments {
    /// The sheet or sheets (`-` is standard input), then the name of an activity or a sign; without one, all that the sheet speaks of
    #[arg(value_names = ["FILE", "TARGET"], required = true, num_args = 1..)]
    files_and_target: Vec<String>,
    #[command(flatten)]
    case: CaseArguments,
    #[command(flatten)]
    changes: ChangeArguments,
    #[command(flatten)]
    lang: LangArgument,
    /// The moment that is asked about; without it, now
    #[arg(long, value_name = "INSTANT", env = "CARECHECK_AT", hide_env_values = true)]
    at: Option<String>,
    /// Ask "when may I again?" instead: from when on nothing stands against it any more, when it is due next, or when a
    /// sign is no longer normal
    #[arg(long)]
    when: bool,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = FormatChoice::Text, env = "CARECHECK_ASK_FORMAT", hide_env_values = true)]
    format: FormatChoice,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// Finds the answer and prints it.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let (files, target) = parted(&arguments.files_and_target)?;
    let (sources, model) =
        several::read(&files, &arguments.changes, arguments.stdin_filename.as_deref(), &arguments.lang, console)?;
    let subject = target.map(|target| subject(&model, target)).transpose()?;
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
    let style = console.style_of_pages();
    let Some(subject) = subject else {
        if arguments.when {
            return Err(Failure::new(Exit::Usage, "--when: nothing is asked about").help(
                "name an activity or a sign after the file; without `--when` all are told, each with its next change",
            ));
        }
        let overview = evaluate::overview(&model, &sources, &asked.case, &at).map_err(too_far)?;
        console.print(&match arguments.format {
            FormatChoice::Text => render::overview::text(&overview, style),
            FormatChoice::Json => render::overview::json(&overview),
        })?;
        return Ok(Exit::Done);
    };
    let answer = evaluate::answer(&model, &sources, &asked.case, subject, &at).map_err(too_far)?;
    let when = arguments.when.then(|| evaluate::when(&model, &sources, &asked.case, subject, &at));
    let when = when.transpose().map_err(too_far)?;
    console.print(&match arguments.format {
        FormatChoice::Text => render::answer::text(&answer, when.as_ref(), style),
        FormatChoice::Json => render::answer::json(&answer, when.as_ref()),
    })?;
    Ok(Exit::Done)
}

/// The files, and the target if the last argument is one: something that can be a name, and not the only argument.
///
/// # Errors
/// If the only argument is no file but can be a name.
fn parted(arguments: &[String]) -> Result<(Vec<PathBuf>, Option<&str>), Failure> {
    let (files, target) = match arguments.split_last() {
        Some((last, [])) if is_name(last) && !Path::new(last).exists() => {
            return Err(Failure::new(Exit::Usage, format!("ask: there is no file `{last}`"))
                .help(format!("write the file of the sheet first: `carecheck ask FILE {last}`")));
        }
        Some((last, files)) if !files.is_empty() && is_name(last) => (files, Some(last.as_str())),
        _ => (arguments, None),
    };
    Ok((files.iter().map(PathBuf::from).collect(), target))
}

/// Whether a text has the form of a name in a sheet.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The activity or sign of a name.
fn subject(model: &Model, target: &str) -> Result<SubjectId, Failure> {
    model.subject_named(target).ok_or_else(|| {
        let names: Vec<&str> = model.subjects.iter().map(|subject| subject.name.as_str()).collect();
        unknown("TARGET", "activity or sign", target, &names)
    })
}
