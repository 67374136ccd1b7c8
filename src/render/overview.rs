//! Everything that a sheet speaks of, at an instant → a line for each answer, or `carecheck.answers/1`.

use serde::Serialize;

use super::answer::{colour, line};
use super::findings::Style;
use super::grammar::capital;
use super::json::{Missing, indented, instant};
use super::paper::{Page, Phrase, Role};
use super::plan::around;
use super::questions::questions;
use crate::evaluate::{Answer, Overview};
use crate::lang::{Joint, say};
use crate::model::{AnswerWord, SubjectKind};
use crate::time::tzdb_version;

/// The lines of an overview. What has the same answer until the same instant shares a line.
#[must_use]
pub fn text(overview: &Overview, style: Style) -> String {
    let lang = overview.lang;
    let mut page = Page::new(style);
    for treated in &overview.treatments {
        page.line("", &Phrase::of(Role::Heading, around::name(lang, treated)));
        page.line("", &Phrase::of(Role::Plain, around::date(lang, treated)));
    }
    let asked = say!(lang, "asked-for-all", moment = lang.date_time(&overview.at));
    page.line("", &Phrase::of(Role::Aside, asked));
    page.blank();
    if overview.answers.is_empty() {
        page.line("", &Phrase::of(Role::Plain, say!(lang, "nothing-about-treatment")));
    }
    let mut signs = false;
    for group in overview.answers.chunk_by(alike) {
        let Some(first) = group.first() else { continue };
        if first.kind == SubjectKind::Sign && !signs {
            page.heading(&say!(lang, "what-you-may-notice"), "");
            signs = true;
        }
        let labels: Vec<&str> = group.iter().map(|answer| answer.label.as_str()).collect();
        let answer = first.state.answer;
        page.item(
            &[(Role::Plain, "  "), (colour(answer), sign(answer, style.unicode))],
            &line(capital(&lang.list(&labels, Joint::And)), first),
        );
    }
    questions(&mut page, lang, &overview.missing);
    page.finish()
}

/// Whether two answers differ in nothing but what they speak of.
fn alike(a: &Answer, b: &Answer) -> bool {
    let (one, other) = (&a.state, &b.state);
    a.kind == b.kind
        && (&one.possible, &one.until, one.next) == (&other.possible, &other.until, other.next)
        && one.missing == other.missing
}

fn sign(answer: AnswerWord, unicode: bool) -> &'static str {
    match (answer, unicode) {
        (AnswerWord::Avoided | AnswerWord::BetterNot, true) => "✗ ",
        (AnswerWord::Avoided | AnswerWord::BetterNot, false) => "x ",
        (AnswerWord::Allowed, true) => "✓ ",
        (AnswerWord::Allowed, false) => "+ ",
        (AnswerWord::Due, true) => "• ",
        (AnswerWord::Due, false) => "* ",
        (AnswerWord::Alert, _) => "! ",
        (AnswerWord::Expected, _) => "~ ",
        (AnswerWord::Depends, _) => "? ",
        (AnswerWord::NotDue | AnswerWord::NotStated, _) => "- ",
    }
}

/// The overview as `carecheck.answers/1`: indented JSON with a line end.
#[must_use]
pub fn json(overview: &Overview) -> String {
    let treatments = overview.treatments.iter().map(|treated| Treatment {
        name: &treated.name,
        label: &treated.label,
        at: instant(&treated.at),
    });
    indented(&Root {
        schema: "carecheck.answers/1",
        lang: overview.lang.code(),
        treatments: treatments.collect(),
        at: instant(&overview.at),
        tzdb: tzdb_version(),
        answers: overview.answers.iter().map(entry).collect(),
        missing: overview.missing.iter().map(Missing::of).collect(),
    })
}

fn entry(answer: &Answer) -> Entry<'_> {
    let state = &answer.state;
    Entry {
        target: &answer.target,
        label: &answer.label,
        kind: match answer.kind {
            SubjectKind::Activity => "activity",
            SubjectKind::Sign => "sign",
        },
        text: line(capital(&answer.label), answer).text(),
        answer: state.answer.word(),
        possible: state.possible.iter().map(|answer| answer.word()).collect(),
        until: state.until.instant().map(instant),
        next: state.next.map(AnswerWord::word),
        because: state.because.iter().map(|reason| reason.rule.id.as_str()).collect(),
        missing: &state.missing,
    }
}

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    lang: &'static str,
    treatments: Vec<Treatment<'a>>,
    at: String,
    tzdb: &'static str,
    answers: Vec<Entry<'a>>,
    missing: Vec<Missing<'a>>,
}

#[derive(Serialize)]
struct Treatment<'a> {
    name: &'a str,
    label: &'a str,
    at: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    target: &'a str,
    label: &'a str,
    kind: &'static str,
    text: String,
    answer: &'static str,
    possible: Vec<&'static str>,
    until: Option<String>,
    next: Option<&'static str>,
    because: Vec<&'a str>,
    missing: &'a [String],
}
