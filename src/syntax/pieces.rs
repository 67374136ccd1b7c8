//! A file's text → pieces that can be read one after the other, so that memory stays small, and a look at how deeply
//! its parentheses nest before any recursion sees them. Cuts only where valid text has a statement's end; knows nothing
//! of what stands between.

use super::start::starts_statement;
use super::token::{Token, tokens_from};

/// How many parentheses and `not`s may stand in each other.
pub(super) const MAX_NESTING: usize = 64;

/// How long a piece is at least, in bytes, unless the file ends.
const ENOUGH: usize = 16 * 1024;

/// A piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The first byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Whether a statement in it may nest deeper than [`MAX_NESTING`], so that each must be looked at.
    pub(super) deep: bool,
}

/// Cuts a text into pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut piece = Piece { start: 0, end: bytes.len(), deep: false };
    let (mut braces, mut parentheses, mut nots) = (0_usize, 0_usize, 0_usize);
    let mut at = 0;
    while let Some(next) = rest(bytes, at).iter().position(|&byte| matters(byte)) {
        let byte = rest(bytes, at + next).first();
        at += next + 1;
        match byte.copied().unwrap_or_default() {
            b'\n' => {
                let long = at - piece.start >= ENOUGH && braces == 0;
                if (long || parentheses + nots > 0) && starts_line(text, at) {
                    (parentheses, nots) = (0, 0);
                    if long && ends_before(text, at) {
                        pieces.push(Piece { end: at, ..piece });
                        piece = Piece { start: at, end: bytes.len(), deep: false };
                    }
                }
            }
            b'"' => at = end_of_text(bytes, at),
            b'#' => at += rest(bytes, at).iter().position(|&b| b == b'\n').unwrap_or(bytes.len() - at),
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'(' => parentheses += 1,
            b')' => parentheses = parentheses.saturating_sub(1),
            b'n' if is_nesting_not(bytes, at - 1) => nots += 1,
            _ => {}
        }
        // The last `not` before a name is not counted here.
        piece.deep |= parentheses + nots >= MAX_NESTING;
    }
    pieces.push(piece);
    pieces
}

/// Whether a byte can open, close or end something, or start a `not`.
fn matters(byte: u8) -> bool {
    matches!(byte, b'\n' | b'"' | b'#' | b'{' | b'}' | b'(' | b')' | b'n')
}

/// Where the parentheses and `not`s of a text become too many to stand in each other: the token that is one too many.
pub(super) fn too_deep(text: &str) -> Option<Token> {
    // For each open parenthesis, how many `not`s stand before it.
    let mut open: Vec<usize> = Vec::new();
    let (mut nots, mut depth) = (0, 0);
    for token in tokens_from(text, 0) {
        match token.text(text) {
            "not" => (nots, depth) = (nots + 1, depth + 1),
            "(" => {
                open.push(nots);
                (nots, depth) = (0, depth + 1);
            }
            ")" => depth -= nots + open.pop().map_or(0, |before| before + 1),
            _ => (nots, depth) = (0, depth - nots),
        }
        if token.text(text) == ")" {
            nots = 0;
        }
        if depth > MAX_NESTING {
            return Some(token);
        }
    }
    None
}

/// Whether the line that starts at `at` starts a statement.
fn starts_line(text: &str, at: usize) -> bool {
    let first: Vec<Token> = tokens_from(text, at).take(3).collect();
    let on_this_line = first.first().is_some_and(|token| !text.get(at..token.start).unwrap_or("\n").contains('\n'));
    on_this_line && starts_statement(text, &first)
}

/// Whether the statement before `at` ends there: `ideally`, `patient`, `fact`, `with` and a rule's colon want
/// more.
fn ends_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    for line in before.lines().rev().take(8) {
        if let Some(last) = tokens_from(line, 0).last() {
            return !matches!(last.text(line), "ideally" | "patient" | "fact" | "with" | ":");
        }
    }
    false
}

/// Where a text that has been opened before `at` ends: behind its quote, or at the end of its line.
fn end_of_text(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\n' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Whether a `not` stands here that holds another `not` or a parenthesis.
fn is_nesting_not(bytes: &[u8], at: usize) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let behind = rest(bytes, at).strip_prefix(b"not");
    let edges =
        !letter(at.checked_sub(1).and_then(|before| bytes.get(before))) && !letter(behind.and_then(<[u8]>::first));
    let next = behind.map(<[u8]>::trim_ascii_start).unwrap_or_default();
    edges && (next.starts_with(b"(") || next.starts_with(b"not") || next.starts_with(b"#"))
}

fn rest(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_cut_between_statements_only() {
        let text = "name:\navoid a\n  until +2d\nideally\navoid b\nphase {\navoid c\n}\nactivity d\n  do \"it\"\n\
                    replace name\nfor a\nbecause \"it\"\nwith\navoid a\ndo\ndrop up to 4 times daily\n"
            .repeat(4_000);
        let pieces = pieces(&text);
        assert!(pieces.len() > 2);
        assert_eq!(pieces.iter().map(|piece| piece.end - piece.start).sum::<usize>(), text.len());
        for piece in &pieces[1..] {
            let starts = text.get(piece.start..).unwrap_or_default();
            assert!(
                ["name:", "ideally", "phase", "activity", "replace", "do\n"]
                    .iter()
                    .any(|word| starts.starts_with(word))
            );
        }
    }

    #[test]
    fn nesting_counts_parentheses_and_nots_outside_of_texts_and_comments() {
        let deep = |text: &str| pieces(text).iter().any(|piece| piece.deep) && too_deep(text).is_some();
        assert!(!deep(&format!("avoid x when {}a{}", "(".repeat(64), ")".repeat(64))));
        assert!(deep(&format!("avoid x when {}a{}", "(".repeat(65), ")".repeat(65))));
        assert!(!deep(&format!("avoid x when {}a{}", "not (".repeat(32), ")".repeat(32))));
        assert!(deep(&format!("avoid x when {}a{}", "not (".repeat(33), ")".repeat(33))));
        assert!(deep(&format!("avoid x when {}a", "not ".repeat(65))));
        assert!(!deep(&"avoid x when not (not a) and not b\n".repeat(100)));
        assert!(!deep(&format!("avoid x because \"{}\" # {}", "(".repeat(99), "(".repeat(99))));
        assert!(!deep(&"avoid x when (a\n".repeat(99)));
    }
}
