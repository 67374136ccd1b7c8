//! A piece of text that the grammar could not read as a whole → the statements that can be read, and an error or more
//! for each that cannot. Finds where a statement ends that has no end; what to advise is `advice`'s business.

use std::ops::Range;

use super::advice::{self, Slip};
use super::build::{Builder, offset};
use super::findings;
use super::grammar::{Failure, Node, Rule, read};
use super::mend::Mended;
use super::pieces::{MAX_NESTING, too_deep};
use super::start::{may_follow, next_start, starts_statement};
use super::token::{Kind, Token, tokens_from};
use super::tree::{Phase, Statement, Text};
use super::words::{self, STATEMENT_WORDS};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// How many errors of one file are reported.
pub(super) const MAX_ERRORS: usize = 100;
/// How many mistakes of one statement are looked for.
const MAX_MENDS: usize = 8;

/// What is read: how it starts in a longer text, and how it is all of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Any statement.
    Statement,
    /// A rule in a phase.
    Rule,
    /// A phase up to its brace.
    PhaseHeading,
    /// A test up to its brace.
    TestHeading,
    /// `at MOMENT: …` in a test.
    Expectation,
}

impl Entry {
    fn at_the_start(self) -> Rule {
        match self {
            Entry::Rule => Rule::start_of_rule,
            Entry::Expectation => Rule::start_of_expectation,
            _ => Rule::start_of_statement,
        }
    }

    fn and_nothing_else(self) -> Rule {
        match self {
            Entry::Statement => Rule::whole_statement,
            Entry::Rule => Rule::whole_rule,
            Entry::PhaseHeading => Rule::whole_phase_heading,
            Entry::TestHeading => Rule::whole_test_heading,
            Entry::Expectation => Rule::whole_expectation,
        }
    }
}

/// Reads on after errors.
pub(super) struct Recovery<'a> {
    /// The file that the places name.
    file: FileId,
    /// All of its text.
    text: &'a str,
    /// Whether a statement may nest too deeply, so that each must be looked at.
    deep: bool,
    /// What was found.
    found: &'a mut Vec<Diagnostic>,
    /// From where on nothing has been read, because there were too many errors.
    pub(super) unread: Option<usize>,
    /// Where the next start of a statement has been looked for last.
    looked: Option<Looked>,
}

/// A search for the next start of a statement, and what it found.
#[derive(Clone, Copy)]
struct Looked {
    from: usize,
    to: usize,
    margin: usize,
    found: Option<usize>,
}

