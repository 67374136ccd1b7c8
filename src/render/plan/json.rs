//! A plan → `carecheck.plan/1`. The shape of the types is the shape of the JSON, described in `docs/output.md`.

use serde::Serialize;

use super::around::{contraindication, course_sentence};
use super::changed::said;
use super::sentence::sentence;
use crate::evaluate::{self, Guidance, Plan};
use crate::model::Frequency;
use crate::render::json::{At, Bounds, Change, Changed, Missing, Range, applies, indented, instant, length, lengths};
use crate::render::window::adjustments;
use crate::time::{tzdb_version, words};

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
        treatments,
        tzdb: tzdb_version(),
        screening: plan.screening.iter().map(screening).collect(),
        guidance: plan.guidance.iter().map(|one| guidance(plan, one)).collect(),
        course: plan.course.iter().map(|one| course(plan, one)).collect(),
        changes: plan.changes.iter().map(|one| Change::of(one, said(one, plan))).collect(),
        missing: plan.missing.iter().map(Missing::of).collect(),
    })
}

#[derive(Serialize)]
struct Root<'p> {
    schema: &'static str,
    treatments: Vec<Treatment<'p>>,
    tzdb: &'static str,
    screening: Vec<Screening<'p>>,
    guidance: Vec<Entry<'p>>,
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
    applies: &'static str,
    when: Option<&'p str>,
    missing: &'p [String],
    text: String,
    because: Option<&'p str>,
    source: Option<&'p str>,
    at: At<'p>,
    changed: Option<Changed<'p>>,
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

fn screening(reason: &evaluate::Screening) -> Screening<'_> {
    Screening {
        rule: &reason.rule.id,
        name: reason.rule.name.as_deref(),
        applies: applies(reason.applies),
        when: reason.when.as_deref(),
        missing: &reason.missing,
        text: contraindication(reason).text(),
        because: reason.rule.because.as_deref(),
        source: reason.rule.source.as_deref(),
        at: At::of(&reason.rule),
        changed: reason.rule.changed.as_ref().map(Changed::of),
    }
}

fn guidance<'p>(plan: &'p Plan, one: &'p Guidance) -> Entry<'p> {
    let treated = plan.treatments.get(one.treatment);
    let window = &one.window;
    Entry {
        rule: &one.rule.id,
        name: one.rule.name.as_deref(),
        treatment: treated.map_or("", |treated| &treated.name),
        verb: one.verb.word(),
        strength: strength(one.ideally),
        target: &one.target,
        label: &one.label,
        text: treated.map(|treated| sentence(&[one], &treated.at, None).text()).unwrap_or_default(),
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
        notes: adjustments(one),
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
        Frequency::DailyAt(clocks) => {
            Often::DailyAt { at: clocks.iter().map(|&clock| words::clock_minutes(clock)).collect() }
        }
        Frequency::DailyParts(_) => Often::DailyParts { parts },
        Frequency::AsNeeded => Often::AsNeeded,
    }
}

fn course<'p>(plan: &Plan, one: &'p evaluate::Course) -> Course<'p> {
    Course {
        rule: &one.rule.id,
        name: one.rule.name.as_deref(),
        strength: strength(one.ideally),
        text: course_sentence(one, plan.treatments.first().map(|treated| &treated.at)).text(),
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
