//! Links that never break: the ledger of every id ever published, and what became of each.
//!
//! ```text
//! links.ledger, links.pending ──▶ Ledger ──┐
//!                                          ├─ Fates: where every id leads today ──▶ pages for all of them
//! Library ──inventory──▶ what lives ───────┼─ problems: ids that are gone, with the lines to add
//!                                          └─ additions: the lines that a release appends
//!
//! old version, new version ──carry──▶ the new one with the old one's ids, and what became of the others
//! ```
//!
//! The ledger is lines that are only ever appended, so two branches that publish merge by keeping the lines of both. An id
//! is an episode's, an answer's, a paragraph's, a speaker's or a topic's. Once published it either lives or the ledger says
//! what it became: moved to another, merged into one, split into several, or removed. Nothing is guessed: what is not
//! said is a problem, and stops the build. What an editor or an import says before the next release are pending lines, of
//! the same form.
//!
//! Not here: files, pages, and the ids themselves, which [`crate::source`] assigns.

mod quote;

#[cfg(not(target_arch = "wasm32"))]
mod key;

#[cfg(not(target_arch = "wasm32"))]
mod ledger;

#[cfg(not(target_arch = "wasm32"))]
mod inventory;

#[cfg(not(target_arch = "wasm32"))]
mod fates;

#[cfg(not(target_arch = "wasm32"))]
mod release;

#[cfg(not(target_arch = "wasm32"))]
mod align;

#[cfg(not(target_arch = "wasm32"))]
mod carry;

#[cfg(not(target_arch = "wasm32"))]
mod texts;

#[cfg(not(target_arch = "wasm32"))]
pub use carry::{Carried, Unclear, Unsure, carry};
#[cfg(not(target_arch = "wasm32"))]
pub use fates::{Fate, Fates, living as leads_to};
#[cfg(not(target_arch = "wasm32"))]
pub use inventory::{Inventory, Item};
#[cfg(not(target_arch = "wasm32"))]
pub use key::{Key, Kind};
#[cfg(not(target_arch = "wasm32"))]
pub use ledger::{Became, Event, Ledger, Record, State, What};
pub use quote::{Change, Quote, changes, version};
#[cfg(not(target_arch = "wasm32"))]
pub use release::{Problems, additions, lost_lines, problems};
#[cfg(not(target_arch = "wasm32"))]
pub use texts::Texts;
