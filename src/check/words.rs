//! What the checks have found → phrases of their messages: moments as the sheet writes them, when a finding occurs, and
//! on what it depends. Draws nothing, decides nothing.

use jiff::Zoned;

use super::effort::Effort;
use super::index::Index;
use super::pairs::Pairs;
use super::recipes::{Recipes, event_name};
use super::search::{Found, Why};
use super::slot::{FUTURE, PAST, Slot, seconds};
use crate::diagnostic::Occurs;
use crate::model::{Atom, Case, Condition, FactKind, Model, Rule, Value, WindowOrigin};
use crate::source::Sources;
use crate::time::named::clock_of;
use crate::time::{End, Latest, Moment, Stretch, Window, words};

/// The longest window that is quoted in a label.
const LONGEST_QUOTE: usize = 60;

/// The most facts that a message lists.
const MOST_FACTS: usize = 3;

/// The sheet that is checked, and the text that it was made from.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'m> {
    pub(super) model: &'m Model,
    pub(super) sources: &'m Sources,
    pub(super) index: &'m Index<'m>,
    pub(super) pairs: &'m Pairs<'m>,
    pub(super) effort: &'m Effort,
}

impl Sheet<'_> {
    /// The name of a subject, marked as the reader's own text.
    pub(super) fn name(&self, subject: crate::model::SubjectId) -> String {
        format!("`{}`", self.model.subject(subject).name)
    }

    /// A rule's verb and window for a label: `avoided until +48h`.
    pub(super) fn held(&self, verb: &str, rule: &Rule) -> String {
        format!("{verb} {}", self.window(rule))
    }

    /// The window of a rule as written.
    pub(super) fn window(&self, rule: &Rule) -> String {
        match (rule.window_origin, &rule.window) {
            (WindowOrigin::Phase, Some(window)) => self.told(rule, window),
            (WindowOrigin::Rule, Some(window)) => {
                let text: Vec<&str> = self.sources.slice(rule.window_place).split_whitespace().collect();
                let text = text.join(" ");
                if text.is_empty() || text.len() > LONGEST_QUOTE || text.contains(['#', '\u{2026}']) {
                    self.told(rule, window)
                } else {
                    text
                }
            }
            _ => "with no end written".to_owned(),
        }
    }

    fn told(&self, rule: &Rule, window: &Window) -> String {
        let treatment = Moment::treatment();
        let start = window.start.as_ref().filter(|start| **start != treatment);
        let start = start.map(|start| format!("from {}", self.moment(rule, start)));
        let end = window.end_moment().map(|end| format!("until {}", self.end(rule, &end.latest)));
        [start, end].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// A moment as a start.
    pub(super) fn moment(&self, rule: &Rule, moment: &Moment) -> String {
        let about = if moment.about { "about " } else { "" };
        if moment.is_range() {
            let (earliest, latest) = (self.start(rule, &moment.earliest), self.start(rule, &moment.latest));
            format!("{about}{earliest}..{latest}")
        } else {
            format!("{about}{}", self.start(rule, &moment.latest))
        }
    }

    /// A moment as a start, `day 5`, as that rule would write it.
    pub(super) fn start(&self, rule: &Rule, latest: &Latest) -> String {
        self.latest(rule, latest, false)
    }

    /// A moment as the text would write it after `from`, if it is one moment.
    pub(super) fn written(&self, rule: &Rule, moment: &Moment) -> Option<String> {
        let one = !moment.is_range() && !moment.about;
        one.then(|| self.start(rule, &moment.latest).replace('`', "").replace("the later of", "later of"))
            .map(|text| text.replace("the treatment", "treatment"))
    }

    /// A moment as an end: the start of a day is the end of the day before.
    pub(super) fn end(&self, rule: &Rule, latest: &Latest) -> String {
        self.latest(rule, latest, true)
    }

    fn latest(&self, rule: &Rule, latest: &Latest, end: bool) -> String {
        let written = self.sources.slice(rule.window_place);
        Recipes { model: self.model, treatment: rule.treatment, written }.latest(latest, end)
    }

    /// From when to when two windows overlap, in the words of the rules whose moments these are: ` from day 2 to +48h`.
    /// `edges` are all windows that may bound the slot.
    pub(super) fn overlap(&self, slot: Slot, case: &Case, edges: &[(&Rule, &Window)]) -> String {
        let mut from = None;
        let mut to = None;
        for (rule, window) in edges {
            let Ok(resolved) = window.resolve(&case.situation) else { continue };
            let mut consider = |second: i64, latest: &Latest, starts: bool| {
                // A window's end is where its hole ends the overlap, and the other way round.
                if second == slot.start && from.is_none() {
                    from = Some(if starts { self.start(rule, latest) } else { self.end(rule, latest) });
                }
                if second == slot.end && to.is_none() {
                    to = Some(self.end(rule, latest));
                }
            };
            if let End::At(moment) = &window.end {
                let (first, last) = in_order(moment, &resolved.end, case);
                consider(seconds(&resolved.end.start), first, false);
                consider(seconds(&resolved.end.end), last, false);
            }
            if let Some(moment) = &window.start {
                let (first, last) = in_order(moment, &resolved.start, case);
                consider(seconds(&resolved.start.end), last, true);
                consider(seconds(&resolved.start.start), first, true);
            }
        }
        let instant = slot.end == slot.start + 1;
        match (from.filter(|_| slot.start > PAST), to.filter(|_| slot.end < FUTURE)) {
            (Some(from), _) if instant => format!(" at {from}"),
            (Some(from), Some(to)) => format!(" from {from} to {to}"),
            (Some(from), None) => format!(" from {from} on"),
            (None, Some(to)) => format!(" until {to}"),
            (None, None) => String::new(),
        }
    }

    /// When a finding occurs, to end a message: `, only when treated after 12:00`.
    pub(super) fn only(&self, found: &Found, conditions: &[&Condition]) -> String {
        only(self.model, found, conditions)
    }

    /// The facts of a case on which the conditions rest.
    pub(super) fn facts(&self, case: &Case, conditions: &[&Condition]) -> String {
        facts(self.model, case, conditions)
    }
}

