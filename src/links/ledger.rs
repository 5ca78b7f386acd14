//! The ledger: an append-only log of all published ids, in parts, so that no file of it outgrows what git hosts take.
//!
//! A part is an episode with all that is in it, or the speakers and topics of the library; each has a file of its own
//! ([`super::part_file_name`]). Earlier releases wrote one undivided text, which is read as well.
//!
//! Not here: comparing the ledger with a library ([`super::problems`]), and following successors
//! ([`super::Resolutions`]).

use std::collections::{BTreeMap, BTreeSet};

use super::part::{LedgerPart, PartReading, Record};
use super::published_id::{IdKind, PublishedId};
use super::undivided::UndividedLedger;
use crate::transcript::{Date, Problem};

/// The records of all ids that were ever published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    parts: BTreeMap<String, LedgerPart>,
}

impl Ledger {
    /// Reads an undivided ledger: its valid lines, and the problems of the others.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let (undivided, mut problems) = UndividedLedger::read(text);
        let mut ledger = Self::default();
        for name in undivided.parts() {
            let PartReading { part, undivided, .. } = undivided.read_part(name, "");
            problems.extend(undivided);
            ledger.replace_part(part);
        }
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        (ledger, problems)
    }

    /// Adds a part, in place of what the ledger has of it.
    pub fn replace_part(&mut self, part: LedgerPart) {
        self.parts.insert(part.name().to_owned(), part);
    }

    /// Adds the lines that the next release will append, and returns the problems of the invalid ones.
    pub fn add_pending(&mut self, text: &str) -> Vec<Problem> {
        let (pending, mut problems) = UndividedLedger::read(text);
        for (name, entries) in pending.into_parts() {
            problems.extend(self.parts.entry(name.clone()).or_default().add_pending(name, entries));
        }
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        problems
    }

    /// The parts, by name.
    pub(super) fn parts(&self) -> impl Iterator<Item = &LedgerPart> {
        self.parts.values()
    }

    /// All ids with their records: part by part, then by kind and path.
    pub fn records(&self) -> impl Iterator<Item = (&PublishedId, &Record)> {
        self.parts.values().flat_map(LedgerPart::records).map(|(id, record)| (id, record))
    }

    /// The ids of a kind in an episode, with their records, by path.
    pub fn records_in(&self, kind: IdKind, episode: &str) -> impl Iterator<Item = (&PublishedId, &Record)> {
        let part = self.parts.get(episode);
        part.map_or(&[][..], |part| part.records_of(kind)).iter().map(|(id, record)| (id, record))
    }

    /// The record of an id.
    pub fn get(&self, id: &PublishedId) -> Option<&Record> {
        self.parts.get(id.part())?.get(id)
    }

    /// The anchors of all answers and paragraphs that were ever published in an episode: an answer's id, or a paragraph's
    /// id with `p-` before it.
    pub fn anchors_used_in(&self, episode: &str) -> BTreeSet<String> {
        let kinds = [IdKind::Answer, IdKind::Paragraph].into_iter();
        kinds.flat_map(|kind| self.records_in(kind, episode)).map(|(id, _)| id.anchor().to_owned()).collect()
    }

    /// The day of the last release; `None` before the first. Pending lines are no release.
    pub fn last_release(&self) -> Option<Date> {
        self.parts.values().filter_map(LedgerPart::last_release).max()
    }

    /// Whether the ledger has no entries, and nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.records().next().is_none()
    }
}
