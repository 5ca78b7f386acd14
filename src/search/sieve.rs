//! Which texts cannot hold a word, told by their letters alone: most, in a tenth of the time that it takes to read their words.
//!
//! Not here: which of the others do hold it, which is [`super::lattice`]'s to tell.

use super::model::TextParagraph;

/// The letters of each word that a text is looked through for; none of a word that they do not tell of.
#[derive(Default)]
pub(super) struct Sieve(Vec<Vec<u8>>);

impl Sieve {
    /// Lets texts through with this folded word too, or with words that begin so.
    pub(super) fn add(&mut self, form: &str) {
        let word = plain(form).unwrap_or_default();
        if !self.0.iter().any(|known| word.starts_with(known)) {
            self.0.push(word);
        }
    }

    /// Whether a paragraph may hold one of the words: of what was misheard in it the letters do not tell.
    pub(super) fn passes(&self, paragraph: &TextParagraph) -> bool {
        let may_hold = |letters: Vec<u8>| self.0.iter().any(|word| holds(&letters, word));
        !paragraph.misheard.is_empty() || plain(&paragraph.text).is_none_or(may_hold)
    }
}

/// The plain letters and digits of a text, in lower case and one behind the other; `None` where there are others that may fold to
/// such: Latin ones with diacritics, and those of full width, by the first byte of each.
fn plain(text: &str) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' => plain.push(byte),
            b'A'..=b'Z' => plain.push(byte | 0x20),
            0xC3..=0xC9 | 0xE1 | 0xEF => return None,
            _ => {}
        }
    }
    Some(plain)
}

/// Whether letters stand somewhere among others.
fn holds(mut letters: &[u8], word: &[u8]) -> bool {
    let Some((first, others)) = word.split_first() else { return true };
    while let Some((letter, behind)) = letters.split_first() {
        if letter == first && behind.starts_with(others) {
            return true;
        }
        letters = behind;
    }
    false
}
