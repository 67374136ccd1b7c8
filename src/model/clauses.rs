//! Which clauses say something beside which verb.

use super::codes;
use super::names::Names;
use super::rule::Verb;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{self, ClauseKind};

impl Names<'_> {
    /// Clauses that say nothing beside this verb.
    pub fn check_clauses(&mut self, rule: &tree::Rule) {
        if let Some(span) = rule.ideally
            && !matches!(rule.verb, Verb::Avoid | Verb::Do | Verb::Repeat)
        {
            let problem = Diagnostic::error(
                &codes::MISPLACED_CLAUSE,
                span.in_file(self.file),
                format!("`ideally` says nothing beside `{}`", rule.verb.word()),
            )
            .label("does not belong here")
            .help("remove `ideally`; it makes `avoid`, `do` and `repeat` advice");
            self.problems.push(problem);
        }
        for clause in &rule.clauses {
            let Some(what) = misplaced(rule.verb, &clause.kind) else { continue };
            let place = clause.span.in_file(self.file);
            let verb = rule.verb.word();
            self.problems.push(
                Diagnostic::error(&codes::MISPLACED_CLAUSE, place, format!("{what} says nothing beside `{verb}`"))
                    .label("does not belong here")
                    .help(match (rule.verb, &clause.kind) {
                        (Verb::Repeat, ClauseKind::Window(_) | ClauseKind::Before(_)) => {
                            "say how far apart the sessions are: `repeat every 4w..6w` or `repeat no sooner than 4w`"
                        }
                        (_, ClauseKind::Except(_)) => "exceptions are holes in a ban: write them beside `avoid`",
                        (_, ClauseKind::Frequency(_)) => "remove it; how often belongs beside `do` and `allow`",
                        _ => "remove it, or write it beside the rule that it belongs to",
                    }),
            );
        }
    }
}

/// What a clause is called, if it says nothing beside this verb.
fn misplaced(verb: Verb, clause: &ClauseKind) -> Option<&'static str> {
    let acts = matches!(verb, Verb::Avoid | Verb::Allow | Verb::Do);
    let noticed = matches!(verb, Verb::Expect | Verb::Alert);
    let (fits, what) = match clause {
        ClauseKind::Window(_) => (verb != Verb::Repeat, "a window"),
        ClauseKind::Frequency(_) => (matches!(verb, Verb::Do | Verb::Allow), "how often"),
        ClauseKind::Lasting(_) => (acts || noticed, "how long"),
        ClauseKind::After(_) | ClauseKind::Gap(_) | ClauseKind::Before(_) => (acts, "an order of activities"),
        ClauseKind::Except(_) => (verb == Verb::Avoid, "an exception"),
        ClauseKind::Amount(_) => (acts, "an amount"),
        ClauseKind::By(_) => (acts, "who acts"),
        ClauseKind::Every(_) | ClauseKind::NoSooner(_) | ClauseKind::Sessions(..) => (verb == Verb::Repeat, "a course"),
        ClauseKind::Guard(_) | ClauseKind::Because(_) | ClauseKind::Source(_) => (true, ""),
    };
    if fits { None } else { Some(what) }
}
