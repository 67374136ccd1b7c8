//! Output → its structure without its words, read by a parser that others wrote where there is one.

use std::collections::BTreeSet;

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

/// The elements of an HTML page in their order, each with its attributes, but without what is in a picture; and the
/// attributes that elements of pictures have.
pub fn html(page: &str) -> (Shape, BTreeSet<String>) {
    let (mut shape, mut drawn, mut depth) = (Shape::new(), BTreeSet::new(), 0_u32);
    let mut rest = page;
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>') || shape.last().is_some_and(|last| last == "style"), "{text:?}");
        let (element, after) = tag(after);
        let is_svg = element == "svg" || element.starts_with("svg ");
        depth += u32::from(is_svg);
        if depth > 0 {
            drawn.insert(element.clone());
        } else {
            shape.push(element.clone());
        }
        depth -= u32::from(element == "/svg");
        // What stands in a style is no text.
        let end = if element == "style" { after.find("</style>").unwrap() } else { 0 };
        rest = after.get(end..).unwrap();
    }
    (shape, drawn)
}

/// The name of a tag with the names of its attributes, and what comes after it.
fn tag(text: &str) -> (String, &str) {
    let (mut quote, mut bare) = (None, String::new());
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => {
                let words = bare.split_whitespace().map(|word| word.trim_end_matches(['=', '/']));
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                return (words.join(" "), text.get(at + 1..).unwrap());
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, c) => bare.push(c),
            (Some(_), _) => {}
        }
    }
    panic!("a tag has no end: {text}")
}

/// The elements of a picture with their attributes, each once, read by a parser of XML; and its texts.
pub fn svg(picture: &str) -> (BTreeSet<String>, Vec<String>) {
    let document = roxmltree::Document::parse(picture).unwrap_or_else(|error| panic!("{error}: {picture}"));
    let elements = document.descendants().filter(roxmltree::Node::is_element).map(|node| {
        let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        format!("{} {}", node.tag_name().name(), attributes.join(" "))
    });
    let texts = document.descendants().filter_map(|node| node.text().filter(|_| node.is_text()).map(str::to_owned));
    (elements.collect(), texts.collect())
}
