//! What is written → seconds since 1970, with jiff alone. What has been computed is kept, for the same treatments come
//! again and again. Knows nothing of rules.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::time;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan, Zoned};

use crate::sheet::{Anchor, End, Moment, Point, Step, Window};

/// Before and after every instant.
pub const PAST: i64 = -1_000_000_000_000;
pub const FUTURE: i64 = 1_000_000_000_000;

pub struct Zone {
    pub name: &'static str,
    pub zone: TimeZone,
    known: RefCell<HashMap<(i64, Vec<Step>), i64>>,
}

impl Zone {
    pub fn of(name: &'static str) -> Zone {
        Zone { name, zone: TimeZoneDatabase::bundled().get(name).unwrap(), known: RefCell::default() }
    }

    pub fn zoned(&self, second: i64) -> Zoned {
        Timestamp::from_second(second).unwrap().to_zoned(self.zone.clone())
    }

    pub fn take(&self, from: i64, steps: &[Step]) -> i64 {
        if from <= PAST || from >= FUTURE || steps.is_empty() {
            return from;
        }
        if let [Step::Minutes(minutes)] = steps {
            return from + minutes * 60;
        }
        if let Some(&known) = self.known.borrow().get(&(from, steps.to_vec())) {
            return known;
        }
        let at = steps.iter().fold(self.zoned(from), |at, &step| self.step(&at, step)).timestamp().as_second();
        let mut known = self.known.borrow_mut();
        if known.len() > 2_000_000 {
            known.clear();
        }
        known.insert((from, steps.to_vec()), at);
        at
    }

    fn step(&self, from: &Zoned, step: Step) -> Zoned {
        let date = |days: i64| from.date().checked_add(days.days()).unwrap();
        match step {
            Step::Calendar(months, days) => from.checked_add(months.months().days(days)).unwrap(),
            Step::Minutes(minutes) => from.checked_add(minutes.minutes()).unwrap(),
            Step::Second => from.checked_sub(1.second()).unwrap(),
            Step::Day(days) => date(days).to_zoned(self.zone.clone()).unwrap().start_of_day().unwrap(),
            Step::Clock(days, minutes) => {
                let clock = time(i8::try_from(minutes / 60).unwrap(), i8::try_from(minutes % 60).unwrap(), 0, 0);
                date(days).to_datetime(clock).to_zoned(self.zone.clone()).unwrap()
            }
        }
    }
}

/// A treatment and its events; `FUTURE` is an event that never is.
#[derive(Clone)]
pub struct Happened<'z> {
    pub zone: &'z Zone,
    pub treated: i64,
    pub events: Vec<i64>,
}

impl Happened<'_> {
    fn point(&self, point: &Point) -> i64 {
        let from = match point.anchor {
            Anchor::Treatment => self.treated,
            Anchor::Event(event) => self.events[event],
        };
        self.zone.take(from, &point.steps)
    }

    /// The earliest and the latest that a moment can be.
    pub fn moment(&self, moment: &Moment) -> (i64, i64) {
        let latest = |(a, b): (i64, i64), (c, d): (i64, i64)| (a.max(c), b.max(d));
        let (a, b) = moment.spans.iter().map(|(a, b)| (self.point(a), self.point(b))).reduce(latest).unwrap();
        // Across a clock change the two may change places.
        (a.min(b), a.max(b))
    }
}

/// From the first to before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub i64, pub i64);

impl Slot {
    pub const NEVER: Slot = Slot(FUTURE, FUTURE);

    pub fn holds(self, at: i64) -> bool {
        self.0 <= at && at < self.1
    }

    pub fn is_empty(self) -> bool {
        self.0 >= self.1
    }
}

/// How much of what the text leaves open is taken as said, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// An end that nobody wrote may come at once, and `about` may be anywhere.
    Curt,
    /// An end that nobody wrote never comes.
    NoEnd,
    /// `about` is taken at its word, too.
    About,
}

pub const READINGS: [Reading; 3] = [Reading::Curt, Reading::NoEnd, Reading::About];

/// When something surely holds and when it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub surely: Slot,
    pub maybe: Slot,
}

pub fn held(window: &Window, happened: &Happened<'_>, reading: Reading) -> Held {
    let (start, start_about) = match &window.start {
        None => ((PAST, PAST), false),
        Some(moment) => (happened.moment(moment), moment.about),
    };
    let (end, end_about) = match &window.end {
        End::At(moment) => (happened.moment(moment), moment.about),
        End::Open | End::Unwritten => ((FUTURE, FUTURE), false),
    };
    let (mut surely, mut maybe) = (Slot(start.1, end.0), Slot(start.0, end.1));
    if window.point {
        maybe = Slot(start.0, if end.1 == FUTURE { FUTURE } else { end.1 + 1 });
        // Once, somewhere between: at no instant for sure.
        surely = if start.0 == end.1 { maybe } else { Slot::NEVER };
    }
    for slot in [&mut surely, &mut maybe] {
        if matches!(window.end, End::Unwritten) && reading == Reading::Curt {
            slot.1 = slot.1.min(slot.0 + 1);
        }
        if reading != Reading::About {
            // What may be anywhere leaves the second at the other end.
            match (start_about, end_about) {
                (false, false) => {}
                (false, true) => slot.1 = slot.1.min(slot.0 + 1),
                (true, false) => slot.0 = slot.0.max(slot.1 - 1),
                (true, true) => *slot = Slot::NEVER,
            }
        }
    }
    Held { surely, maybe }
}
