//! `pairs/<n>.bin`: a shard of the pairs of neighbouring words.
//!
//! ```text
//! count, then for each pair, sorted by hash:
//!   hash less the one before, places: count, then for each the gap in answers from the one before, and the voice
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::{Pair, Pairs};

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(pairs: &Pairs, out: &mut Writer) {
    out.size(pairs.entries.len());
    let mut hash = 0;
    for pair in &pairs.entries {
        out.number(pair.hash - hash);
        hash = pair.hash;
        out.size(pair.places.len());
        let mut before = 0;
        for (answer, voice) in &pair.places {
            out.number(answer - before);
            before = *answer;
            out.number(u32::from(*voice));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Pairs, WireError> {
    let mut hash = 0_u32;
    let mut first = true;
    let entries = reader.list(|reader| {
        let gap = reader.number()?;
        if gap == 0 && !first {
            return Err(WireError::Damaged);
        }
        first = false;
        hash = hash.checked_add(gap).ok_or(WireError::Damaged)?;
        let mut last = None;
        let mut answer = 0_u32;
        let places = reader.list(|reader| {
            answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
            let voice = u16::try_from(reader.number()?).map_err(|_| WireError::Damaged)?;
            let place = (answer, voice);
            if last.replace(place) >= Some(place) { Err(WireError::Damaged) } else { Ok(place) }
        })?;
        Ok(Pair { hash, places })
    })?;
    Ok(Pairs { entries })
}
