//! The changes that come next → lines. With the present moment given, the page begins with what holds now; this file
//! says what begins and ends after it, and in how long.

use jiff::{SignedDuration, Zoned};

use super::layout::{Block, Kind, Line, Mark};
use super::section::{Item, merge};
use crate::evaluate::{Guidance, Plan, Treated};
use crate::lang::{Joint, Lang, say};
use crate::model::Verb;
use crate::render::grammar::{capital, full_stop};
use crate::render::paper::{Phrase, Role, role};
use crate::render::window::{is_first_instant, is_on_arrival, last_date};
use crate::time::Edge;

/// How many moments of change are told.
const MOST_MOMENTS: usize = 5;

/// Whether a guidance may hold at an instant.
pub(in crate::render) fn holds(guidance: &Guidance, now: &Zoned) -> bool {
    guidance.window.possible().contains(&Edge::At(now.clone()))
}

/// Whether a guidance is over at an instant.
pub(in crate::render) fn is_over(guidance: &Guidance, now: &Zoned) -> bool {
    guidance.window.possible().end <= Edge::At(now.clone())
}

/// The next changes after `now`: the instant, how long until then, what ends and what begins; `None` if there are none.
pub(super) fn changes<'p>(plan: &'p Plan, guidances: &[&'p Guidance], now: &Zoned) -> Option<Block<'p>> {
    let told: Vec<(&'p Guidance, &'p Zoned)> = guidances
        .iter()
        .filter_map(|&guidance| Some((guidance, &plan.treatments.get(guidance.treatment)?.at)))
        .collect();
    let mut moments: Vec<&Zoned> = told
        .iter()
        .flat_map(|&(guidance, treated)| [start(guidance, treated), end(guidance, treated)])
        .flatten()
        .chain(plan.treatments.iter().map(|treated| &treated.at))
        .filter(|at| at.timestamp() > now.timestamp())
        .collect();
    moments.sort_by_key(|at| at.timestamp());
    moments.dedup_by_key(|at| at.timestamp());
    let lines: Vec<Line<'p>> = moments.into_iter().take(MOST_MOMENTS).map(|at| change(plan, &told, now, at)).collect();
    let heading = say!(plan.lang, "what-comes-next");
    (!lines.is_empty()).then(|| Block { kind: Kind::Next, heading, aside: String::new(), lines })
}

/// What changes at one instant.
fn change<'p>(plan: &'p Plan, told: &[(&'p Guidance, &'p Zoned)], now: &Zoned, at: &Zoned) -> Line<'p> {
    let lang = plan.lang;
    let changing = |edge: fn(&'p Guidance, &'p Zoned) -> Option<&'p Zoned>| {
        let here = told.iter().filter(|(guidance, treated)| edge(guidance, treated) == Some(at));
        merge(here.map(|&(guidance, _)| guidance).collect())
    };
    let (ending, beginning) = (changing(end), changing(start));
    let treated: Vec<&Treated> =
        plan.treatments.iter().filter(|treated| treated.at.timestamp() == at.timestamp()).collect();
    let only_ends = beginning.is_empty() && treated.is_empty();
    let year = plan.treatments.first().map_or(at.year(), |treated| treated.at.year());
    let mut moment = Phrase::of(Role::Time, when(lang, at, only_ends, year));
    // The end of a day lies as far away as that day, not as the next.
    let last = if only_ends && is_first_instant(at) { at.checked_sub(SignedDuration::from_secs(1)).ok() } else { None };
    moment.say(Role::Aside, format!(" ({})", lang.distance(now, last.as_ref().unwrap_or(at))));
    let mut line = Line::of(Mark::None, moment);
    for treated in treated {
        let several = plan.treatments.len() > 1;
        let name = if several { treated.noun.clone() } else { say!(lang, "treatment-as-subject") };
        line.below.push(Line::of(Mark::Treatment, Phrase::of(Role::Heading, name)));
    }
    for (mark, items) in [(Mark::Ends, ending), (Mark::Begins, beginning)] {
        for item in &items {
            let treated = item.first().and_then(|first| plan.treatments.get(first.treatment));
            line.below.extend(treated.map(|treated| Line::of_item(mark, short(lang, item, &treated.at), item)));
        }
    }
    line
}

/// When a guidance begins. What holds on arrival is told together with the treatment.
fn start<'a>(guidance: &'a Guidance, treated: &'a Zoned) -> Option<&'a Zoned> {
    let start = guidance.window.start.start.instant()?;
    Some(if on_arrival(guidance, treated) { treated } else { start })
}

fn on_arrival(guidance: &Guidance, treated: &Zoned) -> bool {
    is_on_arrival(&guidance.window, treated)
}

/// When a guidance ends, if a patient should hear of it: the end of what is normal or alarming is none.
fn end<'a>(guidance: &'a Guidance, treated: &Zoned) -> Option<&'a Zoned> {
    let at_once = guidance.window.point || on_arrival(guidance, treated);
    let heard = matches!(guidance.verb, Verb::Avoid | Verb::Do | Verb::Allow) && !at_once;
    guidance.window.end.end.instant().filter(|_| heard)
}

/// The end of a day is told by its date.
fn when(lang: Lang, at: &Zoned, only_ends: bool, year: i16) -> String {
    match (is_first_instant(at), only_ends) {
        (true, true) => say!(lang, "end-of-day", day = lang.day(last_date(at), year)),
        (true, false) => capital(&lang.day(at.date(), year)),
        (false, _) => capital(&lang.day_time(at, year)),
    }
}

/// `Avoid saunas and makeup`, `Makeup: allowed again`, `Put on sunscreen`
fn short(lang: Lang, item: &Item<'_>, treated: &Zoned) -> Phrase {
    let labels: Vec<&str> = item.iter().map(|guidance| guidance.label.as_str()).collect();
    let Some(first) = item.first() else { return Phrase::default() };
    let labels = lang.list(&labels, if first.verb == Verb::Alert { Joint::Or } else { Joint::And });
    let strength = if first.ideally { "ideally" } else { "must" };
    let begins_later = || first.window.start.start.instant().is_some_and(|start| start > treated);
    let mut text = match first.verb {
        Verb::Avoid => say!(lang, "short-avoid", strength = strength, what = labels),
        Verb::Allow if begins_later() => say!(lang, "short-allowed-again", what = labels),
        Verb::Allow => say!(lang, "short-allowed", what = labels),
        Verb::Do => {
            let instruction = lang.small(first.instruction.as_deref().unwrap_or(&labels));
            say!(lang, "short-do", strength = strength, what = instruction.trim_end_matches('.'))
        }
        Verb::Alert => say!(lang, "short-alert", what = labels),
        _ => say!(lang, "short-normal", what = labels),
    };
    if on_arrival(first, treated) && !lang.tells_of_arrival(&text) {
        text = say!(lang, "short-on-arrival", what = text);
    }
    if let Some(when) = &first.when {
        let form = if matches!(first.verb, Verb::Avoid | Verb::Alert) { "verb" } else { "other" };
        text = say!(lang, "if-then", form = form, when = lang.condition(when), what = text);
    }
    Phrase::of(role(first.verb), full_stop(&capital(&text)))
}
