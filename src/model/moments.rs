//! Written moments and windows → their normal forms. Day numbers are counted here, and every window that can be read in
//! two ways is an error with both readings.

use super::codes;
use super::declared::PartId;
use super::names::Names;
use super::rule::Length;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Span};
use crate::syntax::tree::{self, Day, DurationRange, MomentKind, Offset, Point, PointKind, Toward, WindowKind};
use crate::time::{Anchor, End, Moment, Order, Step, Term, Window, compare_latest};

/// The longest length of time that can be written, in years.
const MOST_YEARS: u32 = 100;

impl Names<'_> {
    fn here(&self, span: Span) -> Place {
        span.in_file(self.file)
    }

    fn written(&self, span: Span) -> String {
        self.sources.slice(self.here(span)).to_owned()
    }

    /// A window in its normal form; `None` if it makes no sense, which has been reported.
    pub fn window(&mut self, window: &tree::Window) -> Option<Window> {
        let at = |moment: Moment| Some(Window { start: Some(moment.clone()), end: End::At(moment), point: true });
        let between = |start, end| Some(Window { start, end: End::At(end), point: false });
        match &window.kind {
            WindowKind::Until(end) => {
                let end = self.moment(end)?;
                between(Some(Moment::treatment()), end)
            }
            WindowKind::From(start, None) => {
                let start = self.moment(start)?;
                Some(Window { start: Some(start), end: End::Open, point: false })
            }
            WindowKind::From(start, Some(end)) => {
                let (start, end) = (self.moment(start), self.moment(end));
                between(Some(start?), end?)
            }
            WindowKind::FromThrough(start, last) => {
                let (start, end) = (self.moment(start), self.day_after(*last));
                between(Some(start?), end?)
            }
            WindowKind::Through(last) => between(Some(Moment::treatment()), self.day_after(*last)?),
            WindowKind::Before(end) => between(None, self.moment(end)?),
            WindowKind::On { first, last, part } => {
                let part = match part {
                    Some(name) => Some(self.part(*name)?),
                    None => None,
                };
                self.days(*first, last.unwrap_or(*first), part)
            }
            WindowKind::At(moment) => at(self.moment(moment)?),
            WindowKind::OnArrival => {
                let last_second = Term::treatment().then(Step::Elapsed { seconds: -1 });
                between(Some(Moment::exactly(last_second)), Moment::treatment())
            }
            WindowKind::Within(range, toward, moment) => {
                let (low, high) = self.lengths(range)?;
                let moment = self.moment(moment)?;
                let (start, end) = around(&moment, low, high, *toward);
                between(Some(start), end)
            }
        }
    }

    /// The two moments, both included, between which `within …` of a condition holds.
    pub fn near(&mut self, range: &DurationRange, toward: Toward, moment: &tree::Moment) -> Option<(Moment, Moment)> {
        let (low, high) = self.lengths(range)?;
        let moment = self.moment(moment)?;
        Some(around(&moment, low, high, toward))
    }

    /// A moment in its normal form. A whole day is its first instant; where that could be misread, as an end, the parser
    /// has refused it.
    pub fn moment(&mut self, moment: &tree::Moment) -> Option<Moment> {
        let mut normal = match &moment.kind {
            MomentKind::Point(point) => Moment::exactly(self.point(point)?),
            MomentKind::Range(ends) => {
                let (first, second) = (self.point(&ends.0), self.point(&ends.1));
                let (first, second) = (Moment::exactly(first?), Moment::exactly(second?));
                if compare_latest(&first.earliest, &second.earliest) == Order::After {
                    let swapped = format!("{}..{}", self.written(ends.1.span), self.written(ends.0.span));
                    let place = self.here(moment.span);
                    self.problems.push(
                        Diagnostic::error(&codes::BACKWARDS_RANGE, place, "this range runs backwards")
                            .label("the later end stands first")
                            .help(format!("write `{swapped}`"))
                            .fix(format!("write `{swapped}`"), place, swapped),
                    );
                    return None;
                }
                Moment { earliest: first.earliest, latest: second.latest, about: false }
            }
            MomentKind::LaterOf(both) => {
                let (one, other) = (self.moment(&both.0), self.moment(&both.1));
                let (one, other) = (one?, other?);
                Moment {
                    earliest: one.earliest.later_of(&other.earliest),
                    latest: one.latest.later_of(&other.latest),
                    about: one.about || other.about,
                }
            }
        };
        normal.about |= moment.about;
        Some(normal)
    }

    fn point(&mut self, point: &Point) -> Option<Term> {
        match &point.kind {
            PointKind::Treatment => Some(Term::treatment()),
            PointKind::Offset(offset) => self.offset(Term::treatment(), offset),
            PointKind::Event(name, offset) => {
                let term = Term::at(Anchor::Event(self.event(*name)?));
                match offset {
                    Some(offset) => self.offset(term, offset),
                    None => Some(term),
                }
            }
            PointKind::Day(day, clock) => {
                let days = self.count(*day)?;
                Some(Term::treatment().then(Step::Day { days, clock: clock.map(|clock| clock.minutes) }))
            }
        }
    }

    fn offset(&mut self, from: Term, offset: &Offset) -> Option<Term> {
        self.not_too_long(&offset.duration)?;
        Some(shifted(from, offset.duration, offset.negative))
    }

    /// The end of a whole civil day.
    fn day_after(&mut self, day: Day) -> Option<Moment> {
        let days = self.count(day)?.saturating_add(1);
        Some(Moment::exactly(Term::treatment().then(Step::Day { days, clock: None })))
    }

    /// Whole days, or a part of each: from the first instant of the first to the end of the last.
    fn days(&mut self, first: Day, last: Day, part: Option<PartId>) -> Option<Window> {
        // One day is counted once, so that what is wrong with it is said once.
        let from = self.count(first);
        let to = if last == first { from } else { self.count(last) };
        let (from, to) = (from?, to?);
        if to < from {
            let place = self.here(first.span.to(last.span));
            let swapped = format!("on days {} to {}", last.number, first.number);
            self.problems.push(
                Diagnostic::error(&codes::BACKWARDS_RANGE, place, "these days run backwards")
                    .label("the later day stands first")
                    .help(format!("write `{swapped}`")),
            );
            return None;
        }
        let part = part.and_then(|id| self.model.parts.get(id.0 as usize)).map(|part| (part.start, part.end));
        let ((start, end), past) = match part {
            Some((start, end)) => ((Some(start), Some(end)), i32::from(end <= start)),
            None => ((None, None), 1),
        };
        let day = |days, clock| Moment::exactly(Term::treatment().then(Step::Day { days, clock }));
        let end = End::At(day(to.saturating_add(past), end));
        Some(Window { start: Some(day(from, start)), end, point: false })
    }

    /// Days from the date of the treatment to the day that the sheet calls N. `day -1` is the day before in both
    /// countings.
    pub fn count(&mut self, day: Day) -> Option<i32> {
        let place = self.here(day.span);
        if day.number.unsigned_abs() > MOST_YEARS * 366 {
            self.too_long(place);
            return None;
        }
        let counting = self.model.treatment.as_ref().map(|treatment| (treatment.day, treatment.place));
        match counting {
            _ if day.number < 0 => Some(day.number),
            Some((Some(0), _)) => Some(day.number),
            Some((Some(_), _)) if day.number == 0 => {
                self.problems.push(
                    Diagnostic::error(
                        &codes::DAY_ZERO,
                        place,
                        "this sheet calls the day of treatment day 1; there is no day 0",
                    )
                    .label("there is no day 0")
                    .help("write `day 1` for the day of treatment, `day -1` for the day before it"),
                );
                None
            }
            Some((Some(_), _)) => Some(day.number - 1),
            _ => {
                self.uncounted(place, day.number, counting.map(|(_, place)| place));
                Some(day.number)
            }
        }
    }

    /// Once a sheet is enough.
    fn uncounted(&mut self, place: Place, number: i32, treatment: Option<Place>) {
        if self.problems.iter().any(|problem| problem.code == &codes::UNCOUNTED_DAY) {
            return;
        }
        let readings = match number {
            0 => "`day 0` if the day of treatment is day 0".to_owned(),
            1 => "`day 0` if day 1 is the day after the treatment, `day 1` if it is the day of treatment".to_owned(),
            n => format!(
                "`day 0` if `day {n}` is {n} days after the treatment, `day 1` if it is {} after",
                crate::time::words::count(u64::from(n.unsigned_abs()) - 1, "day", "days")
            ),
        };
        let problem = Diagnostic::error(
            &codes::UNCOUNTED_DAY,
            place,
            format!(
                "`day {number}` can be read in two ways: the sheet does not say how it numbers the day of treatment"
            ),
        )
        .label("which day is this?");
        self.problems.push(match treatment {
            Some(treatment) => problem
                .also(treatment, "no `day 0` or `day 1` here")
                .help(format!("write in the `treatment` line {readings}")),
            None => {
                problem.help(format!("begin the file with `treatment name \"Label\" day 0` or `… day 1`: {readings}"))
            }
        });
    }

    /// A range of lengths as (low, high).
    pub fn lengths(&mut self, range: &DurationRange) -> Option<(Length, Length)> {
        let high = range.high.unwrap_or(range.low);
        let (low_fits, high_fits) = (self.not_too_long(&range.low), self.not_too_long(&high));
        low_fits.and(high_fits)?;
        let (low, order) = (range.low, compare_latest(&after_treatment(range.low), &after_treatment(high)));
        if order == Order::After {
            let place = self.here(range.span);
            let swapped = format!("{}..{}", self.written(high.span), self.written(low.span));
            self.problems.push(
                Diagnostic::error(&codes::BACKWARDS_RANGE, place, "this range runs backwards")
                    .label("the longer length stands first")
                    .help(format!("write `{swapped}`"))
                    .fix(format!("write `{swapped}`"), place, swapped),
            );
            return None;
        }
        Some((low, high))
    }

    fn not_too_long(&mut self, duration: &Length) -> Option<()> {
        let (months, days, seconds) = parts(*duration);
        if months > MOST_YEARS * 12 || days > MOST_YEARS * 366 || seconds > i64::from(MOST_YEARS) * 366 * 86_400 {
            self.too_long(self.here(duration.span));
            return None;
        }
        Some(())
    }

    fn too_long(&mut self, place: Place) {
        self.problems.push(
            Diagnostic::error(
                &codes::TOO_FAR,
                place,
                format!("a time may be at most {MOST_YEARS} years from its start"),
            )
            .label("too far away")
            .help("write a shorter time; leave the end out if there is none"),
        );
    }
}

