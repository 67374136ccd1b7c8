//! Values → one for all that are equal. Rules whose windows or conditions mean the same share them, so that the checks
//! ask once what many rules would ask, and know by where a value lies that they have.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

/// The values met so far.
#[derive(Debug)]
pub(super) struct Interned<T>(HashSet<Arc<T>>);

impl<T> Default for Interned<T> {
    fn default() -> Interned<T> {
        Interned(HashSet::new())
    }
}

impl<T: Eq + Hash> Interned<T> {
    /// The one that stands for all that are equal to this.
    pub fn one(&mut self, value: T) -> Arc<T> {
        if let Some(known) = self.0.get(&value) {
            return Arc::clone(known);
        }
        let first = Arc::new(value);
        self.0.insert(Arc::clone(&first));
        first
    }
}
