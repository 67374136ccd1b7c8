//! What one rule says → one short sentence, made from the labels. The same sentence stands on the page and in the JSON.
//! Knows nothing of where on the page it stands, nor of the words of a language.

use jiff::Zoned;

use super::changed::mark;
use super::several::qualify;
use crate::evaluate::{Applies, Exception, Guidance};
use crate::lang::{Case, Joint, Lang, clock_minutes, say};
use crate::model::{Frequency, Verb};
use crate::render::adjustments::adjustments;
use crate::render::grammar::{capital, every, full_stop, lengths};
use crate::render::paper::{Phrase, Role, role};
use crate::render::tell::{Piece, tell};
use crate::render::window::{Kind, Told, Window};

/// The sentence for guidances that differ in nothing but their targets; the first stands for all. What has begun at
/// `now` is told by its end only.
pub(in crate::render) fn sentence(lang: Lang, guidances: &[&Guidance], treated: &Zoned, now: Option<&Zoned>) -> Phrase {
    let mut phrase = statement(lang, guidances, treated, now);
    if let Some(because) = guidances.first().and_then(|first| first.rule.because.as_ref()) {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    if let Some(mark) = guidances.first().and_then(|first| mark(&first.rule, lang)) {
        phrase.plain(" ").say(Role::Heading, mark);
    }
    phrase
}

/// The same without the reason.
pub(in crate::render) fn statement(
    lang: Lang,
    guidances: &[&Guidance],
    treated: &Zoned,
    now: Option<&Zoned>,
) -> Phrase {
    let mut phrase = Phrase::default();
    let Some(&first) = guidances.first() else { return phrase };
    let labels: Vec<&str> = guidances.iter().map(|guidance| guidance.label.as_str()).collect();
    let window = Told::of(lang, first, treated).at(now).words();
    let teller = Teller { lang, guidance: first, window, treated };
    phrase = match first.verb {
        Verb::Avoid => teller.avoid(lang.list(&labels, Joint::And)),
        Verb::Do => teller.duty(),
        Verb::Alert => teller.alert(lang.list(&labels, Joint::Or)),
        _ => teller.state(lang.list(&labels, Joint::And)),
    };
    qualify(&mut phrase, first, treated, now, lang);
    for note in adjustments(lang, first) {
        phrase.before_stop(Role::Aside, format!(" ({note})"));
    }
    phrase
}

/// What is to be done, alone: `Put on sunscreen`, `If your skin feels dry: use moisturiser`.
pub(in crate::render) fn instruction(lang: Lang, guidance: &Guidance) -> String {
    let what = told_to(lang, guidance);
    let text = tell!(
        lang,
        "instruction",
        Role::Plain,
        opening = opening(guidance),
        when = condition(lang, guidance),
        what = what.trim_end_matches('.').to_owned()
    );
    text.text()
}

/// The same with how much, how often and how long: `Put on sunscreen, daily`.
pub(in crate::render) fn task(lang: Lang, guidance: &Guidance) -> String {
    let mut parts = vec![instruction(lang, guidance)];
    parts.extend(details(lang, guidance));
    parts.join(", ")
}

/// Which form a sentence has: `Ideally, …`, `If your skin feels irritated: …`.
fn opening(guidance: &Guidance) -> Piece {
    Piece::Choice(match (guidance.when.is_some(), guidance.ideally) {
        (false, false) => "plain",
        (false, true) => "ideally",
        (true, false) => "if",
        (true, true) => "if-ideally",
    })
}

/// `If your skin feels irritated`; empty for a sentence without a condition.
fn condition(lang: Lang, guidance: &Guidance) -> String {
    guidance.when.as_deref().map(|when| capital(&lang.condition(when))).unwrap_or_default()
}

/// The words of an instruction, at the start of a sentence or within one.
fn told_to(lang: Lang, guidance: &Guidance) -> String {
    let instruction = match &guidance.instruction {
        Some(instruction) => instruction.clone(),
        None => say!(lang, "to-do", label = guidance.label.as_str()),
    };
    let first = guidance.when.is_none() && !guidance.ideally;
    if first { capital(&instruction) } else { lang.small(&instruction) }
}

/// What a sentence is made of.
struct Teller<'g> {
    lang: Lang,
    guidance: &'g Guidance,
    window: Window,
    treated: &'g Zoned,
}

