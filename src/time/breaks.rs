//! A recipe as a function of the instant it begins at → its pieces, and the instants at which the order of several recipes
//! changes. On a piece the recipe either moves along with its beginning, second by second, or stays where it is; between
//! two instants of [`order_changes`] no two recipes change their order. Exact, in one zone; knows nothing of treatments.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::civil::{TimeError, apply, target};
use super::order::bounds_of;
use super::term::Step;

const DAY: i64 = 86_400;

/// A piece of a recipe: from `start`, an instant at which it may begin, to the start of the next piece. All in seconds
/// since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    /// The first beginning.
    pub start: i64,
    /// Where the recipe leads from there.
    pub value: i64,
    /// Whether it leads a second further for each second that it begins later.
    pub moves: bool,
}

impl Piece {
    /// Where the recipe leads from a beginning on this piece.
    fn at(self, begin: i64) -> i64 {
        if self.moves { self.value + (begin - self.start) } else { self.value }
    }
}

/// Cuts recipes into their pieces, for all beginnings from one instant to before another. What a recipe begins with as the
/// one before it is cut once: sorted recipes are cut fastest.
pub struct Cutting<'z> {
    from: i64,
    to: i64,
    zone: &'z TimeZone,
    /// The steps of the last recipe, each with the pieces that it led to.
    path: Vec<(Step, Vec<Piece>)>,
}

impl<'z> Cutting<'z> {
    /// Beginnings from `from` to before `to`, in seconds since 1970.
    #[must_use]
    pub fn new(from: i64, to: i64, zone: &'z TimeZone) -> Self {
        Cutting { from, to, zone, path: Vec::new() }
    }

    /// The pieces of a recipe.
    ///
    /// # Errors
    /// If an instant lies outside the years 1 to 9999.
    pub fn pieces(&mut self, steps: &[Step]) -> Result<Vec<Piece>, TimeError> {
        let known = self.path.iter().zip(steps).take_while(|((known, _), step)| known == *step).count();
        self.path.truncate(known);
        let beginning = [Piece { start: self.from, value: self.from, moves: true }];
        for &step in steps.iter().skip(known) {
            let pieces = self.path.last().map_or(&beginning[..], |(_, pieces)| pieces);
            let mut next = Vec::with_capacity(pieces.len());
            for (index, &piece) in pieces.iter().enumerate() {
                let end = pieces.get(index + 1).map_or(self.to, |next| next.start);
                take(step, piece, end, self.zone, &mut next)?;
            }
            // What goes on as before is no other piece.
            next.dedup_by(|later, first| later.moves == first.moves && first.at(later.start) == later.value);
            self.path.push((step, next));
        }
        Ok(self.path.last().map_or_else(|| beginning.to_vec(), |(_, pieces)| pieces.clone()))
    }
}

/// Takes a step from all instants of a piece.
fn take(step: Step, piece: Piece, end: i64, zone: &TimeZone, found: &mut Vec<Piece>) -> Result<(), TimeError> {
    if let Step::Elapsed { seconds } = step {
        found.push(Piece { value: piece.value.saturating_add(seconds), ..piece });
        return Ok(());
    }
    if !piece.moves {
        found.push(Piece { value: taken(step, piece.value, zone)?, ..piece });
        return Ok(());
    }
    let last = piece.at(end);
    for (first, end) in civil_days(piece.value, last, zone)? {
        let start = piece.start + (first - piece.value);
        if let Step::Day { .. } = step {
            found.push(Piece { start, value: taken(step, first, zone)?, moves: false });
            continue;
        }
        // The same clock time on another date moves along, but for the clock times that are skipped or come twice.
        let local = timestamp(first)?.to_zoned(zone.clone()).datetime();
        let wanted = local_second(target(local.date(), step)?.to_datetime(local.time()));
        let mut cuts = BTreeSet::from([first]);
        for (at, before, after) in changes(wanted - 2 * DAY, wanted + (end - first) + 2 * DAY, zone)? {
            let cut = [at + before, at + after].map(|clock| first + (clock - wanted));
            cuts.extend(cut.into_iter().filter(|cut| (first..end).contains(cut)));
        }
        for cut in cuts {
            found.push(Piece { start: start + (cut - first), value: taken(step, cut, zone)?, moves: true });
        }
    }
    Ok(())
}

