//! Two versions → what changed of each activity and sign: what is answered of it, and what is to be done and how often. A
//! subject is looked at only if a rule that bears on it means something else, or what such a rule rests on is declared
//! otherwise; then every answer is computed as `ask` does, by each version on its own.

use std::collections::{BTreeMap, BTreeSet};

use super::answers;
use super::asking::Asking;
use super::bearing::{Bearing, Bears, rests_on, same_event, same_fact};
use super::demands::{self, Duties};
use super::pieces::{Directions, Piece, Said, joined};
use super::words::{Teller, written};
use super::{Change, Extent, Of, Verdict};
use crate::check::pairs::Says;
use crate::check::slot::{FUTURE, PAST, Slot, seconds};
use crate::evaluate::{Run, runs};
use crate::model::{AnswerWord, Atom, Case, Condition, Model, Rule, RuleId, SubjectId, Truth, Verb, Version, Versions};
use crate::time::{Edge, Latest, Moment, TimeError, bounds};

/// What a version says of a subject, with only the rules that bear on it.
struct Side<'b, 'v> {
    bearing: &'b Bearing<'v>,
    model: Model,
    subject: Option<SubjectId>,
    names: &'b Model,
}

/// What changed of each activity and sign, by name.
pub(super) fn changes(versions: &Versions<'_>) -> Vec<Change> {
    let mut known = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (id, _) in (0..).map(SubjectId).zip(&versions.names.subjects) {
        if let Some(change) = change(versions, id, Extent::All, &mut known) {
            found.insert(id, change);
        }
    }
    for kind in found.keys().copied().collect::<Vec<_>>() {
        let parent = found.keys().copied().find(|&parent| is_as(versions, &found, kind, parent));
        if let (Some(parent), Some(_)) = (parent, found.get(&kind)) {
            let kinds = match found.remove(&kind) {
                Some(Change { of: Of::Target { name, kinds, .. }, .. }) => [vec![name], kinds].concat(),
                _ => Vec::new(),
            };
            if let Some(Change { of: Of::Target { kinds: all, .. }, .. }) = found.get_mut(&parent) {
                all.extend(kinds);
                all.sort();
            }
        }
    }
    let mut found: Vec<Change> = found.into_values().collect();
    found.sort_by(|a, b| a.of.cmp(&b.of));
    found
}

/// Whether the same changed of a kind as of another subject.
fn is_as(versions: &Versions<'_>, found: &BTreeMap<SubjectId, Change>, kind: SubjectId, parent: SubjectId) -> bool {
    let both = |version: &Version<'_>| {
        let (kind, parent) = (version.subject(kind)?, version.subject(parent)?);
        Some(version.model.is_kind_of(kind, parent) && !version.model.is_kind_of(parent, kind))
    };
    let (Some(one), Some(other)) = (found.get(&kind), found.get(&parent)) else { return false };
    let told = |change: &Change| {
        let parts = change.parts.iter().map(|part| {
            let said = (part.was.text.clone(), part.is.text.clone());
            (part.direction, said, part.from.clone(), part.until.clone(), part.when.clone())
        });
        (change.undecided, parts.collect::<Vec<_>>())
    };
    kind != parent && versions.each.iter().any(|version| both(version) == Some(true)) && told(one) == told(other)
}

/// The first activity or sign of which anything changed.
pub(super) fn first(versions: &Versions<'_>) -> Option<Change> {
    let mut known = BTreeMap::new();
    let mut names = (0..).map(SubjectId).zip(&versions.names.subjects);
    names.find_map(|(id, _)| change(versions, id, Extent::First, &mut known))
}

/// What changed of the subjects of which these rules say so much, with the name of the first of them.
type Known = BTreeMap<[BTreeSet<(RuleId, String)>; 2], (String, Option<Change>)>;

