//! `carecheck test`: runs the `test` blocks of sheets.

use super::console::Console;
use super::eval::FormatChoice;
use super::load::Input;
use super::{Exit, Failure, sheet};
use crate::evaluate;
use crate::render::tested;
use std::path::PathBuf;

/// Run the tests that are written in rule files
///
/// A test that fails is shown with what was asked, what came out, and the rules that say so.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck test
  carecheck test rules/default.care --filter makeup")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Run only the tests whose name holds this text
    #[arg(long, value_name = "TEXT", env = "CARECHECK_FILTER", hide_env_values = true)]
    filter: Option<String>,
    /// How to write the results
    #[arg(long, value_enum, default_value_t = FormatChoice::Text, env = "CARECHECK_TEST_FORMAT", hide_env_values = true)]
    format: FormatChoice,
    /// The name of standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// Runs the tests and prints what failed.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let stdin_filename = arguments.stdin_filename.as_deref();
    let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    let sheets = sheet::read_all(&inputs, &[], console)?;
    let mut results = Vec::new();
    for model in &sheets.models {
        for test in &model.tests {
            if arguments.filter.as_ref().is_none_or(|filter| test.name.contains(filter)) {
                let result = evaluate::run_test(model, &sheets.sources, test);
                results.push(result.map_err(|error| Failure::new(Exit::Internal, error.to_string()))?);
            }
        }
    }
    console.print(&match arguments.format {
        FormatChoice::Text => tested::text(&results, sheets.models.len(), console.style()),
        FormatChoice::Json => tested::json(&results),
    })?;
    let all_pass = results.iter().all(evaluate::TestResult::passed);
    Ok(if all_pass { Exit::Done } else { Exit::Findings })
}
