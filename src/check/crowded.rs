//! So many rules about the same things that not every pair of them is looked at. Never silently: then no finding means
//! nothing.

use super::undecided::UNDECIDED;
use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// That there are too many rules about something of which one stands there.
pub(super) fn finding(place: Place) -> Diagnostic {
    Diagnostic::warning(
        &UNDECIDED,
        place,
        "so many rules speak of the same things, or rest on so much, that not every pair of them was looked at",
    )
    .label("one of them")
    .help("write fewer rules about one activity, let each speak of fewer events and facts, or check them in several files")
}
