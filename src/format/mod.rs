//! Tree and text → the text in its canonical layout. Only white space, line ends and the order of clauses differ from what
//! was written: no word is changed, no comment is lost, and the rules mean the same. Knows nothing of what names mean.

mod clauses;
mod columns;
mod lines;
mod words;

use crate::source::{SourceFile, Span};
use crate::syntax::tree::{Clause, Expected, File, Statement, Test, Text};
use clauses::{Clauses, INDENT};
use columns::{Row, Table};
use lines::{Chunk, Lines};
use std::iter::Peekable;
use std::vec::IntoIter;
use words::Word;

/// The text of a file in its canonical layout, with the line ends that it has: those of its first line. `None` if a statement
/// of the file could not be read.
///
/// The layout of the layout is the layout itself.
#[must_use]
pub fn format(file: &File, source: &SourceFile) -> Option<String> {
    let text = laid_out(file, source, false)?;
    let is_windows = source.text().split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    Some(if is_windows { text.replace('\n', "\r\n") } else { text })
}

/// What a file says, in its canonical layout, without comments and without `test` blocks: two files that differ in nothing
/// but white space, comments, tests and the order of clauses have the same such text. Blank lines stand where another kind
/// of statement begins. `None` if a statement of the file could not be read.
#[must_use]
pub fn bare(file: &File, source: &SourceFile) -> Option<String> {
    laid_out(file, source, true)
}

fn laid_out(file: &File, source: &SourceFile, bare: bool) -> Option<String> {
    if is_broken(&file.statements) {
        return None;
    }
    let (mut words, end) = words::words(source.text(), &whole_words(&file.statements));
    if bare {
        for word in &mut words {
            *word = Word { start: word.start, text: word.text, ..Word::default() };
        }
    }
    let mut writer = Writer { words: words.into_iter().peekable(), lines: Lines::default(), bare, indent: 0 };
    writer.group(&file.statements);
    if !bare {
        writer.lines.comments(&end, 0);
    }
    Some(writer.lines.text())
}

fn is_broken(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| match statement {
        Statement::Broken(_) => true,
        Statement::Phase(phase) => phase.broken || is_broken(&phase.statements),
        _ => false,
    })
}

/// The places of what is one word though marks stand in it.
fn whole_words(statements: &[Statement]) -> Vec<Span> {
    let whole = statements.iter().filter_map(|statement| match statement {
        Statement::Treatment(treatment) => treatment.language,
        Statement::Test(test) => test.zone,
        Statement::Accept(accept) => Some(accept.finding),
        Statement::Translation(translation) => Some(translation.language),
        _ => None,
    });
    whole.collect()
}

/// Takes the words of one statement after the other, and writes them.
struct Writer<'t> {
    words: Peekable<IntoIter<Word<'t>>>,
    lines: Lines<'t>,
    /// Whether comments and tests are left out.
    bare: bool,
    /// How far what stands here is indented.
    indent: usize,
}

impl<'t> Writer<'t> {
    /// The statements of a file or a phase.
    fn group(&mut self, statements: &[Statement]) {
        let mut rows: Vec<Row<'t>> = Vec::new();
        let mut before = None;
        for (at, statement) in statements.iter().enumerate() {
            let mut words = self.take(statements.get(at + 1).map_or(u32::MAX, start));
            if self.bare {
                if matches!(statement, Statement::Test(_)) {
                    let _ = (self.take(u32::MAX), self.words.next());
                    continue;
                }
                let sort = Sort::of(statement);
                if let Some(first) = words.first_mut() {
                    first.gap = before.is_some_and(|before| before != sort || sort == Sort::Block);
                }
                before = Some(sort);
            }
            let clauses = Clauses::new(words, self.indent);
            match statement {
                Statement::Phase(phase) => {
                    self.rows(&mut rows);
                    self.block(clauses.phase(phase), |writer| writer.group(&phase.statements));
                }
                Statement::Test(test) => {
                    self.rows(&mut rows);
                    self.block(clauses.test(test), |writer| writer.expectations(test));
                }
                Statement::Translation(_) => {
                    self.rows(&mut rows);
                    self.block(clauses.chunks(), Writer::pairs);
                }
                _ => rows.push(row(statement, clauses)),
            }
        }
        self.rows(&mut rows);
    }