/// What the first and the last instant that a moment can be are called: across a clock change the ends of a range of hours
/// and days may change places.
fn in_order<'m>(moment: &'m Moment, resolved: &Stretch, case: &Case) -> (&'m Latest, &'m Latest) {
    let earliest = Moment { latest: moment.earliest.clone(), ..moment.clone() };
    let as_written = case.situation.stretch(&earliest).is_ok_and(|first| first.start == resolved.start);
    if as_written { (&moment.earliest, &moment.latest) } else { (&moment.latest, &moment.earliest) }
}

/// When a finding occurs, to end a message: `, only when treated after 12:00`.
pub(crate) fn only(model: &Model, found: &Found, conditions: &[&Condition]) -> String {
    let facts = if found.facts { facts(model, &found.case, conditions) } else { String::new() };
    let when = match (found.occurs, found.event) {
        (Occurs::TimeOfDay, _) => format!(", only {}", found.when),
        (Occurs::Date, _) if found.when.is_empty() => {
            format!(", only on some dates, as when treated on {}", words::date(found.case.situation.treated.date()))
        }
        (Occurs::Date, _) => format!(", only {}", found.when),
        (Occurs::ClockChange, _) => {
            let direction = clocks_go(found).unwrap_or("forward or back");
            let treated = &found.case.situation.treated;
            // Few treatments are at night; a clock time that matters is said.
            let treated =
                if unusual(treated) { format!("treated around {} and ", words::clock(treated)) } else { String::new() };
            format!(", only when {treated}the clocks go {direction} in between")
        }
        (_, Some(event)) => format!(", depending on the time of {}", event_name(model, event)),
        (_, None) if found.hit.why == Why::Range => ", in the open part of a range".to_owned(),
        (_, None) => String::new(),
    };
    facts + &when
}

