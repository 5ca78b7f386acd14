//! What the words found make of each answer: whether it is a hit, how good a one, and which come first.
//!
//! Not here: where the words stand ([`super::evidence`]), and what filters are called and count ([`super::filter`]).

use super::evidence::{Evidence, Found, How};
use super::filter::{Filters, Tally};
use super::index::{Index, Part};
use super::model::ANSWERS_PER_FACETS;
use super::order;
use super::phrase::Neighbours;
use super::rank::{ADJACENT, saturated};

/// How hits are sorted. Answers with all the words come before those with some in either case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// An answer that is a hit.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    pub(super) answer: u32,
    pub(super) complete: bool,
    /// Whether all neighbours of the query stand side by side in it, as far as it is told where they do.
    pub(super) in_a_row: bool,
    /// How its words are there, the worst of them.
    pub(super) how: How,
    standing: Standing,
}

impl Ranked {
    /// An answer that is known to hold all that is sought, in the very words, and nothing beyond that.
    pub(super) fn whole(answer: u32) -> Self {
        let how = How::Exact;
        let standing = Standing { lacking: 0, coverage: 0.0, exact: 0, how, score: 0.0 };
        Self { answer, complete: true, in_a_row: true, how, standing }
    }
}

/// What the words make of an answer, or of one voice of it.
#[derive(Clone, Copy)]
struct Standing {
    /// Terms that are not there.
    lacking: usize,
    /// The summed rarity of the terms that are.
    coverage: f32,
    /// Terms that are there in the very form typed.
    exact: usize,
    how: How,
    score: f32,
}

fn better(a: &Standing, b: &Standing) -> std::cmp::Ordering {
    let complete = (a.lacking > 0).cmp(&(b.lacking > 0));
    let coverage = if a.lacking > 0 { b.coverage.total_cmp(&a.coverage) } else { std::cmp::Ordering::Equal };
    complete.then(coverage).then(b.exact.cmp(&a.exact)).then(b.score.total_cmp(&a.score))
}

/// The first so many: by relevance or by date, of a remembered run those before all others that have its words side by side.
/// Stable, and the answers come newest first: that decides between equals.
pub(super) fn first(ranked: &[Ranked], count: usize, sort: Sort, is_run: bool) -> Vec<Ranked> {
    order::first(ranked, count, &|a, b| {
        if is_run && a.in_a_row != b.in_a_row {
            return a.in_a_row;
        }
        match sort {
            Sort::Relevance => better(&a.standing, &b.standing).is_lt(),
            Sort::Date => a.complete && !b.complete,
        }
    })
}

/// All that the words and filters of a question come to.
pub(super) struct Weighing<'a> {
    pub(super) index: &'a Index,
    pub(super) found: &'a [Found<'a>],
    pub(super) without: &'a [Found<'a>],
    pub(super) neighbours: &'a [Neighbours<'a>],
    pub(super) filters: &'a Filters,
    /// Whether what each filter would give is counted.
    pub(super) counts: bool,
}

/// What there is of one answer, term by term and pair by pair.
#[derive(Default)]
struct Here<'a> {
    found: Vec<&'a [Evidence]>,
    without: Vec<&'a [Evidence]>,
    pairs: Vec<&'a [(u32, u16)]>,
}

