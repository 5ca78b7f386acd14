//! A part of the ledger: the records of one episode and of all that is in it, or of the speakers and topics of the library.
//!
//! Entries of one day count in their order; entries of different days may be in any order, so that two branches can be merged
//! by keeping the lines of both.
//!
//! Not here: the grammar of a line ([`super::entry`](super::LedgerEntry)), and all parts together ([`super::ledger`](super::Ledger)).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::entry::{Change, LedgerEntry, LocatedEntry, Successors, parse_lines};
use super::inventory::Revision;
use super::part_digest::PartDigest;
use super::published_id::{IdKind, PublishedId};
use super::version::Version;
use crate::transcript::{Date, EpisodeId, Problem, ProblemList};

/// The ending of the name of a part's file.
const ENDING: &str = ".ledger";

/// The name of the file of the speakers and topics, without its ending. No episode has such an id.
const LIBRARY: &str = "_speakers-and-topics";

/// The name of the file of a part. `part` is the episode's id, and empty for the speakers and topics.
pub fn part_file_name(part: &str) -> String {
    [if part.is_empty() { LIBRARY } else { part }, ENDING].concat()
}

/// The part that a file of this name holds; `None` where it holds none.
pub fn part_of_file_name(name: &str) -> Option<&str> {
    match name.strip_suffix(ENDING)? {
        LIBRARY => Some(""),
        part => EpisodeId::new(part).is_ok().then_some(part),
    }
}

/// The latest state of an id, according to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdState {
    /// The id identifies a text.
    Live,
    /// The id redirects to its successors, which may have successors themselves.
    Succeeded(Box<Successors>),
    /// The id has a tombstone.
    Removed {
        /// Whether its title and its former texts may still be shown.
        keeps_text: bool,
    },
}

/// Everything that the ledger says about one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The latest state.
    pub state: IdState,
    /// The day of the first publication.
    pub first_published: Date,
    /// The day of the latest change of text or state.
    pub last_changed: Date,
    /// All versions in which the text was published, the latest last.
    pub versions: Vec<Version>,
    /// All notes with which the id was published, the latest last.
    pub notes: Vec<Arc<str>>,
    /// The line that determines the state, as a byte range of the text it is in.
    pub span: Range<usize>,
    /// The text that this line is in.
    pub origin: Origin,
    /// The position of the id among all ids of its part, in order of first publication.
    pub ordinal: usize,
}

/// The text that an entry was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The one file of a ledger of earlier releases.
    Undivided,
    /// The file of its part.
    Part,
    /// The pending lines, which the next release appends to the ledger.
    Pending,
}

impl Record {
    /// The version of the text in the latest publication.
    pub fn version(&self) -> Option<Version> {
        self.versions.last().copied()
    }

    /// The note of the latest publication.
    pub fn note(&self) -> &str {
        self.notes.last().map_or("", |note| note)
    }
}

/// The records of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerPart {
    /// The episode's id; empty for the speakers and topics.
    name: String,
    /// By kind and path. A sorted list takes half the memory of a map, and a large library has millions.
    records: Vec<(PublishedId, Record)>,
    digest: PartDigest,
    last_release: Option<Date>,
}

/// A part, and what is wrong with its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartReading {
    /// Its valid lines.
    pub part: LedgerPart,
    /// The problems of its file.
    pub problems: Vec<Problem>,
    /// The problems of its lines in the undivided ledger.
    pub undivided: Vec<Problem>,
}

impl LedgerPart {
    /// Reads a part: the entries about it in the undivided ledger of earlier releases, and its own file. An entry that is in both
    /// is one entry.
    pub(super) fn read(name: &str, mut earlier: Vec<LocatedEntry>, text: &str) -> PartReading {
        let (mut problems, mut undivided) = (ProblemList::default(), ProblemList::default());
        let own = own_entries(name, text, &mut problems);
        drop_repeated(&mut earlier, &own);
        let digest = PartDigest::of(earlier.iter().chain(&own).map(|it| &it.entry));
        let earlier = earlier.into_iter().map(|it| (it, Origin::Undivided));
        let mut entries: Vec<_> = earlier.chain(own.into_iter().map(|it| (it, Origin::Part))).collect();
        // A merge of branches leaves days in any order; the sort is stable and keeps the order within a day.
        entries.sort_by_key(|(it, _)| it.entry.date);
        let last_release = entries.last().map(|(it, _)| it.entry.date);
        let mut records = BTreeMap::new();
        let mut last_note: Arc<str> = Arc::default();
        for (mut it, origin) in entries {
            share_note(&mut it.entry.change, &mut last_note);
            if let Err(problem) = apply(&mut records, it, origin) {
                let list = if origin == Origin::Undivided { &mut undivided } else { &mut problems };
                list.push(*problem);
            }
        }
        let part = Self { name: name.to_owned(), records: records.into_iter().collect(), digest, last_release };
        PartReading { part, problems: problems.sorted(), undivided: undivided.sorted() }
    }

    /// The episode's id; empty for the speakers and topics.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of its entries, and a hash of them.
    pub(super) fn digest(&self) -> &PartDigest {
        &self.digest
    }

