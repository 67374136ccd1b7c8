//! An answer to "when may I again?" → its first lines and its part of `carecheck.answer/1`. Draws what
//! [`crate::evaluate::when`] has found out.

use jiff::Zoned;
use serde::Serialize;

use super::answer::{Because, because, ends, word};
use super::grammar::{capital, full_stop};
use super::json::{Missing, instant};
use super::paper::{Phrase, Role};
use super::questions::asked;
use super::tell::tell;
use super::window::is_first_instant;
use crate::evaluate::{Answer, Due, KindWhen, Limit, When};
use crate::lang::{Joint, Lang, say};
use crate::model::AnswerWord;

/// `Saunas: from Wednesday 25 November 2026, 14:00.`
pub(super) fn first_line(answer: &Answer, when: &When) -> Phrase {
    let lang = answer.lang;
    let is_free = when.from.as_ref() == Some(&answer.at);
    let due = when.due.as_ref().map(|due| said_of_duty(lang, due, &answer.at));
    let said = due.clone().filter(|_| is_free).or_else(|| said(answer, when));
    let asked: Vec<String> = when.questions.iter().map(|question| lang.small(&asked(lang, question))).collect();
    let depends = (!asked.is_empty()).then(|| lang.list(&asked, Joint::AndOn));
    let mut more = Vec::new();
    let first = match (said, depends) {
        (Some(said), depends) => {
            more.extend(due.filter(|_| !is_free));
            more.extend(depends.map(|questions| say!(lang, "that-depends-on", questions = questions)));
            Phrase::of(Role::Time, said)
        }
        (None, Some(questions)) => Phrase::of(Role::Plain, say!(lang, "it-depends-on", questions = questions)),
        (None, None) => Phrase::of(Role::Plain, word(lang, AnswerWord::Depends)),
    };
    if !when.kinds.is_empty() {
        let kinds: Vec<&str> = when.kinds.iter().map(|kind| kind.label.as_str()).collect();
        more.push(say!(lang, "otherwise-for-kinds", kinds = lang.list(&kinds, Joint::And)));
    }
    let more: String = more.iter().map(|part| format!("; {part}")).collect();
    tell!(lang, "when", Role::Heading, label = capital(&answer.label), said = first, more = more)
}

/// What the patient is told beside it.
pub(super) fn advice(answer: &Answer, when: &When) -> Option<String> {
    let lang = answer.lang;
    let from = when.from.as_ref().filter(|_| !when.sign)?;
    let since = if *from == answer.at { "now" } else { "then" };
    Some(match &when.allowed {
        _ if when.due.is_some() => return None,
        Some(allowed) if allowed == from => say!(lang, "sheet-allows", since = since),
        Some(allowed) => say!(lang, "sheet-allows-later", since = since, day = day(lang, allowed)),
        None => say!(lang, "sheet-says-nothing-against", since = since),
    })
}

/// What is told of a kind of the target.
pub(super) fn of_kind(answer: &Answer, kind: &KindWhen) -> String {
    let lang = answer.lang;
    full_stop(&match (&kind.from, &kind.earliest) {
        (Some(from), _) if *from == answer.at => say!(lang, "from-now"),
        (Some(from), _) => say!(lang, "from", when = day(lang, from)),
        (None, Some(earliest)) if *earliest != answer.at => say!(lang, "not-before", when = day(lang, earliest)),
        (None, _) => say!(lang, "no-end-known", answer = word(lang, kind.answer)),
    })
}

/// `None` if all depends on what is not known.
fn said(answer: &Answer, when: &When) -> Option<String> {
    let lang = answer.lang;
    let Some(from) = &when.from else { return said_without_end(answer, when) };
    if when.sign {
        return Some(said_of_sign(from, answer, when));
    }
    let now = |at: &Zoned| *at == answer.at;
    let start = start(from, answer, when);
    let said = match &when.earliest {
        _ if now(from) => say!(lang, "from-now"),
        Some(earliest) if earliest == from => say!(lang, "from", when = start),
        Some(earliest) if !now(earliest) => {
            say!(lang, "not-before-for-sure-from", earliest = day(lang, earliest), when = start)
        }
        _ if when.now == AnswerWord::BetterNot => say!(lang, "better-not-before", when = start),
        _ => say!(lang, "for-sure-from", when = start),
    };
    Some(format!("{said}{}", until(lang, when)))
}

/// Where there is no instant from which nothing stands against it.
fn said_without_end(answer: &Answer, when: &When) -> Option<String> {
    let lang = answer.lang;
    let limit = match when.limit {
        Some(Limit::NotStated) => "not-stated",
        Some(Limit::Never) => "never",
        _ => "depends",
    };
    let why = |said: String| say!(lang, "without-end", said = said, limit = limit);
    Some(match (&when.earliest, when.now) {
        (None, _) if when.sign => why(say!(lang, "answer-word", answer = "expected")),
        (None, _) => why(say!(lang, "not-now")),
        (Some(earliest), _) if *earliest != answer.at => {
            let earliest = day(lang, earliest);
            match limit {
                "depends" => say!(lang, "not-before", when = earliest),
                _ => why(say!(lang, "not-before-then-better-not", when = earliest)),
            }
        }
        (_, AnswerWord::BetterNot) if limit == "depends" => say!(lang, "better-not-yet"),
        (_, AnswerWord::BetterNot) => why(say!(lang, "answer-word", answer = "better-not")),
        _ => return None,
    })
}

