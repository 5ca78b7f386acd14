//! The digest of a ledger: what a site serves of it. By the digest a later ledger is known to hold every event that this one had, in a
//! few bytes an episode, and without a title, an id or a day in it: unlisted episodes and what was removed stay private.
//!
//! ```text
//! # a comment
//! answerbook-links 1
//! 2c26b46b68ffc68f 345 fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9
//! └ the part     └ events └ the hash of them, in the order of the ledger's lines
//! parts 1
//! ```
//!
//! A part is an episode with all that is in it, or the speakers and topics of the library. It is named by a hash of its name. Hashes
//! are SHA-256. Not here: the ledger's lines ([`super::ledger`](super::Ledger)), and the files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::ledger::{LedgerEntry, entries};
use crate::transcript::hex;

/// The first line that is no comment.
const HEAD: &str = "answerbook-links 1";

/// The word of the last line, before the number of parts.
const END: &str = "parts";

/// The bytes of the hash that names a part.
const NAME_BYTES: usize = 8;

/// The bytes of a hash of events.
const HASH_BYTES: usize = 32;

/// What [`LedgerDigest::to_text`] begins with.
const COMMENT: &str =
    "# By this file `answerbook links check --against` sees that a later site loses no link. It names nothing.\n";

/// The number of events of each part of a ledger, and a hash of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerDigest {
    parts: BTreeMap<String, PartDigest>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PartDigest {
    events: usize,
    hash: String,
}

/// Events of an earlier ledger that a later one lacks, or has otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostEvents {
    /// The episode, empty for speakers and topics; `None` where the later ledger has nothing of the part.
    pub episode: Option<String>,
    /// The number of events that the earlier ledger had.
    pub published: usize,
    /// The number of events that the later one has, up to as many.
    pub found: usize,
}

impl LedgerDigest {
    /// The digest of a ledger's text. Lines that cannot be read are no events.
    pub fn of(ledger: &str) -> Self {
        let digest = |(episode, events): (String, Vec<String>)| {
            (part_name(&episode), PartDigest { events: events.len(), hash: hash(&events) })
        };
        Self { parts: events_by_episode(ledger).into_iter().map(digest).collect() }
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text that [`read`](Self::read) reads.
    pub fn to_text(&self) -> String {
        let mut text = format!("{COMMENT}{HEAD}\n");
        for (name, PartDigest { events, hash }) in &self.parts {
            text.push_str(&format!("{name} {events} {hash}\n"));
        }
        text.push_str(&format!("{END} {}\n", self.parts.len()));
        text
    }

    /// The digest that a text is; `None` where it is none, or not whole.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.starts_with('#'));
        let (head, end) = (lines.next()?, lines.next_back()?);
        if head != HEAD {
            return None;
        }
        let is_hash =
            |text: &str, bytes: usize| text.len() == 2 * bytes && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let part = |line: &str| {
            let mut words = line.split(' ');
            let (name, events, hash) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
            let is_part = is_hash(name, NAME_BYTES) && is_hash(hash, HASH_BYTES) && words.next().is_none();
            is_part.then(|| (name.to_owned(), PartDigest { events, hash: hash.to_owned() }))
        };
        let parts: BTreeMap<String, PartDigest> = lines.map(part).collect::<Option<_>>()?;
        // A text that was cut has another end.
        (end == format!("{END} {}", parts.len())).then_some(Self { parts })
    }

    /// The parts of which a later ledger has not every event of this digest. An event that a merge of branches has put between older
    /// ones is one too: then only the ledger itself, from git, tells what is lost.
    pub fn lost(&self, later: &str) -> Vec<LostEvents> {
        let mut later: BTreeMap<String, (String, Vec<String>)> = events_by_episode(later)
            .into_iter()
            .map(|(episode, events)| (part_name(&episode), (episode, events)))
            .collect();
        let mut lost = Vec::new();
        for (name, part) in &self.parts {
            let (episode, events) =
                later.remove(name).map_or((None, Vec::new()), |(episode, events)| (Some(episode), events));
            let found = events.len().min(part.events);
            if found < part.events || hash(&events[..found]) != part.hash {
                lost.push(LostEvents { episode, published: part.events, found });
            }
        }
        lost
    }
}

/// The events of each episode, and of the speakers and topics under an empty name, in the order of their lines.
fn events_by_episode(ledger: &str) -> BTreeMap<String, Vec<String>> {
    let mut events: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries(ledger) {
        events.entry(entry.id.episode_id().to_owned()).or_default().push(LedgerEntry::to_string(&entry));
    }
    events
}

fn part_name(episode: &str) -> String {
    hex(&Sha256::digest(episode), NAME_BYTES)
}

fn hash(events: &[String]) -> String {
    let mut hash = Sha256::new();
    for event in events {
        hash.update(event);
        hash.update("\n");
    }
    hex(&hash.finalize(), HASH_BYTES)
}
