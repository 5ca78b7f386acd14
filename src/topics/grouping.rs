//! Phrases that are about one subject, put together: each group is a topic, with its best phrase first.
//!
//! | what joins two | example |
//! |---|---|
//! | one is the initials of the other | `OKR` and `objectives and key results` |
//! | they are words of one root, and in answers together more than chance | `hire` and `hiring` |
//! | one is within the other, and says less | `churn rate` goes with `churn` |
//! | their answers are mostly the same | `retention` and `churn` |
//!
//! Method: agglomerative, the average of the pairs between two groups being their likeness, up to a limit of size (Sokal and Michener,
//! 1958); the likeness of two phrases is the normalised pointwise mutual information of the answers that are about them (Bouma, 2009).
//! Not here: which phrases are good ones ([`super::score`]).

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::candidates::Posting;
use super::corpus::Corpus;
use super::score::Scored;

/// The likeness, of 1, from which phrases are about one subject.
const MIN_LIKENESS: f64 = 0.5;

/// The same where they are words of one root.
const MIN_LIKENESS_OF_ROOT: f64 = 0.2;

/// The most phrases of a topic.
const MAX_PHRASES: usize = 5;

/// The episodes in whose answers two phrases have to be together at least.
const MIN_SHARED_EPISODES: usize = 3;

/// The share of the answers of a word, in which it is part of a longer phrase, from which the phrase stands for it.
const MIN_SHARE_OF_LONGER: f64 = 0.35;

/// The ends of English words that are of one root.
const ENDS: [&str; 12] = ["", "e", "ing", "er", "or", "ed", "ation", "ship", "y", "ic", "ist", "ize"];

/// The end that is also one of words of other roots, where little is left: `foundation`, `founder`.
const LONG_END: &str = "ation";

/// The least letters of a root before it.
const MIN_ROOT_OF_LONG_END: usize = 7;

/// A word of the same root goes with a phrase if it is in no more than so many times its answers.
const MAX_ROOT_RATIO: f64 = 3.0;

/// The least letters of a root.
const MIN_ROOT: usize = 3;

/// The share of their answers, of those that either has, that phrases of one subject share at least.
const MIN_OVERLAP: f64 = 0.12;

/// A longer phrase is a topic beside a word in it that is in so many times its answers.
pub(super) const MIN_TIMES_NARROWER: f64 = 3.0;

/// A phrase with the answers that have it.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) scored: Scored,
    pub(super) postings: Vec<Posting>,
}

