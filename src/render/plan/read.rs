//! A plan → the sentences of its page, one by one, as somebody reads them: for counting how hard they are. Where it all
//! comes from and the options that answer a question are not for the patient and are none of them.

use super::around;
use super::layout::{Block, Line, Signs, layout};
use crate::evaluate::{Plan, RuleRef};
use crate::render::questions::asked;

/// A line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub text: String,
    /// The file, line and column of the first rule that says so.
    pub at: Option<(String, u32, u32)>,
}

/// All lines of the page of a plan.
#[must_use]
pub fn sentences(plan: &Plan) -> Vec<Sentence> {
    let layout = layout(plan, None, Signs::AmongTheRest);
    let mut all = Vec::new();
    if let Some(together) = &layout.together {
        together.blocks.iter().for_each(|block| add(&mut all, block));
        all.extend(together.open.iter().chain(&together.remarks).map(|phrase| Sentence::of(phrase.text(), None)));
    }
    for visit in &layout.visits {
        all.push(Sentence::of(around::name(plan.lang, visit.treated), None));
        all.extend(visit.open.iter().map(|phrase| Sentence::of(phrase.text(), None)));
        visit.blocks.iter().for_each(|block| add(&mut all, block));
        all.extend(visit.remarks.iter().map(|phrase| Sentence::of(phrase.text(), None)));
    }
    layout.course.iter().chain(&layout.changed).for_each(|block| add(&mut all, block));
    all.extend(plan.missing.iter().map(|question| Sentence::of(asked(plan.lang, question), None)));
    all.push(Sentence::of(around::advice(plan.lang), None));
    all
}

fn add(all: &mut Vec<Sentence>, block: &Block<'_>) {
    all.push(Sentence::of(block.heading.clone(), None));
    for line in &block.lines {
        add_line(all, line);
    }
}

fn add_line(all: &mut Vec<Sentence>, line: &Line<'_>) {
    all.push(Sentence::of(line.phrase.text(), line.rules.first().copied()));
    line.below.iter().for_each(|line| add_line(all, line));
}

impl Sentence {
    fn of(text: String, rule: Option<&RuleRef>) -> Sentence {
        Sentence { text, at: rule.map(|rule| (rule.file.clone(), rule.line, rule.column)) }
    }
}
