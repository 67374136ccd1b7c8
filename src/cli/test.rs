//! `carecheck test`: runs the `test` blocks of sheets, once or whenever a file changes.

use super::console::Console;
use super::load::Input;
use super::sheet::{self, Sheets};
use super::{Exit, Failure, watch};
use crate::evaluate::{self, TestResult};
use crate::model::{Model, Test};
use crate::render::tested::{self, Run};
use std::path::PathBuf;

/// Run the tests that are written in rule files
///
/// A test that fails is shown with what was asked, what came out, and when the rules about it begin and end. That no test is
/// run is an error, unless that is allowed.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck test
  carecheck test rules/default.care --filter makeup
  carecheck test rules --format junit > tests.xml
  carecheck test rules --watch")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Run only the tests whose name, file or treatment holds this text
    #[arg(long, value_name = "TEXT", env = "CARECHECK_FILTER", hide_env_values = true)]
    filter: Option<String>,
    /// How to write the results
    #[arg(long, value_enum, default_value_t = TestFormat::Human, env = "CARECHECK_TEST_FORMAT", hide_env_values = true)]
    format: TestFormat,
    /// Do not fail if there is no test to run
    #[arg(long, env = "CARECHECK_ALLOW_EMPTY", hide_env_values = true)]
    allow_empty: bool,
    /// Run again whenever a file changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// The name of standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TestFormat {
    /// For people: what failed, drawn on a line of time
    #[value(alias = "text")]
    Human,
    /// For programs: carecheck.tests/1
    Json,
    /// For build servers
    Junit,
}

/// Runs the tests and prints what failed.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    if arguments.watch {
        return watch::again_and_again(&arguments.paths, console, |files| run_once(arguments, console, files));
    }
    run_once(arguments, console, &mut Vec::new())
}

/// Adds the files that were read to `files`.
fn run_once(arguments: &Arguments, console: &Console, files: &mut Vec<PathBuf>) -> Result<Exit, Failure> {
    let stdin_filename = arguments.stdin_filename.as_deref();
    let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    let sheets = sheet::read_all(&inputs, &[], console)?;
    files.extend(sheets.sources.iter().map(|(_, file)| PathBuf::from(file.name())));
    let results = results(&sheets, arguments.filter.as_deref())?;
    if results.is_empty() && !arguments.allow_empty {
        return Err(nothing_to_run(&sheets, arguments.filter.as_deref()));
    }
    let run = Run { results: &results, files: sheets.models.len() };
    console.print(&match arguments.format {
        TestFormat::Human => tested::text(&run, console.style()),
        TestFormat::Json => tested::json(&run),
        TestFormat::Junit => tested::junit(&run),
    })?;
    let all_pass = results.iter().all(TestResult::passed);
    Ok(if all_pass { Exit::Done } else { Exit::Findings })
}

/// Runs the tests that the filter lets through.
fn results(sheets: &Sheets, filter: Option<&str>) -> Result<Vec<TestResult>, Failure> {
    let mut results = Vec::new();
    for model in &sheets.models {
        for test in model.tests.iter().filter(|test| is_wanted(sheets, model, test, filter)) {
            let result = evaluate::run_test(model, &sheets.sources, test);
            results.push(result.map_err(|error| Failure::new(Exit::Internal, error.to_string()))?);
        }
    }
    Ok(results)
}

fn is_wanted(sheets: &Sheets, model: &Model, test: &Test, filter: Option<&str>) -> bool {
    let Some(filter) = filter else { return true };
    let treatment = model.treatment.as_ref().map(|treatment| treatment.name.as_str());
    let file = sheets.sources.file(test.place.file).name();
    [Some(test.name.as_str()), Some(file), treatment].into_iter().flatten().any(|name| name.contains(filter))
}

fn nothing_to_run(sheets: &Sheets, filter: Option<&str>) -> Failure {
    let tests: usize = sheets.models.iter().map(|model| model.tests.len()).sum();
    match filter.filter(|_| tests > 0) {
        Some(filter) => Failure::new(Exit::Findings, format!("no test has `{filter}` in its name, file or treatment"))
            .help("leave `--filter` out to run them all, or allow this with `--allow-empty`"),
        None => Failure::new(Exit::Findings, "there is no test to run")
            .help("write one, such as `test \"the next day\" treated 2026-11-23 14:00 Europe/Paris { at +1d: sauna avoided }`, or allow this with `--allow-empty`"),
    }
}
