//! The declarations of a file → the names of the sheet, and the taxonomy: what is a kind of what.

use super::codes;
use super::declared::{Event, EventOf, Fact, FactId, FactKind, Part, PartId, Side, SubjectId, SubjectKind, Treatment};
use super::names::{Names, Symbol, index};
use super::taxonomy::Taxonomy;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place};
use crate::syntax::tree::{self, File, Name, Statement};
use crate::time::{Anchor, EventId, Latest, Order, Term, Window, compare_latest};

impl Names<'_> {
    /// Declares every name of a file. Nothing is looked up yet, so names may be used before they are declared.
    /// Of the files that make a sheet in `layers`, the treatment is that of the first.
    pub fn declare_all(&mut self, file: &File, layers: &[FileId]) {
        self.file = file.id;
        for statement in &file.statements {
            match statement {
                Statement::Treatment(treatment) if layers.first() == Some(&file.id) => {
                    self.declare_treatment(treatment, layers);
                }
                Statement::Activity(activity) => {
                    let (label, instruction) = self.texts(activity);
                    self.declare_subject(activity.name, SubjectKind::Activity, label, instruction);
                }
                Statement::Sign(sign) => {
                    let (label, _) = self.texts(sign);
                    self.declare_subject(sign.name, SubjectKind::Sign, label, None);
                }
                Statement::Fact(fact) => self.declare_fact(fact),
                Statement::Event(event) => self.declare_event(event),
                Statement::Part(part) => self.declare_part(part),
                Statement::Broken(broken) => self.perhaps(&broken.names),
                Statement::Phase(phase) => {
                    for inner in &phase.statements {
                        if let Statement::Broken(broken) = inner {
                            self.perhaps(&broken.names);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn texts(&self, activity: &tree::Activity) -> (Option<String>, Option<String>) {
        (activity.label.map(|text| self.quoted(text)), activity.instruction.map(|text| self.quoted(text)))
    }

    fn declare_treatment(&mut self, treatment: &tree::Treatment, layers: &[FileId]) {
        let place = treatment.span.in_file(self.file);
        if let Some(first) = &self.model.treatment {
            self.problems.push(
                Diagnostic::error(
                    &codes::TWO_TREATMENTS,
                    place,
                    "a file describes one treatment, and this is its second",
                )
                .label("a second treatment")
                .also(first.place, "the first")
                .help("write one file for each treatment"),
            );
            return;
        }
        let label = self.quoted(treatment.label);
        let Some(subject) = self.declare_subject(treatment.name, SubjectKind::Activity, Some(label.clone()), None)
        else {
            return;
        };
        if let Some((from, to)) = treatment.hours
            && to.minutes <= from.minutes
        {
            let place = from.span.to(to.span).in_file(self.file);
            self.problems.push(
                Diagnostic::error(&codes::BACKWARDS_RANGE, place, "these hours run backwards")
                    .label("the later time stands first")
                    .help("write when the first and the last treatment of a day may start, as in `hours 08:00..18:00`"),
            );
        }
        if let Some(lang) = treatment.language.and_then(|written| self.language(written.in_file(self.file))) {
            self.model.lang = lang;
        }
        self.model.treatment = Some(Treatment {
            name: self.text(treatment.name).to_owned(),
            label,
            subject,
            source: treatment.source.map(|text| self.quoted(text)),
            version: treatment.version.map(|text| self.quoted(text)),
            reviewed: treatment.reviewed.map(|span| self.sources.slice(span.in_file(self.file)).to_owned()),
            day: treatment.day.map(|(day, _)| day),
            day_place: treatment.day.map(|(_, span)| span.in_file(self.file)),
            hours: treatment.hours.map(|(from, to)| (from.minutes, to.minutes)).filter(|(from, to)| from < to),
            place,
            layers: layers.to_vec(),
        });
    }

    fn declare_fact(&mut self, fact: &tree::Fact) {
        let kind = match &fact.kind {
            tree::FactKind::YesNo => FactKind::YesNo,
            tree::FactKind::OneOf(choices) => {
                let named = choices.iter().map(|&(name, label)| (self.text(name).to_owned(), self.label(label, name)));
                let named: Vec<(String, String)> = named.collect();
                self.report_repeated(choices);
                FactKind::OneOf(named)
            }
            tree::FactKind::Number(Some((low, high, span))) if low > high => {
                let place = span.in_file(self.file);
                self.problems.push(
                    Diagnostic::error(&codes::BACKWARDS_RANGE, place, "this range runs backwards")
                        .label("the larger number stands first")
                        .help(format!("write `number {high}..{low}`"))
                        .fix(format!("write `{high}..{low}`"), place, format!("{high}..{low}")),
                );
                FactKind::Number(None)
            }
            tree::FactKind::Number(range) => FactKind::Number(range.map(|(low, high, _)| (low, high))),
        };
        if self.declare(fact.name, Symbol::Fact(FactId(index(self.model.facts.len())))) {
            self.model.facts.push(Fact {
                name: self.text(fact.name).to_owned(),
                label: self.label(fact.label, fact.name),
                patient: fact.patient,
                kind,
                sign: None,
                place: self.place(fact.name),
                declared: true,
            });
        }
    }

    fn report_repeated(&mut self, choices: &[(Name, Option<tree::Text>)]) {
        let mut seen: Vec<(&str, Place)> = Vec::new();
        for &(name, _) in choices {
            let (text, place) = (self.text(name), self.place(name));
            match seen.iter().find(|(other, _)| *other == text) {
                Some(&(_, first)) => self.problems.push(
                    Diagnostic::error(&codes::DECLARED_TWICE, place, format!("the choice `{text}` is listed twice"))
                        .label("listed again")
                        .also(first, "first here")
                        .help("remove one of the two"),
                ),
                None => seen.push((text, place)),
            }
        }
    }

    fn declare_event(&mut self, event: &tree::Event) {
        if self.declare(event.name, Symbol::Event(EventId(index(self.model.events.len())))) {
            self.model.events.push(Event {
                name: self.text(event.name).to_owned(),
                label: self.label(event.label, event.name),
                patient: event.patient,
                side: event.side,
                treatment: Anchor::Treatment,
                also: Vec::new(),
                expected: None,
                of: EventOf::Itself,
                place: self.place(event.name),
                declared: true,
            });
        }
    }

    fn declare_part(&mut self, part: &tree::Part) {
        if self.declare(part.name, Symbol::Part(PartId(index(self.model.parts.len())))) {
            self.model.parts.push(Part {
                name: self.text(part.name).to_owned(),
                label: self.label(part.label, part.name),
                start: part.start.minutes,
                end: part.end.minutes,
                place: self.place(part.name),
            });
        }
    }

    /// The `is` clauses of a file.
    pub fn link_parents(&mut self, file: &File) {
        self.file = file.id;
        for statement in &file.statements {
            let (name, parents, wanted) = match statement {
                Statement::Treatment(it) => (it.name, &it.parents, Wanted::Activity),
                Statement::Activity(it) => (it.name, &it.parents, Wanted::Activity),
                Statement::Sign(it) => (it.name, &it.parents, Wanted::Sign),
                _ => continue,
            };
            let Some((Symbol::Subject(child), _)) = self.declared(name) else { continue };
            for &parent in parents {
                if let Some(parent) = self.subject(parent, wanted)
                    && let Some(subject) = self.model.subjects.get_mut(child.0 as usize)
                    && !subject.parents.contains(&parent)
                {
                    subject.parents.push(parent);
                }
            }
        }
    }

    /// What is a kind of what. A subject that is a kind of itself is an error, and the link that closes the circle is cut.
    pub fn close_taxonomy(&mut self) {
        self.cut_circles();
        self.model.taxonomy = Taxonomy::of(&self.model.subjects);
    }

    /// A depth-first walk on a stack of its own, because chains may be long.
    fn cut_circles(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let count = self.model.subjects.len();
        let mut marks = vec![Mark::New; count];
        for root in (0..index(count)).map(SubjectId) {
            // Each entry: a subject and how many of its parents have been visited.
            let mut stack = vec![(root, 0)];
            while let Some((id, next)) = stack.pop() {
                let mark = marks.get(id.0 as usize).copied().unwrap_or(Mark::Done);
                if next == 0 && mark != Mark::New {
                    continue;
                }
                if let Some(slot) = marks.get_mut(id.0 as usize) {
                    *slot = Mark::Open;
                }
                let Some(&parent) = self.model.subject(id).parents.get(next) else {
                    if let Some(slot) = marks.get_mut(id.0 as usize) {
                        *slot = Mark::Done;
                    }
                    continue;
                };
                if marks.get(parent.0 as usize) == Some(&Mark::Open) {
                    self.report_circle(id, parent, &stack);
                    if let Some(subject) = self.model.subjects.get_mut(id.0 as usize) {
                        subject.parents.remove(next);
                    }
                    // Cutting the link moved the next parent to this index; mark the entry as visited before.
                    stack.push((id, next));
                    if next == 0
                        && let Some(slot) = marks.get_mut(id.0 as usize)
                    {
                        *slot = Mark::New;
                    }
                    continue;
                }
                stack.push((id, next + 1));
                stack.push((parent, 0));
            }
        }
    }

    fn report_circle(&mut self, child: SubjectId, parent: SubjectId, stack: &[(SubjectId, usize)]) {
        let name = |id: SubjectId| self.model.subject(id).name.clone();
        let mut way: Vec<String> = stack.iter().map(|&(id, _)| id).skip_while(|&id| id != parent).map(name).collect();
        if child != parent || way.is_empty() {
            way.push(name(child));
        }
        way.push(name(parent));
        way.dedup();
        let message = if child == parent {
            format!("`{}` is declared as a kind of itself", name(child))
        } else {
            format!("`{}` is a kind of itself: {}", name(parent), way.join(" is "))
        };
        let (place, first) = (self.model.subject(child).place, self.model.subject(parent).place);
        let mut problem = Diagnostic::error(&codes::TAXONOMY_CYCLE, place, message)
            .label("closes the circle")
            .help(format!("remove `is {}` from `{}`, or the link that is wrong", name(parent), name(child)));
        if first != place {
            problem = problem.also(first, "part of the circle");
        }
        self.problems.push(problem);
    }

    /// The `expected` windows of a file's events.
    pub fn expected_windows(&mut self, file: &File) {
        self.file = file.id;
        for statement in &file.statements {
            let Statement::Event(event) = statement else { continue };
            let (Some(expected), Some((Symbol::Event(id), _))) = (&event.expected, self.declared(event.name)) else {
                continue;
            };
            let Some(window) = self.window(expected) else { continue };
            let later = window.moments().flat_map(crate::time::Moment::events).find(|&on| on >= id);
            if let Some(on) = later {
                let other = self.model.event(on).map(|event| event.name.clone()).unwrap_or_default();
                let place = expected.span.in_file(self.file);
                let message = format!(
                    "the expected window of `{}` rests on `{other}`, which is declared later",
                    self.text(event.name)
                );
                self.problems.push(
                    Diagnostic::error(&codes::EXPECTED_ORDER, place, message)
                        .label("rests on a later event")
                        .help("declare the other event first; two events cannot rest on each other"),
                );
                continue;
            }
            let Some(slot) = self.model.events.get_mut(id.0 as usize) else { continue };
            if let Some((lies, expected_at)) = contradicts_side(slot.side, &window) {
                let name = &slot.name;
                let message = format!("`{name}` lies {lies} the treatment, and is expected {expected_at} it");
                self.problems.push(
                    Diagnostic::error(&codes::EXPECTED_SIDE, expected.span.in_file(self.file), message)
                        .label(format!("{expected_at} the treatment"))
                        .help("say where it lies: `before treatment` or `any time`, before `expected`; after it, write nothing"),
                );
            } else {
                slot.expected = Some(window);
            }
        }
    }
}

/// On which side an event lies, and on which other side its expected window begins or ends for every treatment.
fn contradicts_side(side: Side, expected: &Window) -> Option<(&'static str, &'static str)> {
    let treatment = Latest(vec![Term::treatment()]);
    let starts_before =
        expected.start.as_ref().is_some_and(|start| compare_latest(&start.earliest, &treatment) == Order::Before);
    let ends_after = expected.end_moment().is_some_and(|end| compare_latest(&end.latest, &treatment) == Order::After);
    match side {
        Side::After if starts_before => Some(("after", "before")),
        Side::Before if ends_after => Some(("before", "after")),
        Side::After | Side::Before | Side::Any => None,
    }
}
