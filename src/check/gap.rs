//! Banned until X, permitted or ordered from Y, and nothing said between: a note, for a reader would want to know. Looks
//! through kinds and over all rules; a ban that ends before the treatment opens no gap, and neither does a clock change:
//! windows that touch on every other day leave nothing open.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Zoned;

use super::crowded;
use super::holding::{Reading, holding};
use super::implied::ranks;
use super::index::Brief;
use super::meeting::named_at;
use super::orders::Rests;
use super::pairs::Says;
use super::parts::parts;
use super::reach::Reach;
use super::search::{Hit, Question, Rank, WORST, Why};
use super::slot::{FUTURE, Slot};
use super::undecided;
use super::unknowns::{Limit, Unknowns};
use super::witness::witness;
use super::words::{Sheet, clock_times};
use super::worst::Outcome;
use crate::diagnostic::{Code, Diagnostic, Occurs, Severity};
use crate::model::{Atom, Basis, Case, Condition, Model, Rule, RuleId, SubjectId, Truth};
use crate::source::Place;
use crate::time::cases::{Cases, comfort, in_example_zone};
use crate::time::{EventId, Latest, Moment, Order, Term, TimeError, Window, compare_latest};

/// C0404 gap
pub static GAP: Code = Code { id: "C0404", name: "gap", page: include_str!("gap.md") };

/// How many pairs of a ban and a later rule are looked at in a part of the subjects; that there were more is said.
const MOST: usize = 20_000;
/// So few of them are looked at before they are sorted.
const FEW: usize = 16;

/// A rule that speaks of activities.
#[derive(Clone, Copy)]
struct Speaks<'m> {
    id: RuleId,
    rule: &'m Rule,
    window: &'m Window,
    says: Says,
    /// The earliest and the latest second from the treatment at which it may hold, for any treatment.
    reach: Reach,
    /// The seconds at which it surely holds, for every treatment.
    sure: Reach,
}

/// A ban, a rule that comes after it, and what may be said between, of one subject.
struct Between<'s, 'm> {
    ban: &'s Speaks<'m>,
    next: &'s Speaks<'m>,
    others: Vec<&'s Speaks<'m>>,
}

/// When a gap is there, and a case that shows it.
#[derive(Clone)]
struct Gap {
    outcome: Outcome,
    occurs: Occurs,
    /// `, only when treated after 12:00`
    when: String,
}

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let model = sheet.model;
    let subjects: Vec<SubjectId> = sheet.index.named().collect();
    let looked = parts(&subjects, |subjects| {
        let mut looked = Looked::default();
        for &subject in subjects {
            let about = sheet.index.about(model, subject);
            if may_leave_a_gap(sheet, &about) {
                let about: Vec<Speaks<'_>> = about.into_iter().filter_map(|id| speaks(sheet, id)).collect();
                gaps_of(model, subject, &about.iter().collect::<Vec<_>>(), &mut looked);
            }
        }
        vec![looked]
    });
    let mut gaps: BTreeMap<(RuleId, RuleId), (BTreeSet<SubjectId>, Gap)> = BTreeMap::new();
    let mut undecided: BTreeMap<(RuleId, RuleId), SubjectId> = BTreeMap::new();
    let mut crowded = None;
    for part in looked {
        for (subject, ban, next, gap) in part.found {
            gaps.entry((ban, next)).or_insert_with(|| (BTreeSet::new(), gap)).0.insert(subject);
        }
        for (subject, ban, next) in part.undecided {
            undecided.entry((ban, next)).or_insert(subject);
        }
        crowded = part.crowded.or(crowded);
    }
    let gaps: Vec<_> = gaps.into_iter().collect();
    let mut findings = parts(&gaps, |gaps| {
        gaps.iter().filter_map(|((ban, next), (of, gap))| finding(sheet, *ban, *next, of, gap)).collect()
    });
    findings.extend(undecided.into_iter().filter_map(|((ban, next), subject)| {
        let (ban, next) = (model.rule(ban)?, model.rule(next)?);
        let places = (ban.place, next.place);
        Some(sheet.about(undecided::finding(&sheet.name(subject), places), &[ban, next], &[subject]))
    }));
    findings.extend(crowded.map(crowded::finding));
    findings
}

