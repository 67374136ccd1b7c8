//! Two answers → whether the second forbids more or less than the first. How much is demanded is weighed elsewhere: that
//! something is due until then says little of what is to be done.

use super::pieces::Directions;
use crate::model::AnswerWord;

/// How much an answer forbids. An alarm forbids nothing, but asks for a call; that a sign is normal asks for none.
fn forbids(word: AnswerWord) -> u8 {
    match word {
        AnswerWord::Avoided | AnswerWord::Alert => 3,
        AnswerWord::BetterNot => 2,
        AnswerWord::NotStated | AnswerWord::NotDue | AnswerWord::Depends => 1,
        AnswerWord::Due | AnswerWord::Allowed | AnswerWord::Expected => 0,
    }
}

fn is_ban(word: AnswerWord) -> bool {
    matches!(word, AnswerWord::Avoided | AnswerWord::BetterNot)
}

/// In which directions all that is possible changed. What is due counts as forbidding as much as what it is held against,
/// unless that is forbidden.
pub(super) fn compare(was: &[AnswerWord], is: &[AnswerWord]) -> Directions {
    if was == is {
        return Directions::default();
    }
    let all = || was.iter().chain(is);
    if all().any(|&word| word == AnswerWord::Due) && !all().any(|&word| is_ban(word)) {
        return Directions::OTHER;
    }
    let ends = |words: &[AnswerWord]| {
        let each = || words.iter().map(|&word| forbids(word));
        (each().min(), each().max())
    };
    let ((least_was, most_was), (least_is, most_is)) = (ends(was), ends(is));
    let stricter = least_is > least_was || most_is > most_was;
    let looser = least_is < least_was || most_is < most_was;
    Directions { stricter, looser, other: !stricter && !looser }
}

/// What is possible, in words: `avoided`, `avoided or not stated`.
pub(super) fn words(possible: &[AnswerWord]) -> String {
    let word = |word: &AnswerWord| if *word == AnswerWord::Alert { "an alert" } else { word.word() };
    let words: Vec<&str> = possible.iter().map(word).collect();
    words.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forbids_more_is_stricter() {
        use AnswerWord::{Allowed, Avoided, BetterNot, Due, NotDue, NotStated};
        assert_eq!(compare(&[Avoided], &[NotStated]), Directions::LOOSER);
        assert_eq!(compare(&[NotStated], &[Allowed]), Directions::LOOSER);
        assert_eq!(compare(&[Avoided], &[Avoided, NotStated]), Directions::LOOSER);
        assert_eq!(
            compare(&[BetterNot], &[Avoided, NotStated]),
            Directions { stricter: true, looser: true, other: false }
        );
        assert_eq!(compare(&[NotStated], &[NotDue]), Directions::OTHER);
        assert_eq!(compare(&[Allowed], &[Due]), Directions::OTHER);
        assert_eq!(compare(&[Due], &[Avoided]), Directions::STRICTER);
    }
}
