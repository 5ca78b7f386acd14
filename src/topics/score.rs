//! How good a topic a phrase would be.
//!
//! | what counts | why | after |
//! |---|---|---|
//! | the episodes with an answer that is about it | what many guests are asked about is a subject of the show | document frequency |
//! | how often an answer that has it once has it again | words of a subject come back where they are, others fall anywhere | adaptation: Church, "Empirical Estimates of Adaptation" (2000) |
//! | how unevenly its answers lie over the episodes | a subject fills some episodes; what a host asks everybody once is in each | index of dispersion: Church and Gale, "Poisson Mixtures" (1995) |
//! | how often it is asked for | titles and prompts name subjects | |
//! | how much its words belong together | `product strategy` and not `new product` | normalised pointwise mutual information: Bouma (2009) |
//! | that it is not part of a longer one | `product-market fit` and not `market fit` | C-value: Frantzi, Ananiadou and Mima (2000) |
//! | that it is no proper name | who wants all about a firm searches for it | |
//! | that publishers call their episodes so | they know | |
//!
//! Not here: which phrases go together ([`super::grouping`]).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::candidates::{Counts, Run};
use super::corpus::Corpus;

/// The least answers that are set apart: one is found by itself.
const MIN_ANSWERS: usize = 2;

/// The share of all answers from which a phrase sets none apart.
const MAX_ANSWER_SHARE: f64 = 0.2;

/// In a library of fewer answers this many may have it.
const MIN_MOST_ANSWERS: f64 = 12.0;

/// The least mutual information of the words of a phrase, of 1.
const MIN_COHESION: f64 = 0.15;

/// The same of words that are all common in talk of any subject.
const MIN_COHESION_OF_GENERIC: f64 = 0.5;

/// The share of the places of a phrase in which it is part of one longer phrase, from which it is that.
const MAX_NESTED: f64 = 0.6;

/// What a proper name is worth.
const NAME_WEIGHT: f64 = 0.3;

/// What a word that publishers describe their episodes with is worth.
const KEYWORD_WEIGHT: f64 = 1.25;

/// What a phrase of several words is worth: it says more.
const PHRASE_WEIGHT: f64 = 1.5;

/// In fewer episodes nothing is known of how evenly a phrase is spread.
const MIN_EPISODES_FOR_UNEVENNESS: usize = 10;

/// More unevenness than this is the subject of a few episodes alone.
const MAX_UNEVENNESS: f64 = 1.5;

/// A phrase with its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) run: Run,
    pub(super) counts: Counts,
    pub(super) score: f64,
}

/// The phrases that can be topics, the best first.
pub(super) fn scored(
    corpus: &Corpus,
    candidates: &BTreeMap<Run, Counts>,
    keywords: &BTreeSet<Run>,
    min_about: usize,
) -> Vec<Scored> {
    let longer = longest_around(candidates);
    let most = (MAX_ANSWER_SHARE * corpus.answers.len() as f64).max(MIN_MOST_ANSWERS);
    let is_in_band = |counts: &Counts| {
        counts.about_episodes >= min_about && counts.answers >= MIN_ANSWERS && (counts.answers as f64) <= most
    };
    let kept = candidates.iter().filter(|(run, counts)| is_in_band(counts) && is_whole(run, counts, &longer));
    let score = |(run, counts): (&Run, &Counts)| {
        let score = score(corpus, candidates, run, counts)? * if keywords.contains(run) { KEYWORD_WEIGHT } else { 1.0 };
        Some(Scored { run: *run, counts: *counts, score })
    };
    let mut scored: Vec<Scored> = kept.filter_map(score).collect();
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.run.cmp(&b.run)));
    scored
}

/// For each phrase, how often it is said as part of the longer phrase that has it most often.
fn longest_around(candidates: &BTreeMap<Run, Counts>) -> FxHashMap<Run, usize> {
    let mut around: FxHashMap<Run, usize> = FxHashMap::default();
    for (run, counts) in candidates {
        for part in run.parts() {
            let most = around.entry(part).or_default();
            *most = counts.count.max(*most);
        }
    }
    around
}

