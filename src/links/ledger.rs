//! The ledger: an append-only log of published ids, read and written line by line.
//!
//! ```text
//! # a comment
//! 2026-11-23 live answer talks/the-answer 5d41402abc4b The answer's title
//! 2026-11-23 live paragraph talks/p-x7k2 9b74c9897bac the-answer
//! 2026-12-01 edited paragraph talks/p-x7k2 098f6bcd4621 the-answer
//! 2027-01-05 moved answer talks/the-answer to talks/another
//! 2027-01-05 merged answer talks/a into talks/b
//! 2027-01-05 split answer talks/a into talks/b talks/c
//! 2027-01-05 removed answer talks/a
//! 2027-01-05 removed answer talks/b keep-text
//! ```
//!
//! A line `live` or `edited` ends with the version of the text and a note: an answer's title, a person's name, or, for a
//! paragraph, its answer. What was removed is shown nowhere, its title and its former texts included, unless its line ends with
//! `keep-text`. Lines of one day count in their order; lines of different days may be in any order, so that two
//! branches can be merged by keeping the lines of both.
//!
//! Not here: comparing the ledger with a library ([`super::problems`]), and following successors
//! ([`super::Resolutions`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::inventory::Revision;
use super::published_id::{IdKind, PublishedId};
use crate::transcript::{Date, Problem, ProblemList, conflict_marker};

/// The word behind an id that was removed and whose words may still be shown.
const KEEP_TEXT: &str = "keep-text";

/// One line of the ledger. `Display` writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The day of the change.
    pub date: Date,
    /// The id that changed.
    pub id: PublishedId,
    /// The change.
    pub change: Change,
}

/// A change of an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The id was published for the first time, or again after its removal.
    Live(Revision),
    /// The text or the note of the id was edited.
    Edited(Revision),
    /// The id was replaced by others.
    Succeeded(Successors),
    /// The id was removed without successors.
    Removed {
        /// Whether its title and its former texts may still be shown.
        keeps_text: bool,
    },
}

/// The ids that replaced another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successors {
    /// How they replaced it.
    pub succession: Succession,
    /// The ids: two or more if it was split, and otherwise one.
    pub ids: Vec<PublishedId>,
}

/// How an id was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// The same text has another id.
    Moved,
    /// The text is part of another one.
    Merged,
    /// The text was divided into several.
    Split,
}

impl Succession {
    /// The verb in the ledger.
    fn verb(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }

    /// The word before the successors in the ledger.
    fn preposition(self) -> &'static str {
        if self == Self::Moved { "to" } else { "into" }
    }
}

impl Change {
    /// The change to one successor or, if there are several, the split into them; without any, the removal.
    pub(super) fn merged_into(ids: Vec<PublishedId>) -> Self {
        match ids.len() {
            0 => Self::Removed { keeps_text: false },
            1 => Self::Succeeded(Successors { succession: Succession::Merged, ids }),
            _ => Self::Succeeded(Successors { succession: Succession::Split, ids }),
        }
    }
}

impl fmt::Display for LedgerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, id, change } = self;
        match change {
            Change::Live(Revision { version, note }) => write!(f, "{date} live {id} {version} {note}"),
            Change::Edited(Revision { version, note }) => write!(f, "{date} edited {id} {version} {note}"),
            Change::Succeeded(Successors { succession, ids }) => {
                let ids: Vec<&str> = ids.iter().map(PublishedId::path).collect();
                write!(f, "{date} {} {id} {} {}", succession.verb(), succession.preposition(), ids.join(" "))
            }
            Change::Removed { keeps_text: false } => write!(f, "{date} removed {id}"),
            Change::Removed { keeps_text: true } => write!(f, "{date} removed {id} {KEEP_TEXT}"),
        }
    }
}

/// The latest state of an id, according to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdState {
    /// The id identifies a text.
    Live,
    /// The id redirects to its successors, which may have successors themselves.
    Succeeded(Successors),
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
    pub versions: Vec<String>,
    /// All notes with which the id was published, the latest last.
    pub notes: Vec<String>,
    /// The line that determines the state, as a byte range of the text it is in.
    pub span: Range<usize>,
    /// The text that this line is in.
    pub origin: Origin,
    /// The position of the id among all ids, in order of first publication.
    pub ordinal: usize,
}

