//! A shard of the dictionary: word forms with their postings and champions.
//!
//! Answers are numbered in library order, from 0. A *section* is what one speaker says in one answer. The sections of an
//! answer are numbered from 1, in order of first word; section 0 holds what nobody says: the title, the speakers' names and
//! the episode's title.
//!
//! Not here: which shard a form is in ([`super::lookup`]), and what an impact is worth ([`super::weights`]).

use crate::search::index::documents::DocumentChunk;

/// The section of titles and names.
pub const META_SECTION: u16 = 0;

/// The number of values that [`Posting::impact`] can have.
pub(crate) const IMPACTS: u8 = 16;

/// A range of the dictionary, sorted by form.
///
/// The shard also holds replicas of those inflections of its forms that sort into other ranges, so one shard answers for a
/// word whole. It carries the cached snippets of its champions, so a query of one word needs no document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DictionaryShard {
    /// Sorted by form.
    pub entries: Vec<DictionaryEntry>,
    /// The numbers of the answers that [`DictionaryEntry::champions`] refer to, ascending.
    pub answers: Vec<u32>,
    /// Those answers in the same order, each cut to its cached snippets.
    pub snippets: DocumentChunk,
}

/// A word form with its postings list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryEntry {
    /// The form, folded.
    pub form: String,
    /// The number of a group of inflections of one word, unique within the shard; 0 for a form without any.
    pub stem_group: u32,
    /// Sorted by answer, then section. A very common form keeps only those of highest impact.
    pub postings: Vec<Posting>,
    /// How many answers hold the form beyond those in `postings`.
    pub unlisted_answers: u32,
    /// The champion list of the form alone; empty for a replica, and for rare forms of a very large library.
    pub champions: Vec<Champion>,
}

impl DictionaryEntry {
    /// Whether another entry of the same shard is an inflection of the same word.
    pub(crate) fn is_inflection_of(&self, other: &Self) -> bool {
        self.stem_group != 0 && self.stem_group == other.stem_group && self.form != other.form
    }
}

/// An answer among the first for a form, with what its card needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Champion {
    /// Index into [`DictionaryShard::answers`] and the answers of [`DictionaryShard::snippets`].
    pub nth: usize,
    /// Whether the cached snippet holds every occurrence of the form and its inflections in the answer.
    pub is_complete: bool,
    /// The paragraphs in which they occur, as indexes into those of the cached answer. A paragraph cached for no form has an
    /// empty text.
    pub paragraphs: Vec<usize>,
}

/// An occurrence of a form in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The answer.
    pub answer: u32,
    /// The section within it.
    pub section: u16,
    /// The quantised weight of the form there, 0 to 15; field weights and length norms are part of it.
    pub impact: u8,
}
