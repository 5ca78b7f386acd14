//! The dictionary in its shards: which of them a form or a beginning is in, and what stands there.
//!
//! Not here: which forms a word asks for ([`super::find`]).

use super::index::{Index, Part};
use super::model::Entry;
use super::order::add;

/// The most shards read for the endings of a word that is being typed: its first letters ask for no more of a large
/// library.
const MAX_PREFIX_SHARDS: u32 = 3;

/// A word of fewer letters that the library holds is no beginning of others, and no other one asks for more than a shard.
pub(super) const MIN_PREFIX: usize = 3;

/// Goes on where nothing is missing.
pub(super) fn give(missing: Vec<Part>) -> Result<(), Vec<Part>> {
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

pub(super) fn missing_shards(index: &Index, shards: std::ops::Range<u32>, missing: &mut Vec<Part>) {
    for nth in shards {
        if nth < index.head().shards() && index.words(nth).is_none() {
            add(missing, Part::Words(nth));
        }
    }
}

/// The shard a form would be in, if that is not there.
pub(super) fn missing_home(index: &Index, form: &str, missing: &mut Vec<Part>) {
    let nth = shard_of(index, form);
    missing_shards(index, nth..nth + 1, missing);
}

/// The shard a form would be in.
pub(super) fn shard_of(index: &Index, form: &str) -> u32 {
    let after = index.head().starts.partition_point(|start| start.as_str() <= form);
    u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The first shards whose range holds forms with this beginning.
pub(super) fn shards_from(index: &Index, prefix: &str) -> std::ops::Range<u32> {
    let first = shard_of(index, prefix);
    let later = index.head().starts.iter().skip(first as usize + 1);
    let more = later.take_while(|start| start.starts_with(prefix)).count();
    let most = if prefix.chars().count() < MIN_PREFIX { 1 } else { MAX_PREFIX_SHARDS };
    first..first + 1 + u32::try_from(more).unwrap_or(u32::MAX).min(most - 1)
}

/// The shards of all forms with this beginning, where they are there.
pub(super) fn whole_range(index: &Index, prefix: &str) -> Option<std::ops::Range<u32>> {
    let shards = shards_from(index, prefix);
    let behind = index.head().starts.get(shards.end as usize);
    let is_whole = behind.is_none_or(|start| !start.starts_with(prefix));
    (is_whole && shards.clone().all(|nth| index.words(nth).is_some())).then_some(shards)
}

/// The entries of a shard that is there.
pub(super) fn entries(index: &Index, nth: u32) -> &[Entry] {
    index.words(nth).map_or(&[], |words| &words.entries)
}

/// A form in its own shard, if it stands there.
pub(super) fn entry<'a>(index: &'a Index, form: &str) -> Option<((u32, usize), &'a Entry)> {
    let nth = shard_of(index, form);
    let home = entries(index, nth);
    let at = home.binary_search_by(|entry| entry.form.as_str().cmp(form)).ok()?;
    home.get(at).map(|entry| ((nth, at), entry))
}
