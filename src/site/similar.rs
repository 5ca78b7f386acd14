//! Similar answers, each with the words it shares as readers know them.
//!
//! Not here: which answers are similar ([`crate::search`]), how a page lists them ([`crate::page::answer`]).

use std::collections::BTreeMap;

use crate::page::answer::SimilarAnswer;
use crate::search::{self, Index, Related};
use crate::transcript::{Answer, Entry, Episode, EpisodeId, Library};

/// The similar answers of every listed answer.
pub(super) struct SimilarAnswers<'a> {
    /// Every listed answer, by its number in the search index.
    entries: Vec<Entry<'a>>,
    /// For each of them the similar ones.
    similar: Vec<Vec<Related>>,
    /// The number of each listed episode's first answer.
    first: BTreeMap<&'a EpisodeId, usize>,
}

impl<'a> SimilarAnswers<'a> {
    /// The similar answers of a library with its index.
    pub(super) fn of(library: &'a Library, index: &Index) -> Self {
        let mut first = BTreeMap::new();
        let mut answers = 0;
        for episode in library.listed() {
            first.insert(&episode.id, answers);
            answers += episode.answers.len();
        }
        Self { entries: library.entries().collect(), similar: search::related(index), first }
    }

    /// The answers similar to the one at `position` in its episode; none if the episode is not listed.
    pub(super) fn to(&self, episode: &Episode, position: usize) -> Vec<SimilarAnswer<'a>> {
        let similar = self.first.get(&episode.id).and_then(|first| self.similar.get(first + position));
        let words = words(&episode.answers[position]);
        let answer = |related: &Related| {
            let entry = *self.entries.get(related.answer as usize)?;
            Some(SimilarAnswer { entry, shared_words: shared_words(related, &words) })
        };
        similar.into_iter().flatten().filter_map(answer).collect()
    }
}

/// The words that an answer shares with a similar one, as a list for readers.
fn shared_words(related: &Related, words: &[&str]) -> String {
    let written: Vec<&str> = related.shared.iter().filter_map(|form| as_written(form, words)).collect();
    // The index also has parts of compounds and corrected words, which are not in the text. They are named only if
    // there is nothing else.
    if written.is_empty() { related.shared.join(", ") } else { written.join(", ") }
}

/// The words of an answer as written.
fn words(answer: &Answer) -> Vec<&str> {
    let words = answer.paragraphs().flat_map(|paragraph| paragraph.text.split_whitespace());
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect()
}

/// A form of the index as the text writes it: `T-shirt` for `tshirt`. It has a capital letter only if the text always
/// gives it one.
fn as_written<'a>(form: &str, words: &[&'a str]) -> Option<&'a str> {
    // Folding is slow, so most words are ruled out before it. That is safe: folding makes no word longer, and changes
    // nothing but the case of an ASCII letter at the start.
    let may_match = |word: &&&str| {
        let first = word.bytes().zip(form.bytes()).next();
        word.len() >= form.len() && first.is_none_or(|(a, b)| !a.is_ascii() || a.eq_ignore_ascii_case(&b))
    };
    let matching = words.iter().filter(may_match).filter(|word| search::fold(word).replace(' ', "") == form);
    let written = matching.min_by_key(|word| word.starts_with(char::is_uppercase))?;
    written.strip_suffix("’s").or_else(|| written.strip_suffix("'s")).or(Some(written))
}
