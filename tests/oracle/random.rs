//! Dice → a small sheet. Each has a flavour, so that what belongs together meets often: months with months, events with
//! events, signs with signs.

use crate::dice::Dice;
use crate::sheet::{
    ACTIVITIES, Anchor, Asked, CHOICES, Condition, End, Event, FACTS, Frequency, Heading, Hole, Length, Moment, PARTS,
    Point, Rule, SIGNS, Sheet, Side, Step, Verb, Window, clock, is_kind,
};

/// What a sheet is mostly about.
#[derive(Clone, Copy)]
pub struct Flavour {
    pub months: bool,
    pub events: bool,
    pub facts: bool,
    pub signs: bool,
    pub first_day: i64,
    /// Whether bans mostly end, and what else is said mostly starts.
    pub gaps: bool,
}

pub fn hours(hours: i64) -> Length {
    Length(0, 0, hours * 60)
}

pub fn days(days: i64) -> Length {
    Length(0, days, 0)
}

pub fn treatment() -> Point {
    Point { text: "treatment".to_owned(), anchor: Anchor::Treatment, steps: Vec::new() }
}

pub fn after(length: Length, sign: i64) -> Point {
    let text = format!("{}{}", if sign < 0 { "-" } else { "+" }, length.text());
    Point { text, anchor: Anchor::Treatment, steps: length.steps(sign) }
}

impl Flavour {
    /// What the sheet calls the day so many days after the treatment's.
    fn number(self, day: i64) -> i64 {
        if day < 0 { day } else { day + self.first_day }
    }

    pub fn day(self, day: i64) -> Point {
        let text = format!("day {}", self.number(day));
        Point { text, anchor: Anchor::Treatment, steps: vec![Step::Day(day)] }
    }

    pub fn day_at(self, day: i64, minutes: i64) -> Point {
        let text = format!("day {} {}", self.number(day), clock(minutes));
        Point { text, anchor: Anchor::Treatment, steps: vec![Step::Clock(day, minutes)] }
    }

    pub fn through(self, start: Option<Moment>, last: i64) -> Window {
        let from = start.as_ref().map(|start| format!("from {} ", start.text)).unwrap_or_default();
        let text = format!("{from}through day {}", self.number(last));
        let start = Some(start.unwrap_or(Moment::exactly(treatment())));
        Window { text, start, end: End::At(Moment::exactly(self.day(last + 1))), point: false }
    }

    fn on_days(self, first: i64, last: i64) -> Window {
        let text = if first == last {
            format!("on day {}", self.number(first))
        } else {
            format!("on days {} to {}", self.number(first), self.number(last))
        };
        let moment = |day| Moment::exactly(self.day(day));
        Window { text, start: Some(moment(first)), end: End::At(moment(last + 1)), point: false }
    }

    fn on_part(self, day: i64, part: usize) -> Window {
        let (name, start, end) = PARTS[part];
        let text = format!("on day {} {name}", self.number(day));
        let moment = |day, minutes| Moment::exactly(self.day_at(day, minutes));
        let last = day + i64::from(end <= start);
        Window { text, start: Some(moment(day, start)), end: End::At(moment(last, end)), point: false }
    }
}

pub fn until(end: Moment) -> Window {
    let text = format!("until {}", end.text);
    Window { text, start: Some(Moment::exactly(treatment())), end: End::At(end), point: false }
}

pub fn from(start: Moment) -> Window {
    Window { text: format!("from {}", start.text), start: Some(start), end: End::Open, point: false }
}

pub fn from_until(start: Moment, end: Moment) -> Window {
    let text = format!("from {} until {}", start.text, end.text);
    Window { text, start: Some(start), end: End::At(end), point: false }
}

pub fn no_window() -> Window {
    let start = Some(Moment::exactly(treatment()));
    Window { text: String::new(), start, end: End::Unwritten, point: false }
}

