//! A plan → its page as data: blocks of lines, in the order in which they are read. What draws it (terminal, HTML,
//! Markdown) decides only how it looks.

use jiff::Zoned;

use super::now::{self, changes};
use super::section::{Item, merge, of_treatment, sections, shared};
use super::sentence::sentence;
use super::{around, changed, several};
use crate::evaluate::{Guidance, Plan, RuleRef, Treated};
use crate::lang::{Lang, clock, say};
use crate::model::{Frequency, Verb};
use crate::render::grammar::capital;
use crate::render::paper::{Phrase, Role};

/// The page of a plan.
pub(in crate::render) struct Layout<'p> {
    /// With several treatments, what is said of all of them; it stands before the rest.
    pub together: Option<Together<'p>>,
    /// The treatments, each with what is said about it.
    pub visits: Vec<Visit<'p>>,
    /// The further sessions.
    pub course: Option<Block<'p>>,
    /// What was changed in the sheets for this clinic or this visit.
    pub changed: Vec<Block<'p>>,
    /// Where it all comes from, each on a line of its own.
    pub foot: Vec<Phrase>,
}

/// What is said of several treatments.
pub(in crate::render) struct Together<'p> {
    /// Where their sheets disagree, the reasons not to treat, what holds now, and what several of them have a part in.
    pub blocks: Vec<Block<'p>>,
    /// So many blocks stand before the number of open questions.
    pub first: usize,
    /// How many questions are open.
    pub open: Option<Phrase>,
    /// What is not shown.
    pub remarks: Vec<Phrase>,
}

/// One treatment on the page.
pub(in crate::render) struct Visit<'p> {
    /// The treatment.
    pub treated: &'p Treated,
    /// How many questions are open; only if it is the only treatment.
    pub open: Option<Phrase>,
    /// What is said, the reasons not to treat first.
    pub blocks: Vec<Block<'p>>,
    /// What is not shown, or not said at all.
    pub remarks: Vec<Phrase>,
}

/// Lines under a heading.
pub(in crate::render) struct Block<'p> {
    /// What it is about.
    pub kind: Kind,
    /// Its heading.
    pub heading: String,
    /// A few words beside it, such as its dates; may be empty.
    pub aside: String,
    /// What stands under it; never empty.
    pub lines: Vec<Line<'p>>,
}

/// What a block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Kind {
    /// Where the sheets of several treatments disagree.
    Disagreement,
    /// Reasons not to treat.
    Against,
    /// What several treatments have a part in.
    Together,
    /// What holds at the moment that was given.
    Now,
    /// What changes after it: a line for each moment, with what ends and begins below.
    Next,
    /// What belongs to a part of the days, or to a heading of the sheet.
    Days,
    /// What is normal.
    Normal,
    /// When to call the clinic.
    Alarm,
    /// The further sessions.
    Course,
    /// What was changed in the sheet.
    Changed,
}

/// A sentence.
pub(in crate::render) struct Line<'p> {
    /// What stands before it.
    pub mark: Mark,
    /// Its words.
    pub phrase: Phrase,
    /// The rules that say so.
    pub rules: Vec<&'p RuleRef>,
    /// What belongs to it.
    pub below: Vec<Line<'p>>,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Mark {
    /// Nothing.
    None,
    /// The sign of what a rule asks for.
    Asks(Verb),
    /// It speaks against the treatment.
    Against,
    /// Nothing speaks against it.
    Cleared,
    /// It is the treatment.
    Treatment,
    /// This ends.
    Ends,
    /// This begins.
    Begins,
}

/// Where what is normal and what is alarming stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Signs {
    /// Among the rest, by days.
    AmongTheRest,
    /// In blocks of their own, so that the rest is what to do.
    Apart,
}

/// Arranges the page. With `now`, it begins with what holds then and what comes next, and leaves out what is over.
pub(in crate::render) fn layout<'p>(plan: &'p Plan, now: Option<&Zoned>, signs: Signs) -> Layout<'p> {
    let several = plan.treatments.len() > 1;
    let now_at = |treated: &Treated| now.map(|now| now.with_time_zone(treated.at.time_zone().clone()));
    let visits = plan.treatments.iter().enumerate().map(|(index, treated)| {
        let guidances = of_treatment(plan, index);
        visit(&Of { plan, guidances, several, signs, now: now_at(treated).as_ref() }, index, treated)
    });
    let first = plan.treatments.first().filter(|_| several);
    let together =
        first.map(|first| together(&Of { plan, guidances: plan.told(), several, signs, now: now_at(first).as_ref() }));
    let (course, changed) = (around::course(plan), changed::blocks(plan));
    Layout { together, visits: visits.collect(), course, changed, foot: around::foot(plan) }
}

