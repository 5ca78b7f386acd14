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
    // Byte by byte into one text, which is looked at when it is whole: a library's words are taken in while the page stands still.
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
    Vocabulary::of(text, ends).ok_or(WireError::Damaged)
}
