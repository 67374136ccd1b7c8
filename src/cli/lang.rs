//! `--lang` → the sheet in the language of its reader. What has no translation stays as the sheet says it, and is named.

use std::collections::BTreeSet;

use super::console::Console;
use super::load::Translations;
use crate::lang::Lang;
use crate::model::Model;

/// How many texts without a translation are named.
const MOST_NAMED: usize = 3;

/// The flag that says in which language a plan or an answer is written.
#[derive(clap::Args)]
pub(super) struct LangArgument {
    /// The language of what is written for people; without it, that of the sheet. A text that is not translated into it
    /// stays as it is
    #[arg(long, value_enum, env = "CARECHECK_LANG", hide_env_values = true)]
    lang: Option<Choice>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Choice {
    /// English
    En,
    /// German
    De,
    /// Spanish
    Es,
}

impl LangArgument {
    fn asked(&self) -> Option<Lang> {
        self.lang.map(|choice| match choice {
            Choice::En => Lang::English,
            Choice::De => Lang::German,
            Choice::Es => Lang::Spanish,
        })
    }

    /// The translations that are needed.
    pub(super) fn translations(&self) -> Translations {
        Translations::Into(self.asked())
    }

    /// The sheets in this language, or else in that of the first. Names the texts that have no translation.
    pub(super) fn translated(&self, sheets: &[Model], console: &Console) -> Vec<Model> {
        let lang = self.asked().or_else(|| Some(sheets.first()?.lang)).unwrap_or_default();
        let mut left: Vec<String> = Vec::new();
        let mut translated = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            let (sheet, more) = sheet.in_language(lang);
            translated.push(sheet);
            left.extend(more);
        }
        let mut seen = BTreeSet::new();
        left.retain(|text| seen.insert(text.clone()));
        if !left.is_empty() {
            let named: Vec<String> = left.iter().take(MOST_NAMED).map(|text| format!("`{text}`")).collect();
            let more = match left.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let named = named.join(", ");
            console.remark(&format!("note: without a translation into `{}`: {named}{more}", lang.code()));
        }
        translated
    }
}
