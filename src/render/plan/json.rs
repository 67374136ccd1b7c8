//! A plan → `carecheck.plan/1`. The shape of the types is the shape of the JSON, described in `docs/output.md`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::around::{Against, course_sentence};
use super::changed::said;
use super::sentence::sentence;
use super::several::{conflict_sentence, something_else};
use crate::evaluate::{self, Guidance, Instead, Plan};
use crate::lang::clock_minutes;
use crate::model::Frequency;
use crate::render::adjustments::adjustments;
use crate::render::json::{At, Bounds, Change, Changed, Missing, Range, applies, indented, instant, length, lengths};
use crate::time::{Stretch, tzdb_version};

/// The plan as `carecheck.plan/1`: indented JSON with a line end.
#[must_use]
pub fn json(plan: &Plan) -> String {
    let treatments: Vec<Treatment> = plan
        .treatments
        .iter()
        .map(|treated| Treatment {
            name: &treated.name,
            label: &treated.label,
            at: instant(&treated.at),
            source: treated.source.as_deref(),
            version: treated.version.as_deref(),
            reviewed: treated.reviewed.as_deref(),
        })
        .collect();
    indented(&Root {
        schema: "carecheck.plan/1",
        lang: plan.lang.code(),
        treatments,
        tzdb: tzdb_version(),
        screening: plan.screening.iter().map(|one| screening(plan, one)).collect(),
        guidance: plan.guidance.iter().map(|one| guidance(plan, one)).collect(),
        combined: several(plan).then(|| plan.combined.iter().filter_map(|one| combined(plan, one)).collect()),
        conflicts: several(plan).then(|| plan.conflicts.iter().filter_map(|one| conflict(plan, one)).collect()),
        course: plan.course.iter().map(|one| course(plan, one)).collect(),
        changes: plan.changes.iter().map(|one| Change::of(one, said(one, plan))).collect(),
        missing: plan.missing.iter().map(Missing::of).collect(),
    })
}

#[derive(Serialize)]
struct Root<'p> {
    schema: &'static str,
    lang: &'static str,
    treatments: Vec<Treatment<'p>>,
    tzdb: &'static str,
    screening: Vec<Screening<'p>>,
    guidance: Vec<Entry<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    combined: Option<Vec<Combined<'p>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<Vec<Conflict<'p>>>,
    course: Vec<Course<'p>>,
    changes: Vec<Change<'p>>,
    missing: Vec<Missing<'p>>,
}

#[derive(Serialize)]
struct Treatment<'p> {
    name: &'p str,
    label: &'p str,
    at: String,
    source: Option<&'p str>,
    version: Option<&'p str>,
    reviewed: Option<&'p str>,
}

#[derive(Serialize)]
struct Screening<'p> {
    rule: &'p str,
    name: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'p str>,
    applies: &'static str,
    when: Option<&'p str>,
    missing: &'p [String],
    text: String,
    /// Left out where nothing is to be moved; `null` where no day would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<Option<String>>,
    because: Option<&'p str>,
    source: Option<&'p str>,
    at: At<'p>,
    changed: Option<Changed<'p>>,
}

/// What several rules together say.
#[derive(Serialize)]
struct Combined<'p> {
    target: &'p str,
    label: &'p str,
    verb: &'static str,
    text: String,
    start: Bounds,
    end: Bounds,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<bool>,
    start_by: By<'p>,
    end_by: By<'p>,
    applies: &'static str,
    when: Option<&'p str>,
    unless: Vec<String>,
    but_not: Vec<Span>,
    occurrences: Vec<String>,
    treatments: Vec<&'p str>,
    rules: Vec<Source<'p>>,
}

/// The rules that set the earliest and the latest instant of an edge.
#[derive(Serialize)]
struct By<'p> {
    earliest: &'p str,
    latest: &'p str,
}

#[derive(Serialize)]
struct Span {
    start: Option<String>,
    end: Option<String>,
}

/// A rule that has a part in something.
#[derive(Serialize)]
struct Source<'p> {
    rule: &'p str,
    name: Option<&'p str>,
    treatment: &'p str,
    verb: &'static str,
    strength: &'static str,
    at: At<'p>,
}

#[derive(Serialize)]
struct Conflict<'p> {
    target: &'p str,
    label: &'p str,
    text: String,
    start: Option<String>,
    end: Option<String>,
    applies: &'static str,
    all: bool,
    permits: Source<'p>,
    forbids: Source<'p>,
}

#[derive(Serialize)]
struct Entry<'p> {
    rule: &'p str,
    name: Option<&'p str>,
    treatment: &'p str,
    verb: &'static str,
    strength: &'static str,
    target: &'p str,
    label: &'p str,
    text: String,
    instruction: Option<&'p str>,
    phase: Option<&'p str>,
    start: Bounds,
    end: Bounds,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<bool>,
    waits_for: Waits<'p>,
    applies: &'static str,
    when: Option<&'p str>,
    missing: &'p [String],
    except: Vec<Exception<'p>>,
    frequency: Option<Often<'p>>,
    lasting: Option<Range<String>>,
    occurrences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more_occurrences: Option<bool>,
    order: Vec<Order<'p>>,
    amount: Option<&'p str>,
    by: Option<&'p str>,
    because: Option<&'p str>,
    source: Option<&'p str>,
    notes: Vec<String>,
    at: At<'p>,
    changed: Option<Changed<'p>>,
}

