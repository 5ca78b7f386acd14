//! The result of inversion: for each form its term frequencies, for each answer its field lengths, and all bigrams.
//!
//! Not here: how a library is inverted ([`super::invert`]), and what becomes of the result ([`super`]).

use std::collections::BTreeSet;
use std::ops::Range;

use crate::search::index::bigrams::BigramPosting;
use crate::search::index::dictionary::META_SECTION;

/// The fields of a section: the meta section has the first three, a speaker's the last two.
pub(crate) const TITLE: usize = 0;
pub(crate) const SPEAKER: usize = 1;
pub(crate) const EPISODE: usize = 2;
pub(crate) const PROMPT: usize = 3;
pub(crate) const ANSWER: usize = 4;
pub(crate) const FIELDS: usize = 5;

/// The most fields of one section.
pub(crate) const FIELDS_PER_SECTION: usize = 3;

/// The first field of a section.
pub(crate) fn first_field(section: u16) -> usize {
    if section == META_SECTION { TITLE } else { PROMPT }
}

/// The term frequencies of a form in one section.
#[derive(Clone, Copy)]
pub(crate) struct TermFreq {
    pub(crate) answer: u32,
    pub(crate) section: u16,
    /// The frequency in each field of the section, from its [`first_field`] on; at most 255.
    pub(crate) counts: [u8; FIELDS_PER_SECTION],
}

/// A form with all its term frequencies.
#[derive(Default)]
pub(crate) struct InvertedForm {
    pub(crate) form: String,
    /// Sorted by answer, then section.
    pub(crate) freqs: Vec<TermFreq>,
    /// The stems of the form in the languages it occurs in.
    pub(crate) stems: BTreeSet<String>,
}

impl InvertedForm {
    /// The number of answers that hold the form.
    pub(crate) fn doc_freq(&self) -> usize {
        self.freqs.chunk_by(|a, b| a.answer == b.answer).count()
    }
}

/// The bigrams of consecutive answers, sorted and without duplicates. They are packed, for together they take most of the
/// memory of a build.
pub(crate) struct BigramRun {
    /// The first of the answers.
    pub(crate) first: u32,
    /// The hash in the upper 32 bits, the answer less `first` in the next 16, the section in the lower 16.
    pub(crate) packed: Vec<u64>,
}

/// A bigram by its hash, in a section.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BigramOccurrence {
    pub(crate) hash: u32,
    pub(crate) posting: BigramPosting,
}

impl BigramRun {
    /// The packed form of a bigram; the answer must be one of the run's.
    pub(crate) fn pack(&self, BigramOccurrence { hash, posting }: BigramOccurrence) -> u64 {
        u64::from(hash) << 32 | u64::from(posting.answer - self.first) << 16 | u64::from(posting.section)
    }

    /// The number of bigrams.
    pub(crate) fn len(&self) -> usize {
        self.packed.len()
    }

    /// The bigrams whose hashes are in a range, in order.
    pub(crate) fn within(&self, hashes: &Range<u64>) -> impl Iterator<Item = BigramOccurrence> {
        let from = self.packed.partition_point(|packed| u64::from(hash_of(*packed)) < hashes.start);
        let to = self.packed.partition_point(|packed| u64::from(hash_of(*packed)) < hashes.end);
        let unpack = |packed: u64| {
            let answer = self.first + u32::from((packed >> 16) as u16);
            BigramOccurrence { hash: hash_of(packed), posting: BigramPosting { answer, section: packed as u16 } }
        };
        self.packed[from..to].iter().map(move |packed| unpack(*packed))
    }
}

fn hash_of(packed: u64) -> u32 {
    (packed >> 32) as u32
}

/// The lengths of an answer's fields, in tokens.
pub(crate) type FieldLengths = [u32; FIELDS];

/// An inverted library.
pub(crate) struct Inverted {
    /// Sorted by form.
    pub(crate) forms: Vec<InvertedForm>,
    /// For each answer.
    pub(crate) lengths: Vec<FieldLengths>,
    /// The bigrams of consecutive slices of the library.
    pub(crate) bigrams: Vec<BigramRun>,
}
