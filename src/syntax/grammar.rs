//! The only place that runs pest: text and an entry rule → pairs, or where the text breaks and what could have stood
//! there. Gives pest its work limit; knows nothing of trees.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

/// Everything that `grammar/care.pest` describes.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/care.pest"]
struct Care;

/// A node of pest, valid as long as its text.
pub(super) type Node<'i> = Pair<'i, Rule>;

/// Where a text stops being one, and why.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// At this byte none of these could be read.
    Unexpected {
        /// The byte, in the text that was given.
        at: usize,
        /// What could have stood there.
        expected: Vec<Rule>,
    },
    /// Reading it took more work than any sensible text of its length takes.
    TooMuchWork,
}

/// Reads `text` from its start as `entry`; what follows is not looked at, unless the entry ends with the text.
pub(super) fn read(entry: Rule, text: &str) -> Result<Pairs<'_, Rule>, Failure> {
    allow_work(text.len());
    Care::parse(entry, text).map_err(|error| match error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            Failure::Unexpected { at, expected: positives }
        }
        ErrorVariant::CustomError { .. } => Failure::TooMuchWork,
    })
}

/// Steps that any text may take, and steps for each byte more; a usual text takes about two a byte.
const STEPS_FOR_ANY: usize = 1_000_000;
const STEPS_A_BYTE: usize = 200;

/// Lets pest take a number of steps that is linear in the length of the text. pest has one limit for the whole
/// process, so it only ever grows: a short text read on another thread must not lower it under a long one.
fn allow_work(bytes: usize) {
    static ALLOWED: Mutex<usize> = Mutex::new(0);
    let wanted = bytes.saturating_mul(STEPS_A_BYTE).saturating_add(STEPS_FOR_ANY);
    let mut allowed = ALLOWED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if *allowed < wanted {
        *allowed = wanted;
        pest::set_call_limit(NonZeroUsize::new(wanted));
    }
}