impl Teller<'_> {
    /// `Avoid saunas until Thursday 26 November, 14:30, except hot showers.`
    fn avoid(&self, labels: String) -> Phrase {
        let Teller { lang, guidance, .. } = *self;
        let mut more = String::new();
        // "except" belongs to the ban, so that it stands before what is said about all of it.
        if !guidance.except.is_empty() {
            let holes: Vec<String> = guidance.except.iter().map(|hole| exception(lang, hole, self.treated)).collect();
            // "Showers from Tuesday and baths" must not let the baths wait for Tuesday.
            let apart = guidance.except.iter().any(|hole| hole.window.is_some() || hole.when.is_some());
            let holes = if apart { lang.list_apart(&holes, Joint::And) } else { lang.list(&holes, Joint::And) };
            more = format!(", {}", say!(lang, "except", holes = holes));
        }
        for detail in details(lang, guidance) {
            more = format!("{more}, {detail}");
        }
        tell!(
            lang,
            "avoid",
            Role::Avoid,
            opening = opening(guidance),
            when = condition(lang, guidance),
            what = labels,
            window = Phrase::of(Role::Time, self.window.text.as_str()),
            more = more,
            open = self.open()
        )
    }

    /// `Put on sunscreen. Daily, from Wednesday 25 through Monday 30 November.`
    fn duty(&self) -> Phrase {
        let Teller { lang, guidance, ref window, .. } = *self;
        let instruction = told_to(lang, guidance);
        let mut phrase = tell!(
            lang,
            "instruction",
            Role::Do,
            opening = opening(guidance),
            when = condition(lang, guidance),
            what = Phrase::of(Role::Do, full_stop(&instruction))
        );
        let mut details = details(lang, guidance);
        // "Arrive with a clean face. On arrival." says it twice.
        if window.kind != Kind::OnArrival || !lang.tells_of_arrival(&instruction) {
            details.push(window.text.trim_start_matches([',', ' ']).to_owned());
        }
        details.retain(|detail| !detail.is_empty());
        if !details.is_empty() {
            let when = Phrase::of(Role::Time, capital(&details.join(", ")));
            phrase
                .plain(" ")
                .append(&tell!(lang, "details", Role::Plain, when = when, open = self.open()), Role::Plain);
        }
        phrase
    }

    /// `Call the clinic if you notice fever or chills. The number is on your card.`
    fn alert(&self, labels: String) -> Phrase {
        let Teller { lang, guidance, ref window, .. } = *self;
        // An alarm that begins with the treatment and never ends needs no date.
        let needless = matches!(window.kind, Kind::AfterTreatment | Kind::AnyTime);
        let window = if needless { "" } else { window.text.as_str() };
        tell!(
            lang,
            "alert",
            Role::Alert,
            opening = opening(guidance),
            when = condition(lang, guidance),
            what = labels,
            window = Phrase::of(Role::Time, window)
        )
    }

    /// `Makeup: allowed again from Saturday 28 November.`, `Peeling: normal through Monday 30 November.`
    fn state(&self, labels: String) -> Phrase {
        let Teller { lang, guidance, ref window, .. } = *self;
        let allow = guidance.verb == Verb::Allow;
        let starts = guidance.window.start.start.instant();
        let later =
            !guidance.waits_for.0.is_empty() || starts.is_some_and(|at| at.timestamp() > self.treated.timestamp());
        let state = match (allow, later) {
            (true, true) => "again",
            (true, false) => "allowed",
            (false, _) => "normal",
        };
        let mut tail = Phrase::default();
        let details = details(lang, guidance);
        for detail in &details {
            tail.plain(format!(", {detail}"));
        }
        let needless = allow && window.open && window.kind == Kind::AfterTreatment;
        if !window.text.is_empty() && !needless {
            let comma = if window.kind == Kind::Apart || !details.is_empty() { "," } else { "" };
            let after = if comma.is_empty() && window.text.starts_with(',') { "" } else { " " };
            tail.plain(format!("{comma}{after}")).say(Role::Time, window.text.as_str());
        }
        if let Some(when) = &guidance.when {
            tail.plain(format!(", {}", lang.condition(when)));
        }
        tell!(
            lang,
            "state",
            role(guidance.verb),
            what = capital(&labels),
            state = Piece::Choice(state),
            tail = tail,
            open = if allow { String::new() } else { self.open() }
        )
    }

    /// That nobody wrote how it ends.
    fn open(&self) -> String {
        if self.window.open { say!(self.lang, "end-not-stated") } else { String::new() }
    }
}

fn exception(lang: Lang, hole: &Exception, treated: &Zoned) -> String {
    let mut text = hole.label.clone();
    if let Some(window) = &hole.window {
        let told = Told::of_exception(lang, hole, window, treated).words().text;
        text = if told.starts_with(',') { format!("{text}{told}") } else { format!("{text} {told}") };
    }
    match (&hole.when, hole.applies) {
        (Some(when), Applies::Depends) => say!(lang, "exception-if", what = text, when = lang.condition(when)),
        _ => text,
    }
}

/// How much, how often, how long, in which order and by whom.
fn details(lang: Lang, guidance: &Guidance) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(guidance.amount.clone());
    details.extend(guidance.frequency.as_ref().map(|frequency| often(lang, frequency, &guidance.parts)));
    if let Some((low, high)) = guidance.lasting {
        let each = if guidance.frequency.is_some() { "each" } else { "once" };
        details.push(say!(lang, "lasting", each = each, length = lengths(lang, low, high, Case::Alone)));
    }
    for (other, after, gap) in &guidance.orders {
        let side = if *after { "after" } else { "before" };
        details.push(match *gap {
            None => say!(lang, "order", side = side, other = other.as_str()),
            Some((low, high)) => {
                let gap = lengths(lang, low, high, Case::Alone);
                say!(lang, "order-with-gap", side = side, other = other.as_str(), gap = gap)
            }
        });
    }
    details.extend(guidance.by.as_ref().map(|by| say!(lang, "by", who = by.as_str())));
    details
}

fn often(lang: Lang, frequency: &Frequency, parts: &[String]) -> String {
    match frequency {
        Frequency::Throughout => say!(lang, "all-the-time"),
        Frequency::Daily => say!(lang, "daily"),
        Frequency::Times(low, high) if low == high => say!(lang, "times-a-day", number = *low),
        Frequency::Times(low, high) => say!(lang, "times-a-day-range", low = *low, high = *high),
        Frequency::UpTo(most) => say!(lang, "up-to", times = say!(lang, "times-a-day", number = *most)),
        Frequency::Every(low, high) => every(lang, *low, *high),
        Frequency::DailyAt(clocks) => {
            let clocks: Vec<String> = clocks.iter().map(|&clock| clock_minutes(clock)).collect();
            say!(lang, "daily-at", clocks = lang.list(&clocks, Joint::And))
        }
        Frequency::DailyParts(_) => say!(lang, "daily-parts", parts = lang.list(parts, Joint::And)),
        Frequency::AsNeeded => say!(lang, "as-needed"),
    }
}
