//! The one namespace of a sheet: what each name means, which names are used, and *did you mean*. A name that is used
//! without being declared is declared on the spot, with a warning, so that a one-line file works.

use std::collections::{HashMap, HashSet};

use super::Model;
use super::changes::Changes;
use super::codes;
use super::condition::Condition;
use super::declared::{Event, EventOf, Fact, FactId, FactKind, PartId, Side, Subject, SubjectId, SubjectKind};
use super::interned::Interned;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::source::{FileId, Place, Sources};
use crate::syntax::tree::{Name, Text};
use crate::syntax::unquote;
use crate::time::{Anchor, EventId, Window};

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    Subject(SubjectId),
    Fact(FactId),
    Event(EventId),
    Part(PartId),
}

/// From this length on, a name that is one slip away from another is mended without asking. In a shorter one a letter is
/// much of it: whoever wrote `ice` need not have meant `rice`.
const SURE_TO_BE_MISSPELT: usize = 5;

/// The sheet as far as it is resolved.
pub(super) struct Names<'s> {
    pub sources: &'s Sources,
    pub model: Model,
    pub problems: Vec<Diagnostic>,
    /// The file that is being read.
    pub file: FileId,
    pub symbols: HashMap<&'s str, (Symbol, Place)>,
    /// Names in statements that could not be read: perhaps declared there, perhaps used.
    pub perhaps: HashSet<&'s str>,
    /// Whether a file that is used cannot be read: it may declare any name.
    pub lacks_a_file: bool,
    pub used: HashSet<Symbol>,
    /// Names of rules, which are a namespace of their own: they are spoken of from outside.
    pub rule_names: HashMap<&'s str, Place>,
    /// What is to be changed in the rules of each name.
    pub changes: Changes<'s>,
    /// What is accepted: the name and the digest of a finding, and where that stands.
    pub accepted: HashMap<(String, String), Place>,
    /// What is translated: the language and the text, what it is in that language, and where that stands.
    pub translated: HashMap<(&'static str, String), (String, Place)>,
    /// The languages into which the sheet itself is translated, and where that begins.
    pub translated_into: Vec<(Lang, Place)>,
    pub windows: Interned<Window>,
    pub conditions: Interned<Condition>,
    sign_facts: HashMap<SubjectId, FactId>,
    activity_dates: HashMap<SubjectId, EventId>,
}

impl<'s> Names<'s> {
    pub fn new(sources: &'s Sources) -> Names<'s> {
        Names {
            sources,
            model: Model::default(),
            problems: Vec::new(),
            file: FileId::default(),
            symbols: HashMap::new(),
            perhaps: HashSet::new(),
            lacks_a_file: false,
            used: HashSet::new(),
            rule_names: HashMap::new(),
            changes: Changes::default(),
            accepted: HashMap::new(),
            translated: HashMap::new(),
            translated_into: Vec::new(),
            windows: Interned::default(),
            conditions: Interned::default(),
            sign_facts: HashMap::new(),
            activity_dates: HashMap::new(),
        }
    }

    pub fn text(&self, name: Name) -> &'s str {
        self.sources.slice(self.place(name))
    }

    pub fn place(&self, name: Name) -> Place {
        name.0.in_file(self.file)
    }

    pub fn quoted(&self, text: Text) -> String {
        unquote(self.sources.slice(text.0.in_file(self.file))).into_owned()
    }

    pub fn label(&self, label: Option<Text>, name: Name) -> String {
        label.map_or_else(|| in_words(self.text(name)), |label| self.quoted(label))
    }

    /// Notes names of a statement that could not be read.
    pub fn perhaps(&mut self, names: &[Name]) {
        for &name in names {
            self.perhaps.insert(self.text(name));
        }
    }

    /// What a name means, if it is declared; does not count as a use.
    pub fn declared(&self, name: Name) -> Option<(Symbol, Place)> {
        self.symbols.get(self.text(name)).copied()
    }

