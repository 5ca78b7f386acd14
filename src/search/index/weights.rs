//! Weights: what a match is worth. The constants of ranking, and the arithmetic on them, which gives the same bits natively
//! and in the browser.
//!
//! The score of an answer is BM25 over its terms: Σ idf · tf / (tf + k₁), where tf is the quantised impact, into which the
//! build has folded field weights and length norms ("BM25F", Robertson, Zaragoza and Taylor 2004). Every constant here was
//! set with `cargo bench --bench search`, whose known items (exact, typo, misheard, speaker, quoted, run) must not lose first
//! places. Not here: what the build folds in ([`crate::search::build`]), and how scores are compared
//! ([`crate::search::rank::score`]).

use crate::search::index::dictionary::IMPACTS;

/// BM25's k₁, the saturation of term frequency. Higher: repeated words count for more; 0: a word counts once.
pub(crate) const K1: f32 = 1.2;

/// The weight of an inflection beside 1 for the very word. Near 1: `managing` ranks as well as the `manager` that was typed.
pub(crate) const INFLECTION_WEIGHT: f32 = 0.6;

/// The weight of a word that begins with the one being typed. Near 1: results jump about while a word is being finished.
pub(crate) const PREFIX_WEIGHT: f32 = 0.4;

/// The weight of a synonym.
pub(crate) const SYNONYM_WEIGHT: f32 = 0.8;

/// The weight of the nearest fuzzy candidates. They only stand in for a word that nobody says, so it ranks them beside the
/// query's other words.
pub(crate) const FUZZY_WEIGHT: f32 = 0.5;

/// The weight of the fuzzy candidates one step further away.
pub(crate) const SECOND_FUZZY_WEIGHT: f32 = 0.2;

/// The term frequency of a phrase in a section that holds it.
pub(crate) const PHRASE_WEIGHT: f32 = 1.5;

/// The weight of a bigram's idf in the score. Higher: answers with the words of the query side by side win over answers with
/// more of its words.
pub(crate) const BIGRAM_WEIGHT: f32 = 2.5;

/// What is worth what in a question, that is a query of four words and more, in which no word must occur. Chosen on half of the
/// questions of `cargo bench --bench questions`.
pub(crate) mod question {
    /// BM25's k₁. Higher than for a few words: an answer that comes back to one of many words is about it.
    pub(crate) const K1: f32 = 1.7;

    /// The weight of a bigram's idf. Higher: two common words side by side outvote the rare ones.
    pub(crate) const BIGRAM_WEIGHT: f32 = 0.2;

    /// The weight of the episode's own score beside the answer's. Higher: all answers of the best episode come first.
    pub(crate) const EPISODE_WEIGHT: f32 = 2.0;

    /// BM25's k₁ for an episode, which says any word more often than an answer.
    pub(crate) const EPISODE_K1: f32 = 4.0;

    /// The weight of the own scores of the answers right before and behind. Higher: what stands beside the best answer comes before others
    /// that say as much themselves.
    pub(crate) const NEIGHBOUR_WEIGHT: f32 = 0.2;

    /// The idf of a term that 46 of 100 answers hold. One more common tells nothing beside others.
    pub(crate) const LEAST_IDF: f32 = 1.11;
}

/// The weight of impact 0.
const MIN_WEIGHT: f32 = 0.12;

/// The ratio of the weights of neighbouring impacts: sixteen of them span 0.12 to 27.
const IMPACT_STEP: f32 = 1.435;

/// The middle between two neighbouring impacts: about the square root of [`IMPACT_STEP`].
#[cfg(not(target_arch = "wasm32"))]
const HALF_STEP: f32 = 1.2;

/// The weight that an impact stands for.
pub(crate) fn weight_of_impact(impact: u8) -> f32 {
    (0..impact.min(IMPACTS - 1)).fold(MIN_WEIGHT, |weight, _| weight * IMPACT_STEP)
}

/// The impact nearest to a weight.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn quantize(weight: f32) -> u8 {
    (0..IMPACTS - 1).find(|impact| weight < weight_of_impact(*impact) * HALF_STEP).unwrap_or(IMPACTS - 1)
}

/// The saturated term frequency, tf / (tf + k₁), from 0 to 1.
pub(crate) fn saturate(tf: f32, k1: f32) -> f32 {
    tf / (tf + k1)
}

/// The inverse document frequency of a term in `doc_freq` of `answers` answers, log₂(1 + (N − n + ½) / (n + ½)): always above
/// 0 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with Lucene's 1 +).
pub(crate) fn idf(doc_freq: u32, answers: u32) -> f32 {
    let (doc_freq, answers) = (doc_freq.min(answers) as f32, answers as f32);
    log2(1.0 + (answers - doc_freq + 0.5) / (doc_freq + 0.5))
}

/// Whether a term is so common that it alone is no reason to show an answer: over half of all answers hold it. In a library
/// of four answers or fewer no term is.
pub(crate) fn is_too_common(doc_freq: u32, answers: u32) -> bool {
    doc_freq > answers / 2 && answers > 4
}

/// The binary logarithm to two digits. The standard library's does not promise the same bits on every machine.
fn log2(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000) - 1.0;
    exponent as f32 + mantissa * (1.3465 - 0.3465 * mantissa)
}
