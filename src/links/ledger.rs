//! The ledger's lines, read and written, and what they say of each id.
//!
//! ```text
//! # a remark
//! 2026-11-23 live answer talks/the-answer 5d41402abc4b The answer's title
//! 2026-11-23 live paragraph talks/p-x7k2 9b74c9897bac the-answer
//! 2026-12-01 edited paragraph talks/p-x7k2 098f6bcd4621 the-answer
//! 2027-01-05 moved answer talks/the-answer to talks/another
//! 2027-01-05 merged answer talks/a into talks/b
//! 2027-01-05 split answer talks/a into talks/b talks/c
//! 2027-01-05 removed answer talks/a
//! ```
//!
//! Behind a living id stand the version of its text and a note: an answer's title, a person's name, for a paragraph the
//! answer it stands in. The order of lines of one day counts; beyond that the order of lines does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::key::Key;
use crate::transcript::{Date, Problem, conflict_marker};

/// What a line says happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It was published for the first time, or again after it was removed.
    Live {
        /// Of its text.
        version: String,
        /// A title, a name, or the answer it stands in.
        note: String,
    },
    /// Its text or its note has changed.
    Edited {
        /// Of its text.
        version: String,
        /// A title, a name, or the answer it stands in.
        note: String,
    },
    /// It is another now, or several.
    Became(Became, Vec<Key>),
    /// It is no more.
    Removed,
}

/// How an id became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// The same thing under another id.
    Moved,
    /// Part of something else.
    Merged,
    /// Several things.
    Split,
}

impl Became {
    fn word(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }

    fn joint(self) -> &'static str {
        if self == Self::Moved { "to" } else { "into" }
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// The id it is about.
    pub key: Key,
    /// What happened.
    pub what: What,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, key, what } = self;
        match what {
            What::Live { version, note } => write!(f, "{date} live {key} {version} {note}"),
            What::Edited { version, note } => write!(f, "{date} edited {key} {version} {note}"),
            What::Became(how, targets) => {
                let targets: Vec<&str> = targets.iter().map(Key::id).collect();
                write!(f, "{date} {} {key} {} {}", how.word(), how.joint(), targets.join(" "))
            }
            What::Removed => write!(f, "{date} removed {key}"),
        }
    }
}

/// What an id is today, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It leads to itself.
    Live,
    /// It leads to another or to several.
    Became(Became, Vec<Key>),
    /// It leads to its tombstone.
    Removed,
}

/// All that the ledger says of one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is today.
    pub state: State,
    /// When it was first published.
    pub since: Date,
    /// When its text or state last changed.
    pub changed: Date,
    /// Every version its text was published in, the last one last.
    pub versions: Vec<String>,
    /// Every note it was published with, the last one last.
    pub notes: Vec<String>,
    /// The line that says what it is today, as bytes of the text it stands in.
    pub span: Range<usize>,
    /// Whether that is the text of what is pending, and not yet the ledger's.
    pub pending: bool,
    /// Which of all ids it was, by their first lines.
    pub nth: usize,
}

impl Record {
    /// The version of its text as it was last published.
    pub fn version(&self) -> &str {
        self.versions.last().map_or("", String::as_str)
    }

    /// Its title, its name, or the answer it stood in, as it was last published.
    pub fn note(&self) -> &str {
        self.notes.last().map_or("", String::as_str)
    }
}

/// Every id ever published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<Key, Record>,
}

