//! Reasons not to treat, and courses, that add nothing: whenever one holds, another does too, or several together. Found as
//! other rules that add nothing are, but these speak of the treatment itself, and of its clock time and date.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::implied::{IMPLIED, loses_nothing, ranks};
use super::orders::Rests;
use super::pairs::rules;
use super::search::{Answer, Hit, Question, Rank, WORST, Why};
use super::slot::Slot;
use super::words::Sheet;
use crate::diagnostic::{Diagnostic, Fix, Occurs, Severity};
use crate::model::{Atom, Case, Condition, Course, FactId, Length, Model, Rule, RuleId, Side, Truth, Verb, steps};
use crate::time::{
    Anchor, Edge, End, EventId, EventTime, Latest, Moment, Order, Term, TimeError, Window, bounds, compare_latest,
};

/// With more reasons, or courses, than these only those that rest on something in common are held against each other.
const FEW: usize = 40;

/// What a condition or a window rests on. Of two that rest on nothing in common, neither follows from the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    Fact(FactId),
    Event(EventId),
    /// The treatment alone, or nothing at all.
    Treatment,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let of = |verb: Verb| rules(sheet.model).filter(move |(_, rule)| rule.verb == verb).collect::<Vec<_>>();
    let screening = restated(sheet, &of(Verb::Contraindicated), &|rule, others| stands_anyway(sheet, rule, others));
    let courses = restated(sheet, &of(Verb::Repeat), &|rule, others| {
        let strict: Vec<&Rule> = others.iter().copied().filter(|other| as_strict(rule, other)).collect();
        (others.is_empty() || !strict.is_empty()) && applies_anyway(sheet, rule, &strict)
    });
    screening.into_iter().chain(courses).filter_map(|(rule, by)| finding(sheet, rule, &by)).collect()
}

/// Which rules add nothing, and which others say so: chosen by what they mean, so that it is the same wherever they stand.
fn restated<'m>(
    sheet: Sheet<'m>,
    all: &[(RuleId, &'m Rule)],
    covered: &dyn Fn(&'m Rule, &[&'m Rule]) -> bool,
) -> Vec<(&'m Rule, Vec<&'m Rule>)> {
    if all.len() < 2 {
        return Vec::new();
    }
    let covered = |rule: &'m Rule, others: &[&'m Rule]| !sheet.effort.is_spent(rule.place) && covered(rule, others);
    let ranks = ranks(sheet.model, all.iter().map(|(id, _)| *id));
    let rank = |id: &RuleId| ranks.get(id).copied().unwrap_or_default();
    let mut on: BTreeMap<Ground, Vec<(RuleId, &Rule)>> = BTreeMap::new();
    let mut sorted = all.to_vec();
    sorted.sort_by_key(|(id, _)| (rank(id), *id));
    for &(id, rule) in &sorted {
        grounds(rule).into_iter().for_each(|ground| on.entry(ground).or_default().push((id, rule)));
    }
    let others = |id: RuleId, rule: &Rule, gone: &BTreeSet<RuleId>| {
        let grounds = grounds(rule).into_iter().chain([Ground::Treatment]);
        let near = || grounds.filter_map(|ground| on.get(&ground)).flatten().copied().collect();
        // Of few rules, any two may say between them what is true of everybody.
        let mut near: Vec<(RuleId, &'m Rule)> = if sorted.len() <= FEW { sorted.clone() } else { near() };
        near.retain(|(other, _)| *other != id && !gone.contains(other));
        near.sort_by_key(|(id, _)| (rank(id), *id));
        near.dedup_by_key(|(id, _)| *id);
        near.into_iter().map(|(_, rule)| rule).collect::<Vec<_>>()
    };
    let said = |id: RuleId, rule: &'m Rule, gone: &BTreeSet<RuleId>, together: bool| {
        let mut left = others(id, rule, gone);
        let found = match left.iter().find(|&&other| covered(rule, &[other])) {
            Some(&one) => vec![one],
            None if together && left.len() > 1 && covered(rule, &left) => {
                for other in left.clone() {
                    let fewer: Vec<&Rule> = left.iter().copied().filter(|one| one.place != other.place).collect();
                    if covered(rule, &fewer) {
                        left = fewer;
                    }
                }
                left
            }
            None => return None,
        };
        // A rule that never holds is another finding.
        (!covered(rule, &[])).then_some(found)
    };
    let mut order = sorted.clone();
    order.sort_by_key(|(id, _)| (rank(id), Reverse(*id)));
    let mut gone = BTreeSet::new();
    for together in [false, true] {
        for &(id, rule) in &order {
            if !gone.contains(&id) && said(id, rule, &gone, together).is_some() {
                gone.insert(id);
            }
        }
    }
    all.iter()
        .filter(|(id, _)| gone.contains(id))
        .filter_map(|&(id, rule)| Some((rule, said(id, rule, &gone, true)?)))
        .collect()
}