    /// A heading, then what stands in its braces.
    fn block(&mut self, mut heading: Vec<Chunk<'t>>, inside: impl FnOnce(&mut Writer<'t>)) {
        if let Some(first) = heading.first().and_then(|chunk| chunk.words.first()) {
            self.lines.above(first, self.indent);
        }
        let last = heading.last_mut().map(|chunk| &mut chunk.words);
        let is_empty = |word: &Word<'t>| word.text == "}" && word.above.is_empty();
        if let Some(last) = last.filter(|words| words.last().is_some_and(|brace| brace.beside.is_none()))
            && let Some(brace) = self.take_one_if(is_empty)
        {
            last.push(brace);
            self.lines.statement(&heading);
            return;
        }
        self.lines.statement(&heading);
        self.lines.open_group();
        self.indent += INDENT;
        inside(self);
        self.indent -= INDENT;
        if let Some(brace) = self.take_one_if(|word| word.text == "}") {
            self.lines.comments(&brace.above, self.indent + INDENT);
            self.lines.statement(&Clauses::new(vec![brace], self.indent).chunks());
        }
    }

    /// What a test expects: the moment, and in a column the answers.
    fn expectations(&mut self, test: &Test) {
        // Each further answer of a line is an expectation too, but begins with a name.
        let starts = test.expectations.iter().map(|expectation| expectation.span.start);
        let mut starts = starts.skip(1).chain([u32::MAX]).peekable();
        let stated = test.expectations.iter().filter_map(|expectation| match &expectation.expected {
            Expected::Stated(_, rule) => Some(rule.clauses.as_ref()),
            _ => None,
        });
        let mut stated = stated.filter(|clauses| !clauses.is_empty()).peekable();
        let mut rows: Vec<Row<'t>> = Vec::new();
        let mut line: Vec<Word<'t>> = Vec::new();
        let mut words = self.take(u32::MAX).into_iter().peekable();
        while let Some(word) = words.next() {
            line.push(word);
            let next = words.peek();
            while starts.next_if(|&start| next.is_some_and(|next| start < next.start)).is_some() {}
            let is_moment = next.is_none_or(|next| matches!(next.text, "at" | "on"));
            if is_moment && next.is_none_or(|next| starts.peek() == Some(&next.start)) {
                let end = next.map_or(u32::MAX, |next| next.start);
                let clauses = stated.next_if(|clauses| clauses.first().is_some_and(|clause| clause.span.start < end));
                rows.extend(self.answers(std::mem::take(&mut line), clauses.unwrap_or_default()));
            }
        }
        self.rows(&mut rows);
    }

    /// What is expected at one moment. The clauses are those of the rule that may stand last; they have an order too.
    fn answers(&self, mut words: Vec<Word<'t>>, clauses: &[Clause]) -> Option<Row<'t>> {
        if let Some(first) = clauses.first() {
            let at = words.partition_point(|word| word.start < first.span.start);
            let behind = Clauses::new(words.split_off(at), self.indent).rule(clauses);
            words.extend(behind.into_iter().flat_map(|chunk| chunk.words));
        }
        let mut words = words.into_iter();
        let mut row = Row::new(words.next()?, Table::Answers, self.indent);
        let mut is_asked = false;
        for word in words {
            let was_asked = std::mem::replace(&mut is_asked, word.text == ":");
            row.push(word, |_| was_asked);
        }
        Some(row)
    }

    /// The texts of a translation, two in a row.
    fn pairs(&mut self) {
        let mut rows: Vec<Row<'t>> = Vec::new();
        for word in self.take(u32::MAX) {
            match rows.last_mut() {
                Some(row) if row.chunks.len() < 2 => row.push(word, |_| true),
                _ => rows.push(Row::new(word, Table::Pairs, self.indent)),
            }
        }
        self.rows(&mut rows);
    }

    /// Writes the rows that have come together.
    fn rows(&mut self, rows: &mut Vec<Row<'t>>) {
        columns::align(rows, self.indent);
        for row in rows.drain(..) {
            let row = row.unfolded(self.indent);
            if let Some(first) = row.first() {
                self.lines.above(first, self.indent);
            }
            self.lines.statement(&row.chunks);
        }
    }

    /// The words up to a byte of the text, but no further than into a brace, or up to the end of what stands in one.
    fn take(&mut self, end: u32) -> Vec<Word<'t>> {
        let mut words = Vec::new();
        while let Some(word) = self.take_one_if(|word| word.start < end && word.text != "}") {
            let opens = word.text == "{";
            words.push(word);
            if opens {
                break;
            }
        }
        words
    }

    fn take_one_if(&mut self, wanted: impl FnOnce(&Word<'t>) -> bool) -> Option<Word<'t>> {
        self.words.next_if(|word| wanted(word))
    }
}

/// A statement without braces.
fn row<'t>(statement: &Statement, clauses: Clauses<'t>) -> Row<'t> {
    let start = |label: Option<Text>| label.map(|label| label.0.start);
    let (chunks, table) = match statement {
        Statement::Treatment(treatment) => (clauses.treatment(treatment), Table::None),
        Statement::Activity(activity) | Statement::Sign(activity) => (clauses.activity(activity), Table::Subjects),
        Statement::Fact(fact) => (clauses.described(fact.name, start(fact.label)), Table::asked(fact.patient)),
        Statement::Event(event) => (clauses.event(event), Table::asked(event.patient)),
        Statement::Part(part) => (clauses.described(part.name, start(part.label)), Table::Parts),
        Statement::Rule(rule) => (clauses.rule(&rule.clauses), Table::None),
        Statement::Change(change) => (clauses.change(change), Table::None),
        Statement::Accept(accept) => (clauses.accept(accept.because.0.start), Table::None),
        _ => (clauses.chunks(), Table::None),
    };
    Row { chunks, table }
}

