//! Nothing that stands in a rule file becomes more than text: a sheet whose every string is hostile is drawn in each format,
//! and must have the same structure as with harmless words, read by a real parser where there is one. And what is
//! personal is written nowhere but to the output.
#![cfg(test)]

mod outputs;
mod structure;
mod writing;

use std::cell::Cell;
use std::sync::LazyLock;

use outputs::{Outputs, SHEET};
use structure::{calendar, html, json, lines, markdown, svg, words};

/// Each stands in every place of the sheet in turn.
const HOSTILE: &[&str] = &[
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:more\r\n",
    "a\nATTACH;VALUE=URI:http://evil.example/x\n BEGIN:VALARM",
    "semi;colon,comma:colon\\n\\;\\,\"quoted\"",
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onmouseover='alert(1)' x='",
    "</title></style></script><img src=x onerror=alert(1)>",
    "<!-- a --> ]]> <![CDATA[ <?php ?>",
    "&lt;b&gt; &amp; &#60;i&#62; &copy",
    "javascript:alert(1)",
    "url(http://evil.example)} body{display:none",
    "{{ 7*7 }} {% raw %} ${7*7} { $label } #{x}",
    "[click](http://evil.example) ![i](http://evil.example/x.png) [a]: http://evil.example [^1]",
    "<http://evil.example> http://evil.example www.evil.example",
    "**bold** __bold__ *em* _em_ ~~gone~~ ~gone~ `code` ``code`` $math$ $$math$$ ==mark==",
    "# heading\n## heading #",
    "- item\n+ item\n* item\n1. item\n1) item",
    "> quote\n\n    code\n```\ncode\n```\n---\n===",
    "- [ ] task",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a\\",
    "\\",
    "\\\\\\`",
    "a  \n b",
    ": definition",
    "{.class #id onclick=x}",
    "\u{202e}evil\u{2066}turned\u{200f}",
    "zero\u{200b}width\u{200d}\u{feff}join",
    "\u{0}nul\u{1}one\u{7f}\u{9b}31m\u{85}next",
    "\u{2028}line\u{2029}paragraph",
    "\u{e000}\u{e001}\u{f8ff}private",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇫🇷 é\u{301}",
    "%0d%0aX-Injected: 1",
    "%s %n {0} $1 \\1 \\u001b",
    "  spaces around  ",
];

/// A thousand times this is one word.
const VERY_LONG: &str = "<a*\u{1b}👩";

fn harmless() -> &'static Outputs {
    static TAME: LazyLock<Outputs> = LazyLock::new(|| Outputs::of(SHEET, "word"));
    &TAME
}

fn each(check: impl Fn(&str, &Outputs)) {
    static ALL: LazyLock<Vec<Outputs>> = LazyLock::new(|| {
        let hostile = HOSTILE.iter().map(|text| Outputs::of(SHEET, text));
        hostile.chain([Outputs::of(SHEET, &VERY_LONG.repeat(1_000))]).collect()
    });
    for (text, outputs) in HOSTILE.iter().chain([&VERY_LONG]).zip(ALL.iter()) {
        check(text, outputs);
    }
}

/// Whether a character may reach a terminal or a file: it gives no order and does not turn the direction of writing.
fn is_safe(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && !matches!(c, '\u{2028}' | '\u{2029}') && (!c.is_control() || c == '\n')
}

fn assert_safe(text: &str, output: &str) {
    let unsafe_one = output.chars().find(|&c| !is_safe(c));
    assert!(unsafe_one.is_none(), "{text:?}: {unsafe_one:?} in {output}");
}

#[test]
fn a_terminal_gets_text_and_no_orders() {
    let tame = harmless();
    each(|text, outputs| {
        for (page, tame) in outputs.pages.iter().zip(&tame.pages) {
            assert_safe(text, page);
            // Where nothing is wrapped, no line of a label becomes a line of the page.
            if text != VERY_LONG {
                assert_eq!(lines(page), lines(tame), "{text:?}: {page}");
            }
        }
        for page in &outputs.narrow {
            assert_safe(text, page);
        }
    });
}

#[test]
fn colours_are_the_only_orders() {
    each(|text, outputs| {
        // What is left without our own sequences is the page without colours.
        let mut rest = outputs.coloured.clone();
        for number in ["0", "1", "2", "31", "32", "33", "35", "36"] {
            rest = rest.replace(&format!("\u{1b}[{number}m"), "");
        }
        assert_safe(text, &rest);
    });
}

