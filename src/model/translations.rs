//! `translation` statements → what each text of the sheet is in other languages. Whether the sheet says such a text, and
//! which of its texts are left, is told elsewhere.

use super::codes;
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::source::Place;
use crate::syntax::tree::{self, File, Statement, Text};

/// What a text is in another language.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The language.
    pub lang: Lang,
    /// The text as the sheet says it.
    pub original: String,
    /// The same in that language.
    pub text: String,
    /// Where the original stands in the translation, with its quotes.
    pub place: Place,
    /// Whether it stands in the file that was asked for, or in one named after it; else in one that others may use too.
    pub own: bool,
}

impl Names<'_> {
    /// All that a file translates. The first of two translations of one text counts. The file may be the sheet's own, or at
    /// least one that is there to translate it.
    pub fn translations(&mut self, file: &File, own: bool, for_the_sheet: bool) {
        self.file = file.id;
        for statement in &file.statements {
            let Statement::Translation(translation) = statement else { continue };
            let place = translation.language.in_file(file.id);
            let Some(lang) = self.language(place) else { continue };
            if for_the_sheet && !self.translated_into.iter().any(|(known, _)| *known == lang) {
                self.translated_into.push((lang, place));
            }
            self.texts_of(translation, lang, own);
        }
    }

    fn texts_of(&mut self, translation: &tree::Translation, lang: Lang, own: bool) {
        for &(original, text) in &translation.texts {
            let translated = Translation {
                lang,
                original: self.quoted(original),
                text: self.quoted(text),
                place: original.0.in_file(self.file),
                own,
            };
            let key = (lang.code(), translated.original.clone());
            match self.translated.get(&key) {
                Some((same, _)) if *same == translated.text => {}
                Some(&(_, first)) => self.translated_twice(&translated, text, first),
                None => {
                    self.translated.insert(key, (translated.text.clone(), text.0.in_file(self.file)));
                    self.model.translations.push(translated);
                }
            }
        }
    }

    fn translated_twice(&mut self, translated: &Translation, text: Text, first: Place) {
        let message = format!("`{}` is translated into `{}` in two ways", translated.original, translated.lang.code());
        self.problems.push(
            Diagnostic::error(&codes::TRANSLATED_TWICE, text.0.in_file(self.file), message)
                .label("one way here")
                .also(first, "another way here")
                .help("keep one of them; what is said in two ways needs two texts in the sheet"),
        );
    }

    /// The language of a code as it is written; an error if there is none.
    pub(super) fn language(&mut self, place: Place) -> Option<Lang> {
        let written = self.sources.slice(place);
        if let Some(lang) = Lang::of_code(written) {
            return Some(lang);
        }
        let problem = Diagnostic::error(
            &codes::UNKNOWN_LANGUAGE,
            place,
            match meant(written) {
                Some(lang) => format!("`{written}` is not a language here; did you mean `{}`?", lang.code()),
                None => format!("`{written}` is not a language here"),
            },
        )
        .label("no language of carecheck");
        let codes: Vec<String> = Lang::ALL.iter().map(|lang| format!("`{}`", lang.code())).collect();
        let problem = problem.help(format!("the languages are {}", codes.join(", ")));
        self.problems.push(match meant(written) {
            Some(lang) => problem.fix(format!("write `{}`", lang.code()), place, lang.code()),
            None => problem,
        });
        None
    }
}

/// The language that was meant: `DE`, `de-AT`, `german`, `deutsch`.
fn meant(written: &str) -> Option<Lang> {
    let small = written.to_ascii_lowercase();
    let first = small.split('-').next().unwrap_or_default();
    let code = match first {
        "english" | "eng" | "uk" | "us" | "gb" => "en",
        "german" | "deutsch" | "ger" | "deu" | "at" => "de",
        "spanish" | "espanol" | "castellano" | "spa" | "sp" => "es",
        other => other,
    };
    Lang::of_code(code)
}
