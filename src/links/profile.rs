//! Paragraphs in the form in which they are compared: by their word bigrams, so that an edited word changes little, and two
//! paragraphs that only share common words share nothing.
//!
//! Not here: which paragraph is which ([`super::align`]).

use std::collections::{BTreeMap, HashMap};

use crate::transcript::{fnv1a_64, fold_words};

/// The greatest number of words outside of brackets in a paragraph that marks an unintelligible passage.
const MAX_UNINTELLIGIBLE_WORDS: usize = 1;

/// The most paragraphs that may hold a bigram by which moved ones are found. One that more of them hold says nothing.
const MAX_HOLDERS: usize = 64;

/// The most paragraphs that one is compared with in search of where it moved.
const MAX_CANDIDATES: usize = 32;

/// A paragraph, in the form in which it is compared.
pub(super) struct Profile {
    /// Hashes of the word bigrams, including those with the beginning and the end of the paragraph, sorted.
    pub(super) bigrams: Vec<u64>,
    pub(super) words: usize,
    /// The number of words outside of brackets; `[unintelligible 12:34]` has none.
    spoken_words: usize,
    pub(super) speaker: String,
}

impl Profile {
    pub(super) fn new(text: &str, speaker: &str) -> Self {
        let words = fold_words(text);
        let edge = [String::new()];
        let padded: Vec<&String> = edge.iter().chain(&words).chain(&edge).collect();
        let mut bigrams: Vec<u64> = padded.windows(2).map(|pair| bigram_hash(pair[0], pair[1])).collect();
        bigrams.sort_unstable();
        let spoken_words = fold_words(&outside_brackets(text)).len();
        Self { bigrams, words: words.len(), spoken_words, speaker: speaker.to_owned() }
    }

    /// The number of bigrams that two paragraphs share.
    fn shared_bigrams(&self, other: &Self) -> usize {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (self.bigrams.get(a), other.bigrams.get(b)) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a += 1;
                    b += 1;
                }
            }
        }
        shared
    }

    /// The similarity of two paragraphs, from 0 to 1: the Sørensen–Dice coefficient of their bigrams.
    pub(super) fn similarity(&self, other: &Self) -> f32 {
        2.0 * self.shared_bigrams(other) as f32 / (self.bigrams.len() + other.bigrams.len()) as f32
    }

    /// The containment of this paragraph in another, from 0 to 1: the share of its bigrams that the other has too.
    ///
    /// After Broder (1997), "On the resemblance and containment of documents".
    pub(super) fn containment_in(&self, other: &Self) -> f32 {
        self.shared_bigrams(other) as f32 / self.bigrams.len() as f32
    }

    pub(super) fn is_unintelligible(&self) -> bool {
        self.spoken_words < self.words && self.spoken_words <= MAX_UNINTELLIGIBLE_WORDS
    }
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(is_outside).collect()
}

fn bigram_hash(first: &str, second: &str) -> u64 {
    fnv1a_64(first.bytes().chain([0xFF]).chain(second.bytes()))
}

/// The new paragraphs that hold each bigram: those that may be similar to a given one.
pub(super) struct BigramIndex {
    postings: HashMap<u64, Vec<usize>>,
}

impl BigramIndex {
    pub(super) fn of(new: &[Profile]) -> Self {
        let mut postings: HashMap<u64, Vec<usize>> = HashMap::new();
        for (nth, bigram) in new.iter().enumerate().flat_map(|(nth, new)| new.bigrams.iter().map(move |it| (nth, it))) {
            let holders = postings.entry(*bigram).or_default();
            // One more than are compared says that there are too many.
            if holders.len() <= MAX_HOLDERS && holders.last() != Some(&nth) {
                holders.push(nth);
            }
        }
        Self { postings }
    }

    /// The paragraphs that share most bigrams with this one, of those that few others have; by number.
    pub(super) fn candidates(&self, paragraph: &Profile) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for holders in paragraph.bigrams.iter().filter_map(|bigram| self.postings.get(bigram)) {
            if holders.len() <= MAX_HOLDERS {
                holders.iter().for_each(|nth| *shared.entry(*nth).or_default() += 1);
            }
        }
        let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
        candidates.sort_by_key(|(nth, shared)| (usize::MAX - shared, *nth));
        candidates.truncate(MAX_CANDIDATES);
        let mut candidates: Vec<usize> = candidates.into_iter().map(|(nth, _)| nth).collect();
        candidates.sort_unstable();
        candidates
    }
}
