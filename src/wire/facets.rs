//! `names.bin`: the values of all facets; and `facets/<n>.bin`: the speakers and topics of consecutive answers.
//!
//! ```text
//! names:  speakers: count, then id, name;  topics: the same;  episodes: the same;
//!         former ids of speakers, topics and episodes: for each of the three a count, then id, index of what it is now
//! facets: answers: count, then speakers: count, indexes; topics: count, indexes
//! ```
//!
//! Whether an index is one of the names is checked by the search: the two files arrive apart.

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use super::documents::decode_named;
#[cfg(not(target_arch = "wasm32"))]
use super::documents::encode_named;
use crate::search::{FacetChunk, FacetNames};
#[cfg(not(target_arch = "wasm32"))]
use crate::transcript::Facet;
use crate::transcript::PerFacet;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode_names(names: &FacetNames, out: &mut Writer) {
    encode_named(&names.values[Facet::Speaker], out);
    encode_named(&names.values[Facet::Topic], out);
    encode_named(&names.values[Facet::Episode], out);
    for (_, former) in names.former.iter() {
        out.size(former.len());
        for (id, nth) in former {
            out.text(id);
            out.number(*nth);
        }
    }
}

pub(super) fn decode_names(reader: &mut Reader<'_>) -> Result<FacetNames, WireError> {
    let (speakers, topics) = (reader.list(decode_named)?, reader.list(decode_named)?);
    let episodes = reader.list(decode_named)?;
    Ok(FacetNames {
        values: PerFacet([speakers, topics, episodes]),
        former: PerFacet([decode_former(reader)?, decode_former(reader)?, decode_former(reader)?]),
    })
}

fn decode_former(reader: &mut Reader<'_>) -> Result<Vec<(String, u32)>, WireError> {
    reader.list(|reader| Ok((reader.text()?, reader.number()?)))
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode_chunk(chunk: &FacetChunk, out: &mut Writer) {
    out.size(chunk.speakers.len());
    for nth in 0..chunk.speakers.len() {
        for list in [chunk.speakers.get(nth), chunk.topics.get(nth)] {
            out.size(list.len());
            list.iter().for_each(|index| out.number(*index));
        }
    }
}

pub(super) fn decode_chunk(reader: &mut Reader<'_>) -> Result<FacetChunk, WireError> {
    let mut chunk = FacetChunk::default();
    for _ in 0..reader.count()? {
        chunk.speakers.push(reader.list(Reader::number)?);
        chunk.topics.push(reader.list(Reader::number)?);
    }
    Ok(chunk)
}
