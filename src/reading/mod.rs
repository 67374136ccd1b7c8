//! How hard a page is to read: lines of English → the Flesch-Kincaid grade, and what makes it hard.
//!
//! The grade is the years of schooling in the United States after which a text is easy to read:
//! `0.39 × words a sentence + 11.8 × syllables a word − 15.59` (Kincaid, Fishburne, Rogers and Chissom, *Derivation of New
//! Readability Formulas for Navy Enlisted Personnel*, 1975). What counts as a sentence and as a word is as Flesch had it
//! (*How to Write Plain English*, 1979): a colon and a semicolon end a sentence too, and figures are no words. A line ends a
//! sentence, as a heading or an item of a list does. Names of days and months are words.

mod grade;
mod plain_words;
mod syllables;

pub use grade::{HARD_TO_READ, READING_GRADE, reading};
pub use syllables::syllables;

use crate::diagnostic::Code;

/// All codes of this stage.
pub static CODES: &[&Code] = &[&READING_GRADE];

/// What a text is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How many words.
    pub words: usize,
    /// How many sentences.
    pub sentences: usize,
    /// How many syllables.
    pub syllables: usize,
}

impl Reading {
    /// Counts one line of text.
    #[must_use]
    pub fn of_line(line: &str) -> Reading {
        let mut reading = Reading::default();
        let mut open = false;
        for token in line.split_whitespace() {
            if let Some(count) = syllables(token) {
                reading.words += 1;
                reading.syllables += count;
                open = true;
            }
            let end = token.trim_end_matches([')', '"', '”', '’', '\'']);
            if open && end.ends_with(['.', '!', '?', ':', ';']) {
                reading.sentences += 1;
                open = false;
            }
        }
        reading.sentences += usize::from(open);
        reading
    }

    /// Counts some lines.
    #[must_use]
    pub fn of_lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> Reading {
        lines.into_iter().map(Reading::of_line).fold(Reading::default(), |all, one| Reading {
            words: all.words + one.words,
            sentences: all.sentences + one.sentences,
            syllables: all.syllables + one.syllables,
        })
    }

    /// The Flesch-Kincaid grade; 0 for a text without words.
    #[must_use]
    pub fn grade(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no page has so many words")]
        let [words, sentences, syllables] = [self.words, self.sentences, self.syllables].map(|count| count as f64);
        if self.words == 0 { 0.0 } else { 0.39 * words / sentences + 11.8 * syllables / words - 15.59 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_words_are_counted_as_flesch_did() {
        let of = |line| {
            let Reading { words, sentences, syllables } = Reading::of_line(line);
            (words, sentences, syllables)
        };
        assert_eq!(of(""), (0, 0, 0));
        assert_eq!(of("Days 1 to 3"), (2, 1, 2));
        assert_eq!(of("Makeup: allowed again; it helps. Call us (now)."), (8, 4, 11));
        assert_eq!(of("14:00 26 2026."), (0, 0, 0));
        assert_eq!(of("Until Thursday 26 November, 14:30."), (3, 1, 7));
    }

    #[test]
    fn the_grade_is_that_of_the_formula() {
        let reading = Reading { words: 100, sentences: 10, syllables: 140 };
        assert!((reading.grade() - 4.83).abs() < 1e-9);
        assert!(Reading::default().grade().abs() < 1e-9);
    }
}