    /// The day of the last entry of a release.
    pub(super) fn last_release(&self) -> Option<Date> {
        self.last_release
    }

    /// All its ids with their records, by kind and path.
    pub(super) fn records(&self) -> &[(PublishedId, Record)] {
        &self.records
    }

    /// The ids of a kind with their records, by path.
    pub(super) fn records_of(&self, kind: IdKind) -> &[(PublishedId, Record)] {
        let start = self.records.partition_point(|(id, _)| id.kind < kind);
        let end = self.records.partition_point(|(id, _)| id.kind <= kind);
        &self.records[start..end]
    }

    /// The record of an id.
    pub(super) fn get(&self, id: &PublishedId) -> Option<&Record> {
        let at = self.records.binary_search_by(|(other, _)| other.cmp(id)).ok()?;
        Some(&self.records[at].1)
    }

    /// Adds pending entries, and returns the problems of the invalid ones.
    pub(super) fn add_pending(&mut self, name: String, mut entries: Vec<LocatedEntry>) -> Vec<Problem> {
        self.name = name;
        let mut problems = ProblemList::default();
        entries.sort_by_key(|it| it.entry.date);
        let mut records: BTreeMap<PublishedId, Record> = std::mem::take(&mut self.records).into_iter().collect();
        for it in entries {
            if let Err(problem) = apply(&mut records, it, Origin::Pending) {
                problems.push(*problem);
            }
        }
        self.records = records.into_iter().collect();
        problems.sorted()
    }
}

/// Drops the entries of the undivided ledger that the file of the part has: a release that was killed may have left both.
fn drop_repeated(undivided: &mut Vec<LocatedEntry>, own: &[LocatedEntry]) {
    if !undivided.is_empty() {
        let own: BTreeSet<String> = own.iter().map(|it| it.entry.to_string()).collect();
        undivided.retain(|it| !own.contains(&it.entry.to_string()));
    }
}

/// The entries of a part in the order of their lines: those of the undivided ledger, and those of its own file.
pub(super) fn all_entries(name: &str, mut undivided: Vec<LocatedEntry>, text: &str) -> Vec<LedgerEntry> {
    let own = own_entries(name, text, &mut ProblemList::default());
    drop_repeated(&mut undivided, &own);
    undivided.into_iter().chain(own).map(|it| it.entry).collect()
}

/// The entries of the file of a part, all of them about that part.
fn own_entries(name: &str, text: &str, problems: &mut ProblemList) -> Vec<LocatedEntry> {
    let mut entries = parse_lines(text, problems);
    entries.retain(|LocatedEntry { entry, span }| {
        let is_own = entry.id.part() == name;
        if !is_own {
            problems.push_error(|| {
                let problem =
                    Problem::error(span.clone(), "a line about something else").found(format!("`{}`", entry.id));
                problem.help(format!("move it to {}", part_file_name(entry.id.part())))
            });
        }
        is_own
    });
    entries
}

/// Lets successive entries with the same note share it: the paragraphs of an answer have its id as their note.
fn share_note(change: &mut Change, last: &mut Arc<str>) {
    if let Change::Live(revision) | Change::Edited(revision) | Change::Rehashed(revision) = change {
        if *revision.note == **last {
            revision.note = Arc::clone(last);
        } else {
            *last = Arc::clone(&revision.note);
        }
    }
}

/// Applies an entry to the record of its id.
fn apply(records: &mut BTreeMap<PublishedId, Record>, it: LocatedEntry, origin: Origin) -> Result<(), Box<Problem>> {
    let LocatedEntry { entry: LedgerEntry { date, id, change }, span } = it;
    let ordinal = records.len();
    if !matches!(change, Change::Live(_)) && !records.contains_key(&id) {
        let problem = Problem::error(span, "an id that was never published").found(format!("`{id}`"));
        return Err(Box::new(problem.help("a line `live` with an earlier date comes first; was one deleted?")));
    }
    let record = records.entry(id).or_insert_with(|| Record {
        state: IdState::Live,
        first_published: date,
        last_changed: date,
        versions: Vec::new(),
        notes: Vec::new(),
        span: 0..0,
        origin,
        ordinal,
    });
    (record.span, record.origin) = (span, origin);
    // The same text under another version is no change.
    if !matches!(change, Change::Rehashed(_)) {
        record.last_changed = date;
    }
    match change {
        Change::Live(Revision { version, note }) | Change::Edited(Revision { version, note }) => {
            record.state = IdState::Live;
            move_to_end(&mut record.versions, version);
            move_to_end(&mut record.notes, note);
        }
        Change::Rehashed(Revision { version, .. }) => move_to_end(&mut record.versions, version),
        Change::Succeeded(successors) => record.state = IdState::Succeeded(successors),
        Change::Removed { keeps_text } => record.state = IdState::Removed { keeps_text },
    }
    Ok(())
}

/// Makes an item the last of a list that holds it at most once.
fn move_to_end<T: PartialEq>(list: &mut Vec<T>, item: T) {
    list.retain(|other| *other != item);
    // Most lists have one item for ever.
    list.reserve_exact(1);
    list.push(item);
}
