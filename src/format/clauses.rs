//! A statement and its words → its clauses in the one order, each a chunk of words. The order is that of the sentence on a
//! sheet, and one in which no clause can take in the next: a condition stands behind the windows, for a condition may end with
//! `within …`; an exception stands behind the rule's own conditions, for `when` behind it would be the exception's.

use super::lines::{Chunk, WIDTH};
use super::words::Word;
use crate::syntax::tree::{Activity, Change, Clause, ClauseKind, Event, Guard, Name, Phase, Side, Test, Treatment};

/// How much further the lines of a statement are indented than its first.
pub(super) const INDENT: usize = 2;
/// The same for the further lines of one clause.
pub(super) const HANG: usize = 4;

/// Where a clause begins, its place in the order, and whether it begins a line.
#[derive(Clone, Copy, Debug)]
struct Cut {
    start: u32,
    rank: u8,
    own_line: bool,
}

/// The words of a statement, to be cut into clauses.
#[derive(Debug)]
pub(super) struct Clauses<'t> {
    words: Vec<Word<'t>>,
    cuts: Vec<Cut>,
    indent: usize,
}

impl<'t> Clauses<'t> {
    /// All words as one chunk, until it is said where they are to be cut.
    pub(super) fn new(words: Vec<Word<'t>>, indent: usize) -> Clauses<'t> {
        Clauses { words, cuts: Vec::new(), indent }
    }

    fn cut(&mut self, start: u32, rank: u8, own_line: bool) {
        self.cuts.push(Cut { start, rank, own_line });
    }

    /// A clause whose one word stands before what begins at `start`.
    fn cut_before(&mut self, start: u32, rank: u8, own_line: bool) {
        let at = self.words.partition_point(|word| word.start < start);
        if let Some(word) = at.checked_sub(1).and_then(|at| self.words.get(at)) {
            self.cut(word.start, rank, own_line);
        }
    }

    fn cut_before_list(&mut self, names: &[Name], rank: u8) {
        if let Some(first) = names.first() {
            self.cut_before(first.0.start, rank, false);
        }
    }

    pub(super) fn treatment(mut self, treatment: &Treatment) -> Vec<Chunk<'t>> {
        self.cut_before_list(&treatment.parents, 1);
        if let Some((_, span)) = treatment.day {
            self.cut(span.start, 2, false);
        }
        let inline = [(treatment.hours.map(|(from, _)| from.span), 3), (treatment.language, 4)];
        for (span, rank) in inline {
            if let Some(span) = span {
                self.cut_before(span.start, rank, false);
            }
        }
        let source = treatment.source.map(|text| text.0);
        let version = treatment.version.map(|text| text.0);
        for (span, rank) in [(source, 5), (version, 6), (treatment.reviewed, 7)] {
            if let Some(span) = span {
                self.cut_before(span.start, rank, true);
            }
        }
        self.chunks()
    }

