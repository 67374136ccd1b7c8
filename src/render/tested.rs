//! The results of `test` blocks → text, `carecheck.tests/1` or JUnit's XML. As text: for each expectation that does not hold, what was asked and expected, what came
//! out and which rules say so; then the summary. A test that passes needs no line.

mod json;
mod junit;
mod line;
mod stored;

use super::findings::{Style, one_line};
use crate::cases::Comparison;
use crate::evaluate::{Applies, Failure, Outcome, Reason, RuleRef, State, TestResult};
use crate::model::{AnswerWord, Verb};
use crate::time::{Edge, Stretch, words};
use std::fmt::Write as _;

pub use json::json;
pub use junit::junit;
pub use stored::{changes, comparison};

/// All that a run of tests came to.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// The tests, in the order of the files.
    pub results: &'r [TestResult],
    /// The sheets of which something is stored, in that order.
    pub stored: &'r [Comparison],
    /// How many sheets were looked at.
    pub files: usize,
    /// How many of them could have a stored plan and have none.
    pub not_stored: usize,
}

/// The failures of the tests in `files` files, and the summary.
#[must_use]
pub fn text(run: &Run<'_>, style: Style) -> String {
    let mut text = String::new();
    for result in run.results.iter().filter(|result| !result.passed()) {
        test(&mut text, result, style);
    }
    for one in run.stored.iter().filter(|one| !one.is_same()) {
        text.push_str(&comparison(one, style));
        text.push('\n');
    }
    // Where nothing but stored plans is looked at, that there is no test is no news.
    if !run.results.is_empty() || run.stored.is_empty() {
        text.push_str(&summary(run.results, run.files));
    }
    text.push_str(&summary_of_stored(run));
    text
}

/// What one test came to, for where there is no terminal.
fn plainly(result: &TestResult) -> String {
    let mut text = String::new();
    test(&mut text, result, Style { width: 100, colour: false, unicode: true, accepted: false });
    text.truncate(text.trim_end().len());
    text
}

/// `12 tests in 4 files: 11 pass, 1 fails (2 of 88 expectations)`
fn summary(results: &[TestResult], files: usize) -> String {
    let number = |count: usize, one: &str, many: &str| words::count(count as u64, one, many);
    let failed = results.iter().filter(|result| !result.passed()).count();
    let expectations: usize = results.iter().map(|result| result.expectations).sum();
    let broken: usize = results.iter().map(|result| result.failures.len()).sum();
    let what = format!("{} in {}", number(results.len(), "test", "tests"), number(files, "file", "files"));
    match (results.len(), failed) {
        (0, _) => format!("no tests in {}\n", number(files, "file", "files")),
        (_, 0) => format!("{what}: all pass ({})\n", number(expectations, "expectation", "expectations")),
        (all, _) => format!(
            "{what}: {} ({broken} of {})\n",
            [number(all - failed, "passes", "pass"), number(failed, "fails", "fail")].join(", "),
            number(expectations, "expectation", "expectations"),
        ),
    }
}

/// `3 stored plans: 2 as stored, 1 changed`
fn summary_of_stored(run: &Run<'_>) -> String {
    let all = run.stored.len();
    if all == 0 {
        return String::new();
    }
    let what = words::count(all as u64, "stored plan", "stored plans");
    let others = match run.not_stored {
        0 => String::new(),
        1 => "; `carecheck snapshot` stores that of the other sheet".to_owned(),
        _ => "; `carecheck snapshot` stores those of the other sheets".to_owned(),
    };
    match run.stored.iter().filter(|one| !one.is_same()).count() {
        0 => format!("{what}: nothing has changed{others}\n"),
        changed => {
            format!("{what}: {changed} changed; `carecheck snapshot --review` shows and stores what is meant{others}\n")
        }
    }
}

fn test(text: &mut String, result: &TestResult, style: Style) {
    let (start, end) = if style.colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
    let at = &result.at;
    let _ = writeln!(text, "{start}failed{end} \"{}\" ({}:{})", one_line(&result.name), one_line(&at.file), at.line);
    let zone = result.treated.time_zone().iana_name().unwrap_or("UTC");
    let _ = writeln!(text, "  treated {} ({zone})", instant(&result.treated));
    for failure in &result.failures {
        expectation(text, failure, &result.treated, style);
    }
    text.push('\n');
}

