//! What a small sheet says, in types that are as plain as can be; each piece carries the words it is written in. The
//! vocabulary is the same in every sheet. Knows no arithmetic and nothing of what clashes.

use std::fmt::Write as _;

/// What an instant is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    Treatment,
    Event(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Months and days by the calendar.
    Calendar(i64, i64),
    Minutes(i64),
    /// One second earlier.
    Second,
    /// The first instant of the civil day so many days later.
    Day(i64),
    /// A clock time, in minutes, on that day.
    Clock(i64, i64),
}

/// A length of time as it is written: months, days, minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub i64, pub i64, pub i64);

impl Length {
    pub fn text(self) -> String {
        let Length(months, days, minutes) = self;
        let mut text = String::new();
        let mut unit = |number: i64, unit: &str| {
            if number != 0 {
                write!(text, "{number}{unit}").unwrap();
            }
        };
        unit(months / 12, "y");
        unit(months % 12, "mo");
        unit(days / 7, "w");
        unit(days % 7, "d");
        unit(minutes / 60, "h");
        unit(minutes % 60, "min");
        text
    }

    pub fn steps(self, sign: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.0 != 0 || self.1 != 0 {
            steps.push(Step::Calendar(sign * self.0, sign * self.1));
        }
        if self.2 != 0 {
            steps.push(Step::Minutes(sign * self.2));
        }
        steps
    }
}

#[derive(Clone, Debug)]
pub struct Point {
    pub text: String,
    pub anchor: Anchor,
    pub steps: Vec<Step>,
}

impl Point {
    pub fn shifted(&self, by: Length, sign: i64) -> Point {
        let steps = self.steps.iter().copied().chain(by.steps(sign)).collect();
        Point { steps, ..self.clone() }
    }
}

/// The latest of some points, each of which lies somewhere between two.
#[derive(Clone, Debug)]
pub struct Moment {
    pub text: String,
    pub spans: Vec<(Point, Point)>,
    pub about: bool,
}

impl Moment {
    pub fn exactly(point: Point) -> Moment {
        Moment { text: point.text.clone(), spans: vec![(point.clone(), point)], about: false }
    }

    /// So much earlier or later, by a length that lies between two.
    pub fn shifted(&self, lengths: (Length, Length), sign: i64) -> Moment {
        let (near, far) = if sign < 0 { (lengths.1, lengths.0) } else { lengths };
        let shift = |(a, b): &(Point, Point)| (a.shifted(near, sign), b.shifted(far, sign));
        Moment { spans: self.spans.iter().map(shift).collect(), ..self.clone() }
    }
}

#[derive(Clone, Debug)]
pub enum End {
    At(Moment),
    Open,
    /// Nobody wrote it.
    Unwritten,
}

#[derive(Clone, Debug)]
pub struct Window {
    pub text: String,
    /// `None` is any time before.
    pub start: Option<Moment>,
    pub end: End,
    /// One instant, or once between two.
    pub point: bool,
}

impl Window {
    pub fn moments(&self) -> Vec<&Moment> {
        let end = if let End::At(moment) = &self.end { Some(moment) } else { None };
        self.start.iter().chain(end).collect()
    }
}

