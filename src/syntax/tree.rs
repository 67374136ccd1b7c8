//! The tree of one file, as it was written. Names and strings are spans into the text, so the tree stays small and
//! holds no lifetime; what they mean is `model`'s business. A statement that could not be read is kept as
//! [`Statement::Broken`], so that nothing is reported that follows only from it.

use crate::source::{FileId, Span};

/// A name as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name(pub Span);

/// A quoted string as written, with its quotes; [`super::unquote`] gives its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(pub Span);

/// One file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Which file.
    pub id: FileId,
    /// Its statements, in the order of the text.
    pub statements: Vec<Statement>,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `treatment NAME "Label" …`
    Treatment(Box<Treatment>),
    /// `use "file.care"`
    Use(Use),
    /// `activity NAME …`
    Activity(Box<Activity>),
    /// `sign NAME …`
    Sign(Box<Activity>),
    /// `fact NAME …`
    Fact(Box<Fact>),
    /// `event NAME …`
    Event(Box<Event>),
    /// `part NAME "…" 18:00..22:00`
    Part(Box<Part>),
    /// A rule.
    Rule(Box<Rule>),
    /// `phase "…" { … }`
    Phase(Box<Phase>),
    /// `test "…" … { … }`
    Test(Box<Test>),
    /// `accept FINDING "…" because "…"`
    Accept(Box<Accept>),
    /// `translation de { "…" "…" }`
    Translation(Box<Translation>),
    /// `replace NAME … with RULE`, `drop NAME …`
    Change(Box<Change>),
    /// What could not be read; an error about it has been reported.
    Broken(Box<Broken>),
}

/// A statement that could not be read.
#[derive(Clone, Debug)]
pub struct Broken {
    /// All of its text.
    pub span: Span,
    /// Every name that stands in it: it may have declared or used each of them.
    pub names: Box<[Name]>,
}

/// `treatment NAME "Label" is PARENT source "…" version "…" reviewed DATE day 1 hours 08:00..18:00`
#[derive(Clone, Debug)]
pub struct Treatment {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Text,
    /// `is …`
    pub parents: Box<[Name]>,
    /// `source "…"`
    pub source: Option<Text>,
    /// `version "…"`
    pub version: Option<Text>,
    /// `reviewed 2026-11-22`: the date's text, which is a date of the calendar.
    pub reviewed: Option<Span>,
    /// `day 0` or `day 1`, with its place.
    pub day: Option<(u8, Span)>,
    /// `hours 08:00..18:00`
    pub hours: Option<(Clock, Clock)>,
    /// `language de`: the language as written.
    pub language: Option<Span>,
}

/// `use "file.care"`
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The whole statement.
    pub span: Span,
    /// The path.
    pub path: Text,
}

/// `activity NAME "label" is PARENT, … do "instruction"`; a sign has no instruction.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// `is …`
    pub parents: Box<[Name]>,
    /// `do "…"`
    pub instruction: Option<Text>,
}

/// `[patient] fact NAME "label" : KIND`
#[derive(Clone, Debug)]
pub struct Fact {
    /// The whole statement.
    pub span: Span,
    /// Whether all treatments of the patient share it.
    pub patient: bool,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// What it may be.
    pub kind: FactKind,
}

/// What a fact may be.
#[derive(Clone, Debug)]
pub enum FactKind {
    /// `yes/no`
    YesNo,
    /// `one of pen "a pen", roller "a roller"`
    OneOf(Box<[(Name, Option<Text>)]>),
    /// `number 1..6`, or `number` alone; whole numbers, both ends included.
    Number(Option<(i64, i64, Span)>),
}

/// `[patient] event NAME "label" [before treatment | any time] [expected WINDOW]`
#[derive(Clone, Debug)]
pub struct Event {
    /// The whole statement.
    pub span: Span,
    /// Whether all treatments of the patient share it.
    pub patient: bool,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// On which side of the treatment it lies.
    pub side: Side,
    /// `expected …`
    pub expected: Option<Window>,
}

/// On which side of the treatment an event lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// After it, if nothing is said.
    After,
    /// `before treatment`
    Before,
    /// `any time`
    Any,
}

/// `part NAME "label" 18:00..22:00`; a part that passes midnight ends on the next day.
#[derive(Clone, Debug)]
pub struct Part {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// When it starts.
    pub start: Clock,
    /// When it ends.
    pub end: Clock,
}

