//! `carecheck fix`: makes the mends that findings have, in the files that were asked for and in no other.

use super::check::exit_of;
use super::console::Console;
use super::load::{Loaded, load_paths};
use super::{Exit, Failure, files};
use crate::diagnostic::Severity;
use crate::fix::{self, Mended};
use crate::render::findings::{self, Format};
use crate::render::{clean, diff};
use crate::source::{FileId, SourceFile};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Mend what has one obvious mend
///
/// Makes the mends that findings offer: slips of the pen, misspelt names, ends in the wrong order. A mend after which
/// less could be read, or after which there were more errors, is not made. What a file uses is changed only if it is
/// asked for too. The exit code is that of `check` for what remains.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck fix rules
  carecheck fix --dry-run rules/default.care
  carecheck fix - < new.care > mended.care")]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input and prints the mended text
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Change nothing, print what would change; the exit code is 1 if there is anything
    #[arg(long, env = "CARECHECK_DRY_RUN", hide_env_values = true)]
    dry_run: bool,
    /// The name of standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// Mends, writes and reports.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let is_stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    if is_stdin && arguments.paths.len() > 1 {
        return Err(Failure::new(Exit::Usage, "standard input cannot be mended together with files")
            .help("mend them one after the other"));
    }
    let Some(loaded) = load_paths(&arguments.paths, arguments.stdin_filename.as_deref(), console) else {
        return Ok(Exit::Unreadable);
    };
    let mended = fix::mend(&loaded.sources, &loaded.unit, &loaded.asked, &loaded.findings);
    let changed: BTreeSet<FileId> = mended.made.iter().map(|made| made.file).collect();
    let pairs: Vec<(FileId, &SourceFile, &SourceFile)> =
        changed.iter().map(|&id| (id, loaded.sources.file(id), mended.sources.file(id))).collect();
    if arguments.dry_run {
        let style = console.style();
        let text: String =
            pairs.iter().map(|(_, old, new)| diff::unified(old.name(), old.text(), new.text(), style)).collect();
        console.print(&text)?;
        console.remark(&summary(&mended, changed.len(), "would be mended"));
        return Ok(match loaded.unreadable.is_empty() {
            false => Exit::Unreadable,
            true if changed.is_empty() => Exit::Done,
            true => Exit::Findings,
        });
    }
    if is_stdin && let [id] = loaded.asked.as_slice() {
        return print_mended(&loaded, &mended, *id, console);
    }
    let mut all_written = true;
    for (id, old, new) in pairs {
        // Only standard input lies nowhere.
        let path = loaded.ids.iter().find(|(_, other)| **other == id).map(|(path, _)| path);
        if let Some(path) = path
            && let Err(why) = files::replace(path, old.text(), new.text())
        {
            console.complain(&format!("cannot write `{}`: {why}", old.name()), None);
            all_written = false;
        }
    }
    if !all_written {
        return Ok(Exit::Unreadable);
    }
    console.print(&report(&mended, changed.len(), console))?;
    Ok(exit(&loaded, &mended))
}

/// The mended text is the result; the report stands beside it. A text that was refused is not printed: it is not what
/// came in.
fn print_mended(loaded: &Loaded, mended: &Mended, id: FileId, console: &Console) -> Result<Exit, Failure> {
    if !loaded.refused.contains(&id) {
        let mark = if loaded.sources.file(id).has_mark() { "\u{FEFF}" } else { "" };
        console.print(&format!("{mark}{}", mended.sources.file(id).text()))?;
    }
    console.remark(&report(mended, usize::from(!mended.made.is_empty()), console));
    Ok(exit(loaded, mended))
}

/// What was mended, what remains, and how many of each.
fn report(mended: &Mended, files: usize, console: &Console) -> String {
    let mut report = String::new();
    for made in &mended.made {
        let name = clean(mended.sources.file(made.file).name());
        let (line, column, title) = (made.at.line, made.at.column, clean(&made.title));
        report.push_str(&format!("{name}:{line}:{column}: mended[{}]: {title}\n", made.code.id));
    }
    report.push_str(&findings::render(Format::Short, &mended.remaining, &mended.sources, console.style()));
    report + &summary(mended, files, "mended")
}

/// `3 findings mended in 1 file; 1 remains`
fn summary(mended: &Mended, files: usize, done: &str) -> String {
    let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let remaining = match mended.remaining.len() {
        0 => "none remains".to_owned(),
        1 => "1 remains".to_owned(),
        count => format!("{count} remain"),
    };
    match mended.made.len() {
        0 => format!("nothing to mend; {remaining}\n"),
        made => format!("{} {done} in {}; {remaining}\n", counted(made, "finding"), counted(files, "file")),
    }
}

fn exit(loaded: &Loaded, mended: &Mended) -> Exit {
    let cannot_read = !loaded.unreadable.is_empty() || mended.is_unreadable;
    exit_of(cannot_read, &mended.remaining, Severity::Error)
}
