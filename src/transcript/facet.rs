//! Facets: the kinds of filter that answers have.
//!
//! Not here: which values a filter has, or which are chosen.

use std::ops::{Index, IndexMut};

/// A kind of filter. Values of one facet are joined by "or", facets by "and".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Who speaks.
    Speaker,
    /// What it is about.
    Topic,
    /// In which episode.
    Episode,
}

impl Facet {
    /// All facets, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Speaker, Self::Topic, Self::Episode];

    /// The key of the facet in addresses, queries and options: `speaker`, `topic`, `episode`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Topic => "topic",
            Self::Episode => "episode",
        }
    }

    /// The facet with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.key() == key)
    }
}

/// A value for each facet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerFacet<T>(pub [T; 3]);

impl<T> PerFacet<T> {
    /// What `value` gives for each facet.
    pub fn from_fn(mut value: impl FnMut(Facet) -> T) -> Self {
        Self(Facet::ALL.map(&mut value))
    }

    /// The values with their facets, in the order in which these are shown.
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &T)> {
        Facet::ALL.into_iter().zip(&self.0)
    }
}

impl<T> Index<Facet> for PerFacet<T> {
    type Output = T;

    fn index(&self, facet: Facet) -> &T {
        &self.0[facet as usize]
    }
}

impl<T> IndexMut<Facet> for PerFacet<T> {
    fn index_mut(&mut self, facet: Facet) -> &mut T {
        &mut self.0[facet as usize]
    }
}
