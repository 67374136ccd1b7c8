//! A program → what its reader is told of it, as text; and whether the evaluator, asked about the case of a finding, shows it.

use std::fmt::Write as _;

use carecheck::diagnostic::{Diagnostic, Witness};
use carecheck::model::{AnswerWord, Case, FactKind, Fixed, Model, SubjectId, Unit, Value};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::time::EventTime;

/// Names are declared by the prelude, and a name that a program does not use is no finding here.
pub const PRELUDE: &str = "\
activity sleep \"sleeping\"\npart evening \"in the evening\" 18:00..22:00\npart night \"at night\" 22:00..06:00\n\
activity heat \"heat\"\nactivity sauna \"saunas\" is heat\nactivity steam \"steam baths\" is heat\n\
activity exercise \"exercise\"\nactivity walking \"walking\" is exercise do \"walk\"\n\
activity swimming \"swimming\" is exercise\nactivity ice \"ice\"\nactivity wash \"washing\"\n\
sign bleeding \"bleeding\"\nsign long_bleeding \"bleeding for an hour\" is bleeding\n\
fact smoker \"you smoke\" : yes/no\nfact technique \"the technique\" : one of pen \"a pen\", roller \"a roller\"\n\
fact skin_type \"your skin type\" : number 1..6\n\
event healed \"your skin has healed\" expected on days 5 to 10\nevent cleared \"the doctor allows it\"\n\
event last_dose \"your last dose\" before treatment\npart morning \"in the morning\" 06:00..12:00\n";

/// What is found in the rules of a sheet, syntax first. Of each finding about rules `shows` has to be true.
pub fn found(clauses: &str, rules: &str, shows: fn(&Model, &Sources, &Diagnostic)) -> (Sources, Vec<Diagnostic>) {
    let program = format!("{rules}\ntreatment peel \"Peel\" {clauses}\n{PRELUDE}");
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let mut unit = Unit::default();
    let (tree, mut findings) = carecheck::syntax::parse(id, sources.file(id));
    unit.files.push(tree);
    let (model, about_rules) = carecheck::analyse(&sources, &unit, FileId(0));
    about_rules.iter().for_each(|finding| shows(&model, &sources, finding));
    findings.extend(about_rules);
    findings.retain(|finding| finding.code.id != "C0205");
    (sources, findings)
}

/// Whoever asks the evaluator about the witness of a conflict or a gap gets an answer that shows it.
pub fn evaluation_shows(model: &Model, sources: &Sources, finding: &Diagnostic) {
    let Some(witness) = &finding.witness else { return };
    let Some(target) = asked(model, witness) else { return };
    let (case, at) = (case_of(model, witness), witness.at.parse().unwrap());
    let answer = carecheck::evaluate::answer(model, sources, &case, target, &at).unwrap().state.answer;
    let shown = match finding.code.id {
        "C0401" | "C0402" | "C0403" => {
            matches!(answer, AnswerWord::Avoided | AnswerWord::BetterNot | AnswerWord::Alert | AnswerWord::Depends)
        }
        "C0404" => matches!(answer, AnswerWord::NotStated | AnswerWord::NotDue),
        _ => true,
    };
    assert!(shown, "{answer:?}, but {}: {}", finding.message, witness.command);
}

/// The case of a witness.
pub fn case_of(model: &Model, witness: &Witness) -> Case {
    let mut fixed = Fixed::default();
    for (name, value) in &witness.given {
        let id = model.fact_named(name).unwrap();
        let value = match (&model.fact(id).unwrap().kind, value.as_str()) {
            (FactKind::YesNo, value) => Value::Bool(value == "yes"),
            (FactKind::OneOf(choices), value) => {
                let index = choices.iter().position(|(choice, _)| choice == value).unwrap();
                Value::Choice(u32::try_from(index).unwrap())
            }
            (FactKind::Number(_), value) => Value::Number(value.parse().unwrap()),
        };
        fixed.facts.insert(id, value);
    }
    for (name, at) in &witness.events {
        let time = if at == "never" { EventTime::Never } else { EventTime::at(at.parse().unwrap()) };
        fixed.events.insert(model.event_named(name).unwrap(), time);
    }
    Case::new(model, witness.treated.parse().unwrap(), &fixed).unwrap()
}

/// The activity or sign that the command of a witness asks about; none for a command that makes a plan.
pub fn asked(model: &Model, witness: &Witness) -> Option<SubjectId> {
    let asked = witness.command.strip_prefix("carecheck ask ")?;
    Some(model.subject_named(asked.split(' ').nth(1).unwrap()).unwrap())
}

/// A finding: what it says, where, and what to write instead.
pub fn told(sources: &Sources, finding: &Diagnostic) -> String {
    let mut told = format!("{} {}: {}\n", finding.severity.word(), finding.code.id, finding.message);
    for label in &finding.labels {
        let line = sources.file(label.place.file).line_column(label.place.span.start).line;
        let sign = if label.primary { "^" } else { "-" };
        writeln!(told, "  {sign} line {line} `{}` {}", sources.slice(label.place), label.text).unwrap();
    }
    if let Some(help) = &finding.help {
        writeln!(told, "  = {help}").unwrap();
    }
    told
}

/// Findings, each with when it happens and the command that shows it.
pub fn with_cases<'f>(sources: &Sources, findings: impl IntoIterator<Item = &'f Diagnostic>) -> String {
    let mut listing = String::new();
    for finding in findings {
        listing += &told(sources, finding);
        if let (Some(occurs), Some(witness)) = (finding.occurs, &finding.witness) {
            let command = witness.command.strip_prefix("carecheck ask a.care ").unwrap_or(&witness.command);
            writeln!(listing, "  {}: {command}", occurs.word()).unwrap();
        }
    }
    listing
}