/// What changed of a subject. What rules that mean the same make of another is computed once.
fn change(versions: &Versions<'_>, subject: SubjectId, extent: Extent, known: &mut Known) -> Option<Change> {
    let bearing = versions.each.each_ref().map(|version| Bearing::of(version, subject));
    let [old, new] = &bearing;
    let (gone, come) = (old.without(new), new.without(old));
    let all = || old.rules.iter().chain(&new.rules).map(|bears| &bears.both);
    let (facts, events) = rests_on(versions, all());
    let redeclared = events.iter().any(|&event| !same_event(versions, event))
        || facts.iter().any(|&fact| !same_fact(versions, fact));
    if gone.is_empty() && come.is_empty() && !redeclared {
        return None;
    }
    let declared = versions.names.subject(subject);
    let of = || Of::Target { name: declared.name.clone(), label: declared.label.clone(), kinds: Vec::new() };
    let name = format!("`{}`", declared.name);
    let meanings = bearing.each_ref().map(Bearing::told);
    if let Some((first, change)) = known.get(&meanings) {
        let mut change = change.clone()?;
        change.of = of();
        for part in &mut change.parts {
            part.text = part.text.replacen(first, &name, 1);
        }
        return Some(change);
    }
    let sides = [old, new].into_iter().zip(&versions.each).map(|(bearing, version)| Side {
        bearing,
        model: version.model.with_rules(bearing.rules.iter().map(|bears| bears.own.clone()).collect()),
        subject: version.subject(subject),
        names: &versions.names,
    });
    let sides: Vec<Side<'_, '_>> = sides.collect();
    let [before, after] = sides.as_slice() else { return None };
    let everywhere = redeclared || old.has_duty() != new.has_duty();
    let compare = |was: &Case, is: &Case| {
        // Where no rule that changed can hold, the same rules answer.
        if !everywhere && all_idle(&gone, was)? && all_idle(&come, is)? {
            return Ok(Vec::new());
        }
        before.against(was, after, is)
    };
    // Where nothing else changed, one of the rules that did has to apply.
    let changed = gone.iter().chain(&come).map(|bears| &*bears.both.condition);
    // While two events are not known, more may be possible of a condition on both than at any of their times.
    let of_events = |atom: &&Atom| matches!(atom, Atom::Near { .. });
    let open = |condition: &Condition| condition.is_always() || condition.atoms().iter().any(of_events);
    let anywhere = everywhere || changed.clone().any(open);
    let some = (!anywhere).then(|| Condition::Any(changed.cloned().collect()));
    let near: Vec<(i64, i64)> = gone.iter().chain(&come).map(|bears| reach(&bears.both)).collect();
    let meets = |rule: &Rule| {
        let (first, last) = reach(rule);
        near.iter().any(|(start, end)| first <= *end && *start <= last)
    };
    // They can only differ while a rule that changed may hold; what never holds then plays no part.
    let rules = bearing.each_ref().map(|bearing| {
        let rules = bearing.rules.iter().map(|bears| &bears.both);
        rules.filter(|rule| everywhere || meets(rule)).collect()
    });
    let asking = Asking::of(versions, rules, some.as_ref(), &compare);
    let (shown, undecided) = asking.shown(extent);
    let first: BTreeSet<RuleId> = gone.iter().map(|bears| bears.id).collect();
    let second: BTreeSet<RuleId> = come.iter().map(|bears| bears.id).collect();
    let windows = |bearing: &Bearing<'_>, changed: &BTreeSet<RuleId>| {
        let (mut some, rest): (Vec<_>, Vec<_>) = bearing.rules.iter().partition(|bears| changed.contains(&bears.id));
        some.extend(rest);
        some.into_iter().map(|bears| (bears.own.clone(), bears.both.clone())).collect::<Vec<(Rule, Rule)>>()
    };
    let rules = [windows(old, &first), windows(new, &second)];
    let teller = Teller { versions, rules: &rules, conditions: asking.conditions() };
    let parts: Vec<_> = shown.into_iter().filter_map(|shown| teller.part(&name, shown)).collect();
    let verdict = Verdict::of(parts.iter().map(|part| part.direction));
    let change = match verdict {
        None if !undecided => None,
        verdict => Some(Change { of: of(), verdict: verdict.unwrap_or(Verdict::Undecided), parts, undecided }),
    };
    known.insert(meanings, (name, change.clone()));
    change
}

