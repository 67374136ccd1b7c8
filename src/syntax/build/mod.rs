//! Pairs of pest → the tree. Also finds what the grammar cannot say: clock times and dates that do not exist, ranges
//! that run backwards, clauses written twice. Such a statement is kept as [`Statement::Broken`].
//! Knows nothing of recovery, and nothing of what a name means.

mod condition;
mod declaration;
mod group;
mod moment;
mod quantity;
mod rule;
mod window;

use pest::iterators::Pairs;

use super::findings;
use super::grammar::{Node, Rule};
use super::tree::{Broken, Name, Statement, Text};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place, Span};

/// Builds the tree of one text, and collects what is wrong with it.
pub(super) struct Builder<'a> {
    /// The file that the places name.
    pub(super) file: FileId,
    /// Where the text starts in the file, in bytes.
    pub(super) base: u32,
    /// What was found.
    pub(super) found: &'a mut Vec<Diagnostic>,
    /// Whether a reserved word stands for a name, which only the first reading of a text lets pass.
    pub(super) reserved: bool,
}

impl<'a> Builder<'a> {
    /// For a text that starts at the byte `base` of a file.
    pub(super) fn new(file: FileId, base: usize, found: &'a mut Vec<Diagnostic>) -> Builder<'a> {
        Builder { file, base: offset(base), found, reserved: false }
    }

    /// All statements of a file or of a piece of one.
    pub(super) fn file(&mut self, pairs: Pairs<'_, Rule>, statements: &mut Vec<Statement>) {
        for node in pairs.flat_map(Node::into_inner) {
            if node.as_rule() != Rule::EOI {
                statements.push(self.statement(node));
            }
        }
    }

    /// A statement of any kind, or a rule in a phase.
    pub(super) fn statement(&mut self, node: Node<'_>) -> Statement {
        if node.as_rule() == Rule::phase {
            return self.phase(node);
        }
        let (span, text, before) = (self.span(&node), node.as_str(), self.found.len());
        let built = match node.as_rule() {
            Rule::rule => self.rule(node).map(|rule| Statement::Rule(Box::new(rule))),
            Rule::named_rule => self.named_rule(node).map(|rule| Statement::Rule(Box::new(rule))),
            Rule::activity => self.activity(node).map(|activity| Statement::Activity(Box::new(activity))),
            Rule::sign => self.activity(node).map(|sign| Statement::Sign(Box::new(sign))),
            Rule::fact => self.fact(node).map(|fact| Statement::Fact(Box::new(fact))),
            Rule::event => self.event(node).map(|event| Statement::Event(Box::new(event))),
            Rule::part => self.part(node).map(|part| Statement::Part(Box::new(part))),
            Rule::treatment => self.treatment(node).map(|treatment| Statement::Treatment(Box::new(treatment))),
            Rule::use_file => self.use_file(node).map(Statement::Use),
            Rule::accept => self.accept(node).map(|accept| Statement::Accept(Box::new(accept))),
            Rule::translation => self.translation(node).map(|it| Statement::Translation(Box::new(it))),
            Rule::replace | Rule::drop => self.change(node).map(|change| Statement::Change(Box::new(change))),
            Rule::test => self.test(node).map(|test| Statement::Test(Box::new(test))),
            _ => None,
        };
        match built {
            Some(statement) if self.found.len() == before => statement,
            built => {
                if built.is_none() && self.found.len() == before {
                    self.bug(span);
                }
                self.broken(span, text)
            }
        }
    }

    /// A text that could not be read, and every name in it.
    pub(super) fn broken(&self, span: Span, text: &str) -> Statement {
        let names = words::names_in(text).map(|(start, end)| {
            Name(Span::new(span.start.saturating_add(offset(start)), span.start.saturating_add(offset(end))))
        });
        Statement::Broken(Box::new(Broken { span, names: names.collect() }))
    }

    /// The bytes of a node in the file.
    fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        Span::new(self.base.saturating_add(offset(span.start())), self.base.saturating_add(offset(span.end())))
    }

    fn place(&self, span: Span) -> Place {
        span.in_file(self.file)
    }

