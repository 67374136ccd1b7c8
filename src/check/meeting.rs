//! How two rules meet: by which subjects, past which exceptions, under which conditions. What the checks of pairs ask and
//! how they tell it; what is a finding is theirs to say.

use std::collections::BTreeMap;

use jiff::Zoned;
use rustc_hash::FxHashMap;

use super::holding::{Ban, Reading, ban_holding};
use super::index::Alike;
use super::orders::Rests;
use super::pairs::Pair;
use super::search::{Answer, Found, Hit, Question, Rank, Why};
use super::undecided;
use super::witness::{usual_treatment, witness};
use super::words::{Sheet, clock_times, unusual};
use crate::diagnostic::{Diagnostic, Occurs, Severity};
use crate::model::{Atom, Case, Condition, Exception, Fixed, Model, Rule, SubjectId, Truth};
use crate::source::Place;
use crate::time::cases::Cases;
use crate::time::{End, TimeError, Window, words};

/// Two rules that meet by subjects which the same exceptions cover.
pub(super) struct Meeting<'p, 'm> {
    pub(super) pair: &'p Pair<'m>,
    /// What the first rule names.
    pub(super) a: SubjectId,
    /// What the second names: the same or a kind of it.
    pub(super) b: SubjectId,
    /// The exceptions of the first rule that cover it at some times or for some patients.
    pub(super) holes: Vec<&'m Exception>,
}

/// How two rules meet, once for each set of exceptions. A subject that an exception always covers is left out, and so is
/// everything where another person acts: what the nurse may do, the patient may still have to leave.
pub(super) fn meetings<'p, 'm>(model: &Model, pair: &'p Pair<'m>) -> Vec<Meeting<'p, 'm>> {
    if pair.first.by != pair.second.by {
        return Vec::new();
    }
    if let ([], [(a, b)]) = (pair.first.except.as_slice(), pair.subjects.as_slice()) {
        return vec![Meeting { pair, a: *a, b: *b, holes: Vec::new() }];
    }
    let mut groups: BTreeMap<Vec<usize>, (SubjectId, SubjectId)> = BTreeMap::new();
    for &(a, b) in &pair.subjects {
        let holes = pair.first.except.iter().enumerate().filter(|(_, hole)| model.is_kind_of(b, hole.subject));
        if holes.clone().all(|(_, hole)| hole.window.is_some() || !hole.condition.is_always()) {
            let named = groups.entry(holes.map(|(index, _)| index).collect()).or_insert((a, b));
            // The same name in both is what a reader sees first.
            if named.0 != named.1 && a == b {
                *named = (a, b);
            }
        }
    }
    let meeting = |(holes, (a, b)): (Vec<usize>, _)| {
        let holes = holes.into_iter().filter_map(|at| pair.first.except.get(at)).collect();
        Meeting { pair, a, b, holes }
    };
    groups.into_iter().map(meeting).collect()
}

/// How bad one case is.
pub(super) type Judged = Result<Option<Hit>, TimeError>;

/// The worst that a judge finds where two rules meet, as `tell` tells it; and that it could not be decided whether there is
/// worse.
pub(super) fn worst(
    sheet: Sheet<'_>,
    pair: &Pair<'_>,
    judge: fn(&Meeting<'_, '_>, &Model, &Case) -> Judged,
    known: &mut Known,
    tell: impl Fn(&Meeting<'_, '_>, &Found) -> Diagnostic,
) -> Vec<Diagnostic> {
    // Most pairs of a large sheet ask what was asked before, and nothing was found.
    if pair.plain && known.get(&pair.alike).is_some_and(Answered::is_silent) {
        return Vec::new();
    }
    let mut looked = Looked::default();
    for meeting in meetings(sheet.model, pair) {
        let alike = meeting.holes.is_empty().then_some(pair.alike);
        let answered = if let Some(answered) = alike.and_then(|alike| known.get(&alike)) {
            answered.clone()
        } else {
            let question = meeting.question(sheet);
            // A moment outside the years that can be computed is no finding about two rules.
            let hit = |case: &Case| judge(&meeting, sheet.model, case).ok().flatten();
            let capped =
                |hit: Hit| Hit { rank: Rank { severity: hit.rank.severity.min(question.ceiling), ..hit.rank }, ..hit };
            let answered = Answered::of(sheet, &meeting, &question, &|case| hit(case).map(capped));
            known.extend(alike.map(|alike| (alike, answered.clone())));
            answered
        };
        looked.note(sheet, meeting, answered);
    }
    looked.worst.map(|worst| worst.told(sheet, tell)).into_iter().chain(looked.undecided).collect()
}

