//! The entry of the engine: a query and a request become hits, or the parts of the index that are missing for them.
//!
//! [`ask`] is one pure step. Its caller loads what is missing and asks the same again. Nothing is kept in between, so a
//! superseded query can be dropped at any time.

use crate::search::index::lookup::require_loaded;
use crate::search::index::{Index, Part};
use crate::search::notice::Notice;
use crate::search::query::{Query, Term};
use crate::search::rank::filters::Filters;
use crate::search::rank::score::{Ranked, Ranking, Scorer, Sort, ignore_common, missing_facets, top};
use crate::search::rank::sequence::{MAX_COMPARED, exact_sequences_first, unique_exact_sequence};
use crate::search::request::{Hits, Request};
use crate::search::retrieve::matches::TermMatches;
use crate::search::retrieve::phrase::{BigramMatches, bigram_matches, require_bigrams};
use crate::search::retrieve::terms::{Lookup, MAX_LOOKED_UP, assumed_matches, needs_bigrams, stopwords, synonym_lists};
use crate::search::snippet::hits;
use crate::transcript::PerFacet;

/// The most facet chunks that are all loaded as soon as facets are needed. In a larger library only those of candidate answers
/// are, which takes a further round.
const MAX_EAGER_FACETS: u32 = 16;

/// The hits of a query. A quoted phrase of several words that no answer holds is searched word by word where there would be no hit.
///
/// # Errors
/// The parts that are not loaded: load them, [`Index::put`] them and ask the same again. They come in the order in which they
/// are useful: bigrams, facets and dictionary shards before documents, but the documents of an early answer first. Ask again as
/// soon as all parts of the first one's kind are there, and keep loading the rest.
pub fn ask(index: &Index, query: &Query, request: &Request) -> Result<Hits, Vec<Part>> {
    let hits = ask_as_typed(index, query, request)?;
    let is_absent = |phrase: &&Term| hits.notices.contains(&Notice::NotFound(phrase.text.clone()));
    let Some(phrase) = query.terms.iter().filter(|term| term.is_phrase()).find(is_absent) else { return Ok(hits) };
    if hits.total > 0 {
        return Ok(hits);
    }
    let mut hits = ask_as_typed(index, &query.unquoted(), request)?;
    hits.notices.insert(0, Notice::Unquoted(phrase.text.clone()));
    Ok(hits)
}

/// The hits of a query whose phrases must occur.
fn ask_as_typed(index: &Index, query: &Query, request: &Request) -> Result<Hits, Vec<Part>> {
    let synonyms = synonym_lists(index, query);
    let stopwords = stopwords(index, query, &synonyms);
    let lookup = Lookup { index, synonyms: &synonyms, stopwords: &stopwords, fuzzy: request.fuzzy };
    let question = Question::new(index, query, request);
    let mut missing = question.missing_at_once();
    let terms = lookup.match_terms(&query.terms, &mut missing);
    let plain = Lookup { synonyms: &[], stopwords: &[], fuzzy: false, ..lookup };
    let excluded = plain.match_terms(&query.excluded, &mut missing);
    if let Some(hits) = question.early_answer(&mut missing)? {
        return Ok(hits);
    }
    require_loaded(missing)?;
    let terms = with_stopwords_if_alone(lookup, &query.terms, terms)?;
    question.answer(terms, &excluded)
}

/// A query and a request, with what both need of the index.
struct Question<'a> {
    index: &'a Index,
    query: &'a Query,
    request: &'a Request,
    /// The ids or names in the filters of both.
    filters: PerFacet<Vec<&'a String>>,
    /// Whether the bigrams of the query are looked up.
    needs_bigrams: bool,
}

impl<'a> Question<'a> {
    fn new(index: &'a Index, query: &'a Query, request: &'a Request) -> Self {
        let filters = PerFacet::from_fn(|facet| query.filters[facet].iter().chain(&request.filters[facet]).collect());
        Self { index, query, request, filters, needs_bigrams: needs_bigrams(index, query) }
    }

    /// Whether facets are needed, to filter by or to count.
    fn needs_facets(&self) -> bool {
        self.request.count_facets || self.filters.iter().any(|(_, values)| !values.is_empty())
    }

    /// The missing parts that can be known before any term is looked up.
    fn missing_at_once(&self) -> Vec<Part> {
        let mut missing = Vec::new();
        if self.needs_bigrams {
            require_bigrams(self.index, &self.query.bigrams, &mut missing);
        }
        if self.needs_facets() {
            if self.index.names().is_none() {
                missing.push(Part::FacetNames);
            }
            let chunks = self.index.head().facet_chunks();
            if chunks <= MAX_EAGER_FACETS {
                missing.extend(missing_facets(self.index, 0..chunks));
            }
        }
        missing
    }

    /// The early answer: where only the best hit is wanted and the bigrams of a sequence single it out, it is given before
    /// the dictionary shards arrive. Its documents are put before the other missing parts.
    fn early_answer(&self, missing: &mut Vec<Part>) -> Result<Option<Hits>, Vec<Part>> {
        let Request { lesser_hits, offset, limit, .. } = *self.request;
        let best_only = !lesser_hits && !self.needs_facets() && offset == 0 && limit > 0;
        if !best_only || missing.is_empty() || missing.iter().any(|part| matches!(part, Part::Bigrams(_))) {
            return Ok(None);
        }
        let unique = match unique_exact_sequence(self.index, self.query) {
            Ok(unique) => unique,
            Err(mut documents) => {
                documents.append(missing);
                return Err(documents);
            }
        };
        let Some(ranked) = unique else { return Ok(None) };
        let terms: Vec<_> = self.query.terms.iter().map(|term| assumed_matches(self.index, term)).collect();
        let hits = hits(self.index, &terms, &[], &[ranked])?;
        Ok(Some(Hits { total: hits.len(), complete: hits.len(), hits, ..Hits::default() }))
    }

