//! Topics, and the terms that assign them to answers.
//!
//! A term matches whole words, ignoring case: `go to market` matches "our Go-To-Market plan". A star at the end of a word
//! matches any ending: `recruit*` matches recruiter and recruiting. There is no stemming and no fuzzy matching, so that an
//! editor can always see why an answer has a topic.
//!
//! Not here: the search engine's tokens, which follow other rules ([`crate::search`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// The words of a text in lower case and without punctuation, as terms are compared with them.
pub fn fold_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&' || c == '*'))
        .map(|word| word.trim_matches('\'').trim_end_matches("'s").to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The terms of all topics, found by their first words: a text is compared with those alone that may begin at one of its words.
#[derive(Debug, Default)]
pub(super) struct TermMatcher {
    positions: BTreeMap<TopicId, usize>,
    by_word: HashMap<String, Vec<Term>>,
    /// Those whose first word has a star, by what is before it.
    by_prefix: HashMap<String, Vec<Term>>,
}

/// A term of a topic.
#[derive(Debug)]
struct Term {
    topic: usize,
    /// The words behind the first.
    rest: Vec<String>,
}

impl TermMatcher {
    pub(super) fn of(topics: &[Topic]) -> Self {
        let positions = topics.iter().enumerate().map(|(nth, topic)| (topic.id.clone(), nth)).collect();
        let mut matcher = Self { positions, ..Self::default() };
        for (topic, term) in
            topics.iter().enumerate().flat_map(|(nth, topic)| topic.terms.iter().map(move |term| (nth, term)))
        {
            let mut words = fold_words(term).into_iter();
            let Some(first) = words.next() else { continue };
            let term = Term { topic, rest: words.collect() };
            match first.strip_suffix('*') {
                Some(prefix) => matcher.by_prefix.entry(prefix.to_owned()).or_default().push(term),
                None => matcher.by_word.entry(first).or_default().push(term),
            }
        }
        matcher
    }

    /// The position of the topic with this id.
    pub(super) fn position(&self, id: &TopicId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The positions of the topics that have a term in a text, given as its [`fold_words`].
    pub(super) fn topics_in(&self, words: &[String]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (at, word) in words.iter().enumerate() {
            let ends = word.char_indices().map(|(end, _)| end).chain([word.len()]);
            let prefixed = ends.filter_map(|end| self.by_prefix.get(&word[..end])).flatten();
            let behind = &words[at + 1..];
            for term in self.by_word.get(word).into_iter().flatten().chain(prefixed) {
                if !found.contains(&term.topic) && begins_with(behind, &term.rest) {
                    found.insert(term.topic);
                }
            }
        }
        found
    }
}

fn begins_with(words: &[String], pattern: &[String]) -> bool {
    words.len() >= pattern.len() && words.iter().zip(pattern).all(|(word, pattern)| matches(word, pattern))
}

/// Whether a word matches one word of a term.
fn matches(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => word.starts_with(prefix),
        None => word == pattern,
    }
}
