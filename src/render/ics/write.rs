//! Entries → the text of RFC 5545: every line ends with CRLF, is at most 75 octets long and is broken between
//! characters only; text is escaped, and nothing in it can end its line.

use jiff::Timestamp;
use jiff::civil::Date;

use super::entry::{Entry, When};
use crate::lang::Lang;
use crate::render::clean::clean;
use crate::time::tzdb_version;

/// The most octets in a line, without its end.
const MOST_OCTETS: usize = 75;

/// The whole calendar. `name` is what clients call it, `zone` the one in which they show it.
pub(super) fn calendar(lang: Lang, name: &str, zone: Option<&str>, entries: &[Entry]) -> String {
    // English needs no mark: calendars have been written without one.
    let language = if lang == Lang::English { String::new() } else { format!(";LANGUAGE={}", lang.code()) };
    let mut text = Text { text: String::new(), language };
    text.line("BEGIN:VCALENDAR");
    text.line("VERSION:2.0");
    let (version, code) = (env!("CARGO_PKG_VERSION"), lang.code().to_uppercase());
    text.line(&format!("PRODID:-//carecheck//carecheck {version}//{code}"));
    text.line("CALSCALE:GREGORIAN");
    text.property("NAME", name);
    text.property("X-WR-CALNAME", name);
    if let Some(zone) = zone {
        text.property("X-WR-TIMEZONE", zone);
    }
    text.property("X-CARECHECK-TZDB", tzdb_version());
    for entry in entries {
        text.entry(entry);
    }
    text.line("END:VCALENDAR");
    text.text
}

/// `20261124T133000Z`
pub(super) fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// `20261124`
pub(super) fn date(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

struct Text {
    text: String,
    /// The parameter that names the language of a text.
    language: String,
}

impl Text {
    fn entry(&mut self, entry: &Entry) {
        self.line("BEGIN:VEVENT");
        self.property("UID", &entry.uid);
        self.line(&format!("DTSTAMP:{}", instant(entry.stamp)));
        self.line(&format!("SEQUENCE:{}", entry.sequence));
        self.line(&format!("STATUS:{}", entry.status.word()));
        match entry.when {
            When::Days { first, after } => {
                self.line(&format!("DTSTART;VALUE=DATE:{}", date(first)));
                self.line(&format!("DTEND;VALUE=DATE:{}", date(after)));
            }
            When::Instants { start, end } => {
                self.line(&format!("DTSTART:{}", instant(start)));
                self.line(&format!("DTEND:{}", instant(end)));
            }
        }
        self.words("SUMMARY", &entry.summary);
        self.words("DESCRIPTION", &entry.description);
        let about: Vec<String> = entry.about.iter().map(|number| format!("{number:016x}")).collect();
        self.property("X-CARECHECK-ABOUT", &about.join(" "));
        // What concerns a patient's body is nobody else's business, and takes none of the patient's time.
        self.line("CLASS:PRIVATE");
        self.line("TRANSP:TRANSPARENT");
        for &alarm in &entry.alarms {
            self.line("BEGIN:VALARM");
            self.line("ACTION:DISPLAY");
            self.words("DESCRIPTION", &entry.summary);
            self.line(&format!("TRIGGER;VALUE=DATE-TIME:{}", instant(alarm)));
            self.line("END:VALARM");
        }
        self.line("END:VEVENT");
    }

    /// A property with words of a language.
    fn words(&mut self, name: &str, text: &str) {
        self.property(&format!("{name}{}", self.language), text);
    }

    /// A property with a text.
    fn property(&mut self, name: &str, text: &str) {
        self.line(&format!("{name}:{}", escaped(text)));
    }

    /// One line, folded.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > MOST_OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(c);
            octets += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A text as RFC 5545 writes it. Control characters have no place in it, and the line ends of the text become `\n`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            escaped.push_str("\\n");
        }
        for c in clean(line).chars() {
            if matches!(c, '\\' | ';' | ',') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}