/// Joins phrases, which come the best first, to groups, of which each is a list of positions, the best first.
pub(super) fn groups(corpus: &Corpus, phrases: &[Phrase]) -> Vec<Vec<usize>> {
    let kept = without_parts(phrases);
    let about: Vec<Vec<u32>> = phrases.iter().map(answers_about).collect();
    let count = kept.len();
    let pair = |at: usize| {
        // Of two the first is the better one, so that the likeness of a pair is the same both ways.
        let (a, b) = (kept[(at / count).min(at % count)], kept[(at / count).max(at % count)]);
        if a == b { 0.0 } else { alike(corpus, phrases, &about, a, b) }
    };
    let likeness: Vec<f64> = (0..count * count).into_par_iter().map(pair).collect();
    let mut groups: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    while let Some((a, b)) = most_alike(&groups, &likeness, count) {
        let joined = groups.remove(b.max(a));
        groups[a.min(b)].extend(joined);
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups.into_iter().map(|group| group.into_iter().map(|at| kept[at]).collect()).collect()
}

/// The phrases without those that are only part of another: of two within each other the better one stands for both.
fn without_parts(phrases: &[Phrase]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for (at, phrase) in phrases.iter().enumerate() {
        let stands_for = |other: &&usize| {
            let other = &phrases[**other];
            let (own, others) = (phrase.scored.counts.answers as f64, other.scored.counts.answers as f64);
            let is_longer = phrase.scored.run.contains(&other.scored.run) && others <= MIN_TIMES_NARROWER * own;
            let is_part = other.scored.run.contains(&phrase.scored.run) && others >= MIN_SHARE_OF_LONGER * own;
            is_longer || is_part
        };
        if !kept.iter().any(|other| stands_for(&other)) {
            kept.push(at);
        }
    }
    kept
}

/// The answers that are about a phrase, in order.
fn answers_about(phrase: &Phrase) -> Vec<u32> {
    phrase.postings.iter().filter(|posting| posting.is_about()).map(|posting| posting.answer).collect()
}

/// The two groups that are most alike; `None` where none are enough.
fn most_alike(groups: &[Vec<usize>], likeness: &[f64], count: usize) -> Option<(usize, usize)> {
    let mut best = None;
    let mut most = MIN_LIKENESS;
    for (a, first) in groups.iter().enumerate() {
        for (b, second) in groups.iter().enumerate().take(a) {
            if first.len() + second.len() > MAX_PHRASES {
                continue;
            }
            let pairs = first.iter().flat_map(|x| second.iter().map(move |y| likeness[x * count + y]));
            let mean = pairs.sum::<f64>() / (first.len() * second.len()) as f64;
            if mean > most {
                (most, best) = (mean, Some((a, b)));
            }
        }
    }
    best
}

/// How much two phrases are about one subject.
fn alike(corpus: &Corpus, phrases: &[Phrase], about: &[Vec<u32>], a: usize, b: usize) -> f64 {
    let (run, other) = (&phrases[a].scored.run, &phrases[b].scored.run);
    let both: Vec<u32> = about[a].iter().filter(|answer| about[b].binary_search(answer).is_ok()).copied().collect();
    // Words that are together because they are one phrase are not about one thing: `LLM` and `judge`.
    let has_both = |phrase: &Phrase| phrase.scored.run.contains(run) && phrase.scored.run.contains(other);
    if both.len() < MIN_SHARED_EPISODES.min(corpus.episodes) || phrases.iter().any(has_both) {
        return 0.0;
    }
    let episodes: BTreeSet<u32> = both.iter().map(|answer| corpus.answers[*answer as usize].episode).collect();
    if episodes.len() < MIN_SHARED_EPISODES.min(corpus.episodes) {
        return 0.0;
    }
    let shared = both.len();
    let answers = corpus.answers.len().max(1) as f64;
    let share = |count: usize| count as f64 / answers;
    let together = share(shared);
    let likeness = libm::log(together / (share(about[a].len()) * share(about[b].len()))) / -libm::log(together);
    let is_one = are_initials(corpus, &phrases[a], &phrases[b])
        || are_initials(corpus, &phrases[b], &phrases[a])
        || are_of_one_root(corpus, &phrases[a], &phrases[b]) && are_as_common(&phrases[a], &phrases[b]);
    if is_one && likeness >= MIN_LIKENESS_OF_ROOT {
        return likeness.max(0.0) / 2.0 + MIN_LIKENESS;
    }
    let overlap = shared as f64 / (about[a].len() + about[b].len() - shared) as f64;
    if overlap >= MIN_OVERLAP { likeness } else { 0.0 }
}

fn are_as_common(a: &Phrase, b: &Phrase) -> bool {
    let (a, b) = (a.scored.counts.answers as f64, b.scored.counts.answers as f64);
    a <= MAX_ROOT_RATIO * b && b <= MAX_ROOT_RATIO * a
}

/// Whether a word is the initials of a phrase.
fn are_initials(corpus: &Corpus, short: &Phrase, long: &Phrase) -> bool {
    let ([word], words) = (short.scored.run.words(), long.scored.run.words()) else { return false };
    let initials: String = words.iter().filter_map(|word| corpus.word(*word).form.chars().next()).collect();
    words.len() > 1 && corpus.word(*word).form == initials
}

/// Whether the last words of two phrases are of one root, and the words before them the same.
fn are_of_one_root(corpus: &Corpus, a: &Phrase, b: &Phrase) -> bool {
    let (Some((a, before_a)), Some((b, before_b))) =
        (a.scored.run.words().split_last(), b.scored.run.words().split_last())
    else {
        return false;
    };
    let (a, b) = (&corpus.word(*a).form, &corpus.word(*b).form);
    corpus.is_english && before_a == before_b && share_root(a, b)
}

/// Whether two English words are of one root.
pub(super) fn share_root(a: &str, b: &str) -> bool {
    roots(a).any(|root| roots(b).any(|other| root == other))
}

/// What is left of an English word without one of its ends.
fn roots(word: &str) -> impl Iterator<Item = &str> {
    ENDS.iter().filter_map(|end| {
        let least = if *end == LONG_END { MIN_ROOT_OF_LONG_END } else { MIN_ROOT };
        word.strip_suffix(end).filter(|root| root.len() >= least)
    })
}
