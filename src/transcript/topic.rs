//! Topics, and the terms that assign them to answers.
//!
//! A term matches whole words, ignoring case: `go to market` matches "our Go-To-Market plan". A star at the end of a word
//! matches any ending: `recruit*` matches recruiter and recruiting. There is no stemming and no fuzzy matching, so that an
//! editor can always see why an answer has a topic.
//!
//! Not here: the search engine's tokens, which follow other rules ([`crate::search`]).

use super::TopicId;

/// A subject that runs through the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The id, unique in the library.
    pub id: TopicId,
    /// The name, as pages show it.
    pub name: String,
    /// A description of one sentence.
    pub about: Option<String>,
    /// The terms that assign the topic: one or more words each, with a star for any ending.
    pub terms: Vec<String>,
}

impl Topic {
    /// The first of the topic's terms that occurs in a text, given as its [`fold_words`].
    pub fn term_in(&self, words: &[String]) -> Option<&str> {
        self.terms.iter().map(String::as_str).find(|term| occurs(term, words))
    }
}

/// The words of a text in lower case and without punctuation, as terms are compared with them.
pub fn fold_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&' || c == '*'))
        .map(|word| word.trim_matches('\'').trim_end_matches("'s").to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a term occurs in the words of a text.
fn occurs(term: &str, words: &[String]) -> bool {
    let pattern = fold_words(term);
    !pattern.is_empty()
        && words
            .windows(pattern.len())
            .any(|run| run.iter().zip(&pattern).all(|(word, pattern)| matches(word, pattern)))
}

/// Whether a word matches one word of a term.
fn matches(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => word.starts_with(prefix),
        None => word == pattern,
    }
}
