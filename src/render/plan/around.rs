//! What stands around the rules on the page of a plan: its title, the reasons not to treat, the further sessions, the open
//! questions and the foot.

use jiff::Zoned;

use crate::evaluate::{Applies, Course, Plan, Screening, Treated};
use crate::model::Verb;
use crate::render::grammar::{capital, condition, every, full_stop, lengths};
use crate::render::paper::{Page, Phrase, Role, sign};
use crate::time::{tzdb_version, words};

/// What stands under every plan.
pub(in crate::render) const ADVICE: &str = "This is documentation, not medical advice; if in doubt, call the clinic.";

pub(super) fn title(page: &mut Page, treated: &Treated) {
    page.line("", &Phrase::of(Role::Heading, name(treated)));
    page.line("", &Phrase::of(Role::Plain, date(treated)));
}

/// `Microneedling`
pub(in crate::render) fn name(treated: &Treated) -> String {
    capital(if treated.label.is_empty() { "Treatment" } else { &treated.label })
}

/// `Tuesday 24 November 2026, 14:30 (Europe/Paris)`
pub(in crate::render) fn date(treated: &Treated) -> String {
    let zone = treated.at.time_zone().iana_name().map_or_else(|| treated.at.offset().to_string(), str::to_owned);
    format!("{} ({zone})", words::date_time(&treated.at))
}

/// `Source: Leaflet, version 3, reviewed 2026-11-01.`
pub(in crate::render) fn source(treated: &Treated) -> Option<String> {
    let mut source = Vec::new();
    source.extend(treated.source.clone());
    source.extend(treated.version.as_ref().map(|version| format!("version {version}")));
    source.extend(treated.reviewed.as_ref().map(|date| format!("reviewed {date}")));
    (!source.is_empty()).then(|| format!("Source: {}.", source.join(", ")))
}

pub(super) fn screening(page: &mut Page, plan: &Plan) {
    if plan.screening.is_empty() {
        return;
    }
    page.heading("Before the treatment: check", "");
    let (alarm, tick) = if page.style().unicode { ("✗ ", "✓ ") } else { ("x ", "+ ") };
    for reason in plan.screening.iter().filter(|reason| reason.applies != Applies::No) {
        page.item(&[(Role::Plain, "  "), (Role::Alert, alarm)], &contraindication(reason));
    }
    if plan.screening.iter().all(|reason| reason.applies == Applies::No) {
        let nothing = Phrase::of(Role::Plain, "Nothing on the sheet speaks against this treatment.");
        page.item(&[(Role::Plain, "  "), (Role::Allow, tick)], &nothing);
    }
}

/// `Do not have this treatment if you are taking isotretinoin.`
pub(in crate::render) fn contraindication(reason: &Screening) -> Phrase {
    let mut phrase = Phrase::of(Role::Alert, "Do not have this treatment");
    let when = reason.when.as_deref().map(condition);
    match (reason.applies, when) {
        (Applies::Depends, when) => {
            let said: Vec<&str> = reason.window.as_deref().into_iter().chain(when.as_deref()).collect();
            phrase.plain(format!(" {}.", said.join(", ")))
        }
        (_, Some(when)) => phrase.plain(format!(" now: {}.", when.strip_prefix("if ").unwrap_or(&when))),
        (_, None) => phrase.plain(" at this time."),
    };
    if let Some(because) = &reason.rule.because {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    phrase
}

pub(super) fn course(page: &mut Page, plan: &Plan) {
    if plan.course.is_empty() {
        return;
    }
    page.heading("Further sessions", "");
    for course in &plan.course {
        let phrase = course_sentence(course, plan.treatments.first().map(|treated| &treated.at));
        page.item(&[(Role::Plain, "  "), (Role::Do, sign(Verb::Do, page.style().unicode))], &phrase);
    }
}

/// `Repeat the treatment after 4 to 5 months or later: not before Tuesday 23 March 2027. 3 to 6 sessions in all.`
pub(in crate::render) fn course_sentence(course: &Course, treated: Option<&Zoned>) -> Phrase {
    let mut intervals = Vec::new();
    intervals.extend(course.course.every.map(|(low, high)| every(low, high)));
    intervals.extend(course.course.no_sooner.map(|(low, high)| format!("after {} or later", lengths(low, high))));
    let mut sentences = Vec::new();
    if !intervals.is_empty() {
        sentences.push(format!("repeat the treatment {}", intervals.join(", ")));
    }
    let year = treated.map_or(0, |at| at.year());
    match (&course.next, sentences.last_mut()) {
        (Some((first, Some(last))), _) if first.date() != last.date() => {
            let (first, last) = words::two_days(first.date(), last.date(), year);
            sentences.push(format!("the next one between {first} and {last}"));
        }
        (Some((first, Some(_))), _) => sentences.push(format!("the next one on {}", words::day(first.date(), year))),
        (Some((first, None)), Some(interval)) => {
            *interval = format!("{interval}: not before {}", words::day(first.date(), year));
        }
        (Some((first, None)), None) => {
            sentences.push(format!("the next one not before {}", words::day(first.date(), year)))
        }
        (None, _) => {}
    }
    sentences.extend(course.course.sessions.map(|(low, high)| match (low, high) {
        (1, 1) => "1 session in all".to_owned(),
        (low, high) if low == high => format!("{low} sessions in all"),
        (low, high) => format!("{low} to {high} sessions in all"),
    }));
    let mut opening = course.when.as_deref().map(|when| format!("{}: ", condition(when))).unwrap_or_default();
    if course.ideally {
        opening.push_str("ideally ");
    }
    let mut text = String::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let start =
            if index == 0 { capital(&format!("{opening}{sentence}")) } else { format!(" {}", capital(sentence)) };
        text.push_str(&full_stop(&start));
    }
    if let Some(because) = &course.rule.because {
        text.push_str(&format!(" {}", full_stop(&capital(because))));
    }
    Phrase::of(Role::Plain, text)
}

pub(super) fn foot(page: &mut Page, plan: &Plan) {
    page.blank();
    for source in plan.treatments.iter().filter_map(source) {
        page.line("", &Phrase::of(Role::Aside, source));
    }
    page.line("", &Phrase::of(Role::Aside, format!("Times by time zone database {}.", tzdb_version())));
    page.line("", &Phrase::of(Role::Aside, ADVICE));
}
