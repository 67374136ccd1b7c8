//! Rules → what they mean, as one canonical text. Two texts are equal exactly when the rules say the same about the same
//! names, however and wherever they are written; what only a reader sees (labels, reasons, sources, instructions, the
//! names of rules, headings) is no part of it. What is accepted is bound to this text. Judges nothing.

use std::collections::BTreeSet;

use super::condition::{Atom, Condition, Operator};
use super::declared::{FactId, FactKind, SubjectId, Value};
use super::rule::{Exception, Frequency, Length, Order, Rule};
use super::{Model, PartId};
use crate::time::{Anchor, End, EventId, Latest, Moment, Step, Term, Window};

/// What some rules mean together, in any order, with how the names they speak of, and those in `about`, are kinds of each
/// other, and with what is declared about the facts and events they rest on.
#[must_use]
pub fn meaning(model: &Model, rules: &[&Rule], about: &[SubjectId]) -> String {
    let mut teller = Teller::new(model);
    let mut lines: Vec<String> = rules.iter().map(|rule| teller.rule(rule)).collect();
    let named = rules.iter().flat_map(|rule| {
        rule.targets.iter().map(|(target, _)| *target).chain(rule.except.iter().map(|hole| hole.subject))
    });
    let named: BTreeSet<SubjectId> = named.chain(about.iter().copied()).collect();
    for &kind in &named {
        for &parent in named.iter().filter(|&&parent| parent != kind && model.is_kind_of(kind, parent)) {
            lines.push(format!("{} is {}", teller.subject(kind), teller.subject(parent)));
        }
    }
    teller.whole(lines)
}

/// What a window means by itself.
#[must_use]
pub fn meaning_of_window(model: &Model, window: &Window) -> String {
    let mut teller = Teller::new(model);
    let line = teller.window(window);
    teller.whole(vec![line])
}

/// Tells rules, and remembers of which facts and events it has spoken.
struct Teller<'m> {
    model: &'m Model,
    facts: BTreeSet<FactId>,
    events: BTreeSet<EventId>,
}

