//! Conditions: facts, signs, comparisons, distances, and what joins them.

use super::{Builder, Parts};
use crate::diagnostic::Diagnostic;
use crate::syntax::findings;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{Comparison, Condition, ConditionKind, Guard, Value, ValueKind, WindowKind};

impl Builder<'_> {
    /// `when COND` or `unless COND`.
    pub(super) fn guard(&mut self, node: Node<'_>) -> Option<Guard> {
        let (span, unless) = (self.span(&node), node.as_rule() == Rule::unless);
        let condition = Parts::of(node).one(Rule::condition)?;
        Some(Guard { span, unless, condition: self.condition(condition)? })
    }

    /// Terms joined by one kind of word.
    fn condition(&mut self, node: Node<'_>) -> Option<Condition> {
        let span = self.span(&node);
        let mut terms = Vec::new();
        let (mut and, mut or) = (None, None);
        for part in Parts::of(node.clone()) {
            match part.as_rule() {
                Rule::and => and = and.or(Some(self.span(&part))),
                Rule::or => or = or.or(Some(self.span(&part))),
                _ => terms.push(self.term(part)?),
            }
        }
        if let (Some(and), Some(or)) = (and, or) {
            let (and, or) = (self.place(and), self.place(or));
            let finding =
                Diagnostic::error(&findings::MIXED_AND_OR, and.max(or), "`and` beside `or` can be read in two ways")
                    .label("which first?")
                    .also(and.min(or), "here too")
                    .help(two_readings(node));
            self.found.push(finding);
        }
        let single = terms.len() == 1;
        match terms.pop() {
            Some(only) if single => Some(only),
            Some(last) => {
                terms.push(last);
                let kind =
                    if or.is_some() { ConditionKind::Any(terms.into()) } else { ConditionKind::All(terms.into()) };
                Some(Condition { span, kind })
            }
            None => None,
        }
    }

    fn term(&mut self, node: Node<'_>) -> Option<Condition> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::condition => return self.condition(node),
            Rule::negation => {
                let inner = Parts::of(node).find(|part| part.as_rule() != Rule::not)?;
                ConditionKind::Not(Box::new(self.term(inner)?))
            }
            Rule::treatment_clock => {
                let mut parts = Parts::of(node);
                parts.one(Rule::treatment_word)?;
                let before = parts.peek() == Some(Rule::before_word);
                let clock = parts.find(|part| part.as_rule() == Rule::clock)?;
                ConditionKind::TreatmentClock { before, clock: self.clock(&clock) }
            }
            Rule::atom => self.atom(node)?,
            _ => return None,
        };
        Some(Condition { span, kind })
    }

    fn atom(&mut self, node: Node<'_>) -> Option<ConditionKind> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.one(Rule::name)?);
        if let Some(within) = parts.one(Rule::within) {
            let WindowKind::Within(range, toward, moment) = self.window(within)?.kind else { return None };
            return Some(ConditionKind::Within(name, range, toward, moment));
        }
        let Some(operator) = parts.one(Rule::comparison) else { return Some(ConditionKind::Name(name)) };
        let comparison = match operator.as_str() {
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Greater,
            ">=" => Comparison::AtLeast,
            _ => return None,
        };
        let value = self.value(&parts.next()?);
        Some(ConditionKind::Compare(name, comparison, self.span(&operator), value))
    }

    /// `4`, `yes`, `no` or a name.
    pub(super) fn value(&mut self, node: &Node<'_>) -> Value {
        let span = self.span(node);
        let kind = match (node.as_rule(), node.as_str()) {
            (Rule::number, _) => ValueKind::Number(self.number(node)),
            (_, "yes") => ValueKind::Yes,
            (_, "no") => ValueKind::No,
            _ => ValueKind::Name(self.name(node)),
        };
        Value { span, kind }
    }
}

/// Both ways to put parentheses into a condition that mixes `and` with `or`.
fn two_readings(node: Node<'_>) -> String {
    // The terms, cut at each `or` into groups that are joined by `and`, and the other way round.
    let (mut by_or, mut by_and) = (vec![Vec::new()], vec![Vec::new()]);
    for part in Parts::of(node) {
        match part.as_rule() {
            Rule::and => by_and.push(Vec::new()),
            Rule::or => by_or.push(Vec::new()),
            kind => {
                let text =
                    if kind == Rule::condition { format!("({})", part.as_str()) } else { part.as_str().to_owned() };
                for groups in [&mut by_or, &mut by_and] {
                    if let Some(group) = groups.last_mut() {
                        group.push(text.clone());
                    }
                }
            }
        }
    }
    let joined = |groups: Vec<Vec<String>>, inner: &str, outer: &str| {
        let groups: Vec<String> = groups
            .into_iter()
            .map(|group| if group.len() > 1 { format!("({})", group.join(inner)) } else { group.concat() })
            .collect();
        groups.join(outer)
    };
    format!("write `{}` or `{}`", joined(by_or, " and ", " or "), joined(by_and, " or ", " and "))
}
