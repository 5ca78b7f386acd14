//! Scoring: whether an answer is a hit, how good a one, and which hits come first. Document at a time: the lists of all terms
//! are walked together, answer by answer.
//!
//! Not here: where the terms occur ([`crate::search::retrieve`]), and what facet values are called ([`super::filters`]).

use std::cmp::Ordering;

use crate::search::index::bigrams::BigramPosting;
use crate::search::index::facets::ANSWERS_PER_FACETS;
use crate::search::index::weights::{BIGRAM_WEIGHT, K1, question, saturate};
use crate::search::index::{Index, Part};
use crate::search::query::Query;
use crate::search::rank::episode_score::episode_scores;
use crate::search::rank::filters::{EpisodeCursor, FacetCounter, Filters};
use crate::search::retrieve::matches::{MatchKind, TermHit, TermMatches};
use crate::search::retrieve::phrase::BigramMatches;
use crate::search::sort;
use crate::transcript::Facet;

/// The order of hits. Answers with all the terms come before those with some, but for a question by relevance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// What decides which of two hits is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ranking {
    /// How many of the terms an answer has, and then BM25: of a few words each is meant.
    Coverage,
    /// BM25 alone: a question has words that its answer need not say.
    Score,
}

impl Ranking {
    /// The ranking of a query.
    pub(crate) fn of(query: &Query) -> Self {
        if query.is_question() { Self::Score } else { Self::Coverage }
    }
}

/// An answer that is a hit.
#[derive(Clone, Copy)]
pub(crate) struct Ranked {
    pub(crate) answer: u32,
    /// Whether it holds all terms.
    pub(crate) is_complete: bool,
    /// Whether it also holds all bigrams of the query whose postings are listed.
    pub(crate) is_contiguous: bool,
    /// How its terms match, by the worst of them.
    pub(crate) kind: MatchKind,
    score: Score,
}

impl Ranked {
    /// An answer that is known to hold all terms in a row, in the very words; nothing else of it is known.
    pub(crate) fn exact_sequence(answer: u32) -> Self {
        let score = Score::default();
        Self { answer, is_complete: true, is_contiguous: true, kind: score.kind, score }
    }
}

/// The score of an answer, or of one section of it.
#[derive(Clone, Copy)]
struct Score {
    /// Terms that do not occur.
    missing_terms: usize,
    /// The sum of the idf of the terms that do.
    coverage: f32,
    /// Terms that occur in the very form typed.
    exact_terms: usize,
    /// The worst kind of match among the terms.
    kind: MatchKind,
    /// Σ idf · saturated tf over the terms, and the weighed idf of each bigram.
    bm25: f32,
    /// How much of that is of terms that count for nothing in a question.
    common: f32,
    /// What the rest of its episode adds, for a question, and its neighbours once more.
    episode: f32,
}

impl Default for Score {
    fn default() -> Self {
        Self {
            missing_terms: 0,
            coverage: 0.0,
            exact_terms: 0,
            kind: MatchKind::Exact,
            bm25: 0.0,
            common: 0.0,
            episode: 0.0,
        }
    }
}

impl Score {
    fn is_complete(&self) -> bool {
        self.missing_terms == 0
    }

    /// The order by relevance, the better one less.
    fn by_relevance(&self, other: &Self, ranking: Ranking) -> Ordering {
        match ranking {
            Ranking::Coverage => self.by_coverage(other),
            Ranking::Score => other.of_question().total_cmp(&self.of_question()),
        }
    }

    fn of_question(&self) -> f32 {
        self.bm25 - self.common + self.episode
    }

    /// Complete answers, then more coverage, more exact terms, more BM25.
    fn by_coverage(&self, other: &Self) -> Ordering {
        let complete = other.is_complete().cmp(&self.is_complete());
        let coverage = if self.is_complete() { Ordering::Equal } else { other.coverage.total_cmp(&self.coverage) };
        complete.then(coverage).then(other.exact_terms.cmp(&self.exact_terms)).then(other.bm25.total_cmp(&self.bm25))
    }
}

/// The first `count` hits; for a sequence, contiguous answers before all others. Stable, and answers are numbered from the
/// newest on, so of equal answers the newest comes first.
pub(crate) fn top(ranked: &[Ranked], count: usize, order: Sort, ranking: Ranking, is_sequence: bool) -> Vec<Ranked> {
    sort::top(ranked, count, &|a, b| {
        if is_sequence && a.is_contiguous != b.is_contiguous {
            return a.is_contiguous;
        }
        // Of answers with the same words in a row the rest of the episode tells nothing.
        let ranking = if is_sequence && a.is_contiguous { Ranking::Coverage } else { ranking };
        match order {
            Sort::Relevance => a.score.by_relevance(&b.score, ranking).is_lt(),
            Sort::Date => a.is_complete && !b.is_complete,
        }
    })
}

