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

use super::entry::LedgerEntry;
use super::ledger::Ledger;
use super::part_digest::{HASH_BYTES, PartDigest};
use crate::transcript::hex;

/// The first line that is no comment.
const HEAD: &str = "answerbook-links 1";

/// The word of the last line, before the number of parts.
const END: &str = "parts";

/// The bytes of the hash that names a part.
const NAME_BYTES: usize = 8;

/// What [`LedgerDigest::to_text`] begins with.
const COMMENT: &str =
    "# By this file `answerbook links check --against` sees that a later site loses no link. It names nothing.\n";

/// The number of events of each part of a ledger, and a hash of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerDigest {
    parts: BTreeMap<String, PartDigest>,
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
    /// The digest of a ledger. Lines that cannot be read are no events, and pending ones are none yet.
    pub fn of(ledger: &Ledger) -> Self {
        let parts = ledger.parts().filter(|part| part.digest().events > 0);
        Self { parts: parts.map(|part| (part_name(part.name()), part.digest().clone())).collect() }
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
    /// ones is one too: then only the ledger itself, from git, tells what is lost. `events` are those of a part of the later ledger,
    /// in the order of their lines; it is asked only about parts that differ.
    pub fn lost(&self, later: &Ledger, events: &mut EventsOf<'_>) -> Vec<LostEvents> {
        let later: BTreeMap<String, (&str, &PartDigest)> =
            later.parts().map(|part| (part_name(part.name()), (part.name(), part.digest()))).collect();
        let mut lost = Vec::new();
        for (name, published) in &self.parts {
            let Some((part, digest)) = later.get(name) else {
                lost.push(LostEvents { episode: None, published: published.events, found: 0 });
                continue;
            };
            if *digest == published {
                continue;
            }
            let found = digest.events.min(published.events);
            if found < published.events || PartDigest::of(events(part).iter().take(found)) != *published {
                lost.push(LostEvents { episode: Some((*part).to_owned()), published: published.events, found });
            }
        }
        lost
    }
}

/// The events of a part of a ledger, by the part's name, in the order of their lines.
pub type EventsOf<'a> = dyn FnMut(&str) -> Vec<LedgerEntry> + 'a;

fn part_name(episode: &str) -> String {
    hex(&Sha256::digest(episode), NAME_BYTES)
}
