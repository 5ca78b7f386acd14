//! The words of a text, and which of them it is about: those that are no stop words of its language.
//!
//! Not here: titles ([`crate::import`]).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::RwLock;

use aho_corasick::AhoCorasick;
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

/// Words that are looked up one by one.
type WordSet = HashSet<&'static str>;

/// The stop words of the languages that were met, by language.
static STOP_WORDS: RwLock<BTreeMap<String, &'static WordSet>> = RwLock::new(BTreeMap::new());

/// The stop words of a language. They are kept for ever: there are some sixty lists.
fn stop_words_of(language: &str) -> Option<&'static WordSet> {
    if let Some(known) = STOP_WORDS.read().ok().and_then(|known| known.get(language).copied()) {
        return Some(known);
    }
    let mut words: WordSet = stop_words::lookup(language)?.iter().copied().collect();
    if language == "en" {
        words.extend(SPOKEN);
    }
    let words: &'static WordSet = Box::leak(Box::new(words));
    STOP_WORDS.write().ok()?.insert(language.to_owned(), words);
    Some(words)
}

/// The words of a language that texts are not about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    stop_words: Option<&'static WordSet>,
    is_english: bool,
}

impl Words {
    /// The words of a language, given as a BCP 47 tag.
    pub(crate) fn of(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        Self { stop_words: stop_words_of(&primary), is_english: primary == "en" }
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
                letters > 1 && !words.contains(word) && !words.contains(bare)
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

/// Phrases that are sought in one pass over a text.
pub(crate) struct PhraseSet {
    phrases: &'static [&'static str],
    /// None where it cannot be built, for the phrases are too long: then each is sought by itself.
    automaton: Option<AhoCorasick>,
}

impl PhraseSet {
    pub(crate) fn new(phrases: &'static [&'static str]) -> Self {
        Self { phrases, automaton: AhoCorasick::new(phrases).ok() }
    }

    /// Whether a text, in lower case, has one of them as words of their own.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        match &self.automaton {
            Some(automaton) => {
                automaton.find_overlapping_iter(text).any(|found| is_apart(text, found.start()..found.end()))
            }
            None => self.phrases.iter().any(|phrase| mentions(text, phrase)),
        }
    }

    /// How many of them a text, in lower case, has.
    pub(crate) fn count(&self, text: &str) -> usize {
        let Some(automaton) = &self.automaton else {
            return self.phrases.iter().filter(|phrase| mentions(text, phrase)).count();
        };
        let found = automaton.find_overlapping_iter(text).filter(|found| is_apart(text, found.start()..found.end()));
        found.map(|found| found.pattern()).collect::<BTreeSet<_>>().len()
    }
}

/// Whether a text, in lower case, has a phrase as words of its own.
pub(crate) fn mentions(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| is_apart(text, at..at + found.len()))
}

/// Whether no letter or digit goes on where a phrase ends or begins with one.
fn is_apart(text: &str, phrase: Range<usize>) -> bool {
    let (before, after) = (text[..phrase.start].chars().next_back(), text[phrase.end..].chars().next());
    let phrase = &text[phrase];
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    (is_edge(before) || !phrase.starts_with(char::is_alphanumeric))
        && (is_edge(after) || !phrase.ends_with(char::is_alphanumeric))
}

/// A text whose first letter is a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    first + chars.as_str()
}
