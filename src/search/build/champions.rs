//! Champion lists: the first answers for each form alone, with cached snippets, so that a query of one word is answered by the
//! shard of the word and no document is fetched. The idea is that of champion lists (Manning, Raghavan and Schütze,
//! "Introduction to Information Retrieval", 7.1.3).
//!
//! The engine itself is asked which answers are first, so a champion is what a reader would be shown. Not here: how a card uses
//! the cache ([`crate::search::snippet`]).

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::search::PAGE_SIZE;
use crate::search::build::documents::{paragraphs, push_answer, stored_episode_without_speakers, stored_speaker};
use crate::search::build::invert::misheard;
use crate::search::index::Index;
use crate::search::index::dictionary::{Champion, DictionaryEntry, DictionaryShard};
use crate::search::index::documents::{ANSWERS_PER_CHUNK, StoredParagraph, StoredSpeaker};
use crate::search::index::lookup::{entries as entries_of, primary_shard};
use crate::search::query::parse;
use crate::search::rank::filters::Filters;
use crate::search::rank::score::{Ranking, Scorer, Sort, top};
use crate::search::retrieve::terms::{match_term, synonym_lists};
use crate::search::snippet::window::window_around;
use crate::search::sort::index_or_push;
use crate::search::text::token_graph::{Misheard, TokenGraph};
use crate::transcript::{Episode, Library, LibraryEntry, Paragraph};

/// The number of champions of a form: a page of them.
const CHAMPIONS: usize = PAGE_SIZE;

/// About the most champions of an index. More would make the index of a very large library larger, for words that few ask for.
const MAX_CHAMPIONS: usize = 200_000;

/// About how many bytes a champion takes in a shard, deflated.
pub(crate) const CHAMPION_BYTES: usize = 140;

/// The fewest postings of a form with champions, given the postings of every form and the number of answers. In a library with
/// no more documents than a page has hits no form has any: they would weigh more than the documents.
pub(crate) fn min_postings(postings: impl Iterator<Item = usize>, answers: usize) -> usize {
    if answers <= CHAMPIONS * ANSWERS_PER_CHUNK as usize {
        return usize::MAX;
    }
    let mut postings: Vec<usize> = postings.collect();
    postings.sort_unstable_by_key(|count| Reverse(*count));
    let mut champions = 0;
    let over = postings.iter().find(|count| {
        champions += CHAMPIONS.min(**count);
        champions > MAX_CHAMPIONS
    });
    over.map_or(0, |count| count + 1)
}

/// The number of champions of a form with so many postings, its inflections apart.
pub(crate) fn count(postings: usize, min_postings: usize) -> usize {
    if postings < min_postings { 0 } else { CHAMPIONS.min(postings) }
}

/// A snippet to be cached: an answer for an entry of a shard.
#[derive(Debug, Clone, Copy)]
struct SnippetJob {
    answer: u32,
    shard: u32,
    /// The index of the entry in the shard.
    nth: u32,
}

/// A snippet to be cached, and where its form occurs.
#[derive(Debug)]
pub(crate) struct CachedSnippet {
    job: SnippetJob,
    paragraph: usize,
    range: Range<usize>,
    /// Whether the form and its inflections occur nowhere else in the answer.
    is_complete: bool,
    /// The paragraphs in which they occur, ascending.
    matching: Vec<usize>,
}

