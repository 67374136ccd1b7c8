//! The findings of this stage: one code a family of mistakes, each with its page for `carecheck explain` beside it.
//! Where a mistake is recognised, and its words, stand in `build`, `recover` and `advice`.

use crate::diagnostic::Code;

/// Every code of this stage.
pub static CODES: &[&Code] = &[
    &NOT_UTF8,
    &CONTROL_CHARACTER,
    &LONE_CARRIAGE_RETURN,
    &FILE_TOO_LARGE,
    &LINE_TOO_LONG,
    &UNEXPECTED,
    &MISSPELT,
    &QUOTES,
    &BRACES,
    &COMMAS,
    &RESERVED,
    &NOT_A_NAME,
    &WRITTEN_TWICE,
    &INCOMPLETE,
    &OUT_OF_PLACE,
    &NESTED_TOO_DEEPLY,
    &MIXED_AND_OR,
    &SIGN,
    &DURATION,
    &CLOCK,
    &DATE,
    &TOO_LARGE,
    &BARE_DAY,
    &RANGE,
    &BACKWARDS,
    &WINDOW,
    &FREQUENCY,
    &GAVE_UP,
];

/// The bytes of a file are no text.
pub static NOT_UTF8: Code = Code { id: "C0001", name: "not-utf8", page: include_str!("not-utf8.md") };

/// A character that nobody can see.
pub static CONTROL_CHARACTER: Code =
    Code { id: "C0002", name: "control-character", page: include_str!("control-character.md") };

/// A line end that half of all programs do not see.
pub static LONE_CARRIAGE_RETURN: Code =
    Code { id: "C0003", name: "lone-carriage-return", page: include_str!("lone-carriage-return.md") };

/// A file that no one wrote by hand.
pub static FILE_TOO_LARGE: Code = Code { id: "C0004", name: "file-too-large", page: include_str!("file-too-large.md") };

/// A line that no one wrote by hand.
pub static LINE_TOO_LONG: Code = Code { id: "C0005", name: "line-too-long", page: include_str!("line-too-long.md") };

/// Something else was expected here, and no other finding says it better.
pub static UNEXPECTED: Code = Code { id: "C0101", name: "unexpected-text", page: include_str!("unexpected-text.md") };

/// A word that is nearly one of the language, or its everyday equivalent.
pub static MISSPELT: Code = Code { id: "C0102", name: "misspelt-word", page: include_str!("misspelt-word.md") };

/// A quote that is missing, curly or wrongly escaped.
pub static QUOTES: Code = Code { id: "C0103", name: "quotes", page: include_str!("quotes.md") };

/// A brace that is missing or one too many.
pub static BRACES: Code = Code { id: "C0104", name: "braces", page: include_str!("braces.md") };

/// A comma that is missing or one too many.
pub static COMMAS: Code = Code { id: "C0105", name: "commas", page: include_str!("commas.md") };

/// A word of the language where a name is needed.
pub static RESERVED: Code = Code { id: "C0106", name: "reserved-word", page: include_str!("reserved-word.md") };

/// A name with letters that names do not have.
pub static NOT_A_NAME: Code = Code { id: "C0107", name: "not-a-name", page: include_str!("not-a-name.md") };

/// A clause that a statement may have once.
pub static WRITTEN_TWICE: Code = Code { id: "C0108", name: "written-twice", page: include_str!("written-twice.md") };

/// A statement without the part that gives it its meaning.
pub static INCOMPLETE: Code =
    Code { id: "C0109", name: "incomplete-statement", page: include_str!("incomplete-statement.md") };

/// A statement or clause that cannot stand where it stands.
pub static OUT_OF_PLACE: Code = Code { id: "C0110", name: "out-of-place", page: include_str!("out-of-place.md") };

/// More parentheses in each other than a reader can follow.
pub static NESTED_TOO_DEEPLY: Code =
    Code { id: "C0111", name: "nested-too-deeply", page: include_str!("nested-too-deeply.md") };

/// `and` beside `or`: two readings.
pub static MIXED_AND_OR: Code = Code { id: "C0112", name: "mixed-and-or", page: include_str!("mixed-and-or.md") };

/// A duration where a moment is needed.
pub static SIGN: Code = Code { id: "C0120", name: "missing-sign", page: include_str!("missing-sign.md") };

/// A duration that cannot be read, or in two ways.
pub static DURATION: Code = Code { id: "C0121", name: "duration", page: include_str!("duration.md") };

/// A clock time that does not exist, or lacks its day.
pub static CLOCK: Code = Code { id: "C0122", name: "clock-time", page: include_str!("clock-time.md") };

/// A date that is not in the calendar.
pub static DATE: Code = Code { id: "C0123", name: "calendar-date", page: include_str!("calendar-date.md") };

/// A number too large for what it counts.
pub static TOO_LARGE: Code = Code { id: "C0124", name: "number-too-large", page: include_str!("number-too-large.md") };

/// A whole day where an instant is needed.
pub static BARE_DAY: Code = Code { id: "C0125", name: "bare-day", page: include_str!("bare-day.md") };

/// A range that is half written.
pub static RANGE: Code = Code { id: "C0126", name: "range", page: include_str!("range.md") };

/// A range whose end comes before its start.
pub static BACKWARDS: Code = Code { id: "C0127", name: "backwards-range", page: include_str!("backwards-range.md") };

/// A window that can be read in two ways, or holds at no time.
pub static WINDOW: Code = Code { id: "C0128", name: "unclear-window", page: include_str!("unclear-window.md") };

/// How often, in words that the language writes differently.
pub static FREQUENCY: Code = Code { id: "C0129", name: "frequency", page: include_str!("frequency.md") };

/// carecheck stopped reading, and says where.
pub static GAVE_UP: Code = Code { id: "C0190", name: "gave-up", page: include_str!("gave-up.md") };
