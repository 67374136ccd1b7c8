//! A sheet and one case → what is answered of a subject at an instant, and which duties hold then; rule by rule, from what the
//! language says of each. Where an event is not known, the case is told twice: with each event at its earliest and at its
//! latest.

use std::collections::BTreeSet;

use crate::clash::{Case, is_so};
use crate::moments::{FUTURE, Held, PAST, Reading, Slot, held};
use crate::sheet::{Frequency, Rule, Says, Sheet, Verb, Window, is_kind};

/// A case at the earliest and at the latest of what is not known; the same where all is.
pub struct Known<'z> {
    pub early: Case<'z>,
    pub late: Case<'z>,
}

/// What holds at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Every answer that is possible.
    pub answers: BTreeSet<&'static str>,
    /// The duties of the subject itself: how often, whether it is a must, and whether it surely holds.
    pub duties: Vec<(Frequency, bool, bool)>,
}

/// When a window surely holds and when it may.
fn stretch(window: &Window, known: &Known<'_>) -> Held {
    let (early, late) =
        (held(window, &known.early.happened, Reading::About), held(window, &known.late.happened, Reading::About));
    let maybe = Slot(early.maybe.0.min(late.maybe.0), early.maybe.1.max(late.maybe.1));
    if window.point {
        // A range that is written is all of it one time; an event that is not known is at no instant surely.
        let open = early.maybe != late.maybe;
        return Held { surely: if open { Slot::NEVER } else { maybe }, maybe };
    }
    Held { surely: Slot(early.surely.0.max(late.surely.0), early.surely.1.min(late.surely.1)), maybe }
}

fn permits(rule: &Rule) -> bool {
    matches!(rule.frequency, Some(Frequency::AsNeeded | Frequency::UpTo(_)))
}

fn bears(rule: &Rule, sign: bool, subject: usize) -> bool {
    let about_signs = matches!(rule.verb, Verb::Expect | Verb::Alert);
    about_signs == sign && rule.targets.iter().any(|&target| is_kind(Sheet::taxonomy(rule), subject, target))
}

/// All instants at which something about a subject may change.
pub fn ends(sheet: &Sheet, sign: bool, subject: usize, known: &Known<'_>) -> BTreeSet<i64> {
    let mut found = BTreeSet::from([PAST, FUTURE - 1]);
    for rule in sheet.rules.iter().filter(|rule| bears(rule, sign, subject)) {
        let holes = rule.holes.iter().filter_map(|hole| hole.window.as_ref());
        for window in holes.chain([rule.holds()]) {
            let Held { surely, maybe } = stretch(window, known);
            found.extend([surely.0, surely.1, maybe.0, maybe.1].into_iter().filter(|at| (PAST..FUTURE).contains(at)));
        }
    }
    found
}

/// What is said of a subject at an instant.
pub fn said(sheet: &Sheet, sign: bool, subject: usize, known: &Known<'_>, at: i64) -> Said {
    let (mut avoided, mut better_not, mut due, mut allowed, mut perhaps) = (false, false, false, false, false);
    let (mut expected, mut alert, mut duty) = (false, false, false);
    let mut duties = Vec::new();
    for rule in sheet.rules.iter().filter(|rule| bears(rule, sign, subject)) {
        let itself = rule.targets.contains(&subject);
        duty |= rule.verb == Verb::Do && !permits(rule);
        let window = stretch(rule.holds(), known);
        let applies = rule.conditions().all(|(yes, condition)| is_so(condition, &known.early) == yes);
        if !applies || !window.maybe.holds(at) {
            continue;
        }
        let surely = window.surely.holds(at);
        match rule.verb {
            Verb::Avoid => {
                let open = rule.holes_when.as_ref().is_none_or(|when| is_so(when, &known.early));
                let mut hole = (false, false);
                for one in rule.holes.iter().filter(|one| open && is_kind(Sheet::taxonomy(rule), subject, one.subject))
                {
                    let held = one.window.as_ref().map(|window| stretch(window, known));
                    hole.0 |= held.is_none_or(|held| held.surely.holds(at));
                    hole.1 |= held.is_none_or(|held| held.maybe.holds(at));
                }
                match hole {
                    (true, _) => {}
                    (false, false) if surely && !rule.ideally => avoided = true,
                    (false, _) => better_not = true,
                }
            }
            Verb::Allow if surely => allowed = true,
            Verb::Allow => perhaps = true,
            Verb::Do => {
                due |= itself && surely && !permits(rule);
                allowed = true;
                if itself && rule.says() == Says::Duty {
                    duties.push((rule.frequency.clone().unwrap(), !rule.ideally, surely));
                }
            }
            Verb::Expect => expected = true,
            Verb::Alert => alert = true,
        }
    }
    let word = |allowed: bool| match () {
        () if alert => "alert",
        () if expected => "expected",
        () if avoided => "avoided",
        () if better_not => "better not",
        () if due => "due",
        () if allowed => "allowed",
        () if duty => "not due",
        () => "not stated",
    };
    Said { answers: [word(allowed), word(allowed || perhaps)].into(), duties }
}

impl Said {
    /// Whether each duty is met by one of the others that asks for as much, as surely.
    pub fn met_by(&self, other: &Said) -> bool {
        self.duties.iter().all(|(often, must, surely)| {
            other.duties.iter().any(|(other, firm, certain)| {
                let as_often = other == often
                    || *often == Frequency::Daily && matches!(other, Frequency::Times(_) | Frequency::Throughout);
                as_often && firm >= must && certain >= surely
            })
        })
    }
}
