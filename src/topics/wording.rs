//! The words of whole answers, to tell whether two that share a phrase speak alike beside it: who speaks of a marketplace's supply speaks of
//! sellers, and who names a marketplace in passing does not.
//!
//! An answer is a vector of the heaviest words and pairs of words that it says, by how often and by how few answers have them (Salton and
//! Buckley, 1988), and the likeness of two is their cosine. Not here: the phrases that answers share ([`super::related`]).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::candidates::{self, Counts, Posting, Run};
use super::corpus::Corpus;
use super::score;

/// The share of all answers from which a word says nothing of one, and how many may have it in a small library.
const MAX_ANSWER_SHARE: f64 = 0.04;
const MIN_MOST_ANSWERS: usize = 12;

/// The heaviest words of an answer, which are compared. More of them are more memory, and change little.
const MAX_WORDS: usize = 100;

/// The most words of a phrase that is compared: the longer ones say what their pairs do.
const MAX_LENGTH: usize = 2;

/// The least answers with a pair of words, and how much it has to belong together, of 1.
const MIN_ANSWERS_OF_PAIR: usize = 3;
const MIN_COHESION: f64 = 0.3;

/// From this on a pair belongs together wholly, and counts for so much.
const WHOLE_COHESION: f64 = 0.5;
const PAIR_WEIGHT: f64 = 1.3;

/// A word or a pair, by number, with its share of the answer's vector.
type Said = (u32, f32);

/// The answers of a library as vectors of length 1.
pub(super) struct Wording {
    runs: Vec<Run>,
    /// Of each answer, by number of the run.
    vectors: Vec<Vec<Said>>,
}

/// How alike the words of two answers are, each of 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Likeness {
    pub(super) whole: f64,
    /// Without the words that are left aside.
    pub(super) beside: f64,
}

impl Wording {
    /// The words of all answers.
    pub(super) fn of(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>) -> Self {
        let weigh = |(run, counts): (&Run, &Counts)| Some((*run, weight(corpus, candidates, run, counts)?));
        let (runs, weights): (Vec<Run>, Vec<f64>) = candidates.iter().filter_map(weigh).unzip();
        let numbers: FxHashMap<Run, u32> = runs.iter().copied().zip(0..).collect();
        let vector = |said: FxHashMap<Run, Posting>| -> Vec<Said> {
            let weigh = |(run, posting): (&Run, &Posting)| {
                let number = *numbers.get(run).filter(|_| posting.count > 0)?;
                Some((number, (1.0 + libm::log(f64::from(posting.count))) * weights[number as usize]))
            };
            let mut heaviest: Vec<(u32, f64)> = said.iter().filter_map(weigh).collect();
            heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            heaviest.truncate(MAX_WORDS);
            heaviest.sort_by_key(|(number, _)| *number);
            let length = heaviest.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
            heaviest.into_iter().map(|(number, weight)| (number, (weight / length) as f32)).collect()
        };
        let vectors = candidates::of_answers(corpus, |run| numbers.contains_key(run), vector);
        Self { runs, vectors }
    }

    /// How alike two answers are, with and without what has one of these words.
    pub(super) fn likeness(&self, a: usize, b: usize, aside: &[u32]) -> Likeness {
        let (mut likeness, mut others) = (Likeness::default(), self.vectors[b].iter().peekable());
        for (number, weight) in &self.vectors[a] {
            while others.next_if(|(other, _)| other < number).is_some() {}
            let Some((_, other)) = others.next_if(|(other, _)| other == number) else { continue };
            let product = f64::from(*weight) * f64::from(*other);
            likeness.whole += product;
            if !self.runs[*number as usize].words().iter().any(|word| aside.contains(word)) {
                likeness.beside += product;
            }
        }
        likeness
    }
}

/// What a word or a pair counts; `None` of those that are not compared.
fn weight(corpus: &Corpus, candidates: &BTreeMap<Run, Counts>, run: &Run, counts: &Counts) -> Option<f64> {
    let words = run.words();
    let all = corpus.answers.len() as f64;
    let most = ((MAX_ANSWER_SHARE * all) as usize).max(MIN_MOST_ANSWERS);
    let is_empty = |word: &u32| corpus.word(*word).is_generic || !corpus.word(*word).is_content;
    if words.len() > MAX_LENGTH
        || counts.answers > most
        || words.iter().any(|word| corpus.word(*word).is_name)
        || words.iter().all(is_empty)
    {
        return None;
    }
    let together = match words {
        [_] => 1.0,
        _ if counts.answers < MIN_ANSWERS_OF_PAIR => return None,
        _ => {
            let cohesion = score::cohesion(corpus, candidates, run, counts).filter(|it| *it >= MIN_COHESION)?;
            PAIR_WEIGHT * (cohesion / WHOLE_COHESION).min(1.0)
        }
    };
    Some(together * libm::log((all + 1.0) / counts.answers as f64))
}
