//! News of one moment → one entry: its sentence, its text and its alarm. A patient's calendar has room for few entries,
//! and each of them for few words.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{Timestamp, Zoned};

use super::entry::{Status, When};
use super::news::{Group, News, What};
use crate::evaluate::{Guidance, Plan, Treated};
use crate::lang::{Joint, Lang, say};
use crate::model::Verb;
use crate::render::clean::fit;
use crate::render::grammar::{capital, full_stop};
use crate::render::paper::sign;
use crate::render::plan::around;
use crate::render::plan::section::merge;
use crate::render::plan::sentence::{instruction, sentence, statement, task};

/// How wide a sentence may be; the text has all of it.
const MOST_COLUMNS: usize = 250;

/// Alarms ring in waking hours only.
const DAY_BEGINS: i8 = 7;
const DAY_ENDS: i8 = 22;

/// When to tell of a whole day that it has come, and the evening before, that it will.
const MORNING: i8 = 9;
const EVENING: i8 = 18;

/// An entry without its history.
pub(super) struct Draft {
    /// The treatment that it belongs to.
    pub treatment: usize,
    /// What it tells of; the first of them makes its name.
    pub keys: BTreeSet<String>,
    /// Whether its date is sure.
    pub status: Status,
    /// Its time.
    pub when: When,
    /// Its sentence.
    pub summary: String,
    /// Its text, in lines.
    pub text: Vec<String>,
    /// When it rings.
    pub alarms: Vec<Timestamp>,
}

/// Puts news together that one entry can tell.
pub(super) fn bundles<'n, 'p>(news: &'n [News<'p>]) -> Vec<Vec<&'n News<'p>>> {
    let mut bundles: Vec<Vec<&News>> = Vec::new();
    for one in news {
        let shares = |other: &News| {
            let same_time = (other.moment.when, &other.moment.once) == (one.moment.when, &one.moment.once);
            // What is free again is so whatever treatment forbade it; all else belongs to its treatment.
            let together = one.what.group() == Group::Free && one.moment.once.is_empty();
            let same_treatment = other.guidance.treatment == one.guidance.treatment;
            same_time && other.what.group() == one.what.group() && (together || same_treatment)
        };
        match bundles.iter_mut().find(|bundle| bundle.first().is_some_and(|first| shares(first))) {
            Some(bundle) => bundle.push(one),
            None => bundles.push(vec![one]),
        }
    }
    bundles
}

