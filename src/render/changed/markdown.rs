//! What changed → Markdown for a pull request: a heading and a table for each sheet. No text of a sheet becomes markup.

use std::fmt::Write as _;

use super::{Compared, Status, direction, example, kinds, summary};
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
            for part in &change.parts {
                let example = example(part, !matches!(change.of, Of::Target { .. }));
                let (word, said) = (direction(part.direction), part.text.clone() + &kinds(change));
                let _ = writeln!(text, "| {word} | {} | {} |", with_names(&said), with_names(&example));
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

/// A text with the names in it as code: letters, digits and `_` between two marks, which then are no markup.
fn with_names(text: &str) -> String {
    const MARK: &str = "\\`";
    let safe = escaped(text);
    let mut told = String::with_capacity(safe.len());
    let mut rest = safe.as_str();
    while let Some((before, after)) = rest.split_once(MARK) {
        told.push_str(before);
        let name = after.split_once(MARK).map(|(name, further)| (name.replace("\\_", "_"), further));
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        rest = match name {
            Some((name, further)) if !name.is_empty() && is_name(&name) => {
                let _ = write!(told, "`{name}`");
                further
            }
            _ => {
                told.push_str(MARK);
                after
            }
        };
    }
    told + rest
}
