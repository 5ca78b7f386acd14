//! `words/<n>.bin`: a shard of the dictionary.
//!
//! ```text
//! count, then for each form, sorted:
//!   bytes shared with the form before, the rest of it as text, group,
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
        let same = before.chars().zip(entry.form.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8());
        let shared: usize = same.sum();
        out.size(shared);
        out.text(&entry.form[shared..]);
        out.number(entry.group);
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
        let shared = reader.number()? as usize;
        let mut form = before.get(..shared).ok_or(WireError::Damaged)?.to_owned();
        form.push_str(&reader.text()?);
        if form <= before {
            return Err(WireError::Damaged);
        }
        before.clone_from(&form);
        Ok(Entry { form, group: reader.number()?, postings: decode_postings(reader)? })
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
