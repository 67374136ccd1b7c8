//! Findings with a mend → texts in which it is made. A mend that does harm is left out: one after which less can be read,
//! or after which there are more errors than before. Knows nothing of the disk.

use crate::analyse;
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::model::Unit;
use crate::source::{FileId, LineColumn, Place, SourceFile, Sources};
use crate::syntax::{self, tree, unquote};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// How often texts are read anew to see what mends do, at most. One mend may uncover the next.
const MAX_TRIES: usize = 300;

/// What came of mending.
#[derive(Debug)]
pub struct Mended {
    /// All files, with the mends made.
    pub sources: Sources,
    /// The mends that were made, in the order in which they were made.
    pub made: Vec<Made>,
    /// What is still wrong, sorted by place.
    pub remaining: Vec<Diagnostic>,
    /// Whether a text still has errors, so that not all of it can be read.
    pub is_unreadable: bool,
}

/// A mend that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// In which file.
    pub file: FileId,
    /// Where, when it was made.
    pub at: LineColumn,
    /// What was found there.
    pub code: &'static Code,
    /// What was done, as an instruction.
    pub title: String,
}

/// Makes every mend that can be made in the files `asked` for, until there is none left; what they use stays as it is.
///
/// `findings` is what is wrong with the texts: refusals and syntax errors. Mending what is mended changes nothing.
#[must_use]
pub fn mend(sources: &Sources, unit: &Unit, asked: &[FileId], findings: &[Diagnostic]) -> Mended {
    let mut state = State::new(sources.clone(), unit.clone(), asked, findings);
    let mut made = Vec::new();
    let mut tries = MAX_TRIES;
    let mut seen = vec![(state.hash(), 0)];
    while let Some((next, kept)) = state.round(&mut tries) {
        made.extend(kept);
        let hash = next.hash();
        state = next;
        // Two mends that undo each other would go on for ever.
        if let Some(&(_, length)) = seen.iter().find(|(before, _)| *before == hash) {
            made.truncate(length);
            break;
        }
        seen.push((hash, made.len()));
    }
    Mended { remaining: state.findings(), is_unreadable: state.harm().0 > 0, sources: state.sources, made }
}

/// The texts, what they mean and what is wrong with them.
struct State {
    sources: Sources,
    unit: Unit,
    /// What is wrong with each text.
    texts: BTreeMap<FileId, Vec<Diagnostic>>,
    /// What is wrong with each sheet beyond that.
    sheets: BTreeMap<FileId, Vec<Diagnostic>>,
}

/// How bad things are: errors in the texts, then errors in all. A text that can be read again may show errors that
/// nobody could see before.
type Harm = (usize, usize);

impl State {
    fn new(sources: Sources, unit: Unit, asked: &[FileId], findings: &[Diagnostic]) -> State {
        let mut texts: BTreeMap<FileId, Vec<Diagnostic>> = BTreeMap::new();
        for finding in findings {
            texts.entry(finding.place().unwrap_or_default().file).or_default().push(finding.clone());
        }
        let sheets = asked.iter().map(|&root| (root, analyse(&sources, &unit, root).1)).collect();
        State { sources, unit, texts, sheets }
    }

