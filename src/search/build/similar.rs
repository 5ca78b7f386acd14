//! Similar answers, by the rare words that two answers share.
//!
//! An answer is a vector of the words said in it, each weighed by idf times saturated frequency as in the search. The similarity
//! of answer b to answer a is their scalar product over the length of b, summed over a's heaviest words. Not here: what pages
//! say of it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::search::index::Index;
use crate::search::index::dictionary::META_SECTION;
use crate::search::index::weights::{idf, saturate, weight_of_impact};
use crate::search::number::index32;

/// The most similar answers named with one.
const MAX_SIMILAR: usize = 3;

/// The most shared words named with each.
const MAX_SHARED: usize = 4;

/// The heaviest words of an answer, which are compared. More take longer, and add words that many answers share.
const MAX_TERMS: usize = 24;

/// The highest document frequency of a word that is compared; in a small library a tenth of its answers.
const MAX_DOC_FREQ: usize = 150;

/// The shortest word that is compared, in characters. Shorter ones are abbreviations, or parts of others.
const MIN_CHARS: usize = 4;

/// The fewest words that similar answers share.
const MIN_SHARED: usize = 2;

/// An answer similar to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// Its number in library order.
    pub answer: u32,
    /// The words that both share, the heaviest first, as they are compared.
    pub shared: Vec<String>,
}

/// A word with its weight in each answer that holds it, in order.
struct Term<'a> {
    form: &'a str,
    answers: Vec<(u32, f32)>,
}

/// A word of an answer, by its index among all terms.
#[derive(Clone, Copy)]
struct TermWeight {
    term: usize,
    weight: f32,
}

/// What another answer has in common with one.
#[derive(Default)]
struct Overlap {
    /// The sum of the products.
    product: f32,
    /// Each shared word with its product.
    shared: Vec<TermWeight>,
}

/// For each answer of the library those most similar to it, the most similar first. The neighbours of an answer in its episode
/// are left out: they are at hand anyway.
pub fn similar(index: &Index) -> Vec<Vec<Similar>> {
    let terms = terms(index);
    let answers = index.head().answers as usize;
    let mut vectors: Vec<Vec<TermWeight>> = vec![Vec::new(); answers];
    for (nth, term) in terms.iter().enumerate() {
        for (answer, weight) in &term.answers {
            vectors[*answer as usize].push(TermWeight { term: nth, weight: *weight });
        }
    }
    for vector in &mut vectors {
        sort_heaviest_first(vector);
        vector.truncate(MAX_TERMS);
    }
    let length = |vector: &Vec<TermWeight>| vector.iter().map(|one| one.weight * one.weight).sum::<f32>().sqrt();
    let lengths: Vec<f32> = vectors.iter().map(length).collect();
    (0..answers).into_par_iter().map(|answer| similar_to(answer, &terms, &vectors, &lengths)).collect()
}

fn sort_heaviest_first(words: &mut [TermWeight]) {
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.term.cmp(&b.term)));
}

/// The words of the dictionary that are compared.
fn terms(index: &Index) -> Vec<Term<'_>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let max_doc_freq = (index.head().answers as usize / 10).clamp(2, MAX_DOC_FREQ);
    let shards = (0..index.head().dictionary_shards()).filter_map(|nth| index.dictionary(nth));
    let mut terms = Vec::new();
    for entry in shards.flat_map(|shard| &shard.entries) {
        // The spellings of a synonym are compared, not the term that stands for all of them.
        let is_word = entry.form.chars().count() >= MIN_CHARS && !entry.form.starts_with('=');
        if entry.unlisted_answers > 0 || !is_word || !seen.insert(&entry.form) {
            continue;
        }
        let mut answers: BTreeMap<u32, f32> = BTreeMap::new();
        for posting in entry.postings.iter().filter(|posting| posting.section != META_SECTION) {
            *answers.entry(posting.answer).or_default() += weight_of_impact(posting.impact);
        }
        if (2..=max_doc_freq).contains(&answers.len()) {
            let idf = idf(index32(answers.len()), index.head().answers);
            let answers = answers.into_iter().map(|(answer, tf)| (answer, idf * saturate(tf))).collect();
            terms.push(Term { form: &entry.form, answers });
        }
    }
    terms
}

/// The answers most similar to one.
fn similar_to(answer: usize, terms: &[Term<'_>], vectors: &[Vec<TermWeight>], lengths: &[f32]) -> Vec<Similar> {
    let mut overlaps: BTreeMap<u32, Overlap> = BTreeMap::new();
    for TermWeight { term, weight } in &vectors[answer] {
        for (other, other_weight) in &terms[*term].answers {
            if (*other as usize).abs_diff(answer) > 1 {
                let overlap = overlaps.entry(*other).or_default();
                let product = weight * other_weight;
                overlap.product += product;
                overlap.shared.push(TermWeight { term: *term, weight: product });
            }
        }
    }
    let enough = overlaps.into_iter().filter(|(_, overlap)| overlap.shared.len() >= MIN_SHARED);
    let mut scored: Vec<(f32, u32, Overlap)> =
        enough.map(|(other, overlap)| (overlap.product / lengths[other as usize].max(1.0), other, overlap)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let named = scored.into_iter().take(MAX_SIMILAR).map(|(_, answer, Overlap { mut shared, .. })| {
        sort_heaviest_first(&mut shared);
        let shared = shared.iter().take(MAX_SHARED).map(|one| terms[one.term].form.to_owned()).collect();
        Similar { answer, shared }
    });
    named.collect()
}