impl<'p> Line<'p> {
    /// A line that no rule says.
    pub fn of(mark: Mark, phrase: Phrase) -> Line<'p> {
        Line { mark, phrase, rules: Vec::new(), below: Vec::new() }
    }

    /// A line of one rule.
    pub fn by(mark: Mark, phrase: Phrase, rule: &'p RuleRef) -> Line<'p> {
        Line { mark, phrase, rules: vec![rule], below: Vec::new() }
    }

    /// A line of guidances that differ in nothing but their targets.
    pub fn of_item(mark: Mark, phrase: Phrase, item: &Item<'p>) -> Line<'p> {
        let mut rules: Vec<&RuleRef> = item.iter().map(|guidance| &guidance.rule).collect();
        rules.dedup();
        Line { mark, phrase, rules, below: Vec::new() }
    }
}

/// What is arranged, and when it is read.
struct Of<'p, 'n> {
    plan: &'p Plan,
    guidances: Vec<&'p Guidance>,
    several: bool,
    signs: Signs,
    now: Option<&'n Zoned>,
}

fn visit<'p>(of: &Of<'p, '_>, index: usize, treated: &'p Treated) -> Visit<'p> {
    let lang = of.plan.lang;
    let (mut blocks, mut remarks, mut open) = (Vec::new(), Vec::new(), None);
    if !of.several {
        // After the treatment it is too late to ask whether to treat.
        if of.now.is_none_or(|now| now.timestamp() <= treated.at.timestamp()) {
            blocks.extend(around::screening(of.plan));
        }
        open = of.open();
        blocks.extend(of.present());
    }
    for section in sections(of.plan, index, &treated.at, |guidance| of.is_to_come(guidance)) {
        let lines = section.items.iter().map(|item| of.line(item)).collect();
        blocks.push(Block { kind: Kind::Days, heading: capital(&section.heading), aside: section.dates, lines });
    }
    if of.signs == Signs::Apart {
        blocks.extend(of.apart(Kind::Alarm, Verb::Alert, say!(of.plan.lang, "page-when-to-call")));
        blocks.extend(of.apart(Kind::Normal, Verb::Expect, say!(of.plan.lang, "page-normal")));
    }
    if !of.several {
        remarks.extend(of.over());
    }
    if !of.plan.guidance.iter().any(|guidance| guidance.treatment == index) {
        remarks.push(Phrase::of(Role::Plain, say!(lang, "nothing-about-treatment")));
    }
    Visit { treated, open, blocks, remarks }
}

fn together<'p>(of: &Of<'p, '_>) -> Together<'p> {
    let mut blocks: Vec<Block<'p>> = several::conflicts(of.plan, of.now).into_iter().collect();
    blocks.extend(several::screening(of.plan, of.now));
    let first = blocks.len();
    blocks.extend(of.present());
    let shared = shared(of.plan).into_iter().filter(|guidance| of.is_to_come(guidance)).collect();
    let lines: Vec<Line<'p>> = merge(shared).iter().map(|item| of.line(item)).collect();
    if !lines.is_empty() {
        let heading = several::heading(of.plan);
        blocks.push(Block { kind: Kind::Together, heading, aside: String::new(), lines });
    }
    Together { blocks, first, open: of.open(), remarks: of.over().into_iter().collect() }
}

