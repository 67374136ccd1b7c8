//! What is refused when a file is loaded → findings. `source` finds it; only the words are made here.

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, MAX_FILE_BYTES, MAX_LINE_BYTES, Refusal, RefusalKind};

/// The findings about all refusals of the file `id`.
#[must_use]
pub fn refusals(id: FileId, refusals: &[Refusal]) -> Vec<Diagnostic> {
    refusals.iter().map(|one| refusal(id, one)).collect()
}

/// The finding about a refusal of the file `id`.
#[must_use]
pub fn refusal(id: FileId, refusal: &Refusal) -> Diagnostic {
    let place = refusal.span.in_file(id);
    match refusal.kind {
        RefusalKind::NotUtf8 => Diagnostic::error(&findings::NOT_UTF8, place, "this file is not UTF-8 text")
            .label("not text from here on")
            .help("save the file as UTF-8; a rule file is plain text"),
        RefusalKind::ControlCharacter(character) => Diagnostic::error(
            &findings::CONTROL_CHARACTER,
            place,
            format!("the control character U+{:04X} cannot stand in a rule file", u32::from(character)),
        )
        .label("an invisible character")
        .help("delete it; only tabs and line ends are allowed beside text"),
        RefusalKind::LoneCarriageReturn => {
            Diagnostic::error(&findings::LONE_CARRIAGE_RETURN, place, "a carriage return without a line feed")
                .label("half a line end")
                .help("save the file with the line ends of Unix or Windows")
        }
        RefusalKind::FileTooLarge => Diagnostic::error(
            &findings::FILE_TOO_LARGE,
            place,
            format!("this file is larger than {} MB", MAX_FILE_BYTES / (1024 * 1024)),
        )
        .label("too large to read")
        .help("split the file, and join its parts with `use`"),
        RefusalKind::LineTooLong => Diagnostic::error(
            &findings::LINE_TOO_LONG,
            place,
            format!("this line is longer than {} kB", MAX_LINE_BYTES / 1024),
        )
        .label("too long to read")
        .help("break the line; line ends mean nothing inside a statement"),
    }
}
