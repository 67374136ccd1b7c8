//! The questions that are still open → lines, each with the option that answers it.

use super::grammar::capital;
use super::paper::{Page, Phrase, Role};
use crate::evaluate::Missing;
use crate::lang::{Lang, say};

/// `Whether your skin feels irritated`, `The date of your last dose`
pub(super) fn asked(lang: Lang, question: &Missing) -> String {
    let Missing { label, event, answers, .. } = question;
    let label = label.as_str();
    capital(&match event {
        true if lang.is_clause(label) => say!(lang, "asked-when", label = label),
        true => say!(lang, "asked-date", label = label),
        false if answers.first().is_some_and(|answer| answer == "yes") => say!(lang, "asked-whether", label = label),
        false => label.to_owned(),
    })
}

/// The answers that are still needed, each with the option that gives it.
pub(super) fn questions(page: &mut Page, lang: Lang, missing: &[Missing]) {
    if missing.is_empty() {
        return;
    }
    page.heading(&say!(lang, "questions"), "");
    for question in missing {
        page.item(&[(Role::Plain, "  "), (Role::Aside, "? ")], &sentence(lang, question));
    }
}

/// `Whether your skin feels irritated: --given skin_irritated=yes (or no)`
pub(super) fn sentence(lang: Lang, question: &Missing) -> Phrase {
    let mut phrase = Phrase::of(Role::Plain, asked(lang, question));
    let (option, others) = option(lang, question);
    phrase.plain(": ").say(Role::Time, option);
    if !others.is_empty() {
        phrase.say(Role::Aside, format!(" {others}"));
    }
    phrase
}

/// The option that answers a question, and the other answers: `--given dry_skin=yes` and `(or no)`. Both are copied whole,
/// so that no line breaks in them.
pub(super) fn option(lang: Lang, question: &Missing) -> (String, String) {
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
    if others.is_empty() {
        return (option, String::new());
    }
    let or = say!(lang, "or-else", others = others.join(", "));
    (option, format!("({})", or.replacen(' ', "\u{A0}", 1)))
}
