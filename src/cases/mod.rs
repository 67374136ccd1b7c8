//! A sheet and its tests → how well the tests hold it: what of its rules they ask about, which small edits of it no test would
//! notice, and the lines that would. Knows nothing of files on disk and of drawing.

mod asked;
mod coverage;
mod ends;
mod generate;
mod kill;
mod mutants;
mod stored;

pub use coverage::{Coverage, Item, Side, Suggestion, Tally, What, coverage};
pub use generate::{Blocks, Changed, Line, blocks, chosen, failing_lines, laid_out, next_number};
pub use kill::{Fate, Report, Sheet, failing, judge};
pub use mutants::{Mutant, Slip, mutants};
pub use stored::{Compared, Comparison, Damaged, Stored, stored};
