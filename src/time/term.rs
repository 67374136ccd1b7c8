//! A recipe for an instant: an anchor and steps from it. Two texts that mean the same have the same recipe, so recipes
//! can be compared without any treatment.

/// Which event of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// Where a recipe begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// The instant of treatment.
    Treatment,
    /// An event, which may be unknown or never.
    Event(EventId),
}

impl Anchor {
    /// The event, if it is one.
    #[must_use]
    pub fn event(self) -> Option<EventId> {
        match self {
            Anchor::Event(event) => Some(event),
            Anchor::Treatment => None,
        }
    }
}

/// One step of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The same local clock time on another date, months before days (RFC 5545 and Temporal: a month that is too short
    /// gives its last day, a clock time in a gap moves later, in a fold the earlier is taken).
    Calendar {
        /// Months, negative for earlier.
        months: i32,
        /// Days, negative for earlier.
        days: i32,
    },
    /// A civil day counted from the date so far, at its first instant or at a local clock time on it.
    Day {
        /// Days from the date so far.
        days: i32,
        /// Minutes since 00:00; `None` is the day's first instant.
        clock: Option<u16>,
    },
    /// Exactly so many seconds, whatever the clocks do.
    Elapsed {
        /// Seconds, negative for earlier.
        seconds: i64,
    },
}

/// An anchor and steps from it, taken in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Where it begins.
    pub anchor: Anchor,
    /// What is added, in order; steps that add nothing are left out.
    pub steps: Vec<Step>,
}

impl Term {
    /// The instant of treatment itself.
    #[must_use]
    pub fn treatment() -> Term {
        Term::at(Anchor::Treatment)
    }

    /// An anchor itself.
    #[must_use]
    pub fn at(anchor: Anchor) -> Term {
        Term { anchor, steps: Vec::new() }
    }

    /// The same and then one more step. Elapsed steps add up; calendar steps do not (31 January and a month and a month
    /// is not 31 January and two months).
    #[must_use]
    pub fn then(mut self, step: Step) -> Term {
        match (self.steps.last_mut(), step) {
            (_, Step::Calendar { months: 0, days: 0 } | Step::Elapsed { seconds: 0 }) => {}
            (Some(Step::Elapsed { seconds }), Step::Elapsed { seconds: more }) => {
                *seconds = seconds.saturating_add(more);
                if *seconds == 0 {
                    self.steps.pop();
                }
            }
            (_, step) => self.steps.push(step),
        }
        self
    }

    /// The event it begins at, if it does.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        self.anchor.event()
    }
}
