//! What another file changes in a sheet → what it loosens: a ban, a duty, an alarm, a reason not to treat or a course that
//! the changed sheet no longer says as the sheet did, over all treatments, facts and events; and permissions that the
//! sheet does not give. Also the change that changes nothing. A change that lies deeper, in a sheet that is changed again,
//! is told where that sheet is checked.

use std::sync::Arc;

use super::cover::{Said, as_much, is_once, speaks_of};
use super::gap::list;
use super::implied::word;
use super::meeting::named_at;
use super::pairs::Says;
use super::restated::{applies_anyway, as_strict, stands_anyway};
use super::search::{Answer, Found};
use super::witness::witness;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Occurs};
use crate::model::{Change, ChangeId, Condition, Model, Rule, SubjectId, Verb, meaning};
use crate::source::FileId;

/// C0415 loosened
pub static LOOSENED: Code = Code { id: "C0415", name: "loosened", page: include_str!("loosened.md") };
/// C0416 unchanged
pub static UNCHANGED: Code = Code { id: "C0416", name: "unchanged", page: include_str!("unchanged.md") };

/// What a rule said and the others do not, of these targets; of none if it speaks of none. With a case that shows it.
struct Lost<'m> {
    was: &'m Rule,
    targets: Vec<SubjectId>,
    shown: Option<Box<Found>>,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let layers = model.treatment.as_ref().map(|treatment| treatment.layers.as_slice()).unwrap_or_default();
    let [_, .., file] = layers else { return Vec::new() };
    let mut findings = Vec::new();
    let mut told = Vec::new();
    for (id, change) in (0..).map(ChangeId).zip(&model.changes).filter(|(_, change)| change.place.file == *file) {
        let new = model.rules.iter().find(|rule| rule.changed == Some(id));
        if let Some(new) = new.filter(|new| says_the_same(model, change, new)) {
            findings.push(unchanged(sheet, change, new));
        } else if let Some(lost) = change.was.iter().find_map(|was| lost(sheet, was)) {
            told.extend(new.map(|new| new.place));
            findings.push(loosened(sheet, change, new, &lost));
        }
    }
    findings.extend(permissions(sheet, *file).filter(|(rule, _)| !told.contains(&rule.place)).map(|(_, found)| found));
    findings
}

/// Whether the new rule says what was said, to a reader too.
fn says_the_same(model: &Model, change: &Change, new: &Rule) -> bool {
    let [was] = change.was.as_slice() else { return false };
    let read = |rule: &Rule| (rule.instruction.clone(), rule.because.clone(), rule.source.clone());
    read(was) == read(new) && meaning(model, &[was], &[]) == meaning(model, &[new], &[])
}

fn unchanged(sheet: Sheet<'_>, change: &Change, new: &Rule) -> Diagnostic {
    let message = format!("this changes nothing: `{}` says the same already", change.name);
    let mut finding = Diagnostic::warning(&UNCHANGED, new.place, message)
        .label("the same rule")
        .help("remove the change, or write what was meant");
    for was in &change.was {
        finding = finding.also(was.place, "says so already");
    }
    finding.occurs = Some(Occurs::Always);
    let rules: Vec<&Rule> = change.was.iter().chain([new]).collect();
    sheet.about(finding, &rules, &[])
}

/// What a rule said and the sheet as it is now does not.
fn lost<'m>(sheet: Sheet<'m>, was: &'m Rule) -> Option<Lost<'m>> {
    let model = sheet.model;
    let of_verb = || model.rules.iter().filter(|rule| rule.verb == was.verb);
    let untold = |said: bool| (!said).then(|| Lost { was, targets: Vec::new(), shown: None });
    match was.verb {
        Verb::Contraindicated => untold(stands_anyway(sheet, was, &of_verb().collect::<Vec<_>>())),
        Verb::Repeat if !was.ideally => {
            let strict: Vec<&Rule> = of_verb().filter(|other| as_strict(was, other)).collect();
            untold(!strict.is_empty() && applies_anyway(sheet, was, &strict))
        }
        _ => {
            let binding = match Says::of(was)? {
                Says::Ban | Says::Alarm => true,
                Says::Duty => !was.ideally,
                Says::Permission | Says::Normal => false,
            };
            let each = was.targets.iter().filter(|_| binding);
            let lost: Vec<(SubjectId, Option<Box<Found>>)> =
                each.filter_map(|&(target, _)| Some((target, left(sheet, was, target, &model.rules)?))).collect();
            let targets = lost.iter().map(|(target, _)| *target).collect();
            let shown = lost.into_iter().map(|(_, found)| found).reduce(Option::or)?;
            Some(Lost { was, targets, shown })
        }
    }
}

/// Whether some of what a rule says of a target is said by none of some rules; and a case that shows it, unless that was
/// not decided.
fn left<'o>(
    sheet: Sheet<'_>,
    rule: &Rule,
    target: SubjectId,
    others: impl IntoIterator<Item = &'o Rule>,
) -> Option<Option<Box<Found>>> {
    let (model, says) = (sheet.model, Says::of(rule)?);
    let mut able: Vec<Rule> = Vec::new();
    for other in others.into_iter().filter(|other| as_much(other, rule)) {
        let kind = || other.targets.iter().any(|(kind, _)| model.is_kind_of(*kind, target));
        if says == Says::Duty {
            // Whoever does a kind of it does it; to do something wider may be to do another kind.
            if kind() {
                able.push(Rule { targets: vec![(target, other.place)], ..other.clone() });
            }
        } else if speaks_of(model, other, target) || says == Says::Ban && kind() {
            able.push(other.clone());
        }
    }
    if is_once(rule) && able.iter().any(|other| is_once(other) && within(sheet, rule, other)) {
        return None;
    }
    // To be done once in a longer time is less.
    able.retain(|other| !(is_once(rule) && is_once(other)));
    let said = Said { rule, window: rule.window.as_deref()?, subject: target, hole: None };
    match said.left_over(sheet, &able.iter().collect::<Vec<_>>()) {
        Answer::Never => None,
        Answer::Found(found) => Some(Some(found)),
        Answer::Undecided => Some(None),
    }
}

