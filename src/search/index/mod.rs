//! The index: a head, and the parts that are loaded when a query needs them.
//!
//! [`head`] is always there. [`dictionary`], [`bigrams`], [`documents`], [`facets`] and [`vocabulary`] are the kinds of part;
//! [`lookup`] finds a form among the shards; [`weights`] says what a stored impact is worth.
//!
//! Not here: where parts come from, and the files they travel in ([`crate::wire`]).

pub(crate) mod bigrams;

pub(crate) mod dictionary;

pub(crate) mod documents;

pub(crate) mod facets;

pub(crate) mod head;

pub(crate) mod lists;

pub(crate) mod lookup;

pub(crate) mod vocabulary;

pub(crate) mod weights;

#[cfg(not(target_arch = "wasm32"))]
use std::borrow::Cow;

use crate::search::index::bigrams::BigramShard;
use crate::search::index::dictionary::DictionaryShard;
use crate::search::index::documents::DocumentChunk;
use crate::search::index::facets::{FacetChunk, FacetNames};
use crate::search::index::head::Head;
use crate::search::index::vocabulary::Vocabulary;

/// The name of a part, which is loaded on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A shard of the dictionary, from 0.
    Dictionary(u32),
    /// A shard of the bigrams, from 0.
    Bigrams(u32),
    /// A chunk of stored answers, from 0.
    Documents(u32),
    /// The vocabulary.
    Vocabulary,
    /// The names of all facet values.
    FacetNames,
    /// The speakers and topics of a chunk of answers, from 0.
    Facets(u32),
}

/// A part as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartData {
    /// For [`Part::Dictionary`].
    Dictionary(DictionaryShard),
    /// For [`Part::Bigrams`].
    Bigrams(BigramShard),
    /// For [`Part::Documents`].
    Documents(DocumentChunk),
    /// For [`Part::Vocabulary`].
    Vocabulary(Vocabulary),
    /// For [`Part::FacetNames`].
    FacetNames(FacetNames),
    /// For [`Part::Facets`].
    Facets(FacetChunk),
}