/// What has been answered where no exceptions matter.
pub(super) type Known = FxHashMap<[Alike; 2], Answered>;

/// What is found where two rules meet.
#[derive(Clone)]
pub(super) struct Answered {
    found: Option<Box<Found>>,
    /// What other treatments meet, where that is rare.
    lesser: Option<Box<Found>>,
    /// Whether it could not be decided that there is no worse.
    undecided: bool,
}

impl Answered {
    fn is_silent(&self) -> bool {
        self.found.is_none() && !self.undecided
    }

    fn of<'m>(
        sheet: Sheet<'m>,
        meeting: &Meeting<'_, 'm>,
        question: &Question<'m>,
        judge: &dyn Fn(&Case) -> Option<Hit>,
    ) -> Answered {
        let answer = question.answer(judge);
        let Answer::Found(found) = answer else {
            return Answered { found: None, lesser: None, undecided: matches!(answer, Answer::Undecided) };
        };
        let undecided = found.at_least;
        let found = if meeting.only_says_when(sheet, &found) { Box::new(found.whenever()) } else { found };
        let usual = if found.is_rare() { usual_treatment(sheet.model) } else { None };
        let usual = usual.and_then(|treated| question.found_at(&treated, judge));
        let lesser = usual.filter(|usual| usual.hit.rank < found.hit.rank).map(Box::new);
        Answered { found: Some(found), lesser, undecided }
    }
}

/// What is found where two rules meet, so far.
#[derive(Default)]
pub(super) struct Looked<'p, 'm> {
    pub(super) worst: Option<Worst<'p, 'm>>,
    pub(super) undecided: Option<Diagnostic>,
}

/// The worst where two rules meet, and what other treatments meet where that is rare.
pub(super) struct Worst<'p, 'm> {
    pub(super) meeting: Meeting<'p, 'm>,
    pub(super) found: Box<Found>,
    lesser: Option<Box<Found>>,
}

impl<'p, 'm> Looked<'p, 'm> {
    pub(super) fn look(
        &mut self,
        sheet: Sheet<'m>,
        meeting: Meeting<'p, 'm>,
        question: &Question<'m>,
        judge: &dyn Fn(&Case) -> Option<Hit>,
    ) {
        let answered = Answered::of(sheet, &meeting, question, judge);
        self.note(sheet, meeting, answered);
    }

    fn note(&mut self, sheet: Sheet<'m>, meeting: Meeting<'p, 'm>, answered: Answered) {
        if answered.undecided {
            let finding = undecided::finding(&sheet.name(meeting.b), meeting.places());
            self.undecided = Some(meeting.about(sheet, finding));
        }
        let Answered { found: Some(found), lesser, .. } = answered else { return };
        if self.worst.as_ref().is_none_or(|before| before.found.hit.rank < found.hit.rank) {
            self.worst = Some(Worst { meeting, found, lesser });
        }
    }
}

