//! Mutants of rules: the rule, each of its targets and each clause left out, another verb, a must for advice, and what
//! stands in its clauses.

use super::Maker;
use crate::source::Span;
use crate::syntax::tree::{Clause, ClauseKind, Except, Frequency, Rule, Verb};

impl Maker<'_> {
    /// A rule that may be left out.
    pub(super) fn whole_rule(&mut self, rule: &Rule) {
        self.statement = rule.span;
        self.leave_out(rule.span);
        self.rule(rule);
    }

    /// What stands in a rule.
    pub(super) fn rule(&mut self, rule: &Rule) {
        self.verb(rule);
        self.each_of(&rule.targets);
        for clause in &rule.clauses {
            self.clause(clause);
        }
    }

    fn verb(&mut self, rule: &Rule) {
        let span = rule.verb_span;
        match (rule.ideally, rule.verb) {
            (Some(ideally), _) => self.leave_out(Span::new(ideally.start, span.start)),
            (None, Verb::Avoid | Verb::Do | Verb::Repeat) => self.swap(span, format!("ideally {}", rule.verb.word())),
            (None, _) => {}
        }
        match rule.verb {
            Verb::Avoid => self.swap(span, "allow"),
            Verb::Allow => self.swap(span, "avoid"),
            // An instruction stands beside `do` only.
            Verb::Do => match (rule.instruction, rule.targets.first(), rule.targets.last()) {
                (Some(instruction), Some(first), Some(last)) => {
                    let targets = self.source.slice(first.0.to(last.0)).to_owned();
                    self.swap(span.to(instruction.0), format!("allow {targets}"));
                }
                _ => self.swap(span, "allow"),
            },
            Verb::Expect => self.swap(span, "alert"),
            Verb::Alert => self.swap(span, "expect"),
            Verb::Contraindicated | Verb::Repeat => {}
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let span = clause.span;
        match &clause.kind {
            // What only a reader sees.
            ClauseKind::Because(_) | ClauseKind::Source(_) => return,
            ClauseKind::Amount(_) | ClauseKind::By(_) => {}
            ClauseKind::Window(window) => self.window(window),
            ClauseKind::Frequency(frequency) => self.frequency(span, frequency),
            ClauseKind::Lasting(range) => self.duration_range(range),
            ClauseKind::After(names) => {
                self.each_of(names);
                if names.len() == 1 {
                    self.swap_first(span, "after", "before");
                }
            }
            ClauseKind::Before(_) => self.swap_first(span, "before", "after"),
            ClauseKind::Gap(gap) => {
                self.duration_range(&gap.duration);
                let end = gap.duration.high.map_or(gap.duration.low.span.end, |high| high.span.end);
                let (word, other) = if gap.after { ("after", "before") } else { ("before", "after") };
                self.swap_word(Span::new(end, gap.name.0.start), word, other);
                self.leave_out(Span::new(gap.duration.span.start, end));
            }
            ClauseKind::Guard(guard) => self.guard(guard),
            ClauseKind::Except(except) => self.except(span, except),
            ClauseKind::Every(range) => {
                self.duration_range(range);
                self.swap_first(span, "every", "no sooner than");
            }
            ClauseKind::NoSooner(range) => {
                self.duration_range(range);
                self.swap(Span::new(span.start, range.low.span.start), "every ");
            }
            ClauseKind::Sessions(..) => self.counts(span),
        }
        self.leave_out(span);
    }

    fn frequency(&mut self, span: Span, frequency: &Frequency) {
        match frequency {
            Frequency::Throughout | Frequency::Daily | Frequency::AsNeeded => {}
            Frequency::Times(..) => {
                self.counts(span);
                self.swap(Span::new(span.start, span.start), "up to ");
            }
            Frequency::UpTo(_) => {
                self.counts(span);
                let count = self.source.slice(span).find(|c: char| c.is_ascii_digit()).unwrap_or_default();
                let end = span.start.saturating_add(u32::try_from(count).unwrap_or_default());
                self.leave_out(Span::new(span.start, end));
            }
            Frequency::Every(range) => self.duration_range(range),
            Frequency::DailyAt(clocks) => {
                clocks.iter().for_each(|clock| self.clock(*clock));
                let spans: Vec<_> = clocks.iter().map(|clock| crate::syntax::tree::Name(clock.span)).collect();
                self.each_of(&spans);
            }
            Frequency::DailyParts(parts) => self.each_of(parts),
        }
    }

    fn except(&mut self, span: Span, except: &Except) {
        let holes: Vec<Span> = except
            .holes
            .iter()
            .map(|(name, window)| window.as_ref().map_or(name.0, |window| self.in_parentheses(name.0.to(window.span))))
            .collect();
        if holes.len() > 1 {
            self.each_of(&holes.iter().copied().map(crate::syntax::tree::Name).collect::<Vec<_>>());
        }
        for (name, window) in &except.holes {
            if let Some(window) = window {
                self.window(window);
                self.leave_out(Span::new(name.0.end, window.span.end));
            }
        }
        if let Some(condition) = &except.condition {
            self.condition(condition);
            let before = Span::new(span.start, condition.span.start);
            if let Some(at) = self.source.slice(before).rfind("when") {
                let start = span.start.saturating_add(u32::try_from(at).unwrap_or_default());
                self.leave_out(Span::new(start, span.end));
            }
        }
    }

    /// The span with the parentheses around it.
    fn in_parentheses(&self, span: Span) -> Span {
        let text = self.source.text();
        let before = text.get(..span.start as usize).map_or(0, |text| text.trim_end().trim_end_matches('(').len());
        let after = text.get(span.end as usize..).unwrap_or_default();
        let skipped = after.find(')').map_or(0, |at| at + 1);
        let end = span.end.saturating_add(u32::try_from(skipped).unwrap_or_default());
        Span::new(u32::try_from(before).unwrap_or(span.start), end)
    }
}
