//! Answers about the same thing, by two witnesses: they share a phrase that both are *about*, and beside it they speak alike too.
//!
//! An answer is about a phrase that it comes back to in the reply, and that is heavy: few answers are about it, those that have it come back
//! to it or are asked for it, its words belong together and lie unevenly over the episodes. Answers are vectors of their few heaviest
//! phrases, and the first likeness is the cosine of these (Salton, Wong and Yang, 1975). A phrase alone misleads: a word has several
//! senses, and many an answer tells of something by the way. So the second is that of all other words ([`super::wording`]). A link is worth
//! the product of both with the weight of what is shared, more where that is asked for; where this is little there is none, for none is
//! better than a bad one.
//!
//! As for topics, words are those between blanks: answers in other scripts have none like them. Not here: what pages say of it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::{self, Counts, Posting, Run};
use super::conversations::Conversations;
use super::corpus::{AnswerWords, Corpus};
use super::grouping::share_root;
use super::score::{self, Scored};
use super::wording::{Likeness, Wording};
use super::writing;
use crate::transcript::{Library, LibraryEntry, Speaker};

/// The most answers named with one.
const MAX_RELATED: usize = 3;

/// The most phrases named with each.
const MAX_NAMED: usize = 3;

/// The share of all answers from which a phrase says nothing of one, and how many it may be in a small library.
const MAX_ABOUT_SHARE: f64 = 0.03;
const MIN_MOST_ABOUT: usize = 6;

/// The answers of a phrase that are compared, the strongest: of more the weaker ones would hardly be named.
const MAX_FELLOWS: usize = 400;

/// How often a reply says what it is about, and how often where title or prompt say it too.
const MIN_REPLIED: u32 = 3;
const MIN_REPLIED_WHERE_ASKED: u32 = 2;

/// The share of the places of a phrase in which a longer one is said, from which that stands for it.
const MIN_SHARE_OF_LONGER: f64 = 0.7;

/// A reply of fewer words is about too little.
const MIN_REPLY_WORDS: usize = 60;

/// The heaviest phrases of an answer, and the least share of the heaviest one's weight that another has: the rest is by the way.
const MAX_PHRASES: usize = 6;
const MIN_SHARE_OF_HEAVIEST: f64 = 0.45;

/// The least likeness of the phrases of two answers, of 1, and how many of the best are compared by all their words.
const MIN_COSINE: f64 = 0.25;
const MAX_COMPARED: usize = 60;

/// The weight from which a phrase tells what an answer is about.
const MIN_WEIGHT: f64 = 5.0;

/// The least likeness of the other words, of 1, and the likeness of all words from which both are one text: conversations are published
/// twice.
const MIN_BESIDE: f64 = 0.05;
const MAX_WHOLE: f64 = 0.8;

/// The least that a link is worth. Of four links of so much or more three help a reader (`tests/bench/RESULTS.md`).
const MIN_WORTH: f64 = 1.6;

/// How much more a link is worth where neither, one or each of both answers is asked for what they share.
const ASKED: [f64; 3] = [1.0, 1.7, 2.7];

/// With fewer episodes than this, a phrase may be of one episode alone, and nothing is known of how evenly it lies.
const SMALL_LIBRARY: usize = 40;

/// Of so many episodes one at least has a phrase that is compared. With more, the phrases of a large library take more memory.
const EPISODES_FOR_ONE: usize = 250;

/// In so many episodes of a large library there are answers about a phrase.
const MIN_ABOUT_EPISODES: usize = 3;

/// What the likeness of two answers of one guest is worth: who reads one knows where the other is.
const SAME_GUEST: f64 = 0.5;

/// The least that the words of a phrase belong together, of 1.
const MIN_COHESION: f64 = 0.3;

/// What a phrase of several words is worth, and a proper name: a firm is named for many things.
const SEVERAL_WORDS: f64 = 1.5;
const PROPER_NAME: f64 = 0.35;

/// What the unevenness of a phrase counts: it is added to this, and has to be more than by chance.
const EVENNESS: f64 = 0.4;
const LEAST_UNEVENNESS: f64 = 0.2;
const MAX_UNEVENNESS: f64 = 1.5;

/// In fewer episodes it is not known, and counts for so much.
const FEW_EPISODES: usize = 5;
const UNKNOWN_UNEVENNESS: f64 = 0.5;

/// The weight of the rarest phrase before all else, in a library of any size.
const RAREST: f64 = 9.0;

/// An answer about the same thing as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its position in [`Library::answers`].
    pub answer: usize,
    /// What both are about, as the library writes it, the weightiest first.
    pub about: Vec<String>,
}

