//! A plan → what there is to tell at which moment: a ban that ends, a permission or a ban that begins, something to do.
//! Nothing for an hour in which only something is to be left. What has no entry of its own is told with the treatment.

use jiff::Zoned;

use super::entry::When;
use super::moment::{Moment, Pick, mark, span};
use crate::evaluate::{Answer, Guidance, Plan, Turn};
use crate::lang::Lang;
use crate::model::{AnswerWord, Verb};
use crate::render::window::is_on_arrival;
use crate::time::Edge;

/// Times that lie closer together than this, in hours, are one entry from the first to the last.
const LEAST_HOURS_APART: i64 = 4;

/// Something to tell.
#[derive(Clone, Debug)]
pub(super) struct News<'p> {
    /// What tells it from all other news, wherever its rule stands.
    pub key: String,
    /// Where it stands in the plan.
    pub index: usize,
    /// The guidance it comes from.
    pub guidance: &'p Guidance,
    /// When.
    pub moment: Moment,
    /// What.
    pub what: What,
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A rule permits it from now on, perhaps under a condition.
    Allowed {
        when: Option<String>,
        /// The permission begins now; else a ban ends, and the permission holds.
        begins: bool,
        /// Whether it was not before: after the treatment, or when a ban ends.
        again: bool,
        /// Another rule may forbid it, depending on when this one begins to permit it.
        unless: bool,
    },
    /// No rule forbids it any more.
    Lifted {
        /// Kinds that another rule still forbids.
        except: Vec<String>,
        /// Another rule may forbid it, depending on when this one ends.
        unless: bool,
    },
    /// One ban ends; others stay, under these conditions. None: on something without words.
    StaysIf(Vec<String>),
    /// A ban ends that held only under a condition.
    EndsIf(String),
    /// A ban begins.
    Banned,
    /// Something to do in this time.
    Task,
    /// Something to do from now on, for long.
    Onward,
    /// Something to do at this time, and whether it goes on after it without being told.
    Due { more: bool },
}

/// Which news can share an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Free,
    Banned,
    Task,
    Onward,
    Due,
}

impl What {
    /// Which news it can share an entry with.
    pub fn group(&self) -> Group {
        match self {
            What::Allowed { .. } | What::Lifted { .. } | What::StaysIf(_) | What::EndsIf(_) => Group::Free,
            What::Banned => Group::Banned,
            What::Task => Group::Task,
            What::Onward => Group::Onward,
            What::Due { .. } => Group::Due,
        }
    }

    /// Whether it tells the guidance from its start, so that it need not be told with the treatment.
    pub fn tells_start(&self) -> bool {
        !matches!(self, What::Lifted { .. } | What::StaysIf(_) | What::EndsIf(_) | What::Allowed { begins: false, .. })
    }
}

/// All news of a plan. `turns` are the answers at the end of each ban and the start of each permission.
pub(super) fn news<'p>(plan: &'p Plan, turns: &[Option<Turn>], keys: &[String]) -> Vec<News<'p>> {
    let (lang, mut found) = (plan.lang, Vec::new());
    for (index, guidance) in plan.told().into_iter().enumerate() {
        let Some(treated) = plan.treatments.get(guidance.treatment) else { continue };
        let turn = turns.get(index).and_then(Option::as_ref);
        let key = keys.get(index).map(String::as_str).unwrap_or_default();
        let mut tell = |word: &str, moment: Moment, what: What| {
            found.push(News { key: format!("{word} {key}"), index, guidance, moment, what });
        };
        match guidance.verb {
            Verb::Avoid => {
                if let Some((moment, what)) = lifted(lang, guidance, &treated.at, turn) {
                    tell("lifted", moment, what);
                }
                if let Some(moment) = beginning(lang, guidance, &treated.at, Pick::First) {
                    tell("begins", moment, What::Banned);
                }
            }
            Verb::Allow => {
                let moment = beginning(lang, guidance, &treated.at, Pick::Last);
                if let Some((moment, what)) = moment.and_then(|moment| {
                    let what = allowed(lang, guidance, &moment, &treated.at, turn)?;
                    Some((moment, what))
                }) {
                    tell("begins", moment, what);
                }
            }
            Verb::Do => {
                for (number, (moment, what)) in tasks(lang, guidance, &treated.at).into_iter().enumerate() {
                    tell(&format!("task {number}"), moment, what);
                }
            }
            _ => {}
        }
    }
    found
}

/// The start of a guidance, unless it is the treatment: what begins with it is told with it.
fn beginning(lang: Lang, guidance: &Guidance, treated: &Zoned, pick: Pick) -> Option<Moment> {
    let moment = Moment::start(lang, guidance, pick)?;
    let with_treatment = moment.at.timestamp() == treated.timestamp() && moment.once.is_empty();
    (!with_treatment && !is_on_arrival(&guidance.window, treated)).then_some(moment)
}

/// What the rules together say where one of them turns.
enum Verdict {
    Forbidden,
    Depends(Vec<String>),
    Free { allowed: bool, except: Vec<String> },
}

