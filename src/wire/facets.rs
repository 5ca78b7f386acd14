//! `names.bin`: what filters are called; and `facets/<n>.bin`: for a run of answers who speaks and what it is about.
//!
//! ```text
//! names:  speakers: count, then id, name;  topics: the same;  episodes: count, then id, title, answers;
//!         former ids of speakers, topics and episodes: for each of the three a count, then id, number of what it is now
//! facets: answers: count, then speakers: count, indexes; topics: count, indexes
//! ```
//!
//! Whether the indexes name anything is for the search to see: the two files come apart.

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use super::text::decode_name;
#[cfg(not(target_arch = "wasm32"))]
use super::text::encode_names;
use crate::search::{Facets, Names};

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode_all_names(names: &Names, out: &mut Writer) {
    encode_names(&names.speakers, out);
    encode_names(&names.topics, out);
    out.size(names.episodes.len());
    for (name, answers) in &names.episodes {
        out.text(&name.id);
        out.text(&name.name);
        out.number(*answers);
    }
    for former in &names.former {
        out.size(former.len());
        for (id, nth) in former {
            out.text(id);
            out.number(*nth);
        }
    }
}

pub(super) fn decode_all_names(reader: &mut Reader<'_>) -> Result<Names, WireError> {
    Ok(Names {
        speakers: reader.list(decode_name)?,
        topics: reader.list(decode_name)?,
        episodes: reader.list(|reader| Ok((decode_name(reader)?, reader.number()?)))?,
        former: [decode_former(reader)?, decode_former(reader)?, decode_former(reader)?],
    })
}

fn decode_former(reader: &mut Reader<'_>) -> Result<Vec<(String, u32)>, WireError> {
    reader.list(|reader| Ok((reader.text()?, reader.number()?)))
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(facets: &Facets, out: &mut Writer) {
    out.size(facets.voices.len());
    for nth in 0..facets.voices.len() {
        for list in [facets.voices.get(nth), facets.topics.get(nth)] {
            out.size(list.len());
            list.iter().for_each(|index| out.number(*index));
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Facets, WireError> {
    let mut facets = Facets::default();
    for _ in 0..reader.count()? {
        facets.voices.push(reader.list(Reader::number)?);
        facets.topics.push(reader.list(Reader::number)?);
    }
    Ok(facets)
}