#[derive(Serialize)]
struct Waits<'p> {
    start: &'p [String],
    end: &'p [String],
}

#[derive(Serialize)]
struct Exception<'p> {
    target: &'p str,
    label: &'p str,
    start: Option<Bounds>,
    end: Option<Bounds>,
    applies: &'static str,
    when: Option<&'p str>,
}

/// How often; `kind` says which of the other fields stand.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Often<'p> {
    Throughout,
    Daily,
    Times { min: u16, max: u16 },
    UpTo { max: u16 },
    Every { min: String, max: String },
    DailyAt { at: Vec<String> },
    DailyParts { parts: &'p [String] },
    AsNeeded,
}

#[derive(Serialize)]
struct Order<'p> {
    side: &'static str,
    other: &'p str,
    gap: Option<Range<String>>,
}

#[derive(Serialize)]
struct Course<'p> {
    rule: &'p str,
    name: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<&'p str>,
    strength: &'static str,
    text: String,
    applies: &'static str,
    when: Option<&'p str>,
    missing: &'p [String],
    every: Option<Range<String>>,
    no_sooner: Option<Range<String>>,
    sessions: Option<Range<u16>>,
    next: Option<Next>,
    because: Option<&'p str>,
    source: Option<&'p str>,
    at: At<'p>,
    changed: Option<Changed<'p>>,
}

#[derive(Serialize)]
struct Next {
    earliest: String,
    latest: Option<String>,
}

fn strength(ideally: bool) -> &'static str {
    if ideally { "ideally" } else { "must" }
}

fn several(plan: &Plan) -> bool {
    plan.treatments.len() > 1
}

/// The name of a treatment.
fn named(plan: &Plan, treatment: usize) -> &str {
    plan.treatments.get(treatment).map_or("", |treated| &treated.name)
}

/// The same, for what says it only where there are several.
fn among_several(plan: &Plan, treatment: usize) -> Option<&str> {
    several(plan).then(|| named(plan, treatment))
}

fn screening<'p>(plan: &'p Plan, reason: &'p evaluate::Screening) -> Screening<'p> {
    Screening {
        rule: &reason.rule.id,
        name: reason.rule.name.as_deref(),
        treatment: among_several(plan, reason.treatment),
        by: among_several(plan, reason.by),
        applies: applies(reason.applies),
        when: reason.when.as_deref(),
        missing: &reason.missing,
        text: Against::of(plan).sentence(reason).text(),
        earliest: match &reason.instead {
            Instead::NotAsked => None,
            Instead::Never => Some(None),
            Instead::On(day) => Some(Some(instant(day))),
        },
        because: reason.rule.because.as_deref(),
        source: reason.rule.source.as_deref(),
        at: At::of(&reason.rule),
        changed: reason.rule.changed.as_ref().map(Changed::of),
    }
}

fn combined<'p>(plan: &'p Plan, one: &'p evaluate::Combined) -> Option<Combined<'p>> {
    let told = &one.guidance;
    let treated = plan.treatments.get(told.treatment)?;
    let rule = |index: usize| plan.guidance.get(index).map(|guidance| guidance.rule.id.as_str());
    let by = |(earliest, latest)| Some(By { earliest: rule(earliest)?, latest: rule(latest)? });
    let joint = told.joint.as_ref();
    let mut unless = joint.map(|joint| joint.unless.clone()).unwrap_or_default();
    if joint.is_some_and(|joint| joint.unless_else) {
        unless.push(something_else(plan));
    }
    let rules: Vec<Source<'p>> = one.of.iter().filter_map(|&index| source(plan, index)).collect();
    let of_rules: BTreeSet<usize> = one.of.iter().filter_map(|&at| Some(plan.guidance.get(at)?.treatment)).collect();
    Some(Combined {
        target: &told.target,
        label: &told.label,
        verb: told.verb.word(),
        text: sentence(plan.lang, &[told], &treated.at, None).text(),
        start: Bounds::of(&told.window.start.start, &told.window.start.end, true, told.about.0),
        end: Bounds::of(&told.window.end.start, &told.window.end.end, told.window.end_stated, told.about.1),
        point: told.window.point.then_some(true),
        start_by: by(one.start_by)?,
        end_by: by(one.end_by)?,
        applies: applies(told.applies),
        when: told.when.as_deref(),
        unless,
        but_not: joint.iter().flat_map(|joint| &joint.but_not).map(|(stretch, _)| span(stretch)).collect(),
        occurrences: told.occurrences.iter().map(instant).collect(),
        treatments: of_rules.into_iter().map(|treatment| named(plan, treatment)).collect(),
        rules,
    })
}

