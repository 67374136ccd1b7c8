//! The words of the language: which start a statement, which are never names, and how a reader calls each part of the
//! grammar. Knows words, not sentences.

/// The words that a statement starts with, beside a rule's name and colon.
pub const STATEMENT_WORDS: &[&str] = &[
    "accept",
    "activity",
    "alert",
    "allow",
    "avoid",
    "contraindicated",
    "do",
    "drop",
    "event",
    "expect",
    "fact",
    "ideally",
    "part",
    "patient",
    "phase",
    "repeat",
    "replace",
    "sign",
    "test",
    "translation",
    "treatment",
    "use",
];

/// The words that are never names, in alphabetical order. The grammar's `reserved` lists the same ones.
pub const RESERVED: &[&str] = &[
    "about",
    "accept",
    "activity",
    "after",
    "alert",
    "allow",
    "amount",
    "and",
    "as",
    "at",
    "avoid",
    "because",
    "before",
    "by",
    "contraindicated",
    "daily",
    "do",
    "event",
    "every",
    "except",
    "expect",
    "fact",
    "for",
    "from",
    "ideally",
    "is",
    "lasting",
    "later",
    "not",
    "of",
    "on",
    "or",
    "part",
    "patient",
    "phase",
    "repeat",
    "sign",
    "source",
    "test",
    "through",
    "throughout",
    "translation",
    "treatment",
    "unless",
    "until",
    "use",
    "when",
    "within",
];

/// The length of the longest of them.
const LONGEST: usize = "contraindicated".len();

/// Whether a word is never a name.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    // Most names are told apart by their length or by a digit or `_` in them.
    word.len() <= LONGEST && word.bytes().all(|b| b.is_ascii_lowercase()) && RESERVED.binary_search(&word).is_ok()
}

/// The words that a clause starts with.
pub(super) const CLAUSE_WORDS: &[&str] = &[
    "about",
    "after",
    "amount",
    "as",
    "at",
    "because",
    "before",
    "by",
    "daily",
    "every",
    "except",
    "for",
    "from",
    "is",
    "lasting",
    "on",
    "source",
    "through",
    "throughout",
    "unless",
    "until",
    "when",
    "within",
];

/// The word of the language that a statement's first word was meant as, for the usual words of sheets.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "forbid" | "ban" | "skip" | "stop" | "never" | "no" | "dont" | "don't" | "don’t" | "refrain" | "prohibit" => {
            Some("avoid")
        }
        "may" | "permit" | "can" | "resume" | "ok" => Some("allow"),
        "must" | "take" | "apply" | "start" | "should" => Some("do"),
        "call" | "warn" | "report" => Some("alert"),
        "normal" | "watch" => Some("expect"),
        "import" | "include" => Some("use"),
        "change" | "override" | "overwrite" | "set" | "update" => Some("replace"),
        "remove" | "delete" | "disable" | "omit" => Some("drop"),
        "acknowledge" | "ignore" | "suppress" => Some("accept"),
        "group" | "section" | "block" => Some("phase"),
        "translate" | "language" | "locale" => Some("translation"),
        _ => None,
    }
}

/// The word that was meant, if exactly one is near enough: a letter or two wrong, or only capitals.
pub(super) fn nearest<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    let lower = word.to_ascii_lowercase();
    let length = lower.chars().count();
    let most = match length {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    words
        .iter()
        // Words are never nearer than their lengths, and lengths are quick to compare.
        .filter(|known| known.len().abs_diff(length) <= most)
        .map(|known| (strsim::damerau_levenshtein(&lower, known), *known))
        .filter(|&(distance, known)| distance <= most && distance < known.len() - 1)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// The byte ranges of all names in a text that could not be read; strings and comments hold none.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = (usize, usize)> {
    super::token::tokens(text).filter_map(move |token| {
        let word = token.text(text);
        let name = word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        (name && !is_reserved(word)).then_some((token.start, token.end))
    })
}