/// The entry for news of one moment.
pub(super) fn draft(bundle: &[&News<'_>], plan: &Plan) -> Option<Draft> {
    let first = bundle.first()?;
    let treated = plan.treatments.get(first.guidance.treatment)?;
    let (lang, moment) = (plan.lang, &first.moment);
    let sentence = match first.what.group() {
        Group::Free => freedom(lang, bundle),
        Group::Banned => bans(lang, bundle, &treated.at),
        Group::Task | Group::Due => tasks(lang, bundle),
        Group::Onward => onward(lang, bundle, &treated.at),
    };
    let sentence = if moment.once.is_empty() { sentence } else { format!("{}{}", moment.once, lang.small(&sentence)) };
    let involved: BTreeSet<usize> = bundle.iter().map(|news| news.guidance.treatment).collect();
    let treatments = || involved.iter().filter_map(|&index| Some((index, plan.treatments.get(index)?)));
    let mut text = lines(lang, bundle, treatments());
    if moment.expected {
        text.push(say!(lang, "only-expected"));
    }
    if bundle.iter().any(|news| news.what == What::Due { more: true }) {
        text.push(say!(lang, "goes-on"));
    }
    text.push(String::new());
    text.extend(
        treatments().map(|(_, treated)| format!("{}: {}", around::name(lang, treated), around::date(lang, treated))),
    );
    let summary = match first.what.group() {
        Group::Free if moment.once.is_empty() => title(&sentence),
        _ => summary(&sentence, treated, plan),
    };
    Some(Draft {
        treatment: first.guidance.treatment,
        keys: bundle.iter().map(|news| news.key.clone()).collect(),
        status: if moment.expected { Status::Tentative } else { Status::Confirmed },
        when: moment.when,
        summary,
        text,
        alarms: alarms(first, &treated.at).iter().map(Zoned::timestamp).collect(),
    })
}

/// A sentence as the title of an entry; with several treatments, it says to which it belongs.
pub(super) fn summary(sentence: &str, treated: &Treated, plan: &Plan) -> String {
    if plan.treatments.len() > 1 {
        title(&format!("{} ({})", sentence.trim_end_matches('.'), around::name(plan.lang, treated)))
    } else {
        title(sentence)
    }
}

fn title(sentence: &str) -> String {
    fit(sentence.trim_end_matches('.'), MOST_COLUMNS, "…")
}

/// `Allowed again: makeup. No longer avoid saunas and steam baths.`
fn freedom(lang: Lang, bundle: &[&News<'_>]) -> String {
    let once = bundle.first().is_some_and(|news| !news.moment.once.is_empty());
    // Each with the labels that share its words.
    let mut parts: Vec<(&What, Vec<&str>)> = Vec::new();
    let permitted = |label: &str| {
        let plain = |news: &&&News| matches!(news.what, What::Allowed { when: None, .. });
        bundle.iter().filter(plain).any(|news| news.guidance.label == label)
    };
    let same = |a: &What, b: &What| match (a, b) {
        (What::Allowed { when: a, again: b, unless: c, .. }, What::Allowed { when: d, again: e, unless: f, .. }) => {
            (a, b, c) == (d, e, f)
        }
        _ => a == b,
    };
    for news in bundle {
        let label = news.guidance.label.as_str();
        if permitted(label) && !matches!(news.what, What::Allowed { .. }) {
            continue;
        }
        match parts.iter_mut().find(|(what, _)| same(what, &news.what)) {
            Some((_, labels)) if labels.contains(&label) => {}
            Some((_, labels)) => labels.push(label),
            None => parts.push((&news.what, vec![label])),
        }
    }
    let rank = |what: &What| match what {
        What::Allowed { when: None, .. } => 0,
        What::Lifted { .. } => 1,
        _ => 2,
    };
    parts.sort_by_key(|(what, _)| rank(what));
    let sentences: Vec<String> = parts
        .into_iter()
        .map(|(what, labels)| {
            let labels = lang.list(&labels, Joint::And);
            match what {
                What::Allowed { when, again, unless, .. } => {
                    let again = if *again { "again" } else { "first" };
                    let form = if when.is_some() { "if" } else { "plain" };
                    let when = when.as_deref().unwrap_or_default();
                    // One colon is enough.
                    if once {
                        let text = say!(lang, "once-allowed", again = again, form = form, when = when, what = labels);
                        unless_banned(lang, text, *unless)
                    } else {
                        say!(lang, "now-allowed", again = again, form = form, when = when, what = labels)
                    }
                }
                What::Lifted { except, unless } => {
                    let mut text = say!(lang, "no-longer-avoid", what = labels);
                    if !except.is_empty() {
                        let holes = lang.list(except, Joint::And);
                        text = format!("{text}, {}", say!(lang, "except", holes = holes));
                    }
                    unless_banned(lang, text, *unless)
                }
                What::StaysIf(conditions) if conditions.is_empty() => say!(lang, "now-it-depends", what = labels),
                What::StaysIf(conditions) => {
                    say!(lang, "now-avoid-only-if", what = labels, when = lang.list_of_clauses(conditions, Joint::Or))
                }
                What::EndsIf(when) => say!(lang, "no-longer-if", when = when.as_str(), what = labels),
                _ => String::new(),
            }
        })
        .collect();
    // What stands before the colon belongs to all of them.
    if once { lang.one_after_another(&sentences) } else { sentences.join(". ") }
}

/// What is added where it hangs on another date whether another rule still forbids it.
fn unless_banned(lang: Lang, text: String, unless: bool) -> String {
    if unless { say!(lang, "unless-banned", what = text) } else { text }
}

/// `Avoid picking and scratching through Monday 30 November.`
fn bans(lang: Lang, bundle: &[&News<'_>], treated: &Zoned) -> String {
    let Some(first) = bundle.first() else { return String::new() };
    let items = merge(guidances(bundle));
    let told: Vec<String> = items
        .iter()
        .map(|item| {
            let labels: Vec<&str> = item.iter().map(|guidance| guidance.label.as_str()).collect();
            match item.first() {
                Some(ban) if !first.moment.once.is_empty() && ban.when.is_none() => {
                    let strength = if ban.ideally { "ideally" } else { "must" };
                    full_stop(&capital(&say!(
                        lang,
                        "short-avoid",
                        strength = strength,
                        what = lang.list(&labels, Joint::And)
                    )))
                }
                _ => statement(lang, item, treated, Some(&first.moment.at)).text(),
            }
        })
        .collect();
    told.join(" ")
}

/// `Put on sunscreen, daily`, `Treat your skin gently; pat your skin dry`
fn tasks(lang: Lang, bundle: &[&News<'_>]) -> String {
    // An entry at a time of its own need not say how often.
    let timed = bundle.iter().any(|news| matches!(news.what, What::Due { .. }));
    let told = |guidance: &Guidance| match &guidance.amount {
        Some(amount) if timed => format!("{}, {amount}", instruction(lang, guidance)),
        _ => instruction(lang, guidance),
    };
    match guidances(bundle).as_slice() {
        [one] if !timed => task(lang, one),
        several => lang.one_after_another(&several.iter().map(|guidance| told(guidance)).collect::<Vec<_>>()),
    }
}

/// `Put on sunscreen. Daily, from now on.`
fn onward(lang: Lang, bundle: &[&News<'_>], treated: &Zoned) -> String {
    let Some(first) = bundle.first() else { return String::new() };
    if !first.moment.once.is_empty() {
        return tasks(lang, bundle);
    }
    let told: Vec<String> =
        guidances(bundle).iter().map(|one| statement(lang, &[one], treated, Some(&first.moment.at)).text()).collect();
    told.join(" ")
}

/// The sentences of the plan, under what becomes of them.
fn lines<'p>(lang: Lang, bundle: &[&News<'p>], treatments: impl Iterator<Item = (usize, &'p Treated)>) -> Vec<String> {
    let (mut ending, mut beginning) = (Vec::new(), Vec::new());
    for (index, treated) in treatments {
        let told = |starts: bool| {
            let news =
                bundle.iter().filter(|news| news.guidance.treatment == index && news.what.tells_start() == starts);
            let items = merge(news.map(|news| news.guidance).collect());
            items
                .into_iter()
                .filter_map(|item| Some(line(lang, &item, item.first()?.verb, &treated.at)))
                .collect::<Vec<_>>()
        };
        ending.extend(told(false));
        beginning.extend(told(true));
    }
    let both = !ending.is_empty() && !beginning.is_empty();
    let mut text = Vec::new();
    if !ending.is_empty() {
        text.push(say!(lang, "what-ends"));
        text.extend(ending);
    }
    if both {
        text.push(say!(lang, "what-begins"));
    }
    text.extend(beginning);
    text
}

/// `✗ Avoid saunas until Thursday 26 November, 14:30.`
pub(super) fn line(lang: Lang, item: &[&Guidance], verb: Verb, treated: &Zoned) -> String {
    format!("{}{}", sign(verb, true), sentence(lang, item, treated, None).text())
}

fn guidances<'p>(bundle: &[&News<'p>]) -> Vec<&'p Guidance> {
    bundle.iter().map(|news| news.guidance).collect()
}

/// What begins is told when it begins, or the evening before if that is a day or at night; what is to be done at one
/// time, at both. What is allowed again needs no alarm, and an expected date none either.
fn alarms(news: &News<'_>, treated: &Zoned) -> Vec<Zoned> {
    let at = &news.moment.at;
    let awake = (DAY_BEGINS..DAY_ENDS).contains(&at.hour());
    let exact = matches!(news.moment.when, When::Instants { .. });
    let now = || Some(at.clone());
    let (early, late) = match news.what.group() {
        _ if news.moment.expected => (None, None),
        Group::Free => (None, None),
        Group::Due if news.guidance.window.point => (evening_before(at), now().filter(|_| exact)),
        // Nobody is woken for what comes again and again.
        Group::Due => (None, now().filter(|_| awake)),
        // What begins with the treatment or on its day has just been said.
        Group::Task | Group::Onward if at.date() == treated.date() && at >= treated => (None, None),
        Group::Task | Group::Onward if !exact => (None, morning(at)),
        Group::Banned | Group::Task | Group::Onward if exact && awake => (None, now()),
        Group::Banned | Group::Task | Group::Onward => (evening_before(at), None),
    };
    early.into_iter().chain(late).collect()
}

/// 18:00 on the day before.
pub(super) fn evening_before(at: &Zoned) -> Option<Zoned> {
    let date = at.date().yesterday().ok()?;
    date.to_datetime(Time::constant(EVENING, 0, 0, 0)).to_zoned(at.time_zone().clone()).ok()
}

/// 09:00 on the same day.
pub(super) fn morning(at: &Zoned) -> Option<Zoned> {
    at.date().to_datetime(Time::constant(MORNING, 0, 0, 0)).to_zoned(at.time_zone().clone()).ok()
}
