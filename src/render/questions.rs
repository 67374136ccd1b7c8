//! The questions that are still open → lines, each with the option that answers it.

use super::grammar::capital;
use super::paper::{Page, Phrase, Role};
use crate::evaluate::{Missing, is_clause};

/// `Whether your skin feels irritated`, `The date of your last dose`
pub(super) fn asked(question: &Missing) -> String {
    let Missing { label, event, answers, .. } = question;
    let whether = match event {
        true if is_clause(label) => "when ",
        true => "the date of ",
        false if answers.first().is_some_and(|answer| answer == "yes") => "whether ",
        false => "",
    };
    capital(&format!("{whether}{label}"))
}

/// What stands above the questions.
pub(super) const HEADING: &str = "These answers still decide what holds";

/// The answers that are still needed, each with the option that gives it.
pub(super) fn questions(page: &mut Page, missing: &[Missing]) {
    if missing.is_empty() {
        return;
    }
    page.heading(HEADING, "");
    for question in missing {
        page.item(&[(Role::Plain, "  "), (Role::Aside, "? ")], &sentence(question));
    }
}

/// `Whether your skin feels irritated: --given skin_irritated=yes (or no)`
pub(super) fn sentence(question: &Missing) -> Phrase {
    let mut phrase = Phrase::of(Role::Plain, asked(question));
    let (option, others) = option(question);
    phrase.plain(": ").say(Role::Time, option);
    if !others.is_empty() {
        phrase.say(Role::Aside, format!(" {others}"));
    }
    phrase
}

/// The option that answers a question, and the other answers: `--given dry_skin=yes` and `(or no)`. Both are copied whole,
/// so that no line breaks in them.
pub(super) fn option(question: &Missing) -> (String, String) {
    let Missing { name, event, answers, .. } = question;
    let option = match (event, answers.split_first()) {
        (true, _) => format!("--event\u{A0}{name}=DATE"),
        (false, Some((first, _))) => format!("--given\u{A0}{name}={first}"),
        (false, None) => format!("--given\u{A0}{name}=NUMBER"),
    };
    let others: Vec<&str> = match event {
        true => vec!["never"],
        false => answers.iter().skip(1).map(String::as_str).collect(),
    };
    let others = if others.is_empty() { String::new() } else { format!("(or\u{A0}{})", others.join(", ")) };
    (option, others)
}
