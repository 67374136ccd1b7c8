//! Text → tree. Knows nothing of medicine and nothing of names' meanings; `pest` is named below this folder only.

mod quote;
pub mod tree;

pub use quote::unquote;
