//! The words of an episode, each looked at once and numbered: whether a text can be about it, and how it is written.
//!
//! Not here: how often they stand where ([`super::phrases`]).

use std::collections::{BTreeSet, HashMap};

use super::english::nouns::{BEFORE_NOUNS, BEFORE_VERBS, DETERMINERS};
use crate::language::words::Words;

/// The number of a word of the episode.
pub(super) type Number = u32;

/// What stands before a word, in English: it tells whether a noun or a verb follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// An article, or what stands for one: a noun follows, with or without an adjective.
    Determiner,
    /// A preposition: what follows is likely a noun.
    Preposition,
    /// A hyphen, there or behind the word: it is a piece of one.
    Hyphen,
    /// A pronoun, an auxiliary or "to": a verb follows.
    Subject,
    Other,
}

/// What is known of a word, or of a mark between words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Where a text can be about it.
    pub(super) content: Option<Content>,
    /// Whether it begins with a letter or a digit.
    pub(super) is_word: bool,
    pub(super) ends_sentence: bool,
    /// What it is to the word behind it.
    pub(super) before: Before,
}

/// A word that a text can be about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content {
    /// As it stands there.
    pub(super) whole: Number,
    /// The same without the ending of a genitive.
    pub(super) own: Number,
    /// That in lower case.
    pub(super) bare: Number,
    /// Whether it has several capitals.
    pub(super) is_acronym: bool,
}

/// The words of an episode.
#[derive(Debug)]
pub(super) struct Lexicon<'a> {
    words: Words,
    /// The names of those who speak, word by word, in lower case.
    names: BTreeSet<String>,
    seen: HashMap<&'a str, Option<Seen>>,
    numbers: HashMap<String, Number>,
    texts: Vec<String>,
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(names: &[&str], words: Words) -> Self {
        let names = names.iter().flat_map(|name| name.split(' ')).map(str::to_lowercase).collect();
        Self { words, names, seen: HashMap::new(), numbers: HashMap::new(), texts: Vec::new() }
    }

    /// What is known of a word or a mark; `None` of blanks.
    pub(super) fn see(&mut self, word: &'a str) -> Option<Seen> {
        if let Some(seen) = self.seen.get(word) {
            return *seen;
        }
        let seen = self.look_at(word);
        self.seen.insert(word, seen);
        seen
    }

    fn look_at(&mut self, word: &str) -> Option<Seen> {
        if word.trim().is_empty() {
            return None;
        }
        let own = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let bare = own.replace('’', "'").to_lowercase();
        let is_content = word.starts_with(char::is_alphabetic)
            && word.chars().nth(1).is_some()
            && self.words.is_content(&bare)
            && !self.names.contains(&bare);
        let before =
            if self.words.is_english() { before(&word.replace('’', "'").to_lowercase()) } else { Before::Other };
        let content = is_content.then(|| Content {
            whole: self.number(word),
            own: self.number(own),
            bare: self.number(&bare),
            is_acronym: word.chars().filter(|c| c.is_uppercase()).count() > 1,
        });
        let ends_sentence = matches!(word, "." | "?" | "!" | "…");
        Some(Seen { content, is_word: word.starts_with(char::is_alphanumeric), ends_sentence, before })
    }

    fn number(&mut self, text: &str) -> Number {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as Number;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The number of a text that is written so.
    pub(super) fn number_of(&self, text: &str) -> Option<Number> {
        self.numbers.get(text).copied()
    }

    pub(super) fn text(&self, number: Number) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

fn before(word: &str) -> Before {
    if DETERMINERS.contains(&word) {
        Before::Determiner
    } else if BEFORE_NOUNS.contains(&word) {
        Before::Preposition
    } else if BEFORE_VERBS.contains(&word) {
        Before::Subject
    } else {
        Before::Other
    }
}
