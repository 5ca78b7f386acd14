//! `head.bin`: the head of an index, the one file that is always loaded.
//!
//! ```text
//! answers, forms, bigram shards
//! answers of each episode: count, then for each: how many
//! synonyms: count, then spellings: count, texts
//! truncated terms: count, then for each, sorted: its form, its document frequency
//! starts of the dictionary shards: count, then for each, sorted: length of the prefix shared with the one before, the rest
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Head;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(head: &Head, out: &mut Writer) {
    [head.answers, head.forms, head.bigram_shards].into_iter().for_each(|number| out.number(number));
    out.size(head.episode_answers.len());
    head.episode_answers.iter().for_each(|answers| out.number(*answers));
    out.size(head.synonyms.len());
    for spellings in &head.synonyms {
        out.size(spellings.len());
        spellings.iter().for_each(|spelling| out.text(spelling));
    }
    out.size(head.truncated_terms.len());
    for (form, doc_freq) in &head.truncated_terms {
        out.text(form);
        out.number(*doc_freq);
    }
    out.size(head.shard_starts.len());
    let mut before = "";
    for start in &head.shard_starts {
        out.front_coded(before, start);
        before = start;
    }
}

/// The most answers, forms and shards of a library: sixty times as many as five thousand episodes have. A search takes time and
/// memory for each.
const MAX_COUNT: u32 = 1 << 24;

fn count(reader: &mut Reader<'_>) -> Result<u32, WireError> {
    reader.number().and_then(|count| if count <= MAX_COUNT { Ok(count) } else { Err(WireError::Damaged) })
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Head, WireError> {
    let [answers, forms, bigram_shards] = [count(reader)?, count(reader)?, count(reader)?];
    let episode_answers = reader.list(Reader::number)?;
    let synonyms = reader.list(|reader| reader.list(Reader::text))?;
    let truncated_terms = reader.list(|reader| Ok((reader.text()?, reader.number()?)))?;
    let mut before: Option<String> = None;
    let shard_starts = reader.list(|reader| {
        let start = match &before {
            Some(before) => reader.front_coded(before)?,
            // Every form sorts after the empty text, where the first shard begins.
            None if (reader.number()?, reader.number()?) == (0, 0) => String::new(),
            None => return Err(WireError::Damaged),
        };
        before = Some(start.clone());
        Ok(start)
    })?;
    Ok(Head { answers, episode_answers, forms, bigram_shards, synonyms, truncated_terms, shard_starts })
}