/// Whether some rules hold at no instant of a case, whatever is not known in it.
fn all_idle(rules: &[&Bears<'_>], case: &Case) -> Result<bool, TimeError> {
    for bears in rules {
        let empty = match &bears.own.window {
            Some(window) => window.resolve(&case.situation)?.is_empty(),
            None => false,
        };
        if !empty && bears.own.condition.truth(case)? != Truth::False {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The first and the last second from the treatment at which a rule may hold, as far as its terms say.
fn reach(rule: &Rule) -> (i64, i64) {
    let latest = |latest: &Latest, of: fn((i64, i64)) -> i64, unknown: i64| {
        latest.0.iter().map(|term| if term.event().is_some() { unknown } else { of(bounds(term)) }).max()
    };
    let Some(window) = &rule.window else { return (PAST, FUTURE) };
    // Across a clock change the ends of a range may change places.
    let ends = |moment: &Moment, of: fn((i64, i64)) -> i64, unknown: i64| {
        [latest(&moment.earliest, of, unknown), latest(&moment.latest, of, unknown)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    };
    let first = window.start.as_ref().and_then(|start| ends(start, |(low, _)| low, PAST).into_iter().min());
    let last = window.end_moment().and_then(|end| ends(end, |(_, high)| high, FUTURE).into_iter().max());
    (first.unwrap_or(PAST), last.map_or(FUTURE, |last| last + 1))
}

impl Side<'_, '_> {
    /// Where this, in its case, and another in its own say something else.
    fn against(&self, case: &Case, other: &Side<'_, '_>, its: &Case) -> Result<Vec<Piece>, TimeError> {
        let (before, after) = (self.runs(case)?, other.runs(its)?);
        let old = Duties::of(self.bearing, &self.model, case)?;
        let new = Duties::of(other.bearing, &other.model, its)?;
        let edges = before.iter().chain(&after).map(|run| seconds(&run.from));
        let edges: BTreeSet<i64> = edges.chain(old.edges()).chain(new.edges()).collect();
        let ends = edges.iter().skip(1).copied().chain([FUTURE]);
        let mut found = Vec::new();
        for (&start, end) in edges.iter().zip(ends).filter(|(start, end)| *start < end) {
            let (Some(was), Some(is)) = (run_at(&before, start), run_at(&after, start)) else { continue };
            let (demanded, lost, gained) = demands::compare(&old, &new, start);
            let mut directions = answers::compare(&was.possible, &is.possible).or(demanded);
            if was.possible == is.possible {
                directions = directions.or(measures(self, was, other, is));
            }
            if directions.any() {
                directions.other &= !directions.stricter && !directions.looser;
                let slot = Slot { start, end };
                let (was, is) = (self.said(was, &lost), other.said(is, &gained));
                found.push(Piece { slot, directions, was, is });
            }
        }
        Ok(joined(found))
    }

    fn runs(&self, case: &Case) -> Result<Vec<Run>, TimeError> {
        match self.subject {
            Some(subject) => runs(&self.model, case, subject),
            // Of what a version does not name, it says nothing.
            None => Ok(vec![Run { from: Edge::Past, possible: vec![AnswerWord::NotStated], because: Vec::new() }]),
        }
    }

    /// What is said in a run, with the duties that the other version does not have.
    fn said(&self, run: &Run, duties: &BTreeSet<RuleId>) -> Said {
        let because = run.because.iter().filter_map(|id| self.bearing.rules.get(id.0 as usize));
        let of_duties = self.bearing.rules.iter().filter(|bears| duties.contains(&bears.id));
        // Where it is not due, the duties that it is not are no part of what is said.
        let told = because.clone().filter(|_| duties.is_empty() && run.possible != [AnswerWord::NotDue]);
        let told = told.chain(of_duties.clone());
        let measures: BTreeSet<String> =
            told.map(|bears| self.measure(bears)).filter(|text| !text.is_empty()).collect();
        let measures = measures.into_iter().collect::<Vec<_>>().join("; ");
        let answer = answers::words(&run.possible);
        let text = if measures.is_empty() { answer } else { format!("{answer} ({measures})") };
        let mut rules: Vec<RuleId> = because.chain(of_duties).map(|bears| bears.id).collect();
        rules.sort_unstable();
        rules.dedup();
        Said { text, rules }
    }

    /// How a rule is to be followed: what a ban or a permission adds to its answer, and all that a duty asks for.
    fn measure(&self, bears: &Bears<'_>) -> String {
        let duty = Says::of(bears.own) == Some(Says::Duty) && bears.itself;
        let once = match &bears.both.window {
            Some(window) if duty && bears.own.frequency.is_none() => format!("once {}", written(self.names, window)),
            _ => String::new(),
        };
        let advice = if duty && bears.own.ideally { "ideally" } else { "" };
        let parts = [once.trim(), bears.measure.as_str()].into_iter().filter(|part| !part.is_empty());
        let parts = parts.collect::<Vec<_>>().join(", ");
        format!("{advice} {parts}").trim().to_owned()
    }

    /// The measures of the bans, permissions, alarms and expectations that give an answer; those that are plain make all
    /// others of a ban or an alarm needless.
    fn measures(&self, run: &Run) -> BTreeSet<(Verb, String)> {
        let because = run.because.iter().filter_map(|id| self.bearing.rules.get(id.0 as usize));
        let rules: Vec<_> = because.filter(|bears| Says::of(bears.own) != Some(Says::Duty)).collect();
        let plain = |verb: Verb| rules.iter().any(|bears| bears.own.verb == verb && bears.measure.is_empty());
        let told = rules.iter().filter(|bears| match bears.own.verb {
            Verb::Avoid | Verb::Alert => bears.measure.is_empty() || !plain(bears.own.verb),
            Verb::Do => bears.itself,
            _ => !bears.measure.is_empty(),
        });
        told.map(|bears| (bears.own.verb, bears.measure.clone())).collect()
    }
}

/// In which directions the measures of what gives the same answer changed: a ban of so much is less than a ban.
fn measures(before: &Side<'_, '_>, was: &Run, after: &Side<'_, '_>, is: &Run) -> Directions {
    let (was, is) = (before.measures(was), after.measures(is));
    if was == is {
        return Directions::default();
    }
    let plain = |measures: &BTreeSet<(Verb, String)>| {
        let strict = |verb: Verb| matches!(verb, Verb::Avoid | Verb::Alert);
        measures.iter().any(|(verb, measure)| strict(*verb) && measure.is_empty())
    };
    match (plain(&was), plain(&is)) {
        (true, false) => Directions::LOOSER,
        (false, true) => Directions::STRICTER,
        _ => Directions::OTHER,
    }
}

fn run_at(runs: &[Run], at: i64) -> Option<&Run> {
    runs.iter().rev().find(|run| seconds(&run.from) <= at)
}