impl<'m> Teller<'m> {
    fn new(model: &'m Model) -> Teller<'m> {
        Teller { model, facts: BTreeSet::new(), events: BTreeSet::new() }
    }

    /// The lines in one order, with a line for each fact and event that was spoken of.
    fn whole(mut self, mut lines: Vec<String>) -> String {
        // An expected window may speak of further events.
        let mut told = BTreeSet::new();
        while let Some(&event) = self.events.difference(&told).next() {
            told.insert(event);
            lines.push(self.event_line(event));
        }
        let facts: Vec<FactId> = self.facts.iter().copied().collect();
        lines.extend(facts.into_iter().map(|fact| self.fact_line(fact)));
        lines.sort();
        lines.dedup();
        lines.join("\n")
    }

    fn event_line(&mut self, id: EventId) -> String {
        let Some(event) = self.model.event(id) else { return String::new() };
        let shared = if event.patient { "patient " } else { "" };
        let expected = event.expected.as_ref().map(|window| format!(" expected {}", self.window(window)));
        let sides = [(event.treatment, event.side)].into_iter().chain(event.also.iter().copied());
        let sides: Vec<String> = sides.map(|(treatment, side)| format!("{side:?}{}", self.of(treatment))).collect();
        format!("{shared}event {} {}{}", event.name, sides.join(" "), expected.unwrap_or_default())
    }

    fn fact_line(&self, id: FactId) -> String {
        let Some(fact) = self.model.fact(id) else { return String::new() };
        let shared = if fact.patient { "patient " } else { "" };
        let kind = match &fact.kind {
            FactKind::YesNo => "yes/no".to_owned(),
            FactKind::OneOf(choices) => format!("one of {}", sorted(choices.iter().map(|(name, _)| name.clone()))),
            FactKind::Number(None) => "number".to_owned(),
            FactKind::Number(Some((low, high))) => format!("number {low}..{high}"),
        };
        format!("{shared}fact {}: {kind}", fact.name)
    }

    fn rule(&mut self, rule: &Rule) -> String {
        let mut parts = vec![rule.verb.word().to_owned() + &self.of(rule.treatment)];
        let mut say = |what: &str, text: String| parts.push(format!("{what} {text}"));
        if rule.ideally {
            say("as", "advice".to_owned());
        }
        if !rule.targets.is_empty() {
            say("of", sorted(rule.targets.iter().map(|(target, _)| self.subject(*target))));
        }
        if let Some(window) = &rule.window {
            say("in", self.window(window));
        }
        if let Some(frequency) = &rule.frequency {
            say("how often", self.frequency(frequency));
        }
        if let Some(range) = &rule.lasting {
            say("lasting", lengths(range));
        }
        if !rule.orders.is_empty() {
            say("order", sorted(rule.orders.iter().map(|order| self.order(order))));
        }
        if !rule.condition.is_always() {
            say("when", self.condition(&rule.condition, false));
        }
        if !rule.except.is_empty() {
            say("except", sorted(rule.except.iter().map(|hole| self.exception(hole))));
        }
        if let Some(course) = &rule.course {
            let every = course.every.as_ref().map(lengths);
            say("course", format!("{every:?} {:?} {:?}", course.no_sooner.as_ref().map(lengths), course.sessions));
        }
        // How much, and who: another amount is another rule.
        if let Some(amount) = &rule.amount {
            say("amount", format!("{amount:?}"));
        }
        if let Some(by) = &rule.by {
            say("by", format!("{by:?}"));
        }
        parts.join("; ")
    }

    fn subject(&self, id: SubjectId) -> String {
        self.model.subject(id).name.clone()
    }

    fn event(&mut self, id: EventId) -> String {
        self.events.insert(id);
        self.model.event(id).map(|event| event.name.clone()).unwrap_or_default()
    }

    /// ` of botox`, for what belongs to another treatment than that of the sheet.
    fn of(&mut self, treatment: Anchor) -> String {
        treatment.event().map(|event| format!(" of {}", self.event(event))).unwrap_or_default()
    }

    fn window(&mut self, window: &Window) -> String {
        let start = window.start.as_ref().map_or("any time".to_owned(), |moment| self.moment(moment));
        let end = match &window.end {
            End::At(moment) => self.moment(moment),
            End::Open => "open".to_owned(),
            End::NotStated => "not stated".to_owned(),
        };
        format!("[{start} to {end}{}]", if window.point { " once" } else { "" })
    }

    fn moment(&mut self, moment: &Moment) -> String {
        let about = if moment.about { "about " } else { "" };
        let latest = self.latest(&moment.latest);
        if moment.is_range() {
            format!("{about}{}..{latest}", self.latest(&moment.earliest))
        } else {
            format!("{about}{latest}")
        }
    }

    fn latest(&mut self, latest: &Latest) -> String {
        // Their order is that of the events' numbers, which come from where the events are declared.
        sorted(latest.0.iter().map(|term| self.term(term)))
    }

    fn term(&mut self, term: &Term) -> String {
        let mut text = match term.anchor {
            Anchor::Treatment => "treatment".to_owned(),
            Anchor::Event(event) => self.event(event),
        };
        for step in &term.steps {
            text += &match step {
                Step::Calendar { months, days } => format!(" {months:+}mo{days:+}d"),
                Step::Day { days, clock: None } => format!(" day {days:+}"),
                Step::Day { days, clock: Some(minutes) } => format!(" day {days:+} at {minutes}min"),
                Step::Elapsed { seconds } => format!(" {seconds:+}s"),
            };
        }
        text
    }

    fn frequency(&self, frequency: &Frequency) -> String {
        match frequency {
            Frequency::Throughout => "throughout".to_owned(),
            Frequency::Daily => "daily".to_owned(),
            Frequency::Times(low, high) => format!("{low}..{high} times daily"),
            Frequency::UpTo(most) => format!("up to {most} times daily"),
            Frequency::Every(low, high) => format!("every {}", lengths(&(*low, *high))),
            Frequency::DailyAt(minutes) => format!("daily at {}", sorted(minutes.iter().map(ToString::to_string))),
            Frequency::DailyParts(parts) => format!("daily in {}", sorted(parts.iter().map(|part| self.part(*part)))),
            Frequency::AsNeeded => "as needed".to_owned(),
        }
    }

    /// A part of the day by its times: what it is called is for readers.
    fn part(&self, id: PartId) -> String {
        self.model.parts.get(id.0 as usize).map(|part| format!("{}..{}", part.start, part.end)).unwrap_or_default()
    }

    fn order(&self, order: &Order) -> String {
        let side = if order.after { "after" } else { "before" };
        format!("{} {side} {}", order.gap.as_ref().map(lengths).unwrap_or_default(), self.subject(order.other))
    }

    fn exception(&mut self, hole: &Exception) -> String {
        let window = hole.window.as_ref().map(|window| self.window(window)).unwrap_or_default();
        let condition = self.condition(&hole.condition, false);
        format!("({} {window} when {condition})", self.subject(hole.subject))
    }

    /// A condition, or its opposite, with each `not` at its question.
    fn condition(&mut self, condition: &Condition, negated: bool) -> String {
        let is_all = match condition {
            Condition::Atom(atom) => return self.atom(atom, negated),
            Condition::Not(inner) => return self.condition(inner, !negated),
            Condition::All(_) => !negated,
            Condition::Any(_) => negated,
        };
        let mut members = BTreeSet::new();
        self.members(condition, negated, is_all, &mut members);
        match (members.first(), members.len(), is_all) {
            (Some(only), 1, _) => only.clone(),
            (_, _, true) => format!("all({})", sorted(members)),
            (_, _, false) => format!("any({})", sorted(members)),
        }
    }

    /// What is joined by one kind of word, whatever parentheses there are.
    fn members(&mut self, condition: &Condition, negated: bool, is_all: bool, into: &mut BTreeSet<String>) {
        match condition {
            Condition::All(each) if is_all != negated => {
                each.iter().for_each(|one| self.members(one, negated, is_all, into));
            }
            Condition::Any(each) if is_all == negated => {
                each.iter().for_each(|one| self.members(one, negated, is_all, into));
            }
            Condition::Not(inner) => self.members(inner, !negated, is_all, into),
            other => {
                into.insert(self.condition(other, negated));
            }
        }
    }

    fn atom(&mut self, atom: &Atom, negated: bool) -> String {
        match atom {
            Atom::Fact(id, operator, value) => {
                self.facts.insert(*id);
                let name = self.model.fact(*id).map(|fact| fact.name.clone()).unwrap_or_default();
                format!("{name} {}", self.comparison(*id, *operator, *value, negated))
            }
            Atom::Near { event, from, to } => {
                let not = if negated { "not " } else { "" };
                format!("{not}{} within [{} to {}]", self.event(*event), self.moment(from), self.moment(to))
            }
            Atom::AtOrAfter(treatment, minutes) => {
                let other = treatment.event().map(|event| self.event(event) + " ").unwrap_or_default();
                format!("{other}treated {} {minutes}min", if negated { "before" } else { "from" })
            }
        }
    }

    /// `> 3` and `>= 4` ask the same of a whole number, and so do `= no` and `not`.
    fn comparison(&self, fact: FactId, operator: Operator, value: Value, negated: bool) -> String {
        match (operator, value) {
            (Operator::Greater, Value::Number(n)) => {
                format!("{} {}", if negated { "<" } else { ">=" }, n.saturating_add(1))
            }
            (Operator::Less, Value::Number(n)) => format!("{} {n}", if negated { ">=" } else { "<" }),
            (_, Value::Bool(so)) => (if so == negated { "no" } else { "yes" }).to_owned(),
            (_, value) => {
                let sign = if negated { "!=" } else { "=" };
                match (value, self.model.fact(fact).map(|fact| &fact.kind)) {
                    (Value::Choice(at), Some(FactKind::OneOf(choices))) => {
                        let choice = choices.get(at as usize).map(|(name, _)| name.as_str());
                        format!("{sign} {}", choice.unwrap_or_default())
                    }
                    (Value::Number(n), _) => format!("{sign} {n}"),
                    (value, _) => format!("{sign} {value:?}"),
                }
            }
        }
    }
}

/// A range of lengths; a year is twelve months and a week seven days, but a day is not 24 hours.
fn lengths((low, high): &(Length, Length)) -> String {
    let length = |length: &Length| {
        let months = u32::from(length.years) * 12 + u32::from(length.months);
        let days = u32::from(length.weeks) * 7 + u32::from(length.days);
        let minutes = u32::from(length.hours) * 60 + u32::from(length.minutes);
        format!("{months}mo{days}d{minutes}min")
    };
    format!("{}..{}", length(low), length(high))
}

/// Texts in one order, each once.
fn sorted(texts: impl IntoIterator<Item = String>) -> String {
    let texts: BTreeSet<String> = texts.into_iter().collect();
    texts.into_iter().collect::<Vec<_>>().join(", ")
}