/// For each shard of an index the snippets to cache for its entries, by answer. All dictionary shards must be there.
pub(crate) fn cached_snippets(
    index: &Index,
    entries: &[LibraryEntry<'_>],
    min_postings: usize,
) -> Vec<Vec<CachedSnippet>> {
    let shards = (0..index.head().dictionary_shards()).into_par_iter();
    let mut jobs: Vec<SnippetJob> = shards.flat_map_iter(|shard| jobs_of_shard(index, shard, min_postings)).collect();
    jobs.par_sort_unstable_by_key(|job| (job.answer, job.shard, job.nth));
    let by_answer: Vec<&[SnippetJob]> = jobs.chunk_by(|a, b| a.answer == b.answer).collect();
    let mut snippets: Vec<CachedSnippet> =
        by_answer.into_par_iter().flat_map_iter(|jobs| snippets_of_answer(index, entries, jobs)).collect();
    snippets.par_sort_unstable_by_key(|snippet| (snippet.job.shard, snippet.job.answer, snippet.job.nth));
    let mut by_shard: Vec<Vec<CachedSnippet>> = index.head().shard_starts.iter().map(|_| Vec::new()).collect();
    for snippet in snippets {
        if let Some(shard) = by_shard.get_mut(snippet.job.shard as usize) {
            shard.push(snippet);
        }
    }
    by_shard
}

/// The champions of every entry that has its primary shard here.
fn jobs_of_shard(index: &Index, shard: u32, min_postings: usize) -> Vec<SnippetJob> {
    let is_primary = |entry: &DictionaryEntry| primary_shard(index, &entry.form) == shard;
    let entries = (0..).zip(entries_of(index, shard));
    let entries = entries.filter(|(_, entry)| entry.postings.len() >= min_postings && is_primary(entry));
    let jobs = |(nth, entry): (u32, &DictionaryEntry)| {
        first_answers(index, &entry.form).into_iter().map(move |answer| SnippetJob { answer, shard, nth })
    };
    entries.flat_map(jobs).collect()
}

/// The first answers for a form alone.
fn first_answers(index: &Index, form: &str) -> Vec<u32> {
    let (query, _) = parse(form);
    let [term] = &query.terms[..] else { return Vec::new() };
    if !term.single_forms().eq([form]) {
        return Vec::new();
    }
    let synonyms = synonym_lists(index, &query);
    let synonyms = synonyms.first().map_or(&[][..], Vec::as_slice);
    let Ok(matches) = match_term(index, term, synonyms, false) else { return Vec::new() };
    let mut answers: Vec<u32> = matches.hits.iter().map(|hit| hit.answer).collect();
    answers.dedup();
    if answers.len() <= CHAMPIONS {
        return answers;
    }
    let (terms, filters, ranking) = ([matches], Filters::none(), Ranking::Coverage);
    let scorer =
        Scorer { index, terms: &terms, excluded: &[], bigrams: &[], filters: &filters, ranking, count_facets: false };
    let (ranked, _) = scorer.score_all();
    top(&ranked, CHAMPIONS, Sort::Relevance, ranking, false).iter().map(|ranked| ranked.answer).collect()
}

/// A paragraph of an answer, with the index of its speaker among the episode's.
type SpokenParagraph<'a> = (usize, &'a Paragraph);

/// An occurrence of a form in an answer.
#[derive(Clone)]
struct Occurrence {
    paragraph: usize,
    range: Range<usize>,
}

/// For each form that is asked for its occurrences in an answer.
type Occurrences<'a> = FxHashMap<&'a str, Vec<Occurrence>>;

/// The form of an entry, and its inflections behind it.
fn forms_of(index: &Index, job: SnippetJob) -> Vec<&str> {
    let entries = entries_of(index, job.shard);
    let Some(entry) = entries.get(job.nth as usize) else { return Vec::new() };
    let inflections = entries.iter().filter(|other| entry.is_inflection_of(other));
    [entry].into_iter().chain(inflections).map(|entry| entry.form.as_str()).collect()
}

/// The snippets of one answer for all entries that it is a champion of. The answer is tokenised once for all of them.
fn snippets_of_answer(index: &Index, entries: &[LibraryEntry<'_>], jobs: &[SnippetJob]) -> Vec<CachedSnippet> {
    let entry = jobs.first().and_then(|job| entries.get(job.answer as usize));
    let Some(entry) = entry else { return Vec::new() };
    let spoken: Vec<SpokenParagraph<'_>> = paragraphs(*entry).collect();
    let forms: Vec<Vec<&str>> = jobs.iter().map(|job| forms_of(index, *job)).collect();
    let mut occurrences: Occurrences<'_> = forms.iter().flatten().map(|form| (*form, Vec::new())).collect();
    for (nth, (_, paragraph)) in spoken.iter().enumerate() {
        let misheard: Vec<Misheard> = misheard(entry.episode, paragraph);
        let graph = TokenGraph::with_corrections(&paragraph.text, &misheard);
        for edge in graph.edges() {
            let Some(occurrences) = occurrences.get_mut(graph.form(edge)) else { continue };
            let heard = edge.meant.and_then(|nth| misheard.get(nth)).map(|place| &place.range);
            occurrences.push(Occurrence { paragraph: nth, range: heard.unwrap_or(&edge.range).clone() });
        }
    }
    let jobs = jobs.iter().zip(&forms);
    jobs.filter_map(|(job, forms)| cut_snippet(*job, forms, entry.episode, &spoken, &occurrences)).collect()
}

/// The snippet around the first occurrence of a form in the words of a guest, or else of a host; around the very form where it
/// occurs there.
fn cut_snippet(
    job: SnippetJob,
    forms: &[&str],
    episode: &Episode,
    spoken: &[SpokenParagraph<'_>],
    occurrences: &Occurrences<'_>,
) -> Option<CachedSnippet> {
    let is_host = |nth: usize| {
        let speaker = spoken.get(nth).and_then(|(speaker, _)| episode.speakers.get(*speaker));
        speaker.is_some_and(|speaker| episode.is_host(&speaker.id))
    };
    let all: Vec<&Occurrence> = forms.iter().filter_map(|form| occurrences.get(form)).flatten().collect();
    let first = all.iter().find(|occurrence| !is_host(occurrence.paragraph)).or_else(|| all.first());
    let first_of_guest = || (0..spoken.len()).find(|nth| !is_host(*nth)).unwrap_or(0);
    let (paragraph, start) =
        first.map_or_else(|| (first_of_guest(), 0), |occurrence| (occurrence.paragraph, occurrence.range.start));
    let range = window_around(&spoken.get(paragraph)?.1.text, start);
    let is_inside = |occurrence: &&Occurrence| {
        occurrence.paragraph == paragraph && range.start <= occurrence.range.start && occurrence.range.end <= range.end
    };
    let is_complete = all.iter().all(is_inside);
    let matching: BTreeSet<usize> = all.iter().map(|occurrence| occurrence.paragraph).collect();
    Some(CachedSnippet { job, paragraph, range, is_complete, matching: matching.into_iter().collect() })
}

/// A paragraph of an answer as a shard caches it: a range of its text, or nothing but its id where it is only known to match.
#[derive(PartialEq, Eq)]
struct CachedParagraph<'a> {
    nth: usize,
    range: Option<&'a Range<usize>>,
}

/// The paragraphs that a shard caches of an answer, in order and without duplicates.
fn cached_paragraphs(snippets: &[CachedSnippet]) -> Vec<CachedParagraph<'_>> {
    let cut = snippets.iter().map(|snippet| CachedParagraph { nth: snippet.paragraph, range: Some(&snippet.range) });
    let mut cached: Vec<CachedParagraph<'_>> = cut.collect();
    let is_cut = |nth: usize| snippets.iter().any(|snippet| snippet.paragraph == nth);
    let known = snippets.iter().flat_map(|snippet| &snippet.matching).filter(|nth| !is_cut(**nth));
    cached.extend(known.map(|nth| CachedParagraph { nth: *nth, range: None }));
    cached.sort_unstable_by_key(|one| (one.nth, one.range.map(|range| (range.start, range.end))));
    cached.dedup();
    cached
}

