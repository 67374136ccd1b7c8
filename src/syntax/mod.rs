//! Text → tree. Knows nothing of medicine and nothing of names' meanings; `pest` is named below this folder only.

pub mod tree;
