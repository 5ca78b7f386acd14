//! An index as far as it is there: the head, the names of its parts, and those that have been loaded.
//!
//! Not here: what the parts hold ([`super::model`]), and where they come from.

#[cfg(not(target_arch = "wasm32"))]
use std::borrow::Cow;

use super::model::{Facets, Head, Names, Pairs, Text, Vocabulary, Words};

/// The name of what is loaded on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A shard of the dictionary, from 0.
    Words(u32),
    /// A shard of the pairs of neighbouring words, from 0.
    Pairs(u32),
    /// A chunk of answers, from 0.
    Text(u32),
    /// The words of the library.
    Vocabulary,
    /// The names of speakers, topics and episodes.
    Names,
    /// Who speaks where, and what it is about, for a run of answers, from 0.
    Facets(u32),
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartData {
    /// For [`Part::Words`].
    Words(Words),
    /// For [`Part::Pairs`].
    Pairs(Pairs),
    /// For [`Part::Text`].
    Text(Text),
    /// For [`Part::Vocabulary`].
    Vocabulary(Vocabulary),
    /// For [`Part::Names`].
    Names(Names),
    /// For [`Part::Facets`].
    Facets(Facets),
}

/// A part, where it lies or as it was made.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub enum PartView<'a> {
    /// For [`Part::Words`].
    Words(Cow<'a, Words>),
    /// For [`Part::Pairs`].
    Pairs(&'a Pairs),
    /// For [`Part::Text`].
    Text(Cow<'a, Text>),
    /// For [`Part::Vocabulary`].
    Vocabulary(&'a Vocabulary),
    /// For [`Part::Names`].
    Names(&'a Names),
    /// For [`Part::Facets`].
    Facets(&'a Facets),
}

/// An index part by part: one that is there, or one whose parts are made as they are asked for.
#[cfg(not(target_arch = "wasm32"))]
pub trait Parts: Sync {
    /// The head.
    fn head(&self) -> &Head;
    /// The names of all parts.
    fn parts(&self) -> Vec<Part>;
    /// A part, if there is one of that name.
    fn part(&self, part: Part) -> Option<PartView<'_>>;
}

/// Parts by number: a sorted list, for a map costs the browser more than it saves.
#[derive(Debug, Clone)]
struct Shelf<T>(Vec<(u32, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Shelf<T> {
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

/// A head, and the parts loaded so far.
#[derive(Debug, Clone, Default)]
pub struct Index {
    head: Head,
    words: Shelf<Words>,
    pairs: Shelf<Pairs>,
    texts: Shelf<Text>,
    vocabulary: Option<Vocabulary>,
    names: Option<Names>,
    facets: Shelf<Facets>,
}

impl Index {
    /// An index of which nothing but the head is there.
    pub fn new(head: Head) -> Self {
        Self { head, ..Self::default() }
    }

    /// The head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Adds a part. What does not belong under that name is not taken, and asked for again.
    pub fn put(&mut self, part: Part, data: PartData) {
        match (part, data) {
            (Part::Words(nth), PartData::Words(words)) => self.words.put(nth, words),
            (Part::Pairs(nth), PartData::Pairs(pairs)) => self.pairs.put(nth, pairs),
            (Part::Text(nth), PartData::Text(text)) => self.texts.put(nth, text),
            (Part::Vocabulary, PartData::Vocabulary(vocabulary)) => self.vocabulary = Some(vocabulary),
            (Part::Names, PartData::Names(names)) => self.names = Some(names),
            (Part::Facets(nth), PartData::Facets(facets)) => self.facets.put(nth, facets),
            _ => {}
        }
    }

    /// Whether a part is there.
    pub fn holds(&self, part: Part) -> bool {
        match part {
            Part::Words(nth) => self.words(nth).is_some(),
            Part::Pairs(nth) => self.pairs(nth).is_some(),
            Part::Text(nth) => self.text(nth).is_some(),
            Part::Facets(nth) => self.facets(nth).is_some(),
            Part::Vocabulary => self.vocabulary.is_some(),
            Part::Names => self.names.is_some(),
        }
    }

    /// The parts that are there, by name.
    pub fn parts(&self) -> Vec<Part> {
        let words = self.words.numbers().map(Part::Words);
        let pairs = self.pairs.numbers().map(Part::Pairs);
        let texts = self.texts.numbers().map(Part::Text);
        let facets = self.facets.numbers().map(Part::Facets);
        let vocabulary = self.vocabulary.as_ref().map(|_| Part::Vocabulary);
        let names = self.names.as_ref().map(|_| Part::Names);
        words.chain(pairs).chain(texts).chain(facets).chain(vocabulary).chain(names).collect()
    }

    /// A shard of the dictionary, if it is there.
    pub fn words(&self, nth: u32) -> Option<&Words> {
        self.words.get(nth)
    }

    /// A shard of the pairs, if it is there.
    pub fn pairs(&self, nth: u32) -> Option<&Pairs> {
        self.pairs.get(nth)
    }

    /// A chunk of answers, if it is there.
    pub fn text(&self, nth: u32) -> Option<&Text> {
        self.texts.get(nth)
    }

    /// The words of the library, if they are there.
    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        self.vocabulary.as_ref()
    }

    /// The names, if they are there.
    pub fn names(&self) -> Option<&Names> {
        self.names.as_ref()
    }

    /// Who speaks in a run of answers and what it is about, if it is there.
    pub fn facets(&self, nth: u32) -> Option<&Facets> {
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
            Part::Words(nth) => PartView::Words(Cow::Borrowed(self.words(nth)?)),
            Part::Pairs(nth) => PartView::Pairs(self.pairs(nth)?),
            Part::Text(nth) => PartView::Text(Cow::Borrowed(self.text(nth)?)),
            Part::Facets(nth) => PartView::Facets(self.facets(nth)?),
            Part::Vocabulary => PartView::Vocabulary(self.vocabulary()?),
            Part::Names => PartView::Names(self.names()?),
        })
    }
}
