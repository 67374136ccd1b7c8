//! An answer to "may I, and if not, when?" → a few lines for the desk, or `carecheck.answer/1`. The first line says it
//! all; the others say why, with the rule's place and source, and what would have to be known.

use jiff::Zoned;
use serde::Serialize;

use super::findings::Style;
use super::grammar::{capital, full_stop};
use super::json::{At, Bounds, Change, Changed, Missing, Treated, indented, instant};
use super::paper::{Page, Phrase, Role, role, sign};
use super::plan::changed::{mark, said_at};
use super::questions::questions;
use super::tell::tell;
use super::when;
use super::window::{Kind as WindowKind, Told, is_first_instant, last_date};
use crate::evaluate::{Answer, Reason, When};
use crate::lang::{Joint, Lang, say};
use crate::model::{AnswerWord, Verb};
use crate::time::{Edge, tzdb_version};

/// The lines of an answer; with `when`, of the answer to "when may I again?".
#[must_use]
pub fn text(answer: &Answer, when: Option<&When>, style: Style) -> String {
    let lang = answer.lang;
    let mut page = Page::new(style);
    if let Some(when) = when {
        text_of_when(&mut page, answer, when);
        return page.finish();
    }
    page.line("", &first_line(answer));
    page.line("", &Phrase::of(Role::Plain, advice(answer)));
    asked(&mut page, answer);
    rules(&mut page, &say!(lang, "because"), &answer.state.because, answer, style);
    rules(&mut page, &say!(lang, "overruled"), &answer.state.overruled, answer, style);
    if !answer.dropped.is_empty() {
        page.heading(&say!(lang, "left-out"), "");
    }
    for change in &answer.dropped {
        page.line("  ", &Phrase::of(Role::Plain, said_at(change, &answer.treatments, answer.lang)));
        let why = format!("{}:{}: {}", change.changed.file, change.changed.line, full_stop(&change.changed.because));
        page.line("    ", &Phrase::of(Role::Aside, why));
    }
    if !answer.kinds.is_empty() {
        page.heading(&say!(lang, "otherwise-for"), "");
    }
    for kind in &answer.kinds {
        let mut line = Phrase::of(Role::Plain, format!("{}: ", kind.label));
        page.line("  ", line.say(colour(kind.answer), format!("{}.", word(lang, kind.answer))));
    }
    questions(&mut page, lang, &answer.questions);
    page.finish()
}

fn text_of_when(page: &mut Page, answer: &Answer, when: &When) {
    let (lang, style) = (answer.lang, page.style());
    page.line("", &when::first_line(answer, when));
    if let Some(advice) = when::advice(answer, when) {
        page.line("", &Phrase::of(Role::Plain, advice));
    }
    asked(page, answer);
    if when.because.is_empty() {
        rules(page, &say!(lang, "because"), &answer.state.because, answer, style);
    } else {
        rules(page, &say!(lang, "until-then"), &when.because, answer, style);
    }
    if !when.kinds.is_empty() {
        page.heading(&say!(lang, "otherwise-for"), "");
    }
    for kind in &when.kinds {
        let mut line = Phrase::of(Role::Plain, format!("{}: ", kind.label));
        page.line("  ", line.say(colour(kind.answer), when::of_kind(answer, kind)));
    }
    questions(page, lang, &when.questions);
}

/// For when it was asked, and in which zone that is told.
fn asked(page: &mut Page, answer: &Answer) {
    let zone = answer.at.time_zone().iana_name().unwrap_or_default();
    let asked = say!(answer.lang, "asked-for", moment = answer.lang.date_time(&answer.at), zone = zone);
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
    line(capital(&answer.label), answer)
}

/// The same of what is called so.
pub(super) fn line(label: String, answer: &Answer) -> Phrase {
    let (lang, state) = (answer.lang, &answer.state);
    let mut possible = String::new();
    if state.answer == AnswerWord::Depends && state.possible.len() > 1 {
        let words: Vec<String> = state.possible.iter().map(|&answer| word(lang, answer)).collect();
        possible = format!("({})", lang.list(&words, Joint::Or));
    }
    let (mut until, mut then) = (String::new(), String::new());
    if let Edge::At(end) = &state.until {
        until = ends(lang, end);
        then = state.next.map(|next| say!(lang, "then", answer = word(lang, next))).unwrap_or_default();
    }
    tell!(
        lang,
        "answer",
        Role::Heading,
        label = label,
        answer = Phrase::of(colour(state.answer), word(lang, state.answer)),
        possible = possible,
        until = Phrase::of(Role::Time, until),
        then = then
    )
}

/// An end that is the first instant of a day is read as the whole day before it.
pub(super) fn ends(lang: Lang, until: &Zoned) -> String {
    // No year but 0 is left out.
    if is_first_instant(until) {
        say!(lang, "through", day = lang.day(last_date(until), 0))
    } else {
        say!(lang, "until", bound = "until", when = lang.day_time(until, 0))
    }
}

pub(super) fn word(lang: Lang, answer: AnswerWord) -> String {
    say!(lang, "answer-word", answer = answer.word().replace(' ', "-"))
}

/// The answer in a sentence to say to the patient.
fn advice(answer: &Answer) -> String {
    let word = match answer.state.answer {
        AnswerWord::Allowed if only_may_be_due(answer) => "may be due",
        word => word.word(),
    };
    say!(answer.lang, "advice", answer = word.replace(' ', "-"))
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
    let lang = answer.lang;
    let treated = answer.treatments.get(reason.treatment).map_or(&answer.at, |treated| &treated.at);
    let window = Told::of_reason(lang, reason, treated).words();
    let strength = if reason.ideally { "ideally" } else { "must" };
    let verb = match reason.verb {
        Verb::Avoid => "avoid",
        Verb::Allow => "allow",
        Verb::Do => "do",
        Verb::Alert => "alert",
        _ => "normal",
    };
    let what = say!(lang, "rule-says", verb = verb, strength = strength, what = reason.label.as_str());
    let mut phrase = Phrase::of(role(reason.verb), capital(&what));
    let comma = if reason.verb == Verb::Do || window.kind == WindowKind::Apart { "," } else { "" };
    if !window.text.is_empty() {
        let text = window.text.trim_start_matches([',', ' ']);
        let comma = if text.len() < window.text.len() { "," } else { comma };
        phrase.plain(format!("{comma} ")).say(Role::Time, text);
    }
    if let Some(when) = &reason.when {
        phrase.plain(format!(", {}", lang.condition(when)));
    }
    if window.open {
        phrase.plain(format!(" {}", say!(lang, "end-not-stated")));
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
        lang: answer.lang.code(),
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
    lang: &'static str,
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
