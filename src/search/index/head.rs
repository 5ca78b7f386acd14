//! The head of an index: the part that is always loaded, and tells which other parts a query needs.
//!
//! Not here: the parts themselves, and which of them are loaded ([`crate::search::index`]).

use crate::search::index::documents::ANSWERS_PER_CHUNK;
use crate::search::index::facets::ANSWERS_PER_FACETS;
use crate::search::number::index32;

/// Sizes of the index, and the tables by which the shard of a word is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Answers in the library.
    pub answers: u32,
    /// How many answers each episode has, newest first: which episode an answer is in is needed to rank it.
    pub episode_answers: Vec<u32>,
    /// Distinct word forms.
    pub forms: u32,
    /// Shards of the bigrams.
    pub bigram_shards: u32,
    /// Lists of synonyms, each spelling folded; every spelling of list `n` is also indexed as [`synonym_term`]`(n)`.
    pub synonyms: Vec<Vec<String>>,
    /// The most common of the forms whose postings lists are truncated, sorted, each with its document frequency. Answers
    /// are told apart by the words beside these.
    pub truncated_terms: Vec<(String, u32)>,
    /// For each shard of the dictionary, a text that sorts after every form of the shard before and not after its own first.
    pub shard_starts: Vec<String>,
}

/// The term under which every spelling of a list of synonyms is indexed. No word of a text folds to it.
pub fn synonym_term(list: usize) -> String {
    ["=", &list.to_string()].concat()
}

impl Head {
    /// The number of episodes in the library.
    pub fn episodes(&self) -> u32 {
        index32(self.episode_answers.len())
    }

    /// The number of document chunks.
    pub fn document_chunks(&self) -> u32 {
        self.answers.div_ceil(ANSWERS_PER_CHUNK)
    }

    /// The number of facet chunks.
    pub fn facet_chunks(&self) -> u32 {
        self.answers.div_ceil(ANSWERS_PER_FACETS)
    }

    /// The number of dictionary shards.
    pub fn dictionary_shards(&self) -> u32 {
        index32(self.shard_starts.len())
    }

    /// The document frequency of one of the most common forms; `None` for every other form.
    pub(crate) fn truncated_doc_freq(&self, form: &str) -> Option<u32> {
        let at = self.truncated_terms.binary_search_by(|(known, _)| known.as_str().cmp(form)).ok()?;
        self.truncated_terms.get(at).map(|(_, doc_freq)| *doc_freq)
    }
}
