//! A query and a request become hits, their order, and what each filter would give.
//!
//! A step, not a process: what is missing is told, and the same question is asked again once it is there. Nothing is
//! kept between the two, so an earlier question can be dropped at any time.

use super::card::{self, Hit};
use super::evidence::{Evidence, Found, MAX_VERIFIED, find, missing_texts, missing_words};
use super::fold::fold;
use super::model::{Facets, Index, Name, Part};
use super::order::{add, sorted};
use super::query::Query;
use super::rank::saturated;

/// How hits are sorted. Answers with all the words come before those with some in either case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// What is asked beside the query. Filters of the same kind are joined by "or", with those written in the query too;
/// kinds are joined by "and".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Speakers, by id or name.
    pub speakers: Vec<String>,
    /// Topics, by id or name.
    pub topics: Vec<String>,
    /// Episodes, by id or title.
    pub episodes: Vec<String>,
    /// In which order.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
    /// Whether the facets are counted. Without it, and without filters, [`Part::Facets`] is not needed.
    pub counts: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            speakers: Vec::new(),
            topics: Vec::new(),
            episodes: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            counts: true,
        }
    }
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them, the first ones, hold all that is sought.
    pub complete: usize,
    /// What each filter would give; `None` where it was not to be counted.
    pub facets: Option<FacetCounts>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// What each value of each filter would give now, in library order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// By name.
    pub speakers: Vec<FacetValue>,
    /// By name.
    pub topics: Vec<FacetValue>,
    /// Newest first.
    pub episodes: Vec<FacetValue>,
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Answers with all that is sought, were this the only value chosen of its kind.
    pub count: usize,
    /// Further answers, with some of it.
    pub partial: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// What the reader should know about an answer they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A filter's kind and value that the library does not have; it was left out.
    UnknownValue(&'static str, String),
    /// A word or phrase that stands nowhere.
    NotFound(String),
    /// A phrase with more candidates than were compared.
    Capped(String),
}

impl Notice {
    /// The notice as a page shows it.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownValue(kind, value) => {
                ["There is no ", kind, " “", value, "” here, so that filter was left out"].concat()
            }
            Self::NotFound(text) => ["No answer holds “", text, "”"].concat(),
            Self::Capped(text) => {
                let most = MAX_VERIFIED.to_string();
                ["Only the ", &most, " likeliest places were compared with “", text, "”: add a rarer word"].concat()
            }
        }
    }
}

/// Asks.
///
/// # Errors
/// The parts that are needed and not there: load them, [`Index::put`] them and ask the same again. Words and facets are
/// asked for first, then text.
pub fn ask(index: &Index, query: &Query, request: &Request) -> Result<Hits, Vec<Part>> {
    let mut missing = missing_words(index, query);
    let facets = index.facets();
    if facets.is_none() && (request.counts || has_filters(query, request)) {
        missing.push(Part::Facets);
    }
    give(missing)?;
    let mut notices = Vec::new();
    let filters = Filters::of(facets, query, request, &mut notices);
    let found = find_all(index, &query.terms)?;
    let without = find_all(index, &query.without)?;
    notices.extend(found.iter().filter_map(notice));
    notices.extend(without.iter().filter(|found| found.capped).filter_map(notice));
    let weighed = Weighing { index, found: &found, without: &without, filters: &filters, facets };
    let (ranked, tally) = weighed.all(request.counts);
    let ranked = sort(&ranked, request.sort);
    let shown = ranked.iter().skip(request.offset).take(request.limit);
    give(missing_texts(index, shown.clone().map(|ranked| ranked.answer)))?;
    let speakers = filters.ids(facets);
    let hits = shown.filter_map(|ranked| card::hit(index, &found, &speakers, ranked.answer, ranked.complete)).collect();
    Ok(Hits {
        hits,
        total: ranked.len(),
        complete: ranked.iter().filter(|ranked| ranked.complete).count(),
        facets: facets.filter(|_| request.counts).map(|facets| tally.values(facets, &filters)),
        notices,
    })
}

