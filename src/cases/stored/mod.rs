//! A sheet → the text that is stored of it, and that text → whether the sheet of today still means the same. The text has two
//! parts: what is answered in some chosen cases, which is for people who review a change, and the rules themselves, from which
//! the model of then is read again, so that the comparison is exact. Files are written and read elsewhere.

mod chosen;
mod read;
mod told;
mod write;

pub use read::{Damaged, Stored};
pub use write::stored;

use crate::diff::{Diff, diff};
use crate::model::{Model, RuleId, SubjectId, meaning};

/// The version of the text; another one is not read. It counts up when the lines before the rules are written otherwise, for they
/// are compared too.
const VERSION: &str = "snapshot 1";

/// How a stored sheet and that of today compare.
#[derive(Debug)]
pub enum Compared {
    /// They mean the same.
    Same,
    /// They do not, and this is what changed.
    Changed(Diff),
    /// The rules mean the same, but what is answered is not what was stored: somebody has edited the text, or another version
    /// of this program wrote it.
    Otherwise {
        /// The first line that is otherwise: as it is stored, and as it is now.
        stored: String,
        /// See `stored`.
        now: String,
    },
}

/// A sheet and what is stored of it.
#[derive(Debug)]
pub struct Comparison {
    /// The file of the sheet, as it was named.
    pub sheet: String,
    /// The file in which its plan is stored.
    pub stored_in: String,
    /// How they compare, or why what is stored cannot be read.
    pub found: Result<Compared, Damaged>,
}

impl Comparison {
    /// Whether the sheet means what is stored.
    #[must_use]
    pub fn is_same(&self) -> bool {
        matches!(self.found, Ok(Compared::Same))
    }
}

impl Stored {
    /// Compares what is stored with the sheet of today.
    #[must_use]
    pub fn compare(&self, today: &Model) -> Compared {
        let diff = diff(&self.model, today);
        // What could not be decided is decided by the rules being the same.
        let open = diff.changes.iter().all(|change| change.undecided && change.parts.is_empty());
        let same = diff.is_empty() || (open && whole(&self.model) == whole(today));
        if !same {
            return Compared::Changed(diff);
        }
        let now = told::told(&self.model, &self.sources).unwrap_or_default();
        if now == self.answers {
            return Compared::Same;
        }
        let (mut lines, mut others) = (self.answers.lines(), now.lines());
        loop {
            let (stored, now) = (lines.next(), others.next());
            if stored != now || stored.is_none() {
                let line = |line: Option<&str>| line.unwrap_or_default().to_owned();
                return Compared::Otherwise { stored: line(stored), now: line(now) };
            }
        }
    }
}

/// What all rules of a sheet mean, about all its names.
fn whole(model: &Model) -> String {
    let rules: Vec<_> = (0..).map_while(|id| model.rule(RuleId(id))).collect();
    let about: Vec<SubjectId> = (0..).map(SubjectId).zip(&model.subjects).map(|(id, _)| id).collect();
    meaning(model, &rules, &about)
}
