//! What the checker finds in rules over time: programs, and what their reader is told, with cases that the evaluator is
//! asked about.
#![cfg(test)]

mod duties;
mod in_time;
mod program;
mod restated;