    /// Declares a name; an error if it means something already.
    pub fn declare(&mut self, name: Name, symbol: Symbol) -> bool {
        let (text, place) = (self.text(name), self.place(name));
        if let Some(&(earlier, first)) = self.symbols.get(text) {
            let kind = self.kind_in_words(earlier);
            self.problems.push(
                Diagnostic::error(&codes::DECLARED_TWICE, place, format!("`{text}` is declared twice"))
                    .label("declared again")
                    .also(first, format!("first here, as {kind}"))
                    .help("give one of the two another name, or remove it"),
            );
            return false;
        }
        self.symbols.insert(text, (symbol, place));
        true
    }

    /// An activity or sign, which may be declared again to add parents.
    pub fn declare_subject(
        &mut self,
        name: Name,
        kind: SubjectKind,
        label: Option<String>,
        instruction: Option<String>,
    ) -> Option<SubjectId> {
        if let Some((Symbol::Subject(id), first)) = self.declared(name)
            && self.model.subject(id).kind == kind
        {
            let (text, place) = (self.text(name), self.place(name));
            let subject = self.model.subjects.get_mut(id.0 as usize)?;
            let clash = |old: &str, new: &Option<String>| new.as_ref().is_some_and(|new| new != old);
            let unlabelled = subject.label == in_words(text);
            if !unlabelled && clash(&subject.label, &label)
                || subject.instruction.as_ref().is_some_and(|old| clash(old, &instruction))
            {
                self.problems.push(
                    Diagnostic::error(
                        &codes::DECLARED_TWICE,
                        place,
                        format!("`{text}` is declared with two different texts"),
                    )
                    .label("declared again")
                    .also(first, "first here")
                    .help("keep the text in one place; a second declaration may add parents with `is`"),
                );
            } else {
                if let Some(label) = label {
                    subject.label = label;
                }
                subject.instruction = instruction.or(subject.instruction.take());
            }
            return Some(id);
        }
        let id = SubjectId(index(self.model.subjects.len()));
        if !self.declare(name, Symbol::Subject(id)) {
            return None;
        }
        let label = label.unwrap_or_else(|| in_words(self.text(name)));
        self.add_subject(name, kind, label, instruction, true);
        Some(id)
    }

    fn add_subject(
        &mut self,
        name: Name,
        kind: SubjectKind,
        label: String,
        instruction: Option<String>,
        declared: bool,
    ) {
        self.model.subjects.push(Subject {
            name: self.text(name).to_owned(),
            label,
            kind,
            instruction,
            parents: Vec::new(),
            place: self.place(name),
            declared,
        });
    }

    /// The activity that a name means.
    pub fn activity(&mut self, name: Name) -> Option<SubjectId> {
        self.subject(name, Wanted::Activity)
    }

    /// The activity or the sign that a name means.
    pub fn subject(&mut self, name: Name, wanted: Wanted) -> Option<SubjectId> {
        match self.look_up(name, wanted)? {
            Symbol::Subject(id) => Some(id),
            _ => None,
        }
    }

    /// The event that a name means in a moment.
    pub fn event(&mut self, name: Name) -> Option<EventId> {
        match self.look_up(name, Wanted::Event)? {
            Symbol::Event(id) => Some(id),
            _ => None,
        }
    }

    /// The event that a name means before `within`; the date of an activity is one.
    pub fn dated(&mut self, name: Name) -> Option<EventId> {
        match self.look_up(name, Wanted::Dated)? {
            Symbol::Event(id) => Some(id),
            Symbol::Subject(subject) => Some(self.date_of(subject)),
            _ => None,
        }
    }

    /// The fact that a name means in a condition; a sign is one.
    pub fn fact(&mut self, name: Name) -> Option<FactId> {
        match self.look_up(name, Wanted::Fact)? {
            Symbol::Fact(id) => Some(id),
            Symbol::Subject(sign) => Some(self.fact_of(sign)),
            _ => None,
        }
    }

