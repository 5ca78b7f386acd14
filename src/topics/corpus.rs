//! The answers of a library as numbers: their words, and which of these can stand at the edge of a phrase.
//!
//! A library is read once, on all cores; what is kept of a word of its text are four bytes. Not here: phrases
//! ([`super::candidates`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::generic;
use super::inflection::Inflections;
use super::tokens::{Gap, Token, tokens};
use crate::language::script::is_unspaced;
use crate::language::words::Words;
use crate::transcript::{EpisodeId, Library, LibraryEntry};

/// The place between two words that no phrase goes over.
pub(super) const BREAK: u32 = u32::MAX;

/// The mark of a word that a hyphen joins to the one before it.
const JOINED: u32 = 1 << 31;

/// The share of capitals within sentences from which a word is a name.
const NAME_SHARE: f64 = 0.6;

/// A word of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u32);

impl Place {
    /// The number of the word; `None` where a phrase ends.
    pub(super) fn word(self) -> Option<u32> {
        (self.0 != BREAK).then_some(self.0 & !JOINED)
    }

    /// Whether a hyphen joins it to the word before it.
    pub(super) fn is_joined(self) -> bool {
        self.0 != BREAK && self.0 & JOINED != 0
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct AnswerWords {
    /// The number of its episode.
    pub(super) episode: u32,
    /// The title, and all that is said.
    pub(super) places: Vec<Place>,
    /// Where what is said begins.
    pub(super) said_from: usize,
    /// Where the reply to the prompt begins.
    pub(super) reply_from: usize,
}

/// What is known of a word.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    /// In lower case: the shortest of its inflected forms that there is.
    pub(super) form: String,
    /// How often it is there.
    pub(super) count: usize,
    /// How often it is there within a sentence, and with a capital.
    within: usize,
    capitals: usize,
    /// How often it is written in capitals alone.
    acronyms: usize,
    /// Whether it can stand at the edge of a phrase.
    pub(super) is_content: bool,
    /// Whether it is common in talk of any subject, and a topic only together with others.
    pub(super) is_generic: bool,
    /// Whether it is part of the name of somebody who speaks.
    pub(super) is_name: bool,
}

impl Word {
    /// The share of capitals, within sentences.
    pub(super) fn capital_share(&self) -> f64 {
        if self.within == 0 { 0.0 } else { self.capitals as f64 / self.within as f64 }
    }

    /// Whether it is written in capitals alone, more often than not.
    pub(super) fn is_acronym(&self) -> bool {
        2 * self.acronyms > self.count
    }
}

/// The answers of a library.
#[derive(Debug)]
pub(super) struct Corpus {
    pub(super) words: Vec<Word>,
    pub(super) answers: Vec<AnswerWords>,
    pub(super) episodes: usize,
    /// The number of words in all answers.
    pub(super) size: usize,
    /// The number of each word, by each of its forms.
    numbers: FxHashMap<String, u32>,
    /// How often each form is there.
    forms: BTreeMap<String, usize>,
    /// Whether nouns are written with capitals, so that these do not tell names.
    pub(super) has_capital_nouns: bool,
    /// Whether most answers are in English, of which more is known.
    pub(super) is_english: bool,
}

/// What is counted of a form.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    count: usize,
    within: usize,
    capitals: usize,
    acronyms: usize,
    /// How often its last letter is a capital.
    capital_ends: usize,
}

impl Counted {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.within += other.within;
        self.capitals += other.capitals;
        self.acronyms += other.acronyms;
        self.capital_ends += other.capital_ends;
    }

    /// Whether what it ends with can be an ending. The last letter of `iOS` and of `DNS` is none.
    fn can_be_inflected(&self) -> bool {
        2 * self.capital_ends <= self.count
    }

    fn of(token: &Token<'_>) -> Self {
        let is_within = usize::from(token.gap != Gap::Break);
        let is_capital = usize::from(token.written.starts_with(char::is_uppercase));
        // The ends of `OKRs` and `APIs` are small.
        let body = token.written.strip_suffix('s').unwrap_or(token.written);
        let is_acronym = usize::from(body.chars().count() > 1 && body.chars().all(char::is_uppercase));
        let capital_ends = usize::from(token.written.ends_with(char::is_uppercase));
        Self { count: 1, within: is_within, capitals: is_within * is_capital, acronyms: is_acronym, capital_ends }
    }
}

impl Corpus {
    /// The listed answers of a library.
    pub(super) fn of(library: &Library) -> Self {
        let episodes: BTreeMap<&EpisodeId, u32> =
            library.listed().zip(0..).map(|(episode, number)| (&episode.id, number)).collect();
        let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
        let forms = counted_forms(library, &entries);
        let language = main_language(&entries);
        let inflections = Inflections::of(&language);
        let is_english = Words::of(&language).is_english();
        let mut sorted: Vec<(&String, &Counted)> = forms.iter().collect();
        sorted.sort_by_key(|(form, _)| *form);
        let known = |form: &str| forms.get(form).map(|counted| counted.count);
        let content = content_words(&entries, &language);
        let names = name_words(library);
        let (mut words, mut numbers): (Vec<Word>, FxHashMap<String, u32>) = Default::default();
        for (form, counted) in sorted {
            let base = Some(counted).filter(|counted| counted.can_be_inflected());
            let base = base.and_then(|_| inflections.base(form, &|base| content(base) && known(base).is_some()));
            let base = base.unwrap_or_else(|| form.clone());
            let number = *numbers.entry(base.clone()).or_insert_with(|| {
                let (is_content, is_generic) = (content(&base), is_english && generic::is_generic(&base));
                words.push(Word { form: base.clone(), is_content, is_generic, ..Word::default() });
                u32::try_from(words.len() - 1).unwrap_or_default()
            });
            numbers.insert(form.clone(), number);
            let word = &mut words[number as usize];
            word.count += counted.count;
            word.within += counted.within;
            word.capitals += counted.capitals;
            word.acronyms += counted.acronyms;
        }
        let plain = words.iter().filter(|word| word.is_content);
        let (capitals, within) = plain.fold((0, 0), |sum, word| (sum.0 + word.capitals, sum.1 + word.within));
        let has_capital_nouns = 3 * capitals > within;
        for word in words.iter_mut().filter(|word| names.contains(&word.form)) {
            word.is_name = has_capital_nouns || word.capital_share() >= NAME_SHARE;
        }
        let answers = entries.par_iter().map(|entry| numbered(library, *entry, &episodes, &numbers)).collect();
        let size = words.iter().map(|word| word.count).sum();
        let forms = forms.into_iter().map(|(form, counted)| (form, counted.count)).collect();
        Self { words, answers, episodes: episodes.len(), size, numbers, forms, has_capital_nouns, is_english }
    }