#[derive(Clone, Debug)]
pub enum Asked {
    /// A yes/no fact or a sign.
    Yes(usize),
    /// A choice or a number compared with a value.
    Compare(usize, &'static str, i64),
    /// An event between two moments, both included.
    Near(usize, Moment, Moment),
    TreatedFrom(i64),
    TreatedBefore(i64),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

#[derive(Clone, Debug)]
pub struct Condition {
    pub text: String,
    pub asked: Asked,
}

impl Condition {
    /// Calls `each` with all conditions in it that have no others in them.
    pub fn each<'c>(&'c self, each: &mut dyn FnMut(&'c Asked)) {
        match &self.asked {
            Asked::Not(inner) => inner.each(each),
            Asked::All(all) | Asked::Any(all) => all.iter().for_each(|one| one.each(each)),
            asked => each(asked),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Avoid,
    Allow,
    Do,
    Expect,
    Alert,
}

impl Verb {
    fn text(self) -> &'static str {
        match self {
            Verb::Avoid => "avoid",
            Verb::Allow => "allow",
            Verb::Do => "do",
            Verb::Expect => "expect",
            Verb::Alert => "alert",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frequency {
    Throughout,
    Daily,
    Times(u16),
    UpTo(u16),
    /// Minutes or days apart: from, to.
    Every(Length, Length),
    At(Vec<i64>),
    Parts(Vec<usize>),
    AsNeeded,
}

impl Frequency {
    fn text(&self) -> String {
        let list = |each: Vec<String>| each.join(", ");
        match self {
            Frequency::Throughout => "throughout".to_owned(),
            Frequency::Daily => "daily".to_owned(),
            Frequency::Times(n) => format!("{n} times daily"),
            Frequency::UpTo(n) => format!("up to {n} times daily"),
            Frequency::Every(a, b) if a == b => format!("every {}", a.text()),
            Frequency::Every(a, b) => format!("every {}..{}", a.text(), b.text()),
            Frequency::At(clocks) => format!("daily at {}", list(clocks.iter().map(|&c| clock(c)).collect())),
            Frequency::Parts(parts) => {
                format!("daily {}", list(parts.iter().map(|&p| PARTS[p].0.to_owned()).collect()))
            }
            Frequency::AsNeeded => "as needed".to_owned(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Hole {
    pub subject: usize,
    pub window: Option<Window>,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub verb: Verb,
    pub ideally: bool,
    pub targets: Vec<usize>,
    /// Its own; without words it has its heading's.
    pub window: Window,
    pub frequency: Option<Frequency>,
    /// How long it takes each time, at least and at most, in minutes.
    pub lasting: Option<(i64, i64)>,
    /// `after swim`: whenever that is.
    pub order: &'static str,
    pub conditions: Vec<(bool, Condition)>,
    pub holes: Vec<Hole>,
    pub holes_when: Option<Condition>,
    pub by: bool,
    /// The heading it stands under, with a window of its own or not, and a condition.
    pub heading: Option<Heading>,
}

#[derive(Clone, Debug)]
pub struct Heading {
    /// Whether the rule has its window from here.
    pub window: Option<Window>,
    pub condition: Option<Condition>,
}

impl Rule {
    pub fn says(&self) -> Says {
        match (self.verb, &self.frequency) {
            (Verb::Avoid, _) => Says::Ban,
            (Verb::Allow, _) | (Verb::Do, Some(Frequency::AsNeeded)) => Says::Permission,
            (Verb::Do, _) => Says::Duty,
            (Verb::Expect, _) => Says::Normal,
            (Verb::Alert, _) => Says::Alarm,
        }
    }

    /// When it holds: its own window, or its heading's.
    pub fn holds(&self) -> &Window {
        let heading = self.heading.as_ref().and_then(|heading| heading.window.as_ref());
        if self.window.text.is_empty() { heading.unwrap_or(&self.window) } else { &self.window }
    }

    /// All its conditions, each with whether it must be so or not.
    pub fn conditions(&self) -> impl Iterator<Item = (bool, &Condition)> {
        let heading = self.heading.iter().flat_map(|heading| &heading.condition).map(|condition| (true, condition));
        self.conditions.iter().map(|(yes, condition)| (*yes, condition)).chain(heading)
    }

    fn text(&self) -> String {
        let names = SIGNS.iter().chain(&ACTIVITIES);
        let names: Vec<&str> = if matches!(self.verb, Verb::Expect | Verb::Alert) {
            SIGNS.iter().map(|(name, _)| *name).collect()
        } else {
            names.skip(SIGNS.len()).map(|(name, _)| *name).collect()
        };
        let targets: Vec<&str> = self.targets.iter().map(|&target| names[target]).collect();
        let ideally = if self.ideally { "ideally " } else { "" };
        let mut text = format!("{ideally}{} {}", self.verb.text(), targets.join(", "));
        let mut clause = |words: &str| {
            if !words.is_empty() {
                write!(text, " {words}").unwrap();
            }
        };
        clause(&self.frequency.as_ref().map(Frequency::text).unwrap_or_default());
        clause(&match self.lasting {
            None => String::new(),
            Some((least, most)) if least == most => format!("lasting {least}min"),
            Some((least, most)) => format!("lasting {least}min..{most}min"),
        });
        clause(&self.window.text);
        clause(self.order);
        for (yes, condition) in &self.conditions {
            clause(&format!("{} {}", if *yes { "when" } else { "unless" }, condition.text));
        }
        let hole = |hole: &Hole| match &hole.window {
            None => names[hole.subject].to_owned(),
            Some(window) => format!("({} {})", names[hole.subject], window.text),
        };
        if !self.holes.is_empty() {
            let holes: Vec<String> = self.holes.iter().map(hole).collect();
            clause(&format!("except {}", holes.join(", ")));
            if let Some(when) = &self.holes_when {
                clause(&format!("when {}", when.text));
            }
        }
        clause(if self.by { "by \"your driver\"" } else { "" });
        text
    }
}

/// What a rule says of its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Ban,
    Permission,
    Duty,
    Normal,
    Alarm,
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub rules: Vec<Rule>,
    /// What the day of treatment is called: 0 or 1.
    pub first_day: i64,
    /// Treatments start between 08:00 and 18:00 only.
    pub office: bool,
    /// Whether months stand in it, so that dates matter.
    pub months: bool,
    pub events: Vec<Event>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    After,
    Before,
    Any,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub name: &'static str,
    pub side: Side,
    pub expected: Option<Window>,
}

/// Names and parents.
pub const ACTIVITIES: [(&str, &[usize]); 6] =
    [("heat", &[]), ("wet", &[]), ("sauna", &[0]), ("bath", &[0, 1]), ("hot_bath", &[3]), ("swim", &[1])];
pub const SIGNS: [(&str, &[usize]); 4] = [("bleeding", &[]), ("long", &[0]), ("worst", &[1]), ("peel", &[])];
/// From and to, in minutes; the last passes midnight.
pub const PARTS: [(&str, i64, i64); 3] =
    [("morning", 6 * 60, 12 * 60), ("evening", 18 * 60, 22 * 60), ("night", 22 * 60, 2 * 60 + 30)];
/// Facts: the name, how it is declared, its values.
pub const FACTS: [(&str, &str, &[i64]); 5] = [
    ("smoker", "yes/no", &[0, 1]),
    ("skin", "number 1..3", &[1, 2, 3]),
    ("age", "number", &[16, 17, 18, 19, 64, 65, 66]),
    ("tech", "one of pen, roller, laser", &[0, 1, 2]),
    ("peel", "", &[0, 1]),
];
pub const CHOICES: [&str; 3] = ["pen", "roller", "laser"];

/// Whether something is another or a kind of it.
pub fn is_kind(of: &[(&str, &[usize])], kind: usize, parent: usize) -> bool {
    kind == parent || of[kind].1.iter().any(|&next| is_kind(of, next, parent))
}

pub fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Sheet {
    /// Whether anybody is treated at a clock time, in seconds.
    pub fn treats_at(&self, clock: i64) -> bool {
        !self.office || (8 * 3_600..=18 * 3_600).contains(&clock)
    }

    /// The names of what a rule is about.
    pub fn taxonomy(rule: &Rule) -> &'static [(&'static str, &'static [usize])] {
        if matches!(rule.verb, Verb::Expect | Verb::Alert) { &SIGNS } else { &ACTIVITIES }
    }

    /// The sheet as a program, and the line of each rule.
    pub fn program(&self) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut lines = Vec::new();
        for rule in &self.rules {
            let heading = rule.heading.as_ref();
            if let Some(heading) = heading {
                let window = heading.window.as_ref().map(|window| format!(" {}", window.text)).unwrap_or_default();
                let when = heading.condition.as_ref().map(|when| format!(" when {}", when.text)).unwrap_or_default();
                writeln!(text, "phase \"A heading\"{window}{when} {{").unwrap();
            }
            lines.push(text.lines().count() + 1);
            writeln!(text, "{}", rule.text()).unwrap();
            if heading.is_some() {
                writeln!(text, "}}").unwrap();
            }
        }
        let hours = if self.office { " hours 08:00..18:00" } else { "" };
        writeln!(text, "treatment laser_peel \"Peel\" day {}{hours}", self.first_day).unwrap();
        let mut names = |word: &str, of: &[(&str, &[usize])]| {
            for (name, parents) in of {
                let parents: Vec<&str> = parents.iter().map(|&parent| of[parent].0).collect();
                let is = if parents.is_empty() { String::new() } else { format!(" is {}", parents.join(", ")) };
                writeln!(text, "{word} {name} \"{name}\"{is}").unwrap();
            }
        };
        names("activity", &ACTIVITIES);
        names("sign", &SIGNS);
        for (name, start, end) in PARTS {
            writeln!(text, "part {name} \"{name}\" {}..{}", clock(start), clock(end)).unwrap();
        }
        for (name, kind, _) in FACTS.iter().filter(|(_, kind, _)| !kind.is_empty()) {
            writeln!(text, "fact {name} \"{name}\" : {kind}").unwrap();
        }
        for event in &self.events {
            let side = match event.side {
                Side::After => "",
                Side::Before => " before treatment",
                Side::Any => " any time",
            };
            let expected = event.expected.as_ref().map_or(String::new(), |window| format!(" expected {}", window.text));
            // The date of an activity is no event that is declared.
            if !ACTIVITIES.iter().any(|(name, _)| *name == event.name) {
                writeln!(text, "event {} \"{}\"{side}{expected}", event.name, event.name).unwrap();
            }
        }
        (text, lines)
    }
}