    /// The part of the day that a name means; one that is not declared has no times, so that is an error.
    pub fn part(&mut self, name: Name) -> Option<PartId> {
        match self.look_up(name, Wanted::Part)? {
            Symbol::Part(id) => Some(id),
            _ => None,
        }
    }

    fn fact_of(&mut self, sign: SubjectId) -> FactId {
        if let Some(&fact) = self.sign_facts.get(&sign) {
            return fact;
        }
        let id = FactId(index(self.model.facts.len()));
        let subject = self.model.subject(sign).clone();
        self.model.facts.push(Fact {
            label: format!("you notice {}", subject.label),
            name: subject.name,
            patient: false,
            kind: FactKind::YesNo,
            sign: Some(sign),
            place: subject.place,
            declared: subject.declared,
        });
        self.sign_facts.insert(sign, id);
        id
    }

    fn date_of(&mut self, activity: SubjectId) -> EventId {
        if let Some(&event) = self.activity_dates.get(&activity) {
            return event;
        }
        let id = EventId(index(self.model.events.len()));
        let subject = self.model.subject(activity).clone();
        self.model.events.push(Event {
            name: subject.name,
            label: subject.label,
            patient: true,
            side: Side::Any,
            treatment: Anchor::Treatment,
            also: Vec::new(),
            expected: None,
            of: EventOf::Activity(activity),
            place: subject.place,
            declared: subject.declared,
        });
        self.activity_dates.insert(activity, id);
        id
    }

    /// What a name means in a place that wants a certain kind; reports what does not fit.
    fn look_up(&mut self, name: Name, wanted: Wanted) -> Option<Symbol> {
        let text = self.text(name);
        let Some(&(symbol, first)) = self.symbols.get(text) else {
            return self.unknown(name, wanted);
        };
        self.used.insert(symbol);
        if self.fits(symbol, wanted) {
            return Some(symbol);
        }
        let kind = self.kind_in_words(symbol);
        let mut problem = Diagnostic::error(
            &codes::WRONG_KIND,
            self.place(name),
            format!("`{text}` is {kind}, not {}", wanted.in_words()),
        )
        .label(format!("{} belongs here", wanted.in_words()))
        .also(first, "declared here");
        if let Some(help) = wanted.help(symbol, text) {
            problem = problem.help(help);
        }
        self.problems.push(problem);
        None
    }

    fn fits(&self, symbol: Symbol, wanted: Wanted) -> bool {
        let is = |id, kind| self.model.subject(id).kind == kind;
        match (wanted, symbol) {
            (Wanted::Activity | Wanted::Dated, Symbol::Subject(id)) => is(id, SubjectKind::Activity),
            (Wanted::Sign | Wanted::Fact, Symbol::Subject(id)) => is(id, SubjectKind::Sign),
            (Wanted::Fact, Symbol::Fact(_))
            | (Wanted::Event | Wanted::Dated, Symbol::Event(_))
            | (Wanted::Part, Symbol::Part(_)) => true,
            _ => false,
        }
    }

