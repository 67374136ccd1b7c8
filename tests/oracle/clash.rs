//! Two rules, or a duty and all bans, in one case → what they do to each other, instant by instant. What holds from one
//! instant to another changes only at the ends of windows, so that the seconds before and at each end stand for all.

use carecheck::diagnostic::Severity;

use crate::demand::{Demanded, demanded};
use crate::moments::{FUTURE, Happened, Held, PAST, READINGS, Reading, Slot, held};
use crate::sheet::{Asked, Condition, FACTS, Hole, Rule, Says, Sheet, Window, is_kind};

/// How bad something is, and whether it is a duty that cannot be met.
pub type Rank = (Severity, bool);

/// Everything that is so for one patient.
pub struct Case<'z> {
    pub happened: Happened<'z>,
    /// The clock time of the treatment, in seconds.
    pub clock: i64,
    /// By [`FACTS`].
    pub facts: [i64; FACTS.len()],
}

pub fn is_so(condition: &Condition, case: &Case<'_>) -> bool {
    match &condition.asked {
        Asked::Not(inner) => !is_so(inner, case),
        Asked::All(each) => each.iter().all(|one| is_so(one, case)),
        Asked::Any(each) => each.iter().any(|one| is_so(one, case)),
        Asked::Yes(fact) => case.facts[*fact] == 1,
        Asked::Compare(fact, sign, value) => {
            let known = case.facts[*fact];
            match *sign {
                "=" => known == *value,
                "!=" => known != *value,
                "<" => known < *value,
                "<=" => known <= *value,
                ">" => known > *value,
                _ => known >= *value,
            }
        }
        Asked::TreatedFrom(minutes) => case.clock >= minutes * 60,
        Asked::TreatedBefore(minutes) => case.clock < minutes * 60,
        Asked::Near(event, from, to) => {
            let at = case.happened.events[*event];
            let (from, to) = (case.happened.moment(from).0, case.happened.moment(to).0);
            at != FUTURE && from <= at && at <= to
        }
    }
}

pub fn applies(rule: &Rule, case: &Case<'_>) -> bool {
    rule.conditions().all(|(yes, condition)| is_so(condition, case) == yes)
}

/// One rule in one case, as far as it is about one subject.
struct Ruling<'r> {
    rule: &'r Rule,
    holes: Vec<&'r Hole>,
}

impl<'r> Ruling<'r> {
    fn of(rule: &'r Rule, subject: usize, case: &Case<'_>) -> Ruling<'r> {
        let open = rule.holes_when.as_ref().is_none_or(|when| is_so(when, case));
        let covers = |hole: &&Hole| open && is_kind(Sheet::taxonomy(rule), subject, hole.subject);
        Ruling { rule, holes: rule.holes.iter().filter(covers).collect() }
    }

    /// When it surely holds and when it may; what holds before or after something else only, holds nowhere for sure.
    fn held(&self, case: &Case<'_>, reading: Reading) -> Held {
        let mut held = held(self.rule.holds(), &case.happened, reading);
        if !self.rule.order.is_empty() {
            held.surely = Slot::NEVER;
        }
        held
    }

    /// Whether it surely holds at an instant, and whether it may.
    fn at(&self, held: Held, holes: &[Option<Held>], at: i64) -> (bool, bool) {
        let (mut surely, mut maybe) = (held.surely.holds(at), held.maybe.holds(at));
        for hole in holes {
            let open = hole.unwrap_or(Held { surely: Slot(PAST, FUTURE), maybe: Slot(PAST, FUTURE) });
            surely &= !open.maybe.holds(at);
            maybe &= !open.surely.holds(at);
        }
        (surely, maybe)
    }

    fn holes(&self, case: &Case<'_>) -> Vec<Option<Held>> {
        let open = |window: &Window| {
            let open = held(window, &case.happened, Reading::About);
            // Once, somewhere between: at each instant between it may be done.
            if window.point { Held { surely: open.maybe, ..open } } else { open }
        };
        self.holes.iter().map(|hole| hole.window.as_ref().map(open)).collect()
    }
}

