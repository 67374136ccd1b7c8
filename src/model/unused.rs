//! Names that a sheet declares and no rule uses.

use super::codes;
use super::names::{Names, Symbol};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place};

impl Names<'_> {
    /// Warns of names that the root file declares and nothing uses. A kind is used with its parents: a ban on heat
    /// speaks of saunas. A vocabulary, which has no rules, declares for others.
    pub fn report_unused(&mut self, root: FileId) {
        let spoken_of = self.used.iter().filter_map(|symbol| match symbol {
            Symbol::Subject(id) => Some(*id),
            _ => None,
        });
        let spoken_of = self.model.taxonomy.all_kinds_of(spoken_of);
        let own = self.model.treatment.as_ref().map(|treatment| treatment.subject);
        let mut unused: Vec<(&str, Place, &str)> = Vec::new();
        for (&text, &(symbol, place)) in &self.symbols {
            let used = match symbol {
                Symbol::Subject(id) => Some(id) == own || spoken_of.contains(&id),
                other => self.used.contains(&other),
            };
            if !used && place.file == root && !self.perhaps.contains(text) {
                unused.push((text, place, self.kind_in_words(symbol)));
            }
        }
        unused.sort_by_key(|&(_, place, _)| place);
        for (text, place, kind) in unused {
            self.problems.push(
                Diagnostic::warning(&codes::UNUSED_NAME, place, format!("`{text}` is declared and never used"))
                    .label(format!("{kind} that no rule names"))
                    .help("remove the declaration, or write the rule that was meant to use it"),
            );
        }
    }
}
