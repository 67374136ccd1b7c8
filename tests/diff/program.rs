//! Two programs → what changed, a line for each part; and whether the evaluator, asked about the case of a part, shows it.

use std::fmt::Write as _;

use carecheck::diff::{Change, Diff, Of, Part, diff};
use carecheck::evaluate::{answer, contraindicated, plan};
use carecheck::model::{AnswerWord, Case, Model, Unit};
use carecheck::source::{FileId, SourceFile, Sources};

pub const PRELUDE: &str = "\
treatment peel \"Peel\" day 1 hours 08:00..18:00\n\
activity heat \"heat\"\nactivity sauna \"saunas\" is heat\nactivity steam \"steam baths\" is heat\n\
activity wash \"washing\"\nactivity sunscreen \"sunscreen\" do \"Put on sunscreen.\"\nactivity wine \"wine\"\n\
sign redness \"redness\"\nsign fever \"a fever\"\n\
fact dry \"your skin is dry\" : yes/no\nfact technique \"the technique\" : one of pen \"a pen\", roller \"a roller\"\n\
fact skin_type \"your skin type\" : number 1..6\n\
event dose \"your last dose\" before treatment\nevent seen \"you were seen\"\n";

/// A program that has no errors.
pub struct Program {
    pub sources: Sources,
    pub model: Model,
}

impl Program {
    /// The text as it is.
    pub fn bare(text: &str) -> Program {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::load("a.care", text.as_bytes()).0);
        let (file, findings) = carecheck::syntax::parse(id, sources.file(id));
        assert!(findings.is_empty(), "{findings:#?}\n{text}");
        let unit = Unit { files: vec![file], ..Unit::default() };
        let (model, findings) = carecheck::model::resolve(&sources, &unit, FileId(0));
        let errors = findings.iter().filter(|finding| finding.severity == carecheck::diagnostic::Severity::Error);
        assert_eq!(errors.count(), 0, "{findings:#?}\n{text}");
        Program { sources, model }
    }

    /// What is answered in a case, in words; of an activity that the sheet does not name, nothing is stated.
    fn answers(&self, case: &Case, target: &str, part: &Part) -> String {
        let Some(subject) = self.model.subject_named(target) else { return AnswerWord::NotStated.word().to_owned() };
        let answer = answer(&self.model, &self.sources, case, subject, &part.witness.at).unwrap();
        let words: Vec<&str> = answer.state.possible.iter().map(|word| word.word()).collect();
        words.join(" or ")
    }

    /// Everything that a plan says of what is to be done in a case, free of where it stands.
    fn demands(&self, case: &Case, target: &str) -> Vec<String> {
        let plan = plan(&self.model, &self.sources, case).unwrap();
        let own = plan.guidance.iter().filter(|one| one.target == target);
        let mut told: Vec<String> = own
            .map(|one| {
                let said = (&one.verb, one.ideally, &one.instruction, &one.window, &one.applies);
                let measure = (&one.frequency, &one.lasting, &one.orders, &one.amount, &one.by, &one.occurrences);
                format!("{said:?} {measure:?}")
            })
            .collect();
        told.sort();
        told
    }
}

/// What changed between two texts.
pub fn between(old: &Program, new: &Program) -> Diff {
    let found = diff(&old.model, &new.model);
    found.changes.iter().for_each(|change| change.parts.iter().for_each(|part| shows(old, new, change, part)));
    found
}

/// Whether the case of a part shows that something changed.
pub fn shows(old: &Program, new: &Program, change: &Change, part: &Part) {
    let (before, after) = (&part.witness.old, &part.witness.new);
    match &change.of {
        Of::Target { name, kinds, .. } => {
            for target in kinds.iter().chain([name]) {
                let answers = old.answers(before, target, part) != new.answers(after, target, part);
                let demands = || old.demands(before, target) != new.demands(after, target);
                assert!(answers || demands(), "{target}: {part:#?}");
            }
        }
        Of::Screening => {
            let (was, is) = (contraindicated(&old.model, before), contraindicated(&new.model, after));
            assert_ne!(was.unwrap(), is.unwrap(), "{part:#?}");
        }
        Of::Course => {
            let course = |program: &Program, case: &Case| {
                let plan = plan(&program.model, &program.sources, case).unwrap();
                format!(
                    "{:?}",
                    plan.course.iter().map(|one| (one.applies, one.course, one.ideally)).collect::<Vec<_>>()
                )
            };
            assert_ne!(course(old, before), course(new, after), "{part:#?}");
        }
    }
}

/// A line for each part: the direction, the sentence, and the case in parentheses.
pub fn lines(found: &Diff) -> String {
    let mut text = String::new();
    for change in &found.changes {
        let of = match &change.of {
            Of::Target { kinds, .. } if !kinds.is_empty() => format!(" (and {})", kinds.join(", ")),
            _ => String::new(),
        };
        if change.undecided {
            let _ = writeln!(text, "undecided: {:?}", change.of);
        }
        for part in &change.parts {
            let witness = &part.witness;
            let _ = writeln!(text, "{}{of}: {}", part.direction.word(), part.text);
            let edge = |at: &Option<jiff::Zoned>| {
                at.as_ref().map_or("…".to_owned(), |at| at.strftime("%a %d %b %H:%M").to_string())
            };
            let zone = witness.treated.time_zone().iana_name().unwrap_or_default();
            let treated = witness.treated.strftime("%a %d %b %Y %H:%M");
            let _ = write!(text, "  treated {treated} {zone}: {} to {}", edge(&witness.start), edge(&witness.end));
            for (name, value) in witness.given.iter().chain(&witness.events) {
                let _ = write!(text, ", {name} = {value}");
            }
            let _ = writeln!(
                text,
                "{}",
                if witness.unknown.is_empty() { String::new() } else { format!(", {:?} unknown", witness.unknown) }
            );
        }
    }
    if found.is_empty() { "no change".to_owned() } else { text.trim_end().to_owned() }
}

/// What changed between two sets of rules.
pub fn told(old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(|rules| Program::bare(&format!("{PRELUDE}{rules}")));
    lines(&between(&old, &new))
}