fn ends(held: &[Held], holes: &[Vec<Option<Held>>]) -> Vec<i64> {
    let all = held.iter().chain(holes.iter().flatten().flatten());
    let ends = all.flat_map(|held| [held.surely.0, held.surely.1, held.maybe.0, held.maybe.1]);
    let mut ends: Vec<i64> = ends.flat_map(|end| [end - 1, end]).filter(|at| (PAST..FUTURE).contains(at)).collect();
    ends.extend([PAST, FUTURE - 1]);
    ends.sort_unstable();
    ends.dedup();
    ends
}

fn severity(reading: Reading, surely: bool) -> Severity {
    match (reading, surely) {
        (Reading::Curt, true) => Severity::Error,
        (Reading::Curt | Reading::NoEnd, _) => Severity::Warning,
        (Reading::About, _) => Severity::Note,
    }
}

fn at_most_a_note((severity, kind): Rank) -> Rank {
    (severity.min(Severity::Note), kind)
}

/// What the first rule says against the second: they contradict each other, or the second cannot be followed. Both apply
/// in the case.
pub fn clash(first: &Rule, second: &Rule, case: &Case<'_>) -> Option<Rank> {
    let about = |b: usize| first.targets.iter().any(|&a| is_kind(Sheet::taxonomy(first), b, a));
    let worst = |&b: &usize| match second.says() {
        // What is banned may be every kind of what is due.
        Says::Duty => unfulfilled(second, b, &[first], case),
        _ if about(b) => {
            READINGS.into_iter().filter_map(|reading| contradiction(first, second, b, case, reading)).max()
        }
        _ => None,
    };
    let worst = second.targets.iter().filter_map(worst).max();
    if first.ideally || second.ideally { worst.map(at_most_a_note) } else { worst }
}

/// Whether both may hold at an instant for something that both are about.
pub fn both_hold(first: &Rule, second: &Rule, case: &Case<'_>, at: i64) -> bool {
    let holds = |rule: &Rule, subject: usize| {
        let ruling = Ruling::of(rule, subject, case);
        ruling.at(ruling.held(case, Reading::About), &ruling.holes(case), at).1
    };
    let taxonomy = Sheet::taxonomy(first);
    // A duty is met by any kind of what is due.
    let way = |kind: usize, b: usize| kind == b || second.says() == Says::Duty && is_kind(taxonomy, kind, b);
    let banned = |kind: usize| first.targets.iter().any(|&a| is_kind(taxonomy, kind, a)) && holds(first, kind);
    let both = |b: usize| holds(second, b) && (0..taxonomy.len()).any(|kind| way(kind, b) && banned(kind));
    second.targets.iter().any(|&b| both(b))
}

fn contradiction(first: &Rule, second: &Rule, subject: usize, case: &Case<'_>, reading: Reading) -> Option<Rank> {
    let (ban, other) = (Ruling::of(first, subject, case), Ruling::of(second, subject, case).held(case, reading));
    let (bans, holes) = (ban.held(case, reading), ban.holes(case));
    let at = |at: i64| match (ban.at(bans, &holes, at), (other.surely.holds(at), other.maybe.holds(at))) {
        ((true, _), (true, _)) => Some((severity(reading, true), false)),
        ((true, _), (_, true)) | ((_, true), (true, _)) => Some((severity(reading, false), false)),
        _ => None,
    };
    ends(&[bans, other], std::slice::from_ref(&holes)).into_iter().filter_map(at).max()
}

/// A way to meet a duty, and the bans of it.
struct Way<'r> {
    bans: Vec<(Ruling<'r>, Held, Vec<Option<Held>>)>,
}

impl Way<'_> {
    /// Whether it is surely banned at an instant, and whether it may be. What holds now and then leaves time for it.
    fn banned(&self, at: i64, now_and_then: bool) -> (bool, bool) {
        let bans = self.bans.iter().filter(|(ban, ..)| now_and_then || ban.rule.order.is_empty());
        let each = bans.map(|(ban, held, holes)| ban.at(*held, holes, at));
        each.fold((false, false), |(a, b), (c, d)| (a || c, b || d))
    }
}

/// The kinds by which a duty can be met: of what has several kinds, those; of what has one or none, it itself too, because
/// who names one kind of something does not say that there is no other.
fn ways(duty: &Rule, target: usize) -> Vec<usize> {
    let taxonomy = Sheet::taxonomy(duty);
    let below = |kind: usize, of: usize| kind != of && is_kind(taxonomy, kind, of);
    let all = 0..taxonomy.len();
    let next = |of: usize| {
        let kinds: Vec<usize> = all.clone().filter(|&kind| below(kind, of)).collect();
        kinds.iter().filter(|&&kind| !kinds.iter().any(|&other| below(kind, other))).count()
    };
    all.clone().filter(|&kind| is_kind(taxonomy, kind, target) && next(kind) < 2).collect()
}