impl Ledger {
    /// Reads a ledger: what could be read, and every problem.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut ledger = Self::default();
        let problems = ledger.add(text, false);
        (ledger, problems)
    }

    /// Adds the lines that the next release will append, and gives every problem of them.
    pub fn add_pending(&mut self, text: &str) -> Vec<Problem> {
        self.add(text, true)
    }

    fn add(&mut self, text: &str, pending: bool) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut events = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            match event(line.trim()) {
                Ok(event) => events.extend(event.map(|event| (event, span))),
                Err(problem) => problems.push(Problem { span, ..*problem }),
            }
        }
        // Lines of several branches are put together in any order; those of a day keep theirs.
        events.sort_by_key(|(event, _)| event.date);
        for (event, span) in events {
            match self.take(event, &span) {
                Ok(record) => record.pending = pending,
                Err(problem) => problems.push(*problem),
            }
        }
        problems.sort_by_key(|problem| problem.span.start);
        problems
    }

    /// Every id with what is said of it, in order.
    pub fn records(&self) -> impl Iterator<Item = (&Key, &Record)> {
        self.records.iter()
    }

    /// What is said of an id.
    pub fn get(&self, key: &Key) -> Option<&Record> {
        self.records.get(key)
    }

    /// The ids that were ever published in an episode: of answers, and of paragraphs with `p-` before them.
    pub fn used_in(&self, episode: &str) -> BTreeSet<String> {
        let inside = self.records.keys().filter(|key| !key.local().is_empty() && key.in_episode() == episode);
        inside.map(|key| key.local().to_owned()).collect()
    }

    /// The day of the last release, as far as the ledger itself says.
    pub fn latest(&self) -> Option<Date> {
        self.records.values().filter(|record| !record.pending).map(|record| record.changed).max()
    }

    /// Whether nothing has been published yet.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    fn take(&mut self, Event { date, key, what }: Event, span: &Range<usize>) -> Result<&mut Record, Box<Problem>> {
        let nth = self.records.len();
        let first = matches!(what, What::Live { .. });
        let fresh = || Record {
            state: State::Live,
            since: date,
            changed: date,
            versions: Vec::new(),
            notes: Vec::new(),
            span: span.clone(),
            pending: false,
            nth,
        };
        if !first && !self.records.contains_key(&key) {
            let problem = Problem::error(span.clone(), "an id that was never published").found(format!("`{key}`"));
            return Err(Box::new(problem.help("a line `live` with an earlier date comes first; was one deleted?")));
        }
        let record = self.records.entry(key).or_insert_with(fresh);
        record.changed = date;
        record.span = span.clone();
        match what {
            What::Live { version, note } | What::Edited { version, note } => {
                record.state = State::Live;
                add_last(&mut record.versions, version);
                add_last(&mut record.notes, note);
            }
            What::Became(how, targets) => record.state = State::Became(how, targets),
            What::Removed => record.state = State::Removed,
        }
        Ok(record)
    }
}

/// Puts something at the end of a list, taken from where it stood before.
fn add_last(list: &mut Vec<String>, item: String) {
    list.retain(|one| *one != item);
    list.push(item);
}

/// The event of a line; none for a remark or an empty one.
fn event(line: &str) -> Result<Option<Event>, Box<Problem>> {
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
    let (date, verb, kind, id, rest) = (next(), next(), next(), next(), next());
    let Some(date) = Date::parse(date) else {
        return Err(Box::new(
            error("not a line of a ledger").found(format!("`{date}`")).expected("a date such as 2026-11-23"),
        ));
    };
    let Some(key) = Key::parse(kind, id) else {
        let expected = "a kind and an id, such as `answer episode/answer` or `paragraph episode/p-x7k2`";
        return Err(Box::new(error("no published id").found(format!("`{kind} {id}`")).expected(expected)));
    };
    let what = what(verb, &key, rest)?;
    Ok(Some(Event { date, key, what }))
}

fn what(verb: &str, key: &Key, rest: &str) -> Result<What, Box<Problem>> {
    let (version, note) = rest.split_once(' ').unwrap_or((rest, ""));
    let (version, note) = (version.to_owned(), note.trim().to_owned());
    let is_version =
        !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if matches!(verb, "live" | "edited") && !is_version {
        let problem = Problem::error(0..0, "no version of a text").found(format!("`{version}`"));
        return Err(Box::new(problem.expected("hexadecimal digits, such as `26e0c01bd362`")));
    }
    let (how, joint) = match verb {
        "live" => return Ok(What::Live { version, note }),
        "edited" => return Ok(What::Edited { version, note }),
        "removed" => return Ok(What::Removed),
        "moved" => (Became::Moved, "to "),
        "merged" => (Became::Merged, "into "),
        "split" => (Became::Split, "into "),
        _ => {
            let expected = "live, edited, moved, merged, split or removed";
            return Err(Box::new(Problem::error(0..0, "unknown word").found(format!("`{verb}`")).expected(expected)));
        }
    };
    let named = rest.strip_prefix(joint).unwrap_or_default();
    let targets: Option<Vec<Key>> = named.split_whitespace().map(|id| Key::of(key.kind, id)).collect();
    let right = |targets: &Vec<Key>| if how == Became::Split { targets.len() > 1 } else { targets.len() == 1 };
    targets.filter(right).map(|targets| What::Became(how, targets)).ok_or_else(|| {
        let expected = match how {
            Became::Split => format!("`{joint}` and two or more {} ids", key.kind.name()),
            _ => format!("`{joint}` and one {} id", key.kind.name()),
        };
        Box::new(Problem::error(0..0, "where it went is not said").found(format!("`{rest}`")).expected(expected))
    })
}
