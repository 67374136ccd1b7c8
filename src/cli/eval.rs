//! `carecheck eval`: the plan for one treatment, or for several.

use std::path::{Path, PathBuf};

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::case::{CaseArguments, instant, now as present, too_far};
use super::changes::ChangeArguments;
use super::console::Console;
use super::lang::LangArgument;
use super::{Exit, Failure, calendar, clinic, files, several};
use crate::evaluate::{self, Plan};
use crate::render;
use crate::render::reading::{Reading, View};
use crate::time::words;

/// Say what a patient may and may not do around a treatment
///
/// Reads a sheet and prints what holds before and after a treatment, or several, with dates and the reasons: for a person, as
/// JSON for a program, as Markdown, or as a calendar. What is not known stays open: the plan then says "if …", and which questions
/// settle it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck eval rules/default.care
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --tz Europe/Paris
  carecheck eval rules/default.care --change 'replace first_48h for sauna because \"deep setting today\" with avoid sauna until +72h'
  carecheck eval rules/default.care --given skin_irritated=no --event last_isotretinoin=never
  carecheck eval microneedling.care botox.care --treated microneedling=2026-11-22T14:30 --treated botox=2026-12-01T10:00
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --format html --clinic clinic.toml -o plan.html
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --format ics -o plan.ics
  carecheck eval rules/default.care --treated 2026-11-24T09:00 --format ics --update plan.ics -o plan.ics
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --format markdown
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --format message --now 2026-11-23T15:00
  carecheck eval rules/default.care --treated 2026-11-23T14:00 --lang de
  carecheck eval - --format json < new.care")]
pub(super) struct Arguments {
    /// The sheet; `-` is standard input. Several sheets make one plan for all their treatments
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    case: CaseArguments,
    #[command(flatten)]
    changes: ChangeArguments,
    #[command(flatten)]
    lang: LangArgument,
    /// Begin with what holds at this moment and what comes next; for a calendar, when it is written
    #[arg(long, value_name = "INSTANT", env = "CARECHECK_NOW", hide_env_values = true)]
    now: Option<String>,
    /// For whom to write it: for the patient, or with the rules of each line, their places and sources (text and HTML;
    /// JSON always has them)
    #[arg(long, value_enum, default_value_t, env = "CARECHECK_VIEW", hide_env_values = true)]
    view: ViewChoice,
    /// The clinic that hands it out: a TOML file with its `name`, and `phone`, `emergency`, `web`, `address`, `colour`
    #[arg(long, value_name = "FILE", env = "CARECHECK_CLINIC", hide_env_values = true)]
    clinic: Option<PathBuf>,
    /// How to write the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Text, env = "CARECHECK_EVAL_FORMAT", hide_env_values = true)]
    format: PlanFormat,
    /// The calendar that was written for this plan before: what has changed in it is changed, what is no longer true is
    /// cancelled (with `--format ics`)
    #[arg(long, value_name = "OLD.ICS")]
    update: Option<PathBuf>,
    /// Write to this file, in place of an older one; it is never half written (`-` is standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// How a plan is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PlanFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For e-mails, tickets and wikis
    Markdown,
    /// For the patient: a page for a telephone and for paper, in one file
    Html,
    /// The picture of the days alone
    Svg,
    /// For telephones: less than 1,000 characters, with what is forbidden now and when to call
    Message,
    /// For calendars: iCalendar
    Ics,
}

/// For whom a plan is written.
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum ViewChoice {
    /// For the patient
    #[default]
    Patient,
    /// For those who answer for it
    Clinician,
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatChoice {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Computes the plan and prints it.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    if arguments.update.is_some() && arguments.format != PlanFormat::Ics {
        return Err(Failure::new(Exit::Usage, "only a calendar can be updated").help("write `--format ics` too"));
    }
    let (sources, model) = several::read(
        &arguments.files,
        &arguments.changes,
        arguments.stdin_filename.as_deref(),
        &arguments.lang,
        console,
    )?;
    let asked = arguments.case.case(&model, console)?;
    let treated = &asked.case.situation.treated;
    let now = match &arguments.now {
        Some(text) => Some(instant("--now", text, treated.time_zone(), console)?),
        None if asked.is_now => Some(treated.clone()),
        None => None,
    };
    let plan = evaluate::plan(&model, &sources, &asked.case).map_err(too_far)?;
    let clinic = arguments.clinic.as_deref().map(clinic::read).transpose()?;
    let view = match arguments.view {
        ViewChoice::Patient => View::Patient,
        ViewChoice::Clinician => View::Clinician,
    };
    let reading = Reading { now: now.as_ref(), view, clinic: clinic.as_ref() };
    let file = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    let style = if file.is_some() { console.style_of_files() } else { console.style_of_pages() };
    let text = match arguments.format {
        PlanFormat::Text => render::plan::text_for(&plan, &reading, style),
        PlanFormat::Html => render::html::page(&plan, &reading),
        PlanFormat::Svg => render::svg::svg(&plan, now.as_ref()),
        PlanFormat::Json => render::plan::json(&plan),
        PlanFormat::Markdown => render::markdown::text(&plan, now.as_ref()),
        PlanFormat::Message => message(&plan, now.clone(), console)?,
        PlanFormat::Ics => {
            let turns = evaluate::turns(&model, &sources, &asked.case, &plan).map_err(too_far)?;
            let stamp = now.as_ref().map_or_else(|| present(&TimeZone::UTC).timestamp(), Zoned::timestamp);
            calendar::written(&plan, &turns, stamp, arguments.update.as_deref(), console)?
        }
    };
    match file {
        None => console.print(&text)?,
        Some(path) => files::write(path, &text).map_err(|error| {
            let why = files::in_words(&error);
            Failure::new(Exit::Unreadable, format!("cannot write `{}`: {why}", path.display()))
        })?,
    }
    Ok(Exit::Done)
}

/// The message for a phone, as it is true now if no other time was given.
///
/// # Errors
/// If what must be said does not fit.
fn message(plan: &Plan, now: Option<Zoned>, console: &Console) -> Result<String, Failure> {
    let now = now.unwrap_or_else(|| {
        let zone = plan.treatments.first().map_or(TimeZone::UTC, |treated| treated.at.time_zone().clone());
        let now = present(&zone);
        let told = words::date_time(&now);
        console.remark(&format!("note: the message is for now, {told}; `--now` gives another time"));
        now
    });
    render::message::text(plan, &now).map_err(|error| {
        Failure::new(Exit::Internal, error.to_string())
            .help("send the page instead: `--format text` or `--format markdown`")
    })
}
