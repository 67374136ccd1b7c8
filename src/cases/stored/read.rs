//! A stored text → the sheet of then. It comes from a file that anybody may have edited, so it is read with limits, and what is
//! wrong with it is said in one line.

use super::VERSION;
use super::write::recorded;
use crate::diagnostic::Severity;
use crate::model::{self, Model, Unit};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::tree::Statement;
use crate::syntax::{self, unquote};

/// The most bytes that are read, and the most files in it.
const MOST_BYTES: usize = 8 * 1024 * 1024;
const MOST_FILES: usize = 1_000;

/// A stored sheet.
#[derive(Debug)]
pub struct Stored {
    /// The file name of the sheet, as it was when it was stored.
    sheet: String,
    /// What was answered in the chosen cases.
    pub(super) answers: String,
    /// The texts of the rules.
    pub sources: Sources,
    /// What they mean.
    pub model: Model,
}

/// Why a text is no stored sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// It is larger than any that is written.
    #[error("it is larger than 8 MB")]
    TooLarge,
    /// It does not begin as such a text does.
    #[error("it is not a stored plan, or one of another version of carecheck")]
    NotOne,
    /// A line is not where it belongs.
    #[error("line {0} does not belong there")]
    Line(usize),
    /// The rules in it cannot be read.
    #[error("the rules in it cannot be read: {0}")]
    Rules(String),
}

impl Stored {
    /// Reads a stored text.
    ///
    /// # Errors
    /// If it is not one, or cannot be read.
    pub fn read(text: &str) -> Result<Stored, Damaged> {
        if text.len() > MOST_BYTES {
            return Err(Damaged::TooLarge);
        }
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
        let mut next = || lines.find(|(_, line)| !line.is_empty());
        if next().is_none_or(|(_, line)| line != VERSION) {
            return Err(Damaged::NotOne);
        }
        let sheet = next().and_then(|(_, line)| line.strip_prefix("sheet ")).ok_or(Damaged::NotOne)?.to_owned();
        let (mut answers, mut files) = (String::new(), Vec::<String>::new());
        for (number, line) in lines.skip_while(|(_, line)| line.is_empty()) {
            if let Some(file) = line.strip_prefix("== rules, file ") {
                if file.parse() != Ok(files.len() + 1) || files.len() >= MOST_FILES {
                    return Err(Damaged::Line(number));
                }
                files.push(String::new());
                continue;
            }
            let is_rules = !files.is_empty();
            if is_rules && line.starts_with("==") {
                return Err(Damaged::Line(number));
            }
            let part = files.last_mut().unwrap_or(&mut answers);
            part.push_str(line);
            part.push('\n');
        }
        let (sources, model) = rules(&files)?;
        Ok(Stored { sheet, answers, sources, model })
    }

    /// Whether it was stored of a file of this name.
    #[must_use]
    pub fn is_of(&self, name: &str) -> bool {
        self.sheet == recorded(name)
    }

    /// The file name of the sheet, as it was.
    #[must_use]
    pub fn sheet(&self) -> &str {
        self.sheet.trim_matches('"')
    }
}

fn rules(files: &[String]) -> Result<(Sources, Model), Damaged> {
    let wrong = |why: &str| Damaged::Rules(why.to_owned());
    let (mut sources, mut unit) = (Sources::default(), Unit::default());
    for (number, text) in (1..).zip(files) {
        let (source, refusals) = SourceFile::load(format!("accepted, file {number}"), text.as_bytes());
        if !refusals.is_empty() {
            return Err(wrong("there are characters in them that no rule has"));
        }
        let id = sources.add(source);
        let (tree, findings) = syntax::parse(id, sources.file(id));
        if let Some(error) = findings.iter().find(|finding| finding.severity == Severity::Error) {
            return Err(wrong(&error.message));
        }
        for statement in &tree.statements {
            if let Statement::Use(used) = statement {
                let path = unquote(sources.file(id).slice(used.path.0)).into_owned();
                let number =
                    path.parse::<u32>().ok().filter(|&number| (1..=files.len() as u64).contains(&number.into()));
                let number = number.ok_or_else(|| wrong("a file that they use is not there"))?;
                unit.uses.insert((id, path), Ok(FileId(number - 1)));
            }
        }
        unit.files.push(tree);
    }
    if files.is_empty() {
        return Err(wrong("there are none"));
    }
    let (model, findings) = model::resolve(&sources, &unit, FileId(0));
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(error) => Err(wrong(&error.message)),
        None => Ok((sources, model)),
    }
}