/// The events of every sheet.
pub fn events(flavour: Flavour) -> Vec<Event> {
    let event = |name, side, expected| Event { name, side, expected };
    let exactly = |length, sign| Moment::exactly(after(length, sign));
    let healed = |shift: Length, sign| {
        let steps = shift.steps(sign);
        Moment::exactly(Point { text: String::new(), anchor: Anchor::Event(0), steps })
    };
    let range =
        Moment { text: "+24h..+36h".to_owned(), spans: vec![(after(hours(24), 1), after(hours(36), 1))], about: false };
    let closed = Window {
        text: "within 2d after healed".to_owned(),
        start: Some(healed(hours(0), 1)),
        end: End::At(healed(days(2), 1)),
        point: false,
    };
    vec![
        event("healed", Side::After, Some(flavour.on_days(1, 3))),
        event("seen", Side::After, None),
        event("dose", Side::Before, None),
        event("ill", Side::Any, None),
        event("fasted", Side::Before, Some(from_until(exactly(days(3), -1), exactly(hours(12), -1)))),
        event("closed", Side::After, Some(closed)),
        event("calm", Side::After, Some(from_until(range, exactly(hours(60), 1)))),
        // The date of an activity.
        event("swim", Side::Any, None),
    ]
}

/// Makes the parts of a sheet.
pub struct Making<'d> {
    pub dice: &'d mut Dice,
    pub flavour: Flavour,
}

