//! `words/<n>.bin`: a shard of the dictionary.
//!
//! ```text
//! count, then for each entry, sorted by form:
//!   length of the prefix shared with the form before, the rest of the form, stem group, unlisted answers,
//!   postings:  count, then a gap for each (in answers from the one before; from 0 at first),
//!              then a byte for each: section in the high four bits, impact in the low; section 15 is 15 plus a number
//!   champions: count, then for each the gap to the one before, doubled, and 1 where it is complete;
//!              paragraphs: count, then their indexes
//! answers: count, then a gap for each
//! the cached snippets of those answers, encoded as a document chunk
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use super::documents;
use crate::search::{Champion, DictionaryEntry, DictionaryShard, Posting};

/// The first section that does not fit into four bits.
const ESCAPED_SECTION: u8 = 15;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(shard: &DictionaryShard, out: &mut Writer) {
    out.size(shard.entries.len());
    let mut before = "";
    for entry in &shard.entries {
        out.front_coded(before, &entry.form);
        out.number(entry.stem_group);
        out.number(entry.unlisted_answers);
        encode_postings(&entry.postings, out);
        out.size(entry.champions.len());
        let mut last = 0;
        for champion in &entry.champions {
            out.size(2 * (champion.nth - last) + usize::from(champion.is_complete));
            out.size(champion.paragraphs.len());
            champion.paragraphs.iter().for_each(|nth| out.size(*nth));
            last = champion.nth;
        }
        before = &entry.form;
    }
    out.size(shard.answers.len());
    let mut before = 0;
    for answer in &shard.answers {
        out.number(answer - before);
        before = *answer;
    }
    documents::encode(&shard.snippets, out);
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
        let section = u8::try_from(posting.section).unwrap_or(u8::MAX).min(ESCAPED_SECTION);
        out.byte(section << 4 | posting.impact);
        if section == ESCAPED_SECTION {
            out.number(u32::from(posting.section) - u32::from(ESCAPED_SECTION));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<DictionaryShard, WireError> {
    let mut before = String::new();
    let entries = reader.list(|reader| {
        let form = reader.front_coded(&before)?;
        before.clone_from(&form);
        let (stem_group, unlisted_answers) = (reader.number()?, reader.number()?);
        let postings = decode_postings(reader)?;
        let champions = decode_champions(reader)?;
        Ok(DictionaryEntry { form, stem_group, unlisted_answers, postings, champions })
    })?;
    let mut answer = 0_u32;
    let answers = reader.list(|reader| {
        answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
        Ok(answer)
    })?;
    let snippets = documents::decode(reader)?;
    let mut champions = entries.iter().flat_map(|entry| &entry.champions);
    if champions.any(|champion| champion.nth >= answers.len()) || answers.len() != snippets.answers.len() {
        return Err(WireError::Damaged);
    }
    Ok(DictionaryShard { entries, answers, snippets })
}

fn decode_champions(reader: &mut Reader<'_>) -> Result<Vec<Champion>, WireError> {
    let mut nth = 0_usize;
    reader.list(|reader| {
        let number = reader.number()? as usize;
        nth = nth.checked_add(number / 2).ok_or(WireError::Damaged)?;
        let paragraphs = reader.list(|reader| reader.number().map(|nth| nth as usize))?;
        Ok(Champion { nth, is_complete: number % 2 == 1, paragraphs })
    })
}

fn decode_postings(reader: &mut Reader<'_>) -> Result<Vec<Posting>, WireError> {
    let mut answer = 0_u32;
    let mut postings = reader.list(|reader| {
        answer = answer.checked_add(reader.number()?).ok_or(WireError::Damaged)?;
        Ok(Posting { answer, section: 0, impact: 0 })
    })?;
    let mut before = None;
    for posting in &mut postings {
        let byte = reader.byte()?;
        posting.impact = byte & 0x0F;
        posting.section = u16::from(byte >> 4);
        if byte >> 4 == ESCAPED_SECTION {
            let rest = u16::try_from(reader.number()?).map_err(|_| WireError::Damaged)?;
            posting.section = posting.section.checked_add(rest).ok_or(WireError::Damaged)?;
        }
        if before.replace((posting.answer, posting.section)) >= Some((posting.answer, posting.section)) {
            return Err(WireError::Damaged);
        }
    }
    Ok(postings)
}
