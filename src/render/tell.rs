//! A message of a language → a phrase. What stands between two asterisks in a message is said with a role, such as that
//! of a verb; arguments keep the roles of their pieces. An argument that is empty takes the space before it along, and so
//! does one that begins with a comma, as a German clause does.

use super::paper::{Phrase, Role};
use crate::lang::{Argument, Lang};

/// What a message is given.
pub(super) enum Piece {
    /// Text, with its roles.
    Text(Phrase),
    /// A word that chooses a form of the message.
    Choice(&'static str),
}

impl From<Phrase> for Piece {
    fn from(phrase: Phrase) -> Piece {
        Piece::Text(phrase)
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Piece {
        Piece::Text(Phrase::of(Role::Plain, text))
    }
}

/// A message as a phrase: `tell!(lang, "avoid", Role::Avoid, what = labels)`.
macro_rules! tell {
    ($lang:expr, $id:expr, $role:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::render::tell::told(
            $lang, $id, $role, vec![$((stringify!($name), $crate::render::tell::Piece::from($value))),*],
        )
    };
}
pub(super) use tell;

/// The first of the characters that stand for the arguments while the message is made; none of them is in a message.
const FIRST: u32 = 0xE000;

/// What [`tell!`] makes.
pub(super) fn told(lang: Lang, id: &str, role: Role, pieces: Vec<(&'static str, Piece)>) -> Phrase {
    let mut texts: Vec<Phrase> = Vec::new();
    let mut arguments: Vec<(&'static str, Argument<'_>)> = Vec::new();
    for (name, piece) in pieces {
        match piece {
            Piece::Choice(word) => arguments.push((name, Argument::from(word))),
            Piece::Text(phrase) => {
                let mark = u32::try_from(texts.len()).ok().and_then(|index| char::from_u32(FIRST + index));
                arguments.push((name, Argument::from(String::from_iter(mark))));
                texts.push(phrase);
            }
        }
    }
    let message = lang.say_with(id, arguments);
    let (mut phrase, mut text, mut strong) = (Phrase::default(), String::new(), false);
    for c in message.chars() {
        let argument = u32::from(c).checked_sub(FIRST).and_then(|index| texts.get(usize::try_from(index).ok()?));
        let role_here = if strong { role } else { Role::Plain };
        match argument {
            Some(argument) => {
                if argument.is_empty() || argument.text().starts_with(',') {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                phrase.say(role_here, std::mem::take(&mut text));
                phrase.append(argument, role_here);
            }
            None if c == '*' => {
                phrase.say(role_here, std::mem::take(&mut text));
                strong = !strong;
            }
            None => text.push(c),
        }
    }
    phrase.say(Role::Plain, text);
    phrase
}