/// How bad it is for a duty that all of these bans hold together: whatever kind of the target is done, one of them is in the
/// way, all the time or at some. Those that are advice make it a note.
pub fn unfulfilled(duty: &Rule, target: usize, bans: &[&Rule], case: &Case<'_>) -> Option<Rank> {
    let firm: Vec<&Rule> = bans.iter().copied().filter(|ban| !ban.ideally).collect();
    let worst = READINGS.into_iter().filter_map(|reading| unfulfilled_by(duty, target, bans, case, reading)).max();
    if firm.len() == bans.len() {
        return if duty.ideally { worst.map(at_most_a_note) } else { worst };
    }
    let of_firm = if firm.is_empty() { None } else { unfulfilled(duty, target, &firm, case) };
    worst.map(at_most_a_note).max(of_firm)
}

fn unfulfilled_by(duty: &Rule, target: usize, bans: &[&Rule], case: &Case<'_>, reading: Reading) -> Option<Rank> {
    let taxonomy = Sheet::taxonomy(duty);
    let way = |kind: usize| {
        let of_kind = bans.iter().filter(|ban| ban.targets.iter().any(|&named| is_kind(taxonomy, kind, named)));
        let of_kind = of_kind.map(|ban| Ruling::of(ban, kind, case));
        Way {
            bans: of_kind
                .map(|ban| (ban.held(case, reading), ban.holes(case), ban))
                .map(|(a, b, c)| (c, a, b))
                .collect(),
        }
    };
    let ways: Vec<Way<'_>> = ways(duty, target).into_iter().map(way).collect();
    let all = |at: i64, now_and_then: bool| {
        let each = ways.iter().map(|way| way.banned(at, now_and_then));
        each.fold((true, true), |(a, b), (c, d)| (a && c, b && d))
    };
    let due = held(duty.holds(), &case.happened, reading);
    let windows: Vec<Held> = ways.iter().flat_map(|way| &way.bans).map(|(_, held, _)| *held).chain([due]).collect();
    let holes: Vec<Vec<Option<Held>>> =
        ways.iter().flat_map(|way| &way.bans).map(|(.., holes)| holes.clone()).collect();
    let ends = ends(&windows, &holes);
    let narrowed = |&at: &i64| {
        let (surely, maybe) = all(at, true);
        let (due, may_be_due) = (due.surely.holds(at), due.maybe.holds(at));
        (surely && (due || may_be_due) || maybe && due)
            .then(|| (severity(reading, false).min(severity(reading, true)), false))
    };
    let banned = |surely: bool, slot: Slot| {
        let inside = ends.partition_point(|&at| at <= slot.0)..ends.partition_point(|&at| at < slot.1);
        let instants = || ends[inside.clone()].iter().copied().chain([slot.0]);
        let in_the_way = |way: &Way<'_>, at: i64| {
            let (sure, maybe) = way.banned(at, false);
            if surely { sure } else { maybe }
        };
        ways.iter().all(|way| instants().any(|at| in_the_way(way, at)))
    };
    let unmet = unmet(duty, case, reading, &ends, &banned).map(|severity| (severity, true));
    ends.iter().filter_map(narrowed).max().max(unmet)
}

