//! `head.bin`: the manifest of a generation of index files, the one that is always loaded.
//!
//! ```text
//! answers, episodes, forms, shards of pairs,
//! same spellings: count, then spellings: count, texts
//! common forms: count, then for each, sorted: its text, how many answers hold it
//! starts of the dictionary's shards: count, then for each, sorted: bytes shared with the one before, the rest as text
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Head;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(head: &Head, out: &mut Writer) {
    [head.answers, head.episodes, head.forms, head.pairs].into_iter().for_each(|number| out.number(number));
    out.size(head.same.len());
    for spellings in &head.same {
        out.size(spellings.len());
        spellings.iter().for_each(|spelling| out.text(spelling));
    }
    out.size(head.common.len());
    for (form, holding) in &head.common {
        out.text(form);
        out.number(*holding);
    }
    out.size(head.starts.len());
    let mut before = "";
    for start in &head.starts {
        out.front_coded(before, start);
        before = start;
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Head, WireError> {
    let (answers, episodes, forms, pairs) = (reader.number()?, reader.number()?, reader.number()?, reader.number()?);
    let same = reader.list(|reader| reader.list(Reader::text))?;
    let common = reader.list(|reader| Ok((reader.text()?, reader.number()?)))?;
    let mut before: Option<String> = None;
    let starts = reader.list(|reader| {
        let start = match &before {
            Some(before) => reader.front_coded(before)?,
            // The first shard begins with everything.
            None if (reader.number()?, reader.number()?) == (0, 0) => String::new(),
            None => return Err(WireError::Damaged),
        };
        before = Some(start.clone());
        Ok(start)
    })?;
    Ok(Head { answers, episodes, forms, pairs, same, common, starts })
}
