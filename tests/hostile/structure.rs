//! Output → its structure without its words, read by a parser that others wrote where there is one.

use pulldown_cmark::{Event, Options, Parser, TagEnd};
use serde_json::Value;

/// The parts of an output in their order, without words.
pub type Shape = Vec<String>;

/// How many lines it has, and where the empty ones are.
pub fn lines(page: &str) -> Vec<bool> {
    page.lines().map(|line| line.trim().is_empty()).collect()
}

/// The words of a page, without the signs that only a list on a terminal has.
pub fn words(page: &str) -> Vec<String> {
    let words = page.split_whitespace().filter(|word| !["?", "~", "•"].contains(word));
    words.map(str::to_owned).collect()
}

/// The fields of an object, and all strings in it.
pub fn json(text: &str) -> (Shape, Vec<String>) {
    fn walk(path: &str, value: &Value, shape: &mut Vec<String>, strings: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    walk(&format!("{path}.{name}"), value, shape, strings);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(&format!("{path}[]"), item, shape, strings)),
            Value::String(text) => {
                shape.push(path.to_owned());
                strings.push(text.clone());
            }
            other => shape.push(format!("{path}={other}")),
        }
    }
    let (mut shape, mut strings) = (Vec::new(), Vec::new());
    walk("$", &serde_json::from_str(text).unwrap(), &mut shape, &mut strings);
    (shape, strings)
}

/// The names of the content lines of a calendar, with the value where it is no text; CR and LF only where a line ends.
pub fn calendar(text: &str) -> Shape {
    let unfolded = text.replace("\r\n ", "");
    let mut shape = Shape::new();
    for line in unfolded.split_terminator("\r\n") {
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        assert!(line.chars().all(|c| !c.is_control()), "{line:?}");
        let (name, value) = line.split_once(':').unwrap();
        let is_text = ["SUMMARY", "DESCRIPTION", "UID", "X-WR-CALNAME", "NAME"].contains(&name);
        shape.push(if is_text { name.to_owned() } else { format!("{name}:{value}") });
    }
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line is too long");
    shape
}

/// A Markdown page as a parser sees it.
pub struct Markdown {
    pub shape: Shape,
    pub text: String,
}

/// Reads a page with all that is usual beyond CommonMark but for the rounding of quotation marks.
pub fn markdown(page: &str) -> Markdown {
    let mut shape = Shape::new();
    let mut text = String::new();
    for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::SoftBreak => panic!("a line is broken: {page}"),
            Event::Start(tag) => shape.push(format!("{tag:?}")),
            Event::End(tag) => {
                let ends_line = matches!(tag, TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_));
                shape.push(format!("end {tag:?}"));
                text.push_str(if ends_line { "\n" } else { "" });
            }
            other => shape.push(format!("{other:?}")),
        }
        // In a tight list an item within an item follows its text directly.
        if shape.last().is_some_and(|last| last == "List(None)") && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    Markdown { shape, text }
}
