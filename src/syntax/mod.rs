//! Text → tree. Knows nothing of medicine and nothing of names' meanings; `pest` is named below this folder only.

pub mod findings;
pub mod tree;
pub mod words;

mod advice;
mod build;
mod expected;
mod grammar;
mod mend;
mod only;
mod pieces;
mod quote;
mod recover;
mod refusal;
mod start;
pub(crate) mod token;

use build::Builder;
use grammar::{Rule, read};
use pieces::Piece;
use recover::{Entry, MAX_ERRORS, Recovery};
use tree::Statement;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile};

pub use findings::CODES;
pub use only::only_translations;
pub use quote::unquote;
pub use refusal::{refusal, refusals};
pub use words::{RESERVED, STATEMENT_WORDS, is_reserved};

/// Reads a file: its tree, and every syntax error in it. What could not be read is in the tree as
/// [`tree::Statement::Broken`] and has at least one error.
///
/// The file must have loaded without a [`crate::source::Refusal`].
#[must_use]
pub fn parse(id: FileId, source: &SourceFile) -> (tree::File, Vec<Diagnostic>) {
    let text = source.text();
    let mut found = Vec::new();
    let mut statements = Vec::new();
    let mut unread = None;
    for piece in pieces::pieces(text) {
        if !read_at_once(id, text, piece, &mut statements, &mut found) {
            let mut recovery = Recovery::new(id, text, piece.deep, &mut found);
            statements.extend(recovery.statements(piece.start..piece.end, Entry::Statement));
            unread = recovery.unread;
        }
        if found.len() > MAX_ERRORS || unread.is_some() {
            unread = unread.or(Some(piece.end));
            break;
        }
    }
    if let Some(at) = unread {
        found.truncate(MAX_ERRORS);
        statements.push(recover::give_up(id, text, at, &mut found));
    }
    (tree::File { id, statements }, found)
}

/// Reads a piece of a file as a whole, as nearly all are read; `false` leaves no trace.
fn read_at_once(
    id: FileId,
    text: &str,
    piece: Piece,
    statements: &mut Vec<Statement>,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let part = text.get(piece.start..piece.end).filter(|_| !piece.deep);
    let Some(pairs) = part.and_then(|part| read(Rule::file, part).ok()) else { return false };
    let before = (statements.len(), found.len());
    let mut builder = Builder::new(id, piece.start, found);
    builder.file(pairs, statements);
    let readable = !builder.reserved;
    if !readable {
        statements.truncate(before.0);
        found.truncate(before.1);
    }
    readable
}