impl Making<'_> {
    fn event_name(&self, event: usize) -> &'static str {
        events(self.flavour)[event].name
    }

    /// A point; `as_start` may be a whole day.
    fn point(&mut self, as_start: bool) -> Point {
        let Making { dice, flavour } = self;
        if flavour.events && dice.chance(40) {
            let event = dice.one(&[0, 0, 0, 1, 1, 2, 3, 4, 5, 6]);
            let length = dice.one(&[hours(24), hours(48), days(1), days(2), Length(0, 0, 90), Length(0, 1, 12 * 60)]);
            let name = self.event_name(event);
            let (sign, roll) = (if self.dice.chance(25) { -1 } else { 1 }, self.dice.roll(2));
            if roll == 0 {
                return Point { text: name.to_owned(), anchor: Anchor::Event(event), steps: Vec::new() };
            }
            let text = format!("{name} {}", after(length, sign).text);
            return Point { text, anchor: Anchor::Event(event), steps: length.steps(sign) };
        }
        if flavour.months && dice.chance(60) {
            let lengths = [
                Length(1, 0, 0),
                Length(1, 0, 0),
                days(28),
                days(29),
                days(30),
                days(31),
                Length(1, 1, 0),
                Length(1, 0, 60),
                Length(12, 0, 0),
                days(365),
                hours(24 * 30),
                Length(2, 0, 0),
                days(60),
                days(61),
            ];
            let sign = if dice.chance(10) { -1 } else { 1 };
            let day = dice.one(&[28, 30, 31]);
            return if dice.chance(10) && as_start { flavour.day(day) } else { after(dice.one(&lengths), sign) };
        }
        match dice.roll(20) {
            0..=6 => after(hours(dice.one(&[2, 6, 12, 18, 24, 30, 36, 48, 60, 72])), 1),
            7 => after(Length(0, 0, dice.one(&[30, 90, 2 * 60 + 30, 47 * 60 + 30])), 1),
            8..=10 => after(dice.one(&[days(1), days(2), days(3), Length(0, 1, 12 * 60), Length(0, 2, 60)]), 1),
            11..=12 => after(dice.one(&[hours(2), hours(12), hours(24), hours(48), days(1), days(2)]), -1),
            13 => treatment(),
            14..=16 if as_start => flavour.day(dice.one(&[-1, 0, 1, 1, 2, 2, 3])),
            _ => {
                let clocks = [0, 90, 2 * 60 + 30, 9 * 60, 12 * 60, 18 * 60, 23 * 60 + 30];
                flavour.day_at(dice.one(&[-1, 0, 1, 1, 2, 3]), dice.one(&clocks))
            }
        }
    }

    fn moment(&mut self, as_start: bool) -> Moment {
        let mut moment = match self.dice.roll(20) {
            0..=2 => self.range(),
            3..=4 => {
                let (one, other) = (self.operand(), self.operand());
                Moment {
                    text: format!("later of {} and {}", one.text, other.text),
                    spans: one.spans.into_iter().chain(other.spans).collect(),
                    about: false,
                }
            }
            _ => Moment::exactly(self.point(as_start)),
        };
        if self.dice.chance(5) {
            moment.text = format!("about {}", moment.text);
            moment.about = true;
        }
        moment
    }

    fn operand(&mut self) -> Moment {
        if self.dice.chance(15) { self.range() } else { Moment::exactly(self.point(false)) }
    }

    fn range(&mut self) -> Moment {
        let flavour = self.flavour;
        let pairs = [
            (after(hours(6), 1), after(hours(12), 1)),
            (after(hours(12), 1), after(hours(36), 1)),
            (after(hours(24), 1), after(hours(48), 1)),
            (after(days(1), 1), after(days(2), 1)),
            (after(hours(36), 1), after(days(3), 1)),
            (after(hours(24), 1), after(days(1), 1).shifted_text("+1d1h", Length(0, 0, 60))),
            (flavour.day_at(1, 9 * 60), flavour.day_at(2, 9 * 60)),
            (after(hours(48), -1), after(hours(24), -1)),
        ];
        let (a, b) = self.dice.one(&pairs);
        Moment { text: format!("{}..{}", a.text, b.text), spans: vec![(a, b)], about: false }
    }

    pub fn window(&mut self) -> Window {
        let flavour = self.flavour;
        match self.dice.roll(40) {
            0..=2 => no_window(),
            3..=9 => {
                let end = self.moment(false);
                if end.text.ends_with("treatment") { no_window() } else { until(end) }
            }
            10..=15 => from(self.moment(true)),
            16..=24 => {
                let (start, end) = (self.moment(true), self.moment(false));
                from_until(start, end)
            }
            25 => {
                let (start, last) = (self.moment(true), self.dice.one(&[0, 1, 2, 3]));
                flavour.through(Some(start), last)
            }
            26..=28 => flavour.through(None, self.dice.one(&[0, 1, 1, 2])),
            29 => {
                let end = self.moment(false);
                Window { text: format!("before {}", end.text), start: None, end: End::At(end), point: false }
            }
            30..=32 => {
                let first = self.dice.one(&[-1, 0, 1, 2]);
                flavour.on_days(first, first + self.dice.one(&[0, 0, 1, 2]))
            }
            33 => {
                let (day, part) = (self.dice.one(&[-1, 0, 1, 2]), self.dice.index(PARTS.len()));
                flavour.on_part(day, part)
            }
            34..=35 => {
                let at = self.moment(false);
                let text = format!("at {}", at.text);
                Window { text, start: Some(at.clone()), end: End::At(at), point: true }
            }
            36 => Window {
                text: "on arrival".to_owned(),
                start: Some(Moment::exactly(Point { steps: vec![], ..treatment() }.before_a_second())),
                end: End::At(Moment::exactly(treatment())),
                point: false,
            },
            _ => {
                let lengths = self.lengths();
                let moment = self.moment(false);
                let (text, start, end) = self.within(lengths, &moment);
                Window { text, start: Some(start), end: End::At(end), point: false }
            }
        }
    }

    fn lengths(&mut self) -> (Length, Length) {
        let one = [hours(12), hours(24), hours(48), days(1), days(2), Length(0, 0, 30)];
        if self.flavour.months && self.dice.chance(50) {
            return self.dice.one(&[
                (Length(1, 0, 0), Length(1, 0, 0)),
                (days(30), days(30)),
                (days(14), Length(1, 0, 0)),
            ]);
        }
        if self.dice.chance(20) {
            return self.dice.one(&[(hours(12), hours(24)), (days(1), days(2)), (hours(36), days(3))]);
        }
        let length = self.dice.one(&one);
        (length, length)
    }

    fn within(&mut self, lengths: (Length, Length), moment: &Moment) -> (String, Moment, Moment) {
        let (low, high) = lengths;
        let length = if low == high { low.text() } else { format!("{}..{}", low.text(), high.text()) };
        let (earlier, later) = (moment.shifted(lengths, -1), moment.shifted(lengths, 1));
        match self.dice.roll(3) {
            0 => (format!("within {length} of {}", moment.text), earlier, later),
            1 => (format!("within {length} before {}", moment.text), earlier, moment.clone()),
            _ => (format!("within {length} after {}", moment.text), moment.clone(), later),
        }
    }

    pub fn condition(&mut self, depth: u64) -> Condition {
        let make = |text: String, asked| Condition { text, asked };
        if depth > 0 && self.dice.chance(45) {
            let inner = |making: &mut Self| {
                let inner = making.condition(depth - 1);
                let bare = !matches!(inner.asked, Asked::All(_) | Asked::Any(_));
                if bare { inner } else { Condition { text: format!("({})", inner.text), ..inner } }
            };
            if self.dice.chance(30) {
                let inner = inner(self);
                return make(format!("not {}", inner.text), Asked::Not(Box::new(inner)));
            }
            let (one, other) = (inner(self), inner(self));
            let and = self.dice.chance(50);
            let text = format!("{} {} {}", one.text, if and { "and" } else { "or" }, other.text);
            return make(text, if and { Asked::All(vec![one, other]) } else { Asked::Any(vec![one, other]) });
        }
        let minutes = self.dice.one(&[10 * 60, 12 * 60, 16 * 60 + 30]);
        match self.dice.roll(if self.flavour.events { 14 } else { 9 }) {
            0..=1 => make("smoker".to_owned(), Asked::Yes(0)),
            2..=3 => {
                let (fact, values): (usize, &[i64]) = self.dice.one(&[(1, &[1, 2, 3]), (2, &[17, 18, 65])]);
                let (sign, value) = (self.dice.one(&["=", "!=", "<", "<=", ">", ">="]), self.dice.one(values));
                make(format!("{} {sign} {value}", FACTS[fact].0), Asked::Compare(fact, sign, value))
            }
            4..=5 => {
                let (sign, value) = (self.dice.one(&["=", "!="]), self.dice.index(CHOICES.len()));
                let compare = Asked::Compare(3, sign, i64::try_from(value).unwrap());
                make(format!("tech {sign} {}", CHOICES[value]), compare)
            }
            6 => make("peel".to_owned(), Asked::Yes(4)),
            7 => make(format!("treatment at or after {}", clock(minutes)), Asked::TreatedFrom(minutes)),
            8 => make(format!("treatment before {}", clock(minutes)), Asked::TreatedBefore(minutes)),
            _ => {
                let event = self.dice.one(&[0, 1, 2, 2, 3, 4, 5, 6, 7]);
                let lengths = loop {
                    let (low, high) = self.lengths();
                    if low == high {
                        break (low, high);
                    }
                };
                let points = [treatment(), treatment(), after(hours(12), 1), after(days(1), 1)];
                let moment = Moment::exactly(self.dice.one(&points));
                let (text, from, to) = self.within(lengths, &moment);
                make(format!("{} {text}", self.event_name(event)), Asked::Near(event, from, to))
            }
        }
    }

    fn frequency(&mut self) -> Option<Frequency> {
        Some(match self.dice.roll(14) {
            0..=1 => Frequency::Throughout,
            2..=3 => Frequency::Daily,
            4 => Frequency::Times(self.dice.one(&[2, 3])),
            5 => Frequency::UpTo(3),
            6..=7 => {
                let apart = self.dice.one(&[hours(4), hours(8), hours(12), days(1), Length(0, 0, 90)]);
                Frequency::Every(apart, apart)
            }
            8 => Frequency::Every(hours(4), hours(6)),
            9..=10 => Frequency::At(self.dice.one(&[vec![8 * 60], vec![2 * 60 + 30], vec![9 * 60, 21 * 60]])),
            11..=12 => Frequency::Parts(self.dice.one(&[vec![0], vec![1], vec![2], vec![0, 1]])),
            _ => Frequency::AsNeeded,
        })
    }

    pub fn rule(&mut self, verb: Verb, targets: Vec<usize>) -> Rule {
        let flavour = self.flavour;
        let heading = self.dice.chance(10).then(|| Heading {
            window: self.dice.chance(70).then(|| {
                loop {
                    let window = self.window();
                    if !window.text.is_empty() {
                        break window;
                    }
                }
            }),
            condition: self.dice.chance(40).then(|| self.condition(0)),
        });
        let under = heading.as_ref().is_some_and(|heading| heading.window.is_some());
        let half = |window: &Window| ["until", "from", "through"].iter().any(|word| window.text.starts_with(word));
        let mut window = self.window();
        // Mostly bans end and what else is said starts, so that something is left between.
        while flavour.gaps && self.dice.chance(80) && !leaves_a_gap(verb, &window) {
            window = self.window();
        }
        if under && (half(&window) && !window.text.contains(" until ") || self.dice.chance(60)) {
            window = no_window();
        }
        let facts = if flavour.facts { 50 } else { 8 };
        let conditions =
            (0..u64::from(self.dice.chance(facts))).map(|_| (self.dice.chance(75), self.condition(2))).collect();
        let frequency = match verb {
            Verb::Do if self.dice.chance(65) => self.frequency(),
            _ => None,
        };
        let lasting = [(20, 20), (15, 45), (90, 90), (150, 600), (720, 720), (1_440, 2_880), (1_500, 1_500)];
        let lasting = (verb == Verb::Do && self.dice.chance(25)).then(|| self.dice.one(&lasting));
        let orders = ["after swim", "before swim", "2h before swim", "30min after swim"];
        let order = if !flavour.signs && self.dice.chance(3) { self.dice.one(&orders) } else { "" };
        // `before` may stand once.
        let order = if order.contains("before") && window.text.contains("before") { "" } else { order };
        let mut holes = Vec::new();
        if verb == Verb::Avoid {
            let kinds: Vec<usize> = (0..ACTIVITIES.len())
                .filter(|&kind| targets.iter().any(|&target| is_kind(&ACTIVITIES, kind, target)))
                .collect();
            while holes.len() < 2 && self.dice.chance(22) {
                let subject = self.dice.one(&kinds);
                let window = if self.dice.chance(60) { Some(self.window()) } else { None };
                let window = window.filter(|window| !window.text.is_empty());
                holes.push(Hole { subject, window });
            }
        }
        let holes_when = (!holes.is_empty() && self.dice.chance(40)).then(|| self.condition(1));
        let ideally = matches!(verb, Verb::Avoid | Verb::Do) && self.dice.chance(7);
        let by = self.dice.chance(2);
        Rule { verb, ideally, targets, window, frequency, lasting, order, conditions, holes, holes_when, by, heading }
    }
}

