//! A finding as plain data: every stage makes [`Diagnostic`]s, and only `render` turns them into text.
//! Knows nothing of any stage, of colours or of formats.

use crate::source::Place;

/// What a finding is called. One `static` a finding, declared beside the code that finds it, its page beside that.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable number, `C0401`. The hundreds are the stage: 0 source, 1 syntax, 2 names and types, 3 moments and
    /// windows, 4 the checker.
    pub id: &'static str,
    /// The stable name, `contradiction`.
    pub name: &'static str,
    /// The page of `carecheck explain`, in Markdown, with a bad and a good example.
    pub page: &'static str,
}

/// How bad a finding is. Ordered: a note is less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Note,
    /// Likely wrong, or true only of some treatments.
    Warning,
    /// Wrong: the file does not say one thing.
    Error,
}

impl Severity {
    /// The word for it: `error`, `warning`, `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What this place is, in at most about six words.
    pub text: String,
    /// Whether this is the place the finding is about; exactly one label is.
    pub primary: bool,
}

/// When a finding about two rules happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occurs {
    /// For every treatment.
    Always,
    /// Only for some times of day of the treatment.
    TimeOfDay,
    /// Only for some dates, as in short months.
    Date,
    /// Only across a clock change.
    ClockChange,
    /// Only for some times of an event.
    Event,
    /// Only for some facts.
    Facts,
    /// Only in the open part of a range.
    Range,
    /// Only if two treatments are so far apart.
    Distance,
}

impl Occurs {
    /// The word that the JSON has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Occurs::Always => "always",
            Occurs::TimeOfDay => "time-of-day",
            Occurs::Date => "date",
            Occurs::ClockChange => "clock-change",
            Occurs::Event => "event",
            Occurs::Facts => "facts",
            Occurs::Range => "range",
            Occurs::Distance => "distance",
        }
    }
}

/// How far apart the dates of two treatments are where a finding about both happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distance {
    /// The name of the treatment from whose date the days are counted.
    pub from: String,
    /// The name of the other, so many days later.
    pub to: String,
    /// The fewest days, negative for days before; `None` if there is no fewest.
    pub least: Option<i64>,
    /// The most days; `None` if there is no most.
    pub most: Option<i64>,
    /// Whether it happens at all clock times of both treatments; else only at some.
    pub always: bool,
}

/// A case that shows a finding. Instants are RFC 9557 strings with offset and zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The instant of treatment.
    pub treated: String,
    /// The facts, as `--given` takes them: name and value.
    pub given: Vec<(String, String)>,
    /// The events, as `--event` takes them: name and instant, or `never`.
    pub events: Vec<(String, String)>,
    /// An instant at which the finding shows.
    pub at: String,
    /// The command that reproduces it.
    pub command: String,
}

/// From when to when a finding holds in the case that shows it. Instants are RFC 9557 strings with offset and zone; `None`
/// is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Its first instant.
    pub start: Option<String>,
    /// The first instant no longer in it.
    pub end: Option<String>,
}

/// A mend that can be made without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction: "write `+48h`".
    pub title: String,
    /// The texts to put in, each in place of what stands there.
    pub edits: Vec<(Place, String)>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is called.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong; understandable alone on one line; lower case, no full stop, the reader's words.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The places; exactly one is primary, unless the finding has no place at all.
    pub labels: Vec<Label>,
    /// When it happens, for a finding about rules in time.
    pub occurs: Option<Occurs>,
    /// For a finding about two treatments: how far apart they are where it happens, in order.
    pub distances: Vec<Distance>,
    /// When it happens, in words, if there is more to say than that: `only when treated after 12:00`.
    pub when: Option<String>,
    /// From when to when it holds in the case that shows it.
    pub overlap: Option<Overlap>,
    /// A case that shows it.
    pub witness: Option<Witness>,
    /// The one obvious mend.
    pub fix: Option<Fix>,
    /// For a finding about rules: what stands for it in an `accept`. It changes when the meaning of the rules does.
    pub digest: Option<String>,
    /// Why it stays, if it is accepted. Then it is not counted.
    pub accepted: Option<String>,
}

impl Diagnostic {
    /// A finding with its message, without any place yet.
    #[must_use]
    pub fn new(code: &'static Code, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            help: None,
            labels: Vec::new(),
            occurs: None,
            distances: Vec::new(),
            when: None,
            overlap: None,
            witness: None,
            fix: None,
            digest: None,
            accepted: None,
        }
    }

    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message).at(place, "")
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, message).at(place, "")
    }

    /// A note at a place.
    #[must_use]
    pub fn note(code: &'static Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, message).at(place, "")
    }

    /// The same with its primary place set, and the words for it.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.retain(|label| !label.primary);
        self.labels.insert(0, Label { place, text: text.into(), primary: true });
        self
    }

    /// The same with words for its primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// The same with one more place.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place, text: text.into(), primary: false });
        self
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// The same with the one obvious mend: put `text` in place of what stands at `place`.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, place: Place, text: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { title: title.into(), edits: vec![(place, text.into())] });
        self
    }

    /// What to write into the text so that it stays, but for the reason; only findings about rules can.
    #[must_use]
    pub fn acceptance(&self) -> Option<String> {
        self.digest.as_ref().map(|digest| format!("accept {} \"{digest}\" because \"…\"", self.code.name))
    }

    /// The place the finding is about, if it has one.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.labels.iter().find(|label| label.primary).map(|label| label.place)
    }
}

/// Sorts findings by place, then by code, so that two runs print the same bytes.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.place(), d.code.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}
