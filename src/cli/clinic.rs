//! The clinic's file → who hands out a page. A small TOML file; what it must not hold is refused with its place and what
//! to write instead, for it ends up on pages that patients trust.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Exit, Failure, files};
use crate::render::clinic::{Clinic, Colour, Ground};

const FIELDS: [&str; 7] = ["name", "phone", "emergency", "web", "address", "colour", "colour-on-dark"];
const MOST_BYTES: usize = 16 * 1024;
/// The longest a line on the page may be, in characters.
const LONGEST: usize = 80;
const MOST_LINES_OF_ADDRESS: usize = 4;
const EXAMPLE: &str = "name = \"Riverside Dermatology\"";

/// Reads the file.
///
/// # Errors
/// If it cannot be read, or says what no page can show.
pub(super) fn read(path: &Path) -> Result<Clinic, Failure> {
    let name = path.display();
    let unreadable =
        |why: String| Failure::new(Exit::Unreadable, format!("cannot read the clinic's file `{name}`: {why}"));
    let bytes = files::read(path).map_err(unreadable)?;
    if bytes.len() > MOST_BYTES {
        return Err(
            unreadable(format!("it has more than {MOST_BYTES} bytes")).help("a name and a phone number suffice")
        );
    }
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
    parse(&text).map_err(|problem| {
        let (line, column) = place(&text, problem.at);
        let failure = Failure::new(Exit::Unreadable, format!("{name}:{line}:{column}: {}", problem.message));
        failure.help(problem.help)
    })
}

/// What is wrong, where (in bytes), and what to write instead.
#[derive(Debug)]
struct Problem {
    at: usize,
    message: String,
    help: String,
}

fn problem(at: usize, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { at, message: message.into(), help: help.into() }
}

/// Line and column in characters, from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before: String = text.char_indices().take_while(|(index, _)| *index < at).map(|(_, c)| c).collect();
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

fn parse(text: &str) -> Result<Clinic, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or("it is no TOML").to_owned();
        problem(at, message, format!("write a line for each field, such as `{EXAMPLE}`"))
    })?;
    let mut clinic = Clinic::default();
    // The parser sorts them by name; who mends a file begins at its start.
    let mut fields: Vec<_> = table.get_ref().iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in fields {
        let field = Field { name: key.get_ref(), at: value.span().start, value: value.get_ref() };
        match field.name {
            "name" => clinic.name = field.line()?,
            "phone" => clinic.phone = Some(field.phone()?),
            "emergency" => clinic.emergency = Some(field.phone()?),
            "web" => clinic.web = Some(field.web()?),
            "address" => clinic.address = field.address()?,
            "colour" => clinic.colour = Some(field.colour(Ground::Light)?),
            "colour-on-dark" => clinic.colour_on_dark = Some(field.colour(Ground::Dark)?),
            other => return Err(unknown(other, key.span().start)),
        }
    }
    if clinic.name.is_empty() {
        return Err(problem(0, "the clinic has no name", format!("write `{EXAMPLE}`")));
    }
    Ok(clinic)
}

fn unknown(name: &str, at: usize) -> Problem {
    let distances = FIELDS.map(|known| (strsim::damerau_levenshtein(known, name), known));
    let meant = match name {
        "color" => Some("colour"),
        "color-on-dark" | "colour_on_dark" | "dark" => Some("colour-on-dark"),
        "telephone" | "tel" => Some("phone"),
        "website" | "url" => Some("web"),
        _ => distances.into_iter().filter(|(distance, _)| *distance <= 2).min().map(|(_, known)| known),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write one of {}", FIELDS.map(|field| format!("`{field}`")).join(", ")),
    };
    problem(at, format!("`{}` is no field of a clinic's file", name.escape_debug()), help)
}

/// A field with its value.
struct Field<'f> {
    name: &'f str,
    at: usize,
    value: &'f DeValue<'f>,
}

impl Field<'_> {
    fn refused(&self, why: impl std::fmt::Display, help: impl Into<String>) -> Problem {
        problem(self.at, format!("`{}` {why}", self.name), help)
    }

    /// One line of text that a page can show.
    fn line(&self) -> Result<String, Problem> {
        let DeValue::String(text) = self.value else {
            return Err(self.refused("is no text", "write it in quotes"));
        };
        self.checked(text)
    }

    fn checked(&self, text: &str) -> Result<String, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(self.refused("is empty", "write something in the quotes, or leave the line out"));
        }
        if text.chars().count() > LONGEST {
            return Err(self.refused(format!("is longer than {LONGEST} characters"), "shorten it"));
        }
        if crate::render::clean(text) != text {
            let why = "has a line end or a character that cannot be printed";
            return Err(self.refused(why, "write plain text on one line"));
        }
        Ok(text.to_owned())
    }

    fn phone(&self) -> Result<String, Problem> {
        let text = self.line()?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let usual = |c: char| c.is_ascii_digit() || " +-/.()".contains(c);
        if digits < 2 || !text.chars().all(usual) || text.rfind('+').is_some_and(|at| at > 0) {
            let why = format!("is no phone number: `{}`", text.escape_debug());
            return Err(self.refused(why, "write digits, such as `\"+33 1 23 45 67 89\"`"));
        }
        Ok(text)
    }

    fn web(&self) -> Result<String, Problem> {
        let text = self.line()?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let usual = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&()*+,;=%[]".contains(c);
        if rest.is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) || !rest.chars().all(usual)) {
            let why = format!("is no address of a page: `{}`", text.escape_debug());
            return Err(self.refused(why, "write it with `https://`, such as `\"https://clinic.example\"`"));
        }
        Ok(text)
    }

    /// One text, or a list of lines.
    fn address(&self) -> Result<Vec<String>, Problem> {
        let DeValue::Array(lines) = self.value else { return Ok(vec![self.line()?]) };
        if lines.len() > MOST_LINES_OF_ADDRESS {
            let why = format!("has more than {MOST_LINES_OF_ADDRESS} lines");
            return Err(self.refused(why, "put some of them on one line"));
        }
        let line = |line: &Spanned<DeValue<'_>>| {
            Field { name: self.name, at: line.span().start, value: line.get_ref() }.line()
        };
        lines.iter().map(line).collect()
    }

    /// A colour in which text can be read.
    fn colour(&self, ground: Ground) -> Result<Colour, Problem> {
        let text = self.line()?;
        let Some(colour) = Colour::read(&text) else {
            let why = format!("is no colour: `{}`", text.escape_debug());
            return Err(self.refused(why, "write `#` and six digits from 0 to f, such as `\"#1a6b5a\"`"));
        };
        let contrast = colour.contrast(ground);
        if contrast < Colour::LEAST_CONTRAST {
            let (how, paper) = match ground {
                Ground::Light => ("pale", "white"),
                Ground::Dark => ("dark", "a dark screen"),
            };
            // Rounded down, so that 4.47 is not told as 4.5.
            let contrast = (contrast * 10.0).floor() / 10.0;
            let why = format!("is too {how} to be read on {paper}: its contrast is {contrast}:1, and must be 4.5:1");
            return Err(self.refused(why, format!("write `\"{}\"`", colour.readable(ground))));
        }
        Ok(colour)
    }
}
