//! Two rules that say the same at different times: the slow way looks at every treatment of an ordinary day and around the
//! clock changes, all facts and all times of the events. Where two such rules overlap and do not begin and end together, the
//! checker must have said so; and where it says so, they must do that in the case that it shows.

use std::collections::BTreeSet;

use carecheck::diagnostic::{Diagnostic, Severity};

use crate::Sum;
use crate::cases::Question;
use crate::clash::{Case, applies};
use crate::compare::{Checked, Said, World, missed, rank_of, witness};
use crate::dice::Dice;
use crate::moments::{Reading, Slot, held};
use crate::random::{Flavour, sheet_about};
use crate::sheet::{Anchor, End, Moment, Rule, Says, Sheet, is_kind};

/// What was compared.
#[derive(Clone, Copy, Default, Debug)]
pub struct Ends {
    pub found: u64,
    pub silent: u64,
    /// Those that others imply, and what was not decided.
    pub besides: u64,
    /// Those that rest on more than two events, and sheets of which a part makes no sense.
    pub skipped: u64,
}

impl Sum for Ends {
    fn and(self, other: Ends) -> Ends {
        Ends {
            found: self.found + other.found,
            silent: self.silent + other.silent,
            besides: self.besides + other.besides,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// A random sheet of which most rules say the same as the first, at times of their own.
pub fn sheet(dice: &mut Dice, flavour: Flavour) -> Sheet {
    let mut sheet = sheet_about(dice, flavour);
    let (first, rest) = sheet.rules.split_first_mut().unwrap();
    for rule in rest.iter_mut().filter(|_| dice.chance(80)) {
        let own = rule.clone();
        *rule = Rule { targets: own.targets, window: own.window, heading: own.heading, ..first.clone() };
    }
    for rule in sheet.rules.iter_mut().filter(|_| dice.chance(90)) {
        rule.holes.clear();
        rule.holes_when = None;
        // `before` may stand once.
        rule.order = "";
        if let Some(heading) = &mut rule.heading {
            heading.condition = None;
        }
    }
    sheet
}

/// Whether one of two rules names what the other names, and whether only the second names a kind of it.
fn related(first: &Rule, second: &Rule) -> Option<bool> {
    let taxonomy = Sheet::taxonomy(first);
    let meet =
        |kin: &dyn Fn(usize, usize) -> bool| first.targets.iter().any(|&a| second.targets.iter().any(|&b| kin(a, b)));
    if meet(&|a, b| a == b) {
        return Some(false);
    }
    meet(&|a, b| is_kind(taxonomy, b, a)).then_some(true)
}

/// Whether two rules are meant to hold at the same times, as far as is written; the first is what the second is a kind of.
fn say_the_same(first: &Rule, second: &Rule) -> bool {
    let of_event = |moment: Option<&Moment>| {
        let spans = moment.into_iter().flat_map(|moment| &moment.spans);
        spans.flat_map(|(a, b)| [a, b]).any(|point| matches!(point.anchor, Anchor::Event(_)))
    };
    let end = |rule: &Rule| if let End::At(moment) = &rule.holds().end { Some(moment.clone()) } else { None };
    let start = |rule: &Rule| rule.holds().start.clone();
    let conditions = |rule: &Rule| {
        let each = rule.conditions().map(|(yes, condition)| (yes, condition.text.clone()));
        each.collect::<Vec<_>>()
    };
    let from_heading = |rule: &Rule| {
        rule.window.text.is_empty() && rule.heading.as_ref().is_some_and(|heading| heading.window.is_some())
    };
    first.verb == second.verb
        && first.ideally == second.ideally
        && first.by == second.by
        && first.frequency == second.frequency
        && first.lasting == second.lasting
        && first.order == second.order
        && conditions(first) == conditions(second)
        && first.holes.is_empty()
        && second.holes.is_empty()
        && !(from_heading(first) && from_heading(second))
        && of_event(start(first).as_ref()) == of_event(start(second).as_ref())
        && of_event(end(first).as_ref()) == of_event(end(second).as_ref())
}

/// When the two may hold, if they overlap and do not begin and end together; of a kind, if it is looser than its parent.
fn apart(first: &Rule, second: &Rule, kind: bool, case: &Case<'_>) -> Option<(Slot, Slot)> {
    let maybe = |rule: &Rule| held(rule.holds(), &case.happened, Reading::About).maybe;
    let (one, other) = (maybe(first), maybe(second));
    let overlap = !one.is_empty() && !other.is_empty() && one.0.max(other.0) < one.1.min(other.1);
    let differ = if kind { other.0 > one.0 || other.1 < one.1 } else { one != other };
    (overlap && differ).then_some((one, other))
}

/// Compares what is said of two rules that say the same.
pub fn compare(world: &World, sheet: &Sheet, dice: &mut Dice) -> Result<Ends, String> {
    let checked = Checked::of(sheet)?;
    if !checked.refused().is_empty() {
        return Ok(Ends { skipped: 1, ..Ends::default() });
    }
    let of = |id: &'static str| checked.findings.iter().filter(move |one| one.code.id == id);
    let told: Vec<BTreeSet<usize>> = of("C0408").map(|finding| checked.rules(finding)).collect();
    let undecided: Vec<BTreeSet<usize>> = of("C0413").map(|finding| checked.rules(finding)).collect();
    // A rule that others imply may go, and then there is nothing to choose between.
    let implied: BTreeSet<usize> = of("C0407").flat_map(|finding| checked.rules(finding)).collect();
    let mut ends = Ends::default();
    for (i, first) in sheet.rules.iter().enumerate() {
        for (j, second) in sheet.rules.iter().enumerate().filter(|(j, _)| *j != i) {
            let Some(kind) = related(first, second) else { continue };
            let restrains = matches!(first.says(), Says::Ban | Says::Alarm);
            let pair: BTreeSet<usize> = [i, j].into();
            if kind && !restrains || !kind && j < i || !say_the_same(first, second) || told.contains(&pair) {
                continue;
            }
            if undecided.contains(&pair) || implied.contains(&i) || implied.contains(&j) {
                ends.besides += 1;
                continue;
            }
            let both = [first, second];
            let question = Question::of(sheet, &both);
            if question.events() > 2 {
                ends.skipped += 1;
                continue;
            }
            let judge = |case: &Case<'_>| apart(first, second, kind, case).map(|_| (Severity::Note, false));
            let treatments = world.treatments(dice, sheet, 20, question.events() > 0);
            if let Some(problem) = missed(&question, &treatments, &both, &judge, None) {
                return Err(format!("rules {} and {} differ: {problem}\n{}", i + 1, j + 1, checked.program));
            }
            ends.silent += 1;
        }
    }
    for finding in of("C0408") {
        if let Some(problem) = not_apart(world, sheet, &checked, finding) {
            return Err(format!("{problem}: {}\n{:?}\n{}", finding.message, finding.witness, checked.program));
        }
        ends.found += 1;
    }
    Ok(ends)
}

/// What is wrong with the case that a finding shows.
fn not_apart(world: &World, sheet: &Sheet, checked: &Checked, finding: &Diagnostic) -> Option<String> {
    let rules: Vec<usize> = checked.rules(finding).into_iter().collect();
    let [i, j] = *rules else { return Some("not two rules".to_owned()) };
    let (case, seen) = witness(world, sheet, &Said { rules: [i, j].into(), rank: rank_of(finding), finding });
    let orders = [(i, j), (j, i)].map(|(i, j)| (&sheet.rules[i], &sheet.rules[j]));
    let shown = |(first, second): (&Rule, &Rule)| {
        let slots = related(first, second).and_then(|kind| apart(first, second, kind, &case));
        let one_holds = slots.is_some_and(|(one, other)| one.holds(seen) != other.holds(seen));
        say_the_same(first, second) && applies(first, &case) && applies(second, &case) && one_holds
    };
    (!orders.into_iter().any(shown)).then(|| "they do not differ in the witness".to_owned())
}