impl<'a> Recovery<'a> {
    /// For a file and all of its text.
    pub(super) fn new(file: FileId, text: &'a str, deep: bool, found: &'a mut Vec<Diagnostic>) -> Recovery<'a> {
        Recovery { file, text, deep, found, unread: None, looked: None }
    }

    /// All statements of a part of the text: of the file, or of a phase.
    pub(super) fn statements(&mut self, part: Range<usize>, entry: Entry) -> Vec<Statement> {
        let mut statements = Vec::new();
        let mut at = part.start;
        while let Some(first) = self.token(at, part.end) {
            at = first.start;
            if self.unread.is_some() || self.found.len() >= MAX_ERRORS {
                self.unread.get_or_insert(at);
                break;
            }
            if first.text(self.text) == "}" {
                self.stray_brace(first);
                at = first.end;
                continue;
            }
            let stop_at_least = match self.read_one(first, part.end, entry) {
                Ok((statement, end)) => {
                    statements.push(statement);
                    at = end;
                    continue;
                }
                Err(broken_from) => broken_from,
            };
            let stop = self.next_start(stop_at_least.max(first.end), part.end, self.column(first));
            let stop = stop.unwrap_or(part.end);
            at = if self.is_block(first, stop, entry) {
                if entry == Entry::Rule {
                    self.out_of_place(first);
                }
                let (block, end) = self.block(first, part.end);
                statements.push(if entry == Entry::Rule { self.broken(at..end) } else { block });
                end
            } else {
                self.report(first, stop, entry);
                statements.push(self.broken(at..stop));
                stop
            };
        }
        statements
    }

    /// The statement that starts with `first` and where it ends, or the place at which it breaks.
    fn read_one(&mut self, first: Token, end: usize, entry: Entry) -> Result<(Statement, usize), usize> {
        if self.deep {
            let stop = self.next_start(first.end, end, self.column(first)).unwrap_or(end);
            if too_deep(self.slice(first.start..stop)).is_some() {
                return Err(first.end);
            }
        }
        let rest = self.slice(first.start..end);
        match read(entry.at_the_start(), rest) {
            Ok(mut pairs) => {
                let node = pairs.next().and_then(|start| start.into_inner().next()).ok_or(first.end)?;
                let after = first.start + node.as_span().end();
                if !may_follow(self.text, after, end, self.column(first)) {
                    return Err(self.token(after, end).map_or(after, |token| token.start));
                }
                let mut builder = Builder::new(self.file, first.start, &mut *self.found);
                Ok((builder.statement(node), after))
            }
            Err(Failure::Unexpected { at, .. }) => Err(first.start + at),
            Err(Failure::TooMuchWork) => Err(first.end),
        }
    }

    /// Says what is wrong with a statement that could not be read.
    fn report(&mut self, first: Token, stop: usize, entry: Entry) {
        let range = first.start..stop;
        if let Some(token) = self.deep.then(|| too_deep(self.slice(range.clone()))).flatten() {
            let place = self.span(range.start + token.start..range.start + token.end).in_file(self.file);
            self.found.push(
                Diagnostic::error(
                    &findings::NESTED_TOO_DEEPLY,
                    place,
                    format!("more than {MAX_NESTING} parentheses and `not`s stand in each other"),
                )
                .label("one too many")
                .help("name parts of the condition by facts of their own, or split the rule"),
            );
            return;
        }
        if entry == Entry::Rule && is_no_rule(first.text(self.text)) {
            self.out_of_place(first);
            return;
        }
        self.diagnose(range, entry);
    }

    fn out_of_place(&mut self, first: Token) {
        let word = first.text(self.text);
        let place = self.span(first.start..first.end).in_file(self.file);
        self.found.push(
            Diagnostic::error(&findings::OUT_OF_PLACE, place, format!("`{word}` cannot stand in a phase"))
                .label("only rules stand here")
                .help(format!("move this `{word}` out of the braces; the order of statements means nothing")),
        );
    }

    /// Whether a broken statement opens braces, so that what stands in them must be read too.
    fn is_block(&self, first: Token, stop: usize, entry: Entry) -> bool {
        match first.text(self.text) {
            "phase" | "test" => true,
            // A translation holds texts, which are read with it.
            "avoid" | "allow" | "do" | "expect" | "alert" | "contraindicated" | "repeat" | "ideally"
            | "translation" => false,
            word if words::nearest(word, STATEMENT_WORDS).or(words::meant(word)) == Some("translation") => false,
            _ => entry == Entry::Statement && self.open_brace(first, stop).is_some(),
        }
    }

    fn open_brace(&self, first: Token, stop: usize) -> Option<Token> {
        tokens_from(self.text, first.start)
            .take_while(|token| token.start < stop)
            .find(|token| token.text(self.text) == "{")
    }

    /// A phase or test that could not be read as a whole: its heading, and what stands in it one by one.
    fn block(&mut self, first: Token, end: usize) -> (Statement, usize) {
        let limit = self.next_start(first.end, end, self.column(first)).unwrap_or(end);
        let brace = self.open_brace(first, limit);
        let heading = self.trimmed(first.start..brace.map_or(limit, |brace| brace.start));
        let body = self.body(first, brace.map_or(limit, |brace| brace.end), end);
        let is_test = match first.text(self.text) {
            "test" => true,
            "phase" => false,
            _ => matches!(self.token(body.inside.start, body.inside.end).map(|t| t.text(self.text)), Some("at" | "on")),
        };
        let before = self.found.len();
        let phase = if is_test {
            self.diagnose(heading.clone(), Entry::TestHeading);
            None
        } else {
            Some(self.phase_heading(heading.clone()))
        };
        let heading_is_fine = self.found.len() == before;
        match brace {
            None if heading_is_fine => self.missing_open_brace(&heading),
            Some(brace) if !body.closed => self.unclosed(brace, &body, is_test),
            _ => {}
        }
        let Some(mut phase) = phase else {
            self.expectations(body.inside.clone());
            return (self.broken(first.start..body.after), body.after);
        };
        phase.broken |= brace.is_none() || !body.closed;
        phase.statements.extend(self.statements(body.inside.clone(), Entry::Rule));
        (Statement::Phase(Box::new(phase)), body.after)
    }

    /// The heading of a phase, with an error if it cannot be read.
    fn phase_heading(&mut self, heading: Range<usize>) -> Phase {
        let text = self.slice(heading.clone());
        let whole = read(Rule::whole_phase_heading, text).ok();
        let node = whole.and_then(|mut pairs| pairs.next()).and_then(|whole| child(whole, Rule::phase_heading));
        if let Some(node) = node {
            let mut builder = Builder::new(self.file, heading.start, &mut *self.found);
            let mut phase = builder.phase_heading(node);
            if phase.broken {
                phase.statements.push(self.broken(heading));
            }
            return phase;
        }
        self.diagnose(heading.clone(), Entry::PhaseHeading);
        let label = tokens_from(self.text, heading.start)
            .take_while(|token| token.start < heading.end)
            .find(|token| token.kind == Kind::Text)
            .map(|token| Text(self.span(token.start..token.end)));
        Phase {
            span: self.span(heading.clone()),
            label,
            window: None,
            conditions: Box::default(),
            statements: vec![self.broken(heading)],
            broken: true,
        }
    }

    /// The expectations of a test that could not be read as a whole.
    fn expectations(&mut self, part: Range<usize>) {
        let mut at = part.start;
        while let Some(first) = self.token(at, part.end) {
            if self.unread.is_some() || self.found.len() >= MAX_ERRORS {
                self.unread.get_or_insert(first.start);
                return;
            }
            let starts = |token: &Token| matches!(token.text(self.text), "at" | "on");
            let rest = self.slice(first.start..part.end);
            let fails = match read(Entry::Expectation.at_the_start(), rest) {
                Ok(mut pairs) => {
                    let end = pairs.next().map_or(first.end, |node| first.start + node.as_span().end());
                    match self.token(end, part.end) {
                        Some(next) if !starts(&next) => next.start,
                        _ => {
                            self.diagnose(first.start..end, Entry::Expectation);
                            at = end;
                            continue;
                        }
                    }
                }
                Err(Failure::Unexpected { at, .. }) => first.start + at,
                Err(Failure::TooMuchWork) => first.end,
            };
            let stop = tokens_from(self.text, fails.max(first.end))
                .take_while(|token| token.start < part.end)
                .find(|token| token.first_on_line && starts(token))
                .map_or(part.end, |token| token.start);
            self.diagnose(first.start..stop, Entry::Expectation);
            at = stop;
        }
    }

    /// Finds every mistake of a text that should be one `entry`: mends a copy as far as it has obvious mends, and looks
    /// on behind each.
    fn diagnose(&mut self, range: Range<usize>, entry: Entry) {
        let range = self.trimmed(range);
        let mut copy = Mended::new(self.slice(range.clone()), range.start);
        let mut unread = usize::MAX;
        let mut guessed = false;
        for _ in 0..MAX_MENDS {
            let (at, expected) = match read(entry.and_nothing_else(), &copy.text) {
                Ok(mut pairs) => {
                    let mut found = Vec::new();
                    let mut builder = Builder::new(self.file, 0, &mut found);
                    if let Some(node) = pairs.next().and_then(|whole| whole.into_inner().next()) {
                        build(&mut builder, node, entry);
                    }
                    // What was put in on a guess may be there twice now, which is no mistake of the writer's.
                    found.retain(|finding| !(guessed && finding.code == &findings::WRITTEN_TWICE));
                    self.found.extend(found.into_iter().map(|finding| copy.in_file(finding)));
                    return;
                }
                Err(Failure::Unexpected { at, expected }) => (at, expected),
                Err(Failure::TooMuchWork) => {
                    self.too_much_work(range);
                    return;
                }
            };
            // A mend that does not lead further would only repeat itself.
            let still_unread = copy.text.len() - at;
            if still_unread >= unread {
                return;
            }
            unread = still_unread;
            let advice = advice::advise(&Slip::new(&copy.text, at, &expected, entry));
            self.found.push(copy.in_file(advice.finding(self.file)));
            if advice.mend.is_empty() {
                return;
            }
            guessed |= advice.is_a_guess();
            let mut edits = advice.mend;
            edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            for (range, with) in edits {
                copy.replace(range, &with);
            }
        }
    }

    fn too_much_work(&mut self, range: Range<usize>) {
        let place = self.span(range).in_file(self.file);
        self.found.push(
            Diagnostic::error(&findings::GAVE_UP, place, "this statement takes too much work to read")
                .label("given up")
                .help("split it into several statements"),
        );
    }

    fn stray_brace(&mut self, brace: Token) {
        let place = self.span(brace.start..brace.end).in_file(self.file);
        self.found.push(
            Diagnostic::error(&findings::BRACES, place, "this `}` closes nothing")
                .label("nothing is open here")
                .help("delete it, or write the heading and the `{` of its phase before its rules")
                .fix("delete the brace", place, ""),
        );
    }

    fn missing_open_brace(&mut self, heading: &Range<usize>) {
        let last = tokens_from(self.text, heading.start).take_while(|token| token.start < heading.end).last();
        let last = last.map_or(heading.clone(), |token| token.start..token.end);
        let end = self.span(last.end..last.end).in_file(self.file);
        self.found.push(
            Diagnostic::error(
                &findings::BRACES,
                self.span(last).in_file(self.file),
                "a `{` is missing after this heading",
            )
            .label("a `{` belongs after this")
            .help("write `{` after the heading and `}` after its last line")
            .fix("write `{`", end, " {"),
        );
    }

    fn unclosed(&mut self, brace: Token, body: &Body, is_test: bool) {
        let what = if is_test { "test" } else { "phase" };
        let inside = self.trimmed(body.inside.clone());
        let last = tokens_from(self.text, inside.start).take_while(|token| token.start < inside.end).last();
        let last = last.unwrap_or(brace);
        let end = self.span(last.end..last.end).in_file(self.file);
        let finding = Diagnostic::error(
            &findings::BRACES,
            self.span(brace.start..brace.end).in_file(self.file),
            format!("this {what} is never closed"),
        )
        .label("opened here")
        .help(format!("write `}}` after the last line of the {what}"))
        .fix("write `}`", end, "\n}");
        let last = self.span(last.start..last.end).in_file(self.file);
        self.found.push(finding.also(last, "perhaps a `}` after this"));
    }

    /// [`next_start`], which looks at every token up to the next start only once, however many statements break before.
    fn next_start(&mut self, from: usize, to: usize, margin: usize) -> Option<usize> {
        if let Some(Looked { from: looked_from, to: looked_to, margin: looked_margin, found }) = self.looked
            && (looked_to, looked_margin) == (to, margin)
            && (looked_from..=found.unwrap_or(to)).contains(&from)
        {
            return found;
        }
        let found = next_start(self.text, from, to, margin);
        self.looked = Some(Looked { from, to, margin, found });
        found
    }

    /// What stands between the braces of a block, as far as the braces tell; where one is missing, the layout tells.
    fn body(&self, first: Token, start: usize, end: usize) -> Body {
        let margin = self.column(first);
        let mut ends_at = end;
        for token in tokens_from(self.text, start).take_while(|token| token.start < end) {
            match token.text(self.text) {
                "}" => return Body { inside: start..token.start, after: token.end, closed: true },
                "phase" | "test" | "translation" if token.first_on_line => {
                    if self.column(token) > margin
                        && let Some(close) = self.balanced(start, end)
                    {
                        return Body { inside: start..close.start, after: close.end, closed: true };
                    }
                    ends_at = token.start;
                    break;
                }
                "{" => break,
                _ => {}
            }
        }
        let indented = self.token(start, end).is_some_and(|token| token.first_on_line && self.column(token) > margin);
        for token in tokens_from(self.text, start).take_while(|token| token.start < ends_at) {
            if !token.first_on_line || self.column(token) > margin {
                continue;
            }
            let following: Vec<Token> = tokens_from(self.text, token.start).take(3).collect();
            if starts_statement(self.text, &following) && (indented || is_no_rule(token.text(self.text))) {
                return Body { inside: start..token.start, after: token.start, closed: false };
            }
        }
        Body { inside: start..ends_at, after: ends_at, closed: false }
    }

    /// The brace that closes what was opened before `start`, where other braces pair in between.
    fn balanced(&self, start: usize, end: usize) -> Option<Token> {
        let mut open = 1_usize;
        tokens_from(self.text, start).take_while(|token| token.start < end).find(|token| {
            match token.text(self.text) {
                "{" => open += 1,
                "}" => open -= 1,
                _ => {}
            }
            open == 0
        })
    }

    fn broken(&self, range: Range<usize>) -> Statement {
        let range = self.trimmed(range);
        let mut none = Vec::new();
        let builder = Builder::new(self.file, 0, &mut none);
        builder.broken(self.span(range.clone()), self.slice(range))
    }

    /// The range up to the end of its last token.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let last = tokens_from(self.text, range.start).take_while(|token| token.start < range.end).last();
        range.start..last.map_or(range.start, |token| token.end)
    }

    /// The first token from `at` on and before `end`.
    fn token(&self, at: usize, end: usize) -> Option<Token> {
        tokens_from(self.text, at).next().filter(|token| token.start < end)
    }

    /// How far a token stands from the start of its line, in bytes.
    fn column(&self, token: Token) -> usize {
        super::start::column(self.text, token.start)
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(offset(range.start), offset(range.end))
    }
}

