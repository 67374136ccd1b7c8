//! A model, a treatment and what is known → what holds, when and why. No clock, no files, no words beyond the labels and
//! the conditions: [`Plan`], [`Answer`] and [`TestResult`] are data that `render` draws.

mod answer;
mod answered;
mod changes;
mod combined;
mod conflicts;
mod forbidden;
mod guidance;
mod instead;
mod moments;
mod occurrences;
mod overview;
mod plan;
mod ruling;
mod runs;
mod screening;
mod stated;
mod tested;
mod timeline;
mod told;
mod turns;
mod unknown;
mod when;
mod words;

pub use answer::answer;
pub use answered::{Answer, Due, Kind, KindWhen, Limit, Overview, Reason, State, When};
pub use guidance::plan;
pub use overview::overview;
pub use plan::{
    Applies, Change, Changed, Combined, Conflict, Course, Exception, FromTo, Guidance, Instead, Joint, Missing, Plan,
    RuleRef, Screening, Treated,
};
pub use ruling::{bears_on, only_permits};
pub use runs::{Run, runs};
pub use screening::contraindicated;
pub use stated::states;
pub use tested::{Failure, Line, Outcome, TestResult, instants, run_test};
pub use timeline::{Answered, Bearing, Timeline, answers, timeline};
pub use turns::{Turn, turns};
pub use unknown::holds;
pub use when::when;
