//! A finding → whoever runs the command of its witness is shown that its rules hold, by the lines on which they stand: all
//! findings through the library that `ask` calls, and some through the program itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use carecheck::diagnostic::Diagnostic;
use carecheck::model::{Case, FactKind, Fixed, Value};
use carecheck::time::EventTime;

use crate::compare::Checked;

/// The lines of the rules that the answer names.
fn named(checked: &Checked, finding: &Diagnostic) -> Result<BTreeSet<u64>, String> {
    let (witness, model) = (finding.witness.as_ref().ok_or("no witness")?, &checked.model);
    let mut fixed = Fixed::default();
    for (name, value) in &witness.given {
        let id = model.fact_named(name).ok_or("a fact nobody knows")?;
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
        fixed.events.insert(model.event_named(name).ok_or("an event nobody knows")?, time);
    }
    let case = Case::new(model, witness.treated.parse().unwrap(), &fixed).map_err(|error| error.to_string())?;
    let target = model.subject_named(witness.command.split(' ').nth(3).unwrap()).ok_or("a target nobody knows")?;
    let at = witness.at.parse().unwrap();
    let answer =
        carecheck::evaluate::answer(model, &checked.sources, &case, target, &at).map_err(|error| error.to_string())?;
    let rules = answer.state.because.iter().chain(&answer.state.overruled);
    Ok(rules.map(|reason| u64::from(reason.rule.line)).collect())
}

/// Where a duty and bans of several kinds are at odds, the witness asks about one kind.
fn shown(lines: &BTreeSet<u64>, named: &BTreeSet<u64>) -> bool {
    lines.is_subset(named) || lines.len() > 2 && lines.intersection(named).count() > 1
}

/// What is wrong with what the evaluator says about the witness.
pub fn not_shown(checked: &Checked, finding: &Diagnostic) -> Option<String> {
    let lines = checked.lines(finding);
    match named(checked, finding) {
        Ok(named) if shown(&lines, &named) => None,
        Ok(named) => Some(format!("the answer names the lines {named:?} of {lines:?}")),
        Err(problem) => Some(problem),
    }
}

/// What is wrong with what the program says when it runs the command of the witness.
pub fn not_shown_by_the_program(checked: &Checked, finding: &Diagnostic, folder: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.care"), &checked.program).unwrap();
    let command = &finding.witness.as_ref()?.command;
    // Nothing in these sheets needs quotes but the zones of full instants.
    let words = command.split(' ').skip(1).map(|word| word.trim_matches('\''));
    let output = Command::new(env!("CARGO_BIN_EXE_carecheck"))
        .args(words)
        .args(["--format", "json"])
        .current_dir(&folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) else {
        return Some(format!("`{command}` says {text}{}", String::from_utf8_lossy(&output.stderr)));
    };
    let rules = ["because", "overruled"].into_iter().flat_map(|list| json[list].as_array().unwrap().clone());
    let named: BTreeSet<u64> = rules.map(|rule| rule["at"]["line"].as_u64().unwrap()).collect();
    let lines = checked.lines(finding);
    (!shown(&lines, &named)).then(|| format!("`{command}` names the lines {named:?} of {lines:?}"))
}
