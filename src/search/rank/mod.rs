//! Ranking: which answers come first, and how many each filter would give.
//!
//! [`score`] scores every answer that the terms match; [`sequence`] puts those first that hold a remembered run of words;
//! [`episode_score`] is what the rest of an episode adds to a
//! question; [`filters`] chooses and counts the values of facets.
//!
//! Not here: the weights themselves, which belong to the index ([`crate::search::index::weights`]).

pub(crate) mod episode_score;

pub(crate) mod filters;

pub(crate) mod score;

pub(crate) mod sequence;