fn leaves_a_gap(verb: Verb, window: &Window) -> bool {
    if verb == Verb::Avoid { matches!(window.end, End::At(_)) } else { window.start.is_some() }
}

impl Point {
    fn shifted_text(self, text: &str, by: Length) -> Point {
        Point { text: text.to_owned(), ..self.shifted(by, 1) }
    }

    fn before_a_second(self) -> Point {
        Point { steps: vec![Step::Second], ..self }
    }
}

/// What a random sheet is about.
pub fn flavour(dice: &mut Dice) -> Flavour {
    Flavour {
        months: dice.chance(8),
        events: dice.chance(22),
        facts: dice.chance(35),
        signs: dice.chance(12),
        first_day: i64::from(dice.chance(50)),
        gaps: false,
    }
}

/// A random sheet of two to four rules.
pub fn sheet(dice: &mut Dice) -> Sheet {
    let flavour = flavour(dice);
    sheet_about(dice, flavour)
}

/// The same, of what it is about.
pub fn sheet_about(dice: &mut Dice, flavour: Flavour) -> Sheet {
    let mut making = Making { dice, flavour };
    let count = making.dice.one(&[2, 3, 3, 4]);
    let names = if flavour.signs { SIGNS.len() } else { ACTIVITIES.len() };
    let taxonomy: &[(&str, &[usize])] = if flavour.signs { &SIGNS } else { &ACTIVITIES };
    let wide = making.dice.index(2);
    let rules = (0..count).map(|at| {
        let (first, other): (Verb, &[Verb]) = if flavour.signs {
            (Verb::Alert, &[Verb::Expect, Verb::Expect, Verb::Alert])
        } else {
            (Verb::Avoid, &[Verb::Allow, Verb::Do, Verb::Do, Verb::Avoid])
        };
        let verb = if at == 0 { first } else { making.dice.one(other) };
        // Mostly something wide is banned, and the others are about it or a kind of it.
        let near: Vec<usize> = (0..names).filter(|&name| is_kind(taxonomy, name, wide)).collect();
        let mut targets = vec![match (at, making.dice.roll(10)) {
            (0, 0..=5) => wide,
            (_, 0..=6) => making.dice.one(&near),
            _ => making.dice.index(names),
        }];
        let second = making.dice.index(names);
        if making.dice.chance(15) && !targets.contains(&second) {
            targets.push(second);
        }
        making.rule(verb, targets)
    });
    let rules = rules.collect();
    Sheet {
        rules,
        first_day: flavour.first_day,
        office: dice.chance(50),
        months: flavour.months,
        events: events(flavour),
    }
}
