//! The page of a finding → text for a terminal: headings stand out, examples are set in, long lines are broken. Knows
//! only the Markdown that the pages use: headings, paragraphs, fenced blocks and backticks.

use super::findings::Style;
use crate::diagnostic::Code;
use unicode_width::UnicodeWidthStr as _;

const BOLD: &str = "\u{1b}[1m";
const QUIET: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";

/// The page as it is drawn on a terminal.
#[must_use]
pub fn drawn(page: &str, style: Style) -> String {
    let paint = |text: &str, order: &str| {
        if style.colour { format!("{order}{text}{RESET}") } else { text.to_owned() }
    };
    let mut text = String::new();
    let mut in_example = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_example = !in_example;
        } else if in_example {
            text.push_str(paint(&format!("    {line}"), QUIET).trim_end());
            text.push('\n');
        } else if line.starts_with('#') {
            text.push_str(&paint(line.trim_start_matches(['#', ' ']), BOLD));
            text.push('\n');
        } else {
            text.push_str(&broken(line, style.width));
        }
    }
    text
}

/// One line of the list of all findings: number, name and the first sentence of the page.
#[must_use]
pub fn entry(code: &Code) -> String {
    let about = code.page.lines().skip(1).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let sentence = about.split_inclusive(". ").next().unwrap_or_default().trim_end();
    format!("{}  {:<24}  {sentence}\n", code.id, code.name)
}

/// A paragraph's line, broken between words.
fn broken(line: &str, width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        if column > 0 && column + 1 + word.width() > width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.width();
    }
    text.push('\n');
    text
}
