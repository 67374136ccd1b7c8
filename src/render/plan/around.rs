//! What stands around the rules on the page of a plan: its title, the reasons not to treat, the further sessions, the open
//! questions and the foot.

use super::changed::mark;
use super::layout::{Block, Kind, Line, Mark};
use super::several;
use crate::evaluate::{Applies, Course, Guidance, Plan, RuleRef, Screening, Treated};
use crate::lang::Lang;
use crate::model::Verb;
use crate::render::grammar::{capital, condition, every, full_stop, lengths};
use crate::render::paper::{Phrase, Role};
use crate::time::{tzdb_version, words};

/// What stands under every plan.
pub(in crate::render) const ADVICE: &str = "This is documentation, not medical advice; if in doubt, call the clinic.";

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

/// `night_cream, rules/skin.care:24. Leaflet of the clinic`: which rule says a line, where it stands and why.
pub(in crate::render) fn traced(rule: &RuleRef) -> String {
    let name = rule.name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
    let source = rule.source.as_ref().map(|source| format!(". {source}")).unwrap_or_default();
    format!("{name}{}:{}{source}", rule.file, rule.line)
}

/// The reasons not to treat that may still apply, if the sheet has any.
pub(super) fn screening(plan: &Plan) -> Option<Block<'_>> {
    let against = Against::of(plan);
    let reasons = plan.screening.iter().filter(|reason| reason.applies != Applies::No);
    let mut lines: Vec<Line<'_>> =
        reasons.map(|reason| Line::by(Mark::Against, against.sentence(reason), &reason.rule)).collect();
    if lines.is_empty() {
        let nothing = Phrase::of(Role::Plain, "Nothing on the sheet speaks against this treatment.");
        lines.push(Line::of(Mark::Cleared, nothing));
    }
    let heading = "Before the treatment: check".to_owned();
    (!plan.screening.is_empty()).then(|| Block { kind: Kind::Against, heading, aside: String::new(), lines })
}

/// What the reasons not to treat are told from.
#[derive(Clone, Copy)]
pub(in crate::render) struct Against<'p> {
    /// The treatments.
    pub treatments: &'p [Treated],
    /// What the rules say.
    pub guidance: &'p [Guidance],
    /// The language.
    pub lang: Lang,
}

impl<'p> Against<'p> {
    /// What the reasons of a plan are told from.
    pub fn of(plan: &'p Plan) -> Against<'p> {
        Against { treatments: &plan.treatments, guidance: &plan.guidance, lang: plan.lang }
    }

    /// `Do not have this treatment if you are taking isotretinoin.`
    pub fn sentence(self, reason: &Screening) -> Phrase {
        if self.treatments.len() > 1 { several::contraindication(self, reason) } else { contraindication(reason) }
    }
}

fn contraindication(reason: &Screening) -> Phrase {
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
    if let Some(mark) = mark(&reason.rule, Lang::default()) {
        phrase.plain(" ").say(Role::Heading, mark);
    }
    phrase
}

/// The further sessions, if there are any.
pub(super) fn course<'p>(plan: &'p Plan) -> Option<Block<'p>> {
    let line =
        |course: &'p Course| Line::by(Mark::Asks(Verb::Do), course_sentence(&plan.treatments, course), &course.rule);
    let lines: Vec<Line<'_>> = plan.course.iter().map(line).collect();
    let heading = "Further sessions".to_owned();
    (!lines.is_empty()).then(|| Block { kind: Kind::Course, heading, aside: String::new(), lines })
}

/// `Repeat the treatment after 4 to 5 months or later: not before Tuesday 23 March 2027. 3 to 6 sessions in all.`
pub(in crate::render) fn course_sentence(treatments: &[Treated], course: &Course) -> Phrase {
    let treated = treatments.get(course.treatment);
    let name = treated.filter(|_| treatments.len() > 1).map_or("the treatment", |treated| &treated.noun);
    let mut intervals = Vec::new();
    intervals.extend(course.course.every.map(|(low, high)| every(low, high)));
    intervals.extend(course.course.no_sooner.map(|(low, high)| format!("after {} or later", lengths(low, high))));
    let mut sentences = Vec::new();
    if !intervals.is_empty() {
        sentences.push(format!("repeat {name} {}", intervals.join(", ")));
    }
    let year = treated.map_or(0, |treated| treated.at.year());
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
    text.extend(mark(&course.rule, Lang::default()).map(|mark| format!(" {mark}")));
    Phrase::of(Role::Plain, text)
}

/// Where all of it comes from.
pub(super) fn foot(plan: &Plan) -> Vec<Phrase> {
    let mut lines: Vec<String> = plan.treatments.iter().filter_map(source).collect();
    lines.push(format!("Times by time zone database {}.", tzdb_version()));
    lines.push(ADVICE.to_owned());
    lines.into_iter().map(|line| Phrase::of(Role::Aside, line)).collect()
}