impl<'p> Of<'p, '_> {
    /// How many questions are open, if any.
    fn open(&self) -> Option<Phrase> {
        let missing = self.plan.missing.len();
        (missing > 0).then(|| Phrase::of(Role::Aside, say!(self.plan.lang, "questions-open", number = missing)))
    }

    /// What holds at the moment that was given, and what comes next.
    fn present(&self) -> Vec<Block<'p>> {
        let Some(now) = self.now else { return Vec::new() };
        let told: Vec<&Guidance> = self.guidances().filter(|guidance| self.is_among_the_rest(guidance)).collect();
        std::iter::once(self.holding(now)).chain(changes(self.plan, &told, now)).collect()
    }

    /// How many instructions are over, if any.
    fn over(&self) -> Option<Phrase> {
        let over = self.now.map_or(0, |now| self.guidances().filter(|guidance| now::is_over(guidance, now)).count());
        (over > 0).then(|| Phrase::of(Role::Aside, say!(self.plan.lang, "over", number = over)))
    }

    fn guidances(&self) -> impl Iterator<Item = &'p Guidance> + '_ {
        self.guidances.iter().copied()
    }

    fn is_to_come(&self, guidance: &Guidance) -> bool {
        self.is_among_the_rest(guidance)
            && self.now.is_none_or(|now| !now::holds(guidance, now) && !now::is_over(guidance, now))
    }

    /// When the treatment of a guidance is.
    fn treated(&self, guidance: &Guidance) -> Option<&'p Zoned> {
        self.plan.treatments.get(guidance.treatment).map(|treated| &treated.at)
    }

    fn is_among_the_rest(&self, guidance: &Guidance) -> bool {
        self.signs == Signs::AmongTheRest || !matches!(guidance.verb, Verb::Expect | Verb::Alert)
    }

    fn line(&self, item: &Item<'p>) -> Line<'p> {
        let (lang, first) = (self.plan.lang, item.first());
        let Some(treated) = first.and_then(|first| self.treated(first)) else {
            return Line::of(Mark::None, Phrase::default());
        };
        let mut phrase = sentence(lang, item, treated, self.now);
        let times = first.map(|first| next_times(lang, first, treated, self.now)).unwrap_or_default();
        if !times.is_empty() {
            phrase.plain(" ").say(Role::Aside, times);
        }
        let line = Line::of_item(first.map_or(Mark::None, |first| Mark::Asks(first.verb)), phrase, item);
        let mut rules: Vec<&'p RuleRef> = item.iter().flat_map(|guidance| self.rules(guidance)).collect();
        rules.dedup();
        Line { rules, ..line }
    }

    /// The rules that have a part in what is told.
    fn rules(&self, guidance: &'p Guidance) -> Vec<&'p RuleRef> {
        let combined = self.plan.combined.iter().find(|line| std::ptr::eq(&line.guidance, guidance));
        let Some(combined) = combined else { return vec![&guidance.rule] };
        combined.of.iter().filter_map(|&index| self.plan.guidance.get(index)).map(|part| &part.rule).collect()
    }

    /// What holds at a moment, what forbids first.
    fn holding(&self, now: &Zoned) -> Block<'p> {
        let lang = self.plan.lang;
        let among = |guidance: &&Guidance| self.is_among_the_rest(guidance) && now::holds(guidance, now);
        let mut holding: Vec<&Guidance> = self.guidances().filter(among).collect();
        holding.sort_by_key(|guidance| match guidance.verb {
            Verb::Avoid => 0,
            Verb::Do => 1,
            Verb::Allow => 2,
            Verb::Expect => 3,
            _ => 4,
        });
        let mut lines: Vec<Line<'p>> = merge(holding).iter().map(|item| self.line(item)).collect();
        if lines.is_empty() {
            let nothing = Phrase::of(Role::Plain, say!(lang, "nothing-about-moment"));
            lines.push(Line::of(Mark::None, nothing));
        }
        Block { kind: Kind::Now, heading: say!(lang, "what-holds-now"), aside: lang.date_time(now), lines }
    }

    /// All that has one verb and is not over.
    fn apart(&self, kind: Kind, verb: Verb, heading: String) -> Option<Block<'p>> {
        let of_verb =
            |guidance: &&Guidance| guidance.verb == verb && self.now.is_none_or(|now| !now::is_over(guidance, now));
        let items = merge(self.guidances().filter(of_verb).collect());
        let lines: Vec<Line<'p>> = items.iter().map(|item| self.line(item)).collect();
        (!lines.is_empty()).then(|| Block { kind, heading, aside: String::new(), lines })
    }
}

/// The next times of an instruction that is due at times of its own.
fn next_times(lang: Lang, guidance: &Guidance, treated: &Zoned, now: Option<&Zoned>) -> String {
    let has_times = matches!(guidance.frequency, Some(Frequency::Every(..) | Frequency::DailyAt(_)));
    // Clock times of every day need no list, unless the question is which comes next.
    if !has_times || (now.is_none() && matches!(guidance.frequency, Some(Frequency::DailyAt(_)))) {
        return String::new();
    }
    let coming = || {
        let from = now.map(Zoned::timestamp);
        guidance.occurrences.iter().filter(move |at| from.is_none_or(|from| at.timestamp() >= from))
    };
    let mut day = now.unwrap_or(treated).date();
    let shown: Vec<String> = coming()
        .take(3)
        .map(|at| {
            let same_day = std::mem::replace(&mut day, at.date()) == at.date();
            if same_day { clock(at) } else { format!("{} {}", lang.short_date(at.date()), clock(at)) }
        })
        .collect();
    let more = coming().nth(3).is_some() || guidance.more_occurrences;
    if shown.is_empty() {
        return String::new();
    }
    let (times, more) = (shown.join(", "), if more { "more" } else { "all" });
    match now {
        Some(_) => say!(lang, "next-times", times = times, more = more),
        None => say!(lang, "first-times", times = times, more = more),
    }
}
