//! The digest of a part of the ledger.
//!
//! Not here: those of all parts, as a site serves them ([`super::digest`](super::LedgerDigest)).

use sha2::{Digest, Sha256};

use super::entry::LedgerEntry;
use crate::transcript::hex;

/// The bytes of a hash of events.
pub(super) const HASH_BYTES: usize = 32;

/// The number of events of a part, and a hash of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PartDigest {
    pub(super) events: usize,
    /// In hexadecimal digits.
    pub(super) hash: String,
}

impl PartDigest {
    /// The digest of events in their order.
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a LedgerEntry>) -> Self {
        let mut hash = Sha256::new();
        let mut events = 0;
        for entry in entries {
            hash.update(entry.to_string());
            hash.update("\n");
            events += 1;
        }
        Self { events, hash: hex(&hash.finalize(), HASH_BYTES) }
    }
}
