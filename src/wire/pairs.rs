//! `pairs/<n>.bin`: a shard of the pairs of neighbouring words.
//!
//! ```text
//! count, then for each pair, sorted by hash:
//!   hash less the one before, places: count, then for each
//!     four times the gap in answers from the one before, and the voice; for voice 3 and above 3, and the rest of it behind
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Pairs;

/// How many bits of a number tell the voice.
const NEAR_BITS: u32 = 2;

/// The first voice that does not fit into them.
const FAR_VOICE: u16 = (1 << NEAR_BITS) - 1;

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
            out.long(u64::from(answer - before) << NEAR_BITS | u64::from(FAR_VOICE.min(*voice)));
            before = *answer;
            if *voice >= FAR_VOICE {
                out.number(u32::from(voice - FAR_VOICE));
            }
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
            let place = reader.long()?;
            let gap = u32::try_from(place >> NEAR_BITS).map_err(|_| WireError::Damaged)?;
            answer = answer.checked_add(gap).ok_or(WireError::Damaged)?;
            let mut voice = place as u16 & FAR_VOICE;
            if voice == FAR_VOICE {
                let far = u16::try_from(reader.number()?).ok().and_then(|far| far.checked_add(FAR_VOICE));
                voice = far.ok_or(WireError::Damaged)?;
            }
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
