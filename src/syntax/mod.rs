//! Text → tree. Knows nothing of medicine and nothing of names' meanings; `pest` is named below this folder only.

pub mod findings;
pub mod tree;
pub mod words;

mod build;
mod expected;
mod grammar;
mod quote;
mod refusal;
mod token;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, Span};

pub use findings::CODES;
pub use quote::unquote;
pub use refusal::{refusal, refusals};
pub use words::{RESERVED, STATEMENT_WORDS, is_reserved};

/// Reads a file: its tree, and every syntax error in it. What could not be read is in the tree as
/// [`tree::Statement::Broken`] and has at least one error.
///
/// The file must have loaded without a [`crate::source::Refusal`].
#[must_use]
pub fn parse(id: FileId, source: &SourceFile) -> (tree::File, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut statements = Vec::new();
    let text = source.text();
    match grammar::read(grammar::Rule::file, text) {
        Ok(pairs) => {
            let mut builder = build::Builder { file: id, base: 0, found: &mut found };
            for node in pairs.flat_map(pest::iterators::Pair::into_inner) {
                if !matches!(node.as_rule(), grammar::Rule::EOI | grammar::Rule::comment_text) {
                    statements.push(builder.statement(node));
                }
            }
        }
        Err(grammar::Failure::Unexpected { at, expected }) => {
            let at = build::offset(at);
            let message = format!("expected {}", expected::listed(&expected));
            let place = Span::new(at, at.saturating_add(1)).in_file(id);
            found.push(Diagnostic::error(&findings::UNEXPECTED, place, message).label("unexpected"));
        }
        Err(grammar::Failure::TooMuchWork) => {}
    }
    (tree::File { id, statements }, found)
}
