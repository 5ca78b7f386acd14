//! The paragraphs of an answer with the terms that occur in them: from its document, or from the cached snippets of champions.
//!
//! Not here: what becomes of the best paragraph ([`super`]).

use crate::search::index::Index;
use crate::search::index::dictionary::{Champion, DictionaryShard};
use crate::search::index::documents::{DocumentChunk, StoredAnswer, StoredEpisode, StoredParagraph};
use crate::search::index::lookup::EntryPlace;
use crate::search::retrieve::matches::TermMatches;
use crate::search::retrieve::prefilter::Prefilter;
use crate::search::snippet::highlight::{Span, phrase_spans, spans};
use crate::search::sort::sorted;
use crate::search::text::token_graph::TokenGraph;

/// An answer, whole or cut to cached snippets, in the chunk it was loaded with.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub(super) chunk: &'a DocumentChunk,
    pub(super) episode: &'a StoredEpisode,
    pub(super) answer: &'a StoredAnswer,
}

/// What the snippets of all hits have in common.
pub(super) struct Context<'a> {
    pub(super) index: &'a Index,
    pub(super) terms: &'a [TermMatches<'a>],
    /// The ids of the speakers whose paragraphs alone are looked at; empty for all.
    pub(super) speakers: &'a [&'a str],
    /// Rules out paragraphs without any term. One for all hits, for a prefix may stand for hundreds of words.
    pub(super) prefilter: Prefilter,
}

/// Which terms are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// All: the answer has them side by side.
    All,
    /// Those that are not too common; all, where every one is.
    Telling,
}

/// A marked place of a paragraph.
pub(super) struct TermSpan {
    pub(super) span: Span,
    /// The index of its term.
    pub(super) term: usize,
}

/// A paragraph with the terms that occur in it.
pub(super) struct ParagraphMatches<'a> {
    pub(super) document: Document<'a>,
    pub(super) paragraph: &'a StoredParagraph,
    pub(super) is_host: bool,
    pub(super) spans: Vec<TermSpan>,
    /// The terms, by index, that are seen or known to occur in it.
    pub(super) terms: Vec<usize>,
    /// The sum of their idf.
    pub(super) weight: f32,
}

impl ParagraphMatches<'_> {
    /// Whether an occurrence of a term is marked.
    pub(super) fn marks(&self, term: usize) -> bool {
        self.spans.iter().any(|span| span.term == term)
    }

    /// Whether a term is known to occur outside what is cached.
    fn has_unmarked_terms(&self) -> bool {
        self.terms.iter().any(|term| !self.marks(*term))
    }

    /// Records that a term occurs in the paragraph.
    fn record(&mut self, term: usize, terms: &[TermMatches<'_>]) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
            self.weight += terms.get(term).map_or(0.0, |matches| matches.idf);
        }
    }
}

/// The cached paragraphs of an answer.
pub(super) struct Cached<'a> {
    pub(super) paragraphs: Vec<ParagraphMatches<'a>>,
    /// For each term whether the answer is among its champions, and if so whether the cached snippet holds all occurrences.
    pub(super) completeness: Vec<Option<bool>>,
}

/// The champion that an answer is for an entry, with its index in the shard.
fn champion_of<'a>(shard: &'a DictionaryShard, place: EntryPlace, answer: u32) -> Option<(&'a Champion, Document<'a>)> {
    let nth = shard.answers.binary_search(&answer).ok()?;
    let champion = shard.entries.get(place.nth)?.champions.iter().find(|champion| champion.nth == nth)?;
    let answer = shard.snippets.answers.get(nth)?;
    let episode = shard.snippets.episodes.get(answer.episode)?;
    Some((champion, Document { chunk: &shard.snippets, episode, answer }))
}

