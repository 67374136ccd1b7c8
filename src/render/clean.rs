//! Text of a user → text that is safe to draw: nothing in it gives orders to the terminal or turns the direction of
//! writing, and it stays on its line. Knows nothing of what the text means.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

/// The same text with line ends and tabs as spaces and every other control character replaced.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().all(is_safe) { text.chars().map(shown).collect() } else { Cow::Borrowed(text) }
}

/// Whether a character can be printed as it is.
pub(super) fn is_safe(c: char) -> bool {
    shown(c) == c
}

fn shown(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        // What turns the direction of writing could show another text than is there.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if c.is_control() => '\u{FFFD}',
        _ => c,
    }
}

/// How many columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text cut to `columns`, the last of them `mark` where something was cut.
pub(super) fn fit(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(mark));
    let mut fitted = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        fitted.push(c);
    }
    fitted.truncate(fitted.trim_end().len());
    fitted + mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gives_orders_to_the_terminal() {
        assert_eq!(clean("saunas"), "saunas");
        assert!(matches!(clean("saunas"), Cow::Borrowed(_)));
        assert_eq!(clean("a\u{1b}[31m\nb\u{202E}c\u{7f}\u{9b}"), "a\u{FFFD}[31m b\u{FFFD}c\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn width_counts_columns() {
        assert_eq!(width("日本 é"), 6);
        assert_eq!(fit("日本語のラベル", 7, "…"), "日本語…");
        assert_eq!(fit("short", 7, "…"), "short");
    }
}
