//! The phrases of a library that may be topics: runs of up to four words in enough episodes, and what is counted of each.
//!
//! The answers are gone through twice, on all cores: the first time a small table of counters says which runs may be in enough
//! episodes, so that the second keeps only these, however large the library. Not here: which phrases are good ones ([`super::score`]).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::corpus::{AnswerWords, Corpus, Place};

/// The most words of a phrase.
pub(super) const MAX_WORDS: usize = 4;

/// The counters of the first time.
const COUNTERS: usize = 1 << 24;

/// What stands behind the last word of a short phrase.
const NONE: u32 = u32::MAX;

/// The words of a phrase, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Run([u32; MAX_WORDS]);

impl Run {
    /// The run of some words; `None` of none, or of too many.
    pub(super) fn of(words: &[u32]) -> Option<Self> {
        let mut run = [NONE; MAX_WORDS];
        run.get_mut(..words.len())?.copy_from_slice(words);
        (!words.is_empty()).then_some(Self(run))
    }

    /// The words.
    pub(super) fn words(&self) -> &[u32] {
        let len = self.0.iter().position(|word| *word == NONE).unwrap_or(MAX_WORDS);
        &self.0[..len]
    }

    /// The runs within it that are shorter by a word.
    pub(super) fn parts(&self) -> impl Iterator<Item = Self> {
        let words = self.words();
        let (first, last) = words.split_first().zip(words.split_last()).map_or((&[][..], &[][..]), |(a, b)| (a.1, b.1));
        [first, last].into_iter().filter_map(Self::of)
    }

    /// Whether another run is within it.
    pub(super) fn contains(&self, other: &Self) -> bool {
        let other = other.words();
        self.words().windows(other.len()).any(|window| window == other)
    }

    fn counter(&self) -> usize {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        (hasher.finish() >> 40) as usize & (COUNTERS - 1)
    }
}

/// What is counted of a phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// How often it is said.
    pub(super) count: usize,
    /// The answers that have it, and the episodes of these.
    pub(super) answers: usize,
    pub(super) episodes: usize,
    /// The answers that are about it: they have it in their title, or more than once; and the episodes of these.
    pub(super) about: usize,
    pub(super) about_episodes: usize,
    /// The answers that have it in their title or in the prompt.
    pub(super) asked: usize,
    /// The sum over all episodes of the squared number of answers that have it.
    pub(super) squares: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.answers += other.answers;
        self.episodes += other.episodes;
        self.about += other.about;
        self.about_episodes += other.about_episodes;
        self.asked += other.asked;
        self.squares += other.squares;
    }
}

/// An answer that has a phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) answer: u32,
    /// How often it is said there.
    pub(super) count: u32,
    /// How often of these in the reply.
    pub(super) replied: u32,
    pub(super) is_in_title: bool,
    pub(super) is_in_prompt: bool,
}

impl Posting {
    /// Whether the answer is about the phrase.
    pub(super) fn is_about(&self) -> bool {
        self.is_in_title || self.count > 1
    }
}

/// The phrases that are in at least so many episodes, with what is counted of each.
pub(super) fn candidates(corpus: &Corpus, min_episodes: usize) -> BTreeMap<Run, Counts> {
    let by_episode: Vec<&[AnswerWords]> = corpus.answers.chunk_by(|a, b| a.episode == b.episode).collect();
    let counters: Vec<AtomicU8> = (0..COUNTERS).map(|_| AtomicU8::new(0)).collect();
    let least = u8::try_from(min_episodes).unwrap_or(u8::MAX);
    by_episode.par_iter().for_each(|answers| {
        let mut runs: Vec<usize> = Vec::new();
        answers.iter().for_each(|answer| runs_of(corpus, answer, |run, _| runs.push(run.counter())));
        runs.sort_unstable();
        runs.dedup();
        for counter in runs {
            // It stops at the top, where it could only begin anew.
            let more = |count: u8| count.checked_add(1);
            counters[counter].fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok();
        }
    });
    let is_kept = |run: &Run| counters[run.counter()].load(Ordering::Relaxed) >= least;
    let counted = by_episode.par_iter().fold(FxHashMap::default, |mut all, answers| {
        // Sums are the same in any order, here and below.
        let of_episode = counts_of_episode(corpus, answers, &is_kept).into_iter();
        of_episode.for_each(|(run, counts)| all.entry(run).or_insert_with(Counts::default).add(&counts));
        all
    });
    let counted = counted.reduce(FxHashMap::default, |a, b| {
        let (mut more, fewer) = if a.len() < b.len() { (b, a) } else { (a, b) };
        fewer.into_iter().for_each(|(run, counts)| more.entry(run).or_insert_with(Counts::default).add(&counts));
        more
    });
    counted.into_iter().filter(|(_, counts)| counts.episodes >= min_episodes).collect()
}

