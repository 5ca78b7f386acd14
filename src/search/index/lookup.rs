//! Lookup in the dictionary: which shards may hold a form or a prefix, and the entries there.
//!
//! A form's *primary shard* is the one whose range it sorts into. Other shards hold replicas of it beside inflections of the
//! same word. Not here: which forms a term asks for ([`crate::search::retrieve::terms`]).

use std::ops::Range;

use crate::search::index::dictionary::DictionaryEntry;
use crate::search::index::{Index, Part};
use crate::search::number::index32;
use crate::search::sort::push_unique;

/// The most shards that are read for the words that begin with a prefix. More would complete short prefixes better, at one
/// more file each.
const MAX_PREFIX_SHARDS: u32 = 3;

/// The shortest prefix, in characters, that completes to words beyond its first shard, or to any where it is a word itself.
pub(crate) const MIN_PREFIX_CHARS: usize = 3;

/// The place of an entry: its shard, and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntryPlace {
    pub(crate) shard: u32,
    pub(crate) nth: usize,
}

/// An error with the missing parts, unless there are none.
pub(crate) fn require_loaded(missing: Vec<Part>) -> Result<(), Vec<Part>> {
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

/// Adds those of some shards that are not loaded to the missing parts.
pub(crate) fn require_shards(index: &Index, shards: Range<u32>, missing: &mut Vec<Part>) {
    for nth in shards {
        if nth < index.head().dictionary_shards() && index.dictionary(nth).is_none() {
            push_unique(missing, Part::Dictionary(nth));
        }
    }
}

/// Adds the primary shard of a form to the missing parts, unless it is loaded.
pub(crate) fn require_primary_shard(index: &Index, form: &str, missing: &mut Vec<Part>) {
    let nth = primary_shard(index, form);
    require_shards(index, nth..nth + 1, missing);
}

/// The primary shard of a form.
pub(crate) fn primary_shard(index: &Index, form: &str) -> u32 {
    let after = index.head().shard_starts.partition_point(|start| start.as_str() <= form);
    index32(after.saturating_sub(1))
}

/// The first few shards whose ranges hold forms with this prefix.
pub(crate) fn prefix_shards(index: &Index, prefix: &str) -> Range<u32> {
    let first = primary_shard(index, prefix);
    let later = index.head().shard_starts.iter().skip(first as usize + 1);
    let more = later.take_while(|start| start.starts_with(prefix)).count();
    let most = if prefix.chars().count() < MIN_PREFIX_CHARS { 1 } else { MAX_PREFIX_SHARDS };
    first..first + 1 + index32(more).min(most - 1)
}

/// The shards of all forms with this prefix; `None` where they are too many or not all loaded.
pub(crate) fn all_prefix_shards(index: &Index, prefix: &str) -> Option<Range<u32>> {
    let shards = prefix_shards(index, prefix);
    let behind = index.head().shard_starts.get(shards.end as usize);
    let is_all = behind.is_none_or(|start| !start.starts_with(prefix));
    (is_all && shards.clone().all(|nth| index.dictionary(nth).is_some())).then_some(shards)
}

/// The entries of a shard; none where it is not loaded.
pub(crate) fn entries(index: &Index, shard: u32) -> &[DictionaryEntry] {
    index.dictionary(shard).map_or(&[], |shard| &shard.entries)
}

/// The entry of a form in its primary shard, where that is loaded and holds it.
pub(crate) fn primary_entry<'a>(index: &'a Index, form: &str) -> Option<(EntryPlace, &'a DictionaryEntry)> {
    let shard = primary_shard(index, form);
    let entries = entries(index, shard);
    let nth = entries.binary_search_by(|entry| entry.form.as_str().cmp(form)).ok()?;
    entries.get(nth).map(|entry| (EntryPlace { shard, nth }, entry))
}