/// Whether a phrase is more than part of a longer one.
fn is_whole(run: &Run, counts: &Counts, longer: &FxHashMap<Run, usize>) -> bool {
    let nested = longer.get(run).copied().unwrap_or_default();
    nested as f64 <= MAX_NESTED * counts.count as f64
}

fn score(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>, run: &Run, counts: &Counts) -> Option<f64> {
    let words = run.words();
    let generic = words.iter().filter(|word| corpus.word(**word).is_generic || !corpus.word(**word).is_content).count();
    if words.iter().any(|word| corpus.word(*word).is_name) || words.len() == 1 && generic > 0 {
        return None;
    }
    let answers = counts.answers as f64;
    // An answer that has one of a common word has another by chance.
    let rate = counts.count as f64 / corpus.answers.len().max(1) as f64;
    let by_chance = (rate / 2.0).min(0.9);
    let returns = ((counts.about as f64 + 0.5) / (answers + 2.0) - by_chance).max(0.01);
    let asked = (counts.asked as f64 + 0.5) / (answers + 2.0);
    let spread = libm::log2(1.0 + counts.about_episodes as f64);
    let together = if words.len() == 1 { 1.0 } else { PHRASE_WEIGHT * cohesion(corpus, candidates, run, counts)? };
    if together < MIN_COHESION_OF_GENERIC * PHRASE_WEIGHT * generic as f64 / words.len() as f64 {
        return None;
    }
    let name = if is_proper_name(corpus, words) { NAME_WEIGHT } else { 1.0 };
    let uneven = unevenness(corpus, counts);
    (uneven > 0.0).then_some(spread * returns.sqrt() * uneven * (0.5 + asked.sqrt()) * together * name)
}

/// How unevenly the answers that have a phrase lie over the episodes: the variance of their number is so many times its mean, as a
/// logarithm. It is nothing, or less, where chance alone would have them so.
pub(super) fn unevenness(corpus: &Corpus, counts: &Counts) -> f64 {
    if corpus.episodes < MIN_EPISODES_FOR_UNEVENNESS {
        return 1.0;
    }
    let episodes = corpus.episodes as f64;
    let mean = counts.answers as f64 / episodes;
    let variance = counts.squares as f64 / episodes - mean * mean;
    (libm::log2(variance / mean) - 0.2).min(MAX_UNEVENNESS)
}

/// How much more often the words of a phrase are together than chance would have it, of 1; `None` where that is too little.
pub(super) fn cohesion(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>, run: &Run, counts: &Counts) -> Option<f64> {
    let size = corpus.size.max(1) as f64;
    let words = run.words();
    let count_of = |part: &[u32]| match part {
        [word] => Some(corpus.word(*word).count),
        _ => Some(candidates.get(&Run::of(part)?)?.count),
    };
    let together = counts.count as f64 / size;
    let split = |at: usize| {
        let (first, last) = words.split_at(at);
        let apart = count_of(first)? as f64 / size * count_of(last)? as f64 / size;
        Some(libm::log2(together / apart) / -libm::log2(together))
    };
    let weakest = (1..words.len()).filter_map(split).fold(f64::INFINITY, f64::min);
    let cohesion = if weakest.is_finite() { weakest } else { MIN_COHESION };
    (cohesion >= MIN_COHESION).then_some(cohesion)
}

/// Whether a phrase is the name of somebody or something: its words have capitals within sentences, and are no acronyms.
pub(super) fn is_proper_name(corpus: &Corpus, words: &[u32]) -> bool {
    const CAPITAL_SHARE: f64 = 0.7;
    // The letters of `T-shirt` and `A/B test` are no names.
    let is_letter = |word: &u32| corpus.word(*word).form.chars().count() == 1;
    let is_name = |word: &u32| {
        corpus.word(*word).capital_share() >= CAPITAL_SHARE && !corpus.word(*word).is_acronym() && !is_letter(word)
    };
    !corpus.has_capital_nouns && words.iter().any(is_name)
}