    /// The name, the label and the rest are chunks of their own.
    pub(super) fn activity(mut self, activity: &Activity) -> Vec<Chunk<'t>> {
        self.named(activity.name, activity.label.map(|label| label.0.start));
        self.cut_before_list(&activity.parents, 3);
        if let Some(instruction) = activity.instruction {
            self.cut_before(instruction.0.start, 4, false);
        }
        self.chunks()
    }

    /// The name, the label and the rest are chunks of their own.
    pub(super) fn event(mut self, event: &Event) -> Vec<Chunk<'t>> {
        self.named(event.name, event.label.map(|label| label.0.start));
        let expected = event.expected.as_ref().map(|window| window.span);
        if let Some(span) = expected {
            self.cut_before(span.start, 4, false);
        }
        if event.side != Side::After {
            // The tree does not say where the side stands: it is first, or else behind the window.
            let named = event.label.map_or(event.name.0, |label| label.0);
            let first = self.words.iter().map(|word| word.start).find(|&start| start >= named.end);
            let is_expected = first.is_some_and(|first| self.cuts.iter().any(|cut| cut.start == first));
            let behind = expected.filter(|_| is_expected).map_or(named.end, |window| window.end);
            if let Some(start) = self.words.iter().map(|word| word.start).find(|&start| start >= behind) {
                self.cut(start, 3, false);
            }
        }
        self.chunks()
    }

    /// A fact or a part of the day: the name, the label and what begins behind them are chunks of their own.
    pub(super) fn described(mut self, name: Name, label: Option<u32>) -> Vec<Chunk<'t>> {
        self.named(name, label);
        let behind = label.unwrap_or(name.0.start);
        if let Some(start) = self.words.iter().map(|word| word.start).find(|&start| start > behind) {
            self.cut(start, 3, false);
        }
        self.chunks()
    }

    fn named(&mut self, name: Name, label: Option<u32>) {
        self.cut(name.0.start, 1, false);
        if let Some(label) = label {
            self.cut(label, 2, false);
        }
    }

    pub(super) fn rule(mut self, clauses: &[Clause]) -> Vec<Chunk<'t>> {
        self.rule_clauses(clauses, 0, true);
        self.chunks()
    }

    fn rule_clauses(&mut self, clauses: &[Clause], first: u8, cite: bool) {
        for clause in clauses {
            let is_source = matches!(clause.kind, ClauseKind::Source(_));
            self.cut(clause.span.start, first + rank(&clause.kind), cite && is_source);
        }
    }

    pub(super) fn change(mut self, change: &Change) -> Vec<Chunk<'t>> {
        self.cut_before_list(&change.targets, 1);
        self.cut_before(change.because.0.start, 2, false);
        if let Some(rule) = &change.with {
            self.cut_before(rule.span.start, 3, false);
            self.rule_clauses(&rule.clauses, 3, false);
        }
        let with = 1 + usize::from(!change.targets.is_empty()) + 1;
        let mut chunks = self.chunks();
        begin_line_if_too_wide(&mut chunks, with);
        chunks
    }

    /// The last clause begins where the text behind it begins, one word before.
    pub(super) fn accept(mut self, because: u32) -> Vec<Chunk<'t>> {
        self.cut_before(because, 1, false);
        self.chunks()
    }

    /// The heading of a phase, with its brace. Its clauses hang further in than the rules of the phase.
    pub(super) fn phase(mut self, phase: &Phase) -> Vec<Chunk<'t>> {
        if let Some(window) = &phase.window {
            self.cut(window.span.start, 1, false);
        }
        for guard in &phase.conditions {
            self.cut(guard.span.start, rank_of_guard(guard), false);
        }
        let brace = self.words.pop();
        let mut chunks = self.chunks();
        for clause in chunks.iter_mut().skip(1) {
            (clause.indent, clause.hang) = (clause.indent + HANG, clause.hang + HANG);
        }
        if let (Some(last), Some(brace)) = (chunks.last_mut(), brace) {
            last.words.push(brace);
        }
        chunks
    }

    /// The heading of a test, with its brace. What is given hangs under the test's name.
    pub(super) fn test(mut self, test: &Test) -> Vec<Chunk<'t>> {
        if let Some((name, _)) = test.given.first() {
            self.cut_before(name.0.start, 1, false);
        }
        let mut chunks = self.chunks();
        begin_line_if_too_wide(&mut chunks, 1);
        if let Some(given) = chunks.get_mut(1) {
            given.indent = "test ".len();
            given.hang = given.indent + "given ".len();
        }
        chunks
    }

    /// The chunks, in the one order.
    pub(super) fn chunks(self) -> Vec<Chunk<'t>> {
        let Clauses { words, mut cuts, indent } = self;
        cuts.sort_by_key(|cut| cut.start);
        let mut chunks: Vec<(u8, Chunk<'t>)> = Vec::with_capacity(cuts.len() + 1);
        let mut cuts = cuts.into_iter().peekable();
        let hang = indent + HANG;
        let chunk = |own_line, indent| Chunk { own_line, indent, hang, ..Chunk::default() };
        let last = words.len().saturating_sub(1);
        let mut beside_last = None;
        for (at, mut word) in words.into_iter().enumerate() {
            if at == last {
                beside_last = word.beside.take();
            }
            let cut = cuts.next_if(|cut| cut.start <= word.start);
            match (cut, chunks.last_mut()) {
                (None, Some((_, open))) => open.words.push(word),
                (None, None) => chunks.push((0, Chunk { words: vec![word], ..chunk(false, indent) })),
                (Some(cut), _) => {
                    chunks.push((cut.rank, Chunk { words: vec![word], ..chunk(cut.own_line, indent + INDENT) }));
                }
            }
        }
        // The comment at the end is one on the whole statement: it stays at its end, unless another stands there already.
        let written_last = chunks.len().saturating_sub(1);
        let mut order: Vec<(usize, (u8, Chunk<'t>))> = chunks.into_iter().enumerate().collect();
        order.sort_by_key(|(_, (rank, _))| *rank);
        let end = order.last_mut().and_then(|(_, (_, chunk))| chunk.words.last_mut());
        if let Some(word) = end.filter(|word| word.beside.is_none()) {
            word.beside = beside_last;
        } else if let Some((_, (_, chunk))) = order.iter_mut().find(|(written, _)| *written == written_last)
            && let Some(word) = chunk.words.last_mut()
        {
            word.beside = beside_last;
        }
        order.into_iter().map(|(_, (_, chunk))| chunk).collect()
    }
}

/// Puts a clause on a line of its own if not all fit on one.
fn begin_line_if_too_wide(chunks: &mut [Chunk<'_>], at: usize) {
    let width: usize = chunks.iter().map(|chunk| chunk.width() + 1).sum();
    if let Some(chunk) = chunks.get_mut(at).filter(|chunk| chunk.indent + width > WIDTH + INDENT + 1) {
        chunk.own_line = true;
    }
}

/// The place of a clause in the order of a rule's clauses.
fn rank(kind: &ClauseKind) -> u8 {
    match kind {
        ClauseKind::Frequency(_) | ClauseKind::Every(_) => 1,
        ClauseKind::Lasting(_) | ClauseKind::NoSooner(_) => 2,
        ClauseKind::Sessions(..) => 3,
        ClauseKind::After(_) => 4,
        ClauseKind::Before(_) => 5,
        ClauseKind::Gap(gap) if gap.after => 6,
        ClauseKind::Gap(_) => 7,
        // "until +2w before exercise" would read as two weeks before it.
        ClauseKind::Window(_) => 8,
        ClauseKind::Guard(guard) => 7 + rank_of_guard(guard),
        ClauseKind::Except(_) => 11,
        ClauseKind::Amount(_) => 12,
        ClauseKind::By(_) => 13,
        ClauseKind::Because(_) => 14,
        ClauseKind::Source(_) => 15,
    }
}

fn rank_of_guard(guard: &Guard) -> u8 {
    if guard.unless { 3 } else { 2 }
}
