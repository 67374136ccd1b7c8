//! A text before and after → what changed, as a unified diff that `patch` can read.

use super::clean;
use super::findings::Style;
use anstyle::{AnsiColor, Style as Ansi};
use similar::TextDiff;

/// The changed lines with three lines around them; empty if nothing has changed. With colours it is for a terminal, and
/// nothing of a text gives orders to that.
#[must_use]
pub fn unified(name: &str, old: &str, new: &str, style: Style) -> String {
    let diff = TextDiff::from_lines(old, new);
    // A name that would give orders is no name that `patch` could be given either.
    let name = &clean(name);
    let text = diff.unified_diff().context_radius(3).header(name, name).to_string();
    if !style.colour {
        return text;
    }
    let coloured = |line: &str| {
        let colour = match line.chars().next() {
            Some('+') => Ansi::new().fg_color(Some(AnsiColor::Green.into())),
            Some('-') => Ansi::new().fg_color(Some(AnsiColor::Red.into())),
            _ => Ansi::new(),
        };
        format!("{colour}{}{colour:#}\n", clean(line))
    };
    text.lines().map(coloured).collect()
}