    pub fn kind_in_words(&self, symbol: Symbol) -> &'static str {
        match symbol {
            Symbol::Subject(id) if self.model.subject(id).kind == SubjectKind::Sign => "a sign",
            Symbol::Subject(id) if self.model.treatment.as_ref().is_some_and(|t| t.subject == id) => "the treatment",
            Symbol::Subject(_) => "an activity",
            Symbol::Fact(_) => "a fact",
            Symbol::Event(_) => "an event",
            Symbol::Part(_) => "a part of the day",
        }
    }

    /// A name that nothing declares: an error if a declared one is a single slip away, else a warning, and it is
    /// declared here as what the place wants.
    fn unknown(&mut self, name: Name, wanted: Wanted) -> Option<Symbol> {
        let (text, place) = (self.text(name), self.place(name));
        if self.perhaps.contains(text) || self.lacks_a_file {
            return self.declare_here(name, wanted);
        }
        let similar = self.similar(text, wanted);
        if let Some((other, distance)) = similar
            && distance == 1
        {
            let declared = self.symbols.get(other).copied();
            let message = format!("`{text}` is not declared; did you mean `{other}`?");
            let mut problem = Diagnostic::error(&codes::UNKNOWN_NAME, place, message)
                .label("not declared")
                .help(format!("write `{other}`, or declare `{text}`: `{}`", wanted.declaration(text)));
            if text.len() >= SURE_TO_BE_MISSPELT {
                problem = problem.fix(format!("write `{other}`"), place, other);
            }
            self.problems.push(problem);
            let (symbol, _) = declared?;
            self.used.insert(symbol);
            return Some(symbol);
        }
        let guess = similar.map(|(other, _)| format!("; did you mean `{other}`?")).unwrap_or_default();
        let severity = if wanted == Wanted::Part {
            crate::diagnostic::Severity::Error
        } else {
            crate::diagnostic::Severity::Warning
        };
        self.problems.push(
            Diagnostic::new(&codes::UNKNOWN_NAME, severity, format!("`{text}` is not declared{guess}"))
                .at(place, "not declared")
                .help(format!("declare it: `{}`", wanted.declaration(text))),
        );
        self.declare_here(name, wanted)
    }

    fn declare_here(&mut self, name: Name, wanted: Wanted) -> Option<Symbol> {
        let (text, place) = (self.text(name), self.place(name));
        let label = in_words(text);
        let symbol = match wanted {
            Wanted::Activity | Wanted::Sign => {
                let kind = if wanted == Wanted::Sign { SubjectKind::Sign } else { SubjectKind::Activity };
                let id = SubjectId(index(self.model.subjects.len()));
                self.add_subject(name, kind, label, None, false);
                Symbol::Subject(id)
            }
            Wanted::Fact => {
                let id = FactId(index(self.model.facts.len()));
                let (name, patient, kind, sign) = (text.to_owned(), false, FactKind::YesNo, None);
                self.model.facts.push(Fact { name, label, patient, kind, sign, place, declared: false });
                Symbol::Fact(id)
            }
            Wanted::Event | Wanted::Dated => {
                let id = EventId(index(self.model.events.len()));
                let side = if wanted == Wanted::Dated { Side::Any } else { Side::After };
                let (name, patient, expected, of) = (text.to_owned(), false, None, EventOf::Itself);
                let (treatment, also) = (Anchor::Treatment, Vec::new());
                let declared = false;
                let event = Event { name, label, patient, side, treatment, also, expected, of, place, declared };
                self.model.events.push(event);
                Symbol::Event(id)
            }
            Wanted::Part => return None,
        };
        self.symbols.insert(text, (symbol, place));
        self.used.insert(symbol);
        Some(symbol)
    }

    /// The declared name of a fitting kind that is nearest, and how many slips away it is.
    fn similar(&self, text: &str, wanted: Wanted) -> Option<(&'s str, usize)> {
        let most = (text.len() / 3).clamp(1, 3);
        self.symbols
            .iter()
            .filter(|&(_, &(symbol, _))| self.fits(symbol, wanted) && self.is_declared(symbol))
            .map(|(&other, _)| (other, strsim::damerau_levenshtein(text, other)))
            .filter(|&(_, distance)| distance <= most)
            .min_by_key(|&(other, distance)| (distance, other))
    }

    fn is_declared(&self, symbol: Symbol) -> bool {
        match symbol {
            Symbol::Subject(id) => self.model.subject(id).declared,
            Symbol::Fact(id) => self.model.fact(id).is_some_and(|fact| fact.declared),
            Symbol::Event(id) => self.model.event(id).is_some_and(|event| event.declared),
            Symbol::Part(_) => true,
        }
    }

    pub fn mark_used(&mut self, symbol: Symbol) {
        self.used.insert(symbol);
    }
}

/// `sun_exposure` as `sun exposure`.
pub(super) fn in_words(name: &str) -> String {
    name.replace('_', " ")
}

/// The index of something in a list; the limits on files keep it exact.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
