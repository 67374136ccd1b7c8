//! Which cases are looked at: treatments of ordinary days and around clock changes and month ends, all facts, events at
//! every instant that may matter; and the worst of them for two rules.

use std::collections::BTreeSet;

use carecheck::diagnostic::Severity;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::clash::{Case, Rank, applies};
use crate::moments::{FUTURE, Happened, PAST, Reading, Zone, held};
use crate::sheet::{Anchor, Asked, FACTS, Moment, Rule, Sheet, Side, Step};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const FAR: i64 = 25 * 366 * DAY;

#[derive(Clone, Copy)]
pub struct Treatment {
    pub at: i64,
    /// Seconds since 00:00 by the clock on the wall.
    pub clock: i64,
}

/// Treatments in one zone.
pub struct Treatments {
    /// At every half hour of a Tuesday without a clock change, and a second before and after it.
    pub ordinary: Vec<Treatment>,
    /// The same around both clock changes of a year.
    pub changes: Vec<Treatment>,
    /// From three days before a change to the day after it, at whole hours and right before and after; at half hours where
    /// clocks change by one.
    pub near: Vec<Treatment>,
    /// Month ends and leap days, a few clock times each.
    pub dates: Vec<Treatment>,
}

impl Treatments {
    pub fn of(zone: &Zone) -> Treatments {
        let ordinary = on_day(zone, date(2026, 11, 24), 1_800);
        let (mut changes, mut near) = (Vec::new(), Vec::new());
        let step = if zone.name == "Australia/Lord_Howe" { 1_800 } else { HOUR };
        let new_year = date(2027, 1, 1).to_zoned(zone.zone.clone()).unwrap();
        for change in zone.zone.following(new_year.timestamp()).take(2) {
            let day = change.timestamp().to_zoned(zone.zone.clone()).date();
            for before in -3..=6 {
                changes.extend(on_day(zone, day.checked_sub(before.days()).unwrap(), 1_800));
            }
            for before in -1..=3 {
                near.extend(on_day(zone, day.checked_sub(before.days()).unwrap(), step));
            }
            for before in 26..=33 {
                changes.extend(on_day(zone, day.checked_sub(before.days()).unwrap(), 3 * HOUR));
            }
        }
        let mut dates = Vec::new();
        for year in [2027, 2028, 2031] {
            for month in 1..=12 {
                let last = date(year, month, 1).days_in_month();
                for day in [1, 2, 15, 28, last - 2, last - 1, last] {
                    dates.extend(on_day(zone, date(year, month, day), 3 * HOUR));
                }
            }
        }
        Treatments { ordinary, changes, near, dates }
    }
}

/// Treatments at every so many seconds of a day by the stopwatch, and a second before and after.
fn on_day(zone: &Zone, day: Date, every: i64) -> Vec<Treatment> {
    let second = |date: Date| date.to_zoned(zone.zone.clone()).unwrap().start_of_day().unwrap().timestamp().as_second();
    let (first, last) = (second(day), second(day.tomorrow().unwrap()));
    let steps = (0..).map(|n| first + n * every).take_while(|&at| at < last);
    let around = steps.flat_map(|at| [at - 1, at, at + 1]).chain([last - 1]);
    around.filter(|&at| first <= at).map(|at| treatment(zone, at)).collect()
}

pub fn treatment(zone: &Zone, at: i64) -> Treatment {
    let local = zone.zoned(at).time();
    let clock = i64::from(local.hour()) * HOUR + i64::from(local.minute()) * 60 + i64::from(local.second());
    Treatment { at, clock }
}

/// What some rules ask about: their moments, facts and events.
pub struct Question<'s> {
    sheet: &'s Sheet,
    moments: Vec<&'s Moment>,
    facts: BTreeSet<usize>,
    /// The events, those that no window is expected for first, and else in the order of the sheet.
    pub events: Vec<usize>,
    /// Further instants at which an event may be: those of a witness.
    further: Vec<i64>,
}

