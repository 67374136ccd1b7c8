//! A sheet and its tests → what of the rules the tests ask about: each rule, each end of a window from both sides, each
//! exception, each condition true and false. What no test could show, because another rule says the same there, does not
//! count and is told.

use std::collections::BTreeMap;

use jiff::Zoned;

use super::asked::{Ask, Asked, written};
use super::ends::{self, Bound, is_beside};
use crate::evaluate::{Line, bears_on};
use crate::model::{Atom, Case, Course, Exception, Length, Model, Operator, Rule, SubjectId, Test, Truth, Value, Verb};
use crate::source::{Place, Sources};
use crate::time::{Edge, EventTime, Moment, Resolved, TimeError, Window};

/// What the tests of some sheets ask about.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// All that can be asked about, by place.
    pub items: Vec<Item>,
}

/// Something that tests can ask about.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub what: What,
    /// Where it stands.
    pub at: Line,
    /// The rule: its name, or its verb and its targets.
    pub rule: String,
    /// Which part of it, as it is written: `the end of until +48h`; empty for the rule itself.
    pub part: String,
    /// Whether a test can show it at all: an answer changes there, in some case of the tests.
    pub counts: bool,
    /// From where it has to be asked about.
    pub sides: Vec<Side>,
}

/// What can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A rule: about a target of it, in a case where it applies, while it may hold.
    Rule,
    /// An end of a window, or a limit in a condition: from both sides, no farther than the least step of what is written.
    Boundary,
    /// An exception: inside, and outside where that is something else.
    Exception,
    /// A condition: where it is true, and where it is false.
    Condition,
}

/// One side of what is asked about.
#[derive(Clone, Debug)]
pub struct Side {
    /// `before`, `after`, `true`, `false`, `inside`, `outside`, `asked`.
    pub name: &'static str,
    /// How many expectations ask about it.
    pub asked: usize,
    /// What would ask about it, if none does and a test has a case for it.
    pub suggestion: Option<Suggestion>,
}

/// A line that a test lacks.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The name of the test.
    pub test: String,
    /// Where it stands.
    pub at: Line,
    /// The line, with what is answered today.
    pub line: String,
}

/// How many there are of something, and how many of them are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those of which all sides are asked about.
    pub covered: usize,
    /// All that count.
    pub of: usize,
}

impl Tally {
    /// In percent, rounded down; all of nothing is all.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.of).unwrap_or(100)
    }
}

impl Item {
    /// Whether all sides are asked about.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.sides.iter().all(|side| side.asked > 0)
    }
}

impl Coverage {
    /// How many items there are of a kind, or of all kinds.
    #[must_use]
    pub fn tally(&self, what: Option<What>) -> Tally {
        let counted = || self.items.iter().filter(|item| item.counts && what.is_none_or(|what| item.what == what));
        Tally { covered: counted().filter(|item| item.is_covered()).count(), of: counted().count() }
    }

    /// What several sheets come to together: a rule that two of them use is covered by the tests of both.
    #[must_use]
    pub fn joined(all: impl IntoIterator<Item = Coverage>) -> Coverage {
        let mut found: BTreeMap<(String, u32, u32, What, String, String), Item> = BTreeMap::new();
        for item in all.into_iter().flat_map(|one| one.items) {
            // What stands in the heading of a phase is one thing, whichever rule it is asked of.
            let rule = if item.what == What::Boundary { String::new() } else { item.rule.clone() };
            let key = (item.at.file.clone(), item.at.line, item.at.column, item.what, item.part.clone(), rule);
            match found.entry(key) {
                std::collections::btree_map::Entry::Vacant(place) => _ = place.insert(item),
                std::collections::btree_map::Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.counts |= item.counts;
                    for (side, more) in known.sides.iter_mut().zip(item.sides) {
                        side.asked += more.asked;
                        side.suggestion = side.suggestion.take().or(more.suggestion).filter(|_| side.asked == 0);
                    }
                }
            }
        }
        Coverage { items: found.into_values().collect() }
    }
}

