//! Coverage as text: how much is covered, then each place that is not, with the line that a test lacks.

use super::KINDS;
use crate::cases::{Coverage, Item, Side, What};
use crate::render::findings::{Style, one_line};
use std::fmt::Write as _;

/// The table, and what is not covered.
#[must_use]
pub fn text(coverage: &Coverage, style: Style) -> String {
    let mut text = String::from("coverage\n");
    let kinds = KINDS.iter().map(|&(what, _, many)| (many, Some(what))).chain([("all", None)]);
    for (name, what) in kinds {
        let tally = coverage.tally(what);
        if tally.of > 0 || what.is_none() {
            let _ = writeln!(text, "  {name:<11} {:>4} of {:<4} {:>3} %", tally.covered, tally.of, tally.percent());
        }
    }
    let open: Vec<&Item> = coverage.items.iter().filter(|item| item.counts && !item.is_covered()).collect();
    if !open.is_empty() {
        text.push_str("\nnot covered\n");
    }
    open.iter().for_each(|item| not_covered(&mut text, item, style));
    let hidden: Vec<&Item> = coverage.items.iter().filter(|item| !item.counts && !item.is_covered()).collect();
    if !hidden.is_empty() {
        text.push_str("\nnot counted, because no answer changes there: other rules say the same\n");
    }
    for item in hidden {
        let _ = writeln!(text, "  {}", place(item));
    }
    text
}

/// `rules/default.care:91: avoid antihistamine: the start of …`
fn place(item: &Item) -> String {
    let part = if item.part.is_empty() { String::new() } else { format!(": {}", item.part) };
    one_line(&format!("{}:{}: {}{part}", item.at.file, item.at.line, item.rule))
}

fn not_covered(text: &mut String, item: &Item, style: Style) {
    let (start, end) = if style.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let _ = writeln!(text, "  {start}{}{end}", place(item));
    for side in item.sides.iter().filter(|side| side.asked == 0) {
        let _ = writeln!(text, "    {}", one_line(&lacks(item, side)));
        if let Some(suggestion) = &side.suggestion {
            let (test, line) = (&suggestion.test, suggestion.at.line);
            let _ = writeln!(text, "      in \"{}\" (line {line}): {}", one_line(test), one_line(&suggestion.line));
        }
    }
}

fn lacks(item: &Item, side: &Side) -> String {
    let what = match (item.what, side.name) {
        (What::Rule, _) => "no test asks about it while it applies",
        (What::Boundary, "before") => "no test asks just before it",
        (What::Boundary, _) => "no test asks from it on",
        (What::Exception, "inside") => "no test asks inside it",
        (What::Exception, _) => "no test asks where it is closed",
        (What::Condition, "true") => "no test asks while it is true",
        (What::Condition, _) => "no test asks while it is false",
    };
    if side.suggestion.is_some() { format!("{what}; add") } else { format!("{what}, and none has a case for it") }
}
