//! A model, a treatment and what is known → what holds, when and why. No clock, no files, no words beyond the labels:
//! [`Plan`], [`Answer`] and test results are data that `render` draws.

mod plan;

pub use plan::{
    Answer, Applies, Course, Exception, FromTo, Guidance, Kind, Missing, Plan, Reason, RuleRef, Screening, State,
    Treated,
};
