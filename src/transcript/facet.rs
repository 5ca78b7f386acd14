//! Facets: the properties of an answer by which results can be filtered.
//!
//! Not here: the values of a facet, and which of them a reader has chosen.

use std::ops::{Index, IndexMut};

/// A property by which answers are filtered. Several values of one facet are alternatives ("or"); several facets must
/// all hold ("and").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The speakers of the answer.
    Speaker,
    /// The topics of the answer.
    Topic,
    /// The episode of the answer.
    Episode,
}

impl Facet {
    /// All facets, in the order in which pages show them.
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

/// One value for each facet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerFacet<T>(pub [T; 3]);

impl<T> PerFacet<T> {
    /// The values that `value` returns for each facet.
    pub fn from_fn(mut value: impl FnMut(Facet) -> T) -> Self {
        Self(Facet::ALL.map(&mut value))
    }

    /// The values with their facets, in the order of [`Facet::ALL`].
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
