//! A sheet and its tests → how well the tests hold it: which small edits of it no test would notice, and the lines that
//! would. Knows nothing of files on disk and of drawing.

mod kill;
mod mutants;

pub use kill::{Fate, Report, Sheet, Survivor, failing, judge};
pub use mutants::{Mutant, Slip, mutants};
