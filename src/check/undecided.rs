//! Two rules of which it cannot be said whether they contradict each other, because too many cases would have to be
//! looked at. Never silently: an undecided pair is no proof of anything.

use super::meeting::Meeting;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic};

/// C0409 undecided
pub static UNDECIDED: Code = Code { id: "C0409", name: "undecided", page: include_str!("undecided.md") };

pub(super) fn finding(sheet: Sheet<'_>, meeting: &Meeting<'_, '_>) -> Diagnostic {
    let name = sheet.name(meeting.b);
    let message = format!("it was not decided whether these two rules about {name} agree: they rest on too much");
    let (first, second) = meeting.places();
    Diagnostic::warning(&UNDECIDED, first.max(second), message)
        .label("too many events and facts")
        .also(first.min(second), "looked at together with this")
        .help("let each of the two rules speak of fewer events and facts")
}
