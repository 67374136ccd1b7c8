//! Phrases → lines of a page: the only place that wraps, indents and colours. A [`Phrase`] is text in pieces, each with
//! its role; a [`Page`] draws roles as colours or leaves them out. Knows nothing of plans.

use anstyle::AnsiColor;

use super::clean::{clean, width};
use super::findings::Style;
use crate::model::Verb;

/// What a piece of text is; what it looks like follows from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Heading,
    Avoid,
    Allow,
    Do,
    Expect,
    Alert,
    Time,
    Aside,
}

impl Role {
    fn style(self) -> anstyle::Style {
        let colour = |colour: AnsiColor| anstyle::Style::new().fg_color(Some(colour.into()));
        match self {
            Role::Plain => anstyle::Style::new(),
            Role::Heading | Role::Time => anstyle::Style::new().bold(),
            Role::Avoid => colour(AnsiColor::Red).bold(),
            Role::Allow => colour(AnsiColor::Green).bold(),
            Role::Do => colour(AnsiColor::Cyan).bold(),
            Role::Expect => colour(AnsiColor::Yellow),
            Role::Alert => colour(AnsiColor::Magenta).bold(),
            Role::Aside => anstyle::Style::new().dimmed(),
        }
    }
}

/// The colour of a verb.
pub(super) fn role(verb: Verb) -> Role {
    match verb {
        Verb::Avoid => Role::Avoid,
        Verb::Allow => Role::Allow,
        Verb::Do => Role::Do,
        Verb::Alert => Role::Alert,
        _ => Role::Expect,
    }
}

/// The sign before a line: what a verb asks for can be told without colours.
pub(super) fn sign(verb: Verb, unicode: bool) -> &'static str {
    match (verb, unicode) {
        (Verb::Avoid, true) => "✗ ",
        (Verb::Avoid, false) => "x ",
        (Verb::Allow, true) => "✓ ",
        (Verb::Allow, false) => "+ ",
        (Verb::Do, true) => "• ",
        (Verb::Do, false) => "* ",
        (Verb::Alert, _) => "! ",
        _ => "~ ",
    }
}

/// Text in pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase(Vec<(Role, String)>);

impl Phrase {
    /// A phrase of one piece.
    pub fn of(role: Role, text: impl Into<String>) -> Phrase {
        Phrase(vec![(role, text.into())])
    }

    /// Adds a piece.
    pub fn say(&mut self, role: Role, text: impl Into<String>) -> &mut Phrase {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((role, text));
        }
        self
    }

    /// Adds a piece without a role of its own.
    pub fn plain(&mut self, text: impl Into<String>) -> &mut Phrase {
        self.say(Role::Plain, text)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.is_empty())
    }

    /// Adds the pieces of another phrase; those without a role of their own get `role`.
    pub fn append(&mut self, other: &Phrase, role: Role) {
        let roled = |(own, text): &(Role, String)| (if *own == Role::Plain { role } else { *own }, text.clone());
        self.0.extend(other.0.iter().map(roled));
    }

    /// Adds a piece before the full stop that ends the phrase.
    pub fn before_stop(&mut self, role: Role, text: impl Into<String>) {
        let stop = self.0.pop_if(|(_, text)| text == ".");
        self.say(role, text);
        self.0.extend(stop);
    }

    /// The pieces, each with its role.
    pub fn pieces(&self) -> &[(Role, String)] {
        &self.0
    }

    /// The text without its roles.
    pub fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// The words, each of one or more pieces with nothing between.
    fn words(&self) -> Vec<Vec<(Role, String)>> {
        let mut words: Vec<Vec<(Role, String)>> = vec![Vec::new()];
        for (role, text) in &self.0 {
            for (index, part) in clean(text).split(' ').enumerate() {
                // A number is never parted from what it counts: "26 November", "4 hours".
                let after_number = || {
                    let last = words.last().and_then(|word| word.last());
                    last.is_some_and(|(_, text)| text.ends_with(|c: char| c.is_ascii_digit()))
                };
                if index > 0 && after_number() && !part.is_empty() {
                    words.iter_mut().last().into_iter().for_each(|word| word.push((*role, " ".to_owned())));
                } else if index > 0 {
                    words.push(Vec::new());
                }
                if !part.is_empty() {
                    words.iter_mut().last().into_iter().for_each(|word| word.push((*role, part.to_owned())));
                }
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }
}

/// Lines, as they grow.
pub(super) struct Page {
    style: Style,
    text: String,
    role: Role,
}

impl Page {
    /// An empty page.
    pub fn new(style: Style) -> Page {
        Page { style, text: String::new(), role: Role::Plain }
    }

    /// What the page may use.
    pub fn style(&self) -> Style {
        self.style
    }

    /// The page as text, with a line end at its end.
    pub fn finish(self) -> String {
        self.text
    }

    /// An empty line, unless the page is empty or the last line is.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading, with an empty line before it, and a few words beside it.
    pub fn heading(&mut self, text: &str, aside: &str) {
        self.blank();
        let mut phrase = Phrase::of(Role::Heading, text);
        if !aside.is_empty() {
            phrase.plain(" ").say(Role::Aside, format!("({aside})"));
        }
        self.line("", &phrase);
    }

    /// A paragraph after `lead` (spaces and a sign), its further lines below its first word.
    pub fn item(&mut self, lead: &[(Role, &str)], phrase: &Phrase) {
        let indent = lead.iter().map(|(_, text)| width(text)).sum();
        for (role, text) in lead {
            self.paint(*role, text);
        }
        self.wrap(indent, phrase);
    }

    /// A paragraph, all of it indented by `indent`.
    pub fn line(&mut self, indent: &str, phrase: &Phrase) {
        self.item(&[(Role::Plain, indent)], phrase);
    }

    /// One line as it is, without wrapping.
    pub fn raw(&mut self, pieces: &[(Role, &str)]) {
        for (role, text) in pieces {
            self.paint(*role, text);
        }
        self.end_line();
    }

    fn wrap(&mut self, indent: usize, phrase: &Phrase) {
        // On a very narrow terminal a line is rather too long than one letter wide.
        let width_of_line = self.style.width.max(indent + 20);
        let mut column = indent;
        for word in phrase.words() {
            let wide: usize = word.iter().map(|(_, text)| width(text)).sum();
            if column > indent && column + 1 + wide > width_of_line {
                self.end_line();
                self.text.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else if column > indent {
                self.text.push(' ');
                column += 1;
            }
            for (role, text) in &word {
                // A space that no line may break at is an ordinary one on the page.
                self.paint(*role, &text.replace('\u{A0}', " "));
            }
            column += wide;
        }
        self.end_line();
    }

    fn paint(&mut self, role: Role, text: &str) {
        if self.style.colour && role != self.role {
            self.reset();
            self.text.push_str(&role.style().render().to_string());
            self.role = role;
        }
        self.text.push_str(text);
    }

    fn reset(&mut self) {
        if self.role != Role::Plain {
            self.text.push_str(&self.role.style().render_reset().to_string());
            self.role = Role::Plain;
        }
    }

    fn end_line(&mut self) {
        self.reset();
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }
}