impl<'a> Weighing<'a> {
    /// Every hit, and what each filter would give.
    pub(super) fn all(&self) -> (Vec<Ranked>, Tally) {
        let mut ranked = Vec::new();
        let mut tally = self.index.names().filter(|_| self.counts).map(Tally::of).unwrap_or_default();
        let lists =
            |found: &'a [Found<'a>]| -> Vec<&'a [Evidence]> { found.iter().map(|one| &one.evidence[..]).collect() };
        let (mut found, mut without) = (lists(self.found), lists(self.without));
        let mut pairs: Vec<&[(u32, u16)]> = self.neighbours.iter().map(|pair| pair.places).collect();
        let mut next = 0;
        // One for all answers: room of its own for each would take as long as all the rest.
        let mut here = Here::default();
        while let Some(answer) = self.next_answer(&found, &pairs, next) {
            take_all(&mut found, &mut here.found, answer, |found| found.answer);
            take_all(&mut without, &mut here.without, answer, |found| found.answer);
            take_all(&mut pairs, &mut here.pairs, answer, |place| place.0);
            ranked.extend(self.answer(answer, &here, &mut tally));
            next = answer + 1;
        }
        (ranked, tally)
    }

    /// The facets of the answers that may be hits, as far as they are not there.
    pub(super) fn missing_facets(&self) -> Vec<Part> {
        if self.found.is_empty() {
            return missing_facets(self.index, 0..self.index.head().facets());
        }
        let mut missing = Vec::new();
        for nth in 0..self.index.head().facets() {
            let (from, to) = (nth * ANSWERS_PER_FACETS, (nth + 1).saturating_mul(ANSWERS_PER_FACETS));
            let holds = |found: &Found<'_>| {
                let at = found.evidence.partition_point(|found| found.answer < from);
                found.evidence.get(at).is_some_and(|found| found.answer < to)
            };
            if self.found.iter().any(holds) {
                missing.push(nth);
            }
        }
        missing_facets(self.index, missing.into_iter())
    }

    /// The next answer that may be a hit: every one where no words are sought.
    fn next_answer(&self, lists: &[&[Evidence]], pairs: &[&[(u32, u16)]], next: u32) -> Option<u32> {
        if self.found.is_empty() {
            return (next < self.index.head().answers).then_some(next);
        }
        let by_words = lists.iter().filter_map(|list| list.first()).map(|found| found.answer);
        by_words.chain(pairs.iter().filter_map(|list| list.first()).map(|place| place.0)).min()
    }

    fn answer(&self, answer: u32, here: &Here<'_>, tally: &mut Tally) -> Option<Ranked> {
        let facets = self.index.facets(answer / ANSWERS_PER_FACETS);
        let nth = (answer % ANSWERS_PER_FACETS) as usize;
        let (voices, topics) = facets.map_or((&[][..], &[][..]), |f| (f.voices.get(nth), f.topics.get(nth)));
        let episode = self.index.names().map_or(0, |names| tally.episode_of(names, answer));
        let topic_passes = self.filters.topics.as_ref().is_none_or(|chosen| topics.iter().any(|t| chosen.contains(t)));
        let episode_passes = self.filters.episodes.as_ref().is_none_or(|chosen| chosen.contains(&episode));
        let spoken = (1..=u16::MAX).zip(voices);
        let standing = match &self.filters.speakers {
            None => self.standing(here, None),
            Some(chosen) => {
                let those = spoken.clone().filter(|(_, speaker)| chosen.contains(speaker));
                those.filter_map(|(voice, _)| self.standing(here, Some(voice))).min_by(better)
            }
        };
        if self.counts {
            if topic_passes && episode_passes {
                for (voice, speaker) in spoken {
                    if let Some(whole) = self.holds(here, Some(voice)) {
                        Tally::add(&mut tally.speakers, *speaker, whole);
                    }
                }
            }
            if let Some(standing) = &standing {
                if episode_passes {
                    topics.iter().for_each(|topic| Tally::add(&mut tally.topics, *topic, standing.lacking == 0));
                }
                if topic_passes {
                    Tally::add(&mut tally.episodes, episode, standing.lacking == 0);
                }
            }
        }
        let standing = standing.filter(|_| topic_passes && episode_passes)?;
        let complete = standing.lacking == 0;
        let mut told = self.neighbours.iter().zip(&here.pairs).filter(|(neighbours, _)| !neighbours.places.is_empty());
        let in_a_row = complete && told.clone().next().is_some() && told.all(|(_, here)| !here.is_empty());
        Some(Ranked { answer, complete, in_a_row, how: standing.how, standing })
    }

    /// Whether an answer, or one voice of it, is a hit, and if so whether all that is sought is there.
    fn holds(&self, here: &Here<'_>, voice: Option<u16>) -> Option<bool> {
        let in_scope = |of: u16| voice.is_none_or(|voice| of == voice);
        if here.without.iter().any(|evidence| evidence.iter().any(|found| in_scope(found.voice))) {
            return None;
        }
        let mut telling = self.found.is_empty();
        let (mut any, mut whole) = (telling, true);
        for (found, evidence) in self.found.iter().zip(&here.found) {
            if evidence.iter().any(|found| in_scope(found.voice)) {
                any = true;
                telling |= !found.common;
            } else if found.term.quoted {
                return None;
            } else {
                // Of a form so common that not all its places are told, this answer is taken to hold it.
                whole &= found.partial;
            }
        }
        any = any || here.pairs.iter().any(|places| places.iter().any(|place| in_scope(place.1)));
        // A word that most answers hold is no reason to show one that lacks the others.
        (any && (whole || telling)).then_some(whole)
    }

    /// What the words make of an answer, or of one voice of it: `None` where it is no hit.
    fn standing(&self, here: &Here<'_>, voice: Option<u16>) -> Option<Standing> {
        self.holds(here, voice)?;
        let in_scope = |of: u16| voice.is_none_or(|voice| of == voice);
        let mut standing = Standing { lacking: 0, coverage: 0.0, exact: 0, how: How::Exact, score: 0.0 };
        for (found, evidence) in self.found.iter().zip(&here.found) {
            let (mut weight, mut best) = (0.0, None);
            for evidence in evidence.iter().filter(|found| in_scope(found.voice)) {
                weight += evidence.weight;
                best = Some(best.map_or(evidence.how, |best: How| best.min(evidence.how)));
            }
            // Of a form so common that not all its places are told, the very form may be here too.
            standing.exact += usize::from(best == Some(How::Exact) || found.partial);
            match best {
                Some(best) => {
                    standing.coverage += found.rarity;
                    standing.how = standing.how.max(best);
                    standing.score += found.rarity * saturated(weight);
                }
                None => standing.lacking += usize::from(!found.partial),
            }
        }
        for (neighbours, places) in self.neighbours.iter().zip(&here.pairs) {
            if places.iter().any(|place| in_scope(place.1)) {
                standing.score += ADJACENT * neighbours.rarity;
            }
        }
        Some(standing)
    }
}

/// Takes what is of an answer from the front of each list.
fn take_all<'a, T>(lists: &mut [&'a [T]], here: &mut Vec<&'a [T]>, answer: u32, of: fn(&T) -> u32) {
    here.clear();
    here.extend(lists.iter_mut().map(|list| take(list, answer, of)));
}

/// Takes what is of an answer from the front of a list, and drops what is of earlier ones.
fn take<'a, T>(list: &mut &'a [T], answer: u32, of: impl Fn(&T) -> u32) -> &'a [T] {
    // Gallop first: in a list of many answers the next one is near, but the one sought may be far.
    let mut reach = 1;
    while list.get(reach).is_some_and(|found| of(found) < answer) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    let (_, rest) = list.split_at(near.partition_point(|found| of(found) < answer));
    let len = rest.iter().take_while(|found| of(found) == answer).count();
    let (here, rest) = rest.split_at(len);
    *list = rest;
    here
}

/// Those of a run of facets that are not there.
pub(super) fn missing_facets(index: &Index, run: impl Iterator<Item = u32>) -> Vec<Part> {
    run.filter(|nth| index.facets(*nth).is_none()).map(Part::Facets).collect()
}