fn verdict(answer: &Answer) -> Verdict {
    let forbids = |word: AnswerWord| matches!(word, AnswerWord::Avoided | AnswerWord::BetterNot);
    match answer.state.answer {
        word if forbids(word) => Verdict::Forbidden,
        AnswerWord::Depends if answer.state.possible.iter().any(|&word| forbids(word)) => {
            let bans = answer.state.because.iter().filter(|reason| reason.verb == Verb::Avoid);
            let mut conditions: Vec<String> =
                bans.filter_map(|ban| Some(answer.lang.condition(ban.when.as_deref()?))).collect();
            conditions.dedup();
            Verdict::Depends(conditions)
        }
        word => {
            let stays = |word: AnswerWord| forbids(word) || word == AnswerWord::Depends;
            let kinds = answer.kinds.iter().filter(|kind| stays(kind.answer));
            Verdict::Free {
                allowed: word == AnswerWord::Allowed,
                except: kinds.map(|kind| kind.label.clone()).collect(),
            }
        }
    }
}

/// The end of a ban, unless something else goes on forbidding it.
fn lifted(lang: Lang, guidance: &Guidance, treated: &Zoned, turn: Option<&Turn>) -> Option<(Moment, What)> {
    let moment = Moment::end(lang, guidance)?;
    if moment.at.timestamp() == treated.timestamp() && moment.once.is_empty() {
        return None;
    }
    let unless = !moment.once.is_empty() && turn.is_some_and(|turn| turn.otherwise_banned);
    let what = match (turn.map(|turn| verdict(&turn.answer)), &guidance.when) {
        (Some(Verdict::Forbidden), _) => return None,
        (_, Some(when)) => What::EndsIf(lang.condition(when)),
        (Some(Verdict::Depends(conditions)), None) => What::StaysIf(conditions),
        (Some(Verdict::Free { allowed: true, except }), None) if except.is_empty() => {
            What::Allowed { when: None, begins: false, again: true, unless }
        }
        (Some(Verdict::Free { except, .. }), None) => What::Lifted { except, unless },
        (None, None) => What::Lifted { except: Vec::new(), unless },
    };
    Some((moment, what))
}

/// The start of a permission, unless something forbids it all the same.
fn allowed(lang: Lang, guidance: &Guidance, moment: &Moment, treated: &Zoned, turn: Option<&Turn>) -> Option<What> {
    let unless = !moment.once.is_empty() && turn.is_some_and(|turn| turn.otherwise_banned);
    let again = !guidance.waits_for.0.is_empty() || guidance.window.start.start > Edge::At(treated.clone());
    match turn.map(|turn| verdict(&turn.answer)) {
        Some(Verdict::Forbidden) => None,
        Some(Verdict::Depends(conditions)) if guidance.when.is_none() => Some(What::StaysIf(conditions)),
        _ => Some(What::Allowed {
            when: guidance.when.as_deref().map(|when| lang.condition(when)),
            begins: true,
            again,
            unless,
        }),
    }
}

/// What is to be done, at times of its own or in its window.
fn tasks(lang: Lang, guidance: &Guidance, treated: &Zoned) -> Vec<(Moment, What)> {
    let times = &guidance.occurrences;
    let apart = |pair: &[Zoned]| match pair {
        [a, b] => b.timestamp().as_second() - a.timestamp().as_second() >= LEAST_HOURS_APART * 3600,
        _ => true,
    };
    if !times.is_empty() && times.windows(2).all(apart) {
        let last = times.len() - 1;
        let due = |(number, at): (usize, &Zoned)| {
            let moment = Moment { when: mark(at)?, at: at.clone(), once: String::new(), expected: false };
            Some((moment, What::Due { more: guidance.more_occurrences && number == last }))
        };
        return times.iter().enumerate().filter_map(due).collect();
    }
    task(lang, guidance, treated).into_iter().collect()
}

fn task(lang: Lang, guidance: &Guidance, treated: &Zoned) -> Option<(Moment, What)> {
    let window = &guidance.window;
    let start = Moment::start(lang, guidance, Pick::First)?;
    if is_on_arrival(&guidance.window, treated) {
        return None;
    }
    let due = if guidance.frequency.is_none() && window.point { What::Due { more: false } } else { What::Task };
    if !start.once.is_empty() {
        return Some((start, What::Onward));
    }
    if window.point && window.start == window.end && window.start.start == window.start.end {
        return (start.at.timestamp() != treated.timestamp()).then_some((start, due));
    }
    // The time in which it surely is to be done; where nothing is sure, in which it may be.
    let certain = if window.certain().is_empty() { window.possible() } else { window.certain() };
    let ends = guidance.waits_for.1.is_empty() && guidance.dated.1.is_empty();
    if let (Edge::At(from), Edge::At(until), true) = (&certain.start, &certain.end, ends) {
        let until = if window.point { window.end.end.instant().unwrap_or(until) } else { until };
        if let Some(when) = span(from, until, treated) {
            let when = if is_days_about(guidance) { in_days(when, from, until) } else { when };
            return Some((Moment { when, at: from.clone(), ..start }, due));
        }
    }
    (start.at.timestamp() != treated.timestamp()).then_some((start, What::Onward))
}

/// Whether a clock time would say more than the sheet does.
fn is_days_about(guidance: &Guidance) -> bool {
    guidance.about.0 || guidance.about.1
}

fn in_days(when: When, from: &Zoned, until: &Zoned) -> When {
    match (when, until.date().tomorrow()) {
        (When::Instants { .. }, Ok(after)) => When::Days { first: from.date(), after },
        _ => when,
    }
}
