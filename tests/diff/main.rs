//! What changed between two versions of a sheet: programs, and what a reviewer is told, with cases that the evaluator is
//! asked about.
#![cfg(test)]

mod program;
mod reasons;
mod verdicts;