/// The instant from which it may be done; a clock time beside `about` would say more than the sheet does.
fn start(from: &Zoned, answer: &Answer, when: &When) -> String {
    let lang = answer.lang;
    match when.about {
        true if answer.treatments.iter().any(|treated| treated.at.time() == from.time()) => {
            say!(lang, "about", when = lang.day(from.date(), 0))
        }
        true => say!(lang, "about", when = day(lang, from)),
        false => day(lang, from),
    }
}

fn said_of_sign(from: &Zoned, answer: &Answer, when: &When) -> String {
    let lang = answer.lang;
    if *from != answer.at {
        let then = if when.then == Some(AnswerWord::Alert) { "call" } else { "nothing" };
        return say!(lang, "no-longer-normal", when = start(from, answer, when), then = then);
    }
    let now = if when.now == AnswerWord::Alert { "alarming" } else { "not-stated" };
    match &when.until {
        None => say!(lang, "sign-now", now = now),
        Some(until) => say!(lang, "sign-now-later-normal", now = now, when = day(lang, until)),
    }
}

fn said_of_duty(lang: Lang, due: &Due, at: &Zoned) -> String {
    let mut parts = vec![match (&due.from, &due.earliest) {
        (Some(from), _) if from == at => say!(lang, "due-now"),
        (Some(from), _) => say!(lang, "due-from", when = day(lang, from)),
        (None, Some(earliest)) if earliest == at => say!(lang, "may-be-due-now"),
        (None, Some(earliest)) => say!(lang, "may-be-due-from", when = day(lang, earliest)),
        (None, None) => return say!(lang, "not-due-any-more"),
    }];
    // Where the end stands in the sentence too, the next time stands before it.
    let next = due.next.as_ref().filter(|next| Some(*next) != due.from.as_ref());
    parts.extend(next.map(|next| say!(lang, "next-on-day", day = lang.day_time(next, 0))));
    parts.extend(due.until.as_ref().filter(|_| due.from.is_some()).map(|until| ends(lang, until)));
    parts.join(", ")
}

/// `, until Friday 27 November 2026, 14:00, then avoided`
fn until(lang: Lang, when: &When) -> String {
    let next = |next: AnswerWord| say!(lang, "then", answer = word(lang, next));
    let until =
        when.until.as_ref().map(|until| format!(", {}{}", ends(lang, until), when.next.map(next).unwrap_or_default()));
    until.unwrap_or_default()
}

/// The first instant of a day is told by its date.
fn day(lang: Lang, at: &Zoned) -> String {
    // No year but 0 is left out.
    if is_first_instant(at) { lang.day(at.date(), 0) } else { lang.day_time(at, 0) }
}

/// The part of `carecheck.answer/1` that says when.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    text: String,
    earliest: Option<String>,
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<bool>,
    limit: Option<&'static str>,
    then: Option<&'static str>,
    allowed: Option<String>,
    until: Option<String>,
    next: Option<&'static str>,
    because: Vec<Because<'a>>,
    due: Option<DueJson>,
    kinds: Vec<KindJson<'a>>,
    missing: Vec<Missing<'a>>,
}

#[derive(Serialize)]
struct DueJson {
    earliest: Option<String>,
    from: Option<String>,
    until: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct KindJson<'a> {
    target: &'a str,
    label: &'a str,
    answer: &'static str,
    earliest: Option<String>,
    from: Option<String>,
}

impl<'a> Json<'a> {
    /// The same that the first line says, for programs.
    pub fn of(answer: &'a Answer, when: &'a When) -> Json<'a> {
        let at = |at: &Option<Zoned>| at.as_ref().map(instant);
        Json {
            text: first_line(answer, when).text(),
            earliest: at(&when.earliest),
            from: at(&when.from),
            about: when.about.then_some(true),
            limit: when.limit.map(|limit| match limit {
                Limit::Never => "never",
                Limit::NotStated => "not stated",
                Limit::Depends => "depends",
            }),
            then: when.then.map(AnswerWord::word),
            allowed: at(&when.allowed),
            until: at(&when.until),
            next: when.next.map(AnswerWord::word),
            because: when.because.iter().map(|reason| because(reason, answer)).collect(),
            due: when.due.as_ref().map(|due| DueJson {
                earliest: at(&due.earliest),
                from: at(&due.from),
                until: at(&due.until),
                next: at(&due.next),
            }),
            kinds: when
                .kinds
                .iter()
                .map(|kind| KindJson {
                    target: &kind.target,
                    label: &kind.label,
                    answer: kind.answer.word(),
                    earliest: at(&kind.earliest),
                    from: at(&kind.from),
                })
                .collect(),
            missing: when.questions.iter().map(Missing::of).collect(),
        }
    }
}
