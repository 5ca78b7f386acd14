//! What an answer of a question gains from the rest of its episode: BM25 once more, with the episode as the document. People ask
//! about what a conversation is about, and hardly an answer says all of it in so many words.
//!
//! It takes nothing but the postings that are there. Not here: the answer's own score ([`super::score`]).

use crate::search::index::Index;
use crate::search::index::weights::{idf, question, saturate};
use crate::search::number::index32;
use crate::search::rank::filters::EpisodeCursor;
use crate::search::retrieve::matches::TermMatches;

/// The weighed scores of the episodes, in library order.
pub(crate) fn episode_scores(index: &Index, terms: &[TermMatches<'_>]) -> Vec<f32> {
    let episode_answers = &index.head().episode_answers;
    let mut scores = vec![0.0; episode_answers.len()];
    let mut tfs = vec![0.0; episode_answers.len()];
    for term in terms {
        let mut cursor = EpisodeCursor::new(episode_answers);
        for hit in &term.hits {
            if let Some(tf) = tfs.get_mut(cursor.episode_of(hit.answer) as usize) {
                *tf += hit.weight;
            }
        }
        let holding = tfs.iter().filter(|tf| **tf > 0.0).count();
        let idf = idf(index32(holding), index.head().episodes());
        for (score, tf) in scores.iter_mut().zip(&mut tfs) {
            *score += question::EPISODE_WEIGHT * idf * saturate(*tf, question::EPISODE_K1);
            *tf = 0.0;
        }
    }
    scores
}
