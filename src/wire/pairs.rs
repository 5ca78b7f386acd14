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
use crate::search::Pairs;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(pairs: &Pairs, out: &mut Writer) {
    out.size(pairs.entries.len());
    let mut hash = 0;
    for (nth, (of, _)) in pairs.entries.iter().enumerate() {
        out.number(of - hash);
        hash = *of;
        let places = pairs.places(nth);
        out.size(places.len());
        let mut before = 0;
        for (answer, voice) in places {
            out.number(answer - before);
            before = *answer;
            out.number(u32::from(*voice));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Pairs, WireError> {
    let mut pairs = Pairs::default();
    let mut hash = 0_u32;
    for nth in 0..reader.count()? {
        let gap = reader.number()?;
        if gap == 0 && nth > 0 {
            return Err(WireError::Damaged);
        }
        hash = hash.checked_add(gap).ok_or(WireError::Damaged)?;
        let mut last = None;
        let mut answer = 0_u32;
        for _ in 0..reader.count()? {
            answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
            let voice = u16::try_from(reader.number()?).map_err(|_| WireError::Damaged)?;
            let place = (answer, voice);
            if last.replace(place) >= Some(place) {
                return Err(WireError::Damaged);
            }
            pairs.places.push(place);
        }
        pairs.entries.push((hash, u32::try_from(pairs.places.len()).map_err(|_| WireError::Damaged)?));
    }
    Ok(pairs)
}
