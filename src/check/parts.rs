//! Many things → what is found in each, in their order: of very many, several parts at a time on all processors. The parts
//! are the same on every machine, and so is what is found.

use rayon::prelude::*;

use super::effort::Effort;

/// A part of so many is worth a thread.
pub(super) const PART: usize = 2_000;

/// What is found in many things, part by part, each with a share of what may be spent.
pub(super) fn parts_of<T: Sync, R: Send>(
    many: &[T],
    effort: &Effort,
    look: impl Fn(&[T], &Effort) -> Vec<R> + Sync + Send,
) -> Vec<R> {
    parts(many, |some| {
        let own = effort.part(many.len().div_ceil(PART));
        let found = look(some, &own);
        effort.take_in(&own);
        found
    })
}

/// What is found in many things, part by part.
pub(super) fn parts<T: Sync, R: Send>(many: &[T], look: impl Fn(&[T]) -> Vec<R> + Sync + Send) -> Vec<R> {
    if many.len() <= PART { look(many) } else { many.par_chunks(PART).flat_map_iter(look).collect() }
}