/// How bad it is that a duty cannot be met where something is banned: `banned` says whether, whatever is done for it, a ban
/// lies in a slot. It is an error where that is so however the text is read: the ban at its shortest covers the window at
/// its longest, or refuses something that is surely demanded.
fn unmet(
    duty: &Rule,
    case: &Case<'_>,
    reading: Reading,
    ends: &[i64],
    banned: &dyn Fn(bool, Slot) -> bool,
) -> Option<Severity> {
    let window = duty.holds();
    let (short, long) = (held(window, &case.happened, reading), held(window, &case.happened, Reading::About));
    let start_is_known = long.surely.0 == long.maybe.0;
    let mut ends = ends.to_vec();
    for slot in [long.surely, long.maybe, short.surely, short.maybe] {
        ends.extend([slot.0, slot.1 - 1, slot.1]);
    }
    ends.retain(|at| (PAST..FUTURE).contains(at));
    ends.sort_unstable();
    ends.dedup();
    let lasting = duty.lasting.map_or(1, |(least, _)| least * 60);
    let banned_at = |surely: bool, at: i64| banned(surely, Slot(at, at + 1));
    // Begun at an instant it takes so long; what is left to do at the end of the window does not matter.
    let refused_at = |surely: bool, window: Slot, at: i64| banned(surely, Slot(at, window.1.min(at + lasting)));
    // What can be begun changes at the ends of windows, and so long before them.
    let begun: Vec<i64> = ends.iter().flat_map(|&at| [at, at - lasting, at - lasting + 1]).collect();
    let all = |surely: bool, window: Slot, slot: Slot| {
        // It has to be done within the slot, if that is long enough.
        let begin = Slot(slot.0, (slot.1 - lasting + 1).max(slot.0 + 1));
        !slot.is_empty()
            && refused_at(surely, window, begin.0)
            && begun.iter().filter(|&&at| begin.holds(at)).all(|&at| refused_at(surely, window, at))
    };
    let refused = |surely: bool, slot: Slot| {
        let near: Vec<i64> = ends.iter().copied().filter(|at| at.abs() < FUTURE / 10).collect();
        demanded(duty, slot, start_is_known, &near, case.happened.zone).into_iter().any(|demanded| {
            match demanded {
                Demanded::Slot(one) => !one.is_empty() && all(surely, slot, one),
                // Somewhere within every stretch so long.
                Demanded::Within(length) => {
                    let mut since = None;
                    ends.iter().any(|&at| {
                        let runs = slot.holds(at) && banned_at(surely, at);
                        since = if runs { since.or(Some(at)) } else { None };
                        since.is_some_and(|since| at + 1 - since > length)
                    })
                }
                Demanded::Chain(soonest, latest) => {
                    stuck(slot, (soonest, latest), &begun, &|at| refused_at(surely, slot, at))
                }
                Demanded::Always => ends.iter().any(|&at| slot.holds(at) && banned_at(surely, at)),
            }
        })
    };
    let about = window.moments().iter().any(|moment| moment.about);
    let read = !about || reading == Reading::About;
    let covered = |surely: bool, window: Slot| all(surely, window, window);
    let surely = read && covered(true, long.maybe) || refused(true, short.surely);
    let maybe = read && (covered(true, long.surely) || covered(false, long.maybe))
        || refused(true, short.maybe)
        || refused(false, short.surely);
    if surely { Some(severity(reading, true)) } else { maybe.then(|| severity(reading, false)) }
}

/// Whether nobody who begins at the start can go on to the end, second by second from the end: who does it at an instant that
/// is refused cannot, nor who can do it next at none.
fn stuck(window: Slot, (soonest, latest): (i64, i64), begun: &[i64], refused_at: &dyn Fn(i64) -> bool) -> bool {
    let mut changes: Vec<i64> =
        begun.iter().copied().filter(|&at| window.holds(at) && at.abs() < FUTURE / 10).collect();
    changes.push(window.0);
    changes.sort_unstable();
    changes.dedup();
    // Stretches without a change, and whether it is refused on them. On one that is long it makes no difference how long it
    // is: after some times it may be at any instant. After the last change all stays as it is.
    let lengths = changes.windows(2).map(|pair| (pair[1] - pair[0]).min(10 * latest));
    let stretches: Vec<(i64, bool)> = lengths.zip(changes.iter().map(|&since| refused_at(since))).collect();
    let last = changes[changes.len() - 1];
    let all = stretches.iter().map(|(length, _)| length).sum::<i64>();
    let end = all + (window.1 - last);
    // Whether whoever does it at an instant can go on; counted up for the many next ones.
    let place = |at: i64| usize::try_from(at).unwrap();
    let mut can = vec![!refused_at(last); place(all + latest + 1)];
    let mut many = (soonest..=latest).filter(|&after| can[place(all + after)]).count();
    let mut at = all;
    for &(length, refused) in stretches.iter().rev() {
        for _ in 0..length {
            at -= 1;
            many += usize::from(can[place(at + soonest)]);
            many -= usize::from(can[place(at + latest + 1)]);
            can[place(at)] = !refused && (at + latest >= end || many > 0);
        }
    }
    !can[0]
}