fn give(missing: Vec<Part>) -> Result<(), Vec<Part>> {
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

fn has_filters(query: &Query, request: &Request) -> bool {
    let lists =
        [&query.speakers, &query.topics, &query.episodes, &request.speakers, &request.topics, &request.episodes];
    lists.iter().any(|list| !list.is_empty())
}

fn find_all<'a>(index: &Index, terms: &'a [super::query::Term]) -> Result<Vec<Found<'a>>, Vec<Part>> {
    let mut missing = Vec::new();
    let mut all = Vec::with_capacity(terms.len());
    for term in terms {
        match find(index, term) {
            Ok(found) => all.push(found),
            Err(parts) => parts.into_iter().for_each(|part| add(&mut missing, part)),
        }
    }
    give(missing).map(|()| all)
}

fn notice(found: &Found<'_>) -> Option<Notice> {
    let text = || found.term.text.clone();
    match found.capped {
        true => Some(Notice::Capped(text())),
        false => found.evidence.is_empty().then(|| Notice::NotFound(text())),
    }
}

/// The chosen values of one kind; nothing chosen lets everything pass.
type Chosen = Option<Vec<u32>>;

struct Filters {
    speakers: Chosen,
    topics: Chosen,
    episodes: Chosen,
}

impl Filters {
    fn of(facets: Option<&Facets>, query: &Query, request: &Request, notices: &mut Vec<Notice>) -> Self {
        let Some(facets) = facets else { return Self { speakers: None, topics: None, episodes: None } };
        let speakers = query.speakers.iter().chain(&request.speakers);
        let topics = query.topics.iter().chain(&request.topics);
        let episodes = query.episodes.iter().chain(&request.episodes);
        Self {
            speakers: choose("speaker", speakers, facets.speakers.iter(), notices),
            topics: choose("topic", topics, facets.topics.iter(), notices),
            episodes: choose("episode", episodes, facets.episodes.iter().map(|(name, _)| name), notices),
        }
    }

    /// The ids of the chosen speakers; empty when there is no choice.
    fn ids<'a>(&self, facets: Option<&'a Facets>) -> Vec<&'a str> {
        let chosen = self.speakers.iter().flatten();
        chosen.filter_map(|nth| Some(facets?.speakers.get(*nth as usize)?.id.as_str())).collect()
    }
}

/// The numbers of the values that are meant, by id or by name.
fn choose<'a, 'b>(
    kind: &'static str,
    values: impl Iterator<Item = &'a String>,
    names: impl Iterator<Item = &'b Name> + Clone,
    notices: &mut Vec<Notice>,
) -> Chosen {
    let mut chosen = Vec::new();
    for value in values {
        let by_id = names.clone().position(|name| name.id.eq_ignore_ascii_case(value));
        let folded = fold(value);
        let by_name = || names.clone().position(|name| !folded.is_empty() && fold(&name.name) == folded);
        match by_id.or_else(by_name).and_then(|nth| u32::try_from(nth).ok()) {
            Some(nth) => add(&mut chosen, nth),
            None => notices.push(Notice::UnknownValue(kind, value.clone())),
        }
    }
    (!chosen.is_empty()).then_some(chosen)
}

/// An answer that is a hit.
#[derive(Clone, Copy)]
struct Ranked {
    answer: u32,
    complete: bool,
    standing: Standing,
}

/// What the words make of an answer, or of one voice of it.
#[derive(Clone, Copy, Default)]
struct Standing {
    /// Terms that are not there.
    lacking: usize,
    /// The summed rarity of the terms that are.
    coverage: f32,
    /// Terms that are there in the very form typed.
    exact: usize,
    score: f32,
}

fn better(a: &Standing, b: &Standing) -> std::cmp::Ordering {
    let complete = (a.lacking > 0).cmp(&(b.lacking > 0));
    let coverage = if a.lacking > 0 { b.coverage.total_cmp(&a.coverage) } else { std::cmp::Ordering::Equal };
    complete.then(coverage).then(b.exact.cmp(&a.exact)).then(b.score.total_cmp(&a.score))
}