/// What has been looked at in a part of the subjects, and what could not be.
#[derive(Default)]
struct Looked {
    count: usize,
    /// A rule of which there are too many.
    crowded: Option<Place>,
    found: Vec<(SubjectId, RuleId, RuleId, Gap)>,
    /// Pairs of which it cannot be said whether anything lies between.
    undecided: Vec<(SubjectId, RuleId, RuleId)>,
    /// What lies between two rules that nothing else comes between.
    known: HashMap<[Basis; 2], Option<Gap>>,
}

/// Whether a rule about a subject surely starts later than a ban of it may end: else no gap is there.
fn may_leave_a_gap(sheet: Sheet<'_>, about: &[RuleId]) -> bool {
    let (mut end, mut start) = (i64::MAX, i64::MIN);
    for brief in about.iter().filter_map(|id| sheet.index.brief(*id)) {
        match brief.says {
            Says::Ban => end = end.min(brief.ends.sure.to),
            Says::Permission | Says::Duty => start = start.max(brief.ends.sure.from),
            Says::Normal | Says::Alarm => {}
        }
    }
    end < start
}

fn speaks<'m>(sheet: Sheet<'m>, id: RuleId) -> Option<Speaks<'m>> {
    let Brief { says, ends } = *sheet.index.brief(id)?;
    let rule = sheet.model.rule(id)?;
    let speaks = matches!(says, Says::Ban | Says::Permission | Says::Duty);
    speaks.then_some(Speaks { id, rule, window: rule.window.as_deref()?, says, reach: ends.widest(), sure: ends.sure })
}

/// The gaps of one subject. Of several rules that leave the same open, those named are chosen by what they mean.
fn gaps_of(model: &Model, subject: SubjectId, about: &[&Speaks<'_>], looked: &mut Looked) {
    let excepted = |ban: &Speaks<'_>| ban.rule.except.iter().any(|hole| model.is_kind_of(subject, hole.subject));
    let ends = |ban: &Speaks<'_>| ban.window.end_moment().is_some() && ban.reach.to > 0;
    let is_ban = |speaks: &Speaks<'_>| speaks.says == Says::Ban;
    let mut bans: Vec<&Speaks<'_>> =
        about.iter().copied().filter(|speaks| is_ban(speaks) && ends(speaks) && !excepted(speaks)).collect();
    let mut nexts: Vec<&Speaks<'_>> =
        about.iter().copied().filter(|speaks| !is_ban(speaks) && speaks.window.start.is_some()).collect();
    let few = bans.len() * nexts.len() <= FEW;
    if few && !bans.iter().any(|ban| nexts.iter().any(|next| may_follow(ban, next))) {
        return;
    }
    nexts.sort_by_key(|next| next.reach.from);
    // The latest start of those up to here: what starts before a ban ends need not be looked at for each ban.
    let starts = nexts.iter().scan(i64::MIN, |latest, next| {
        *latest = latest_start(next).max(*latest);
        Some(*latest)
    });
    let starts: Vec<i64> = starts.collect();
    let closed = Closed::of(about);
    let following = |ban: &Speaks<'_>| {
        let last = closed.by(ban.reach.to);
        let first = starts.partition_point(|latest| *latest <= earliest_end(ban));
        let last_start = nexts.partition_point(|next| next.reach.from <= last);
        nexts.get(first..last_start).unwrap_or_default().iter().copied()
    };
    bans.retain(|ban| following(ban).any(|next| may_follow(ban, next)));
    if bans.is_empty() {
        return;
    }
    // Of two there is nothing to choose from.
    let several = bans.len() + nexts.len() > 2;
    let ids = bans.iter().chain(&nexts).map(|speaks| speaks.id).filter(|_| several);
    let ranks = ranks(model, ids);
    let rank = |speaks: &&Speaks<'_>| (ranks.get(&speaks.id).copied(), speaks.id);
    bans.sort_by_key(rank);
    let by_start = ByStart::of(about);
    let mut told: Vec<(&Latest, &Latest)> = Vec::new();
    for ban in bans {
        let mut near: Vec<&Speaks<'_>> = following(ban).filter(|next| may_follow(ban, next)).collect();
        // What starts later of one moment and another comes after what starts at the one.
        near.sort_by_key(|next| (next.window.start.as_ref().map_or(0, |start| start.earliest.0.len()), rank(next)));
        for next in near {
            let (Some(end), Some(start)) = (ban.window.end_moment(), &next.window.start) else { continue };
            let moments = (&end.latest, &start.earliest);
            let no_later = |(end, start): &(&Latest, &Latest)| {
                *end == moments.0 && start.0.iter().all(|term| moments.1.0.contains(term))
            };
            if ban.rule.by != next.rule.by || told.iter().any(no_later) {
                continue;
            }
            looked.count += 1;
            if looked.count > MOST {
                looked.crowded = Some(next.rule.place);
                return;
            }
            let others = by_start.between(earliest_end(ban), latest_start(next));
            let mut others: Vec<&Speaks<'_>> =
                others.filter(|other| other.id != ban.id && other.id != next.id).collect();
            others.sort_by_key(|other| other.id);
            let between = Between { ban, next, others };
            let alike = between.alike();
            let gap = if let Some(gap) = alike.and_then(|alike| looked.known.get(&alike)) {
                Ok(gap.clone())
            } else {
                let gap = between.gap(model);
                looked.known.extend(alike.zip(gap.as_ref().ok().cloned()));
                gap
            };
            match gap {
                Ok(Some(gap)) => {
                    told.push(moments);
                    looked.found.push((subject, ban.id, next.id, gap));
                }
                Ok(None) => {}
                Err(Limit) => looked.undecided.push((subject, ban.id, next.id)),
            }
        }
    }
}