/// The facts of a case on which the conditions rest.
pub(crate) fn facts(model: &Model, case: &Case, conditions: &[&Condition]) -> String {
    let (mut so, mut not_so): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for atom in conditions.iter().flat_map(|condition| condition.atoms()) {
        let Atom::Fact(id, ..) = atom else { continue };
        let (Some(fact), Some(value)) = (model.fact(*id), case.fact(*id)) else { continue };
        let label = &fact.label;
        let (told, text) = match (value, &fact.kind) {
            (Value::Bool(true), _) => (&mut so, format!("if {label}")),
            (Value::Bool(false), _) => (&mut not_so, label.clone()),
            (Value::Choice(index), FactKind::OneOf(choices)) => {
                let choice = choices.get(index as usize).map(|(_, label)| label.as_str()).unwrap_or_default();
                (&mut so, format!("if {label} is {choice}"))
            }
            (Value::Number(number), _) => (&mut so, format!("if {label} is {number}")),
            (Value::Choice(_), _) => continue,
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    let (so, not_so, number) = (so.join(" and "), not_so.join(" or "), so.len() + not_so.len());
    match (so.is_empty(), not_so.is_empty()) {
        (true, true) => String::new(),
        _ if number > MOST_FACTS => ", only for some facts".to_owned(),
        (false, true) => format!(" {so}"),
        (true, false) => format!(" unless {not_so}"),
        (false, false) => format!(" {so}, unless {not_so}"),
    }
}

/// Whether a treatment is at a clock time at which few are.
pub(super) fn unusual(treated: &Zoned) -> bool {
    !(7..20).contains(&treated.hour())
}

/// Whether the clocks go forward or back around the found case.
fn clocks_go(found: &Found) -> Option<&'static str> {
    let treated = &found.case.situation.treated;
    let zone = treated.time_zone();
    let mut near = zone.following(treated.timestamp());
    let mut before = zone.preceding(treated.timestamp());
    let distance = |at: jiff::Timestamp| (at.as_second() - treated.timestamp().as_second()).abs();
    let change = [near.next(), before.next()]
        .into_iter()
        .flatten()
        .map(|change| change.timestamp())
        .min_by_key(|at| distance(*at))?;
    let offset_at = |second: i64| jiff::Timestamp::from_second(second).ok().map(|at| zone.to_offset(at).seconds());
    let (earlier, later) = (offset_at(change.as_second() - 1)?, offset_at(change.as_second())?);
    Some(if later > earlier { "forward" } else { "back" })
}

/// From one clock time of the treatment to another, both included; `None` is the first or the last of the day.
type Run = (Option<i64>, Option<i64>);

/// The clock times of the treatment at which something is found. The treatments have one on each side of every clock time
/// at which the answer can change; `None` if it changes between two.
fn runs<'t>(treatments: impl Iterator<Item = (&'t Zoned, bool)>) -> Option<Vec<Run>> {
    let mut treatments: Vec<(i64, bool)> = treatments.map(|(treated, hit)| (clock_of(treated), hit)).collect();
    treatments.sort_unstable();
    let mut runs = Vec::new();
    let mut from: Option<Option<i64>> = None;
    let mut earlier: Option<(i64, bool)> = None;
    for (clock, hit) in treatments {
        if earlier.is_some_and(|(before, was_hit)| was_hit != hit && clock > before + 1) {
            return None;
        }
        if hit && from.is_none() {
            from = Some(earlier.map(|_| clock));
        }
        if !hit && let Some(start) = from.take() {
            runs.push((start, earlier.map(|(before, _)| before)));
        }
        earlier = Some((clock, hit));
    }
    runs.extend(from.map(|start| (start, None)));
    Some(runs)
}

/// At which clock times of the treatment something is found: `after 12:00`.
pub(super) fn clock_times<'t>(treatments: impl Iterator<Item = (&'t Zoned, bool)>) -> String {
    // Between two treatments lies a clock time that the terms do not show.
    let Some(runs) = runs(treatments) else { return "at some times of the day".to_owned() };
    runs.into_iter().map(|(from, to)| run(from, to)).collect::<Vec<_>>().join(" or ")
}

/// The one clock time before or after which something is found.
#[derive(PartialEq, Eq)]
pub(super) struct Limit {
    /// `after`, `from`, `before` or `until`.
    word: String,
    clock: String,
}

impl Limit {
    /// The clock time, if it is another and means the same.
    pub(super) fn moved_from(self, usual: &Limit) -> Option<String> {
        (self.word == usual.word && self.clock != usual.clock).then_some(self.clock)
    }
}

/// The limit of some treatments, if there is one.
pub(super) fn limit<'t>(treatments: impl Iterator<Item = (&'t Zoned, bool)>) -> Option<Limit> {
    match *runs(treatments)?.as_slice() {
        [(Some(from), None)] => Some(run(Some(from), None)),
        [(None, Some(to))] => Some(run(None, Some(to))),
        _ => None,
    }
    .and_then(|text| text.split_once(' ').map(|(word, clock)| Limit { word: word.to_owned(), clock: clock.to_owned() }))
}

/// From a clock time, if it is not the first of the day, to another, if it is not the last, both included.
fn run(from: Option<i64>, to: Option<i64>) -> String {
    let clock = |seconds: i64| words::clock_minutes(u16::try_from(seconds / 60).unwrap_or_default());
    // A second after or before a full minute stands for the instants right after or before it.
    let start =
        from.map(|at| if at % 60 == 1 { format!("after {}", clock(at)) } else { format!("from {}", clock(at)) });
    let end =
        to.map(|at| if at % 60 == 59 { format!("before {}", clock(at + 1)) } else { format!("until {}", clock(at)) });
    match (start, end) {
        (Some(start), Some(end)) if from == to => match from.unwrap_or_default() % 60 {
            1 => format!("right {start}"),
            59 => format!("right {end}"),
            _ => format!("at {}", clock(from.unwrap_or_default())),
        },
        (Some(start), Some(end)) => format!("{start} and {end}"),
        (None, Some(end)) if to == Some(0) => end.replace("until", "at"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "at any time".to_owned(),
    }
}
