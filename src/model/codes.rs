//! What this stage can find, each with its page.

use crate::diagnostic::Code;

macro_rules! codes {
    ($($constant:ident $id:literal $name:literal)*) => {
        $(
            #[doc = concat!($id, " ", $name)]
            pub static $constant: Code =
                Code { id: $id, name: $name, page: include_str!(concat!("findings/", $name, ".md")) };
        )*
        /// All of them, in the order of their numbers.
        pub static CODES: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    UNKNOWN_NAME "C0201" "unknown-name"
    WRONG_KIND "C0202" "wrong-kind"
    DECLARED_TWICE "C0203" "declared-twice"
    TAXONOMY_CYCLE "C0204" "taxonomy-cycle"
    UNUSED_NAME "C0205" "unused-name"
    TYPE_MISMATCH "C0206" "type-mismatch"
    VALUE_OUT_OF_RANGE "C0207" "value-out-of-range"
    USE_NOT_FOUND "C0208" "use-not-found"
    USE_OUTSIDE_ROOT "C0209" "use-outside-root"
    USE_CYCLE "C0210" "use-cycle"
    USE_OF_A_SHEET "C0211" "use-of-a-sheet"
    TWO_TREATMENTS "C0212" "two-treatments"
    MISPLACED_CLAUSE "C0213" "misplaced-clause"
    EXCEPTION_OUTSIDE "C0214" "exception-outside"
    NOTHING_TO_CHANGE "C0215" "nothing-to-change"
    UNKNOWN_RULE "C0216" "unknown-rule"
    NOT_OF_THE_RULE "C0217" "not-of-the-rule"
    CHANGED_TWICE "C0218" "changed-twice"
    UNKNOWN_LANGUAGE "C0231" "unknown-language"
    TRANSLATED_TWICE "C0232" "translated-twice"
    NEVER_SAID "C0233" "never-said"
    UNTRANSLATED "C0234" "untranslated"
    UNCOUNTED_DAY "C0301" "uncounted-day"
    DAY_ZERO "C0302" "day-zero"
    HALF_WINDOW "C0304" "half-window"
    EMPTY_WINDOW "C0305" "empty-window"
    ENDLESS_BEFORE "C0306" "endless-before"
    BACKWARDS_RANGE "C0307" "swapped-ends"
    TWO_WINDOWS "C0308" "two-windows"
    TOO_FAR "C0309" "too-far"
    EXPECTED_ORDER "C0310" "expected-order"
    BAD_INSTANT "C0311" "bad-instant"
    EXPECTED_SIDE "C0312" "expected-side"
}
