//! The dates of a living id, as the ledger has them: so that a build says the same on every day.
//!
//! Not here: the ledger itself ([`crate::links`]).

use crate::links::{IdState, Ledger, PublishedId};
use crate::transcript::Date;

/// The dates of something that was published.
#[derive(Clone, Copy)]
pub(super) struct LedgerDates {
    /// The day of its first publication.
    pub(super) published: Date,
    /// The day of the last change of its text.
    pub(super) updated: Date,
}

impl LedgerDates {
    /// The dates of an id; `None` if it was never released, or no longer lives.
    pub(super) fn of(ledger: &Ledger, id: &PublishedId) -> Option<Self> {
        let record = ledger.get(id).filter(|record| record.state == IdState::Live)?;
        Some(Self { published: record.first_published, updated: record.last_changed })
    }
}
