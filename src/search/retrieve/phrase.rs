//! Words side by side: bigrams in the index, and phrases, which the documents verify.
//!
//! Not here: words by themselves ([`super::terms`]), and what a bigram adds to a score ([`crate::search::rank::score`]).

use crate::search::index::bigrams::{BigramPosting, bigram_hash, bigram_shard};
use crate::search::index::dictionary::META_SECTION;
use crate::search::index::documents::{ANSWERS_PER_CHUNK, StoredAnswer, StoredEpisode};
use crate::search::index::lookup::require_loaded;
use crate::search::index::weights::{PHRASE_WEIGHT, idf};
use crate::search::index::{Index, Part};
use crate::search::number::index32;
use crate::search::query::{Bigram, Query, Term};
use crate::search::retrieve::matches::{MatchKind, TermHit, intersect};
use crate::search::retrieve::prefilter::Prefilter;
use crate::search::sort::push_unique;
use crate::search::text::token_graph::TokenGraph;

/// The most candidates of one phrase that are verified. Every four may take one more file.
pub(crate) const MAX_VERIFIED: usize = 40;

/// A bigram of the query that the library holds.
pub(crate) struct BigramMatches<'a> {
    /// Empty for a bigram in too many sections to list.
    pub(crate) postings: &'a [BigramPosting],
    pub(crate) idf: f32,
}

/// Adds the shards of some bigrams that are not loaded to the missing parts.
pub(crate) fn require_bigrams(index: &Index, bigrams: &[Bigram], missing: &mut Vec<Part>) {
    let shards = index.head().bigram_shards;
    for bigram in bigrams.iter().filter(|_| shards > 0) {
        let nth = bigram_shard(bigram_hash(&bigram.first, &bigram.second), shards);
        if index.bigrams(nth).is_none() {
            push_unique(missing, Part::Bigrams(nth));
        }
    }
}

/// The postings of a bigram; `None` where the library does not hold it.
fn postings<'a>(index: &'a Index, bigram: &Bigram) -> Option<&'a [BigramPosting]> {
    let hash = bigram_hash(&bigram.first, &bigram.second);
    let shard = index.bigrams(bigram_shard(hash, index.head().bigram_shards))?;
    let postings = shard.postings(shard.find(hash)?);
    postings.get(..postings.partition_point(|posting| posting.answer < index.head().answers))
}

/// The bigrams of the query that the library holds.
pub(crate) fn bigram_matches<'a>(index: &'a Index, query: &Query) -> Vec<BigramMatches<'a>> {
    let held = query.bigrams.iter().filter_map(|bigram| postings(index, bigram));
    let answers = index.head().answers;
    held.map(|postings| BigramMatches { postings, idf: idf(index32(postings.len()), answers) }).collect()
}

/// The sections that hold all these bigrams; `None` where there are none, or none with listed postings.
pub(crate) fn sections_with_all(index: &Index, bigrams: &[Bigram]) -> Option<Vec<TermHit>> {
    let mut sections: Option<Vec<TermHit>> = None;
    for bigram in bigrams {
        let postings = match postings(index, bigram) {
            // Too many sections to list: the bigram rules none out.
            Some([]) => continue,
            postings => postings.unwrap_or_default(),
        };
        let hit = |posting: &BigramPosting| TermHit {
            answer: posting.answer,
            section: posting.section,
            kind: MatchKind::Exact,
            weight: PHRASE_WEIGHT,
        };
        let hits: Vec<TermHit> = postings.iter().map(hit).collect();
        sections = Some(match sections {
            Some(sections) => intersect(&sections, &hits),
            None => hits,
        });
    }
    sections
}

/// Drops the candidates of a phrase whose text does not hold it. Where there are more than [`MAX_VERIFIED`], the number of
/// verified ones is returned; they are the first, and the unverified ones follow.
///
/// # Errors
/// The document chunks that are not loaded.
pub(crate) fn verify(index: &Index, term: &Term, candidates: &mut Vec<TermHit>) -> Result<Option<usize>, Vec<Part>> {
    let compared = candidates.len().min(MAX_VERIFIED);
    let answers: Vec<u32> = candidates.iter().take(compared).map(|hit| hit.answer).collect();
    require_loaded(missing_documents(index, &answers))?;
    let unverified = candidates.len() - compared;
    let mut nth = 0;
    candidates.retain(|hit| {
        nth += 1;
        let document = index.documents(hit.answer / ANSWERS_PER_CHUNK).and_then(|chunk| chunk.answer(hit.answer));
        let holds = |(answer, episode)| section_contains(answer, episode, hit.section, &term.graph);
        nth > compared || document.is_some_and(holds)
    });
    Ok((unverified > 0).then(|| candidates.len() - unverified))
}

/// The chunks of these answers that are not loaded.
pub(crate) fn missing_documents(index: &Index, answers: &[u32]) -> Vec<Part> {
    let mut missing = Vec::new();
    for answer in answers {
        let nth = answer / ANSWERS_PER_CHUNK;
        if index.documents(nth).is_none() {
            push_unique(&mut missing, Part::Documents(nth));
        }
    }
    missing
}

/// Whether a section of an answer holds a phrase.
fn section_contains(answer: &StoredAnswer, episode: &StoredEpisode, section: u16, phrase: &TokenGraph) -> bool {
    let speakers = answer.section_speakers();
    if section == META_SECTION {
        let names = speakers.iter().filter_map(|nth| episode.speakers.get(*nth)).map(|speaker| speaker.name.as_str());
        let mut texts = names.chain([answer.title.as_str(), episode.title.as_str()]);
        return texts.any(|text| TokenGraph::of(text).contains(phrase));
    }
    let Some(speaker) = speakers.get(usize::from(section) - 1) else { return false };
    paragraphs_contain(answer, phrase, Some(*speaker))
}

/// Whether a paragraph of an answer holds a phrase; where a speaker is given, one of theirs.
pub(crate) fn paragraphs_contain(answer: &StoredAnswer, phrase: &TokenGraph, speaker: Option<usize>) -> bool {
    let mut prefilter = Prefilter::default();
    prefilter.add(phrase.longest_form());
    answer.paragraphs.iter().any(|paragraph| {
        speaker.is_none_or(|speaker| paragraph.speaker == speaker)
            && prefilter.passes(paragraph)
            && TokenGraph::with_corrections(&paragraph.text, &paragraph.misheard).contains(phrase)
    })
}