/// Whether the second may start after the ban ends, as far as can be said for all treatments at once.
fn may_follow(ban: &Speaks<'_>, next: &Speaks<'_>) -> bool {
    let (Some(end), Some(start)) = (ban.window.end_moment(), &next.window.start) else { return false };
    matches!(compare_latest(&end.latest, &start.earliest), Order::Before | Order::Varies)
        && latest_start(next) > earliest_end(ban)
}

fn earliest_end(speaks: &Speaks<'_>) -> i64 {
    speaks.sure.to
}

fn latest_start(speaks: &Speaks<'_>) -> i64 {
    speaks.sure.from
}

/// The rules about a subject by the earliest second at which they may hold.
struct ByStart<'s, 'm> {
    rules: Vec<&'s Speaks<'m>>,
    /// The latest second at which a rule up to here may hold.
    latest: Vec<i64>,
}

impl<'s, 'm> ByStart<'s, 'm> {
    fn of(about: &[&'s Speaks<'m>]) -> ByStart<'s, 'm> {
        let mut rules = about.to_vec();
        rules.sort_by_key(|speaks| (speaks.reach.from, speaks.id));
        let latest = rules.iter().scan(i64::MIN, |latest, speaks| {
            *latest = speaks.reach.to.max(*latest);
            Some(*latest)
        });
        let latest = latest.collect();
        ByStart { rules, latest }
    }

    /// Those that may hold after the one second and before the other.
    fn between(&self, after: i64, before: i64) -> impl Iterator<Item = &'s Speaks<'m>> + '_ {
        let started = self.rules.partition_point(|speaks| speaks.reach.from < before);
        let near = self.rules.iter().zip(&self.latest).take(started).rev();
        near.take_while(move |(_, latest)| **latest > after)
            .filter(move |(speaks, _)| speaks.reach.to > after)
            .map(|(speaks, _)| *speaks)
    }
}

/// What rules without a condition say for every treatment: what comes after one of them never follows a ban at once.
struct Closed {
    /// Ends, from the latest, and the earliest start of all that end then or later.
    starts: Vec<(i64, i64)>,
}

impl Closed {
    fn of(about: &[&Speaks<'_>]) -> Closed {
        let always = about.iter().filter(|speaks| speaks.rule.condition.is_always());
        let sure = always.map(|speaks| (speaks.sure.to, speaks.sure.from)).filter(|(to, from)| from < to);
        let mut starts: Vec<(i64, i64)> = sure.collect();
        starts.sort_by_key(|(to, _)| Reverse(*to));
        let mut least = i64::MAX;
        for (_, from) in &mut starts {
            least = least.min(*from);
            *from = least;
        }
        Closed { starts }
    }

    /// Up to when a rule may start that follows a ban which ends at `end` at the latest.
    fn by(&self, end: i64) -> i64 {
        let later = self.starts.partition_point(|(to, _)| *to > end);
        later.checked_sub(1).and_then(|last| self.starts.get(last)).map_or(i64::MAX, |(_, from)| *from)
    }
}

impl Between<'_, '_> {
    /// By what it is told apart from others that have another answer, if nothing is said between.
    fn alike(&self) -> Option<[Basis; 2]> {
        self.others.is_empty().then(|| [self.ban, self.next].map(|speaks| speaks.rule.basis()))
    }