fn grounds(rule: &Rule) -> BTreeSet<Ground> {
    let asked = rule.condition.atoms().into_iter().map(|atom| match atom {
        Atom::Fact(fact, ..) => Ground::Fact(*fact),
        Atom::Near { event, .. } => Ground::Event(*event),
        Atom::AtOrAfter(Anchor::Event(event), _) => Ground::Event(*event),
        Atom::AtOrAfter(Anchor::Treatment, _) => Ground::Treatment,
    });
    let events =
        rule.window.iter().flat_map(|window| window.moments()).flat_map(|moment| moment.events()).map(Ground::Event);
    let mut grounds: BTreeSet<Ground> = asked.chain(events).collect();
    if grounds.is_empty() {
        grounds.insert(Ground::Treatment);
    }
    grounds
}

fn question<'m>(sheet: Sheet<'m>, rule: &'m Rule, others: &[&'m Rule]) -> Question<'m> {
    Question {
        model: sheet.model,
        effort: sheet.effort,
        windows: [rule].iter().chain(others).filter_map(|rule| rule.window.as_deref()).collect(),
        further: Vec::new(),
        required: rule.applies_if().into_iter().collect(),
        asked: others.iter().filter_map(|other| other.applies_if()).collect(),
        ceiling: Severity::Note,
        rests: Rests::Order,
    }
}

const HIT: Hit =
    Hit { rank: Rank { severity: Severity::Note, kind: WORST }, why: Why::Said, slot: Slot { start: 0, end: 1 } };

/// Whether some other reason stands against every treatment against which this one does.
pub(super) fn stands_anyway(sheet: Sheet<'_>, rule: &Rule, others: &[&Rule]) -> bool {
    let model = sheet.model;
    if others.iter().any(|other| plainly(model, rule, other)) {
        return true;
    }
    let more = |case: &Case| {
        let others = others.iter().map(|other| stands(model, other, case));
        let most = others.collect::<Result<Vec<Truth>, TimeError>>()?.into_iter().max().unwrap_or(Truth::False);
        Ok::<_, TimeError>(stands(model, rule, case)? > most)
    };
    matches!(question(sheet, rule, others).answer(&|case| more(case).ok()?.then_some(HIT)), Answer::Never)
}

/// Whether each part of the other reason follows from a part of this one: the same question, or an event that lies within
/// wider bounds. What follows for every treatment need not be looked for treatment by treatment.
fn plainly(model: &Model, rule: &Rule, other: &Rule) -> bool {
    let (parts, wanted) = (parts(rule), parts(other));
    let follows = |part: &Part<'_>, wanted: &Part<'_>| match (part, wanted) {
        (Part::Asked(one), Part::Asked(other)) if one == other => true,
        (part, wanted) => match (part.distance(model), wanted.distance(model)) {
            (Some((event, (low, _), (_, high))), Some((other, (_, least), (most, _)))) => {
                event == other && low >= least && high <= most
            }
            _ => false,
        },
    };
    wanted.iter().all(|wanted| parts.iter().any(|part| follows(part, wanted)))
}

/// What must hold for a reason to stand.
enum Part<'m> {
    Asked(&'m Condition),
    Inside(&'m Window),
}

fn parts(rule: &Rule) -> Vec<Part<'_>> {
    let asked: Vec<&Condition> = match &*rule.condition {
        Condition::All(each) => each.iter().collect(),
        other => vec![other],
    };
    asked.into_iter().map(Part::Asked).chain(rule.window.as_deref().map(Part::Inside)).collect()
}

/// The least and the most that some seconds can be.
type Seconds = (i64, i64);