/// Where a statement begins.
fn start(statement: &Statement) -> u32 {
    let span = match statement {
        Statement::Treatment(treatment) => treatment.span,
        Statement::Use(used) => used.span,
        Statement::Activity(activity) | Statement::Sign(activity) => activity.span,
        Statement::Fact(fact) => fact.span,
        Statement::Event(event) => event.span,
        Statement::Part(part) => part.span,
        Statement::Rule(rule) => rule.span,
        Statement::Phase(phase) => phase.span,
        Statement::Test(test) => test.span,
        Statement::Accept(accept) => accept.span,
        Statement::Translation(translation) => translation.span,
        Statement::Change(change) => change.span,
        Statement::Broken(broken) => broken.span,
    };
    span.start
}

/// Statements of one sort stand together where no blank lines are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Treatment,
    Use,
    Subject,
    Asked,
    Part,
    Rule,
    Change,
    Accept,
    Block,
}

impl Sort {
    fn of(statement: &Statement) -> Sort {
        match statement {
            Statement::Treatment(_) => Sort::Treatment,
            Statement::Use(_) => Sort::Use,
            Statement::Activity(_) | Statement::Sign(_) => Sort::Subject,
            Statement::Fact(_) | Statement::Event(_) => Sort::Asked,
            Statement::Part(_) => Sort::Part,
            Statement::Rule(_) | Statement::Broken(_) => Sort::Rule,
            Statement::Change(_) => Sort::Change,
            Statement::Accept(_) => Sort::Accept,
            Statement::Phase(_) | Statement::Test(_) | Statement::Translation(_) => Sort::Block,
        }
    }
}