/// `accept FINDING "k3f9-2m1x7q" because "…"`
#[derive(Clone, Debug)]
pub struct Accept {
    /// The whole statement.
    pub span: Span,
    /// The name of the finding.
    pub finding: Span,
    /// What tells which of the findings of that name is meant.
    pub digest: Text,
    /// Why it stays.
    pub because: Text,
}

/// `translation de { "saunas" "Saunabesuche" }`
#[derive(Clone, Debug)]
pub struct Translation {
    /// The whole statement.
    pub span: Span,
    /// The language, as written.
    pub language: Span,
    /// Each text as the sheet says it, and what it is in that language.
    pub texts: Box<[(Text, Text)]>,
}

/// `replace NAME [for TARGET, …] because "…" with RULE`, `drop NAME [for TARGET, …] because "…"`
#[derive(Clone, Debug)]
pub struct Change {
    /// The whole statement.
    pub span: Span,
    /// The name of the rule.
    pub name: Name,
    /// `for TARGET, …`; empty for all that the rule speaks of.
    pub targets: Box<[Name]>,
    /// Why.
    pub because: Text,
    /// What stands in its place; nothing for `drop`.
    pub with: Option<Rule>,
}

/// `phase "label" WINDOW when COND { rules }`
#[derive(Clone, Debug)]
pub struct Phase {
    /// The heading, from `phase` to the brace.
    pub span: Span,
    /// Its label.
    pub label: Option<Text>,
    /// The window that its rules take.
    pub window: Option<Window>,
    /// `when …` and `unless …`, with whether it is `unless`.
    pub conditions: Box<[Guard]>,
    /// Its rules, each a [`Statement::Rule`] or [`Statement::Broken`].
    pub statements: Vec<Statement>,
    /// Whether its heading could not be read: then nothing may be concluded about the windows of its rules.
    pub broken: bool,
}

/// `[NAME:] [ideally] VERB TARGET, … [CLAUSE …]`
#[derive(Clone, Debug)]
pub struct Rule {
    /// The whole statement.
    pub span: Span,
    /// `NAME:`
    pub name: Option<Name>,
    /// `ideally`
    pub ideally: Option<Span>,
    /// What it says.
    pub verb: Verb,
    /// Where the verb stands.
    pub verb_span: Span,
    /// About what; empty for `contraindicated` and `repeat`.
    pub targets: Box<[Name]>,
    /// `do TARGET "instruction"`
    pub instruction: Option<Text>,
    /// Its clauses, in the order of the text, each kind at most once.
    pub clauses: Box<[Clause]>,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Must not.
    Avoid,
    /// May (again).
    Allow,
    /// Must.
    Do,
    /// Normal.
    Expect,
    /// Not normal: call the clinic.
    Alert,
    /// Do not treat.
    Contraindicated,
    /// A course of sessions.
    Repeat,
}

impl Verb {
    /// The word in the text.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verb::Avoid => "avoid",
            Verb::Allow => "allow",
            Verb::Do => "do",
            Verb::Expect => "expect",
            Verb::Alert => "alert",
            Verb::Contraindicated => "contraindicated",
            Verb::Repeat => "repeat",
        }
    }
}

/// A clause of a rule and its place.
#[derive(Clone, Debug)]
pub struct Clause {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ClauseKind,
}

/// What a clause is.
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// When the rule holds. `before NAME` is [`ClauseKind::Before`].
    Window(Box<Window>),
    /// How often.
    Frequency(Box<Frequency>),
    /// `lasting 15min..20min`
    Lasting(Box<DurationRange>),
    /// `after NAME, …`: an order of activities.
    After(Box<[Name]>),
    /// `before NAME`: an order if the name is an activity, a window if it is an event.
    Before(Name),
    /// `5min after NAME`, `2h before NAME`
    Gap(Box<Gap>),
    /// `when COND`, `unless COND`
    Guard(Box<Guard>),
    /// `except NAME, … [when COND]`
    Except(Box<Except>),
    /// `because "…"`
    Because(Text),
    /// `source "…"`
    Source(Text),
    /// `amount "…"`
    Amount(Text),
    /// `by "…"`
    By(Text),
    /// `every 4w..6w` of a `repeat`.
    Every(Box<DurationRange>),
    /// `no sooner than 4mo..5mo` of a `repeat`.
    NoSooner(Box<DurationRange>),
    /// `for 3..6 sessions` of a `repeat`; both ends included, the first never above the second.
    Sessions(u16, u16),
}

