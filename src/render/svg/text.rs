//! Text → what can stand in a picture: escaped, and broken into lines.

use unicode_width::UnicodeWidthStr as _;

use crate::render::clean::{clean, fit};

/// Text that ends no element and no attribute, without characters that XML does not know.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text on at most `most` lines of so many columns; what does not fit is cut, and a mark says so.
pub(super) fn lines(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.push('…');
    }
    lines.iter().map(|line| fit(line, columns, "…")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_an_element_or_an_attribute() {
        assert_eq!(escape("</text><script>\"'&"), "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(escape("a\u{0}b\u{FFFE}c\u{202E}d\n"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}d ");
    }

    #[test]
    fn a_label_is_broken_between_words_and_cut_at_its_end() {
        assert_eq!(lines("strenuous exercise, jacuzzis, saunas", 20, 2), ["strenuous exercise,", "jacuzzis, saunas"]);
        assert_eq!(lines("strenuous exercise, jacuzzis, saunas", 20, 1), ["strenuous exercise,…"]);
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaft", 10, 2), ["Donaudamp…"]);
        assert!(lines("", 10, 2).is_empty());
    }
}