fn counts_of_episode(
    corpus: &Corpus,
    answers: &[AnswerWords],
    is_kept: &impl Fn(&Run) -> bool,
) -> FxHashMap<Run, Counts> {
    let mut of_episode: FxHashMap<Run, Counts> = FxHashMap::default();
    for answer in answers {
        postings_of_answer(corpus, answer, is_kept).into_iter().for_each(|(run, posting)| {
            let counts = of_episode.entry(run).or_default();
            counts.count += posting.count as usize;
            counts.answers += 1;
            counts.episodes = 1;
            counts.about += usize::from(posting.is_about());
            counts.about_episodes = counts.about.min(1);
            counts.asked += usize::from(posting.is_in_title || posting.is_in_prompt);
            counts.squares = counts.answers * counts.answers;
        });
    }
    of_episode
}

fn postings_of_answer(
    corpus: &Corpus,
    answer: &AnswerWords,
    is_kept: &impl Fn(&Run) -> bool,
) -> FxHashMap<Run, Posting> {
    let mut found: FxHashMap<Run, Posting> = FxHashMap::default();
    runs_of(corpus, answer, |run, at| {
        if is_kept(&run) {
            let posting = found.entry(run).or_default();
            posting.is_in_title |= at < answer.said_from;
            posting.is_in_prompt |= (answer.said_from..answer.reply_from).contains(&at);
            posting.count += u32::from(at >= answer.said_from);
            posting.replied += u32::from(at >= answer.reply_from);
        }
    });
    found
}

/// What `make` makes of the phrases of each answer, in the order of the answers.
pub(super) fn of_answers<T: Send>(
    corpus: &Corpus,
    is_kept: impl Fn(&Run) -> bool + Sync,
    make: impl Fn(FxHashMap<Run, Posting>) -> T + Sync,
) -> Vec<T> {
    corpus.answers.par_iter().map(|answer| make(postings_of_answer(corpus, answer, &is_kept))).collect()
}

/// The answers that have each of some phrases.
pub(super) fn postings(corpus: &Corpus, phrases: &[Run]) -> Vec<Vec<Posting>> {
    let positions: FxHashMap<Run, usize> = phrases.iter().enumerate().map(|(nth, run)| (*run, nth)).collect();
    let of_answer = |(number, answer): (usize, &AnswerWords)| -> Vec<(usize, Posting)> {
        let found = postings_of_answer(corpus, answer, &|run| positions.contains_key(run));
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let numbered = found.into_iter().map(|(run, posting)| (positions[&run], Posting { answer: number, ..posting }));
        numbered.collect()
    };
    let found: Vec<Vec<(usize, Posting)>> = corpus.answers.par_iter().enumerate().map(of_answer).collect();
    let mut all = vec![Vec::new(); phrases.len()];
    found.into_iter().flatten().for_each(|(nth, posting)| all[nth].push(posting));
    all
}

/// Calls `take` with every run of an answer that can be a phrase, and the place where it begins.
fn runs_of(corpus: &Corpus, answer: &AnswerWords, mut take: impl FnMut(Run, usize)) {
    for at in 0..answer.places.len() {
        let mut run = [NONE; MAX_WORDS];
        for (len, place) in answer.places[at..].iter().take(MAX_WORDS).enumerate() {
            let Some(word) = place.word() else { break };
            run[len] = word;
            if is_phrase(corpus, &answer.places[at..=at + len]) {
                take(Run(run), at);
            }
        }
    }
}

/// Whether words in a row can be a phrase: those at its edges mean something, or are joined by a hyphen, as in `go-to-market` and
/// `A/B test`.
fn is_phrase(corpus: &Corpus, places: &[Place]) -> bool {
    let content = |place: &Place| place.word().is_some_and(|word| corpus.word(word).is_content);
    match places {
        [] => false,
        [only] => content(only),
        [first, second, ..] => {
            let last = places.last().unwrap_or(second);
            (content(first) || second.is_joined()) && (content(last) || last.is_joined()) && places.iter().any(content)
        }
    }
}