    /// Whether there is a case in which both rules hold and nothing is said between; when, and one that shows it.
    fn gap(&self, model: &Model) -> Result<Option<Gap>, Limit> {
        let (ban, next) = (self.ban, self.next);
        let question = Question {
            model,
            windows: [ban, next].into_iter().chain(self.others.iter().copied()).map(|speaks| speaks.window).collect(),
            further: Vec::new(),
            required: [ban.rule, next.rule].into_iter().filter_map(Rule::applies_if).collect(),
            asked: self.others.iter().filter_map(|other| other.rule.applies_if()).collect(),
            ceiling: Severity::Note,
            rests: Rests::Order,
        };
        let judge = |case: &Case| {
            let slot = self.silence(case).ok().flatten()?;
            Some(Hit { rank: Rank { severity: Severity::Note, kind: WORST }, why: Why::Said, slot })
        };
        let mut unknowns = Unknowns::new(&question, &judge);
        let hours = model.treatment.as_ref().and_then(|treatment| treatment.hours);
        let clocks: Vec<u16> = question.conditions().flat_map(Condition::atoms).filter_map(clock_asked).collect();
        let cases = Cases::of(unknowns.terms.iter().copied(), &clocks, hours);
        let mut look = |treatments: Vec<Zoned>| {
            let mut seen: Vec<(Zoned, Option<Outcome>)> = Vec::with_capacity(treatments.len());
            for treated in treatments {
                let outcome = unknowns.outcome(&treated)?;
                seen.push((treated, outcome));
            }
            Ok(seen)
        };
        let plain = self.is_plain();
        let seen = if plain {
            // The same at every clock time: one treatment stands for all.
            look(cases.usual_treatment().into_iter().collect())?
        } else {
            look(cases.ordinary().iter().filter_map(in_example_zone).collect())?
        };
        let hit = |(_, outcome): &(Zoned, Option<Outcome>)| outcome.is_some();
        if !plain && months_stand(&question) {
            for alike in cases.dates(false) {
                // On some dates a month is as long as so many days: that is how the two were meant.
                if !look(alike.treatments)?.iter().any(hit) {
                    return Ok(None);
                }
            }
        }
        let hits = || seen.iter().filter_map(|(treated, outcome)| Some((comfort(treated), outcome.clone()?)));
        let Some((_, mut outcome)) = hits().max_by_key(|(comfort, _)| *comfort) else { return Ok(None) };
        // What is known of another case of the same order has the slot of that.
        outcome.hit = judge(&outcome.case).unwrap_or(outcome.hit);
        let (occurs, when) = if !always(&seen.iter().map(hit).collect::<Vec<bool>>()) {
            let times = seen.iter().map(|(treated, outcome)| (treated, outcome.is_some()));
            (Occurs::TimeOfDay, format!(", only when treated {}", clock_times(times)))
        } else if let Some(event) = outcome.event {
            (Occurs::Event, format!(", depending on the time of {}", event_name(model, event)))
        } else if outcome.facts {
            (Occurs::Facts, String::new())
        } else {
            (Occurs::Always, String::new())
        };
        Ok(Some(Gap { outcome, occurs, when }))
    }

    /// The time between in a case, if nothing is said of it.
    fn silence(&self, case: &Case) -> Result<Option<Slot>, TimeError> {
        let holds = |speaks: &Speaks<'_>| Ok::<_, TimeError>(holding(speaks.window, case, Reading::About)?.possible);
        let (banned, next) = (holds(self.ban)?, holds(self.next)?);
        let slot = Slot { start: banned.end, end: next.start };
        let treated = case.situation.treated.timestamp().as_second();
        if banned.is_empty() || next.is_empty() || slot.is_empty() || banned.end <= treated || banned.end >= FUTURE {
            return Ok(None);
        }
        for other in &self.others {
            // Who does not know whether the other rule holds cannot say that nothing is said.
            let said = holds(other)?;
            if !said.is_empty() && !said.and(slot).is_empty() && other.rule.condition.truth(case)? != Truth::False {
                return Ok(None);
            }
        }
        Ok(Some(slot))
    }

