//! Many things → what is found in each, in their order: of very many, several parts at a time on all processors. The parts
//! are the same on every machine, and so is what is found.

use rayon::prelude::*;

/// A part of so many is worth a thread.
pub(super) const PART: usize = 2_000;

/// What is found in many things, part by part.
pub(super) fn parts<T: Sync, R: Send>(many: &[T], look: impl Fn(&[T]) -> Vec<R> + Sync + Send) -> Vec<R> {
    if many.len() <= PART { look(many) } else { many.par_chunks(PART).flat_map_iter(look).collect() }
}
