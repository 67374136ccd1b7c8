//! `accept` statements → what has been accepted, and why. Whether there is such a finding is the checker's business.

use super::codes;
use super::names::Names;
use super::rule::Acceptance;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{File, Statement};

impl Names<'_> {
    /// All that a file accepts. The first of two equal ones counts.
    pub fn acceptances(&mut self, file: &File, is_root: bool) {
        self.file = file.id;
        for statement in &file.statements {
            let Statement::Accept(accept) = statement else { continue };
            let place = accept.span.in_file(file.id);
            let accepted = Acceptance {
                finding: self.sources.slice(accept.finding.in_file(file.id)).to_owned(),
                finding_place: accept.finding.in_file(file.id),
                digest: self.quoted(accept.digest),
                digest_place: accept.digest.0.in_file(file.id),
                because: self.quoted(accept.because),
                because_place: accept.because.0.in_file(file.id),
                place,
                in_root: is_root,
            };
            let key = (accepted.finding.clone(), accepted.digest.clone());
            match self.accepted.get(&key) {
                Some(&first) => self.problems.push(
                    Diagnostic::warning(&codes::DECLARED_TWICE, place, "this finding is accepted twice")
                        .label("accepted again")
                        .also(first, "first here")
                        .help("remove one of the two"),
                ),
                None => {
                    self.accepted.insert(key, place);
                    self.model.acceptances.push(accepted);
                }
            }
        }
    }
}
