//! What kind of name a place wants, and the words for it: "a sign", how one is declared, what to write instead.

use super::names::{Symbol, in_words};

/// What kind of name stands in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Activity,
    Sign,
    /// A fact or a sign: the name alone in a condition.
    Fact,
    /// An event: a name in a moment.
    Event,
    /// An event or an activity: a name before `within`.
    Dated,
    Part,
}

impl Wanted {
    pub fn in_words(self) -> &'static str {
        match self {
            Wanted::Activity => "an activity",
            Wanted::Sign => "a sign",
            Wanted::Fact => "a fact or a sign",
            Wanted::Event => "an event",
            Wanted::Dated => "an event or an activity",
            Wanted::Part => "a part of the day",
        }
    }

    /// A declaration that would fit, for a name that has none.
    pub fn declaration(self, name: &str) -> String {
        let words = in_words(name);
        match self {
            Wanted::Activity => format!("activity {name} \"{words}\""),
            Wanted::Sign => format!("sign {name} \"{words}\""),
            Wanted::Fact => format!("fact {name} \"{words}\" : yes/no"),
            Wanted::Event => format!("event {name} \"{words}\""),
            Wanted::Dated => format!("event {name} \"{words}\" any time"),
            Wanted::Part => format!("part {name} \"{words}\" 18:00..22:00"),
        }
    }

    /// What to write where another kind of name was found.
    pub fn help(self, found: Symbol, name: &str) -> Option<String> {
        match (self, found) {
            (Wanted::Fact, Symbol::Event(_)) => {
                Some(format!("ask when it was, as in `{name} within 6mo before treatment`"))
            }
            (Wanted::Sign, Symbol::Subject(_)) => {
                Some("`expect` and `alert` speak of signs; `avoid`, `allow` and `do` of activities".to_owned())
            }
            (Wanted::Activity, Symbol::Subject(_)) => {
                Some("`avoid`, `allow` and `do` speak of activities; `expect` and `alert` of signs".to_owned())
            }
            (Wanted::Event, Symbol::Subject(_)) => Some(format!(
                "declare an event for it, as in `event {name}_done \"…\"`, or write a time such as `+48h`"
            )),
            _ => None,
        }
    }
}
