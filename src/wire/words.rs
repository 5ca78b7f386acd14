//! `words/<n>.bin`: a shard of the dictionary.
//!
//! ```text
//! count, then for each form, sorted:
//!   bytes shared with the form before, the rest of it as text, group, further answers,
//!   postings: count, then a gap for each (in answers from the one before; from 0 at first),
//!             then a byte for each: voice in the high four bits, level in the low; voice 15 is 15 plus a number
//!   leads:    count, then for each the gap to the lead before it, doubled, and 1 where it is the only place;
//!             paragraphs: count, then their indexes
//! answers: count, then a gap for each
//! the cuts of those answers, as a file of text has its
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use super::text;
use crate::search::{Entry, Lead, Posting, Words};

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
        out.size(entry.leads.len());
        let mut last = 0;
        for lead in &entry.leads {
            out.size(2 * (lead.nth - last) + usize::from(lead.only));
            out.size(lead.paragraphs.len());
            lead.paragraphs.iter().for_each(|nth| out.size(*nth));
            last = lead.nth;
        }
        before = &entry.form;
    }
    out.size(words.answers.len());
    let mut before = 0;
    for answer in &words.answers {
        out.number(answer - before);
        before = *answer;
    }
    text::encode(&words.cuts, out);
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
        let postings = decode_postings(reader)?;
        let mut nth = 0_usize;
        let leads = reader.list(|reader| {
            let number = reader.number()? as usize;
            nth = nth.checked_add(number / 2).ok_or(WireError::Damaged)?;
            let paragraphs = reader.list(|reader| reader.number().map(|nth| nth as usize))?;
            Ok(Lead { nth, only: number % 2 == 1, paragraphs })
        })?;
        Ok(Entry { form, group, further, postings, leads })
    })?;
    let mut answer = 0_u32;
    let answers = reader.list(|reader| {
        answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
        Ok(answer)
    })?;
    let cuts = text::decode(reader)?;
    let leads_nowhere = entries.iter().flat_map(|entry| &entry.leads).any(|lead| lead.nth >= answers.len());
    if leads_nowhere || answers.len() != cuts.answers.len() {
        return Err(WireError::Damaged);
    }
    Ok(Words { entries, answers, cuts })
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
