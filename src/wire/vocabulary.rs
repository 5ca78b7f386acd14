//! `vocabulary.bin`: the words of the library, as far as others may be taken for them.
//!
//! ```text
//! for each word, sorted, up to the end: bytes shared with the one before, at most 31 (1 byte), the rest of it (no byte below 32)
//! ```
//!
//! So the one tells where the other ends: the file is a fifth smaller than with lengths.

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Vocabulary;

/// No byte of a word is as low.
const MAX_SHARED: u8 = 31;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(vocabulary: &Vocabulary, out: &mut Writer) {
    let mut before = "";
    for word in vocabulary.words() {
        let most = word.floor_char_boundary(usize::from(MAX_SHARED));
        let alike = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let shared = word.floor_char_boundary(alike.min(most));
        out.byte(shared as u8);
        out.bytes(&word.as_bytes()[shared..]);
        before = word;
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Vocabulary, WireError> {
    let mut vocabulary = Vocabulary::default();
    let mut word = String::new();
    while !reader.rest().is_empty() {
        let shared = usize::from(reader.byte()?);
        let len = reader.rest().iter().position(|byte| *byte <= MAX_SHARED).unwrap_or(reader.rest().len());
        let rest = std::str::from_utf8(reader.bytes(len)?).map_err(|_| WireError::Damaged)?;
        if word.get(shared..).is_none_or(|before| rest <= before) {
            return Err(WireError::Damaged);
        }
        word.truncate(shared);
        word.push_str(rest);
        vocabulary.push(&word);
    }
    Ok(vocabulary)
}
