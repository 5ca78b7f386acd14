//! Facets as the index stores them: the names of their values, and which values each answer has.
//!
//! Not here: how many answers each value would give ([`crate::search::rank::filters`]).

use crate::search::index::lists::Lists;
use crate::transcript::PerFacet;

/// How many answers a [`FacetChunk`] holds.
pub const ANSWERS_PER_FACETS: u32 = 8192;

/// An id and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedId {
    /// The id.
    pub id: String,
    /// The name, as shown.
    pub name: String,
}

/// The values of all facets, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetNames {
    /// The values of each facet: speakers and topics by name, episodes newest first.
    pub values: PerFacet<Vec<NamedId>>,
    /// Former ids, each with the index of the value it is now.
    pub former: PerFacet<Vec<(String, u32)>>,
}

/// The speakers and topics of consecutive answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetChunk {
    /// For each answer the speakers of its sections, from section 1, as indexes into [`FacetNames::values`].
    pub speakers: Lists,
    /// For each answer its topics, as indexes into [`FacetNames::values`].
    pub topics: Lists,
}
