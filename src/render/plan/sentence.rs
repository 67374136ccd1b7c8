//! What one rule says → one short sentence, made from the labels. The same sentence stands on the page and in the JSON.
//! Knows nothing of where on the page it stands.

use jiff::Zoned;

use super::changed::mark;
use super::several::qualify;
use crate::evaluate::{Applies, Exception, Guidance};
use crate::lang::Lang;
use crate::model::{Frequency, Verb};
use crate::render::grammar::{capital, condition, every, full_stop, lengths, list, small};
use crate::render::paper::{Phrase, Role, role};
use crate::render::window::{Told, Window, adjustments};
use crate::time::words;

/// The sentence for guidances that differ in nothing but their targets; the first stands for all. What has begun at
/// `now` is told by its end only.
pub(in crate::render) fn sentence(guidances: &[&Guidance], treated: &Zoned, now: Option<&Zoned>) -> Phrase {
    let mut phrase = statement(guidances, treated, now);
    if let Some(because) = guidances.first().and_then(|first| first.rule.because.as_ref()) {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    if let Some(mark) = guidances.first().and_then(|first| mark(&first.rule, Lang::default())) {
        phrase.plain(" ").say(Role::Heading, mark);
    }
    phrase
}

/// The same without the reason.
pub(in crate::render) fn statement(guidances: &[&Guidance], treated: &Zoned, now: Option<&Zoned>) -> Phrase {
    let mut phrase = Phrase::default();
    let Some(&first) = guidances.first() else { return phrase };
    let labels: Vec<&str> = guidances.iter().map(|guidance| guidance.label.as_str()).collect();
    let window = Told::of(first, treated).at(now).words();
    match first.verb {
        Verb::Avoid => avoid(&mut phrase, first, &list(&labels, "and"), window, treated),
        Verb::Do => duty(&mut phrase, first, window),
        Verb::Alert => alert(&mut phrase, first, &list(&labels, "or"), window),
        _ => state(&mut phrase, first, &list(&labels, "and"), window, treated),
    }
    qualify(&mut phrase, first, treated, now, Lang::default());
    for note in adjustments(first) {
        phrase.before_stop(Role::Aside, format!(" ({note})"));
    }
    phrase
}

/// What is to be done, alone: `Put on sunscreen`, `If your skin feels dry: use moisturiser`.
pub(in crate::render) fn instruction(guidance: &Guidance) -> String {
    let opening = opening(guidance);
    let instruction = told_to(guidance, opening.is_empty());
    format!("{opening}{}", instruction.trim_end_matches('.'))
}

/// The same with how much, how often and how long: `Put on sunscreen, daily`.
pub(in crate::render) fn task(guidance: &Guidance) -> String {
    let mut parts = vec![instruction(guidance)];
    parts.extend(details(guidance));
    parts.join(", ")
}

/// `Avoid saunas until Thursday 26 November, 14:30, except hot showers.`
fn avoid(phrase: &mut Phrase, guidance: &Guidance, labels: &str, window: Window, treated: &Zoned) {
    let opening = opening(guidance);
    let verb = if opening.is_empty() { "Avoid" } else { "avoid" };
    phrase.plain(opening).say(Role::Avoid, verb).say(Role::Avoid, format!(" {labels}"));
    if !window.text.is_empty() {
        phrase.plain(" ").say(Role::Time, window.text);
    }
    // "except" belongs to the ban, so that it stands before what is said about all of it.
    if !guidance.except.is_empty() {
        let holes: Vec<String> = guidance.except.iter().map(|hole| exception(hole, treated)).collect();
        // "Showers from Tuesday and baths" must not let the baths wait for Tuesday.
        let apart = guidance.except.iter().any(|hole| hole.window.is_some() || hole.when.is_some());
        let holes = if apart { holes.join(", and ") } else { list(&holes, "and") };
        phrase.plain(format!(", except {holes}"));
    }
    let details = details(guidance);
    if !details.is_empty() {
        phrase.plain(format!(", {}", details.join(", ")));
    }
    if window.open {
        phrase.plain(" (the sheet does not say until when)");
    }
    phrase.plain(".");
}

/// The words of an instruction, at the start of a sentence or within one.
fn told_to(guidance: &Guidance, first: bool) -> String {
    let instruction = match &guidance.instruction {
        Some(instruction) => instruction.clone(),
        None => format!("to do: {}", guidance.label),
    };
    if first { capital(&instruction) } else { small(&instruction) }
}

/// `Put on sunscreen. Daily, from Wednesday 25 through Monday 30 November.`
fn duty(phrase: &mut Phrase, guidance: &Guidance, window: Window) {
    let opening = opening(guidance);
    let instruction = told_to(guidance, opening.is_empty());
    phrase.plain(opening).say(Role::Do, full_stop(&instruction));
    let mut details = details(guidance);
    // "Arrive with a clean face. On arrival." says it twice.
    if window.text != "on arrival" || !instruction.to_lowercase().contains("arrive") {
        details.push(window.text);
    }
    details.retain(|detail| !detail.is_empty());
    if !details.is_empty() {
        phrase.plain(" ").say(Role::Time, capital(&details.join(", ")));
        if window.open {
            phrase.plain(" (the sheet does not say until when)");
        }
        phrase.plain(".");
    }
}

/// `Call the clinic if you notice fever or chills. The number is on your card.`
fn alert(phrase: &mut Phrase, guidance: &Guidance, labels: &str, window: Window) {
    let opening = opening(guidance);
    let call = if opening.is_empty() { "Call the clinic" } else { "call the clinic" };
    phrase.plain(opening).say(Role::Alert, call).plain(" if you notice ").say(Role::Alert, labels);
    // An alarm that begins with the treatment and never ends needs no date.
    if !["", "after the treatment", "at any time"].contains(&window.text.as_str()) {
        phrase.plain(" ").say(Role::Time, window.text);
    }
    phrase.plain(".");
}

/// `Makeup: allowed again from Saturday 28 November.`, `Peeling: normal through Monday 30 November.`
fn state(phrase: &mut Phrase, guidance: &Guidance, labels: &str, window: Window, treated: &Zoned) {
    let allow = guidance.verb == Verb::Allow;
    let starts = guidance.window.start.start.instant();
    let later = !guidance.waits_for.0.is_empty() || starts.is_some_and(|at| at.timestamp() > treated.timestamp());
    let word = match (allow, later) {
        (true, true) => "allowed again",
        (true, false) => "allowed",
        (false, _) => "normal",
    };
    phrase.say(role(guidance.verb), format!("{}:", capital(labels))).plain(" ").say(role(guidance.verb), word);
    let details = details(guidance);
    if !details.is_empty() {
        phrase.plain(format!(", {}{}", details.join(", "), if window.text.is_empty() { "" } else { "," }));
    }
    let needless = allow && window.open && window.text == "after the treatment";
    if !window.text.is_empty() && !needless {
        let apart = ["beginning", "ending", "once"].iter().any(|word| window.text.starts_with(word));
        let comma = if apart { "," } else { "" };
        phrase.plain(format!("{comma} ")).say(Role::Time, window.text);
    }
    if let Some(when) = &guidance.when {
        phrase.plain(format!(", {}", condition(when)));
    }
    if window.open && !allow {
        phrase.plain(" (the sheet does not say until when)");
    }
    phrase.plain(".");
}

/// `If your skin feels irritated: `, `Ideally, `: what stands before an instruction; empty for a plain one.
fn opening(guidance: &Guidance) -> String {
    let when = guidance.when.as_deref().map(|when| capital(&condition(when)));
    match (when, guidance.ideally) {
        (None, false) => String::new(),
        (None, true) => "Ideally, ".to_owned(),
        (Some(when), false) => format!("{when}: "),
        (Some(when), true) => format!("{when}: ideally, "),
    }
}

fn exception(hole: &Exception, treated: &Zoned) -> String {
    let mut text = hole.label.clone();
    if let Some(window) = &hole.window {
        let told = Told::of_exception(hole, window, treated).words().text;
        text = format!("{text} {told}");
    }
    match (&hole.when, hole.applies) {
        (Some(when), Applies::Depends) => format!("{text} {}", condition(when)),
        _ => text,
    }
}

/// How much, how often, how long, in which order and by whom.
fn details(guidance: &Guidance) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(guidance.amount.clone());
    details.extend(guidance.frequency.as_ref().map(|frequency| often(frequency, &guidance.parts)));
    if let Some((low, high)) = guidance.lasting {
        let each = if guidance.frequency.is_some() { " each time" } else { "" };
        details.push(format!("for {}{each}", lengths(low, high)));
    }
    for (other, after, gap) in &guidance.orders {
        let gap = gap.map(|(low, high)| format!("{} ", lengths(low, high))).unwrap_or_default();
        details.push(format!("{gap}{} {other}", if *after { "after" } else { "before" }));
    }
    details.extend(guidance.by.as_ref().map(|by| format!("by {by}")));
    details
}

fn often(frequency: &Frequency, parts: &[String]) -> String {
    match frequency {
        Frequency::Throughout => "all the time".to_owned(),
        Frequency::Daily => "daily".to_owned(),
        Frequency::Times(low, high) if low == high => times(*low),
        Frequency::Times(low, high) => format!("{low} to {high} times a day"),
        Frequency::UpTo(most) => format!("up to {}", times(*most)),
        Frequency::Every(low, high) => every(*low, *high),
        Frequency::DailyAt(clocks) => {
            let clocks: Vec<String> = clocks.iter().map(|&clock| words::clock_minutes(clock)).collect();
            format!("daily at {}", list(&clocks, "and"))
        }
        Frequency::DailyParts(_) => format!("daily {}", list(parts, "and")),
        Frequency::AsNeeded => "as needed".to_owned(),
    }
}

fn times(number: u16) -> String {
    match number {
        1 => "once a day".to_owned(),
        2 => "twice a day".to_owned(),
        _ => format!("{number} times a day"),
    }
}
