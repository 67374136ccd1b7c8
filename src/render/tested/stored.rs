//! A sheet that is not what is stored of it → what changed for a patient, as text.

use std::fmt::Write as _;

use crate::cases::{Compared, Comparison};
use crate::diff::{Diff, Of};
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
    for line in changes(comparison) {
        let _ = writeln!(text, "  {}", one_line(&line));
    }
    text
}

/// What is otherwise, in sentences: what changed, or what is wrong with the stored text.
#[must_use]
pub fn changes(comparison: &Comparison) -> Vec<String> {
    match &comparison.found {
        Ok(Compared::Same) => Vec::new(),
        Ok(Compared::Changed(diff)) => changed(diff),
        Ok(Compared::Otherwise { stored, now }) => {
            let line = |line: &str| if line.is_empty() { "nothing".to_owned() } else { format!("`{line}`") };
            vec![
                "its rules mean the same as those of the sheet, but not what it tells of them".to_owned(),
                format!("it tells {}, and its rules say {}", line(stored), line(now)),
                "somebody has edited it, or another version of carecheck wrote it".to_owned(),
            ]
        }
        Err(damaged) => {
            vec![damaged.to_string(), "`carecheck snapshot --accept` writes it again, as the sheet is today".to_owned()]
        }
    }
}

fn changed(diff: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &diff.changes {
        let kinds = match &change.of {
            Of::Target { kinds, .. } if !kinds.is_empty() => format!(" (and so its kinds: {})", kinds.join(", ")),
            _ => String::new(),
        };
        lines.extend(change.parts.iter().map(|part| format!("{}: {}{kinds}", part.direction.word(), part.text)));
        if change.undecided {
            lines.push("it could not be decided what else changed: there are too many cases".to_owned());
        }
    }
    lines
}
