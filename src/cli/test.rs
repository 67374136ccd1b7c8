//! `carecheck test`: runs the `test` blocks of sheets, once or whenever a file changes.

use super::console::Console;
use super::load::{Input, Translations};
use super::plans::{self, Plan};
use super::sheet::{self, Sheets};
use super::{Exit, Failure, files, generate, watch};
use crate::cases::{self, Comparison, Coverage};
use crate::evaluate::{self, TestResult};
use crate::model::{Model, Test};
use crate::render::coverage;
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
  carecheck test rules --coverage --threshold 80
  carecheck test rules --lcov rules.info
  carecheck test rules --watch
  carecheck test rules/default.care --generate")]
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
    /// Say what of the rules the tests ask about, and what not
    #[arg(long, env = "CARECHECK_COVERAGE", hide_env_values = true)]
    coverage: bool,
    /// Write the coverage as LCOV
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    lcov: Option<PathBuf>,
    /// Write the coverage as carecheck.coverage/1
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    coverage_json: Option<PathBuf>,
    /// Fail if less than this is covered, of all that counts
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100), env = "CARECHECK_THRESHOLD", hide_env_values = true)]
    threshold: Option<u8>,
    /// Do not fail if there is no test to run
    #[arg(long, env = "CARECHECK_ALLOW_EMPTY", hide_env_values = true)]
    allow_empty: bool,
    /// Print tests that would notice what no test notices yet (see `mutate`, as whose `--filter` the filter counts); confirm
    /// each line against the sheet
    #[arg(long, conflicts_with_all = ["watch", "format"])]
    generate: bool,
    /// With `--generate`: add the tests to the files
    #[arg(long, requires = "generate")]
    write: bool,
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
    if arguments.generate {
        let stdin_filename = arguments.stdin_filename.as_deref();
        let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
        return generate::run(&inputs, arguments.filter.as_deref(), arguments.write, console);
    }
    if arguments.watch {
        return watch::again_and_again(&arguments.paths, console, |files| run_once(arguments, console, files));
    }
    run_once(arguments, console, &mut Vec::new())
}

/// Adds the files that were read to `read`.
fn run_once(arguments: &Arguments, console: &Console, read: &mut Vec<PathBuf>) -> Result<Exit, Failure> {
    let stdin_filename = arguments.stdin_filename.as_deref();
    let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    let sheets = sheet::read_all(&inputs, &[], Translations::Into(None), console)?;
    read.extend(sheets.sources.iter().map(|(_, file)| PathBuf::from(file.name())));
    let results = results(&sheets, arguments.filter.as_deref())?;
    let (stored, not_stored) = compared(&sheets, arguments.filter.as_deref())?;
    let run = Run { results: &results, stored: &stored, files: sheets.models.len(), not_stored };
    // Programs get their object also where there is nothing in it.
    let is_empty = results.is_empty() && stored.is_empty() && !arguments.allow_empty;
    if !is_empty || arguments.format != TestFormat::Human {
        console.print(&match arguments.format {
            TestFormat::Human => tested::text(&run, console.style()),
            TestFormat::Json => tested::json(&run),
            TestFormat::Junit => tested::junit(&run),
        })?;
    }
    if is_empty {
        return Err(nothing_to_run(&sheets, arguments.filter.as_deref()));
    }
    let all_pass = results.iter().all(TestResult::passed) && stored.iter().all(Comparison::is_same);
    let enough = coverage_is_enough(arguments, &sheets, console)?;
    Ok(if all_pass && enough { Exit::Done } else { Exit::Findings })
}

/// Says and writes what the tests ask about, where that is wanted, and whether it is as much as is asked for.
fn coverage_is_enough(arguments: &Arguments, sheets: &Sheets, console: &Console) -> Result<bool, Failure> {
    let is_wanted_as_file = arguments.lcov.is_some() || arguments.coverage_json.is_some();
    if !arguments.coverage && !is_wanted_as_file && arguments.threshold.is_none() {
        return Ok(true);
    }
    let covered = coverage_of(sheets, arguments.filter.as_deref())?;
    match (arguments.coverage, arguments.format) {
        (false, _) => {}
        (true, TestFormat::Human) => console.print(&format!("\n{}", coverage::text(&covered, console.style())))?,
        // What programs read stays alone.
        (true, _) => console.remark(&coverage::text(&covered, console.style_of_remarks())),
    }
    for (file, text) in
        [(&arguments.lcov, coverage::lcov(&covered)), (&arguments.coverage_json, coverage::json(&covered))]
    {
        if let Some(file) = file {
            let cannot = |why| Failure::new(Exit::Unreadable, format!("cannot write `{}`: {why}", file.display()));
            files::write(file, &text).map_err(|error| cannot(files::in_words(&error)))?;
        }
    }
    let percent = covered.tally(None).percent();
    let Some(threshold) = arguments.threshold.filter(|&threshold| percent < usize::from(threshold)) else {
        return Ok(true);
    };
    let help = if arguments.coverage { "" } else { "`--coverage` says what is not covered" };
    let message = format!("{percent} % of what counts is covered, and {threshold} % is asked for");
    console.complain(&message, Some(help).filter(|help| !help.is_empty()));
    Ok(false)
}

fn coverage_of(sheets: &Sheets, filter: Option<&str>) -> Result<Coverage, Failure> {
    let mut all = Vec::new();
    for model in &sheets.models {
        let tests: Vec<&Test> = model.tests.iter().filter(|test| is_wanted(sheets, model, test, filter)).collect();
        let covered = cases::coverage(model, &sheets.sources, &tests);
        all.push(covered.map_err(|error| Failure::new(Exit::Internal, error.to_string()))?);
    }
    Ok(Coverage::joined(all))
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

/// The sheets of which a plan is stored, compared with it, and how many have none.
fn compared(sheets: &Sheets, filter: Option<&str>) -> Result<(Vec<Comparison>, usize), Failure> {
    let plans = plans::plans(sheets)?;
    let treatment = |plan: &Plan<'_>| plan.sheet.model.treatment.as_ref().map(|treatment| treatment.name.clone());
    let is_wanted = |plan: &&Plan<'_>| {
        let names = [Some(plan.name.clone()), treatment(plan)];
        filter.is_none_or(|filter| names.into_iter().flatten().any(|name| name.contains(filter)))
    };
    let compared: Vec<Option<Comparison>> = plans.iter().filter(is_wanted).map(Plan::compare).collect();
    let not_stored = compared.iter().filter(|one| one.is_none()).count();
    Ok((compared.into_iter().flatten().collect(), not_stored))
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
