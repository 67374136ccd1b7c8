//! What stands on the page of several treatments only: where their sheets disagree, why a treatment cannot be on its date,
//! and beside a line the treatments whose rules set its start and its end.

use jiff::Zoned;

use super::around::Against;
use super::layout::{Block, Kind, Line, Mark};
use crate::evaluate::{Applies, Conflict, Guidance, Instead, Plan, Screening, Treated};
use crate::lang::{Joint, Lang, say};
use crate::model::Verb;
use crate::render::grammar::{capital, full_stop};
use crate::render::paper::{Phrase, Role};
use crate::render::window::Told;
use crate::time::Resolved;

/// Adds to a line of several rules what the treatments have to do with it.
pub(super) fn qualify(phrase: &mut Phrase, guidance: &Guidance, treated: &Zoned, now: Option<&Zoned>, lang: Lang) {
    let Some(joint) = &guidance.joint else { return };
    let window = &guidance.window;
    let begun = now.is_some_and(|now| window.certain().start <= crate::time::Edge::At(now.clone()));
    let starts = !begun && window.start.start.instant().is_some_and(|start| start.timestamp() != treated.timestamp());
    let ends = window.end.end.instant().is_some();
    let by = match (starts, ends) {
        (true, true) if joint.start != joint.end => {
            say!(lang, "one-then-other", one = joint.start.as_str(), other = joint.end.as_str())
        }
        (true, false) => joint.start.clone(),
        _ => joint.end.clone(),
    };
    if !by.is_empty() {
        phrase.before_stop(Role::Aside, format!(" ({by})"));
    }
    for (stretch, by) in &joint.but_not {
        let name = guidance.noun.as_deref();
        let told = in_words(lang, &Resolved::exactly(stretch.clone()), treated, name);
        let text = say!(lang, "but-not", window = told, treatment = by.as_str());
        phrase.before_stop(Role::Avoid, format!(", {text}"));
    }
    let mut unless = joint.unless.clone();
    if joint.unless_else {
        unless.push(say!(lang, "something-else-forbids"));
    }
    if !unless.is_empty() {
        let text = say!(lang, "unless", when = lang.list(&unless, Joint::Or));
        phrase.before_stop(Role::Plain, format!(", {text}"));
    }
}

/// `something else still forbids it`, completing *unless …*
pub(super) fn something_else(plan: &Plan) -> String {
    say!(plan.lang, "something-else-forbids")
}

fn in_words(lang: Lang, window: &Resolved, treated: &Zoned, name: Option<&str>) -> String {
    Told::of_stretch(lang, window, treated, name).words().text
}

/// `For microneedling and botox together`
pub(super) fn heading(plan: &Plan) -> String {
    say!(plan.lang, "together", treatments = plan.lang.list(&nouns(plan), Joint::And))
}

fn nouns(plan: &Plan) -> Vec<&str> {
    plan.treatments.iter().map(|treated| treated.noun.as_str()).collect()
}

/// Where the sheets disagree on these dates, if they do.
pub(super) fn conflicts<'p>(plan: &'p Plan, now: Option<&Zoned>) -> Option<Block<'p>> {
    let to_come = |conflict: &&Conflict| now.is_none_or(|now| conflict.window.end > crate::time::Edge::At(now.clone()));
    let line = |conflict: &'p Conflict| {
        let rule = |index: usize| plan.guidance.get(index).map(|guidance| &guidance.rule);
        let mut line = Line::of(Mark::Against, conflict_sentence(plan, conflict));
        line.rules.extend([conflict.permits, conflict.forbids].into_iter().filter_map(rule));
        line
    };
    let lines: Vec<Line<'p>> = plan.conflicts.iter().filter(to_come).map(line).collect();
    let heading = say!(plan.lang, "sheets-disagree");
    (!lines.is_empty()).then(|| Block { kind: Kind::Disagreement, heading, aside: String::new(), lines })
}

/// `Makeup: allowed for microneedling, but to be avoided for botox from Tuesday 1 December, 10:00 until …. Avoid it then.`
pub(super) fn conflict_sentence(plan: &Plan, conflict: &Conflict) -> Phrase {
    let mut phrase = Phrase::default();
    let both = (plan.guidance.get(conflict.permits), plan.guidance.get(conflict.forbids));
    let (Some(permits), Some(forbids)) = both else { return phrase };
    let treated = |guidance: &Guidance| plan.treatments.get(guidance.treatment);
    let (Some(one), Some(other)) = (treated(permits), treated(forbids)) else { return phrase };
    let lang = plan.lang;
    let says = match permits.verb {
        Verb::Do => say!(lang, "due-for", treatment = one.noun.as_str()),
        _ => say!(lang, "allowed-for", treatment = one.noun.as_str()),
    };
    let when = in_words(lang, &Resolved::exactly(conflict.window.clone()), &one.at, Some(&one.noun));
    let strength = if forbids.ideally { "ideally" } else { "must" };
    let mut ban = say!(lang, "avoided-for", treatment = other.noun.as_str(), strength = strength, window = when);
    if forbids.label != permits.label {
        ban = format!("{ban} ({})", forbids.label);
    }
    let conditions: Vec<&str> = [permits, forbids].into_iter().filter_map(|one| one.when.as_deref()).collect();
    if !conditions.is_empty() {
        ban = format!("{ban}, {}", lang.condition(&lang.list(&conditions, Joint::And)));
    }
    let then = if conflict.applies == Applies::Yes { "stricter-counts" } else { "stricter-counts-then" };
    let then = say_stricter(lang, then);
    phrase
        .say(Role::Heading, format!("{}:", capital(&permits.label)))
        .plain(format!(" {says}, "))
        .say(Role::Avoid, ban)
        .plain(format!(". {then}"));
    phrase
}

