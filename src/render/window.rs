//! A window → the words for it: `until Thursday 26 November, 14:30`, `from Wednesday 25 through Monday 30 November`.
//! Words say neither more nor less than the window: an elapsed end has its clock time, a whole day its date, an end that
//! nobody wrote is named as such. How its start and its end are put together is told here, each language says it.

use jiff::civil::Date;
use jiff::{SignedDuration, Zoned};

use crate::evaluate::{Exception, Guidance, Reason};
use crate::lang::{Joint, Lang, clock, say};
use crate::model::Verb;
use crate::time::{Edge, Resolved};

/// The words for a window.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// The words; empty for a window that needs none.
    pub text: String,
    /// What they say, where that matters to a sentence.
    pub kind: Kind,
    /// Whether nobody wrote how it ends.
    pub open: bool,
}

/// What the words for a window say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// From when, until when.
    #[default]
    Usual,
    /// On arrival for the treatment.
    OnArrival,
    /// From the treatment on, without an end.
    AfterTreatment,
    /// Without any limit.
    AnyTime,
    /// When it begins, ends or is, not how long it lasts: a sentence sets it apart.
    Apart,
}

/// A window with the treatment that its words refer to.
pub(super) struct Told<'g> {
    lang: Lang,
    treated: &'g Zoned,
    /// Where there are several treatments, the name of this one within a sentence.
    name: Option<&'g str>,
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
    pub fn of(lang: Lang, guidance: &'g Guidance, treated: &'g Zoned) -> Told<'g> {
        Told {
            lang,
            treated,
            name: guidance.noun.as_deref(),
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
    pub fn of_reason(lang: Lang, reason: &'g Reason, treated: &'g Zoned) -> Told<'g> {
        Told {
            lang,
            treated,
            name: reason.noun.as_deref(),
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
    pub fn of_exception(lang: Lang, hole: &'g Exception, window: &'g Resolved, treated: &'g Zoned) -> Told<'g> {
        Told {
            lang,
            treated,
            name: None,
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

    /// A stretch of a ban that no rule wrote, and the name of the treatment where there are several.
    pub fn of_stretch(lang: Lang, window: &'g Resolved, treated: &'g Zoned, name: Option<&'g str>) -> Told<'g> {
        let none: (&[String], &[String]) = (&[], &[]);
        Told {
            lang,
            treated,
            name,
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
        let open = !self.window.end_stated;
        let told = |text: String, kind: Kind| Window { text, kind, open };
        if self.window.point {
            let (text, kind) = self.point();
            return Window { text, kind, open: false };
        }
        if is_on_arrival(self.window, self.treated) {
            return told(say!(self.lang, "on-arrival"), Kind::OnArrival);
        }
        if let Some(text) = self.one_day().or_else(|| self.whole_days()) {
            return told(text, Kind::Usual);
        }
        let from_treatment = self.is_treatment(&self.window.start.start) && self.is_treatment(&self.window.start.end);
        let start = if self.begun { None } else { self.start() };
        let bound = if self.window.start.start == Edge::Past && start.is_none() { Bound::Before } else { Bound::Until };
        match (start, self.end(bound)) {
            (None, None) if self.begun && open => Window { open, ..Window::default() },
            (None, None) if self.begun && matches!(self.verb, Verb::Avoid | Verb::Do) => {
                told(say!(self.lang, "from-now-on"), Kind::Usual)
            }
            (None, None) if self.begun => Window { open, ..Window::default() },
            (None, None) if from_treatment => told(self.after_treatment(), Kind::AfterTreatment),
            (None, None) => told(say!(self.lang, "at-any-time"), Kind::AnyTime),
            (Some(Part::Apart(text)), None) | (None, Some(Part::Apart(text))) => told(text, Kind::Apart),
            (Some(start), None) => told(self.onward(start), Kind::Usual),
            (None, Some(end)) => told(end.text(), Kind::Usual),
            (Some(start), Some(end)) => self.both(start, end.text(), open),
        }
    }

    fn after_treatment(&self) -> String {
        match self.name {
            Some(name) => say!(self.lang, "after-named-treatment", treatment = name),
            None => say!(self.lang, "after-the-treatment"),
        }
    }

    fn onward(&self, start: Part) -> String {
        match start {
            Part::Plain(start) if self.verb != Verb::Allow => say!(self.lang, "onward", start = start),
            Part::Doubtful { certain, possible } => {
                say!(self.lang, "in-doubt", start = certain, doubt = possible)
            }
            start => start.text(),
        }
    }

    fn both(&self, start: Part, end: String, open: bool) -> Window {
        let lang = self.lang;
        let (text, kind) = match start {
            Part::Plain(start) | Part::Offset(start) => {
                (say!(lang, "from-until", start = start, end = end), Kind::Usual)
            }
            Part::Clause(start) => (say!(lang, "apart-until", start = start, end = end), Kind::Usual),
            Part::Apart(start) => (say!(lang, "apart-until", start = start, end = end), Kind::Apart),
            Part::Doubtful { certain, possible } => {
                (say!(lang, "from-until-in-doubt", start = certain, end = end, doubt = possible), Kind::Usual)
            }
        };
        Window { text, kind, open }
    }

    fn point(&self) -> (String, Kind) {
        let lang = self.lang;
        let (first, last) = (&self.window.start.start, &self.window.end.end);
        if self.is_treatment(first) && self.is_treatment(last) {
            let text = match self.name {
                Some(name) => say!(lang, "at-named-treatment", treatment = name),
                None => say!(lang, "at-the-treatment"),
            };
            return (text, Kind::Usual);
        }
        if let Some(event) = self.waiting(self.waits_for.0, first, last) {
            let text = say!(lang, "at-event", form = event.form.word(), event = event.text);
            return (self.with_known(text, self.between(first, last, false)), Kind::Usual);
        }
        if let Some((_, days)) = self.known_by_date(self.dated.0, first, last) {
            return match days {
                Days::One(day) => (say!(lang, "on-day", day = day), Kind::Usual),
                Days::Between(first, last) => (say!(lang, "once-between", first = first, last = last), Kind::Apart),
            };
        }
        match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last && self.about.0 => {
                (say!(lang, "on-about", when = self.starting(first, false)), Kind::Usual)
            }
            (Edge::At(first), Edge::At(last)) if first == last => (
                say!(lang, "on-day-at", day = self.day(first.date()), clock = clock(first), hour = first.hour()),
                Kind::Usual,
            ),
            (Edge::At(first), Edge::At(last)) => {
                let (first, last) = (self.starting(first, self.about.0), self.ending(last, self.about.1));
                (say!(lang, "once-between", first = first, last = last), Kind::Apart)
            }
            (Edge::At(first), _) => (say!(lang, "once-after", when = self.starting(first, self.about.0)), Kind::Apart),
            (_, Edge::At(last)) => (say!(lang, "once-before", when = self.starting(last, self.about.1)), Kind::Apart),
            _ => (say!(lang, "once"), Kind::Apart),
        }
    }

    /// `on Wednesday 25 November`, `on Wednesday 25 November from 18:00 until 22:00`: a window within one civil day.
    fn one_day(&self) -> Option<String> {
        let exact = self.window.start.start == self.window.start.end && self.window.end.start == self.window.end.end;
        let (Edge::At(start), Edge::At(end)) = (&self.window.start.start, &self.window.end.end) else { return None };
        if !exact || self.about != (false, false) || start == self.treated || end == self.treated {
            return None;
        }
        let day = self.day(start.date());
        let ends_with_day = is_first_instant(end) && self.through && last_date(end) == start.date();
        if is_first_instant(start) && is_first_instant(end) && self.through {
            return ends_with_day.then(|| say!(self.lang, "on-day", day = day));
        }
        let (from, until) = (clock(start), clock(end));
        if ends_with_day {
            return Some(say!(self.lang, "on-day-from", day = day, from = from, hour = start.hour()));
        }
        (start.date() == end.date())
            .then(|| say!(self.lang, "on-day-from-until", day = day, from = from, until = until))
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
        let (first, last) = self.lang.two_days(start.date(), last_date(end), self.treated.year());
        Some(say!(self.lang, "from-through", first = first, last = last))
    }

    fn start(&self) -> Option<Part> {
        let lang = self.lang;
        let (first, last) = (&self.window.start.start, &self.window.start.end);
        if let Some(event) = self.waiting(self.waits_for.0, first, last) {
            return Some(self.after(&event, self.between(first, last, false)));
        }
        if let Some((event, days)) = self.known_by_date(self.dated.0, first, last) {
            return Some(self.after(&event, Some(self.days(days))));
        }
        Some(match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last => {
                if first == self.treated {
                    return None;
                }
                Part::Plain(say!(lang, "from", when = self.starting(first, self.about.0)))
            }
            (Edge::At(early), Edge::At(late)) if self.verb == Verb::Expect => {
                Part::Apart(say!(lang, "beginning", between = self.loosely(early, late)))
            }
            (Edge::At(early), Edge::At(late)) => {
                let [early, late] = [early, late].map(|at| self.starting(at, self.about.0));
                let certain = |late| say!(lang, "from", when = late);
                match self.verb {
                    Verb::Avoid => Part::Doubtful {
                        certain: certain(late),
                        possible: say!(lang, "rather-from", strength = self.strength(), when = early),
                    },
                    Verb::Allow => {
                        Part::Doubtful { certain: certain(late), possible: say!(lang, "from-if-agreed", when = early) }
                    }
                    Verb::Do => Part::Apart(say!(lang, "start-between", first = early, last = late)),
                    _ => {
                        let between = say!(lang, "between", first = early, last = late);
                        Part::Apart(say!(lang, "beginning", between = between))
                    }
                }
            }
            (_, Edge::At(late)) => Part::Plain(say!(lang, "from-at-latest", when = self.starting(late, self.about.0))),
            (Edge::At(early), _) => {
                Part::Plain(say!(lang, "from-at-earliest", when = self.starting(early, self.about.0)))
            }
            _ => return None,
        })
    }

    /// `after your skin has healed (expected on Sunday 29 November)`
    fn after(&self, event: &Events, known: Option<String>) -> Part {
        let text = say!(self.lang, "after-event", form = event.form.word(), event = event.text.as_str());
        let text = self.with_known(text, known);
        // "2 weeks after your skin has healed" has its own word.
        if event.form == Form::Number { Part::Offset(text) } else { Part::Clause(text) }
    }

    fn end(&self, bound: Bound) -> Option<Part> {
        let lang = self.lang;
        let (first, last) = (&self.window.end.start, &self.window.end.end);
        let until = |event: Events, known| {
            let text = say!(lang, "until-event", bound = bound.word(), form = event.form.word(), event = event.text);
            Some(Part::Plain(self.with_known(text, known)))
        };
        if let Some(event) = self.waiting(self.waits_for.1, first, last) {
            return until(event, self.between(first, last, true));
        }
        if let Some((event, days)) = self.known_by_date(self.dated.1, first, last) {
            return until(event, Some(self.days(days)));
        }
        Some(Part::Plain(match (first, last) {
            (Edge::At(first), Edge::At(last)) if first == last => self.ends(first, bound),
            (Edge::At(early), Edge::At(late)) => {
                let (first, last) = (self.ends(early, bound), self.ends(late, Bound::Until));
                match self.verb {
                    Verb::Avoid => {
                        say!(lang, "until-rather-until", strength = self.strength(), first = first, last = last)
                    }
                    Verb::Allow => say!(lang, "until-if-agreed", first = first, last = last),
                    Verb::Do => say!(lang, "at-least-at-most", first = first, last = last),
                    _ => return Some(Part::Apart(say!(lang, "ending", between = self.loosely(early, late)))),
                }
            }
            (Edge::At(early), Edge::Future) => say!(lang, "at-least", end = self.ends(early, bound)),
            (_, Edge::At(late)) => say!(lang, "at-latest", end = self.ends(late, bound)),
            _ => return None,
        }))
    }

    /// `between Thursday 26 and Saturday 28 November`: what may be normal is so about the day, not to the minute.
    fn loosely(&self, early: &Zoned, late: &Zoned) -> String {
        let clock = |at: &Zoned| at.time() != self.treated.time() && !is_first_instant(at);
        if clock(early) || clock(late) || early.date() == late.date() {
            return say!(self.lang, "between", first = self.instant(early, false), last = self.instant(late, false));
        }
        let date = |at: &Zoned| if self.through && is_first_instant(at) { last_date(at) } else { at.date() };
        let (first, last) = self.lang.two_days(date(early), date(late), self.treated.year());
        say!(self.lang, "between", first = first, last = last)
    }

    /// `until Thursday 26 November, 14:30`, `through Sunday 29 November`, `until the treatment`
    fn ends(&self, end: &Zoned, bound: Bound) -> String {
        if end == self.treated {
            return match self.name {
                Some(name) => say!(self.lang, "until-named-treatment", bound = bound.word(), treatment = name),
                None => say!(self.lang, "until-the-treatment", bound = bound.word()),
            };
        }
        let when = self.ending(end, self.about.1);
        if self.through && is_first_instant(end) {
            say!(self.lang, "through", day = when)
        } else {
            say!(self.lang, "until", bound = bound.word(), when = when)
        }
    }

    fn ending(&self, end: &Zoned, about: bool) -> String {
        if self.through && is_first_instant(end) {
            return self.perhaps_about(self.day(last_date(end)), about);
        }
        self.instant(end, about)
    }

    fn starting(&self, start: &Zoned, about: bool) -> String {
        if !is_first_instant(start) {
            return self.instant(start, about);
        }
        self.perhaps_about(self.day(start.date()), about)
    }

    /// An instant in words. A clock time beside `about` would say more than the sheet does.
    fn instant(&self, at: &Zoned, about: bool) -> String {
        if at == self.treated {
            return match self.name {
                Some(name) => say!(self.lang, "the-named-treatment", treatment = name),
                None => say!(self.lang, "the-treatment"),
            };
        }
        let same_clock = at.time() == self.treated.time() && at.date() != self.treated.date();
        let day_alone = about && same_clock;
        let when = if day_alone { self.day(at.date()) } else { self.lang.day_time(at, self.treated.year()) };
        self.perhaps_about(when, about)
    }

    fn perhaps_about(&self, when: String, about: bool) -> String {
        if about { say!(self.lang, "about", when = when) } else { when }
    }

    /// When an event that is not known is expected.
    fn between(&self, first: &Edge, last: &Edge, end: bool) -> Option<String> {
        let lang = self.lang;
        let at_treatment =
            |at: &Zoned| at == self.treated || self.treated.start_of_day().is_ok_and(|first| first == *at);
        let day_or_instant =
            |last: &Zoned| if is_first_instant(last) { self.day(last_date(last)) } else { self.instant(last, false) };
        match (first, last) {
            // An event before the treatment of which nothing is known but that it is not earlier.
            (Edge::At(first), Edge::At(last)) if last == self.treated && !end => {
                Some(say!(lang, "not-before", when = self.starting(first, false)))
            }
            (Edge::At(first), Edge::At(last)) => {
                if at_treatment(first) {
                    let treatment = if last == self.treated { "treatment" } else { "other" };
                    return Some(say!(lang, "expected-by", when = day_or_instant(last), at = treatment));
                }
                if is_first_instant(first) && is_first_instant(last) {
                    let (first, last) = lang.two_days(first.date(), last_date(last), self.treated.year());
                    return Some(say!(lang, "expected-between", first = first, last = last));
                }
                let date = if is_first_instant(last) { last_date(last) } else { last.date() };
                if date == first.date() {
                    return Some(say!(lang, "expected-on", day = self.day(date)));
                }
                let (first, last) = (self.starting(first, false), day_or_instant(last));
                Some(say!(lang, "expected-between", first = first, last = last))
            }
            (Edge::At(first), _) if first.timestamp() > self.treated.timestamp() => {
                let when = self.starting(first, false);
                Some(if end {
                    say!(lang, "at-least-until", when = when)
                } else {
                    say!(lang, "not-before", when = when)
                })
            }
            _ => None,
        }
    }

    /// What an edge rests on of which only the date is known, and that date.
    fn known_by_date(&self, events: &[String], first: &Edge, last: &Edge) -> Option<(Events, Days)> {
        let (Edge::At(first), Edge::At(last)) = (first, last) else { return None };
        // The rest of a `later of` may be surely later.
        if events.is_empty() || first == last {
            return None;
        }
        let last = if is_first_instant(last) { last_date(last) } else { last.date() };
        let days = if last <= first.date() {
            Days::One(self.day(first.date()))
        } else {
            let (first, last) = self.lang.two_days(first.date(), last, self.treated.year());
            Days::Between(first, last)
        };
        Some((Events::of(self.lang, events), days))
    }

    fn days(&self, days: Days) -> String {
        match days {
            Days::One(day) => day,
            Days::Between(first, last) => say!(self.lang, "between", first = first, last = last),
        }
    }

    /// What an edge waits for, in words; `None` if nothing is open about it, because the rest of a `later of` is surely
    /// later.
    fn waiting(&self, events: &[String], first: &Edge, last: &Edge) -> Option<Events> {
        let settled = first == last && first.instant().is_some();
        (!events.is_empty() && !settled).then(|| Events::of(self.lang, events))
    }

    fn with_known(&self, text: String, known: Option<String>) -> String {
        known.map_or_else(|| text.clone(), |known| format!("{text} ({known})"))
    }

    /// How strongly what is uncertain is said.
    fn strength(&self) -> &'static str {
        if self.ideally { "ideally" } else { "must" }
    }

    fn day(&self, date: Date) -> String {
        self.lang.day(date, self.treated.year())
    }

    fn is_treatment(&self, edge: &Edge) -> bool {
        edge.instant().is_some_and(|at| at.timestamp() == self.treated.timestamp())
    }
}

/// One end of a window in words.
enum Part {
    /// `from Thursday`, `until Friday`: the other end can follow at once.
    Plain(String),
    /// `2 weeks after your skin has healed`: likewise.
    Offset(String),
    /// `after your skin has healed`: the other end needs a comma.
    Clause(String),
    /// `beginning between Thursday and Friday`, which is no limit of a time.
    Apart(String),
    /// `from Friday`; `better not from Thursday`: the other end stands between.
    Doubtful { certain: String, possible: String },
}

impl Part {
    fn text(self) -> String {
        match self {
            Part::Plain(text) | Part::Offset(text) | Part::Clause(text) | Part::Apart(text) => text,
            Part::Doubtful { certain, .. } => certain,
        }
    }
}

/// Whether a window without a start ends: then it is all that is *before*.
#[derive(Clone, Copy)]
enum Bound {
    Until,
    Before,
}

impl Bound {
    fn word(self) -> &'static str {
        match self {
            Bound::Until => "until",
            Bound::Before => "before",
        }
    }
}

/// A day, or all days between two.
enum Days {
    One(String),
    Between(String, String),
}

/// What an end of a window rests on, in words.
pub(super) struct Events {
    /// The words.
    pub text: String,
    /// Their form.
    pub form: Form,
}

/// The form of the words for events, which asks for different words around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `2 weeks after your skin has healed`
    Number,
    /// `your skin has healed`
    Clause,
    /// `your last dose`
    Noun,
}

impl Events {
    /// Some events, all of which are waited for.
    pub fn of(lang: Lang, events: &[String]) -> Events {
        let text = lang.list(events, Joint::And);
        let form = match () {
            () if text.starts_with(|c: char| c.is_ascii_digit()) => Form::Number,
            () if lang.is_clause(&text) => Form::Clause,
            () => Form::Noun,
        };
        Events { text, form }
    }
}

impl Form {
    /// The word by which a message chooses.
    pub fn word(self) -> &'static str {
        match self {
            Form::Number => "number",
            Form::Clause => "clause",
            Form::Noun => "noun",
        }
    }
}

/// Whether a window is the last instant before the treatment.
pub(super) fn is_on_arrival(window: &Resolved, treated: &Zoned) -> bool {
    let arrival = treated.checked_sub(SignedDuration::from_secs(1)).map_or(Edge::Past, Edge::At);
    let treatment = Edge::At(treated.clone());
    window.start.start == arrival && window.start.end == arrival && window.end.start == treatment && !window.point
}

/// Whether an instant is the first of its civil day.
pub(super) fn is_first_instant(at: &Zoned) -> bool {
    at.start_of_day().is_ok_and(|first| first == *at)
}

/// The last civil day of a window that ends with the first instant of a day.
pub(super) fn last_date(end: &Zoned) -> Date {
    end.date().yesterday().unwrap_or(end.date())
}
