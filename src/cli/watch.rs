//! Paths → the same work again whenever a rule file or a stored plan below them changes. Writes nothing, and clears nothing that is on the
//! terminal; ends with Ctrl-C.

use super::console::Console;
use super::{Exit, Failure};
use crate::render::clean;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long no file may change before the work is done again: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Does the work, and again after every change, until the program is ended. The work adds the files that it read, which may
/// lie elsewhere than those that were named.
///
/// # Errors
/// If the files cannot be watched. What goes wrong in the work is said, and waits for the next change.
pub(super) fn again_and_again(
    paths: &[PathBuf],
    console: &Console,
    work: impl Fn(&mut Vec<PathBuf>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    if paths.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::new(Exit::Usage, "standard input cannot be watched").help("name a file or a folder"));
    }
    let (changed, changes) = channel();
    // If the other side is gone, so is the program, and nobody is left to tell.
    let watcher = notify::recommended_watcher(move |event| _ = changed.send(event));
    let mut watcher = watcher.map_err(|error| cannot(&error))?;
    let mut watched = BTreeSet::new();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| cannot(&error))?;
        watched.extend(folder.canonicalize());
    }
    loop {
        let mut files = paths.to_vec();
        if let Err(failure) = work(&mut files) {
            console.complain(&failure.message, failure.help.as_deref());
        }
        // Editors replace a file by another of its name, which only its folder tells.
        for folder in files.iter().filter_map(|file| file.canonicalize().ok()?.parent().map(Path::to_owned)) {
            if !watched.iter().any(|known| folder.starts_with(known)) {
                watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| cannot(&error))?;
                watched.insert(folder);
            }
        }
        console.remark("note: waiting for a rule file to change; Ctrl-C ends this");
        let Some(file) = next_change(&changes) else { return Ok(Exit::Done) };
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        console.remark(&format!("\nnote: `{}` has changed", clean(&name)));
    }
}

fn cannot(error: &notify::Error) -> Failure {
    Failure::new(Exit::Unreadable, format!("cannot watch the files: {error}")).help("run it without `--watch`")
}

/// Waits until a rule file has changed and nothing changes any more. `None` if nothing can come.
fn next_change(changes: &Receiver<notify::Result<Event>>) -> Option<PathBuf> {
    let file = loop {
        if let Some(file) = changes.recv().ok()?.ok().and_then(rule_file) {
            break file;
        }
    };
    while changes.recv_timeout(QUIET).is_ok() {}
    Some(file)
}

fn rule_file(event: Event) -> Option<PathBuf> {
    // That a file is read changes nothing.
    let changes = !matches!(event.kind, EventKind::Access(_));
    let is_rule_file = |path: &PathBuf| path.extension().is_some_and(|end| end == "care" || end == "plan");
    event.paths.into_iter().find(is_rule_file).filter(|_| changes)
}
