//! `carecheck snapshot`: stores what sheets mean today, as what `carecheck test` compares them with.

use super::console::Console;
use super::load::{Input, Translations};
use super::plans::{self, Plan};
use super::{Exit, Failure, sheet};
use crate::render::{clean, tested};
use std::path::PathBuf;

/// Store what sheets tell patients, so that `carecheck test` fails when that changes
///
/// The plan of a sheet is stored in the folder `snapshots` beside it, as text that is read in a code review. Where nothing is
/// stored yet, it is written. Where a sheet means something else than is stored, what changed for a patient is shown; it
/// is stored when it is accepted.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck snapshot
  carecheck snapshot rules --review
  carecheck snapshot rules/default.care --accept")]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Show what changed, sheet by sheet, and ask whether it is accepted
    #[arg(long, conflicts_with = "accept")]
    review: bool,
    /// Accept all that changed
    #[arg(long)]
    accept: bool,
}

/// What is done with what changed in a sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Accept,
    Reject,
    Skip,
    Quit,
}

/// How many plans were stored, and how many were not.
#[derive(Default)]
struct Tally {
    new: usize,
    accepted: usize,
    rejected: usize,
    skipped: usize,
    same: usize,
}

/// Stores what is new and what is accepted.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    if arguments.review && !console.can_ask() {
        return Err(Failure::new(Exit::Usage, "there is no terminal on which to ask")
            .help("without `--review` it is shown what changed, and `--accept` stores all of it"));
    }
    let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, None)).collect();
    let sheets = sheet::read_all(&inputs, &[], Translations::Into(None), console)?;
    let plans = plans::plans(&sheets)?;
    if plans.is_empty() {
        return Err(Failure::new(Exit::Findings, "there is no sheet with rules in a file here"));
    }
    let mut tally = Tally::default();
    let mut quit = false;
    for plan in &plans {
        let Some(comparison) = plan.compare() else {
            plan.store()?;
            tally.new += 1;
            console.print(&format!("stored {}\n", clean(&plan.file.display().to_string())))?;
            continue;
        };
        if comparison.is_same() {
            tally.same += 1;
            continue;
        }
        console.print(&tested::comparison(&comparison, console.style()))?;
        let choice = match (arguments.accept, arguments.review && !quit) {
            (true, _) => Choice::Accept,
            (false, true) => ask(plan, console)?,
            (false, false) => Choice::Skip,
        };
        quit |= choice == Choice::Quit;
        match choice {
            Choice::Accept => {
                plan.store()?;
                tally.accepted += 1;
            }
            Choice::Reject => tally.rejected += 1,
            Choice::Skip | Choice::Quit => tally.skipped += 1,
        }
    }
    // Of a part of the sheets nobody can say which are not there any more.
    if arguments.paths.iter().all(|path| path.is_dir()) {
        for (file, sheet) in plans::left(&plans)? {
            let (file, sheet) = (file.display().to_string(), clean(&sheet).into_owned());
            console
                .remark(&format!("note: `{}` is of `{sheet}`, which is not there any more; delete it", clean(&file)));
        }
    }
    console.print(&tally.summary(arguments.review))?;
    Ok(if tally.rejected + tally.skipped == 0 { Exit::Done } else { Exit::Findings })
}

impl Tally {
    /// `3 sheets: 1 new, 2 as stored`
    fn summary(&self, review: bool) -> String {
        let open = if review { "skipped" } else { "changed" };
        let counts = [
            (self.new, "new"),
            (self.accepted, "accepted"),
            (self.rejected, "rejected"),
            (self.skipped, open),
            (self.same, "as stored"),
        ];
        let all: usize = counts.iter().map(|(count, _)| count).sum();
        let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        let told = told.collect::<Vec<_>>().join(", ");
        let help = match (self.skipped, self.rejected) {
            (0, 0) => "",
            (0, _) => "; what is rejected stays as it was, and `carecheck test` fails until the sheet says so again",
            _ => "; `--review` asks for each whether it is meant, `--accept` stores all",
        };
        format!("{all} {}: {told}{help}\n", if all == 1 { "sheet" } else { "sheets" })
    }
}

fn ask(plan: &Plan<'_>, console: &Console) -> Result<Choice, Failure> {
    let file = plan.file.display();
    loop {
        let question = format!("store this in {file}? [a]ccept, [r]eject, [s]kip, [q]uit: ");
        let Some(answer) = console.ask(&question)? else { return Ok(Choice::Quit) };
        match answer.trim().to_ascii_lowercase().as_str() {
            "a" | "accept" => return Ok(Choice::Accept),
            "r" | "reject" => return Ok(Choice::Reject),
            "s" | "skip" => return Ok(Choice::Skip),
            "q" | "quit" => return Ok(Choice::Quit),
            _ => console.remark("please answer with one of the letters"),
        }
    }
}