/// The text that an entry was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The ledger.
    Ledger,
    /// The pending lines, which the next release appends to the ledger.
    Pending,
}

impl Record {
    /// The version of the text in the latest publication.
    pub fn version(&self) -> &str {
        self.versions.last().map_or("", String::as_str)
    }

    /// The note of the latest publication.
    pub fn note(&self) -> &str {
        self.notes.last().map_or("", String::as_str)
    }
}

/// The records of all ids that were ever published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<PublishedId, Record>,
}

impl Ledger {
    /// Reads a ledger: its valid lines, and the problems of the others.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut ledger = Self::default();
        let problems = ledger.add_lines(text, Origin::Ledger);
        (ledger, problems)
    }

    /// Adds the lines that the next release will append, and returns the problems of the invalid ones.
    pub fn add_pending(&mut self, text: &str) -> Vec<Problem> {
        self.add_lines(text, Origin::Pending)
    }

    fn add_lines(&mut self, text: &str, origin: Origin) -> Vec<Problem> {
        let mut problems = ProblemList::default();
        let mut entries = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            match parse_line(line.trim()) {
                Ok(entry) => entries.extend(entry.map(|entry| (entry, span))),
                Err(problem) => problems.push(Problem { span, ..*problem }),
            }
        }
        // A merge of branches leaves days in any order; the sort is stable and keeps the order within a day.
        entries.sort_by_key(|(entry, _)| entry.date);
        for (entry, span) in entries {
            match self.apply(entry, &span) {
                Ok(record) => record.origin = origin,
                Err(problem) => problems.push(*problem),
            }
        }
        problems.sorted()
    }

    /// All ids with their records, by kind and path.
    pub fn records(&self) -> impl Iterator<Item = (&PublishedId, &Record)> {
        self.records.iter()
    }

    /// The ids of a kind in an episode, with their records, by path.
    pub fn records_in(&self, kind: IdKind, episode: &str) -> impl Iterator<Item = (&PublishedId, &Record)> {
        self.records.range(PublishedId::range_in(kind, episode))
    }

    /// The record of an id.
    pub fn get(&self, id: &PublishedId) -> Option<&Record> {
        self.records.get(id)
    }

    /// The anchors of all answers and paragraphs that were ever published in an episode: an answer's id, or a paragraph's
    /// id with `p-` before it.
    pub fn anchors_used_in(&self, episode: &str) -> BTreeSet<String> {
        let kinds = [IdKind::Answer, IdKind::Paragraph].into_iter();
        kinds.flat_map(|kind| self.records_in(kind, episode)).map(|(id, _)| id.anchor().to_owned()).collect()
    }

    /// The day of the last release; `None` before the first. Pending lines are no release.
    pub fn last_release(&self) -> Option<Date> {
        let released = self.records.values().filter(|record| record.origin == Origin::Ledger);
        released.map(|record| record.last_changed).max()
    }

    /// Whether the ledger has no entries, and nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Applies an entry to the record of its id.
    fn apply(&mut self, entry: LedgerEntry, span: &Range<usize>) -> Result<&mut Record, Box<Problem>> {
        let LedgerEntry { date, id, change } = entry;
        let ordinal = self.records.len();
        let new_record = || Record {
            state: IdState::Live,
            first_published: date,
            last_changed: date,
            versions: Vec::new(),
            notes: Vec::new(),
            span: span.clone(),
            origin: Origin::Ledger,
            ordinal,
        };
        if !matches!(change, Change::Live(_)) && !self.records.contains_key(&id) {
            let problem = Problem::error(span.clone(), "an id that was never published").found(format!("`{id}`"));
            return Err(Box::new(problem.help("a line `live` with an earlier date comes first; was one deleted?")));
        }
        let record = self.records.entry(id).or_insert_with(new_record);
        record.last_changed = date;
        record.span = span.clone();
        match change {
            Change::Live(Revision { version, note }) | Change::Edited(Revision { version, note }) => {
                record.state = IdState::Live;
                move_to_end(&mut record.versions, version);
                move_to_end(&mut record.notes, note);
            }
            Change::Succeeded(successors) => record.state = IdState::Succeeded(successors),
            Change::Removed { keeps_text } => record.state = IdState::Removed { keeps_text },
        }
        Ok(record)
    }
}

