//! A question and a case → the order of all terms that can decide it, as a key. Cases with the same key are alike to whoever
//! judges them, so that one is judged for all: events have many times and few orders. Knows nothing of what is asked.

use std::collections::{BTreeSet, HashMap};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::search::Hit;
use super::slot::{FUTURE, PAST, seconds};
use crate::model::{Atom, Case, Value};
use crate::time::{Anchor, EventId, EventTime, Step, Term, apply};

const DAY: i64 = 86_400;
/// So many instants and so many keys are remembered before all are forgotten.
const MOST: usize = 200_000;
/// Instants that are so many seconds apart, or more, are not near each other.
const MOST_NEAR: u64 = 3;
/// Stands for an instant outside the years that can be computed.
const NOWHERE: i64 = i64::MIN;

/// On what of a case it rests what is found in it, beside the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rests {
    /// On the order of the terms.
    Order,
    /// On that, and on the days and the clock times of the terms: before or after which of these, in seconds since 00:00.
    Days(BTreeSet<i64>),
    /// On more.
    More,
}

/// Where the terms of a treatment or of an event lead.
struct Led {
    at: Vec<i64>,
    /// On which days these are, and after which of the clock times.
    days: Vec<i64>,
}

/// What is remembered of one question.
pub(super) struct Orders {
    rests: Rests,
    /// The terms that begin at the treatment.
    of_treatment: Vec<Term>,
    /// For each event in the order in which they are chosen, the steps from it.
    of_events: Vec<Vec<Vec<Step>>>,
    treated: Option<(Zoned, Led)>,
    led: HashMap<(usize, i64), Led, Xxh3DefaultBuilder>,
    judged: HashMap<Vec<u8>, Option<Hit>, Xxh3DefaultBuilder>,
}

/// The order of all terms of what is chosen so far.
#[derive(Clone, Default)]
pub(super) struct Order {
    sorted: Vec<i64>,
    key: Vec<u8>,
}

impl Order {
    /// Each instant by its place among those before it, and whether the next ones are a second away or two: a point lasts for
    /// one, and so does what is sure of an end that nobody wrote.
    fn take(&mut self, led: &Led) {
        for &at in &led.at {
            let place = self.sorted.binary_search(&at);
            let (Ok(index) | Err(index)) = place;
            let near = match place {
                Ok(_) => 0,
                Err(_) => {
                    let beside = |index: Option<usize>| index.and_then(|index| self.sorted.get(index)).copied();
                    let distance =
                        |other: Option<i64>| other.map_or(MOST_NEAR, |other| other.abs_diff(at).min(MOST_NEAR));
                    let near = distance(beside(index.checked_sub(1))) * (MOST_NEAR + 1) + distance(beside(Some(index)));
                    self.sorted.insert(index, at);
                    near
                }
            };
            self.note(i64::try_from(index).unwrap_or(i64::MAX));
            self.note(i64::try_from(near).unwrap_or(i64::MAX));
        }
        led.days.iter().for_each(|&part| self.note(part));
    }

    /// A part of the key: most are small, and there are many keys.
    fn note(&mut self, part: i64) {
        match u8::try_from(part) {
            Ok(small) if small < u8::MAX => self.key.push(small),
            _ => {
                self.key.push(u8::MAX);
                self.key.extend(part.to_le_bytes());
            }
        }
    }
}