/// Whether what is to be done once is done in its time by whoever does the other: that applies whenever this does, and
/// its time lies in this one's.
fn within(sheet: Sheet<'_>, rule: &Rule, other: &Rule) -> bool {
    let when = |rule: &Rule, condition: Arc<Condition>| Rule { condition, frequency: None, ..rule.clone() };
    let (time, inside) = (when(rule, Arc::new(Condition::always())), when(other, Arc::clone(&rule.condition)));
    let subject = inside.targets.first().map(|(target, _)| *target);
    let (Some(window), Some(subject)) = (inside.window.as_deref(), subject) else { return false };
    // As bans, they are held against each other instant by instant.
    let ban = |rule: &Rule| Rule { verb: Verb::Avoid, targets: vec![(subject, rule.place)], ..rule.clone() };
    let (time, inside) = (ban(&time), ban(&inside));
    applies_anyway(sheet, rule, &[other])
        && matches!(Said { rule: &inside, window, subject, hole: None }.left_over(sheet, &[&time]), Answer::Never)
}

fn loosened(sheet: Sheet<'_>, change: &Change, new: Option<&Rule>, lost: &Lost<'_>) -> Diagnostic {
    let Lost { was, targets, shown } = lost;
    let (message, label) = match was.verb {
        Verb::Contraindicated => {
            let always = if new.is_some() { "always " } else { "" };
            (format!("the sheet has a reason not to treat that no longer {always}stands"), "the reason")
        }
        Verb::Repeat => ("the sheet has a course that need no longer be followed".to_owned(), "the course"),
        _ => {
            let names: Vec<String> = targets.iter().map(|&target| sheet.name(target)).collect();
            let are = if names.len() == 1 { "is" } else { "are" };
            (format!("{} {are} {} on the sheet", list(&names), sheet.held(word(was), was)), "")
        }
    };
    let less = match new.and_then(|new| Some((new, targets.first()?))) {
        _ if targets.is_empty() => String::new(),
        Some((new, target)) if Says::of(new) == Says::of(was) && speaks_of(sheet.model, new, *target) => {
            let (here, there) = (sheet.held(word(new), new), sheet.held(word(was), was));
            match (here == there, new.condition == was.condition) {
                (true, _) => ", and no longer in all cases".to_owned(),
                (false, true) => format!(", and here {here}"),
                (false, false) => format!(", and here {here} under another condition"),
            }
        }
        Some(_) => ", and this says less".to_owned(),
        None => ", and no longer here".to_owned(),
    };
    let (at, here) = match new {
        Some(new) => (targets.first().map_or(new.place, |&target| named_at(new, target)), "this says less"),
        None => (change.place, "dropped here"),
    };
    let there = if label.is_empty() { sheet.held(word(was), was) } else { label.to_owned() };
    let said_at = targets.first().map_or(was.place, |&target| named_at(was, target));
    let finding = Diagnostic::warning(&LOOSENED, at, message + &less)
        .label(here)
        .also(said_at, there)
        .help("say at least what the sheet says, or keep this if the clinic has decided it");
    let rules: Vec<&Rule> = [*was].into_iter().chain(new).collect();
    shown_by(sheet, finding, &rules, targets, shown.as_deref(), at.file)
}

/// The permissions of a file that changes a sheet, which the sheet does not give.
fn permissions<'m>(sheet: Sheet<'m>, file: FileId) -> impl Iterator<Item = (&'m Rule, Diagnostic)> {
    let model = sheet.model;
    let own = move |rule: &&Rule| rule.place.file == file;
    let permits = move |rule: &&'m Rule| own(rule) && rule.verb == Verb::Allow;
    model.rules.iter().filter(permits).filter_map(move |rule| {
        let before = || {
            let changed = model.changes.iter().filter(|change| change.place.file == file);
            model.rules.iter().filter(move |rule| !own(rule)).chain(changed.flat_map(|change| &change.was))
        };
        let wider = rule.targets.iter().filter_map(|&(target, _)| Some((target, left(sheet, rule, target, before())?)));
        let wider: Vec<(SubjectId, Option<Box<Found>>)> = wider.collect();
        let targets: Vec<SubjectId> = wider.iter().map(|(target, _)| *target).collect();
        let first = *targets.first()?;
        let names: Vec<String> = targets.iter().map(|&target| sheet.name(target)).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let allowed = sheet.held("allowed", rule);
        let message = format!("{} {are} {allowed} here, and not on the sheet", list(&names));
        let finding = Diagnostic::warning(&LOOSENED, named_at(rule, first), message)
            .label(allowed)
            .help("leave it out, or keep this if the clinic has decided it");
        let shown = wider.into_iter().find_map(|(_, found)| found);
        Some((rule, shown_by(sheet, finding, &[rule], &targets, shown.as_deref(), file)))
    })
}

/// The finding with its digest, and the case that shows it.
fn shown_by(
    sheet: Sheet<'_>,
    mut finding: Diagnostic,
    rules: &[&Rule],
    targets: &[SubjectId],
    shown: Option<&Found>,
    file: FileId,
) -> Diagnostic {
    if let (Some(found), Some(&target)) = (shown, targets.first()) {
        finding.occurs = Some(found.occurs);
        let at = found.hit.slot.example(&found.case.situation.treated);
        finding.witness = Some(witness(sheet, file, target, &found.case, &at));
    }
    sheet.about(finding, rules, targets)
}
