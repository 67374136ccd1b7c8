//! What stands in braces: phases with their rules, tests with their expectations.

use super::{Builder, Parts};
use crate::source::Span;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{
    AnswerWord, Expectation, Expected, Guard, Name, Phase, Screened, Statement, Test, Text, Value, ValueKind, Window,
    WindowKind,
};

impl Builder<'_> {
    /// A whole phase. A broken rule in it leaves the others, a broken heading leaves the rules.
    pub(super) fn phase(&mut self, node: Node<'_>) -> Statement {
        let (span, text) = (self.span(&node), node.as_str());
        let mut parts = Parts::of(node);
        let Some(heading) = parts.one(Rule::phase_heading) else {
            self.bug(span);
            return self.broken(span, text);
        };
        let mut phase = self.phase_heading(heading);
        if phase.broken {
            let heading = text.get(..(phase.span.end - span.start) as usize).unwrap_or(text);
            phase.statements.push(self.broken(phase.span, heading));
        }
        phase.statements.extend(parts.map(|rule| self.statement(rule)));
        Statement::Phase(Box::new(phase))
    }

    /// `phase "…" WINDOW when COND`, still without rules.
    pub(in crate::syntax) fn phase_heading(&mut self, node: Node<'_>) -> Phase {
        let (span, before) = (self.span(&node), self.found.len());
        let mut parts = Parts::of(node);
        let label = parts.one(Rule::text).map(|text| self.text(&text));
        let clauses = self.phase_clauses(parts);
        if clauses.is_none() && self.found.len() == before {
            self.bug(span);
        }
        let (window, conditions) = clauses.unwrap_or_default();
        let broken = self.found.len() > before;
        Phase { span, label, window, conditions, statements: Vec::new(), broken }
    }

    fn phase_clauses(&mut self, parts: Parts<'_>) -> Option<(Option<Window>, Box<[Guard]>)> {
        let (mut window, mut when, mut unless) = (None, None, None);
        for clause in parts {
            let span = self.span(&clause);
            match clause.as_rule() {
                Rule::when => {
                    let guard = self.guard(clause)?;
                    self.once(&mut when, guard, span, "`when`");
                }
                Rule::unless => {
                    let guard = self.guard(clause)?;
                    self.once(&mut unless, guard, span, "`unless`");
                }
                _ => {
                    let value = self.window(clause)?;
                    self.once(&mut window, value, span, "a window");
                }
            }
        }
        let conditions = when.into_iter().chain(unless).map(|(guard, _)| guard).collect();
        Some((window.map(|(window, _)| window), conditions))
    }

    /// A whole test; a broken expectation breaks it.
    pub(super) fn test(&mut self, node: Node<'_>) -> Option<Test> {
        let mut parts = Parts::of(node);
        let mut test = self.test_heading(parts.one(Rule::test_heading)?)?;
        for part in parts {
            test.expectations.extend(self.expectation(part)?);
        }
        Some(test)
    }

    /// `test "…" treated … given …`, still without expectations.
    pub(in crate::syntax) fn test_heading(&mut self, node: Node<'_>) -> Option<Test> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name: Text = self.text(&parts.one(Rule::text)?);
        let mut treated = Parts::of(parts.one(Rule::treated)?);
        let date = self.date(&treated.one(Rule::date)?);
        let clock = self.clock(&treated.one(Rule::clock)?);
        let zone = treated.one(Rule::zone).map(|zone| self.span(&zone));
        let given = match parts.one(Rule::given) {
            Some(given) => Parts::of(given).map(|part| self.assignment(part)).collect::<Option<_>>()?,
            None => Box::default(),
        };
        Some(Test { span, name, treated: date.to(clock.span), zone, given, expectations: Vec::new() })
    }

    fn assignment(&mut self, node: Node<'_>) -> Option<(Name, Value)> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.one(Rule::name)?);
        let value = parts.next()?;
        let span = self.span(&value);
        let kind = match value.as_rule() {
            Rule::number => ValueKind::Number(self.number(&value)),
            Rule::date_value => {
                let mut parts = Parts::of(value);
                self.date(&parts.one(Rule::date)?);
                match parts.one(Rule::clock) {
                    Some(clock) => {
                        self.clock(&clock);
                        ValueKind::DateTime
                    }
                    None => ValueKind::Date,
                }
            }
            _ => {
                let text = value.as_str();
                let moment = self.moment(value)?;
                match (text, moment.bare_name()) {
                    ("yes", _) => ValueKind::Yes,
                    ("no", _) => ValueKind::No,
                    ("never", _) => ValueKind::Never,
                    (_, Some(name)) => ValueKind::Name(name),
                    (_, None) => ValueKind::Moment(moment),
                }
            }
        };
        Some((name, Value { span, kind }))
    }

    /// All answers that are expected at one moment.
    pub(in crate::syntax) fn expectation(&mut self, node: Node<'_>) -> Option<Vec<Expectation>> {
        let start = self.span(&node);
        let mut parts = Parts::of(node);
        let asked = parts.next()?;
        let at = match asked.as_rule() {
            Rule::on_arrival => None,
            _ => match self.window(asked)?.kind {
                WindowKind::At(moment) => Some(moment),
                _ => return None,
            },
        };
        let mut expectations = Vec::new();
        for part in parts {
            let answer = self.span(&part);
            let expected = self.answer(part)?;
            // The node of a rule ends with the white space behind it.
            let end = if let Expected::Stated(_, rule) = &expected { rule.span.end } else { answer.end };
            let first = if expectations.is_empty() { start.start } else { answer.start };
            expectations.push(Expectation { span: Span::new(first, end), at: at.clone(), expected });
        }
        Some(expectations)
    }

    fn answer(&mut self, node: Node<'_>) -> Option<Expected> {
        let mut parts = Parts::of(node);
        if let Some(screening) = parts.one(Rule::not_contraindicated) {
            return Some(Expected::Contraindicated(match Parts::of(screening).peek() {
                Some(Rule::not) => Screened::No,
                Some(Rule::perhaps) => Screened::Perhaps,
                _ => Screened::Yes,
            }));
        }
        let negated = parts.one(Rule::not).is_some();
        if let Some(stated) = parts.one(Rule::stated) {
            return Some(Expected::Stated(!negated, Box::new(self.rule(stated)?)));
        }
        if let Some(part) = parts.one(Rule::in_part) {
            return Some(Expected::Part(!negated, self.name(&Parts::of(part).one(Rule::name)?)));
        }
        let target = self.name(&parts.one(Rule::name)?);
        let words = parts.one(Rule::answer_word)?;
        let answer = answer_word(words.as_str())?;
        let until = match parts.one(Rule::until) {
            Some(until) => Some(self.end(&mut Parts::of(until))?),
            None => None,
        };
        Some(Expected::Answer { target, answer, until })
    }
}

fn answer_word(words: &str) -> Option<AnswerWord> {
    // Between two words there may be comments.
    let is_other = |c: char| !c.is_ascii_alphabetic();
    let (first, last) = (words.split(is_other).next()?, words.rsplit(is_other).next()?);
    match (first, Some(last).filter(|_| first.len() < words.len())) {
        ("avoided", None) => Some(AnswerWord::Avoided),
        ("better", Some(_)) => Some(AnswerWord::BetterNot),
        ("due", None) => Some(AnswerWord::Due),
        ("not", Some("due")) => Some(AnswerWord::NotDue),
        ("allowed", None) => Some(AnswerWord::Allowed),
        ("not", Some("stated")) => Some(AnswerWord::NotStated),
        ("expected", None) => Some(AnswerWord::Expected),
        ("alert", None) => Some(AnswerWord::Alert),
        ("depends", None) => Some(AnswerWord::Depends),
        _ => None,
    }
}
