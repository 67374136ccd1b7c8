//! How a page of a plan is read: when, by whom, and from which clinic it comes.

use jiff::Zoned;

use super::clinic::Clinic;

/// How a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'a> {
    /// The moment at which it is read: then it begins with what holds now, and leaves out what is over.
    pub now: Option<&'a Zoned>,
    /// Who reads it.
    pub view: View,
    /// Who hands it out.
    pub clinic: Option<&'a Clinic>,
}

/// Who reads a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The patient: no rule's name, no code.
    #[default]
    Patient,
    /// Who answers for it: each line with its rules, their places and their sources.
    Clinician,
}