    /// The answer, now that all terms are matched.
    fn answer(&self, mut terms: Vec<TermMatches<'_>>, excluded: &[TermMatches<'_>]) -> Result<Hits, Vec<Part>> {
        let Self { index, request, .. } = *self;
        let mut notices = Vec::new();
        let filters = match index.names() {
            Some(names) => Filters::resolve(names, &self.filters, &mut notices),
            None => Filters::none(),
        };
        let mut is_exact = true;
        for matches in terms.iter_mut().filter(|_| !request.lesser_hits) {
            is_exact &= !matches.drop_unverified();
        }
        let bigrams = if self.needs_bigrams { bigram_matches(index, self.query) } else { Vec::new() };
        let ranking = Ranking::of(self.query);
        if ranking == Ranking::Score {
            ignore_common(&mut terms);
        }
        let scorer = Scorer {
            index,
            terms: &terms,
            excluded,
            bigrams: &bigrams,
            filters: &filters,
            ranking,
            count_facets: request.count_facets,
        };
        if self.needs_facets() {
            require_loaded(scorer.missing_facets())?;
        }
        let (ranked, counter) = scorer.score_all();
        let complete = ranked.iter().filter(|ranked| ranked.is_complete).count();
        let page = self.page(&ranked, &bigrams, complete)?;
        push_notices(&terms, ranked.is_empty(), &mut notices);
        push_exclusion_notices(excluded, &mut notices);
        Ok(Hits {
            hits: hits(index, &terms, &filters.speaker_ids(index.names()), &page)?,
            mixes_partial: ranking == Ranking::Score && request.sort == Sort::Relevance,
            total: ranked.len(),
            complete,
            is_exact,
            is_truncated: !ranked.is_empty() && !terms.is_empty() && terms.iter().all(|matches| matches.is_truncated),
            facets: index.names().filter(|_| request.count_facets).map(|names| counter.counts(names, &filters)),
            notices,
        })
    }

    /// The hits of the page asked for; without lesser hits, the best of them alone.
    fn page(
        &self,
        ranked: &[Ranked],
        bigrams: &[BigramMatches<'_>],
        complete: usize,
    ) -> Result<Vec<Ranked>, Vec<Part>> {
        let Self { index, query, request, .. } = *self;
        let is_sequence = query.is_question() && bigrams.len() == query.bigrams.len();
        let contiguous = ranked.iter().filter(|ranked| is_sequence && ranked.is_contiguous).count();
        let end = request.offset.saturating_add(request.limit);
        let ranking = Ranking::of(query);
        let mut first = top(ranked, end.max(MAX_COMPARED), request.sort, ranking, is_sequence);
        let contiguous = exact_sequences_first(index, &query.sequence, &mut first, contiguous)?;
        // Of the answers to a question those with all the words are not the first ones.
        let best = [contiguous, if ranking == Ranking::Score { 0 } else { complete }];
        let best = best.into_iter().find(|count| *count > 0 && !request.lesser_hits);
        first.truncate(best.unwrap_or(end).min(end));
        Ok(first.get(request.offset..).unwrap_or_default().to_vec())
    }
}

/// The matches of the terms; those of the stop words too where nothing else matches, neither as typed nor as a fuzzy candidate.
fn with_stopwords_if_alone<'a>(
    lookup: Lookup<'a>,
    terms: &'a [Term],
    matches: Vec<TermMatches<'a>>,
) -> Result<Vec<TermMatches<'a>>, Vec<Part>> {
    let match_all = |lookup: Lookup<'a>| {
        let mut missing = Vec::new();
        let matches = lookup.match_terms(terms, &mut missing);
        require_loaded(missing).map(|()| matches)
    };
    let nothing_matches = |matches: &[TermMatches<'_>]| matches.iter().all(|matches| matches.hits.is_empty());
    let is_guess_found = || match_all(Lookup { fuzzy: true, ..lookup }).map(|matches| !nothing_matches(&matches));
    if lookup.stopwords.is_empty() || !nothing_matches(&matches) || !lookup.fuzzy && is_guess_found()? {
        return Ok(matches);
    }
    // As many as of any query, and of those left out the most telling.
    let still_out = lookup.stopwords.len().saturating_sub(MAX_LOOKED_UP);
    match_all(Lookup { stopwords: &lookup.stopwords[..still_out], ..lookup })
}

/// Adds a notice for each term that no answer holds and each phrase that is not wholly verified; where there is no hit, also
/// for each term with a truncated postings list.
fn push_notices(terms: &[TermMatches<'_>], no_hits: bool, notices: &mut Vec<Notice>) {
    for matches in terms {
        let notice = match matches.verified {
            Some(_) => Notice::Unverified,
            None if matches.is_truncated && no_hits => Notice::TooCommon,
            None if matches.hits.is_empty() && !matches.is_truncated => Notice::NotFound,
            None => continue,
        };
        notices.push(notice(matches.term.text.clone()));
    }
}

/// Adds a notice for each excluded term that answers may hold all the same.
fn push_exclusion_notices(excluded: &[TermMatches<'_>], notices: &mut Vec<Notice>) {
    for matches in excluded {
        let notice = match matches.verified {
            Some(_) => Notice::Unverified,
            None if matches.is_truncated => Notice::TooCommon,
            None => continue,
        };
        notices.push(notice(matches.term.text.clone()));
    }
}