/// For each of the [answers](Library::answers) those about the same thing, the best first.
pub fn related(library: &Library) -> Vec<Vec<Related>> {
    let corpus = Corpus::of(library);
    let is_small = corpus.episodes < SMALL_LIBRARY;
    let least = if is_small { 1 } else { (corpus.episodes / EPISODES_FOR_ONE).max(2) };
    let candidates = candidates::candidates(&corpus, least);
    let wording = Wording::of(&corpus, &candidates);
    let subjects = Subjects::of(&corpus, &candidates);
    drop(candidates);
    let conversations = Conversations::of(library);
    let places: Vec<Option<usize>> = library.answers().map(|entry| conversations.place(entry)).collect();
    let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
    let elsewhere = |a: usize, b: usize| {
        let is_other = places[a].zip(places[b]).is_some_and(|(a, b)| a != b);
        is_other.then(|| share_guest(&entries[a], &entries[b]))
    };
    let found: Vec<Vec<Alike>> =
        (0..entries.len()).into_par_iter().map(|at| subjects.alike(at, &elsewhere, &wording)).collect();
    let named = subjects.written(library, &corpus, &found);
    let written = |alike: Alike| Related {
        answer: alike.answer,
        about: alike.shared.iter().filter_map(|phrase| named.get(phrase).cloned()).collect(),
    };
    found.into_iter().map(|of_answer| of_answer.into_iter().map(written).collect()).collect()
}

/// A phrase that an answer is about.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    phrase: usize,
    weight: f64,
    /// How often the reply says it.
    replied: u32,
    /// Whether the title or the prompt has it.
    is_asked: bool,
}

/// A phrase that two answers are about.
#[derive(Debug, Clone, Copy)]
struct Shared {
    phrase: usize,
    own: Weighed,
    other: Weighed,
}

/// An answer that is alike another.
struct Alike {
    answer: usize,
    worth: f64,
    /// The phrases that both are about, the weightiest first.
    shared: Vec<usize>,
}

/// What the answers of a library are about.
struct Subjects {
    phrases: Vec<Scored>,
    /// The words of each phrase.
    words: Vec<Vec<String>>,
    /// Of each phrase: the answers that are about it.
    answers: Vec<Vec<(usize, Weighed)>>,
    /// Of each answer: its heaviest phrases.
    vectors: Vec<Vec<Weighed>>,
    lengths: Vec<f64>,
}

impl Subjects {
    fn of(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>) -> Self {
        let phrases = weighty(corpus, candidates);
        let runs: Vec<Run> = phrases.iter().map(|phrase| phrase.run).collect();
        let mut vectors: Vec<Vec<Weighed>> = vec![Vec::new(); corpus.answers.len()];
        for (phrase, postings) in candidates::postings(corpus, &runs).iter().enumerate() {
            for posting in postings.iter().filter(|posting| is_about(posting)) {
                let is_asked = posting.is_in_title || posting.is_in_prompt;
                let weight = phrases[phrase].score * strength(posting);
                vectors[posting.answer as usize].push(Weighed { phrase, weight, replied: posting.replied, is_asked });
            }
        }
        let is_long = |answer: &AnswerWords| answer.places.len().saturating_sub(answer.reply_from) >= MIN_REPLY_WORDS;
        vectors.par_iter_mut().zip(&corpus.answers).for_each(|(vector, answer)| {
            let all = if is_long(answer) { std::mem::take(vector) } else { Vec::new() };
            *vector = heaviest(all, &runs);
        });
        let length = |vector: &Vec<Weighed>| vector.iter().map(|it| it.weight * it.weight).sum::<f64>().sqrt();
        let lengths = vectors.iter().map(length).collect();
        let mut answers: Vec<Vec<(usize, Weighed)>> = vec![Vec::new(); phrases.len()];
        for (answer, vector) in vectors.iter().enumerate() {
            vector.iter().for_each(|it| answers[it.phrase].push((answer, *it)));
        }
        for of_phrase in &mut answers {
            of_phrase.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
            of_phrase.truncate(MAX_FELLOWS);
        }
        let words_of = |run: &Run| run.words().iter().map(|it| corpus.word(*it).form.clone()).collect();
        Self { words: runs.iter().map(words_of).collect(), answers, lengths, vectors, phrases }
    }

