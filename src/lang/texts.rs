//! The Fluent files → messages. The files of a language are read when its first message is asked for, and only those.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::Lang;

/// What a message can be given: a text, or a number that chooses a plural.
pub use fluent_bundle::FluentValue as Argument;

/// The files of a language, by what they are for.
macro_rules! files {
    ($code:literal) => {
        &[
            include_str!(concat!($code, "/changes.ftl")),
            include_str!(concat!($code, "/dates.ftl")),
            include_str!(concat!($code, "/page.ftl")),
            include_str!(concat!($code, "/several.ftl")),
            include_str!(concat!($code, "/words.ftl")),
            include_str!(concat!($code, "/message.ftl")),
            include_str!(concat!($code, "/condition.ftl")),
            include_str!(concat!($code, "/window.ftl")),
            include_str!(concat!($code, "/sentence.ftl")),
            include_str!(concat!($code, "/plan.ftl")),
            include_str!(concat!($code, "/answer.ftl")),
            include_str!(concat!($code, "/calendar.ftl")),
        ]
    };
}

type Bundle = FluentBundle<FluentResource>;

impl Lang {
    /// The text of a message. A name that no message has is returned as it is; tests see to it that there is none.
    #[must_use]
    pub fn say<'a, const N: usize>(self, id: &str, arguments: [(&'static str, Argument<'a>); N]) -> String {
        self.say_with(id, arguments)
    }

    /// The same with arguments of which the number is not known here.
    pub(crate) fn say_with<'a>(
        self,
        id: &str,
        arguments: impl IntoIterator<Item = (&'static str, Argument<'a>)>,
    ) -> String {
        let mut given = FluentArgs::new();
        arguments.into_iter().for_each(|(name, value)| given.set(name, value));
        let bundle = self.bundle();
        let mut errors = Vec::new();
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let text = pattern.map(|pattern| bundle.format_pattern(pattern, Some(&given), &mut errors));
        debug_assert!(text.is_some() && errors.is_empty(), "{}: {id}: {errors:?}", self.code());
        let text = text.map_or_else(|| id.to_owned(), std::borrow::Cow::into_owned);
        self.contracted(text)
    }

    pub(super) fn files(self) -> &'static [&'static str] {
        match self {
            Lang::English => files!("en"),
            Lang::German => files!("de"),
            Lang::Spanish => files!("es"),
        }
    }

    fn bundle(self) -> &'static Bundle {
        static BUNDLES: [OnceLock<Bundle>; 3] = [const { OnceLock::new() }; 3];
        let [english, german, spanish] = &BUNDLES;
        let bundle = match self {
            Lang::English => english,
            Lang::German => german,
            Lang::Spanish => spanish,
        };
        bundle.get_or_init(|| self.read())
    }

    fn read(self) -> Bundle {
        let locale: LanguageIdentifier = self.code().parse().unwrap_or_default();
        let mut bundle = Bundle::new_concurrent(vec![locale]);
        // Marks around arguments that keep their direction of writing apart would stand in every file and calendar;
        // all languages here are written from left to right, and what turns the direction is removed from labels.
        bundle.set_use_isolating(false);
        for file in self.files() {
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new((*file).to_owned());
            let added = bundle.add_resource(resource);
            debug_assert!(added.is_ok(), "{}: {added:?}", self.code());
        }
        bundle
    }

    /// Spanish says *del* for *de el* and *al* for *a el*, where two parts of a sentence meet.
    fn contracted(self, text: String) -> String {
        match self {
            Lang::Spanish if text.contains(" el ") => text.replace(" de el ", " del ").replace(" a el ", " al "),
            _ => text,
        }
    }
}
