//! `words/<n>.bin`: a shard of the dictionary.
//!
//! ```text
//! count, then for each form, sorted:
//!   bytes shared with the form before, the rest of it as text, group, further answers,
//!   postings: count, then a gap for each (in answers from the one before; from 0 at first),
//!             then a byte for each: voice in the high four bits, level in the low; voice 15 is 15 plus a number
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::{Entry, Posting, Words};

/// The first voice that does not fit into four bits.
const FAR_VOICE: u8 = 15;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(words: &Words, out: &mut Writer) {
    out.size(words.entries.len());
    let mut before = "";
    for entry in &words.entries {
        out.front_coded(before, &entry.form);
        out.number(entry.group);
        out.number(entry.further);
        encode_postings(&entry.postings, out);
        before = &entry.form;
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn encode_postings(postings: &[Posting], out: &mut Writer) {
    out.size(postings.len());
    let mut before = 0;
    for posting in postings {
        out.number(posting.answer - before);
        before = posting.answer;
    }
    for posting in postings {
        let near = u8::try_from(posting.voice).unwrap_or(u8::MAX).min(FAR_VOICE);
        out.byte(near << 4 | posting.level);
        if near == FAR_VOICE {
            out.number(u32::from(posting.voice) - u32::from(FAR_VOICE));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Words, WireError> {
    let mut before = String::new();
    let entries = reader.list(|reader| {
        let form = reader.front_coded(&before)?;
        before.clone_from(&form);
        let (group, further) = (reader.number()?, reader.number()?);
        Ok(Entry { form, group, further, postings: decode_postings(reader)? })
    })?;
    Ok(Words { entries })
}

fn decode_postings(reader: &mut Reader<'_>) -> Result<Vec<Posting>, WireError> {
    let mut answer = 0_u32;
    let mut postings = reader.list(|reader| {
        answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
        Ok(Posting { answer, voice: 0, level: 0 })
    })?;
    let mut before = None;
    for posting in &mut postings {
        let byte = reader.byte()?;
        posting.level = byte & 0x0F;
        posting.voice = u16::from(byte >> 4);
        if byte >> 4 == FAR_VOICE {
            let far = u16::try_from(reader.number()?).map_err(|_| WireError::Damaged)?;
            posting.voice = posting.voice.checked_add(far).ok_or(WireError::Damaged)?;
        }
        if before.replace((posting.answer, posting.voice)) >= Some((posting.answer, posting.voice)) {
            return Err(WireError::Damaged);
        }
    }
    Ok(postings)
}