fn expectation(text: &mut String, failure: &Failure, treated: &jiff::Zoned, style: Style) {
    let at = &failure.at;
    let _ = writeln!(text, "\n  {}:{}: {}", one_line(&at.file), at.line, one_line(&failure.written));
    let mut say = |what: &str, said: String| {
        let _ = writeln!(text, "    {what:<9} {}", one_line(&said));
    };
    if let Some(asked) = &failure.asked {
        say("asked at", instant(asked));
    }
    match &failure.outcome {
        Outcome::Answer { target, expected, expected_until, actual, .. } => {
            let until = expected_until.as_ref().map(|until| format!(" until {}", stretch(until))).unwrap_or_default();
            say("expected", format!("{target} {}{until}", expected.word()));
            say("found", format!("{target} {}", state(actual)));
            for reason in &actual.because {
                say("because", because(reason));
            }
            open(&actual.missing, &mut say);
        }
        Outcome::Contraindicated { expected, actual, because, missing } => {
            let word = |applies: &Applies| match applies {
                Applies::Yes => "contraindicated",
                Applies::No => "not contraindicated",
                Applies::Depends => "it depends",
            };
            say("expected", word(expected).to_owned());
            say("found", word(actual).to_owned());
            for rule in because {
                say("because", cited(rule));
            }
            open(missing, &mut say);
        }
        Outcome::Stated { expected, actual, because, missing } => {
            say("expected", if *expected { "a rule that says so" } else { "no rule that says so" }.to_owned());
            let found = match actual {
                Applies::Yes => "a rule says so",
                Applies::No => "no rule says so",
                Applies::Depends => "it depends",
            };
            say("found", found.to_owned());
            for rule in because {
                say("because", cited(rule));
            }
            open(missing, &mut say);
        }
        Outcome::Part { part, expected } => {
            let word = |so: bool| format!("{}part {part}", if so { "" } else { "not " });
            say("expected", word(*expected));
            say("found", word(!expected));
        }
        Outcome::NoInstant { missing } => {
            say("found", "no instant: it rests on events that the test does not give".to_owned());
            open(missing, &mut say);
        }
    }
    if let (Some(at), Outcome::Answer { timeline, expected_until, .. }) = (&failure.asked, &failure.outcome) {
        let asked = line::Asked { treated, at, expected_until: expected_until.as_ref() };
        text.push_str(&line::draw(timeline, &asked, style));
    }
}

fn open(missing: &[String], say: &mut impl FnMut(&str, String)) {
    if !missing.is_empty() {
        say("not given", missing.join(", "));
    }
}

/// `avoided until Wednesday 25 November 2026, 14:00, then not stated`
fn state(state: &State) -> String {
    let mut text = state.answer.word().to_owned();
    if state.answer == AnswerWord::Depends {
        let possible: Vec<&str> = state.possible.iter().map(|answer| answer.word()).collect();
        let _ = write!(text, " ({})", possible.join(" or "));
    }
    if let Edge::At(until) = &state.until {
        let _ = write!(text, " until {}", instant(until));
    }
    if let Some(next) = state.next {
        let _ = write!(text, ", then {}", next.word());
    }
    text
}

/// `default.care:80 avoid saunas, if your skin feels irritated`
fn because(reason: &Reason) -> String {
    let verb = match reason.verb {
        Verb::Avoid => "avoid",
        Verb::Allow => "allow",
        Verb::Do => "do",
        Verb::Expect => "expect",
        Verb::Alert => "alert",
        Verb::Contraindicated => "contraindicated",
        Verb::Repeat => "repeat",
    };
    let ideally = if reason.ideally { "ideally " } else { "" };
    let when = reason.when.as_ref().map(|when| format!(", if {when}")).unwrap_or_default();
    format!("{} {ideally}{verb} {}{when}", reason.rule.id, reason.label)
}

fn cited(rule: &RuleRef) -> String {
    match &rule.source {
        Some(source) => format!("{} ({source})", rule.id),
        None => rule.id.clone(),
    }
}

fn stretch(stretch: &Stretch) -> String {
    let edge = |edge: &Edge| match edge {
        Edge::Past => "any time before".to_owned(),
        Edge::At(at) => instant(at),
        Edge::Future => "no end".to_owned(),
    };
    if stretch.start == stretch.end {
        edge(&stretch.start)
    } else {
        format!("{} to {}", edge(&stretch.start), edge(&stretch.end))
    }
}

fn instant(at: &jiff::Zoned) -> String {
    words::date_time(at)
}
