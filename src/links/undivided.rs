//! The undivided ledger: the one text about everything that earlier releases wrote.
//!
//! It is read for ever. A release divides it into parts, once. The pending lines have its form. Not here: the parts together ([`super::ledger`](super::Ledger)).

use std::collections::BTreeMap;

use super::entry::{LedgerEntry, LocatedEntry, parse_lines};
use super::part::{LedgerPart, PartReading, all_entries};
use crate::transcript::{Problem, ProblemList};

/// The ledger of earlier releases: one text about everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndividedLedger {
    by_part: BTreeMap<String, Vec<LocatedEntry>>,
}

impl UndividedLedger {
    /// Reads a text: its valid lines, and the problems of the others.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut problems = ProblemList::default();
        let mut by_part: BTreeMap<String, Vec<LocatedEntry>> = BTreeMap::new();
        for it in parse_lines(text, &mut problems) {
            match by_part.get_mut(it.entry.id.part()) {
                Some(entries) => entries.push(it),
                None => drop(by_part.insert(it.entry.id.part().to_owned(), vec![it])),
            }
        }
        (Self { by_part }, problems.sorted())
    }

    /// The names of the parts that it says something about.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.by_part.keys().map(String::as_str)
    }

    /// The entries about a part, in the order of their lines.
    pub fn entries(&self, part: &str) -> impl Iterator<Item = &LedgerEntry> {
        self.located(part).iter().map(|it| &it.entry)
    }

    fn located(&self, part: &str) -> &[LocatedEntry] {
        self.by_part.get(part).map_or(&[], Vec::as_slice)
    }

    /// The entries about each part, in the order of their lines.
    pub(super) fn into_parts(self) -> BTreeMap<String, Vec<LocatedEntry>> {
        self.by_part
    }

    /// Reads a part, whose own file has this text.
    pub fn read_part(&self, name: &str, text: &str) -> PartReading {
        LedgerPart::read(name, self.located(name).to_vec(), text)
    }

    /// All entries of a part, whose own file has this text, in the order of their lines.
    pub fn entries_with(&self, part: &str, text: &str) -> Vec<LedgerEntry> {
        all_entries(part, self.located(part).to_vec(), text)
    }
}
