//! Answers about the same thing: those that share phrases which both are *about*, and which neither too many nor too few are about.
//!
//! An answer is about a phrase that stands in its title, or comes back to it again and again. Answers are vectors of such phrases, and their likeness is the
//! cosine (Salton, Wong and Yang, 1975). A phrase counts for how few answers are about it, how much its words belong together, and how
//! often an answer that has it comes back to it; one that is common in talk of any subject does not count. Where all that is shared is a
//! single word, or hardly anything of either answer, there is no relation: none is better than a bad one.
//!
//! As for topics, words are those between blanks: answers in other scripts have none like them. Not here: what pages say of it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::{self, Counts, Posting, Run};
use super::corpus::Corpus;
use super::grouping::share_root;
use super::score::{self, Scored};
use super::writing;
use crate::transcript::{Library, LibraryEntry, Speaker};

/// The most answers named with one.
const MAX_RELATED: usize = 3;

/// The most phrases named with each.
const MAX_NAMED: usize = 3;

/// The share of all answers from which a phrase says nothing of one, and how many it may be in a small library.
const MAX_ABOUT_SHARE: f64 = 0.03;
const MIN_MOST_ABOUT: usize = 6;

/// How often an answer says what it is about, where that is in neither its title nor its prompt.
const MIN_COUNT: u32 = 3;

/// The heaviest phrases of an answer, which are compared.
const MAX_PHRASES: usize = 16;

/// The least likeness of two answers, of 1.
const MIN_LIKENESS: f64 = 0.25;

/// With fewer episodes than this, a phrase may be of one episode alone.
const SMALL_LIBRARY: usize = 40;

/// Of so many episodes one at least has a phrase that is compared. With more, the phrases of a large library take more memory.
const EPISODES_FOR_ONE: usize = 250;

/// What the likeness of two answers of one guest is worth: who reads one knows where the other is.
const SAME_GUEST: f64 = 0.7;

/// The least that the words of a phrase belong together, of 1.
const MIN_COHESION: f64 = 0.3;

/// What a phrase of several words is worth, and a proper name.
const SEVERAL_WORDS: f64 = 1.5;
const PROPER_NAME: f64 = 0.7;

/// An answer about the same thing as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its position in [`Library::answers`].
    pub answer: usize,
    /// What both are about, as the library writes it, the weightiest first.
    pub about: Vec<String>,
}

/// For each of the [answers](Library::answers) those about the same thing, the most alike first.
pub fn related(library: &Library) -> Vec<Vec<Related>> {
    let corpus = Corpus::of(library);
    let subjects = Subjects::of(&corpus);
    let entries: Vec<LibraryEntry<'_>> = library.answers().collect();
    let found: Vec<Vec<Alike>> = (0..entries.len()).into_par_iter().map(|at| subjects.alike(at, &entries)).collect();
    let named = subjects.written(library, &corpus, &found);
    let written = |alike: Alike| Related {
        answer: alike.answer,
        about: alike.shared.iter().filter_map(|phrase| named.get(phrase).cloned()).collect(),
    };
    found.into_iter().map(|of_answer| of_answer.into_iter().map(written).collect()).collect()
}

/// A phrase in an answer's vector.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    phrase: usize,
    weight: f64,
}

/// An answer that is alike another.
struct Alike {
    answer: usize,
    likeness: f64,
    /// The phrases that both are about, the weightiest first.
    shared: Vec<usize>,
}

/// What the answers of a library are about.
struct Subjects {
    phrases: Vec<Scored>,
    /// The words of each phrase.
    words: Vec<Vec<String>>,
    /// Of each phrase: the answers that are about it, with its weight in each.
    answers: Vec<Vec<(usize, f64)>>,
    /// Of each answer: its heaviest phrases.
    vectors: Vec<Vec<Weighed>>,
    lengths: Vec<f64>,
}

