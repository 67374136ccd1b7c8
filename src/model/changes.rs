//! `replace` and `drop` → rules in the place of those that they name. A change is written in another file than the rule:
//! it is looked up by the rule's name, and what takes the place keeps the name, the phase and the order. Several files may
//! change a sheet one after the other. Judges nothing: whether a change loosens the sheet is the checker's business.

use std::collections::{BTreeSet, HashMap};

use super::codes;
use super::declared::SubjectId;
use super::names::{Names, Symbol, index};
use super::rule::{Change, ChangeId, Rule};
use super::rule_windows::Heading;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place};
use crate::syntax::tree::{self, File, Name, Statement};

/// All that is to be changed.
#[derive(Default)]
pub(super) struct Changes<'s> {
    /// By the name of the rule, in the order of the files: one that is changed by another comes before it.
    of: HashMap<&'s str, Vec<Written<'s>>>,
    /// The numbers of the files that change something.
    layers: HashMap<FileId, usize>,
    /// The statements that found their rule.
    met: BTreeSet<Place>,
}

/// A `replace` or `drop`, and the number of its file among those that make the sheet.
#[derive(Clone, Copy)]
struct Written<'s> {
    layer: usize,
    file: FileId,
    change: &'s tree::Change,
}

/// What one file has changed of a rule: all of it, or one target.
type Touched = (FileId, Option<SubjectId>, Place);

impl<'s> Names<'s> {
    /// Notes what a file changes. Only a file that was made to change a sheet can.
    pub fn note_changes(&mut self, file: &'s File, layers: &[FileId]) {
        self.file = file.id;
        let layer = layers.iter().position(|&id| id == file.id).filter(|&layer| layer > 0);
        for statement in &file.statements {
            let Statement::Change(change) = statement else { continue };
            match layer {
                Some(layer) => {
                    let written = Written { layer, file: file.id, change };
                    self.changes.of.entry(self.text(change.name)).or_default().push(written);
                }
                None => self.nothing_to_change(change),
            }
        }
        if let Some(layer) = layer {
            self.changes.layers.insert(file.id, layer);
        }
    }

    fn nothing_to_change(&mut self, change: &tree::Change) {
        // The sheet may be in a file that cannot be read or used.
        let misused = |problem: &Diagnostic| [codes::USE_CYCLE.id, codes::USE_OF_A_SHEET.id].contains(&problem.code.id);
        if self.lacks_a_file || self.problems.iter().any(misused) {
            return;
        }
        let word = if change.with.is_some() { "replace" } else { "drop" };
        let place = change.span.in_file(self.file);
        let own = self.model.treatment.as_ref().is_some_and(|treatment| treatment.place.file == self.file);
        let (message, help) = if own {
            ("changes a rule of another sheet, and this file is a sheet of its own", "change the rule where it stands")
        } else {
            (
                "changes a rule of a sheet, and this file uses none",
                "write `use` and the file of the sheet, as in `use \"microneedling.care\"`",
            )
        };
        self.problems.push(
            Diagnostic::error(&codes::NOTHING_TO_CHANGE, place, format!("`{word}` {message}"))
                .label("changes nothing")
                .help(help),
        );
    }

    /// Whether the file that is being read changes a sheet.
    pub fn changes_a_sheet(&self) -> bool {
        self.changes.layers.contains_key(&self.file)
    }

    /// What stands in the place of a rule after all changes to it.
    pub fn changed(&mut self, rule: Option<Rule>, name: Name, heading: Option<&Heading>) -> Vec<Rule> {
        let own = self.changes.layers.get(&self.file).copied().unwrap_or_default();
        let text = self.text(name);
        let mut changes = self.changes.of.get(text).cloned().unwrap_or_default();
        changes.retain(|written| written.layer > own);
        changes.sort_by_key(|written| written.layer);
        let sound = rule.is_some();
        let mut rules: Vec<Rule> = rule.into_iter().collect();
        let mut touched = Vec::new();
        let file = self.file;
        for written in changes {
            self.changes.met.insert(written.change.span.in_file(written.file));
            // Of a rule that makes no sense nothing is known that could be changed.
            if sound {
                self.file = written.file;
                self.change(written.change, text, &mut rules, &mut touched, heading);
            }
        }
        self.file = file;
        rules
    }

