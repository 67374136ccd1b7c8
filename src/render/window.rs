//! A window → the words for it: `until Thursday 26 November, 14:30`, `from Wednesday 25 through Monday 30 November`.
//! Words say neither more nor less than the window: an elapsed end has its clock time, a whole day its date, an end that
//! nobody wrote is named as such.

use jiff::civil::Date;
use jiff::{SignedDuration, Zoned};

use super::grammar::list;
use crate::evaluate::{Exception, Guidance, Reason, is_clause};
use crate::model::Verb;
use crate::time::{Adjustment, Edge, Resolved, words};

/// The words for a window.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// The words; empty for a window that needs none.
    pub text: String,
    /// Whether nobody wrote how it ends.
    pub open: bool,
}

/// A window with the treatment that its words refer to.
pub(super) struct Told<'g> {
    treated: &'g Zoned,
    verb: Verb,
    ideally: bool,
    window: &'g Resolved,
    through: bool,
    about: (bool, bool),
    waits_for: (&'g [String], &'g [String]),
    dated: (&'g [String], &'g [String]),
    begun: bool,
}

impl<'g> Told<'g> {
    /// The window of a guidance.
    pub fn of(guidance: &'g Guidance, treated: &'g Zoned) -> Told<'g> {
        Told {
            treated,
            verb: guidance.verb,
            ideally: guidance.ideally,
            window: &guidance.window,
            through: guidance.through,
            about: guidance.about,
            waits_for: (&guidance.waits_for.0, &guidance.waits_for.1),
            dated: (&guidance.dated.0, &guidance.dated.1),
            begun: false,
        }
    }

    /// The window of a reason.
    pub fn of_reason(reason: &'g Reason, treated: &'g Zoned) -> Told<'g> {
        Told {
            treated,
            verb: reason.verb,
            ideally: reason.ideally,
            window: &reason.window,
            through: reason.through,
            about: reason.about,
            waits_for: (&reason.waits_for.0, &reason.waits_for.1),
            dated: (&reason.dated.0, &reason.dated.1),
            begun: false,
        }
    }

    /// The same, told at an instant at which it has surely begun: then only its end is news.
    pub fn at(mut self, now: Option<&Zoned>) -> Told<'g> {
        self.begun = now.is_some_and(|now| self.window.start.end <= Edge::At(now.clone()));
        self
    }

    /// The window of an exception, which permits.
    pub fn of_exception(hole: &'g Exception, window: &'g Resolved, treated: &'g Zoned) -> Told<'g> {
        Told {
            treated,
            verb: Verb::Allow,
            ideally: false,
            window,
            through: hole.through,
            about: hole.about,
            waits_for: (&hole.waits_for.0, &hole.waits_for.1),
            dated: (&hole.dated.0, &hole.dated.1),
            begun: false,
        }
    }

    /// A stretch of a ban that no rule wrote.
    pub fn of_stretch(window: &'g Resolved, treated: &'g Zoned) -> Told<'g> {
        let none: (&[String], &[String]) = (&[], &[]);
        Told {
            treated,
            verb: Verb::Avoid,
            ideally: false,
            window,
            through: true,
            about: (false, false),
            waits_for: none,
            dated: none,
            begun: false,
        }
    }

    /// The words for it.
    pub fn words(&self) -> Window {
        if self.window.point {
            return Window { text: self.point(), open: false };
        }
        let open = !self.window.end_stated;
        if let Some(text) = self.one_day() {
            return Window { text, open };
        }
        let from_treatment = self.is_treatment(&self.window.start.start) && self.is_treatment(&self.window.start.end);
        if let Some(text) = self.whole_days() {
            return Window { text, open };
        }
        let (start, end) = (if self.begun { String::new() } else { self.start() }, self.end());
        let text = match (start.is_empty(), end.is_empty()) {
            (true, true) if self.begun && open => String::new(),
            (true, true) if self.begun && matches!(self.verb, Verb::Avoid | Verb::Do) => "from now on".to_owned(),
            (true, true) if self.begun => String::new(),
            (true, true) if from_treatment => "after the treatment".to_owned(),
            (true, true) => "at any time".to_owned(),
            (false, true) if self.verb == Verb::Allow || !start.starts_with("from") => start,
            (false, true) if start.contains(';') => start,
            (false, true) => format!("{start} on"),
            (true, false) if self.window.start.start == Edge::Past => end.replacen("until ", "before ", 1),
            (true, false) => end,
            (false, false) if ["beginning", "start between", "after"].iter().any(|word| start.starts_with(word)) => {
                format!("{start}, {end}")
            }
            (false, false) => match start.split_once("; ") {
                Some((certain, possible)) => format!("{certain} {end}; {possible}"),
                None => format!("{start} {end}"),
            },
        };
        Window { text, open }
    }

    /// Whether it is the last instant before the treatment.
    pub fn is_on_arrival(&self) -> bool {
        let arrival = self.treated.checked_sub(SignedDuration::from_secs(1)).map_or(Edge::Past, Edge::At);
        let treatment = Edge::At(self.treated.clone());
        let window = self.window;
        window.start.start == arrival && window.start.end == arrival && window.end.start == treatment && !window.point
    }

    fn point(&self) -> String {
        let (first, last) = (&self.window.start.start, &self.window.end.end);
        if self.is_treatment(first) && self.is_treatment(last) {
            return "at the treatment".to_owned();
        }
        if let Some(events) = waiting(self.waits_for.0, first, last) {
            let known = self.between(first, last, false).map(|known| format!(" ({known})")).unwrap_or_default();
            return match () {
                () if begins_with_number(&events) => format!("{events}{known}"),
                () if is_clause(&events) => format!("when {events}{known}"),
                () => format!("at the time of {events}{known}"),
            };
        }
        if let Some((_, days)) = self.known_by_date(self.dated.0, first, last) {
            return if days.starts_with("between") { format!("once {days}") } else { format!("on {days}") };
        }
        match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last => {
                if self.about.0 {
                    format!("on about {}", self.starting(first, true))
                } else {
                    format!("on {} at {}", self.day(first.date()), words::clock(first))
                }
            }
            (Edge::At(first), Edge::At(last)) => {
                format!("once between {} and {}", self.starting(first, self.about.0), self.ending(last, self.about.1))
            }
            (Edge::At(first), _) => format!("once after {}", self.starting(first, self.about.0)),
            (_, Edge::At(last)) => format!("once before {}", self.starting(last, self.about.1)),
            _ => "once".to_owned(),
        }
    }

    /// `on Wednesday 25 November`, `on Wednesday 25 November from 18:00 until 22:00`: a window within one civil day.
    fn one_day(&self) -> Option<String> {
        if self.is_on_arrival() {
            return Some("on arrival".to_owned());
        }
        let exact = self.window.start.start == self.window.start.end && self.window.end.start == self.window.end.end;
        let (Edge::At(start), Edge::At(end)) = (&self.window.start.start, &self.window.end.end) else { return None };
        if !exact || self.about != (false, false) || start == self.treated || end == self.treated {
            return None;
        }
        if is_first_instant(start) && is_first_instant(end) && self.through {
            return (last_date(end) == start.date()).then(|| format!("on {}", self.day(start.date())));
        }
        let (from, until) = (words::clock(start), words::clock(end));
        if is_first_instant(end) && self.through && last_date(end) == start.date() {
            return Some(format!("on {} from {from}", self.day(start.date())));
        }
        (start.date() == end.date()).then(|| format!("on {} from {from} until {until}", self.day(start.date())))
    }

    /// `from Wednesday 25 through Monday 30 November`
    fn whole_days(&self) -> Option<String> {
        let window = self.window;
        let exact = window.start.start == window.start.end && window.end.start == window.end.end;
        let (Edge::At(start), Edge::At(end)) = (&window.start.start, &window.end.end) else { return None };
        let whole = exact && self.through && is_first_instant(start) && is_first_instant(end) && start != self.treated;
        if !whole || self.begun || self.about != (false, false) {
            return None;
        }
        let (first, last) = words::two_days(start.date(), last_date(end), self.treated.year());
        Some(format!("from {first} through {last}"))
    }

    fn start(&self) -> String {
        let (first, last) = (&self.window.start.start, &self.window.start.end);
        if let Some(events) = waiting(self.waits_for.0, first, last) {
            let known = self.between(first, last, false).map(|known| format!(" ({known})")).unwrap_or_default();
            return format!("{}{known}", after(&events));
        }
        if let Some((events, days)) = self.known_by_date(self.dated.0, first, last) {
            return format!("{} ({days})", after(&events));
        }
        match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last => {
                if first == self.treated {
                    String::new()
                } else {
                    format!("from {}", self.starting(first, self.about.0))
                }
            }
            (Edge::At(early), Edge::At(late)) => {
                if self.verb == Verb::Expect {
                    return format!("beginning {}", self.loosely(early, late));
                }
                let [early, late] = [early, late].map(|at| self.starting(at, self.about.0));
                match self.verb {
                    Verb::Avoid => format!("from {late}; {} from {early}", self.possibly()),
                    Verb::Allow => format!("from {late}; from {early} if the clinic agrees"),
                    Verb::Do => format!("start between {early} and {late}"),
                    _ => format!("beginning between {early} and {late}"),
                }
            }
            (_, Edge::At(late)) => format!("from {} at the latest", self.starting(late, self.about.0)),
            (Edge::At(early), _) => format!("from {} at the earliest", self.starting(early, self.about.0)),
            _ => String::new(),
        }
    }

    fn end(&self) -> String {
        let (first, last) = (&self.window.end.start, &self.window.end.end);
        if let Some(events) = waiting(self.waits_for.1, first, last) {
            let known = self.between(first, last, true).map(|known| format!(" ({known})")).unwrap_or_default();
            return format!("until {events}{known}");
        }
        if let Some((events, days)) = self.known_by_date(self.dated.1, first, last) {
            return format!("until {events} ({days})");
        }
        match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last => self.ends(first),
            (Edge::At(early), Edge::At(late)) => match self.verb {
                Verb::Avoid => format!("{}; {} {}", self.ends(early), self.possibly(), self.ends(late)),
                Verb::Allow => format!("{}, or {} if the clinic agrees", self.ends(early), self.ends(late)),
                Verb::Do => format!("at least {}, at most {}", self.ends(early), self.ends(late)),
                _ => format!("ending {}", self.loosely(early, late)),
            },
            (Edge::At(early), Edge::Future) => format!("at least {}", self.ends(early)),
            (_, Edge::At(late)) => format!("{} at the latest", self.ends(late)),
            _ => String::new(),
        }
    }

    /// `between Thursday 26 and Saturday 28 November`: what may be normal is so about the day, not to the minute.
    fn loosely(&self, early: &Zoned, late: &Zoned) -> String {
        let clock = |at: &Zoned| at.time() != self.treated.time() && !is_first_instant(at);
        if clock(early) || clock(late) || early.date() == late.date() {
            return format!("between {} and {}", self.instant(early, false), self.instant(late, false));
        }
        let date = |at: &Zoned| if self.through && is_first_instant(at) { last_date(at) } else { at.date() };
        let (first, last) = words::two_days(date(early), date(late), self.treated.year());
        format!("between {first} and {last}")
    }

    /// `until Thursday 26 November, 14:30`, `through Sunday 29 November`, `until the treatment`
    fn ends(&self, end: &Zoned) -> String {
        if end == self.treated {
            return "until the treatment".to_owned();
        }
        let word = if self.through && is_first_instant(end) { "through" } else { "until" };
        format!("{word} {}", self.ending(end, self.about.1))
    }

    fn ending(&self, end: &Zoned, about: bool) -> String {
        if self.through && is_first_instant(end) {
            let day = self.day(last_date(end));
            return if about { format!("about {day}") } else { day };
        }
        self.instant(end, about)
    }

    fn starting(&self, start: &Zoned, about: bool) -> String {
        if !is_first_instant(start) {
            return self.instant(start, about);
        }
        let day = self.day(start.date());
        if about { format!("about {day}") } else { day }
    }

    /// An instant in words. A clock time beside `about` would say more than the sheet does.
    fn instant(&self, at: &Zoned, about: bool) -> String {
        if at == self.treated {
            return "the treatment".to_owned();
        }
        let same_clock = at.time() == self.treated.time() && at.date() != self.treated.date();
        match (about, same_clock) {
            (true, true) => format!("about {}", self.day(at.date())),
            (true, false) => format!("about {}", words::day_time(at, self.treated.year())),
            (false, _) => words::day_time(at, self.treated.year()),
        }
    }

    /// When an event that is not known is expected.
    fn between(&self, first: &Edge, last: &Edge, end: bool) -> Option<String> {
        let at_treatment =
            |at: &Zoned| at == self.treated || self.treated.start_of_day().is_ok_and(|first| first == *at);
        match (first, last) {
            // An event before the treatment of which nothing is known but that it is not earlier.
            (Edge::At(first), Edge::At(last)) if last == self.treated && !end => {
                Some(format!("not before {}", self.starting(first, false)))
            }
            (Edge::At(first), Edge::At(last)) => {
                if at_treatment(first) {
                    let last =
                        if is_first_instant(last) { self.day(last_date(last)) } else { self.instant(last, false) };
                    return Some(format!("expected by {last}"));
                }
                if is_first_instant(first) && is_first_instant(last) {
                    let (first, last) = words::two_days(first.date(), last_date(last), self.treated.year());
                    return Some(format!("expected between {first} and {last}"));
                }
                let date = if is_first_instant(last) { last_date(last) } else { last.date() };
                if date == first.date() {
                    return Some(format!("expected on {}", self.day(date)));
                }
                let before = if is_first_instant(last) { self.day(date) } else { self.instant(last, false) };
                Some(format!("expected between {} and {before}", self.starting(first, false)))
            }
            (Edge::At(first), _) if first.timestamp() > self.treated.timestamp() => {
                Some(format!("{} {}", if end { "at least until" } else { "not before" }, self.starting(first, false)))
            }
            _ => None,
        }
    }

    /// What an edge rests on of which only the date is known, and that date.
    fn known_by_date(&self, events: &[String], first: &Edge, last: &Edge) -> Option<(String, String)> {
        let (Edge::At(first), Edge::At(last)) = (first, last) else { return None };
        // The rest of a `later of` may be surely later.
        if events.is_empty() || first == last {
            return None;
        }
        let last = if is_first_instant(last) { last_date(last) } else { last.date() };
        let days = if last <= first.date() {
            self.day(first.date())
        } else {
            let (first, last) = words::two_days(first.date(), last, self.treated.year());
            format!("between {first} and {last}")
        };
        Some((list(events, "and"), days))
    }

    fn possibly(&self) -> &'static str {
        if self.ideally { "perhaps" } else { "better not" }
    }

    fn day(&self, date: Date) -> String {
        words::day(date, self.treated.year())
    }

    fn is_treatment(&self, edge: &Edge) -> bool {
        edge.instant().is_some_and(|at| at.timestamp() == self.treated.timestamp())
    }
}

