//! An answer to "may I, and if not, when?" → a few lines for the desk, or `carecheck.answer/1`. The first line says it
//! all; the others say why, with the rule's place and source, and what would have to be known.

use jiff::Zoned;
use serde::Serialize;

use super::findings::Style;
use super::grammar::{capital, condition, full_stop, list};
use super::json::{At, Bounds, Change, Changed, Missing, Treated, indented, instant};
use super::paper::{Page, Phrase, Role, role, sign};
use super::plan::changed::{mark, said_at};
use super::questions::questions;
use super::when;
use super::window::{Told, is_first_instant, last_date};
use crate::evaluate::{Answer, Reason, When};
use crate::lang::say;
use crate::model::{AnswerWord, Verb};
use crate::time::{Edge, tzdb_version, words};

/// The lines of an answer; with `when`, of the answer to "when may I again?".
#[must_use]
pub fn text(answer: &Answer, when: Option<&When>, style: Style) -> String {
    let mut page = Page::new(style);
    if let Some(when) = when {
        text_of_when(&mut page, answer, when);
        return page.finish();
    }
    page.line("", &first_line(answer));
    page.line("", &Phrase::of(Role::Plain, advice(answer)));
    asked(&mut page, answer);
    rules(&mut page, "Because", &answer.state.because, answer, style);
    rules(&mut page, "Overruled", &answer.state.overruled, answer, style);
    if !answer.dropped.is_empty() {
        page.heading(&say!(answer.lang, "left-out"), "");
    }
    for change in &answer.dropped {
        page.line("  ", &Phrase::of(Role::Plain, said_at(change, &answer.treatments, answer.lang)));
        let why = format!("{}:{}: {}", change.changed.file, change.changed.line, full_stop(&change.changed.because));
        page.line("    ", &Phrase::of(Role::Aside, why));
    }
    if !answer.kinds.is_empty() {
        page.heading("Otherwise for", "");
    }
    for kind in &answer.kinds {
        let mut line = Phrase::of(Role::Plain, format!("{}: ", kind.label));
        page.line("  ", line.say(colour(kind.answer), format!("{}.", word(kind.answer))));
    }
    questions(&mut page, &answer.questions);
    page.finish()
}

fn text_of_when(page: &mut Page, answer: &Answer, when: &When) {
    let style = page.style();
    page.line("", &when::first_line(answer, when));
    if let Some(advice) = when::advice(answer, when) {
        page.line("", &Phrase::of(Role::Plain, advice));
    }
    asked(page, answer);
    if when.because.is_empty() {
        rules(page, "Because", &answer.state.because, answer, style);
    } else {
        rules(page, "Until then", &when.because, answer, style);
    }
    if !when.kinds.is_empty() {
        page.heading("Otherwise for", "");
    }
    for kind in &when.kinds {
        let mut line = Phrase::of(Role::Plain, format!("{}: ", kind.label));
        page.line("  ", line.say(colour(kind.answer), when::of_kind(answer, kind)));
    }
    questions(page, &when.questions);
}

/// For when it was asked, and in which zone that is told.
fn asked(page: &mut Page, answer: &Answer) {
    let zone = answer.at.time_zone().iana_name().unwrap_or_default();
    let asked = format!("Asked for {} ({zone}).", words::date_time(&answer.at));
    page.line("", &Phrase::of(Role::Aside, asked));
}

/// Some rules, with the place and the source of each.
fn rules(page: &mut Page, heading: &str, reasons: &[Reason], answer: &Answer, style: Style) {
    if !reasons.is_empty() {
        page.heading(heading, "");
    }
    for reason in reasons {
        page.item(&[(Role::Plain, "  "), (role(reason.verb), sign(reason.verb, style.unicode))], &says(reason, answer));
        let place = format!("{}:{}", reason.rule.file, reason.rule.line);
        let name = reason.rule.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let source = reason.rule.source.as_ref().map(|source| format!(": {source}")).unwrap_or_default();
        page.line("    ", &Phrase::of(Role::Aside, format!("{place}{name}{source}")));
    }
}

/// `Saunas: avoided until Thursday 26 November 2026, 14:30, then not stated.`
fn first_line(answer: &Answer) -> Phrase {
    line(&capital(&answer.label), answer)
}

