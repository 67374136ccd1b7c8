//! The page of a plan → Markdown, for e-mails, tickets and wikis: headings and lists, and nothing else. No text of a sheet
//! becomes markup: what could be read as such has a backslash before it.

use jiff::Zoned;

use super::clean::clean;
use super::paper::sign;
use super::plan::around;
use super::plan::layout::{Block, Kind, Line, Mark, Signs, layout};
use super::questions;
use crate::evaluate::Plan;
use crate::lang::{Joint, Lang, say};
use crate::model::Verb;

/// The page as CommonMark, with the same words as [`super::plan::text`]. With `now`, it begins with what holds then.
#[must_use]
pub fn text(plan: &Plan, now: Option<&Zoned>) -> String {
    let mut text = Markdown { text: String::new(), lang: plan.lang };
    let layout = layout(plan, now, Signs::AmongTheRest);
    if let Some(together) = &layout.together {
        let names: Vec<String> = plan.treatments.iter().map(|treated| around::name(plan.lang, treated)).collect();
        text.paragraph("# ", &plan.lang.list(&names, Joint::And));
        text.list(
            plan.treatments
                .iter()
                .zip(&names)
                .map(|(treated, name)| (0, format!("{name}: {}", around::date(plan.lang, treated)))),
        );
        let (first, rest) = together.blocks.split_at(together.first);
        first.iter().for_each(|block| text.block(block));
        together.open.iter().for_each(|phrase| text.paragraph("", &phrase.text()));
        rest.iter().for_each(|block| text.block(block));
        together.remarks.iter().for_each(|phrase| text.paragraph("", &phrase.text()));
    }
    for visit in &layout.visits {
        text.paragraph("# ", &around::name(plan.lang, visit.treated));
        text.paragraph("", &around::date(plan.lang, visit.treated));
        let (first, rest) = match visit.blocks.split_first() {
            Some((first, rest)) if first.kind == Kind::Against => (Some(first), rest),
            _ => (None, visit.blocks.as_slice()),
        };
        first.into_iter().for_each(|block| text.block(block));
        visit.open.iter().for_each(|phrase| text.paragraph("", &phrase.text()));
        rest.iter().for_each(|block| text.block(block));
        visit.remarks.iter().for_each(|phrase| text.paragraph("", &phrase.text()));
    }
    layout.course.iter().chain(&layout.changed).for_each(|block| text.block(block));
    if !plan.missing.is_empty() {
        text.paragraph("## ", &say!(plan.lang, "questions"));
        text.list(plan.missing.iter().map(|question| (0, questions::sentence(plan.lang, question).text())));
    }
    layout.foot.iter().for_each(|phrase| text.paragraph("", &phrase.text()));
    text.text
}

struct Markdown {
    text: String,
    lang: Lang,
}

impl Markdown {
    /// One line, with an empty line before it.
    fn paragraph(&mut self, lead: &str, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(lead, text);
    }

    fn line(&mut self, lead: &str, text: &str) {
        self.text.push_str(lead);
        self.text.push_str(&escaped(text));
        self.text.push('\n');
    }

    fn block(&mut self, block: &Block<'_>) {
        let aside = if block.aside.is_empty() { String::new() } else { format!(" ({})", block.aside) };
        self.paragraph("## ", &format!("{}{aside}", block.heading));
        let lang = self.lang;
        let lines = block.lines.iter().flat_map(|line| {
            std::iter::once((0, said(lang, line))).chain(line.below.iter().map(|below| (1, said(lang, below))))
        });
        self.list(lines);
    }

    /// Items with their depth.
    fn list(&mut self, items: impl Iterator<Item = (usize, String)>) {
        self.text.push('\n');
        for (depth, text) in items {
            self.line(&format!("{}- ", "  ".repeat(depth)), &text);
        }
    }
}

fn said(lang: Lang, line: &Line<'_>) -> String {
    let mark = match line.mark {
        Mark::Ends => return format!("{}: {}", say!(lang, "ends"), line.phrase.text()),
        Mark::Begins => return format!("{}: {}", say!(lang, "begins"), line.phrase.text()),
        // The list has a bullet of its own.
        Mark::None | Mark::Treatment | Mark::Asks(Verb::Do | Verb::Expect) => "",
        Mark::Asks(verb) => sign(verb, true),
        Mark::Against => sign(Verb::Avoid, true),
        Mark::Cleared => sign(Verb::Allow, true),
    };
    format!("{mark}{}", line.phrase.text())
}

/// A text on one line in which nothing is markup, in CommonMark and in what is usual beyond it: tables, strikethrough,
/// mathematics, attributes, bare addresses.
pub(super) fn escaped(text: &str) -> String {
    let text = clean(text);
    // Spaces before a line are code, and spaces behind it are a line end.
    let text = text.trim();
    let mut safe = String::with_capacity(text.len() + 8);
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let always =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '{' | '}' | '#');
        // Two of them would become a dash.
        let dash = c == '-' && (safe.ends_with('-') || text.get(at + 1..).is_some_and(|rest| rest.starts_with('-')));
        let first = at == 0 && matches!(c, '-' | '+' | '=' | ':');
        let numbered = at == number && number > 0 && matches!(c, '.' | ')');
        let rest = text.get(at..).unwrap_or_default();
        let before = safe.ends_with(|c: char| c.is_alphanumeric());
        let address = rest.starts_with("://") || c == '@' && before;
        let site = c == '.' && text.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("www"));
        if always || dash || first || numbered || address || site {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}
