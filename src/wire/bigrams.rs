//! `pairs/<n>.bin`: a shard of the word bigrams.
//!
//! ```text
//! count, then for each bigram, sorted by hash:
//!   hash less the one before, postings: count, then for each
//!     four times the gap in answers from the one before, plus the section; section 3 and above is 3, and the rest behind it
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::{BigramEntry, BigramPosting, BigramShard};

/// The bits of a number that hold the section.
const SECTION_BITS: u32 = 2;

/// The first section that does not fit into them.
const ESCAPED_SECTION: u16 = (1 << SECTION_BITS) - 1;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(shard: &BigramShard, out: &mut Writer) {
    out.size(shard.entries.len());
    let mut hash = 0;
    for (nth, entry) in shard.entries.iter().enumerate() {
        out.number(entry.hash - hash);
        hash = entry.hash;
        let postings = shard.postings(nth);
        out.size(postings.len());
        let mut before = 0;
        for BigramPosting { answer, section } in postings {
            out.long(u64::from(answer - before) << SECTION_BITS | u64::from(ESCAPED_SECTION.min(*section)));
            before = *answer;
            if *section >= ESCAPED_SECTION {
                out.number(u32::from(section - ESCAPED_SECTION));
            }
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<BigramShard, WireError> {
    let mut shard = BigramShard::default();
    let mut hash = 0_u32;
    for nth in 0..reader.count()? {
        let gap = reader.number()?;
        if gap == 0 && nth > 0 {
            return Err(WireError::Damaged);
        }
        hash = hash.checked_add(gap).ok_or(WireError::Damaged)?;
        decode_postings(reader, &mut shard.postings)?;
        let end = u32::try_from(shard.postings.len()).map_err(|_| WireError::Damaged)?;
        shard.entries.push(BigramEntry { hash, end });
    }
    Ok(shard)
}

/// Appends the postings of one bigram.
fn decode_postings(reader: &mut Reader<'_>, postings: &mut Vec<BigramPosting>) -> Result<(), WireError> {
    let mut last = None;
    let mut answer = 0_u32;
    for _ in 0..reader.count()? {
        let number = reader.long()?;
        let gap = u32::try_from(number >> SECTION_BITS).map_err(|_| WireError::Damaged)?;
        answer = answer.checked_add(gap).ok_or(WireError::Damaged)?;
        let mut section = number as u16 & ESCAPED_SECTION;
        if section == ESCAPED_SECTION {
            let rest = u16::try_from(reader.number()?).ok().and_then(|rest| rest.checked_add(ESCAPED_SECTION));
            section = rest.ok_or(WireError::Damaged)?;
        }
        let posting = BigramPosting { answer, section };
        if last.replace(posting) >= Some(posting) {
            return Err(WireError::Damaged);
        }
        postings.push(posting);
    }
    Ok(())
}