/// The end of a file that was not read, because there are too many errors before it.
pub(super) fn give_up(file: FileId, text: &str, at: usize, found: &mut Vec<Diagnostic>) -> Statement {
    let mut none = Vec::new();
    let recovery = Recovery::new(file, text, false, &mut none);
    let rest = recovery.broken(at..text.len());
    let first = recovery.token(at, text.len()).map_or(at..at, |token| token.start..token.end);
    let place = recovery.span(first).in_file(file);
    found.push(
        Diagnostic::error(
            &findings::GAVE_UP,
            place,
            format!("{MAX_ERRORS} errors, and the rest of the file was not read"),
        )
        .label("not read from here on")
        .help("mend the errors above, then check the file again"),
    );
    rest
}

/// What stands between two braces.
struct Body {
    /// From behind the first to before the second.
    inside: Range<usize>,
    /// Where reading goes on.
    after: usize,
    /// Whether the second is there.
    closed: bool,
}

fn child(node: Node<'_>, kind: Rule) -> Option<Node<'_>> {
    node.into_inner().find(|node| node.as_rule() == kind)
}

/// Whether a statement that starts with this word stands outside of all braces: it is neither a rule nor opens any.
fn is_no_rule(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "accept",
        "activity",
        "drop",
        "event",
        "fact",
        "part",
        "patient",
        "replace",
        "sign",
        "translation",
        "treatment",
        "use",
    ];
    WORDS.contains(&word)
}

/// Builds what has been read only to find what the grammar cannot say.
fn build(builder: &mut Builder<'_>, node: Node<'_>, entry: Entry) {
    match entry {
        Entry::Statement | Entry::Rule => drop(builder.statement(node)),
        Entry::PhaseHeading => drop(builder.phase_heading(node)),
        Entry::TestHeading => drop(builder.test_heading(node)),
        Entry::Expectation => drop(builder.expectation(node)),
    }
}