    fn name(&mut self, node: &Node<'_>) -> Name {
        self.reserved |= words::is_reserved(node.as_str());
        Name(self.span(node))
    }

    /// All names that come next.
    fn names(&mut self, parts: &mut Parts<'_>) -> Box<[Name]> {
        std::iter::from_fn(|| parts.one(Rule::name)).map(|node| self.name(&node)).collect()
    }

    /// A string, with its escapes looked at.
    fn text(&mut self, node: &Node<'_>) -> Text {
        let span = self.span(node);
        let mut characters = node.as_str().char_indices();
        while let Some((at, c)) = characters.next() {
            if c != '\\' {
                continue;
            }
            let escaped = characters.next().map_or(' ', |(_, escaped)| escaped);
            if !matches!(escaped, '"' | '\\' | 'n') {
                let start = span.start.saturating_add(offset(at));
                let place = self.place(Span::new(start, start.saturating_add(offset(1 + escaped.len_utf8()))));
                self.found.push(
                    Diagnostic::error(&findings::QUOTES, place, format!("`\\{escaped}` means nothing in a text"))
                        .label("not an escape")
                        .help(format!(
                            "write `\\\\{escaped}` for a backslash and `{escaped}`; the escapes are `\\\"`, `\\\\` and `\\n`"
                        ))
                        .fix("double the backslash", place, format!("\\\\{escaped}")),
                );
            }
        }
        Text(span)
    }

    /// The string inside a node such as `because "…"`.
    fn inner_text(&mut self, node: Node<'_>) -> Option<Text> {
        let text = Parts::of(node).one(Rule::text)?;
        Some(self.text(&text))
    }

    /// Keeps the first of what may be written once, and reports the second.
    fn once<T>(&mut self, slot: &mut Option<(T, Span)>, value: T, span: Span, word: &str) {
        match slot {
            None => *slot = Some((value, span)),
            Some((_, first)) => {
                let first = *first;
                self.written_twice(word, first, span);
            }
        }
    }

    fn written_twice(&mut self, word: &str, first: Span, second: Span) {
        let (first, second) = (self.place(first), self.place(second));
        self.found.push(
            Diagnostic::error(&findings::WRITTEN_TWICE, second, format!("{word} stands twice in one statement"))
                .label("the second")
                .also(first, "the first")
                .help("keep one of them; if both are meant, write two statements"),
        );
    }

    /// A tree that the grammar cannot give: a mistake of carecheck, reported as one.
    fn bug(&mut self, span: Span) {
        self.found.push(
            Diagnostic::error(
                &findings::GAVE_UP,
                self.place(span),
                "carecheck could not read this; the mistake is its own",
            )
            .label("not understood")
            .help("please report this line to the makers of carecheck"),
        );
    }
}

/// The parts of a node in order, without punctuation.
struct Parts<'i> {
    pairs: Pairs<'i, Rule>,
    ahead: Option<Node<'i>>,
}

impl<'i> Parts<'i> {
    fn of(node: Node<'i>) -> Parts<'i> {
        let mut parts = Parts { pairs: node.into_inner(), ahead: None };
        parts.advance();
        parts
    }

    fn advance(&mut self) {
        self.ahead = self.pairs.by_ref().find(|node| {
            !matches!(
                node.as_rule(),
                Rule::comma
                    | Rule::colon
                    | Rule::dots
                    | Rule::equals
                    | Rule::open
                    | Rule::close
                    | Rule::open_brace
                    | Rule::close_brace
            )
        });
    }

    /// What the next part is.
    fn peek(&self) -> Option<Rule> {
        self.ahead.as_ref().map(Node::as_rule)
    }

    /// The next part, if it is of this kind.
    fn one(&mut self, kind: Rule) -> Option<Node<'i>> {
        if self.peek() == Some(kind) { self.next() } else { None }
    }
}

impl<'i> Iterator for Parts<'i> {
    type Item = Node<'i>;

    fn next(&mut self) -> Option<Node<'i>> {
        let node = self.ahead.take();
        if node.is_some() {
            self.advance();
        }
        node
    }
}

/// An offset of pest as the spans hold it; the load limit keeps it exact.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
