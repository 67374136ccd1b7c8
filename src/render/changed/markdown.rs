//! What changed → Markdown for a pull request: a heading and a table for each sheet. No text of a sheet becomes markup.

use std::fmt::Write as _;

use super::{Compared, Status, direction, example, summary};
use crate::diff::Of;
use crate::render::markdown::escaped;

/// All sheets that changed, and a line that counts them.
#[must_use]
pub fn markdown(sheets: &[Compared<'_>]) -> String {
    let mut text = format!("**carecheck diff:** {}\n", escaped(&summary(sheets)));
    for sheet in sheets.iter().filter(|sheet| sheet.status() != Status::Same) {
        let _ = write!(text, "\n### {}: {}\n", escaped(&sheet.name), sheet.word());
        if sheet.diff.changes.is_empty() {
            continue;
        }
        text.push_str("\n| | for a patient | for example |\n| --- | --- | --- |\n");
        for change in &sheet.diff.changes {
            let kinds = match &change.of {
                Of::Target { kinds, .. } if !kinds.is_empty() => format!(" (and {})", kinds.join(", ")),
                _ => String::new(),
            };
            for part in &change.parts {
                let example = example(part, !matches!(change.of, Of::Target { .. }));
                let (word, said) = (direction(part.direction), part.text.clone() + &kinds);
                let _ = writeln!(text, "| {word} | {} | {} |", escaped(&said), escaped(&example));
            }
            if change.undecided {
                let of = match &change.of {
                    Of::Target { name, .. } => escaped(name),
                    Of::Screening => "the reasons not to treat".to_owned(),
                    Of::Course => "the course".to_owned(),
                };
                let _ = writeln!(text, "| not decided | {of} | too many cases to look at all of them |");
            }
        }
    }
    text
}
