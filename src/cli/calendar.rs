//! A plan and the calendar that was written for it before → the calendar that is true now, and what has changed, said on
//! standard error.

use std::path::Path;

use jiff::Timestamp;

use super::console::Console;
use super::{Exit, Failure, files};
use crate::evaluate::{Plan, Turn};
use crate::render::ics::{self, Calendar, Changes};
use crate::time::words;

/// The calendar as text.
///
/// # Errors
/// If the older calendar cannot be read, or is none of this plan.
pub(super) fn written(
    plan: &Plan,
    turns: &[Option<Turn>],
    stamp: Timestamp,
    update: Option<&Path>,
    console: &Console,
) -> Result<String, Failure> {
    let old = update.map(read).transpose()?;
    let written = ics::calendar(plan, turns, stamp, old.as_ref()).map_err(|error| {
        let name = update.map(Path::display).map(|name| name.to_string()).unwrap_or_default();
        Failure::new(Exit::Usage, format!("cannot update `{name}`: {error}"))
            .help("leave out `--update` to write a new calendar")
    })?;
    if let Some(changes) = written.changes {
        console.remark(&said(changes));
    }
    Ok(written.text)
}

fn read(path: &Path) -> Result<Calendar, Failure> {
    let name = path.display();
    let failure = |why: String| Failure::new(Exit::Unreadable, format!("cannot read the calendar `{name}`: {why}"));
    let bytes = files::read(path).map_err(failure)?;
    ics::read(&bytes).map_err(|error| {
        failure(error.to_string()).help("give the file that `carecheck eval --format ics` wrote for this plan")
    })
}

/// `note: 2 entries are new, 1 has changed, 1 is cancelled, 8 are as they were`
fn said(changes: Changes) -> String {
    let Changes { added, changed, cancelled, unchanged, others } = changes;
    let counts = [
        (added, "is new", "are new"),
        (changed, "has changed", "have changed"),
        (cancelled, "is cancelled", "are cancelled"),
        (unchanged, "is as it was", "are as they were"),
    ];
    let mut said: Vec<String> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| words::count(number as u64, one, many))
        .collect();
    if let Some(first) = said.first_mut() {
        let word = if first.starts_with("1 ") { "entry" } else { "entries" };
        *first = first.replacen(' ', &format!(" {word} "), 1);
    }
    let mut note = format!("note: {}", said.join(", "));
    if others > 0 {
        let entries = words::count(others as u64, "other entry", "other entries");
        note += &format!("; {entries} of the old calendar, not by carecheck, left out");
    }
    note
}