fn say_stricter(lang: Lang, which: &str) -> String {
    match which {
        "stricter-counts" => say!(lang, "stricter-counts"),
        _ => say!(lang, "stricter-counts-then"),
    }
}

/// The reasons not to treat on these dates that may still apply, if the sheets have any. A treatment that is over is asked
/// about only where the sheet of one to come forbids it.
pub(super) fn screening<'p>(plan: &'p Plan, now: Option<&Zoned>) -> Option<Block<'p>> {
    let to_come = |index: usize| {
        let at = plan.treatments.get(index).map(|treated| treated.at.timestamp());
        now.is_none_or(|now| at.is_none_or(|at| now.timestamp() <= at))
    };
    let asked = || plan.screening.iter().filter(|reason| to_come(reason.treatment) || to_come(reason.by));
    let against = Against::of(plan);
    let reasons = asked().filter(|reason| reason.applies != Applies::No);
    let mut lines: Vec<Line<'_>> =
        reasons.map(|reason| Line::by(Mark::Against, against.sentence(reason), &reason.rule)).collect();
    if lines.is_empty() {
        lines.push(Line::of(Mark::Cleared, Phrase::of(Role::Plain, say!(plan.lang, "nothing-against-any"))));
    }
    let heading = say!(plan.lang, "check-before-all");
    (asked().next().is_some()).then(|| Block { kind: Kind::Against, heading, aside: String::new(), lines })
}

/// `Do not have botox at this time: the sheet for microneedling says to avoid it until Tuesday 8 December, 14:30. The first
/// day that would do is Tuesday 8 December 2026, 14:30.`
pub(super) fn contraindication(against: Against<'_>, reason: &Screening) -> Phrase {
    let lang = against.lang;
    let treated = |index: usize| against.treatments.get(index);
    let noun = |index: usize| treated(index).map(|treated: &Treated| treated.noun.as_str()).unwrap_or_default();
    let mut phrase = Phrase::default();
    let ban = reason.ban.and_then(|index| against.guidance.get(index));
    let strength = match ban {
        Some(ban) if ban.ideally || (reason.applies == Applies::Depends && reason.when.is_none()) => "ideally",
        _ => "must",
    };
    let opening = say!(lang, "do-not-have", treatment = noun(reason.treatment), strength = strength);
    phrase.say(Role::Alert, capital(&opening));
    let when = reason.when.as_deref().map(|when| lang.condition(when));
    match (ban, reason.applies, when) {
        (Some(ban), applies, when) => {
            if let Some(when) = when.filter(|_| applies == Applies::Depends) {
                phrase.plain(say!(lang, "if-clause", when = when));
            }
            let told = treated(reason.by).map(|by| Told::of(lang, ban, &by.at).words().text).unwrap_or_default();
            let text = say!(lang, "sheet-says-avoid", treatment = noun(reason.by), window = told);
            phrase.plain(format!(": {text}."));
        }
        (None, Applies::Depends, when) => {
            match (&reason.window, when) {
                (Some(window), Some(when)) => _ = phrase.plain(format!(" {window}, {when}")),
                (Some(window), None) => _ = phrase.plain(format!(" {window}")),
                (None, when) => {
                    phrase.plain(when.map(|when| say!(lang, "if-clause", when = when)).unwrap_or_default());
                }
            }
            phrase.plain(".");
        }
        (None, _, Some(when)) => {
            phrase.plain(format!("{}.", say!(lang, "reason-now", when = lang.bare_condition(&when))));
        }
        (None, _, None) => _ = phrase.plain("."),
    }
    if let Some(because) = &reason.rule.because {
        phrase.plain(format!(" {}", full_stop(&capital(because))));
    }
    match &reason.instead {
        Instead::NotAsked => {}
        Instead::On(day) => {
            let year = treated(reason.treatment).map_or(day.year(), |treated| treated.at.year());
            phrase.plain(format!(" {}", say!(lang, "first-day", day = lang.day_time(day, year))));
        }
        Instead::Never => _ = phrase.plain(format!(" {}", say!(lang, "no-day"))),
    }
    phrase
}
