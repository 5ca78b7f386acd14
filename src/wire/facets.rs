//! `facets.bin`: who speaks where, and what it is about.
//!
//! ```text
//! speakers: count, then id, name;  topics: the same
//! episodes: count, then id, title, answers
//! answers:  count, then speakers: count, indexes; topics: count, indexes
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use super::text::decode_name;
#[cfg(not(target_arch = "wasm32"))]
use super::text::encode_names;
use crate::search::Facets;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(facets: &Facets, out: &mut Writer) {
    encode_names(&facets.speakers, out);
    encode_names(&facets.topics, out);
    out.size(facets.episodes.len());
    for (name, answers) in &facets.episodes {
        out.text(&name.id);
        out.text(&name.name);
        out.number(*answers);
    }
    out.size(facets.voices.len());
    for nth in 0..facets.voices.len() {
        for list in [facets.voices.get(nth), facets.answer_topics.get(nth)] {
            out.size(list.len());
            list.iter().for_each(|index| out.number(*index));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Facets, WireError> {
    let mut facets = Facets {
        speakers: reader.list(decode_name)?,
        topics: reader.list(decode_name)?,
        episodes: reader.list(|reader| Ok((decode_name(reader)?, reader.number()?)))?,
        ..Facets::default()
    };
    let count = reader.count()?;
    for _ in 0..count {
        facets.voices.push(indexes(reader, facets.speakers.len())?);
        facets.answer_topics.push(indexes(reader, facets.topics.len())?);
    }
    Ok(facets)
}

fn indexes(reader: &mut Reader<'_>, len: usize) -> Result<Vec<u32>, WireError> {
    reader.list(|reader| {
        let index = reader.number()?;
        if (index as usize) < len { Ok(index) } else { Err(WireError::Damaged) }
    })
}
