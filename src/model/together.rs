//! Several sheets for one patient → one model. Every treatment but the first is an event of it, so that everything that can
//! be said about an event's time can be said about how far the treatments are apart. What the patient has one of is shared
//! by name: activities, signs, parts of the day, and the facts and events declared with `patient`; of everything else each
//! treatment keeps its own. Decides nothing about rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case::{Case, Fixed};
use super::codes;
use super::condition::{Atom, Condition};
use super::declared::{
    Event, EventOf, Fact, FactId, FactKind, PartId, Side, Subject, SubjectId, SubjectKind, Treatment, Value,
};
use super::names::index;
use super::rule::{Change, ChangeId, Exception, Frequency, Order, Phase, PhaseId, Rule};
use super::taxonomy::Taxonomy;
use super::{Acceptance, Model};
use crate::diagnostic::{self, Diagnostic};
use crate::time::{Anchor, End, EventId, EventTime, Latest, Moment, Situation, Term, Window};

/// Several sheets as one model.
#[derive(Clone, Debug)]
pub struct Together<'m> {
    /// What they all say. Its treatment is the first's; the others are [`Model::others`].
    pub model: Model,
    /// The sheets, in the order given.
    pub sheets: Vec<&'m Model>,
    maps: Vec<Map>,
}

/// Where the names of a sheet are in the model of both, by their ids.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// What the sheet's own treatment is.
    treatment: Anchor,
    /// What the dates of the other treatments are, by their activities.
    others: BTreeMap<SubjectId, EventId>,
    pub(super) subjects: Vec<SubjectId>,
    pub(super) facts: Vec<FactId>,
    /// For a choice that both sheets declare, where its values are, by their index.
    pub(super) choices: BTreeMap<FactId, Vec<u32>>,
    pub(super) events: Vec<EventId>,
    pub(super) parts: Vec<PartId>,
    /// How many phases, and changes, of other sheets stand before its own.
    phases: u32,
    changes: u32,
}

/// Makes one model of two or more sheets, each with a treatment; `None` if one has none, or if there are fewer than two or
/// more than [`Together::MOST`]. A name that several share and declare in two ways is reported, and each sheet then keeps
/// its own.
#[must_use]
pub fn together<'m>(sheets: &[&'m Model]) -> Option<(Together<'m>, Vec<Diagnostic>)> {
    if !(2..=Together::MOST).contains(&sheets.len()) {
        return None;
    }
    let mut all = All { model: Model::default(), problems: Vec::new(), sheets: sheets.len() };
    all.model.lang = sheets.first()?.lang;
    all.model.whole = sheets.iter().all(|sheet| sheet.whole);
    let subjects: Vec<Vec<SubjectId>> = sheets.iter().map(|sheet| all.subjects(sheet)).collect();
    all.close_taxonomy();
    let mut treatments = Vec::with_capacity(sheets.len());
    for (sheet, map) in sheets.iter().zip(&subjects) {
        let treatment = sheet.treatment.as_ref()?;
        let subject = *map.get(treatment.subject.0 as usize)?;
        treatments.push(Treatment { subject, ..treatment.clone() });
    }
    let dates = dates(sheets.len());
    let in_order = dates.iter().zip(&treatments).skip(1).chain(dates.iter().zip(&treatments).take(1));
    all.model.events = in_order.map(|(_, treatment)| date_of_treatment(treatment)).collect();
    let activities: Vec<SubjectId> = treatments.iter().map(|treatment| treatment.subject).collect();
    let mut each = treatments.into_iter();
    all.model.treatment = each.next();
    all.model.others = each.collect();
    let mut maps = Vec::with_capacity(sheets.len());
    for (number, (sheet, subjects)) in sheets.iter().zip(subjects).enumerate() {
        let others = activities.iter().copied().zip(dates.iter().copied()).enumerate();
        let others = others.filter(|(other, _)| *other != number).map(|(_, other)| other).collect();
        maps.push(all.map(sheet, subjects, treatment_of(number), others));
    }
    for (sheet, map) in sheets.iter().zip(&mut maps) {
        all.take_rules(sheet, map);
    }
    let All { model, mut problems, .. } = all;
    diagnostic::sort(&mut problems);
    Some((Together { model, sheets: sheets.to_vec(), maps }, problems))
}

/// What the treatment of a sheet is in the model of all: its own, or an event.
fn treatment_of(sheet: usize) -> Anchor {
    sheet.checked_sub(1).map_or(Anchor::Treatment, |event| Anchor::Event(EventId(index(event))))
}

