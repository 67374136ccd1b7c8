//! Two rules of which it cannot be said whether they contradict each other, because too many cases would have to be
//! looked at. Never silently: an undecided pair is no proof of anything.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// C0413 undecided
pub static UNDECIDED: Code = Code { id: "C0413", name: "undecided", page: include_str!("undecided.md") };

/// Rules about something, `name`, of which two stand at these places.
pub(super) fn finding(name: &str, places: (Place, Place)) -> Diagnostic {
    let message = format!("it was not decided whether these two rules about {name} agree: they rest on too much");
    let (first, second) = places;
    Diagnostic::warning(&UNDECIDED, first.max(second), message)
        .label("too many events and facts")
        .also(first.min(second), "looked at together with this")
        .help("let each of the two rules speak of fewer events and facts")
}
