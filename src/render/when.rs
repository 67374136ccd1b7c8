//! An answer to "when may I again?" → its first lines and its part of `carecheck.answer/1`. Draws what
//! [`crate::evaluate::when`] has found out.

use jiff::Zoned;
use serde::Serialize;

use super::answer::{Because, because, ends, word};
use super::grammar::{capital, list, small};
use super::json::{Missing, instant};
use super::paper::{Phrase, Role};
use super::questions::asked;
use super::window::is_first_instant;
use crate::evaluate::{Answer, Due, KindWhen, Limit, When};
use crate::model::AnswerWord;
use crate::time::words;

/// `Saunas: from Wednesday 25 November 2026, 14:00.`
pub(super) fn first_line(answer: &Answer, when: &When) -> Phrase {
    let mut line = Phrase::of(Role::Heading, capital(&answer.label));
    line.say(Role::Heading, ":").plain(" ");
    let is_free = when.from.as_ref() == Some(&answer.at);
    let due = when.due.as_ref().map(|due| said_of_duty(due, &answer.at));
    let said = due.clone().filter(|_| is_free).or_else(|| said(answer, when));
    let asked: Vec<String> = when.questions.iter().map(|question| small(&asked(question))).collect();
    let depends = (!asked.is_empty()).then(|| format!("depends on {}", list(&asked, "and on")));
    match (&said, depends) {
        (Some(said), depends) => {
            line.say(Role::Time, said);
            line.plain(due.filter(|_| !is_free).map(|due| format!("; {due}")).unwrap_or_default());
            line.plain(depends.map(|depends| format!("; that {depends}")).unwrap_or_default())
        }
        (None, depends) => line.plain(format!("it {}", depends.as_deref().unwrap_or("depends"))),
    };
    if !when.kinds.is_empty() {
        let kinds: Vec<&str> = when.kinds.iter().map(|kind| kind.label.as_str()).collect();
        line.plain(format!("; otherwise for {}", list(&kinds, "and")));
    }
    line.plain(".");
    line
}

/// What the patient is told beside it.
pub(super) fn advice(answer: &Answer, when: &When) -> Option<String> {
    let from = when.from.as_ref().filter(|_| !when.sign)?;
    let then = if *from == answer.at { "" } else { "from then on " };
    Some(match &when.allowed {
        _ if when.due.is_some() => return None,
        Some(allowed) if allowed == from => capital(&format!("{then}the sheet allows it.")),
        Some(allowed) => {
            capital(&format!("{then}the sheet says nothing against it, and from {} it allows it.", day(allowed)))
        }
        None => capital(&format!("{then}the sheet says nothing against it; if in doubt, call the clinic.")),
    })
}

/// What is told of a kind of the target.
pub(super) fn of_kind(answer: &Answer, kind: &KindWhen) -> String {
    match (&kind.from, &kind.earliest) {
        (Some(from), _) if *from == answer.at => "now.".to_owned(),
        (Some(from), _) => format!("from {}.", day(from)),
        (None, Some(earliest)) if *earliest != answer.at => format!("not before {}.", day(earliest)),
        (None, _) => format!("{}, and no end is known.", word(kind.answer)),
    }
}

/// `None` if all depends on what is not known.
fn said(answer: &Answer, when: &When) -> Option<String> {
    let Some(from) = &when.from else { return said_without_end(answer, when) };
    if when.sign {
        return Some(said_of_sign(from, answer, when));
    }
    let now = |at: &Zoned| *at == answer.at;
    let (said, until) = (start(from, answer, when), until(when));
    Some(match &when.earliest {
        _ if now(from) => format!("now{until}"),
        Some(earliest) if earliest == from => format!("from {said}{until}"),
        Some(earliest) if !now(earliest) => format!("not before {}; for sure from {said}{until}", day(earliest)),
        _ if when.now == AnswerWord::BetterNot => format!("better not before {said}{until}"),
        _ => format!("for sure from {said}{until}"),
    })
}

/// Where there is no instant from which nothing stands against it.
fn said_without_end(answer: &Answer, when: &When) -> Option<String> {
    let why = match when.limit {
        Some(Limit::NotStated) => ", and the sheet does not say until when",
        Some(Limit::Never) => "; the sheet gives no end",
        _ => "",
    };
    let said = match (&when.earliest, when.now) {
        (None, _) if when.sign => "normal",
        (None, _) => "not now",
        (Some(earliest), _) if *earliest != answer.at => {
            let better = if why.is_empty() { "" } else { ", and then better not" };
            return Some(format!("not before {}{better}{why}", day(earliest)));
        }
        (_, AnswerWord::BetterNot) if why.is_empty() => "better not yet",
        (_, AnswerWord::BetterNot) => "better not",
        _ => return None,
    };
    Some(format!("{said}{why}"))
}

/// The instant from which it may be done; a clock time beside `about` would say more than the sheet does.
fn start(from: &Zoned, answer: &Answer, when: &When) -> String {
    match when.about {
        true if answer.treatments.iter().any(|treated| treated.at.time() == from.time()) => {
            format!("about {}", words::date(from.date()))
        }
        true => format!("about {}", day(from)),
        false => day(from),
    }
}

fn said_of_sign(from: &Zoned, answer: &Answer, when: &When) -> String {
    if *from != answer.at {
        let alarm = if when.then == Some(AnswerWord::Alert) { "; from then on, call the clinic" } else { "" };
        return format!("no longer normal from {}{alarm}", start(from, answer, when));
    }
    let now = match when.now {
        AnswerWord::Alert => "not normal: call the clinic",
        _ => "the sheet does not call it normal now",
    };
    let later = when.until.as_ref().map(|until| format!("; it may be normal from {}", day(until)));
    format!("{now}{}", later.unwrap_or_default())
}

fn said_of_duty(due: &Due, at: &Zoned) -> String {
    let until = due.until.as_ref().map(|until| format!(", {}", ends(until))).unwrap_or_default();
    // Where the end stands in the sentence too, the next time stands before it.
    let next = due.next.as_ref().filter(|next| Some(*next) != due.from.as_ref());
    let next = next.map(|next| format!(", next on {}", words::date_time(next))).unwrap_or_default();
    match (&due.from, &due.earliest) {
        (Some(from), _) if from == at => format!("due now{next}{until}"),
        (Some(from), _) => format!("due from {}{next}{until}", day(from)),
        (None, Some(earliest)) if earliest == at => format!("it may be due now{next}"),
        (None, Some(earliest)) => format!("it may be due from {}{next}", day(earliest)),
        (None, None) => "not due any more".to_owned(),
    }
}

/// `, until Friday 27 November 2026, 14:00, then avoided`
fn until(when: &When) -> String {
    let next = |next: AnswerWord| format!(", then {}", word(next));
    let until =
        when.until.as_ref().map(|until| format!(", {}{}", ends(until), when.next.map(next).unwrap_or_default()));
    until.unwrap_or_default()
}

/// The first instant of a day is told by its date.
fn day(at: &Zoned) -> String {
    if is_first_instant(at) { words::date(at.date()) } else { words::date_time(at) }
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