fn span(stretch: &Stretch) -> Span {
    Span { start: stretch.start.instant().map(instant), end: stretch.end.instant().map(instant) }
}

fn source(plan: &Plan, index: usize) -> Option<Source<'_>> {
    let guidance = plan.guidance.get(index)?;
    Some(Source {
        rule: &guidance.rule.id,
        name: guidance.rule.name.as_deref(),
        treatment: named(plan, guidance.treatment),
        verb: guidance.verb.word(),
        strength: strength(guidance.ideally),
        at: At::of(&guidance.rule),
    })
}

fn conflict<'p>(plan: &'p Plan, one: &'p evaluate::Conflict) -> Option<Conflict<'p>> {
    let permits = plan.guidance.get(one.permits)?;
    let Span { start, end } = span(&one.window);
    Some(Conflict {
        target: &permits.target,
        label: &permits.label,
        text: conflict_sentence(plan, one).text(),
        start,
        end,
        applies: applies(one.applies),
        all: one.all,
        permits: source(plan, one.permits)?,
        forbids: source(plan, one.forbids)?,
    })
}

fn guidance<'p>(plan: &'p Plan, one: &'p Guidance) -> Entry<'p> {
    let treated = plan.treatments.get(one.treatment);
    let window = &one.window;
    Entry {
        rule: &one.rule.id,
        name: one.rule.name.as_deref(),
        treatment: named(plan, one.treatment),
        verb: one.verb.word(),
        strength: strength(one.ideally),
        target: &one.target,
        label: &one.label,
        text: treated.map(|treated| sentence(plan.lang, &[one], &treated.at, None).text()).unwrap_or_default(),
        instruction: one.instruction.as_deref(),
        phase: one.phase.as_deref(),
        start: Bounds::of(&window.start.start, &window.start.end, true, one.about.0),
        end: Bounds::of(&window.end.start, &window.end.end, window.end_stated, one.about.1),
        point: window.point.then_some(true),
        waits_for: Waits { start: &one.waits_for.0, end: &one.waits_for.1 },
        applies: applies(one.applies),
        when: one.when.as_deref(),
        missing: &one.missing,
        except: one.except.iter().map(exception).collect(),
        frequency: one.frequency.as_ref().map(|frequency| often(frequency, &one.parts)),
        lasting: one.lasting.map(lengths),
        occurrences: one.occurrences.iter().map(instant).collect(),
        more_occurrences: one.more_occurrences.then_some(true),
        order: one
            .orders
            .iter()
            .map(|(other, after, gap)| Order {
                side: if *after { "after" } else { "before" },
                other,
                gap: gap.map(lengths),
            })
            .collect(),
        amount: one.amount.as_deref(),
        by: one.by.as_deref(),
        because: one.rule.because.as_deref(),
        source: one.rule.source.as_deref(),
        notes: adjustments(plan.lang, one),
        at: At::of(&one.rule),
        changed: one.rule.changed.as_ref().map(Changed::of),
    }
}

fn exception(hole: &evaluate::Exception) -> Exception<'_> {
    let window = hole.window.as_ref();
    Exception {
        target: &hole.target,
        label: &hole.label,
        start: window.map(|window| Bounds::of(&window.start.start, &window.start.end, true, false)),
        end: window.map(|window| Bounds::of(&window.end.start, &window.end.end, window.end_stated, false)),
        applies: applies(hole.applies),
        when: hole.when.as_deref(),
    }
}

fn often<'p>(frequency: &Frequency, parts: &'p [String]) -> Often<'p> {
    match frequency {
        Frequency::Throughout => Often::Throughout,
        Frequency::Daily => Often::Daily,
        Frequency::Times(min, max) => Often::Times { min: *min, max: *max },
        Frequency::UpTo(max) => Often::UpTo { max: *max },
        Frequency::Every(min, max) => Often::Every { min: length(*min), max: length(*max) },
        Frequency::DailyAt(clocks) => Often::DailyAt { at: clocks.iter().map(|&clock| clock_minutes(clock)).collect() },
        Frequency::DailyParts(_) => Often::DailyParts { parts },
        Frequency::AsNeeded => Often::AsNeeded,
    }
}

fn course<'p>(plan: &'p Plan, one: &'p evaluate::Course) -> Course<'p> {
    Course {
        rule: &one.rule.id,
        name: one.rule.name.as_deref(),
        treatment: among_several(plan, one.treatment),
        strength: strength(one.ideally),
        text: course_sentence(plan.lang, &plan.treatments, one).text(),
        applies: applies(one.applies),
        when: one.when.as_deref(),
        missing: &one.missing,
        every: one.course.every.map(lengths),
        no_sooner: one.course.no_sooner.map(lengths),
        sessions: one.course.sessions.map(Range::of),
        next: one
            .next
            .as_ref()
            .map(|(first, last)| Next { earliest: instant(first), latest: last.as_ref().map(instant) }),
        because: one.rule.because.as_deref(),
        source: one.rule.source.as_deref(),
        at: At::of(&one.rule),
        changed: one.rule.changed.as_ref().map(Changed::of),
    }
}