/// `when COND` or `unless COND`
#[derive(Clone, Debug)]
pub struct Guard {
    /// All of it.
    pub span: Span,
    /// Whether it is `unless`.
    pub unless: bool,
    /// The condition.
    pub condition: Condition,
}

/// `except NAME, (NAME WINDOW), … [when COND]`
#[derive(Clone, Debug)]
pub struct Except {
    /// The holes: each a name, and a window if it stands in parentheses with one.
    pub holes: Box<[(Name, Option<Window>)]>,
    /// `when COND`, for all of the holes.
    pub condition: Option<Condition>,
}

/// `5min after NAME` (an activity, whenever it happens)
#[derive(Clone, Debug)]
pub struct Gap {
    /// How long between.
    pub duration: DurationRange,
    /// Whether it is `after`; else `before`.
    pub after: bool,
    /// The other activity.
    pub name: Name,
}

/// How often.
#[derive(Clone, Debug)]
pub enum Frequency {
    /// `throughout`
    Throughout,
    /// `daily`
    Daily,
    /// `2..3 times daily`; both ends included.
    Times(u16, u16),
    /// `up to 4 times daily`
    UpTo(u16),
    /// `every 4h`, `every 4h..6h`
    Every(DurationRange),
    /// `daily at 08:00, 20:00`
    DailyAt(Box<[Clock]>),
    /// `daily morning, evening`
    DailyParts(Box<[Name]>),
    /// `as needed`
    AsNeeded,
}

/// A window and its place.
#[derive(Clone, Debug)]
pub struct Window {
    /// All of it.
    pub span: Span,
    /// What was written.
    pub kind: WindowKind,
}

/// The ways to write a window.
#[derive(Clone, Debug)]
pub enum WindowKind {
    /// `until M`
    Until(Moment),
    /// `from M`, `from M until N`
    From(Moment, Option<Moment>),
    /// `from M through day 7`
    FromThrough(Moment, Day),
    /// `through day 7`
    Through(Day),
    /// `before M`, where M is not a bare name (see [`ClauseKind::Before`])
    Before(Moment),
    /// `on day 3`, `on days 2 to 7`, `on day 0 evening`
    On {
        /// The first day.
        first: Day,
        /// The last day, if another is written.
        last: Option<Day>,
        /// The part of the day.
        part: Option<Name>,
    },
    /// `at M`, `at A..B`
    At(Moment),
    /// `on arrival`
    OnArrival,
    /// `within 48h of M`, `within 3d..1w before M`, `within 2w after M`
    Within(DurationRange, Toward, Moment),
}

/// On which side of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// `of`: both sides
    Of,
    /// `before`
    Before,
    /// `after`
    After,
}

/// A moment and its place.
#[derive(Clone, Debug)]
pub struct Moment {
    /// All of it.
    pub span: Span,
    /// Whether `about` stands before it; it is about all of it.
    pub about: bool,
    /// What was written.
    pub kind: MomentKind,
}

/// The ways to write a moment.
#[derive(Clone, Debug)]
pub enum MomentKind {
    /// One point.
    Point(Point),
    /// `A..B`
    Range(Box<(Point, Point)>),
    /// `later of A and B`; neither is itself a `later of`.
    LaterOf(Box<(Moment, Moment)>),
}

/// A point in time as written.
#[derive(Clone, Debug)]
pub struct Point {
    /// All of it.
    pub span: Span,
    /// What was written.
    pub kind: PointKind,
}

/// The ways to write a point in time.
#[derive(Clone, Debug)]
pub enum PointKind {
    /// `treatment`
    Treatment,
    /// `+48h`, `-1w`
    Offset(Offset),
    /// `day 5`, `day -1 18:00`
    Day(Day, Option<Clock>),
    /// `healed`, `healed +2w`
    Event(Name, Option<Offset>),
}

/// `+48h`, `-1w`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Sign and duration.
    pub span: Span,
    /// Whether it is `-`.
    pub negative: bool,
    /// How far.
    pub duration: Duration,
}

/// `N` of `day N`, as the sheet numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The number with its sign; in `on days 2 to 7` the second is the number alone.
    pub span: Span,
    /// The number.
    pub number: i32,
}

/// `48h`, `1w24h`, each unit as written, the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Duration {
    /// All of it.
    pub span: Span,
    /// `y`
    pub years: u16,
    /// `mo`
    pub months: u16,
    /// `w`
    pub weeks: u16,
    /// `d`
    pub days: u16,
    /// `h`
    pub hours: u16,
    /// `min`
    pub minutes: u16,
}

