//! The vocabulary: the words that a mistyped or inflected word may stand for, sorted. It tells at once whether the library
//! holds a word, and is searched for fuzzy candidates.
//!
//! The one part that is loaded whole; it grows far more slowly than what is said. Not here: which forms belong into it
//! ([`crate::search::retrieve::fuzzy`]).

use crate::search::index::lists::span;

/// Sorted words of letters; forms with digits or signs and those of one or two letters are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words one after the other: a string for each would take the browser three times the room.
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
    /// The [`letter_bits`] of each word.
    letters: Vec<u64>,
}

/// A bit for each letter of a word in the lower half, and a bit for each letter that occurs more than once in the upper;
/// letters outside a to z share one bit.
pub(crate) fn letter_bits(word: &str) -> u64 {
    // A letter of several bytes counts by its first.
    let firsts = word.bytes().filter(|byte| !matches!(byte, 0x80..=0xBF));
    firsts.fold(0, |letters, byte| {
        let bit = 1 << if byte.is_ascii() { byte & 31 } else { 0 };
        letters | bit | (letters & bit) << 32
    })
}

impl Vocabulary {
    /// A vocabulary of the words in `text` that end at `ends`; `None` where they are not UTF-8 or not in ascending order.
    pub fn new(text: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let text = String::from_utf8(text).ok()?;
        let mut letters = Vec::with_capacity(ends.len());
        let (mut start, mut before) = (0, "");
        for end in &ends {
            let word = text.get(start..*end as usize).filter(|word| *word > before)?;
            letters.push(letter_bits(word));
            (start, before) = (*end as usize, word);
        }
        (start == text.len()).then_some(Self { text, ends, letters })
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word with this index; empty where there is none.
    pub fn get(&self, nth: usize) -> &str {
        span(&self.ends, nth).and_then(|span| self.text.get(span)).unwrap_or_default()
    }

    /// A lower bound of the edit distance between the word with this index and one with these [`letter_bits`]: the number of
    /// letters that only one of them has, or has twice.
    pub(crate) fn min_edits(&self, nth: usize, letters: u64) -> u32 {
        let own = self.letters.get(nth).copied().unwrap_or_default();
        (letters & !own).count_ones().max((own & !letters).count_ones())
    }

    /// The words, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|nth| self.get(nth))
    }

    /// The index of the first word that does not sort before this text.
    pub(crate) fn lower_bound(&self, start: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle) < start {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Whether it holds a word.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.get(self.lower_bound(word)) == word
    }

    /// Whether it holds a word with this prefix.
    pub(crate) fn contains_prefix(&self, prefix: &str) -> bool {
        self.get(self.lower_bound(prefix)).starts_with(prefix)
    }
}
