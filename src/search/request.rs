//! A request beside a query: filters, order and page; and the hits that answer it.
//!
//! Not here: what was typed ([`super::query`]), and how it is answered ([`super::ask`]).

use crate::search::PAGE_SIZE;
use crate::search::notice::Notice;
use crate::search::rank::filters::FacetCounts;
use crate::search::rank::score::Sort;
use crate::search::snippet::Hit;
use crate::transcript::PerFacet;

/// What is asked beside the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// For each facet the ids or names of the selected values, in addition to those written in the query.
    pub filters: PerFacet<Vec<String>>,
    /// The order of the hits.
    pub sort: Sort,
    /// The number of hits to skip.
    pub offset: usize,
    /// The most hits to return.
    pub limit: usize,
    /// Whether facets are counted. Without counts and filters neither [`super::Part::FacetNames`] nor
    /// [`super::Part::Facets`] is needed.
    pub count_facets: bool,
    /// Whether a word that the library does not hold may stand for others.
    pub fuzzy: bool,
    /// Whether lesser hits are returned where better ones exist: answers with all words beside answers with the whole
    /// sequence (from four words on), of fewer words answers with some beside answers with all, and unverified candidates of a phrase
    /// beside verified ones. They count into the totals in either case.
    pub lesser_hits: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            filters: PerFacet::default(),
            sort: Sort::Relevance,
            offset: 0,
            limit: PAGE_SIZE,
            count_facets: true,
            fuzzy: true,
            lesser_hits: true,
        }
    }
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// The number of all hits.
    pub total: usize,
    /// The number of hits that hold all terms: the first ones, unless `mixes_partial`.
    pub complete: usize,
    /// Whether hits with all terms stand among those with some, as those of a question do: the score alone puts them in order.
    pub mixes_partial: bool,
    /// Whether `total` and `complete` are exact. They are lower bounds for an early answer, and where unverified candidates of
    /// a phrase are left out.
    pub is_exact: bool,
    /// Whether answers beyond `total` hold the terms, because the postings lists of all of them are truncated.
    pub is_truncated: bool,
    /// The counts of the facets; `None` where they were not asked for.
    pub facets: Option<FacetCounts>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}
