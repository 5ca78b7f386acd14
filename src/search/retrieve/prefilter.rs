//! The prefilter: paragraphs that cannot hold a word, by their letters alone. It rules out most of them in a tenth of the time
//! that tokenising takes.
//!
//! Not here: whether the other paragraphs do hold it ([`crate::search::text::token_graph`]).

use crate::search::index::documents::StoredParagraph;

/// The ASCII letters and digits of each word that is sought; empty for a word that has others, which lets every text pass.
#[derive(Default)]
pub(crate) struct Prefilter(Vec<Vec<u8>>);

impl Prefilter {
    /// Lets paragraphs pass that may hold this folded word, or words with this prefix.
    pub(crate) fn add(&mut self, form: &str) {
        let word = ascii_letters(form).unwrap_or_default();
        if !self.0.iter().any(|known| word.starts_with(known)) {
            self.0.push(word);
        }
    }

    /// Whether a paragraph may hold one of the words. One with corrections always may.
    pub(crate) fn passes(&self, paragraph: &StoredParagraph) -> bool {
        let may_hold = |letters: Vec<u8>| self.0.iter().any(|word| contains(&letters, word));
        !paragraph.misheard.is_empty() || ascii_letters(&paragraph.text).is_none_or(may_hold)
    }
}

/// The ASCII letters and digits of a text, in lower case and without what stands between them; `None` where the text has other
/// letters that may fold to ASCII. Those are Latin letters with diacritics and full-width forms, told by their first byte.
fn ascii_letters(text: &str) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' => letters.push(byte),
            b'A'..=b'Z' => letters.push(byte | 0x20),
            0xC3..=0xC9 | 0xE1 | 0xEF => return None,
            _ => {}
        }
    }
    Some(letters)
}

/// Whether a word occurs among letters. A library's substring search would cost the browser more code than this saves time.
fn contains(mut letters: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return true };
    while let Some((letter, behind)) = letters.split_first() {
        if letter == first && behind.starts_with(rest) {
            return true;
        }
        letters = behind;
    }
    false
}