/// Stable, and the answers come newest first: that decides between equals.
fn sort(ranked: &[Ranked], sort: Sort) -> Vec<Ranked> {
    match sort {
        Sort::Relevance => sorted(ranked, &|a, b| better(&a.standing, &b.standing).is_lt()),
        Sort::Date => sorted(ranked, &|a, b| a.complete && !b.complete),
    }
}

struct Weighing<'a> {
    index: &'a Index,
    found: &'a [Found<'a>],
    without: &'a [Found<'a>],
    filters: &'a Filters,
    facets: Option<&'a Facets>,
}

/// The evidence of one answer, term by term.
struct Here<'a> {
    found: Vec<&'a [Evidence]>,
    without: Vec<&'a [Evidence]>,
}

impl Weighing<'_> {
    /// Every hit, and what each filter would give.
    fn all(&self, counts: bool) -> (Vec<Ranked>, Tally) {
        let mut ranked = Vec::new();
        let mut tally = self.facets.filter(|_| counts).map(Tally::of).unwrap_or_default();
        let mut lists: Vec<&[Evidence]> = self.found.iter().map(|found| &found.evidence[..]).collect();
        let mut without: Vec<&[Evidence]> = self.without.iter().map(|found| &found.evidence[..]).collect();
        let mut next = 0;
        while let Some(answer) = self.next_answer(&lists, next) {
            let here = Here {
                found: lists.iter_mut().map(|list| take(list, answer)).collect(),
                without: without.iter_mut().map(|list| take(list, answer)).collect(),
            };
            ranked.extend(self.answer(answer, &here, &mut tally));
            next = answer + 1;
        }
        (ranked, tally)
    }

    /// The next answer that may be a hit: every one where no words are sought.
    fn next_answer(&self, lists: &[&[Evidence]], next: u32) -> Option<u32> {
        if self.found.is_empty() {
            return (next < self.index.head().answers).then_some(next);
        }
        lists.iter().filter_map(|list| list.first()).map(|found| found.answer).min()
    }

    fn answer(&self, answer: u32, here: &Here<'_>, tally: &mut Tally) -> Option<Ranked> {
        let nth = answer as usize;
        let (voices, topics) =
            self.facets.map_or((&[][..], &[][..]), |f| (f.voices.get(nth), f.answer_topics.get(nth)));
        let episode = self.facets.map_or(0, |facets| tally.episode_of(facets, answer));
        let topic_passes = self.filters.topics.as_ref().is_none_or(|chosen| topics.iter().any(|t| chosen.contains(t)));
        let episode_passes = self.filters.episodes.as_ref().is_none_or(|chosen| chosen.contains(&episode));
        let by_voice = |(voice, speaker): (u16, &u32)| Some((*speaker, self.standing(here, Some(voice))?));
        let spoken = (1..=u16::MAX).zip(voices).filter_map(by_voice);
        let standing = match &self.filters.speakers {
            None => self.standing(here, None),
            Some(chosen) => {
                let those =
                    spoken.clone().filter(|(speaker, _)| chosen.contains(speaker)).map(|(_, standing)| standing);
                those.min_by(better)
            }
        };
        if tally.counting {
            if topic_passes && episode_passes {
                spoken.for_each(|(speaker, standing)| Tally::add(&mut tally.speakers, speaker, &standing));
            }
            if let Some(standing) = &standing {
                if episode_passes {
                    topics.iter().for_each(|topic| Tally::add(&mut tally.topics, *topic, standing));
                }
                if topic_passes {
                    Tally::add(&mut tally.episodes, episode, standing);
                }
            }
        }
        let standing = standing.filter(|_| topic_passes && episode_passes)?;
        Some(Ranked { answer, complete: standing.lacking == 0, standing })
    }

    /// What the words make of an answer, or of one voice: `None` where it is no hit.
    fn standing(&self, here: &Here<'_>, voice: Option<u16>) -> Option<Standing> {
        let in_scope = |found: &&Evidence| voice.is_none_or(|voice| found.voice == voice);
        if here.without.iter().any(|evidence| evidence.iter().any(|found| in_scope(&found))) {
            return None;
        }
        let mut standing = Standing::default();
        let mut telling = false;
        for (found, evidence) in self.found.iter().zip(&here.found) {
            let (mut weight, mut exact) = (0.0, false);
            for evidence in evidence.iter().filter(in_scope) {
                weight += evidence.weight;
                exact |= evidence.exact;
            }
            if weight == 0.0 {
                if found.term.quoted {
                    return None;
                }
                standing.lacking += 1;
                continue;
            }
            telling |= !found.common;
            standing.coverage += found.rarity;
            standing.exact += usize::from(exact);
            standing.score += found.rarity * saturated(weight);
        }
        // A word that most answers hold is no reason to show one that lacks the others.
        (standing.lacking == 0 || telling).then_some(standing)
    }
}