#[test]
fn json_has_the_same_fields_and_the_text_as_it_is() {
    let tame = harmless();
    each(|text, outputs| {
        for (printed, tame) in outputs.json.iter().zip(&tame.json) {
            assert_safe(text, printed);
            let (shape, strings) = json(printed);
            assert_eq!(shape, json(tame).0, "{text:?}");
            assert!(strings.iter().any(|string| string == text) || text == VERY_LONG, "{text:?}: {printed}");
        }
    });
}

#[test]
fn a_calendar_has_no_line_of_a_label() {
    let tame = calendar(&harmless().ics);
    each(|text, outputs| {
        assert_eq!(calendar(&outputs.ics), tame, "{text:?}: {}", outputs.ics);
    });
}

#[test]
fn a_message_has_no_line_of_a_label() {
    let made = Cell::new(0);
    each(|text, outputs| {
        // Long labels do not fit, and are refused.
        if let Some(message) = &outputs.message {
            made.set(made.get() + 1);
            assert_safe(text, message);
            // What begins a line is the program's word, or a label on the line that tells of it.
            let shown = carecheck::render::clean(text);
            let starts = ["Ideally", "Avoid", "If ", "Call", "Repeat", "Do not", "To do"];
            for line in message.lines().skip(1) {
                let own = starts.iter().any(|start| line.starts_with(start)) || line.contains("more instruction");
                let shown = shown.trim().to_lowercase();
                assert!(own || line.to_lowercase().starts_with(&shown), "{text:?}: {line:?}");
            }
        }
    });
    assert!(made.get() > 15, "{}", made.get());
}

#[test]
fn markdown_has_headings_paragraphs_and_lists_and_nothing_else() {
    let tame = harmless();
    each(|text, outputs| {
        for (page, tame) in outputs.markdown.iter().zip(&tame.markdown) {
            assert_safe(text, page);
            assert_eq!(markdown(page).shape, markdown(tame).shape, "{text:?}: {page}");
        }
    });
}

#[test]
fn markdown_says_what_the_page_says() {
    each(|text, outputs| {
        let (page, drawn) = (words(&markdown(&outputs.markdown[0]).text), words(&outputs.narrow[0]));
        let first = page.iter().zip(&drawn).position(|(one, other)| one != other).unwrap_or(0);
        assert_eq!(page[first..], drawn[first..], "{text:?}");
    });
}

#[test]
fn html_has_the_elements_of_the_page_and_no_others() {
    let tame = harmless();
    each(|text, outputs| {
        for (page, tame) in outputs.html.iter().zip(&tame.html) {
            assert_safe(text, page);
            let ((shape, drawn), (tame, tame_drawn)) = (html(page), html(tame));
            assert_eq!(shape, tame, "{text:?}: {page}");
            // Labels of several lines may give an element that one line does not, but none with other attributes.
            assert!(drawn.is_subset(&tame_drawn), "{text:?}: {:?}", drawn.difference(&tame_drawn));
            assert!(!page.contains("<script") && !page.contains("javascript:\""), "{text:?}: {page}");
        }
    });
}

#[test]
fn a_picture_has_the_elements_of_a_picture_and_no_others() {
    let (tame, _) = svg(&harmless().svg);
    each(|text, outputs| {
        assert_safe(text, &outputs.svg);
        let (elements, texts) = svg(&outputs.svg);
        assert!(elements.is_subset(&tame), "{text:?}: {:?}", elements.difference(&tame));
        assert!(!texts.is_empty());
    });
}

#[test]
fn shapes_differ_where_something_was_injected() {
    let one = |text: &str| markdown(text).shape;
    assert_ne!(one("- [click](http://evil.example)\n"), one("- word\n"));
    assert_ne!(one("- **bold**\n"), one("- word\n"));
    assert_ne!(one("- a\n\n- b <i>x</i>\n"), one("- a\n\n- b\n"));
    assert_ne!(calendar("BEGIN:VCALENDAR\r\nX:1\r\n"), calendar("BEGIN:VCALENDAR\r\n"));
    assert_ne!(html("<p>word</p>").0, html("<p><i>word</i></p>").0);
    assert_ne!(html("<p class=\"word\">").0, html("<p class=\"\" onload=\"\">").0);
    assert_ne!(svg("<svg><text/></svg>").0, svg("<svg><text/><script/></svg>").0);
    assert_ne!(json("{\"a\":1}").0, json("{\"a\":1,\"b\":2}").0);
}