/// The events that the dates of so many treatments are, in the order of the sheets. That of the first is one too, for the
/// rules of other sheets that ask for it, and stands behind the others.
fn dates(sheets: usize) -> Vec<EventId> {
    let last = index(sheets.saturating_sub(1));
    std::iter::once(last).chain(0..last).map(EventId).collect()
}

impl Together<'_> {
    /// So many sheets are put together at most.
    pub const MOST: usize = 12;

    /// Where there are two sheets, the events that the two treatments are: the second's, then the first's.
    pub const TREATMENTS: [EventId; 2] = [EventId(0), EventId(1)];

    /// What is fixed when all treatments are known, given in the order of the sheets.
    #[must_use]
    pub fn treated(times: &[&jiff::Zoned]) -> Fixed {
        let times = dates(times.len()).into_iter().zip(times.iter().map(|&at| EventTime::at(at.clone())));
        Fixed { facts: BTreeMap::new(), events: times.collect() }
    }

    /// Which of the sheets a rule comes from, from 0.
    #[must_use]
    pub fn sheet_of(&self, rule: &Rule) -> usize {
        self.model.number_of(rule.treatment)
    }

    /// The model in which what each treatment has of its own is called by its name too: `botox.healed`. Where several have
    /// something of the same label, their labels say whose it is.
    #[must_use]
    pub fn named_apart(self) -> Model {
        let Together { mut model, sheets, maps } = self;
        let names: Vec<(String, String)> =
            model.treatments().map(|(_, own)| (own.name.clone(), model.lang.small(&own.label))).collect();
        let labels = model.facts.iter().map(|fact| &fact.label).chain(model.events.iter().map(|event| &event.label));
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        labels.for_each(|label| *seen.entry(label.clone()).or_default() += 1);
        let apart = |name: &mut String, label: &mut String, (treatment, noun): &(String, String)| {
            *name = format!("{treatment}.{name}");
            if seen.get(label).is_some_and(|&times| times > 1) {
                *label = format!("{label} ({noun})");
            }
        };
        // A label that stands alone is one within a sentence now: "avoid botox".
        let own: Vec<SubjectId> = model.treatments().map(|(_, treatment)| treatment.subject).collect();
        for (subject, (_, noun)) in own.iter().zip(&names) {
            if let Some(subject) = model.subjects.get_mut(subject.0 as usize) {
                subject.label.clone_from(noun);
            }
        }
        for ((own, map), sheet) in names.iter().zip(&maps).zip(sheets) {
            for (fact, &FactId(place)) in sheet.facts.iter().zip(&map.facts).filter(|(fact, _)| !fact.patient) {
                if let Some(fact) = model.facts.get_mut(place as usize).filter(|here| here.name == fact.name) {
                    apart(&mut fact.name, &mut fact.label, own);
                }
            }
            for (event, &EventId(place)) in sheet.events.iter().zip(&map.events).filter(|(event, _)| !event.patient) {
                let here = model.events.get_mut(place as usize).filter(|here| here.name == event.name && !here.patient);
                if let Some(event) = here {
                    apart(&mut event.name, &mut event.label, own);
                }
            }
        }
        model
    }

    /// A case of all as one of a sheet alone, by its number from 0; `None` if its treatment is not known.
    #[must_use]
    pub fn case_of(&self, sheet: usize, case: &Case) -> Option<Case> {
        let map = self.maps.get(sheet)?;
        let treated = case.instant(map.treatment)?.clone();
        let value = |(own, fact): (FactId, &FactId)| match (case.fact(*fact)?, map.choices.get(&own)) {
            (Value::Choice(choice), Some(places)) => {
                let at = places.iter().position(|&place| place == choice)?;
                Some(Value::Choice(index(at)))
            }
            (value, _) => Some(value),
        };
        let facts = (0..).map(FactId).zip(&map.facts).map(value).collect();
        let events = map.events.iter().map(|&event| case.event(event)).collect();
        Some(Case { situation: Situation { treated, events }, facts })
    }

    /// A subject of the model of all in a sheet, by its number from 0, if that sheet names it.
    #[must_use]
    pub fn subject_in(&self, sheet: usize, subject: SubjectId) -> Option<SubjectId> {
        let at = self.maps.get(sheet)?.subjects.iter().position(|&own| own == subject)?;
        Some(SubjectId(index(at)))
    }
}

