//! A plan → the patient's page: one HTML file that needs nothing beside itself, no script and no network. It is read on a
//! telephone and printed on a sheet of A4, in large print, in the dark and by those who listen. The same sentences stand
//! in it as on every other page; what a rule file or the clinic's file says is escaped by the templates.

mod paper;
mod view;

use askama::Template as _;

use self::view::PageView;
use super::reading::Reading;
use crate::evaluate::Plan;

/// The page.
#[must_use]
pub fn page(plan: &Plan, reading: &Reading<'_>) -> String {
    // A template whose data is complete has no reason to fail.
    PageView::of(plan, reading).render().unwrap_or_default()
}