/// A part, borrowed from an index or made for the caller.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub enum PartView<'a> {
    /// For [`Part::Dictionary`].
    Dictionary(Cow<'a, DictionaryShard>),
    /// For [`Part::Bigrams`].
    Bigrams(&'a BigramShard),
    /// For [`Part::Documents`].
    Documents(Cow<'a, DocumentChunk>),
    /// For [`Part::Vocabulary`].
    Vocabulary(&'a Vocabulary),
    /// For [`Part::FacetNames`].
    FacetNames(&'a FacetNames),
    /// For [`Part::Facets`].
    Facets(&'a FacetChunk),
}

/// A source of all parts of an index: one held in memory, or one that makes each part when it is asked for.
#[cfg(not(target_arch = "wasm32"))]
pub trait Parts: Sync {
    /// The head.
    fn head(&self) -> &Head;
    /// The names of all parts.
    fn parts(&self) -> Vec<Part>;
    /// The part of that name, if there is one.
    fn part(&self, part: Part) -> Option<PartView<'_>>;
}

/// Parts of one kind by number, in a sorted list: a map costs the browser more code than it saves time.
#[derive(Debug, Clone)]
struct PartList<T>(Vec<(u32, T)>);

impl<T> Default for PartList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PartList<T> {
    fn put(&mut self, nth: u32, part: T) {
        let at = self.0.partition_point(|(number, _)| *number < nth);
        match self.0.get_mut(at) {
            Some(place) if place.0 == nth => place.1 = part,
            _ => self.0.insert(at, (nth, part)),
        }
    }

    fn get(&self, nth: u32) -> Option<&T> {
        let at = self.0.partition_point(|(number, _)| *number < nth);
        self.0.get(at).filter(|(number, _)| *number == nth).map(|(_, part)| part)
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(number, _)| *number)
    }
}

/// An index as far as it is loaded: the head, and the parts so far.
#[derive(Debug, Clone, Default)]
pub struct Index {
    head: Head,
    dictionary: PartList<DictionaryShard>,
    bigrams: PartList<BigramShard>,
    documents: PartList<DocumentChunk>,
    vocabulary: Option<Vocabulary>,
    names: Option<FacetNames>,
    facets: PartList<FacetChunk>,
}

impl Index {
    /// An index with a head and no parts.
    pub fn new(head: Head) -> Self {
        Self { head, ..Self::default() }
    }

    /// The head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Adds a part. Data of another kind than the name says is dropped, so the part is asked for again.
    pub fn put(&mut self, part: Part, data: PartData) {
        match (part, data) {
            (Part::Dictionary(nth), PartData::Dictionary(words)) => self.dictionary.put(nth, words),
            (Part::Bigrams(nth), PartData::Bigrams(pairs)) => self.bigrams.put(nth, pairs),
            (Part::Documents(nth), PartData::Documents(text)) => self.documents.put(nth, text),
            (Part::Vocabulary, PartData::Vocabulary(vocabulary)) => self.vocabulary = Some(vocabulary),
            (Part::FacetNames, PartData::FacetNames(names)) => self.names = Some(names),
            (Part::Facets(nth), PartData::Facets(facets)) => self.facets.put(nth, facets),
            _ => {}
        }
    }

    /// Whether a part is loaded.
    pub fn holds(&self, part: Part) -> bool {
        match part {
            Part::Dictionary(nth) => self.dictionary(nth).is_some(),
            Part::Bigrams(nth) => self.bigrams(nth).is_some(),
            Part::Documents(nth) => self.documents(nth).is_some(),
            Part::Facets(nth) => self.facets(nth).is_some(),
            Part::Vocabulary => self.vocabulary.is_some(),
            Part::FacetNames => self.names.is_some(),
        }
    }

    /// The names of the loaded parts.
    pub fn parts(&self) -> Vec<Part> {
        let dictionary = self.dictionary.numbers().map(Part::Dictionary);
        let bigrams = self.bigrams.numbers().map(Part::Bigrams);
        let documents = self.documents.numbers().map(Part::Documents);
        let facets = self.facets.numbers().map(Part::Facets);
        let vocabulary = self.vocabulary.as_ref().map(|_| Part::Vocabulary);
        let names = self.names.as_ref().map(|_| Part::FacetNames);
        dictionary.chain(bigrams).chain(documents).chain(facets).chain(vocabulary).chain(names).collect()
    }

    /// A shard of the dictionary, if it is loaded.
    pub fn dictionary(&self, nth: u32) -> Option<&DictionaryShard> {
        self.dictionary.get(nth)
    }

    /// A shard of the bigrams, if it is loaded.
    pub fn bigrams(&self, nth: u32) -> Option<&BigramShard> {
        self.bigrams.get(nth)
    }

    /// A chunk of documents, if it is loaded.
    pub fn documents(&self, nth: u32) -> Option<&DocumentChunk> {
        self.documents.get(nth)
    }

    /// The vocabulary, if it is loaded.
    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        self.vocabulary.as_ref()
    }

    /// The names of facet values, if they are loaded.
    pub fn names(&self) -> Option<&FacetNames> {
        self.names.as_ref()
    }

    /// The facets of a chunk of answers, if they are loaded.
    pub fn facets(&self, nth: u32) -> Option<&FacetChunk> {
        self.facets.get(nth)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Parts for Index {
    fn head(&self) -> &Head {
        Self::head(self)
    }

    fn parts(&self) -> Vec<Part> {
        Self::parts(self)
    }

    fn part(&self, part: Part) -> Option<PartView<'_>> {
        Some(match part {
            Part::Dictionary(nth) => PartView::Dictionary(Cow::Borrowed(self.dictionary(nth)?)),
            Part::Bigrams(nth) => PartView::Bigrams(self.bigrams(nth)?),
            Part::Documents(nth) => PartView::Documents(Cow::Borrowed(self.documents(nth)?)),
            Part::Facets(nth) => PartView::Facets(self.facets(nth)?),
            Part::Vocabulary => PartView::Vocabulary(self.vocabulary()?),
            Part::FacetNames => PartView::FacetNames(self.names()?),
        })
    }
}
