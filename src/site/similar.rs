//! Similar answers, each with the words it shares as readers know them.
//!
//! Not here: which answers are similar ([`crate::search`]), how a page lists them ([`crate::page::answer`]).

use crate::page::answer::SimilarAnswer;
use crate::search::{self, Index, Similar};
use crate::transcript::{Answer, Episode, Library, LibraryEntry};

/// The similar answers of every listed answer.
pub(super) struct SimilarAnswers<'a> {
    /// Every listed answer, by its number in the search index.
    entries: Vec<LibraryEntry<'a>>,
    /// For each of them the similar ones.
    similar: Vec<Vec<Similar>>,
    library: &'a Library,
}

impl<'a> SimilarAnswers<'a> {
    /// The similar answers of a library with its index.
    pub(super) fn of(library: &'a Library, index: &Index) -> Self {
        Self { entries: library.entries().collect(), similar: search::similar(index), library }
    }

    /// The answers similar to the one at `position` in its episode; none if the episode is not listed.
    pub(super) fn to(&self, episode: &Episode, position: usize) -> Vec<SimilarAnswer<'a>> {
        let first = self.library.first_number(&episode.id);
        let is_answer = episode.answers[position].part.is_none();
        let similar = first.filter(|_| is_answer).and_then(|first| self.similar.get(first + position));
        let words = words(&episode.answers[position]);
        let answer = |similar: &Similar| {
            let entry = self.entries.get(similar.answer as usize).filter(|entry| entry.answer.part.is_none())?;
            let entry = *entry;
            Some(SimilarAnswer { entry, shared_words: shared_words(similar, &words) })
        };
        similar.into_iter().flatten().filter_map(answer).collect()
    }
}

/// The words that an answer shares with a similar one, as a list for readers.
fn shared_words(similar: &Similar, words: &[&str]) -> String {
    let written: Vec<&str> = similar.shared.iter().filter_map(|form| as_written(form, words)).collect();
    // The index also has parts of compounds and corrected words, which are not in the text. They are named only if
    // there is nothing else.
    if written.is_empty() { similar.shared.join(", ") } else { written.join(", ") }
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
