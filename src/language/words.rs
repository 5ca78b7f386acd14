//! The words of a text, and which of them it is about: those that are no stop words of its language.
//!
//! Not here: titles ([`crate::import`]).

use unicode_segmentation::UnicodeSegmentation;

use super::script::is_unspaced;

/// The least letters of a word with a meaning, in a language whose stop words are not known.
const MIN_CHARS: usize = 5;

/// Words of speech that are about nothing, in English; the lists of stop words are those of written language.
const SPOKEN: [&str; 93] = [
    "yeah",
    "yes",
    "okay",
    "ok",
    "right",
    "well",
    "like",
    "know",
    "mean",
    "think",
    "guess",
    "kind",
    "sort",
    "really",
    "actually",
    "just",
    "maybe",
    "probably",
    "thing",
    "things",
    "something",
    "anything",
    "everything",
    "stuff",
    "lot",
    "lots",
    "bit",
    "little",
    "get",
    "got",
    "go",
    "going",
    "goes",
    "gone",
    "gonna",
    "wanna",
    "want",
    "wanted",
    "make",
    "makes",
    "made",
    "say",
    "said",
    "says",
    "tell",
    "talk",
    "talking",
    "talked",
    "see",
    "look",
    "come",
    "came",
    "way",
    "one",
    "two",
    "would",
    "could",
    "also",
    "even",
    "much",
    "many",
    "good",
    "great",
    "cool",
    "awesome",
    "amazing",
    "love",
    "um",
    "uh",
    "oh",
    "hey",
    "thank",
    "thanks",
    "sure",
    "let",
    "let's",
    "us",
    "people",
    "someone",
    "question",
    "questions",
    "curious",
    "wonder",
    "wondering",
    "interesting",
    "interested",
    "sounds",
    "feel",
    "today",
    "time",
    "back",
    "first",
    "always",
];

/// The words of a language that texts are not about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    stop_words: Option<&'static [&'static str]>,
    is_english: bool,
}

impl Words {
    /// The words of a language, given as a BCP 47 tag.
    pub(crate) fn of(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        Self { stop_words: stop_words::lookup(&primary), is_english: primary == "en" }
    }

    /// Whether the language is English, whose phrases are known.
    pub(crate) fn is_english(self) -> bool {
        self.is_english
    }

    /// Whether a word, in lower case, is one that a text can be about.
    pub(crate) fn is_content(self, word: &str) -> bool {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if word.contains(is_unspaced) {
            return true;
        }
        match self.stop_words {
            Some(words) => {
                let bare = word.split_once('\'').map_or(word, |(before, _)| before);
                let is_stop = |word: &str| words.contains(&word) || self.is_english && SPOKEN.contains(&word);
                letters > 1 && !is_stop(word) && !is_stop(bare)
            }
            None => letters >= MIN_CHARS,
        }
    }

    /// The words of a text that it can be about, in lower case, in order.
    pub(crate) fn content(self, text: &str) -> impl Iterator<Item = String> {
        let words = text.unicode_words().map(|word| word.replace('’', "'").to_lowercase());
        words.filter(move |word| self.is_content(word))
    }
}

/// Whether a text, in lower case, has a phrase as words of its own.
pub(crate) fn mentions(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        (is_edge(before) || !phrase.starts_with(char::is_alphanumeric))
            && (is_edge(after) || !phrase.ends_with(char::is_alphanumeric))
    })
}