    /// The answers alike one, the best first. `elsewhere` says of an answer whether it is of another conversation, and then whether that is with a guest of this one.
    fn alike(
        &self,
        answer: usize,
        elsewhere: &(impl Fn(usize, usize) -> Option<bool> + Sync),
        wording: &Wording,
    ) -> Vec<Alike> {
        let mut overlaps: BTreeMap<usize, Vec<Shared>> = BTreeMap::new();
        for own in &self.vectors[answer] {
            let of_phrase = self.answers[own.phrase].iter().filter(|(other, _)| *other != answer);
            for (at, other) in of_phrase {
                overlaps.entry(*at).or_default().push(Shared { phrase: own.phrase, own: *own, other: *other });
            }
        }
        let compare = |(other, shared): (usize, Vec<Shared>)| self.compared((answer, other), shared, elsewhere);
        let mut compared: Vec<Alike> = overlaps.into_iter().filter_map(compare).collect();
        sort(&mut compared);
        compared.truncate(MAX_COMPARED);
        let judge = |alike: Alike| self.judged(answer, alike, wording);
        let mut alike: Vec<Alike> = compared.into_iter().filter_map(judge).collect();
        sort(&mut alike);
        alike.truncate(MAX_RELATED);
        for it in &mut alike {
            self.drop_synonyms(&mut it.shared);
            it.shared.truncate(MAX_NAMED);
        }
        alike
    }

    /// What a link between two answers is worth by their phrases alone; `None` where these are not alike, or both are of one conversation.
    fn compared(
        &self,
        (a, b): (usize, usize),
        mut shared: Vec<Shared>,
        elsewhere: &impl Fn(usize, usize) -> Option<bool>,
    ) -> Option<Alike> {
        let product: f64 = shared.iter().map(|it| it.own.weight * it.other.weight).sum();
        let cosine = product / (self.lengths[a] * self.lengths[b]).max(f64::MIN_POSITIVE);
        // Most pairs end here.
        if cosine < MIN_COSINE {
            return None;
        }
        let guest = if elsewhere(a, b)? { SAME_GUEST } else { 1.0 };
        shared.retain(|it| it.least() >= MIN_WEIGHT);
        shared.sort_by(|a, b| b.least().total_cmp(&a.least()).then(a.phrase.cmp(&b.phrase)));
        let asked = shared.iter().map(|it| usize::from(it.own.is_asked) + usize::from(it.other.is_asked)).max()?;
        let weight: f64 = shared.iter().map(Shared::least).sum();
        let worth = cosine.sqrt() * weight * ASKED[asked] * guest;
        Some(Alike { answer: b, worth, shared: shared.iter().map(|it| it.phrase).collect() })
    }

    /// The same by their other words too; `None` where these are not alike, or where both are one text, or where it is too little.
    fn judged(&self, answer: usize, alike: Alike, wording: &Wording) -> Option<Alike> {
        let aside: Vec<u32> =
            alike.shared.iter().flat_map(|phrase| self.phrases[*phrase].run.words()).copied().collect();
        let Likeness { whole, beside } = wording.likeness(answer, alike.answer, &aside);
        let worth = alike.worth * beside;
        let is_one = beside >= MIN_BESIDE && whole < MAX_WHOLE && worth >= MIN_WORTH;
        is_one.then_some(Alike { worth, ..alike })
    }

    /// Leaves out the phrases that say what a weightier one says.
    fn drop_synonyms(&self, shared: &mut Vec<usize>) {
        let mut kept: Vec<usize> = Vec::new();
        for phrase in shared.drain(..) {
            if !kept.iter().any(|other| self.says_the_same(*other, phrase)) {
                kept.push(phrase);
            }
        }
        *shared = kept;
    }

    /// Whether two phrases share a word, or words of one root.
    fn says_the_same(&self, a: usize, b: usize) -> bool {
        let is_one = |x: &String| self.words[b].iter().any(|y| x == y || share_root(x, y));
        self.words[a].iter().any(is_one)
    }

    /// How the library writes the phrases that are shared, by phrase.
    fn written(&self, library: &Library, corpus: &Corpus, found: &[Vec<Alike>]) -> FxHashMap<usize, String> {
        let chosen: BTreeSet<usize> = found.iter().flatten().flat_map(|alike| alike.shared.iter().copied()).collect();
        let runs: Vec<Run> = chosen.iter().map(|phrase| self.phrases[*phrase].run).collect();
        let written = writing::written(library, corpus, &runs);
        chosen.into_iter().zip(written).map(|(phrase, written)| (phrase, written.spelling())).collect()
    }
}

impl Shared {
    /// The weight of the phrase in the answer that is less about it.
    fn least(&self) -> f64 {
        self.own.weight.min(self.other.weight)
    }
}

