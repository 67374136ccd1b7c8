//! A sheet that is not what is stored of it → what changed for a patient, as text.

use std::fmt::Write as _;

use crate::cases::{Compared, Comparison};
use crate::diff::Change;
use crate::render::changed::sentences;
use crate::render::findings::{Style, one_line};

/// What changed, each line with a line end; nothing if the sheet is as stored.
#[must_use]
pub fn comparison(comparison: &Comparison, style: Style) -> String {
    let (start, end) = if style.colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
    let (sheet, stored_in) = (one_line(&comparison.sheet), one_line(&comparison.stored_in));
    if comparison.is_same() {
        return String::new();
    }
    let mut text = match &comparison.found {
        Err(_) => format!("{start}damaged{end} {stored_in}\n"),
        Ok(_) => format!("{start}changed{end} {sheet}, compared with {stored_in}\n"),
    };
    for (line, example) in told(comparison) {
        let _ = writeln!(text, "  {}", one_line(&line));
        if !example.is_empty() {
            let _ = writeln!(text, "    {}", one_line(&example));
        }
    }
    text
}

/// What is otherwise, in sentences: what changed, or what is wrong with the stored text.
#[must_use]
pub fn changes(comparison: &Comparison) -> Vec<String> {
    told(comparison).into_iter().map(|(line, _)| line).collect()
}

/// The same, each with a case that shows it where there is one.
fn told(comparison: &Comparison) -> Vec<(String, String)> {
    let alone = |line: String| (line, String::new());
    match &comparison.found {
        Ok(Compared::Same) => Vec::new(),
        Ok(Compared::Changed(diff)) => diff.changes.iter().flat_map(changed).collect(),
        Ok(Compared::Otherwise { stored, now }) => {
            let line = |line: &str| if line.is_empty() { "nothing".to_owned() } else { format!("`{line}`") };
            let said = [
                "its rules mean the same as those of the sheet, but not what it tells of them".to_owned(),
                format!("it tells {}, and its rules say {}", line(stored), line(now)),
                "somebody has edited it, or another version of carecheck wrote it".to_owned(),
            ];
            said.map(alone).into()
        }
        Err(damaged) => {
            let help = "`carecheck snapshot --accept` writes it again, as the sheet is today".to_owned();
            vec![alone(damaged.to_string()), alone(help)]
        }
    }
}

fn changed(change: &Change) -> Vec<(String, String)> {
    let mut lines = sentences(change);
    if change.undecided {
        let said = "it could not be decided what else changed: there are too many cases".to_owned();
        lines.push((said, String::new()));
    }
    lines
}