impl Orders {
    /// `None` where cases with the same order may yet be judged differently. The events are those that are chosen, in that
    /// order; the terms all that can decide.
    pub(super) fn of<'a>(
        rests: &Rests,
        events: &[EventId],
        terms: impl Iterator<Item = &'a Term>,
        atoms: impl IntoIterator<Item = &'a Atom>,
    ) -> Option<Orders> {
        let by_clock_of_another = |atom: &Atom| matches!(atom, Atom::AtOrAfter(Anchor::Event(_), _));
        if *rests == Rests::More || atoms.into_iter().any(by_clock_of_another) {
            return None;
        }
        let mut of_treatment = BTreeSet::from([Term::treatment()]);
        let mut of_events = vec![BTreeSet::from([Vec::new()]); events.len()];
        for term in terms {
            match term.event() {
                None => _ = of_treatment.insert(term.clone()),
                Some(event) => {
                    let at = events.iter().position(|chosen| *chosen == event)?;
                    of_events.get_mut(at)?.insert(term.steps.clone());
                }
            }
        }
        Some(Orders {
            rests: rests.clone(),
            of_treatment: of_treatment.into_iter().collect(),
            of_events: of_events.into_iter().map(|steps| steps.into_iter().collect()).collect(),
            treated: None,
            led: HashMap::default(),
            judged: HashMap::default(),
        })
    }

    /// The order of a treatment and of its facts, no event being chosen. The clock times of the treatment that conditions ask
    /// about are told by `asked`.
    pub(super) fn treated(&mut self, case: &Case, asked: impl Iterator<Item = bool>) -> Order {
        let treated = &case.situation.treated;
        if self.treated.as_ref().is_none_or(|(known, _)| known != treated || known.time_zone() != treated.time_zone()) {
            if self.treated.as_ref().is_some_and(|(known, _)| known.time_zone() != treated.time_zone()) {
                self.led.clear();
            }
            let at = |term: &Term| case.situation.earliest(term).map_or(NOWHERE, |edge| seconds(&edge));
            let led = self.with_days(self.of_treatment.iter().map(at).collect(), treated);
            self.treated = Some((treated.clone(), led));
        }
        let mut order = Order { sorted: vec![PAST, FUTURE], key: Vec::new() };
        let fact = |value: &Option<Value>| match value {
            None => [0, 0],
            Some(Value::Bool(yes)) => [1, i64::from(*yes)],
            Some(Value::Choice(choice)) => [2, i64::from(*choice)],
            Some(Value::Number(number)) => [3, *number],
        };
        case.facts.iter().flat_map(fact).chain(asked.map(i64::from)).for_each(|part| order.note(part));
        if let Some((_, led)) = &self.treated {
            order.take(led);
        }
        order
    }

    /// The order with one event more.
    pub(super) fn with(&mut self, order: &Order, index: usize, time: &EventTime, treated: &Zoned) -> Order {
        let mut order = order.clone();
        let at = match time {
            EventTime::Between(at, _) => at.instant(),
            EventTime::OnDay(..) | EventTime::Never => None,
        };
        let steps = self.of_events.get(index).map(Vec::as_slice).unwrap_or_default();
        let Some(at) = at else {
            order.take(&self.with_days(vec![FUTURE; steps.len()], treated));
            return order;
        };
        let key = (index, at.timestamp().as_second());
        if !self.led.contains_key(&key) {
            let to = |steps: &Vec<Step>| steps.iter().try_fold(at.clone(), |at, &step| apply(&at, step));
            let to = steps.iter().map(|steps| to(steps).map_or(NOWHERE, |at| at.timestamp().as_second()));
            let led = self.with_days(to.collect(), treated);
            if self.led.len() >= MOST {
                self.led.clear();
            }
            self.led.insert(key, led);
        }
        if let Some(led) = self.led.get(&key) {
            order.take(led);
        }
        order
    }

    fn with_days(&self, at: Vec<i64>, treated: &Zoned) -> Led {
        let Rests::Days(clocks) = &self.rests else { return Led { at, days: Vec::new() } };
        let zone = treated.time_zone();
        let local = |at: i64| Timestamp::from_second(at).ok().map(|to| at + offset(zone, to));
        let first = local(treated.timestamp().as_second()).unwrap_or_default().div_euclid(DAY);
        let day = |&at: &i64| {
            let local = local(at).unwrap_or(at);
            let clock = local.rem_euclid(DAY);
            let passed =
                clocks.iter().filter(|of| **of < clock).count() + clocks.iter().filter(|of| **of <= clock).count();
            [local.div_euclid(DAY) - first, i64::try_from(passed).unwrap_or(i64::MAX)]
        };
        let days = at.iter().flat_map(day).collect();
        Led { at, days }
    }

    /// What was found in a case of the same order; its slot is that of the other case.
    pub(super) fn known(&self, order: &Order) -> Option<Option<Hit>> {
        self.judged.get(&order.key).copied()
    }

    pub(super) fn learn(&mut self, order: Order, hit: Option<Hit>) {
        if self.judged.len() >= MOST {
            self.judged.clear();
        }
        self.judged.insert(order.key, hit);
    }
}

fn offset(zone: &TimeZone, at: Timestamp) -> i64 {
    i64::from(zone.to_offset(at).seconds())
}