/// What some tests of a sheet ask about.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn coverage(model: &Model, sources: &Sources, tests: &[&Test]) -> Result<Coverage, TimeError> {
    let looking = Looking { asked: Asked::of(model, tests)?, model, sources };
    let mut items = Vec::new();
    for rule in &model.rules {
        items.extend(looking.items(rule));
    }
    Ok(Coverage::joined([Coverage { items }]))
}

struct Looking<'m> {
    asked: Asked<'m>,
    model: &'m Model,
    sources: &'m Sources,
}

/// A question as one rule sees it.
struct Seen<'s> {
    ask: &'s Ask,
    case: &'s Case,
    /// Whether the condition holds.
    applies: Truth,
    /// The window; `None` for a rule without one.
    window: Option<Resolved>,
    /// Whether a hole surely lets the target through.
    excepted: bool,
}

impl Seen<'_> {
    fn at(&self) -> Edge {
        Edge::At(self.ask.at.clone())
    }

    fn may_hold(&self) -> bool {
        self.window.as_ref().is_none_or(|window| window.possible().contains(&self.at()))
    }

    /// Whether it asks about the rule while it may hold.
    fn meets(&self) -> bool {
        self.may_hold() && !self.excepted
    }
}

impl<'m> Looking<'m> {
    fn items(&self, rule: &'m Rule) -> Vec<Item> {
        let always = |_: &Seen<'_>| true;
        let mut items = vec![self.item(
            What::Rule,
            rule,
            rule.place,
            String::new(),
            vec![("asked", Box::new(|seen: &Seen<'_>| seen.applies == Truth::True && seen.meets()))],
        )];
        // A course has no window of its own.
        if let Some(window) = rule.window.as_deref().filter(|_| rule.verb != Verb::Repeat) {
            items.extend(self.ends(rule, window, rule.window_place, always));
        }
        for hole in &rule.except {
            items.extend(self.exception(rule, hole));
        }
        if !rule.condition.is_always() {
            let is = |truth: Truth| -> Covers<'m> { Box::new(move |seen| seen.meets() && seen.applies == truth) };
            let sides = vec![("true", is(Truth::True)), ("false", is(Truth::False))];
            items.push(self.item(What::Condition, rule, rule.place, "its condition".to_owned(), sides));
            items.extend(self.limits(rule));
        }
        items
    }

    /// The ends of a window: a rule's own, or that of an exception.
    fn ends(
        &self,
        rule: &'m Rule,
        window: &'m Window,
        place: Place,
        also: impl Fn(&Seen<'_>) -> bool + Copy + 'm,
    ) -> Vec<Item> {
        let text = self.text(place);
        let mut items = Vec::new();
        for bound in ends::bounds(window, rule) {
            let side = |after: bool| -> Covers<'_> {
                Box::new(move |seen| {
                    also(seen) && seen.applies == Truth::True && self.is_at(&bound, window, seen, after)
                })
            };
            let sides = vec![("before", side(false)), ("after", side(true))];
            let part = format!("the {} of `{text}`", bound.word());
            let mut item = self.item(What::Boundary, rule, place, part, sides);
            item.counts = rule.verb == Verb::Contraindicated || self.is_shown(rule, window, &bound);
            items.push(item);
        }
        items
    }

    /// Whether a question asks about one side of an end, and the answer changes there.
    fn is_at(&self, bound: &Bound, window: &Window, seen: &Seen<'_>, after: bool) -> bool {
        let Ok(resolved) = window.resolve(&seen.case.situation) else { return false };
        let Some(edge) = bound.edge(window, &resolved, seen.case) else { return false };
        let Some(target) = seen.ask.target else { return is_beside(&seen.ask.at, &edge, after, bound.step) };
        let pinned = seen.ask.until.as_ref().is_some_and(|until| until.timestamp() == edge.timestamp());
        (pinned || is_beside(&seen.ask.at, &edge, after, bound.step))
            && (seen.ask.verb.is_some() || self.asked.changes_at(seen.ask.case, target, &Edge::At(edge)))
    }

    /// Whether an answer changes at an end in some case of the tests, or no case of theirs is one of the rule.
    fn is_shown(&self, rule: &Rule, window: &Window, bound: &Bound) -> bool {
        let mut hidden = false;
        for (index, test) in self.asked.cases.iter().enumerate() {
            let edge = window.resolve(&test.case.situation).ok();
            let edge = edge.and_then(|resolved| bound.edge(window, &resolved, &test.case));
            let Some(edge) = edge.filter(|_| rule.condition.truth(&test.case) == Ok(Truth::True)) else { continue };
            let edge = Edge::At(edge);
            if self.targets(rule).any(|target| self.asked.changes_at(index, target, &edge)) {
                return true;
            }
            hidden = true;
        }
        !hidden
    }

    fn exception(&self, rule: &'m Rule, hole: &'m Exception) -> Vec<Item> {
        let about = move |looking: &Self, seen: &Seen<'_>| {
            let named = seen.ask.target.is_some_and(|target| looking.model.is_kind_of(target, hole.subject));
            named && seen.applies == Truth::True && seen.may_hold()
        };
        let inside = move |seen: &Seen<'_>| is_inside(hole, seen.case, &seen.at());
        let mut sides: Vec<(&'static str, Covers<'_>)> =
            vec![("inside", Box::new(move |seen| about(self, seen) && inside(seen) == Truth::True))];
        if hole.window.is_some() || !hole.condition.is_always() {
            sides.push(("outside", Box::new(move |seen| about(self, seen) && inside(seen) == Truth::False)));
        }
        let part = format!("the exception `{}`", self.text(hole.place));
        let mut items = vec![self.item(What::Exception, rule, hole.place, part, sides)];
        if let Some(window) = &hole.window {
            let applies = |seen: &Seen<'_>| hole.condition.truth(seen.case) == Ok(Truth::True) && seen.may_hold();
            items.extend(self.ends(rule, window, hole.place, applies));
        }
        items
    }

    /// The numbers and times in a condition.
    fn limits(&self, rule: &'m Rule) -> Vec<Item> {
        let mut atoms = rule.condition.atoms();
        atoms.sort();
        atoms.dedup();
        let mut items = Vec::new();
        for atom in atoms {
            for (part, is_on) in self.limits_of(atom) {
                let is_on = std::rc::Rc::new(is_on);
                let side = |after: bool| -> Covers<'_> {
                    let is_on = std::rc::Rc::clone(&is_on);
                    Box::new(move |seen| seen.meets() && is_on(seen.case, after))
                };
                let sides = vec![("before", side(false)), ("after", side(true))];
                items.push(self.item(What::Boundary, rule, rule.place, part, sides));
            }
        }
        items
    }

    /// Each limit that an atom sets: in words, and whether a case lies just before it, or from it on.
    fn limits_of(&self, atom: &'m Atom) -> Vec<(String, IsOn<'m>)> {
        match atom {
            Atom::Fact(fact, operator, Value::Number(number)) if *operator != Operator::Equal => {
                // The first number on the far side.
                let first = if *operator == Operator::Greater { number.saturating_add(1) } else { *number };
                let name = self.model.fact(*fact).map(|fact| fact.name.as_str()).unwrap_or_default();
                let is_on = move |case: &Case, after: bool| {
                    case.fact(*fact) == Some(Value::Number(if after { first } else { first.saturating_sub(1) }))
                };
                vec![(format!("the limit of `{name}` at {first}"), Box::new(is_on))]
            }
            Atom::AtOrAfter(treatment, minutes) => {
                let is_on = move |case: &Case, after: bool| {
                    let at = case.instant(*treatment);
                    let clock = at.map(|at| i32::from(at.hour()) * 60 + i32::from(at.minute()) - i32::from(*minutes));
                    clock.is_some_and(|clock| if after { (0..60).contains(&clock) } else { (-60..0).contains(&clock) })
                };
                let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
                vec![(format!("the limit of the treatment at {clock}"), Box::new(is_on))]
            }
            Atom::Near { event, from, to } => {
                let name = self.model.event(*event).map(|event| event.name.as_str()).unwrap_or_default();
                [(&**from, false, "first"), (&**to, true, "last")]
                    .into_iter()
                    .filter_map(|(moment, included, which)| {
                        let step = moment.terms().flat_map(|term| &term.steps).filter_map(ends::step_of).min()?;
                        let is_on = move |case: &Case, after: bool| {
                            event_beside(&case.event(*event), case, moment, after, included, step)
                        };
                        let is_on: IsOn<'m> = Box::new(is_on);
                        Some((format!("the {which} time of `{name}` that counts"), is_on))
                    })
                    .collect()
            }
            Atom::Fact(..) => Vec::new(),
        }
    }

    /// An item with how many questions cover each side, and a line for each side that none covers.
    fn item(
        &self,
        what: What,
        rule: &'m Rule,
        place: Place,
        part: String,
        sides: Vec<(&'static str, Covers<'_>)>,
    ) -> Item {
        let covers = |ask: &Ask, covers: &Covers<'_>| self.seen(rule, ask).is_some_and(|seen| covers(&seen));
        let sides = sides.into_iter().map(|(name, is_covered)| {
            let asked = self.asked.asks.iter().filter(|ask| covers(ask, &is_covered)).count();
            let suggestion = if asked == 0 { self.suggestion(rule, |ask| covers(ask, &is_covered)) } else { None };
            Side { name, asked, suggestion }
        });
        Item { what, at: self.line(place), rule: self.named(rule), part, counts: true, sides: sides.collect() }
    }

    /// A question as a rule sees it, if it is one about the rule.
    fn seen<'s>(&'s self, rule: &Rule, ask: &'s Ask) -> Option<Seen<'s>> {
        let case = self.asked.case(ask)?;
        let at = Edge::At(ask.at.clone());
        let excepted = match ask.target {
            None if ask.verb == Some(rule.verb) => false,
            Some(_) if ask.verb.is_some_and(|verb| verb != rule.verb) => return None,
            Some(target) if bears_on(self.model, rule, target) => rule
                .except
                .iter()
                .any(|hole| self.model.is_kind_of(target, hole.subject) && is_inside(hole, case, &at) == Truth::True),
            _ => return None,
        };
        let window = rule.window.as_deref().filter(|_| rule.verb != Verb::Repeat);
        let window = window.map(|window| window.resolve(&case.situation)).transpose().ok()?;
        Some(Seen { ask, case, applies: rule.condition.truth(case).ok()?, window, excepted })
    }

    /// A line for a test that lacks it.
    fn suggestion(&self, rule: &Rule, covers: impl Fn(&Ask) -> bool) -> Option<Suggestion> {
        for (index, test) in self.asked.cases.iter().enumerate() {
            let treated = &test.case.situation.treated;
            let to_test = |line: String| Suggestion { test: test.name.to_owned(), at: self.line(test.place), line };
            if rule.verb == Verb::Contraindicated {
                let ask = Ask { case: index, target: None, verb: Some(rule.verb), at: treated.clone(), until: None };
                if covers(&ask) {
                    let so = if rule.condition.truth(&test.case) == Ok(Truth::True) { "" } else { "not " };
                    return Some(to_test(format!("at treatment: {so}contraindicated")));
                }
                continue;
            }
            if let Some(course) = &rule.course {
                let ask = Ask { case: index, target: None, verb: Some(rule.verb), at: treated.clone(), until: None };
                if covers(&ask) {
                    let not = if rule.condition.truth(&test.case) == Ok(Truth::True) { "" } else { "not " };
                    let ideally = if rule.ideally { "ideally " } else { "" };
                    let course = self.course(course, rule.place);
                    return Some(to_test(format!("at treatment: {not}{ideally}repeat {course}")));
                }
                continue;
            }
            let resolved = rule.windows().filter_map(|window| window.resolve(&test.case.situation).ok());
            let instants: Vec<Zoned> = resolved.flat_map(|window| ends::near(&window)).collect();
            for target in self.targets(rule) {
                for at in &instants {
                    let ask = Ask { case: index, target: Some(target), verb: None, at: at.clone(), until: None };
                    let answer = self.asked.answer(index, target, &Edge::At(at.clone()));
                    if let (true, Some(answer)) = (covers(&ask), answer)
                        && let Some(when) = written(self.model, treated, at)
                    {
                        let name = &self.model.subject(target).name;
                        return Some(to_test(format!("at {when}: {name} {}", answer.word())));
                    }
                }
            }
        }
        None
    }

    /// A course as it is written.
    fn course(&self, course: &Course, place: Place) -> String {
        let written = |(low, high): (Length, Length)| {
            let [low, high] = [low, high].map(|length| self.text(length.span.in_file(place.file)));
            if low == high { low } else { format!("{low}..{high}") }
        };
        let sessions = course.sessions.map(|(low, high)| {
            let range = if low == high { low.to_string() } else { format!("{low}..{high}") };
            format!("for {range} sessions")
        });
        let every = course.every.map(|every| format!("every {}", written(every)));
        let no_sooner = course.no_sooner.map(|no_sooner| format!("no sooner than {}", written(no_sooner)));
        [every, no_sooner, sessions].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What a rule speaks of: its targets, what it excepts, and then their kinds.
    fn targets(&self, rule: &'_ Rule) -> impl Iterator<Item = SubjectId> {
        let named = rule.targets.iter().map(|&(target, _)| target);
        let named: Vec<SubjectId> = named.chain(rule.except.iter().map(|hole| hole.subject)).collect();
        let kinds: Vec<SubjectId> = named.iter().flat_map(|&target| self.model.kinds_of(target)).collect();
        named.into_iter().chain(kinds)
    }

    fn line(&self, place: Place) -> Line {
        let file = self.sources.file(place.file);
        let at = file.line_column(place.span.start);
        Line { file: file.name().to_owned(), line: at.line, column: at.column }
    }

    /// What is written at a place, on one line.
    fn text(&self, place: Place) -> String {
        self.sources.slice(place).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn named(&self, rule: &Rule) -> String {
        let ideally = if rule.ideally { "ideally " } else { "" };
        let mut targets: Vec<&str> =
            rule.targets.iter().map(|&(target, _)| self.model.subject(target).name.as_str()).collect();
        if targets.len() > 3 {
            targets.truncate(3);
            targets.push("…");
        }
        format!("{ideally}{} {}", rule.verb.word(), targets.join(", ")).trim_end().to_owned()
    }
}

/// Whether a question, as the rule sees it, covers a side.
type Covers<'c> = Box<dyn Fn(&Seen<'_>) -> bool + 'c>;

/// Whether a case lies just before a limit, or from it on.
type IsOn<'c> = Box<dyn Fn(&Case, bool) -> bool + 'c>;

/// Whether a hole is open at an instant.
fn is_inside(hole: &Exception, case: &Case, at: &Edge) -> Truth {
    let condition = hole.condition.truth(case).unwrap_or(Truth::Unknown);
    let Some(window) = &hole.window else { return condition };
    let Ok(window) = window.resolve(&case.situation) else { return Truth::Unknown };
    let inside = match (window.certain().contains(at), window.possible().contains(at)) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    };
    condition.min(inside)
}

/// Whether an event is known to lie just before a moment, or from it on. A last moment counts itself.
fn event_beside(event: &EventTime, case: &Case, moment: &Moment, after: bool, included: bool, step: i64) -> bool {
    let Ok(edge) = case.situation.stretch(moment) else { return false };
    let (Some(edge), true) = (edge.start.instant(), edge.start == edge.end) else { return false };
    let at = match event {
        EventTime::Between(from, to) if from == to => from.instant(),
        EventTime::OnDay(first, _) => Some(first),
        _ => None,
    };
    let Some(at) = at else { return false };
    let on_edge = at.timestamp() == edge.timestamp();
    if included && on_edge { !after } else { is_beside(at, edge, after, step) }
}
