//! What a text is read for: its capitalised words, those in a row, and which of these are almost a known name.
//!
//! Not here: what is made of it ([`super`]).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::search::misheard_names::known::Known;
use crate::search::misheard_names::letters;
use crate::search::misheard_names::sound::difference;
use crate::search::misheard_names::spelling::Spelling;
use crate::search::misheard_names::words::{NameRun, names, without_possessive};
use crate::transcript::{Episode, Piece};

/// What was read in some successive episodes.
#[derive(Debug, Default)]
pub(super) struct Scan<'a> {
    /// The capitalised words.
    pub(super) words: FxHashMap<&'a str, Spelling<'a>>,
    /// The words in a row that are a known full name but for one, with its number.
    pub(super) near_names: BTreeMap<(&'a str, usize), Spelling<'a>>,
    /// How often known full names stand as they are spelt, by their numbers.
    pub(super) exact_names: BTreeMap<usize, usize>,
    /// The single capitals in a row: “S Q L”, “P and L”.
    pub(super) letters: BTreeMap<&'a str, Spelling<'a>>,
    /// The numbers of places of two capitals about a sign: “P&L”.
    pub(super) pairs: BTreeMap<&'a str, usize>,
}

impl<'a> Scan<'a> {
    /// Reads one more episode, of which this is the number.
    pub(super) fn read(&mut self, nth: usize, episode: &'a Episode, known: &Known<'_>) {
        for paragraph in episode.paragraphs() {
            for text in said(episode.reading(paragraph)) {
                let place = Spelling::once(nth, &paragraph.id);
                let names = names(text);
                let singles = names.iter().flat_map(|name| &name.words).filter(|word| word.len() == 1).count();
                for name in &names {
                    for word in &name.words {
                        let word = without_possessive(&text[word.clone()]);
                        self.words.entry(word).and_modify(|it| it.add(&place)).or_insert_with(|| place.clone());
                    }
                    self.compare(text, name, known, &place);
                }
                for run in if singles > 1 { letters::in_text(text) } else { Vec::new() } {
                    self.letters.entry(run).and_modify(|it| it.add(&place)).or_insert_with(|| place.clone());
                }
                letters::pairs_in_text(text).for_each(|pair| *self.pairs.entry(pair).or_default() += 1);
            }
        }
    }

    /// Compares words in a row with the known full names.
    fn compare(&mut self, text: &'a str, name: &NameRun, known: &Known<'_>, place: &Spelling<'a>) {
        let words: Vec<&str> = name.words.iter().map(|word| without_possessive(&text[word.clone()])).collect();
        for (at, word) in words.iter().enumerate() {
            for (nth, position) in known.names_with(word) {
                let wanted = &known.names[*nth].words;
                let Some(from) = at.checked_sub(*position) else { continue };
                let Some(found) = words.get(from..from + wanted.len()) else { continue };
                let differ: Vec<usize> = (0..wanted.len()).filter(|it| found[*it] != wanted[*it]).collect();
                // Each is looked at by the first word that is as it should be.
                let is_first = *position == usize::from(differ.first() == Some(&0));
                match differ[..] {
                    [] if is_first => *self.exact_names.entry(*nth).or_default() += 1,
                    [odd] if is_first && difference(found[odd], wanted[odd]).is_some() && !known.is_name(found) => {
                        let last = from + wanted.len() - 1;
                        let start = name.words[from].start;
                        let heard = &text[start..name.words[last].start + words[last].len()];
                        let entry = self.near_names.entry((heard, *nth));
                        entry.and_modify(|it| it.add(place)).or_insert_with(|| place.clone());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Both, of which the other is behind this one.
    pub(super) fn with(mut self, later: Self) -> Self {
        add_all(&mut self.near_names, later.near_names);
        add_all(&mut self.letters, later.letters);
        later.exact_names.into_iter().for_each(|(name, count)| *self.exact_names.entry(name).or_default() += count);
        later.pairs.into_iter().for_each(|(pair, count)| *self.pairs.entry(pair).or_default() += count);
        later.words.into_iter().for_each(|(word, spelling)| {
            self.words.entry(word).and_modify(|it| it.add(&spelling)).or_insert(spelling);
        });
        self
    }
}

fn add_all<'a, K: Ord>(all: &mut BTreeMap<K, Spelling<'a>>, later: BTreeMap<K, Spelling<'a>>) {
    for (key, spelling) in later {
        all.entry(key).and_modify(|it| it.add(&spelling)).or_insert(spelling);
    }
}

/// The words that nobody has corrected.
pub(super) fn said(pieces: Vec<Piece<'_>>) -> impl Iterator<Item = &str> {
    pieces.into_iter().filter_map(|piece| match piece {
        Piece::Said(text) => Some(text),
        Piece::Misheard { .. } => None,
    })
}
