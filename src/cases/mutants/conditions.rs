//! Mutants of conditions: `when` and `unless`, `and` and `or`, each term left out, each comparison and its number.

use super::Maker;
use crate::source::Span;
use crate::syntax::tree::{Comparison, Condition, ConditionKind, Guard, Value, ValueKind};

impl Maker<'_> {
    pub(super) fn guard(&mut self, guard: &Guard) {
        let (word, other) = if guard.unless { ("unless", "when") } else { ("when", "unless") };
        self.swap_first(guard.span, word, other);
        self.condition(&guard.condition);
    }

    pub(super) fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Name(_) => {}
            ConditionKind::Compare(_, comparison, operator, value) => self.comparison(*comparison, *operator, value),
            ConditionKind::Within(_, range, toward, moment) => {
                self.duration_range(range);
                self.moment(moment);
                let end = range.high.map_or(range.low.span.end, |high| high.span.end);
                self.toward(Span::new(end, moment.span.start), *toward);
            }
            ConditionKind::TreatmentClock { before, clock } => {
                self.clock(*clock);
                let words = Span::new(condition.span.start, clock.span.start);
                if *before {
                    self.swap_word(words, "before", "at or after");
                } else if let Some(at) = self.source.slice(words).find("at or after") {
                    let start = words.start.saturating_add(u32::try_from(at).unwrap_or_default());
                    self.swap(Span::new(start, start.saturating_add(11)), "before");
                }
            }
            ConditionKind::Not(inner) => {
                let start = condition.span.start;
                self.leave_out(Span::new(start, start.saturating_add(3)));
                self.condition(inner);
            }
            ConditionKind::All(terms) => self.terms(condition.span, terms, "and", "or"),
            ConditionKind::Any(terms) => self.terms(condition.span, terms, "or", "and"),
        }
    }

    /// Terms joined by a word: each left out, and the other word.
    fn terms(&mut self, span: Span, terms: &[Condition], word: &str, other: &str) {
        terms.iter().for_each(|term| self.condition(term));
        let ends = |index: usize| {
            let start =
                if index == 0 { Some(span.start) } else { self.joint(terms, index - 1, word).map(|at| at.start) };
            let end =
                if index + 1 == terms.len() { Some(span.end) } else { self.joint(terms, index, word).map(|at| at.end) };
            Some((index, start?, end?))
        };
        let parts: Vec<(usize, u32, u32)> = (0..terms.len()).filter_map(ends).collect();
        for (index, start, end) in parts {
            // `a and b and c` less `b` keeps one of the two words.
            let end = if index > 0 && index + 1 < terms.len() {
                self.joint(terms, index, word).map_or(end, |joint| joint.start)
            } else {
                end
            };
            self.leave_out(Span::new(start, end));
        }
        let joints: Vec<Span> =
            (0..terms.len().saturating_sub(1)).filter_map(|at| self.joint(terms, at, word)).collect();
        let (Some(first), Some(last)) = (joints.first(), joints.last()) else { return };
        let (mut text, mut at) = (String::new(), first.start);
        for joint in &joints {
            text.push_str(self.source.slice(Span::new(at, joint.start)));
            text.push_str(other);
            at = joint.end;
        }
        let whole = Span::new(first.start, last.end);
        self.swap(whole, text);
    }

    /// The word between a term and the next.
    fn joint(&self, terms: &[Condition], index: usize, word: &str) -> Option<Span> {
        let (one, next) = (terms.get(index)?, terms.get(index + 1)?);
        let between = Span::new(one.span.end, next.span.start);
        let text = self.source.slice(between);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let code = line.split('#').next().unwrap_or_default();
            if let Some(found) = code.find(word) {
                let start = between.start.saturating_add(u32::try_from(at + found).unwrap_or_default());
                return Some(Span::new(start, start.saturating_add(u32::try_from(word.len()).unwrap_or_default())));
            }
            at += line.len();
        }
        None
    }

    fn comparison(&mut self, comparison: Comparison, operator: Span, value: &Value) {
        self.swap(
            operator,
            match comparison {
                Comparison::Equal => "!=",
                Comparison::NotEqual => "=",
                Comparison::Less => ">",
                Comparison::AtMost => ">=",
                Comparison::Greater => "<",
                Comparison::AtLeast => "<=",
            },
        );
        match value.kind {
            ValueKind::Number(number) => {
                for other in [number.checked_sub(1), number.checked_add(1)].into_iter().flatten() {
                    self.shift(value.span, other.to_string());
                }
            }
            ValueKind::Yes => self.swap(value.span, "no"),
            ValueKind::No => self.swap(value.span, "yes"),
            _ => {}
        }
    }
}
