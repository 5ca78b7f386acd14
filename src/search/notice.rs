//! Notices: what the reader should know about how a query was answered, as sentences for the page and the terminal.
//!
//! Not here: why a query was not read as typed ([`super::query::Hint`]).

use crate::search::retrieve::phrase::MAX_VERIFIED;
use crate::transcript::Facet;

/// The most characters of what was typed that a sentence repeats.
const MAX_REPEATED: usize = 60;

/// What the reader should know about an answer they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A value of a facet that the library does not have; the filter was left out.
    UnknownValue(Facet, String),
    /// A word or phrase that no answer holds.
    NotFound(String),
    /// A phrase that no answer holds, so that its words were searched one by one.
    Unquoted(String),
    /// A phrase with more candidates than were verified.
    Unverified(String),
    /// A word with a truncated postings list that was to be excluded, or that left no answer once filtered.
    TooCommon(String),
}

impl Notice {
    /// The sentence that a page shows.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownValue(facet, value) => {
                ["There is no ", facet.key(), " ", &quoted(value), " here, so that filter was left out"].concat()
            }
            Self::NotFound(text) => ["No answer holds ", &quoted(text)].concat(),
            Self::Unquoted(text) => {
                ["No answer holds ", &quoted(text), " word for word, so its words were searched one by one"].concat()
            }
            Self::TooCommon(text) => [&quoted(text), " is so common that only its best places are known"].concat(),
            Self::Unverified(text) => {
                let most = MAX_VERIFIED.to_string();
                ["Only ", &most, " places were compared with ", &quoted(text), " word by word: add a rarer word"]
                    .concat()
            }
        }
    }
}

/// What was typed, in quotation marks and cut where it is long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_REPEATED) {
        Some((at, _)) => ["“", text.get(..at).unwrap_or_default(), "…”"].concat(),
        None => ["“", text, "”"].concat(),
    }
}
