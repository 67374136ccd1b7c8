//! Gaps: banned until one instant, permitted or due from a later one, nothing said between. The slow way looks at every
//! treatment of an ordinary day, all facts and all times of the events; wherever nothing is said, the checker must have said
//! so, and where it says so, nothing may be said in the case that it shows.

use std::collections::BTreeSet;

use carecheck::diagnostic::{Diagnostic, Severity};

use crate::Sum;
use crate::cases::Question;
use crate::clash::{Case, applies};
use crate::compare::{Checked, Said, World, missed, rank_of, witness};
use crate::moments::{FUTURE, Reading, Slot, held};
use crate::sheet::{ACTIVITIES, End, Rule, Says, Sheet, is_kind};

/// What was compared.
#[derive(Clone, Copy, Default, Debug)]
pub struct Gaps {
    pub found: u64,
    pub silent: u64,
    pub undecided: u64,
    /// Those that rest on more than two events, and sheets of which a part makes no sense.
    pub skipped: u64,
}

impl Sum for Gaps {
    fn and(self, other: Gaps) -> Gaps {
        Gaps {
            found: self.found + other.found,
            silent: self.silent + other.silent,
            undecided: self.undecided + other.undecided,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// What is said of one subject.
struct Subject<'s> {
    rules: Vec<(usize, &'s Rule)>,
    subject: usize,
}

impl<'s> Subject<'s> {
    fn of(sheet: &'s Sheet, subject: usize) -> Subject<'s> {
        let speaks = |(_, rule): &(usize, &Rule)| {
            let about = rule.targets.iter().any(|&target| is_kind(&ACTIVITIES, subject, target));
            about && matches!(rule.says(), Says::Ban | Says::Permission | Says::Duty)
        };
        Subject { rules: sheet.rules.iter().enumerate().filter(speaks).collect(), subject }
    }

    /// Whether a ban may open a gap: it says when it ends, and excepts nothing of this.
    fn opens(&self, ban: &Rule) -> bool {
        let excepted = |subject: usize| is_kind(&ACTIVITIES, self.subject, subject);
        let ends = matches!(ban.holds().end, End::At(_));
        ban.says() == Says::Ban && ends && !ban.holes.iter().any(|hole| excepted(hole.subject))
    }

    /// Each ban with each rule that may end its gap.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let nexts = || self.rules.iter().filter(|(_, next)| next.says() != Says::Ban && next.holds().start.is_some());
        let bans = self.rules.iter().filter(|(_, ban)| self.opens(ban));
        bans.flat_map(move |(at, ban)| nexts().filter(|(_, next)| next.by == ban.by).map(move |(next, _)| (*at, *next)))
    }

    fn question(&self, sheet: &'s Sheet) -> Question<'s> {
        Question::of(sheet, &self.rules.iter().map(|(_, rule)| *rule).collect::<Vec<_>>())
    }

    /// The time between a ban and what follows in a case in which both apply, if nothing is said of it.
    fn silence(&self, sheet: &Sheet, (ban, next): (usize, usize), case: &Case<'_>) -> Option<Slot> {
        let (banned, open) = (maybe(&sheet.rules[ban], case), maybe(&sheet.rules[next], case));
        let slot = Slot(banned.1, open.0);
        if banned.is_empty()
            || open.is_empty()
            || slot.is_empty()
            || slot.0 <= case.happened.treated
            || slot.0 == FUTURE
        {
            return None;
        }
        let speaks = |(at, other): &(usize, &Rule)| {
            let held = maybe(other, case);
            let meets = !held.is_empty() && held.0 < slot.1 && slot.0 < held.1;
            *at != ban && *at != next && meets && applies(other, case)
        };
        (!self.rules.iter().any(speaks)).then_some(slot)
    }
}

/// When a rule may hold.
fn maybe(rule: &Rule, case: &Case<'_>) -> Slot {
    held(rule.holds(), &case.happened, Reading::About).maybe
}

/// Compares the gaps of a sheet.
pub fn compare(world: &World, sheet: &Sheet) -> Result<Gaps, String> {
    let checked = Checked::of(sheet)?;
    // What such a rule closes is not asked.
    if !checked.refused().is_empty() {
        return Ok(Gaps { skipped: 1, ..Gaps::default() });
    }
    let of = |ids: &'static [&'static str]| checked.findings.iter().filter(move |one| ids.contains(&one.code.id));
    let told: Vec<BTreeSet<usize>> = of(&["C0404"]).map(|finding| checked.rules(finding)).collect();
    // A gap is not told beside a conflict of the same rules.
    let conflicts: Vec<BTreeSet<usize>> =
        of(&["C0401", "C0402", "C0403"]).map(|finding| checked.rules(finding)).collect();
    let undecided: Vec<BTreeSet<usize>> = of(&["C0413"]).map(|finding| checked.rules(finding)).collect();
    let mut gaps = Gaps { undecided: undecided.len() as u64, ..Gaps::default() };
    let named: BTreeSet<usize> = sheet.rules.iter().flat_map(|rule| rule.targets.iter().copied()).collect();
    let subjects: Vec<Subject<'_>> = named.iter().map(|&named| Subject::of(sheet, named)).collect();
    for subject in &subjects {
        let is_told = |&(ban, next): &(usize, usize)| {
            let pair: BTreeSet<usize> = [ban, next].into();
            told.contains(&pair) || conflicts.iter().any(|rules| rules.is_superset(&pair))
        };
        let all: Vec<(usize, usize)> = subject.pairs().collect();
        let known: Vec<(usize, usize)> = all.iter().copied().filter(is_told).collect();
        for &(ban, next) in &all {
            let pair: BTreeSet<usize> = [ban, next].into();
            if undecided.contains(&pair) || conflicts.iter().any(|rules| rules.is_superset(&pair)) {
                continue;
            }
            let question = subject.question(sheet);
            if question.events() > 2 {
                gaps.skipped += 1;
                continue;
            }
            let judge = |case: &Case<'_>| {
                let slot = subject.silence(sheet, (ban, next), case)?;
                // Of those that leave the same open one is told, by which less may be open than by another.
                let alike = |(ban, next): &(usize, usize)| {
                    maybe(&sheet.rules[*ban], case).1 == slot.0 && maybe(&sheet.rules[*next], case).0 <= slot.1
                };
                (!known.iter().any(alike)).then_some((Severity::Note, false))
            };
            let treatments = world.ordinary(sheet, if question.events() > 1 { 12 } else { 1 });
            let both = [&sheet.rules[ban], &sheet.rules[next]];
            if let Some(problem) = missed(&question, &treatments, &both, &judge, None) {
                return Err(format!(
                    "rules {} and {}, nothing is said of {} between: {problem}\n{}",
                    ban + 1,
                    next + 1,
                    ACTIVITIES[subject.subject].0,
                    checked.program
                ));
            }
            gaps.silent += u64::from(!told.contains(&pair));
        }
    }
    for finding in of(&["C0404"]) {
        if let Some(problem) = not_silent(world, sheet, &checked, &subjects, finding) {
            return Err(format!("{problem}: {}\n{:?}\n{}", finding.message, finding.witness, checked.program));
        }
        gaps.found += 1;
    }
    Ok(gaps)
}

/// What is wrong with the case that a finding shows.
fn not_silent(
    world: &World,
    sheet: &Sheet,
    checked: &Checked,
    subjects: &[Subject<'_>],
    finding: &Diagnostic,
) -> Option<String> {
    let rules = checked.rules(finding);
    let (bans, nexts): (Vec<usize>, Vec<usize>) = rules.iter().partition(|&&at| sheet.rules[at].says() == Says::Ban);
    let ([ban], [next]) = (bans.as_slice(), nexts.as_slice()) else {
        return Some("not one ban and one rule that follows".to_owned());
    };
    let (mut case, seen) = witness(world, sheet, &Said { rules: rules.clone(), rank: rank_of(finding), finding });
    if !rules.iter().all(|&at| applies(&sheet.rules[at], &case)) {
        return Some("a rule does not apply in the witness".to_owned());
    }
    let mut silent = subjects.iter().filter(|subject| subject.pairs().any(|pair| pair == (*ban, *next)));
    // What the case does not name may happen at any time.
    let named = |event: &usize| {
        let name = sheet.events[*event].name;
        finding.witness.as_ref().unwrap().events.iter().any(|(event, _)| *event == name)
    };
    let shown = |subject: &Subject<'_>| {
        let question = subject.question(sheet);
        let free: Vec<usize> = question.events.iter().copied().filter(|event| !named(event)).collect();
        let silent = |case: &Case<'_>| subject.silence(sheet, (*ban, *next), case).is_some_and(|slot| slot.holds(seen));
        always(&question, &free, &mut case, &silent)
    };
    (!silent.any(shown)).then(|| "something is said in the witness".to_owned())
}

/// Whether something is so at all times of some events.
fn always(question: &Question<'_>, events: &[usize], case: &mut Case<'_>, is_so: &dyn Fn(&Case<'_>) -> bool) -> bool {
    let Some((&event, rest)) = events.split_first() else { return is_so(case) };
    question.times(event, case).into_iter().all(|at| {
        case.happened.events[event] = at;
        always(question, rest, case, is_so)
    })
}