    fn change(
        &mut self,
        written: &tree::Change,
        name: &str,
        rules: &mut Vec<Rule>,
        touched: &mut Vec<Touched>,
        heading: Option<&Heading>,
    ) {
        let place = written.span.in_file(self.file);
        let Some(only) = self.targets_of(written, name, rules) else { return };
        if !self.is_first(written, name, &only, touched) {
            return;
        }
        if rules.is_empty() {
            self.changed_twice(
                written,
                format!("the rule `{name}` is dropped already"),
                touched.last().map(|one| one.2),
            );
            return;
        }
        let id = ChangeId(index(self.model.changes.len()));
        let new = match &written.with {
            Some(with) => {
                let heading = heading.map(|heading| Heading { from_elsewhere: true, ..heading.clone() });
                let Some(rule) = self.made(with, heading.as_ref()) else { return };
                Some(Rule { name: Some(name.to_owned()), changed: Some(id), ..rule })
            }
            None => None,
        };
        touched.extend(match only.as_slice() {
            [] => vec![(self.file, None, place)],
            some => some.iter().map(|&target| (self.file, Some(target), place)).collect(),
        });
        let mut was = Vec::new();
        let mut left = Vec::new();
        let mut at = None;
        for rule in rules.drain(..) {
            let (gone, stays) = self.parted(rule, &only);
            left.extend(stays);
            if gone.is_some() {
                at.get_or_insert(left.len());
            }
            was.extend(gone);
        }
        let replaced = new.is_some();
        if let Some(new) = new {
            left.insert(at.unwrap_or(left.len()), new);
        }
        *rules = left;
        let (name, because) = (name.to_owned(), self.quoted(written.because));
        self.model.changes.push(Change { name, because, place, was, replaced });
    }

    /// The targets that a change is limited to; empty for all of them. `None` if it names one that the rule has not,
    /// which is reported.
    fn targets_of(&mut self, written: &tree::Change, name: &str, rules: &[Rule]) -> Option<Vec<SubjectId>> {
        let mut only = Vec::new();
        for &target in &written.targets {
            let spoken_of = || rules.iter().flat_map(|rule| &rule.targets).map(|(target, _)| *target);
            let named = self.declared(target).map(|(symbol, _)| symbol);
            match named {
                Some(Symbol::Subject(id)) if spoken_of().any(|own| own == id) => {
                    self.mark_used(Symbol::Subject(id));
                    only.push(id);
                }
                _ => {
                    let all: Vec<&str> = spoken_of().map(|id| self.model.subject(id).name.as_str()).collect();
                    let help = match all.as_slice() {
                        [] => "remove `for`: the rule names nothing that a part of it could be".to_owned(),
                        all => format!("it speaks of {}", listed(all)),
                    };
                    let message = format!("the rule `{name}` does not name `{}`", self.text(target));
                    self.problems.push(
                        Diagnostic::error(&codes::NOT_OF_THE_RULE, self.place(target), message)
                            .label("not in that rule")
                            .help(help),
                    );
                    return None;
                }
            }
        }
        Some(only)
    }

    /// Whether no other change of the same file is about the same; reported if one is.
    fn is_first(&mut self, written: &tree::Change, name: &str, only: &[SubjectId], touched: &[Touched]) -> bool {
        let same = |(file, target, _): &&Touched| {
            *file == self.file && (only.is_empty() || target.is_none_or(|target| only.contains(&target)))
        };
        let Some(&(_, target, first)) = touched.iter().find(same) else { return true };
        let what = match target.filter(|_| !only.is_empty()) {
            Some(target) => {
                format!("what the rule `{name}` says of `{}` is changed twice", self.model.subject(target).name)
            }
            None => format!("the rule `{name}` is changed twice"),
        };
        self.changed_twice(written, what, Some(first));
        false
    }

    fn changed_twice(&mut self, written: &tree::Change, message: String, first: Option<Place>) {
        let problem = Diagnostic::error(&codes::CHANGED_TWICE, written.span.in_file(self.file), message)
            .label("changed again")
            .help("keep one of the two, or limit each to its part with `for`");
        self.problems.push(match first {
            Some(first) => problem.also(first, "first here"),
            None => problem,
        });
    }

    /// A rule in two: what it says of these targets, and of its others; of all of them if none is named.
    fn parted(&self, rule: Rule, only: &[SubjectId]) -> (Option<Rule>, Option<Rule>) {
        let (gone, left): (Vec<_>, Vec<_>) = rule.targets.iter().partition(|(target, _)| only.contains(target));
        if only.is_empty() || (left.is_empty() && !gone.is_empty()) {
            return (Some(rule), None);
        }
        if gone.is_empty() {
            return (None, Some(rule));
        }
        let of = |targets: Vec<(SubjectId, Place)>| {
            let mut part = Rule { targets, ..rule.clone() };
            // A hole belongs to the ban that it is in.
            let kind = |hole: SubjectId| part.targets.iter().any(|&(target, _)| self.model.is_kind_of(hole, target));
            let except = rule.except.iter().filter(|hole| kind(hole.subject)).cloned().collect();
            part.except = except;
            part
        };
        (Some(of(gone)), Some(of(left)))
    }

