//! A model, a treatment and what is known → what holds, when and why. No clock, no files, no words beyond the labels and
//! the conditions: [`Plan`], [`Answer`] and [`TestResult`] are data that `render` draws.

mod answer;
mod guidance;
mod occurrences;
mod plan;
mod ruling;
mod screening;
mod tested;
mod told;
mod turns;
mod unknown;
mod words;

pub use answer::answer;
pub use guidance::plan;
pub use plan::{
    Answer, Applies, Course, Exception, FromTo, Guidance, Kind, LengthRange, Missing, Plan, Reason, RuleRef, Screening,
    State, Treated,
};
pub use tested::{Failure, Line, Outcome, TestResult, run_test};
pub use turns::{Turn, turns};
pub use words::is_clause;
