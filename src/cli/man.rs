//! `carecheck man`: the manual pages, made from the same words as `--help`.

use super::console::Console;
use super::{Exit, Failure, files};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use std::path::PathBuf;

/// Print the manual page, or write that of each verb into a folder
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck man | man -l -
  carecheck man --output ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// Write `carecheck.1`, and a page for each verb, into this folder
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints or writes the pages.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let mut command = super::Arguments::command();
    command.build();
    let Some(folder) = &arguments.output else {
        console.print(&page(&command)?)?;
        return Ok(Exit::Done);
    };
    let cannot = |path: &PathBuf, error: &std::io::Error| {
        Failure::new(Exit::Unreadable, format!("cannot write `{}`: {}", path.display(), files::in_words(error)))
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    let commands: Vec<&Command> = std::iter::once(&command).chain(command.get_subcommands()).collect();
    for command in &commands {
        let path = folder.join(Man::new((*command).clone()).get_filename());
        files::write(&path, &page(command)?).map_err(|error| cannot(&path, &error))?;
    }
    console.print(&format!("wrote {} pages into `{}`\n", commands.len(), folder.display()))?;
    Ok(Exit::Done)
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone())
        .source(concat!("carecheck ", env!("CARGO_PKG_VERSION")))
        .manual("carecheck")
        .render(&mut page)
        .map_err(|error| Failure::new(Exit::Internal, format!("cannot make the page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
