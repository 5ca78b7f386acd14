//! Sequences: answers that hold all words of a long unquoted query in a row come first, and where there is exactly one, the
//! bigrams lead to it before anything is known of the words themselves.
//!
//! Bigrams tell where a sequence may occur; the documents tell where it does. Not here: quoted phrases, which an answer must
//! hold ([`crate::search::retrieve::phrase`]).

use crate::search::PAGE_SIZE;
use crate::search::index::documents::ANSWERS_PER_CHUNK;
use crate::search::index::lookup::require_loaded;
use crate::search::index::{Index, Part};
use crate::search::query::Query;
use crate::search::rank::score::Ranked;
use crate::search::retrieve::phrase::{missing_documents, paragraphs_contain, sections_with_all};
use crate::search::sort::top;
use crate::search::text::token_graph::TokenGraph;

/// The most answers whose text is compared with a sequence: those on the first page, so that no document is fetched for this
/// alone.
pub(crate) const MAX_COMPARED: usize = PAGE_SIZE;

/// Puts those of the top answers first that hold the whole sequence; `contiguous` is the number of answers with all its
/// bigrams. The number of answers with the whole sequence, as far as it is known, is returned.
///
/// # Errors
/// The document chunks that are not loaded.
pub(crate) fn exact_sequences_first(
    index: &Index,
    sequence: &TokenGraph,
    answers: &mut Vec<Ranked>,
    contiguous: usize,
) -> Result<usize, Vec<Part>> {
    if contiguous <= 1 {
        return Ok(contiguous);
    }
    let candidates = answers.iter().take(MAX_COMPARED).filter(|ranked| ranked.is_contiguous);
    let exact = with_sequence(index, sequence, candidates.map(|ranked| ranked.answer).collect())?;
    *answers = top(answers, answers.len(), &|a, b| exact.contains(&a.answer) && !exact.contains(&b.answer));
    let all_compared = contiguous <= MAX_COMPARED;
    Ok(if all_compared && !exact.is_empty() { exact.len() } else { contiguous })
}

/// The one answer that holds all of a plain sequence, whose bigrams are loaded; `None` where there is none or several, which
/// only their words can put in order.
///
/// # Errors
/// The document chunks that are not loaded.
pub(crate) fn unique_exact_sequence(index: &Index, query: &Query) -> Result<Option<Ranked>, Vec<Part>> {
    if !query.is_plain_sequence() {
        return Ok(None);
    }
    let hits = sections_with_all(index, &query.bigrams).unwrap_or_default();
    let mut answers: Vec<u32> = hits.iter().map(|hit| hit.answer).collect();
    answers.dedup();
    if answers.len() > MAX_COMPARED {
        return Ok(None);
    }
    let exact = with_sequence(index, &query.sequence, answers)?;
    Ok(if let [answer] = exact[..] { Some(Ranked::exact_sequence(answer)) } else { None })
}

/// Those of some answers that hold a sequence.
fn with_sequence(index: &Index, sequence: &TokenGraph, mut answers: Vec<u32>) -> Result<Vec<u32>, Vec<Part>> {
    require_loaded(missing_documents(index, &answers))?;
    answers.retain(|answer| {
        let document = index.documents(answer / ANSWERS_PER_CHUNK).and_then(|chunk| chunk.answer(*answer));
        document.is_some_and(|(answer, _)| paragraphs_contain(answer, sequence, None))
    });
    Ok(answers)
}
