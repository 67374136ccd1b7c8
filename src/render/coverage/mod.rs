//! What tests ask about → text, `carecheck.coverage/1`, LCOV. Draws, decides nothing.

mod json;
mod lcov;
mod text;

pub use json::json;
pub use lcov::lcov;
pub use text::text;

use crate::cases::{Item, What};

/// The kinds of what can be asked about, and how many of them are called.
const KINDS: [(What, &str, &str); 4] = [
    (What::Rule, "rule", "rules"),
    (What::Boundary, "boundary", "boundaries"),
    (What::Exception, "exception", "exceptions"),
    (What::Condition, "condition", "conditions"),
];

fn word(item: &Item) -> &'static str {
    KINDS.iter().find(|(what, ..)| *what == item.what).map_or("", |(_, one, _)| one)
}