/// Marks the terms that are too common for a question as ignored, and so as too common, where others tell.
pub(crate) fn ignore_common(terms: &mut [TermMatches<'_>]) {
    let tells = |term: &TermMatches<'_>| term.idf >= question::LEAST_IDF && !term.hits.is_empty();
    if terms.iter().any(tells) {
        for term in terms {
            term.is_ignored = !tells(term);
            term.is_too_common |= term.is_ignored;
        }
    }
}

/// All that the terms and filters of a query come to.
pub(crate) struct Scorer<'a> {
    pub(crate) index: &'a Index,
    pub(crate) terms: &'a [TermMatches<'a>],
    pub(crate) excluded: &'a [TermMatches<'a>],
    pub(crate) bigrams: &'a [BigramMatches<'a>],
    pub(crate) filters: &'a Filters,
    pub(crate) ranking: Ranking,
    /// Whether facets are counted.
    pub(crate) count_facets: bool,
}

/// The hits of one answer, term by term and bigram by bigram.
#[derive(Default)]
struct AnswerMatches<'a> {
    terms: Vec<&'a [TermHit]>,
    excluded: Vec<&'a [TermHit]>,
    bigrams: Vec<&'a [BigramPosting]>,
}

/// The facet values of one answer.
struct AnswerFacets<'a> {
    /// The speakers of its sections, from section 1.
    speakers: &'a [u32],
    topics: &'a [u32],
    episode: u32,
}

