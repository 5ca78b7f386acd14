//! Words that were probably misheard: names that sound like a known one and are spelt otherwise, and acronyms written letter by letter.
//!
//! What is returned is for an editor to judge, and it is better to miss one than to be wrong. A word alone says little: a Jenny is no
//! misheard Jonny. So its surroundings must say who is meant: the rest of a full name, or that the person it sounds like speaks in every
//! episode that has it. Sound is by the key that the search has, which knows English; a letter in three may differ.
//!
//! All texts are read once, and those few again that have a suspect. Not here: where a correction applies
//! ([`crate::transcript::LibraryCorrections`]).

mod known;

mod letters;

mod scan;

mod sound;

mod spelling;

mod words;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use self::known::{Known, KnownWord};
use self::scan::Scan;
use self::sound::difference;
use self::spelling::Spelling;
use self::words::{NameRun, names, without_possessive, words};
use crate::transcript::{Episode, EpisodeId, Library, ParagraphId, is_whole_word};

/// The most episodes in which somebody may speak whose name is sought by a single word. A host is in all of them, and so says nothing
/// of who is meant.
const MAX_EPISODES: usize = 3;

/// The fewest letters of a word that sounds like the name of what is no person, and how much more often that must stand in the library.
const MIN_LETTERS: usize = 6;
const TIMES_MORE: usize = 5;

/// Words that were probably misheard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MisheardName {
    /// The words as they stand.
    pub heard: String,
    /// The words that were probably said.
    pub meant: String,
    /// What has this name: "a speaker".
    pub known_as: &'static str,
    /// The number of places with the words as they stand.
    pub places: usize,
    /// The number of episodes with these.
    pub episodes: usize,
    /// How often the library has the words that were probably said; turns of that speaker count.
    pub meant_places: usize,
    /// The episode of the first place.
    pub episode: EpisodeId,
    /// Its paragraph.
    pub paragraph: ParagraphId,
}

/// The words of a library that were probably misheard, those in most places first, without those that an editor calls right.
pub fn misheard_names(library: &Library, right: &[String]) -> Vec<MisheardName> {
    let known = Known::of(library);
    let numbered = library.episodes().par_iter().enumerate();
    let scan = numbered
        .fold(Scan::default, |mut scan, (nth, episode)| {
            scan.read(nth, episode, &known);
            scan
        })
        .reduce(Scan::default, Scan::with);
    let mut found = single_words(library, &known, &scan);
    let singles: BTreeSet<String> = found.iter().map(|it| it.heard.clone()).collect();
    found.extend(full_names(library, &known, &scan).filter(|it| !has_word_of(&it.heard, &singles)));
    found.extend(acronyms(library, &scan));
    let right: BTreeSet<String> = right.iter().cloned().collect();
    found.retain(|it| !right.contains(&it.heard) && !has_word_of(&it.heard, &right) && !is_synonym(library, it));
    found.sort_by(|a, b| (b.places, &a.heard, &a.meant).cmp(&(a.places, &b.heard, &b.meant)));
    found.dedup_by(|next, it| next.heard == it.heard);
    found
}

fn has_word_of(text: &str, list: &BTreeSet<String>) -> bool {
    !list.is_empty() && words(text).any(|word| list.contains(&text[word]))
}

/// Whether the editor has said that both spellings are right.
fn is_synonym(library: &Library, found: &MisheardName) -> bool {
    let has = |list: &[String], words: &str| list.iter().any(|spelling| spelling == words);
    library.synonyms().iter().any(|list| has(list, &found.heard) && has(list, &found.meant))
}

/// A word to suspect, and the one that it sounds like.
struct Suspect<'a> {
    word: &'a str,
    spelling: &'a Spelling<'a>,
    known: &'a KnownWord<'a>,
    /// How often the library has the latter.
    known_places: usize,
}

impl Suspect<'_> {
    /// Whether the places speak for it.
    fn is_likely(&self) -> bool {
        let Self { word, spelling, known, known_places } = self;
        match known.is_person {
            true => {
                known.episodes.len() <= MAX_EPISODES
                    && spelling.first_episodes.iter().all(|episode| known.episodes.contains(episode))
                    && spelling.places < *known_places
            }
            false => word.chars().count() >= MIN_LETTERS && *known_places >= TIMES_MORE * spelling.places,
        }
    }
}

/// Single words that sound like a known one.
fn single_words(library: &Library, known: &Known<'_>, scan: &Scan<'_>) -> Vec<MisheardName> {
    let mut suspects: Vec<Suspect<'_>> =
        scan.words.iter().filter_map(|(word, spelling)| suspect(word, spelling, known, scan)).collect();
    let small = suspects.iter().flat_map(|it| [it.word, if it.known.is_person { it.word } else { it.known.text }]);
    let common = in_small_letters(library, small);
    let is_common = |word: &str| common.contains(&word.to_lowercase());
    suspects.retain(|it| match it.known.is_person {
        true => !is_common(it.word) && stands_beside_no_stranger(library, it),
        false => !is_common(it.word) && !is_common(it.known.text),
    });
    let found = suspects.into_iter().map(|it| MisheardName {
        heard: it.word.to_owned(),
        meant: it.known.text.to_owned(),
        known_as: it.known.known_as,
        meant_places: it.known_places,
        ..at(library, it.spelling)
    });
    found.collect()
}

