//! `vocabulary.bin`: the vocabulary.
//!
//! ```text
//! for each word, sorted, up to the end: length of the prefix shared with the one before, at most 31 (1 byte), the rest of it
//! ```
//!
//! No byte of a word is below 32, so the length of the next prefix ends a word. The file is a fifth smaller than with lengths of
//! words.

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Vocabulary;

/// The longest shared prefix. Every byte of a word is greater.
const MAX_SHARED: u8 = 31;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(vocabulary: &Vocabulary, out: &mut Writer) {
    let mut before = "";
    for word in vocabulary.words() {
        let most = word.floor_char_boundary(usize::from(MAX_SHARED));
        let common = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let shared = word.floor_char_boundary(common.min(most));
        out.byte(shared as u8);
        out.bytes(&word.as_bytes()[shared..]);
        before = word;
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Vocabulary, WireError> {
    // The bytes are checked for UTF-8 once, when all are there: the page stands still while a vocabulary is decoded.
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    let mut word = 0..0;
    while !reader.rest().is_empty() {
        let shared = usize::from(reader.byte()?);
        let len = reader.rest().iter().position(|byte| *byte <= MAX_SHARED).unwrap_or(reader.rest().len());
        if shared > word.len() {
            return Err(WireError::Damaged);
        }
        let start = text.len();
        text.extend_from_within(word.start..word.start + shared);
        text.extend_from_slice(reader.bytes(len)?);
        word = start..text.len();
        ends.push(u32::try_from(word.end).map_err(|_| WireError::Damaged)?);
    }
    Vocabulary::new(text, ends).ok_or(WireError::Damaged)
}