/// The same of what is called so.
pub(super) fn line(label: &str, answer: &Answer) -> Phrase {
    let state = &answer.state;
    let mut line = Phrase::of(Role::Heading, label);
    line.say(Role::Heading, ":").plain(" ").say(colour(state.answer), word(state.answer));
    if state.answer == AnswerWord::Depends && state.possible.len() > 1 {
        let possible: Vec<&str> = state.possible.iter().map(|&answer| word(answer)).collect();
        line.plain(format!(" ({})", list(&possible, "or")));
    }
    if let Edge::At(until) = &state.until {
        line.plain(" ").say(Role::Time, ends(until));
        if let Some(next) = state.next {
            line.plain(format!(", then {}", word(next)));
        }
    }
    line.plain(".");
    line
}

/// An end that is the first instant of a day is read as the whole day before it.
pub(super) fn ends(until: &Zoned) -> String {
    if is_first_instant(until) {
        format!("through {}", words::date(last_date(until)))
    } else {
        format!("until {}", words::date_time(until))
    }
}

pub(super) fn word(answer: AnswerWord) -> &'static str {
    match answer {
        AnswerWord::Avoided => "avoided",
        AnswerWord::BetterNot => "better not",
        AnswerWord::Due => "due",
        AnswerWord::NotDue => "not due",
        AnswerWord::Allowed => "allowed",
        AnswerWord::NotStated => "not stated",
        AnswerWord::Expected => "normal",
        AnswerWord::Alert => "not normal",
        AnswerWord::Depends => "it depends",
    }
}

/// The answer in a sentence to say to the patient.
fn advice(answer: &Answer) -> &'static str {
    match answer.state.answer {
        AnswerWord::Avoided => "No, not now.",
        AnswerWord::BetterNot => "Better not: the sheet leaves open when this ends or begins, or only advises it.",
        AnswerWord::Due => "Yes, this is to be done.",
        AnswerWord::NotDue => "This need not be done now.",
        AnswerWord::Allowed if only_may_be_due(answer) => "It may be done now; whether it is due is not known.",
        AnswerWord::Allowed => "Yes.",
        AnswerWord::NotStated => "The sheet says nothing about it at this time; if in doubt, call the clinic.",
        AnswerWord::Expected => "This is normal at this time.",
        AnswerWord::Alert => "This is not normal: call the clinic.",
        AnswerWord::Depends => "That depends on what is not known or what the sheet leaves open.",
    }
}

/// Whether nothing is said but that it is to be done in a window of which the start or the end is not known.
fn only_may_be_due(answer: &Answer) -> bool {
    let open = |reason: &Reason| match reason.window.point {
        true => reason.window.start.start != reason.window.end.end,
        false => !reason.window.certain().contains(&Edge::At(answer.at.clone())),
    };
    let because = &answer.state.because;
    !because.is_empty() && because.iter().all(|reason| reason.verb == Verb::Do && open(reason))
}

pub(super) fn colour(answer: AnswerWord) -> Role {
    match answer {
        AnswerWord::Avoided | AnswerWord::BetterNot => Role::Avoid,
        AnswerWord::Due => Role::Do,
        AnswerWord::Allowed => Role::Allow,
        AnswerWord::Alert => Role::Alert,
        AnswerWord::Expected | AnswerWord::Depends => Role::Expect,
        AnswerWord::NotDue | AnswerWord::NotStated => Role::Heading,
    }
}

