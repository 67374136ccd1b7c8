//! Hard words and what to write instead, after the lists of the CDC (*Everyday Words for Public Health Communication*) and
//! of plainlanguage.gov (*Use simple words and phrases*). Only words that mean the same on a sheet.

/// A hard word, and plain words for it.
const PLAIN: &[(&str, &str)] = &[
    ("abrasion", "scrape"),
    ("adhere", "stick"),
    ("administer", "give"),
    ("adverse", "bad"),
    ("aesthetician", "skin therapist"),
    ("analgesic", "painkiller"),
    ("antihistamines", "allergy medicine"),
    ("application", "use"),
    ("approximately", "about"),
    ("assistance", "help"),
    ("commence", "start"),
    ("consult", "ask"),
    ("contact", "call"),
    ("contusion", "bruise"),
    ("dermatologist", "skin doctor"),
    ("discontinue", "stop"),
    ("edema", "swelling"),
    ("erythema", "redness"),
    ("evaluate", "check"),
    ("excessive", "too much"),
    ("exfoliate", "scrub"),
    ("experience", "have"),
    ("facilitate", "help"),
    ("hydrate", "moisten"),
    ("immediately", "at once"),
    ("immerse", "put under water"),
    ("inflammation", "swelling"),
    ("initiate", "start"),
    ("laceration", "cut"),
    ("maintain", "keep"),
    ("medication", "medicine"),
    ("medications", "medicines"),
    ("numerous", "many"),
    ("permitted", "allowed"),
    ("persist", "last"),
    ("physician", "doctor"),
    ("practitioner", "doctor or nurse"),
    ("procedure", "treatment"),
    ("prohibited", "not allowed"),
    ("pruritus", "itching"),
    ("recommence", "start again"),
    ("refrain", "do not"),
    ("residual", "left"),
    ("strenuous", "hard"),
    ("subsequently", "then"),
    ("sufficient", "enough"),
    ("terminate", "end"),
    ("topical", "on the skin"),
    ("utilise", "use"),
    ("utilize", "use"),
    ("visible", "that you can see"),
];

/// Plain words for a word of small letters, if there are any.
pub(super) fn plain(word: &str) -> Option<&'static str> {
    PLAIN.iter().find(|(hard, _)| *hard == word).map(|&(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::syllables;

    #[test]
    fn the_words_are_sorted_and_what_stands_for_them_is_easier() {
        assert!(PLAIN.is_sorted());
        for (hard, plain) in PLAIN {
            let longest = plain.split(' ').filter_map(syllables).max();
            assert!(longest <= syllables(hard), "{hard}: {plain}");
        }
        assert_eq!(plain("strenuous"), Some("hard"));
    }
}