/// A shard with the champions of its entries; their snippets must be sorted by answer.
pub(crate) fn with_champions(
    mut shard: DictionaryShard,
    library: &Library,
    entries: &[LibraryEntry<'_>],
    snippets: &[CachedSnippet],
) -> DictionaryShard {
    for snippets in snippets.chunk_by(|a, b| a.job.answer == b.job.answer) {
        let number = snippets[0].job.answer;
        let Some(entry) = entries.get(number as usize) else { continue };
        let nth = shard.answers.len();
        shard.answers.push(number);
        let stored = push_answer(&mut shard.snippets, library, *entry, stored_episode_without_speakers);
        let nth_episode = stored.episode;
        let cached = cached_paragraphs(snippets);
        for CachedSnippet { job, is_complete, matching, .. } in snippets {
            let index = |nth: &usize| cached.iter().position(|cached| cached.nth == *nth);
            let paragraphs = matching.iter().filter_map(index).collect();
            if let Some(entry) = shard.entries.get_mut(job.nth as usize) {
                entry.champions.push(Champion { nth, is_complete: *is_complete, paragraphs });
            }
        }
        let spoken: Vec<SpokenParagraph<'_>> = paragraphs(*entry).collect();
        let speakers = &mut shard.snippets.episodes[nth_episode].speakers;
        let store = |cached: &CachedParagraph<'_>| {
            stored_paragraph(entry.episode, spoken.get(cached.nth)?, cached.range, speakers)
        };
        shard.snippets.answers[nth].paragraphs = cached.iter().filter_map(store).collect();
    }
    shard
}

/// A paragraph cut to a range, its speaker among those met in the shard.
fn stored_paragraph(
    episode: &Episode,
    (speaker, paragraph): &SpokenParagraph<'_>,
    range: Option<&Range<usize>>,
    speakers: &mut Vec<StoredSpeaker>,
) -> Option<StoredParagraph> {
    let speaker = index_or_push(speakers, stored_speaker(episode, *speaker)?);
    let (id, text, misheard) = (paragraph.id.to_string(), String::new(), Vec::new());
    let mut stored = StoredParagraph { id, speaker, text, misheard };
    let Some(range) = range else { return Some(stored) };
    let before = if range.start > 0 { "…" } else { "" };
    let behind = if range.end < paragraph.text.len() { "…" } else { "" };
    stored.text = [before, paragraph.text.get(range.clone())?, behind].concat();
    let shifted = |at: usize| at - range.start + before.len();
    stored.misheard = self::misheard(episode, paragraph);
    // A correction that the cut goes through is shown as heard.
    stored.misheard.retain(|place| range.start <= place.range.start && place.range.end <= range.end);
    for place in &mut stored.misheard {
        place.range = shifted(place.range.start)..shifted(place.range.end);
    }
    Some(stored)
}
