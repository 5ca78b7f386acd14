//! The lines of a ledger: what each says, read and written.
//!
//! ```text
//! # a comment
//! 2026-11-23 live answer talks/the-answer 5d41402abc4b2a76b9719d911017c592 The answer's title
//! 2026-11-23 live paragraph talks/p-x7k2 9b74c9897bac770ffc029102a200c5de the-answer
//! 2026-12-01 edited paragraph talks/p-x7k2 098f6bcd4621d373cade4e832627b4f6 the-answer
//! 2026-12-01 rehashed paragraph talks/p-b9m4 ad0234829205b9033196ba818f7a872b the-answer
//! 2027-01-05 moved answer talks/the-answer to talks/another
//! 2027-01-05 merged answer talks/a into talks/b
//! 2027-01-05 split answer talks/a into talks/b talks/c
//! 2027-01-05 removed answer talks/a
//! 2027-01-05 removed answer talks/b keep-text
//! ```
//!
//! A line `live`, `edited` or `rehashed` ends with the version of the text and a note: an answer's title, a person's name, or, for
//! a paragraph, its answer. `rehashed` says that the text is the same, under a version of another kind. What was removed is shown
//! nowhere, its title and its former texts included, unless its line ends with `keep-text`.
//!
//! Not here: what several lines say together ([`super::ledger`](super::Ledger)).

use std::fmt;
use std::ops::Range;

use super::inventory::Revision;
use super::published_id::PublishedId;
use super::version::Version;
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
    /// The text is the same, under a version of another kind.
    Rehashed(Revision),
    /// The id was replaced by others.
    Succeeded(Box<Successors>),
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
            1 => Self::Succeeded(Box::new(Successors { succession: Succession::Merged, ids })),
            _ => Self::Succeeded(Box::new(Successors { succession: Succession::Split, ids })),
        }
    }
}

impl fmt::Display for LedgerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, id, change } = self;
        match change {
            Change::Live(Revision { version, note }) => write!(f, "{date} live {id} {version} {note}"),
            Change::Edited(Revision { version, note }) => write!(f, "{date} edited {id} {version} {note}"),
            Change::Rehashed(Revision { version, note }) => write!(f, "{date} rehashed {id} {version} {note}"),
            Change::Succeeded(successors) => {
                let Successors { succession, ids } = &**successors;
                let ids: Vec<&str> = ids.iter().map(PublishedId::path).collect();
                write!(f, "{date} {} {id} {} {}", succession.verb(), succession.preposition(), ids.join(" "))
            }
            Change::Removed { keeps_text: false } => write!(f, "{date} removed {id}"),
            Change::Removed { keeps_text: true } => write!(f, "{date} removed {id} {KEEP_TEXT}"),
        }
    }
}

/// An entry, and the bytes of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocatedEntry {
    pub(super) entry: LedgerEntry,
    pub(super) span: Range<usize>,
}

/// The entries of a text in the order of its lines, and the problems of the lines that are none.
pub(super) fn parse_lines(text: &str, problems: &mut ProblemList) -> Vec<LocatedEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        match parse_line(line.trim()) {
            Ok(entry) => entries.extend(entry.map(|entry| LocatedEntry { entry, span })),
            Err(problem) => problems.push(Problem { span, ..*problem }),
        }
    }
    entries
}

/// The entry of a line; `None` for a comment or an empty line. The problem has no span yet.
fn parse_line(line: &str) -> Result<Option<LedgerEntry>, Box<Problem>> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let error = |what: &str| Problem::error(0..0, what);
    if conflict_marker(line).is_some() {
        let help =
            "keep the lines of both sides and delete this one; `links/*.ledger merge=union` in .gitattributes does it";
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
        "rehashed" => return parse_revision(rest).map(Change::Rehashed),
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
            let expected = "live, edited, rehashed, moved, merged, split or removed";
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
        Some(ids) => Ok(Change::Succeeded(Box::new(Successors { succession, ids }))),
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
    match Version::parse(version) {
        Some(version) => Ok(Revision { version, note: note.trim().into() }),
        None => {
            let problem = Problem::error(0..0, "no version of a text").found(format!("`{version}`"));
            Err(Box::new(problem.expected("hexadecimal digits, such as `26e0c01bd362`")))
        }
    }
}
