//! Answers like one another, by the rare words they share: computed at build from the index itself. Native only.
//!
//! An answer is the words said in it, each weighed by its rarity and by how much it counts there, as the search weighs
//! them; two answers are as alike as the sum of what they share (the scalar product, over the other's length).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::index::Index;
use super::model::META_VOICE;
use super::rank::{rarity, saturated, weight};

/// How many related answers are named.
const MAX_RELATED: usize = 3;

/// How many shared words are named with each.
const MAX_SHARED: usize = 4;

/// The words that say most of an answer, which are compared.
const MAX_TERMS: usize = 24;

/// A word that more answers hold tells of no relation; nor does one in more than a tenth of a small library.
const MAX_HOLDING: usize = 150;

/// Shorter words are abbreviations or parts of others.
const MIN_CHARS: usize = 4;

/// Two answers share at least so many of their words, or they are not related.
const MIN_SHARED: usize = 2;

/// An answer like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its number in library order.
    pub answer: u32,
    /// The words it shares, the most telling first, as they are compared.
    pub shared: Vec<String>,
}

/// A word that may relate answers.
struct Term<'a> {
    form: &'a str,
    /// The answers that hold it, in order, and how much it counts in each.
    answers: Vec<(u32, f32)>,
}

/// What another answer shares with one: how much it says in all, and each word with how much that says.
#[derive(Default)]
struct Likeness {
    score: f32,
    shared: Vec<(f32, usize)>,
}

/// For each answer of the library those most like it, the most alike first. The answers right before and behind one are
/// left out: they are at hand anyway.
pub fn related(index: &Index) -> Vec<Vec<Related>> {
    let terms = terms(index);
    let count = index.head().answers as usize;
    let mut by_answer: Vec<Vec<(usize, f32)>> = vec![Vec::new(); count];
    for (nth, term) in terms.iter().enumerate() {
        for (answer, counts) in &term.answers {
            by_answer[*answer as usize].push((nth, *counts));
        }
    }
    for terms in &mut by_answer {
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(MAX_TERMS);
    }
    let lengths: Vec<f32> =
        by_answer.iter().map(|terms| terms.iter().map(|(_, counts)| counts * counts).sum::<f32>().sqrt()).collect();
    (0..count).into_par_iter().map(|answer| like(answer, &terms, &by_answer, &lengths)).collect()
}

/// The words of the dictionary that may relate answers.
fn terms(index: &Index) -> Vec<Term<'_>> {
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let most = (index.head().answers as usize / 10).clamp(2, MAX_HOLDING);
    let shards = (0..index.head().shards()).filter_map(|nth| index.words(nth));
    let mut terms = Vec::new();
    for entry in shards.flat_map(|words| &words.entries) {
        // Spellings that count as the same are in as themselves; what many hold tells nothing.
        let is_word = entry.form.chars().count() >= MIN_CHARS && !entry.form.starts_with('=');
        if entry.further > 0 || !is_word || !met.insert(&entry.form) {
            continue;
        }
        let mut answers: BTreeMap<u32, f32> = BTreeMap::new();
        for posting in entry.postings.iter().filter(|posting| posting.voice != META_VOICE) {
            *answers.entry(posting.answer).or_default() += weight(posting.level);
        }
        if (2..=most).contains(&answers.len()) {
            let rarity = rarity(u32::try_from(answers.len()).unwrap_or(u32::MAX), index.head().answers);
            let answers = answers.into_iter().map(|(answer, weight)| (answer, rarity * saturated(weight))).collect();
            terms.push(Term { form: &entry.form, answers });
        }
    }
    terms
}

fn like(answer: usize, terms: &[Term<'_>], by_answer: &[Vec<(usize, f32)>], lengths: &[f32]) -> Vec<Related> {
    let mut others: BTreeMap<u32, Likeness> = BTreeMap::new();
    for (nth, counts) in &by_answer[answer] {
        for (other, there) in &terms[*nth].answers {
            if (*other as usize).abs_diff(answer) > 1 {
                let likeness = others.entry(*other).or_default();
                likeness.score += counts * there;
                likeness.shared.push((counts * there, *nth));
            }
        }
    }
    let mut others: Vec<(u32, Likeness)> =
        others.into_iter().filter(|(_, one)| one.shared.len() >= MIN_SHARED).collect();
    for (other, likeness) in &mut others {
        likeness.score /= lengths[*other as usize].max(1.0);
    }
    others.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
    let named = others.into_iter().take(MAX_RELATED).map(|(answer, Likeness { mut shared, .. })| {
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let shared = shared.iter().take(MAX_SHARED).map(|(_, nth)| terms[*nth].form.to_owned()).collect();
        Related { answer, shared }
    });
    named.collect()
}