/// A treatment as an event: the date of the activity of its name.
fn date_of_treatment(treatment: &Treatment) -> Event {
    Event {
        name: treatment.name.clone(),
        label: treatment.label.clone(),
        patient: true,
        side: Side::Any,
        treatment: Anchor::Treatment,
        also: Vec::new(),
        expected: None,
        of: EventOf::Activity(treatment.subject),
        place: treatment.place,
        declared: true,
    }
}

struct All {
    model: Model,
    problems: Vec<Diagnostic>,
    sheets: usize,
}

impl All {
    /// Adds the activities and signs of a sheet; those that are there already get further parents.
    fn subjects(&mut self, sheet: &Model) -> Vec<SubjectId> {
        let mut map = Vec::with_capacity(sheet.subjects.len());
        let known: BTreeMap<String, SubjectId> =
            (0..).map(SubjectId).zip(&self.model.subjects).map(|(id, known)| (known.name.clone(), id)).collect();
        for subject in &sheet.subjects {
            let same = known.get(&subject.name).copied();
            let id = match same.filter(|&id| self.model.subject(id).kind == subject.kind) {
                Some(id) => id,
                None => {
                    if let Some(other) = same {
                        self.two_kinds(subject, other);
                    }
                    self.model.subjects.push(Subject { parents: Vec::new(), ..subject.clone() });
                    SubjectId(index(self.model.subjects.len() - 1))
                }
            };
            map.push(id);
        }
        for (subject, id) in sheet.subjects.iter().zip(&map) {
            let parents = subject.parents.iter().filter_map(|parent| map.get(parent.0 as usize).copied());
            if let Some(own) = self.model.subjects.get_mut(id.0 as usize) {
                own.parents.extend(parents);
                own.parents.sort_unstable();
                own.parents.dedup();
            }
        }
        map
    }

    fn two_kinds(&mut self, subject: &Subject, other: SubjectId) {
        let word = |kind| if kind == SubjectKind::Sign { "a sign" } else { "an activity" };
        let other = self.model.subject(other);
        let message = format!(
            "`{}` is {} in one of the sheets and {} in the other",
            subject.name,
            word(other.kind),
            word(subject.kind)
        );
        let problem = Diagnostic::error(&codes::DECLARED_TWICE, subject.place, message)
            .label(format!("{} here", word(subject.kind)))
            .also(other.place, format!("{} here", word(other.kind)))
            .help("give one of the two another name");
        self.problems.push(problem);
    }

    /// What is a kind of what. A circle that no sheet has alone is reported; its members are then all kinds of each other.
    fn close_taxonomy(&mut self) {
        self.model.taxonomy = Taxonomy::of(&self.model.subjects);
        for id in (0..index(self.model.subjects.len())).map(SubjectId) {
            let circle = self.model.taxonomy.circle_of(id);
            if circle.first() == Some(&id) {
                self.circle(&circle);
            }
        }
    }

    fn circle(&mut self, circle: &[SubjectId]) {
        let names: Vec<String> = circle.iter().map(|&id| format!("`{}`", self.model.subject(id).name)).collect();
        let mut places: Vec<_> = circle.iter().map(|&id| self.model.subject(id).place).collect();
        places.sort();
        let message = format!("{} are kinds of each other where these sheets are used together", names.join(" and "));
        let Some((&first, others)) = places.split_first() else { return };
        let problem = Diagnostic::error(&codes::TAXONOMY_CYCLE, first, message).label("part of the circle");
        let problem = others.iter().fold(problem, |problem, &place| problem.also(place, "part of the circle"));
        self.problems
            .push(problem.help("remove the `is` that is wrong; best declare both in a vocabulary that both use"));
    }

    /// Adds the facts, events and parts of a sheet; `others` are the dates of the other treatments, by their activities.
    fn map(
        &mut self,
        sheet: &Model,
        subjects: Vec<SubjectId>,
        treatment: Anchor,
        others: BTreeMap<SubjectId, EventId>,
    ) -> Map {
        let mut map = Map { treatment, others, ..Map::of_one(subjects) };
        for (id, fact) in (0..).map(FactId).zip(&sheet.facts) {
            let place = self.fact(id, fact, &mut map);
            map.facts.push(place);
        }
        for event in &sheet.events {
            let place = self.event(event, &map);
            map.events.push(place);
        }
        for part in &sheet.parts {
            map.parts.push(PartId(index(self.model.parts.len())));
            self.model.parts.push(part.clone());
        }
        map
    }