/// Puts the links that are worth most first.
fn sort(alike: &mut [Alike]) {
    alike.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.answer.cmp(&b.answer)));
}

/// The heaviest phrases of an answer, without those that have a word of a heavier one, or are hardly ever said but in a longer one.
fn heaviest(mut all: Vec<Weighed>, runs: &[Run]) -> Vec<Weighed> {
    let longer: Vec<Weighed> = all.iter().filter(|it| runs[it.phrase].words().len() > 1).copied().collect();
    all.retain(|it| {
        let stands_for = |other: &Weighed| {
            let is_as_often = f64::from(other.replied) >= MIN_SHARE_OF_LONGER * f64::from(it.replied);
            is_as_often && other.phrase != it.phrase && runs[other.phrase].contains(&runs[it.phrase])
        };
        !longer.iter().any(stands_for)
    });
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.phrase.cmp(&b.phrase)));
    let least = all.first().map_or(0.0, |first| MIN_SHARE_OF_HEAVIEST * first.weight);
    let mut kept: Vec<Weighed> = Vec::new();
    for it in all.into_iter().take_while(|it| it.weight >= least) {
        let words = runs[it.phrase].words();
        let has_word = |other: &Weighed| runs[other.phrase].words().iter().any(|word| words.contains(word));
        if kept.len() < MAX_PHRASES && !kept.iter().any(has_word) {
            kept.push(it);
        }
    }
    kept
}

/// The phrases that say something of an answer, each with what it counts.
fn weighty(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>) -> Vec<Scored> {
    let all = corpus.answers.len() as f64;
    let most = ((MAX_ABOUT_SHARE * all) as usize).max(MIN_MOST_ABOUT);
    let (least, episodes) = if corpus.episodes < SMALL_LIBRARY { (2, 1) } else { (3, MIN_ABOUT_EPISODES) };
    let weigh = |(run, counts): (&Run, &Counts)| {
        let is_in_band = (least..=most).contains(&counts.about) && counts.about_episodes >= episodes;
        let score = is_in_band.then(|| weight(corpus, candidates, run, counts))??;
        Some(Scored { run: *run, counts: *counts, score })
    };
    candidates.iter().filter_map(weigh).collect()
}

/// What a phrase counts.
fn weight(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>, run: &Run, counts: &Counts) -> Option<f64> {
    let words = run.words();
    let is_empty = |word: &u32| corpus.word(*word).is_generic || !corpus.word(*word).is_content;
    if words.iter().any(|word| corpus.word(*word).is_name) || words.iter().all(is_empty) {
        return None;
    }
    let uneven = match corpus.episodes {
        ..SMALL_LIBRARY => 1.0,
        _ if counts.episodes < FEW_EPISODES => UNKNOWN_UNEVENNESS,
        _ => EVENNESS + score::unevenness(corpus, counts),
    };
    if uneven < LEAST_UNEVENNESS {
        return None;
    }
    let together = match words {
        [_] => 1.0,
        _ => SEVERAL_WORDS * score::cohesion(corpus, candidates, run, counts).filter(|it| *it >= MIN_COHESION)?,
    };
    let name = if score::is_proper_name(corpus, words) { PROPER_NAME } else { 1.0 };
    let all = corpus.answers.len() as f64 + 1.0;
    let rarity = RAREST * libm::log(all / counts.about as f64) / libm::log(all);
    let returns = (counts.about as f64 + 0.5) / (counts.answers as f64 + 2.0);
    let asked = (counts.asked as f64 + 0.5) / (counts.answers as f64 + 2.0);
    Some(rarity * returns.sqrt() * (0.5 + asked.sqrt()) * uneven.min(MAX_UNEVENNESS) * together * name)
}

/// Whether an answer is about a phrase, and does not only come back to it in passing.
fn is_about(posting: &Posting) -> bool {
    let is_asked = posting.is_in_title || posting.is_in_prompt;
    posting.replied >= if is_asked { MIN_REPLIED_WHERE_ASKED } else { MIN_REPLIED }
}

/// How much an answer is about a phrase.
fn strength(posting: &Posting) -> f64 {
    let asked = if posting.is_in_title { 1.5 } else { 0.0 } + if posting.is_in_prompt { 0.7 } else { 0.0 };
    asked + libm::log2(1.0 + f64::from(posting.replied))
}

/// Whether somebody who is asked in one answer's episode is asked in the other's.
fn share_guest(a: &LibraryEntry<'_>, b: &LibraryEntry<'_>) -> bool {
    let is_of_both = |guest: &Speaker| b.episode.guests().any(|other| other.id == guest.id);
    a.episode.guests().any(is_of_both)
}
