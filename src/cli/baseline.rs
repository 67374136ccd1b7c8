//! Baselines: a file of findings that are known and not reported, for rule sets that are older than the checker. Reads
//! and writes `carecheck.baseline/1`; a finding is known by its digest, which follows the meaning of the rules.

use super::{Exit, Failure, files};
use crate::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SCHEMA: &str = "carecheck.baseline/1";

/// The findings that are known.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Baseline {
    schema: String,
    findings: Vec<Entry>,
}

/// A finding that is known; the message is for whoever reads the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    finding: String,
    digest: String,
    message: String,
}

/// What a baseline did.
pub(super) struct Applied {
    /// How many findings it held back.
    pub(super) known: usize,
    /// What it lists and is not found any more, in words.
    pub(super) stale: Vec<String>,
}

impl Baseline {
    /// All open findings that can be known: those about rules. Sorted, each once.
    pub(super) fn of(findings: &[Diagnostic]) -> Baseline {
        let open = findings.iter().filter(|finding| finding.accepted.is_none());
        let entry = |finding: &Diagnostic| {
            let (name, message) = (finding.code.name.to_owned(), finding.message.clone());
            Some(Entry { finding: name, digest: finding.digest.clone()?, message })
        };
        let mut findings: Vec<Entry> = open.filter_map(entry).collect();
        findings.sort();
        findings.dedup_by(|later, first| (&later.finding, &later.digest) == (&first.finding, &first.digest));
        Baseline { schema: SCHEMA.to_owned(), findings }
    }

    /// How many findings it lists.
    pub(super) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// If it cannot be read or is none.
    pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
        let failure = |why: String| {
            Failure::new(Exit::Unreadable, format!("cannot read the baseline `{}`: {why}", path.display()))
                .help("write one with `carecheck check --write-baseline FILE`")
        };
        let bytes = files::read(path).map_err(failure)?;
        let baseline: Baseline =
            serde_json::from_slice(&bytes).map_err(|error| failure(format!("it is no baseline: {error}")))?;
        if baseline.schema == SCHEMA {
            Ok(baseline)
        } else {
            Err(failure(format!("its schema is `{}`, not `{SCHEMA}`", baseline.schema.escape_debug())))
        }
    }

    /// Writes it, in place of an older one if there is one.
    ///
    /// # Errors
    /// If it cannot be written, or what is there is no baseline.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        if path.exists() && Baseline::read(path).is_err() {
            let message = format!("`{}` exists and is no baseline; it is left as it is", path.display());
            return Err(Failure::new(Exit::Usage, message).help("give another name"));
        }
        // Strings and lists cannot fail to become JSON.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        files::write(path, &text).map_err(|error| {
            let why = files::in_words(&error);
            Failure::new(Exit::Unreadable, format!("cannot write `{}`: {why}", path.display()))
        })
    }

    /// Takes the findings that are known out of the others.
    pub(super) fn apply(&self, findings: &mut Vec<Diagnostic>) -> Applied {
        let known: BTreeMap<&str, &str> =
            self.findings.iter().map(|entry| (entry.digest.as_str(), entry.finding.as_str())).collect();
        let mut found = BTreeSet::new();
        let before = findings.len();
        findings.retain(|finding| {
            let digest = finding.digest.as_deref().filter(|_| finding.accepted.is_none());
            let digest = digest.filter(|&digest| known.get(digest).copied() == Some(finding.code.name));
            found.extend(digest.map(str::to_owned));
            digest.is_none()
        });
        let stale = known.iter().filter(|(digest, _)| !found.contains(**digest));
        let stale = stale.map(|(digest, finding)| format!("{finding} {digest}").escape_debug().to_string());
        Applied { known: before - findings.len(), stale: stale.collect() }
    }
}