/// What an edge waits for, in words; `None` if nothing is open about it, because the rest of a `later of` is surely later.
fn waiting(events: &[String], first: &Edge, last: &Edge) -> Option<String> {
    let settled = first == last && first.instant().is_some();
    (!events.is_empty() && !settled).then(|| list(events, "and"))
}

/// `after your skin has healed`; "2 weeks after your skin has healed" has its own word.
fn after(events: &str) -> String {
    if begins_with_number(events) { events.to_owned() } else { format!("after {events}") }
}

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether an instant is the first of its civil day.
pub(super) fn is_first_instant(at: &Zoned) -> bool {
    at.start_of_day().is_ok_and(|first| first == *at)
}

/// The last civil day of a window that ends with the first instant of a day.
pub(super) fn last_date(end: &Zoned) -> Date {
    end.date().yesterday().unwrap_or(end.date())
}

/// What the calendar forced on a window, in words.
pub(super) fn adjustments(guidance: &Guidance) -> Vec<String> {
    let window = &guidance.window;
    let edges = [&window.start.start, &window.start.end, &window.end.start, &window.end.end];
    let instants = || edges.iter().filter_map(|edge| edge.instant());
    let note = |adjustment: &Adjustment| match *adjustment {
        Adjustment::Skipped { wanted } => {
            let skipped = words::clock_minutes(wanted);
            // The instant that was moved lies behind the change by less than the hours that it skipped.
            let moved = instants().find(|at| {
                let before = at.checked_sub(SignedDuration::from_hours(3));
                before.is_ok_and(|before| before.offset() < at.offset()) && words::clock(at) != skipped
            });
            match moved {
                Some(at) => format!("the clocks skip {skipped} that day; {} is meant", words::clock(at)),
                None => format!("the clocks skip {skipped} that day; the clock time that far later is meant"),
            }
        }
        Adjustment::Repeated { wanted } => {
            format!("the clocks show {} twice that day; the first is meant", words::clock_minutes(wanted))
        }
        Adjustment::ShortMonth { wanted } => {
            let short = instants().find(|at| at.day() == at.days_in_month() && i16::from(at.day()) < i16::from(wanted));
            match short {
                Some(at) => {
                    let (day, month) = (at.day(), words::month_name(at.month()));
                    format!("{day} {month}: the month has no {}", ordinal(wanted))
                }
                None => format!("the month has no {}; its last day is meant", ordinal(wanted)),
            }
        }
    };
    guidance.adjustments.iter().map(note).collect()
}

fn ordinal(number: u8) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