/// `4mo..5mo`, or one duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurationRange {
    /// All of it.
    pub span: Span,
    /// The first.
    pub low: Duration,
    /// The second, if one is written.
    pub high: Option<Duration>,
}

/// A clock time from 00:00 to 23:59.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// All of it.
    pub span: Span,
    /// Minutes since 00:00.
    pub minutes: u16,
}

/// A condition and its place.
#[derive(Clone, Debug)]
pub struct Condition {
    /// All of it.
    pub span: Span,
    /// What was written.
    pub kind: ConditionKind,
}

/// The ways to write a condition.
#[derive(Clone, Debug)]
pub enum ConditionKind {
    /// `skin_irritated`: a yes/no fact or a sign
    Name(Name),
    /// `fitzpatrick >= 4`, with the operator's place
    Compare(Name, Comparison, Span, Value),
    /// `NAME within 6mo before treatment`
    Within(Name, DurationRange, Toward, Moment),
    /// `treatment at or after 10:00`, `treatment before 10:00` (`true` is before)
    TreatmentClock {
        /// Whether it is `before`; else `at or after`.
        before: bool,
        /// The clock time.
        clock: Clock,
    },
    /// `not …`
    Not(Box<Condition>),
    /// `a and b and c`
    All(Box<[Condition]>),
    /// `a or b or c`
    Any(Box<[Condition]>),
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// A value as written.
#[derive(Clone, Debug)]
pub struct Value {
    /// All of it.
    pub span: Span,
    /// What was written.
    pub kind: ValueKind,
}

/// The ways to write a value. The last four stand only under `given`.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// `yes`
    Yes,
    /// `no`
    No,
    /// `4`
    Number(i64),
    /// `pen`
    Name(Name),
    /// `never`
    Never,
    /// `+6d`, `day 3 09:00`
    Moment(Moment),
    /// `2026-05-24`: text of a date of the calendar
    Date,
    /// `2026-05-24 10:00`: text of a date and a clock time
    DateTime,
}

/// `test "…" treated 2026-11-23 14:00 Europe/Paris given … { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// The heading, from `test` to the brace.
    pub span: Span,
    /// What it is called.
    pub name: Text,
    /// `2026-11-23 14:00`
    pub treated: Span,
    /// `Europe/Paris`; without it UTC.
    pub zone: Option<Span>,
    /// `given NAME = VALUE, …`
    pub given: Box<[(Name, Value)]>,
    /// What must hold.
    pub expectations: Vec<Expectation>,
}

/// `at +1h: sauna avoided until +48h`
#[derive(Clone, Debug)]
pub struct Expectation {
    /// All of it.
    pub span: Span,
    /// When it is asked; `None` is `on arrival`.
    pub at: Option<Moment>,
    /// What is expected.
    pub expected: Expected,
}

/// What a test expects.
#[derive(Clone, Debug)]
pub enum Expected {
    /// `contraindicated`, `not contraindicated`, `perhaps contraindicated`
    Contraindicated(Screened),
    /// `[not] [ideally] VERB NAME HOW`, `[not] [ideally] repeat …`: whether a rule says exactly that; a rule without a window.
    Stated(bool, Box<Rule>),
    /// `[not] part NAME`: whether the moment lies in that part of the day.
    Part(bool, Name),
    /// `NAME ANSWER [until M]`
    Answer {
        /// The activity or sign.
        target: Name,
        /// Its answer.
        answer: AnswerWord,
        /// Until when that answer holds.
        until: Option<Moment>,
    },
}

/// Whether the treatment is contraindicated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screened {
    /// `contraindicated`
    Yes,
    /// `not contraindicated`
    No,
    /// `perhaps contraindicated`
    Perhaps,
}

/// The words of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerWord {
    /// `avoided`
    Avoided,
    /// `better not`
    BetterNot,
    /// `due`
    Due,
    /// `not due`
    NotDue,
    /// `allowed`
    Allowed,
    /// `not stated`
    NotStated,
    /// `expected`
    Expected,
    /// `alert`
    Alert,
    /// `depends`
    Depends,
}

impl AnswerWord {
    /// The words in the text.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AnswerWord::Avoided => "avoided",
            AnswerWord::BetterNot => "better not",
            AnswerWord::Due => "due",
            AnswerWord::NotDue => "not due",
            AnswerWord::Allowed => "allowed",
            AnswerWord::NotStated => "not stated",
            AnswerWord::Expected => "expected",
            AnswerWord::Alert => "alert",
            AnswerWord::Depends => "depends",
        }
    }
}
