//! Results → text. One format a file; draws, decides nothing. Knows nothing of the terminal: width, colour and the
//! choice of characters are handed in.

pub mod answer;
mod adjustments;
mod clean;
pub mod changed;
pub mod clinic;
pub mod coverage;
pub mod diff;
pub mod findings;
mod grammar;
pub mod html;
pub mod ics;
mod json;
pub mod markdown;
pub mod message;
pub mod mutated;
pub mod overview;
pub mod page;
mod paper;
pub mod plan;
mod questions;
pub mod reading;
pub mod svg;
mod tell;
pub mod tested;
mod when;
mod window;

pub use clean::clean;
