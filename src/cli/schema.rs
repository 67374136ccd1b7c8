//! `carecheck schema`: the JSON Schema of an object that carecheck prints, as it stands in `docs/schemas`.

use super::console::Console;
use super::{Exit, Failure};

/// Print the JSON Schema of what carecheck prints as JSON
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck schema
  carecheck schema plan > plan.schema.json")]
pub(super) struct Arguments {
    /// The object; without it, all are listed with the commands that print them
    #[arg(value_enum)]
    object: Option<Object>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Object {
    /// carecheck.plan/1
    Plan,
    /// carecheck.findings/1
    Findings,
    /// carecheck.answer/1
    Answer,
    /// carecheck.answers/1
    Answers,
    /// carecheck.tests/1
    Tests,
    /// carecheck.mutants/1
    Mutants,
    /// carecheck.coverage/1
    Coverage,
    /// carecheck.diff/1
    Diff,
    /// carecheck.version/1
    Version,
}

const LIST: &str = "\
plan      eval FILE --format json
findings  check FILE --format json
answer    ask FILE TARGET --format json
answers   ask FILE --format json
tests     test FILE --format json
mutants   mutate FILE --format json
coverage  test FILE --coverage-json FILE
diff      diff OLD NEW --format json
version   version --format json
";

/// Prints the schema, or the list.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    console.print(match arguments.object {
        None => LIST,
        Some(Object::Plan) => include_str!("../../docs/schemas/plan-1.json"),
        Some(Object::Findings) => include_str!("../../docs/schemas/findings-1.json"),
        Some(Object::Answer) => include_str!("../../docs/schemas/answer-1.json"),
        Some(Object::Answers) => include_str!("../../docs/schemas/answers-1.json"),
        Some(Object::Tests) => include_str!("../../docs/schemas/tests-1.json"),
        Some(Object::Mutants) => include_str!("../../docs/schemas/mutants-1.json"),
        Some(Object::Coverage) => include_str!("../../docs/schemas/coverage-1.json"),
        Some(Object::Diff) => include_str!("../../docs/schemas/diff-1.json"),
        Some(Object::Version) => include_str!("../../docs/schemas/version-1.json"),
    })?;
    Ok(Exit::Done)
}
