//! A shard of the word bigrams: which words stand side by side, and in which sections. Bigrams take the place of positions.
//!
//! Not here: bigrams of Chinese, Japanese and Korean characters, which are terms of the dictionary
//! ([`crate::search::text::token_graph`]).

#[cfg(not(target_arch = "wasm32"))]
use crate::search::number::index32;
use crate::transcript::fnv1a_32;

/// The bigrams whose [`bigram_hash`] lies in one part of all hashes, which [`bigram_shard`] chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BigramShard {
    /// Sorted by hash. Most bigrams have one posting, so a list of its own for each would take most of the room.
    pub entries: Vec<BigramEntry>,
    /// The postings of each entry in turn, sorted by answer, then section. A bigram in too many sections to tell answers
    /// apart has none.
    pub postings: Vec<BigramPosting>,
}

/// A bigram by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BigramEntry {
    /// The [`bigram_hash`].
    pub hash: u32,
    /// The end of its postings in [`BigramShard::postings`]; they begin where those of the entry before end.
    pub end: u32,
}

/// A section that holds a bigram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BigramPosting {
    /// The answer.
    pub answer: u32,
    /// The section within it.
    pub section: u16,
}

impl BigramShard {
    /// The postings of the entry with this index.
    pub fn postings(&self, nth: usize) -> &[BigramPosting] {
        let end = |nth: usize| self.entries.get(nth).map(|entry| entry.end as usize);
        let start = nth.checked_sub(1).map_or(Some(0), end);
        start.zip(end(nth)).and_then(|(start, end)| self.postings.get(start..end)).unwrap_or(&[])
    }

    /// The index of the entry with this hash.
    pub(crate) fn find(&self, hash: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&hash, |entry| entry.hash).ok()
    }

    /// Appends a bigram; its hash must be greater than all before.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn push(&mut self, hash: u32, postings: impl Iterator<Item = BigramPosting>) {
        self.postings.extend(postings);
        self.entries.push(BigramEntry { hash, end: index32(self.postings.len()) });
    }
}

/// The hash of two neighbouring forms: FNV-1a over the first, a space and the second. In a library of a million bigrams one
/// in five thousand of those that do not occur collides with one that does.
pub fn bigram_hash(first: &str, second: &str) -> u32 {
    fnv1a_32(first.bytes().chain([b' ']).chain(second.bytes()))
}

/// The shard, of so many, that holds the bigram with this hash. The hashes are cut into ranges of equal length: within a
/// shard they lie close together, so the gaps between them are short numbers.
pub fn bigram_shard(hash: u32, shards: u32) -> u32 {
    ((u64::from(hash) * u64::from(shards)) >> 32) as u32
}