/// Years and months, weeks and days, and elapsed seconds.
fn parts(duration: Length) -> (u32, u32, i64) {
    let months = u32::from(duration.years) * 12 + u32::from(duration.months);
    let days = u32::from(duration.weeks) * 7 + u32::from(duration.days);
    let seconds = i64::from(duration.hours) * 3_600 + i64::from(duration.minutes) * 60;
    (months, days, seconds)
}

/// The steps of a length: the calendar part, then the elapsed one.
#[must_use]
pub fn steps(duration: Length, negative: bool) -> [Step; 2] {
    let (months, days, seconds) = parts(duration);
    let sign = if negative { -1 } else { 1 };
    let signed = |number: u32| i32::try_from(number).unwrap_or(i32::MAX) * sign;
    [
        Step::Calendar { months: signed(months), days: signed(days) },
        Step::Elapsed { seconds: seconds * i64::from(sign) },
    ]
}

/// A term so much later, or earlier.
fn shifted(from: Term, duration: Length, negative: bool) -> Term {
    steps(duration, negative).into_iter().fold(from, Term::then)
}

fn after_treatment(duration: Length) -> crate::time::Latest {
    crate::time::Latest::of(shifted(Term::treatment(), duration, false))
}

/// `within low..high` of, before or after a moment: from, to.
fn around(moment: &Moment, low: Length, high: Length, toward: Toward) -> (Moment, Moment) {
    let shift = |by: Length, negative: bool| moment.map(|term| shifted(term.clone(), by, negative));
    let range = |near: Moment, far: Moment| Moment { earliest: near.earliest, latest: far.latest, about: moment.about };
    let start = || range(shift(high, true), shift(low, true));
    let end = || range(shift(low, false), shift(high, false));
    match toward {
        Toward::Of => (start(), end()),
        Toward::Before => (start(), moment.clone()),
        Toward::After => (moment.clone(), end()),
    }
}