/// The stretches from one instant to another on which neither the date nor the offset changes.
fn civil_days(from: i64, to: i64, zone: &TimeZone) -> Result<Vec<(i64, i64)>, TimeError> {
    let mut starts = BTreeSet::from([from]);
    let mut regimes = vec![(from, i64::from(zone.to_offset(timestamp(from)?).seconds()))];
    regimes.extend(changes(from, to, zone)?.into_iter().map(|(at, _, after)| (at, after)));
    for (index, &(start, offset)) in regimes.iter().enumerate() {
        let end = regimes.get(index + 1).map_or(to, |(next, _)| *next);
        let mut midnight = (start + offset).div_euclid(DAY) * DAY - offset;
        while midnight < end {
            starts.extend((midnight > start).then_some(midnight));
            midnight += DAY;
        }
        starts.insert(start);
    }
    let ends = starts.iter().skip(1).copied().chain([to]);
    Ok(starts.iter().copied().zip(ends).filter(|(start, end)| start < end).collect())
}

/// The clock changes after one instant and before another, with the offsets before and after.
fn changes(from: i64, to: i64, zone: &TimeZone) -> Result<Vec<(i64, i64, i64)>, TimeError> {
    let offset = |at: i64| Ok::<_, TimeError>(i64::from(zone.to_offset(timestamp(at)?).seconds()));
    let following = zone.following(timestamp(from)?).map(|change| change.timestamp().as_second());
    following.take_while(|&at| at < to).map(|at| Ok((at, offset(at - 1)?, offset(at)?))).collect()
}

fn taken(step: Step, at: i64, zone: &TimeZone) -> Result<i64, TimeError> {
    Ok(apply(&timestamp(at)?.to_zoned(zone.clone()), step)?.timestamp().as_second())
}

fn timestamp(second: i64) -> Result<Timestamp, TimeError> {
    Timestamp::from_second(second).map_err(|_| TimeError)
}

/// A local date and clock time in seconds since 1970 by that clock.
fn local_second(local: jiff::civil::DateTime) -> i64 {
    local.to_zoned(TimeZone::UTC).map_or(0, |at| at.timestamp().as_second())
}

/// The beginnings from which on the order of some recipes, given in pieces, is another than right before: `=` lasts for
/// one second where one of two moves. All recipes have the same beginnings. Costs as much as there are pieces and changes.
#[must_use]
pub fn order_changes(recipes: &[Vec<Piece>], to: i64) -> BTreeSet<i64> {
    // Of those that stay, by where; of those that move, by how far they lead: from which beginnings to which.
    let (mut stay, mut move_on) = (BTreeSet::new(), BTreeSet::new());
    for recipe in recipes {
        let ends = recipe.iter().skip(1).map(|next| next.start).chain([to]);
        for (piece, end) in recipe.iter().zip(ends) {
            let of = if piece.moves { &mut move_on } else { &mut stay };
            of.insert((if piece.moves { piece.value - piece.start } else { piece.value }, piece.start, end));
        }
    }
    let mut found: BTreeSet<i64> = recipes.iter().flatten().map(|piece| piece.start).collect();
    for &(ahead, start, end) in &move_on {
        let at = |begin: i64| (begin.saturating_add(ahead), i64::MIN, i64::MIN);
        for &(value, from, until) in stay.range(at(start)..at(end)) {
            let meet = value - ahead;
            found.extend([meet, meet + 1].into_iter().filter(|at| (start.max(from)..end.min(until)).contains(at)));
        }
    }
    found
}

