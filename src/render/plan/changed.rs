//! What was changed in a sheet, and why → a mark at the line that is said in its place, and blocks of what the sheet itself
//! says. One visit's changes come from the command line, others from a file.

use super::around::{Against, course_sentence};
use super::layout::{Block, Kind, Line, Mark};
use super::section::merge;
use super::sentence::sentence;
use crate::evaluate::{Change, Changed, Guidance, Plan, RuleRef, Treated};
use crate::lang::{Joint, Lang, say};
use crate::render::grammar::{capital, full_stop};
use crate::render::paper::{Phrase, Role};

/// `Changed for this visit: deep setting today.`, at the line of a rule.
pub(in crate::render) fn mark(rule: &RuleRef, lang: Lang) -> Option<String> {
    let changed = rule.changed.as_ref()?;
    Some(say!(lang, "changed-mark", by = heading(changed, lang), reason = full_stop(&changed.because)))
}

fn heading(changed: &Changed, lang: Lang) -> String {
    say!(lang, if changed.is_of_this_visit() { "changed-visit" } else { "changed-clinic" })
}

/// What was changed, a block for each file that does.
pub(in crate::render) fn blocks(plan: &Plan) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for change in &plan.changes {
        let heading = heading(&change.changed, plan.lang);
        let aside = if change.changed.is_of_this_visit() { String::new() } else { change.changed.file.clone() };
        let line = Line::by(Mark::None, sentence_of(change, plan), &change.was);
        match blocks.iter_mut().find(|block| (&block.heading, &block.aside) == (&heading, &aside)) {
            Some(block) => block.lines.push(line),
            None => blocks.push(Block { kind: Kind::Changed, heading, aside, lines: vec![line] }),
        }
    }
    blocks
}

/// `The sheet says: Avoid saunas until Wednesday 25 November, 14:00. Replaced: deep setting today.`
pub(in crate::render) fn sentence_of(change: &Change, plan: &Plan) -> Phrase {
    let mut phrase = Phrase::of(Role::Plain, said(change, plan));
    let done = say!(plan.lang, if change.replaced { "change-replaced" } else { "change-left-out" });
    phrase.plain(" ").say(Role::Heading, done).plain(format!(" {}", full_stop(&change.changed.because)));
    phrase
}

/// What the sheet says, in words.
pub(in crate::render) fn said(change: &Change, plan: &Plan) -> String {
    said_at(change, &plan.treatments, plan.lang)
}

/// The same, for treatments that are at these times.
pub(in crate::render) fn said_at(change: &Change, treatments: &[Treated], lang: Lang) -> String {
    let items = merge(change.said.iter().collect());
    let at = |guidance: &Guidance| treatments.get(guidance.treatment).map(|treated| &treated.at);
    let told = items.iter().filter_map(|item| Some(sentence(lang, item, at(item.first()?)?, None).text()));
    let against = Against { treatments, guidance: &change.said, lang };
    let screening = change.screening.iter().map(|reason| against.sentence(reason).text());
    let course = change.course.iter().map(|course| course_sentence(lang, treatments, course).text());
    let told: Vec<String> = told.chain(screening).chain(course).collect();
    match (told.is_empty(), change.labels.as_slice()) {
        (false, _) => say!(lang, "sheet-says", said = told.join(" ")),
        (true, []) => say!(lang, "sheet-says-nothing"),
        (true, labels) => say!(lang, "sheet-says-nothing-of", what = capital(&lang.list(labels, Joint::And))),
    }
}