/// What a rule says, in short: `Avoid saunas until …`
fn says(reason: &Reason, answer: &Answer) -> Phrase {
    let treated = answer.treatments.get(reason.treatment).map_or(&answer.at, |treated| &treated.at);
    let window = Told::of_reason(reason, treated).words();
    let label = &reason.label;
    let what = match reason.verb {
        Verb::Avoid => format!("avoid {label}"),
        Verb::Allow => format!("{label}: allowed"),
        Verb::Do => format!("to do: {label}"),
        Verb::Alert => format!("call the clinic if you notice {label}"),
        _ => format!("{label}: normal"),
    };
    let what = if reason.ideally { format!("ideally, {what}") } else { what };
    let mut phrase = Phrase::of(role(reason.verb), capital(&what));
    let comma = if reason.verb == Verb::Do { "," } else { "" };
    if !window.text.is_empty() {
        phrase.plain(format!("{comma} ")).say(Role::Time, window.text);
    }
    if let Some(when) = &reason.when {
        phrase.plain(format!(", {}", condition(when)));
    }
    if window.open {
        phrase.plain(" (the sheet does not say until when)");
    }
    phrase.plain(".");
    if let Some(because) = &reason.rule.because {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    if let Some(mark) = mark(&reason.rule, answer.lang) {
        phrase.plain(" ").say(Role::Heading, mark);
    }
    phrase
}

/// The answer as `carecheck.answer/1`: indented JSON with a line end.
#[must_use]
pub fn json(answer: &Answer, when: Option<&When>) -> String {
    let state = &answer.state;
    indented(&Root {
        schema: "carecheck.answer/1",
        target: &answer.target,
        label: &answer.label,
        at: instant(&answer.at),
        treated: answer.treatments.first().map(|treated| instant(&treated.at)).unwrap_or_default(),
        treatments: (answer.treatments.len() > 1).then(|| answer.treatments.iter().map(Treated::of).collect()),
        tzdb: tzdb_version(),
        text: first_line(answer).text(),
        answer: state.answer.word(),
        possible: state.possible.iter().map(|answer| answer.word()).collect(),
        until: state.until.instant().map(instant),
        next: state.next.and_then(|next| Some(Next { answer: next.word(), at: state.until.instant().map(instant)? })),
        because: state.because.iter().map(|reason| because(reason, answer)).collect(),
        overruled: state.overruled.iter().map(|reason| because(reason, answer)).collect(),
        dropped: answer
            .dropped
            .iter()
            .map(|one| Change::of(one, said_at(one, &answer.treatments, answer.lang)))
            .collect(),
        kinds: answer
            .kinds
            .iter()
            .map(|kind| Kind { target: &kind.target, label: &kind.label, answer: kind.answer.word() })
            .collect(),
        missing: answer.questions.iter().map(Missing::of).collect(),
        when: when.map(|when| when::Json::of(answer, when)),
    })
}

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    target: &'a str,
    label: &'a str,
    at: String,
    treated: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatments: Option<Vec<Treated<'a>>>,
    tzdb: &'static str,
    text: String,
    answer: &'static str,
    possible: Vec<&'static str>,
    until: Option<String>,
    next: Option<Next>,
    because: Vec<Because<'a>>,
    overruled: Vec<Because<'a>>,
    dropped: Vec<Change<'a>>,
    kinds: Vec<Kind<'a>>,
    missing: Vec<Missing<'a>>,
    when: Option<when::Json<'a>>,
}

#[derive(Serialize)]
struct Next {
    answer: &'static str,
    at: String,
}

/// A rule that says so.
#[derive(Serialize)]
pub(super) struct Because<'a> {
    rule: &'a str,
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<&'a str>,
    verb: &'static str,
    strength: &'static str,
    label: &'a str,
    text: String,
    start: Bounds,
    end: Bounds,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<bool>,
    when: Option<&'a str>,
    because: Option<&'a str>,
    source: Option<&'a str>,
    at: At<'a>,
    changed: Option<Changed<'a>>,
}

#[derive(Serialize)]
struct Kind<'a> {
    target: &'a str,
    label: &'a str,
    answer: &'static str,
}

/// A rule as programs see it.
pub(super) fn because<'a>(reason: &'a Reason, answer: &'a Answer) -> Because<'a> {
    let window = &reason.window;
    Because {
        rule: &reason.rule.id,
        name: reason.rule.name.as_deref(),
        treatment: answer
            .treatments
            .get(reason.treatment)
            .filter(|_| answer.treatments.len() > 1)
            .map(|treated| treated.name.as_str()),
        verb: reason.verb.word(),
        strength: if reason.ideally { "ideally" } else { "must" },
        label: &reason.label,
        text: says(reason, answer).text(),
        start: Bounds::of(&window.start.start, &window.start.end, true, reason.about.0),
        end: Bounds::of(&window.end.start, &window.end.end, window.end_stated, reason.about.1),
        point: window.point.then_some(true),
        when: reason.when.as_deref(),
        because: reason.rule.because.as_deref(),
        source: reason.rule.source.as_deref(),
        at: At::of(&reason.rule),
        changed: reason.rule.changed.as_ref().map(Changed::of),
    }
}