impl Subjects {
    fn of(corpus: &Corpus) -> Self {
        let is_small = corpus.episodes < SMALL_LIBRARY;
        let least = if is_small { 1 } else { (corpus.episodes / EPISODES_FOR_ONE).max(2) };
        let candidates = candidates::candidates(corpus, least);
        let phrases = weighty(corpus, &candidates);
        let runs: Vec<Run> = phrases.iter().map(|phrase| phrase.run).collect();
        let mut vectors: Vec<Vec<Weighed>> = vec![Vec::new(); corpus.answers.len()];
        for (phrase, postings) in candidates::postings(corpus, &runs).iter().enumerate() {
            for posting in postings.iter().filter(|posting| is_about(posting)) {
                let weight = phrases[phrase].score * strength(posting);
                vectors[posting.answer as usize].push(Weighed { phrase, weight });
            }
        }
        let mut subjects = Self {
            words: runs
                .iter()
                .map(|run| run.words().iter().map(|it| corpus.word(*it).form.clone()).collect())
                .collect(),
            answers: vec![Vec::new(); phrases.len()],
            lengths: Vec::new(),
            vectors: Vec::new(),
            phrases,
        };
        vectors.par_iter_mut().for_each(|vector| {
            vector.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.phrase.cmp(&b.phrase)));
            subjects.drop_parts(vector);
            vector.truncate(MAX_PHRASES);
        });
        let length = |vector: &Vec<Weighed>| vector.iter().map(|it| it.weight * it.weight).sum::<f64>().sqrt();
        subjects.lengths = vectors.iter().map(length).collect();
        for (answer, vector) in vectors.iter().enumerate() {
            vector.iter().for_each(|it| subjects.answers[it.phrase].push((answer, it.weight)));
        }
        subjects.vectors = vectors;
        subjects
    }

    /// Leaves out what is part of a longer phrase of the same answer.
    fn drop_parts(&self, vector: &mut Vec<Weighed>) {
        let runs: Vec<Run> = vector.iter().take(4 * MAX_PHRASES).map(|it| self.phrases[it.phrase].run).collect();
        vector.truncate(runs.len());
        let mut at = 0;
        vector.retain(|_| {
            let own = runs[at];
            at += 1;
            !runs.iter().any(|other| *other != own && other.contains(&own))
        });
    }

    /// The answers alike one, the most alike first.
    fn alike(&self, answer: usize, entries: &[LibraryEntry<'_>]) -> Vec<Alike> {
        let mut overlaps: BTreeMap<usize, Vec<Weighed>> = BTreeMap::new();
        for own in &self.vectors[answer] {
            for (other, weight) in &self.answers[own.phrase] {
                if *other != answer {
                    let product = Weighed { phrase: own.phrase, weight: own.weight * weight };
                    overlaps.entry(*other).or_default().push(product);
                }
            }
        }
        let alike = |(other, shared): (usize, Vec<Weighed>)| self.judged(answer, other, shared, entries);
        let mut alike: Vec<Alike> = overlaps.into_iter().filter_map(alike).collect();
        alike.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.answer.cmp(&b.answer)));
        alike.truncate(MAX_RELATED);
        alike
    }

    /// Two answers, if they are about the same thing.
    fn judged(&self, a: usize, b: usize, mut shared: Vec<Weighed>, entries: &[LibraryEntry<'_>]) -> Option<Alike> {
        let is_neighbour = entries[a].episode.id == entries[b].episode.id && a.abs_diff(b) <= 1;
        shared.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.phrase.cmp(&b.phrase)));
        let product: f64 = shared.iter().map(|it| it.weight).sum();
        let cosine = product / (self.lengths[a] * self.lengths[b]).max(f64::MIN_POSITIVE);
        // Most pairs end here.
        if is_neighbour || cosine < MIN_LIKENESS {
            return None;
        }
        let likeness = cosine * if share_guest(&entries[a], &entries[b]) { SAME_GUEST } else { 1.0 };
        let mut named: Vec<usize> = Vec::new();
        for it in &shared {
            if !named.iter().any(|other| self.says_the_same(*other, it.phrase)) {
                named.push(it.phrase);
            }
        }
        let is_enough = named.len() > 1 || named.first().is_some_and(|only| self.words[*only].len() > 1);
        named.truncate(MAX_NAMED);
        (is_enough && likeness >= MIN_LIKENESS).then_some(Alike { answer: b, likeness, shared: named })
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

/// The phrases that say something of an answer, each with what it counts.
fn weighty(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>) -> Vec<Scored> {
    let all = corpus.answers.len() as f64;
    let most = ((MAX_ABOUT_SHARE * all) as usize).max(MIN_MOST_ABOUT);
    let weigh = |(run, counts): (&Run, &Counts)| {
        let score = (2..=most).contains(&counts.about).then(|| weight(corpus, candidates, run, counts))??;
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
    let together = match words {
        [_] => 1.0,
        _ => SEVERAL_WORDS * score::cohesion(corpus, candidates, run, counts).filter(|it| *it >= MIN_COHESION)?,
    };
    let name = if score::is_proper_name(corpus, words) { PROPER_NAME } else { 1.0 };
    let idf = libm::log((corpus.answers.len() as f64 + 1.0) / counts.about as f64);
    let returns = (counts.about as f64 + 0.5) / (counts.answers as f64 + 2.0);
    Some(idf * returns.sqrt() * together * name)
}

/// Whether an answer is about a phrase, and does not only come back to it in passing.
fn is_about(posting: &Posting) -> bool {
    posting.is_in_title || posting.count >= MIN_COUNT || posting.is_in_prompt && posting.count > 1
}

/// How much an answer is about a phrase.
fn strength(posting: &Posting) -> f64 {
    let asked = if posting.is_in_title { 1.5 } else { 0.0 } + if posting.is_in_prompt { 0.5 } else { 0.0 };
    asked + libm::log2(1.0 + f64::from(posting.count)).min(3.0)
}

/// Whether somebody who is asked in one answer's episode is asked in the other's.
fn share_guest(a: &LibraryEntry<'_>, b: &LibraryEntry<'_>) -> bool {
    let is_of_both = |guest: &Speaker| b.episode.guests().any(|other| other.id == guest.id);
    a.episode.id == b.episode.id || a.episode.guests().any(is_of_both)
}