    /// Reports the changes whose rule there is not.
    pub fn report_unmet_changes(&mut self) {
        let all = self.changes.of.iter().flat_map(|(name, all)| all.iter().map(move |written| (*name, *written)));
        let met = |written: &Written<'_>| self.changes.met.contains(&written.change.span.in_file(written.file));
        let mut unmet: Vec<(&str, Written<'_>)> = all.filter(|(_, written)| !met(written)).collect();
        unmet.sort_by_key(|(_, written)| (written.layer, written.change.span.start));
        for (name, written) in unmet {
            // It may stand in what could not be read.
            if !self.lacks_a_file && !self.perhaps.contains(name) {
                self.file = written.file;
                self.unknown_rule(name, written.change);
            }
        }
    }

    fn unknown_rule(&mut self, name: &str, change: &tree::Change) {
        let place = self.place(change.name);
        if self.rule_names.get(name).is_some_and(|rule| rule.file == self.file) {
            self.problems.push(
                Diagnostic::error(&codes::UNKNOWN_RULE, place, format!("`{name}` is a rule of this file itself"))
                    .label("not a rule of the sheet")
                    .help("change the rule where it stands"),
            );
            return;
        }
        let known: BTreeSet<&str> =
            self.rule_names.iter().filter(|(_, at)| at.file != self.file).map(|(&name, _)| name).collect();
        let most = (name.len() / 3).clamp(1, 3);
        let distances = known.iter().map(|&other| (strsim::damerau_levenshtein(name, other), other));
        let near = distances.filter(|(distance, _)| *distance <= most).min();
        let guess = near.map(|(_, other)| format!("; did you mean `{other}`?")).unwrap_or_default();
        let message = format!("the sheet has no rule called `{name}`{guess}");
        let problem = Diagnostic::error(&codes::UNKNOWN_RULE, place, message).label("no such rule");
        self.problems.push(match (near, self.rules_about(name, change).as_slice()) {
            (Some((1, other)), _) => {
                problem.fix(format!("write `{other}`"), place, other).help(format!("write `{other}`"))
            }
            (_, [(Some(rule), _), ..]) => {
                problem.help(format!("`{name}` is in the rule `{rule}`: write `{rule} for {name}`"))
            }
            (_, [(None, at), ..]) => problem
                .also(*at, "this rule has no name")
                .help("give the rule that is meant a name where it stands, as in `no_heat: avoid heat`"),
            (_, []) if known.is_empty() => {
                problem.help("no rule of the sheet has a name; write one before the rule, as in `no_heat: avoid heat`")
            }
            (_, []) => {
                let known: Vec<&str> = known.into_iter().collect();
                problem.help(format!("the rules that have names are {}", listed(&known)))
            }
        });
    }

    /// The rules that speak of what somebody took for a rule's name, or else of what the new rule speaks of: the name and
    /// the place of each, those with a name first.
    fn rules_about(&self, name: &str, change: &tree::Change) -> Vec<(Option<String>, Place)> {
        let subject = |name: &str| match self.symbols.get(name) {
            Some(&(Symbol::Subject(id), _)) => Some(id),
            _ => None,
        };
        let own = |id: SubjectId| {
            let rules =
                self.model.rules.iter().filter(move |rule| rule.targets.iter().any(|(target, _)| *target == id));
            rules.map(|rule| (rule.name.clone(), rule.place)).collect::<Vec<_>>()
        };
        let mut found = subject(name).map(own).unwrap_or_default();
        if found.is_empty() {
            let targets = change.with.iter().flat_map(|rule| &rule.targets).chain(&change.targets);
            let unnamed = targets.filter_map(|&target| subject(self.text(target))).flat_map(own);
            found = unnamed.filter(|(name, _)| name.is_none()).collect();
        }
        found.sort_by_key(|(name, place)| (name.is_none(), *place));
        found
    }
}

/// `a`, `b` and `c`, and how many more.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    match shown.as_slice() {
        _ if more > 0 => format!("{} and {more} more", shown.join(", ")),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.concat(),
    }
}