/// The beginnings from which on a recipe stands differently to a fixed instant than right before.
///
/// # Errors
/// If an instant lies outside the years 1 to 9999.
pub fn meetings(steps: &[Step], at: i64, zone: &TimeZone) -> Result<BTreeSet<i64>, TimeError> {
    let (low, high) = bounds_of(steps);
    let (from, to) = (at.saturating_sub(high).saturating_sub(1), at.saturating_sub(low).saturating_add(2));
    let mut found = BTreeSet::new();
    let mut before = None;
    let pieces = Cutting::new(from, to, zone).pieces(steps)?;
    for (index, piece) in pieces.iter().enumerate() {
        let end = pieces.get(index + 1).map_or(to, |next| next.start);
        let order = piece.value.cmp(&at);
        found.extend(before.filter(|before| *before != order).map(|_| piece.start));
        let meet = piece.start + (at - piece.value);
        if piece.moves {
            found.extend([meet, meet + 1].into_iter().filter(|at| (piece.start + 1..end).contains(at)));
        }
        before = Some(piece.at(end - 1).cmp(&at));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(text: &str) -> i64 {
        text.parse::<jiff::Zoned>().unwrap().timestamp().as_second()
    }

    fn told(seconds: impl IntoIterator<Item = i64>, zone: &TimeZone) -> String {
        let at = |second| timestamp(second).unwrap().to_zoned(zone.clone()).strftime("%d %H:%M:%S%:z").to_string();
        seconds.into_iter().map(at).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn pieces_are_where_the_recipe_breaks() {
        let zone = super::super::zone("Europe/Paris").unwrap();
        let from = second("2027-03-27T00:00[Europe/Paris]");
        let pieces = Cutting::new(from, from + DAY, &zone).pieces(&[Step::Calendar { months: 0, days: 1 }]).unwrap();
        // From 02:00 to 03:00 the next day's clock time is skipped, and an hour later is taken; from 03:00 on there is no hour more.
        assert_eq!(told(pieces.iter().map(|piece| piece.start), &zone), "27 00:00:00+01:00, 27 03:00:00+01:00");
        assert_eq!(told(pieces.iter().map(|piece| piece.value), &zone), "28 00:00:00+01:00, 28 03:00:00+02:00");
    }

    #[test]
    fn every_second_of_a_day_is_on_its_piece() {
        let recipes: [&[Step]; 5] = [
            &[Step::Calendar { months: 0, days: 1 }],
            &[Step::Elapsed { seconds: 36 * 3_600 }, Step::Calendar { months: 1, days: 0 }],
            &[Step::Elapsed { seconds: 36 * 3_600 }, Step::Calendar { months: 2, days: 1 }],
            &[Step::Day { days: 1, clock: Some(150) }, Step::Elapsed { seconds: -48 * 3_600 }],
            &[Step::Calendar { months: 1, days: 1 }, Step::Day { days: 1, clock: None }],
        ];
        for (name, dates) in [
            ("Europe/Paris", ["2027-03-26", "2027-03-27", "2027-03-28", "2027-10-30"]),
            ("Africa/Cairo", ["2027-04-28", "2027-04-29", "2027-04-30", "2027-10-28"]),
            ("America/Nuuk", ["2027-03-26", "2027-03-27", "2027-10-29", "2027-10-30"]),
            ("Australia/Lord_Howe", ["2027-04-03", "2027-04-04", "2027-10-02", "2027-01-31"]),
        ] {
            let zone = super::super::zone(name).unwrap();
            for date in dates {
                let from = second(&format!("{date}T00:00[{name}]"));
                let mut cutting = Cutting::new(from, from + DAY + 7_200, &zone);
                for steps in recipes {
                    let pieces = cutting.pieces(steps).unwrap();
                    for begin in (from..from + DAY + 7_200).step_by(450).flat_map(|at| [at - 1, at, at + 1]).skip(1) {
                        let slow = steps.iter().try_fold(begin, |at, &step| taken(step, at, &zone)).unwrap();
                        let piece = pieces.iter().rev().find(|piece| piece.start <= begin).unwrap();
                        assert_eq!(piece.at(begin), slow, "{name} {} {steps:?}", told([begin], &zone));
                    }
                }
            }
        }
    }

    #[test]
    fn a_month_before_the_end_of_february_are_four_days() {
        let zone = TimeZone::UTC;
        let at = second("2027-02-28T14:00[UTC]");
        let found = meetings(&[Step::Calendar { months: 1, days: 0 }], at, &zone).unwrap();
        let told = told(found, &zone);
        assert!(told.starts_with("28 14:00:00+00:00, 28 14:00:01+00:00, 29 00:00:00+00:00"), "{told}");
    }
}