impl<'s> Question<'s> {
    pub fn of(sheet: &'s Sheet, rules: &[&'s Rule]) -> Question<'s> {
        let mut question =
            Question { sheet, moments: Vec::new(), facts: BTreeSet::new(), events: Vec::new(), further: Vec::new() };
        let mut events = BTreeSet::new();
        for rule in rules {
            let holes = rule.holes.iter().filter_map(|hole| hole.window.as_ref());
            question.moments.extend(holes.chain([rule.holds()]).flat_map(|window| window.moments()));
            for condition in rule.conditions().map(|(_, condition)| condition).chain(&rule.holes_when) {
                condition.each(&mut |asked| match asked {
                    Asked::Yes(fact) | Asked::Compare(fact, ..) => {
                        question.facts.insert(*fact);
                    }
                    Asked::Near(event, from, to) => {
                        events.insert(*event);
                        question.moments.extend([from, to]);
                    }
                    _ => {}
                });
            }
        }
        let anchors = |moment: &Moment| moment.spans.iter().flat_map(|(a, b)| [a.anchor, b.anchor]).collect::<Vec<_>>();
        for anchor in question.moments.iter().flat_map(|moment| anchors(moment)) {
            if let Anchor::Event(event) = anchor {
                events.insert(event);
            }
        }
        // What is expected may rest on an event before it.
        for event in (0..sheet.events.len()).rev() {
            if let Some(expected) = sheet.events[event].expected.as_ref().filter(|_| events.contains(&event)) {
                for moment in expected.moments() {
                    question.moments.push(moment);
                    for anchor in anchors(moment) {
                        if let Anchor::Event(other) = anchor {
                            events.insert(other);
                        }
                    }
                }
            }
        }
        question.events = events.iter().copied().collect();
        question.events.sort_by_key(|&event| sheet.events[event].expected.is_some());
        question
    }

    /// The same question, with further instants at which an event may be.
    pub fn further(self, further: &[i64]) -> Question<'s> {
        Question { further: further.to_vec(), ..self }
    }

    /// How many events are asked about.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// All people who differ in what is asked about.
    pub fn people(&self) -> Vec<[i64; FACTS.len()]> {
        let mut people = vec![[1; FACTS.len()]];
        for &fact in &self.facts {
            let with = |person: &[i64; FACTS.len()]| {
                let person = *person;
                FACTS[fact].2.iter().map(move |&value| {
                    let mut person = person;
                    person[fact] = value;
                    person
                })
            };
            people = people.iter().flat_map(with).collect();
        }
        people
    }

    /// The worst at one treatment of one person.
    pub fn worst_of(
        &self,
        zone: &Zone,
        treatment: Treatment,
        facts: [i64; FACTS.len()],
        rules: &[&Rule],
        judge: &dyn Fn(&Case<'_>) -> Option<Rank>,
    ) -> Option<Rank> {
        let happened = Happened { zone, treated: treatment.at, events: vec![FUTURE; self.sheet.events.len()] };
        let mut case = Case { happened, clock: treatment.clock, facts };
        let judge = |case: &Case<'_>| {
            if rules.iter().all(|rule| applies(rule, case)) { judge(case) } else { None }
        };
        self.over_events(&self.events, &mut case, &judge)
    }

    /// What happens at some times of an event that nobody expects at a time is no worse than a warning.
    fn over_events(
        &self,
        events: &[usize],
        case: &mut Case<'_>,
        judge: &dyn Fn(&Case<'_>) -> Option<Rank>,
    ) -> Option<Rank> {
        let Some((&event, rest)) = events.split_first() else { return judge(case) };
        let expected = self.sheet.events[event].expected.is_some();
        let (mut worst, mut least) = (None, None);
        for at in self.times(event, case) {
            case.happened.events[event] = at;
            let rank = self.over_events(rest, case, judge);
            worst = worst.max(rank);
            // At the very instant of treatment is the edge of what can be.
            if at != case.happened.treated {
                least = Some(least.map_or(rank, |least: Option<Rank>| least.min(rank)));
            }
        }
        let least = least.flatten();
        let at_most = least.map_or(Severity::Warning, |(severity, _)| severity.max(Severity::Warning));
        worst.map(|(severity, kind)| (if expected || least == worst { severity } else { severity.min(at_most) }, kind))
    }

    /// Every instant of an event at which something may change, and some between.
    pub fn times(&self, event: usize, case: &Case<'_>) -> Vec<i64> {
        let (happened, declared) = (&case.happened, &self.sheet.events[event]);
        let treated = happened.treated;
        let (first, last) = match (&declared.expected, declared.side) {
            (Some(window), _) => {
                let held = held(window, happened, Reading::About).maybe;
                (held.0, held.1 - 1)
            }
            (None, Side::After) => (treated, FUTURE - 1),
            (None, Side::Before) => (PAST + 1, treated),
            (None, Side::Any) => (PAST + 1, FUTURE - 1),
        };
        let mut times: BTreeSet<i64> = [first, last, treated, treated - 1, treated + 1].into();
        times.extend((-4..=4).map(|n| treated + n * 30 * HOUR + 77 * 60));
        times.extend([treated - FAR, treated + FAR]);
        times.extend(&self.further);
        let mut points = Vec::new();
        for (a, b) in self.moments.iter().flat_map(|moment| &moment.spans) {
            points.extend([a, b]);
        }
        let own: Vec<&[Step]> = points
            .iter()
            .filter(|point| point.anchor == Anchor::Event(event))
            .map(|point| point.steps.as_slice())
            .collect();
        for moment in points.iter().filter(|point| point.anchor != Anchor::Event(event)) {
            let moment = happened.moment(&Moment::exactly((*moment).clone())).0;
            if !(PAST + 1..FUTURE).contains(&moment) {
                continue;
            }
            times.extend([moment - 1, moment, moment + 1]);
            for steps in &own {
                let back: i64 = steps
                    .iter()
                    .map(|step| match step {
                        Step::Minutes(minutes) => minutes * 60,
                        Step::Calendar(months, days) => (months * 30 + days) * DAY,
                        Step::Second | Step::Day(_) | Step::Clock(..) => 0,
                    })
                    .sum();
                let rough = steps.iter().any(|step| !matches!(step, Step::Minutes(_)));
                let slack: &[i64] = if rough { &[-HOUR, 0, HOUR] } else { &[0] };
                for off in slack {
                    times.extend([moment - back + off - 1, moment - back + off, moment - back + off + 1]);
                }
            }
        }
        let mut times: Vec<i64> = times.into_iter().filter(|at| (first..=last).contains(at)).collect();
        if declared.expected.is_none() {
            times.retain(|&at| (treated - 2 * FAR..treated + 2 * FAR).contains(&at));
            times.push(FUTURE);
        }
        times
    }
}
