//! Rules and their clauses.

use super::{Builder, Parts};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::findings;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{self, Clause, ClauseKind, Except, Frequency, Gap, Name, Verb, Window, WindowKind};

impl Builder<'_> {
    /// `NAME: RULE`
    pub(super) fn named_rule(&mut self, node: Node<'_>) -> Option<tree::Rule> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.one(Rule::name)?);
        let rule = self.rule(parts.one(Rule::rule)?)?;
        Some(tree::Rule { span: name.0.to(rule.span), name: Some(name), ..rule })
    }

    pub(super) fn rule(&mut self, node: Node<'_>) -> Option<tree::Rule> {
        let start = self.span(&node).start;
        let mut parts = Parts::of(node);
        let ideally = parts.one(Rule::ideally).map(|word| self.span(&word));
        let word = parts.next()?;
        let verb_span = self.span(&word);
        let verb = match (word.as_rule(), word.as_str()) {
            (Rule::verb, "avoid") => Verb::Avoid,
            (Rule::verb, "allow") => Verb::Allow,
            (Rule::verb, "expect") => Verb::Expect,
            (Rule::verb, "alert") => Verb::Alert,
            (Rule::do_verb, _) => Verb::Do,
            (Rule::contraindicated, _) => Verb::Contraindicated,
            (Rule::repeat, _) => Verb::Repeat,
            _ => return None,
        };
        let targets = self.names(&mut parts);
        let instruction = parts.one(Rule::text).map(|text| self.text(&text));
        let clauses = parts.map(|clause| self.clause(clause, verb)).collect::<Option<Box<[Clause]>>>()?;
        self.each_clause_once(&clauses);
        self.says_something(verb, verb_span, &clauses);
        // The node ends with the white space behind it, which its last part does not have.
        let last = clauses.last().map(|clause| clause.span).or(instruction.map(|text| text.0));
        let last = last.or(targets.last().map(|name| name.0)).unwrap_or(verb_span);
        Some(tree::Rule {
            span: Span::new(start, last.end),
            name: None,
            ideally,
            verb,
            verb_span,
            targets,
            instruction,
            clauses,
        })
    }

    fn clause(&mut self, node: Node<'_>, verb: Verb) -> Option<Clause> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::because => ClauseKind::Because(self.inner_text(node)?),
            Rule::source => ClauseKind::Source(self.inner_text(node)?),
            Rule::amount => ClauseKind::Amount(self.inner_text(node)?),
            Rule::by => ClauseKind::By(self.inner_text(node)?),
            Rule::when | Rule::unless => ClauseKind::Guard(Box::new(self.guard(node)?)),
            Rule::after => {
                let names = self.names(&mut Parts::of(node));
                let span = Span::new(span.start, names.last().map_or(span.end, |name| name.0.end));
                return Some(Clause { span, kind: ClauseKind::After(names) });
            }
            Rule::gap_between => ClauseKind::Gap(Box::new(self.gap(node)?)),
            Rule::except => ClauseKind::Except(Box::new(self.except(node)?)),
            Rule::lasting => ClauseKind::Lasting(Box::new(self.inner_duration(node)?)),
            Rule::every if verb == Verb::Repeat => ClauseKind::Every(Box::new(self.inner_duration(node)?)),
            Rule::no_sooner => {
                let range = Parts::of(node).find(|part| part.as_rule() == Rule::duration_range)?;
                ClauseKind::NoSooner(Box::new(self.duration_range(range)?))
            }
            Rule::sessions => {
                let (low, high) = self.count(Parts::of(node).one(Rule::count)?)?;
                ClauseKind::Sessions(low, high.unwrap_or(low))
            }
            Rule::until | Rule::from | Rule::through | Rule::before | Rule::on | Rule::at | Rule::within => {
                let window = self.window(node)?;
                match bare_name(&window) {
                    Some(name) => ClauseKind::Before(name),
                    None => ClauseKind::Window(Box::new(window)),
                }
            }
            _ => ClauseKind::Frequency(Box::new(self.frequency(node)?)),
        };
        Some(Clause { span, kind })
    }

    fn frequency(&mut self, node: Node<'_>) -> Option<Frequency> {
        let kind = node.as_rule();
        if kind == Rule::throughout {
            return Some(Frequency::Throughout);
        }
        if kind == Rule::every {
            return Some(Frequency::Every(self.inner_duration(node)?));
        }
        let mut parts = Parts::of(node);
        match kind {
            Rule::as_needed => Some(Frequency::AsNeeded),
            Rule::times => {
                let (low, high) = self.count(parts.one(Rule::count)?)?;
                Some(Frequency::Times(low, high.unwrap_or(low)))
            }
            Rule::up_to => {
                parts.one(Rule::to)?;
                Some(Frequency::UpTo(self.small(&parts.one(Rule::whole)?)))
            }
            Rule::daily => match parts.peek() {
                None => Some(Frequency::Daily),
                Some(Rule::at_word) => {
                    Some(Frequency::DailyAt(parts.skip(1).map(|clock| self.clock(&clock)).collect()))
                }
                Some(_) => {
                    let names = parts.map(|part| Parts::of(part).one(Rule::name).map(|name| self.name(&name)));
                    Some(Frequency::DailyParts(names.collect::<Option<_>>()?))
                }
            },
            _ => None,
        }
    }

    fn gap(&mut self, node: Node<'_>) -> Option<Gap> {
        let mut parts = Parts::of(node);
        let duration = self.duration_range(parts.one(Rule::duration_range)?)?;
        let after = parts.next()?.as_rule() == Rule::after_word;
        let name = self.name(&parts.one(Rule::name)?);
        Some(Gap { duration, after, name })
    }

    fn except(&mut self, node: Node<'_>) -> Option<Except> {
        let (mut holes, mut condition) = (Vec::new(), None);
        for part in Parts::of(node) {
            if part.as_rule() == Rule::when {
                condition = Some(self.guard(part)?.condition);
                continue;
            }
            let mut hole = Parts::of(part);
            let name = self.name(&hole.one(Rule::name)?);
            let window = match hole.next() {
                Some(window) => Some(self.window(window)?),
                None => None,
            };
            holes.push((name, window));
        }
        Some(Except { holes: holes.into(), condition })
    }

    fn each_clause_once(&mut self, clauses: &[Clause]) {
        let mut seen: [Option<Span>; KINDS] = [None; KINDS];
        for clause in clauses {
            let (kind, word) = kind_of(&clause.kind);
            match seen.get_mut(kind) {
                Some(Some(first)) => {
                    let first = *first;
                    self.written_twice(word, first, clause.span);
                }
                Some(slot) => *slot = Some(clause.span),
                None => {}
            }
        }
    }

    /// `contraindicated` and `repeat` have no target, so a clause must say when or how often.
    fn says_something(&mut self, verb: Verb, span: Span, clauses: &[Clause]) {
        let (message, help) = match verb {
            Verb::Contraindicated
                if !clauses.iter().any(|clause| {
                    matches!(clause.kind, ClauseKind::Guard(_) | ClauseKind::Window(_) | ClauseKind::Before(_))
                }) =>
            {
                (
                    "`contraindicated` does not say when",
                    "add a condition, as in `contraindicated when pregnant`, or a window that the treatment must not lie in, \
                     as in `contraindicated until last_dose +6mo`",
                )
            }
            Verb::Repeat
                if !clauses.iter().any(|clause| {
                    matches!(clause.kind, ClauseKind::Every(_) | ClauseKind::NoSooner(_) | ClauseKind::Sessions(..))
                }) =>
            {
                (
                    "`repeat` says neither how far apart nor how often",
                    "add at least one of `every 4w..6w`, `no sooner than 4w` and `for 3..6 sessions`",
                )
            }
            _ => return,
        };
        let place = self.place(span);
        self.found.push(Diagnostic::error(&findings::INCOMPLETE, place, message).label("says nothing yet").help(help));
    }
}

