//! Moments, windows and calendar arithmetic: the mathematics that `check` and `evaluate` share. A [`Term`] is a recipe
//! for an instant, "so far from the treatment or from an event"; a [`Situation`] turns recipes into instants. All
//! arithmetic is jiff's, over the time zone database that is compiled in. Knows nothing of rules, reads no clock.

pub mod apart;
pub mod breaks;
pub mod cases;
pub mod changes;
mod civil;
mod day;
mod instant;
mod moment;
pub mod named;
mod order;
mod situation;
mod term;
mod window;
pub mod words;
mod zone;

pub use civil::{Adjustment, TimeError, apply, apply_noting};
pub use instant::{Given, InstantError, parse as parse_instant};
pub use moment::{Latest, Moment};
pub use order::{Order, bounds, compare, compare_all, compare_latest};
pub use situation::{Edge, EventTime, Situation};
pub use term::{Anchor, EventId, Step, Term};
pub use window::{End, Resolved, Stretch, Window};
pub use zone::{UnknownZone, tzdb_version, zone};
