//! The normal form of a written moment: the earliest and the latest instant it can be, each the latest of some terms.

use super::term::{EventId, Term};

/// The latest of one or more terms (`later of A and B`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Latest(pub Vec<Term>);

impl Latest {
    /// One term alone.
    #[must_use]
    pub fn of(term: Term) -> Latest {
        Latest(vec![term])
    }

    /// The latest of all terms of both.
    #[must_use]
    pub fn later_of(&self, other: &Latest) -> Latest {
        let mut terms: Vec<Term> = self.0.iter().chain(&other.0).cloned().collect();
        terms.sort();
        terms.dedup();
        Latest(terms)
    }
}

/// A moment somewhere between two others, which are the same for a moment that is written exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The earliest it can be.
    pub earliest: Latest,
    /// The latest it can be.
    pub latest: Latest,
    /// Whether it was written with `about`.
    pub about: bool,
}

impl Moment {
    /// A moment written exactly.
    #[must_use]
    pub fn exactly(term: Term) -> Moment {
        Moment { earliest: Latest::of(term.clone()), latest: Latest::of(term), about: false }
    }

    /// The instant of treatment.
    #[must_use]
    pub fn treatment() -> Moment {
        Moment::exactly(Term::treatment())
    }

    /// Whether it was written as a range.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.earliest != self.latest
    }

    /// The same moment with its terms changed.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(&Term) -> Term) -> Moment {
        let mut each = |latest: &Latest| Latest(latest.0.iter().map(&mut change).collect());
        Moment { earliest: each(&self.earliest), latest: each(&self.latest), about: self.about }
    }

    /// All its terms.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.earliest.0.iter().chain(&self.latest.0)
    }

    /// The events it speaks of.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        self.terms().filter_map(Term::event)
    }
}