    /// Whether the two lie apart for every treatment and nothing else has to be asked.
    fn is_plain(&self) -> bool {
        let rules = [self.ban, self.next];
        let of_event = |speaks: &&Speaks<'_>| speaks.window.moments().any(|moment| moment.events().next().is_some());
        self.others.is_empty()
            && rules.iter().all(|speaks| speaks.rule.condition.is_always() && !of_event(speaks))
            && self.ban.reach.to < self.next.reach.from
            && self.ban.sure.to > 0
            && rules.iter().all(|speaks| speaks.sure.from < speaks.sure.to)
    }
}

/// Whether something is there at all clock times, but for single instants at which the two windows meet.
fn always(hits: &[bool]) -> bool {
    let at = |index: Option<usize>| index.and_then(|index| hits.get(index)).copied().unwrap_or(true);
    let alone = |index: usize| at(index.checked_sub(1)) && at(index.checked_add(1));
    hits.iter().any(|hit| *hit) && hits.iter().enumerate().all(|(index, hit)| *hit || alone(index))
}

fn clock_asked(atom: &Atom) -> Option<u16> {
    match atom {
        Atom::AtOrAfter(_, minutes) => Some(*minutes),
        _ => None,
    }
}

/// Whether the order of two of the moments may depend on how long months are.
fn months_stand(question: &Question<'_>) -> bool {
    let months = |term: &Term| {
        term.steps.iter().any(|step| matches!(step, crate::time::Step::Calendar { months, .. } if *months != 0))
    };
    let terms: Vec<&Term> =
        question.windows.iter().flat_map(|window| window.moments()).flat_map(Moment::terms).collect();
    let later = |at: usize| terms.iter().skip(at + 1);
    let pairs = terms.iter().enumerate().flat_map(|(at, a)| later(at).map(move |b| (a, b)));
    let mut near = pairs.filter(|(a, b)| months(a) || months(b));
    near.any(|(a, b)| crate::time::compare(a, b) == Order::Varies)
}

fn event_name(model: &Model, event: EventId) -> String {
    model.event(event).map_or_else(|| "an event".to_owned(), |event| format!("`{}`", event.name))
}

fn finding(sheet: Sheet<'_>, ban: RuleId, next: RuleId, of: &BTreeSet<SubjectId>, gap: &Gap) -> Option<Diagnostic> {
    let model = sheet.model;
    let (ban, next) = (model.rule(ban)?, model.rule(next)?);
    let case = &gap.outcome.case;
    // A kind of a subject that is named anyway adds nothing.
    let kind_of_named =
        |subject: SubjectId| of.iter().any(|&other| other != subject && model.is_kind_of(subject, other));
    let mut named: Vec<SubjectId> = of.iter().copied().filter(|&subject| !kind_of_named(subject)).collect();
    named.sort_by_key(|&subject| targets_before(next, model, subject));
    let names: Vec<String> = named.iter().map(|subject| sheet.name(*subject)).collect();
    let (until, from) = (ban.window.as_deref()?.end_moment()?, next.window.as_deref()?.start.as_ref()?);
    let (until, from) = (sheet.end(ban, &until.latest), sheet.moment(next, from));
    let verb = if Says::of(next) == Some(Says::Duty) { "due" } else { "allowed" };
    let facts = if gap.outcome.facts { sheet.facts(case, &[&ban.condition, &next.condition]) } else { String::new() };
    let when = &gap.when;
    let message = format!(
        "nothing is said about {}{facts} between {until}, when the ban ends, and {from}, from when it is {verb}{when}",
        list(&names)
    );
    let about = |rule: &Rule| {
        let target = rule.targets.iter().find(|(target, _)| named.iter().any(|&one| model.is_kind_of(one, *target)));
        named_at(rule, target.map_or(SubjectId(u32::MAX), |(target, _)| *target))
    };
    let mut finding = Diagnostic::note(&GAP, about(next), message)
        .label(sheet.held(verb, next))
        .also(about(ban), sheet.held("avoided", ban))
        .help("if the source says what holds between, write it; if it does not, leave it open");
    finding.occurs = Some(gap.occurs);
    let at = gap.outcome.hit.slot.example(&case.situation.treated);
    finding.witness = Some(witness(sheet, next.place.file, *named.first()?, case, &at));
    Some(sheet.about(finding, &[ban, next], &named))
}

/// At which of a rule's targets a subject is named; names are told in the order of the text.
fn targets_before(rule: &Rule, model: &Model, subject: SubjectId) -> (usize, SubjectId) {
    let named = |(target, _): &(SubjectId, _)| model.is_kind_of(subject, *target);
    (rule.targets.iter().position(named).unwrap_or(usize::MAX), subject)
}

/// Names as a sentence has them.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
