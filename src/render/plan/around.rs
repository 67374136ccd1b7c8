//! What stands around the rules on the page of a plan: its title, the reasons not to treat, the further sessions, the open
//! questions and the foot.

use super::changed::mark;
use super::layout::{Block, Kind, Line, Mark};
use super::several;
use crate::evaluate::{Applies, Course, Guidance, Plan, RuleRef, Screening, Treated};
use crate::lang::{Case, Lang, say};
use crate::model::Verb;
use crate::render::grammar::{capital, every, full_stop, lengths};
use crate::render::paper::{Phrase, Role};
use crate::render::tell::{Piece, tell};
use crate::time::tzdb_version;

/// `Microneedling`
pub(in crate::render) fn name(lang: Lang, treated: &Treated) -> String {
    if treated.label.is_empty() { say!(lang, "treatment") } else { capital(&treated.label) }
}

/// `Tuesday 24 November 2026, 14:30 (Europe/Paris)`
pub(in crate::render) fn date(lang: Lang, treated: &Treated) -> String {
    let zone = treated.at.time_zone().iana_name().map_or_else(|| treated.at.offset().to_string(), str::to_owned);
    format!("{} ({zone})", capital(&lang.date_time(&treated.at)))
}

/// `Source: Leaflet, version 3, reviewed 2026-11-01.`
pub(in crate::render) fn source(lang: Lang, treated: &Treated) -> Option<String> {
    let mut source = Vec::new();
    source.extend(treated.source.clone());
    source.extend(treated.version.as_ref().map(|version| say!(lang, "version", version = version.as_str())));
    source.extend(treated.reviewed.as_ref().map(|date| say!(lang, "reviewed", date = date.as_str())));
    (!source.is_empty()).then(|| say!(lang, "source", source = source.join(", ")))
}

/// `Times by time zone database 2026c.`
pub(in crate::render) fn times(lang: Lang) -> String {
    say!(lang, "times-by", version = tzdb_version())
}

/// What stands under every plan.
pub(in crate::render) fn advice(lang: Lang) -> String {
    say!(lang, "no-medical-advice")
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
        let nothing = Phrase::of(Role::Plain, say!(plan.lang, "nothing-against"));
        lines.push(Line::of(Mark::Cleared, nothing));
    }
    let heading = say!(plan.lang, "check-before");
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
        if self.treatments.len() > 1 {
            several::contraindication(self, reason)
        } else {
            contraindication(self.lang, reason)
        }
    }
}

fn contraindication(lang: Lang, reason: &Screening) -> Phrase {
    let window = reason.window.clone().unwrap_or_default();
    let mut phrase = match (reason.applies, &reason.when) {
        (Applies::Depends, when) => {
            let when = when.as_deref().map(|when| lang.condition(when)).unwrap_or_default();
            let form = match (window.is_empty(), when.is_empty()) {
                (false, false) => "window-if",
                (true, false) => "if",
                (_, true) => "window",
            };
            tell!(lang, "against", Role::Alert, form = Piece::Choice(form), window = window, when = when)
        }
        (_, Some(when)) => tell!(lang, "against-now", Role::Alert, when = lang.bare_condition(when).to_owned()),
        (_, None) => tell!(lang, "against-at-this-time", Role::Alert),
    };
    if let Some(because) = &reason.rule.because {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    if let Some(mark) = mark(&reason.rule, lang) {
        phrase.plain(" ").say(Role::Heading, mark);
    }
    phrase
}

/// The further sessions, if there are any.
pub(super) fn course<'p>(plan: &'p Plan) -> Option<Block<'p>> {
    let line = |course: &'p Course| {
        Line::by(Mark::Asks(Verb::Do), course_sentence(plan.lang, &plan.treatments, course), &course.rule)
    };
    let lines: Vec<Line<'_>> = plan.course.iter().map(line).collect();
    let heading = say!(plan.lang, "further-sessions");
    (!lines.is_empty()).then(|| Block { kind: Kind::Course, heading, aside: String::new(), lines })
}

/// `Repeat the treatment after 4 to 5 months or later: not before Tuesday 23 March 2027. 3 to 6 sessions in all.`
pub(in crate::render) fn course_sentence(lang: Lang, treatments: &[Treated], course: &Course) -> Phrase {
    let treated = treatments.get(course.treatment);
    let several = treated.filter(|_| treatments.len() > 1);
    let name = several.map_or_else(|| say!(lang, "treatment-as-subject"), |treated| treated.noun.clone());
    let mut intervals = Vec::new();
    intervals.extend(course.course.every.map(|(low, high)| every(lang, low, high)));
    intervals.extend(
        course
            .course
            .no_sooner
            .map(|(low, high)| say!(lang, "after-or-later", length = lengths(lang, low, high, Case::Dative))),
    );
    let mut sentences = Vec::new();
    if !intervals.is_empty() {
        sentences.push(say!(lang, "repeat", treatment = name, intervals = intervals.join(", ")));
    }
    let year = treated.map_or(0, |treated| treated.at.year());
    match (&course.next, sentences.last_mut()) {
        (Some((first, Some(last))), _) if first.date() != last.date() => {
            let (first, last) = lang.two_days(first.date(), last.date(), year);
            sentences.push(say!(lang, "next-between", first = first, last = last));
        }
        (Some((first, Some(_))), _) => sentences.push(say!(lang, "next-on", day = lang.day(first.date(), year))),
        (Some((first, None)), Some(repeat)) => {
            let day = lang.day(first.date(), year);
            *repeat = say!(lang, "repeat-not-before", repeat = repeat.as_str(), day = day);
        }
        (Some((first, None)), None) => {
            sentences.push(say!(lang, "next-not-before", day = lang.day(first.date(), year)));
        }
        (None, _) => {}
    }
    sentences.extend(course.course.sessions.map(|(low, high)| match low == high {
        true => say!(lang, "sessions", number = low),
        false => say!(lang, "sessions-range", low = low, high = high),
    }));
    if let Some(first) = sentences.first_mut() {
        if course.ideally {
            *first = say!(lang, "ideally-repeat", what = first.as_str());
        }
        if let Some(when) = &course.when {
            *first = say!(lang, "if-then", form = "other", when = lang.condition(when), what = lang.small(first));
        }
    }
    sentences.extend(course.rule.because.clone());
    sentences.extend(mark(&course.rule, lang));
    let sentences: Vec<String> = sentences.iter().map(|sentence| full_stop(&capital(sentence))).collect();
    Phrase::of(Role::Plain, sentences.join(" "))
}

/// Where all of it comes from.
pub(super) fn foot(plan: &Plan) -> Vec<Phrase> {
    let lang = plan.lang;
    let mut lines: Vec<String> = plan.treatments.iter().filter_map(|treated| source(lang, treated)).collect();
    lines.extend([times(lang), advice(lang)]);
    lines.into_iter().map(|line| Phrase::of(Role::Aside, line)).collect()
}