impl<'a> Context<'a> {
    /// What the dictionary shards of the terms have cached of an answer.
    pub(super) fn cached(&self, answer: u32, marked: Marked) -> Cached<'a> {
        let mut cached = Cached { paragraphs: Vec::new(), completeness: vec![None; self.terms.len()] };
        let mut shards = Vec::new();
        // Paragraph ids, each with a term that is known to occur there.
        let mut known: Vec<(&str, usize)> = Vec::new();
        for (term, matches) in self.terms.iter().enumerate() {
            for place in &matches.entries {
                let Some(shard) = self.index.dictionary(place.shard) else { continue };
                let Some((champion, document)) = champion_of(shard, *place, answer) else { continue };
                let completeness = &mut cached.completeness[term];
                *completeness = Some(champion.is_complete || *completeness == Some(true));
                let paragraphs = champion.paragraphs.iter().filter_map(|nth| document.answer.paragraphs.get(*nth));
                known.extend(paragraphs.map(|paragraph| (paragraph.id.as_str(), term)));
                if !shards.contains(&place.shard) {
                    shards.push(place.shard);
                    cached.paragraphs.extend(self.matches_in(document, marked));
                }
            }
        }
        for paragraph in &mut cached.paragraphs {
            for (_, term) in known.iter().filter(|(id, _)| *id == paragraph.paragraph.id) {
                paragraph.record(*term, self.terms);
            }
        }
        cached
    }

    /// The paragraphs of a document, in order, each with the terms that occur in it.
    pub(super) fn matches_in<'b>(&self, document: Document<'b>, marked: Marked) -> Vec<ParagraphMatches<'b>> {
        let mut all = Vec::new();
        for paragraph in &document.answer.paragraphs {
            let Some(speaker) = document.episode.speakers.get(paragraph.speaker) else { continue };
            if !self.speakers.is_empty() && !self.speakers.contains(&speaker.id.as_str()) {
                continue;
            }
            let mut found = ParagraphMatches {
                document,
                paragraph,
                is_host: speaker.host,
                spans: Vec::new(),
                terms: Vec::new(),
                weight: 0.0,
            };
            self.mark(&mut found, marked);
            all.push(found);
        }
        all
    }

    /// Marks the terms in a paragraph.
    fn mark(&self, found: &mut ParagraphMatches<'_>, marked: Marked) {
        let graph = match self.prefilter.passes(found.paragraph) {
            true => TokenGraph::with_corrections(&found.paragraph.text, &found.paragraph.misheard),
            false => TokenGraph::default(),
        };
        let all = marked == Marked::All || self.terms.iter().all(|matches| matches.is_too_common);
        for (term, matches) in self.terms.iter().enumerate().filter(|(_, matches)| all || !matches.is_too_common) {
            let mut spans = spans(&graph, matches.term, |form| matches.forms.iter().any(|known| known == form));
            if spans.is_empty() {
                matches.synonyms.iter().for_each(|synonym| spans.append(&mut phrase_spans(&graph, synonym)));
            }
            if !spans.is_empty() {
                found.record(term, self.terms);
                found.spans.extend(spans.into_iter().map(|span| TermSpan { span, term }));
            }
        }
    }

    /// The paragraphs that match, the best first: by weight, then by whether all terms are marked, then guests before hosts.
    /// A term that is too common counts only where all are.
    pub(super) fn ranked<'b, 'c>(&self, paragraphs: &'b [ParagraphMatches<'c>]) -> Vec<&'b ParagraphMatches<'c>> {
        let all_common = self.terms.iter().all(|matches| matches.is_too_common);
        let tells = |term: &usize| self.terms.get(*term).is_some_and(|matches| !matches.is_too_common);
        let matching: Vec<&ParagraphMatches<'_>> = paragraphs
            .iter()
            .filter(|found| found.terms.iter().any(tells) || all_common && found.weight > 0.0)
            .collect();
        let key = |found: &ParagraphMatches<'_>| (-found.weight, found.has_unmarked_terms(), found.is_host);
        sorted(&matching, &|a, b| key(a) < key(b))
    }
}

/// A prefilter for what the terms stand for. Terms that are too common are left out unless all are: they are marked only
/// beside others.
pub(super) fn prefilter(terms: &[TermMatches<'_>]) -> Prefilter {
    let all_common = terms.iter().all(|matches| matches.is_too_common);
    let mut prefilter = Prefilter::default();
    for matches in terms.iter().filter(|matches| !matches.is_too_common || all_common) {
        // The forms typed come first: others may only add an ending, and are then covered.
        for forms in matches.term.words.iter().flatten().chain([&matches.forms]) {
            forms.iter().for_each(|form| prefilter.add(form));
        }
        matches.synonyms.iter().for_each(|synonym| prefilter.add(synonym.longest_form()));
    }
    prefilter
}
