//! The text of a file → whether all it holds are translations, and into which languages, at a glance and without reading
//! them. Only for what is laid out plainly, a text a line; of anything else nothing is said.

/// The languages, as written, into which a file translates that holds nothing else; `None` if it holds something else or
/// that cannot be seen at a glance. There may be mistakes inside.
#[must_use]
pub fn only_translations(text: &str) -> Option<Vec<&str>> {
    let mut languages = Vec::new();
    for line in text.lines().map(str::trim) {
        let opened = line.strip_prefix("translation ").and_then(|rest| rest.strip_suffix('{')).map(str::trim);
        match opened {
            Some(language) if language.bytes().all(|byte| byte.is_ascii_alphabetic()) => languages.push(language),
            // A brace may end the statement, and something else may follow.
            None if line.starts_with('"') && !line.contains('}') => {}
            None if line.is_empty() || line.starts_with('#') || line == "}" => {}
            _ => return None,
        }
    }
    (!languages.is_empty()).then_some(languages)
}

#[cfg(test)]
mod tests {
    use super::only_translations;

    #[test]
    fn what_holds_something_else_is_read() {
        let plain = "# German\n\ntranslation de {\n  \"saunas\" \"Saunabesuche\" # { }\n}\n";
        assert_eq!(only_translations(plain), None, "a comment with a brace is not looked into");
        let plain = plain.replace(" # { }", "");
        assert_eq!(only_translations(&plain), Some(vec!["de"]));
        for other in
            ["avoid sauna until +48h\n", "activity a \"a\"", "} avoid sauna", "\"a\" \"b\" } avoid sauna do \"x\""]
        {
            assert_eq!(only_translations(&format!("{plain}{other}")), None, "{other}");
        }
        assert_eq!(only_translations("# nothing\n"), None);
    }
}
