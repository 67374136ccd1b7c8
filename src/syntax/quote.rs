//! The text between quotes, with its escapes resolved.

use std::borrow::Cow;

/// The text of a quoted string as it stands in a file: without its quotes, `\"`, `\\` and `\n` resolved. A backslash
/// before anything else stays; the parser has reported it.
#[must_use]
pub fn unquote(written: &str) -> Cow<'_, str> {
    let inner = written.strip_prefix('"').unwrap_or(written);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match (c, characters.clone().next()) {
            ('\\', Some(next @ ('"' | '\\' | 'n'))) => {
                text.push(if next == 'n' { '\n' } else { next });
                characters.next();
            }
            _ => text.push(c),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn escapes() {
        assert_eq!(unquote(r#""a \"b\" \\ c\nd""#), "a \"b\" \\ c\nd");
        assert_eq!(unquote(r#""plain""#), "plain");
        assert_eq!(unquote(r#""""#), "");
        assert_eq!(unquote(r#""ends with a slash\\""#), "ends with a slash\\");
    }
}
