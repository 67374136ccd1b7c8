//! Random sheets for several treatments, and what is written of them. Knows nothing of what they mean.

use std::fmt::Write as _;

use jiff::Zoned;

/// The activities that all sheets share, and what each is a kind of.
pub const SUBJECTS: [(&str, &[usize]); 4] = [("top", &[]), ("left", &[0]), ("low", &[1]), ("alone", &[])];

/// Whether one is the other, or a kind of it.
pub fn is_kind(kind: usize, parent: usize) -> bool {
    kind == parent || SUBJECTS[kind].1.iter().any(|&above| is_kind(above, parent))
}

/// A small generator of numbers (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.roll(u64::try_from(high - low + 1).unwrap())).unwrap()
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()].clone()
    }

    pub fn chance(&mut self, of: u64) -> bool {
        self.roll(of) == 0
    }
}

/// A moment counted from the treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum At {
    /// Elapsed hours, from the earliest to the latest.
    Hours(i64, i64),
    /// Calendar days.
    Days(i64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// From, until; an end that is none is open.
    Span(At, Option<At>),
    /// Until `healed`, which is expected between 8 and 12 hours after the treatment.
    UntilHealed,
    /// From one civil day through another, counted from the day of the treatment.
    Through(i64, i64),
    /// So many hours before the treatment.
    Before(i64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    Always,
    Skin(bool),
    Dry(bool),
    /// Another treatment so many hours before this one at most, or not.
    Near(usize, i64, bool),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verb {
    Avoid,
    IdeallyAvoid,
    Allow,
    Do,
    AsNeeded,
    /// Avoid another treatment.
    AvoidTreatment(usize),
    /// Do not treat if another treatment was so many hours before.
    Contraindicated(usize, i64),
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub verb: Verb,
    pub target: usize,
    pub window: Window,
    pub condition: Condition,
    /// A hole in a ban: of what, when, and only if the skin is dry.
    pub hole: Option<(usize, Option<Window>, bool)>,
}

impl Rule {
    pub fn is_ban(&self) -> bool {
        matches!(self.verb, Verb::Avoid | Verb::IdeallyAvoid)
    }
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub rules: Vec<Rule>,
    pub dry: Option<bool>,
    /// When its treatment is: the hour of the date, and the date.
    pub treated: &'static str,
    pub hours_later: i64,
}

#[derive(Clone, Debug)]
pub struct Several {
    pub sheets: Vec<Sheet>,
    pub skin: Option<bool>,
}

/// Near a clock change, or far from one.
const BASES: [&str; 6] = [
    "2026-10-24T10:00[Europe/Paris]",
    "2026-03-28T02:00[Europe/Paris]",
    "2026-10-31T22:00[America/New_York]",
    "2026-03-07T12:00[America/New_York]",
    "2026-11-23T14:00[UTC]",
    "2026-04-23T09:00[Africa/Cairo]",
];

impl Several {
    pub fn draw(dice: &mut Dice) -> Several {
        let number = if dice.chance(3) { 3 } else { 2 };
        let base = dice.one(&BASES);
        let sheets = (0..number).map(|own| Sheet::draw(dice, base, own, number)).collect();
        Several { sheets, skin: dice.one(&[None, Some(true), Some(false)]) }
    }

    pub fn treated(&self) -> Vec<Zoned> {
        let at = |sheet: &Sheet| {
            let base: Zoned = sheet.treated.parse().unwrap();
            base.checked_add(jiff::SignedDuration::from_hours(sheet.hours_later)).unwrap()
        };
        self.sheets.iter().map(at).collect()
    }

    fn head(&self, own: usize) -> String {
        let mut text = format!("treatment t{own} \"T{own}\" day 0\n");
        for other in (0..self.sheets.len()).filter(|&other| other != own) {
            let _ = writeln!(text, "activity t{other} \"t{other}\"");
        }
        for (name, parents) in SUBJECTS {
            let parents: Vec<&str> = parents.iter().map(|&parent| SUBJECTS[parent].0).collect();
            let is = if parents.is_empty() { String::new() } else { format!(" is {}", parents.join(", ")) };
            let _ = writeln!(text, "activity {name} \"{name}\"{is}");
        }
        text + "patient fact skin \"your skin is thin\" : yes/no\nfact dry \"your skin is dry\" : yes/no\n\
                event healed \"your skin has healed\" expected from +8h until +12h\n"
    }

    /// The line on which the rules of a sheet begin.
    pub fn first_line(&self, own: usize) -> usize {
        self.head(own).lines().count() + 1
    }

    pub fn texts(&self) -> Vec<String> {
        let text = |(own, sheet): (usize, &Sheet)| {
            let rules: Vec<String> = sheet.rules.iter().map(Rule::text).collect();
            format!("{}{}\n", self.head(own), rules.join("\n"))
        };
        self.sheets.iter().enumerate().map(text).collect()
    }

    /// The rules that permit this very activity: sheet and place.
    pub fn permissions(&self, subject: usize) -> Vec<(usize, usize)> {
        let of = |(sheet, all): (usize, &Sheet)| {
            let rules = all.rules.iter().enumerate();
            let rules = rules.filter(|(_, rule)| rule.verb == Verb::Allow && rule.target == subject);
            rules.map(|(rule, _)| (sheet, rule)).collect::<Vec<_>>()
        };
        self.sheets.iter().enumerate().flat_map(of).collect()
    }
}

impl Sheet {
    fn draw(dice: &mut Dice, base: &'static str, own: usize, number: usize) -> Sheet {
        let rules = (0..dice.between(1, 5)).map(|_| Rule::draw(dice, own, number)).collect();
        // Sometimes in a zone of its own.
        let treated = if dice.chance(6) { dice.one(&BASES) } else { base };
        let hours_later = if treated == base { dice.between(0, 40) } else { dice.between(-2, 2) };
        Sheet { rules, dry: dice.one(&[None, Some(true), Some(false)]), treated, hours_later }
    }
}

impl Rule {
    fn draw(dice: &mut Dice, own: usize, number: usize) -> Rule {
        let others: Vec<usize> = (0..number).filter(|&other| other != own).collect();
        let verb = match dice.roll(13) {
            0..=3 => Verb::Avoid,
            4 => Verb::IdeallyAvoid,
            5..=7 => Verb::Allow,
            8 | 9 => Verb::Do,
            10 => Verb::AsNeeded,
            11 => Verb::AvoidTreatment(dice.one(&others)),
            _ => Verb::Contraindicated(dice.one(&others), dice.between(6, 60)),
        };
        let of_treatments = matches!(verb, Verb::AvoidTreatment(_) | Verb::Contraindicated(..));
        let target = usize::try_from(dice.roll(4)).unwrap();
        let window = if of_treatments { Window::of_treatment(dice) } else { Window::draw(dice) };
        let condition = match dice.roll(7) {
            _ if of_treatments => Condition::Always,
            0 => Condition::Skin(dice.chance(2)),
            1 => Condition::Dry(dice.chance(2)),
            2 => Condition::Near(dice.one(&others), dice.between(6, 40), dice.chance(2)),
            _ => Condition::Always,
        };
        let hole = (dice.chance(4)).then(|| (usize::try_from(dice.roll(4)).unwrap(), dice.chance(2), dice.chance(3)));
        let hole = hole.filter(|&(hole, ..)| hole != target && is_kind(hole, target));
        let hole = hole.map(|(hole, timed, dry)| (hole, timed.then(|| Window::hole(dice)), dry));
        let banned = matches!(verb, Verb::Avoid | Verb::IdeallyAvoid);
        Rule { verb, target, window, condition, hole: hole.filter(|_| banned) }
    }

    pub fn text(&self) -> String {
        let name = SUBJECTS[self.target].0;
        let mut text = match self.verb {
            Verb::Avoid => format!("avoid {name}"),
            Verb::IdeallyAvoid => format!("ideally avoid {name}"),
            Verb::Allow => format!("allow {name}"),
            Verb::Do => format!("do {name}"),
            Verb::AsNeeded => format!("do {name} as needed"),
            Verb::AvoidTreatment(other) => format!("avoid t{other}"),
            Verb::Contraindicated(other, hours) => {
                return format!("contraindicated when t{other} within {hours}h before treatment");
            }
        };
        let _ = write!(text, " {}", self.window.text());
        let not = |so: bool| if so { "when" } else { "unless" };
        match self.condition {
            Condition::Always => {}
            Condition::Skin(so) => _ = write!(text, " {} skin", not(so)),
            Condition::Dry(so) => _ = write!(text, " {} dry", not(so)),
            Condition::Near(other, hours, so) => {
                let _ = write!(text, " {} t{other} within {hours}h before treatment", not(so));
            }
        }
        if let Some((hole, window, dry)) = self.hole {
            let hole = SUBJECTS[hole].0;
            let _ = match window {
                Some(window) => write!(text, " except ({hole} {})", window.text()),
                None => write!(text, " except {hole}"),
            };
            text += if dry { " when dry" } else { "" };
        }
        text
    }
}

impl Window {
    fn draw(dice: &mut Dice) -> Window {
        let start = match dice.roll(5) {
            0 => At::Hours(1, dice.between(1, 4)),
            1 => At::Hours(dice.between(1, 5), 6),
            _ => At::Hours(0, 0),
        };
        let end = match dice.roll(8) {
            0 => None,
            1 => Some(At::Days(dice.between(1, 2))),
            2 | 3 => {
                let from = dice.between(8, 30);
                Some(At::Hours(from, from + dice.between(1, 9)))
            }
            _ => {
                let hours = dice.between(8, 48);
                Some(At::Hours(hours, hours))
            }
        };
        match dice.roll(10) {
            0 => Window::UntilHealed,
            1 => {
                let first = dice.between(1, 2);
                Window::Through(first, first + dice.between(0, 1))
            }
            2 => Window::Before(dice.between(4, 30)),
            _ => Window::Span(start, end),
        }
    }

    fn hole(dice: &mut Dice) -> Window {
        let (from, to) = (dice.between(0, 6), dice.between(8, 20));
        Window::Span(At::Hours(from, from), Some(At::Hours(to, to)))
    }

    fn of_treatment(dice: &mut Dice) -> Window {
        let hours = dice.between(8, 60);
        match dice.roll(3) {
            0 => Window::Before(hours),
            1 => Window::Span(At::Hours(0, 0), Some(At::Days(dice.between(1, 3)))),
            _ => Window::Span(At::Hours(0, 0), Some(At::Hours(hours, hours))),
        }
    }

    fn text(self) -> String {
        let moment = |at: At| match at {
            At::Hours(0, 0) => "treatment".to_owned(),
            At::Hours(from, to) if from == to => format!("+{from}h"),
            At::Hours(from, to) => format!("+{from}h..+{to}h"),
            At::Days(days) => format!("+{days}d"),
        };
        match self {
            Window::Span(from, Some(until)) => format!("from {} until {}", moment(from), moment(until)),
            Window::Span(from, None) => format!("from {}", moment(from)),
            Window::UntilHealed => "until healed".to_owned(),
            Window::Through(first, last) if first == last => format!("on day {first}"),
            Window::Through(first, last) => format!("on days {first} to {last}"),
            Window::Before(hours) => format!("within {hours}h before treatment"),
        }
    }
}