impl Part<'_> {
    /// From how many seconds after the treatment to how many the event lies, if that is all that is asked.
    fn distance(&self, model: &Model) -> Option<(EventId, Seconds, Seconds)> {
        let one = |moment: &Moment, earliest: bool| match (if earliest { &moment.earliest } else { &moment.latest })
            .0
            .as_slice()
        {
            [term] => Some(term.clone()),
            _ => None,
        };
        let of_treatment = |term: &Term| (term.anchor == Anchor::Treatment).then(|| bounds(term));
        let before = |event: EventId| model.event(event).is_some_and(|event| event.side == Side::Before);
        match self {
            Part::Asked(Condition::Atom(Atom::Near { event, from, to })) if !from.is_range() && !to.is_range() => {
                let (from, to) = (of_treatment(&one(from, true)?)?, of_treatment(&one(to, true)?)?);
                Some((*event, from, to))
            }
            // Until so long after an event that lies before the treatment.
            Part::Inside(Window { start: Some(start), end: End::At(end), point: false })
                if *start == Moment::treatment() =>
            {
                let (soonest, latest) = (one(end, true)?, one(end, false)?);
                let event = soonest.event().filter(|event| latest.event() == Some(*event))?;
                let (least, most) = (bounds(&soonest).0, bounds(&latest).1);
                before(event).then_some((event, (-most, -least + 1), (0, 0)))
            }
            _ => None,
        }
    }
}

/// Whether a reason stands against a treatment of which all is known: surely, in the open part of a range, or not.
fn stands(model: &Model, rule: &Rule, case: &Case) -> Result<Truth, TimeError> {
    let condition = rule.condition.truth(case)?;
    let Some(window) = &rule.window else { return Ok(condition) };
    // What never was before the treatment keeps nobody waiting.
    let never = |event: EventId| {
        case.event(event) == EventTime::Never && model.event(event).is_some_and(|event| event.side == Side::Before)
    };
    if window.moments().any(|moment| moment.events().any(never)) {
        return Ok(Truth::False);
    }
    let resolved = window.resolve(&case.situation)?;
    let treated = Edge::At(case.situation.treated.clone());
    let inside = match (resolved.certain().contains(&treated), resolved.possible().contains(&treated)) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    };
    Ok(condition.min(inside))
}

/// Whether one of some other courses is to be followed whenever this one is.
pub(super) fn applies_anyway(sheet: Sheet<'_>, rule: &Rule, others: &[&Rule]) -> bool {
    let applies = |other: &&Rule, case: &Case| other.condition.truth(case) == Ok(Truth::True);
    let misses = |case: &Case| (!others.iter().any(|other| applies(other, case))).then_some(HIT);
    matches!(question(sheet, rule, others).answer(&misses), Answer::Never)
}

/// Whether whoever follows the other course follows this one.
pub(crate) fn as_strict(rule: &Rule, other: &Rule) -> bool {
    let (Some(course), Some(strict)) = (rule.course, other.course) else { return false };
    let after = |length: Length| Latest::of(steps(length, false).into_iter().fold(Term::treatment(), Term::then));
    let at_most = |a: Length, b: Length| matches!(compare_latest(&after(a), &after(b)), Order::Before | Order::Same);
    let Course { every, no_sooner, sessions } = course;
    let every = every
        .is_none_or(|(low, high)| strict.every.is_some_and(|(least, most)| at_most(low, least) && at_most(most, high)));
    let no_sooner = no_sooner.is_none_or(|(low, high)| {
        strict.no_sooner.is_some_and(|(least, most)| at_most(low, least) && at_most(high, most))
            || strict.every.is_some_and(|(least, _)| at_most(high, least))
    });
    let sessions =
        sessions.is_none_or(|(low, high)| strict.sessions.is_some_and(|(least, most)| low <= least && most <= high));
    (rule.ideally || !other.ideally) && rule.by == other.by && every && no_sooner && sessions
}

fn finding(sheet: Sheet<'_>, rule: &Rule, by: &[&Rule]) -> Option<Diagnostic> {
    let screens = rule.verb == Verb::Contraindicated;
    let (what, label) = if screens { ("reason not to treat", "this reason") } else { ("course", "this course") };
    let message = match by.len() {
        1 if screens => format!("this {what} adds nothing: another stands whenever it does"),
        1 => format!("this {what} adds nothing: who follows the other follows it"),
        several => format!("this {what} adds nothing: one of {several} others stands whenever it does"),
    };
    let mut finding = Diagnostic::warning(&IMPLIED, rule.place, message)
        .label(label)
        .help("remove it, or correct the one that is wrong");
    for other in by {
        finding = finding.also(other.place, if screens { "stands whenever it does" } else { "asks for as much" });
    }
    finding.occurs = Some(Occurs::Always);
    let removable = matches!(by, [one] if loses_nothing(rule, one));
    finding.fix = sheet
        .sources
        .whole_lines(rule.place)
        .filter(|_| removable)
        .map(|lines| Fix { title: "remove the rule".to_owned(), edits: vec![(lines, String::new())] });
    let about: Vec<&Rule> = by.iter().copied().chain([rule]).collect();
    Some(sheet.about(finding, &about, &[]))
}