impl Worst<'_, '_> {
    pub(super) fn told(&self, sheet: Sheet<'_>, tell: impl Fn(&Meeting<'_, '_>, &Found) -> Diagnostic) -> Diagnostic {
        let mut finding = tell(&self.meeting, &self.found);
        // What is worst may be rare, and hide what every patient meets.
        if let Some(lesser) = self.lesser.as_ref().map(|lesser| tell(&self.meeting, lesser).message) {
            let said = format!("{} is ", sheet.name(self.meeting.b));
            let lesser = lesser.strip_prefix(&said).unwrap_or(&lesser);
            finding.message = format!("{}; for other treatments it is {lesser}", finding.message);
        }
        finding
    }
}

impl<'m> Meeting<'_, 'm> {
    /// What is asked about the two rules.
    pub(super) fn question(&self, sheet: Sheet<'m>) -> Question<'m> {
        let pair = self.pair;
        let asked = self.holes.iter().map(|hole| &hole.condition);
        Question {
            model: sheet.model,
            effort: sheet.effort,
            windows: self.windows().into_iter().map(|(_, window)| window).collect(),
            further: Vec::new(),
            required: [pair.first, pair.second].into_iter().filter_map(Rule::applies_if).collect(),
            asked: asked.filter(|condition| !condition.is_always()).collect(),
            ceiling: if pair.first.ideally || pair.second.ideally { Severity::Note } else { Severity::Error },
            rests: Rests::Order,
        }
    }

    /// The windows whose ends may bound an overlap, each with the rule that writes it.
    fn windows(&self) -> Vec<(&'m Rule, &'m Window)> {
        let pair = self.pair;
        let holes = self.holes.iter().filter_map(|hole| hole.window.as_ref()).map(|window| (pair.first, window));
        [(pair.second, pair.second_window), (pair.first, pair.first_window)].into_iter().chain(holes).collect()
    }

    /// Whether the clock times of the treatment at which something is found are those at which the rules hold at all. Both
    /// rules say them, as rules under one heading do, and nobody needs to be told again.
    fn only_says_when(&self, sheet: Sheet<'_>, found: &Found) -> bool {
        let conditions: [&Condition; 2] = [&self.pair.first.condition, &self.pair.second.condition];
        let clocks_of = |condition: &Condition| {
            let clock = |atom: &Atom| if let Atom::AtOrAfter(_, minutes) = atom { Some(*minutes) } else { None };
            condition.atoms().into_iter().filter_map(clock).collect::<Vec<u16>>()
        };
        let clocks = conditions.map(clocks_of);
        if found.occurs != Occurs::TimeOfDay || clocks.iter().any(Vec::is_empty) {
            return false;
        }
        let hours = sheet.model.treatment.as_ref().and_then(|treatment| treatment.hours);
        let treatments = Cases::of([], &clocks.concat(), hours).ordinary();
        let may_hold = |treated: &Zoned| {
            let case = Case::new(sheet.model, treated.clone(), &Fixed::default());
            let truth =
                |condition: &&Condition| case.as_ref().is_ok_and(|case| condition.truth(case) != Ok(Truth::False));
            conditions.iter().any(truth)
        };
        let clocks = clock_times(treatments.iter().map(|treated| (treated, may_hold(treated))));
        found.when == format!("when treated {clocks}")
    }

    /// When the first rule, a ban or an alarm, holds.
    pub(super) fn ban(&self, case: &Case, reading: Reading) -> Result<Ban, TimeError> {
        ban_holding(self.pair.first, self.pair.first_window, &self.holes, case, reading)
    }

    /// ` as a kind of heat`, if the second rule names a kind of what the first names.
    pub(super) fn as_kind(&self, sheet: Sheet<'_>) -> String {
        if self.a == self.b { String::new() } else { format!(" as a kind of {}", sheet.name(self.a)) }
    }

    /// From when to when, in words.
    pub(super) fn overlap(&self, sheet: Sheet<'_>, found: &Found) -> String {
        sheet.overlap(found.hit.slot, &found.case, &self.windows())
    }

    /// When it happens, to end a message.
    pub(super) fn only(&self, sheet: Sheet<'_>, found: &Found) -> String {
        let rules = [self.pair.first, self.pair.second].into_iter().map(|rule| &*rule.condition);
        let conditions: Vec<&Condition> = rules.chain(self.holes.iter().map(|hole| &hole.condition)).collect();
        sheet.only(found, &conditions)
    }

    /// How much the rules overlap at one of the clock times at which they do: `; at 18:00 they overlap for 6 hours`.
    pub(super) fn how_long(&self, found: &Found) -> String {
        let length = found.hit.slot.length().filter(|_| found.occurs == Occurs::TimeOfDay);
        let treated = &found.case.situation.treated;
        // Right after a full minute is not that minute.
        let at = if treated.second() == 0 { format!("at {}", words::clock(treated)) } else { "then".to_owned() };
        length.map(|length| format!("; {at} they overlap for {length}")).unwrap_or_default()
    }

    /// Where each of the rules names its subject.
    pub(super) fn places(&self) -> (Place, Place) {
        (named_at(self.pair.first, self.a), named_at(self.pair.second, self.b))
    }

    /// The finding with both places, the later rule's first; with when it happens and a case that shows it.
    pub(super) fn tell(
        &self,
        sheet: Sheet<'_>,
        finding: Diagnostic,
        (first, second): (&str, &str),
        found: &Found,
    ) -> Diagnostic {
        let (at_first, at_second) = self.places();
        let first = (at_first, sheet.held(first, self.pair.first));
        let second = (at_second, sheet.held(second, self.pair.second));
        let (primary, other) = if first.0 < second.0 { (second, first) } else { (first, second) };
        let mut finding = finding.at(primary.0, primary.1).also(other.0, other.1);
        finding.occurs = Some(found.occurs);
        let when = self.only(sheet, found);
        finding.when = Some(when.trim_start_matches([',', ' ']).to_owned()).filter(|when| !when.is_empty());
        finding.overlap = Some(found.hit.slot.overlap(&found.case.situation.treated));
        let at = found.hit.slot.example(&found.case.situation.treated);
        finding.witness = Some(witness(sheet, primary.0.file, self.b, &found.case, &at));
        self.about(sheet, finding)
    }

    /// The finding as one about the two rules, and about all subjects by which they meet.
    pub(super) fn about(&self, sheet: Sheet<'_>, finding: Diagnostic) -> Diagnostic {
        let subjects: Vec<SubjectId> = self.pair.subjects.iter().flat_map(|&(a, b)| [a, b]).collect();
        sheet.about(finding, &[self.pair.first, self.pair.second], &subjects)
    }

    /// Advice where nobody wrote when a rule ends, or where only treatments at night are concerned; else the given.
    pub(super) fn advice(&self, sheet: Sheet<'_>, found: &Found, given: impl FnOnce() -> String) -> String {
        let pair = self.pair;
        let rules = [(pair.first, pair.first_window, self.a), (pair.second, pair.second_window, self.b)];
        let unended = rules.into_iter().find(|(_, window, _)| window.end == End::NotStated);
        let advice = match unended.filter(|_| found.hit.why == Why::NoEnd) {
            Some((rule, _, subject)) => {
                let name = &sheet.model.subject(subject).name;
                format!("write when it ends, such as `{} {name} until …`", rule.verb.word())
            }
            None => given(),
        };
        let hours_said = sheet.model.treatment.as_ref().is_some_and(|treatment| treatment.hours.is_some());
        if hours_said || !unusual(&found.case.situation.treated) {
            advice
        } else {
            advice + "; if nobody is treated at that hour, say when treatments start: `treatment … hours 08:00..18:00`"
        }
    }
}

/// Where a rule names a subject.
pub(super) fn named_at(rule: &Rule, subject: SubjectId) -> Place {
    rule.targets.iter().find(|(target, _)| *target == subject).map_or(rule.place, |(_, place)| *place)
}
