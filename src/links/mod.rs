//! Permanent links: every id that was ever published either is live or leads to its successors or its tombstone.
//!
//! ```text
//! links/*.ledger, links.pending ─▶ Ledger ────┐
//!                                             ├─ Resolutions: where every id leads ──▶ redirects and tombstones
//! Library ──▶ Inventory of live ids ──────────┼─ problems: missing ids, with the lines to add
//!                                             └─ additions: the entries that a release appends
//!
//! old version, new version ──carry──▶ the new version with the old one's ids, and the changes of the other ids
//! ```
//!
//! The ledger is an append-only log, so that branches that publish can be merged by keeping the lines of both. An id is
//! that of an episode, an answer, a paragraph, a speaker or a topic. A published id is either live, or the ledger says what
//! happened to it: moved to another id, merged into one, split into several, or removed. Nothing is guessed: a missing id
//! about which the ledger says nothing is a problem and stops the build. Pending lines have the form of the ledger's; an
//! editor or an import writes them, and the next release appends them.
//!
//! A site serves the ledger's digest alone, which names nothing.
//!
//! Not here: files, pages, and choosing ids ([`crate::source`]).

mod version;

mod quote;

#[cfg(not(target_arch = "wasm32"))]
mod published_id;

#[cfg(not(target_arch = "wasm32"))]
mod inventory;

#[cfg(not(target_arch = "wasm32"))]
mod entry;

#[cfg(not(target_arch = "wasm32"))]
mod part_digest;

#[cfg(not(target_arch = "wasm32"))]
mod part;

#[cfg(not(target_arch = "wasm32"))]
mod undivided;

#[cfg(not(target_arch = "wasm32"))]
mod ledger;

#[cfg(not(target_arch = "wasm32"))]
mod digest;

#[cfg(not(target_arch = "wasm32"))]
mod resolve;

#[cfg(not(target_arch = "wasm32"))]
mod release;

#[cfg(not(target_arch = "wasm32"))]
mod profile;

#[cfg(not(target_arch = "wasm32"))]
mod align_in_order;

#[cfg(not(target_arch = "wasm32"))]
mod align;

#[cfg(not(target_arch = "wasm32"))]
mod carry;

#[cfg(not(target_arch = "wasm32"))]
mod published_texts;

#[cfg(not(target_arch = "wasm32"))]
pub use carry::{Carried, IdChange, UnclearMatch, UnclearPolicy, carry, recut_changes};
#[cfg(not(target_arch = "wasm32"))]
pub use digest::{EventsOf, LedgerDigest, LostEvents};
#[cfg(not(target_arch = "wasm32"))]
pub use entry::{Change, LedgerEntry, Succession, Successors};
#[cfg(not(target_arch = "wasm32"))]
pub use inventory::{Inventory, LiveText, Revision};
#[cfg(not(target_arch = "wasm32"))]
pub use ledger::Ledger;
#[cfg(not(target_arch = "wasm32"))]
pub use part::{IdState, LedgerPart, Origin, PartReading, Record, part_file_name, part_of_file_name};
#[cfg(not(target_arch = "wasm32"))]
pub use published_id::{IdKind, PublishedId};
#[cfg(not(target_arch = "wasm32"))]
pub use published_texts::{ArchivedVersions, FormerText, PublishedTexts, SharedDigits};
pub use quote::{DiffOp, DiffRun, MAX_QUOTED_PARAGRAPHS, Quote, QuoteBoundary, diff_words};
#[cfg(not(target_arch = "wasm32"))]
pub use release::{LedgerFile, LedgerProblems, LostLine, additions, lost_lines, problems};
#[cfg(not(target_arch = "wasm32"))]
pub use resolve::{Resolution, Resolutions, RetiredId};
#[cfg(not(target_arch = "wasm32"))]
pub use undivided::UndividedLedger;
#[cfg(not(target_arch = "wasm32"))]
pub use version::Version;
pub use version::{earlier_link_version, is_link_version, link_version};