    fn findings(&self) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> =
            self.texts.values().chain(self.sheets.values()).flatten().cloned().collect();
        diagnostic::sort(&mut findings);
        findings.dedup();
        findings
    }

    fn harm(&self) -> Harm {
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let in_texts = self.texts.values().flatten().filter(is_error).count();
        (in_texts, self.findings().iter().filter(is_error).count())
    }

    /// Whether each mend has got rid of what it mends: there are fewer findings that say the same, or they have moved
    /// towards the end, as where one statement has the same slip twice. Else a mend could be made again and again.
    fn is_better(&self, next: &State, mended: &[&Diagnostic]) -> bool {
        let (before, after) = (self.findings(), next.findings());
        mended.iter().all(|finding| next.alike(&after, finding) < self.alike(&before, finding))
    }

    /// How many findings say the same, and how many bytes there are in all from them to the ends of their texts.
    fn alike(&self, findings: &[Diagnostic], one: &Diagnostic) -> (usize, usize) {
        let alike = findings.iter().filter(|other| other.code == one.code && other.message == one.message);
        let to_end = alike
            .filter_map(Diagnostic::place)
            .map(|place| self.sources.file(place.file).text().len().saturating_sub(place.span.start as usize));
        to_end.fold((0, 0), |(count, bytes), more| (count + 1, bytes + more))
    }

    /// The texts of the files that may change.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.sheets.keys().for_each(|&file| self.sources.file(file).text().hash(&mut hasher));
        hasher.finish()
    }

    /// Makes as many mends at once as do no harm; nothing if there is none.
    fn round(&self, tries: &mut usize) -> Option<(State, Vec<Made>)> {
        let findings = self.findings();
        let mut round = Round { from: self, harm: self.harm(), kept: Vec::new(), to: None, tries };
        round.keep(&self.apart(&findings));
        let made = round.kept.iter().filter_map(|finding| self.made(finding)).collect();
        round.to.map(|state| (state, made))
    }

    fn made(&self, finding: &Diagnostic) -> Option<Made> {
        let fix = finding.fix.as_ref()?;
        let (place, _) = fix.edits.first()?;
        let at = self.sources.file(place.file).line_column(place.span.start);
        Some(Made { file: place.file, at, code: finding.code, title: fix.title.clone() })
    }

    /// The findings whose mends can be made at once: they lie in the files that may change and do not touch each other.
    fn apart<'f>(&self, findings: &'f [Diagnostic]) -> Vec<&'f Diagnostic> {
        let mut taken: BTreeSet<Place> = BTreeSet::new();
        let mut apart = Vec::new();
        for finding in findings {
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
            let places: Vec<Place> = edits.map(|(place, _)| *place).collect();
            let is_free =
                |place: &Place| self.sheets.contains_key(&place.file) && !taken.iter().any(|&t| touch(t, *place));
            if !places.is_empty() && places.iter().all(is_free) {
                taken.extend(places);
                apart.push(finding);
            }
        }
        apart
    }

    /// The state after these mends; none if a text could not be loaded, or would use a file that nobody has read.
    fn with(&self, findings: &[&Diagnostic]) -> Option<State> {
        let mut edits: BTreeMap<FileId, Vec<(Place, &str)>> = BTreeMap::new();
        for (place, text) in findings.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits) {
            edits.entry(place.file).or_default().push((*place, text));
        }
        let (mut sources, mut unit, mut texts) = (self.sources.clone(), self.unit.clone(), self.texts.clone());
        for (&id, edits) in &mut edits {
            let before = self.sources.file(id);
            let (file, refusals) = SourceFile::load(before.name(), edited(before.text(), edits)?.as_bytes());
            let (tree, findings) = syntax::parse(id, &file);
            if !refusals.is_empty() || !used(&tree, &file).all(|path| unit.uses.contains_key(&(id, path))) {
                return None;
            }
            sources.replace(id, file);
            *unit.files.iter_mut().find(|file| file.id == id)? = tree;
            texts.insert(id, findings);
        }
        let is_touched = |root: FileId| closure(&unit, &sources, root).iter().any(|file| edits.contains_key(file));
        let sheets = self.sheets.iter().map(|(&root, findings)| {
            let findings = if is_touched(root) { analyse(&sources, &unit, root).1 } else { findings.clone() };
            (root, findings)
        });
        Some(State { sheets: sheets.collect(), sources, unit, texts })
    }
}

/// Mends of one state, tried together and, where that does harm, by halves.
struct Round<'a> {
    from: &'a State,
    harm: Harm,
    kept: Vec<&'a Diagnostic>,
    to: Option<State>,
    tries: &'a mut usize,
}

impl<'a> Round<'a> {
    fn keep(&mut self, findings: &[&'a Diagnostic]) {
        if findings.is_empty() || *self.tries == 0 {
            return;
        }
        *self.tries -= 1;
        let all: Vec<&Diagnostic> = self.kept.iter().chain(findings).copied().collect();
        match self.from.with(&all) {
            Some(state) if state.harm() <= self.harm && self.from.is_better(&state, &all) => {
                self.harm = state.harm();
                self.kept = all;
                self.to = Some(state);
            }
            _ if findings.len() == 1 => {}
            _ => {
                let (first, second) = findings.split_at(findings.len() / 2);
                self.keep(first);
                self.keep(second);
            }
        }
    }
}

/// The text with each edit made. The edits do not touch; what they put in ends its lines as the text does.
fn edited(text: &str, edits: &mut [(Place, &str)]) -> Option<String> {
    edits.sort_unstable();
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for (place, put) in edits {
        edited.push_str(text.get(at..place.span.start as usize)?);
        if text.contains("\r\n") {
            edited.push_str(&put.replace('\n', "\r\n"));
        } else {
            edited.push_str(put);
        }
        at = place.span.end as usize;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}

/// Whether two places overlap, or one begins where the other ends: then the second is left for the next round.
fn touch(a: Place, b: Place) -> bool {
    a.file == b.file && a.span.start <= b.span.end && b.span.start <= a.span.end
}

/// The paths that a file uses.
fn used<'t>(tree: &'t tree::File, file: &'t SourceFile) -> impl Iterator<Item = String> + use<'t> {
    tree.statements.iter().filter_map(|statement| match statement {
        tree::Statement::Use(used) => Some(unquote(file.slice(used.path.0)).into_owned()),
        _ => None,
    })
}

/// The file and all that it uses.
fn closure(unit: &Unit, sources: &Sources, root: FileId) -> BTreeSet<FileId> {
    let mut closure = BTreeSet::from([root]);
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let Some(tree) = unit.file(id) else { continue };
        for path in used(tree, sources.file(id)) {
            if let Some(Ok(target)) = unit.uses.get(&(id, path))
                && closure.insert(*target)
            {
                open.push(*target);
            }
        }
    }
    closure
}
