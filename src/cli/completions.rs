//! `carecheck completions`: a script by which a shell completes carecheck's verbs and flags.

use super::console::Console;
use super::{Exit, Failure};
use clap::CommandFactory as _;

/// Print a script by which a shell completes the arguments
#[derive(clap::Args)]
#[command(after_help = "Example:
  carecheck completions bash > ~/.local/share/bash-completion/completions/carecheck")]
pub(super) struct Arguments {
    /// For which shell
    shell: clap_complete::Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "carecheck", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