    fn fact(&mut self, id: FactId, fact: &Fact, map: &mut Map) -> FactId {
        let of_others = (0..).map(FactId).zip(&self.model.facts);
        let same = of_others.filter(|(_, other)| {
            let shared = fact.patient || other.patient;
            map.treatment != Anchor::Treatment && other.name == fact.name && shared && fact.declared && other.declared
        });
        let mut differs = None;
        for (shared, other) in same {
            match same_values(&other.kind, &fact.kind).filter(|_| fact.patient && other.patient) {
                Some(choices) => {
                    map.choices.insert(id, choices);
                    return shared;
                }
                None => differs = differs.or(Some(other.place)),
            }
        }
        if let Some(other) = differs {
            self.declared_differently("fact", &fact.name, fact.place, other);
        }
        let sign = fact.sign.and_then(|sign| map.subject(sign));
        self.model.facts.push(Fact { sign, ..fact.clone() });
        FactId(index(self.model.facts.len() - 1))
    }

    fn declared_differently(
        &mut self,
        kind: &str,
        name: &str,
        place: crate::source::Place,
        other: crate::source::Place,
    ) {
        let sheets = if self.sheets == 2 { "the two sheets" } else { "two of the sheets" };
        let message = format!("{sheets} declare the {kind} `{name}` of the patient differently");
        let problem = Diagnostic::error(&codes::DECLARED_TWICE, place, message)
            .label("one way here")
            .also(other, "another way here")
            .help("declare it once, in a vocabulary that both `use`, or give one of the two another name");
        self.problems.push(problem);
    }

    fn event(&mut self, event: &Event, map: &Map) -> EventId {
        let of = match event.of {
            EventOf::Itself => EventOf::Itself,
            EventOf::Activity(subject) => EventOf::Activity(map.subject(subject).unwrap_or(subject)),
        };
        if let EventOf::Activity(activity) = of
            && let Some(&treatment) = map.others.get(&activity)
        {
            return treatment;
        }
        let expected = event.expected.as_ref().map(|window| map.window(window));
        // The treatments themselves stand first.
        let others = self.model.events.iter_mut().enumerate().skip(self.sheets);
        let same = others.filter(|(_, known)| {
            let one_name = known.name == event.name && (of == EventOf::Itself) == (known.of == EventOf::Itself);
            let shared = event.patient || known.patient;
            map.treatment != Anchor::Treatment && one_name && shared && event.declared && known.declared
        });
        let mut differs = None;
        for (at, known) in same {
            // When it is expected can be said from one treatment only, and before what rests on it.
            if event.patient && known.patient && known.of == of && expected.is_none() {
                known.also.push((map.treatment, event.side));
                return EventId(index(at));
            }
            differs = differs.or(Some(known.place));
        }
        if let Some(known) = differs {
            self.declared_differently("event", &event.name, event.place, known);
        }
        let mapped = Event { of, expected, treatment: map.treatment, ..event.clone() };
        self.model.events.push(mapped);
        EventId(index(self.model.events.len() - 1))
    }

    /// Adds the rules of a sheet, with their phases, and what it accepts.
    fn take_rules(&mut self, sheet: &Model, map: &mut Map) {
        (map.phases, map.changes) = (index(self.model.phases.len()), index(self.model.changes.len()));
        let map = &*map;
        let phase =
            |phase: &Phase| Phase { window: phase.window.as_ref().map(|w| Arc::new(map.window(w))), ..phase.clone() };
        self.model.phases.extend(sheet.phases.iter().map(phase));
        self.model.rules.extend(sheet.rules.iter().filter_map(|rule| map.rule(rule)));
        let was = |change: &Change| change.was.iter().filter_map(|rule| map.rule(rule)).collect();
        self.model.changes.extend(sheet.changes.iter().map(|change| Change { was: was(change), ..change.clone() }));
        let accepted = |acceptance: &Acceptance| acceptance.clone();
        self.model.acceptances.extend(sheet.acceptances.iter().map(accepted));
    }
}

/// Where the values of a fact are in another that has the same; only choices have places. `None` if they differ.
fn same_values(of: &FactKind, is: &FactKind) -> Option<Vec<u32>> {
    match (of, is) {
        (FactKind::OneOf(of), FactKind::OneOf(is)) if of.len() == is.len() => {
            let place = |(name, _): &(String, String)| of.iter().position(|(other, _)| other == name).map(index);
            is.iter().map(place).collect()
        }
        _ => (of == is).then(Vec::new),
    }
}

