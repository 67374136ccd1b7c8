//! What changed → text for a terminal: a paragraph for each sheet, a line for each part with the case that shows it.

use std::fmt::Write as _;

use super::{Compared, Status, direction, example, kinds, places, summary};
use crate::diff::{Change, Direction, Of};
use crate::render::findings::{Style, one_line};

/// All sheets that changed, and a line that counts them.
#[must_use]
pub fn text(sheets: &[Compared<'_>], style: Style) -> String {
    let mut text = String::new();
    for sheet in sheets.iter().filter(|sheet| sheet.status() != Status::Same) {
        let (bold, end) = if style.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let _ = writeln!(text, "{bold}{}{end}: {}", one_line(&sheet.name), sheet.word());
        for change in &sheet.diff.changes {
            changed(&mut text, sheet, change, style);
        }
        text.push('\n');
    }
    text + &summary(sheets) + "\n"
}

fn changed(text: &mut String, sheet: &Compared<'_>, change: &Change, style: Style) {
    let kinds = kinds(change);
    for part in &change.parts {
        let colour = match part.direction {
            _ if !style.colour => "",
            Direction::Looser => "\u{1b}[33m",
            Direction::Stricter => "\u{1b}[36m",
            Direction::Other => "\u{1b}[1m",
        };
        let end = if style.colour { "\u{1b}[0m" } else { "" };
        let word = direction(part.direction);
        let _ = writeln!(text, "  {colour}{word}{end}: {}{}", one_line(&part.text), one_line(&kinds));
        let _ = writeln!(text, "    {}", one_line(&example(part, !matches!(change.of, Of::Target { .. }))));
        let lines = |places: Vec<(String, u32, u32)>| {
            let lines: Vec<String> = places.into_iter().map(|(file, line, _)| format!("{file}:{line}")).collect();
            if lines.is_empty() { "no rule".to_owned() } else { lines.join(", ") }
        };
        let (was, is) = (lines(places(sheet.old, &part.was.rules)), lines(places(sheet.new, &part.is.rules)));
        let _ = writeln!(text, "    now {}; before {}", one_line(&is), one_line(&was));
    }
    if change.undecided {
        let of = match &change.of {
            Of::Target { name, .. } => format!("`{name}`"),
            Of::Screening => "the reasons not to treat".to_owned(),
            Of::Course => "the course".to_owned(),
        };
        let _ = writeln!(text, "  not decided: {} has too many cases to look at all of them", one_line(&of));
    }
}