/// The name of `before NAME`, which may be an activity.
fn bare_name(window: &Window) -> Option<Name> {
    match &window.kind {
        WindowKind::Before(moment) => moment.bare_name(),
        _ => None,
    }
}

/// How many kinds of clause there are.
const KINDS: usize = 17;

/// The number of a clause's kind, and what to call it.
fn kind_of(kind: &ClauseKind) -> (usize, &'static str) {
    match kind {
        ClauseKind::Window(_) => (0, "a window"),
        ClauseKind::Frequency(_) => (1, "a frequency"),
        ClauseKind::Lasting(_) => (2, "`lasting`"),
        ClauseKind::After(_) => (3, "`after`"),
        ClauseKind::Before(_) => (4, "`before`"),
        ClauseKind::Gap(gap) if gap.after => (5, "a time after another activity"),
        ClauseKind::Gap(_) => (6, "a time before another activity"),
        ClauseKind::Guard(guard) if guard.unless => (7, "`unless`"),
        ClauseKind::Guard(_) => (8, "`when`"),
        ClauseKind::Except(_) => (9, "`except`"),
        ClauseKind::Because(_) => (10, "`because`"),
        ClauseKind::Source(_) => (11, "`source`"),
        ClauseKind::Amount(_) => (12, "`amount`"),
        ClauseKind::By(_) => (13, "`by`"),
        ClauseKind::Every(_) => (14, "`every`"),
        ClauseKind::NoSooner(_) => (15, "`no sooner than`"),
        ClauseKind::Sessions(..) => (16, "a number of sessions"),
    }
}