impl Map {
    /// Of a sheet whose treatment is that of all, with nothing but its subjects yet.
    pub(super) fn of_one(subjects: Vec<SubjectId>) -> Map {
        Map {
            treatment: Anchor::Treatment,
            others: BTreeMap::new(),
            subjects,
            facts: Vec::new(),
            choices: BTreeMap::new(),
            events: Vec::new(),
            parts: Vec::new(),
            phases: 0,
            changes: 0,
        }
    }

    pub(super) fn subject(&self, id: SubjectId) -> Option<SubjectId> {
        self.subjects.get(id.0 as usize).copied()
    }

    fn event(&self, id: EventId) -> EventId {
        // An event without a place is in no situation, and as unknown as can be.
        self.events.get(id.0 as usize).copied().unwrap_or(EventId(u32::MAX))
    }

    pub(super) fn rule(&self, rule: &Rule) -> Option<Rule> {
        let targets = rule.targets.iter().map(|&(target, place)| Some((self.subject(target)?, place)));
        let orders = rule.orders.iter().map(|order| Some(Order { other: self.subject(order.other)?, ..order.clone() }));
        Some(Rule {
            treatment: self.treatment,
            targets: targets.collect::<Option<_>>()?,
            window: rule.window.as_deref().map(|window| Arc::new(self.window(window))),
            phase: rule.phase.map(|phase| PhaseId(phase.0 + self.phases)),
            changed: rule.changed.map(|change| ChangeId(change.0 + self.changes)),
            frequency: match &rule.frequency {
                Some(Frequency::DailyParts(parts)) => {
                    let parts = parts.iter().map(|part| self.parts.get(part.0 as usize).copied());
                    Some(Frequency::DailyParts(parts.collect::<Option<_>>()?))
                }
                other => other.clone(),
            },
            orders: orders.collect::<Option<_>>()?,
            condition: Arc::new(self.condition(&rule.condition)?),
            except: rule.except.iter().map(|hole| self.exception(hole)).collect::<Option<_>>()?,
            ..rule.clone()
        })
    }

    fn exception(&self, hole: &Exception) -> Option<Exception> {
        Some(Exception {
            subject: self.subject(hole.subject)?,
            window: hole.window.as_ref().map(|window| self.window(window)),
            condition: self.condition(&hole.condition)?,
            place: hole.place,
        })
    }

    pub(super) fn window(&self, window: &Window) -> Window {
        let end = match &window.end {
            End::At(moment) => End::At(self.moment(moment)),
            other => other.clone(),
        };
        Window { start: window.start.as_ref().map(|moment| self.moment(moment)), end, point: window.point }
    }

    fn moment(&self, moment: &Moment) -> Moment {
        let mut mapped = moment.map(|term| self.term(term));
        // The terms of a moment are in the order of their events' numbers, which are others now.
        for Latest(terms) in [&mut mapped.earliest, &mut mapped.latest] {
            terms.sort();
        }
        mapped
    }

    fn term(&self, term: &Term) -> Term {
        let anchor = match term.anchor {
            Anchor::Treatment => self.treatment,
            Anchor::Event(event) => Anchor::Event(self.event(event)),
        };
        Term { anchor, steps: term.steps.clone() }
    }

    pub(super) fn condition(&self, condition: &Condition) -> Option<Condition> {
        let each = |all: &[Condition]| all.iter().map(|one| self.condition(one)).collect::<Option<Vec<_>>>();
        Some(match condition {
            Condition::Atom(atom) => Condition::Atom(self.atom(atom)?),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner)?)),
            Condition::All(all) => Condition::All(each(all)?),
            Condition::Any(any) => Condition::Any(each(any)?),
        })
    }

    fn atom(&self, atom: &Atom) -> Option<Atom> {
        Some(match atom {
            Atom::Fact(fact, operator, value) => {
                let value = match (value, self.choices.get(fact)) {
                    (Value::Choice(choice), Some(places)) => Value::Choice(*places.get(*choice as usize)?),
                    (value, _) => *value,
                };
                Atom::Fact(*self.facts.get(fact.0 as usize)?, *operator, value)
            }
            Atom::Near { event, from, to } => Atom::Near {
                event: self.event(*event),
                from: Box::new(self.moment(from)),
                to: Box::new(self.moment(to)),
            },
            Atom::AtOrAfter(_, minutes) => Atom::AtOrAfter(self.treatment, *minutes),
        })
    }
}
