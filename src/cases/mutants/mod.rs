//! The tree of a file → small edits of its text, as a slip of the pen or of the mind would make them: each bound by the
//! smallest step either way, one unit for its neighbour, one construct for another, and each rule, exception, condition
//! and clause left out. Only what is written is looked at, not what it means: an edit may not be readable, and may
//! change nothing.

mod conditions;
mod quantities;
mod rules;
mod windows;

use crate::source::{FileId, Place, SourceFile, Span};
use crate::syntax::tree::{Activity, Event, File, Guard, Name, Part, Phase, Statement, Treatment};

/// A small edit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// What is replaced.
    pub place: Place,
    /// What stands there instead; empty where it is left out.
    pub with: String,
    /// What kind of slip it is.
    pub slip: Slip,
    /// The statement in which it lies; of a phase or a test the rule or the heading.
    pub statement: Place,
}

/// Kinds of slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// A bound is shifted by the smallest step.
    Shift,
    /// A unit stands for its neighbour.
    Unit,
    /// A construct stands for another.
    Swap,
    /// Something is left out.
    Drop,
}

impl Slip {
    /// The word for it: `shift`, `unit`, `swap`, `drop`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Slip::Shift => "shift",
            Slip::Unit => "unit",
            Slip::Swap => "swap",
            Slip::Drop => "drop",
        }
    }
}

impl Mutant {
    /// The text of its file with the edit made.
    #[must_use]
    pub fn edited(&self, text: &str) -> String {
        let (start, end) = (self.place.span.start as usize, self.place.span.end as usize);
        let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        [before, self.with.as_str(), after].concat()
    }
}

/// All mutants of a file, in the order of its text.
#[must_use]
pub fn mutants(file: &File, source: &SourceFile) -> Vec<Mutant> {
    let counts_from = file.statements.iter().find_map(|statement| match statement {
        Statement::Treatment(treatment) => treatment.day.map(|(day, _)| day),
        _ => None,
    });
    let mut maker = Maker { file: file.id, source, counts_from, statement: Span::default(), made: Vec::new() };
    for statement in &file.statements {
        maker.statement(statement);
    }
    let mut made = maker.made;
    made.sort_by_key(|mutant| (mutant.place, mutant.slip));
    made.dedup_by(|a, b| a.place == b.place && a.with == b.with);
    made
}

/// Makes mutants, statement by statement.
struct Maker<'s> {
    file: FileId,
    source: &'s SourceFile,
    /// What the file calls the day of treatment, if it says so.
    counts_from: Option<u8>,
    /// The statement that is looked at.
    statement: Span,
    made: Vec<Mutant>,
}

impl Maker<'_> {
    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Treatment(treatment) => self.treatment(treatment),
            Statement::Activity(activity) | Statement::Sign(activity) => self.activity(activity),
            Statement::Event(event) => self.event(event),
            Statement::Part(part) => self.part(part),
            Statement::Rule(rule) => self.whole_rule(rule),
            Statement::Phase(phase) => self.phase(phase),
            Statement::Change(change) => {
                self.statement = change.span;
                match &change.with {
                    Some(rule) => self.rule(rule),
                    None => self.leave_out(change.span),
                }
            }
            Statement::Use(_)
            | Statement::Fact(_)
            | Statement::Test(_)
            | Statement::Accept(_)
            | Statement::Translation(_)
            | Statement::Broken(_) => {}
        }
    }

    fn treatment(&mut self, treatment: &Treatment) {
        self.statement = treatment.span;
        if let Some((day, span)) = treatment.day {
            self.swap(span, format!("day {}", 1_u8.saturating_sub(day)));
        }
        self.parents(treatment.label.0, &treatment.parents);
    }

    fn activity(&mut self, activity: &Activity) {
        self.statement = activity.span;
        self.parents(activity.label.map_or(activity.name.0, |label| label.0), &activity.parents);
    }

    /// `is heat, shower` less one of them.
    fn parents(&mut self, before: Span, parents: &[Name]) {
        match parents {
            [only] => {
                // The word `is` stands somewhere before the name, behind what else is said.
                let between = Span::new(before.end, only.0.start);
                if let Some(at) = self.source.slice(between).rfind("is") {
                    let start = between.start.saturating_add(u32::try_from(at).unwrap_or_default());
                    self.leave_out(Span::new(start, only.0.end));
                }
            }
            several => self.each_of(several),
        }
    }

    fn event(&mut self, event: &Event) {
        self.statement = event.span;
        if let Some(expected) = &event.expected {
            self.window(expected);
        }
    }

    fn part(&mut self, part: &Part) {
        self.statement = part.span;
        self.clock(part.start);
        self.clock(part.end);
    }

    fn phase(&mut self, phase: &Phase) {
        self.statement = phase.span;
        if let Some(window) = phase.window.as_ref().filter(|_| !phase.broken) {
            self.window(window);
            self.leave_out(window.span);
        }
        phase.conditions.iter().for_each(|guard| self.whole_guard(guard));
        phase.statements.iter().for_each(|statement| self.statement(statement));
    }

    fn whole_guard(&mut self, guard: &Guard) {
        self.guard(guard);
        self.leave_out(guard.span);
    }

    /// A list of at least two names less one of them.
    fn each_of(&mut self, names: &[Name]) {
        if names.len() < 2 {
            return;
        }
        for (at, name) in names.iter().enumerate() {
            let span = match (names.get(at + 1), at.checked_sub(1).and_then(|before| names.get(before))) {
                (Some(next), _) => Span::new(name.0.start, next.0.start),
                (None, Some(before)) => Span::new(before.0.end, name.0.end),
                (None, None) => name.0,
            };
            self.leave_out(span);
        }
    }

    /// The word at the start of a span, another in its place.
    fn swap_first(&mut self, span: Span, word: &str, with: &str) {
        let end = span.start.saturating_add(u32::try_from(word.len()).unwrap_or_default());
        self.swap_word(Span::new(span.start, end), word, with);
    }

    /// A word that stands in this span, another in its place; nothing if it does not stand there.
    fn swap_word(&mut self, span: Span, word: &str, with: &str) {
        if let Some(at) = self.source.slice(span).find(word) {
            let start = span.start.saturating_add(u32::try_from(at).unwrap_or_default());
            let end = start.saturating_add(u32::try_from(word.len()).unwrap_or_default());
            self.swap(Span::new(start, end), with);
        }
    }

    fn shift(&mut self, span: Span, with: impl Into<String>) {
        self.make(span, with.into(), Slip::Shift);
    }

    fn swap(&mut self, span: Span, with: impl Into<String>) {
        self.make(span, with.into(), Slip::Swap);
    }

    fn leave_out(&mut self, span: Span) {
        self.make(span, String::new(), Slip::Drop);
    }

    fn make(&mut self, span: Span, with: String, slip: Slip) {
        if self.source.slice(span) != with {
            let (place, statement) = (span.in_file(self.file), self.statement.in_file(self.file));
            self.made.push(Mutant { place, with, slip, statement });
        }
    }
}