/// The entries of a text in the order of its lines. Lines that are none are left out.
pub(super) fn entries(text: &str) -> impl Iterator<Item = LedgerEntry> {
    text.lines().filter_map(|line| parse_line(line.trim()).ok().flatten())
}

/// Makes an item the last of a list that holds it at most once.
fn move_to_end(list: &mut Vec<String>, item: String) {
    list.retain(|other| *other != item);
    list.push(item);
}

/// The entry of a line; `None` for a comment or an empty line. The problem has no span yet.
fn parse_line(line: &str) -> Result<Option<LedgerEntry>, Box<Problem>> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let error = |what: &str| Problem::error(0..0, what);
    if conflict_marker(line).is_some() {
        let help =
            "keep the lines of both sides and delete this one; `links.ledger merge=union` in .gitattributes does it";
        return Err(Box::new(error("a merge conflict").help(help)));
    }
    let mut words = line.splitn(5, ' ');
    let mut next = || words.next().unwrap_or_default();
    let (date, verb, kind, path, rest) = (next(), next(), next(), next(), next());
    let Some(date) = Date::parse(date) else {
        return Err(Box::new(
            error("not a line of a ledger").found(format!("`{date}`")).expected("a date such as 2026-11-23"),
        ));
    };
    let Some(id) = PublishedId::parse(kind, path) else {
        let expected = "a kind and an id, such as `answer episode/answer` or `paragraph episode/p-x7k2`";
        return Err(Box::new(error("no published id").found(format!("`{kind} {path}`")).expected(expected)));
    };
    let change = parse_change(verb, &id, rest)?;
    Ok(Some(LedgerEntry { date, id, change }))
}

/// The change that a line's verb and the words after its id describe.
fn parse_change(verb: &str, id: &PublishedId, rest: &str) -> Result<Change, Box<Problem>> {
    let succession = match verb {
        "live" => return parse_revision(rest).map(Change::Live),
        "edited" => return parse_revision(rest).map(Change::Edited),
        "removed" if rest.is_empty() => return Ok(Change::Removed { keeps_text: false }),
        "removed" if rest.trim() == KEEP_TEXT => return Ok(Change::Removed { keeps_text: true }),
        "removed" => {
            let problem = Problem::error(0..0, "unknown word behind what was removed").found(format!("`{rest}`"));
            return Err(Box::new(
                problem.expected(format!("nothing, or `{KEEP_TEXT}` where its words may still be shown")),
            ));
        }
        "moved" => Succession::Moved,
        "merged" => Succession::Merged,
        "split" => Succession::Split,
        _ => {
            let expected = "live, edited, moved, merged, split or removed";
            return Err(Box::new(Problem::error(0..0, "unknown word").found(format!("`{verb}`")).expected(expected)));
        }
    };
    let preposition = succession.preposition();
    let paths = rest.strip_prefix(preposition).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
    let ids: Option<Vec<PublishedId>> = paths.split_whitespace().map(|path| PublishedId::new(id.kind, path)).collect();
    let (count_is_right, count): (fn(usize) -> bool, &str) = match succession {
        Succession::Split => (|count| count > 1, "two or more"),
        Succession::Moved | Succession::Merged => (|count| count == 1, "one"),
    };
    match ids.filter(|ids| count_is_right(ids.len())) {
        Some(ids) => Ok(Change::Succeeded(Successors { succession, ids })),
        None => {
            let kind = id.kind.name();
            let ids = if succession == Succession::Split { "ids" } else { "id" };
            let problem = Problem::error(0..0, "where it went is not said").found(format!("`{rest}`"));
            Err(Box::new(problem.expected(format!("`{preposition} ` and {count} {kind} {ids}"))))
        }
    }
}

fn parse_revision(rest: &str) -> Result<Revision, Box<Problem>> {
    let (version, note) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if version.is_empty() || !version.bytes().all(is_hexadecimal) {
        let problem = Problem::error(0..0, "no version of a text").found(format!("`{version}`"));
        return Err(Box::new(problem.expected("hexadecimal digits, such as `26e0c01bd362`")));
    }
    Ok(Revision { version: version.to_owned(), note: note.trim().to_owned() })
}
