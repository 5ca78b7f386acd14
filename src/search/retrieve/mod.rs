//! Retrieval: which answers hold a term, by the dictionary, the bigrams and, for phrases, the documents.
//!
//! [`terms`] matches one term of a query and gives its [`matches`]; [`fuzzy`] and [`phonetic`] propose what a word that the
//! library lacks may stand for; [`phrase`] verifies words in a row; [`prefilter`] rules texts out before they are tokenised.
//!
//! Not here: which answers come first ([`crate::search::rank`]).

pub(crate) mod fuzzy;

pub(crate) mod matches;

mod phonetic;

pub(crate) mod phrase;

pub(crate) mod prefilter;

pub(crate) mod terms;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use phonetic::phonetic_key;
