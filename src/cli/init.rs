//! `carecheck init`: a first rule file to change, and what to do with it next.

use super::console::Console;
use super::{Exit, Failure, files};
use std::io::ErrorKind;
use std::path::PathBuf;

/// What the file says.
const STARTER: &str = include_str!("starter.care");

/// Write a first rule file, with comments, to change
///
/// A file that exists is left as it is.
#[derive(clap::Args)]
#[command(after_help = "Example:
  carecheck init peel.care")]
pub(super) struct Arguments {
    /// The file to write
    #[arg(value_name = "FILE", default_value = "aftercare.care")]
    path: PathBuf,
}

/// Writes the file and says what comes next.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let path = &arguments.path;
    let name = path.display();
    files::write_new(path, STARTER).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(Exit::Usage, format!("`{name}` exists already and is left as it is"))
            .help("give another name: `carecheck init other.care`"),
        _ => Failure::new(Exit::Unreadable, format!("cannot write `{name}`: {}", files::in_words(&error))),
    })?;
    console.print(&format!(
        "wrote `{name}`\nnext: `carecheck check {name}`, `carecheck test {name}`, `carecheck eval {name}`\n"
    ))?;
    Ok(Exit::Done)
}
