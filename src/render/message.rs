//! A plan → a message for a phone: plain sentences, shorter than [`LIMIT`], with what is forbidden now and when to call
//! before all else. What does not fit is counted, never cut.

use jiff::Zoned;

use super::clean::clean;
use super::paper::Phrase;
use super::plan::layout::{Mark, Signs, layout};
use super::plan::section::merge;
use super::plan::sentence::sentence;
use super::plan::{around, is_over, may_hold};
use crate::evaluate::{Guidance, Plan, Treated};
use crate::lang::say;
use crate::model::Verb;

/// A message is shorter than this, counted as telephones do: a character outside the basic plane counts twice.
pub const LIMIT: usize = 1_000;

/// What must be said does not fit into a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is forbidden now and when to call takes {length} characters, and a message has less than {LIMIT}")]
pub struct TooLong {
    /// How many characters it would take.
    pub length: usize,
}

/// The lines of one kind.
struct Part {
    /// Which parts come first where there is no room for all.
    rank: usize,
    lines: Vec<Line>,
}

/// The rank of what must not be left out.
const ESSENTIAL: usize = 0;

/// One line.
struct Line {
    text: String,
    /// How many instructions of the page it tells.
    instructions: usize,
}

impl Line {
    fn of(phrase: &Phrase, instructions: usize) -> Line {
        Line { text: clean(&phrase.text()).trim().to_owned(), instructions }
    }
}

/// The message as it is true at `now`: what is over is left out. Says nothing that the page does not say.
///
/// # Errors
/// If what is forbidden at `now` and when to call does not fit.
pub fn text(plan: &Plan, now: &Zoned) -> Result<String, TooLong> {
    let mut bare = bare(plan);
    fitted(&bare, now).or_else(|_| {
        // Which treatments a ban comes from is the first that can be done without.
        let combined = bare.combined.iter_mut().map(|line| &mut line.guidance);
        combined.filter(|guidance| guidance.verb == Verb::Avoid).for_each(|guidance| guidance.joint = None);
        fitted(&bare, now)
    })
}

/// As much as fits, in the order of the ranks.
fn fitted(plan: &Plan, now: &Zoned) -> Result<String, TooLong> {
    let lang = plan.lang;
    let name = |treated: &Treated| format!("{}. {}", around::name(lang, treated), around::date(lang, treated));
    let head: Vec<String> = plan.treatments.iter().map(|treated| clean(&name(treated)).into_owned()).collect();
    let parts = parts(plan, now);
    let all = || parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part, line)));
    let mut used: usize = head.iter().map(|line| length(line) + 1).sum();
    used += all().filter(|(part, _)| part.rank == ESSENTIAL).map(|(_, line)| length(&line.text) + 1).sum::<usize>();
    let mut left: usize = all().filter(|(part, _)| part.rank != ESSENTIAL).map(|(_, line)| line.instructions).sum();
    let more = |left: usize| if left == 0 { String::new() } else { say!(lang, "message-more", number = left) + "\n" };
    if used + length(&more(left)) >= LIMIT {
        return Err(TooLong { length: used + length(&more(left)) });
    }
    // Whoever reads that something is left out has to know that it is the less important: nothing after it is told.
    let mut optional: Vec<(usize, &Line)> =
        all().filter(|(part, _)| part.rank != ESSENTIAL).map(|(part, line)| (part.rank, line)).collect();
    optional.sort_by_key(|&(rank, _)| rank);
    let (mut fits, mut after) = ((0, left), used);
    for (index, (_, line)) in (1..).zip(&optional) {
        after += length(&line.text) + 1;
        left -= line.instructions;
        if after + length(&more(left)) < LIMIT {
            fits = (index, left);
        }
        if after >= LIMIT {
            break;
        }
    }
    let told: Vec<&Line> = optional.iter().take(fits.0).map(|&(_, line)| line).collect();
    let mut text: String = head.iter().map(|line| format!("{line}\n")).collect();
    for (part, line) in all() {
        if part.rank == ESSENTIAL || told.iter().any(|told| std::ptr::eq(*told, line)) {
            text += &format!("{}\n", line.text);
        }
    }
    if all().next().is_none() {
        text += &format!("{}\n", say!(lang, "message-nothing"));
    }
    Ok(text + &more(fits.1))
}

/// The parts in the order in which they are read.
fn parts(plan: &Plan, now: &Zoned) -> Vec<Part> {
    let of = |rank: usize, such: &dyn Fn(&Guidance) -> bool| {
        let mut chosen = plan.told();
        chosen.retain(|guidance| !is_over(guidance, now) && such(guidance));
        // What holds is told by its end, what comes by its start.
        chosen.sort_by_key(|guidance| may_hold(guidance, now).then(|| guidance.window.end.start.clone()));
        let mut lines = Vec::new();
        for item in merge(chosen) {
            let treated = item.first().and_then(|first| plan.treatments.get(first.treatment));
            lines.extend(
                treated.map(|treated| Line::of(&sentence(plan.lang, &item, &treated.at, Some(now)), item.len())),
            );
        }
        Part { rank, lines }
    };
    let in_force = |guidance: &Guidance| may_hold(guidance, now);
    vec![
        against(plan, now),
        of(ESSENTIAL, &|guidance| guidance.verb == Verb::Avoid && in_force(guidance)),
        of(2, &|guidance| guidance.verb == Verb::Do && in_force(guidance)),
        of(3, &|guidance| guidance.verb == Verb::Avoid && !in_force(guidance)),
        of(4, &|guidance| guidance.verb == Verb::Do && !in_force(guidance)),
        of(5, &|guidance| guidance.verb == Verb::Allow),
        sessions(plan),
        of(7, &|guidance| guidance.verb == Verb::Expect),
        of(ESSENTIAL, &|guidance| guidance.verb == Verb::Alert),
    ]
}

/// The plan without reasons, which would part what can be told in one sentence; only an alarm says with its reason whom
/// to call.
fn bare(plan: &Plan) -> Plan {
    let mut bare = plan.clone();
    let combined = bare.combined.iter_mut().map(|line| &mut line.guidance);
    for guidance in bare.guidance.iter_mut().chain(combined).filter(|guidance| guidance.verb != Verb::Alert) {
        guidance.rule.because = None;
    }
    bare.screening.iter_mut().for_each(|reason| reason.rule.because = None);
    bare.course.iter_mut().for_each(|course| course.rule.because = None);
    bare
}

/// Where the sheets disagree, and the reasons not to treat until it is too late to ask.
fn against(plan: &Plan, now: &Zoned) -> Part {
    let layout = layout(plan, Some(now), Signs::AmongTheRest);
    let blocks = layout.together.iter().flat_map(|together| &together.blocks);
    let blocks = blocks.chain(layout.visits.iter().flat_map(|visit| &visit.blocks));
    let lines = blocks.flat_map(|block| &block.lines).filter(|line| line.mark == Mark::Against);
    Part { rank: 1, lines: lines.map(|line| Line::of(&line.phrase, 1)).collect() }
}

fn sessions(plan: &Plan) -> Part {
    let lines =
        plan.course.iter().map(|course| Line::of(&around::course_sentence(plan.lang, &plan.treatments, course), 1));
    Part { rank: 6, lines: lines.collect() }
}

/// As telephones count.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