    /// The number of a word, by any of its forms in lower case.
    pub(super) fn number(&self, form: &str) -> Option<u32> {
        self.numbers.get(form).copied()
    }

    /// How often a form is there.
    pub(super) fn count_of(&self, form: &str) -> usize {
        self.forms.get(form).copied().unwrap_or_default()
    }

    /// How often forms are there that begin so.
    pub(super) fn count_beginning_with(&self, beginning: &str) -> usize {
        let from = self.forms.range::<str, _>((std::ops::Bound::Included(beginning), std::ops::Bound::Unbounded));
        from.take_while(|(form, _)| form.starts_with(beginning)).map(|(_, count)| count).sum()
    }

    /// What is known of a word.
    pub(super) fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }
}

/// How often each form is there.
fn counted_forms(library: &Library, entries: &[LibraryEntry<'_>]) -> FxHashMap<String, Counted> {
    let count = |mut forms: FxHashMap<String, Counted>, entry: &LibraryEntry<'_>| {
        let title = library.title_of(&entry.episode.id, &entry.answer.id).to_owned();
        for (nth, text) in std::iter::once(title).chain(library.texts_of(*entry)).enumerate() {
            for token in tokens(&text) {
                // Titles are often written with capitals throughout.
                let counted = if nth == 0 { Counted::default() } else { Counted::of(&token) };
                forms.entry(token.word).or_default().add(counted);
            }
        }
        forms
    };
    let join = |a: FxHashMap<String, Counted>, b: FxHashMap<String, Counted>| {
        let (mut more, fewer) = if a.len() < b.len() { (b, a) } else { (a, b) };
        fewer.into_iter().for_each(|(form, counted)| more.entry(form).or_default().add(counted));
        more
    };
    entries.par_iter().fold(FxHashMap::default, count).reduce(FxHashMap::default, join)
}

/// The language of most answers.
fn main_language(entries: &[LibraryEntry<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    entries.iter().for_each(|entry| *counts.entry(entry.episode.language.as_str()).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)));
    most.map_or_else(|| "en".to_owned(), |(language, _)| language.to_owned())
}

/// Which words can stand at the edge of a phrase: those that mean something in every language of the library.
fn content_words(entries: &[LibraryEntry<'_>], main: &str) -> impl Fn(&str) -> bool + use<> {
    let tags: BTreeSet<&str> = entries.iter().map(|entry| entry.episode.language.as_str()).collect();
    let main = Words::of(main);
    let others: Vec<Words> = tags.into_iter().map(Words::of).collect();
    move |word: &str| {
        let has_letters = word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let is_plain = word.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit());
        has_letters
            && is_plain
            && !word.starts_with(|c: char| c.is_ascii_digit())
            // A run of such a script is a clause, not a word.
            && !word.contains(is_unspaced)
            && main.is_content(word)
            && others.iter().all(|words| words.is_content(word))
            && !(main.is_english() && generic::is_noise(word))
    }
}

/// The words of the names of those who speak, and of the shows and the publishers.
fn name_words(library: &Library) -> BTreeSet<String> {
    let speakers = library.listed().flat_map(|episode| episode.speakers.iter().map(|speaker| speaker.name.as_str()));
    speakers.flat_map(|name| tokens(name).map(|token| token.word).collect::<Vec<_>>()).collect()
}

fn numbered(
    library: &Library,
    entry: LibraryEntry<'_>,
    episodes: &BTreeMap<&EpisodeId, u32>,
    numbers: &FxHashMap<String, u32>,
) -> AnswerWords {
    let LibraryEntry { episode, answer } = entry;
    let mut places: Vec<Place> = Vec::new();
    let mut add = |text: &str| {
        for token in tokens(text) {
            if token.gap == Gap::Break && !places.is_empty() {
                places.push(Place(BREAK));
            }
            let joined = if token.gap == Gap::Hyphen { JOINED } else { 0 };
            places.extend(numbers.get(&token.word).map(|number| Place(number | joined)));
        }
        places.len()
    };
    let said_from = add(library.title_of(&episode.id, &answer.id));
    let prompt = answer.turns.iter().take(answer.prompt_len(episode)).map(|turn| turn.paragraphs.len()).sum::<usize>();
    let mut reply_from = said_from;
    for (nth, text) in library.texts_of(entry).iter().enumerate() {
        let end = add(text);
        if nth < prompt {
            reply_from = end;
        }
    }
    let episode = episodes.get(&episode.id).copied().unwrap_or_default();
    AnswerWords { episode, places, said_from, reply_from }
}