/// A word, with the known one that it most likely stands for.
fn suspect<'a>(
    word: &'a str,
    spelling: &'a Spelling<'a>,
    known: &'a Known<'a>,
    scan: &Scan<'_>,
) -> Option<Suspect<'a>> {
    if known.has_word(word) {
        return None;
    }
    let places = |known: &KnownWord<'_>| scan.words.get(known.text).map_or(0, |it| it.places) + known.turns;
    let alike = known.words_alike(word).filter_map(|known| Some((difference(word, known.text)?, known)));
    // Only the nearest: an Amel beside an Amal is no Amelia, whoever speaks.
    let (_, known) = alike.min_by_key(|(difference, known)| (*difference, Reverse(places(known))))?;
    Some(Suspect { word, spelling, known, known_places: places(known) }).filter(Suspect::is_likely)
}

/// Full names of which one word is spelt otherwise.
fn full_names<'a>(
    library: &'a Library,
    known: &'a Known<'_>,
    scan: &'a Scan<'_>,
) -> impl Iterator<Item = MisheardName> + use<'a> {
    scan.near_names.iter().filter_map(|((heard, nth), spelling)| {
        let name = &known.names[*nth];
        let meant_places = scan.exact_names.get(nth).copied().unwrap_or_default() + name.turns;
        (spelling.places < meant_places).then(|| MisheardName {
            heard: (*heard).to_owned(),
            meant: name.text.to_owned(),
            known_as: "a speaker",
            meant_places,
            ..at(library, spelling)
        })
    })
}

fn acronyms(library: &Library, scan: &Scan<'_>) -> Vec<MisheardName> {
    let places = |word: &str| {
        let of_word = scan.words.get(word).map_or(0, |it| it.places);
        of_word.max(scan.pairs.get(word).copied().unwrap_or_default())
    };
    let acronyms = letters::acronyms(&scan.letters, places).into_iter().filter_map(|acronym| {
        let spelling = scan.letters.get(acronym.heard)?;
        let (heard, meant_places) = (acronym.heard.to_owned(), acronym.meant_places);
        Some(MisheardName {
            heard,
            meant: acronym.meant,
            known_as: "an acronym",
            meant_places,
            ..at(library, spelling)
        })
    });
    acronyms.collect()
}

/// The places of a spelling, for words that are still to be said.
fn at(library: &Library, spelling: &Spelling<'_>) -> MisheardName {
    let first = spelling.first_episodes.first().and_then(|nth| library.episodes().get(*nth));
    let (heard, meant) = Default::default();
    MisheardName {
        heard,
        meant,
        known_as: "",
        places: spelling.places,
        episodes: spelling.episodes,
        meant_places: 0,
        episode: first.map(|episode| episode.id.clone()).unwrap_or_default(),
        paragraph: spelling.paragraph.clone(),
    }
}

/// Those of some words that the library also has in small letters: they are words, and no names.
fn in_small_letters<'a>(library: &Library, words: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let small: BTreeSet<String> = words.map(str::to_lowercase).collect();
    let small: Vec<String> = small.into_iter().collect();
    // It fails for billions of patterns alone.
    let Some(matcher) = AhoCorasick::new(&small).ok().filter(|_| !small.is_empty()) else { return BTreeSet::new() };
    let of_episode = |episode: &Episode| {
        let mut found = BTreeSet::new();
        for paragraph in episode.paragraphs() {
            let places = matcher.find_overlapping_iter(&paragraph.text);
            let whole = places.filter(|it| is_whole_word(&paragraph.text, it.range()));
            found.extend(whole.map(|it| it.pattern().as_usize()));
        }
        found
    };
    let found = library.episodes().par_iter().map(of_episode).reduce(BTreeSet::new, |a, b| &a | &b);
    found.into_iter().map(|nth| small[nth].clone()).collect()
}

/// Whether a word stands nowhere beside a capitalised one that is not of the same person's names: Bryan Johnson is not Brian Balfour.
fn stands_beside_no_stranger(library: &Library, suspect: &Suspect<'_>) -> bool {
    let episodes = suspect.spelling.first_episodes.iter().filter_map(|nth| library.episodes().get(*nth));
    let mut texts =
        episodes.flat_map(|episode| episode.paragraphs().flat_map(|paragraph| scan::said(episode.reading(paragraph))));
    texts.all(|text| !text.contains(suspect.word) || names(text).iter().all(|run| is_no_stranger(text, run, suspect)))
}

fn is_no_stranger(text: &str, run: &NameRun, suspect: &Suspect<'_>) -> bool {
    let words: Vec<&str> = run.words.iter().map(|word| without_possessive(&text[word.clone()])).collect();
    let is_stranger =
        |at: usize| words.get(at).is_some_and(|it| !suspect.known.beside.contains(it) && *it != suspect.word);
    words.iter().enumerate().filter(|(_, word)| **word == suspect.word).all(|(at, _)| {
        // What opens a sentence may have its capital from there.
        let before = at.checked_sub(1).filter(|before| *before > 0 || !run.opens_sentence);
        !is_stranger(at + 1) && !before.is_some_and(is_stranger)
    })
}
