//! Translations against the texts of their sheet: what is translated and never said, and what is said and not
//! translated.

use super::Model;
use super::codes;
use super::names::Names;
use super::texts::{Shown, is_words, texts};
use super::translations::Translation;
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::source::{FileId, Place};
use std::collections::HashSet;

/// How alike two texts are, from 0 to 1, so that one can have been meant as the other.
const ALIKE: f64 = 0.6;
/// The same for a file that several sheets may use, where a text may be another sheet's.
const VERY_ALIKE: f64 = 0.8;
/// For how many texts what was meant is looked for; it takes a look at every text of the sheet.
const MOST_LOOKED_FOR: usize = 100;
/// How many texts are named that are not translated.
const MOST_NAMED: usize = 3;

/// A text of the sheet.
struct Said {
    text: String,
    place: Place,
    /// Whether a plan may show it.
    shown: bool,
}

impl Names<'_> {
    /// Looks at all translations; for a sheet of which everything could be read.
    pub fn check_translations(&mut self, root: FileId) {
        if self.model.translations.is_empty() && self.translated_into.is_empty() {
            return;
        }
        let said = said(&self.model);
        for lang in Lang::ALL {
            let own: Vec<Translation> =
                self.model.translations.iter().filter(|one| one.lang == lang).cloned().collect();
            let translated: HashSet<&str> = own.iter().map(|one| one.original.as_str()).collect();
            let left: Vec<&Said> = said.iter().filter(|text| !translated.contains(text.text.as_str())).collect();
            let meant = self.never_said(&own, &said, &left);
            self.untranslated(lang, left.into_iter().filter(|text| !meant.contains(&text.text)).collect(), root);
        }
    }

    /// Reports what is never said, and gives the texts that were meant.
    fn never_said(&mut self, own: &[Translation], said: &[Said], left: &[&Said]) -> HashSet<String> {
        let mut all_meant = HashSet::new();
        // A file with nothing but translations is looked at where a sheet uses it.
        if said.is_empty() {
            return all_meant;
        }
        let known: HashSet<&str> = said.iter().map(|text| text.text.as_str()).collect();
        let never = own.iter().filter(|one| !known.contains(one.original.as_str()));
        for (index, one) in never.enumerate() {
            let alike = if one.own { ALIKE } else { VERY_ALIKE };
            let meant =
                left.iter().filter(|_| index < MOST_LOOKED_FOR).map(|text| (likeness(&one.original, &text.text), text));
            let meant = meant.filter(|(like, _)| *like >= alike).max_by(|a, b| a.0.total_cmp(&b.0));
            if meant.is_none() && !one.own {
                continue;
            }
            let message = format!("no text of this sheet is `{}`", one.original);
            let problem = match meant {
                Some((_, meant)) => Diagnostic::warning(
                    &codes::NEVER_SAID,
                    one.place,
                    format!("{message}; did you mean `{}`?", meant.text),
                )
                .also(meant.place, "said here, and not translated")
                .help("write the text exactly as the sheet says it"),
                None => Diagnostic::warning(&codes::NEVER_SAID, one.place, message)
                    .help("remove it, or write the text exactly as the sheet says it"),
            };
            self.problems.push(problem.label("translated, and never said"));
            all_meant.extend(meant.map(|(_, meant)| meant.text.clone()));
        }
        all_meant
    }

    fn untranslated(&mut self, lang: Lang, left: Vec<&Said>, root: FileId) {
        let Some(&(_, place)) = self.translated_into.iter().find(|(own, _)| *own == lang) else { return };
        if lang == self.model.lang {
            return;
        }
        let vocabulary = self.model.rules.is_empty();
        // What a vocabulary uses is told where that is checked.
        let mut texts: Vec<&Said> =
            left.into_iter().filter(|text| text.shown && (!vocabulary || text.place.file == root)).collect();
        let mut seen = HashSet::new();
        texts.retain(|text| is_words(&text.text) && seen.insert(text.text.as_str()));
        let Some(first) = texts.first() else { return };
        let code = lang.code();
        let named: Vec<String> = texts.iter().take(MOST_NAMED).map(|text| format!("`{}`", text.text)).collect();
        let named = named.join(", ");
        let message = match texts.len() {
            1 => format!("a text has no translation into `{code}`: {named}"),
            count if count <= MOST_NAMED => format!("{count} texts have no translation into `{code}`: {named}"),
            count => {
                format!("{count} texts have no translation into `{code}`: {named} and {} more", count - MOST_NAMED)
            }
        };
        self.problems.push(
            Diagnostic::note(&codes::UNTRANSLATED, place, message)
                .label("translated into this language")
                .also(first.place, if texts.len() == 1 { "said here" } else { "the first is said here" })
                .help(format!("write `\"{}\" \"…\"`, with what it is in that language", first.text)),
        );
    }
}

fn said(model: &Model) -> Vec<Said> {
    let shown = Shown::of(model);
    let mut model = model.clone();
    texts(&mut model)
        .into_iter()
        .map(|told| Said { shown: shown.has(told.of), place: told.place, text: std::mem::take(told.text) })
        .collect()
}

/// How alike two texts are; those of very different length are not alike at all.
fn likeness(one: &str, other: &str) -> f64 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if short * 2 < long { 0.0 } else { strsim::normalized_damerau_levenshtein(one, other) }
}
