//! One day in a zone and recipes → their pieces on it, its shape, by which it is told whether another day is like it, and the
//! treatments on it that show every order of the recipes. Knows nothing of which days there are.

use std::collections::BTreeSet;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::breaks::{Cutting, Piece, order_changes};
use super::changes::Change;
use super::named::{at_second, both, clock_of, usual_within};
use super::order::bounds_of;
use super::term::Step;

const DAY: i64 = 86_400;

/// What is alike on days that are alike.
pub(super) type Shape = Vec<i64>;

/// A recipe that leads as far from every date, for it counts no months.
pub(super) struct Usual {
    /// Its pieces on a day without a clock change near it, in seconds from its first.
    pieces: Vec<Piece>,
    /// Between which seconds from the beginning it leads, its prefixes included.
    reach: (i64, i64),
}

impl Usual {
    /// Of a recipe and its pieces on a day that begins at `from`, if it leads as far from every date and not further than `most`
    /// seconds.
    pub(super) fn of(steps: &[Step], pieces: &[Piece], from: i64, most: i64) -> Option<Usual> {
        let reach = reach_of(steps);
        let from_first = |piece: &Piece| Piece { start: piece.start - from, value: piece.value - from, ..*piece };
        let known = reach.0.min(-reach.1) > -most && !steps.iter().any(in_months);
        known.then(|| Usual { pieces: pieces.iter().map(from_first).collect(), reach })
    }

    /// Its pieces on the day that begins at `from`.
    fn on_day(&self, from: i64) -> Vec<Piece> {
        let here = |piece: &Piece| Piece { start: piece.start + from, value: piece.value + from, ..*piece };
        self.pieces.iter().map(here).collect()
    }
}

/// One day of treatments in a zone.
pub(super) struct Day {
    /// Its first second, and that of the next day, since 1970.
    pub(super) from: i64,
    pub(super) to: i64,
    date: Date,
    zone: TimeZone,
    pub(super) recipes: Vec<Vec<Piece>>,
}

impl Day {
    /// A date in a zone. What is `usual` need not be cut again but near one of the `changes` of the clocks, ascending.
    pub(super) fn of(
        recipes: &[Vec<Step>],
        date: Date,
        zone: &TimeZone,
        usual: &[Option<Usual>],
        changes: &[Change],
    ) -> Option<Day> {
        let first = |date: Date| Some(date.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp().as_second());
        let (from, to) = (first(date)?, first(date.tomorrow().ok()?)?);
        let mut cutting = Cutting::new(from, to, zone);
        let undisturbed = |usual: &&Usual| {
            let (low, high) = usual.reach;
            let next = changes.partition_point(|change| change.at < from.saturating_add(low));
            changes.get(next).is_none_or(|change| change.at > to.saturating_add(high))
        };
        let known = |index: usize| usual.get(index)?.as_ref().filter(undisturbed);
        let recipe = |(index, steps): (usize, &Vec<Step>)| match known(index) {
            Some(usual) => Ok(usual.on_day(from)),
            None => cutting.pieces(steps),
        };
        let recipes = recipes.iter().enumerate().map(recipe).collect::<Result<_, _>>().ok()?;
        Some(Day { from, to, date, zone: zone.clone(), recipes })
    }

    /// Days of the same shape have the same orders at the same clock times.
    pub(super) fn shape(&self, near: &[Change]) -> Shape {
        let mut shape = vec![self.to - self.from];
        for recipe in &self.recipes {
            shape.push(i64::MIN);
            shape.extend(
                recipe
                    .iter()
                    .flat_map(|piece| [piece.start - self.from, piece.value - self.from, i64::from(piece.moves)]),
            );
        }
        shape.extend(near.iter().flat_map(|change| [i64::MIN, change.at - self.from, change.moved, change.clock]));
        shape
    }

    /// The first and the last second of each stretch on which no order changes, as far as it lies inside the hours; with those
    /// at further clock times.
    pub(super) fn treatments(&self, (first, last): (i64, i64), clocks: &BTreeSet<i64>) -> Vec<Zoned> {
        let mut starts = order_changes(&self.recipes, self.to);
        let at = |clock: i64| both(self.date, clock, &self.zone);
        let asked = clocks.iter().copied().chain([first, last + 1]).filter(|clock| (0..DAY).contains(clock));
        starts.extend(asked.flat_map(at).map(|at| at.timestamp().as_second()));
        let day = at_second(self.from, &self.zone);
        let changes = day.iter().flat_map(|day| self.zone.following(day.timestamp()));
        starts.extend(changes.map(|change| change.timestamp().as_second()).take_while(|&at| at < self.to));
        starts.retain(|start| (self.from..self.to).contains(start));
        let ends = starts.iter().map(|start| start - 1).chain([self.to - 1]);
        let usual = at(usual_within((first, last))).into_iter().map(|at| at.timestamp().as_second());
        let seconds: BTreeSet<i64> = starts.iter().copied().chain(ends).chain(usual).collect();
        let treatments = seconds.into_iter().filter(|second| (self.from..self.to).contains(second));
        treatments
            .filter_map(|second| at_second(second, &self.zone))
            .filter(|treated| (first..=last).contains(&clock_of(treated)))
            .collect()
    }
}

/// Between which seconds from the beginning all prefixes of a recipe lead.
pub(super) fn reach_of(steps: &[Step]) -> (i64, i64) {
    let prefixes = (0..=steps.len()).filter_map(|length| steps.get(..length)).map(bounds_of);
    prefixes.fold((0, 0), |(low, high), (least, most)| (low.min(least), high.max(most)))
}

/// Whether a step counts months.
pub(super) fn in_months(step: &Step) -> bool {
    matches!(step, Step::Calendar { months, .. } if *months != 0)
}
