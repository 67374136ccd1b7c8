//! `carecheck fmt`: writes rule files anew in their canonical layout, or says which have another.

use super::console::Console;
use super::load::{Loaded, load_paths};
use super::{Exit, Failure, files};
use crate::diagnostic::Diagnostic;
use crate::format;
use crate::render::findings::{self, Format};
use crate::render::{clean, diff};
use crate::source::{FileId, SourceFile};
use crate::syntax;
use std::path::{Path, PathBuf};

/// Write rule files in their canonical layout
///
/// Only white space, line ends and the order of clauses change: no word, no comment and no meaning. A file that cannot be
/// read is left as it is, and its errors are shown.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck fmt
  carecheck fmt --check rules
  carecheck fmt - < new.care > neat.care")]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input and prints its text in the layout
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Write the files; what is done if nothing else is asked for
    #[arg(long, conflicts_with_all = ["check", "diff"])]
    write: bool,
    /// Change nothing, name the files with another layout; the exit code is 1 if there is any
    #[arg(long, env = "CARECHECK_FMT_CHECK", hide_env_values = true)]
    check: bool,
    /// Change nothing, print what would change; the exit code is 1 if there is anything
    #[arg(long, env = "CARECHECK_FMT_DIFF", hide_env_values = true)]
    diff: bool,
    /// The name of standard input
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

/// Lays out, writes and reports.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let is_stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    if is_stdin && arguments.paths.len() > 1 {
        return Err(Failure::new(Exit::Usage, "standard input cannot be laid out together with files")
            .help("lay them out one after the other"));
    }
    if is_stdin && arguments.write {
        return Err(Failure::new(Exit::Usage, "standard input cannot be written").help("leave out `--write`"));
    }
    let Some(loaded) = load_paths(&arguments.paths, arguments.stdin_filename.as_deref(), console) else {
        return Ok(Exit::Unreadable);
    };
    let errors = errors(&loaded);
    if !errors.is_empty() {
        let style = console.style_of_remarks();
        console.remark(&findings::render(Format::Human, &errors, &loaded.sources, style));
    }
    let is_unreadable = !errors.is_empty() || !loaded.unreadable.is_empty();
    let laid_out = laid_out(&loaded, &errors)?;
    let changed: Vec<&(FileId, String)> =
        laid_out.iter().filter(|(id, text)| loaded.sources.file(*id).text() != text).collect();
    let exit = |otherwise| if is_unreadable { Exit::Unreadable } else { otherwise };
    let gate = || exit(if changed.is_empty() { Exit::Done } else { Exit::Findings });
    let counts = |done: &str| counts(done, changed.len(), laid_out.len() - changed.len());
    if arguments.diff {
        let style = console.style();
        let of_file = |(id, text): &&(FileId, String)| {
            let old = loaded.sources.file(*id);
            diff::unified(old.name(), old.text(), text, style)
        };
        console.print(&changed.iter().map(of_file).collect::<String>())?;
        console.remark(&counts("would be formatted"));
        return Ok(gate());
    }
    if arguments.check {
        let name = |(id, _): &&(FileId, String)| format!("would format `{}`\n", clean(loaded.sources.file(*id).name()));
        console.print(&changed.iter().map(name).collect::<String>())?;
        console.remark(&counts("would be formatted"));
        return Ok(gate());
    }
    if is_stdin {
        for (id, text) in &laid_out {
            let mark = if loaded.sources.file(*id).has_mark() { "\u{FEFF}" } else { "" };
            console.print(&format!("{mark}{text}"))?;
        }
        return Ok(exit(Exit::Done));
    }
    let mut all_written = true;
    for (id, text) in &changed {
        let old = loaded.sources.file(*id);
        // Only standard input lies nowhere.
        let path = loaded.ids.iter().find(|(_, other)| **other == *id).map(|(path, _)| path);
        if let Some(path) = path
            && let Err(why) = files::replace(path, old.text(), text)
        {
            console.complain(&format!("cannot write `{}`: {why}", old.name()), None);
            all_written = false;
        }
    }
    if !all_written {
        return Ok(Exit::Unreadable);
    }
    console.print(&counts("formatted"))?;
    Ok(exit(Exit::Done))
}

/// Why files that were asked for cannot be read; what they use is not asked about.
fn errors(loaded: &Loaded) -> Vec<Diagnostic> {
    let is_asked = |finding: &&Diagnostic| finding.place().is_none_or(|place| loaded.asked.contains(&place.file));
    loaded.findings.iter().filter(is_asked).cloned().collect()
}

/// The files that can be read, each with its text in the layout.
fn laid_out(loaded: &Loaded, errors: &[Diagnostic]) -> Result<Vec<(FileId, String)>, Failure> {
    let mut laid_out = Vec::new();
    for &id in &loaded.asked {
        let is_wrong = errors.iter().any(|error| error.place().is_some_and(|place| place.file == id));
        let (Some(tree), file) = (loaded.unit.file(id), loaded.sources.file(id)) else { continue };
        if is_wrong || loaded.refused.contains(&id) {
            continue;
        }
        let Some(text) = format::format(tree, file).filter(|text| is_settled(file, text)) else {
            let message = format!("the layout of `{}` could not be found; nothing is written", file.name());
            return Err(Failure::new(Exit::Internal, message).help("please report it, with the file"));
        };
        laid_out.push((id, text));
    }
    Ok(laid_out)
}

/// Whether a text can still be read, and has the layout itself: nothing is written that would not hold.
fn is_settled(file: &SourceFile, text: &str) -> bool {
    if file.text() == text {
        return true;
    }
    let (again, refusals) = SourceFile::load(file.name(), text.as_bytes());
    let (tree, found) = syntax::parse(FileId::default(), &again);
    refusals.is_empty() && found.is_empty() && format::format(&tree, &again).as_deref() == Some(text)
}

/// `2 files formatted, 10 left as they are`
fn counts(done: &str, changed: usize, same: usize) -> String {
    let files = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
    match (changed, same) {
        (0, same) => format!("{} in the layout already\n", files(same)),
        (changed, 0) => format!("{} {done}\n", files(changed)),
        (changed, same) => format!("{} {done}, {same} in the layout already\n", files(changed)),
    }
}
