//! The fixed text of everything that a patient reads, in each language: messages by name, with arguments, from the
//! Fluent files beside this one. A message is a whole sentence or a part that needs no inflection by another; where the
//! order of words, a case or a plural differs between languages, the language's own file decides. Knows nothing of
//! plans. Findings and what the command line says stay English and do not come from here.

mod dates;
mod lengths;
mod negation;
mod texts;
mod words;

pub use crate::time::words::{clock, clock_minutes};
pub use lengths::{Amount, Case, Unit};
pub use texts::Argument;
pub use words::Joint;

/// A language in which a page can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 3] = [Lang::English, Lang::German, Lang::Spanish];

    /// The language of a code, such as `de`.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// Its code (ISO 639-1).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::English => "en",
            Lang::German => "de",
            Lang::Spanish => "es",
        }
    }
}

/// A message with its arguments by name: `say!(lang, "until", when = day)`. The name is written out, so that a test can
/// see which messages are used and with which arguments.
macro_rules! say {
    ($lang:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::lang::Lang::say($lang, $id, [$((stringify!($name), $crate::lang::Argument::from($value))),*])
    };
}
pub(crate) use say;
