//! Topics and the terms that assign them.
//!
//! A term is matched as whole words, case apart: `go to market` in "our Go-To-Market plan". A star at the end of a
//! word takes any ending: `recruit*` finds recruiter and recruiting. No stemming and no guessing: an editor sees why a
//! topic is there.

use super::TopicId;

/// A subject that runs through the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Unique in the library.
    pub id: TopicId,
    /// As shown.
    pub name: String,
    /// One sentence on what belongs here.
    pub about: Option<String>,
    /// What assigns it: words or runs of words, a star at the end of a word for any ending.
    pub terms: Vec<String>,
}

impl Topic {
    /// The first of this topic's terms that stands in the words, as [`fold_words`] gave them.
    pub fn term_in(&self, words: &[String]) -> Option<&str> {
        self.terms.iter().map(String::as_str).find(|term| stands_in(term, words))
    }
}

/// A text's words in lower case, without punctuation: what terms are compared with.
pub fn fold_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&' || c == '*'))
        .map(|word| word.trim_matches('\'').trim_end_matches("'s").to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn stands_in(term: &str, words: &[String]) -> bool {
    let pattern = fold_words(term);
    !pattern.is_empty()
        && words.windows(pattern.len()).any(|run| run.iter().zip(&pattern).all(|(word, wanted)| fits(word, wanted)))
}

fn fits(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    }
}
