//! Written conditions → their normal form, typed: a yes/no fact is not compared with a number, a choice is one that was
//! declared.

use super::codes;
use super::condition::{Atom, Condition, Operator};
use super::declared::{FactId, FactKind, Value};
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::tree::{self, Comparison, ConditionKind, Guard, Name, ValueKind};
use crate::time::Anchor;

impl Names<'_> {
    /// `when` and `unless` together; what makes no sense is left out, and has been reported.
    pub fn guards<'g>(&mut self, guards: impl IntoIterator<Item = &'g Guard>) -> Condition {
        let mut all = Condition::always();
        for guard in guards {
            if let Some(condition) = self.condition(&guard.condition) {
                all = all.and(if guard.unless { condition.negated() } else { condition });
            }
        }
        all
    }

    /// A condition in its normal form; `None` if a part of it makes no sense, which has been reported.
    pub fn condition(&mut self, condition: &tree::Condition) -> Option<Condition> {
        match &condition.kind {
            ConditionKind::Name(name) => self.yes(*name),
            ConditionKind::Compare(name, comparison, operator, value) => {
                self.compare(*name, *comparison, *operator, value)
            }
            ConditionKind::Within(name, range, toward, moment) => {
                let event = self.dated(*name);
                let (from, to) = self.near(range, *toward, moment)?;
                Some(Condition::Atom(Atom::Near { event: event?, from: Box::new(from), to: Box::new(to) }))
            }
            ConditionKind::TreatmentClock { before, clock } => {
                let atom = Condition::Atom(Atom::AtOrAfter(Anchor::Treatment, clock.minutes));
                Some(if *before { atom.negated() } else { atom })
            }
            ConditionKind::Not(inner) => self.condition(inner).map(Condition::negated),
            ConditionKind::All(each) => self.each(each).map(Condition::All),
            ConditionKind::Any(each) => self.each(each).map(Condition::Any),
        }
    }

    fn each(&mut self, conditions: &[tree::Condition]) -> Option<Vec<Condition>> {
        // All of them are read before any is given up, so that every error is reported.
        let read: Vec<_> = conditions.iter().map(|condition| self.condition(condition)).collect();
        read.into_iter().collect()
    }

    /// A name alone: a yes/no fact or a sign.
    fn yes(&mut self, name: Name) -> Option<Condition> {
        let id = self.fact(name)?;
        let fact = self.model.fact(id)?;
        if fact.kind == FactKind::YesNo {
            return Some(Condition::Atom(Atom::Fact(id, Operator::Equal, Value::Bool(true))));
        }
        let (text, first) = (self.text(name), fact.place);
        let example = match &fact.kind {
            FactKind::OneOf(choices) => format!("= {}", choices.first().map_or("…", |(choice, _)| choice)),
            _ => ">= 4".to_owned(),
        };
        self.problems.push(
            Diagnostic::error(
                &codes::TYPE_MISMATCH,
                self.place(name),
                format!("`{text}` is not a yes/no fact; compare it with a value"),
            )
            .label("needs a comparison")
            .also(first, "declared here")
            .help(format!("write for example `{text} {example}`")),
        );
        None
    }

    fn compare(
        &mut self,
        name: Name,
        comparison: Comparison,
        operator: Span,
        value: &tree::Value,
    ) -> Option<Condition> {
        let id = self.fact(name)?;
        self.infer_kind(id, value);
        let numbers = matches!(self.model.fact(id)?.kind, FactKind::Number(_));
        let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if !numbers && !is_equality {
            let (text, first) = (self.text(name), self.model.fact(id)?.place);
            let fact_is = self.kind_of(id);
            let help = match value.kind {
                ValueKind::Number(_) if fact_is == "a yes/no fact" => {
                    format!("write `{text}` or `not {text}`, or declare it as `fact {text} \"…\" : number`")
                }
                _ => format!("compare it with `=` or `!=`, or declare it as `fact {text} \"…\" : number`"),
            };
            let sign = self.sources.slice(operator.in_file(self.file));
            let message = format!("`{text}` is {fact_is}; `{sign}` compares numbers");
            self.problems.push(
                Diagnostic::error(&codes::TYPE_MISMATCH, operator.in_file(self.file), message)
                    .label("compares numbers")
                    .also(first, "declared here")
                    .help(help),
            );
            return None;
        }
        let value = self.value(id, name, value)?;
        let atom = |operator| Condition::Atom(Atom::Fact(id, operator, value));
        Some(match comparison {
            Comparison::Equal => atom(Operator::Equal),
            Comparison::NotEqual => atom(Operator::Equal).negated(),
            Comparison::Less => atom(Operator::Less),
            Comparison::AtMost => atom(Operator::Greater).negated(),
            Comparison::Greater => atom(Operator::Greater),
            Comparison::AtLeast => atom(Operator::Less).negated(),
        })
    }

    /// A fact that is not declared (that has been reported) may be whatever it is compared with.
    fn infer_kind(&mut self, id: FactId, value: &tree::Value) {
        let written = self.sources.slice(value.span.in_file(self.file)).to_owned();
        let Some(fact) = self.model.facts.get_mut(id.0 as usize).filter(|fact| !fact.declared) else { return };
        let choice = || (written.clone(), super::names::in_words(&written));
        match (&mut fact.kind, &value.kind) {
            (kind, ValueKind::Number(_)) => *kind = FactKind::Number(None),
            (FactKind::OneOf(choices), ValueKind::Name(_)) if choices.iter().any(|(name, _)| *name == written) => {}
            (FactKind::OneOf(choices), ValueKind::Name(_)) => choices.push(choice()),
            (kind, ValueKind::Name(_)) => *kind = FactKind::OneOf(vec![choice()]),
            _ => {}
        }
    }

    fn kind_of(&self, id: FactId) -> &'static str {
        match self.model.fact(id).map(|fact| &fact.kind) {
            Some(FactKind::OneOf(_)) => "a choice",
            Some(FactKind::Number(_)) => "a number",
            _ => "a yes/no fact",
        }
    }

    /// A written value as a value of a fact.
    pub fn value(&mut self, id: FactId, name: Name, value: &tree::Value) -> Option<Value> {
        let kind = self.model.fact(id)?.kind.clone();
        let written = self.sources.slice(value.span.in_file(self.file)).to_owned();
        let (text, first) = (self.text(name), self.model.fact(id)?.place);
        let wrong = match (&kind, &value.kind) {
            (FactKind::YesNo, ValueKind::Yes) => return Some(Value::Bool(true)),
            (FactKind::YesNo, ValueKind::No) => return Some(Value::Bool(false)),
            (FactKind::Number(None), ValueKind::Number(number)) => return Some(Value::Number(*number)),
            (FactKind::Number(Some((low, high))), ValueKind::Number(number)) => {
                if (low..=high).contains(&number) {
                    return Some(Value::Number(*number));
                }
                let message = format!("`{text}` lies between {low} and {high}; it is never {number}");
                Diagnostic::error(&codes::VALUE_OUT_OF_RANGE, value.span.in_file(self.file), message)
                    .label("outside the range")
                    .help(format!("write a number from {low} to {high}, or widen the declaration"))
            }
            (FactKind::OneOf(choices), _) => {
                // `yes`, `no` and `never` are keywords only in their place, and may be choices.
                if let Some(at) = choices.iter().position(|(choice, _)| *choice == written) {
                    return Some(Value::Choice(super::names::index(at)));
                }
                let all: Vec<_> = choices.iter().map(|(choice, _)| format!("`{choice}`")).collect();
                let near = choices.iter().find(|(choice, _)| strsim::damerau_levenshtein(choice, &written) <= 2);
                let guess = near.map(|(choice, _)| format!("; did you mean `{choice}`?")).unwrap_or_default();
                let message = format!("`{text}` is never `{written}`{guess}");
                let place = value.span.in_file(self.file);
                let problem = Diagnostic::error(&codes::VALUE_OUT_OF_RANGE, place, message)
                    .label("not one of its choices")
                    .help(format!("write one of {}", all.join(", ")));
                match near {
                    Some((choice, _)) => problem.fix(format!("write `{choice}`"), place, choice),
                    None => problem,
                }
            }
            (FactKind::YesNo, _) => self.mismatch(value, text, "`yes` or `no`"),
            (FactKind::Number(_), _) => self.mismatch(value, text, "a whole number"),
        };
        self.problems.push(wrong.also(first, "declared here"));
        None
    }

    fn mismatch(&self, value: &tree::Value, name: &str, wanted: &str) -> Diagnostic {
        Diagnostic::error(&codes::TYPE_MISMATCH, value.span.in_file(self.file), format!("`{name}` is {wanted}"))
            .label(format!("{wanted} belongs here"))
            .help(format!("write {wanted}"))
    }
}