/// Takes an answer's evidence from the front of a list, and drops what is of earlier answers.
fn take<'a>(list: &mut &'a [Evidence], answer: u32) -> &'a [Evidence] {
    // Gallop first: in a list of many answers the next one is near, but the one sought may be far.
    let mut reach = 1;
    while list.get(reach).is_some_and(|found| found.answer < answer) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    let (_, rest) = list.split_at(near.partition_point(|found| found.answer < answer));
    let len = rest.iter().take_while(|found| found.answer == answer).count();
    let (here, rest) = rest.split_at(len);
    *list = rest;
    here
}

/// Counts for each value of each facet: answers with all that is sought, and with some of it.
#[derive(Default)]
struct Tally {
    counting: bool,
    speakers: Vec<(usize, usize)>,
    topics: Vec<(usize, usize)>,
    episodes: Vec<(usize, usize)>,
    /// The episode last asked for, and the first answer behind it.
    episode: u32,
    episode_end: u32,
}

impl Tally {
    fn of(facets: &Facets) -> Self {
        Self {
            counting: true,
            speakers: vec![(0, 0); facets.speakers.len()],
            topics: vec![(0, 0); facets.topics.len()],
            episodes: vec![(0, 0); facets.episodes.len()],
            ..Self::default()
        }
    }

    fn add(counts: &mut [(usize, usize)], value: u32, standing: &Standing) {
        if let Some((complete, partial)) = counts.get_mut(value as usize) {
            if standing.lacking == 0 { *complete += 1 } else { *partial += 1 }
        }
    }

    /// The episode of an answer; answers must be asked for in order.
    fn episode_of(&mut self, facets: &Facets, answer: u32) -> u32 {
        if self.episode_end == 0 {
            self.episode_end = facets.episodes.first().map_or(0, |(_, count)| *count);
        }
        while answer >= self.episode_end
            && let Some((_, count)) = facets.episodes.get(self.episode as usize + 1)
        {
            self.episode += 1;
            self.episode_end = self.episode_end.saturating_add(*count);
        }
        self.episode
    }

    fn values(&self, facets: &Facets, filters: &Filters) -> FacetCounts {
        FacetCounts {
            speakers: values(facets.speakers.iter(), &self.speakers, &filters.speakers),
            topics: values(facets.topics.iter(), &self.topics, &filters.topics),
            episodes: values(facets.episodes.iter().map(|(name, _)| name), &self.episodes, &filters.episodes),
        }
    }
}

fn values<'a>(names: impl Iterator<Item = &'a Name>, counts: &[(usize, usize)], chosen: &Chosen) -> Vec<FacetValue> {
    let value = |((nth, name), (count, partial)): ((u32, &Name), &(usize, usize))| FacetValue {
        id: name.id.clone(),
        name: name.name.clone(),
        count: *count,
        partial: *partial,
        selected: chosen.as_ref().is_some_and(|chosen| chosen.contains(&nth)),
    };
    (0..).zip(names).zip(counts).map(value).collect()
}
