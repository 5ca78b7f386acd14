//! The names that a library knows: those of its speakers, its shows, its publisher and its topics.
//!
//! Not here: which words of the texts sound like them ([`super`]).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::search::misheard_names::sound::sound_key;
use crate::search::misheard_names::words::words;
use crate::transcript::{Library, Speaker, SpeakerId};

/// The full name of a person.
#[derive(Debug)]
pub(super) struct KnownName<'a> {
    /// The name as it is written.
    pub(super) text: &'a str,
    /// Its words, two or more.
    pub(super) words: Vec<&'a str>,
    /// The number of turns under this name.
    pub(super) turns: usize,
}

/// A word of a name.
#[derive(Debug)]
pub(super) struct KnownWord<'a> {
    /// The word.
    pub(super) text: &'a str,
    /// What has this name: "a speaker".
    pub(super) known_as: &'static str,
    /// Whether it is the name of a person.
    pub(super) is_person: bool,
    /// The numbers of the episodes in which somebody of this name speaks.
    pub(super) episodes: BTreeSet<usize>,
    /// The number of their turns.
    pub(super) turns: usize,
    /// The words of all names that have this one.
    pub(super) beside: BTreeSet<&'a str>,
}

/// The names that a library knows.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// The full names of people.
    pub(super) names: Vec<KnownName<'a>>,
    full_names: BTreeSet<Vec<&'a str>>,
    /// For each word the names that have it, and its position there.
    by_word: FxHashMap<&'a str, Vec<(usize, usize)>>,
    words: BTreeMap<&'a str, KnownWord<'a>>,
    by_sound: BTreeMap<String, Vec<&'a str>>,
}

impl<'a> Known<'a> {
    /// The names of a library.
    pub(super) fn of(library: &'a Library) -> Self {
        let mut known = Self::default();
        let mut turns: BTreeMap<&'a str, usize> = BTreeMap::new();
        for (nth, episode) in library.episodes().iter().enumerate() {
            let mut of_speaker: BTreeMap<&SpeakerId, usize> = BTreeMap::new();
            let speaking = episode.answers.iter().flat_map(|answer| &answer.turns).map(|turn| &turn.speaker);
            speaking.for_each(|id| *of_speaker.entry(id).or_default() += 1);
            for speaker in episode.speakers.iter().filter(|speaker| !speaker.is_placeholder) {
                let count = of_speaker.get(&speaker.id).copied().unwrap_or_default();
                *turns.entry(&speaker.name).or_default() += count;
                known.add_person(nth, speaker, count);
            }
        }
        turns.into_iter().for_each(|(name, turns)| known.add_full_name(name, turns));
        let shows = library.episodes().iter().filter_map(|episode| episode.show.as_deref());
        shows.for_each(|show| known.add_words(show, "a show"));
        known.add_words(&library.site().title, "the site");
        known.add_words(&library.site().publisher, "the publisher");
        for topic in library.topics() {
            known.add_words(&topic.name, "a topic");
            topic.terms.iter().for_each(|term| known.add_words(term, "a term of a topic"));
        }
        library.synonyms().iter().flatten().for_each(|spelling| known.add_words(spelling, "a word of terms.toml"));
        for word in known.words.keys() {
            if let Some(key) = sound_key(word) {
                known.by_sound.entry(key).or_default().push(word);
            }
        }
        known
    }

    fn add_person(&mut self, episode: usize, speaker: &'a Speaker, turns: usize) {
        let words: Vec<&str> = words(&speaker.name).map(|word| &speaker.name[word]).collect();
        for word in &words {
            let known = self.words.entry(word).or_insert_with(|| KnownWord::new(word, "a speaker", true));
            known.episodes.insert(episode);
            known.turns += turns;
            known.beside.extend(&words);
        }
    }

    fn add_full_name(&mut self, text: &'a str, turns: usize) {
        let words: Vec<&str> = words(text).map(|word| &text[word]).collect();
        if words.len() < 2 {
            return;
        }
        for (position, word) in words.iter().enumerate() {
            self.by_word.entry(word).or_default().push((self.names.len(), position));
        }
        self.full_names.insert(words.clone());
        self.names.push(KnownName { text, words, turns });
    }

    /// Adds the capitalised words of what is no person.
    fn add_words(&mut self, text: &'a str, known_as: &'static str) {
        for word in words(text).map(|word| &text[word]).filter(|word| word.starts_with(char::is_uppercase)) {
            self.words.entry(word).or_insert_with(|| KnownWord::new(word, known_as, false));
        }
    }

    /// Whether a word is one of a known name.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether words in a row are a full name.
    pub(super) fn is_name(&self, words: &[&str]) -> bool {
        self.full_names.contains(words)
    }

    /// The numbers of the names with a word, and its position in each.
    pub(super) fn names_with(&self, word: &str) -> &[(usize, usize)] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// The words of known names with the same sound.
    pub(super) fn words_alike(&self, word: &str) -> impl Iterator<Item = &KnownWord<'a>> {
        let alike = sound_key(word).and_then(|key| self.by_sound.get(&key));
        alike.into_iter().flatten().filter_map(|word| self.words.get(word))
    }
}

impl<'a> KnownWord<'a> {
    fn new(text: &'a str, known_as: &'static str, is_person: bool) -> Self {
        let (episodes, beside) = Default::default();
        Self { text, known_as, is_person, episodes, turns: 0, beside }
    }
}
