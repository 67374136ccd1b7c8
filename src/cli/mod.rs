//! Arguments → a verb → an exit code. The only module that reads files, the environment and the terminal; each verb has
//! a file of its own, and what they share stands in `console`, `files` and `load`.

mod ask;
mod baseline;
mod calendar;
mod case;
mod changes;
mod check;
mod clinic;
mod completions;
mod console;
mod diff;
mod eval;
mod explain;
mod files;
mod fix;
mod fmt;
mod generate;
mod given;
mod init;
mod lang;
mod load;
mod man;
mod mutate;
mod parallel;
mod plans;
mod revision;
mod schema;
mod several;
mod sheet;
mod snapshot;
mod test;
mod together;
mod version;
mod watch;

use clap::{Parser, Subcommand};
use console::{ColorChoice, Console};
use std::ffi::OsString;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, and nothing at or above the gate.
    Done = 0,
    /// Findings at or above the gate, or a test that failed.
    Findings = 1,
    /// The command line is wrong.
    Usage = 2,
    /// An input cannot be read or parsed.
    Unreadable = 3,
    /// A bug of ours, or a limit.
    Internal = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a verb could not do its work; said on standard error.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: String,
    help: Option<String>,
}

impl Failure {
    fn new(exit: Exit, message: impl Into<String>) -> Failure {
        Failure { exit, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }
}

/// Check and read out the timing rules on pre- and aftercare sheets
#[derive(Parser)]
#[command(
    name = "carecheck",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 done, 1 findings, 2 wrong command line, 3 an input cannot be read, 4 internal error"
)]
struct Arguments {
    /// When to colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        env = "CARECHECK_COLOR",
        hide_env_values = true
    )]
    color: ColorChoice,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Check(check::Arguments),
    Fix(fix::Arguments),
    Fmt(fmt::Arguments),
    Eval(eval::Arguments),
    Ask(ask::Arguments),
    Test(test::Arguments),
    Snapshot(snapshot::Arguments),
    Mutate(mutate::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Init(init::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    Version(version::Arguments),
}

/// Does what the arguments ask; the first of them is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("carecheck has a bug: {panic}\nplease report it, with the file that shows it");
        std::process::exit(i32::from(Exit::Internal as u8));
    }));
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            // A closed pipe is no error, also where the help is printed into it.
            let _ = message.print();
            return if message.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let console = Console::new(arguments.color);
    let done = match arguments.verb {
        Verb::Check(arguments) => check::run(&arguments, &console),
        Verb::Fix(arguments) => fix::run(&arguments, &console),
        Verb::Fmt(arguments) => fmt::run(&arguments, &console),
        Verb::Eval(arguments) => eval::run(&arguments, &console),
        Verb::Ask(arguments) => ask::run(&arguments, &console),
        Verb::Test(arguments) => test::run(&arguments, &console),
        Verb::Snapshot(arguments) => snapshot::run(&arguments, &console),
        Verb::Mutate(arguments) => mutate::run(&arguments, &console),
        Verb::Diff(arguments) => diff::run(&arguments, &console),
        Verb::Explain(arguments) => explain::run(&arguments, &console),
        Verb::Schema(arguments) => schema::run(&arguments, &console),
        Verb::Init(arguments) => init::run(&arguments, &console),
        Verb::Completions(arguments) => completions::run(&arguments, &console),
        Verb::Man(arguments) => man::run(&arguments, &console),
        Verb::Version(arguments) => version::run(&arguments, &console),
    };
    done.unwrap_or_else(|failure| {
        console.complain(&failure.message, failure.help.as_deref());
        failure.exit
    })
}
