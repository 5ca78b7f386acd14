//! The matches of a term: hits section by section, and how several lists of hits become one.
//!
//! Not here: how they are found, in the dictionary ([`super::terms`]) or by bigrams ([`super::phrase`]).

use crate::search::index::lookup::EntryPlace;
use crate::search::index::weights::{INFLECTION_WEIGHT, PREFIX_WEIGHT, SYNONYM_WEIGHT};
use crate::search::number::index32;
use crate::search::query::Term;
use crate::search::sort::sorted;
use crate::search::text::token_graph::TokenGraph;

/// How a word matches, the best kind first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MatchKind {
    /// In the very form typed.
    Exact,
    /// In an inflection of it, or with it as a prefix.
    Inflection,
    /// As a synonym.
    Synonym,
    /// As a word that sounds alike.
    Phonetic,
    /// As a word a few edits away.
    Typo,
}

/// How a form counts for a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatchValue {
    pub(crate) kind: MatchKind,
    /// The factor on its term frequency, 1 for the very word.
    pub(crate) weight: f32,
}

/// The value of the very word.
pub(crate) const EXACT: MatchValue = MatchValue { kind: MatchKind::Exact, weight: 1.0 };

/// The value of an inflection of the word.
pub(crate) const INFLECTION: MatchValue = MatchValue { kind: MatchKind::Inflection, weight: INFLECTION_WEIGHT };

/// The value of a word that begins with the one being typed.
pub(crate) const PREFIX: MatchValue = MatchValue { kind: MatchKind::Inflection, weight: PREFIX_WEIGHT };

/// The value of a synonym.
pub(crate) const SYNONYM: MatchValue = MatchValue { kind: MatchKind::Synonym, weight: SYNONYM_WEIGHT };

/// A term in a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TermHit {
    pub(crate) answer: u32,
    pub(crate) section: u16,
    pub(crate) kind: MatchKind,
    /// The term frequency there, weighed by how the word matches.
    pub(crate) weight: f32,
}

impl TermHit {
    fn place(&self) -> (u32, u16) {
        (self.answer, self.section)
    }
}

/// A term with all its matches.
pub(crate) struct TermMatches<'a> {
    pub(crate) term: &'a Term,
    /// Sorted by answer, then section.
    pub(crate) hits: Vec<TermHit>,
    /// The forms that count as the term, where it is a single word.
    pub(crate) forms: Vec<String>,
    /// Its synonyms, itself among them.
    pub(crate) synonyms: Vec<TokenGraph>,
    /// Its inverse document frequency.
    pub(crate) idf: f32,
    /// Whether it is too common to be a reason to show an answer.
    pub(crate) is_too_common: bool,
    /// Whether it is too common for a question that has others: it counts for nothing, and need not occur.
    pub(crate) is_ignored: bool,
    /// Whether answers hold it beyond those in `hits`, because its postings lists are truncated. An answer without a hit is
    /// then assumed to hold it.
    pub(crate) is_truncated: bool,
    /// For a phrase with more candidates than are verified: how many of `hits`, the first ones, are verified.
    pub(crate) verified: Option<usize>,
    /// The dictionary entries it was found by; none where inflections do not count.
    pub(crate) entries: Vec<EntryPlace>,
}

impl TermMatches<'_> {
    /// Drops the unverified candidates of a phrase where some are verified; whether it did.
    pub(crate) fn drop_unverified(&mut self) -> bool {
        let Some(verified) = self.verified.filter(|verified| *verified > 0) else { return false };
        self.hits.truncate(verified);
        true
    }

    /// Whether an answer may hold all terms without a hit of this one: it is assumed to hold it, or the term counts for nothing.
    pub(crate) fn need_not_occur(&self) -> bool {
        self.is_truncated || self.is_ignored
    }

    /// Whether an answer is known to hold the term.
    pub(crate) fn contains(&self, answer: u32) -> bool {
        let at = self.hits.partition_point(|hit| hit.answer < answer);
        self.hits.get(at).is_some_and(|hit| hit.answer == answer)
    }
}

/// The number of distinct answers among hits.
pub(crate) fn doc_freq(hits: &[TermHit]) -> u32 {
    let mut last = None;
    index32(hits.iter().filter(|hit| last.replace(hit.answer) != Some(hit.answer)).count())
}

/// The hits sorted, with one for each section: the best kind, and the weights combined by `combine`.
pub(crate) fn merge(hits: Vec<TermHit>, combine: fn(f32, f32) -> f32) -> Vec<TermHit> {
    // The postings of one form are in order and have nothing to merge.
    if hits.is_sorted_by(|a, b| a.place() < b.place()) {
        return hits;
    }
    let mut hits = sorted(&hits, &|a, b| a.place() < b.place());
    hits.dedup_by(|next, kept| {
        let is_same_section = next.place() == kept.place();
        if is_same_section {
            kept.kind = kept.kind.min(next.kind);
            kept.weight = combine(kept.weight, next.weight);
        }
        is_same_section
    });
    hits
}

/// The sections that are in both lists: the worse kind, and the mean of the weights.
pub(crate) fn intersect(a: &[TermHit], b: &[TermHit]) -> Vec<TermHit> {
    let mut rest = b.iter().peekable();
    let mut common = Vec::new();
    for hit in a {
        while rest.next_if(|other| other.place() < hit.place()).is_some() {}
        if let Some(other) = rest.next_if(|other| other.place() == hit.place()) {
            let kind = hit.kind.max(other.kind);
            common.push(TermHit { kind, weight: (hit.weight + other.weight) / 2.0, ..*hit });
        }
    }
    common
}
