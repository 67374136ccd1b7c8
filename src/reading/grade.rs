//! The sentences of a patient's page → the finding that it is hard to read, with the sentence and the words that weigh most.

use std::collections::BTreeMap;

use super::plain_words::plain;
use super::{Reading, syllables};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Model, Rule};
use crate::render::plan::Sentence;
use crate::source::{Place, Sources};

/// A page that is hard to read.
pub static READING_GRADE: Code = Code { id: "C0501", name: "reading-grade", page: include_str!("reading-grade.md") };

/// Above this grade a page is hard to read.
pub const HARD_TO_READ: f64 = 8.0;

/// A word with fewer syllables is not hard.
const HARD_WORD: usize = 4;
/// How many words are named, and how many sentences.
const MOST_WORDS: usize = 4;
const MOST_SENTENCES: usize = 2;

/// What there is to say about how hard the page of a sheet is to read: nothing, or one finding.
#[must_use]
pub fn reading(model: &Model, sources: &Sources, page: &[Sentence]) -> Option<Diagnostic> {
    let grade = Reading::of_lines(page.iter().map(|sentence| sentence.text.as_str())).grade();
    let place = model.treatment.as_ref().map(|treatment| treatment.place);
    let place = place.or_else(|| model.rules.first().map(|rule| rule.place))?;
    if grade <= HARD_TO_READ {
        return None;
    }
    let message = format!("the patient's page reads at grade {grade:.1}; above {HARD_TO_READ:.0} it is hard to read");
    let mut finding = Diagnostic::warning(&READING_GRADE, place, message).label("its page is hard to read");
    for (grade, place) in hardest_rules(model, sources, page) {
        finding = finding.also(place, format!("grade {grade:.0} by itself"));
    }
    Some(finding.help(advice(page)))
}

/// The rules whose sentences are the hardest, the hardest first.
fn hardest_rules(model: &Model, sources: &Sources, page: &[Sentence]) -> Vec<(f64, Place)> {
    let mut hard: Vec<(f64, Place)> = Vec::new();
    for sentence in page {
        let grade = Reading::of_line(&sentence.text).grade();
        let stands = |rule: &&Rule| {
            let file = sources.file(rule.place.file);
            let at = file.line_column(rule.place.span.start);
            sentence.at.as_ref().is_some_and(|(name, line, column)| {
                (name.as_str(), *line, *column) == (file.name(), at.line, at.column)
            })
        };
        if grade > HARD_TO_READ
            && let Some(rule) = model.rules.iter().find(stands)
            && !hard.iter().any(|(_, place)| *place == rule.place)
        {
            hard.push((grade, rule.place));
        }
    }
    hard.sort_by(|a, b| b.0.total_cmp(&a.0));
    hard.truncate(MOST_SENTENCES);
    hard
}

/// `write shorter sentences and words: for `strenuous` write `hard`; `isotretinoin` and `aesthetician` are long`
fn advice(page: &[Sentence]) -> String {
    let mut weights: BTreeMap<String, usize> = BTreeMap::new();
    let own = page.iter().filter(|sentence| sentence.at.is_some());
    for token in own.flat_map(|sentence| sentence.text.split_whitespace()) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let count = syllables(token).unwrap_or(0);
        if count >= HARD_WORD || plain(&word).is_some() {
            *weights.entry(word).or_default() += count;
        }
    }
    let mut words: Vec<(String, usize)> = weights.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MOST_WORDS);
    let said = |(word, _): &(String, usize)| match plain(word) {
        Some(plain) => format!("for `{word}` write `{plain}`"),
        None => format!("`{word}` is long"),
    };
    let words: Vec<String> = words.iter().map(said).collect();
    match words.as_slice() {
        [] => "write shorter sentences: one thing in each".to_owned(),
        words => format!("write shorter sentences and plain words: {}", words.join("; ")),
    }
}