impl<'a> Scorer<'a> {
    /// Every hit in library order, and the counts of the facets.
    pub(crate) fn score_all(&self) -> (Vec<Ranked>, FacetCounter) {
        let mut ranked = Vec::new();
        let names = self.index.names();
        let mut counter = names.filter(|_| self.count_facets).map(FacetCounter::new).unwrap_or_default();
        let mut cursor = EpisodeCursor::new(&self.index.head().episode_answers);
        let lists = |terms: &'a [TermMatches<'a>]| -> Vec<&'a [TermHit]> {
            terms.iter().map(|matches| &matches.hits[..]).collect()
        };
        let (mut terms, mut excluded) = (lists(self.terms), lists(self.excluded));
        let mut bigrams: Vec<&[BigramPosting]> = self.bigrams.iter().map(|bigram| bigram.postings).collect();
        let mut next = 0;
        // One buffer for all answers: allocating for each would take as long as everything else.
        let mut matches = AnswerMatches::default();
        while let Some(answer) = self.next_candidate(&terms, &bigrams, next) {
            advance_all(&mut terms, &mut matches.terms, answer, |hit| hit.answer);
            advance_all(&mut excluded, &mut matches.excluded, answer, |hit| hit.answer);
            advance_all(&mut bigrams, &mut matches.bigrams, answer, |posting| posting.answer);
            let facets = self.facets_of(answer, &mut cursor);
            ranked.extend(self.score_answer(answer, &matches, &facets, &mut counter));
            next = answer + 1;
        }
        if self.ranking == Ranking::Score {
            self.add_episode_scores(&mut ranked);
        }
        (ranked, counter)
    }

    /// Adds what the episode of each answer says, and what the answers right before and behind it do.
    fn add_episode_scores(&self, ranked: &mut [Ranked]) {
        let scores = episode_scores(self.index, self.terms);
        let mut cursor = EpisodeCursor::new(&self.index.head().episode_answers);
        // The answer before in library order: its number, its episode and its own score.
        let mut before = (u32::MAX, u32::MAX, 0.0);
        for nth in 0..ranked.len() {
            let (earlier, later) = ranked.split_at_mut(nth);
            let [this, ..] = later else { break };
            let (answer, own) = (this.answer, this.score.bm25 - this.score.common);
            let episode = cursor.episode_of(answer);
            this.score.episode = scores.get(episode as usize).copied().unwrap_or_default();
            if before.0.wrapping_add(1) == answer && before.1 == episode {
                this.score.episode += question::NEIGHBOUR_WEIGHT * before.2;
                if let Some(last) = earlier.last_mut() {
                    last.score.episode += question::NEIGHBOUR_WEIGHT * own;
                }
            }
            before = (answer, episode, own);
        }
    }

    /// The facet chunks of candidate answers that are not loaded.
    pub(crate) fn missing_facets(&self) -> Vec<Part> {
        let chunks = 0..self.index.head().facet_chunks();
        if self.terms.is_empty() {
            return missing_facets(self.index, chunks);
        }
        let has_candidates = |nth: &u32| {
            let (from, to) = (nth * ANSWERS_PER_FACETS, (nth + 1).saturating_mul(ANSWERS_PER_FACETS));
            self.terms.iter().any(|matches| {
                let at = matches.hits.partition_point(|hit| hit.answer < from);
                matches.hits.get(at).is_some_and(|hit| hit.answer < to)
            })
        };
        missing_facets(self.index, chunks.filter(has_candidates))
    }

    /// The next answer that may be a hit, from `next` on: any answer where no terms are sought.
    fn next_candidate(&self, terms: &[&[TermHit]], bigrams: &[&[BigramPosting]], next: u32) -> Option<u32> {
        if self.terms.is_empty() {
            return (next < self.index.head().answers).then_some(next);
        }
        let by_terms = terms.iter().filter_map(|list| list.first()).map(|hit| hit.answer);
        by_terms.chain(bigrams.iter().filter_map(|list| list.first()).map(|posting| posting.answer)).min()
    }

    fn facets_of(&self, answer: u32, cursor: &mut EpisodeCursor<'_>) -> AnswerFacets<'a> {
        let chunk = self.index.facets(answer / ANSWERS_PER_FACETS);
        let nth = (answer % ANSWERS_PER_FACETS) as usize;
        AnswerFacets {
            speakers: chunk.map_or(&[], |chunk| chunk.speakers.get(nth)),
            topics: chunk.map_or(&[], |chunk| chunk.topics.get(nth)),
            episode: cursor.episode_of(answer),
        }
    }

    /// The answer as a hit, if it is one; its facets are counted on the way.
    fn score_answer(
        &self,
        answer: u32,
        matches: &AnswerMatches<'_>,
        facets: &AnswerFacets<'_>,
        counter: &mut FacetCounter,
    ) -> Option<Ranked> {
        let score = self.best_score(matches, facets);
        let topic_passes = self.filters.pass(Facet::Topic, facets.topics);
        let episode_passes = self.filters.pass(Facet::Episode, &[facets.episode]);
        if self.count_facets {
            if topic_passes && episode_passes {
                self.count_speakers(matches, facets, counter);
            }
            if let Some(score) = &score {
                if episode_passes {
                    counter.add(Facet::Topic, facets.topics, score.is_complete());
                }
                if topic_passes {
                    counter.add(Facet::Episode, &[facets.episode], score.is_complete());
                }
            }
        }
        let score = score.filter(|_| topic_passes && episode_passes)?;
        let is_complete = score.is_complete();
        let listed = self.bigrams.iter().zip(&matches.bigrams).filter(|(bigram, _)| !bigram.postings.is_empty());
        let is_contiguous = is_complete
            && listed.clone().next().is_some()
            && listed.into_iter().all(|(_, postings)| !postings.is_empty());
        Some(Ranked { answer, is_complete, is_contiguous, kind: score.kind, score })
    }

    /// The score of an answer; with a filter on speakers, that of the best section of a selected one.
    fn best_score(&self, matches: &AnswerMatches<'_>, facets: &AnswerFacets<'_>) -> Option<Score> {
        if !self.filters.restrict(Facet::Speaker) {
            return self.score(matches, None);
        }
        let sections = (1..=u16::MAX).zip(facets.speakers);
        let selected = sections.filter(|(_, speaker)| self.filters.pass(Facet::Speaker, &[**speaker]));
        selected
            .filter_map(|(section, _)| self.score(matches, Some(section)))
            .min_by(|a, b| a.by_relevance(b, self.ranking))
    }

    /// Counts an answer for each of its speakers whose words alone would make it a hit.
    fn count_speakers(&self, matches: &AnswerMatches<'_>, facets: &AnswerFacets<'_>, counter: &mut FacetCounter) {
        for (section, speaker) in (1..=u16::MAX).zip(facets.speakers) {
            if let Some(is_complete) = self.completeness(matches, Some(section)) {
                counter.add(Facet::Speaker, &[*speaker], is_complete);
            }
        }
    }

    /// Whether an answer, or one section of it, holds all terms; `None` where it is no hit.
    fn completeness(&self, matches: &AnswerMatches<'_>, section: Option<u16>) -> Option<bool> {
        let in_scope = |of: u16| section.is_none_or(|section| of == section);
        if matches.excluded.iter().any(|hits| hits.iter().any(|hit| in_scope(hit.section))) {
            return None;
        }
        // Whether any term occurs, whether one does that is not too common, and whether all do.
        let mut has_telling = self.terms.is_empty();
        let (mut has_any, mut has_all) = (has_telling, true);
        for (term, hits) in self.terms.iter().zip(&matches.terms) {
            if hits.iter().any(|hit| in_scope(hit.section)) {
                has_any = true;
                has_telling |= !term.is_too_common;
            } else if term.term.is_quoted {
                return None;
            } else {
                has_all &= term.need_not_occur();
            }
        }
        let has_bigram = || matches.bigrams.iter().any(|postings| postings.iter().any(|one| in_scope(one.section)));
        ((has_any || has_bigram()) && (has_all || has_telling)).then_some(has_all)
    }

    /// The score of an answer, or of one section of it; `None` where it is no hit.
    fn score(&self, matches: &AnswerMatches<'_>, section: Option<u16>) -> Option<Score> {
        self.completeness(matches, section)?;
        let in_scope = |of: u16| section.is_none_or(|section| of == section);
        let (k1, bigram_weight) = match self.ranking {
            Ranking::Coverage => (K1, BIGRAM_WEIGHT),
            Ranking::Score => (question::K1, question::BIGRAM_WEIGHT),
        };
        let mut score = Score::default();
        for (term, hits) in self.terms.iter().zip(&matches.terms) {
            let (mut tf, mut best) = (0.0, None);
            for hit in hits.iter().filter(|hit| in_scope(hit.section)) {
                tf += hit.weight;
                best = Some(best.map_or(hit.kind, |best: MatchKind| best.min(hit.kind)));
            }
            // A term with truncated postings may occur here in the very form.
            score.exact_terms += usize::from(best == Some(MatchKind::Exact) || term.is_truncated);
            match best {
                Some(best) => {
                    score.coverage += term.idf;
                    score.kind = score.kind.max(best);
                    let bm25 = term.idf * saturate(tf, k1);
                    score.bm25 += bm25;
                    score.common += if term.is_ignored { bm25 } else { 0.0 };
                }
                None => score.missing_terms += usize::from(!term.need_not_occur()),
            }
        }
        for (bigram, postings) in self.bigrams.iter().zip(&matches.bigrams) {
            if postings.iter().any(|posting| in_scope(posting.section)) {
                score.bm25 += bigram_weight * bigram.idf;
            }
        }
        Some(score)
    }
}

