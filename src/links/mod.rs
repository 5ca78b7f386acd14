//! Links that never break: the ledger of every id ever published, and what became of each.
//!
//! ```text
//! links.ledger ──read──▶ Ledger ──┐
//!                                 ├─ Fates: where every id leads today ──▶ pages for all of them
//! Library ──inventory──▶ what is ─┤
//!                                 ├─ problems: ids that are gone, with the lines to add
//!                                 └─ additions: the lines that a release appends
//! ```
//!
//! The ledger is lines that are only ever appended, so two branches that publish merge by keeping the lines of both. An id
//! is an episode's, an answer's, a paragraph's, a speaker's or a topic's. Once published it either lives or the ledger says
//! what it became: moved to another, merged into one, split into several, or removed. Nothing is guessed: what is not
//! said is a problem, and stops the build.
//!
//! Not here: files, pages, and the ids themselves, which [`crate::source`] assigns.

mod key;

mod ledger;

mod inventory;

mod fates;

mod release;

mod texts;

pub use fates::{Fate, Fates};
pub use inventory::{Inventory, Item, version};
pub use key::{Key, Kind};
pub use ledger::{Became, Event, Ledger, Record, State, What};
pub use release::{additions, lost_lines, problems};
pub use texts::Texts;