/// Moves each list behind an answer; what it had of the answer is left in `taken`.
fn advance_all<'a, T>(lists: &mut [&'a [T]], taken: &mut Vec<&'a [T]>, answer: u32, answer_of: fn(&T) -> u32) {
    taken.clear();
    taken.extend(lists.iter_mut().map(|list| advance(list, answer, answer_of)));
}

/// Moves a list behind an answer, and gives what it has of it. Galloping search (Bentley and Yao, "An almost optimal algorithm
/// for unbounded searching", 1976): the answer sought may be the next one, or far.
fn advance<'a, T>(list: &mut &'a [T], answer: u32, answer_of: fn(&T) -> u32) -> &'a [T] {
    let mut reach = 1;
    while list.get(reach).is_some_and(|item| answer_of(item) < answer) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    let (_, rest) = list.split_at(near.partition_point(|item| answer_of(item) < answer));
    let len = rest.iter().take_while(|item| answer_of(item) == answer).count();
    let (taken, rest) = rest.split_at(len);
    *list = rest;
    taken
}

/// Those of some facet chunks that are not loaded.
pub(crate) fn missing_facets(index: &Index, chunks: impl Iterator<Item = u32>) -> Vec<Part> {
    chunks.filter(|nth| index.facets(*nth).is_none()).map(Part::Facets).collect()
}

#[cfg(test)]
mod tests {
    use super::advance;
    use crate::random::Random;

    #[test]
    fn advance_agrees_with_a_linear_scan() {
        let mut random = Random(3);
        let mut next = |limit| u32::try_from(random.below(limit)).unwrap_or_default();
        for _ in 0..500 {
            let mut list: Vec<u32> = (0..next(40)).map(|_| next(60)).collect();
            list.sort_unstable();
            let mut rest = &list[..];
            let mut answer = 0;
            while answer < 60 {
                answer += next(9);
                let expected: Vec<u32> = list.iter().copied().filter(|item| *item == answer).collect();
                assert_eq!(advance(&mut rest, answer, |item| *item), expected);
                assert_eq!(rest, &list[list.partition_point(|item| *item <= answer)..]);
                answer += 1;
            }
        }
    }
}
